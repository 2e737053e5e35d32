#include "facts/script_variables.h"

#include "base/text.h"

#include <string.h>

/* A value that holds variables may hold others: but a text is put in once only. */
enum { EXPANDED_MAX = 1 << 16 };

static bool is_name(char byte, bool first)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte == '_' ||
           (!first && byte >= '0' && byte <= '9');
}

/* The name of the variable that begins at `$`; `size` is all that stands for it. */
static const char *name_at(struct arena *arena, const char *text, size_t *size)
{
    const char *name = text + 1;
    bool braces = *name == '{';
    name += braces ? 1 : 0;
    size_t length = 0;
    while (is_name(name[length], length == 0))
        length++;
    if (length == 0 || (braces && name[length] != '}'))
        return NULL;
    *size = length + (braces ? 3 : 1);
    return arena_copy(arena, (struct text){name, length});
}

/* `${{ env.NAME }}`, `${{ matrix.NAME }}` and `${{ github.action_path }}` (known by their whole
 * names but for `env.`) of GitHub, `$(NAME)` of Azure are the same for names that are constant
 * here. */
static const char *fenced_at(struct arena *arena, const char *text, size_t *size)
{
    const char *start = NULL;
    const char *end = NULL;
    if (string_starts_with(text, "${{")) {
        start = text + 3 + strspn(text + 3, " ");
        end = strstr(text, "}}");
        bool whole =
            string_starts_with(start, "matrix.") || string_starts_with(start, SCRIPT_ACTION_PATH);
        if (!end || (!whole && !string_starts_with(start, "env.")))
            return NULL;
        start += whole ? 0 : 4;
        *size = (size_t)(end - text) + 2;
        while (end > start && end[-1] == ' ')
            end--;
    } else if (string_starts_with(text, "$(")) {
        start = text + 2;
        end = strchr(start, ')');
        if (!end)
            return NULL;
        *size = (size_t)(end - text) + 1;
    }
    if (!start || end <= start)
        return NULL;
    for (const char *at = start; at < end; at++)
        if (!is_name(*at, at == start) && *at != '.' && *at != '-')
            return NULL;
    return arena_copy(arena, (struct text){start, (size_t)(end - start)});
}

const char *script_expand(struct arena *arena, const char *text, const struct table *variables)
{
    if (!strchr(text, '$') || variables->count == 0)
        return text;
    struct buffer out = BUFFER_EMPTY;
    for (const char *at = text; *at && out.size < EXPANDED_MAX;) {
        size_t size = 0;
        const char *name = *at == '$' ? fenced_at(arena, at, &size) : NULL;
        if (*at == '$' && !name)
            name = name_at(arena, at, &size);
        const char *value = name ? table_find(variables, name) : NULL;
        if (value) {
            buffer_add_string(&out, value);
            at += size;
        } else {
            buffer_add_byte(&out, *at++);
        }
    }
    const char *expanded = arena_strdup(arena, buffer_string(&out));
    buffer_release(&out);
    return expanded;
}

static const char **add_word(struct arena *arena, const char **words, size_t *count,
                             size_t *capacity, const char *word)
{
    words = arena_grow(arena, words, *count, capacity, sizeof(*words));
    words[(*count)++] = word;
    return words;
}

const char **script_add_expanded(struct arena *arena, const char **words, size_t *count,
                                 size_t *capacity, const char *word, const struct table *variables)
{
    const char *expanded = script_expand(arena, word, variables);
    size_t size = 0;
    bool alone = word[0] == '$' && expanded != word &&
                 (name_at(arena, word, &size) || fenced_at(arena, word, &size)) && !word[size];
    if (!alone)
        return add_word(arena, words, count, capacity, expanded);
    for (const char *at = expanded + strspn(expanded, " \t\n"); *at;) {
        size_t length = strcspn(at, " \t\n");
        words =
            add_word(arena, words, count, capacity, arena_copy(arena, (struct text){at, length}));
        at += length;
        at += strspn(at, " \t\n");
    }
    return words;
}

void script_set_variable(struct arena *arena, struct table *variables, const char *assignment)
{
    const char *mark = strchr(assignment, '=');
    if (!mark || mark == assignment)
        return;
    const char *name = arena_copy(arena, (struct text){assignment, (size_t)(mark - assignment)});
    for (const char *at = name; *at; at++)
        if (!is_name(*at, at == name))
            return;
    const char *value = script_expand(arena, mark + 1, variables);
    bool constant = !strchr(value, '$') && !strchr(value, '`');
    table_set(variables, name, constant ? arena_strdup(arena, value) : NULL);
}
