#include "facts/azure_evaluation.h"

#include <string.h>

static struct azure_value of_truth(struct azure_evaluation *evaluation, enum truth truth)
{
    return truth == TRUTH_OPEN ? azure_open(evaluation, true) : azure_boolean(truth == TRUTH_TRUE);
}

static enum truth not(enum truth truth) {
    return truth == TRUTH_OPEN   ? TRUTH_OPEN
           : truth == TRUTH_TRUE ? TRUTH_FALSE
                                 : TRUTH_TRUE;
}

/* Lists and mappings equal no text. */
static enum truth equal(const struct azure_value *left, const struct azure_value *right)
{
    if (left->kind == AZURE_OPEN || right->kind == AZURE_OPEN)
        return TRUTH_OPEN;
    const char *a = azure_value_text(left);
    const char *b = azure_value_text(right);
    if (!a || !b)
        return TRUTH_FALSE;
    return string_equals_folded(a, b) ? TRUTH_TRUE : TRUTH_FALSE;
}

static enum truth all_of(struct azure_evaluation *evaluation, const struct expression *call,
                         const struct azure_scope *scope, enum truth decisive)
{
    enum truth all = not(decisive);
    for (size_t i = 0; i < call->count; i++) {
        struct azure_value value = azure_evaluate(evaluation, call->arguments[i], scope);
        enum truth one = azure_truth_of_value(&value);
        if (one == decisive)
            return decisive;
        if (one == TRUTH_OPEN)
            all = TRUTH_OPEN;
    }
    return all;
}

static enum truth is_in(struct azure_evaluation *evaluation, const struct expression *call,
                        const struct azure_scope *scope)
{
    if (call->count == 0)
        return TRUTH_OPEN;
    struct azure_value needle = azure_evaluate(evaluation, call->arguments[0], scope);
    enum truth any = TRUTH_FALSE;
    for (size_t i = 1; i < call->count && any != TRUTH_TRUE; i++) {
        struct azure_value value = azure_evaluate(evaluation, call->arguments[i], scope);
        enum truth one = equal(&needle, &value);
        if (one != TRUTH_FALSE)
            any = one;
    }
    return any;
}

static enum truth holds(const char *name, const char *whole, const char *part)
{
    struct text text = text_of(whole);
    size_t size = strlen(part);
    size_t at = size == 0 ? 0 : text_find_folded(text, part);
    bool found = at != SIZE_MAX;
    if (string_equals_folded(name, "startsWith"))
        found = at == 0;
    else if (string_equals_folded(name, "endsWith"))
        found = text.size >= size && string_equals_folded(whole + text.size - size, part);
    return found ? TRUTH_TRUE : TRUTH_FALSE;
}

static struct azure_value coalesce(struct azure_evaluation *evaluation,
                                   const struct expression *call, const struct azure_scope *scope)
{
    for (size_t i = 0; i < call->count; i++) {
        struct azure_value value = azure_evaluate(evaluation, call->arguments[i], scope);
        const char *text = azure_value_text(&value);
        if (value.kind == AZURE_OPEN || value.kind == AZURE_NODE || (text && *text))
            return value;
    }
    return (struct azure_value){.kind = AZURE_NOTHING};
}

/* format('{0}-{1}', a, b); two braces stand for one. */
static struct azure_value format(struct azure_evaluation *evaluation, const struct expression *call,
                                 const struct azure_scope *scope)
{
    struct azure_value pattern = azure_evaluate(evaluation, call->arguments[0], scope);
    const char *at = azure_value_text(&pattern);
    struct buffer out = BUFFER_EMPTY;
    bool open = !at;
    while (!open && *at) {
        bool doubled = (at[0] == '{' || at[0] == '}') && at[1] == at[0];
        size_t index = at[0] == '{' && at[1] >= '0' && at[1] <= '9' ? (size_t)(at[1] - '0') + 1 : 0;
        if (index > 0 && at[2] == '}' && index < call->count) {
            struct azure_value value = azure_evaluate(evaluation, call->arguments[index], scope);
            const char *text = azure_value_text(&value);
            open = !text;
            buffer_add_string(&out, text ? text : "");
            at += 3;
        } else {
            buffer_add_byte(&out, *at);
            at += doubled ? 2 : 1;
        }
    }
    struct azure_value made = {.kind = AZURE_TEXT,
                               .text = arena_strdup(evaluation->scratch, buffer_string(&out))};
    buffer_release(&out);
    return open ? azure_open(evaluation, false) : made;
}

static char folded(char byte, bool upper)
{
    if (upper)
        return byte >= 'a' && byte <= 'z' ? (char)(byte - 'a' + 'A') : byte;
    return byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
}

