#include "engine/row.h"

#include <string.h>

struct value value_copy(struct arena *arena, const struct value *value)
{
    struct value copy = *value;
    switch (value->kind) {
    case VALUE_TEXT:
        copy.text = arena_strdup(arena, value->text);
        break;
    case VALUE_UNKNOWN:
        return value_unknown(arena, value->unknown->class,
                             arena_strdup(arena, value->unknown->reason));
    case VALUE_LIST: {
        struct value *items = ARENA_ARRAY(arena, struct value, value->list->count);
        for (size_t i = 0; i < value->list->count; i++)
            items[i] = value_copy(arena, &value->list->items[i]);
        return value_list_of(arena, items, value->list->count);
    }
    case VALUE_ABSENT:
    case VALUE_INTEGER:
    case VALUE_NUMBER:
    case VALUE_SHARE:
    case VALUE_BOOLEAN:
    case VALUE_DATE:
    case VALUE_TIME:
    case VALUE_DURATION:
    case VALUE_NODE:
        break;
    }
    return copy;
}

struct fact_row row_copy(struct arena *arena, const struct fact_kind *kind,
                         const struct fact_row *row, const char *path)
{
    size_t fields = 0;
    while (kind->fields[fields].name)
        fields++;
    struct fact_row copy = *row;
    if (row->path)
        copy.path = path && strcmp(path, row->path) == 0 ? path : arena_strdup(arena, row->path);
    copy.cells = ARENA_ARRAY(arena, struct value, fields + 1);
    for (size_t i = 0; i < fields; i++) {
        /* The cells of a gap share one reason, and so do their copies. */
        bool same = i > 0 && row->cells[i].kind == VALUE_UNKNOWN &&
                    row->cells[i - 1].kind == VALUE_UNKNOWN &&
                    row->cells[i].unknown == row->cells[i - 1].unknown;
        copy.cells[i] = same ? copy.cells[i - 1] : value_copy(arena, &row->cells[i]);
    }
    return copy;
}

static struct value value_of_scalar(const struct node *node)
{
    int64_t integer = 0;
    double number = 0;
    bool boolean = false;
    switch (node->kind) {
    case NODE_BOOLEAN:
        if (node_boolean(node, &boolean))
            return value_boolean(boolean);
        break;
    case NODE_NUMBER:
        if (node_integer(node, &integer))
            return value_integer(integer);
        if (node_number(node, &number))
            return value_number(number);
        break;
    case NODE_NULL:
        return (struct value){.kind = VALUE_ABSENT};
    case NODE_TEXT:
    case NODE_SEQUENCE:
    case NODE_MAPPING:
        break;
    }
    return value_text(node->text);
}

struct value row_value_of_node(struct arena *arena, const struct node *node)
{
    if (node->kind == NODE_MAPPING)
        return (struct value){.kind = VALUE_NODE, .node = node};
    if (node->kind != NODE_SEQUENCE)
        return value_of_scalar(node);
    struct value *items = ARENA_ARRAY(arena, struct value, node->count);
    for (size_t i = 0; i < node->count; i++) {
        const struct node *item = node->items[i];
        /* A list within a list stays a node: no operator looks into it. */
        bool nested = item->kind == NODE_MAPPING || item->kind == NODE_SEQUENCE;
        items[i] =
            nested ? (struct value){.kind = VALUE_NODE, .node = item} : value_of_scalar(item);
    }
    return value_list_of(arena, items, node->count);
}

static struct value selected_value(struct arena *arena, const struct fact_row *row,
                                   const struct field *field)
{
    if (row->cells[1].kind != VALUE_NODE)
        return row->cells[1];
    const struct node **nodes = NULL;
    size_t count = 0;
    if (!jsonpath_select(field->node, arena, row->cells[1].node, &nodes, &count))
        return value_unknown(arena, UNKNOWN_UNREADABLE, "the JSONPath selects too much");
    if (count == 0)
        return (struct value){.kind = VALUE_ABSENT};
    if (count == 1)
        return row_value_of_node(arena, nodes[0]);
    struct value *items = ARENA_ARRAY(arena, struct value, count);
    for (size_t i = 0; i < count; i++)
        items[i] = row_value_of_node(arena, nodes[i]);
    return value_list_of(arena, items, count);
}

static struct value unknown_of_gap(struct arena *arena, const struct fact_row *row)
{
    if (row->cells && row->cells[0].kind == VALUE_UNKNOWN)
        return row->cells[0];
    return value_unknown(arena, UNKNOWN_UNREADABLE, "it is not known which rows are there");
}

struct value row_field(struct arena *arena, const struct fact_row *row, const struct field *field)
{
    static const struct value absent = {.kind = VALUE_ABSENT};
    if (!row)
        return absent;
    switch (field->kind) {
    case FIELD_CELL:
        return row->cells[field->index];
    case FIELD_PATH:
        if (row->path)
            return value_text(row->path);
        return row->gap ? unknown_of_gap(arena, row) : absent;
    case FIELD_LINE:
        if (row->gap)
            return unknown_of_gap(arena, row);
        return row->line ? value_integer(row->line) : absent;
    case FIELD_COLUMN:
        if (row->gap)
            return unknown_of_gap(arena, row);
        return row->column ? value_integer(row->column) : absent;
    case FIELD_VALUE:
    case FIELD_MATCH:
        return row->cells[0];
    case FIELD_NODE:
        return selected_value(arena, row, field);
    }
    return absent;
}

struct outcome row_gap(const struct fact_row *row, const struct fact_kind *kind)
{
    for (size_t i = 0; kind && kind->fields[i].name; i++)
        if (row->cells[i].kind == VALUE_UNKNOWN)
            return outcome_unknown(row->cells[i].unknown->class, row->cells[i].unknown->reason);
    /* A row of SQL may have no cells but its place. */
    if (kind && !kind->fields[0].name && row->cells && row->cells[0].kind == VALUE_UNKNOWN)
        return outcome_unknown(row->cells[0].unknown->class, row->cells[0].unknown->reason);
    return outcome_unknown(UNKNOWN_UNREADABLE, "it is not known which rows are there");
}
