#include "policy/parse.h"

#include <string.h>

const char *const predicate_words[] = {
    "equals", "in",         "matches",      "glob",    "contains", "starts_with", "ends_with",
    "exists", "empty",      "less_than",    "at_most", "at_least", "more_than",   "before",
    "after",  "older_than", "younger_than", "not",     NULL};

static int predicate_kind_find(const char *word)
{
    for (int i = 0; predicate_words[i]; i++)
        if (strcmp(predicate_words[i], word) == 0)
            return i;
    return -1;
}

static bool is_ordered(enum type_kind kind)
{
    return kind == TYPE_INTEGER || kind == TYPE_NUMBER || kind == TYPE_SHARE ||
           kind == TYPE_DURATION || kind == TYPE_SEVERITY || kind == TYPE_SEMVER ||
           kind == TYPE_PEP440;
}

static bool is_comparison(enum predicate_kind kind)
{
    return kind >= PREDICATE_LESS_THAN && kind <= PREDICATE_MORE_THAN;
}

static const char *order_misfit(const struct type *type)
{
    if (is_ordered(type->kind))
        return NULL;
    if (type->kind == TYPE_DATE || type->kind == TYPE_TIME)
        return "'before', 'after', 'older_than' or 'younger_than'";
    return type->kind == TYPE_TEXT ? "for versions, a parameter of type semver or pep440"
                                   : "an integer, number, share, duration, severity or version";
}

static const char *text_misfit(const struct type *type)
{
    if (type_is_text(type))
        return NULL;
    return type->kind == TYPE_LIST ? "'contains', for a member of the list"
                                   : "a field that is a text";
}

/* NULL when the predicate makes sense of such a field; else what does. */
static const char *predicate_misfit(enum predicate_kind kind, const struct type *type)
{
    if (type->kind == TYPE_ANY)
        return NULL;
    bool is_time = type->kind == TYPE_DATE || type->kind == TYPE_TIME;
    switch (kind) {
    case PREDICATE_EQUALS:
    case PREDICATE_IN:
        return type->kind == TYPE_LIST ? "'contains', for a member of the list" : NULL;
    case PREDICATE_MATCHES:
    case PREDICATE_GLOB:
    case PREDICATE_STARTS_WITH:
    case PREDICATE_ENDS_WITH:
        return text_misfit(type);
    case PREDICATE_CONTAINS:
        return type_is_text(type) || type->kind == TYPE_LIST ? NULL : "a text or a list";
    case PREDICATE_EMPTY:
        return type_is_text(type) || type->kind == TYPE_LIST ? NULL : "'exists', or a value";
    case PREDICATE_LESS_THAN:
    case PREDICATE_AT_MOST:
    case PREDICATE_AT_LEAST:
    case PREDICATE_MORE_THAN:
        return order_misfit(type);
    case PREDICATE_BEFORE:
    case PREDICATE_AFTER:
    case PREDICATE_OLDER_THAN:
    case PREDICATE_YOUNGER_THAN:
        return is_time ? NULL : "a date or a time";
    case PREDICATE_EXISTS:
    case PREDICATE_NOT:
        break;
    }
    return NULL;
}

/* What the operand of a predicate on a field of `type` must be. */
static struct wanted predicate_wanted(enum predicate_kind kind, const struct type *type)
{
    bool is_list = type->kind == TYPE_LIST;
    switch (kind) {
    case PREDICATE_IN:
        return (struct wanted){
            .type = *type, .shape = SHAPE_LIST, .versions = type->kind == TYPE_TEXT};
    case PREDICATE_MATCHES:
        return (struct wanted){.type = {.kind = TYPE_REGEX}};
    case PREDICATE_GLOB:
        return (struct wanted){.type = {.kind = TYPE_GLOB}, .shape = SHAPE_EITHER};
    case PREDICATE_STARTS_WITH:
    case PREDICATE_ENDS_WITH:
        return (struct wanted){.type = {.kind = TYPE_TEXT}};
    case PREDICATE_CONTAINS:
        if (is_list)
            return (struct wanted){.type = type_item(type)};
        return (struct wanted){.type = {.kind = type->kind == TYPE_ANY ? TYPE_ANY : TYPE_TEXT}};
    case PREDICATE_EXISTS:
    case PREDICATE_EMPTY:
        return (struct wanted){.type = {.kind = TYPE_BOOLEAN}, .constant = true};
    case PREDICATE_OLDER_THAN:
    case PREDICATE_YOUNGER_THAN:
        return (struct wanted){.type = {.kind = TYPE_DURATION}};
    case PREDICATE_BEFORE:
    case PREDICATE_AFTER:
        if (type->kind == TYPE_ANY)
            return (struct wanted){.type = {.kind = TYPE_TIME}};
        break;
    case PREDICATE_LESS_THAN:
    case PREDICATE_AT_MOST:
    case PREDICATE_AT_LEAST:
    case PREDICATE_MORE_THAN:
    case PREDICATE_EQUALS:
    case PREDICATE_NOT:
        break;
    }
    return (struct wanted){.type = *type, .versions = type->kind == TYPE_TEXT};
}

