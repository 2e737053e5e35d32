#include "facts/github_expression.h"

#include <stdlib.h>
#include <string.h>

/* The value of a constant part; OPEN is what only a run can tell. */
struct constant {
    enum { CONSTANT_OPEN, CONSTANT_NULL, CONSTANT_BOOLEAN, CONSTANT_NUMBER, CONSTANT_TEXT } kind;
    double number; /* a boolean is 0 or 1 */
    const char *text;
};

static const struct constant open_constant = {.kind = CONSTANT_OPEN};

static struct constant fold(const struct expression *expression);

static struct constant boolean_of(bool boolean)
{
    return (struct constant){.kind = CONSTANT_BOOLEAN, .number = boolean ? 1 : 0};
}

static enum truth truth_of(struct constant constant)
{
    switch (constant.kind) {
    case CONSTANT_OPEN:
        return TRUTH_OPEN;
    case CONSTANT_NULL:
        return TRUTH_FALSE;
    case CONSTANT_BOOLEAN:
    case CONSTANT_NUMBER: /* NaN is false too */
        return constant.number < 0 || constant.number > 0 ? TRUTH_TRUE : TRUTH_FALSE;
    case CONSTANT_TEXT:
        return *constant.text ? TRUTH_TRUE : TRUTH_FALSE;
    }
    return TRUTH_OPEN;
}

static bool number_of(struct constant constant, double *out)
{
    if (constant.kind != CONSTANT_TEXT) {
        *out = constant.number;
        return true;
    }
    char *end = NULL;
    *out = *constant.text ? strtod(constant.text, &end) : 0;
    return !end || *end == '\0';
}

static char lower(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
}

static int compare_texts(const char *a, const char *b)
{
    while (*a && lower(*a) == lower(*b)) {
        a++;
        b++;
    }
    unsigned char first = (unsigned char)lower(*a);
    unsigned char second = (unsigned char)lower(*b);
    return (first > second) - (first < second);
}

static bool order_of(struct constant left, struct constant right, int *out)
{
    if (left.kind == CONSTANT_TEXT && right.kind == CONSTANT_TEXT) {
        *out = compare_texts(left.text, right.text);
        return true;
    }
    double a;
    double b;
    if (!number_of(left, &a) || !number_of(right, &b) || !(a >= b || a < b))
        return false;
    *out = (a > b) - (a < b);
    return true;
}

/* A comparison with what is no number is false, as with NaN. */
static struct constant fold_comparison(const struct expression *expression)
{
    struct constant left = fold(expression->left);
    struct constant right = fold(expression->right);
    if (left.kind == CONSTANT_OPEN || right.kind == CONSTANT_OPEN)
        return open_constant;
    int order = 0;
    bool comparable = order_of(left, right, &order);
    if (expression->kind == EXPRESSION_NOT_EQUAL)
        return boolean_of(!comparable || order != 0);
    if (!comparable)
        return boolean_of(false);
    switch ((int)expression->kind) {
    case EXPRESSION_EQUAL:
        return boolean_of(order == 0);
    case EXPRESSION_LESS:
        return boolean_of(order < 0);
    case EXPRESSION_AT_MOST:
        return boolean_of(order <= 0);
    case EXPRESSION_MORE:
        return boolean_of(order > 0);
    default:
        return boolean_of(order >= 0);
    }
}

static struct constant fold_call(const struct expression *call)
{
    if (string_equals_folded(call->name, "always") && call->count == 0)
        return boolean_of(true);
    if (call->count != 2)
        return open_constant;
    struct constant whole = fold(call->arguments[0]);
    struct constant part = fold(call->arguments[1]);
    if (whole.kind != CONSTANT_TEXT || part.kind != CONSTANT_TEXT)
        return open_constant;
    struct text text = text_of(whole.text);
    size_t size = strlen(part.text);
    if (string_equals_folded(call->name, "contains"))
        return boolean_of(text_find_folded(text, part.text) != SIZE_MAX);
    if (string_equals_folded(call->name, "startsWith"))
        return boolean_of(text_find_folded(text, part.text) == 0);
    if (string_equals_folded(call->name, "endsWith"))
        return boolean_of(text.size >= size &&
                          compare_texts(whole.text + text.size - size, part.text) == 0);
    return open_constant;
}

static struct constant fold_choice(const struct expression *expression)
{
    struct constant left = fold(expression->left);
    enum truth truth = truth_of(left);
    if (truth == TRUTH_OPEN)
        return open_constant;
    bool take_left = (truth == TRUTH_TRUE) == (expression->kind == EXPRESSION_OR);
    return take_left ? left : fold(expression->right);
}

static struct constant fold(const struct expression *expression)
{
    switch (expression->kind) {
    case EXPRESSION_NULL:
        return (struct constant){.kind = CONSTANT_NULL};
    case EXPRESSION_BOOLEAN:
        return boolean_of(expression->boolean);
    case EXPRESSION_NUMBER:
        return (struct constant){.kind = CONSTANT_NUMBER, .number = expression->number};
    case EXPRESSION_TEXT:
        return (struct constant){.kind = CONSTANT_TEXT, .text = expression->name};
    case EXPRESSION_CONTEXT:
    case EXPRESSION_PROPERTY:
    case EXPRESSION_STAR:
    case EXPRESSION_INDEX:
        return open_constant;
    case EXPRESSION_CALL:
        return fold_call(expression);
    case EXPRESSION_NOT: {
        enum truth truth = expression_truth(expression->left);
        return truth == TRUTH_OPEN ? open_constant : boolean_of(truth == TRUTH_FALSE);
    }
    case EXPRESSION_AND:
    case EXPRESSION_OR:
        return fold_choice(expression);
    case EXPRESSION_EQUAL:
    case EXPRESSION_NOT_EQUAL:
    case EXPRESSION_LESS:
    case EXPRESSION_AT_MOST:
    case EXPRESSION_MORE:
    case EXPRESSION_AT_LEAST:
        return fold_comparison(expression);
    }
    return open_constant;
}

