#include "facts/dependabot_reach.h"
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
    assert_entries(HEAD ENTRY("package-ecosystem: npm\n    directories: [/*/, '**/', /a, a/]"),
                   ".github/dependabot.yml:3 dependabot npm /* 5 true\n"
                   ".github/dependabot.yml:3 dependabot npm /** 5 true\n"
                   ".github/dependabot.yml:3 dependabot npm /a 5 true\n");
    assert_entries(
        HEAD ENTRY("package-ecosystem: npm\n    directory: /\n    open-pull-requests-limit: 0"),
        ".github/dependabot.yml:3 dependabot npm / 0 false\n");
    assert_entries("version: 2\nupdates: []\n", "");
    /* Only these two paths are read. */
    assert_rows_of("dependabot.yml", HEAD, "update_entry", "tool", "");
}

static void assert_ignores(const char *ignore, const char *enabled)
{
    char content[512];
    char expected[64];
    snprintf(content, sizeof(content),
             HEAD "  - package-ecosystem: npm\n    directory: /\n"
                  "    schedule: {interval: weekly}\n    ignore: %s\n",
             ignore);
    snprintf(expected, sizeof(expected), ".github/dependabot.yml:3 %s none\n", enabled);
    assert_rows_of(".github/dependabot.yml", content, "update_entry", "enabled problem", expected);
}

#define EVERY(type) "version-update:semver-" type

static void what_ignores_everything(void **state)
{
    (void)state;
    assert_ignores("[{dependency-name: '*'}]", "false");
    assert_ignores("[{dependency-name: '**'}]", "false");
    assert_ignores("[{dependency-name: 'a*'}]", "true");
    assert_ignores("[{dependency-name: '*', versions: ['>= 2']}]", "true");
    assert_ignores("[{dependency-name: '*', versions: ['>= 0']}]", "false");
    assert_ignores("[{dependency-name: '*', update-types: ['" EVERY("major") "']}]", "true");
    assert_ignores("[{dependency-name: '*', update-types: ['" EVERY("major") "', '" EVERY(
                       "minor") "', '" EVERY("patch") "']}]",
                   "false");
    assert_ignores("[{dependency-name: '*', update-types: ['" EVERY(
                       "major") "']}, {dependency-name: '*', "
                                "update-types: ['" EVERY("minor") "', "
                                                                  "'" EVERY("patch") "']}]",
                   "false");
}

static void what_else_an_entry_says(void **state)
{
    (void)state;
    assert_rows_of(".github/dependabot.yml",
                   HEAD ENTRY("package-ecosystem: bundler\n    directory: /\n"
                              "    cooldown: {default-days: 7}\n"
                              "    insecure-external-code-execution: allow\n"
                              "    target-branch: next\n"
                              "    open-pull-requests-limit: 0\n"
                              "    groups: {minor: {patterns: ['*']}, major: {patterns: ['*']}}"),
                   "update_entry",
                   "interval cooldown_days insecure_execution branch security_only groups",
                   ".github/dependabot.yml:3 weekly 7 true next true minor, major\n");
    assert_rows_of(".github/dependabot.yml",
                   "version: 2\nmulti-ecosystem-groups:\n  all: {schedule: {interval: daily}}\n"
                   "updates:\n"
                   "  - {package-ecosystem: npm, directory: /, multi-ecosystem-group: all, "
                   "patterns: ['*']}\n"
                   "  - {package-ecosystem: pip, directory: /, multi-ecosystem-group: all, "
                   "patterns: [a]}\n",
                   "update_entry", "interval some_only cooldown_days groups problem",
                   ".github/dependabot.yml:5 daily false none all none\n"
                   ".github/dependabot.yml:6 daily true none all none\n");
}

