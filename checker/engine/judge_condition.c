#include "engine/predicate.h"

#include "base/limits.h"

#include <string.h>

enum {
    /* What a quantifier remembers at most: beyond that it asks again. */
    MEMO_MAX = 100000,
    /* Between looks at the clock. */
    ROWS_A_LOOK = 4096,
    /* Nested conditions: above what a rule file of the allowed depth holds. */
    CONDITION_DEPTH_MAX = 4 * LIMIT_DOCUMENT_DEPTH,
};

struct value judge_operand(struct judge_context *context, const struct operand *operand)
{
    struct evaluator *evaluator = context->evaluator;
    switch (operand->kind) {
    case OPERAND_LITERAL:
        return operand->literal;
    case OPERAND_PARAM:
        return context->setting->setting->params[operand->param];
    case OPERAND_EACH:
        return row_field(evaluator->arena, context->subject, &operand->field);
    case OPERAND_BINDING:
        return row_field(evaluator->arena, context->bound ? context->bound[operand->binding] : NULL,
                         &operand->field);
    case OPERAND_REPOSITORY:
        return row_field(evaluator->arena, evaluator->repository, &operand->field);
    case OPERAND_NOW:
        return value_time(evaluator->options.now);
    case OPERAND_LIST:
        break;
    }
    /* Predicates go through the items of a list themselves. */
    return (struct value){.kind = VALUE_ABSENT};
}

static bool is_out_of_time(struct evaluator *evaluator)
{
    return evaluator->rows_visited % ROWS_A_LOOK == 0 &&
           deadline_is_over(evaluator->options.deadline);
}

/* One row, counted as LANGUAGE.md says; `stop` when no further row can matter. */
struct visit {
    struct judge_context *context;
    const struct condition *condition;
    struct tally *tally;
    bool stops_early;
};

static void count_share(struct tally *tally, const struct outcome *where,
                        const struct outcome *that)
{
    bool sure = where->truth == TRUTH_TRUE;
    if (sure || that->truth != TRUTH_TRUE) {
        tally->least_whole++;
        tally->least_part += that->truth == TRUTH_TRUE ? 1 : 0;
    }
    if (sure || that->truth != TRUTH_FALSE) {
        tally->greatest_whole++;
        tally->greatest_part += that->truth != TRUTH_FALSE ? 1 : 0;
    }
    if (that->truth == TRUTH_UNKNOWN)
        outcome_add_reasons(&tally->doubt, that);
}

/* Share: what is behind a gap may all satisfy, or none of it. */
static void count_hidden(struct tally *tally, const struct outcome *that)
{
    tally->hides_satisfying = tally->hides_satisfying || that->truth != TRUTH_FALSE;
    tally->hides_wanting = tally->hides_wanting || that->truth != TRUTH_TRUE;
}

/* A gap may hold any number of rows, or none: it is never surely selected. */
static struct outcome select_row(struct judge_context *context, const struct quantifier *quantifier,
                                 const struct judge_rows *rows, const struct fact_row *row)
{
    struct outcome where = outcome_of(true);
    if (quantifier->where)
        where = judge_condition(context, quantifier->where, row);
    return where.truth == TRUTH_TRUE && row->gap ? row_gap(row, rows->kind) : where;
}

static bool visit_row(const struct visit *visit, const struct judge_rows *rows,
                      const struct fact_row *row)
{
    struct judge_context *context = visit->context;
    const struct quantifier *quantifier = visit->condition->quantifier;
    struct tally *tally = visit->tally;
    context->evaluator->rows_visited++;
    if (quantifier->as && context->bound)
        context->bound[quantifier->binding] = row;
    struct outcome where = select_row(context, quantifier, rows, row);
    if (where.truth == TRUTH_FALSE)
        return true;
    if (where.truth == TRUTH_UNKNOWN) {
        tally->doubtful++;
        tally->is_open = tally->is_open || row->gap;
        outcome_add_reasons(&tally->doubt, &where);
    } else {
        tally->selected++;
    }
    if (visit->condition->kind == CONDITION_SHARE) {
        struct outcome that = judge_condition(context, quantifier->that, row);
        count_share(tally, &where, &that);
        if (row->gap)
            count_hidden(tally, &that);
    }
    return !visit->stops_early || tally->selected == 0;
}

