#include "policy/parse.h"

#include <stdint.h>
#include <string.h>

/* Which keys a source is written with. */
static const struct {
    const char *word;
    const char *further; /* a key that it needs, or NULL */
    enum source_kind kind;
    bool has_base;
} source_forms[] = {
    {"fact", NULL, SOURCE_FACT, true},
    {"files", NULL, SOURCE_FILES, true},
    {"document", "select", SOURCE_DOCUMENT, true},
    {"text", "match", SOURCE_TEXT, true},
    {"list", NULL, SOURCE_LIST, false},
    {"sql", "key", SOURCE_SQL, false},
};

enum { FORM_COUNT = sizeof(source_forms) / sizeof(source_forms[0]) };

static const char *const source_keys[] = {"fact",  "files", "document", "text", "list",   "select",
                                          "match", "at",    "sql",      "key",  "format", NULL};
static const char source_expected[] =
    "{fact: KIND}, {files: GLOBS}, {document: GLOBS, select: JSONPATH}, "
    "{text: GLOBS, match: REGEX}, {sql: SELECT, key: [COLUMN]} or {list: $params.NAME}";

static void fact_parse(struct parser *parser, const struct node *node, struct source *out)
{
    if (node->kind != NODE_TEXT) {
        mistake(parser, E203, node, "'fact' names a kind of facts, not %s",
                node_kind_name(node->kind));
        return;
    }
    out->fact = fact_kind_find(node->text);
    if (out->fact)
        return;
    struct diagnostic *diagnostic =
        mistake(parser, E301, node, "unknown fact '%s'", shown(parser, node->text));
    mistake_candidates(parser, diagnostic, node->text, fact_kind_names(parser->arena));
}

static void list_parse(struct parser *parser, const struct node *node, struct source *out)
{
    static const char prefix[] = "$params.";
    out->param = SIZE_MAX;
    if (node->kind != NODE_TEXT || !string_starts_with(node->text, prefix)) {
        mistake(parser, E315, node, "'list' takes the items of a parameter")->expected =
            "$params.NAME";
        return;
    }
    size_t offset = strlen(prefix);
    size_t param = parameter_find(parser, node->text + offset, node, offset);
    if (param == SIZE_MAX)
        return;
    if (parser->params[param].type.kind != TYPE_LIST) {
        struct diagnostic *diagnostic = mistake(
            parser, E310, node, "'%s' is %s where a list is wanted", shown(parser, node->text),
            type_format(parser->arena, &parser->params[param].type));
        mistake_note_parameter(parser, diagnostic, param);
        return;
    }
    out->param = param;
}

static void select_parse(struct parser *parser, const struct node *node, struct source *out)
{
    if (node->kind != NODE_TEXT) {
        mistake(parser, E203, node, "'select' is a JSONPath, not %s", node_kind_name(node->kind));
        return;
    }
    out->select = literal_jsonpath(parser, node, node->text, 0);
    out->select_text = node->text;
}

static void format_parse(struct parser *parser, const struct node *node, struct source *out)
{
    if (node->kind != NODE_TEXT) {
        mistake(parser, E203, node, "'format' is the name of a format, not %s",
                node_kind_name(node->kind));
        return;
    }
    out->format = document_format_find(node->text);
    if (out->format)
        return;
    struct diagnostic *diagnostic =
        mistake(parser, E320, node, "unknown format '%s'", shown(parser, node->text));
    mistake_candidates(parser, diagnostic, node->text, document_format_names(parser->arena));
}

static void form_parse(struct context *context, const struct node *node, size_t form,
                       struct source *out)
{
    struct parser *parser = context->parser;
    const struct node *value = node_find(node, source_forms[form].word);
    const char *further = source_forms[form].further;
    const struct node *more = further ? node_find(node, further) : NULL;
    struct wanted globs = {.type = {.kind = TYPE_GLOB}, .shape = SHAPE_EITHER, .constant = true};
    struct wanted match = {.type = {.kind = TYPE_REGEX}, .multi_line = true, .constant = true};
    out->kind = source_forms[form].kind;
    if (out->kind == SOURCE_FACT)
        fact_parse(parser, value, out);
    else if (out->kind == SOURCE_LIST)
        list_parse(parser, value, out);
    else if (out->kind == SOURCE_SQL)
        source_sql_parse(parser, value, more, out);
    else
        operand_parse(context, value, &globs, &out->globs);
    if (out->kind == SOURCE_FILES)
        out->fact = fact_kind_find("file");
    if (further && !more)
        mistake(parser, E315, node_key(node, source_forms[form].word), "'%s' needs '%s' beside it",
                source_forms[form].word, further)
            ->expected = source_expected;
    else if (more && out->kind == SOURCE_DOCUMENT)
        select_parse(parser, more, out);
    else if (more && out->kind == SOURCE_TEXT)
        operand_parse(context, more, &match, &out->match);
    const struct node *format = node_find(node, "format");
    if (format && out->kind == SOURCE_DOCUMENT)
        format_parse(parser, format, out);
}

