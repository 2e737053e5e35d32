#include "facts/coverage_scan.h"

#include "base/table.h"
#include "facts/coverage_readers.h"
#include "facts/dependabot_reach.h"
#include "facts/paths.h"
#include "facts/scanner_kinds.h"

#include <string.h>

enum { LANGUAGES_MAX = 6 };

/* The rows of one tool for one purpose. */
struct group {
    const char *purpose, *tool;
    const struct fact_row **rows;
    size_t count, capacity;
};

struct coverage_scan {
    const struct coverage_run *run;
    struct coverage_readers *readers;
    struct group *groups;
    size_t group_count, group_capacity;
    const struct fact_row **gaps; /* automation that cannot be read */
    size_t gap_count, gap_capacity;
    size_t image_manifests; /* how many describe images */
};

static const char *const purposes[] = {"sca", "sast",    "secrets", "container",
                                       "iac", "licence", "dast",    NULL};

static struct group *group_of(struct coverage_scan *scan, const char *purpose, const char *tool)
{
    for (size_t i = 0; i < scan->group_count; i++)
        if (strcmp(scan->groups[i].purpose, purpose) == 0 &&
            strcmp(scan->groups[i].tool, tool) == 0)
            return &scan->groups[i];
    scan->groups = arena_grow(scan->run->arena, scan->groups, scan->group_count,
                              &scan->group_capacity, sizeof(*scan->groups));
    struct group *group = &scan->groups[scan->group_count++];
    *group = (struct group){.purpose = purpose, .tool = tool};
    return group;
}

/* Two files that call the same pipeline elsewhere leave the same open. */
static bool is_told(const struct coverage_scan *scan, const struct fact_row *gap)
{
    const char *purpose = cell_text(gap, SCANNER_PURPOSE);
    for (size_t i = 0; i < scan->gap_count; i++) {
        const char *other = cell_text(scan->gaps[i], SCANNER_PURPOSE);
        if ((purpose && other ? strcmp(purpose, other) == 0 : purpose == other) &&
            strcmp(coverage_gap_reason(scan->gaps[i])->reason, coverage_gap_reason(gap)->reason) ==
                0)
            return true;
    }
    return false;
}

struct coverage_scan *coverage_scan_new(const struct coverage_run *run,
                                        const struct fact_table *scanners,
                                        const struct fact_table *manifests)
{
    struct arena *arena = run->arena;
    struct coverage_scan *scan = ARENA_NEW(arena, struct coverage_scan);
    scan->run = run;
    for (size_t i = 0; i < scanners->count; i++) {
        const struct fact_row *row = &scanners->rows[i];
        const char *purpose = cell_text(row, SCANNER_PURPOSE);
        const char *tool = cell_text(row, SCANNER_TOOL);
        if (row->gap && (!purpose || string_is_one_of(purpose, purposes))) {
            if (is_told(scan, row))
                continue;
            scan->gaps = arena_grow(arena, scan->gaps, scan->gap_count, &scan->gap_capacity,
                                    sizeof(*scan->gaps));
            scan->gaps[scan->gap_count++] = row;
        } else if (!row->gap && purpose && tool && string_is_one_of(purpose, purposes)) {
            struct group *group = group_of(scan, purpose, tool);
            group->rows = arena_grow(arena, group->rows, group->count, &group->capacity,
                                     sizeof(*group->rows));
            group->rows[group->count++] = row;
        }
    }
    if (scan->group_count > 0 || run->host)
        scan->readers = coverage_readers_new(run);
    for (size_t i = 0; i < manifests->count; i++) {
        const char *ecosystem = cell_text(&manifests->rows[i], MANIFEST_ECOSYSTEM);
        scan->image_manifests += ecosystem && strcmp(ecosystem, "docker") == 0;
    }
    return scan;
}

/* Languages of the code that an ecosystem's manifests build, in the words of scanners. */
static const struct {
    const char *ecosystem;
    const char *languages[LANGUAGES_MAX];
} languages[] = {
    {"npm", {"javascript", "typescript", "javascript-typescript", "js", "ts"}},
    {"deno", {"javascript", "typescript", "javascript-typescript", "js", "ts"}},
    {"pip", {"python", "py"}},
    {"gomod", {"go", "golang"}},
    {"cargo", {"rust"}},
    {"maven", {"java", "kotlin", "java-kotlin"}},
    {"gradle", {"java", "kotlin", "java-kotlin"}},
    {"sbt", {"scala", "java"}},
    {"bundler", {"ruby"}},
    {"composer", {"php"}},
    {"nuget", {"csharp", "c#", "dotnet"}},
    {"mix", {"elixir"}},
    {"pub", {"dart"}},
    {"swift", {"swift"}},
    {"cocoapods", {"swift", "objective-c"}},
    {"conan", {"cpp", "c-cpp", "c", "c++"}},
    {"vcpkg", {"cpp", "c-cpp", "c", "c++"}},
    {"github-actions", {"actions"}},
};