static void visit_rows(const struct visit *visit, const struct judge_rows *rows,
                       const struct candidates *candidates)
{
    struct judge_context *context = visit->context;
    const struct quantifier *quantifier = visit->condition->quantifier;
    const struct fact_row *outer = NULL;
    if (quantifier->as && context->bound)
        outer = context->bound[quantifier->binding];
    size_t count = candidates ? candidates->count : rows->count;
    for (size_t i = 0; i < count; i++) {
        const struct fact_row *row = &rows->rows[candidates ? candidates->rows[i] : i];
        if (!visit_row(visit, rows, row) || is_out_of_time(context->evaluator))
            break;
    }
    if (quantifier->as && context->bound)
        context->bound[quantifier->binding] = outer;
}

static void take_tally(struct judge_context *context, const struct condition *condition,
                       struct tally *tally)
{
    enum { SMALL_TABLE = 8 };
    struct evaluator *evaluator = context->evaluator;
    const struct source *source = &condition->quantifier->source;
    const struct plan_source *planned = evaluator_source(context, source);
    struct judge_rows rows = judge_source_rows(context, source);
    struct visit visit = {
        .context = context,
        .condition = condition,
        .tally = tally,
        .stops_early = condition->kind == CONDITION_EXISTS || condition->kind == CONDITION_NONE,
    };
    struct arena_mark mark = arena_mark(&evaluator->scratch);
    struct candidates candidates = {0};
    if (join_candidates(context, planned, &rows, &candidates)) {
        visit_rows(&visit, &rows, &candidates);
    } else if (rows.count <= SMALL_TABLE) {
        visit_rows(&visit, &rows, NULL);
    } else {
        struct table *memo = &evaluator_state(context, source)->memo;
        const char *key = join_key(context, planned);
        const struct tally *known = table_find(memo, key);
        if (known) {
            *tally = *known;
        } else {
            visit_rows(&visit, &rows, NULL);
            if (memo->count < MEMO_MAX) {
                struct tally *kept = ARENA_NEW(evaluator->arena, struct tally);
                *kept = *tally;
                table_set(memo, arena_strdup(evaluator->arena, key), kept);
            }
        }
    }
    arena_reset(&evaluator->scratch, mark);
}

static struct outcome judge_exists(const struct tally *tally)
{
    if (tally->selected > 0)
        return outcome_of(true);
    return tally->doubtful > 0 ? tally->doubt : outcome_of(false);
}

/* What the predicates of a count say of the numbers that were asked. */
struct numbers {
    struct judge_context *context;
    const struct condition *condition;
    int64_t least, most; /* of what is possible */
    bool seen[TRUTH_TRUE + 1];
    struct outcome doubt;
};

static void ask_number(struct numbers *numbers, int64_t number)
{
    static const struct type integer = {.kind = TYPE_INTEGER};
    if (number < numbers->least || number > numbers->most)
        return;
    const struct condition *condition = numbers->condition;
    struct value value = value_integer(number);
    struct outcome outcome = predicates_judge(numbers->context, condition->predicates,
                                              condition->predicate_count, &value, &integer);
    numbers->seen[outcome.truth] = true;
    if (outcome.truth == TRUTH_UNKNOWN)
        outcome_add_reasons(&numbers->doubt, &outcome);
}

static void ask_around_value(struct numbers *numbers, const struct value *value)
{
    for (size_t i = 0; value->kind == VALUE_LIST && i < value->list->count; i++)
        ask_around_value(numbers, &value->list->items[i]);
    /* No count is near the ends of what an integer holds. */
    if (value->kind != VALUE_INTEGER || value->integer < 0 || value->integer >= INT64_MAX)
        return;
    for (int64_t i = -1; i <= 1; i++)
        ask_number(numbers, value->integer + i);
}

static void ask_around_operand(struct numbers *numbers, const struct operand *operand)
{
    for (size_t i = 0; operand->kind == OPERAND_LIST && i < operand->count; i++)
        ask_around_operand(numbers, &operand->items[i]);
    if (operand->kind == OPERAND_LIST)
        return;
    struct value value = judge_operand(numbers->context, operand);
    ask_around_value(numbers, &value);
}