enum truth expression_truth(const struct expression *expression)
{
    if (expression->kind != EXPRESSION_AND && expression->kind != EXPRESSION_OR)
        return truth_of(fold(expression));
    enum truth decisive = expression->kind == EXPRESSION_AND ? TRUTH_FALSE : TRUTH_TRUE;
    enum truth left = expression_truth(expression->left);
    enum truth right = expression_truth(expression->right);
    if (left == decisive || right == decisive)
        return decisive;
    return left == TRUTH_OPEN || right == TRUTH_OPEN ? TRUTH_OPEN : left;
}

struct collector {
    struct arena *arena;
    struct context_use *uses;
    size_t count, capacity;
};

/* The path of a chain that begins at a context, or NULL: `fromJSON(x).a`. */
static const char *path_of(struct arena *arena, const struct expression *expression)
{
    if (expression->kind == EXPRESSION_CONTEXT)
        return expression->name;
    if (expression->kind != EXPRESSION_PROPERTY && expression->kind != EXPRESSION_STAR &&
        expression->kind != EXPRESSION_INDEX)
        return NULL;
    const char *base = path_of(arena, expression->left);
    if (!base)
        return NULL;
    const char *name = "*";
    if (expression->kind == EXPRESSION_PROPERTY)
        name = expression->name;
    else if (expression->kind == EXPRESSION_INDEX && expression->right->kind == EXPRESSION_TEXT)
        name = expression->right->name;
    return arena_printf(arena, "%s.%s", base, name);
}

static void collect(struct collector *collector, const struct expression *expression, bool flows,
                    bool serialised);

/* What stands in the brackets chooses; it is read, but it does not flow. */
static void collect_indices(struct collector *collector, const struct expression *expression)
{
    for (; expression->left; expression = expression->left)
        if (expression->kind == EXPRESSION_INDEX)
            collect(collector, expression->right, false, false);
}

static void collect_chain(struct collector *collector, const struct expression *expression,
                          bool flows, bool serialised)
{
    const char *path = path_of(collector->arena, expression);
    if (path) {
        collector->uses = arena_grow(collector->arena, collector->uses, collector->count,
                                     &collector->capacity, sizeof(*collector->uses));
        collector->uses[collector->count++] =
            (struct context_use){.path = path, .flows = flows, .serialised = serialised};
        collect_indices(collector, expression);
        return;
    }
    if (expression->kind == EXPRESSION_INDEX)
        collect(collector, expression->right, false, false);
    collect(collector, expression->left, flows, serialised);
}

static void collect_call(struct collector *collector, const struct expression *call, bool flows,
                         bool serialised)
{
    static const char *const closed[] = {"contains", "startsWith", "endsWith",  "hashFiles",
                                         "always",   "success",    "cancelled", "failure"};
    for (size_t i = 0; i < sizeof(closed) / sizeof(closed[0]); i++)
        flows = flows && !string_equals_folded(call->name, closed[i]);
    serialised = serialised || string_equals_folded(call->name, "toJSON");
    for (size_t i = 0; i < call->count; i++)
        collect(collector, call->arguments[i], flows, serialised);
}

static void collect(struct collector *collector, const struct expression *expression, bool flows,
                    bool serialised)
{
    switch (expression->kind) {
    case EXPRESSION_NULL:
    case EXPRESSION_BOOLEAN:
    case EXPRESSION_NUMBER:
    case EXPRESSION_TEXT:
        return;
    case EXPRESSION_CONTEXT:
    case EXPRESSION_PROPERTY:
    case EXPRESSION_STAR:
    case EXPRESSION_INDEX:
        collect_chain(collector, expression, flows, serialised);
        return;
    case EXPRESSION_CALL:
        collect_call(collector, expression, flows, serialised);
        return;
    case EXPRESSION_NOT:
        collect(collector, expression->left, false, serialised);
        return;
    case EXPRESSION_AND:
        collect(collector, expression->left, false, serialised);
        collect(collector, expression->right, flows, serialised);
        return;
    case EXPRESSION_OR:
        collect(collector, expression->left, flows, serialised);
        collect(collector, expression->right, flows, serialised);
        return;
    case EXPRESSION_EQUAL:
    case EXPRESSION_NOT_EQUAL:
    case EXPRESSION_LESS:
    case EXPRESSION_AT_MOST:
    case EXPRESSION_MORE:
    case EXPRESSION_AT_LEAST:
        collect(collector, expression->left, false, serialised);
        collect(collector, expression->right, false, serialised);
        return;
    }
}

size_t expression_contexts(struct arena *arena, const struct expression *expression,
                           struct context_use **out)
{
    struct collector collector = {.arena = arena};
    collect(&collector, expression, true, false);
    *out = collector.uses;
    return collector.count;
}