/* What a document holds is not known yet, but that only numbers are compared is. */
static bool operand_is_ordered(struct parser *parser, const struct node *node,
                               const struct type *type, const struct predicate *predicate)
{
    const struct operand *operand = &predicate->operand;
    if (!is_comparison(predicate->kind) || type->kind != TYPE_ANY)
        return true;
    bool is_number =
        operand->kind == OPERAND_LITERAL
            ? operand->literal.kind == VALUE_INTEGER || operand->literal.kind == VALUE_NUMBER
            : operand->type.kind == TYPE_ANY || is_ordered(operand->type.kind);
    if (!is_number)
        mistake(parser, E305, node, "'%s' compares numbers", predicate_words[predicate->kind]);
    return is_number;
}

static void mistake_misfit(struct parser *parser, const struct node *key, const char *field,
                           const struct type *type, enum predicate_kind kind)
{
    struct diagnostic *diagnostic =
        mistake(parser, E304, key, "'%s' cannot be asked of '%s', which is %s",
                predicate_words[kind], shown(parser, field), type_format(parser->arena, type));
    diagnostic->expected = predicate_misfit(kind, type);
}

/* A text has no order of its own; it has one beside a version. */
static bool version_of(struct context *context, const struct node *key, const struct node *node,
                       const char *field, const struct type *type, struct predicate *out)
{
    const struct wanted wanted = predicate_wanted(out->kind, type);
    if (!operand_parse(context, node, &wanted, &out->operand))
        return false;
    struct type item = type_item(&out->operand.type);
    if (type_is_version(&item))
        return true;
    mistake_misfit(context->parser, key, field, type, out->kind);
    return false;
}

static bool operand_of(struct context *context, const struct node *key, const struct node *node,
                       const char *field, const struct type *type, struct predicate *out)
{
    struct parser *parser = context->parser;
    if (type->kind == TYPE_TEXT && is_comparison(out->kind) && operand_is_reference(node))
        return version_of(context, key, node, field, type, out);
    if (predicate_misfit(out->kind, type)) {
        mistake_misfit(parser, key, field, type, out->kind);
        return false;
    }
    struct wanted wanted = predicate_wanted(out->kind, type);
    /* Of a row whose source is wrong nothing is known: no mistake follows from it. */
    if (type->kind == TYPE_ANY && context->row.mistaken)
        wanted.type = *type;
    if ((out->kind == PREDICATE_EXISTS || out->kind == PREDICATE_EMPTY) &&
        operand_is_reference(node)) {
        mistake(parser, E305, node, "'%s' takes true or false itself", predicate_words[out->kind]);
        return false;
    }
    return operand_parse(context, node, &wanted, &out->operand) &&
           (context->row.mistaken || operand_is_ordered(parser, node, type, out));
}

bool predicate_parse(struct context *context, const struct node *key, const struct node *node,
                     const char *field, const struct type *type, struct predicate *out)
{
    struct parser *parser = context->parser;
    int kind = predicate_kind_find(key->text);
    *out = (struct predicate){.place = place_of(parser, key)};
    if (kind < 0) {
        struct diagnostic *diagnostic =
            mistake(parser, E303, key, "unknown predicate '%s'", shown(parser, key->text));
        mistake_candidates(parser, diagnostic, key->text, predicate_words);
        return false;
    }
    out->kind = (enum predicate_kind)kind;
    if (out->kind == PREDICATE_NOT)
        return predicates_parse(context, node, field, type, &out->predicates, &out->count);
    return operand_of(context, key, node, field, type, out);
}

/* A scalar stands for `equals`; a list, and a reference to one, for `in`. */
static bool shorthand_parse(struct context *context, const struct node *node, const char *field,
                            const struct type *type, struct predicate *out)
{
    struct parser *parser = context->parser;
    *out = (struct predicate){.kind = node->kind == NODE_SEQUENCE ? PREDICATE_IN : PREDICATE_EQUALS,
                              .place = place_of(parser, node)};
    const char *fitting = predicate_misfit(out->kind, type);
    if (fitting) {
        mistake(parser, E304, node, "'%s' is %s: one value does not compare with it",
                shown(parser, field), type_format(parser->arena, type))
            ->expected = fitting;
        return false;
    }
    struct wanted wanted = {.type = *type,
                            .shape = node->kind == NODE_SEQUENCE ? SHAPE_LIST : SHAPE_EITHER,
                            .versions = type->kind == TYPE_TEXT};
    if (!operand_parse(context, node, &wanted, &out->operand))
        return false;
    if (out->operand.type.kind == TYPE_LIST)
        out->kind = PREDICATE_IN;
    return true;
}

bool predicates_parse(struct context *context, const struct node *node, const char *field,
                      const struct type *type, struct predicate **out, size_t *count)
{
    struct parser *parser = context->parser;
    if (!expect_few(parser, node))
        return false;
    if (node->kind != NODE_MAPPING) {
        *out = ARENA_NEW(parser->arena, struct predicate);
        *count = 1;
        return shorthand_parse(context, node, field, type, *out);
    }
    *out = ARENA_ARRAY(parser->arena, struct predicate, node->count + 1);
    *count = node->count;
    if (node->count == 0) {
        mistake(parser, E311, node, "nothing is asked of '%s'", shown(parser, field))->expected =
            "a value, a list or predicates";
        return false;
    }
    if (++context->depth > LIMIT_CONDITION_DEPTH) {
        mistake(parser, E104, node, "conditions nest deeper than %d", LIMIT_CONDITION_DEPTH);
        context->depth--;
        return false;
    }
    bool is_right = true;
    for (size_t i = 0; i < node->count; i++)
        if (!predicate_parse(context, node->keys[i], node->items[i], field, type, &(*out)[i]))
            is_right = false;
    context->depth--;
    return is_right;
}
