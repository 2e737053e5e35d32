#include "facts/makefile.h"

#include <string.h>

/* Variables within variables. */
enum { EXPANSIONS_MAX = 8, TEXT_MAX = 1 << 14 };

struct reading {
    struct arena *arena;
    struct makefile *out;
    struct makefile_target **open; /* targets whose recipe is being read */
    size_t open_count, open_capacity;
};

/* `$(NAME)` and `${NAME}` that are constant; `$$` is left for the shell. */
static const char *expand_once(struct reading *reading, const char *text, bool *changed)
{
    struct buffer out = BUFFER_EMPTY;
    *changed = false;
    while (*text && out.size < TEXT_MAX) {
        const char *end = text[0] == '$' && (text[1] == '(' || text[1] == '{')
                              ? strchr(text, text[1] == '(' ? ')' : '}')
                              : NULL;
        const char *name =
            end ? arena_copy(reading->arena, (struct text){text + 2, (size_t)(end - text - 2)})
                : NULL;
        const char *value = name ? table_find(&reading->out->variables, name) : NULL;
        if (value) {
            buffer_add_string(&out, value);
            text = end + 1;
            *changed = true;
        } else if (text[0] == '$' && text[1] == '$') {
            buffer_add(&out, text, 2);
            text += 2;
        } else {
            buffer_add_byte(&out, *text++);
        }
    }
    const char *expanded = arena_strdup(reading->arena, buffer_string(&out));
    buffer_release(&out);
    return expanded;
}

static const char *expand(struct reading *reading, const char *text)
{
    bool changed = strchr(text, '$') != NULL;
    for (unsigned i = 0; changed && i < EXPANSIONS_MAX; i++)
        text = expand_once(reading, text, &changed);
    return text;
}

static struct makefile_target *target_of(struct reading *reading, const char *name)
{
    struct makefile_target *target = table_find(&reading->out->targets, name);
    if (target)
        return target;
    target = ARENA_NEW(reading->arena, struct makefile_target);
    target->name = name;
    table_set(&reading->out->targets, name, target);
    return target;
}

static bool next_word(struct text *rest, struct text *word)
{
    *rest = text_trim(*rest);
    size_t size = 0;
    while (size < rest->size && !strchr(" \t", rest->bytes[size]))
        size++;
    *word = (struct text){rest->bytes, size};
    rest->bytes += size;
    rest->size -= size;
    return size > 0;
}

/* `NAME = value`, `:=`, `?=`, `export NAME = value`; `+=` makes it unknown. */
static bool read_assignment(struct reading *reading, struct text line)
{
    size_t mark = text_find(line, "=");
    size_t colon = text_find(line, ":");
    if (mark == SIZE_MAX || (colon != SIZE_MAX && colon + 1 < mark && line.bytes[colon + 1] != ':'))
        return false;
    struct text name = {line.bytes, mark};
    bool adds = false;
    bool weak = false;
    while (name.size > 0 && strchr(":?+! \t", name.bytes[name.size - 1])) {
        adds |= name.bytes[name.size - 1] == '+';
        weak |= name.bytes[name.size - 1] == '?';
        name.size--;
    }
    name = text_trim(name);
    if (text_starts_with(name, "export "))
        name = text_trim((struct text){name.bytes + 7, name.size - 7});
    if (name.size == 0 || text_find(name, " ") != SIZE_MAX)
        return false;
    const char *key = arena_copy(reading->arena, name);
    if (weak && table_find(&reading->out->variables, key))
        return true;
    struct text value = text_trim((struct text){line.bytes + mark + 1, line.size - mark - 1});
    size_t comment = text_find(value, " #");
    if (comment != SIZE_MAX)
        value = text_trim((struct text){value.bytes, comment});
    table_set(&reading->out->variables, key, adds ? NULL : arena_copy(reading->arena, value));
    return true;
}