static const char *const *languages_of(const char *ecosystem)
{
    for (size_t i = 0; i < sizeof(languages) / sizeof(*languages); i++)
        if (strcmp(languages[i].ecosystem, ecosystem) == 0)
            return languages[i].languages;
    return NULL;
}

/* Of workflows only who is told to read them does. */
static bool reads_language(struct arena *arena, const struct fact_row *row, const char *ecosystem)
{
    const struct cell_texts told = cell_texts(arena, row, SCANNER_LANGUAGES);
    const char *const *words = languages_of(ecosystem);
    if (!told.is_set)
        return strcmp(ecosystem, "github-actions") != 0;
    for (size_t t = 0; t < told.count; t++)
        for (size_t l = 0; words && l < LANGUAGES_MAX && words[l]; l++)
            if (string_equals_folded(told.items[t], words[l]))
                return true;
    return false;
}

bool coverage_purpose_fits(const char *purpose, const char *ecosystem)
{
    static const char *const infrastructure[] = {
        "terraform", "opentofu", "docker", "docker-compose", "kubernetes", "helm", "ansible", NULL};
    if (strcmp(purpose, "sast") == 0)
        return languages_of(ecosystem) != NULL;
    if (strcmp(purpose, "iac") == 0)
        return string_is_one_of(ecosystem, infrastructure);
    if (strcmp(purpose, "container") == 0)
        return strcmp(ecosystem, "docker") == 0;
    return strcmp(purpose, "dast") != 0;
}

static bool is_in_depth(const char *path, const char *folder, int64_t depth)
{
    if (!path_is_within(path, folder))
        return false;
    if (depth < 0)
        return true;
    const char *below = strcmp(folder, ".") == 0 ? path : path + strlen(folder) + 1;
    for (; *below != '\0'; below++)
        depth -= *below == '/';
    return depth >= 0;
}

static bool is_excluded(const struct coverage_scan *scan, const struct fact_row *row,
                        const char *path)
{
    const struct cell_texts excludes = cell_texts(scan->run->arena, row, SCANNER_EXCLUDES);
    for (size_t i = 0; i < excludes.count; i++) {
        const char *pattern = excludes.items[i];
        pattern += string_starts_with(pattern, "./") ? 2 : 0;
        if (dependabot_excludes(scan->run->patterns, pattern, path) ||
            path_pattern_matches(path_pattern_minimatch(scan->run->patterns, pattern, false), path))
            return true;
    }
    return false;
}

static bool is_named(const struct coverage_scan *scan, const struct fact_row *row,
                     const char *folder, const char *path)
{
    const struct cell_texts files = cell_texts(scan->run->arena, row, SCANNER_FILES);
    for (size_t i = 0; i < files.count; i++) {
        const char *file = path_resolve(scan->run->arena, folder, files.items[i]);
        if (strcmp(files.items[i], path) == 0 || (file && strcmp(file, path) == 0))
            return true;
    }
    return !files.is_set;
}

static bool looks_at(const struct coverage_scan *scan, const struct fact_row *row, const char *path)
{
    const char *folder = cell_text(row, SCANNER_DIRECTORY);
    if (!folder) /* the changes of a request, or an image */
        return is_named(scan, row, ".", path);
    if (row->cells[SCANNER_FILES].kind == VALUE_LIST)
        return is_named(scan, row, folder, path);
    return is_in_depth(path, folder, cell_integer(row, SCANNER_DEPTH, -1)) &&
           !is_excluded(scan, row, path);
}

/* GitHub's filters of paths: the last pattern that matches decides. */
static bool passes_filter(const struct coverage_scan *scan, const struct cell_texts *patterns,
                          const char *path)
{
    bool passes = false;
    for (size_t i = 0; i < patterns->count; i++) {
        bool negative = patterns->items[i][0] == '!';
        const char *pattern = patterns->items[i] + negative;
        if (path_pattern_matches(path_pattern_github(scan->run->patterns, pattern), path))
            passes = !negative;
    }
    return passes;
}

