#include "engine/predicate.h"

#include "base/date.h"
#include "policy/words.h"

#include <string.h>

static bool is_number(const struct value *value)
{
    return value->kind == VALUE_INTEGER || value->kind == VALUE_NUMBER;
}

static double as_number(const struct value *value)
{
    return value->kind == VALUE_INTEGER ? (double)value->integer : value->number;
}

bool values_are_equal(const struct value *a, const struct value *b)
{
    if (a->kind == b->kind && a->kind != VALUE_LIST && a->kind != VALUE_NODE)
        return value_compare(a, b) == 0;
    if (is_number(a) && is_number(b))
        return !(as_number(a) < as_number(b)) && !(as_number(a) > as_number(b));
    if (a->kind != VALUE_LIST || b->kind != VALUE_LIST || a->list->count != b->list->count)
        return false;
    for (size_t i = 0; i < a->list->count; i++)
        if (a->list->items[i].kind == VALUE_LIST ||
            !values_are_equal(&a->list->items[i], &b->list->items[i]))
            return false;
    return true;
}

static struct outcome unknown_of(const struct value *value)
{
    return outcome_unknown(value->unknown->class, value->unknown->reason);
}

static struct outcome equals(const struct value *value, const struct value *operand)
{
    if (operand->kind == VALUE_UNKNOWN)
        return unknown_of(operand);
    return outcome_of(operand->kind != VALUE_ABSENT && values_are_equal(value, operand));
}

/* The type by which two texts are compared as versions; NULL: they are texts. */
static const struct type *version_type(const struct type *field, const struct type *operand)
{
    static const struct type semver = {.kind = TYPE_SEMVER};
    static const struct type pep440 = {.kind = TYPE_PEP440};
    enum type_kind kind = operand->kind == TYPE_LIST ? operand->of : operand->kind;
    if (kind != TYPE_SEMVER && kind != TYPE_PEP440)
        kind = field->kind;
    return kind == TYPE_SEMVER ? &semver : kind == TYPE_PEP440 ? &pep440 : NULL;
}

/* Versions are equal when neither is before the other. */
static struct outcome equals_typed(const struct value *value, const struct value *operand,
                                   const struct type *type, const struct type *operand_type)
{
    const struct type *version = version_type(type, operand_type);
    int order = 0;
    if (!version)
        return equals(value, operand);
    return outcome_of(value->kind == VALUE_TEXT && operand->kind == VALUE_TEXT &&
                      version_order(version, value->text, operand->text, &order) && order == 0);
}

static struct outcome matches(struct judge_context *context, const struct operand *written,
                              const struct value *value, const struct value *operand)
{
    if (value->kind != VALUE_TEXT || operand->kind != VALUE_TEXT)
        return outcome_of(false);
    const struct pattern *pattern =
        written->pattern ? written->pattern : evaluator_pattern(context->evaluator, operand->text);
    if (!pattern)
        return outcome_unknown(UNKNOWN_UNREADABLE,
                               arena_printf(context->evaluator->arena,
                                            "'%s' is no regular expression", operand->text));
    size_t start = 0;
    size_t end = 0;
    switch (pattern_search(pattern, context->evaluator->matcher, text_of(value->text), 0, &start,
                           &end)) {
    case PATTERN_NO_MATCH:
        return outcome_of(false);
    case PATTERN_MATCH:
        return outcome_of(true);
    case PATTERN_LIMIT:
        break;
    }
    return outcome_unknown(UNKNOWN_UNREADABLE,
                           arena_printf(context->evaluator->arena,
                                        "the pattern '%s' reached its limit of steps",
                                        pattern_expression(pattern)));
}

static struct outcome matches_glob(struct judge_context *context, const struct value *value,
                                   const struct value *operand)
{
    if (value->kind != VALUE_TEXT || operand->kind != VALUE_TEXT)
        return outcome_of(false);
    const struct glob *glob = evaluator_glob(context->evaluator, operand->text);
    if (!glob)
        return outcome_unknown(UNKNOWN_UNREADABLE, arena_printf(context->evaluator->arena,
                                                                "'%s' is no glob", operand->text));
    return outcome_of(glob_matches(glob, value->text));
}

static struct outcome contains(const struct value *value, const struct value *operand)
{
    if (value->kind == VALUE_TEXT)
        return outcome_of(operand->kind == VALUE_TEXT &&
                          strstr(value->text, operand->text) != NULL);
    if (value->kind != VALUE_LIST)
        return outcome_of(false);
    struct outcome outcome = outcome_of(false);
    for (size_t i = 0; i < value->list->count && outcome.truth != TRUTH_TRUE; i++) {
        const struct value *item = &value->list->items[i];
        outcome = outcome_or(outcome, item->kind == VALUE_UNKNOWN
                                          ? unknown_of(item)
                                          : outcome_of(values_are_equal(item, operand)));
    }
    return outcome;
}

