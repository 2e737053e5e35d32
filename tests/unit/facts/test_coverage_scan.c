/* Rows of `scanner` are made here one by one: which tools there are is not the matter. */
#include "facts/coverage_readers.h"
#include "facts/coverage_scan.h"
#include "facts/scanner_kinds.h"
#include "rows.h"

extern const struct recogniser fact_coverage;

struct scanner {
    const char *purpose, *state, *directory, *reads;
    int64_t depth;
    bool first_only, anywhere, unknown_directory;
    const char *files[3], *excludes[3], *languages[3], *events[3], *paths[3], *paths_ignore[3];
};

struct desk {
    struct arena arena;
    struct memory_file files[16];
    size_t file_count;
    struct snapshot snapshot;
    struct fact_repository repository;
    struct fact_writer writer;
    struct coverage_run run;
};

static struct value texts(struct arena *arena, const char *const items[3])
{
    size_t count = 0;
    while (count < 3 && items[count])
        count++;
    return count > 0 ? value_texts(arena, items, count) : value_text(NULL);
}

static struct fact_table scanners_of(struct arena *arena, const struct scanner *scanners,
                                     size_t count)
{
    struct fact_table table = {.count = count};
    table.rows = ARENA_ARRAY(arena, struct fact_row, count);
    for (size_t i = 0; i < count; i++) {
        const struct scanner *scanner = &scanners[i];
        struct value *cells = ARENA_ARRAY(arena, struct value, SCANNER_FIELD_COUNT);
        cells[SCANNER_TOOL] = value_text("tool");
        cells[SCANNER_PURPOSE] = value_text(scanner->purpose ? scanner->purpose : "sca");
        cells[SCANNER_STATE] = value_text(scanner->state ? scanner->state : "active");
        if (scanner->unknown_directory)
            cells[SCANNER_DIRECTORY] =
                value_unknown(arena, UNKNOWN_UNOBSERVABLE, "a variable names the folder");
        else if (!scanner->anywhere)
            cells[SCANNER_DIRECTORY] = value_text(scanner->directory ? scanner->directory : ".");
        cells[SCANNER_DEPTH] = value_integer(scanner->depth);
        cells[SCANNER_READS] = value_text(scanner->reads);
        cells[SCANNER_FIRST_ONLY] = value_boolean(scanner->first_only);
        cells[SCANNER_FILES] = texts(arena, scanner->files);
        cells[SCANNER_EXCLUDES] = texts(arena, scanner->excludes);
        cells[SCANNER_LANGUAGES] = texts(arena, scanner->languages);
        cells[SCANNER_EVENTS] = texts(arena, scanner->events);
        cells[SCANNER_PATHS] = texts(arena, scanner->paths);
        cells[SCANNER_PATHS_IGNORE] = texts(arena, scanner->paths_ignore);
        table.rows[i] = (struct fact_row){.path = "ci.yml", .line = 7, .column = 1, .cells = cells};
    }
    return table;
}

static void open_desk(struct desk *desk, const char *const *paths)
{
    *desk = (struct desk){0};
    arena_init(&desk->arena, 1 << 14);
    for (size_t i = 0; paths[i]; i++)
        desk->files[desk->file_count++] = (struct memory_file){.path = paths[i]};
    struct failure *failure =
        snapshot_of_memory(&desk->snapshot, desk->files, desk->file_count, &desk->arena);
    assert_null(failure);
    desk->repository.snapshot = &desk->snapshot;
    fact_writer_init(&desk->writer, &fact_coverage, &desk->arena, NULL, NULL);
    desk->run = (struct coverage_run){
        .arena = &desk->arena,
        .writer = &desk->writer,
        .repository = &desk->repository,
        .patterns = path_patterns_new(&desk->arena),
        .workspaces = workspaces_new(&desk->arena, &(struct fact_table){0}),
    };
}

