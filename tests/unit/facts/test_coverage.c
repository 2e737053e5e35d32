#include "rows.h"

#define HEAD        "version: 2\nupdates:\n"
#define ENTRY(keys) "  - schedule: {interval: weekly}\n    " keys "\n"
#define DEPENDABOT  ".github/dependabot.yml"
#define PACKAGE     "{\"dependencies\": {\"a\": \"1\"}}"
#define GO_MODULE   "module a.test/b\nrequire c.test/d v1.0.0\n"

/* Pairs of a path and a content, ended by NULL; the rows of coverage for updates. */
static void assert_updates(const char *const *files, const char *expected)
{
    struct world world;
    world_start(&world);
    for (size_t i = 0; files[i]; i += 2)
        world_add(&world, files[i], files[i + 1]);
    assert_string_equal(world_rows(&world, "coverage", "manifest tool state reason"), expected);
    world_end(&world);
}

#define FILES(...)        \
    (const char *const[]) \
    {                     \
        __VA_ARGS__, NULL \
    }

static const char *entry(struct arena *arena, const char *ecosystem, const char *directory)
{
    return arena_printf(arena, HEAD ENTRY("package-ecosystem: %s\n    directories: ['%s']"),
                        ecosystem, directory);
}

/* Does an entry for a folder reach the last of the files? */
static void assert_reach(const char *ecosystem, const char *directory, bool reaches,
                         const char *const *files)
{
    struct world world;
    world_start(&world);
    world_add(&world, DEPENDABOT, entry(&world.arena, ecosystem, directory));
    const char *last = NULL;
    for (size_t i = 0; files[i]; i += 2) {
        world_add(&world, files[i], files[i + 1]);
        last = files[i];
    }
    struct fact_table table = world_table(&world, "coverage");
    bool is_covered = false;
    for (size_t i = 0; i < table.count; i++)
        is_covered |=
            strcmp(table.rows[i].cells[fact_field_find(table.kind, "manifest")].text, last) == 0;
    if (is_covered != reaches)
        fail_msg("%s in %s %s %s", ecosystem, directory, is_covered ? "reaches" : "misses", last);
    world_end(&world);
}

#define ACTION "jobs:\n  a:\n    uses: o/r/.github/workflows/w.yml@v1\n"
#define PROJECT \
    "<Project><ItemGroup><PackageReference Include=\"a\" Version=\"1\"/></ItemGroup></Project>"
#define POM                                                                  \
    "<project><dependencies><dependency><groupId>a</groupId><artifactId>b</" \
    "artifactId><version>1</version></dependency></dependencies>%s</project>"

static void the_folder_itself(void **state)
{
    (void)state;
    assert_reach("npm", "/web", true, FILES("web/package.json", PACKAGE));
    assert_reach("npm", "/", false, FILES("web/package.json", PACKAGE));
    assert_reach("npm", "**/*", true, FILES("a/b/package.json", PACKAGE));
    assert_reach("pip", "/web", false, FILES("web/package.json", PACKAGE));
    assert_reach("bun", "/web", true, FILES("web/package.json", PACKAGE));
    assert_reach("docker", "/a", true, FILES("a/my.Dockerfile", "FROM debian\n"));
    assert_reach("docker", "/", false, FILES("a/Dockerfile", "FROM debian\n"));
    assert_reach("opentofu", "/", true,
                 FILES("main.tf", "provider \"a\" {}\nmodule \"m\" {\n"
                                  "  source = \"o/m/a\"\n  version = \"1\"\n}\n"));
}

static void folders_beyond(void **state)
{
    (void)state;
    assert_reach("github-actions", "/", true, FILES(".github/workflows/ci.yml", ACTION));
    assert_reach("github-actions", "/.github/workflows", true,
                 FILES(".github/workflows/ci.yml", ACTION));
    assert_reach("github-actions", "/", false,
                 FILES(".github/actions/x/action.yml",
                       "runs:\n  using: composite\n  steps:\n    - uses: o/r@v1\n"));
    assert_reach("github-actions", "/.github/actions/*", true,
                 FILES(".github/actions/x/action.yml",
                       "runs:\n  using: composite\n  steps:\n    - uses: o/r@v1\n"));
    assert_reach("pip", "/", true, FILES("docs/requirements.txt", "flask\n"));
    assert_reach("pip", "/", false, FILES("a/b/requirements.txt", "flask\n"));
    assert_reach(
        "pip", "/", true,
        FILES("requirements.txt", "-r a/b/requirements.txt\n", "a/b/requirements.txt", "flask\n"));
    assert_reach("pip", "/", true,
                 FILES("requirements.txt", "--requirement=x/requirements.txt # more\n",
                       "x/requirements.txt", "-c ../a/b/requirements.txt\n", "a/b/requirements.txt",
                       "flask\n"));
    assert_reach("uv", "/", false, FILES("a/b/requirements.txt", "flask\n"));
    assert_reach("gradle", "/", true,
                 FILES("gradle/libs.versions.toml", "[libraries]\na = \"b:c:1\"\n"));
    assert_reach("gradle", "/gradle", false,
                 FILES("gradle/libs.versions.toml", "[libraries]\na = \"b:c:1\"\n"));
}