static void ask_around_predicates(struct numbers *numbers, const struct predicate *predicates,
                                  size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (predicates[i].kind == PREDICATE_NOT)
            ask_around_predicates(numbers, predicates[i].predicates, predicates[i].count);
        else
            ask_around_operand(numbers, &predicates[i].operand);
}

/* Every number from what is sure to what is possible is meant; the answer can differ
 * only beside those that the predicates name, so only these are asked. */
static struct outcome judge_count(struct judge_context *context, const struct condition *condition,
                                  const struct tally *tally)
{
    struct numbers numbers = {
        .context = context,
        .condition = condition,
        .least = (int64_t)tally->selected,
        .most = tally->is_open ? INT64_MAX : (int64_t)(tally->selected + tally->doubtful),
        .doubt = tally->doubt,
    };
    ask_number(&numbers, numbers.least);
    if (tally->doubtful > 0) {
        ask_number(&numbers, numbers.most);
        ask_around_predicates(&numbers, condition->predicates, condition->predicate_count);
    }
    if (numbers.seen[TRUTH_UNKNOWN] || (numbers.seen[TRUTH_TRUE] && numbers.seen[TRUTH_FALSE])) {
        numbers.doubt.truth = TRUTH_UNKNOWN;
        return numbers.doubt;
    }
    return outcome_of(numbers.seen[TRUTH_TRUE]);
}

static struct outcome judge_part(struct judge_context *context, const struct predicate *predicate,
                                 size_t part, size_t whole)
{
    static const struct type share = {.kind = TYPE_SHARE};
    if (whole == 0)
        return outcome_of(false);
    struct value value = value_share((double)part / (double)whole);
    return predicate_judge(context, predicate, &value, &share);
}

/* Each predicate by itself: at the least, at the greatest and, where no row is
 * surely there, as of no rows. */
static struct outcome judge_share(struct judge_context *context, const struct condition *condition,
                                  const struct tally *tally)
{
    /* More rows than any table has, and few enough that a share of them is exact. */
    const size_t many = (size_t)1 << 40;
    const size_t wanting = tally->hides_wanting ? many : 0;
    const size_t satisfying = tally->hides_satisfying ? many : 0;
    struct outcome all = outcome_of(true);
    for (size_t i = 0; i < condition->predicate_count; i++) {
        const struct predicate *predicate = &condition->predicates[i];
        struct outcome one =
            judge_part(context, predicate, tally->least_part, tally->least_whole + wanting);
        struct outcome most = judge_part(context, predicate, tally->greatest_part + satisfying,
                                         tally->greatest_whole + satisfying);
        bool differs =
            one.truth != most.truth || (tally->selected == 0 && one.truth != TRUTH_FALSE);
        if (differs) {
            struct outcome doubt = tally->doubt;
            doubt.truth = TRUTH_UNKNOWN;
            one = doubt;
        }
        all = outcome_and(all, one);
    }
    return all;
}

static struct outcome judge_quantifier(struct judge_context *context,
                                       const struct condition *condition)
{
    struct tally tally = {0};
    take_tally(context, condition, &tally);
    switch ((int)condition->kind) {
    case CONDITION_EXISTS:
        return judge_exists(&tally);
    case CONDITION_NONE:
        return outcome_not(judge_exists(&tally));
    case CONDITION_COUNT:
        return judge_count(context, condition, &tally);
    default:
        return judge_share(context, condition, &tally);
    }
}

static struct outcome judge_operands(struct judge_context *context,
                                     const struct condition *condition,
                                     const struct fact_row *nearest)
{
    bool all = condition->kind == CONDITION_ALL;
    struct outcome outcome = outcome_of(all);
    enum truth decides = all ? TRUTH_FALSE : TRUTH_TRUE;
    for (size_t i = 0; i < condition->count && outcome.truth != decides; i++) {
        struct outcome next = judge_condition(context, condition->operands[i], nearest);
        outcome = all ? outcome_and(outcome, next) : outcome_or(outcome, next);
    }
    return outcome;
}

static struct outcome judge_field(struct judge_context *context, const struct condition *condition,
                                  const struct fact_row *nearest)
{
    struct value value = row_field(context->evaluator->arena, nearest, &condition->field);
    return predicates_judge(context, condition->predicates, condition->predicate_count, &value,
                            &condition->field.type);
}

