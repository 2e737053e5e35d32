#include "rows.h"

/* The coverage of one manifest by one configuration, written as `state reason`. */
static void assert_covers(const char *config_path, const char *config, const char *manifest,
                          const char *expected)
{
    struct world world;
    world_start(&world);
    world_add(&world, config_path, config);
    const char *content = "FROM debian\n";
    if (string_ends_with(manifest, "package.json") || string_ends_with(manifest, "composer.json"))
        content = "{\"dependencies\": {\"a\": \"1\"}, \"require\": {\"a/b\": \"1\"}}";
    else if (string_ends_with(manifest, ".txt"))
        content = "flask\n";
    else if (string_ends_with(manifest, ".in"))
        content = "flask\n";
    else if (string_ends_with(manifest, ".csproj"))
        content = "<Project><ItemGroup><PackageReference Include=\"a\" Version=\"1\"/></ItemGroup>"
                  "</Project>";
    else if (string_ends_with(manifest, "go.mod"))
        content = "module a.test/b\nrequire c.test/d v1.0.0\n";
    else if (string_ends_with(manifest, "pyproject.toml"))
        content = "[project]\nname = 'a'\ndependencies = ['b']\n";
    world_add(&world, manifest, content);
    struct fact_table table = world_table(&world, "coverage");
    const char *seen = "nothing";
    if (table.count > 0) {
        const struct value *cells = table.rows[0].cells;
        seen =
            arena_printf(&world.arena, "%s %s",
                         value_format(&world.arena, &cells[fact_field_find(table.kind, "state")]),
                         value_format(&world.arena, &cells[fact_field_find(table.kind, "reason")]));
    }
    if (strcmp(seen, expected) != 0)
        fail_msg("%s over %s: %s, not %s", config, manifest, seen, expected);
    world_end(&world);
}