static void members_of_a_workspace(void **state)
{
    (void)state;
    assert_reach("npm", "/", true,
                 FILES("package.json", "{\"workspaces\": [\"packages/*\"]}",
                       "packages/a/package.json", PACKAGE));
    assert_reach(
        "npm", "/", false,
        FILES("package.json", "{\"workspaces\": [\"packages/*\"]}", "other/package.json", PACKAGE));
    assert_reach("npm", "/packages/b", false,
                 FILES("package.json", "{\"workspaces\": [\"packages/*\"]}",
                       "packages/a/package.json", PACKAGE));
    assert_reach("cargo", "/", true,
                 FILES("Cargo.toml", "[workspace]\nmembers = ['a']\n", "a/Cargo.toml",
                       "[package]\nname = 'a'\n[dependencies]\nb = '1'\n"));
    assert_reach("gomod", "/", true, FILES("go.work", "go 1.22\nuse ./a\n", "a/go.mod", GO_MODULE));
    /* With a go.work only what it uses is read. */
    assert_reach("gomod", "/", false, FILES("go.work", "go 1.22\nuse ./a\n", "go.mod", GO_MODULE));
    assert_reach("gomod", "/", true,
                 FILES("go.work", "go 1.22\nuse (\n.\n./a\n)\n", "go.mod", GO_MODULE));
    assert_reach("gomod", "/", true, FILES("go.mod", GO_MODULE));
    assert_reach("uv", "/", true,
                 FILES("pyproject.toml", "[tool.uv.workspace]\nmembers = ['p/*']\n",
                       "p/a/pyproject.toml", "[project]\nname = 'a'\ndependencies = ['b']\n"));
    assert_reach("pip", "/", false,
                 FILES("pyproject.toml", "[tool.uv.workspace]\nmembers = ['p/*']\n",
                       "p/a/pyproject.toml", "[project]\nname = 'a'\ndependencies = ['b']\n"));
}

/* An entry for a folder between the root and the module reaches down as well. */
static void builds_that_nest(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 12);
    const char *root = arena_printf(&arena, POM, "<modules><module>a</module></modules>");
    const char *middle = arena_printf(&arena, POM, "<modules><module>b</module></modules>");
    const char *leaf = arena_printf(&arena, POM, "");
    assert_reach("maven", "/", true,
                 FILES("pom.xml", root, "a/pom.xml", middle, "a/b/pom.xml", leaf));
    assert_reach("maven", "/a", true,
                 FILES("pom.xml", root, "a/pom.xml", middle, "a/b/pom.xml", leaf));
    assert_reach("maven", "/", false, FILES("pom.xml", leaf, "c/pom.xml", leaf));
    arena_release(&arena);
}

static void projects_of_nuget(void **state)
{
    (void)state;
    static const char solution[] =
        "Project(\"{1}\") = \"App\", \"src\\App\\App.csproj\", \"{2}\"\nEndProject\n";
    assert_reach("nuget", "/", false, FILES("src/App/App.csproj", PROJECT));
    assert_reach("nuget", "/", true, FILES("a.sln", solution, "src/App/App.csproj", PROJECT));
    static const char central[] =
        "<Project><ItemGroup><PackageVersion Include=\"a\" Version=\"1\"/></ItemGroup></Project>";
    assert_reach("nuget", "/", false,
                 FILES("src/App/App.csproj", PROJECT, "Directory.Packages.props", central));
    assert_reach("nuget", "/src/App", true,
                 FILES("src/App/App.csproj", PROJECT, "Directory.Packages.props", central));
    assert_reach("nuget", "/", true,
                 FILES("a.sln", solution, "src/App/App.csproj", PROJECT, "Directory.Packages.props",
                       central));
}

