#include "facts/shell_variables.h"

#include <string.h>

/* A text grows so far by what is put in; what comes then stays as it is written. Scripts
 * that double a variable again and again stay small by that. */
enum { EXPANDED_MAX = 4096 };

struct shell_change {
    const char *name;
    void *before;
};

void shell_variables_init(struct shell_variables *variables, struct arena *arena)
{
    *variables = (struct shell_variables){.arena = arena};
    table_init(&variables->values, arena);
}

void shell_variables_copy(struct shell_variables *variables, struct arena *arena,
                          const struct shell_variables *from)
{
    struct shell_variables copy;
    shell_variables_init(&copy, arena);
    for (size_t i = 0; from && i < from->values.count; i++)
        table_set(&copy.values, from->values.entries[i].key, from->values.entries[i].value);
    *variables = copy;
}

void shell_variables_set(struct shell_variables *variables, const char *name, const char *value)
{
    struct arena *arena = variables->arena;
    void *before = table_set(&variables->values, name, value ? arena_strdup(arena, value) : NULL);
    variables->changes = arena_grow(arena, variables->changes, variables->change_count,
                                    &variables->change_capacity, sizeof(*variables->changes));
    variables->changes[variables->change_count++] =
        (struct shell_change){.name = name, .before = before};
}

size_t shell_variables_mark(const struct shell_variables *variables)
{
    return variables->change_count;
}

void shell_variables_undo(struct shell_variables *variables, size_t mark)
{
    while (variables->change_count > mark) {
        const struct shell_change *change = &variables->changes[--variables->change_count];
        table_set(&variables->values, change->name, change->before);
    }
}

bool shell_is_name_byte(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_' ||
           (byte >= '0' && byte <= '9');
}

static bool is_digit(char byte)
{
    return byte >= '0' && byte <= '9';
}

/* How many bytes of a name stand at `text`; 0 when none begins there. */
static size_t name_size(const char *text)
{
    size_t size = 0;
    while (shell_is_name_byte(text[size]))
        size++;
    return is_digit(text[0]) ? 0 : size;
}

/* The name of the variable that begins at `$`; `size` is all that stands for it. */
static const char *name_at(struct arena *arena, const char *text, size_t *size)
{
    bool braces = text[1] == '{';
    const char *name = text + (braces ? 2 : 1);
    size_t length = name_size(name);
    if (length == 0 || (braces && name[length] != '}'))
        return NULL;
    *size = length + (braces ? 3 : 1);
    return arena_copy(arena, (struct text){name, length});
}

/* What stands between the marks of a runner: `${{ }}` of GitHub, `$( )` of Azure. */
static struct text fenced_text(const char *text, size_t *size)
{
    const char *start = NULL;
    const char *end = NULL;
    if (string_starts_with(text, "${{")) {
        start = text + 3 + strspn(text + 3, " ");
        end = strstr(text, "}}");
        *size = end ? (size_t)(end - text) + 2 : 0;
        while (end && end > start && end[-1] == ' ')
            end--;
    } else if (string_starts_with(text, "$(")) {
        start = text + 2;
        end = strchr(start, ')');
        *size = end ? (size_t)(end - text) + 1 : 0;
    }
    return end && end > start ? (struct text){start, (size_t)(end - start)} : (struct text){0};
}

/* `${{ env.NAME }}`, `${{ matrix.NAME }}` and `${{ github.action_path }}` (known by their
 * whole names but for `env.`) of GitHub, `$(NAME)` of Azure are the same for names that are
 * constant here. */
static const char *fenced_at(struct arena *arena, const char *text, size_t *size)
{
    size_t whole = 0;
    struct text body = fenced_text(text, &whole);
    if (body.size == 0)
        return NULL;
    if (text[1] == '{' && !text_starts_with(body, "matrix.") &&
        !text_starts_with(body, SHELL_ACTION_PATH)) {
        if (!text_starts_with(body, "env."))
            return NULL;
        body = (struct text){body.bytes + 4, body.size - 4};
    }
    for (size_t i = 0; i < body.size; i++)
        if (!(shell_is_name_byte(body.bytes[i]) && (i > 0 || !is_digit(body.bytes[i]))) &&
            body.bytes[i] != '.' && body.bytes[i] != '-')
            return NULL;
    *size = whole;
    return body.size > 0 ? arena_copy(arena, body) : NULL;
}

