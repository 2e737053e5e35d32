#include "policy/parse.h"

#include <string.h>

enum { QUANTIFIER_COUNT = 4 };

static const char *const quantifier_words[QUANTIFIER_COUNT + 1] = {"exists", "none", "count",
                                                                   "share", NULL};
static const enum condition_kind quantifier_kinds[QUANTIFIER_COUNT] = {
    CONDITION_EXISTS, CONDITION_NONE, CONDITION_COUNT, CONDITION_SHARE};

/* The keys beside a quantifier's source: predicates only where a number results. */
static const char *const exists_keys[] = {"where", "as", NULL};
static const char *const count_keys[] = {"where",     "as",      "equals",   "in",        "not",
                                         "less_than", "at_most", "at_least", "more_than", NULL};
static const char *const share_keys[] = {"where",   "as",       "that",      "less_than",
                                         "at_most", "at_least", "more_than", NULL};

static bool is_beside(const char *word)
{
    return strcmp(word, "where") == 0 || strcmp(word, "as") == 0 || strcmp(word, "that") == 0;
}

static size_t binding_add(struct context *context, const struct node *node, const char *name,
                          const struct condition *condition)
{
    static const char *const reserved[] = {"each", "params", "repository", "now", NULL};
    struct parser *parser = context->parser;
    struct binding_list *list = context->bindings;
    if (!is_name(name, strlen(name)))
        mistake(parser, E321, node, "'%s' is no name", shown(parser, name))->expected =
            "lower case letters, digits and '_', a letter first";
    else if (string_is_one_of(name, reserved))
        mistake(parser, E321, node, "'%s' has a meaning of its own and cannot be a name", name);
    for (size_t i = 0; i < list->count; i++)
        if (strcmp(list->items[i].name, name) == 0) {
            struct place first = list->items[i].condition->place;
            struct diagnostic *diagnostic =
                mistake(parser, E322, node, "the name '%s' is given twice", shown(parser, name));
            diagnostic_note(diagnostic, first, 0, "the quantifier that has it stands here");
            break;
        }
    list->items =
        arena_grow(parser->arena, list->items, list->count, &list->capacity, sizeof(*list->items));
    list->items[list->count] = (struct binding){.name = name,
                                                .condition = condition,
                                                .nested = context->quantifiers > 0,
                                                .early = context->early};
    return list->count++;
}

/* The conditions within a quantifier see its row, and its name. */
static struct condition *inner_parse(struct context *context, const struct node *node,
                                     const struct row *row, const struct scope *scope)
{
    if (!node)
        return NULL;
    struct context inner = *context;
    inner.row = *row;
    inner.scope = scope;
    inner.quantifiers++;
    return condition_parse(&inner, node);
}

static void number_parse(struct context *context, const struct node *key, const struct node *node,
                         enum condition_kind kind, struct condition *out)
{
    static const struct type integer = {.kind = TYPE_INTEGER};
    static const struct type share = {.kind = TYPE_SHARE};
    struct parser *parser = context->parser;
    out->predicates = ARENA_ARRAY(parser->arena, struct predicate, node->count);
    for (size_t i = 0; i < node->count; i++) {
        const char *word = node->keys[i]->text;
        bool is_counted = string_is_one_of(word, kind == CONDITION_SHARE ? share_keys : count_keys);
        if (!is_counted || is_beside(word))
            continue;
        predicate_parse(context, node->keys[i], node->items[i], key->text,
                        kind == CONDITION_SHARE ? &share : &integer,
                        &out->predicates[out->predicate_count++]);
    }
    const char *expected = kind == CONDITION_SHARE
                               ? "at_least, at_most, more_than or less_than, such as at_least: 95%"
                               : "a predicate on the number, such as at_least: 2";
    if (out->predicate_count == 0)
        mistake(parser, E313, key, "'%s' says no number", key->text)->expected = expected;
}

static const char *name_of_quantifier(struct context *context, const struct node *node)
{
    const struct node *as = node_find(node, "as");
    if (!as)
        return NULL;
    if (as->kind == NODE_TEXT)
        return as->text;
    mistake(context->parser, E203, as, "'as' gives a name, not %s", node_kind_name(as->kind));
    return NULL;
}

static void quantifier_parse(struct context *context, const struct node *key,
                             const struct node *node, enum condition_kind kind,
                             struct condition *out)
{
    struct parser *parser = context->parser;
    out->kind = kind;
    out->quantifier = ARENA_NEW(parser->arena, struct quantifier);
    if (node->kind != NODE_MAPPING) {
        mistake(parser, E312, key, "'%s' is a quantifier, not a field", key->text)->expected =
            arena_printf(parser->arena, "%s: {fact: KIND, where: {...}}", key->text);
        return;
    }
    if (!context->bindings) {
        mistake(parser, E312, key, "'%s' cannot stand here: only the repository's own row is asked",
                key->text);
        return;
    }
    const char *const *keys = kind == CONDITION_SHARE   ? share_keys
                              : kind == CONDITION_COUNT ? count_keys
                                                        : exists_keys;
    struct quantifier *quantifier = out->quantifier;
    struct row row;
    source_parse(context, node, keys, &quantifier->source, &row);
    quantifier->as = name_of_quantifier(context, node);
    struct scope scope = {.outer = context->scope, .name = quantifier->as, .row = row};
    if (quantifier->as)
        scope.binding = quantifier->binding =
            binding_add(context, node_find(node, "as"), quantifier->as, out);
    const struct scope *inner = quantifier->as ? &scope : context->scope;
    quantifier->where = inner_parse(context, node_find(node, "where"), &row, inner);
    if (kind == CONDITION_SHARE) {
        const struct node *that = node_find(node, "that");
        if (!that)
            mistake(parser, E313, key, "'share' does not say of what")->expected =
                "that: CONDITION";
        quantifier->that = inner_parse(context, that, &row, inner);
    }
    if (kind == CONDITION_SHARE || kind == CONDITION_COUNT)
        number_parse(context, key, node, kind, out);
}