static void a_mistake_voids_the_file(void **state)
{
    (void)state;
    static const struct {
        const char *content, *problem;
    } cases[] = {
        {"version: 1\nupdates:\n" ENTRY("package-ecosystem: npm\n    directory: /"),
         "line 1: 'version' is not 2"},
        {"version: '2'\nupdates:\n" ENTRY("package-ecosystem: npm\n    directory: /"),
         "line 1: 'version' is not 2"},
        {"updates: []\n", "line 1: 'version' is not 2"},
        {HEAD ENTRY("package-ecosystem: yarn\n    directory: /"),
         "line 4: 'yarn' is no package ecosystem (did you mean 'npm'?)"},
        {HEAD ENTRY("package-ecosystem: github_actions\n    directory: /"),
         "line 4: 'github_actions' is no package ecosystem (did you mean 'github-actions'?)"},
        {HEAD ENTRY("package-ecosystem: 'docker-compose '\n    directory: /"),
         "line 4: 'docker-compose ' is no package ecosystem (did you mean 'docker-compose'?)"},
        {HEAD ENTRY("package-ecosystem: xyzzy\n    directory: /"),
         "line 4: 'xyzzy' is no package ecosystem"},
        {HEAD ENTRY("directory: /"), "line 3: an entry needs a 'package-ecosystem'"},
        {HEAD ENTRY("package-ecosystem: npm\n    directory: /\n    directories: [/]"),
         "line 3: an entry needs either 'directory' or 'directories'"},
        {HEAD ENTRY("package-ecosystem: npm"),
         "line 3: an entry needs either 'directory' or 'directories'"},
        {HEAD ENTRY("package-ecosystem: npm\n    directory: [/]"),
         "line 5: 'directory' is no text"},
        {HEAD ENTRY("package-ecosystem: npm\n    directories: /"),
         "line 5: 'directories' is no list"},
        {HEAD ENTRY("package-ecosystem: npm\n    directories: []"),
         "line 5: 'directories' is no list, or an empty one"},
        {HEAD "  - package-ecosystem: npm\n    directory: /\n",
         "line 3: an entry needs a 'schedule'"},
        {HEAD "  - {package-ecosystem: npm, directory: /, schedule: {interval: hourly}}\n",
         "line 3: 'hourly' is no known 'interval'"},
        {HEAD "  - {package-ecosystem: npm, directory: /, schedule: {interval: weekley}}\n",
         "line 3: 'weekley' is no known 'interval' (did you mean 'weekly'?)"},
        {HEAD "  - {package-ecosystem: npm, directory: /, schedule: {day: monday}}\n",
         "line 3: 'schedule' has no 'interval'"},
        {HEAD "  - {package-ecosystem: npm, directory: /, schedule: {interval: cron}}\n",
         "line 3: the interval 'cron' needs a 'cronjob'"},
        {HEAD
         "  - {package-ecosystem: npm, directory: /, schedule: {interval: daily, ignore: []}}\n",
         "line 3: 'ignore' is no key of 'schedule'"},
        {HEAD ENTRY("package-ecosystem: npm\n    directory: /\n    branch: x"),
         "line 6: 'branch' is no key of an entry"},
        {HEAD ENTRY("package-ecosystem: npm\n    directory: /\n    exclude-path: [x]"),
         "line 6: 'exclude-path' is no key of an entry (did you mean 'exclude-paths'?)"},
        {HEAD ENTRY("package-ecosystem: npm\n    directory: /\n    labels: x"),
         "line 6: 'labels' is no list"},
        {HEAD ENTRY("package-ecosystem: npm\n    directory: /\n    labels: [1]"),
         "line 6: an item of 'labels' is no text"},
        {HEAD ENTRY("package-ecosystem: npm\n    directory: /\n    ignore: [x]"),
         "line 6: an item of 'ignore' is no mapping"},
        {HEAD ENTRY("package-ecosystem: npm\n    directory: /\n    ignore: [{name: x}]"),
         "line 6: 'name' is no key of an item of 'ignore'"},
        {HEAD ENTRY("package-ecosystem: npm\n    directory: /\n    vendor: maybe"),
         "line 6: 'vendor' is no boolean"},
        {HEAD ENTRY("package-ecosystem: npm\n    directory: /\n    cooldown: {default-days: 91}"),
         "line 6: 'default-days' is no number from 1 to 90"},
        {HEAD ENTRY("package-ecosystem: npm\n    directory: /\n    open-pull-requests-limit: '0'"),
         "line 6: 'open-pull-requests-limit' is no number from 0 to 1000"},
        {HEAD ENTRY("package-ecosystem: npm\n    directory: /\n    commit-message: fix"),
         "line 6: 'commit-message' is no mapping"},
        {HEAD ENTRY("package-ecosystem: npm\n    directory: /\n    "
                    "insecure-external-code-execution: yes"),
         "line 6: 'yes' is no known 'insecure-external-code-execution'"},
        {HEAD ENTRY("package-ecosystem: npm\n    directory: /\n    multi-ecosystem-group: g\n    "
                    "patterns: ['*']"),
         "line 6: 'g' is no group of this file"},
        {"version: 2\nmulti-ecosystem-groups: {g: {schedule: {interval: daily}}}\nupdates:\n"
         "  - {package-ecosystem: npm, directory: /, multi-ecosystem-group: g}\n",
         "line 4: an entry of a group needs 'patterns'"},
        {"version: 2\nmulti-ecosystem-groups: {g: {schedule: {interval: daily}}}\nupdates:\n"
         "  - {package-ecosystem: npm, directory: /, multi-ecosystem-group: g, patterns: ['*'], "
         "milestone: 4}\n",
         "line 4: 'milestone' cannot stand in an entry of a group"},
        {"version: 2\nmulti-ecosystem-groups: {g: {}}\nupdates: []\n",
         "line 2: a group of several ecosystems needs a 'schedule'"},
        {"version: 2\nupdate: []\n",
         "line 2: 'update' is no key of this file (did you mean 'updates'?)"},
        {"version: 2\nupdates: {}\n", "line 2: 'updates' is no list"},
        {"version: 2\n", "line 1: 'updates' is no list"},
        {"version: 2\nupdates: [x]\n", "line 2: an item of 'updates' is no mapping"},
        {"- a\n", "line 1: the file is no mapping"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct world world;
        world_start(&world);
        world_add(&world, ".github/dependabot.yml", cases[i].content);
        struct fact_table table = world_table(&world, "update_entry");
        const char *problem = NULL;
        for (size_t r = 0; r < table.count; r++) {
            const struct value *cells = table.rows[r].cells;
            assert_false(cells[fact_field_find(table.kind, "enabled")].boolean);
            const struct value *cell = &cells[fact_field_find(table.kind, "problem")];
            if (cell->kind == VALUE_ABSENT)
                continue;
            assert_null(problem);
            problem = cell->text;
            problem = arena_printf(&world.arena, "line %u: %s", table.rows[r].line, problem);
        }
        assert_non_null(problem);
        assert_string_equal(problem, cases[i].problem);
        world_end(&world);
    }
    /* One bad entry, and the good one does nothing either. */
    assert_entries(HEAD ENTRY("package-ecosystem: npm\n    directory: /")
                       ENTRY("package-ecosystem: yarn\n    directory: /"),
                   ".github/dependabot.yml:3 dependabot npm / 5 false\n"
                   ".github/dependabot.yml:6 dependabot yarn / 5 false\n"
                   ".github/dependabot.yml:7 dependabot none none none false\n");
    /* The parser's own words, and the place. */
    assert_rows_of(".github/dependabot.yml", "a: [\n", "update_entry", "enabled",
                   ".github/dependabot.yml:2 false\n");
}

/* Values that GitHub accepts, one for each key of an entry. */
static void every_key_of_an_entry(void **state)
{
    (void)state;
    assert_rows_of(
        ".github/dependabot.yml",
        HEAD ENTRY("package-ecosystem: npm\n    directory: /\n"
                   "    allow: [{dependency-type: direct}]\n"
                   "    assignees: [a]\n"
                   "    commit-message: {prefix: x, include: scope}\n"
                   "    cooldown: {semver-major-days: 30, include: ['*'], exclude: [a]}\n"
                   "    exclude-paths: [x]\n"
                   "    ignore: [{dependency-name: a, versions: '> 2'}]\n"
                   "    labels: []\n    milestone: 4\n    name: web\n"
                   "    pull-request-branch-name: {separator: '-'}\n"
                   "    rebase-strategy: disabled\n    registries: '*'\n    reviewers: [a]\n"
                   "    vendor: true\n    versioning-strategy: increase"),
        "update_entry", "enabled problem", ".github/dependabot.yml:3 true none\n");
}

static void one_folder_twice(void **state)
{
    (void)state;
    assert_rows_of(".github/dependabot.yml",
                   HEAD ENTRY("package-ecosystem: npm\n    directory: /a")
                       ENTRY("package-ecosystem: npm\n    directories: [a/, /b]"),
                   "update_entry", "directory problem",
                   ".github/dependabot.yml:3 /a none\n"
                   ".github/dependabot.yml:6 /a none\n"
                   ".github/dependabot.yml:6 /b none\n"
                   ".github/dependabot.yml:8 none 'npm' in '/a' is updated by the entry "
                   "of line 3 too\n");
    /* Another branch is another entry. */
    assert_rows_of(".github/dependabot.yml",
                   HEAD ENTRY("package-ecosystem: npm\n    directory: /a")
                       ENTRY("package-ecosystem: npm\n    directory: /a\n    target-branch: b"),
                   "update_entry", "directory problem",
                   ".github/dependabot.yml:3 /a none\n"
                   ".github/dependabot.yml:6 /a none\n");
}

static void entries_that_overlap_by_a_pattern(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, "a/b/package.json", "{}");
    world_add(&world, ".github/dependabot.yml",
              HEAD ENTRY("package-ecosystem: npm\n    directory: /a/b")
                  ENTRY("package-ecosystem: npm\n    directories: ['**/*']")
                      ENTRY("package-ecosystem: pip\n    directories: ['**/*']")
                          ENTRY("package-ecosystem: npm\n    directories: ['/c*']"));
    assert_string_equal(world_rows(&world, "update_entry", "directory overlaps problem"),
                        ".github/dependabot.yml:3 /a/b none none\n"
                        ".github/dependabot.yml:6 /**/* 3 none\n"
                        ".github/dependabot.yml:9 /**/* none none\n"
                        ".github/dependabot.yml:12 /c* none none\n");
    world_end(&world);
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

static bool means(struct arena *arena, const char *directory, const char *path)
{
    struct dependabot_folder folder = dependabot_folder_of(arena, directory);
    return dependabot_folder_means(&folder, path);
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
        {"/", "10000"},       {"/a", "00010"},    {"/**/*", "11111"}, {"/**", "11010"},
        {"/*", "11010"},      {"/a/**", "00011"}, {"/a/*", "00011"},  {"/a/**/*", "00011"},
        {"/**/b", "00001"},   {"/.g*", "01000"},  {"/A", "00000"},    {"/?", "00010"},
        {"/[ab]", "00010"},   {"/*/*", "01111"},  {"/**/a", "00010"}, {"/?/**/*", "00011"},
        {"/*/**/*", "01111"},
    };
    struct arena arena;
    arena_init(&arena, 1 << 12);
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        char seen[6] = "";
        for (size_t f = 0; f < 5; f++)
            seen[f] = means(&arena, cases[i].pattern, folders[f]) ? '1' : '0';
        if (strcmp(seen, cases[i].expected) != 0)
            fail_msg("'%s': %s, not %s", cases[i].pattern, seen, cases[i].expected);
    }
    arena_release(&arena);
}

