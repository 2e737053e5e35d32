#include "facts/dependabot.h"
#include "rows.h"

#define HEAD        "version: 2\nupdates:\n"
#define ENTRY(keys) "  - schedule: {interval: weekly}\n    " keys "\n"

static void assert_entries(const char *content, const char *expected)
{
    assert_rows_of(".github/dependabot.yml", content, "update_entry",
                   "tool ecosystem directory limit enabled", expected);
}

static void entries_and_their_folders(void **state)
{
    (void)state;
    assert_entries(HEAD ENTRY("package-ecosystem: npm\n    directory: web/"),
                   ".github/dependabot.yml:3 dependabot npm /web 5 true\n");
    assert_entries(HEAD ENTRY("package-ecosystem: npm\n    directories: [/, ./a/../b, '/c/*']"),
                   ".github/dependabot.yml:3 dependabot npm / 5 true\n"
                   ".github/dependabot.yml:3 dependabot npm /b 5 true\n"
                   ".github/dependabot.yml:3 dependabot npm /c/* 5 true\n");
    assert_entries(
        HEAD ENTRY("package-ecosystem: npm\n    directory: /\n    open-pull-requests-limit: 0"),
        ".github/dependabot.yml:3 dependabot npm / 0 false\n");
    assert_entries(
        HEAD ENTRY(
            "package-ecosystem: npm\n    directory: /\n    ignore: [{dependency-name: '*'}]"),
        ".github/dependabot.yml:3 dependabot npm / 5 false\n");
    assert_entries(HEAD ENTRY("package-ecosystem: npm\n    directory: /\n    ignore: "
                              "[{dependency-name: '*', update-types: [x]}]"),
                   ".github/dependabot.yml:3 dependabot npm / 5 true\n");
    assert_entries("version: 2\nupdates: []\n", "");
    /* Only these two paths are read. */
    assert_rows_of("dependabot.yml", HEAD, "update_entry", "tool", "");
}

static void a_mistake_voids_the_file(void **state)
{
    (void)state;
    static const struct {
        const char *content, *problem;
    } cases[] = {
        {"version: 1\nupdates:\n" ENTRY("package-ecosystem: npm\n    directory: /"),
         "'version' is not 2"},
        {"version: '2'\nupdates:\n" ENTRY("package-ecosystem: npm\n    directory: /"),
         "'version' is not 2"},
        {HEAD ENTRY("package-ecosystem: yarn\n    directory: /"), "'yarn' is no package ecosystem"},
        {HEAD ENTRY("package-ecosystem: npm\n    directory: /\n    directories: [/]"),
         "an entry needs either 'directory' or 'directories'"},
        {HEAD ENTRY("package-ecosystem: npm"),
         "an entry needs either 'directory' or 'directories'"},
        {HEAD "  - package-ecosystem: npm\n    directory: /\n", "an entry needs a 'schedule'"},
        {HEAD "  - {package-ecosystem: npm, directory: /, schedule: {interval: hourly}}\n",
         "'schedule' has no known 'interval'"},
        {HEAD ENTRY("package-ecosystem: npm\n    directory: /\n    branch: x"),
         "'branch' is no key of an entry"},
        {HEAD ENTRY("package-ecosystem: npm\n    directory: /\n    multi-ecosystem-group: g\n    "
                    "patterns: ['*']"),
         "'g' is no group of this file"},
        {"version: 2\nupdate: []\n", "'update' is no key of this file"},
        {"- a\n", "the file is no mapping"},
        {"a: [\n", "it is no YAML document"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct world world;
        world_start(&world);
        world_add(&world, ".github/dependabot.yml", cases[i].content);
        struct fact_table table = world_table(&world, "update_entry");
        assert_int_equal(table.count, 1);
        assert_false(table.rows[0].cells[fact_field_find(table.kind, "enabled")].boolean);
        assert_string_equal(table.rows[0].cells[fact_field_find(table.kind, "problem")].text,
                            cases[i].problem);
        world_end(&world);
    }
    /* One bad entry, and the good one does nothing either. */
    assert_entries(HEAD ENTRY("package-ecosystem: npm\n    directory: /")
                       ENTRY("package-ecosystem: yarn\n    directory: /"),
                   ".github/dependabot.yml:3 dependabot npm / 5 false\n"
                   ".github/dependabot.yml:6 dependabot yarn / 5 false\n");
}

static void the_first_of_two_files_is_read(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, ".github/dependabot.yml",
              HEAD ENTRY("package-ecosystem: npm\n    directory: /"));
    world_add(&world, ".github/dependabot.yaml",
              HEAD ENTRY("package-ecosystem: pip\n    directory: /"));
    world_add(&world, ".renovaterc", "{}");
    world_add(&world, "renovate.json", "{\"enabled\": false}");
    assert_string_equal(world_rows(&world, "update_entry", "ecosystem enabled"),
                        ".github/dependabot.yaml:1 none false\n"
                        ".github/dependabot.yml:3 npm true\n"
                        "renovate.json:1 none false\n");
    world_end(&world);
}

