#include "base/table.h"
#include "facts/contact.h"
#include "facts/coverage.h"
#include "facts/coverage_scan.h"
#include "facts/gather.h"
#include "facts/invocation_kinds.h"
#include "facts/paths.h"
#include "facts/scanner_kinds.h"

#include <string.h>

const char *const coverage_purposes[] = {"sca", "update",  "sast", "secrets", "container",
                                         "iac", "licence", "dast", NULL};
static const char *const states[] = {
    [COVERAGE_ACTIVE] = "active",     [COVERAGE_ADVISORY] = "advisory",
    [COVERAGE_DECLARED] = "declared", [COVERAGE_MANUAL] = "manual",
    [COVERAGE_DISABLED] = "disabled", [COVERAGE_INVALID] = "invalid",
    [COVERAGE_NONE] = NULL,
};

static const struct fact_field fields[] = {
    [COVERAGE_MANIFEST] = {"manifest", {.kind = TYPE_PATH}, false, "the manifest's path"},
    [COVERAGE_ECOSYSTEM] = {"ecosystem", {.kind = TYPE_TEXT}, false, "of the manifest"},
    [COVERAGE_PURPOSE] = {"purpose",
                          {.kind = TYPE_WORD, .words = coverage_purposes},
                          false,
                          "what the tool is for"},
    [COVERAGE_TOOL] = {"tool", {.kind = TYPE_TEXT}, false, "dependabot, renovate, ..."},
    [COVERAGE_STATE] =
        {"state",
         {.kind = TYPE_WORD, .words = states},
         false,
         "active: it runs by itself and can fail; advisory: it cannot fail; declared: a "
         "hosted service is told to; manual: on demand; disabled and invalid: nothing "
         "comes of it"},
    [COVERAGE_REASON] = {"reason",
                         {.kind = TYPE_TEXT},
                         true,
                         "why the state is not better, or what runs it"},
    [COVERAGE_PROOF] = {"proof",
                        {.kind = TYPE_TEXT},
                        true,
                        "what would tell a state that nothing in the repository tells"},
    {0},
};

static const char *const key[] = {"manifest", "ecosystem", "purpose", "tool", NULL};

const struct fact_kind coverage_kind = {
    .name = "coverage",
    .summary = "a manifest and a tool that looks after it; stands at the tool's configuration",
    .key = key,
    .fields = fields,
};

enum coverage_state coverage_state_find(const char *word)
{
    unsigned state = COVERAGE_ACTIVE;
    while (state < COVERAGE_NONE && (!word || strcmp(states[state], word) != 0))
        state++;
    return (enum coverage_state)state;
}

const char *coverage_state_word(enum coverage_state state)
{
    return states[state];
}

void coverage_add(const struct coverage_run *run, const struct coverage_manifest *manifest,
                  const char *purpose, const char *tool, const struct fact_row *evidence,
                  struct coverage_verdict verdict)
{
    if (verdict.state == COVERAGE_NONE)
        return;
    struct value *cells =
        fact_add(run->writer, &coverage_kind, evidence ? evidence->path : manifest->path,
                 evidence ? evidence->line : 1, 1)
            ->cells;
    cells[COVERAGE_MANIFEST] = fact_text(run->writer, manifest->path);
    cells[COVERAGE_ECOSYSTEM] = fact_text(run->writer, manifest->ecosystem);
    cells[COVERAGE_PURPOSE] = fact_text(run->writer, purpose);
    cells[COVERAGE_TOOL] = fact_text(run->writer, tool);
    cells[COVERAGE_STATE] = verdict.not_known
                                ? value_unknown(run->arena, UNKNOWN_UNOBSERVABLE, verdict.not_known)
                                : value_text(states[verdict.state]);
    cells[COVERAGE_REASON] = fact_text(run->writer, verdict.not_known ? NULL : verdict.reason);
    cells[COVERAGE_PROOF] = fact_text(run->writer, verdict.proof);
}

const struct unknown *coverage_gap_reason(const struct fact_row *gap)
{
    size_t field = 0;
    while (gap->cells[field].kind != VALUE_UNKNOWN)
        field++;
    return gap->cells[field].unknown;
}

void coverage_add_gap(const struct coverage_run *run, const struct coverage_manifest *manifest,
                      const char *purpose, const char *tool, const struct fact_row *gap)
{
    const struct unknown *unknown = coverage_gap_reason(gap);
    struct value *cells =
        fact_add_gap(run->writer, &coverage_kind, gap->path, unknown->class, unknown->reason)
            ->cells;
    cells[COVERAGE_MANIFEST] = fact_text(run->writer, manifest->path);
    cells[COVERAGE_ECOSYSTEM] = fact_text(run->writer, manifest->ecosystem);
    if (purpose)
        cells[COVERAGE_PURPOSE] = fact_text(run->writer, purpose);
    if (tool)
        cells[COVERAGE_TOOL] = fact_text(run->writer, tool);
}

