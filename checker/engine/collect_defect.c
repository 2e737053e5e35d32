#include "engine/collect_defect.h"

#include "facts/gather.h"

#include <string.h>

bool glob_may_match_below(const struct glob *glob, const char *path)
{
    const char *prefix = glob_prefix(glob);
    size_t size = strlen(path);
    if (strlen(prefix) <= size)
        return strncmp(path, prefix, strlen(prefix)) == 0;
    return strncmp(prefix, path, size) == 0 && prefix[size] == '/';
}

static bool may_want(const struct plan *plan, const char *const *globs, const char *path)
{
    for (; globs && *globs; globs++) {
        const struct glob *glob = table_find(&plan->globs, *globs);
        if (glob && glob_may_match_below(glob, path))
            return true;
    }
    return false;
}

static void add_gap(struct fact_table *table, const struct defect *defect, struct arena *arena)
{
    size_t fields = 0;
    while (table->kind->fields[fields].name)
        fields++;
    struct value *cells = ARENA_ARRAY(arena, struct value, fields + 1);
    struct value unknown =
        value_unknown(arena, UNKNOWN_UNREADABLE,
                      arena_printf(arena,
                                   "a part of the tree cannot be "
                                   "read: '%s' %s",
                                   *defect->path ? defect->path : "./", defect->problem));
    for (size_t i = 0; i < fields; i++)
        cells[i] = unknown;
    struct fact_row *rows = ARENA_ARRAY(arena, struct fact_row, table->count + 1);
    if (table->count > 0)
        memcpy(rows, table->rows, table->count * sizeof(*rows));
    rows[table->count++] = (struct fact_row){
        .path = defect->path, .line = 1, .column = 1, .gap = true, .cells = cells};
    table->rows = rows;
    fact_table_sort(table);
}

static void add_gaps(struct collection *collection, const struct plan_part *part,
                     const struct defect *defect, struct arena *arena)
{
    const struct plan *plan = collection->plan;
    for (size_t i = 0; i < part->reader_count; i++) {
        const struct plan_reader *reader = &part->readers[i];
        if (reader->kind != READER_RECOGNISER) {
            if (may_want(plan, plan->tables[reader->index].globs, defect->path))
                add_gap(&collection->tables[reader->index], defect, arena);
            continue;
        }
        const struct plan_recogniser *planned = &part->recognisers[reader->index];
        if (!may_want(plan, planned->recogniser->paths, defect->path))
            continue;
        for (size_t k = 0; planned->recogniser->kinds[k]; k++)
            if (planned->wanted[k])
                add_gap(&collection->tables[planned->tables[k]], defect, arena);
    }
}

void collect_defects(struct collection *collection, const struct collect_options *options,
                     struct arena *arena)
{
    const struct snapshot *snapshot = options->snapshot;
    if (snapshot->defect_count == 0)
        return;
    struct skipped *skipped =
        ARENA_ARRAY(arena, struct skipped, collection->skipped_count + snapshot->defect_count);
    for (size_t i = 0; i < snapshot->defect_count; i++) {
        const struct defect *defect = &snapshot->defects[i];
        skipped[i] = (struct skipped){.path = defect->path, .why = defect->problem};
        add_gaps(collection, &collection->plan->parts[options->side], defect, arena);
    }
    for (size_t i = 0; i < collection->skipped_count; i++)
        skipped[snapshot->defect_count + i] = collection->skipped[i];
    collection->skipped = skipped;
    collection->skipped_count += snapshot->defect_count;
}
