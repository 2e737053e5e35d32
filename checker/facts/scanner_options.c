#include "facts/scanner_options.h"

#include "facts/wild.h"

#include <string.h>

/* What only a run knows: a variable, an expression, a parameter. */
bool scanner_is_open(const char *text)
{
    for (const char *at = text; *at; at++) {
        if (*at == '`' || (at[0] == '<' && at[1] == '<'))
            return true;
        if (*at == '$' && (at[1] == '{' || at[1] == '(' || at[1] == '_' || at[1] == '[' ||
                           (wild_fold(at[1]) >= 'a' && wild_fold(at[1]) <= 'z')))
            return true;
    }
    return false;
}

static struct option value_of(const char *text)
{
    if (*text == '\0')
        return (struct option){OPTION_ABSENT, ""};
    return (struct option){scanner_is_open(text) ? OPTION_OPEN : OPTION_TEXT, text};
}

static bool has_name(const struct schema_texts *names, struct text word)
{
    for (size_t i = 0; i < names->count; i++)
        if (text_equals(word, names->items[i]))
            return true;
    return false;
}

/* Is it one of `a|b|c`? */
static bool is_alternative(const char *names, struct text word)
{
    for (const char *at = names; *at;) {
        size_t length = strcspn(at, "|");
        if (length == word.size && memcmp(at, word.bytes, length) == 0)
            return true;
        at += length + (at[length] == '|');
    }
    return false;
}

static bool has_valued(const struct tool_conditions *conditions, struct text word)
{
    for (size_t i = 0; i < conditions->count; i++)
        if (conditions->items[i].by_value && is_alternative(conditions->items[i].option, word))
            return true;
    return false;
}

/* Does the word behind this option belong to it? What the pattern reads from has values. */
static bool takes_value(const struct tool_pattern *pattern, const char *word)
{
    struct text name = text_of(word);
    const struct schema_texts *const lists[] = {
        &pattern->valued,   &pattern->directory,    &pattern->files,
        &pattern->excludes, &pattern->languages_by, &pattern->severity,
    };
    for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++)
        if (has_name(lists[i], name))
            return true;
    return (pattern->depth_by && strcmp(pattern->depth_by, word) == 0) ||
           (pattern->choice && has_name(&pattern->choice->by, name)) ||
           has_valued(&pattern->when, name) || has_valued(&pattern->off, name) ||
           has_valued(&pattern->advisory, name);
}

static bool is_option(const char *word)
{
    return word[0] == '-' && word[1] != '\0';
}

/* The next word at or behind `at` that is neither an option nor its value. */
static size_t next_argument(const struct scanner_options *options, size_t at)
{
    while (at < options->word_count && is_option(options->words[at]))
        at += takes_value(options->pattern, options->words[at]) ? 2 : 1;
    return at;
}

/* `--name` is there with a value too. */
static bool is_word(struct text wanted, const char *word)
{
    size_t length = *wanted.bytes == '-' ? strcspn(word, "=") : strlen(word);
    return wild_matches(wanted, text_of(word), false) ||
           wild_matches(wanted, (struct text){word, length}, false);
}

bool scanner_words_match(struct scanner_options *options, const char *as_written)
{
    const char *rest = as_written + strcspn(as_written, " ");
    size_t at = 0;
    while (*rest == ' ') {
        rest++;
        struct text wanted = {rest, strcspn(rest, " ")};
        rest += wanted.size;
        if (*wanted.bytes == '-')
            while (at < options->word_count && !is_word(wanted, options->words[at]))
                at++;
        else
            at = next_argument(options, at);
        if (at >= options->word_count || !is_word(wanted, options->words[at]))
            return false;
        at++;
        /* `grype dir:*`: that word is its argument at the same time. */
        if (!memchr(wanted.bytes, '*', wanted.size) && !text_equals(wanted, "."))
            options->behind = at;
    }
    return true;
}

