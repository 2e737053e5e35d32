#include "facts/dependabot.h"
#include "facts/paths.h"
#include "facts/renovate.h"
#include "facts/supply.h"

#include <string.h>

enum { MANIFEST, ECOSYSTEM, PURPOSE, TOOL, STATE, REASON };

static const char *const purposes[] = {"sca", "update",  "sast", "secrets", "container",
                                       "iac", "licence", "dast", NULL};
static const char *const states[] = {"active",   "advisory", "declared", "manual",
                                     "disabled", "invalid",  NULL};

static const struct fact_field fields[] = {
    {"manifest", {.kind = TYPE_PATH}, false, "the manifest's path"},
    {"ecosystem", {.kind = TYPE_TEXT}, false, "of the manifest"},
    {"purpose", {.kind = TYPE_WORD, .words = purposes}, false, "what the tool is for"},
    {"tool", {.kind = TYPE_TEXT}, false, "dependabot, renovate, ..."},
    {"state",
     {.kind = TYPE_WORD, .words = states},
     false,
     "declared: a hosted service is told to; disabled and invalid: it does nothing"},
    {"reason", {.kind = TYPE_TEXT}, true, "why it does nothing"},
    {0},
};

static const char *const key[] = {"manifest", "ecosystem", "purpose", "tool", NULL};

static const struct fact_kind coverage_kind = {
    .name = "coverage",
    .summary = "a manifest and a tool that looks after it; stands at the tool's configuration",
    .key = key,
    .fields = fields,
};

struct manifest {
    const char *path, *ecosystem, *directory, *root;
    const char *compiled; /* the *.txt beside this *.in, or NULL */
};

/* Dependabot's names that read the same manifests as another. */
static bool reads_ecosystem(const char *entry, const char *manifest)
{
    static const struct {
        const char *entry, *manifest;
    } others[] = {{"bun", "npm"}, {"uv", "pip"}, {"opentofu", "terraform"}};
    for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++)
        if (strcmp(others[i].entry, entry) == 0)
            return strcmp(others[i].manifest, manifest) == 0;
    return strcmp(entry, manifest) == 0;
}

/* What one (ecosystem, folder) of Dependabot reads beyond the folder itself. */
static bool dependabot_reads(struct arena *arena, const struct fact_row *entry,
                             const struct manifest *manifest)
{
    const char *ecosystem = cell_text(entry, UPDATE_ECOSYSTEM);
    const char *directory = cell_text(entry, UPDATE_DIRECTORY);
    if (!ecosystem || !directory || !reads_ecosystem(ecosystem, manifest->ecosystem))
        return false;
    if (dependabot_directory_means(arena, directory, manifest->directory))
        return true;
    if (strcmp(ecosystem, "github-actions") == 0)
        return strcmp(manifest->directory, ".github/workflows") == 0 &&
               dependabot_directory_means(arena, directory, ".");
    bool is_requirements =
        string_ends_with(manifest->path, ".txt") || string_ends_with(manifest->path, ".in");
    if (is_requirements && strcmp(manifest->directory, ".") != 0)
        return dependabot_directory_means(arena, directory,
                                          path_directory(arena, manifest->directory));
    return strcmp(manifest->root, manifest->directory) != 0 &&
           dependabot_directory_means(arena, directory, manifest->root);
}

static bool is_excluded(struct arena *arena, const struct fact_row *entry,
                        const struct manifest *manifest)
{
    const struct value *excludes = NULL;
    size_t count = cell_list(entry, UPDATE_EXCLUDES, &excludes);
    const char *directory = cell_text(entry, UPDATE_DIRECTORY);
    const char *below = manifest->path;
    if (directory && strlen(directory) > 1 && path_is_within(manifest->path, directory + 1))
        below = manifest->path + strlen(directory);
    for (size_t i = 0; i < count; i++)
        if (dependabot_excludes(arena, excludes[i].text, manifest->path) ||
            dependabot_excludes(arena, excludes[i].text, below))
            return true;
    return false;
}

struct verdict {
    const char *state; /* NULL: the entry is not about this manifest */
    const char *reason;
};

