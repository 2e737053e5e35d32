#include "cli/query.h"

#include "base/excerpt.h"
#include "facts/secret_mask.h"
#include "report/json.h"

#include <string.h>

enum {
    /* Of all values together: a document of 8 MiB may be selected again and again. */
    MOST_BYTES = 128 << 20,
    /* Room that a value has beside its place and path, else it stands below them. */
    VALUE_COLUMNS = 20,
    GAP = 2,
    DEFAULT_WIDTH = 80,
};

static size_t columns(const char *string)
{
    size_t count = 0;
    for (; *string; string++)
        count += ((unsigned char)*string & 0xc0) != 0x80;
    return count;
}

static void pad(struct buffer *out, size_t from, size_t to)
{
    for (; from < to; from++)
        buffer_add_byte(out, ' ');
}

static void add_toned(struct buffer *out, const char *tone, const char *string, bool colour)
{
    buffer_add_string(out, colour ? tone : "");
    buffer_add_string(out, string);
    buffer_add_string(out, colour ? "\033[0m" : "");
}

static const char *visible(struct arena *arena, const char *string)
{
    struct buffer out = BUFFER_EMPTY;
    visible_add(&out, text_of(string));
    const char *copy = arena_strdup(arena, buffer_string(&out));
    buffer_release(&out);
    return copy;
}

/* The value within `most` columns (0: all of it); "..." ends what was cut. */
static bool add_value(struct buffer *out, const struct node *node, size_t most)
{
    if (most == 0)
        return json_add_node(out, node, MOST_BYTES);
    struct buffer value = BUFFER_EMPTY;
    (void)json_add_node(&value, node, 4 * most);
    secret_mask_buffer(&value);
    const char *at = buffer_string(&value);
    if (columns(at) <= most) {
        buffer_add_string(out, at);
    } else {
        size_t kept = 0;
        for (size_t shown = 0; shown + 3 < most || ((unsigned char)at[kept] & 0xc0) == 0x80; kept++)
            shown += ((unsigned char)at[kept + 1] & 0xc0) != 0x80;
        buffer_add(out, at, kept);
        buffer_add_string(out, "...");
    }
    buffer_release(&value);
    return true;
}

struct widths {
    size_t place, path, edge; /* edge: 0 where nothing is cut */
    bool is_narrow;           /* the value stands below */
};

static struct widths measure(const char *const *places, const char *const *paths, size_t count,
                             unsigned width)
{
    struct widths widths = {.edge = width};
    for (size_t i = 0; i < count; i++) {
        size_t place = columns(places[i]), path = columns(paths[i]);
        widths.place = place > widths.place ? place : widths.place;
        widths.path = path > widths.path ? path : widths.path;
    }
    size_t edge = width ? width : DEFAULT_WIDTH;
    widths.is_narrow = widths.place + GAP + widths.path + GAP + VALUE_COLUMNS > edge;
    return widths;
}

static bool add_match(struct buffer *out, const struct widths *widths, const char *place,
                      const char *path, const struct node *node, bool colour)
{
    add_toned(out, "\033[1m", place, colour);
    size_t start = widths->is_narrow ? 4 : widths->place + GAP + widths->path + GAP;
    if (widths->is_narrow) {
        buffer_add_string(out, "  ");
        add_toned(out, "\033[36m", path, colour);
        buffer_add_string(out, "\n    ");
    } else {
        pad(out, columns(place), widths->place + GAP);
        add_toned(out, "\033[36m", path, colour);
        pad(out, columns(path), widths->path + GAP);
    }
    bool good = add_value(out, node, widths->edge ? widths->edge - start : 0);
    buffer_add_byte(out, '\n');
    return good && out->size <= MOST_BYTES;
}

bool query_write_text(struct buffer *out, struct arena *arena, const struct query_answer *answer,
                      unsigned width, bool colour)
{
    size_t count = answer->match_count;
    const char **places = ARENA_ARRAY(arena, const char *, count + 1);
    const char **paths = ARENA_ARRAY(arena, const char *, count + 1);
    for (size_t i = 0; i < count; i++) {
        const struct query_match *match = &answer->matches[i];
        places[i] = arena_printf(arena, "%s:%u:%u", visible(arena, match->file), match->node->line,
                                 match->node->column);
        paths[i] = visible(arena, match->path);
    }
    struct widths widths = measure(places, paths, count, width);
    for (size_t i = 0; i < count; i++)
        if (!add_match(out, &widths, places[i], paths[i], answer->matches[i].node, colour))
            return false;
    return true;
}

static bool add_json_match(struct json *json, const struct query_match *match)
{
    struct buffer value = BUFFER_EMPTY;
    bool good = json_add_node(&value, match->node, MOST_BYTES);
    json_begin_object(json, NULL);
    json_string(json, "file", match->file);
    json_integer(json, "document", (int64_t)match->document);
    json_integer(json, "line", match->node->line);
    json_integer(json, "column", match->node->column);
    json_string(json, "path", match->path);
    json_raw(json, "value", buffer_string(&value));
    json_end_object(json);
    buffer_release(&value);
    return good && json->out->size <= MOST_BYTES;
}

bool query_write_json(struct buffer *out, const struct query_answer *answer)
{
    struct json json = {.out = out};
    json_begin_object(&json, NULL);
    json_string(&json, "schema_version", "1.0");
    json_begin_object(&json, "tool");
    json_string(&json, "name", "bylaw");
    json_string(&json, "version", BYLAW_VERSION);
    json_end_object(&json);
    json_string(&json, "query", answer->expression);
    json_begin_list(&json, "matches");
    bool good = true;
    for (size_t i = 0; i < answer->match_count && good; i++)
        good = add_json_match(&json, &answer->matches[i]);
    json_end_list(&json);
    json_begin_list(&json, "problems");
    for (size_t i = 0; i < answer->problem_count; i++) {
        const struct query_problem *problem = &answer->problems[i];
        json_begin_object(&json, NULL);
        json_string(&json, "file", problem->file);
        if (problem->line > 0) {
            json_integer(&json, "line", problem->line);
            json_integer(&json, "column", problem->column);
        }
        json_string(&json, "message", problem->message);
        json_end_object(&json);
    }
    json_end_list(&json);
    json_end_object(&json);
    buffer_add_byte(out, '\n');
    return good;
}