static int severity_rank(const char *word)
{
    for (int i = 0; severity_words[i]; i++)
        if (strcmp(severity_words[i], word) == 0)
            return i;
    return -1;
}

/* Order of two values, or false when they have none. */
static bool compare(const struct value *value, const struct value *operand, const struct type *type,
                    const struct type *operand_type, int *out)
{
    if (is_number(value) && is_number(operand)) {
        if (value->kind == VALUE_INTEGER && operand->kind == VALUE_INTEGER) {
            *out = (value->integer > operand->integer) - (value->integer < operand->integer);
            return true;
        }
        *out = (as_number(value) > as_number(operand)) - (as_number(value) < as_number(operand));
        return true;
    }
    if (value->kind != operand->kind)
        return false;
    switch (value->kind) {
    case VALUE_SHARE:
        *out = (value->number > operand->number) - (value->number < operand->number);
        return true;
    case VALUE_DATE:
    case VALUE_TIME:
    case VALUE_DURATION:
        *out = (value->integer > operand->integer) - (value->integer < operand->integer);
        return true;
    case VALUE_TEXT: {
        const struct type *version = version_type(type, operand_type);
        if (version)
            return version_order(version, value->text, operand->text, out);
        if (type->kind != TYPE_SEVERITY && operand_type->kind != TYPE_SEVERITY)
            return false;
        int a = severity_rank(value->text);
        int b = severity_rank(operand->text);
        *out = (a > b) - (a < b);
        return a >= 0 && b >= 0;
    }
    case VALUE_ABSENT:
    case VALUE_UNKNOWN:
    case VALUE_INTEGER:
    case VALUE_NUMBER:
    case VALUE_BOOLEAN:
    case VALUE_LIST:
    case VALUE_NODE:
        break;
    }
    return false;
}

/* A day is its first second. In a document row, a text is a date where a
 * predicate of time asks for one. */
static bool as_instant(const struct value *value, int64_t *out)
{
    if (value->kind == VALUE_TIME)
        *out = value->integer;
    else if (value->kind == VALUE_DATE)
        *out = value->integer * SECONDS_A_DAY;
    else
        return false;
    return true;
}

static bool value_instant(const struct value *value, const struct type *type, int64_t *out)
{
    if (value->kind == VALUE_TEXT && type->kind == TYPE_ANY)
        return time_parse(value->text, out);
    return as_instant(value, out);
}

static struct outcome compare_instants(const struct value *value, const struct type *type,
                                       const struct value *operand, bool before)
{
    int64_t at = 0;
    int64_t limit = 0;
    if (!value_instant(value, type, &at) || !as_instant(operand, &limit))
        return outcome_of(false);
    return outcome_of(before ? at < limit : at > limit);
}

static struct outcome compare_age(struct judge_context *context, const struct value *value,
                                  const struct type *type, const struct value *operand, bool older)
{
    int64_t at = 0;
    if (!value_instant(value, type, &at) || operand->kind != VALUE_DURATION)
        return outcome_of(false);
    int64_t age = 0;
    if (__builtin_sub_overflow(context->evaluator->options.now, at, &age))
        return outcome_of(false);
    return outcome_of(older ? age > operand->integer : age <= operand->integer);
}

static struct outcome ordered(enum predicate_kind kind, int order)
{
    switch ((int)kind) {
    case PREDICATE_LESS_THAN:
        return outcome_of(order < 0);
    case PREDICATE_AT_MOST:
        return outcome_of(order <= 0);
    case PREDICATE_AT_LEAST:
        return outcome_of(order >= 0);
    default:
        return outcome_of(order > 0);
    }
}

struct question {
    struct judge_context *context;
    const struct predicate *predicate;
    const struct value *value;
    const struct type *type;
};

