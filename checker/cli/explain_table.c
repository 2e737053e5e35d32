#include "cli/explain_table.h"

#include "report/cells.h"
#include "report/explain.h"

#include <libsmartcols.h>
#include <stdlib.h>
#include <string.h>

/* A layer's name, the spaces between columns, and the least of a column that wraps. */
enum { WIDTH_WHEN_UNKNOWN = 80, LAYER_WIDTH = 12, GAPS = 3, LEAST_WIDTH = 12 };

/* Being laid out. */
struct layout {
    struct libscols_table *table;
    struct arena *arena;
    size_t value_width, place_width;
};

static struct failure *no_table(void)
{
    return failure_new(FAILURE_ENVIRONMENT, "cannot lay out the table");
}

static const char *place_of(struct arena *arena, const struct origin *origin)
{
    const struct place *place = &origin->place;
    return place->line > 0 ? arena_printf(arena, "%s:%u:%u", cell_visible(arena, place->path),
                                          place->line, place->column)
                           : cell_visible(arena, place->path);
}

/* Broken behind a comma, a slash, a hyphen or a space where it is too long for a line: in the
 * middle of a number or a name it would read as another one. */
static const char *broken(struct arena *arena, const char *text, size_t width)
{
    struct buffer out = BUFFER_EMPTY;
    while (strlen(text) > width) {
        size_t at = width;
        while (at > 0 && !strchr(" ,/-", text[at - 1]))
            at--;
        if (at == 0)
            at = width + strcspn(text + width, " ,/-");
        if (text[at] == '\0')
            break;
        size_t size = at;
        while (size > 0 && text[size - 1] == ' ')
            size--;
        buffer_add(&out, text, size);
        buffer_add_byte(&out, '\n');
        text += at + strspn(text + at, " ");
    }
    buffer_add_string(&out, text);
    const char *copy = arena_strdup(arena, buffer_string(&out));
    buffer_release(&out);
    return copy;
}

static struct failure *add_line(const struct layout *layout, const char *name, const char *value,
                                const struct origin *origin)
{
    struct libscols_line *line = scols_table_new_line(layout->table, NULL);
    const char *const cells[] = {
        name,
        broken(layout->arena, cell_visible(layout->arena, value), layout->value_width),
        origin ? layer_words[origin->layer] : "default",
        origin ? broken(layout->arena, place_of(layout->arena, origin), layout->place_width) : "",
    };
    for (size_t i = 0; line && i < sizeof(cells) / sizeof(cells[0]); i++)
        if (scols_line_set_data(line, i, cells[i]) != 0)
            return no_table();
    return line ? NULL : no_table();
}

static struct failure *add_setting(const struct layout *layout, const struct setting *setting,
                                   const struct explained_setting *row)
{
    TRY(add_line(layout, row->name, row->value, row->from));
    if (row->lock)
        TRY(add_line(layout, "  locked", "", &row->lock->by));
    for (size_t i = 0; i < setting->refused_count; i++)
        if (strcmp(setting->refused[i].what, row->name) == 0)
            TRY(add_line(layout, "  refused", setting->refused[i].value,
                         &setting->refused[i].from));
    return NULL;
}

static struct failure *add_columns(const struct layout *layout)
{
    static const struct {
        const char *name;
        bool wraps;
    } columns[] = {{"SETTING", false}, {"VALUE", true}, {"LAYER", false}, {"PLACE", true}};
    for (size_t i = 0; i < sizeof(columns) / sizeof(columns[0]); i++) {
        struct libscols_column *column = scols_table_new_column(
            layout->table, columns[i].name, 0, columns[i].wraps ? SCOLS_FL_WRAP : 0);
        if (!column)
            return no_table();
        if (columns[i].wraps && (scols_column_set_safechars(column, "\n") != 0 ||
                                 scols_column_set_wrapfunc(column, scols_wrapnl_chunksize,
                                                           scols_wrapnl_nextchunk, NULL) != 0))
            return no_table();
    }
    return NULL;
}

/* Places take what they need, values the rest; of too little, places three fifths. */
static void divide(struct layout *layout, const struct explained_setting *rows, size_t count,
                   size_t width)
{
    size_t names = strlen("SETTING");
    size_t places = strlen("PLACE");
    size_t values = strlen("VALUE");
    for (size_t i = 0; i < count; i++) {
        size_t name = strlen(rows[i].name);
        size_t place = rows[i].from ? strlen(place_of(layout->arena, rows[i].from)) : 0;
        size_t value = strlen(rows[i].value);
        names = name > names ? name : names;
        values = value > values ? value : values;
        places = place > places ? place : places;
    }
    size_t taken = names + LAYER_WIDTH + GAPS;
    const size_t least = (size_t)2 * LEAST_WIDTH;
    size_t rest = width > taken + least ? width - taken : least;
    size_t most = rest * 3 / 5;
    if (values < rest - most)
        most = rest - values;
    layout->place_width = places < most ? places : most;
    layout->value_width = rest - layout->place_width;
}

static struct failure *fill(struct layout *layout, const struct setting *setting, size_t width)
{
    size_t count = 0;
    const struct explained_setting *rows = explain_settings(layout->arena, setting, &count);
    divide(layout, rows, count, width);
    TRY(add_columns(layout));
    for (size_t i = 0; i < count; i++)
        TRY(add_setting(layout, setting, &rows[i]));
    return NULL;
}

/* Without the spaces that fill an empty cell at the end of a line. */
static void print_trimmed(const char *lines)
{
    struct text rest = text_of(lines);
    for (struct text line; text_next_line(&rest, &line);) {
        while (line.size > 0 && line.bytes[line.size - 1] == ' ')
            line.size--;
        printf("%.*s\n", (int)line.size, line.bytes);
    }
}

struct failure *explain_print_table(const struct invocation *invocation,
                                    const struct setting *setting)
{
    struct layout layout = {.table = scols_new_table(), .arena = invocation->arena};
    if (!layout.table)
        return no_table();
    /* the cells are broken already: a long name must not be cut */
    scols_table_set_termforce(layout.table, SCOLS_TERMFORCE_NEVER);
    size_t width = invocation->terminal_output ? invocation->width : WIDTH_WHEN_UNKNOWN;
    struct failure *failure = fill(&layout, setting, width);
    char *lines = NULL;
    if (!failure && scols_print_table_to_string(layout.table, &lines) != 0)
        failure = no_table();
    if (!failure)
        print_trimmed(lines);
    free(lines);
    scols_unref_table(layout.table);
    return failure;
}