static struct azure_value change_case(struct azure_evaluation *evaluation,
                                      const struct azure_value *value, bool upper)
{
    const char *text = azure_value_text(value);
    if (!text)
        return azure_open(evaluation, value->by_event);
    char *copy = arena_strdup(evaluation->scratch, text);
    for (char *at = copy; *at; at++)
        *at = folded(*at, upper);
    return (struct azure_value){.kind = AZURE_TEXT, .text = copy, .chosen = value->chosen};
}

/* Status functions are open, so that `not(succeeded())` is no constant. */
static struct azure_value call_status(struct azure_evaluation *evaluation, const char *name)
{
    if (string_equals_folded(name, "always") || string_equals_folded(name, "succeededOrFailed"))
        return azure_boolean(true);
    if (string_equals_folded(name, "never"))
        return azure_boolean(false);
    return azure_open(evaluation, string_equals_folded(name, "succeeded") ||
                                      string_equals_folded(name, "failed") ||
                                      string_equals_folded(name, "canceled"));
}

static struct azure_value call_of_two(struct azure_evaluation *evaluation,
                                      const struct expression *call,
                                      const struct azure_scope *scope)
{
    struct azure_value left = azure_evaluate(evaluation, call->arguments[0], scope);
    struct azure_value right = azure_evaluate(evaluation, call->arguments[1], scope);
    if (string_equals_folded(call->name, "eq"))
        return of_truth(evaluation, equal(&left, &right));
    if (string_equals_folded(call->name, "ne"))
        return of_truth(evaluation, not(equal(&left, &right)));
    const char *whole = azure_value_text(&left);
    const char *part = azure_value_text(&right);
    static const char *const searches[] = {"contains", "startsWith", "endsWith", NULL};
    for (size_t i = 0; searches[i]; i++)
        if (string_equals_folded(call->name, searches[i]))
            return whole && part ? of_truth(evaluation, holds(searches[i], whole, part))
                                 : azure_open(evaluation, left.by_event);
    if (!string_equals_folded(call->name, "xor"))
        return azure_open(evaluation, false);
    enum truth a = azure_truth_of_value(&left);
    enum truth b = azure_truth_of_value(&right);
    return a == TRUTH_OPEN || b == TRUTH_OPEN ? azure_open(evaluation, true)
                                              : azure_boolean(a != b);
}

/* Of a text, or of a list that no expression makes longer. */
static struct azure_value length_of(struct azure_evaluation *evaluation,
                                    const struct azure_value *value)
{
    const char *text = azure_value_text(value);
    bool listed = value->kind == AZURE_NODE && value->node->kind == NODE_SEQUENCE;
    for (size_t i = 0; listed && i < value->node->count; i++) {
        const struct node *item = value->node->items[i];
        const struct node *first =
            item->kind == NODE_MAPPING && item->count > 0 ? item->keys[0] : item;
        listed = !pipeline_string(first) || !string_starts_with(first->text, "${{");
    }
    if (!text && !listed)
        return azure_open(evaluation, false);
    return (struct azure_value){
        .kind = AZURE_TEXT,
        .text = arena_printf(evaluation->scratch, "%zu", text ? strlen(text) : value->node->count),
        .chosen = value->chosen,
    };
}

struct azure_value azure_call(struct azure_evaluation *evaluation, const struct expression *call,
                              const struct azure_scope *scope)
{
    const char *name = call->name;
    if (string_equals_folded(name, "and") || string_equals_folded(name, "or"))
        return of_truth(evaluation,
                        all_of(evaluation, call, scope,
                               string_equals_folded(name, "and") ? TRUTH_FALSE : TRUTH_TRUE));
    if (string_equals_folded(name, "in"))
        return of_truth(evaluation, is_in(evaluation, call, scope));
    if (string_equals_folded(name, "notIn"))
        return of_truth(evaluation, not(is_in(evaluation, call, scope)));
    if (string_equals_folded(name, "coalesce"))
        return coalesce(evaluation, call, scope);
    if (string_equals_folded(name, "format") && call->count > 0)
        return format(evaluation, call, scope);
    if (call->count == 0)
        return call_status(evaluation, name);
    if (call->count == 2)
        return call_of_two(evaluation, call, scope);
    struct azure_value first = azure_evaluate(evaluation, call->arguments[0], scope);
    if (string_equals_folded(name, "not") && call->count == 1)
        return of_truth(evaluation, not(azure_truth_of_value(&first)));
    if (string_equals_folded(name, "length") && call->count == 1)
        return length_of(evaluation, &first);
    if (string_equals_folded(name, "lower") || string_equals_folded(name, "upper"))
        return change_case(evaluation, &first, string_equals_folded(name, "upper"));
    if (string_equals_folded(name, "iif") && call->count == 3) {
        enum truth truth = azure_truth_of_value(&first);
        if (truth != TRUTH_OPEN)
            return azure_evaluate(evaluation, call->arguments[truth == TRUTH_TRUE ? 1 : 2], scope);
    }
    return azure_open(evaluation, false);
}
