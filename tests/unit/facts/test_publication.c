#include "rows.h"

static void assert_deploys(const char *path, const char *content, const char *beside,
                           const char *expected)
{
    struct world world;
    char row[64];
    world_start(&world);
    world_add(&world, path, content);
    world_add(&world, beside, "a: b\n");
    snprintf(row, sizeof(row), "-:0 %s\n", expected);
    assert_string_equal(world_rows(&world, "repository", "deploys"), row);
    world_end(&world);
}

static void what_is_published_may_run_elsewhere(void **state)
{
    (void)state;
    static const char *const settings[] = {".goreleaser.yml", "action.yml",
                                           ".pre-commit-hooks.yaml", "cr.yaml", "pay.gemspec"};
    for (size_t i = 0; i < sizeof(settings) / sizeof(*settings); i++) {
        assert_deploys("chart/Chart.yaml", "apiVersion: v2\nname: a\n", settings[i], "unknown");
        assert_deploys("Dockerfile", "FROM a\nEXPOSE 80\nCMD b\n", settings[i], "unknown");
        assert_deploys("Dockerfile", "FROM a\nCMD b\n", settings[i], "false");
        assert_deploys("README.md", "a\n", settings[i], "false");
    }
}

static void what_is_published_and_deployed_from_here_runs_here(void **state)
{
    (void)state;
    static const struct {
        const char *job, *expected;
    } cases[] = {
        {"deploy: {runs-on: x, steps: [{run: flyctl deploy}]}", "true"},
        {"deploy: {runs-on: x, environment: production, steps: [{run: flyctl deploy}]}", "true"},
        {"deploy: {runs-on: x, environment: staging, steps: [{run: flyctl deploy}]}", "unknown"},
        {"deploy: {runs-on: x, environment: production, steps: [{run: make deploy}]}", "unknown"},
        {"deploy: {if: false, runs-on: x, steps: [{run: flyctl deploy}]}", "unknown"},
        {"preview: {runs-on: x, steps: [{run: flyctl deploy}]}", "unknown"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct world world;
        char workflow[256];
        char row[64];
        world_start(&world);
        snprintf(workflow, sizeof(workflow), "on: push\njobs: {%s}\n", cases[i].job);
        world_add(&world, ".github/workflows/a.yml", workflow);
        world_add(&world, "Dockerfile", "FROM a\nEXPOSE 80\nCMD b\n");
        world_add(&world, ".goreleaser.yml", "a: b\n");
        snprintf(row, sizeof(row), "-:0 %s\n", cases[i].expected);
        assert_string_equal(world_rows(&world, "repository", "deploys"), row);
        world_end(&world);
    }
}

static void a_program_that_is_deployed_from_here_is_a_service(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, "Dockerfile", "FROM a\nCMD b\n");
    assert_string_equal(world_rows(&world, "repository", "deploys"), "-:0 unknown\n");
    world_add(&world, ".github/workflows/a.yml",
              "on: push\njobs: {deploy: {runs-on: x, steps: [{run: flyctl deploy}]}}\n");
    assert_string_equal(world_rows(&world, "repository", "deploys"), "-:0 true\n");
    world_end(&world);
}

static void only_what_stands_at_the_root_is_published(void **state)
{
    (void)state;
    static const char *const near[] = {".github/actions/build/action.yml", "lib/pay.gemspec",
                                       "gemspec", "pay.gemspec.txt"};
    for (size_t i = 0; i < sizeof(near) / sizeof(*near); i++)
        assert_deploys("chart/Chart.yaml", "apiVersion: v2\nname: a\n", near[i], "true");
}

static void the_processes_of_a_package_are_its_demonstration(void **state)
{
    (void)state;
    assert_deploys("Procfile", "web: a\n", "pay.gemspec", "false");
    assert_deploys("Procfile", "web: a\n", "Gemfile", "true");
}

static void entries_of_services_need_no_type(void **state)
{
    (void)state;
    static const struct {
        const char *path, *content, *expected;
    } cases[] = {
        {"opslevel.yml", "version: 1\nservice: {name: pay}\n", "service true"},
        {"opslevel.yml", "version: 1\ncomponent: {name: pay}\n", "service true"},
        {"opslevel.yml", "version: 1\ncomponent: {name: pay, type: library}\n", "library false"},
        {"opslevel.yml", "version: 1\ncomponent: {name: pay, type: infrastructure}\n",
         "infrastructure false"},
        {"opslevel.yml", "version: 1\nrepository: {owner: pay}\n", "none false"},
        {"service.datadog.yaml", "schema-version: v2\ndd-service: pay\nteam: pay\n",
         "service true"},
        {"service.datadog.yaml", "schema-version: v2.2\ndd-service: pay\ntype: web\n",
         "service true"},
        {"service.datadog.yaml", "schema-version: v2.2\ndd-service: pay\ntype: mobile\n",
         "mobile false"},
        {"service.datadog.yaml", "schema-version: v2.2\ndd-service: pay\ntype: library\n",
         "library false"},
        {"entity.datadog.yaml", "apiVersion: v3\nkind: service\nmetadata: {name: pay}\n",
         "service true"},
        {"entity.datadog.yaml", "apiVersion: v3\nkind: system\nmetadata: {name: pay}\n",
         "none false"},
        {"entity.datadog.yaml",
         "apiVersion: v3\nkind: service\nmetadata: {name: a}\n---\n"
         "apiVersion: v3\nkind: service\nmetadata: {name: b}\n",
         "none false"},
        {"entity.datadog.yaml",
         "apiVersion: v3\nkind: service\nmetadata: {name: a}\n---\n"
         "apiVersion: v3\nkind: service\nmetadata: {name: a}\n",
         "service true"},
        {"testdata/opslevel.yml", "version: 1\nservice: {name: pay}\n", "none false"},
        {"cortex.yaml", "openapi: 3.0.1\ninfo: {title: Pay, x-cortex-tag: pay}\n", "none false"},
        {"catalog-info.yaml",
         "apiVersion: backstage.io/v1alpha1\nkind: Component\nmetadata: {name: pay}\n",
         "none false"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        char row[64];
        snprintf(row, sizeof(row), "-:0 %s\n", cases[i].expected);
        assert_rows_of(cases[i].path, cases[i].content, "repository", "kind deploys", row);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_published_may_run_elsewhere),
        cmocka_unit_test(what_is_published_and_deployed_from_here_runs_here),
        cmocka_unit_test(a_program_that_is_deployed_from_here_is_a_service),
        cmocka_unit_test(only_what_stands_at_the_root_is_published),
        cmocka_unit_test(the_processes_of_a_package_are_its_demonstration),
        cmocka_unit_test(entries_of_services_need_no_type),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