/* The value of an option that stands at `at`, or of none. */
static bool read_word(const struct scanner_options *options, size_t at, const char *name,
                      struct option *out)
{
    const char *word = options->words[at];
    size_t length = strlen(name);
    if (strncmp(word, name, length) != 0)
        return false;
    if (word[length] == '=') {
        *out = value_of(word + length + 1);
        if (out->state == OPTION_ABSENT)
            out->state = OPTION_SET;
        return true;
    }
    if (word[length] != '\0')
        return false;
    bool has_value = at + 1 < options->word_count && !is_option(options->words[at + 1]) &&
                     takes_value(options->pattern, name);
    *out = has_value ? value_of(options->words[at + 1]) : (struct option){OPTION_SET, ""};
    return true;
}

static struct option find_pair(const struct value *pairs, size_t count, const char *name,
                               bool folded)
{
    size_t length = strlen(name);
    for (size_t i = count; i-- > 0;) {
        const char *pair = pairs[i].kind == VALUE_TEXT ? pairs[i].text : "";
        const char *equals = strchr(pair, '=');
        if (equals && (size_t)(equals - pair) == length &&
            wild_matches(text_of(name), (struct text){pair, length}, folded))
            return value_of(equals + 1);
    }
    return (struct option){OPTION_ABSENT, ""};
}

static struct option find_variable(const struct scanner_options *options, const char *name)
{
    struct option found = find_pair(options->variables, options->variable_count, name, false);
    size_t length = strlen(name);
    for (size_t i = 0; found.state == OPTION_ABSENT && options->globals && options->globals[i]; i++)
        if (strncmp(options->globals[i], name, length) == 0 && options->globals[i][length] == '=')
            found = value_of(options->globals[i] + length + 1);
    return found;
}

/* `-Dname`, which a project of Maven may set by itself. */
static struct option find_setting(const char *const *settings, const char *name)
{
    size_t length = strlen(name);
    for (size_t i = 0; settings[i]; i++)
        if (strncmp(settings[i], name, length) == 0 && settings[i][length] == '=')
            return value_of(settings[i] + length + 1);
    return (struct option){OPTION_ABSENT, ""};
}

/* The configuration of a plugin is stronger than the command line, a property is weaker. */
static struct option find_word(const struct scanner_options *options, const char *name)
{
    struct option found = {OPTION_ABSENT, ""};
    bool is_setting = options->maven && string_starts_with(name, "-D");
    if (is_setting)
        found = find_setting(options->maven->configuration, name + 2);
    if (found.state != OPTION_ABSENT)
        return found;
    for (size_t i = 0; i < options->word_count; i++)
        if (read_word(options, i, name, &found))
            return found;
    return is_setting ? find_setting(options->maven->properties, name + 2) : found;
}

/* The first of `a|b|c` that is given. */
static struct option first_alternative(const struct scanner_options *options, const char *names)
{
    struct option found = {OPTION_ABSENT, ""};
    for (const char *at = names; *at && found.state == OPTION_ABSENT;) {
        size_t length = strcspn(at, "|");
        found = scanner_option(options, arena_copy(options->arena, (struct text){at, length}));
        at += length + (at[length] == '|');
    }
    return found;
}

struct option scanner_option(const struct scanner_options *options, const char *name)
{
    struct option found = {OPTION_ABSENT, ""};
    if (strchr(name, '|'))
        return first_alternative(options, name);
    if (strcmp(name, "(argument)") == 0) {
        size_t at = next_argument(options, options->behind);
        return at < options->word_count ? value_of(options->words[at]) : found;
    }
    if (*name == '$')
        return find_variable(options, name + 1);
    if (*name == '-')
        return find_word(options, name);
    if (options->inputs_unknown)
        return (struct option){OPTION_OPEN, ""};
    return find_pair(options->inputs, options->input_count, name, true);
}