static void close_desk(struct desk *desk)
{
    path_patterns_free(desk->run.patterns);
    arena_release(&desk->arena);
}

static struct coverage_manifest manifest_of(struct desk *desk, const char *ecosystem,
                                            const char *path, const char *root)
{
    struct coverage_manifest manifest = {.path = path, .ecosystem = ecosystem, .file_count = 1};
    const char *slash = strrchr(path, '/');
    manifest.directory =
        slash ? arena_copy(&desk->arena, (struct text){path, (size_t)(slash - path)}) : ".";
    manifest.root = root ? root : manifest.directory;
    manifest.files = ARENA_ARRAY(&desk->arena, const char *, 1);
    manifest.files[0] = path;
    return manifest;
}

/* `state reason` of the manifest under the scanners, `nothing` without a row. */
static void assert_state(const struct scanner *scanners, size_t count, const char *ecosystem,
                         const char *path, const char *root, const char *const *others,
                         const char *expected)
{
    const char *paths[8] = {path};
    for (size_t i = 0; others && others[i]; i++)
        paths[i + 1] = others[i];
    struct desk desk;
    open_desk(&desk, paths);
    const struct fact_table rows = scanners_of(&desk.arena, scanners, count);
    const struct fact_table none = {.kind = &manifest_kind};
    struct coverage_scan *scan = coverage_scan_new(&desk.run, &rows, &none);
    const struct coverage_manifest manifest = manifest_of(&desk, ecosystem, path, root);
    coverage_scan_add(scan, &manifest);
    const char *seen = "nothing";
    if (desk.writer.rows[0].count > 0) {
        const struct value *cells = desk.writer.rows[0].rows[0].cells;
        const struct fact_kind *kind = fact_coverage.kinds[0];
        const struct value *state = &cells[fact_field_find(kind, "state")];
        seen =
            state->kind == VALUE_UNKNOWN
                ? arena_printf(&desk.arena, "unknown %s", state->unknown->reason)
                : arena_printf(&desk.arena, "%s %s", state->text,
                               value_format(&desk.arena, &cells[fact_field_find(kind, "reason")]));
    }
    if (strcmp(seen, expected) != 0)
        fail_msg("%s under '%s': %s, not %s", path, scanners[0].reads ? scanners[0].reads : "-",
                 seen, expected);
    close_desk(&desk);
}

#define OTHERS(...)       \
    (const char *const[]) \
    {                     \
        __VA_ARGS__, NULL \
    }

static void assert_reads(const char *reader, const char *ecosystem, const char *manifest,
                         const char *other, bool reads)
{
    const struct scanner scanner = {.reads = reader, .depth = -1};
    assert_state(&scanner, 1, ecosystem, manifest, NULL, other ? OTHERS(other) : NULL,
                 reads ? "active none" : "nothing");
}

