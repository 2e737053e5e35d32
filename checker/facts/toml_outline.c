#include "facts/toml_outline.h"

#include <string.h>

void toml_outline_init(struct toml_outline *outline, struct arena *arena, struct text text)
{
    *outline = (struct toml_outline){.arena = arena, .rest = text, .line = 1, .table = ""};
    if (text_starts_with(text, "\xef\xbb\xbf"))
        outline->rest = (struct text){text.bytes + 3, text.size - 3};
}

/* Behind the string that begins at `at`; SIZE_MAX when it has no end. */
static size_t skip_string(struct text text, size_t at)
{
    char quote = text.bytes[at];
    bool is_long = at + 2 < text.size && text.bytes[at + 1] == quote && text.bytes[at + 2] == quote;
    size_t marks = is_long ? 3 : 1;
    size_t run = 0;
    for (at += marks; at < text.size; at++) {
        if (text.bytes[at] == '\\' && quote == '"') {
            at++;
            run = 0;
            continue;
        }
        if (!is_long && text.bytes[at] == '\n')
            return SIZE_MAX;
        run = text.bytes[at] == quote ? run + 1 : 0;
        if (run == marks)
            return at + 1;
    }
    return SIZE_MAX;
}

static size_t skip_comment(struct text text, size_t at)
{
    while (at < text.size && text.bytes[at] != '\n')
        at++;
    return at;
}

/* Behind the value that begins at `at`: the end of its line outside of brackets
 * and strings. */
static size_t skip_value(struct text text, size_t at)
{
    unsigned depth = 0;
    while (at < text.size) {
        char c = text.bytes[at];
        if (c == '"' || c == '\'') {
            at = skip_string(text, at);
            if (at == SIZE_MAX)
                return SIZE_MAX;
            continue;
        }
        if (c == '#') {
            if (depth == 0)
                return at;
            at = skip_comment(text, at);
            continue;
        }
        if (c == '\n' && depth == 0)
            return at;
        depth += c == '[' || c == '{';
        if ((c == ']' || c == '}') && depth > 0)
            depth--;
        at++;
    }
    return depth == 0 ? at : SIZE_MAX;
}

static const char *plain_key(struct arena *arena, struct text key)
{
    char *out = ARENA_ARRAY(arena, char, key.size + 1);
    size_t size = 0;
    for (size_t i = 0; i < key.size; i++)
        if (!strchr("\"' \t", key.bytes[i]))
            out[size++] = key.bytes[i];
    return out;
}

static void advance(struct toml_outline *outline, size_t size)
{
    for (size_t i = 0; i < size; i++)
        outline->line += outline->rest.bytes[i] == '\n';
    outline->rest = (struct text){outline->rest.bytes + size, outline->rest.size - size};
}

static bool read_header(struct toml_outline *outline, struct toml_assignment *out)
{
    struct text rest = outline->rest;
    size_t end = skip_comment(rest, 0);
    struct text line = {rest.bytes, end};
    const char *close = memchr(line.bytes, ']', line.size);
    if (!close) {
        outline->malformed = true;
        return false;
    }
    size_t open = line.size > 1 && line.bytes[1] == '[' ? 2 : 1;
    struct text name = {line.bytes + open, (size_t)(close - line.bytes) - open};
    if ((size_t)(close - line.bytes) < open)
        name.size = 0;
    outline->table = plain_key(outline->arena, name);
    *out = (struct toml_assignment){
        .table = outline->table, .key = "", .line = outline->line, .is_header = true};
    advance(outline, end);
    return true;
}

bool toml_outline_next(struct toml_outline *outline, struct toml_assignment *out)
{
    while (outline->rest.size > 0 && !outline->malformed) {
        char c = outline->rest.bytes[0];
        if (strchr(" \t\r\n", c)) {
            advance(outline, 1);
            continue;
        }
        if (c == '#') {
            advance(outline, skip_comment(outline->rest, 0));
            continue;
        }
        if (c == '[')
            return read_header(outline, out);
        struct text rest = outline->rest;
        size_t at = 0;
        while (at < rest.size && rest.bytes[at] != '=' && rest.bytes[at] != '\n') {
            size_t behind =
                rest.bytes[at] == '"' || rest.bytes[at] == '\'' ? skip_string(rest, at) : at + 1;
            at = behind == SIZE_MAX ? rest.size : behind;
        }
        if (at >= rest.size || rest.bytes[at] != '=') {
            outline->malformed = true;
            return false;
        }
        size_t end = skip_value(rest, at + 1);
        if (end == SIZE_MAX) {
            outline->malformed = true;
            return false;
        }
        *out = (struct toml_assignment){
            .table = outline->table,
            .key = plain_key(outline->arena, (struct text){rest.bytes, at}),
            .value = text_trim((struct text){rest.bytes + at + 1, end - at - 1}),
            .line = outline->line,
        };
        advance(outline, end);
        return true;
    }
    return false;
}

size_t toml_strings(struct arena *arena, struct text value, const char ***out)
{
    const char **strings = NULL;
    size_t count = 0;
    size_t capacity = 0;
    for (size_t at = 0; at < value.size;) {
        char c = value.bytes[at];
        if (c == '#') {
            at = skip_comment(value, at);
        } else if (c == '"' || c == '\'') {
            size_t end = skip_string(value, at);
            if (end == SIZE_MAX)
                break;
            struct text inside = {value.bytes + at + 1, end - at - 2};
            strings = arena_grow(arena, strings, count, &capacity, sizeof(*strings));
            strings[count++] = arena_copy(arena, inside);
            at = end;
        } else {
            at++;
        }
    }
    *out = strings;
    return count;
}

const char *toml_string(struct arena *arena, struct text value)
{
    if (value.size < 2 || (value.bytes[0] != '"' && value.bytes[0] != '\''))
        return NULL;
    const char **strings = NULL;
    return toml_strings(arena, value, &strings) > 0 ? strings[0] : NULL;
}

bool toml_is_true(struct text value)
{
    return text_equals(value, "true");
}

/* The value behind `key =`, to the next comma, brace or line's end; false when
 * `here` is no such assignment. */
static bool read_inline(struct text here, const char *key, struct text *out)
{
    size_t length = strlen(key);
    if (!text_starts_with(here, key))
        return false;
    struct text behind = text_trim((struct text){here.bytes + length, here.size - length});
    if (behind.size == 0 || behind.bytes[0] != '=')
        return false;
    struct text rest = text_trim((struct text){behind.bytes + 1, behind.size - 1});
    size_t end = 0;
    if (rest.size > 0 && (rest.bytes[0] == '"' || rest.bytes[0] == '\''))
        end = skip_string(rest, 0);
    else
        while (end < rest.size && !strchr(",}\n", rest.bytes[end]))
            end++;
    *out = text_trim((struct text){rest.bytes, end == SIZE_MAX ? 0 : end});
    return true;
}

struct text toml_inline(struct text value, const char *key)
{
    struct text out = {"", 0};
    if (value.size == 0 || value.bytes[0] != '{')
        return out;
    for (size_t at = 1; at < value.size; at++) {
        char c = value.bytes[at];
        bool starts = strchr("{, \t\n", value.bytes[at - 1]) != NULL;
        if (starts && read_inline((struct text){value.bytes + at, value.size - at}, key, &out))
            return out;
        if (c == '"' || c == '\'') {
            size_t end = skip_string(value, at);
            if (end == SIZE_MAX)
                return out;
            at = end - 1;
        }
    }
    return out;
}
