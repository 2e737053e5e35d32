#include "facts/kustomize_index.h"

#include "facts/paths.h"

#include <string.h>

static const char *key_of(struct arena *arena, const char *folder, const char *name)
{
    return arena_printf(arena, "%s\n%s", folder, name);
}

void kustomize_index_init(struct kustomize_index *index, struct arena *arena,
                          const struct fact_table *table, size_t name, size_t test,
                          bool (*fixes)(const struct value *cells))
{
    index->arena = arena;
    table_init(&index->here, arena);
    table_init(&index->anywhere, arena);
    for (size_t i = 0; i < table->count; i++) {
        const struct fact_row *row = &table->rows[i];
        const struct value *cells = row->cells;
        if (row->gap || cells[name].kind != VALUE_TEXT)
            continue;
        table_set(&index->here, key_of(arena, path_directory(arena, row->path), cells[name].text),
                  (void *)(uintptr_t)row);
        if (!cells[test].boolean && fixes(cells))
            table_set(&index->anywhere, cells[name].text, (void *)(uintptr_t)row);
    }
}

const struct fact_row *kustomize_index_nearest(const struct kustomize_index *index,
                                               const char *path, const char *name)
{
    for (const char *folder = path; index->here.count > 0 && strcmp(folder, ".") != 0;) {
        folder = path_directory(index->arena, folder);
        const struct fact_row *row = table_find(&index->here, key_of(index->arena, folder, name));
        if (row)
            return row;
    }
    return NULL;
}

const struct fact_row *kustomize_index_elsewhere(const struct kustomize_index *index,
                                                 const char *name)
{
    return table_find(&index->anywhere, name);
}
