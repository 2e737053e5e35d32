#include "../facts/rows.h"
#include "report/coverage_matrix.h"

/* Lines of the matrix of some files, in a terminal so wide. */
static const char *matrix(struct world *world, size_t width)
{
    const struct fact_table manifests = world_table(world, "manifest");
    const struct fact_table coverage = world_table(world, "coverage");
    struct buffer out = BUFFER_EMPTY;
    coverage_matrix_write(&out, &world->arena, &manifests, &coverage, width);
    const char *text = arena_strdup(&world->arena, buffer_string(&out));
    buffer_release(&out);
    return text;
}

static void assert_fits(const char *text, size_t width)
{
    for (const char *line = text; *line != '\0' && *line != '\n';) {
        size_t length = strcspn(line, "\n");
        if (length > width)
            fail_msg("wider than %zu: %.*s", width, (int)length, line);
        line += length + (line[length] == '\n');
    }
}

#define PACKAGE "{\"dependencies\": {\"a\": \"1\"}}"

static void nothing_to_cover(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, "README.md", "# a\n");
    assert_string_equal(matrix(&world, SIZE_MAX), "coverage: 0 manifests\n");
    world_add(&world, "vendor/a/package.json", PACKAGE);
    assert_string_equal(matrix(&world, SIZE_MAX),
                        "coverage: 0 manifests, 1 not counted\n"
                        "\nnot counted: 1\n  vendor/a/package.json (npm): vendored\n");
    world_end(&world);
}

static void as_wide_as_the_terminal(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, "services/payments/web/frontend/application/package.json", PACKAGE);
    world_add(&world, "renovate.json", "{}");
    const char *wide = matrix(&world, SIZE_MAX);
    assert_non_null(strstr(wide, "services/payments/web/frontend/application/package.json  npm"));
    assert_non_null(strstr(wide, "declared renovate\n"));
    const char *narrow = matrix(&world, 70);
    assert_fits(narrow, 70);
    assert_non_null(strstr(narrow, "declared renovate\n"));
    assert_non_null(strstr(narrow, "/package.json "));
    assert_null(strstr(narrow, "services/payments/web/frontend"));
    const char *narrower = matrix(&world, 54);
    assert_fits(narrower, 54);
    assert_null(strstr(narrower, "renovate\n"));
    assert_non_null(strstr(narrower, "declared\n"));
    world_end(&world);
}

static void what_is_not_known(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, "package.json", PACKAGE);
    world_add_bytes(&world, "renovate.json", "{\0}", 3, ENTRY_FILE);
    const char *text = matrix(&world, SIZE_MAX);
    assert_non_null(strstr(text, "package.json  npm        -    unknown\n"));
    assert_non_null(strstr(text, "update     0 of 1 (0%)       0 of 1 (0%)       1\n"));
    world_end(&world);
    world_start(&world);
    world_add(&world, "package.json", "{");
    world_add(&world, "go.mod", "module a.test/b\nrequire c.test/d v1.0.0\n");
    text = matrix(&world, SIZE_MAX);
    assert_non_null(strstr(text, "package.json  npm        not read  not read\n"));
    assert_non_null(strstr(text, "update     0 of 1 (0%)"));
    world_end(&world);
}

static void automation_that_is_elsewhere(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, "package.json", PACKAGE);
    world_add(&world, "go.mod", "module a.test/b\nrequire c.test/d v1.0.0\n");
    world_add(&world, "Jenkinsfile", "@Library('acme@main') _\nacmePipeline()\n");
    world_add(&world, ".github/dependabot.yml",
              "version: 2\nupdates:\n"
              "  - {package-ecosystem: npm, directory: /, schedule: {interval: weekly}}\n");
    const char *text = matrix(&world, SIZE_MAX);
    assert_non_null(strstr(text, "go.mod        gomod      unknown  -\n"));
    assert_non_null(strstr(text, "package.json  npm        unknown  declared dependabot\n"));
    assert_non_null(strstr(text, "sca        0 of 2 (0%)       0 of 2 (0%)       2\n"));
    assert_non_null(strstr(text, "update     1 of 2 (50%)      0 of 2 (0%)       0\n"));
    assert_null(strstr(text, "secrets"));
    assert_non_null(strstr(text, "unknown: what the step 'acmePipeline' of Jenkins runs"));
    world_end(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_to_cover),
        cmocka_unit_test(as_wide_as_the_terminal),
        cmocka_unit_test(what_is_not_known),
        cmocka_unit_test(automation_that_is_elsewhere),
    };
    return cmocka_run_group_tests_name("coverage_matrix", tests, NULL, NULL);
}
