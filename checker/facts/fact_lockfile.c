#include "facts/skipped.h"
#include "facts/supply.h"

#include "base/table.h"

#include <string.h>

static const struct fact_field fields[] = {
    [LOCKFILE_ECOSYSTEM] = {"ecosystem", {.kind = TYPE_TEXT}, false, "npm, pip, gomod, cargo, ..."},
    [LOCKFILE_DIRECTORY] = {"directory", {.kind = TYPE_PATH}, false, "its folder; . for the root"},
    [LOCKFILE_TOOL] = {"tool",
                       {.kind = TYPE_TEXT},
                       false,
                       "what writes it: npm, yarn, poetry, ..."},
    [LOCKFILE_WHOLE] = {"whole",
                        {.kind = TYPE_BOOLEAN},
                        false,
                        "holds what its tool writes, and no marks of an unfinished merge"},
    [LOCKFILE_CONSISTENT] = {"consistent",
                             {.kind = TYPE_BOOLEAN},
                             false,
                             "says of each manifest what that says itself: no `lock_problem`; "
                             "unknown where that cannot be compared"},
    [LOCKFILE_DIFFERENCE] = {"difference",
                             {.kind = TYPE_TEXT},
                             true,
                             "the first `lock_problem` that makes it another, in words, and how "
                             "many more there are"},
    [LOCKFILE_RIVAL] = {"rival",
                        {.kind = TYPE_PATH},
                        true,
                        "the lock file of another tool beside it, which is installed from "
                        "instead, or may be"},
    [LOCKFILE_SKIPPED] = {"skipped",
                          {.kind = TYPE_WORD, .words = skipped_reasons},
                          true,
                          "why, by convention, nobody ships what stands in its folder"},
    [LOCKFILE_FIELD_COUNT] = {0},
};

static const char *const key[] = {"path", NULL};

const struct fact_kind lockfile_kind = {
    .name = "lockfile",
    .summary = "a lock file of a package manager",
    .key = key,
    .fields = fields,
};

/* What makes a lock file another than its manifests ask for. */
struct problems {
    const struct fact_row *first; /* a gap only when nothing is known to differ */
    size_t count;
    const char *rival;
};

static struct problems *problems_at(struct arena *arena, struct table *table, const char *path)
{
    struct problems *problems = table_find(table, path);
    if (!problems) {
        problems = ARENA_NEW(arena, struct problems);
        table_set(table, path, problems);
    }
    return problems;
}

static struct table problems_of(struct arena *arena, const struct fact_table *rows)
{
    struct table out;
    table_init(&out, arena);
    for (size_t i = 0; i < rows->count; i++) {
        const struct fact_row *row = &rows->rows[i];
        const char *sort = cell_text(row, LOCK_PROBLEM_SORT);
        struct problems *problems = problems_at(arena, &out, row->path);
        if (sort && strcmp(sort, "other_tool") == 0)
            problems->rival = cell_text(row, LOCK_PROBLEM_NAME);
        if (!row->gap && (!sort || !lock_sort_differs(sort)))
            continue;
        if (!problems->first || (problems->first->gap && !row->gap))
            problems->first = row;
        problems->count += row->gap ? 0 : 1;
    }
    return out;
}

static struct value consistency(struct arena *arena, const struct fact_row *part,
                                const struct problems *problems)
{
    const struct fact_row *first = problems ? problems->first : NULL;
    if (first && !first->gap)
        return value_boolean(false);
    if (first)
        return first->cells[LOCK_PROBLEM_SORT];
    const char *tool = cell_text(part, LOCK_PART_TOOL);
    if (part->cells[LOCK_PART_WHOLE].kind == VALUE_UNKNOWN)
        return part->cells[LOCK_PART_WHOLE];
    if (!cell_is_true(part, LOCK_PART_WHOLE))
        return value_boolean(false);
    if (!lock_rule_find(tool))
        return value_unknown(arena, UNKNOWN_UNOBSERVABLE,
                             arena_printf(arena, "lock files of %s are not compared", tool));
    return value_boolean(true);
}

static void write_comparison(struct arena *arena, struct value *cells, const struct fact_row *part,
                             const struct problems *problems)
{
    cells[LOCKFILE_CONSISTENT] = consistency(arena, part, problems);
    if (!problems)
        return;
    cells[LOCKFILE_RIVAL] = value_text(problems->rival);
    if (!problems->first)
        return;
    if (problems->first->gap) {
        cells[LOCKFILE_DIFFERENCE] = problems->first->cells[LOCK_PROBLEM_SORT];
        return;
    }
    const char *detail = cell_text(problems->first, LOCK_PROBLEM_DETAIL);
    if (problems->count > 1)
        detail = arena_printf(arena, "%s, and %zu more", detail, problems->count - 1);
    cells[LOCKFILE_DIFFERENCE] = value_text(detail);
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    struct arena *arena = fact_arena(writer);
    const struct fact_table *parts = repository->table(repository, &lockfile_part_kind);
    bool compares = fact_wants_field(repository, &lockfile_kind, "consistent") ||
                    fact_wants_field(repository, &lockfile_kind, "difference") ||
                    fact_wants_field(repository, &lockfile_kind, "rival");
    struct table problems = {0};
    if (compares)
        problems = problems_of(arena, repository->table(repository, &lock_problem_kind));
    for (size_t i = 0; i < parts->count; i++) {
        const struct fact_row *part = &parts->rows[i];
        if (part->gap)
            continue;
        struct value *cells =
            fact_add(writer, &lockfile_kind, part->path, part->line, part->column)->cells;
        cells[LOCKFILE_ECOSYSTEM] = part->cells[LOCK_PART_ECOSYSTEM];
        cells[LOCKFILE_DIRECTORY] = part->cells[LOCK_PART_DIRECTORY];
        cells[LOCKFILE_TOOL] = part->cells[LOCK_PART_TOOL];
        cells[LOCKFILE_WHOLE] = part->cells[LOCK_PART_WHOLE];
        cells[LOCKFILE_SKIPPED] = value_text(
            skipped_folder_as(arena, repository->snapshot, cell_text(part, LOCK_PART_DIRECTORY)));
        if (compares)
            write_comparison(arena, cells, part, table_find(&problems, part->path));
    }
    return NULL;
}

static const struct fact_kind *const kinds[] = {&lockfile_kind, NULL};
static const struct fact_kind *const needs[] = {&lockfile_part_kind, NULL};
static const struct fact_kind *const problem_needs[] = {&lock_problem_kind, NULL};
static const struct fact_field_need field_needs[] = {
    {"consistent", problem_needs}, {"difference", problem_needs}, {"rival", problem_needs}, {0}};

FACT(lockfile) = {
    .name = "lockfile",
    .area = FACT_AREA_SUPPLY_CHAIN,
    .summary = "lock files, whether they are whole and agree with their manifests",
    .version = 2,
    .kinds = kinds,
    .needs = needs,
    .field_needs = field_needs,
    .recognise_repository = recognise,
};
