#include "report/decision_register.h"

#include "base/table.h"
#include "facts/adr_kinds.h"
#include "facts/paths.h"
#include "facts/supply.h"
#include "report/cells.h"
#include "report/report.h"

#include <string.h>

/* A quoted string of DOT: a quote is escaped, a backslash would begin an escape of labels. */
static void add_quoted(struct buffer *out, struct arena *arena, const char *string)
{
    struct buffer plain = BUFFER_EMPTY;
    escape_visible(&plain, string);
    const char *at = arena_strdup(arena, buffer_string(&plain));
    buffer_release(&plain);
    buffer_add_byte(out, '"');
    for (; *at; at++) {
        if (*at == '"' || *at == '\\')
            buffer_add_byte(out, '\\');
        buffer_add_byte(out, *at);
    }
    buffer_add_byte(out, '"');
}

static void add_node(struct buffer *out, struct arena *arena, const struct fact_row *record)
{
    const char *id = cell_text(record, ADR_ID);
    const char *title = cell_text(record, ADR_TITLE);
    const char *label = arena_printf(arena, "%s%s%s", id ? id : "", id ? " " : "",
                                     title ? title : path_base(record->path));
    buffer_add_string(out, "  ");
    add_quoted(out, arena, record->path);
    buffer_add_string(out, " [label=");
    add_quoted(out, arena, label);
    if (record->cells[ADR_IN_FORCE].kind == VALUE_UNKNOWN)
        buffer_add_string(out, ", style=dashed");
    else if (!cell_is_true(record, ADR_IN_FORCE))
        buffer_add_string(out, ", color=grey, fontcolor=grey");
    buffer_add_string(out, "];\n");
}

/* "b supersedes a" and "a is superseded by b" are one arrow. */
static const char *active_verb(const char *verb, bool *turned)
{
    static const char *const pairs[][2] = {
        {"superseded_by", "supersedes"}, {"amended_by", "amends"}, {"clarified_by", "clarifies"}};
    *turned = false;
    for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++)
        if (strcmp(verb, pairs[i][0]) == 0) {
            *turned = true;
            return pairs[i][1];
        }
    return verb;
}

static void add_edge(struct buffer *out, struct arena *arena, struct table *seen,
                     const struct fact_table *relations, const struct fact_row *row)
{
    const char *verb = cell_of_field(relations, row, "verb");
    const char *target = cell_of_field(relations, row, "target");
    if (!verb || !target)
        return;
    bool turned;
    verb = active_verb(verb, &turned);
    bool mutual = strcmp(verb, "relates") == 0;
    bool swap = turned || (mutual && strcmp(row->path, target) > 0);
    const char *from = swap ? target : row->path;
    const char *to = swap ? row->path : target;
    const char *key = arena_printf(arena, "%s\n%s\n%s", from, to, verb);
    if (table_set(seen, key, seen))
        return;
    buffer_add_string(out, "  ");
    add_quoted(out, arena, from);
    buffer_add_string(out, " -> ");
    add_quoted(out, arena, to);
    if (mutual)
        buffer_add_string(out, " [dir=none, style=dotted];\n");
    else
        buffer_printf(out, " [label=\"%s\"];\n", verb);
}

void decision_graph_write(struct buffer *out, struct arena *arena, const struct fact_table *records,
                          const struct fact_table *relations)
{
    struct table seen;
    table_init(&seen, arena);
    buffer_add_string(out, "digraph decisions {\n  rankdir=BT;\n  node [shape=box];\n");
    for (size_t i = 0; i < records->count; i++)
        if (!records->rows[i].gap)
            add_node(out, arena, &records->rows[i]);
    for (size_t i = 0; i < relations->count; i++)
        if (!relations->rows[i].gap)
            add_edge(out, arena, &seen, relations, &relations->rows[i]);
    buffer_add_string(out, "}\n");
}