/* The table of Ruby's Dir.glob with FNM_DOTMATCH over /, .github,
 * .github/workflows, a and a/b. */
static void folders_of_a_pattern(void **state)
{
    (void)state;
    static const char *const folders[] = {".", ".github", ".github/workflows", "a", "a/b"};
    static const struct {
        const char *pattern, *expected;
    } cases[] = {
        {"/", "10000"},     {"/a", "00010"},    {"/**/*", "11111"}, {"/**", "11010"},
        {"/*", "11010"},    {"/a/**", "00011"}, {"/a/*", "00011"},  {"/a/**/*", "00011"},
        {"/**/b", "00001"}, {"/.g*", "01000"},  {"/A", "00000"},    {"/?", "00010"},
        {"/[ab]", "00010"},
    };
    struct arena arena;
    arena_init(&arena, 1 << 12);
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        char seen[6] = "";
        for (size_t f = 0; f < 5; f++)
            seen[f] = dependabot_directory_means(&arena, cases[i].pattern, folders[f]) ? '1' : '0';
        assert_string_equal(seen, cases[i].expected);
    }
    assert_true(dependabot_excludes(&arena, "src/*", "src/utils/helper.rb"));
    assert_true(dependabot_excludes(&arena, "*.lock", "a/b/Gemfile.lock"));
    assert_true(dependabot_excludes(&arena, "test/", "test/x"));
    assert_true(dependabot_excludes(&arena, "a/**", "a/b/c"));
    assert_false(dependabot_excludes(&arena, "test", "a/test/x"));
    assert_false(dependabot_excludes(&arena, "a/**", "ab"));
    arena_release(&arena);
}

static void assert_covered(const char *update_path, const char *update, const char *manifest_path,
                           const char *expected)
{
    struct world world;
    world_start(&world);
    world_add(&world, update_path, update);
    world_add(&world, manifest_path,
              string_ends_with(manifest_path, ".json")  ? "{\"dependencies\": {\"a\": \"1\"}}"
              : string_ends_with(manifest_path, ".yml") ? "jobs:\n  a:\n    uses: o/r/w.yml@v1\n"
              : string_ends_with(manifest_path, ".txt") ? "flask\n"
                                                        : "FROM debian\n");
    assert_string_equal(world_rows(&world, "coverage", "tool state reason"), expected);
    world_end(&world);
}

#define DEPENDABOT ".github/dependabot.yml"

