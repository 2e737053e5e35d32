#include "engine/sql_rows.h"

#include "engine/plan_part.h"

void sql_plan_reads(struct plan *plan, const struct sql_statement *sql)
{
    for (size_t i = 0; i < sql->read_count; i++) {
        const struct sql_read *read = &sql->reads[i];
        plan_add_fact_table(plan, SIDE_HEAD, read->kind);
        if (read->named)
            table_set(&plan->fields, arena_printf(plan->arena, "%s.", read->kind->name), plan);
        for (size_t f = 0; read->kind->fields[f].name; f++)
            if (read->fields[f])
                table_set(&plan->fields,
                          arena_printf(plan->arena, "%s.%s", read->kind->name,
                                       read->kind->fields[f].name),
                          plan);
    }
}

static bool is_over(void *state)
{
    struct evaluator *evaluator = state;
    return deadline_is_over(evaluator->options.deadline);
}

static bool wants(void *state, const struct fact_kind *kind, const char *field)
{
    const struct evaluator *evaluator = state;
    return plan_wants_field(evaluator->options.plan, kind, field);
}

/* SQLite could not be started: nothing is known. */
static void not_started(struct evaluator *evaluator, struct failure *failure,
                        const struct fact_kind *kind, struct fact_table *out)
{
    size_t fields = 0;
    while (kind->fields[fields].name)
        fields++;
    struct fact_row *row = ARENA_NEW(evaluator->arena, struct fact_row);
    row->gap = true;
    row->cells = ARENA_ARRAY(evaluator->arena, struct value, fields + 1);
    for (size_t i = 0; i <= fields; i++)
        row->cells[i] =
            value_unknown(evaluator->arena, UNKNOWN_UNREADABLE, failure_message(failure));
    failure_free(failure);
    *out = (struct fact_table){.kind = kind, .rows = row, .count = 1};
}

struct judge_rows sql_rows(struct judge_context *context, const struct source *source)
{
    struct evaluator *evaluator = context->evaluator;
    const struct plan *plan = evaluator->options.plan;
    const struct sql_statement *sql = source->sql;
    struct arena *arena = evaluator->arena;
    struct fact_table rows;
    struct failure *failure = NULL;
    if (!evaluator->sql) {
        const struct sql_options options = {
            .now = evaluator->options.now, .is_over = is_over, .state = evaluator};
        failure = sql_open(&evaluator->sql, &options);
    }
    if (failure) {
        not_started(evaluator, failure, source->fact, &rows);
        return (struct judge_rows){.rows = rows.rows, .count = rows.count, .kind = rows.kind};
    }
    const struct fact_table **tables =
        ARENA_ARRAY(arena, const struct fact_table *, sql->read_count + 1);
    for (size_t i = 0; i < sql->read_count; i++)
        tables[i] =
            &evaluator->options.head->tables[plan_find_table(plan, SIDE_HEAD, sql->reads[i].kind)];
    size_t count = 0;
    while (sql->parameters[count])
        count++;
    struct value *parameters = ARENA_ARRAY(arena, struct value, count + 1);
    for (size_t i = 0; i < count; i++)
        parameters[i] = context->setting->setting->params[source->sql_params[i]];
    const struct sql_input input = {
        .tables = tables, .parameters = parameters, .wants = wants, .state = evaluator};
    const char *problem = NULL;
    sql_run(evaluator->sql, sql, &input, source->fact, arena, &rows, &problem);
    return (struct judge_rows){.rows = rows.rows, .count = rows.count, .kind = rows.kind};
}