struct outcome judge_condition(struct judge_context *context, const struct condition *condition,
                               const struct fact_row *nearest)
{
    struct evaluator *evaluator = context->evaluator;
    if (evaluator->depth >= CONDITION_DEPTH_MAX)
        return outcome_unknown(UNKNOWN_UNREADABLE, "the condition is nested too deeply");
    evaluator->depth++;
    struct outcome outcome;
    switch (condition->kind) {
    case CONDITION_ALL:
    case CONDITION_ANY:
        outcome = judge_operands(context, condition, nearest);
        break;
    case CONDITION_NOT:
        outcome = outcome_not(judge_condition(context, condition->operands[0], nearest));
        break;
    case CONDITION_FIELD:
        outcome = judge_field(context, condition, nearest);
        break;
    case CONDITION_EXISTS:
    case CONDITION_NONE:
    case CONDITION_COUNT:
    case CONDITION_SHARE:
    default:
        outcome = judge_quantifier(context, condition);
        break;
    }
    evaluator->depth--;
    return outcome;
}

static void note_selected(struct selection *selection, const struct fact_row *row)
{
    if (selection->row_count < SELECTION_ROWS_MAX)
        selection->rows[selection->row_count++] = row;
    selection->row_total++;
}

static void select_one(struct judge_context *context, const struct condition *condition,
                       const struct judge_rows *rows, const struct fact_row *row,
                       struct selection *out)
{
    const struct quantifier *quantifier = condition->quantifier;
    context->evaluator->rows_visited++;
    if (quantifier->as && context->bound)
        context->bound[quantifier->binding] = row;
    enum truth selected = select_row(context, quantifier, rows, row).truth;
    if (selected == TRUTH_UNKNOWN && !out->doubtful)
        out->doubtful = row;
    if (selected != TRUTH_TRUE)
        return;
    if (condition->kind != CONDITION_SHARE) {
        out->selected++;
        note_selected(out, row);
        return;
    }
    out->total++;
    enum truth that = judge_condition(context, quantifier->that, row).truth;
    out->selected += that == TRUTH_TRUE ? 1 : 0;
    if (that == TRUTH_FALSE)
        note_selected(out, row);
}

static size_t count_records(struct source_state *state)
{
    if (!state->counted)
        for (size_t i = 0; i < state->rows.count; i++)
            state->records += state->rows.rows[i].gap ? 0 : 1;
    state->counted = true;
    return state->records;
}

static void select_rows(struct judge_context *context, const struct condition *condition,
                        struct selection *out)
{
    struct evaluator *evaluator = context->evaluator;
    const struct quantifier *quantifier = condition->quantifier;
    struct source_state *state = evaluator_state(context, &quantifier->source);
    const struct judge_rows *rows = &state->rows;
    *out = (struct selection){.kind = rows->kind, .source = quantifier->source.kind};
    struct arena_mark mark = arena_mark(&evaluator->scratch);
    struct candidates candidates = {0};
    bool joined =
        join_candidates(context, evaluator_source(context, &quantifier->source), rows, &candidates);
    size_t count = joined ? candidates.count : rows->count;
    for (size_t i = 0; i < count && !is_out_of_time(evaluator); i++)
        select_one(context, condition, rows, &rows->rows[joined ? candidates.rows[i] : i], out);
    arena_reset(&evaluator->scratch, mark);
    if (condition->kind != CONDITION_SHARE)
        out->total = count_records(state);
}

void judge_select(struct judge_context *context, const struct condition *condition,
                  struct selection *out)
{
    const struct quantifier *quantifier = condition->quantifier;
    struct source_state *state = evaluator_state(context, &quantifier->source);
    const struct plan_source *planned = evaluator_source(context, &quantifier->source);
    if (state->selection) {
        *out = *state->selection;
        return;
    }
    const struct fact_row *outer = NULL;
    bool binds = quantifier->as && context->bound;
    if (binds)
        outer = context->bound[quantifier->binding];
    select_rows(context, condition, out);
    if (binds)
        context->bound[quantifier->binding] = outer;
    /* What points to no other row selects the same for every subject. */
    if (planned->reference_count == 0) {
        state->selection = ARENA_NEW(context->evaluator->arena, struct selection);
        *state->selection = *out;
    }
}