static void managers_and_paths(void **state)
{
    (void)state;
    static const struct {
        const char *config, *manifest, *expected;
    } cases[] = {
        {"{}", "web/package.json", "declared none"},
        {"", "package.json", "declared none"},
        {"{ // why\n \"extends\": [\"config:recommended\"], }", "web/package.json",
         "declared none"},
        /* Patterns are held against the path. */
        {"{}", "requirements.txt", "declared none"},
        {"{}", "requirements-dev.txt", "declared none"},
        {"{}", "dev-requirements.txt", "declared none"},
        {"{}", "requirements/base.txt", "nothing"},
        {"{\"pip_requirements\": {\"managerFilePatterns\": [\"requirements/*.txt\"]}}",
         "requirements/base.txt", "declared none"},
        {"{\"pip_requirements\": {\"fileMatch\": [\"^requirements/\"]}}", "requirements/base.txt",
         "declared none"},
        {"{}", "Dockerfile.dev", "declared none"},
        {"{}", "my.dockerfile", "declared none"},
        {"{}", "pyproject.toml", "declared none"},
        {"{\"enabledManagers\": [\"poetry\"]}", "pyproject.toml", "declared none"},
        /* Paths. */
        {"{\"ignorePaths\": [\"web/\"]}", "web/package.json", "disabled ignorePaths takes it out"},
        {"{\"ignorePaths\": [\"eb/pack\"]}", "web/package.json",
         "disabled ignorePaths takes it out"},
        {"{\"includePaths\": [\"api/**\"]}", "web/package.json",
         "disabled includePaths leaves it out"},
        {"{\"includePaths\": [\"web/**\"]}", "web/package.json", "declared none"},
        {"{\"includePaths\": [\"web/package.json\"]}", "web/package.json", "declared none"},
        {"{\"includePaths\": [\"web\"]}", "web/package.json",
         "disabled includePaths leaves it out"},
        {"{}", "node_modules/a/package.json", "disabled ignorePaths takes it out"},
        {"{\"extends\": [\":includeNodeModules\"]}", "node_modules/a/package.json",
         "declared none"},
        {"{\"ignoreNodeModules\": false}", "node_modules/a/package.json", "declared none"},
        {"{\"npm\": {\"ignorePaths\": [\"web/**\"]}}", "web/package.json",
         "disabled ignorePaths takes it out"},
        {"{\"ignorePaths\": [\"web/**\"], \"npm\": {\"ignorePaths\": []}}", "web/package.json",
         "declared none"},
        {"{\"includePaths\": [\"api/**\"], \"npm\": {\"includePaths\": [\"web/**\"]}}",
         "web/package.json", "declared none"},
        {"{\"pip_requirements\": {\"ignorePaths\": [\"!docs/requirements*.txt\"]}}",
         "docs/requirements.txt", "declared none"},
        {"{\"pip_requirements\": {\"ignorePaths\": [\"!docs/requirements*.txt\"]}}",
         "src/requirements.txt", "disabled ignorePaths takes it out"},
        /* Managers. */
        {"{\"enabledManagers\": [\"gomod\"]}", "package.json",
         "disabled enabledManagers leaves npm out"},
        {"{\"enabledManagers\": [\"yarn\"]}", "package.json", "declared none"},
        {"{\"enabledManagers\": []}", "package.json", "declared none"},
        {"{\"npm\": {\"enabled\": false}}", "package.json", "disabled npm is switched off"},
        {"{\"pip_requirements\": {\"enabled\": false}, \"pip-compile\": {\"managerFilePatterns\": "
         "[\"/(^|/)requirements\\\\.txt$/\"]}}",
         "requirements.txt", "declared none"},
        {"{\"pip-compile\": {\"enabled\": true, \"managerFilePatterns\": [\"/\\\\.in$/\"]}}",
         "requirements.in", "declared none"},
        {"{\"pip_requirements\": {\"enabled\": false}, \"pip-compile\": {\"fileMatch\": "
         "[\"^other/\", \"(\"]}}",
         "requirements.txt", "disabled pip_requirements is switched off"},
        /* Switched off as a whole. */
        {"{\"enabled\": false}", "package.json", "disabled it is switched off"},
        {"{\"mode\": \"silent\"}", "package.json",
         "disabled mode is silent: it makes no pull requests"},
        {"{", "package.json", "invalid it is no JSON: a key in double quotes is expected"},
        {"[]", "package.json", "invalid the configuration is no object"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        assert_covers("renovate.json", cases[i].config, cases[i].manifest, cases[i].expected);
}

static void presets(void **state)
{
    (void)state;
    static const struct {
        const char *config, *manifest, *expected;
    } cases[] = {
        {"{\"extends\": [\"config:recommended\"]}", "examples/package.json",
         "disabled ignorePaths takes it out"},
        {"{\"extends\": [\"config:base\"]}", "examples/package.json",
         "disabled ignorePaths takes it out"},
        {"{\"extends\": \"config:best-practices\"}", "a/test/package.json",
         "disabled ignorePaths takes it out"},
        /* One's own list stands for that of the preset. */
        {"{\"extends\": [\"config:recommended\"], \"ignorePaths\": [\"web/**\"]}",
         "examples/package.json", "declared none"},
        /* NuGet's tests are updated. */
        {"{\"extends\": [\"config:recommended\"]}", "tests/a.csproj", "declared none"},
        {"{\"extends\": [\"config:recommended\"]}", "vendor/a.csproj",
         "disabled ignorePaths takes it out"},
        {"{\"extends\": [\"config:recommended\"], \"ignorePresets\": [\":ignoreModulesAndTests\"]}",
         "examples/package.json", "declared none"},
        {"{\"extends\": [\":disableRenovate\"]}", "package.json", "disabled it is switched off"},
        {"{\"extends\": [\":disableRenovate\"], \"enabled\": true}", "package.json",
         "declared none"},
        {"{\"extends\": [\":disableRenovate\", \":enableRenovate\"]}", "package.json",
         "declared none"},
        {"{\"extends\": [\"docker:disable\"]}", "Dockerfile",
         "disabled dockerfile is switched off"},
        {"{\"extends\": [\"docker:disable\", \"default:docker\"]}", "Dockerfile", "declared none"},
        {"{\"extends\": [\":label(dependencies)\", \"schedule:weekly\", \"group:all\"]}",
         "package.json", "declared none"},
        {"{\"extends\": [\"security:only-security-updates\"]}", "package.json",
         "disabled only for known vulnerabilities: security:only-security-updates"},
        {"{\"extends\": [\"security:only-security-updates\"], \"packageRules\": "
         "[{\"matchManagers\": [\"npm\"], \"enabled\": true}]}",
         "package.json", "declared none"},
        {"{\"extends\": [\"github>acme/presets\"]}", "package.json",
         "declared unresolved preset github>acme/presets"},
        {"{\"extends\": [\"config:recommended\", \"local>a/b\", \"@acme\"]}", "package.json",
         "declared unresolved preset local>a/b"},
        {"{\"extends\": [\"github>acme/presets\"], \"enabled\": false}", "package.json",
         "disabled it is switched off"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        assert_covers("renovate.json", cases[i].config, cases[i].manifest, cases[i].expected);
}

#define RULES(rules) "{\"packageRules\": [" rules "]}"
#define OFF(matcher) "{" matcher ", \"enabled\": false}"
#define ON(matcher)  "{" matcher ", \"enabled\": true}"

static void package_rules(void **state)
{
    (void)state;
    static const char off[] = "disabled the package rule of line 1 switches it off";
    static const struct {
        const char *config, *manifest, *expected;
    } cases[] = {
        {RULES(OFF("\"matchManagers\": [\"npm\"]")), "package.json", off},
        {RULES(OFF("\"matchManagers\": [\"gomod\"]")), "package.json", "declared none"},
        {RULES(OFF("\"matchPackageNames\": [\"*\"]")), "package.json", off},
        {RULES(OFF("\"matchPackagePatterns\": [\"*\"]")), "package.json", off},
        {RULES(OFF("\"matchPackageNames\": [\"a\"]")), "package.json", "declared none"},
        {RULES(OFF("\"matchManagers\": [\"npm\"], \"matchPackageNames\": [\"a\"]")), "package.json",
         "declared none"},
        {RULES(OFF("\"matchManagers\": [\"npm\"], \"matchUpdateTypes\": [\"major\"]")),
         "package.json", "declared none"},
        {RULES(OFF("\"matchManagers\": [\"npm\"], \"extends\": [\"packages:linters\"]")),
         "package.json", "declared none"},
        {RULES(OFF("\"matchFileNames\": [\"web/**\"]")), "web/package.json", off},
        {RULES(OFF("\"matchFileNames\": [\"web/**\"]")), "api/package.json", "declared none"},
        {RULES(OFF("\"matchFileNames\": [\"/^web/\", \"!web/package.json\"]")), "web/package.json",
         "declared none"},
        {RULES(OFF("\"matchPaths\": [\"web/**\"]")), "web/package.json", off},
        {RULES(OFF("\"matchCategories\": [\"js\"]")), "package.json", off},
        {RULES(OFF("\"matchCategories\": [\"python\"]")), "package.json", "declared none"},
        {"{\"docker\": {\"enabled\": false}}", "Dockerfile", off},
        {"{\"docker\": {\"enabled\": false}}", "package.json", "declared none"},
        {RULES(OFF("\"matchManagers\": [\"npm\"]") ", " ON("\"matchFileNames\": [\"web/**\"]")),
         "web/package.json", "declared none"},
        {RULES(ON("\"matchFileNames\": [\"web/**\"]") ", " OFF("\"matchManagers\": [\"npm\"]")),
         "web/package.json", off},
        {RULES(OFF("\"matchManagers\": [\"npm\"]") ", " ON("\"matchPackageNames\": [\"a\"]")),
         "package.json", "declared only some of its packages"},
        {"{\"npm\": {\"packageRules\": [{\"matchPackageNames\": [\"*\"], \"enabled\": false}]}}",
         "package.json", off},
        {"{\"npm\": {\"packageRules\": [{\"matchPackageNames\": [\"*\"], \"enabled\": false}]}}",
         "go.mod", "declared none"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        assert_covers("renovate.json", cases[i].config, cases[i].manifest, cases[i].expected);
}

/* What a custom manager finds, it keeps up to date, and nothing else of the file. */
static void custom_managers(void **state)
{
    (void)state;
#define ONLY         "\"enabledManagers\": [\"custom.regex\"], "
#define CUSTOM(keys) "{" ONLY "\"customManagers\": [{\"customType\": \"regex\", " keys "}]}"
#define FOUND        "declared only what a custom manager finds in it"
    static const char off[] = "disabled enabledManagers leaves dockerfile out";
    static const struct {
        const char *config, *manifest, *expected;
    } cases[] = {
        {CUSTOM("\"managerFilePatterns\": [\"/^Dockerfile$/\"], \"matchStrings\": "
                "[\"x\", \"FROM (?<depName>\\\\w+)\\\\n\"]"),
         "Dockerfile", FOUND},
        {CUSTOM("\"managerFilePatterns\": [\"Docker*\"], \"matchStrings\": [\"FROM\"]"),
         "Dockerfile", FOUND},
        {CUSTOM("\"fileMatch\": [\"^Docker\"], \"matchStrings\": [\"FROM\"]"), "Dockerfile", FOUND},
        {"{" ONLY "\"regexManagers\": [{\"fileMatch\": [\"^Docker\"], \"matchStrings\": "
         "[\"^FROM\"]}]}",
         "Dockerfile", FOUND},
        {CUSTOM("\"managerFilePatterns\": [\"/^Dockerfile$/\"], \"matchStrings\": [\"^debian\"]"),
         "Dockerfile", off},
        {CUSTOM("\"managerFilePatterns\": [\"/^other$/\"], \"matchStrings\": [\"FROM\"]"),
         "Dockerfile", off},
        {CUSTOM("\"managerFilePatterns\": [\"/^Dockerfile$/\"]"), "Dockerfile", off},
        {CUSTOM("\"enabled\": false, \"managerFilePatterns\": [\"/^Dockerfile$/\"], "
                "\"matchStrings\": [\"FROM\"]"),
         "Dockerfile", off},
        {CUSTOM("\"managerFilePatterns\": [\"/^Dockerfile$/\"], \"matchStrings\": [\"(FROM\"]"),
         "Dockerfile", "unknown none"},
        {"{\"enabledManagers\": [\"custom.jsonata\"], \"customManagers\": [{\"customType\": "
         "\"jsonata\", \"managerFilePatterns\": [\"/^Dockerfile$/\"], \"matchStrings\": [\"a\"]}]}",
         "Dockerfile", "unknown none"},
        {"{\"enabledManagers\": [\"npm\"], \"customManagers\": [{\"customType\": \"regex\", "
         "\"managerFilePatterns\": [\"/^Dockerfile$/\"], \"matchStrings\": [\"FROM\"]}]}",
         "Dockerfile", off},
        {"{" ONLY "\"ignorePaths\": [\"a/**\"], \"customManagers\": [{\"customType\": \"regex\", "
         "\"managerFilePatterns\": [\"/Dockerfile$/\"], \"matchStrings\": [\"FROM\"]}]}",
         "a/Dockerfile", off},
        {"{" ONLY
         "\"packageRules\": [{\"matchManagers\": [\"custom.regex\"], \"enabled\": false}], "
         "\"customManagers\": [{\"managerFilePatterns\": [\"/Dockerfile$/\"], \"matchStrings\": "
         "[\"FROM\"]}]}",
         "Dockerfile", off},
        {"{" ONLY "\"customManagers\": {}}", "Dockerfile", off},
        {"{" ONLY "\"customManagers\": [1]}", "Dockerfile", off},
        {"{\"customManagers\": [{\"managerFilePatterns\": [\"/Dockerfile$/\"], \"matchStrings\": "
         "[\"FROM\"]}]}",
         "Dockerfile", "declared none"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        assert_covers("renovate.json", cases[i].config, cases[i].manifest, cases[i].expected);
}

static void an_option_that_there_is_not(void **state)
{
    (void)state;
    static const struct {
        const char *config, *expected;
    } cases[] = {
        {"{\"extend\": [\"config:recommended\"]}", "unknown none"},
        {"{\"packageRule\": []}", "unknown none"},
        {"{\"extend\": [], \"dockerfile\": {\"enabled\": false}}",
         "disabled dockerfile is switched off"},
        {"{\"extend\": [], \"enabled\": false}", "disabled it is switched off"},
        {"{\"$schema\": \"\", \"regexManagers\": [], \"masterIssue\": true, \"pip-compile\": {}, "
         "\"docker\": {}, \"packageRules\": [{\"extend\": []}]}",
         "declared none"},
        {"{\"somethingQuiteNew\": true}", "declared none"}, /* each release brings some */
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        assert_covers("renovate.json", cases[i].config, "Dockerfile", cases[i].expected);
    assert_rows_of("renovate.json", "{\"packageRule\": []}", "update_entry", "doubt",
                   "renovate.json:1 'packageRule' is no option that is known here (perhaps "
                   "'packageRules'); Renovate refuses a configuration with one\n");
}

static void a_bun_lock_makes_it_a_manifest_of_bun(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, "renovate.json", "{\"bun\": {\"enabled\": false}}");
    world_add(&world, "package.json", "{\"dependencies\": {\"a\": \"1\"}}");
    assert_string_equal(world_rows(&world, "coverage", "state reason"),
                        "renovate.json:1 declared none\n");
    world_add(&world, "bun.lock", "{}");
    assert_string_equal(world_rows(&world, "coverage", "state reason"),
                        "renovate.json:1 disabled bun is switched off\n");
    world_end(&world);
}

static void json5_is_read(void **state)
{
    (void)state;
    assert_rows_of("renovate.json5", "// why\n{extends: ['config:recommended'], enabled: false,}",
                   "update_entry", "tool enabled problem",
                   "renovate.json5:1 renovate false none\n");
    struct world world;
    world_start(&world);
    world_add(&world, ".github/renovate.json5", "{extends: [}");
    struct fact_table table = world_table(&world, "update_entry");
    assert_int_equal(table.count, 1);
    assert_true(string_starts_with(table.rows[0].cells[fact_field_find(table.kind, "problem")].text,
                                   "it is no JSON: "));
    world_end(&world);
}

static void a_key_twice_is_refused(void **state)
{
    (void)state;
    static const char *const files[] = {"renovate.json", "renovate.json5", ".renovaterc"};
    for (size_t i = 0; i < 3; i++) {
        struct world world;
        world_start(&world);
        world_add(&world, files[i], "{\"enabled\": true,\n \"enabled\": true}");
        struct fact_table table = world_table(&world, "update_entry");
        assert_int_equal(table.count, 1);
        assert_false(table.rows[0].cells[fact_field_find(table.kind, "enabled")].boolean);
        assert_int_equal(table.rows[0].line, 2);
        world_end(&world);
    }
}

/* In the order of discovery the first file is the only one. */
static void discovery(void **state)
{
    (void)state;
    static const char *const order[] = {"renovate.json",          "renovate.jsonc",
                                        "renovate.json5",         ".github/renovate.json",
                                        ".github/renovate.jsonc", ".github/renovate.json5",
                                        ".gitlab/renovate.json",  ".gitlab/renovate.jsonc",
                                        ".gitlab/renovate.json5", ".renovaterc",
                                        ".renovaterc.json",       ".renovaterc.jsonc",
                                        ".renovaterc.json5",      "package.json"};
    for (size_t i = 0; i + 1 < sizeof(order) / sizeof(*order); i++) {
        struct world world;
        world_start(&world);
        for (size_t k = i; k < sizeof(order) / sizeof(*order); k++)
            world_add(&world, order[k], "{\"renovate\": {}}");
        char expected[64];
        snprintf(expected, sizeof(expected), "%s:1 renovate\n", order[i]);
        assert_string_equal(world_rows(&world, "update_entry", "tool"), expected);
        world_end(&world);
    }
}

static void the_key_in_package_json(void **state)
{
    (void)state;
    assert_rows_of("package.json", "{\n\"renovate\": {\"enabled\": false}}", "update_entry",
                   "tool enabled", "package.json:2 renovate false\n");
    assert_rows_of("package.json", "{\"renovate\": \"local>acme/presets\"}", "update_entry",
                   "tool enabled unresolved", "package.json:1 renovate true local>acme/presets\n");
    assert_rows_of("package.json", "{}", "update_entry", "tool", "");
}

static void rules_in_their_order(void **state)
{
    (void)state;
    assert_rows_of("renovate.json",
                   "{\"extends\": [\"docker:disable\"],\n"
                   "\"packageRules\": [\n{\"matchManagers\": [\"npm\"], \"enabled\": false},\n"
                   "{\"labels\": [\"x\"]}],\n"
                   "\"gomod\": {\"enabled\": true, \"managerFilePatterns\": [\"a\"]}}",
                   "update_rule", "position manager managers enabled patterns source",
                   "renovate.json:1 1 circleci none false none docker:disable\n"
                   "renovate.json:1 2 docker-compose none false none docker:disable\n"
                   "renovate.json:1 3 dockerfile none false none docker:disable\n"
                   "renovate.json:3 5 none npm false none none\n"
                   "renovate.json:5 4 gomod none true a none\n");
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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(managers_and_paths),
        cmocka_unit_test(presets),
        cmocka_unit_test(package_rules),
        cmocka_unit_test(custom_managers),
        cmocka_unit_test(an_option_that_there_is_not),
        cmocka_unit_test(a_bun_lock_makes_it_a_manifest_of_bun),
        cmocka_unit_test(json5_is_read),
        cmocka_unit_test(a_key_twice_is_refused),
        cmocka_unit_test(discovery),
        cmocka_unit_test(the_key_in_package_json),
        cmocka_unit_test(rules_in_their_order),
        cmocka_unit_test(a_configuration_that_is_binary),
    };
    return cmocka_run_group_tests_name("renovate", tests, NULL, NULL);
}
