#include "facts/owners.h"

#include "base/table.h"

#include <string.h>

struct parsing {
    struct arena *arena;
    struct owners *out;
    size_t capacity;
    struct table sections; /* GitLab: number by folded name */
    struct table groups;   /* Bitbucket: @@@Name */
    const char *section;
    size_t section_number;
    const char **defaults; /* owners of the section */
    size_t default_count;
    const char *default_problem;
};

struct words_of_line {
    const char **items;
    size_t count, capacity;
};

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\f' || byte == '\v' ||
           byte == '\0';
}

/* The words of a line, up to a comment. `\ ` is a blank within a word, and `@"a b"`
 * one word in Bitbucket. */
static struct words_of_line split(struct arena *arena, struct text line, bool quotes)
{
    struct words_of_line words = {0};
    size_t at = 0;
    while (at < line.size) {
        if (is_blank(line.bytes[at])) {
            at++;
            continue;
        }
        if (line.bytes[at] == '#')
            break;
        size_t begin = at;
        bool quoted = false;
        while (at < line.size && (quoted || !is_blank(line.bytes[at]))) {
            if (quotes && line.bytes[at] == '"')
                quoted = !quoted;
            at += line.bytes[at] == '\\' && at + 1 < line.size ? 2 : 1;
        }
        words.items =
            arena_grow(arena, words.items, words.count, &words.capacity, sizeof(*words.items));
        words.items[words.count++] =
            arena_copy(arena, (struct text){line.bytes + begin, at - begin});
    }
    return words;
}

static struct owner_rule *add_rule(struct parsing *parsing, uint32_t line, const char *pattern)
{
    struct owners *out = parsing->out;
    out->rules =
        arena_grow(parsing->arena, out->rules, out->count, &parsing->capacity, sizeof(*out->rules));
    struct owner_rule *rule = &out->rules[out->count++];
    *rule = (struct owner_rule){
        .line = line,
        .pattern = pattern,
        .section = parsing->section,
        .section_number = parsing->section_number,
    };
    return rule;
}

static const char *judge_owner(const struct parsing *parsing, const char *owner)
{
    const char *problem = owner_problem(parsing->out->system, owner);
    if (problem)
        return arena_printf(parsing->arena, "'%s' %s", owner, problem);
    if (parsing->out->system == OWNER_BITBUCKET && string_starts_with(owner, "@@") &&
        parsing->groups.count > 0 && !table_has(&parsing->groups, owner + 2))
        return arena_printf(parsing->arena, "'%s' is a group that the file does not define", owner);
    return NULL;
}

/* GitHub skips a line that holds a word which is no owner; GitLab and Bitbucket
 * skip the word. A placeholder is a well-formed name of nobody. */
static size_t take_owners(struct parsing *parsing, const char *const *words, size_t count,
                          const char ***out, const char **problem, bool *malformed)
{
    const char **owners = ARENA_ARRAY(parsing->arena, const char *, count + 1);
    size_t taken = 0;
    for (size_t i = 0; i < count; i++) {
        const char *wrong = judge_owner(parsing, words[i]);
        if (!wrong && !owner_is_placeholder(words[i])) {
            owners[taken++] = words[i];
            continue;
        }
        *malformed = *malformed || wrong;
        if (!*problem)
            *problem =
                wrong ? wrong : arena_printf(parsing->arena, "placeholder owner '%s'", words[i]);
    }
    *out = owners;
    return taken;
}

/* `[Name]`, `^[Name]`, `[Name][2]`, each with default owners behind it. What has no
 * name or no end is a pattern to GitLab. */
static bool read_section(struct text line, struct text *name, struct text *rest)
{
    size_t at = line.size && line.bytes[0] == '^' ? 1 : 0;
    if (at >= line.size || line.bytes[at] != '[')
        return false;
    const char *end = memchr(line.bytes + at, ']', line.size - at);
    if (!end || end == line.bytes + at + 1)
        return false;
    *name = text_trim((struct text){line.bytes + at + 1, (size_t)(end - line.bytes) - at - 1});
    at = (size_t)(end - line.bytes) + 1;
    if (at < line.size && line.bytes[at] == '[') {
        end = memchr(line.bytes + at, ']', line.size - at);
        if (!end)
            return false;
        for (const char *digit = line.bytes + at + 1; digit < end; digit++)
            if (*digit != '-' && (*digit < '0' || *digit > '9'))
                return false;
        at = (size_t)(end - line.bytes) + 1;
    }
    if (!name->size || (at < line.size && !is_blank(line.bytes[at])))
        return false;
    *rest = (struct text){line.bytes + at, line.size - at};
    return true;
}

