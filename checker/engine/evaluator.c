#include "engine/evaluator.h"

#include "engine/sql_rows.h"

#include <string.h>

static struct fact_row *absent_row(struct arena *arena, const struct fact_kind *kind)
{
    size_t fields = 0;
    while (kind && kind->fields[fields].name)
        fields++;
    struct fact_row *row = ARENA_NEW(arena, struct fact_row);
    row->cells = ARENA_ARRAY(arena, struct value, fields + 1);
    return row;
}

static const struct fact_row *find_repository(struct evaluator *evaluator)
{
    const struct plan *plan = evaluator->options.plan;
    if (plan->repository) {
        size_t table = plan_find_table(plan, SIDE_HEAD, plan->repository);
        if (table != SIZE_MAX && evaluator->options.head->tables[table].count > 0)
            return &evaluator->options.head->tables[table].rows[0];
    }
    return absent_row(evaluator->arena, plan->repository);
}

struct evaluator *evaluator_new(const struct evaluator_options *options)
{
    struct arena *arena = options->arena;
    struct evaluator *evaluator = ARENA_NEW(arena, struct evaluator);
    evaluator->options = *options;
    evaluator->arena = arena;
    arena_init(&evaluator->scratch, 1 << 16);
    evaluator->matcher = pattern_matcher_new();
    table_init(&evaluator->globs, arena);
    table_init(&evaluator->patterns, arena);
    const struct plan *plan = options->plan;
    evaluator->states = ARENA_ARRAY(arena, struct source_state *, plan->setting_count + 1);
    for (size_t i = 0; i < plan->setting_count; i++)
        evaluator->states[i] =
            ARENA_ARRAY(arena, struct source_state, plan->settings[i].source_count + 1);
    evaluator->indexes = ARENA_ARRAY(arena, struct row_index *, plan->table_count + 1);
    evaluator->repository = find_repository(evaluator);
    return evaluator;
}

void evaluator_free(struct evaluator *evaluator)
{
    for (size_t i = 0; i < evaluator->patterns.count; i++)
        pattern_free(evaluator->patterns.entries[i].value);
    evaluator->patterns.count = 0;
    pattern_matcher_free(evaluator->matcher);
    sql_close(evaluator->sql);
    arena_release(&evaluator->scratch);
}

const struct fact_row *evaluator_repository(const struct evaluator *evaluator)
{
    return evaluator->repository;
}

size_t evaluator_rows_visited(const struct evaluator *evaluator)
{
    return evaluator->rows_visited;
}

/* Texts of rows stay where they are as long as the evaluator, so they are keys. */
const struct glob *evaluator_glob(struct evaluator *evaluator, const char *written)
{
    const struct glob *known = table_find(&evaluator->options.plan->globs, written);
    if (known)
        return known;
    struct glob *glob = table_find(&evaluator->globs, written);
    if (!glob) {
        const char *problem = NULL;
        size_t at = 0;
        glob = glob_new(evaluator->arena, written, &problem, &at);
        if (glob)
            table_set(&evaluator->globs, arena_strdup(evaluator->arena, written), glob);
    }
    return glob;
}

const struct pattern *evaluator_pattern(struct evaluator *evaluator, const char *written)
{
    const struct pattern *known = table_find(&evaluator->options.plan->patterns, written);
    if (known)
        return known;
    struct pattern *pattern = table_find(&evaluator->patterns, written);
    if (!pattern) {
        const char *problem = NULL;
        size_t at = 0;
        pattern = pattern_new(evaluator->arena, written, false, &problem, &at);
        if (pattern)
            table_set(&evaluator->patterns, arena_strdup(evaluator->arena, written), pattern);
    }
    return pattern;
}

const struct plan_source *evaluator_source(const struct judge_context *context,
                                           const struct source *source)
{
    return &context->setting->sources[source->number];
}

static struct judge_rows base_gap(struct evaluator *evaluator, const struct fact_kind *kind)
{
    struct fact_row *row = absent_row(evaluator->arena, kind);
    row->gap = true;
    struct value unknown =
        value_unknown(evaluator->arena, UNKNOWN_UNOBSERVABLE, "there is no base to compare with");
    for (size_t i = 0; kind->fields[i].name; i++)
        row->cells[i] = unknown;
    return (struct judge_rows){.rows = row, .count = 1, .kind = kind};
}

static struct judge_rows table_rows(struct evaluator *evaluator, size_t number)
{
    const struct plan_table *planned = &evaluator->options.plan->tables[number];
    const struct collection *head = evaluator->options.head;
    if (planned->side == SIDE_BASE && !evaluator->options.base)
        return base_gap(evaluator, head->tables[number].kind);
    const struct collection *collection =
        planned->side == SIDE_BASE ? evaluator->options.base : head;
    const struct fact_table *table = &collection->tables[number];
    return (struct judge_rows){.rows = table->rows, .count = table->count, .kind = table->kind};
}

static struct judge_rows list_rows(struct judge_context *context, const struct source *source)
{
    struct arena *arena = context->evaluator->arena;
    const struct value *list = &context->setting->setting->params[source->param];
    if (list->kind != VALUE_LIST)
        return (struct judge_rows){0};
    struct fact_row *rows = ARENA_ARRAY(arena, struct fact_row, list->list->count);
    for (size_t i = 0; i < list->list->count; i++) {
        rows[i].cells = ARENA_ARRAY(arena, struct value, 1);
        rows[i].cells[0] = list->list->items[i];
    }
    return (struct judge_rows){.rows = rows, .count = list->list->count};
}

struct source_state *evaluator_state(struct judge_context *context, const struct source *source)
{
    struct evaluator *evaluator = context->evaluator;
    size_t setting = (size_t)(context->setting - evaluator->options.plan->settings);
    struct source_state *state = &evaluator->states[setting][source->number];
    if (state->ready)
        return state;
    state->ready = true;
    table_init(&state->memo, evaluator->arena);
    const struct plan_source *planned = evaluator_source(context, source);
    if (source->kind == SOURCE_LIST)
        state->rows = list_rows(context, source);
    else if (source->kind == SOURCE_REPOSITORY)
        state->rows =
            (struct judge_rows){.rows = evaluator->repository, .count = 1, .kind = source->fact};
    else if (source->kind == SOURCE_SQL)
        state->rows = sql_rows(context, source);
    else
        state->rows = table_rows(evaluator, planned->table);
    return state;
}

struct judge_rows judge_source_rows(struct judge_context *context, const struct source *source)
{
    return evaluator_state(context, source)->rows;
}
