#include "policy/parse.h"

#include <stdint.h>
#include <string.h>

bool operand_is_reference(const struct node *node)
{
    if (node->kind != NODE_TEXT || node->text[0] != '$')
        return false;
    char next = node->text[1];
    return (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z') || next == '_';
}

size_t parameter_find(struct parser *parser, const char *name, const struct node *at, size_t offset)
{
    for (size_t i = 0; i < parser->param_count; i++)
        if (strcmp(parser->params[i].name, name) == 0) {
            parser->param_used[i] = true;
            return i;
        }
    struct diagnostic *diagnostic = mistake_within(
        parser, E306, at, offset, strlen(name), "undeclared parameter '%s'", shown(parser, name));
    if (parser->param_count > 0)
        mistake_candidates(parser, diagnostic, name, parser->param_names);
    return SIZE_MAX;
}

static const struct scope *scope_find(const struct scope *scope, const char *name)
{
    while (scope && strcmp(scope->name, name) != 0)
        scope = scope->outer;
    return scope;
}

static bool is_bound(const struct binding_list *bindings, const char *name)
{
    for (size_t i = 0; bindings && i < bindings->count; i++)
        if (strcmp(bindings->items[i].name, name) == 0)
            return true;
    return false;
}

static void reference_unknown(struct context *context, const struct node *node, const char *head)
{
    struct parser *parser = context->parser;
    if (is_bound(context->bindings, head)) {
        mistake(parser, E308, node, "'$%s' is no row here", shown(parser, head))->expected =
            "a quantifier's row is named only inside that quantifier";
        return;
    }
    const char **names = NULL;
    size_t count = 0, capacity = 0;
    for (const struct scope *scope = context->scope; scope; scope = scope->outer) {
        names = arena_grow(parser->arena, names, count, &capacity, sizeof(*names));
        names[count++] = arena_printf(parser->arena, "$%s", scope->name);
    }
    static const char *const fixed[] = {"$params", "$each", "$repository", "$now"};
    for (size_t i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++) {
        names = arena_grow(parser->arena, names, count, &capacity, sizeof(*names));
        names[count++] = fixed[i];
    }
    names = arena_grow(parser->arena, names, count, &capacity, sizeof(*names));
    names[count] = NULL;
    const char *word = arena_printf(parser->arena, "$%s", head);
    struct diagnostic *diagnostic = mistake_within(parser, E307, node, 0, strlen(word),
                                                   "unknown reference '%s'", shown(parser, word));
    mistake_candidates(parser, diagnostic, word, names);
}

/* The row that `$HEAD.` means; NULL and a mistake when there is none. */
static const struct row *reference_row(struct context *context, const struct node *node,
                                       const char *head, struct row *repository,
                                       struct operand *out)
{
    const struct scope *scope = scope_find(context->scope, head);
    if (scope) {
        out->kind = OPERAND_BINDING;
        out->binding = scope->binding;
        return &scope->row;
    }
    if (strcmp(head, "repository") == 0) {
        out->kind = OPERAND_REPOSITORY;
        *repository = row_repository();
        return repository;
    }
    if (strcmp(head, "each") != 0) {
        reference_unknown(context, node, head);
        return NULL;
    }
    out->kind = OPERAND_EACH;
    if (!context->each)
        mistake(context->parser, E308, node,
                "'$each' is the subject of a check, and there is none here");
    return context->each;
}

static bool reference_parse(struct context *context, const struct node *node, struct operand *out)
{
    struct parser *parser = context->parser;
    if (strcmp(node->text, "$now") == 0) {
        out->kind = OPERAND_NOW;
        out->type = (struct type){.kind = TYPE_TIME};
        return true;
    }
    const char *dot = strchr(node->text, '.');
    const char *head =
        dot ? arena_copy(parser->arena,
                         (struct text){node->text + 1, (size_t)(dot - node->text - 1)})
            : node->text + 1;
    size_t offset = dot ? (size_t)(dot + 1 - node->text) : 0;
    if (dot && strcmp(head, "params") == 0) {
        out->kind = OPERAND_PARAM;
        out->param = parameter_find(parser, dot + 1, node, offset);
        if (out->param == SIZE_MAX)
            return false;
        out->type = parser->params[out->param].type;
        return true;
    }
    bool is_known = strcmp(head, "params") == 0 || strcmp(head, "each") == 0 ||
                    strcmp(head, "repository") == 0 || scope_find(context->scope, head);
    if (!dot && is_known) {
        mistake(parser, E309, node, "'%s' is no value", shown(parser, node->text))->expected =
            arena_printf(parser->arena, "%s.NAME", shown(parser, node->text));
        return false;
    }
    struct row repository;
    const struct row *row = reference_row(context, node, head, &repository, out);
    if (!row || !dot || !field_parse(parser, row, dot + 1, node, offset, &out->field))
        return false;
    out->type = out->field.type;
    return true;
}

static bool reference_fits(struct context *context, const struct node *node,
                           const struct wanted *wanted, struct operand *out)
{
    struct parser *parser = context->parser;
    const char *written = shown(parser, node->text);
    enum type_kind want = wanted->type.kind;
    if (wanted->constant && out->kind != OPERAND_PARAM) {
        mistake(parser, E308, node, "'%s' is not known before there are rows", written)->expected =
            "a literal or $params.NAME";
        return false;
    }
    if (out->kind == OPERAND_NOW && (want == TYPE_DATE || want == TYPE_TIME))
        out->type = wanted->type;
    bool is_list = out->type.kind == TYPE_LIST;
    struct diagnostic *diagnostic = NULL;
    struct type item = type_item(&out->type);
    bool fits = (wanted->versions && type_is_version(&item)) ||
                type_fits(&wanted->type, &item, out->kind == OPERAND_PARAM);
    if (is_list && wanted->shape == SHAPE_ONE) {
        diagnostic = mistake(parser, E310, node, "'%s' is a %s where one value is wanted", written,
                             type_format(parser->arena, &out->type));
    } else if (!is_list && wanted->shape == SHAPE_LIST && out->type.kind != TYPE_ANY) {
        diagnostic = mistake(parser, E310, node, "'%s' is %s where a list is wanted", written,
                             type_format(parser->arena, &out->type));
        diagnostic->expected = arena_printf(parser->arena, "[%s]", written);
    } else if (!fits) {
        diagnostic =
            mistake(parser, E305, node, "'%s' is %s where %s is wanted", written,
                    type_format(parser->arena, &item), type_format(parser->arena, &wanted->type));
        if (out->kind == OPERAND_PARAM && want == TYPE_WORD && item.kind == TYPE_TEXT)
            diagnostic->expected =
                "a parameter whose type is KIND.FIELD, so that its words are checked";
    }
    if (diagnostic && out->kind == OPERAND_PARAM)
        mistake_note_parameter(parser, diagnostic, out->param);
    return !diagnostic;
}

static bool literal_operand(struct context *context, const struct node *node,
                            const struct wanted *wanted, struct operand *out)
{
    struct parser *parser = context->parser;
    bool is_regex = wanted->type.kind == TYPE_REGEX;
    bool is_list = node->kind == NODE_SEQUENCE;
    struct type item = is_regex ? (struct type){.kind = TYPE_TEXT} : wanted->type;
    struct type type = is_list ? type_list_of(&item) : item;
    out->kind = OPERAND_LITERAL;
    out->type = is_list ? type_list_of(&wanted->type) : wanted->type;
    if (!literal_parse(parser, node, &type, &out->literal))
        return false;
    if (is_regex)
        return (out->pattern = literal_pattern(parser, node, wanted->multi_line)) != NULL;
    if (wanted->type.kind != TYPE_GLOB)
        return true;
    out->glob_count = is_list ? node->count : 1;
    out->globs = ARENA_ARRAY(parser->arena, const struct glob *, out->glob_count);
    for (size_t i = 0; i < out->glob_count; i++)
        out->globs[i] = literal_glob(parser, is_list ? node->items[i] : node);
    return true;
}

static bool list_operand(struct context *context, const struct node *node,
                         const struct wanted *wanted, struct operand *out)
{
    struct parser *parser = context->parser;
    struct wanted one = *wanted;
    one.shape = SHAPE_ONE;
    out->kind = OPERAND_LIST;
    out->type = type_list_of(&wanted->type);
    out->items = ARENA_ARRAY(parser->arena, struct operand, node->count);
    out->count = node->count;
    bool is_right = true;
    for (size_t i = 0; i < node->count; i++)
        if (!operand_parse(context, node->items[i], &one, &out->items[i]))
            is_right = false;
    return is_right;
}

bool operand_parse(struct context *context, const struct node *node, const struct wanted *wanted,
                   struct operand *out)
{
    struct parser *parser = context->parser;
    *out = (struct operand){.place = place_of(parser, node), .type = wanted->type};
    if (node->kind == NODE_SEQUENCE) {
        if (wanted->shape == SHAPE_ONE) {
            mistake(parser, E310, node, "a list where one value is wanted");
            return false;
        }
        if (node->count == 0) {
            mistake(parser, E311, node, "an empty list: nothing is in it");
            return false;
        }
        for (size_t i = 0; i < node->count && node->count <= LIMIT_LIST_ITEMS; i++)
            if (operand_is_reference(node->items[i]))
                return list_operand(context, node, wanted, out);
        return literal_operand(context, node, wanted, out);
    }
    /* `$` ends a regex: only a whole `$params.NAME` is a reference there. */
    bool is_reference = operand_is_reference(node) && (wanted->type.kind != TYPE_REGEX ||
                                                       string_starts_with(node->text, "$params."));
    if (is_reference)
        return reference_parse(context, node, out) && reference_fits(context, node, wanted, out);
    if (wanted->shape == SHAPE_LIST) {
        mistake(parser, E310, node, "%s where a list is wanted", node_kind_name(node->kind))
            ->expected = "a list: [...]";
        return false;
    }
    return literal_operand(context, node, wanted, out);
}