static void paths_that_are_taken_out(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 12);
    struct path_patterns *patterns = path_patterns_new(&arena);
    assert_true(dependabot_excludes(patterns, "src/*", "src/utils/helper.rb"));
    assert_true(dependabot_excludes(patterns, "*.lock", "a/b/Gemfile.lock"));
    assert_true(dependabot_excludes(patterns, "test/", "test/x"));
    assert_true(dependabot_excludes(patterns, "test", "test/x/y"));
    assert_true(dependabot_excludes(patterns, "a/b", "a/b"));
    assert_true(dependabot_excludes(patterns, "a/**", "a/b/c"));
    assert_true(dependabot_excludes(patterns, "{a,b}/c", "b/c"));
    assert_false(dependabot_excludes(patterns, "test", "a/test/x"));
    assert_false(dependabot_excludes(patterns, "a/**", "ab"));
    assert_false(dependabot_excludes(patterns, "/", "a"));
    assert_false(dependabot_excludes(patterns, "", "a"));
    path_patterns_free(patterns);
    arena_release(&arena);
}

/* An entry for a folder, and one file of the tree: is the entry dead? */
static void assert_dead(const char *ecosystem, const char *directory, const char *file,
                        const char *expected)
{
    struct world world;
    world_start(&world);
    char content[256];
    snprintf(content, sizeof(content), HEAD ENTRY("package-ecosystem: %s\n    directories: ['%s']"),
             ecosystem, directory);
    world_add(&world, ".github/dependabot.yml", content);
    world_add(&world, file, "");
    struct fact_table table = world_table(&world, "update_entry");
    assert_int_equal(table.count, 1);
    const struct value *cell = &table.rows[0].cells[fact_field_find(table.kind, "dead")];
    const char *seen = value_format(&world.arena, cell);
    if (strcmp(seen, expected) != 0)
        fail_msg("%s in %s with %s: %s", ecosystem, directory, file, seen);
    world_end(&world);
}