static struct verdict judge_dependabot(struct arena *arena, const struct fact_row *entry,
                                       const struct manifest *manifest, const char *branch)
{
    const char *problem = cell_text(entry, UPDATE_PROBLEM);
    if (problem && !cell_text(entry, UPDATE_ECOSYSTEM))
        return (struct verdict){"invalid", problem};
    if (!dependabot_reads(arena, entry, manifest))
        return (struct verdict){0};
    if (problem)
        return (struct verdict){"invalid", problem};
    if (cell_integer(entry, UPDATE_LIMIT, 1) == 0)
        return (struct verdict){"disabled", "open-pull-requests-limit is 0"};
    if (!cell_is_true(entry, UPDATE_ENABLED))
        return (struct verdict){"disabled", "every dependency is ignored"};
    const char *target = cell_text(entry, UPDATE_BRANCH);
    if (target && (!branch || strcmp(target, branch) != 0))
        return (struct verdict){"disabled", "target-branch names another branch"};
    if (is_excluded(arena, entry, manifest))
        return (struct verdict){"disabled", "exclude-paths takes it out"};
    return (struct verdict){"declared", NULL};
}

static bool has_item(const struct fact_row *entry, size_t field, const char *item)
{
    const struct value *items = NULL;
    size_t count = cell_list(entry, field, &items);
    for (size_t i = 0; i < count; i++)
        if (strcmp(items[i].text, item) == 0)
            return true;
    return false;
}

static bool matches_any(struct arena *arena, const struct fact_row *entry, size_t field,
                        const char *path, bool as_part)
{
    const struct value *items = NULL;
    size_t count = cell_list(entry, field, &items);
    for (size_t i = 0; i < count; i++)
        if (renovate_path_matches(arena, items[i].text, path, as_part))
            return true;
    return false;
}

static bool has_manager(const struct fact_row *entry, size_t field, const char *manager)
{
    if (has_item(entry, field, manager))
        return true;
    /* pyproject.toml is read by either, and a bun lock turns npm into bun. */
    return (strcmp(manager, "pep621") == 0 && has_item(entry, field, "poetry")) ||
           (strcmp(manager, "npm") == 0 && has_item(entry, field, "bun"));
}

/* What pip-compile makes of *.in is its *.txt; Renovate reads the first for the second. */
static bool is_compiled(struct arena *arena, const struct fact_row *entry, const char *path)
{
    const struct value *items = NULL;
    size_t count = cell_list(entry, UPDATE_COMPILES, &items);
    for (size_t i = 0; i < count; i++)
        if (renovate_pattern_matches(arena, items[i].text, path))
            return true;
    return false;
}

static struct verdict judge_renovate(struct arena *arena, const struct fact_row *entry,
                                     const struct manifest *manifest)
{
    const char *problem = cell_text(entry, UPDATE_PROBLEM);
    if (problem)
        return (struct verdict){"invalid", problem};
    const char *manager = renovate_manager_of(manifest->ecosystem, manifest->path);
    if (strcmp(manifest->ecosystem, "pip") == 0 && is_compiled(arena, entry, manifest->path))
        manager = "pip-compile";
    if (!manager)
        return (struct verdict){0};
    if (!cell_is_true(entry, UPDATE_ENABLED))
        return (struct verdict){"disabled", "Renovate is switched off, or for security only"};
    const struct value *items = NULL;
    if (cell_list(entry, UPDATE_MANAGERS, &items) > 0 &&
        !has_manager(entry, UPDATE_MANAGERS, manager))
        return (struct verdict){"disabled", "enabledManagers leaves it out"};
    if (has_item(entry, UPDATE_OFF, manager))
        return (struct verdict){"disabled", "its manager is switched off"};
    if (cell_list(entry, UPDATE_INCLUDES, &items) > 0 &&
        !matches_any(arena, entry, UPDATE_INCLUDES, manifest->path, false))
        return (struct verdict){"disabled", "includePaths leaves it out"};
    if (matches_any(arena, entry, UPDATE_EXCLUDES, manifest->path, true))
        return (struct verdict){"disabled", "ignorePaths takes it out"};
    return (struct verdict){"declared", NULL};
}

static unsigned rank_of(const char *state)
{
    unsigned rank = 0;
    while (states[rank] && strcmp(states[rank], state) != 0)
        rank++;
    return rank;
}

