#include "document/jsonpath_run.h"

static bool is_of_value(const struct jsonpath_operand *operand)
{
    return operand->kind != OPERAND_CALL || operand->call->function->result == JSONPATH_VALUE;
}

bool jsonpath_evaluate(struct jsonpath_run *run, const struct jsonpath_operand *operand,
                       const struct node *current, struct jsonpath_result *out)
{
    struct jsonpath_tally tally;
    *out = (struct jsonpath_result){.kind = RESULT_NOTHING};
    switch (operand->kind) {
    case OPERAND_LITERAL:
        *out = (struct jsonpath_result){.kind = RESULT_NODE, .node = &operand->literal};
        return true;
    case OPERAND_QUERY:
        if (!jsonpath_tally_query(run, operand->query, current, 1, &tally))
            return false;
        if (tally.count > 0)
            *out = (struct jsonpath_result){.kind = RESULT_NODE, .node = tally.first};
        return true;
    case OPERAND_CALL:
        return operand->call->function->call(run, operand->call, current, out);
    }
    return true;
}

static bool compare_operands(struct jsonpath_run *run, const struct jsonpath_condition *condition,
                             const struct node *current, bool *out)
{
    struct jsonpath_result left, right;
    return jsonpath_evaluate(run, &condition->left, current, &left) &&
           jsonpath_evaluate(run, &condition->right, current, &right) &&
           jsonpath_compare(run, condition->comparison, &left, &right, out);
}

bool jsonpath_holds(struct jsonpath_run *run, const struct jsonpath_condition *condition,
                    const struct node *current, bool *out)
{
    struct jsonpath_tally tally;
    struct jsonpath_result result;
    if (!jsonpath_take_steps(run, 1))
        return false;
    switch (condition->kind) {
    case CONDITION_EXISTS:
        if (!jsonpath_tally_query(run, condition->left.query, current, 1, &tally))
            return false;
        *out = tally.count > 0;
        return true;
    case CONDITION_CALL:
        if (!jsonpath_evaluate(run, &condition->left, current, &result))
            return false;
        *out = !is_of_value(&condition->left) && result.truth;
        return true;
    case CONDITION_COMPARISON:
        return compare_operands(run, condition, current, out);
    case CONDITION_NOT:
        if (!jsonpath_holds(run, condition->parts[0], current, out))
            return false;
        *out = !*out;
        return true;
    case CONDITION_ALL:
    case CONDITION_ANY:
        break;
    }
    bool ends_at = condition->kind == CONDITION_ANY;
    *out = !ends_at;
    for (size_t i = 0; i < condition->count && *out != ends_at; i++)
        if (!jsonpath_holds(run, condition->parts[i], current, out))
            return false;
    return true;
}
