/* A quantifier that points to its subject, over 10,000 subjects and 10,000 rows: how
 * many rows are looked at is counted, not how long it takes. All pairs are 100,000,000. */
#include "engine_test.h"

enum { MANY = 10000 };

/* Commit I has the id I, the author I / 10, the summary I + 1 and every tenth no summary;
 * trailer I belongs to commit I, its key is the author of its commit, and its value is
 * the commit behind it. */
static void make_rows(struct bench *bench)
{
    struct arena *arena = &bench->arena;
    struct fact_row *commits = ARENA_ARRAY(arena, struct fact_row, MANY);
    struct fact_row *trailers = ARENA_ARRAY(arena, struct fact_row, MANY);
    for (size_t i = 0; i < MANY; i++) {
        commits[i] = bench_row(bench, "commit", NULL);
        trailers[i] = bench_row(bench, "trailer", NULL);
        const char *id = arena_printf(arena, "%zu", i);
        const char *next = arena_printf(arena, "%zu", i + 1);
        const char *author = arena_printf(arena, "author %zu", i / 10);
        bench_set(&commits[i], "commit", "commit", value_text(id));
        bench_set(&commits[i], "commit", "author", value_text(author));
        bench_set(&commits[i], "commit", "summary", value_text(i % 10 ? next : NULL));
        bench_set(&trailers[i], "trailer", "commit", value_text(id));
        bench_set(&trailers[i], "trailer", "key", value_text(author));
        bench_set(&trailers[i], "trailer", "value", value_text(next));
        bench_set(&trailers[i], "trailer", "in_range", value_boolean(i % 2 == 0));
    }
    bench_set_rows(bench, "commit", commits, MANY);
    bench_set_rows(bench, "trailer", trailers, MANY);
}

static void no_condition_multiplies_two_tables(void **state)
{
    (void)state;
    static const struct {
        const char *require;
        size_t passed;
        size_t least, most; /* rows looked at */
    } rows[] = {
        /* one equality */
        {"exists: {fact: trailer, where: {commit: $each.commit}}", MANY, MANY, MANY},
        {"exists: {fact: trailer, where: {value: $each.commit}}", MANY - 1, MANY - 1, MANY},
        {"count: {fact: trailer, where: {key: $each.author}, equals: 10}", MANY, 10 * MANY,
         10 * MANY},
        {"share: {fact: trailer, where: {key: $each.author}, that: {in_range: true}, "
         "at_least: 50%}",
         MANY, 10 * MANY, 10 * MANY},
        /* two references: the one that splits the rows better leads, wherever it stands */
        {"exists: {fact: trailer, where: {commit: $each.commit, key: $each.author}}", MANY, MANY,
         MANY},
        {"exists: {fact: trailer, where: {key: $each.author, commit: $each.commit}}", MANY, MANY,
         MANY},
        {"exists: {fact: trailer, where: {all: [{in_range: true}, {all: [{key: $each.author}, "
         "{commit: $each.commit}]}]}}",
         MANY / 2, MANY, MANY},
        /* lists of references */
        {"count: {fact: trailer, where: {commit: [$each.commit, $each.summary]}, equals: 2}",
         MANY - MANY / 10 - 1, 2 * MANY - MANY / 10 - 2, 2 * MANY},
        {"exists: {fact: trailer, where: {commit: {in: [$each.summary, nothing]}}}",
         MANY - MANY / 10 - 1, MANY - MANY / 10 - 2, MANY},
        /* within `not` and `any`; what failed is looked at again, for its related places */
        {"not: {none: {fact: trailer, where: {commit: $each.commit}}}", MANY, MANY, MANY},
        {"not: {exists: {fact: trailer, where: {commit: $each.commit, in_range: false}}}", MANY / 2,
         MANY, 2 * MANY},
        {"any: [{exists: {fact: trailer, where: {commit: $each.commit, in_range: true}}}, "
         "{exists: {fact: trailer, where: {value: $each.commit, in_range: true}}}]",
         MANY, MANY, 2 * MANY},
        /* `any` within `where` */
        {"count: {fact: trailer, where: {any: [{commit: $each.commit}, {value: $each.commit}]}, "
         "at_least: 1}",
         MANY, 2 * MANY - 1, 2 * MANY},
        {"count: {fact: trailer, where: {any: [{all: [{in_range: true}, {commit: $each.commit}]}, "
         "{value: $each.summary}, {key: nothing}]}, at_least: 1}",
         MANY, MANY, 2 * MANY},
        /* a quantifier within a quantifier */
        {"exists: {fact: trailer, as: own, where: {commit: $each.commit, exists: {fact: trailer, "
         "where: {value: $own.value}}}}",
         MANY, 2 * MANY, 2 * MANY},
        /* what points nowhere is asked once */
        {"none: {fact: trailer, where: {key: nothing}}", MANY, MANY, MANY},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct bench bench = {0};
        char body[600];
        snprintf(body, sizeof(body),
                 "for_each: {fact: commit}\non_empty: pass\nplace: [a]\nmessage: No.\n"
                 "require: {%s}\n",
                 rows[i].require);
        bench_plan(&bench, body);
        const struct memory_file file = {.path = "a", .content = text_of("")};
        bench_tables(&bench, &file, 1);
        make_rows(&bench);
        bench_judge(&bench);
        size_t visited = evaluator_rows_visited(bench.evaluator);
        if (bench.result.checks[0].passed != rows[i].passed || visited < rows[i].least ||
            visited > rows[i].most)
            fail_msg("%s: %zu pass, %zu rows were looked at", rows[i].require,
                     (size_t)bench.result.checks[0].passed, visited);
        bench_release(&bench);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_condition_multiplies_two_tables),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