static void dead_entries(void **state)
{
    (void)state;
    static const struct {
        const char *ecosystem, *directory, *file, *expected;
    } cases[] = {
        {"npm", "/", "package.json", "false"},
        {"npm", "/web", "package.json", "true"},
        {"npm", "/*", "web/package.json", "false"},
        {"bun", "/", "package.json", "false"},
        {"pip", "/", "requirements.txt", "false"},
        {"pip", "/", "docs/requirements.txt", "false"},
        {"pip", "/", "a/docs/requirements.txt", "true"},
        {"pip", "/", "notes.txt", "false"},
        {"pip", "/", "notes.md", "true"},
        {"uv", "/", "uv.lock", "false"},
        {"gradle", "/", "gradle/libs.versions.toml", "false"},
        {"gradle", "/", "gradle/wrapper/gradle-wrapper.properties", "false"},
        {"gradle", "/gradle", "gradle/libs.versions.toml", "true"},
        {"gradle", "/", "buildSrc/build.gradle.kts", "false"},
        {"maven", "/", ".mvn/extensions.xml", "false"},
        {"maven", "/", ".mvn/wrapper/maven-wrapper.properties", "false"},
        {"sbt", "/", "project/plugins.sbt", "false"},
        {"sbt", "/", "core/build.sbt", "false"},
        {"sbt", "/", "target/build.sbt", "true"},
        {"nuget", "/", "src/a.csproj", "true"},
        {"nuget", "/", "a.sln", "false"},
        {"nuget", "/", ".config/dotnet-tools.json", "false"},
        {"docker", "/", "build.dockerfile-x", "false"},
        {"docker", "/", "Containerfile", "false"},
        {"docker", "/", "my-values.yaml", "false"},
        {"docker", "/", "deploy.yaml", "false"},
        {"docker", "/", ".golangci.yaml", "true"},
        {"docker-compose", "/", "docker-compose.dev.yml", "false"},
        {"docker-compose", "/", "compose-web.yaml", "false"},
        {"docker-compose", "/", "my-compose.yml", "false"},
        {"docker-compose", "/", "composer.yml", "true"},
        {"helm", "/", "Chart.yaml", "false"},
        {"helm", "/", "a.yaml", "false"},
        {"github-actions", "/", ".github/workflows/a.yml", "false"},
        {"github-actions", "/", "action.yaml", "false"},
        {"github-actions", "/", ".github/actions/x/action.yml", "true"},
        {"github-actions", "/.github/actions/x", ".github/actions/x/action.yml", "false"},
        {"github-actions", "/a", "a/b.yml", "false"},
        {"devcontainers", "/", ".devcontainer/devcontainer.json", "false"},
        {"devcontainers", "/", ".devcontainer/x/devcontainer.json", "false"},
        {"devcontainers", "/", ".devcontainer.json", "false"},
        {"devcontainers", "/", "x/devcontainer.json", "true"},
        {"pre-commit", "/", ".pre-commit-config.yaml", "false"},
        {"pre-commit", "/", "pre-commit.yaml", "true"},
        {"terraform", "/", "main.tf", "false"},
        {"terraform", "/", "main.tofu", "true"},
        {"opentofu", "/", "main.tofu", "false"},
        {"bundler", "/", "a.gemspec", "false"},
        {"bazel", "/", "x.MODULE.bazel", "false"},
        {"gitsubmodule", "/", ".gitmodules", "false"},
        {"swift", "/", "Package.swift", "false"},
        {"cargo", "/", "a/Cargo.toml", "true"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        assert_dead(cases[i].ecosystem, cases[i].directory, cases[i].file, cases[i].expected);
}

/* A limit that is reached is said, not passed over. */
static void too_many_patterns_and_folders(void **state)
{
    (void)state;
    enum { DEEP = 90, FILES = 60, PATTERNS = 2000 };
    struct world world;
    world_start(&world);
    for (size_t i = 0; i < FILES; i++) {
        struct buffer path = BUFFER_EMPTY;
        buffer_printf(&path, "f%zu/", i);
        for (size_t d = 0; d < DEEP; d++)
            buffer_add_string(&path, "d/");
        buffer_add_string(&path, "x");
        world_add(&world, arena_strdup(&world.arena, buffer_string(&path)), "");
        buffer_release(&path);
    }
    struct buffer content = BUFFER_EMPTY;
    buffer_add_string(&content, HEAD "  - package-ecosystem: npm\n    schedule: {interval: "
                                     "daily}\n    directories:\n");
    for (size_t i = 0; i < PATTERNS; i++)
        buffer_printf(&content, "      - /z%zu*\n", i);
    world_add(&world, ".github/dependabot.yml", buffer_string(&content));
    struct fact_table table = world_table(&world, "update_entry");
    assert_int_equal(table.count, PATTERNS);
    const struct value *cell = &table.rows[0].cells[fact_field_find(table.kind, "dead")];
    assert_int_equal(cell->kind, VALUE_UNKNOWN);
    assert_string_equal(cell->unknown->reason, "too many patterns and folders");
    buffer_release(&content);
    world_end(&world);
}

static void other_bots(void **state)
{
    (void)state;
    assert_rows_of(".whitesource", "{\"remediateSettings\": {\n\"enableRenovate\": true}}",
                   "update_entry", "tool enabled problem", ".whitesource:2 mend true none\n");
    assert_rows_of(".whitesource", "{\"scanSettings\": {}}", "update_entry", "tool enabled",
                   ".whitesource:1 mend false\n");
    assert_rows_of(".whitesource", "{", "update_entry", "tool enabled",
                   ".whitesource:1 mend false\n");
    assert_rows_of(".github/.scala-steward.conf", "updates.pin = []\n", "update_entry",
                   "tool ecosystem enabled",
                   ".github/.scala-steward.conf:1 scala_steward sbt true\n");
    assert_rows_of("scala-steward.conf", "# none\nupdates.limit = 0\n", "update_entry",
                   "tool enabled", "scala-steward.conf:1 scala_steward false\n");
    assert_rows_of("scala-steward.conf", "updates.limit = 05\n", "update_entry", "enabled",
                   "scala-steward.conf:1 true\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(entries_and_their_folders),
        cmocka_unit_test(what_ignores_everything),
        cmocka_unit_test(what_else_an_entry_says),
        cmocka_unit_test(a_mistake_voids_the_file),
        cmocka_unit_test(every_key_of_an_entry),
        cmocka_unit_test(one_folder_twice),
        cmocka_unit_test(entries_that_overlap_by_a_pattern),
        cmocka_unit_test(the_first_of_two_files_is_read),
        cmocka_unit_test(folders_of_a_pattern),
        cmocka_unit_test(paths_that_are_taken_out),
        cmocka_unit_test(dead_entries),
        cmocka_unit_test(too_many_patterns_and_folders),
        cmocka_unit_test(other_bots),
    };
    return cmocka_run_group_tests_name("update_entry", tests, NULL, NULL);
}