static void write_row(struct fact_writer *writer, const struct fact_row *evidence, const char *tool,
                      const struct manifest *manifest, struct verdict verdict)
{
    struct value *cells =
        fact_add(writer, &coverage_kind, evidence->path, evidence->line, 1)->cells;
    cells[MANIFEST] = fact_text(writer, manifest->path);
    cells[ECOSYSTEM] = fact_text(writer, manifest->ecosystem);
    cells[PURPOSE] = value_text("update");
    cells[TOOL] = fact_text(writer, tool);
    cells[STATE] = fact_text(writer, verdict.state);
    cells[REASON] = fact_text(writer, verdict.reason);
}

/* The best that any entry of one tool does for a manifest; its mistakes only when
 * none does better. */
static void judge_tool(struct fact_writer *writer, const struct fact_table *entries,
                       const char *tool, const struct manifest *manifest, const char *branch)
{
    struct verdict best = {0};
    const struct fact_row *evidence = NULL;
    struct manifest read = *manifest;
    if (manifest->compiled)
        read.path = manifest->compiled;
    for (size_t i = 0; i < entries->count; i++) {
        const struct fact_row *entry = &entries->rows[i];
        const char *its_tool = cell_text(entry, UPDATE_TOOL);
        if (!its_tool || strcmp(its_tool, tool) != 0)
            continue;
        if (entry->gap) {
            const struct unknown *unknown = entry->cells[UPDATE_ENABLED].unknown;
            struct fact_row *row =
                fact_add_gap(writer, &coverage_kind, entry->path, unknown->class, unknown->reason);
            row->cells[MANIFEST] = fact_text(writer, manifest->path);
            row->cells[ECOSYSTEM] = fact_text(writer, manifest->ecosystem);
            row->cells[PURPOSE] = value_text("update");
            row->cells[TOOL] = fact_text(writer, tool);
            return;
        }
        struct verdict verdict = strcmp(tool, "dependabot") == 0
                                     ? judge_dependabot(fact_arena(writer), entry, manifest, branch)
                                     : judge_renovate(fact_arena(writer), entry, &read);
        if (verdict.state && (!best.state || rank_of(verdict.state) < rank_of(best.state))) {
            best = verdict;
            evidence = entry;
        }
    }
    if (best.state)
        write_row(writer, evidence, tool, manifest, best);
}

static const char *compiled_of(struct arena *arena, const struct fact_repository *repository,
                               const char *path)
{
    size_t size = strlen(path);
    if (!string_ends_with(path, ".in"))
        return NULL;
    const char *text = arena_printf(arena, "%.*s.txt", (int)(size - 3), path);
    return snapshot_find(repository->snapshot, text) ? text : NULL;
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    const struct fact_table *manifests = repository->table(repository, &manifest_kind);
    const struct fact_table *entries = repository->table(repository, &update_entry_kind);
    const char *branch = repository->repository
                             ? repository_branch(repository->repository, fact_arena(writer))
                             : NULL;
    for (size_t i = 0; i < manifests->count; i++) {
        const struct fact_row *row = &manifests->rows[i];
        struct manifest manifest = {
            .path = row->path,
            .ecosystem = cell_text(row, MANIFEST_ECOSYSTEM),
            .directory = cell_text(row, MANIFEST_DIRECTORY),
            .root = cell_text(row, MANIFEST_WORKSPACE_ROOT),
        };
        if (!manifest.ecosystem || !manifest.directory)
            continue;
        manifest.compiled = compiled_of(fact_arena(writer), repository, row->path);
        if (!manifest.root)
            manifest.root = manifest.directory;
        judge_tool(writer, entries, "dependabot", &manifest, branch);
        judge_tool(writer, entries, "renovate", &manifest, branch);
    }
    return NULL;
}

static const struct fact_kind *const kinds[] = {&coverage_kind, NULL};
static const struct fact_kind *const needs[] = {&manifest_kind, &update_entry_kind, NULL};

FACT(coverage) = {
    .name = "coverage",
    .area = FACT_AREA_SUPPLY_CHAIN,
    .summary = "which tool looks after which manifest, and whether it really does",
    .version = 1,
    .kinds = kinds,
    .needs = needs,
    .recognise_repository = recognise,
};
