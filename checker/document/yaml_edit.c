#include "document/yaml_edit.h"

#include <stdlib.h>
#include <string.h>

enum { PROSE_WIDTH = 78 };

void yaml_edit_init(struct yaml_edit *edit, struct arena *arena, struct text text)
{
    size_t lines = 1;
    *edit = (struct yaml_edit){.arena = arena, .text = text};
    for (size_t i = 0; i < text.size; i++)
        lines += text.bytes[i] == '\n';
    edit->lines = ARENA_ARRAY(arena, size_t, lines);
    edit->line_count = 1;
    for (size_t i = 0; i < text.size; i++)
        if (text.bytes[i] == '\n')
            edit->lines[edit->line_count++] = i + 1;
}

/* Columns count code points, from 1. */
static size_t offset_of(const struct yaml_edit *edit, uint32_t line, uint32_t column)
{
    if (line == 0 || line > edit->line_count)
        return edit->text.size;
    size_t at = edit->lines[line - 1];
    if (line == 1 && text_starts_with(edit->text, "\xef\xbb\xbf"))
        at += 3;
    for (uint32_t i = 1; i < column && at < edit->text.size; i++) {
        uint32_t code;
        at += utf8_decode(edit->text.bytes + at, edit->text.size - at, &code);
    }
    return at;
}

size_t yaml_edit_start(const struct yaml_edit *edit, const struct node *node)
{
    return offset_of(edit, node->line, node->column);
}

static bool is_flow(const struct yaml_edit *edit, const struct node *node)
{
    size_t at = yaml_edit_start(edit, node);
    return at < edit->text.size && strchr("[{", edit->text.bytes[at]) != NULL;
}

/* The end of a block collection is that of its last value: its own lies at whatever comes
 * next. A block scalar ends with blanks that are not its own. */
size_t yaml_edit_end(const struct yaml_edit *edit, const struct node *node)
{
    while (!node_is_scalar(node) && node->kind != NODE_NULL && node->count > 0 &&
           !is_flow(edit, node))
        node = node->items[node->count - 1];
    size_t start = yaml_edit_start(edit, node);
    size_t end = offset_of(edit, node->end_line, node->end_column);
    while (node->block && end > start && strchr(" \t\r\n", edit->text.bytes[end - 1]))
        end--;
    return end;
}

static const char *line_end(const struct yaml_edit *edit, size_t at)
{
    const char *end = memchr(edit->text.bytes + at, '\n', edit->text.size - at);
    return end ? end : edit->text.bytes + edit->text.size;
}

static size_t line_start(const struct yaml_edit *edit, size_t at)
{
    while (at > 0 && edit->text.bytes[at - 1] != '\n')
        at--;
    return at;
}

static void add_change(struct yaml_edit *edit, size_t from, size_t to, const char *with)
{
    edit->changes = arena_grow(edit->arena, edit->changes, edit->count, &edit->capacity,
                               sizeof(*edit->changes));
    edit->changes[edit->count++] = (struct yaml_change){from, to, with};
}

bool yaml_edit_value(struct yaml_edit *edit, const struct node *mapping, const char *key,
                     const char *written)
{
    const struct node *value = node_find(mapping, key);
    if (!value || value->kind == NODE_NULL)
        return false;
    add_change(edit, yaml_edit_start(edit, value), yaml_edit_end(edit, value), written);
    return true;
}

static const char *quoted(struct arena *arena, const char *prose)
{
    struct buffer out = BUFFER_EMPTY;
    buffer_add_byte(&out, '"');
    for (; *prose; prose++) {
        if (*prose == '"' || *prose == '\\')
            buffer_add_byte(&out, '\\');
        buffer_add_byte(&out, *prose);
    }
    buffer_add_byte(&out, '"');
    const char *text = arena_strdup(arena, buffer_string(&out));
    buffer_release(&out);
    return text;
}

