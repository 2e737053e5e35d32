#include "rows.h"

#include "facts/secret_name.h"

static void templates_and_projects(void **state)
{
    (void)state;
    assert_rows_of("a.template", "AWSTemplateFormatVersion: 2010-09-09\nResources: {}\n",
                   "infrastructure_template", "system resources test",
                   "a.template:1 cloudformation 0 false\n");
    assert_rows_of(
        "tests/a.json",
        "{\"Resources\": {\"A\": {\"Type\": \"Custom::X\"}, \"B\": {}}, \"Transform\": [1, "
        "\"AWS::Serverless-2016-10-31\"]}",
        "infrastructure_template", "system resources test", "tests/a.json:1 sam 2 true\n");
    assert_rows_of("Pulumi.yaml", "name: a\nruntime: go\n", "infrastructure_template",
                   "system resources", "Pulumi.yaml:1 pulumi none\n");
    assert_rows_of("Pulumi.yml", "name: a\nruntime: yaml\nresources: {a: {type: x}}\n",
                   "infrastructure_template", "system resources", "Pulumi.yml:1 pulumi 1\n");
    static const char *const others[] = {
        "Resources: {A: {Type: x}}\n# AWS::\n", "Resources: [AWS::S3::Bucket]\n",
        "AWSTemplateFormatVersion: 2010-09-09\n", "- AWS::S3::Bucket\n",
        "resources: {Resources: {A: {Type: 'AWS::S3::Bucket'}}}\n"};
    for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
        assert_rows_of("a.yaml", others[i], "infrastructure_template", "system", "");
}

static void what_cannot_be_read_is_a_gap_where_it_bears_a_mark(void **state)
{
    (void)state;
    assert_rows_of("a.yaml", "AWSTemplateFormatVersion: {\n", "infrastructure_secret", "system",
                   "a.yaml gap\n");
    assert_rows_of("a.yaml", "AWSTemplateFormatVersion: {{ .x }}\n{{- if .y }}\n",
                   "infrastructure_template", "system", "a.yaml gap\n");
    assert_rows_of("Pulumi.live.yaml", "config: {\n", "infrastructure_secret", "system",
                   "Pulumi.live.yaml gap\n");
    assert_rows_of("tests/a.yaml", "AWSTemplateFormatVersion: {\n", "infrastructure_secret",
                   "system", "");
    assert_rows_of("a.template", "config: {{ .x }}\n{{- if .y }}\n", "infrastructure_template",
                   "system", "");
    assert_rows_of("a.yaml", "Type: AWS::S3::Bucket {\n- x: [\n", "infrastructure_template",
                   "system", "");
}

static void secrets_of_properties_and_variables(void **state)
{
    (void)state;
    assert_rows_of("a.yaml",
                   "Resources:\n"
                   "  Broker:\n"
                   "    Type: AWS::AmazonMQ::Broker\n"
                   "    Properties:\n"
                   "      Users:\n"
                   "        - {Username: shop, Password: hunter2}\n"
                   "        - {Username: other, Password: !Ref Other}\n"
                   "        - {Username: third, Password: {Ref: Other}}\n"
                   "        - {Username: void, Password: ''}\n"
                   "  Task:\n"
                   "    Type: AWS::ECS::TaskDefinition\n"
                   "    Properties:\n"
                   "      ContainerDefinitions:\n"
                   "        - Environment:\n"
                   "            - {Name: DB_PASSWORD, Value: k3y-9fJq27Lz}\n"
                   "            - {Name: DB_PASSWORD_2, Value: changeme}\n"
                   "            - {Name: DB_USER, Value: k3y-9fJq27Lz}\n"
                   "            - {Name: DB_TOKEN, Value: !Sub 'x-${A}'}\n"
                   "            - {Name: 3}\n",
                   "infrastructure_secret", "sort name",
                   "a.yaml:6 property Broker.Password\n"
                   "a.yaml:15 variable DB_PASSWORD\n");
}

static void settings_of_a_stack(void **state)
{
    (void)state;
    assert_rows_of("Pulumi.live.yaml",
                   "config:\n"
                   "  a:apiKey: k3y-9fJq27Lz\n"
                   "  a:token: {secure: AAAB}\n"
                   "  a:db: {password: k3y-9fJq27Lz, user: shop}\n"
                   "  a:clientSecret: {value: k3y-9fJq27Lz}\n"
                   "  a:webhookSecret: {secret: true}\n"
                   "  a:regions: [x]\n",
                   "infrastructure_secret", "system sort name",
                   "Pulumi.live.yaml:2 pulumi config a:apiKey\n"
                   "Pulumi.live.yaml:4 pulumi config password\n"
                   "Pulumi.live.yaml:5 pulumi config a:clientSecret\n");
}

static void names_of_secrets(void **state)
{
    (void)state;
    static const char *const secrets[] = {"DBPassword",  "github-token", "masterUserPassword",
                                          "PRIVATE_KEY", "apikey",       "a.client.secret"};
    static const char *const others[] = {"TokenTTL",  "UsePassword",    "SecretArn", "SortKey",
                                         "publicKey", "PasswordLength", "",          "Tokens"};
    struct arena arena;
    arena_init(&arena, 4096);
    for (size_t i = 0; i < sizeof(secrets) / sizeof(*secrets); i++)
        if (!secret_name_is_one(&arena, secrets[i]))
            fail_msg("'%s' is a secret", secrets[i]);
    for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
        if (secret_name_is_one(&arena, others[i]))
            fail_msg("'%s' is no secret", others[i]);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(templates_and_projects),
        cmocka_unit_test(what_cannot_be_read_is_a_gap_where_it_bears_a_mark),
        cmocka_unit_test(secrets_of_properties_and_variables),
        cmocka_unit_test(settings_of_a_stack),
        cmocka_unit_test(names_of_secrets),
    };
    return cmocka_run_group_tests_name("infrastructure", tests, NULL, NULL);
}
