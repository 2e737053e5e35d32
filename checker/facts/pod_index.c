#include "facts/pod_index.h"

#include "base/limits.h"
#include "facts/paths.h"
#include "facts/workload_kinds.h"

#include <string.h>

struct pod_list {
    size_t *rows, count, capacity;
};

static void list_add(struct arena *arena, struct pod_list *list, size_t row)
{
    if (list->count == list->capacity) {
        size_t capacity = list->capacity ? list->capacity * 2 : 4;
        size_t *rows = ARENA_ARRAY(arena, size_t, capacity);
        if (list->count > 0)
            memcpy(rows, list->rows, list->count * sizeof(*rows));
        list->rows = rows;
        list->capacity = capacity;
    }
    list->rows[list->count++] = row;
}

static void add_row(struct pod_index *index, size_t i)
{
    const struct fact_row *row = &index->table->rows[i];
    const struct value *selector = &row->cells[index->cells.selector];
    if (row->gap || selector->kind == VALUE_UNKNOWN)
        table_set(&index->gaps, path_directory(index->arena, row->path),
                  (void *)(uintptr_t)selector);
    if (row->gap || selector->kind != VALUE_LIST)
        return;
    if (selector->list->count == 0) {
        index->all[index->all_count++] = i;
        return;
    }
    const char *label = selector->list->items[0].text;
    struct pod_list *list = table_find(&index->by_label, label);
    if (!list) {
        list = ARENA_NEW(index->arena, struct pod_list);
        *list = (struct pod_list){0};
        table_set(&index->by_label, label, list);
    }
    list_add(index->arena, list, i);
}

void pod_index_init(struct pod_index *index, struct arena *arena, const struct fact_table *table,
                    const struct pod_selector_cells *cells)
{
    *index = (struct pod_index){.arena = arena, .table = table, .cells = *cells};
    table_init(&index->by_label, arena);
    table_init(&index->gaps, arena);
    index->all = ARENA_ARRAY(arena, size_t, table->count + 1);
    for (size_t i = 0; i < table->count; i++)
        add_row(index, i);
}

/* Both are sorted. */
static bool is_part_of(const struct value_list *selector, const struct value_list *labels)
{
    size_t at = 0;
    for (size_t i = 0; i < selector->count; i++) {
        while (at < labels->count && strcmp(labels->items[at].text, selector->items[i].text) < 0)
            at++;
        if (at == labels->count || strcmp(labels->items[at].text, selector->items[i].text) != 0)
            return false;
    }
    return true;
}

/* Where one of them does not say its namespace, who applies it does. */
static bool is_near(const struct pod_index *index, const struct fact_row *row,
                    const struct fact_row *workload)
{
    const struct value *its = &row->cells[index->cells.namespace],
                       *other = &workload->cells[WORKLOAD_NAMESPACE];
    if (row->cells[index->cells.test].boolean && !workload->cells[WORKLOAD_TEST].boolean)
        return false;
    return its->kind != VALUE_TEXT || other->kind != VALUE_TEXT ||
           strcmp(its->text, other->text) == 0;
}

static bool is_in_its_folder(const struct pod_index *index, const struct fact_row *row,
                             const struct fact_row *workload)
{
    return row->cells[index->cells.namespace].kind == VALUE_TEXT ||
           strcmp(path_directory(index->arena, row->path),
                  path_directory(index->arena, workload->path)) == 0;
}

struct value pod_index_selects(struct pod_index *index, const struct fact_row *workload,
                               void (*found)(void *state, size_t row), void *state)
{
    const struct value *labels = &workload->cells[WORKLOAD_LABELS];
    bool selected = false;
    if (labels->kind == VALUE_UNKNOWN)
        return *labels;
    for (size_t i = 0; labels->kind == VALUE_LIST && i < labels->list->count; i++) {
        const struct pod_list *list = table_find(&index->by_label, labels->list->items[i].text);
        for (size_t j = 0; list && j < list->count; j++) {
            const struct fact_row *row = &index->table->rows[list->rows[j]];
            if (++index->looked > LIMIT_POD_COMPARISONS)
                return value_unknown(index->arena, UNKNOWN_UNREADABLE,
                                     "too many selectors share a label");
            if (!is_near(index, row, workload) ||
                !is_part_of(row->cells[index->cells.selector].list, labels->list))
                continue;
            selected = true;
            found(state, list->rows[j]);
        }
    }
    for (size_t i = 0; index->cells.empty_selects_all && i < index->all_count; i++) {
        const struct fact_row *row = &index->table->rows[index->all[i]];
        if (++index->looked > LIMIT_POD_COMPARISONS || !is_near(index, row, workload) ||
            !is_in_its_folder(index, row, workload))
            continue;
        selected = true;
        found(state, index->all[i]);
    }
    const struct value *gap =
        table_find(&index->gaps, path_directory(index->arena, workload->path));
    return gap && !selected ? *gap : value_boolean(selected);
}
