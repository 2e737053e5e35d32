/* `continue-on-error` of a job, and with which value of its matrix it is forgiven where it asks
 * for one: `${{ matrix.NAME }}`, or its comparison with a literal. */
#include "facts/github_expression.h"
#include "facts/github_matrix.h"

#include <string.h>

enum { LEGS_MAX = 64 };

/* `matrix.NAME`, == or != a literal (NULL: by itself). */
struct question {
    const char *name, *literal;
    bool negated;
};

static const char *matrix_name(const struct expression *expression)
{
    bool one = expression->kind == EXPRESSION_PROPERTY &&
               expression->left->kind == EXPRESSION_CONTEXT &&
               string_equals_folded(expression->left->name, "matrix");
    return one ? expression->name : NULL;
}

static const char *literal_of(const struct expression *expression)
{
    if (expression->kind == EXPRESSION_BOOLEAN)
        return expression->boolean ? "true" : "false";
    return expression->kind == EXPRESSION_TEXT ? expression->name : NULL;
}

static bool read_question(struct github_reader *reader, const struct node *node,
                          struct question *out)
{
    struct text whole = {.bytes = node->text, .size = node->size};
    struct expression_fence fence;
    if (!expression_fence_find(whole, 0, &fence) || !fence.closed || fence.start > 0 ||
        fence.end != whole.size)
        return false;
    const struct expression *expression = expression_parse(reader->scratch, fence.body, NULL);
    if (!expression)
        return false;
    *out = (struct question){.name = matrix_name(expression),
                             .negated = expression->kind == EXPRESSION_NOT_EQUAL};
    if (expression->kind != EXPRESSION_EQUAL && expression->kind != EXPRESSION_NOT_EQUAL)
        return out->name;
    const struct expression *sides[] = {expression->left, expression->right};
    bool swapped = !matrix_name(sides[0]);
    out->name = matrix_name(sides[swapped]);
    out->literal = literal_of(sides[!swapped]);
    return out->name && out->literal;
}

static bool forgives(const struct question *question, const char *value)
{
    if (!question->literal)
        return strcmp(value, "") != 0 && strcmp(value, "false") != 0 && strcmp(value, "0") != 0;
    return string_equals_folded(question->literal, value) != question->negated;
}

struct legs {
    const char *values[LEGS_MAX];
    size_t count;
};

static bool add_leg(struct legs *legs, const struct node *value)
{
    if (!node_is_scalar(value) || github_has_fence(value) || legs->count == LEGS_MAX)
        return false;
    legs->values[legs->count++] = value->text ? value->text : "";
    return true;
}

/* False: only a run tells. */
static bool find_legs(const struct node *job, const char *name, struct legs *legs)
{
    const struct node *matrix = node_find(node_find(job, "strategy"), "matrix");
    if (!matrix || matrix->kind != NODE_MAPPING)
        return false;
    const struct node *values = github_find_folded(matrix, name);
    const struct node *include = node_find(matrix, "include");
    if ((values && values->kind != NODE_SEQUENCE) || (include && include->kind != NODE_SEQUENCE))
        return false;
    for (size_t i = 0; values && i < values->count; i++)
        if (!add_leg(legs, values->items[i]))
            return false;
    for (size_t i = 0; include && i < include->count; i++) {
        const struct node *entry = include->items[i];
        const struct node *value = github_find_folded(entry, name);
        if (entry->kind != NODE_MAPPING || (value && !add_leg(legs, value)))
            return false;
    }
    return true;
}

/* The values of the matrix with which a leg is forgiven, where the expression asks for one. */
static struct value forgiven_with(struct github_reader *reader, const struct node *job,
                                  const struct node *lax)
{
    struct question question;
    struct legs legs = {0};
    const char *texts[LEGS_MAX];
    size_t count = 0;
    if (!read_question(reader, lax, &question) || !find_legs(job, question.name, &legs))
        return value_text(NULL);
    for (size_t i = 0; i < legs.count; i++)
        if (forgives(&question, legs.values[i]))
            texts[count++] =
                arena_printf(fact_arena(reader->writer), "%s=%s", question.name, legs.values[i]);
    return count > 0 ? value_texts(fact_arena(reader->writer), texts, count) : value_text(NULL);
}

struct value github_job_blocking(struct github_reader *reader, const struct node *job,
                                 struct value *with)
{
    const struct node *lax = node_find(job, "continue-on-error");
    *with = value_text(NULL);
    if (!github_string(lax))
        return value_boolean(true);
    enum truth truth = github_truth(reader, lax, false);
    if (truth == TRUTH_OPEN) {
        truth = github_matrix_truth(reader, job, lax);
        if (truth == TRUTH_FALSE)
            *with = forgiven_with(reader, job, lax);
    }
    if (truth == TRUTH_OPEN)
        return value_unknown(fact_arena(reader->writer), UNKNOWN_UNOBSERVABLE,
                             "continue-on-error is an expression");
    return value_boolean(truth == TRUTH_FALSE);
}
