#include "facts/azure_value.h"

#include "facts/azure_evaluation.h"

#include <string.h>

enum { BUDGET = 5000, DEPTH_MAX = 60, TEXT_MAX = 1 << 17 };

struct azure_value azure_open(struct azure_evaluation *evaluation, bool by_event)
{
    evaluation->foreign |= !by_event;
    return (struct azure_value){.kind = AZURE_OPEN, .by_event = by_event};
}

struct azure_value azure_boolean(bool boolean)
{
    return (struct azure_value){.kind = AZURE_BOOLEAN, .text = boolean ? "True" : "False"};
}

const char *azure_value_text(const struct azure_value *value)
{
    if (value->kind == AZURE_TEXT || value->kind == AZURE_BOOLEAN)
        return value->text;
    return value->kind == AZURE_NOTHING ? "" : NULL;
}

enum truth azure_truth_of_value(const struct azure_value *value)
{
    switch (value->kind) {
    case AZURE_OPEN:
        return TRUTH_OPEN;
    case AZURE_NOTHING:
        return TRUTH_FALSE;
    case AZURE_BOOLEAN:
        return string_equals_folded(value->text, "true") ? TRUTH_TRUE : TRUTH_FALSE;
    case AZURE_TEXT:
        return *value->text ? TRUTH_TRUE : TRUTH_FALSE;
    case AZURE_NODE:
    case AZURE_PARAMETERS:
    case AZURE_PAIR:
        return TRUTH_TRUE;
    }
    return TRUTH_OPEN;
}

static const struct node *find_folded(const struct node *mapping, const char *key)
{
    for (size_t i = 0; mapping && mapping->kind == NODE_MAPPING && i < mapping->count; i++)
        if (string_equals_folded(mapping->keys[i]->text, key))
            return mapping->items[i];
    return NULL;
}

/* What the file says of a parameter: `- name: x` with its type and default, or the short
 * form `x: default`. */
static const struct node *declaration_of(const struct node *declared, const char *name)
{
    for (size_t i = 0; declared && declared->kind == NODE_SEQUENCE && i < declared->count; i++) {
        const char *own = node_string(declared->items[i], "name");
        if (own && string_equals_folded(own, name))
            return declared->items[i];
    }
    return NULL;
}

static const struct azure_entry *argument_of(const struct azure_frame *frame, const char *name)
{
    for (size_t i = 0; i < frame->argument_count; i++)
        if (string_equals_folded(frame->arguments[i].key, name))
            return &frame->arguments[i];
    return NULL;
}

static struct azure_value typed(const struct node *declaration, struct azure_value value)
{
    const char *type = node_string(declaration, "type");
    if (type && strcmp(type, "boolean") == 0 && value.kind == AZURE_TEXT)
        return azure_boolean(string_equals_folded(value.text, "true"));
    return value;
}

static struct azure_value parameter(struct azure_evaluation *evaluation, const char *name,
                                    const struct azure_scope *scope)
{
    const struct azure_frame *frame = scope->frame;
    const struct node *declaration = declaration_of(frame->declared, name);
    const struct azure_entry *passed = argument_of(frame, name);
    struct azure_value value;
    if (passed && passed->run.activation == PIPELINE_OPEN) {
        value = azure_open(evaluation, false);
    } else if (passed) {
        value = azure_resolve(evaluation, passed->node, passed->scope);
    } else {
        const struct node *otherwise =
            declaration ? node_find(declaration, "default") : find_folded(frame->declared, name);
        struct azure_scope *top = ARENA_NEW(evaluation->scratch, struct azure_scope);
        top->frame = frame;
        if (otherwise)
            value = azure_resolve(evaluation, otherwise, top);
        else if (declaration)
            value = azure_open(evaluation, false);
        else
            value = (struct azure_value){.kind = AZURE_NOTHING};
    }
    if (!frame->called)
        value.chosen = true;
    evaluation->chosen |= value.chosen;
    return typed(declaration, value);
}

/* Variables that tell what started the run, and those of the pipeline that are constant
 * when its templates are expanded. */
static struct azure_value variable(struct azure_evaluation *evaluation, const char *name,
                                   const struct azure_scope *scope)
{
    static const char *const events[] = {"build.sourcebranch", "build.requested",
                                         "system.pullrequest", "build.sourceversion",
                                         "build.triggeredby",  NULL};
    char *key = arena_strdup(evaluation->scratch, name);
    for (char *at = key; *at; at++)
        *at = *at >= 'A' && *at <= 'Z' ? (char)(*at - 'A' + 'a') : *at;
    if (strcmp(key, "build.reason") == 0)
        return evaluation->reason
                   ? (struct azure_value){.kind = AZURE_TEXT, .text = evaluation->reason}
                   : azure_open(evaluation, true);
    for (size_t i = 0; events[i]; i++)
        if (string_starts_with(key, events[i]))
            return azure_open(evaluation, true);
    const char *constant =
        scope->frame->variables ? table_find(scope->frame->variables, key) : NULL;
    if (constant)
        return (struct azure_value){.kind = AZURE_TEXT, .text = constant};
    return azure_open(evaluation, false);
}

