#include "rows.h"

static const char fields[] = "system sort name test";

static void settings_for_people(void **state)
{
    (void)state;
    assert_rows_of("live/prod.auto.tfvars",
                   "region      = \"eu-west-1\"\n"
                   "db_password = \"Wq8-zz41-Rm\"\n"
                   "# api_token = \"Wq8-zz41-Rm\"\n"
                   "token_ttl   = \"3600\"\n"
                   "old_password = \"changeme\"\n"
                   "api_token = var.token\n"
                   "shop = {\n"
                   "  signing_key = \"9fK2mQ7xT4vB8nL1cZ6w\"\n"
                   "}\n",
                   "infrastructure_secret", fields,
                   "live/prod.auto.tfvars:2 terraform input db_password false\n"
                   "live/prod.auto.tfvars:8 terraform input signing_key false\n");
    assert_rows_of(
        "live/prod.tfvars",
        "db = { user = \"shop\", password = \"Wq8-zz41-Rm\" } # token = \"Wq8-zz41-Rm\"\n"
        "shops = [{ \"api_token\" : \"9fK2mQ7xT4vB8nL1cZ6w\" }, {secret=\"Wq8\\\"zz41-Rm\"}]\n"
        "text = \"password = Wq8-zz41-Rm\" // secret = \"Wq8-zz41-Rm\"\n"
        "note = \"say \\\"password = \\\"Wq8-zz41-Rm\"\n"
        "db = { password = var.password, other = \"Wq8-zz41-Rm\" }\n"
        "db = { password = \"\", other = \"Wq8-zz41-Rm\" }\n"
        "db_password = [\"Wq8-zz41-Rm\"]\n"
        "db_password = \"Wq8-zz41-Rn\n",
        "infrastructure_secret", fields,
        "live/prod.tfvars:1 terraform input password false\n"
        "live/prod.tfvars:2 terraform input api_token false\n"
        "live/prod.tfvars:2 terraform input secret false\n"
        "live/prod.tfvars:8 terraform input db_password false\n");
    assert_rows_of("examples/a.tfvars", "db_password = \"Wq8-zz41-Rm\"\n", "infrastructure_secret",
                   fields, "examples/a.tfvars:1 terraform input db_password true\n");
    assert_rows_of("a.tfvars.example", "db_password = \"Wq8-zz41-Rm\"\n", "infrastructure_secret",
                   fields, "");
    assert_rows_of("main.tf", "db_password = \"Wq8-zz41-Rm\"\n", "infrastructure_secret", fields,
                   "");
}

/* Letters, not bytes: where an editor goes to. */
static void columns_count_letters(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, "prod.tfvars", "a = 1\ndb = { user = \"é\", password = \"Wq8-zz41-Rm\" }\n");
    const struct fact_table table = world_table(&world, "infrastructure_secret");
    assert_int_equal(table.count, 1);
    assert_int_equal(table.rows[0].line, 2);
    assert_int_equal(table.rows[0].column, 32);
    world_end(&world);
}

static void settings_for_programs(void **state)
{
    (void)state;
    assert_rows_of("prod.tfvars.json",
                   "{\"db_password\": \"Wq8-zz41-Rm\", \"token_ttl\": \"Wq8-zz41-Rm\",\n"
                   " \"shops\": [{\"apiToken\": \"9fK2mQ7xT4vB8nL1cZ6w\"}],\n"
                   " \"other_password\": \"${var.a}\", \"secret\": 5}\n",
                   "infrastructure_secret", fields,
                   "prod.tfvars.json:1 terraform input db_password false\n"
                   "prod.tfvars.json:2 terraform input apiToken false\n");
    assert_rows_of(
        "prod.tfvars.json", "[[[[[[[[[[[[[[{\"password\": \"Wq8-zz41-Rm\"}]]]]]]]]]]]]]]",
        "infrastructure_secret", fields, "prod.tfvars.json:1 terraform input password false\n");
    assert_rows_of("prod.tfvars.json", "{\"a\": ", "infrastructure_secret", "test",
                   "prod.tfvars.json gap test=false\n");
    assert_rows_of("test/prod.tfvars.json", "{\"a\": ", "infrastructure_secret", "test", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(settings_for_people),
        cmocka_unit_test(columns_count_letters),
        cmocka_unit_test(settings_for_programs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
