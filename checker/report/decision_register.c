#include "report/decision_register.h"

#include "base/date.h"
#include "base/table.h"
#include "facts/adr.h"
#include "facts/adr_kinds.h"
#include "facts/paths.h"
#include "facts/supply.h"
#include "report/cells.h"
#include "report/report.h"

#include <string.h>

enum { ID_MAX = 12, STATUS_WIDTH = 11, GAP = 2, LEAST_TITLE = 20 };

/* The first `width` characters, the last of which say that there were more. */
static const char *cut(struct arena *arena, const char *text, size_t width)
{
    enum { DOTS = 3 };
    if (cell_columns(text) <= width || width <= DOTS)
        return text;
    const char *end = text;
    for (size_t i = 0; i < width - DOTS; i++)
        do
            end++;
        while (((unsigned char)*end & 0xC0) == 0x80);
    return arena_printf(arena, "%.*s...", (int)(end - text), text);
}

static void add_padded(struct buffer *out, const char *text, size_t width)
{
    buffer_add_string(out, text);
    for (size_t columns = cell_columns(text); columns < width + GAP; columns++)
        buffer_add_byte(out, ' ');
}

static const char *id_of(struct arena *arena, const struct fact_row *record)
{
    const char *id = cell_text(record, ADR_ID);
    return id ? cell_visible(arena, id) : "-";
}

static const char *status_of(struct arena *arena, const struct fact_row *record)
{
    const char *status = cell_text(record, ADR_STATUS_CELL);
    if (status)
        return status;
    const char *written = cell_text(record, ADR_STATUS_TEXT);
    const char *state = cell_text(record, ADR_STATUS_STATE);
    if (state && strcmp(state, "other") == 0 && written)
        return arena_printf(arena, "%s ?",
                            cut(arena, cell_visible(arena, written), STATUS_WIDTH - 2));
    return state && strcmp(state, "missing") == 0 ? "-" : "?";
}

static const char *since_of(struct arena *arena, const struct fact_row *record)
{
    const struct value *since = &record->cells[ADR_STATUS_SINCE];
    if (since->kind != VALUE_TIME)
        return "?";
    char day[DATE_TEXT_SIZE];
    date_format((int32_t)(since->integer / SECONDS_A_DAY), day);
    return arena_strdup(arena, day);
}

static const struct fact_row *find_record(const struct fact_table *records, const char *path)
{
    for (size_t i = 0; path && i < records->count; i++)
        if (!records->rows[i].gap && strcmp(records->rows[i].path, path) == 0)
            return &records->rows[i];
    return NULL;
}

/* ` -> 0012`: what took its place, by either record's word. */
static const char *successors_of(struct arena *arena, const struct fact_table *records,
                                 const struct fact_table *relations, const char *path)
{
    struct buffer out = BUFFER_EMPTY;
    struct table seen;
    table_init(&seen, arena);
    for (size_t i = 0; i < relations->count; i++) {
        const struct fact_row *row = &relations->rows[i];
        const char *verb = row->gap ? NULL : cell_of_field(relations, row, "verb");
        const char *target = row->gap ? NULL : cell_of_field(relations, row, "target");
        if (!verb || !target)
            continue;
        const char *by = NULL;
        if (strcmp(verb, "superseded_by") == 0 && strcmp(row->path, path) == 0)
            by = target;
        else if (strcmp(verb, "supersedes") == 0 && strcmp(target, path) == 0)
            by = row->path;
        const struct fact_row *successor = find_record(records, by);
        if (!successor || table_set(&seen, by, &seen))
            continue;
        buffer_printf(&out, "%s%s", seen.count > 1 ? ", " : " -> ", id_of(arena, successor));
    }
    const char *text = arena_strdup(arena, buffer_string(&out));
    buffer_release(&out);
    return text;
}

static size_t add_folder(struct buffer *out, struct arena *arena, const struct fact_table *records,
                         const struct fact_table *relations, const char *directory, size_t width)
{
    size_t count = 0, in_force = 0, unknown = 0, ids = 2;
    for (size_t i = 0; i < records->count; i++) {
        const struct fact_row *row = &records->rows[i];
        if (row->gap || !cell_is(row, ADR_DIRECTORY, directory))
            continue;
        count++;
        in_force += cell_is_true(row, ADR_IN_FORCE);
        unknown += row->cells[ADR_IN_FORCE].kind == VALUE_UNKNOWN;
        size_t columns = cell_columns(id_of(arena, row));
        ids = columns > ids && columns <= ID_MAX ? columns : ids;
    }
    buffer_printf(out, "%s: %zu record%s, %zu in force", cell_visible(arena, directory), count,
                  count == 1 ? "" : "s", in_force);
    if (unknown > 0)
        buffer_printf(out, ", %zu unknown", unknown);
    buffer_add_byte(out, '\n');
    add_padded(out, "ID", ids);
    add_padded(out, "STATUS", STATUS_WIDTH);
    add_padded(out, "SINCE", DATE_TEXT_SIZE - 1);
    buffer_add_string(out, "TITLE\n");
    size_t before = ids + STATUS_WIDTH + DATE_TEXT_SIZE - 1 + 3 * (size_t)GAP;
    for (size_t i = 0; i < records->count; i++) {
        const struct fact_row *row = &records->rows[i];
        if (row->gap || !cell_is(row, ADR_DIRECTORY, directory))
            continue;
        const char *title = cell_text(row, ADR_TITLE);
        const char *by = successors_of(arena, records, relations, row->path);
        size_t taken = before + cell_columns(by);
        size_t room = width == SIZE_MAX                     ? SIZE_MAX
                      : width > taken + (size_t)LEAST_TITLE ? width - taken
                                                            : LEAST_TITLE;
        add_padded(out, id_of(arena, row), ids);
        add_padded(out, status_of(arena, row), STATUS_WIDTH);
        add_padded(out, since_of(arena, row), DATE_TEXT_SIZE - 1);
        buffer_printf(out, "%s%s\n",
                      cut(arena, cell_visible(arena, title ? title : path_base(row->path)), room),
                      by);
    }
    return count;
}

static void add_gaps(struct buffer *out, struct arena *arena, const struct fact_table *records)
{
    for (size_t i = 0; i < records->count; i++) {
        const struct fact_row *row = &records->rows[i];
        if (row->gap)
            buffer_printf(out, "gap at %s: %s\n", cell_visible(arena, row->path ? row->path : "-"),
                          cell_visible(arena, row->cells[ADR_TITLE].unknown->reason));
    }
}

void decision_register_write(struct buffer *out, struct arena *arena,
                             const struct fact_table *records, const struct fact_table *relations,
                             size_t width)
{
    size_t shown = 0;
    for (size_t i = 0; i < records->count; i++) {
        const struct fact_row *row = &records->rows[i];
        const char *directory = row->gap ? NULL : cell_text(row, ADR_DIRECTORY);
        bool is_first = directory != NULL;
        for (size_t k = 0; is_first && k < i; k++)
            is_first =
                records->rows[k].gap || !cell_is(&records->rows[k], ADR_DIRECTORY, directory);
        if (!is_first)
            continue;
        if (shown)
            buffer_add_byte(out, '\n');
        shown += add_folder(out, arena, records, relations, directory, width);
    }
    if (!shown)
        buffer_add_string(out, "no decision records\n");
    add_gaps(out, arena, records);
}
