/* The functions of RFC 9535, section 2.4. A further one is one row of the table. */
#include "document/iregexp.h"
#include "document/jsonpath_run.h"

#include <string.h>

/* What work costs beyond a node's step: a search costs more than a step, a regular
 * expression to compile much more. */
enum {
    BYTES_OF_A_STEP = 64,
    CHARACTERS_OF_A_STEP = 8,
    STEPS_OF_A_MATCH = 64,
    STEPS_OF_A_PATTERN = 1024,
};

static bool call_length(struct jsonpath_run *run, const struct jsonpath_call *call,
                        const struct node *current, struct jsonpath_result *out)
{
    struct jsonpath_result value;
    *out = (struct jsonpath_result){.kind = RESULT_NOTHING};
    if (!jsonpath_evaluate(run, &call->arguments[0], current, &value))
        return false;
    if (value.kind != RESULT_NODE)
        return true;
    const struct node *node = value.node;
    size_t count = node->count;
    if (node->kind == NODE_TEXT) {
        if (!jsonpath_take_steps(run, node->size / CHARACTERS_OF_A_STEP))
            return false;
        uint32_t code;
        count = 0;
        for (size_t at = 0; at < node->size; count++)
            at += utf8_decode(node->text + at, node->size - at, &code);
    } else if (node_is_scalar(node)) {
        return true;
    }
    *out = (struct jsonpath_result){.kind = RESULT_COUNT, .count = count};
    return true;
}

static bool call_count(struct jsonpath_run *run, const struct jsonpath_call *call,
                       const struct node *current, struct jsonpath_result *out)
{
    struct jsonpath_tally tally;
    if (!jsonpath_tally_query(run, call->arguments[0].query, current, SIZE_MAX, &tally))
        return false;
    *out = (struct jsonpath_result){.kind = RESULT_COUNT, .count = tally.count};
    return true;
}

static bool call_value(struct jsonpath_run *run, const struct jsonpath_call *call,
                       const struct node *current, struct jsonpath_result *out)
{
    struct jsonpath_tally tally;
    if (!jsonpath_tally_query(run, call->arguments[0].query, current, 2, &tally))
        return false;
    *out = tally.count == 1 ? (struct jsonpath_result){.kind = RESULT_NODE, .node = tally.first}
                            : (struct jsonpath_result){.kind = RESULT_NOTHING};
    return true;
}

/* Compiles what the document gives as a regular expression; NULL when it is none.
 * A path that asks so mostly asks with the same one for every node. */
static bool find_pattern(struct jsonpath_run *run, const struct jsonpath_call *call,
                         const struct node *node, const struct pattern **out)
{
    struct text text = {node->text, node->size};
    *out = run->pattern;
    if (run->pattern_function == call->function && run->pattern_text.size == text.size &&
        memcmp(run->pattern_text.bytes, text.bytes, text.size) == 0)
        return jsonpath_take_steps(run, text.size / BYTES_OF_A_STEP);
    if (!jsonpath_take_steps(run, STEPS_OF_A_PATTERN + text.size / BYTES_OF_A_STEP))
        return false;
    struct arena arena;
    arena_init(&arena, 1024);
    struct iregexp_problem ignored;
    const char *reason;
    size_t at;
    const char *translated = iregexp_translate(&arena, text, call->function->whole, &ignored);
    pattern_free(run->pattern);
    run->pattern = translated ? pattern_new(&arena, translated, false, &reason, &at) : NULL;
    run->pattern_text = text;
    run->pattern_function = call->function;
    arena_release(&arena);
    *out = run->pattern;
    return true;
}

static bool search(struct jsonpath_run *run, const struct pattern *pattern,
                   const struct node *subject, bool *out)
{
    size_t start, end;
    if (!jsonpath_take_steps(run, STEPS_OF_A_MATCH + subject->size / BYTES_OF_A_STEP))
        return false;
    if (!run->matcher)
        run->matcher = pattern_matcher_new();
    enum pattern_result result = pattern_search(
        pattern, run->matcher, (struct text){subject->text, subject->size}, 0, &start, &end);
    *out = result == PATTERN_MATCH;
    return result != PATTERN_LIMIT;
}

static bool is_text(const struct jsonpath_result *result)
{
    return result->kind == RESULT_NODE && result->node->kind == NODE_TEXT;
}

/* match and search: what is no text, and what is no I-Regexp, does not match. */
static bool call_match(struct jsonpath_run *run, const struct jsonpath_call *call,
                       const struct node *current, struct jsonpath_result *out)
{
    struct jsonpath_result subject, expression;
    *out = (struct jsonpath_result){.kind = RESULT_TRUTH};
    if (!jsonpath_evaluate(run, &call->arguments[0], current, &subject) ||
        !jsonpath_evaluate(run, &call->arguments[1], current, &expression))
        return false;
    if (!is_text(&subject) || !is_text(&expression) || call->regexp == REGEXP_NEVER)
        return true;
    const struct pattern *pattern = call->pattern;
    if (call->regexp == REGEXP_OF_DOCUMENT && !find_pattern(run, call, expression.node, &pattern))
        return false;
    return !pattern || search(run, pattern, subject.node, &out->truth);
}

const struct jsonpath_function jsonpath_functions[] = {
    {"length", JSONPATH_VALUE, {JSONPATH_VALUE}, 1, false, false, "one value", call_length},
    {"count", JSONPATH_VALUE, {JSONPATH_NODES}, 1, false, false, "one path", call_count},
    {"value", JSONPATH_VALUE, {JSONPATH_NODES}, 1, false, false, "one path", call_value},
    {"match",
     JSONPATH_LOGICAL,
     {JSONPATH_VALUE, JSONPATH_VALUE},
     2,
     true,
     true,
     "a value and a regular expression",
     call_match},
    {"search",
     JSONPATH_LOGICAL,
     {JSONPATH_VALUE, JSONPATH_VALUE},
     2,
     true,
     false,
     "a value and a regular expression",
     call_match},
    {0},
};

const struct jsonpath_function *jsonpath_function_find(struct text name)
{
    for (const struct jsonpath_function *function = jsonpath_functions; function->name; function++)
        if (text_equals(name, function->name))
            return function;
    return NULL;
}