/* Words in lines of a folded block, in which nothing has a meaning. */
static const char *folded(const struct yaml_edit *edit, const char *prose, size_t indent)
{
    struct buffer out = BUFFER_EMPTY;
    const char *end =
        edit->line_count > 1 && edit->lines[1] > 1 && edit->text.bytes[edit->lines[1] - 2] == '\r'
            ? "\r\n"
            : "\n";
    size_t column = PROSE_WIDTH;
    buffer_add_string(&out, ">-");
    while (*(prose += strspn(prose, " "))) {
        size_t size = strcspn(prose, " ");
        bool breaks = column + 1 + size > PROSE_WIDTH;
        if (breaks)
            buffer_printf(&out, "%s%*s", end, (int)indent, "");
        else
            buffer_add_byte(&out, ' ');
        buffer_add(&out, prose, size);
        column = breaks ? indent + size : column + 1 + size;
        prose += size;
    }
    const char *text = arena_strdup(edit->arena, buffer_string(&out));
    buffer_release(&out);
    return text;
}

bool yaml_edit_prose(struct yaml_edit *edit, const struct node *mapping, const char *key,
                     const char *prose)
{
    const struct node *value = node_find(mapping, key);
    if (!value || value->kind == NODE_NULL)
        return false;
    size_t start = yaml_edit_start(edit, value);
    size_t end = yaml_edit_end(edit, value);
    const char *after = edit->text.bytes + end;
    struct text rest = {.bytes = after, .size = (size_t)(line_end(edit, end) - after)};
    bool is_alone = text_trim(rest).size == 0 && !is_flow(edit, mapping);
    add_change(edit, start, end,
               is_alone ? folded(edit, prose, mapping->column + 1) : quoted(edit->arena, prose));
    return true;
}

/* Of `{a: 1, b: 2}` the pair and one of the commas beside it. */
static void remove_from_flow(struct yaml_edit *edit, size_t from, size_t to)
{
    const char *bytes = edit->text.bytes;
    size_t after = to;
    while (after < edit->text.size && strchr(" \t\r\n", bytes[after]))
        after++;
    if (after < edit->text.size && bytes[after] == ',') {
        after++;
        while (after < edit->text.size && strchr(" \t", bytes[after]))
            after++;
        add_change(edit, from, after, "");
        return;
    }
    while (from > 0 && strchr(" \t\r\n,", bytes[from - 1]))
        from--;
    add_change(edit, from, to, "");
}

bool yaml_edit_remove(struct yaml_edit *edit, const struct node *mapping, const char *key)
{
    const struct node *name = node_key(mapping, key);
    if (!name)
        return true;
    const struct node *value = node_find(mapping, key);
    size_t from = yaml_edit_start(edit, name);
    bool has_text = value->kind != NODE_NULL || value->size > 0;
    size_t to = has_text ? yaml_edit_end(edit, value) : from;
    if (is_flow(edit, mapping)) {
        if (!has_text)
            return false;
        remove_from_flow(edit, from, to);
        return true;
    }
    size_t begin = line_start(edit, from);
    struct text before = {.bytes = edit->text.bytes + begin, .size = from - begin};
    if (text_trim(before).size > 0)
        return false; /* the first of a list's element */
    size_t end = (size_t)(line_end(edit, to) - edit->text.bytes);
    add_change(edit, begin, end < edit->text.size ? end + 1 : end, "");
    return true;
}

static int by_place(const void *a, const void *b)
{
    const struct yaml_change *one = a;
    const struct yaml_change *two = b;
    return (one->from > two->from) - (one->from < two->from);
}

struct text yaml_edit_apply(struct yaml_edit *edit)
{
    struct buffer out = BUFFER_EMPTY;
    size_t at = 0;
    if (edit->count > 1)
        qsort(edit->changes, edit->count, sizeof(*edit->changes), by_place);
    for (size_t i = 0; i < edit->count; i++) {
        const struct yaml_change *change = &edit->changes[i];
        if (change->from < at || change->to < change->from)
            continue; /* they overlap: the caller sees it when he compares */
        buffer_add(&out, edit->text.bytes + at, change->from - at);
        buffer_add_string(&out, change->with);
        at = change->to;
    }
    buffer_add(&out, edit->text.bytes + at, edit->text.size - at);
    struct text text = {.size = out.size};
    text.bytes = arena_copy(edit->arena, (struct text){buffer_string(&out), out.size});
    buffer_release(&out);
    return text;
}