static void list_parse(struct context *context, const struct node *key, const struct node *node,
                       struct condition *out)
{
    struct parser *parser = context->parser;
    out->kind = strcmp(key->text, "all") == 0 ? CONDITION_ALL : CONDITION_ANY;
    if (node->kind != NODE_SEQUENCE) {
        mistake(parser, E203, node, "'%s' is a list of conditions, not %s", key->text,
                node_kind_name(node->kind));
        return;
    }
    if (node->count == 0)
        mistake(parser, E311, key, "'%s' is empty", key->text);
    out->operands = ARENA_ARRAY(parser->arena, struct condition *, node->count + 1);
    for (size_t i = 0; i < node->count; i++)
        out->operands[out->count++] = condition_parse(context, node->items[i]);
}

static struct condition *entry_parse(struct context *context, const struct node *key,
                                     const struct node *node)
{
    struct parser *parser = context->parser;
    struct condition *out = ARENA_NEW(parser->arena, struct condition);
    out->place = place_of(parser, key);
    if (strcmp(key->text, "all") == 0 || strcmp(key->text, "any") == 0) {
        list_parse(context, key, node, out);
        return out;
    }
    if (strcmp(key->text, "not") == 0) {
        out->kind = CONDITION_NOT;
        out->operands = ARENA_ARRAY(parser->arena, struct condition *, 1);
        out->operands[out->count++] = condition_parse(context, node);
        return out;
    }
    for (size_t i = 0; i < QUANTIFIER_COUNT; i++)
        if (strcmp(key->text, quantifier_words[i]) == 0) {
            quantifier_parse(context, key, node, quantifier_kinds[i], out);
            return out;
        }
    out->kind = CONDITION_FIELD;
    bool is_known = field_parse(parser, &context->row, key->text, key, 0, &out->field);
    /* Where the field is not known its predicates are still read, for their own
     * mistakes: any value fits. */
    struct type any = {.kind = TYPE_ANY};
    predicates_parse(context, node, key->text, is_known ? &out->field.type : &any, &out->predicates,
                     &out->predicate_count);
    return out;
}

struct condition *condition_parse(struct context *context, const struct node *node)
{
    struct parser *parser = context->parser;
    struct condition *out = ARENA_NEW(parser->arena, struct condition);
    out->kind = CONDITION_ALL;
    out->place = place_of(parser, node);
    if (node->kind != NODE_MAPPING) {
        struct diagnostic *diagnostic = mistake(
            parser, E203, node, "a condition is a mapping, not %s", node_kind_name(node->kind));
        diagnostic->expected =
            node->kind == NODE_SEQUENCE ? "all: [...] or any: [...]" : "{FIELD: VALUE}";
        return out;
    }
    if (node->count == 0) {
        mistake(parser, E311, node, "an empty condition asks nothing");
        return out;
    }
    if (context->depth >= LIMIT_CONDITION_DEPTH) {
        mistake(parser, E104, node, "conditions nest deeper than %d", LIMIT_CONDITION_DEPTH);
        return out;
    }
    if (!expect_few(parser, node))
        return out;
    context->depth++;
    out->operands = ARENA_ARRAY(parser->arena, struct condition *, node->count);
    for (size_t i = 0; i < node->count; i++)
        out->operands[out->count++] = entry_parse(context, node->keys[i], node->items[i]);
    context->depth--;
    return out->count == 1 ? out->operands[0] : out;
}

static void predicate_release(struct predicate *predicate)
{
    pattern_free(predicate->operand.pattern);
    for (size_t i = 0; i < predicate->count; i++)
        predicate_release(&predicate->predicates[i]);
}

/* No deeper than LIMIT_CONDITION_DEPTH; and without quantifiers, as
 * condition_of_node makes them. */
void condition_release(struct condition *condition)
{
    if (!condition)
        return;
    for (size_t i = 0; i < condition->count; i++)
        condition_release(condition->operands[i]);
    for (size_t i = 0; i < condition->predicate_count; i++)
        predicate_release(&condition->predicates[i]);
}

struct condition *condition_of_node(struct arena *arena, const char *path, const struct node *node,
                                    struct diagnostics *diagnostics)
{
    struct parser parser = {.arena = arena, .path = path, .diagnostics = diagnostics};
    parser.param_names = ARENA_ARRAY(arena, const char *, 1); /* none */
    struct context context = {.parser = &parser, .row = row_repository(), .early = true};
    struct condition *condition = condition_parse(&context, node);
    if (parser.mistakes == 0)
        return condition;
    parser_free_patterns(&parser);
    return NULL;
}
