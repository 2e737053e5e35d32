#include "policy/form.h"
#include "policy/parse.h"

#include <string.h>

static enum stricter stricter_of(int word)
{
    switch (word) {
    case 0:
        return STRICTER_LOWER;
    case 1:
        return STRICTER_HIGHER;
    case 2:
        return STRICTER_LONGER;
    case 3:
        return STRICTER_SHORTER;
    default:
        return STRICTER_UNSAID;
    }
}

static bool stricter_fits(enum stricter stricter, const struct type *type)
{
    bool is_length = stricter == STRICTER_LONGER || stricter == STRICTER_SHORTER;
    switch (type->kind) {
    case TYPE_LIST:
        return is_length;
    case TYPE_DURATION:
        return true;
    case TYPE_INTEGER:
    case TYPE_NUMBER:
    case TYPE_SHARE:
    case TYPE_SEVERITY:
    case TYPE_SEMVER:
    case TYPE_PEP440:
    case TYPE_DATE:
    case TYPE_TIME:
        return !is_length;
    case TYPE_TEXT:
    case TYPE_PATH:
    case TYPE_GLOB:
    case TYPE_REGEX:
    case TYPE_BOOLEAN:
    case TYPE_WORD:
    case TYPE_ANY:
        break;
    }
    return false;
}

static void stricter_check(struct parser *parser, const struct parameter_form *form,
                           const struct parameter *parameter)
{
    if (parameter->stricter == STRICTER_UNSAID ||
        stricter_fits(parameter->stricter, &parameter->type))
        return;
    enum type_kind kind = parameter->type.kind;
    struct diagnostic *diagnostic =
        mistake(parser, E418, node_find(form->node, "stricter"), "'%s' says nothing of %s",
                node_string(form->node, "stricter"), type_format(parser->arena, &parameter->type));
    if (kind == TYPE_LIST)
        diagnostic->expected = "longer or shorter";
    else if (type_is_text(&parameter->type) && kind != TYPE_SEVERITY)
        diagnostic->expected = "no 'stricter': a text has no order";
    else if (kind == TYPE_BOOLEAN)
        diagnostic->expected = "no 'stricter': true and false have no order";
    else
        diagnostic->expected = "lower or higher";
}

static void parameter_parse(struct parser *parser, const struct node *key, const struct node *node,
                            struct parameter *out)
{
    out->name = key->text;
    out->place = place_of(parser, key);
    out->type = (struct type){.kind = TYPE_ANY};
    if (!is_name(key->text, key->size))
        mistake(parser, E416, key, "'%s' is no name of a parameter", shown(parser, key->text))
            ->expected = "lower case letters, digits and '_', a letter first";
    if (!expect_mapping(parser, node, "a parameter"))
        return;
    const struct parameter_form *form =
        schema_load(&parameter_schema, parser->arena, parser->path, node, parser->diagnostics);
    out->why = form->why;
    out->stricter = stricter_of(form->stricter);
    if (!form->type || !type_parse(parser, form->type, &out->type))
        return;
    stricter_check(parser, form, out);
    if (form->initial)
        literal_parse(parser, form->initial, &out->type, &out->initial);
}

void parameters_parse(struct parser *parser, const struct node *node)
{
    size_t count = node && node->kind == NODE_MAPPING ? node->count : 0;
    if (node && expect_mapping(parser, node, "'params'") && count > LIMIT_PARAMS) {
        mistake(parser, E104, node, "more than %d parameters", LIMIT_PARAMS);
        count = LIMIT_PARAMS;
    }
    parser->params = ARENA_ARRAY(parser->arena, struct parameter, count + 1);
    parser->param_names = ARENA_ARRAY(parser->arena, const char *, count + 1);
    parser->param_used = ARENA_ARRAY(parser->arena, bool, count + 1);
    for (size_t i = 0; i < count; i++) {
        parameter_parse(parser, node->keys[i], node->items[i], &parser->params[i]);
        parser->param_names[i] = parser->params[i].name;
    }
    parser->param_count = count;
}

void parameters_warn_unused(struct parser *parser)
{
    for (size_t i = 0; i < parser->param_count; i++)
        if (!parser->param_used[i])
            diagnostics_add(parser->diagnostics, W101, parser->params[i].place,
                            "nothing names the parameter '%s'",
                            shown(parser, parser->params[i].name))
                ->length = (uint32_t)strlen(parser->params[i].name);
}

bool parameter_value(struct arena *arena, const struct parameter *parameter, const char *path,
                     const struct node *node, struct diagnostics *diagnostics, struct value *out)
{
    struct parser parser = {.arena = arena, .path = path, .diagnostics = diagnostics};
    struct value value = {0};
    size_t before = diagnostics->count;
    bool is_right = literal_parse(&parser, node, &parameter->type, &value);
    parser_free_patterns(&parser); /* who uses the value compiles it */
    for (size_t i = before; i < diagnostics->count; i++)
        diagnostic_note(&diagnostics->items[i], parameter->place, (uint32_t)strlen(parameter->name),
                        arena_printf(arena, "the parameter is declared here, as %s",
                                     type_format(arena, &parameter->type)));
    if (is_right)
        *out = value;
    return is_right;
}

static bool list_has(const struct value_list *list, const struct value *item)
{
    for (size_t i = 0; i < list->count; i++)
        if (value_compare(&list->items[i], item) == 0)
            return true;
    return false;
}

static bool list_lacks_any(const struct value_list *list, const struct value_list *of)
{
    for (size_t i = 0; i < of->count; i++)
        if (!list_has(list, &of->items[i]))
            return true;
    return false;
}

/* One item more where shorter is stricter is a loosening, whatever else went. */
static int list_loosens(const struct parameter *parameter, const struct value_list *before,
                        const struct value_list *after)
{
    bool is_added = list_lacks_any(before, after);
    bool is_removed = list_lacks_any(after, before);
    bool is_shorter = parameter->stricter == STRICTER_SHORTER;
    if (is_shorter ? is_added : is_removed)
        return 1;
    return (is_shorter ? is_removed : is_added) ? -1 : 0;
}

static int severity_rank(const char *word)
{
    int rank = 0;
    while (severity_words[rank] && strcmp(severity_words[rank], word) != 0)
        rank++;
    return rank;
}

int parameter_loosens(const struct parameter *parameter, const struct value *before,
                      const struct value *after)
{
    if (parameter->stricter == STRICTER_UNSAID || before->kind != after->kind ||
        before->kind == VALUE_ABSENT)
        return 0;
    if (before->kind == VALUE_LIST)
        return list_loosens(parameter, before->list, after->list);
    int order = 0;
    if (parameter->type.kind == TYPE_SEVERITY)
        order = severity_rank(after->text) - severity_rank(before->text);
    else if (type_is_version(&parameter->type))
        version_order(&parameter->type, after->text, before->text, &order);
    else
        order = value_compare(after, before);
    bool is_down = parameter->stricter == STRICTER_LOWER || parameter->stricter == STRICTER_SHORTER;
    int looser = is_down ? order : -order;
    return looser > 0 ? 1 : looser < 0 ? -1 : 0;
}