static void dependabot_covers_exactly_its_folders(void **state)
{
    (void)state;
    assert_covered(DEPENDABOT, HEAD ENTRY("package-ecosystem: npm\n    directory: /web"),
                   "web/package.json", DEPENDABOT ":3 dependabot declared none\n");
    assert_covered(DEPENDABOT, HEAD ENTRY("package-ecosystem: npm\n    directory: /"),
                   "web/package.json", "");
    assert_covered(DEPENDABOT, HEAD ENTRY("package-ecosystem: pip\n    directory: /web"),
                   "web/package.json", "");
    assert_covered(DEPENDABOT, HEAD ENTRY("package-ecosystem: npm\n    directories: ['**/*']"),
                   "a/b/package.json", DEPENDABOT ":3 dependabot declared none\n");
    assert_covered(DEPENDABOT, HEAD ENTRY("package-ecosystem: github-actions\n    directory: /"),
                   ".github/workflows/ci.yml", DEPENDABOT ":3 dependabot declared none\n");
    assert_covered(DEPENDABOT, HEAD ENTRY("package-ecosystem: pip\n    directory: /"),
                   "docs/requirements.txt", DEPENDABOT ":3 dependabot declared none\n");
    assert_covered(DEPENDABOT, HEAD ENTRY("package-ecosystem: pip\n    directory: /"),
                   "a/b/requirements.txt", "");
    assert_covered(DEPENDABOT, HEAD ENTRY("package-ecosystem: docker\n    directory: /a"),
                   "a/Dockerfile", DEPENDABOT ":3 dependabot declared none\n");
}

static void what_does_nothing_says_why(void **state)
{
    (void)state;
    assert_covered(
        DEPENDABOT,
        HEAD ENTRY("package-ecosystem: npm\n    directory: /\n    open-pull-requests-limit: 0"),
        "package.json", DEPENDABOT ":3 dependabot disabled open-pull-requests-limit is 0\n");
    assert_covered(
        DEPENDABOT, HEAD ENTRY("package-ecosystem: npm\n    directory: /\n    target-branch: dev"),
        "package.json", DEPENDABOT ":3 dependabot disabled target-branch names another branch\n");
    assert_covered(
        DEPENDABOT,
        HEAD ENTRY("package-ecosystem: npm\n    directory: /\n    exclude-paths: ['web/**']"),
        "package.json", DEPENDABOT ":3 dependabot declared none\n");
    assert_covered(
        DEPENDABOT,
        HEAD ENTRY(
            "package-ecosystem: npm\n    directory: /web\n    exclude-paths: [package.json]"),
        "web/package.json", DEPENDABOT ":3 dependabot disabled exclude-paths takes it out\n");
    assert_covered(DEPENDABOT, "version: 3\nupdates: []\n", "package.json",
                   DEPENDABOT ":1 dependabot invalid 'version' is not 2\n");
    /* A second entry that works is what counts. */
    assert_covered(
        DEPENDABOT,
        HEAD ENTRY("package-ecosystem: npm\n    directory: /\n    open-pull-requests-limit: 0")
            ENTRY("package-ecosystem: npm\n    directory: /"),
        "package.json", DEPENDABOT ":7 dependabot declared none\n");
}