struct option scanner_first_option(const struct scanner_options *options,
                                   const struct schema_texts *names)
{
    struct option found = {OPTION_ABSENT, ""};
    for (size_t i = 0; i < names->count && found.state == OPTION_ABSENT; i++)
        found = scanner_option(options, names->items[i]);
    return found;
}

struct values {
    struct arena *arena;
    const char **items;
    size_t count, capacity;
    bool constant;
};

static void add_values(struct values *values, struct option option)
{
    if (option.state == OPTION_OPEN)
        values->constant = false;
    if (option.state != OPTION_TEXT)
        return;
    for (const char *at = option.text; *at;) {
        size_t length = strcspn(at, ", \n");
        if (length > 0) {
            values->items = arena_grow(values->arena, values->items, values->count,
                                       &values->capacity, sizeof(*values->items));
            values->items[values->count++] = arena_copy(values->arena, (struct text){at, length});
        }
        at += length + (at[length] != '\0');
    }
}

bool scanner_option_values(const struct scanner_options *options, const struct schema_texts *names,
                           const char ***out, size_t *count)
{
    struct values values = {.arena = options->arena, .constant = true};
    for (size_t i = 0; i < names->count; i++) {
        const char *name = names->items[i];
        if (*name != '-') {
            add_values(&values, scanner_option(options, name));
            continue;
        }
        for (size_t k = 0; k < options->word_count; k++) {
            struct option found;
            if (read_word(options, k, name, &found))
                add_values(&values, found);
        }
    }
    *out = values.items;
    *count = values.count;
    return values.constant;
}

static enum condition_result judge(const struct tool_condition *condition, struct option given)
{
    for (size_t i = 0; i < condition->count; i++) {
        const char *value = condition->values[i];
        bool holds = strcmp(value, "(absent)") == 0 ? given.state == OPTION_ABSENT
                     : strcmp(value, "(set)") == 0  ? given.state == OPTION_SET
                     : strcmp(value, "*") == 0      ? given.state != OPTION_ABSENT
                                                    : false;
        if (holds || (given.state == OPTION_TEXT && *value != '(' &&
                      wild_matches(text_of(value), text_of(given.text), true)))
            return CONDITION_TRUE;
    }
    return given.state == OPTION_OPEN ? CONDITION_OPEN : CONDITION_FALSE;
}

enum condition_result scanner_conditions_all(const struct scanner_options *options,
                                             const struct tool_conditions *conditions)
{
    enum condition_result result = CONDITION_TRUE;
    for (size_t i = 0; i < conditions->count; i++) {
        enum condition_result one =
            judge(&conditions->items[i], scanner_option(options, conditions->items[i].option));
        if (one < result)
            result = one;
    }
    return result;
}

enum condition_result scanner_conditions_any(const struct scanner_options *options,
                                             const struct tool_conditions *conditions,
                                             const struct tool_condition **why,
                                             struct option *given)
{
    enum condition_result result = CONDITION_FALSE;
    for (size_t i = 0; i < conditions->count; i++) {
        struct option option = scanner_option(options, conditions->items[i].option);
        enum condition_result one = judge(&conditions->items[i], option);
        if (one > result) {
            result = one;
            *why = &conditions->items[i];
            *given = option;
        }
    }
    return result;
}

bool scanner_has_word(const struct scanner_options *options, const struct schema_texts *globs)
{
    for (size_t i = 0; i < options->word_count; i++)
        for (size_t k = 0; k < globs->count; k++)
            if (wild_matches(text_of(globs->items[k]), text_of(options->words[i]), false))
                return true;
    return false;
}

const char *scanner_option_in_words(struct arena *arena, const char *name, struct option given)
{
    name = arena_copy(arena, (struct text){name, strcspn(name, "|")});
    if (given.state == OPTION_ABSENT)
        return arena_printf(arena, "`%s` is not given", name);
    if (given.state == OPTION_SET)
        return arena_printf(arena, "`%s` is given", name);
    return arena_printf(arena, "`%s` is '%s'", name, given.text);
}