/* What pip-compile makes of *.in is its *.txt; Renovate reads the first for the second. */
static const char *compiled_of(struct arena *arena, const struct fact_repository *repository,
                               const char *path)
{
    size_t size = strlen(path);
    if (!string_ends_with(path, ".in"))
        return NULL;
    const char *text = arena_printf(arena, "%.*s.txt", (int)(size - 3), path);
    return snapshot_find(repository->snapshot, text) ? text : NULL;
}

struct files {
    const char **items;
    size_t count, capacity;
};

/* The parts that are no manifest by themselves belong to the one of their ecosystem in
 * their folder: workflows, modules of Terraform, images. "ecosystem folder" -> struct files. */
static void find_parts(struct table *out, const struct coverage_run *run,
                       const struct fact_table *manifests, const struct fact_table *parts)
{
    struct arena *arena = run->arena;
    struct table own;
    table_init(&own, arena);
    table_init(out, arena);
    for (size_t i = 0; i < manifests->count; i++) {
        const char *ecosystem = cell_text(&manifests->rows[i], MANIFEST_ECOSYSTEM);
        if (ecosystem)
            table_set(&own, arena_printf(arena, "%s %s", ecosystem, manifests->rows[i].path), out);
    }
    for (size_t i = 0; i < parts->count; i++) {
        const struct fact_row *part = &parts->rows[i];
        const char *ecosystem = part->gap ? NULL : cell_text(part, PART_ECOSYSTEM);
        if (!ecosystem || cell_integer(part, PART_DEPENDENCIES, 0) == 0 ||
            table_has(&own, arena_printf(arena, "%s %s", ecosystem, part->path)))
            continue;
        const char *place =
            arena_printf(arena, "%s %s", ecosystem, path_directory(arena, part->path));
        struct files *files = table_find(out, place);
        if (!files) {
            files = ARENA_NEW(arena, struct files);
            table_set(out, place, files);
        }
        files->items =
            arena_grow(arena, files->items, files->count, &files->capacity, sizeof(*files->items));
        files->items[files->count++] = part->path;
    }
}

static void add_files(const struct coverage_run *run, const struct table *parts,
                      struct coverage_manifest *manifest)
{
    const struct files *others = table_find(
        parts, arena_printf(run->arena, "%s %s", manifest->ecosystem, manifest->directory));
    size_t count = others ? others->count : 0;
    manifest->files = ARENA_ARRAY(run->arena, const char *, count + 1);
    manifest->files[manifest->file_count++] =
        manifest->compiled ? manifest->compiled : manifest->path;
    for (size_t i = 0; i < count; i++)
        manifest->files[manifest->file_count++] = others->items[i];
}

static bool read_manifest(const struct coverage_run *run, const struct fact_row *row,
                          struct coverage_manifest *out)
{
    *out = (struct coverage_manifest){
        .path = row->path,
        .ecosystem = cell_text(row, MANIFEST_ECOSYSTEM),
        .directory = cell_text(row, MANIFEST_DIRECTORY),
        .root = cell_text(row, MANIFEST_WORKSPACE_ROOT),
    };
    if (!out->ecosystem || !out->directory)
        return false;
    if (!out->root)
        out->root = out->directory;
    out->compiled = compiled_of(run->arena, run->repository, row->path);
    return true;
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    struct arena *arena = fact_arena(writer);
    const struct fact_table *manifests = repository->table(repository, &manifest_kind);
    struct coverage_run run = {
        .arena = arena,
        .writer = writer,
        .repository = repository,
        .patterns = path_patterns_new(arena),
        .workspaces = workspaces_new(arena, repository->table(repository, &manifest_part_kind)),
    };
    if (repository->repository) {
        const char *remote = repository_remote(repository->repository, arena);
        run.host = remote ? arena_copy(arena, contact_host(remote)) : NULL;
        run.branch = repository_branch(repository->repository, arena);
    }
    struct table parts;
    find_parts(&parts, &run, manifests, repository->table(repository, &manifest_part_kind));
    struct coverage_update *update = coverage_update_new(&run);
    struct coverage_scan *scan =
        coverage_scan_new(&run, repository->table(repository, &fact_kind_scanner), manifests);
    for (size_t i = 0; i < manifests->count; i++) {
        struct coverage_manifest manifest;
        if (!read_manifest(&run, &manifests->rows[i], &manifest))
            continue;
        add_files(&run, &parts, &manifest);
        coverage_update_add(update, &manifest);
        coverage_scan_add(scan, &manifest);
    }
    path_patterns_free(run.patterns);
    return NULL;
}

static const struct fact_kind *const kinds[] = {&coverage_kind, NULL};
static const struct fact_kind *const needs[] = {
    &manifest_kind,
    &manifest_part_kind,
    &update_entry_kind,
    &update_rule_kind,
    &requirement_include_kind,
    &fact_kind_invocation,
    &fact_kind_scanner,
    NULL,
};

FACT(coverage) = {
    .name = "coverage",
    .area = FACT_AREA_SUPPLY_CHAIN,
    .summary = "which tool looks after which manifest, and whether it really does",
    .version = 3,
    .kinds = kinds,
    .needs = needs,
    .recognise_repository = recognise,
};
