#include "rows.h"

static void assert_state(const char *content, const char *expected)
{
    assert_rows_of("infra/terraform.tfstate", content, "state_file", "holds resources version test",
                   expected);
}

static void what_a_state_holds(void **state)
{
    (void)state;
    assert_state(
        "{\"version\": 4, \"serial\": 3, \"outputs\": {}, \"resources\": [{\"type\": \"x\"}]}",
        "infra/terraform.tfstate:1 resources 1 4 false\n");
    assert_state(
        "{\"version\": 4, \"serial\": 3, \"outputs\": {\"password\": {}}, \"resources\": []}",
        "infra/terraform.tfstate:1 resources 1 4 false\n");
    assert_state("{\"version\": 3, \"serial\": 1, \"modules\": [{\"outputs\": {},"
                 " \"resources\": {\"a\": {}, \"b\": {}}}]}",
                 "infra/terraform.tfstate:1 resources 2 3 false\n");
    assert_state("{\"version\": 4, \"serial\": 0, \"outputs\": {}, \"resources\": []}",
                 "infra/terraform.tfstate:1 empty 0 4 false\n");
    assert_state("{\"version\": 3, \"serial\": 1, \"backend\": {\"type\": \"s3\"}, \"modules\":"
                 " [{\"outputs\": {}, \"resources\": {}}]}",
                 "infra/terraform.tfstate:1 backend 0 3 false\n");
    assert_state("{\"serial\": 1, \"encrypted_data\": \"abc\", \"encryption_version\": \"v0\"}",
                 "infra/terraform.tfstate:1 encrypted 0 none false\n");
    assert_state("{\"a\": 1}", "infra/terraform.tfstate:1 other 0 none false\n");
    assert_state("[]", "infra/terraform.tfstate:1 other 0 none false\n");
    assert_state(" \n", "infra/terraform.tfstate:1 empty 0 none false\n");
    assert_state("{\"version\": 4,", "infra/terraform.tfstate gap test=false\n");
}

static void names_of_state_files(void **state)
{
    (void)state;
    static const struct {
        const char *path;
        size_t rows;
    } cases[] = {
        {"terraform.tfstate", 1},        {"a/prod.tfstate", 1},   {"terraform.tfstate.backup", 1},
        {"a.tfstate.1700000.backup", 1}, {"notes.tfstate.md", 0}, {"tfstate", 0},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct world world;
        world_start(&world);
        world_add(&world, cases[i].path, "{}");
        assert_int_equal(world_table(&world, "state_file").count, cases[i].rows);
        world_end(&world);
    }
    assert_rows_of("testdata/x.tfstate", "{}", "state_file", "test", "testdata/x.tfstate:1 true\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_a_state_holds),
        cmocka_unit_test(names_of_state_files),
    };
    return cmocka_run_group_tests_name("state_file", tests, NULL, NULL);
}