/* The value against one value of the operand. */
static struct outcome ask(const struct question *question, const struct operand *written,
                          const struct value *operand)
{
    const struct value *value = question->value;
    if (operand->kind == VALUE_UNKNOWN)
        return unknown_of(operand);
    if (operand->kind == VALUE_ABSENT)
        return outcome_of(false);
    int order = 0;
    switch (question->predicate->kind) {
    case PREDICATE_EQUALS:
    case PREDICATE_IN:
        return equals_typed(value, operand, question->type, &written->type);
    case PREDICATE_MATCHES:
        return matches(question->context, written, value, operand);
    case PREDICATE_GLOB:
        return matches_glob(question->context, value, operand);
    case PREDICATE_CONTAINS:
        return contains(value, operand);
    case PREDICATE_STARTS_WITH:
        return outcome_of(value->kind == VALUE_TEXT && operand->kind == VALUE_TEXT &&
                          string_starts_with(value->text, operand->text));
    case PREDICATE_ENDS_WITH:
        return outcome_of(value->kind == VALUE_TEXT && operand->kind == VALUE_TEXT &&
                          string_ends_with(value->text, operand->text));
    case PREDICATE_BEFORE:
        return compare_instants(value, question->type, operand, true);
    case PREDICATE_AFTER:
        return compare_instants(value, question->type, operand, false);
    case PREDICATE_OLDER_THAN:
        return compare_age(question->context, value, question->type, operand, true);
    case PREDICATE_YOUNGER_THAN:
        return compare_age(question->context, value, question->type, operand, false);
    case PREDICATE_LESS_THAN:
    case PREDICATE_AT_MOST:
    case PREDICATE_AT_LEAST:
    case PREDICATE_MORE_THAN:
        if (!compare(value, operand, question->type, &written->type, &order))
            return outcome_of(false);
        return ordered(question->predicate->kind, order);
    case PREDICATE_EXISTS:
    case PREDICATE_EMPTY:
    case PREDICATE_NOT:
        break;
    }
    return outcome_of(false);
}

/* Any of the operand's values will do; unknown items count as Kleene says. */
static struct outcome ask_any(const struct question *question, const struct operand *operand)
{
    struct outcome outcome = outcome_of(false);
    if (operand->kind == OPERAND_LIST) {
        for (size_t i = 0; i < operand->count && outcome.truth != TRUTH_TRUE; i++)
            outcome = outcome_or(outcome, ask_any(question, &operand->items[i]));
        return outcome;
    }
    if (question->predicate->kind == PREDICATE_GLOB && operand->glob_count > 0) {
        bool hit = false;
        for (size_t i = 0; i < operand->glob_count && question->value->kind == VALUE_TEXT; i++)
            hit = hit || glob_matches(operand->globs[i], question->value->text);
        return outcome_of(hit);
    }
    struct value value = judge_operand(question->context, operand);
    if (value.kind != VALUE_LIST)
        return ask(question, operand, &value);
    for (size_t i = 0; i < value.list->count && outcome.truth != TRUTH_TRUE; i++)
        outcome = outcome_or(outcome, ask(question, operand, &value.list->items[i]));
    return outcome;
}

/* `equals` of a list is about the whole of it. */
static struct value whole_list(struct judge_context *context, const struct operand *operand)
{
    if (operand->kind != OPERAND_LIST)
        return judge_operand(context, operand);
    struct arena *arena = context->evaluator->arena;
    struct value *items = ARENA_ARRAY(arena, struct value, operand->count);
    for (size_t i = 0; i < operand->count; i++) {
        items[i] = judge_operand(context, &operand->items[i]);
        if (items[i].kind == VALUE_UNKNOWN)
            return items[i];
    }
    return value_list_of(arena, items, operand->count);
}

static bool is_empty(const struct value *value)
{
    if (value->kind == VALUE_TEXT)
        return value->text[0] == '\0';
    if (value->kind == VALUE_LIST)
        return value->list->count == 0;
    return value->kind == VALUE_ABSENT || (value->kind == VALUE_NODE && value->node->count == 0);
}

struct outcome predicate_judge(struct judge_context *context, const struct predicate *predicate,
                               const struct value *value, const struct type *type)
{
    if (value->kind == VALUE_UNKNOWN)
        return unknown_of(value);
    const struct question question = {
        .context = context, .predicate = predicate, .value = value, .type = type};
    switch ((int)predicate->kind) {
    case PREDICATE_NOT:
        return outcome_not(
            predicates_judge(context, predicate->predicates, predicate->count, value, type));
    case PREDICATE_EXISTS:
        return outcome_of((value->kind != VALUE_ABSENT) == predicate->operand.literal.boolean);
    case PREDICATE_EMPTY:
        return outcome_of(is_empty(value) == predicate->operand.literal.boolean);
    default:
        break;
    }
    if (value->kind == VALUE_ABSENT)
        return outcome_of(false);
    if (predicate->kind == PREDICATE_EQUALS && value->kind == VALUE_LIST) {
        struct value operand = whole_list(context, &predicate->operand);
        return equals(value, &operand);
    }
    return ask_any(&question, &predicate->operand);
}

struct outcome predicates_judge(struct judge_context *context, const struct predicate *predicates,
                                size_t count, const struct value *value, const struct type *type)
{
    struct outcome outcome = outcome_of(true);
    for (size_t i = 0; i < count && outcome.truth != TRUTH_FALSE; i++)
        outcome = outcome_and(outcome, predicate_judge(context, &predicates[i], value, type));
    return outcome;
}
