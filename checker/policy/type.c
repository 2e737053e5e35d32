#include "policy/parse.h"

#include <string.h>

static const struct {
    const char *name;
    enum type_kind kind;
} simple_types[] = {
    {"text", TYPE_TEXT},     {"path", TYPE_PATH},         {"glob", TYPE_GLOB},
    {"regex", TYPE_REGEX},   {"integer", TYPE_INTEGER},   {"number", TYPE_NUMBER},
    {"share", TYPE_SHARE},   {"boolean", TYPE_BOOLEAN},   {"date", TYPE_DATE},
    {"time", TYPE_TIME},     {"duration", TYPE_DURATION}, {"severity", TYPE_SEVERITY},
    {"semver", TYPE_SEMVER}, {"pep440", TYPE_PEP440},
};

static const char *const type_words[] = {
    "text",   "path",    "glob",      "regex",      "integer",      "number",
    "share",  "boolean", "date",      "time",       "duration",     "severity",
    "semver", "pep440",  "word(a|b)", "KIND.FIELD", "list of TYPE", NULL};

bool type_is_text(const struct type *type)
{
    switch (type->kind) {
    case TYPE_TEXT:
    case TYPE_PATH:
    case TYPE_GLOB:
    case TYPE_REGEX:
    case TYPE_SEVERITY:
    case TYPE_WORD:
        return true;
    case TYPE_INTEGER:
    case TYPE_NUMBER:
    case TYPE_SHARE:
    case TYPE_BOOLEAN:
    case TYPE_DATE:
    case TYPE_TIME:
    case TYPE_DURATION:
    case TYPE_SEMVER:
    case TYPE_PEP440:
    case TYPE_LIST:
    case TYPE_ANY:
        return false;
    }
    return false;
}

struct type type_item(const struct type *list)
{
    return list->kind == TYPE_LIST ? (struct type){.kind = list->of, .words = list->words} : *list;
}

struct type type_list_of(const struct type *item)
{
    return (struct type){.kind = TYPE_LIST, .of = item->kind, .words = item->words};
}

static bool words_within(const char *const *inner, const char *const *outer)
{
    for (; *inner; inner++)
        if (!string_is_one_of(*inner, outer))
            return false;
    return true;
}

/* Words are compared by their sets, not by who declared them: a relation's
 * inverse is a word of the relation's own set. */
static bool words_fit(const struct type *a, const struct type *b)
{
    return !a->words || !b->words || a->words == b->words || words_within(a->words, b->words) ||
           words_within(b->words, a->words);
}

bool type_fits(const struct type *want, const struct type *have, bool declared)
{
    if (want->kind == TYPE_ANY || have->kind == TYPE_ANY)
        return true;
    if (want->kind == TYPE_LIST && have->kind == TYPE_LIST) {
        struct type want_item = type_item(want);
        struct type have_item = type_item(have);
        return type_fits(&want_item, &have_item, declared);
    }
    if (want->kind == TYPE_WORD && have->kind == TYPE_WORD)
        return words_fit(want, have);
    if (want->kind == have->kind)
        return true;
    bool want_is_plain = want->kind == TYPE_TEXT || want->kind == TYPE_PATH;
    bool have_is_plain = have->kind == TYPE_TEXT || have->kind == TYPE_PATH;
    if (want_is_plain && (have_is_plain || have->kind == TYPE_WORD))
        return true;
    /* Two fields that facts fill cannot be misspelt; a parameter can. */
    if (type_is_version(want) && have->kind == TYPE_TEXT)
        return !declared;
    return want->kind == TYPE_WORD && have->kind == TYPE_TEXT && !declared;
}

/* word(a|b): at least one, each a word, none twice. */
static bool word_type_parse(struct parser *parser, const struct node *node, size_t offset,
                            const char *written, struct type *out)
{
    size_t size = strlen(written);
    if (written[size - 1] != ')') {
        mistake_within(parser, E417, node, offset, size, "'%s' has no closing parenthesis",
                       shown(parser, written));
        return false;
    }
    const char **words = NULL;
    size_t count = 0, capacity = 0;
    const char *at = written + strlen("word(");
    const char *end = written + size - 1;
    while (at <= end) {
        const char *bar = memchr(at, '|', (size_t)(end - at));
        const char *stop = bar ? bar : end;
        char *word = arena_copy(parser->arena, (struct text){at, (size_t)(stop - at)});
        if (*word == '\0' || strpbrk(word, " \t(){},")) {
            mistake_within(parser, E417, node, offset + (size_t)(at - written), strlen(word),
                           "'%s' is no word of a closed set", shown(parser, word))
                ->expected = "word(one|other)";
            return false;
        }
        words = arena_grow(parser->arena, words, count, &capacity, sizeof(*words));
        words[count++] = word;
        at = stop + 1;
    }
    words = arena_grow(parser->arena, words, count, &capacity, sizeof(*words));
    words[count] = NULL;
    *out = (struct type){.kind = TYPE_WORD, .words = words};
    return true;
}

static bool field_type_parse(struct parser *parser, const struct node *node, size_t offset,
                             const char *written, const char *dot, struct type *out)
{
    size_t size = (size_t)(dot - written);
    const char *name = arena_copy(parser->arena, (struct text){written, size});
    const struct fact_kind *kind = fact_kind_find(name);
    if (!kind) {
        struct diagnostic *diagnostic = mistake_within(parser, E301, node, offset, size,
                                                       "unknown fact '%s'", shown(parser, name));
        mistake_candidates(parser, diagnostic, name, fact_kind_names(parser->arena));
        return false;
    }
    struct row row = {.kind = SOURCE_FACT, .fact = kind};
    struct field field;
    if (!field_parse(parser, &row, dot + 1, node, offset + size + 1, &field))
        return false;
    *out = field.type;
    return true;
}

static bool item_type_parse(struct parser *parser, const struct node *node, size_t offset,
                            const char *written, struct type *out)
{
    for (size_t i = 0; i < sizeof(simple_types) / sizeof(simple_types[0]); i++)
        if (strcmp(written, simple_types[i].name) == 0) {
            *out = (struct type){.kind = simple_types[i].kind};
            return true;
        }
    if (string_starts_with(written, "word("))
        return word_type_parse(parser, node, offset, written, out);
    const char *dot = strchr(written, '.');
    if (dot)
        return field_type_parse(parser, node, offset, written, dot, out);
    struct diagnostic *diagnostic = mistake_within(parser, E417, node, offset, strlen(written),
                                                   "unknown type '%s'", shown(parser, written));
    mistake_candidates(parser, diagnostic, written, type_words);
    diagnostic->expected = diagnostic->meant ? NULL : words_listed(parser->arena, type_words);
    return false;
}

bool type_parse(struct parser *parser, const struct node *node, struct type *out)
{
    static const char list_of[] = "list of ";
    if (node->kind != NODE_TEXT) {
        mistake(parser, E203, node, "a type is a text, not %s", node_kind_name(node->kind))
            ->expected = words_listed(parser->arena, type_words);
        return false;
    }
    if (!string_starts_with(node->text, list_of))
        return item_type_parse(parser, node, 0, node->text, out);
    size_t offset = strlen(list_of);
    struct type item;
    if (!item_type_parse(parser, node, offset, node->text + offset, &item))
        return false;
    if (item.kind == TYPE_LIST) {
        mistake_within(parser, E417, node, offset, node->size - offset,
                       "'%s' is a list already: leave out 'list of'",
                       shown(parser, node->text + offset));
        return false;
    }
    *out = type_list_of(&item);
    return true;
}
