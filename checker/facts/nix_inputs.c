#include "facts/nix_inputs.h"

#include "base/table.h"

#include <string.h>

enum { NAMES_MAX = 4 };

struct nix {
    struct arena *arena;
    struct text text;
    size_t at;
    uint32_t line;
    struct table inputs; /* name -> struct nix_input */
};

static bool is_at(const struct nix *nix, const char *word)
{
    return text_starts_with((struct text){nix->text.bytes + nix->at, nix->text.size - nix->at},
                            word);
}

static void step(struct nix *nix, size_t bytes)
{
    for (; bytes > 0 && nix->at < nix->text.size; bytes--)
        nix->line += nix->text.bytes[nix->at++] == '\n';
}

static void skip_to(struct nix *nix, const char *end)
{
    while (nix->at < nix->text.size && !is_at(nix, end))
        step(nix, 1);
    step(nix, strlen(end));
}

/* Over white space and comments. */
static void skip_blanks(struct nix *nix)
{
    while (nix->at < nix->text.size) {
        if (is_at(nix, "#"))
            skip_to(nix, "\n");
        else if (is_at(nix, "/*"))
            skip_to(nix, "*/");
        else if (strchr(" \t\r\n", nix->text.bytes[nix->at]))
            step(nix, 1);
        else
            return;
    }
}

/* A string, with the place of what stands between its quotes. */
static struct text skip_string(struct nix *nix)
{
    size_t start = nix->at + 1;
    step(nix, 1);
    while (nix->at < nix->text.size && nix->text.bytes[nix->at] != '"')
        step(nix, nix->text.bytes[nix->at] == '\\' ? 2 : 1);
    struct text inside = {nix->text.bytes + start, nix->at > start ? nix->at - start : 0};
    step(nix, 1);
    return inside;
}

static bool is_name_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9') || byte == '_' || byte == '-' || byte == '\'';
}

/* `a.b."c"`: the names of an attribute path; 0 when there is none here. */
static size_t read_path(struct nix *nix, struct text names[NAMES_MAX])
{
    size_t count = 0;
    for (;;) {
        struct text name = {nix->text.bytes + nix->at, 0};
        if (is_at(nix, "\""))
            name = skip_string(nix);
        else
            while (nix->at < nix->text.size && is_name_byte(nix->text.bytes[nix->at])) {
                name.size++;
                step(nix, 1);
            }
        if (name.size == 0)
            return count;
        if (count < NAMES_MAX)
            names[count++] = name;
        skip_blanks(nix);
        if (!is_at(nix, "."))
            return count;
        step(nix, 1);
        skip_blanks(nix);
    }
}

/* Over a value up to its `;`, or the end of the set; gives its first string. */
static struct text skip_value(struct nix *nix)
{
    struct text first = {"", 0};
    unsigned depth = 0;
    while (nix->at < nix->text.size) {
        skip_blanks(nix);
        if (is_at(nix, "''")) {
            step(nix, 2);
            skip_to(nix, "''");
        } else if (is_at(nix, "\"")) {
            struct text inside = skip_string(nix);
            if (first.size == 0)
                first = inside;
        } else if (nix->at < nix->text.size) {
            char byte = nix->text.bytes[nix->at];
            if ((byte == ';' || byte == '}') && depth == 0)
                break;
            depth += byte == '{' || byte == '[' || byte == '(';
            depth -= depth > 0 && (byte == '}' || byte == ']' || byte == ')');
            step(nix, 1);
        }
    }
    if (is_at(nix, ";"))
        step(nix, 1);
    return first;
}

static struct nix_input *input_of(struct nix *nix, struct text name, uint32_t line)
{
    char *key = arena_copy(nix->arena, name);
    struct nix_input *input = table_find(&nix->inputs, key);
    if (!input) {
        input = ARENA_NEW(nix->arena, struct nix_input);
        *input = (struct nix_input){.name = key, .line = line};
        table_set(&nix->inputs, key, input);
    }
    return input;
}

static void add_attribute(struct nix_input *input, struct text name, struct text value)
{
    if (text_equals(name, "follows"))
        input->follows = true;
    if (text_equals(name, "url") || text_equals(name, "path"))
        input->local = text_starts_with(value, "path:.") || text_starts_with(value, ".") ||
                       text_starts_with(value, "git+file:.");
}

static bool opens_set(struct nix *nix)
{
    if (!is_at(nix, "="))
        return false;
    step(nix, 1);
    skip_blanks(nix);
    return is_at(nix, "{");
}

/* The attributes of one input: `url = "..."; inputs.x.follows = "y";`. */
static void read_attributes(struct nix *nix, struct nix_input *input)
{
    step(nix, 1);
    for (;;) {
        skip_blanks(nix);
        struct text names[NAMES_MAX];
        size_t count = read_path(nix, names);
        if (count == 0)
            break;
        struct text value = skip_value(nix);
        if (count == 1)
            add_attribute(input, names[0], value);
    }
    skip_value(nix); /* its end */
    if (is_at(nix, "}"))
        step(nix, 1);
    skip_value(nix);
}

/* One attribute whose path below `inputs` is `names`. */
static void read_input(struct nix *nix, struct text *names, size_t count, uint32_t line)
{
    struct nix_input *input = input_of(nix, names[0], line);
    if (count == 1 && opens_set(nix)) {
        read_attributes(nix, input);
        return;
    }
    struct text value = skip_value(nix);
    if (count == 2)
        add_attribute(input, names[1], value);
}

static void read_inputs(struct nix *nix)
{
    step(nix, 1);
    for (;;) {
        skip_blanks(nix);
        struct text names[NAMES_MAX];
        uint32_t line = nix->line;
        size_t count = read_path(nix, names);
        if (count == 0)
            break;
        read_input(nix, names, count, line);
    }
    skip_value(nix);
    if (is_at(nix, "}"))
        step(nix, 1);
    skip_value(nix);
}

void nix_each_input(struct arena *arena, struct text text,
                    void (*each)(void *context, const struct nix_input *input), void *context)
{
    struct nix nix = {.arena = arena, .text = text, .line = 1};
    table_init(&nix.inputs, arena);
    skip_blanks(&nix);
    if (!is_at(&nix, "{"))
        return;
    step(&nix, 1);
    for (;;) {
        skip_blanks(&nix);
        struct text names[NAMES_MAX];
        uint32_t line = nix.line;
        size_t count = read_path(&nix, names);
        if (count == 0)
            break;
        bool is_inputs = text_equals(names[0], "inputs");
        if (is_inputs && count > 1)
            read_input(&nix, names + 1, count - 1, line);
        else if (is_inputs && opens_set(&nix))
            read_inputs(&nix);
        else
            skip_value(&nix);
    }
    for (size_t i = 0; i < nix.inputs.count; i++)
        each(context, nix.inputs.entries[i].value);
}