static void what_does_nothing_says_why(void **state)
{
    (void)state;
    static const struct {
        const char *keys, *expected;
    } cases[] = {
        {"directory: /\n    open-pull-requests-limit: 0",
         "disabled open-pull-requests-limit is 0: security updates alone"},
        {"directory: /\n    ignore: [{dependency-name: '*'}]",
         "disabled every dependency is ignored"},
        {"directory: /\n    exclude-paths: ['web/**']", "declared none"},
        {"directory: /\n    exclude-paths: ['*.json']", "disabled exclude-paths takes it out"},
        {"directory: /\n    target-branch: dev", "unknown none"},
        {"directory: /\n    labels: x", "invalid 'labels' is no list"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        char content[256];
        char expected[256];
        snprintf(content, sizeof(content), HEAD ENTRY("package-ecosystem: npm\n    %s"),
                 cases[i].keys);
        snprintf(expected, sizeof(expected), DEPENDABOT ":%d package.json dependabot %s\n",
                 strstr(cases[i].expected, "invalid") ? 6 : 3, cases[i].expected);
        assert_updates(FILES(DEPENDABOT, content, "package.json", PACKAGE), expected);
    }
    /* Below the folder of the entry, by the path from there. */
    assert_updates(FILES(DEPENDABOT,
                         HEAD ENTRY("package-ecosystem: npm\n    directory: /web\n    "
                                    "exclude-paths: [package.json]"),
                         "web/package.json", PACKAGE),
                   DEPENDABOT
                   ":3 web/package.json dependabot disabled exclude-paths takes it out\n");
    assert_updates(FILES(DEPENDABOT, "version: 3\nupdates: []\n", "package.json", PACKAGE),
                   DEPENDABOT ":1 package.json dependabot invalid 'version' is not 2\n");
    /* Nor does a second file, which is not read. */
    assert_updates(FILES(DEPENDABOT, HEAD ENTRY("package-ecosystem: pip\n    directory: /"),
                         ".github/dependabot.yaml", "version: 3\n", "package.json", PACKAGE),
                   "");
    /* Of ecosystems that Dependabot does not know it says nothing. */
    assert_updates(FILES(DEPENDABOT, "version: 3\nupdates: []\n", "Podfile", "pod 'a'\n"), "");
    /* A second entry that works is what counts. */
    assert_updates(FILES(DEPENDABOT,
                         HEAD ENTRY("package-ecosystem: npm\n    directories: ['*']\n    "
                                    "open-pull-requests-limit: 0")
                             ENTRY("package-ecosystem: npm\n    directory: /"),
                         "package.json", PACKAGE),
                   DEPENDABOT ":7 package.json dependabot declared none\n");
    assert_updates(
        FILES(DEPENDABOT,
              "version: 2\nmulti-ecosystem-groups: {g: {schedule: {interval: daily}}}\nupdates:\n"
              "  - {package-ecosystem: npm, directory: /, multi-ecosystem-group: g, patterns: "
              "[a]}\n",
              "package.json", PACKAGE),
        DEPENDABOT ":4 package.json dependabot declared only the packages that its group names\n");
}

/* Of files that are one manifest some may be taken out. */
static void a_manifest_in_several_files(void **state)
{
    (void)state;
    static const struct {
        const char *excludes, *expected;
    } cases[] = {
        {"['.github/workflows/a.yml']", "declared exclude-paths takes 1 of its 2 files out"},
        {"['.github/workflows/*']", "disabled exclude-paths takes it out"},
        {"['other/**']", "declared none"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        char content[256];
        char expected[256];
        snprintf(content, sizeof(content),
                 HEAD ENTRY("package-ecosystem: github-actions\n    directory: /\n    "
                            "exclude-paths: %s"),
                 cases[i].excludes);
        snprintf(expected, sizeof(expected),
                 DEPENDABOT ":3 .github/workflows/a.yml dependabot %s\n", cases[i].expected);
        assert_updates(FILES(DEPENDABOT, content, ".github/workflows/a.yml", ACTION,
                             ".github/workflows/b.yml", ACTION),
                       expected);
    }
    assert_updates(FILES("renovate.json", "{\"includePaths\": [\".github/workflows/b.yml\"]}",
                         ".github/workflows/a.yml", ACTION, ".github/workflows/b.yml", ACTION),
                   "renovate.json:1 .github/workflows/a.yml renovate declared none\n");
}

#define RUNNER(on, more)                                                  \
    "on: " on "\njobs:\n  a:\n    runs-on: x\n    steps:\n      - uses: " \
    "renovatebot/github-action@v40\n" more

static void a_runner_of_its_own(void **state)
{
    (void)state;
    static const struct {
        const char *workflow, *expected;
    } cases[] = {
        {RUNNER("{schedule: [{cron: '0 4 * * *'}]}", ""),
         "active run by .github/workflows/r.yml:6"},
        {RUNNER("workflow_dispatch", ""), "manual started by hand only: .github/workflows/r.yml:6"},
        {RUNNER("push", "        if: false\n"), "declared none"},
        {"on: push\njobs:\n  a:\n    runs-on: x\n    container: ghcr.io/renovatebot/renovate:39\n"
         "    steps: [{run: renovate}]\n",
         "active run by .github/workflows/r.yml:5"},
        {RUNNER("push", "        with: {configurationFile: .github/runner.js}\n"),
         "active run by .github/workflows/r.yml:6"},
        {RUNNER("push", "        with: {configurationFile: .github/other.js}\n"), "unknown none"},
        {RUNNER("push", "        with: {configurationFile: .github/none.js}\n"), "unknown none"},
        {"on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: echo "
         "renovatebot/github-action\n",
         "declared none"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        char expected[128];
        snprintf(expected, sizeof(expected), "renovate.json:1 package.json renovate %s\n",
                 cases[i].expected);
        struct world world;
        world_start(&world);
        world_add(&world, "renovate.json", "{\"enabledManagers\": [\"npm\"]}");
        world_add(&world, "package.json", PACKAGE);
        world_add(&world, ".github/workflows/r.yml", cases[i].workflow);
        world_add(&world, ".github/runner.js", "module.exports = {platform: 'github'}\n");
        world_add(&world, ".github/other.js", "module.exports = {enabledManagers: ['pip']}\n");
        const char *rows = world_rows(&world, "coverage", "manifest tool state reason");
        if (!strstr(rows, expected))
            fail_msg("not '%s' in: %s", expected, rows);
        world_end(&world);
    }
}

static void members_that_are_left_out(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, "pom.xml",
              arena_printf(&world.arena, POM,
                           "<modules><module>a</module></modules><profiles><profile><id>p</id>"
                           "<modules><module>b</module></modules></profile></profiles>"));
    world_add(&world, "a/pom.xml", arena_printf(&world.arena, POM, ""));
    world_add(&world, "b/pom.xml", arena_printf(&world.arena, POM, ""));
    world_add(&world, "c/pom.xml", arena_printf(&world.arena, POM, "")); /* no member */
    world_add(&world, "d/package.json", "{");                            /* a gap */
    world_add(&world, ".github/workflows/ci.yml",
              "on: push\njobs:\n  a:\n    steps:\n      - uses: actions/checkout@v4\n"
              "      - run: mvn org.owasp:dependency-check-maven:check\n");
    assert_string_equal(world_rows(&world, "left_out", "manifest ecosystem purpose tool root"),
                        "b/pom.xml:1 b/pom.xml maven sca dependency_check pom.xml\n");
    world_end(&world);
}

static void a_wrapper_is_no_member(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, "pom.xml", arena_printf(&world.arena, POM, ""));
    world_add(&world, ".mvn/wrapper/maven-wrapper.properties",
              "distributionUrl=https://repo.maven.apache.org/maven2/org/apache/maven/apache-maven/"
              "3.9.9/apache-maven-3.9.9-bin.zip\n");
    world_add(&world, ".github/workflows/ci.yml",
              "on: push\njobs:\n  a:\n    steps:\n      - uses: actions/checkout@v4\n"
              "      - run: trivy fs --exit-code 1 .\n");
    assert_string_equal(world_rows(&world, "left_out", "manifest"), "");
    world_end(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_folder_itself),           cmocka_unit_test(folders_beyond),
        cmocka_unit_test(members_of_a_workspace),      cmocka_unit_test(builds_that_nest),
        cmocka_unit_test(projects_of_nuget),           cmocka_unit_test(what_does_nothing_says_why),
        cmocka_unit_test(a_manifest_in_several_files), cmocka_unit_test(a_runner_of_its_own),
        cmocka_unit_test(members_that_are_left_out),   cmocka_unit_test(a_wrapper_is_no_member),
    };
    return cmocka_run_group_tests_name("coverage", tests, NULL, NULL);
}