static const char *fold(struct arena *arena, const char *text)
{
    char *copy = arena_strdup(arena, text);
    for (char *byte = copy; *byte; byte++)
        if (*byte >= 'A' && *byte <= 'Z')
            *byte = (char)(*byte - 'A' + 'a');
    return copy;
}

static void enter_section(struct parsing *parsing, struct text name, struct text rest)
{
    parsing->section = arena_copy(parsing->arena, name);
    const char *folded = fold(parsing->arena, parsing->section);
    size_t *number = table_find(&parsing->sections, folded);
    if (!number) {
        number = ARENA_NEW(parsing->arena, size_t);
        *number = parsing->out->section_count++;
        table_set(&parsing->sections, folded, number);
    }
    parsing->section_number = *number;
    struct words_of_line words = split(parsing->arena, rest, false);
    bool malformed = false;
    parsing->default_problem = NULL;
    parsing->default_count = take_owners(parsing, words.items, words.count, &parsing->defaults,
                                         &parsing->default_problem, &malformed);
}

/* Settings of the Code Owners app, which stand between its rules. */
static bool is_setting(const char *word)
{
    return string_starts_with(word, "CODEOWNERS.") || string_starts_with(word, "Check(") ||
           string_starts_with(word, "OverallCheck(");
}

static void read_rule(struct parsing *parsing, uint32_t number, const struct words_of_line *words)
{
    enum owner_system system = parsing->out->system;
    const char *pattern = words->items[0];
    bool excludes = pattern[0] == '!';
    struct owner_rule *rule = add_rule(parsing, number, excludes ? pattern + 1 : pattern);
    const char *problem = NULL;
    bool malformed = false;
    rule->excludes = excludes && system != OWNER_GITHUB;
    rule->owner_count = take_owners(parsing, words->items + 1, words->count - 1, &rule->owners,
                                    &problem, &malformed);
    if (words->count == 1 && !excludes) {
        rule->owners = parsing->defaults;
        rule->owner_count = parsing->default_count;
        problem = parsing->default_problem;
    }
    rule->everything = owner_pattern_is_everything(rule->pattern);
    rule->skipped = malformed && system == OWNER_GITHUB;
    const char *pattern_problem = owner_pattern_problem(system, rule->pattern);
    if (excludes && system == OWNER_GITHUB)
        pattern_problem = "a pattern cannot be negated with '!'";
    if (pattern_problem || !rule->pattern[0]) {
        problem = pattern_problem ? pattern_problem : "the pattern is empty";
        rule->skipped = true;
    }
    if (excludes && system == OWNER_GITHUB)
        rule->pattern = pattern;
    rule->problem = problem;
}

static void read_line(struct parsing *parsing, uint32_t number, struct text line)
{
    enum owner_system system = parsing->out->system;
    line = text_trim(line);
    if (!line.size || line.bytes[0] == '#')
        return;
    struct text name, rest;
    if (system == OWNER_GITLAB && read_section(line, &name, &rest)) {
        enter_section(parsing, name, rest);
        return;
    }
    struct words_of_line words = split(parsing->arena, line, system == OWNER_BITBUCKET);
    if (!words.count)
        return;
    if (system == OWNER_BITBUCKET &&
        (string_starts_with(words.items[0], "@@@") || is_setting(words.items[0])))
        return;
    read_rule(parsing, number, &words);
}

static bool has_sections(struct text text)
{
    struct text line, name, rest;
    while (text_next_line(&text, &line))
        if (read_section(text_trim(line), &name, &rest))
            return true;
    return false;
}

/* Groups may be used above the line that defines them. */
static void read_groups(struct parsing *parsing, struct text text)
{
    struct text line;
    while (text_next_line(&text, &line)) {
        line = text_trim(line);
        if (!text_starts_with(line, "@@@"))
            continue;
        struct words_of_line words = split(parsing->arena, line, true);
        if (words.count)
            table_set(&parsing->groups, words.items[0] + 3, parsing);
    }
}

void owners_parse(struct owners *out, struct arena *arena, struct text text,
                  enum owner_system system, bool certain)
{
    if (text_starts_with(text, "\xef\xbb\xbf"))
        text = (struct text){text.bytes + 3, text.size - 3};
    if (!certain && has_sections(text))
        system = OWNER_GITLAB;
    *out = (struct owners){.system = system, .path = out->path, .section_count = 1};
    struct parsing parsing = {.arena = arena, .out = out};
    table_init(&parsing.sections, arena);
    table_init(&parsing.groups, arena);
    if (system == OWNER_BITBUCKET)
        read_groups(&parsing, text);
    struct text line;
    for (uint32_t number = 1; text_next_line(&text, &line); number++)
        read_line(&parsing, number, line);
}