/* Would a change of these files start it? A schedule does not ask what changed. */
static bool is_started_by(const struct coverage_scan *scan, const struct fact_row *row,
                          const char *const *files, size_t count)
{
    const struct cell_texts events = cell_texts(scan->run->arena, row, SCANNER_EVENTS);
    const struct cell_texts wanted = cell_texts(scan->run->arena, row, SCANNER_PATHS);
    const struct cell_texts ignored = cell_texts(scan->run->arena, row, SCANNER_PATHS_IGNORE);
    for (size_t i = 0; i < events.count; i++)
        if (strcmp(events.items[i], "schedule") == 0)
            return true;
    if (!wanted.is_set && !ignored.is_set)
        return true;
    for (size_t i = 0; i < count; i++)
        if ((!wanted.is_set || passes_filter(scan, &wanted, files[i])) &&
            (!ignored.is_set || !passes_filter(scan, &ignored, files[i])))
            return true;
    return false;
}

static struct coverage_verdict not_known(const char *reason)
{
    return (struct coverage_verdict){.state = COVERAGE_ACTIVE, .not_known = reason};
}

static struct coverage_verdict state_of(const struct coverage_scan *scan,
                                        const struct fact_row *row, const char *const *files,
                                        size_t count)
{
    const struct value *state = &row->cells[SCANNER_STATE];
    if (state->kind == VALUE_UNKNOWN)
        return not_known(state->unknown->reason);
    struct coverage_verdict verdict = {
        .state = coverage_state_find(cell_text(row, SCANNER_STATE)),
        .reason = cell_text(row, SCANNER_REASON),
    };
    if (verdict.state <= COVERAGE_DECLARED && !is_started_by(scan, row, files, count))
        return (struct coverage_verdict){.state = COVERAGE_DISABLED,
                                         .reason = "changes of this file do not start it"};
    return verdict;
}

/* Told one member of a workspace, it reads what that member depends on. */
static bool may_be_among(const struct coverage_scan *scan, const struct fact_row *row,
                         const struct coverage_manifest *manifest)
{
    const char *folder = cell_text(row, SCANNER_DIRECTORY);
    if (!cell_is(row, SCANNER_READS, "ecosystem:cargo") || !folder ||
        row->cells[SCANNER_FILES].kind != VALUE_LIST)
        return false;
    const char *root = workspaces_root(scan->run->workspaces, manifest->ecosystem, folder);
    return strcmp(root, manifest->root) == 0;
}

static struct coverage_verdict judge_packages(const struct coverage_scan *scan,
                                              const struct fact_row *row,
                                              const struct coverage_manifest *manifest)
{
    const char *reader = cell_text(row, SCANNER_READS);
    const char *folder = cell_text(row, SCANNER_DIRECTORY);
    if (!reader && cell_is(row, SCANNER_PURPOSE, "licence")) /* of the code itself */
        return (struct coverage_verdict){.state = COVERAGE_NONE};
    if (!reader || !coverage_reader_is_known(reader))
        return not_known(arena_printf(scan->run->arena, "which files '%s' reads is not known here",
                                      cell_text(row, SCANNER_TOOL)));
    const char *files[READER_FILES_MAX];
    size_t count = coverage_reader_files(scan->readers, reader, manifest, files);
    if (count == 0)
        return (struct coverage_verdict){.state = COVERAGE_NONE};
    if (row->cells[SCANNER_DIRECTORY].kind == VALUE_UNKNOWN)
        return not_known(row->cells[SCANNER_DIRECTORY].unknown->reason);
    if (cell_is_true(row, SCANNER_FIRST_ONLY) && folder &&
        !coverage_reader_takes_first(scan->readers, folder, manifest))
        return (struct coverage_verdict){.state = COVERAGE_NONE};
    /* What builds a project leaves out whole what it does not build; what reads lock files
     * sees a member in the lock file at the root. */
    if (string_starts_with(reader, "ecosystem:") && is_excluded(scan, row, manifest->path))
        return (struct coverage_verdict){.state = COVERAGE_NONE};
    for (size_t i = 0; i < count; i++)
        if (looks_at(scan, row, files[i]))
            return state_of(scan, row, files, count);
    if (may_be_among(scan, row, manifest))
        return not_known("which members of the workspace the scanned one depends on is not known");
    return (struct coverage_verdict){.state = COVERAGE_NONE};
}

/* What works on the project of its folder passes over others below it. */
static bool is_other_project(const struct coverage_scan *scan, const struct fact_row *row,
                             const struct coverage_manifest *manifest)
{
    const char *reader = cell_text(row, SCANNER_READS);
    const char *folder = cell_text(row, SCANNER_DIRECTORY);
    if (!reader || !folder || !string_starts_with(reader, "ecosystem:"))
        return false;
    const char *root = workspaces_root(scan->run->workspaces, manifest->ecosystem, folder);
    return strcmp(root, manifest->root) != 0;
}

