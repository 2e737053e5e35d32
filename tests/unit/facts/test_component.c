#include "rows.h"

static void assert_components(const char *path, const char *content, const char *expected)
{
    assert_rows_of(path, content, "component", "system name type lifecycle owner tier test",
                   expected);
}

static void of_each_catalogue(void **state)
{
    (void)state;
    assert_components("catalog-info.yaml",
                      "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata:\n  name: pay\n"
                      "  labels: {acme.io/tier: tier-2}\nspec:\n  type: Service\n"
                      "  lifecycle: Production\n  owner: team-pay\n",
                      "catalog-info.yaml:1 backstage pay service production team-pay 2 false\n");
    assert_components("svc/service.datadog.yaml",
                      "schema-version: v2\ndd-service: pay\nteam: core\nlifecycle: beta\n"
                      "tier: high\n",
                      "svc/service.datadog.yaml:1 datadog pay none beta core none false\n");
    assert_components("entity.datadog.yaml",
                      "apiVersion: v3\nkind: service\nmetadata: {name: pay, owner: core}\n"
                      "spec: {lifecycle: production, tier: \"1\", type: web}\n",
                      "entity.datadog.yaml:1 datadog pay web production core 1 false\n");
    assert_components("opslevel.yml",
                      "version: 1\nservice:\n  name: pay\n  lifecycle: generally_available\n"
                      "  tier: tier_1\n  owner: core\n",
                      "opslevel.yml:3 opslevel pay none generally_available core 1 false\n");
    assert_components("cortex.yaml",
                      "openapi: 3.0.1\ninfo:\n  title: Pay\n  x-cortex-tag: pay\n"
                      "  x-cortex-type: service\n  x-cortex-owners: [{type: group, name: core}]\n",
                      "cortex.yaml:3 cortex pay service none core none false\n");
}

static void several_entries_and_none(void **state)
{
    (void)state;
    assert_components(
        "catalog-info.yaml",
        "apiVersion: backstage.io/v1alpha1\nkind: System\nmetadata: {name: all}\n---\n"
        "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: a}\n"
        "---\n"
        "apiVersion: backstage.io/v1beta1\nkind: Component\nmetadata: {name: b}\n"
        "spec: {tier: 4}\n",
        "catalog-info.yaml:5 backstage a none none none none false\n"
        "catalog-info.yaml:9 backstage b none none none 4 false\n");
    assert_components("catalog-info.yaml", "kind: Component\nmetadata: {name: x}\n", "");
    assert_components("cortex.yaml", "openapi: 3.0.1\ninfo: {title: Some API}\n", "");
    assert_components("catalog-info.yaml", "", "");
}

static void templates_are_of_others(void **state)
{
    (void)state;
    assert_components("catalog-info.yaml",
                      "apiVersion: backstage.io/v1alpha1\nkind: Component\n"
                      "metadata: {name: '${{ values.name }}'}\n",
                      "");
    assert_components("scaffolder/skeleton/catalog-info.yaml", "{%- if x %}\n{{ y\n", "");
    assert_components("catalog-info.yaml",
                      "apiVersion: backstage.io/v1alpha1\nkind: Component\n"
                      "metadata: {name: x}\nspec: {lifecycle: '{{ stage }}'}\n",
                      "catalog-info.yaml:1 backstage x none unknown none none false\n");
    assert_components("tests/catalog-info.yaml",
                      "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: x}\n",
                      "tests/catalog-info.yaml:1 backstage x none none none none true\n");
}

static void what_cannot_be_read(void **state)
{
    (void)state;
    assert_components("catalog-info.yaml", "a: [\n", "catalog-info.yaml gap test=false\n");
    assert_components("catalog-info.yaml", "{{ if a }}\n", "catalog-info.yaml gap test=false\n");
}

static void tiers(void **state)
{
    (void)state;
    static const struct {
        const char *written, *tier;
    } cases[] = {{"1", "1"},       {"tier 3", "3"},    {"T2", "2"},   {"P1", "1"},
                 {"tier4", "4"},   {"tier-5", "none"}, {"0", "none"}, {"12", "none"},
                 {"gold", "none"}, {"x1", "none"}};
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        char content[200];
        char expected[200];
        snprintf(content, sizeof(content), "version: 1\nservice: {name: a, tier: '%s'}\n",
                 cases[i].written);
        snprintf(expected, sizeof(expected), "opslevel.yml:2 opslevel a none none none %s false\n",
                 cases[i].tier);
        assert_components("opslevel.yml", content, expected);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_each_catalogue),
        cmocka_unit_test(several_entries_and_none),
        cmocka_unit_test(templates_are_of_others),
        cmocka_unit_test(what_cannot_be_read),
        cmocka_unit_test(tiers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