/* The table of who reads which file, row by row. */
static void readers(void **state)
{
    (void)state;
    static const struct {
        const char *reader, *ecosystem, *manifest, *other;
        bool reads;
    } cases[] = {
        {"trivy", "npm", "package.json", NULL, false},
        {"trivy", "npm", "package.json", "package-lock.json", true},
        {"trivy", "npm", "package.json", "npm-shrinkwrap.json", false},
        {"osv_scanner", "npm", "package.json", "npm-shrinkwrap.json", true},
        {"syft", "npm", "package.json", "yarn.lock", true},
        {"trivy", "npm", "web/package.json", "package-lock.json", false},
        {"trivy", "pip", "requirements.txt", NULL, true},
        {"trivy", "pip", "requirements-dev.txt", NULL, false},
        {"trivy", "pip", "requirements-dev.txt", "requirements.txt", false},
        {"syft", "pip", "requirements-dev.txt", NULL, true},
        {"osv_scanner", "pip", "requirements-dev.txt", NULL, true},
        {"trivy", "pip", "pyproject.toml", "poetry.lock", true},
        {"trivy", "pip", "pyproject.toml", "pdm.lock", false},
        {"syft", "pip", "pyproject.toml", "pdm.lock", true},
        {"osv_scanner", "pip", "pyproject.toml", NULL, true},
        {"trivy", "pip", "pyproject.toml", "requirements.txt", false},
        {"trivy", "gomod", "go.mod", NULL, true},
        {"syft", "gomod", "go.mod", NULL, true},
        {"trivy", "cargo", "Cargo.toml", NULL, false},
        {"trivy", "cargo", "Cargo.toml", "Cargo.lock", true},
        {"osv_scanner", "cargo", "Cargo.toml", NULL, true},
        {"trivy", "maven", "pom.xml", NULL, true},
        {"trivy", "gradle", "build.gradle", NULL, false},
        {"trivy", "gradle", "build.gradle", "gradle.lockfile", true},
        {"osv_scanner", "gradle", "gradle/libs.versions.toml", NULL, true},
        {"trivy", "nuget", "a.csproj", NULL, false},
        {"trivy", "nuget", "a.csproj", "packages.lock.json", true},
        {"trivy", "nuget", "packages.config", NULL, true},
        {"osv_scanner", "nuget", "a.csproj", NULL, true},
        {"trivy", "bundler", "Gemfile", "Gemfile.lock", true},
        {"syft", "bundler", "a.gemspec", NULL, true},
        {"osv_scanner", "bundler", "gems.rb", "gems.locked", true},
        {"trivy", "composer", "composer.json", "composer.lock", true},
        {"trivy", "mix", "mix.exs", "mix.lock", true},
        {"syft", "pub", "pubspec.yaml", NULL, true},
        {"trivy", "pub", "pubspec.yaml", NULL, false},
        {"trivy", "swift", "Package.swift", "Package.resolved", true},
        {"trivy", "cocoapods", "Podfile", "Podfile.lock", true},
        {"osv_scanner", "github-actions", ".github/workflows/a.yml", NULL, true},
        {"trivy", "github-actions", ".github/workflows/a.yml", NULL, false},
        {"osv_scanner", "docker", "build/my.dockerfile", NULL, true},
        {"trivy", "docker", "Dockerfile", NULL, false},
        {"syft", "terraform", "main.tf", ".terraform.lock.hcl", true},
        {"dependency_graph", "npm", "package.json", NULL, true},
        {"dependency_graph", "gradle", "build.gradle", NULL, false},
        {"dependency_graph", "github-actions", ".github/workflows/a.yml", NULL, true},
        {"dependency_graph", "github-actions", "action.yml", NULL, false},
        {"gitlab", "gradle", "build.gradle.kts", NULL, true},
        {"component_detection", "npm", "package.json", "yarn.lock", true},
        {"dependency_check", "npm", "package.json", NULL, true},
        {"snyk", "npm", "package.json", NULL, true},
        {"snyk", "terraform", "main.tf", NULL, false},
        {"fossa", "haskell-cabal", "app.cabal", NULL, true},
        {"fossa", "r", "renv.lock", NULL, true},
        {"fossa", "docker", "Dockerfile", NULL, false},
        {"ecosystem:go", "gomod", "go.mod", NULL, true},
        {"ecosystem:npm", "pip", "requirements.txt", NULL, false},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        assert_reads(cases[i].reader, cases[i].ecosystem, cases[i].manifest, cases[i].other,
                     cases[i].reads);
    const struct scanner unknown = {.reads = "acme", .depth = -1};
    assert_state(&unknown, 1, "npm", "package.json", NULL, NULL,
                 "unknown which files 'tool' reads is not known here");
}

static void the_lock_at_the_root_of_a_workspace(void **state)
{
    (void)state;
    const struct scanner trivy = {.reads = "trivy", .depth = -1};
    assert_state(&trivy, 1, "npm", "packages/a/package.json", ".", OTHERS("package-lock.json"),
                 "active none");
    const struct scanner audit = {.reads = "ecosystem:npm"};
    assert_state(&audit, 1, "npm", "packages/a/package.json", ".", OTHERS("package.json"),
                 "active none");
    assert_state(&audit, 1, "npm", "packages/a/package.json", NULL, OTHERS("package.json"),
                 "nothing");
    const struct scanner check = {.reads = "ecosystem:go"};
    assert_state(&check, 1, "gomod", "a/go.mod", ".", OTHERS("go.work"), "nothing");
    /* A build that leaves a module out; a lock file at the root has it all the same. */
    const struct scanner build = {
        .reads = "ecosystem:maven", .depth = -1, .excludes = {"extra/**"}};
    assert_state(&build, 1, "maven", "extra/pom.xml", ".", OTHERS("pom.xml"), "nothing");
    assert_state(&build, 1, "maven", "core/pom.xml", ".", OTHERS("pom.xml"), "active none");
    const struct scanner lock = {.reads = "trivy", .depth = -1, .excludes = {"packages/**"}};
    assert_state(&lock, 1, "npm", "packages/a/package.json", ".", OTHERS("package-lock.json"),
                 "active none");
}

static void folders_and_depths(void **state)
{
    (void)state;
    static const struct {
        struct scanner scanner;
        const char *path, *expected;
    } cases[] = {
        {{.reads = "trivy", .depth = -1}, "a/b/go.mod", "active none"},
        {{.reads = "trivy", .depth = 0}, "a/go.mod", "nothing"},
        {{.reads = "trivy", .depth = 0}, "go.mod", "active none"},
        {{.reads = "trivy", .depth = 2}, "a/b/go.mod", "active none"},
        {{.reads = "trivy", .depth = 1}, "a/b/go.mod", "nothing"},
        {{.reads = "trivy", .depth = -1, .directory = "a"}, "a/go.mod", "active none"},
        {{.reads = "trivy", .depth = 0, .directory = "a"}, "a/b/go.mod", "nothing"},
        {{.reads = "trivy", .depth = -1, .directory = "a"}, "ab/go.mod", "nothing"},
        {{.reads = "trivy", .depth = -1, .excludes = {"a"}}, "a/go.mod", "nothing"},
        {{.reads = "trivy", .depth = -1, .excludes = {"./a"}}, "a/go.mod", "nothing"},
        {{.reads = "trivy", .depth = -1, .excludes = {"**/b/**"}}, "a/b/go.mod", "nothing"},
        {{.reads = "trivy", .depth = -1, .excludes = {"c"}}, "a/go.mod", "active none"},
        {{.reads = "trivy", .files = {"a/go.mod"}}, "a/go.mod", "active none"},
        {{.reads = "trivy", .directory = "a", .files = {"go.mod"}}, "a/go.mod", "active none"},
        {{.reads = "trivy", .files = {"b/go.mod"}}, "a/go.mod", "nothing"},
        {{.reads = "dependency_graph", .anywhere = true}, "a/go.mod", "active none"},
        {{.reads = "trivy", .unknown_directory = true},
         "a/go.mod",
         "unknown a variable names the folder"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        assert_state(&cases[i].scanner, 1, "gomod", cases[i].path, NULL, NULL, cases[i].expected);
}

static void the_first_manifest_of_a_folder(void **state)
{
    (void)state;
    const struct scanner snyk = {.reads = "snyk", .first_only = true};
    assert_state(&snyk, 1, "npm", "package.json", NULL, OTHERS("pom.xml"), "active none");
    assert_state(&snyk, 1, "maven", "pom.xml", NULL, OTHERS("package.json"), "nothing");
    assert_state(&snyk, 1, "maven", "a/pom.xml", NULL, OTHERS("package.json"), "nothing");
    assert_state(&snyk, 1, "pip", "requirements-dev.txt", NULL, OTHERS("requirements.txt"),
                 "nothing");
}

static void what_starts_it(void **state)
{
    (void)state;
    static const char no[] = "disabled changes of this file do not start it";
    static const struct {
        struct scanner scanner;
        const char *expected;
    } cases[] = {
        {{.events = {"push"}, .paths = {"a/**"}}, "active none"},
        {{.events = {"push"}, .paths = {"b/**"}}, no},
        {{.events = {"push"}, .paths = {"**.mod"}}, "active none"},
        {{.events = {"push"}, .paths = {"*.mod"}}, no},
        {{.events = {"push"}, .paths = {"a/**", "!a/go.mod"}}, no},
        {{.events = {"push"}, .paths_ignore = {"a/**"}}, no},
        {{.events = {"push"}, .paths_ignore = {"docs/**"}}, "active none"},
        {{.events = {"push", "schedule"}, .paths = {"b/**"}}, "active none"},
        {{.state = "advisory", .events = {"push"}, .paths = {"b/**"}}, no},
        {{.state = "manual", .paths = {"b/**"}}, "manual none"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct scanner scanner = cases[i].scanner;
        scanner.reads = "trivy";
        scanner.depth = -1;
        assert_state(&scanner, 1, "gomod", "a/go.mod", NULL, NULL, cases[i].expected);
    }
}

static void the_best_of_a_tool(void **state)
{
    (void)state;
    const struct scanner both[] = {
        {.reads = "trivy", .depth = -1, .state = "manual"},
        {.reads = "trivy", .depth = -1, .state = "advisory"},
        {.reads = "trivy", .depth = -1, .state = "disabled"},
    };
    assert_state(both, 3, "gomod", "go.mod", NULL, NULL, "advisory none");
    /* What is known goes before what is not; what is not before what does nothing. */
    const struct scanner open[] = {
        {.reads = "trivy", .depth = -1, .unknown_directory = true},
        {.reads = "trivy", .depth = -1, .state = "active"},
    };
    assert_state(open, 2, "gomod", "go.mod", NULL, NULL, "active none");
    const struct scanner off[] = {
        {.reads = "trivy", .depth = -1, .state = "disabled"},
        {.reads = "trivy", .depth = -1, .unknown_directory = true},
    };
    assert_state(off, 2, "gomod", "go.mod", NULL, NULL, "unknown a variable names the folder");
}

static void other_purposes(void **state)
{
    (void)state;
    static const struct {
        struct scanner scanner;
        const char *ecosystem, *path, *expected;
    } cases[] = {
        {{.purpose = "iac", .depth = -1}, "terraform", "main.tf", "active none"},
        {{.purpose = "iac", .depth = -1}, "npm", "package.json", "nothing"},
        {{.purpose = "iac", .depth = -1, .directory = "infra"}, "terraform", "main.tf", "nothing"},
        {{.purpose = "secrets", .depth = -1}, "npm", "package.json", "active none"},
        {{.purpose = "sast", .depth = -1}, "npm", "package.json", "active none"},
        {{.purpose = "sast", .depth = -1, .languages = {"TypeScript"}},
         "npm",
         "package.json",
         "active none"},
        {{.purpose = "sast", .depth = -1, .languages = {"go"}}, "npm", "package.json", "nothing"},
        {{.purpose = "sast", .depth = -1}, "docker", "Dockerfile", "nothing"},
        {{.purpose = "container", .anywhere = true}, "docker", "Dockerfile", "active none"},
        {{.purpose = "container", .anywhere = true}, "npm", "package.json", "nothing"},
        {{.purpose = "licence", .reads = "trivy", .depth = -1}, "gomod", "go.mod", "active none"},
        {{.purpose = "licence", .depth = -1}, "gomod", "go.mod", "nothing"},
        {{.purpose = "update", .depth = -1}, "gomod", "go.mod", "nothing"},
        /* a linter of the project: of the workspace at its folder, and of no other below */
        {{.purpose = "sast", .depth = -1, .reads = "ecosystem:cargo"},
         "cargo",
         "Cargo.toml",
         "active none"},
        {{.purpose = "sast", .depth = -1, .reads = "ecosystem:cargo"},
         "cargo",
         "fuzz/Cargo.toml",
         "nothing"},
        {{.purpose = "sast", .depth = -1, .reads = "ecosystem:cargo", .directory = "fuzz"},
         "cargo",
         "fuzz/Cargo.toml",
         "active none"},
        {{.purpose = "sast", .depth = -1, .reads = "ecosystem:cargo"},
         "npm",
         "package.json",
         "nothing"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        assert_state(&cases[i].scanner, 1, cases[i].ecosystem, cases[i].path, NULL, NULL,
                     cases[i].expected);
    static const struct scanner linter = {
        .purpose = "sast", .depth = -1, .reads = "ecosystem:cargo"};
    assert_state(&linter, 1, "cargo", "a/Cargo.toml", ".", NULL, "active none");
    static const struct scanner told = {
        .purpose = "sast", .reads = "ecosystem:cargo", .files = {"Cargo.toml"}};
    assert_state(&told, 1, "cargo", "a/Cargo.toml", ".", OTHERS("Cargo.toml"), "active none");
    assert_state(&told, 1, "cargo", "a/Cargo.toml", NULL, OTHERS("Cargo.toml"), "nothing");
    static const struct scanner member = {.reads = "ecosystem:cargo", .files = {"b/Cargo.toml"}};
    assert_state(&member, 1, "cargo", "b/Cargo.toml", ".", OTHERS("Cargo.toml"), "active none");
    assert_state(&member, 1, "cargo", "a/Cargo.toml", ".", OTHERS("Cargo.toml"),
                 "unknown which members of the workspace the scanned one depends on is not known");
    assert_state(&member, 1, "cargo", "a/Cargo.toml", NULL, OTHERS("Cargo.toml"), "nothing");
}

/* What stands in no file is unknown, and what would tell is said. */
static void alerts_of_the_forge(void **state)
{
    (void)state;
    static const struct {
        const char *host, *ecosystem, *path;
        size_t rows;
    } cases[] = {
        {"github.com", "npm", "package.json", 1},
        {"github.com", "gradle", "build.gradle", 0},
        {"gitlab.com", "npm", "package.json", 0},
        {NULL, "npm", "package.json", 0},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct desk desk;
        open_desk(&desk, OTHERS(cases[i].path));
        desk.run.host = cases[i].host;
        const struct fact_table none = {0};
        struct coverage_scan *scan = coverage_scan_new(&desk.run, &none, &none);
        const struct coverage_manifest manifest =
            manifest_of(&desk, cases[i].ecosystem, cases[i].path, NULL);
        coverage_scan_add(scan, &manifest);
        assert_int_equal(desk.writer.rows[0].count, cases[i].rows);
        if (cases[i].rows > 0) {
            const struct value *cells = desk.writer.rows[0].rows[0].cells;
            const struct fact_kind *kind = fact_coverage.kinds[0];
            assert_int_equal(cells[fact_field_find(kind, "state")].kind, VALUE_UNKNOWN);
            assert_string_equal(cells[fact_field_find(kind, "proof")].text,
                                "GET /repos/{owner}/{repo}/vulnerability-alerts");
        }
        close_desk(&desk);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(readers),
        cmocka_unit_test(the_lock_at_the_root_of_a_workspace),
        cmocka_unit_test(folders_and_depths),
        cmocka_unit_test(the_first_manifest_of_a_folder),
        cmocka_unit_test(what_starts_it),
        cmocka_unit_test(the_best_of_a_tool),
        cmocka_unit_test(other_purposes),
        cmocka_unit_test(alerts_of_the_forge),
    };
    return cmocka_run_group_tests_name("coverage_scan", tests, NULL, NULL);
}