static struct coverage_verdict judge_folder(const struct coverage_scan *scan,
                                            const struct fact_row *row, const char *purpose,
                                            const struct coverage_manifest *manifest)
{
    if (row->cells[SCANNER_DIRECTORY].kind == VALUE_UNKNOWN)
        return not_known(row->cells[SCANNER_DIRECTORY].unknown->reason);
    if (strcmp(purpose, "container") == 0 && !cell_text(row, SCANNER_DIRECTORY) &&
        scan->image_manifests > 1)
        return not_known(arena_printf(scan->run->arena,
                                      "%s looks at an image, and several are built here",
                                      cell_text(row, SCANNER_TITLE)));
    if (is_other_project(scan, row, manifest))
        return (struct coverage_verdict){.state = COVERAGE_NONE};
    const char *const *files = manifest->files;
    size_t count = manifest->file_count;
    const char *project[READER_FILES_MAX];
    const char *reader = cell_text(row, SCANNER_READS);
    if (reader && string_starts_with(reader, "ecosystem:")) {
        count = coverage_reader_files(scan->readers, reader, manifest, project);
        files = project;
    }
    for (size_t i = 0; i < count; i++)
        if (looks_at(scan, row, files[i]))
            return state_of(scan, row, files, count);
    return (struct coverage_verdict){.state = COVERAGE_NONE};
}

static struct coverage_verdict judge_row(const struct coverage_scan *scan,
                                         const struct fact_row *row, const char *purpose,
                                         const struct coverage_manifest *manifest)
{
    if (!coverage_purpose_fits(purpose, manifest->ecosystem) ||
        (strcmp(purpose, "sast") == 0 &&
         !reads_language(scan->run->arena, row, manifest->ecosystem)))
        return (struct coverage_verdict){.state = COVERAGE_NONE};
    if (strcmp(purpose, "sca") == 0 || strcmp(purpose, "licence") == 0)
        return judge_packages(scan, row, manifest);
    return judge_folder(scan, row, purpose, manifest);
}

/* What is known goes before what is not, of the same state. */
static bool is_better(const struct coverage_verdict *a, const struct coverage_verdict *b)
{
    if (a->state == COVERAGE_NONE || (a->not_known && b->state <= COVERAGE_DECLARED))
        return false;
    if (b->not_known && !a->not_known)
        return a->state <= COVERAGE_DECLARED;
    return a->state < b->state;
}

static void judge_group(const struct coverage_scan *scan, const struct group *group,
                        const struct coverage_manifest *manifest)
{
    struct coverage_verdict best = {.state = COVERAGE_NONE};
    const struct fact_row *evidence = NULL;
    for (size_t i = 0; i < group->count; i++) {
        struct coverage_verdict one = judge_row(scan, group->rows[i], group->purpose, manifest);
        if (is_better(&one, &best)) {
            best = one;
            evidence = group->rows[i];
        }
    }
    coverage_add(scan->run, manifest, group->purpose, group->tool, evidence, best);
}

/* Alerts of GitHub come from settings that stand in no file. */
static void add_alerts(const struct coverage_scan *scan, const struct coverage_manifest *manifest)
{
    const char *host = scan->run->host;
    const char *files[READER_FILES_MAX];
    if (!host || text_find_folded(text_of(host), "github") == SIZE_MAX ||
        coverage_reader_files(scan->readers, "dependency_graph", manifest, files) == 0)
        return;
    coverage_add(scan->run, manifest, "sca", "dependabot_alerts", NULL,
                 (struct coverage_verdict){
                     .state = COVERAGE_DECLARED,
                     .not_known = "whether Dependabot alerts are on is a setting of the forge",
                     .proof = "GET /repos/{owner}/{repo}/vulnerability-alerts",
                 });
}

/* A pipeline elsewhere may hold any scanner; an update bot has its settings in the tree. */
static void add_gap(struct coverage_scan *scan, const struct coverage_manifest *manifest,
                    const struct fact_row *gap)
{
    const char *purpose = cell_text(gap, SCANNER_PURPOSE);
    bool is_elsewhere = coverage_gap_reason(gap)->class == UNKNOWN_UNOBSERVABLE;
    if (purpose || !is_elsewhere) {
        coverage_add_gap(scan->run, manifest, purpose, NULL, gap);
        return;
    }
    for (size_t i = 0; purposes[i]; i++)
        if (coverage_purpose_fits(purposes[i], manifest->ecosystem))
            coverage_add_gap(scan->run, manifest, purposes[i], NULL, gap);
}

void coverage_scan_add(struct coverage_scan *scan, const struct coverage_manifest *manifest)
{
    for (size_t i = 0; i < scan->group_count; i++)
        judge_group(scan, &scan->groups[i], manifest);
    for (size_t i = 0; i < scan->gap_count; i++)
        add_gap(scan, manifest, scan->gaps[i]);
    add_alerts(scan, manifest);
}
