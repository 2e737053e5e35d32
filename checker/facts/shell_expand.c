#include "facts/shell_expand.h"

#include <string.h>

/* A word grows by the values put into it at most so far. */
enum { EXPANDED_MAX = 4096 };

void shell_variables_init(struct shell_variables *variables, struct arena *arena,
                          const char *(*find)(void *state, const char *name), void *state)
{
    *variables = (struct shell_variables){.arena = arena, .find = find, .state = state};
    table_init(&variables->assigned, arena);
    table_init(&variables->changed, arena);
}

bool shell_is_name_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_' ||
           (byte >= '0' && byte <= '9');
}

static size_t name_size(const char *name)
{
    size_t size = 0;
    while (shell_is_name_byte(name[size]))
        size++;
    return size;
}

static const char *value_of(const struct shell_variables *variables, const char *name)
{
    if (table_has(&variables->changed, name))
        return NULL;
    const char *value = table_find(&variables->assigned, name);
    if (!value && variables->find)
        value = variables->find(variables->state, name);
    return value;
}

/* One reference at `at`: its length, and its name where it is a plain one. */
static size_t read_reference(struct arena *arena, const char *at, const char **name)
{
    *name = NULL;
    if (strncmp(at, "${{", 3) == 0) {
        const char *end = strstr(at, "}}");
        if (!end)
            return strlen(at);
        struct text body =
            text_trim((struct text){.bytes = at + 3, .size = (size_t)(end - at) - 3});
        if (text_starts_with(body, "env.") && 4 + name_size(body.bytes + 4) == body.size)
            *name =
                arena_copy(arena, (struct text){.bytes = body.bytes + 4, .size = body.size - 4});
        return (size_t)(end - at) + 2;
    }
    bool braced = at[1] == '{';
    const char *start = at + 1 + braced;
    size_t size = name_size(start);
    if (size > 0 && (!braced || start[size] == '}'))
        *name = arena_copy(arena, (struct text){.bytes = start, .size = size});
    return 1 + (*name ? size + 2 * (size_t)braced : 0);
}

const char *shell_expand(const struct shell_variables *variables, const char *word)
{
    if (!strchr(word, '$'))
        return word;
    struct buffer out = BUFFER_EMPTY;
    for (const char *at = word; *at && out.size < EXPANDED_MAX;) {
        if (*at != '$') {
            buffer_add_byte(&out, *at++);
            continue;
        }
        const char *name;
        size_t size = read_reference(variables->arena, at, &name);
        const char *value = name ? value_of(variables, name) : NULL;
        if (value)
            buffer_add_string(&out, value);
        else
            buffer_add(&out, at, size);
        at += size;
    }
    const char *result = arena_strdup(variables->arena, buffer_string(&out));
    buffer_release(&out);
    return result;
}

static void assign(struct shell_variables *variables, const char *word, unsigned char mark)
{
    static char yes[] = "";
    size_t size = name_size(word);
    char *name = arena_copy(variables->arena, (struct text){.bytes = word, .size = size});
    const char *value = word[size] == '=' ? word + size + 1 : NULL;
    if (value && mark & SHELL_MARK_EXPANDS)
        value = shell_expand(variables, value);
    if (!value || (mark & SHELL_MARK_EXPANDS && (strchr(value, '$') || strchr(value, '`')))) {
        table_set(&variables->changed, name, yes);
        return;
    }
    table_set(&variables->assigned, name, arena_strdup(variables->arena, value));
}

static bool assigns(const char *word)
{
    size_t size = name_size(word);
    return size > 0 && !(word[0] >= '0' && word[0] <= '9') &&
           (word[size] == '=' || (word[size] == '+' && word[size + 1] == '='));
}

void shell_variables_note(struct shell_variables *variables, const struct shell_command *command)
{
    static const char *const declare[] = {"export",  "readonly", "local",
                                          "declare", "typeset",  NULL};
    static const char *const given[] = {"read", "for", "mapfile", "readarray", "getopts", NULL};
    size_t program = shell_program(command);
    const char *name = program < command->count ? command->words[program] : "";
    bool declares = string_is_one_of(name, declare);
    bool gives = string_is_one_of(name, given);
    for (size_t i = 0; i < command->count; i++) {
        const char *word = command->words[i];
        bool own = program == command->count; /* `A=b command` sets it for that command only */
        if (assigns(word) && (own || (declares && i > program)))
            assign(variables, word, command->marks[i]);
        else if (gives && i > program && name_size(word) == strlen(word))
            assign(variables, word, 0);
    }
}

const char *shell_lone_variable(struct arena *arena, const char *word)
{
    if (word[0] != '$' || word[1] == '(')
        return NULL;
    const char *name;
    size_t size = read_reference(arena, word, &name);
    return name && word[size] == '\0' ? name : NULL;
}
