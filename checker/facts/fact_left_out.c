/* left_out - members of a workspace that what looks after its root passes over. The root
 * speaks for the members of its workspace only as far as its tools read them: a profile of
 * Maven that nobody asks for, or an option that excludes, leaves some out. */
#include "base/table.h"
#include "facts/coverage.h"
#include "facts/paths.h"

#include <string.h>

enum { MANIFEST, ECOSYSTEM, PURPOSE, TOOL, ROOT };

static const struct fact_field fields[] = {
    [MANIFEST] = {"manifest", {.kind = TYPE_PATH}, false, "the manifest of the member"},
    [ECOSYSTEM] = {"ecosystem", {.kind = TYPE_TEXT}, false, "of the manifest"},
    [PURPOSE] = {"purpose",
                 {.kind = TYPE_WORD, .words = coverage_purposes},
                 false,
                 "for which no tool is known to read the member"},
    [TOOL] = {"tool", {.kind = TYPE_TEXT}, false, "what looks after the root for that purpose"},
    [ROOT] = {"root", {.kind = TYPE_PATH}, false, "the manifest at the root of its workspace"},
    {0},
};

static const struct fact_kind kind = {
    .name = "left_out",
    .summary = "a member of a workspace that what looks after its root passes over; stands at "
               "its manifest",
    .key = (const char *const[]){"manifest", "ecosystem", "purpose", NULL},
    .fields = fields,
};

/* What is known to look after manifests: "purpose path" -> the tool's name. */
static void find_tools(struct table *out, struct arena *arena, const struct fact_table *coverage)
{
    for (size_t i = 0; i < coverage->count; i++) {
        const struct fact_row *row = &coverage->rows[i];
        const char *tool = row->gap ? NULL : cell_text(row, COVERAGE_TOOL);
        const char *state = row->gap ? NULL : cell_text(row, COVERAGE_STATE);
        if (!tool || !state || coverage_state_find(state) > COVERAGE_DECLARED)
            continue;
        const char *place = arena_printf(arena, "%s %s", cell_text(row, COVERAGE_PURPOSE),
                                         cell_text(row, COVERAGE_MANIFEST));
        if (!table_has(out, place))
            table_set(out, place, arena_strdup(arena, tool));
    }
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    struct arena *arena = fact_arena(writer);
    const struct fact_table *manifests = repository->table(repository, &manifest_kind);
    struct table tools;
    struct table roots; /* "ecosystem folder" -> the path of a manifest there */
    table_init(&tools, arena);
    table_init(&roots, arena);
    find_tools(&tools, arena, repository->table(repository, &coverage_kind));
    for (size_t i = 0; i < manifests->count; i++) {
        const struct fact_row *row = &manifests->rows[i];
        if (!row->gap)
            table_set(&roots,
                      arena_printf(arena, "%s %s", cell_text(row, MANIFEST_ECOSYSTEM),
                                   cell_text(row, MANIFEST_DIRECTORY)),
                      arena_strdup(arena, row->path));
    }
    for (size_t i = 0; i < manifests->count; i++) {
        const struct fact_row *row = &manifests->rows[i];
        /* What fetches the build tool is of the build, and no member of it. */
        if (row->gap || !cell_is_true(row, MANIFEST_MEMBER) ||
            string_ends_with(row->path, "-wrapper.properties"))
            continue;
        const char *ecosystem = cell_text(row, MANIFEST_ECOSYSTEM);
        const char *root =
            table_find(&roots, arena_printf(arena, "%s %s", ecosystem,
                                            cell_text(row, MANIFEST_WORKSPACE_ROOT)));
        for (size_t k = 0; root && coverage_purposes[k]; k++) {
            const char *purpose = coverage_purposes[k];
            const char *tool = table_find(&tools, arena_printf(arena, "%s %s", purpose, root));
            if (!tool || table_has(&tools, arena_printf(arena, "%s %s", purpose, row->path)))
                continue;
            struct value *cells = fact_add(writer, &kind, row->path, row->line, row->column)->cells;
            cells[MANIFEST] = value_text(row->path);
            cells[ECOSYSTEM] = value_text(ecosystem);
            cells[PURPOSE] = value_text(purpose);
            cells[TOOL] = value_text(tool);
            cells[ROOT] = value_text(root);
        }
    }
    return NULL;
}

FACT(left_out) = {
    .name = "left_out",
    .area = FACT_AREA_SUPPLY_CHAIN,
    .summary = "members of workspaces that the tools of the root pass over",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&kind, NULL},
    .needs = (const struct fact_kind *const[]){&manifest_kind, &coverage_kind, NULL},
    .recognise_repository = recognise,
};
