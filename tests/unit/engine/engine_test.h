/* engine_test.h - what the tests of this layer share: a rule given as text, over
 * files in memory or over tables made by hand. */
#ifndef ENGINE_TEST_H
#define ENGINE_TEST_H

#include "engine/verdict.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define DONE(call) assert_done((call), __FILE__, __LINE__)

static inline void assert_done(struct failure *failure, const char *file, int line)
{
    if (!failure)
        return;
    print_error("%s (from %s)\n", failure_message(failure), failure_origin(failure));
    failure_free(failure);
    _fail(file, line);
}

/* Everything that one rule is judged with. */
struct bench {
    struct arena arena;
    struct rule *rule;
    struct setting setting;
    struct ruleset ruleset;
    struct plan *plan;
    struct snapshot snapshot;
    struct collection collection;
    struct evaluator *evaluator;
    struct judging judging;
    struct rule_result result;
};

/* A rule around what a test says of it. */
static inline const char *rule_text(struct arena *arena, const char *body)
{
    return arena_printf(arena,
                        "bylaw: 1\nid: TST001\nname: test\ntitle: A rule under test\n"
                        "severity: high\ntags: [test]\nwhy: It is tested.\nfix: Nothing.\n"
                        "controls: []\n%s",
                        body);
}

static inline void bench_plan(struct bench *bench, const char *body)
{
    arena_init(&bench->arena, 1 << 16);
    struct diagnostics diagnostics;
    diagnostics_init(&diagnostics, &bench->arena);
    const char *text = rule_text(&bench->arena, body);
    diagnostics_add_source(&diagnostics, "rule.yml", text_of(text));
    bench->rule = rule_parse(&bench->arena, "rule.yml", text_of(text), false, &diagnostics);
    if (!bench->rule) {
        struct buffer out = BUFFER_EMPTY;
        diagnostics_print(&diagnostics, &out, false, 0);
        print_error("%s", buffer_string(&out));
        buffer_release(&out);
    }
    assert_non_null(bench->rule);
    bench->setting = (struct setting){
        .rule = bench->rule,
        .severity = bench->rule->severity,
        .enforcement = ENFORCEMENT_BLOCK,
        .effective_from = INT32_MIN,
        .on_unreadable = UNKNOWN_DEFAULT,
        .on_unobservable = UNKNOWN_DEFAULT,
        .params = ARENA_ARRAY(&bench->arena, struct value, bench->rule->param_count + 1),
    };
    for (size_t i = 0; i < bench->rule->param_count; i++)
        bench->setting.params[i] = bench->rule->params[i].initial;
    bench->ruleset = (struct ruleset){.settings = &bench->setting, .count = 1};
    DONE(plan_new(&bench->plan, &bench->ruleset, NULL, &bench->arena));
}

static inline void bench_tables(struct bench *bench, const struct memory_file *files, size_t count)
{
    DONE(snapshot_of_memory(&bench->snapshot, files, count, &bench->arena));
    bench->collection = (struct collection){.plan = bench->plan};
    bench->collection.tables =
        ARENA_ARRAY(&bench->arena, struct fact_table, bench->plan->table_count);
    for (size_t i = 0; i < bench->plan->table_count; i++)
        bench->collection.tables[i].kind = bench->plan->tables[i].fact;
}

/* Rows made by hand for a kind. */
static inline void bench_set_rows(struct bench *bench, const char *kind, struct fact_row *rows,
                                  size_t count)
{
    const struct fact_kind *found = fact_kind_find(kind);
    assert_non_null(found);
    size_t number = plan_find_table(bench->plan, SIDE_HEAD, found);
    assert_true(number != SIZE_MAX);
    bench->collection.tables[number].rows = rows;
    bench->collection.tables[number].count = count;
}

static inline void bench_collect(struct bench *bench, const struct memory_file *files, size_t count,
                                 unsigned jobs)
{
    DONE(snapshot_of_memory(&bench->snapshot, files, count, &bench->arena));
    static const struct fact_label no_labels[] = {{0}};
    const struct collect_options options = {
        .snapshot = &bench->snapshot, .labels = no_labels, .now = 0, .jobs = jobs};
    DONE(collect(&bench->collection, bench->plan, &options, &bench->arena));
}

static inline void bench_judge(struct bench *bench)
{
    const struct evaluator_options options = {
        .plan = bench->plan, .head = &bench->collection, .now = 0, .arena = &bench->arena};
    bench->evaluator = evaluator_new(&options);
    judging_init(&bench->judging, bench->evaluator, &bench->snapshot, 0, &bench->arena);
    verdict_rule(&bench->judging, &bench->plan->settings[0], &bench->result);
}

static inline void bench_release(struct bench *bench)
{
    if (bench->evaluator)
        evaluator_free(bench->evaluator);
    plan_release(bench->plan);
    struct library library;
    library_init(&library, &bench->arena);
    library.rules = &bench->rule;
    library.rule_count = 1;
    library_release(&library);
    arena_release(&bench->arena);
    memset(bench, 0, sizeof(*bench));
}

/* A row of a kind, all cells absent. */
static inline struct fact_row bench_row(struct bench *bench, const char *kind, const char *path)
{
    const struct fact_kind *found = fact_kind_find(kind);
    assert_non_null(found);
    size_t fields = 0;
    while (found->fields[fields].name)
        fields++;
    return (struct fact_row){.path = path,
                             .line = path ? 1 : 0,
                             .column = path ? 1 : 0,
                             .cells = ARENA_ARRAY(&bench->arena, struct value, fields + 1)};
}

static inline void bench_set(struct fact_row *row, const char *kind, const char *field,
                             struct value value)
{
    int index = fact_field_find(fact_kind_find(kind), field);
    assert_true(index >= 0);
    row->cells[index] = value;
}

static inline struct fact_row bench_gap(struct bench *bench, const char *kind, const char *path,
                                        enum unknown_class class, const char *reason)
{
    struct fact_row row = bench_row(bench, kind, path);
    row.gap = true;
    const struct fact_kind *found = fact_kind_find(kind);
    for (size_t i = 0; found->fields[i].name; i++)
        row.cells[i] = value_unknown(&bench->arena, class, reason);
    return row;
}

#endif