static void at_parse(struct parser *parser, const struct node *node, size_t form,
                     struct source *out)
{
    const struct node *at = node_find(node, "at");
    if (!at)
        return;
    if (!source_forms[form].has_base)
        mistake(parser, E315, node_key(node, "at"), "'at' has no meaning for '%s'",
                source_forms[form].word);
    else if (at->kind != NODE_TEXT || strcmp(at->text, "base") != 0)
        mistake(parser, E315, at,
                "'at' takes 'base' only: the snapshot is what is read without it");
    else
        out->at_base = true;
}

/* Where a key belongs that is right in another place; else NULL. */
static const char *key_belongs(const struct row *row, const char *word, const char *const *others)
{
    bool is_for_each = !others[0];
    if (is_for_each && (strcmp(word, "where") == 0 || strcmp(word, "require") == 0))
        return "the condition beside 'for_each'";
    if (is_for_each && strcmp(word, "as") == 0)
        return "no name: the subject is $each";
    if (row->fact && fact_field_find(row->fact, word) >= 0)
        return is_for_each ? "conditions on the rows below a 'where' beside 'for_each'"
                           : "conditions on the rows below 'where'";
    if (strcmp(word, "that") == 0)
        return "'share', or 'where'";
    if (string_is_one_of(word, predicate_words))
        return "'count' or 'share', and of those only what compares numbers";
    return NULL;
}

static void keys_check(struct parser *parser, const struct node *node, const char *const *others,
                       size_t form, const struct row *row)
{
    for (size_t i = 0; i < node->count; i++) {
        const struct node *key = node->keys[i];
        const char *word = key->text;
        if (strcmp(word, source_forms[form].word) == 0 || strcmp(word, "at") == 0 ||
            (source_forms[form].kind == SOURCE_DOCUMENT && strcmp(word, "format") == 0) ||
            (source_forms[form].further && strcmp(word, source_forms[form].further) == 0) ||
            string_is_one_of(word, others))
            continue;
        struct diagnostic *diagnostic;
        if (string_is_one_of(word, source_keys)) {
            mistake(parser, E210, key, "'%s' cannot stand beside '%s'", word,
                    source_forms[form].word);
            continue;
        }
        diagnostic = mistake(parser, E201, key, "unknown key '%s'", shown(parser, word));
        diagnostic->expected = key_belongs(row, word, others);
        if (diagnostic->expected)
            continue;
        const char **words = NULL;
        size_t count = 0, capacity = 0;
        for (const char *const *list = source_keys; list; list = list == others ? NULL : others)
            for (size_t j = 0; list[j]; j++) {
                words = arena_grow(parser->arena, words, count, &capacity, sizeof(*words));
                words[count++] = list[j];
            }
        words = arena_grow(parser->arena, words, count, &capacity, sizeof(*words));
        words[count] = NULL;
        mistake_candidates(parser, diagnostic, word, words);
        if (!diagnostic->meant)
            diagnostic->expected = NULL;
    }
}

bool source_parse(struct context *context, const struct node *node, const char *const *others,
                  struct source *out, struct row *row)
{
    struct parser *parser = context->parser;
    size_t before = parser->mistakes;
    *out = (struct source){.place = place_of(parser, node),
                           .kind = SOURCE_FACT,
                           .number = parser->source_count++,
                           .param = SIZE_MAX};
    *row = (struct row){.kind = SOURCE_FACT, .mistaken = true};
    size_t form = FORM_COUNT;
    for (size_t i = 0; i < FORM_COUNT; i++)
        if (form == FORM_COUNT && node_find(node, source_forms[i].word))
            form = i;
    if (form == FORM_COUNT) {
        struct diagnostic *diagnostic = mistake(parser, E314, node, "no source is named");
        diagnostic->expected = source_expected;
        for (size_t i = 0; i < node->count; i++)
            if (!string_is_one_of(node->keys[i]->text, others)) {
                diagnostic = mistake(parser, E201, node->keys[i], "unknown key '%s'",
                                     shown(parser, node->keys[i]->text));
                mistake_candidates(parser, diagnostic, node->keys[i]->text, source_keys);
            }
        return false;
    }
    form_parse(context, node, form, out);
    at_parse(parser, node, form, out);
    *row = row_of_source(parser, out);
    row->mistaken = ((out->kind == SOURCE_FACT || out->kind == SOURCE_SQL) && !out->fact) ||
                    (out->kind == SOURCE_LIST && out->param == SIZE_MAX);
    keys_check(parser, node, others, form, row);
    return parser->mistakes == before;
}