static void renovate_covers_by_manager_and_path(void **state)
{
    (void)state;
    static const struct {
        const char *config, *manifest, *expected;
    } cases[] = {
        {"{}", "web/package.json", "declared none"},
        {"{ // why\n \"extends\": [\"config:recommended\"], }", "web/package.json",
         "declared none"},
        {"{\"extends\": [\"config:recommended\"]}", "examples/package.json",
         "disabled ignorePaths takes it out"},
        {"{\"extends\": [\"config:recommended\"], \"ignorePaths\": [\"web/**\"]}",
         "examples/package.json", "declared none"},
        {"{\"ignorePaths\": [\"web/\"]}", "web/package.json", "disabled ignorePaths takes it out"},
        {"{\"includePaths\": [\"api/**\"]}", "web/package.json",
         "disabled includePaths leaves it out"},
        {"{\"includePaths\": [\"web/**\"]}", "web/package.json", "declared none"},
        {"{\"enabledManagers\": [\"gomod\"]}", "package.json",
         "disabled enabledManagers leaves it out"},
        {"{\"enabledManagers\": [\"npm\"]}", "package.json", "declared none"},
        {"{\"npm\": {\"enabled\": false}}", "package.json", "disabled its manager is switched off"},
        {"{\"packageRules\": [{\"matchManagers\": [\"npm\"], \"enabled\": false}]}", "package.json",
         "disabled its manager is switched off"},
        {"{\"packageRules\": [{\"matchManagers\": [\"npm\"], \"matchPackageNames\": [\"a\"], "
         "\"enabled\": false}]}",
         "package.json", "declared none"},
        {"{\"enabled\": false}", "package.json",
         "disabled Renovate is switched off, or for security only"},
        {"{\"extends\": [\":disableRenovate\"]}", "package.json",
         "disabled Renovate is switched off, or for security only"},
        {"{\"pip_requirements\": {\"enabled\": false}}", "requirements.txt",
         "disabled its manager is switched off"},
        {"{\"pip_requirements\": {\"enabled\": false}, \"pip-compile\": {\"managerFilePatterns\": "
         "[\"/(^|/)requirements\\\\.txt$/\"]}}",
         "requirements.txt", "declared none"},
        {"{\"pip_requirements\": {\"enabled\": false}, \"pip-compile\": {\"fileMatch\": "
         "[\"^other/\", \"(\"]}}",
         "requirements.txt", "disabled its manager is switched off"},
        {"{\"pip-compile\": {\"enabled\": false, \"managerFilePatterns\": [\"**/*.txt\"]}}",
         "requirements.txt", "disabled its manager is switched off"},
        {"{\"extends\": [\"docker:disable\"]}", "Dockerfile",
         "disabled its manager is switched off"},
        {"{\"extends\": [\"github>acme/presets\"]}", "package.json", "declared none"},
        {"{", "package.json", "invalid it is no JSON"},
        {"[]", "package.json", "invalid the configuration is no object"},
        {"", "package.json", "declared none"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        char expected[128];
        snprintf(expected, sizeof(expected), "renovate.json:1 renovate %s\n", cases[i].expected);
        assert_covered("renovate.json", cases[i].config, cases[i].manifest, expected);
    }
}

static void json5_is_read(void **state)
{
    (void)state;
    assert_rows_of("renovate.json5", "// why\n{extends: ['config:recommended'], enabled: false,}",
                   "update_entry", "tool enabled problem",
                   "renovate.json5:1 renovate false none\n");
    assert_rows_of(".github/renovate.json5", "{extends: [}", "update_entry", "enabled problem",
                   ".github/renovate.json5:1 false it is no JSON\n");
}

/* What cannot be read is unknown for each manifest. */
static void a_configuration_that_is_binary(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add_bytes(&world, "renovate.json", "{\0}", 3, ENTRY_FILE);
    world_add(&world, "package.json", "{\"dependencies\": {\"a\": \"1\"}}");
    assert_string_equal(world_rows(&world, "coverage", "manifest tool purpose state"),
                        "renovate.json gap manifest=package.json tool=renovate purpose=update\n");
    world_end(&world);
}

static void the_key_in_package_json(void **state)
{
    (void)state;
    assert_rows_of("package.json", "{\n\"renovate\": {\"enabled\": false}}", "update_entry",
                   "tool enabled", "package.json:2 renovate false\n");
    assert_rows_of("package.json", "{\"renovate\": \"local>acme/presets\"}", "update_entry",
                   "tool enabled", "package.json:1 renovate true\n");
    assert_rows_of("package.json", "{}", "update_entry", "tool", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(entries_and_their_folders),
        cmocka_unit_test(a_mistake_voids_the_file),
        cmocka_unit_test(the_first_of_two_files_is_read),
        cmocka_unit_test(folders_of_a_pattern),
        cmocka_unit_test(dependabot_covers_exactly_its_folders),
        cmocka_unit_test(what_does_nothing_says_why),
        cmocka_unit_test(renovate_covers_by_manager_and_path),
        cmocka_unit_test(json5_is_read),
        cmocka_unit_test(a_configuration_that_is_binary),
        cmocka_unit_test(the_key_in_package_json),
    };
    return cmocka_run_group_tests_name("update_entry", tests, NULL, NULL);
}