static struct azure_value context(struct azure_evaluation *evaluation, const char *name,
                                  const struct azure_scope *scope)
{
    if (string_equals_folded(name, "true") || string_equals_folded(name, "false"))
        return azure_boolean(string_equals_folded(name, "true"));
    for (const struct azure_scope *at = scope; at; at = at->outer)
        if (at->name && string_equals_folded(at->name, name))
            return at->value;
    if (string_equals_folded(name, "parameters"))
        return (struct azure_value){.kind = AZURE_PARAMETERS, .scope = scope};
    return azure_open(evaluation, false);
}

static struct azure_value property(struct azure_evaluation *evaluation,
                                   const struct azure_value *base, const char *name)
{
    if (base->kind == AZURE_PARAMETERS)
        return parameter(evaluation, name, base->scope);
    if (base->kind == AZURE_PAIR && string_equals_folded(name, "key"))
        return (struct azure_value){.kind = AZURE_TEXT, .text = base->text};
    if (base->kind == AZURE_PAIR && string_equals_folded(name, "value"))
        return azure_resolve(evaluation, base->node, base->scope);
    if (base->kind == AZURE_NODE && base->node->kind == NODE_MAPPING) {
        const struct node *value = find_folded(base->node, name);
        if (value)
            return azure_resolve(evaluation, value, base->scope);
        for (size_t i = 0; i < base->node->count; i++)
            if (string_starts_with(base->node->keys[i]->text, "${{"))
                return azure_open(evaluation, false);
    }
    if (base->kind == AZURE_OPEN)
        return azure_open(evaluation, base->by_event);
    return (struct azure_value){.kind = AZURE_NOTHING};
}

static struct azure_value chain(struct azure_evaluation *evaluation,
                                const struct expression *expression,
                                const struct azure_scope *scope)
{
    const char *name = expression->name;
    if (expression->kind == EXPRESSION_INDEX) {
        struct azure_value index = azure_evaluate(evaluation, expression->right, scope);
        name = azure_value_text(&index);
        if (!name)
            return azure_open(evaluation, false);
    }
    if (expression->left->kind == EXPRESSION_CONTEXT &&
        string_equals_folded(expression->left->name, "variables"))
        return variable(evaluation, name, scope);
    struct azure_value base = azure_evaluate(evaluation, expression->left, scope);
    return property(evaluation, &base, name);
}

struct azure_value azure_evaluate(struct azure_evaluation *evaluation,
                                  const struct expression *expression,
                                  const struct azure_scope *scope)
{
    if (!expression || evaluation->budget == 0 || evaluation->depth > DEPTH_MAX)
        return azure_open(evaluation, false);
    evaluation->budget--;
    evaluation->depth++;
    struct azure_value value = azure_open(&(struct azure_evaluation){0}, false);
    switch ((int)expression->kind) {
    case EXPRESSION_NULL:
        value.kind = AZURE_NOTHING;
        break;
    case EXPRESSION_BOOLEAN:
        value = azure_boolean(expression->boolean);
        break;
    case EXPRESSION_NUMBER:
        value = (struct azure_value){
            .kind = AZURE_TEXT,
            .text = arena_printf(evaluation->scratch, "%.15g", expression->number)};
        break;
    case EXPRESSION_TEXT:
        value = (struct azure_value){.kind = AZURE_TEXT, .text = expression->name};
        break;
    case EXPRESSION_CONTEXT:
        value = context(evaluation, expression->name, scope);
        break;
    case EXPRESSION_PROPERTY:
    case EXPRESSION_INDEX:
        value = chain(evaluation, expression, scope);
        break;
    case EXPRESSION_CALL:
        value = azure_call(evaluation, expression, scope);
        break;
    default:
        value = azure_open(evaluation, false);
        break;
    }
    evaluation->depth--;
    return value;
}

static struct azure_value evaluate_text(struct azure_evaluation *evaluation, struct text body,
                                        const struct azure_scope *scope)
{
    return azure_evaluate(evaluation, expression_parse(evaluation->scratch, body, NULL), scope);
}

/* Every fence of a text; an open one stays as it is written. `whole` is open then. */
static const char *expand(struct azure_evaluation *evaluation, struct text text,
                          const struct azure_scope *scope, bool *whole)
{
    struct buffer out = BUFFER_EMPTY;
    struct expression_fence fence;
    size_t at = 0;
    while (out.size < TEXT_MAX && expression_fence_find(text, at, &fence) && fence.closed) {
        struct azure_value value = evaluate_text(evaluation, fence.body, scope);
        const char *inner = azure_value_text(&value);
        buffer_add(&out, text.bytes + at, fence.start - at);
        if (inner)
            buffer_add_string(&out, inner);
        else
            buffer_add(&out, text.bytes + fence.start, fence.end - fence.start);
        *whole = *whole && inner;
        at = fence.end;
    }
    buffer_add(&out, text.bytes + at, text.size - at);
    const char *copy = arena_strdup(evaluation->scratch, buffer_string(&out));
    buffer_release(&out);
    return copy;
}