static void add_recipe(struct reading *reading, const char *text, uint32_t line)
{
    bool ignored = false;
    for (; *text == '@' || *text == '-' || *text == '+' || *text == ' ' || *text == '\t'; text++)
        ignored |= *text == '-';
    text = expand(reading, text);
    struct buffer out = BUFFER_EMPTY;
    for (; *text; text++) {
        buffer_add_byte(&out, *text);
        if (text[0] == '$' && text[1] == '$')
            text++;
    }
    const char *script = arena_strdup(reading->arena, buffer_string(&out));
    buffer_release(&out);
    for (size_t i = 0; i < reading->open_count; i++) {
        struct makefile_target *target = reading->open[i];
        target->lines = arena_grow(reading->arena, target->lines, target->line_count,
                                   &target->line_capacity, sizeof(*target->lines));
        target->lines[target->line_count++] =
            (struct makefile_line){.text = script, .line = line, .ignored = ignored};
    }
}

static void read_rule(struct reading *reading, struct text line, uint32_t number)
{
    const char *text = expand(reading, arena_copy(reading->arena, line));
    const char *colon = strchr(text, ':');
    reading->open_count = 0;
    if (!colon)
        return;
    struct text names = {text, (size_t)(colon - text)};
    const char *semicolon = strchr(colon, ';');
    struct text needs = text_of(colon + 1 + (colon[1] == ':' ? 1 : 0));
    if (semicolon)
        needs.size = (size_t)(semicolon - needs.bytes);
    struct text name;
    while (next_word(&names, &name)) {
        const char *key = arena_copy(reading->arena, name);
        bool special = key[0] == '.' && key[1] != '/';
        struct makefile_target *target = target_of(reading, key);
        if (!reading->out->first && !special && !strchr(key, '%'))
            reading->out->first = key;
        struct text rest = needs;
        struct text need;
        while (next_word(&rest, &need)) {
            target->needs = arena_grow(reading->arena, target->needs, target->need_count,
                                       &target->need_capacity, sizeof(*target->needs));
            target->needs[target->need_count++] = arena_copy(reading->arena, need);
        }
        reading->open = arena_grow(reading->arena, reading->open, reading->open_count,
                                   &reading->open_capacity, sizeof(*reading->open));
        reading->open[reading->open_count++] = target;
    }
    if (semicolon)
        add_recipe(reading, semicolon + 1, number);
}

/* Lines that end with a backslash are one; the newline stays, as a shell reads it. */
static struct text joined_line(struct reading *reading, struct text *rest, struct text line,
                               uint32_t *number)
{
    if (line.size == 0 || line.bytes[line.size - 1] != '\\')
        return line;
    struct buffer out = BUFFER_EMPTY;
    struct text more = line;
    do {
        buffer_add(&out, more.bytes, more.size);
        if (more.size == 0 || more.bytes[more.size - 1] != '\\')
            break;
        out.size--;
        (*number)++;
    } while (text_next_line(rest, &more) && out.size < TEXT_MAX);
    const char *copy = arena_copy(reading->arena, (struct text){out.bytes, out.size});
    buffer_release(&out);
    return text_of(copy);
}

void makefile_read(struct makefile *out, struct arena *arena, struct text text)
{
    *out = (struct makefile){0};
    table_init(&out->targets, arena);
    table_init(&out->variables, arena);
    struct reading reading = {.arena = arena, .out = out};
    struct text line;
    for (uint32_t number = 1; text_next_line(&text, &line); number++) {
        uint32_t here = number;
        line = joined_line(&reading, &text, line, &number);
        if (line.size > 0 && line.bytes[0] == '\t') {
            if (reading.open_count > 0)
                add_recipe(&reading, arena_copy(arena, line), here);
            continue;
        }
        struct text trimmed = text_trim(line);
        if (trimmed.size == 0 || trimmed.bytes[0] == '#')
            continue;
        if (text_starts_with(trimmed, "if") || text_starts_with(trimmed, "else") ||
            text_starts_with(trimmed, "endif") || read_assignment(&reading, trimmed))
            continue;
        read_rule(&reading, trimmed, here);
    }
}