static const char *reference_at(struct arena *arena, const char *text, size_t *size)
{
    const char *name = fenced_at(arena, text, size);
    return name ? name : name_at(arena, text, size);
}

const char *shell_expand(const struct shell_variables *variables, const char *text)
{
    if (!strchr(text, '$') || variables->values.count == 0)
        return text;
    struct buffer out = BUFFER_EMPTY;
    size_t grown = 0;
    for (const char *at = text; *at;) {
        size_t size = 0;
        bool refers = *at == '$' && grown < EXPANDED_MAX;
        const char *name = refers ? reference_at(variables->arena, at, &size) : NULL;
        const char *value = name ? table_find(&variables->values, name) : NULL;
        if (value) {
            buffer_add_string(&out, value);
            grown += strlen(value);
            at += size;
        } else {
            buffer_add_byte(&out, *at++);
        }
    }
    const char *expanded = arena_strdup(variables->arena, buffer_string(&out));
    buffer_release(&out);
    return expanded;
}

static void add_word(struct arena *arena, const char *word, unsigned char mark,
                     struct shell_words *out)
{
    out->words =
        arena_grow(arena, out->words, out->count, &out->word_capacity, sizeof(*out->words));
    out->marks =
        arena_grow(arena, out->marks, out->count, &out->mark_capacity, sizeof(*out->marks));
    out->marks[out->count] = mark;
    out->words[out->count++] = word;
}

void shell_add_expanded(const struct shell_variables *variables, const char *word,
                        unsigned char mark, struct shell_words *out)
{
    struct arena *arena = variables->arena;
    /* In single quotes a shell puts nothing in; the runner of Azure knows no quotes. */
    bool expands = mark & SHELL_MARK_EXPANDS || strstr(word, "$(");
    const char *expanded = expands ? shell_expand(variables, word) : word;
    size_t size = 0;
    bool splits = word[0] == '$' && expanded != word && !(mark & SHELL_MARK_QUOTED) &&
                  reference_at(arena, word, &size) && !word[size];
    if (!splits) {
        add_word(arena, expanded, mark, out);
        return;
    }
    for (const char *at = expanded + strspn(expanded, " \t\n"); *at; at += strspn(at, " \t\n")) {
        size_t length = strcspn(at, " \t\n");
        add_word(arena, arena_copy(arena, (struct text){at, length}), mark, out);
        at += length;
    }
}

/* `value` NULL: another command gives it one. */
static void assign(struct shell_variables *variables, struct text name, const char *value,
                   unsigned char mark)
{
    bool expands = mark & SHELL_MARK_EXPANDS;
    if (value && expands)
        value = shell_expand(variables, value);
    bool constant = value && !(expands && (strchr(value, '$') || strchr(value, '`')));
    shell_variables_set(variables, arena_copy(variables->arena, name), constant ? value : NULL);
}

static bool assigns(const char *word)
{
    size_t size = name_size(word);
    return size > 0 && (word[size] == '=' || (word[size] == '+' && word[size + 1] == '='));
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
        struct text its_name = {word, name_size(word)};
        const char *mark = word + its_name.size;
        bool own = program == command->count; /* `A=b command` sets it for that command only */
        if (assigns(word) && (own || (declares && i > program)))
            assign(variables, its_name, *mark == '=' ? mark + 1 : NULL, command->marks[i]);
        else if (gives && i > program && its_name.size > 0 && !*mark)
            assign(variables, its_name, NULL, 0);
    }
}

const char *shell_lone_variable(struct arena *arena, const char *word)
{
    if (word[0] != '$' || word[1] == '(')
        return NULL;
    size_t size = 0;
    const char *name = reference_at(arena, word, &size);
    return name && word[size] == '\0' ? name : NULL;
}