struct azure_value azure_resolve(struct azure_evaluation *evaluation, const struct node *node,
                                 const struct azure_scope *scope)
{
    if (!node || node->kind == NODE_NULL)
        return (struct azure_value){.kind = AZURE_NOTHING};
    if (!node_is_scalar(node))
        return (struct azure_value){.kind = AZURE_NODE, .node = node, .scope = scope};
    struct text text = {.bytes = node->text, .size = node->size};
    struct text trimmed = text_trim(text);
    struct expression_fence fence;
    if (!expression_fence_find(trimmed, 0, &fence)) {
        bool boolean = !node->quoted && (string_equals_folded(node->text, "true") ||
                                         string_equals_folded(node->text, "false"));
        return boolean ? azure_boolean(string_equals_folded(node->text, "true"))
                       : (struct azure_value){.kind = AZURE_TEXT, .text = node->text};
    }
    if (fence.closed && fence.start == 0 && fence.end == trimmed.size)
        return evaluate_text(evaluation, fence.body, scope);
    bool whole = true;
    const char *expanded = expand(evaluation, text, scope, &whole);
    return whole ? (struct azure_value){.kind = AZURE_TEXT, .text = expanded}
                 : azure_open(evaluation, false);
}

struct azure_value azure_value_of(struct arena *scratch, const struct node *node,
                                  const struct azure_scope *scope)
{
    struct azure_evaluation evaluation = {.scratch = scratch, .budget = BUDGET};
    return azure_resolve(&evaluation, node, scope);
}

const char *azure_text(struct arena *scratch, const char *text, const struct azure_scope *scope)
{
    if (!text || !strstr(text, "${{"))
        return text;
    struct azure_evaluation evaluation = {.scratch = scratch, .budget = BUDGET};
    bool whole = true;
    return expand(&evaluation, text_of(text), scope, &whole);
}

/* The reasons of runs that start by themselves: learn.microsoft.com/azure/devops/
 * pipelines/build/variables, "Build.Reason". */
static const char *const reasons[] = {"IndividualCI", "BatchedCI",       "PullRequest",
                                      "Schedule",     "ResourceTrigger", NULL};

struct azure_truth azure_truth_of(struct arena *scratch, struct text expression,
                                  const struct azure_scope *scope)
{
    const struct expression *parsed = expression_parse(scratch, expression, NULL);
    size_t count[3] = {0};
    bool foreign = false;
    bool chosen = false;
    size_t looks = 0;
    for (; reasons[looks]; looks++) {
        struct azure_evaluation evaluation = {
            .scratch = scratch, .budget = BUDGET, .reason = reasons[looks]};
        struct azure_value value = azure_evaluate(&evaluation, parsed, scope);
        count[azure_truth_of_value(&value)]++;
        foreign |= evaluation.foreign;
        chosen |= evaluation.chosen;
    }
    struct azure_truth out = {.truth = count[TRUTH_TRUE] == looks    ? TRUTH_TRUE
                                       : count[TRUTH_FALSE] == looks ? TRUTH_FALSE
                                                                     : TRUTH_OPEN};
    out.by_event = out.truth == TRUTH_OPEN && !foreign;
    if (out.truth != TRUTH_FALSE)
        return out;
    struct azure_evaluation by_hand = {.scratch = scratch, .budget = BUDGET, .reason = "Manual"};
    struct azure_value value = azure_evaluate(&by_hand, parsed, scope);
    out.chosen = chosen || azure_truth_of_value(&value) != TRUTH_FALSE;
    return out;
}

struct azure_truth azure_condition_truth(struct arena *scratch, const char *condition,
                                         const struct azure_scope *scope)
{
    struct azure_evaluation evaluation = {.scratch = scratch, .budget = BUDGET};
    bool whole = true;
    const char *expanded = expand(&evaluation, text_of(condition), scope, &whole);
    struct azure_truth truth = azure_truth_of(scratch, text_trim(text_of(expanded)), scope);
    truth.chosen |= truth.truth == TRUTH_FALSE && evaluation.chosen;
    return truth;
}

struct azure_value azure_parameter(struct arena *scratch, const struct azure_scope *scope,
                                   const char *name)
{
    struct azure_evaluation evaluation = {.scratch = scratch, .budget = BUDGET};
    return parameter(&evaluation, name, scope);
}

struct azure_value azure_property(struct arena *scratch, const struct azure_value *value,
                                  const char *name)
{
    struct azure_evaluation evaluation = {.scratch = scratch, .budget = BUDGET};
    return property(&evaluation, value, name);
}
