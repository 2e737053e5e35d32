#include "engine_test.h"

/* A small generator of the same numbers every time. */
static uint32_t next_number(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

enum three { NO, YES, MAYBE };

static struct value three_value(struct bench *bench, enum three three)
{
    if (three == MAYBE)
        return value_unknown(&bench->arena, UNKNOWN_UNREADABLE, "cannot be read");
    return value_boolean(three == YES);
}

enum { ROWS_MAX = 5 };

struct sample {
    size_t count;
    enum three where[ROWS_MAX], that[ROWS_MAX];
    bool gap[ROWS_MAX];
};

static void make_sample(struct sample *sample, uint32_t *state)
{
    sample->count = next_number(state) % (ROWS_MAX + 1);
    for (size_t i = 0; i < sample->count; i++) {
        sample->gap[i] = next_number(state) % 8 == 0;
        sample->where[i] = sample->gap[i] ? MAYBE : (enum three)(next_number(state) % 3);
        sample->that[i] = sample->gap[i] ? MAYBE : (enum three)(next_number(state) % 3);
    }
}

static void set_sample(struct bench *bench, const struct sample *sample)
{
    struct fact_row *rows = ARENA_ARRAY(&bench->arena, struct fact_row, ROWS_MAX);
    for (size_t i = 0; i < sample->count; i++) {
        rows[i] = bench_row(bench, "file", "a");
        if (sample->gap[i])
            rows[i] = bench_gap(bench, "file", "a", UNKNOWN_UNREADABLE, "cannot be read");
        bench_set(&rows[i], "file", "generated", three_value(bench, sample->where[i]));
        bench_set(&rows[i], "file", "vendored", three_value(bench, sample->that[i]));
    }
    bench_set_rows(bench, "file", rows, sample->count);
}

/* Every world that the unknown cells allow, and any number of rows more where there is
 * a gap; what the test says of all of them. */
typedef bool test_of_world(size_t selected, size_t satisfied, int predicate, int limit);

static enum truth truth_of_worlds(const struct sample *sample, test_of_world *test, int predicate,
                                  int limit)
{
    bool seen[2] = {false, false};
    for (unsigned world = 0; world < 1u << (2 * sample->count); world++) {
        size_t selected = 0;
        size_t satisfied = 0;
        bool possible = true;
        for (size_t i = 0; i < sample->count; i++) {
            bool where = world >> (2 * i) & 1;
            bool that = world >> (2 * i + 1) & 1;
            possible =
                possible && (sample->where[i] == MAYBE || (sample->where[i] == YES) == where);
            possible = possible && (sample->that[i] == MAYBE || (sample->that[i] == YES) == that);
            selected += where ? 1 : 0;
            satisfied += where && that ? 1 : 0;
        }
        if (!possible)
            continue;
        seen[test(selected, satisfied, predicate, limit)] = true;
        bool open = false;
        for (size_t i = 0; i < sample->count; i++)
            open = open || sample->gap[i];
        for (size_t more = 1; open && more < 2000; more += more < 8 ? 1 : 1990) {
            seen[test(selected + more, satisfied, predicate, limit)] = true;
            seen[test(selected + more, satisfied + more, predicate, limit)] = true;
        }
    }
    return seen[0] && seen[1] ? TRUTH_UNKNOWN : seen[1] ? TRUTH_TRUE : TRUTH_FALSE;
}

static bool compare(int predicate, size_t left, size_t right)
{
    switch (predicate) {
    case 0:
        return left >= right;
    case 1:
        return left <= right;
    case 2:
        return left > right;
    default:
        return left < right;
    }
}

static const char *const predicate_names[] = {"at_least", "at_most", "more_than", "less_than"};

static bool share_of_world(size_t selected, size_t satisfied, int predicate, int limit)
{
    return selected > 0 && compare(predicate, satisfied * 100, selected * (size_t)limit);
}

static bool count_of_world(size_t selected, size_t satisfied, int predicate, int limit)
{
    (void)satisfied;
    return compare(predicate, selected, (size_t)limit);
}

static enum truth truth_of_verdict(enum verdict verdict)
{
    return verdict == VERDICT_PASS   ? TRUTH_TRUE
           : verdict == VERDICT_FAIL ? TRUTH_FALSE
                                     : TRUTH_UNKNOWN;
}

/* Every predicate with every limit over many small tables. */
static void check_worlds(const char *quantifier, const char *unit, const int *limits,
                         size_t limit_count, test_of_world *test)
{
    uint32_t state = 2463534242u;
    for (int predicate = 0; predicate < 4; predicate++)
        for (size_t l = 0; l < limit_count; l++) {
            struct bench bench = {0};
            char body[600];
            snprintf(body, sizeof(body),
                     "for_each: repository\nplace: [a]\nmessage: No.\n"
                     "require: {%s, %s: %d%s}}\n",
                     quantifier, predicate_names[predicate], limits[l], unit);
            bench_plan(&bench, body);
            const struct memory_file file = {.path = "a", .content = text_of("")};
            bench_tables(&bench, &file, 1);
            for (int round = 0; round < 800; round++) {
                struct sample sample;
                make_sample(&sample, &state);
                set_sample(&bench, &sample);
                bench_judge(&bench);
                assert_int_equal(truth_of_verdict(bench.result.verdict),
                                 truth_of_worlds(&sample, test, predicate, limits[l]));
                evaluator_free(bench.evaluator);
                bench.evaluator = NULL;
            }
            bench_release(&bench);
        }
}

static void test_share_is_what_every_world_says(void **state)
{
    (void)state;
    static const int limits[] = {0, 1, 25, 33, 50, 75, 100};
    check_worlds("share: {fact: file, where: {generated: true}, that: {vendored: true}", "%",
                 limits, sizeof(limits) / sizeof(limits[0]), share_of_world);
}

static void test_count_is_what_every_world_says(void **state)
{
    (void)state;
    static const int limits[] = {0, 1, 2, 3, 5, 6};
    check_worlds("count: {fact: file, where: {generated: true}", "", limits,
                 sizeof(limits) / sizeof(limits[0]), count_of_world);
}

/* The verdict of a condition over one row of the kind `trailer`. */
static enum verdict judge_row(const char *require, struct value value, const char **reason,
                              enum unknown_class *class)
{
    struct bench bench = {0};
    char body[900];
    snprintf(body, sizeof(body),
             "params:\n  words: {type: list of text, default: [one, two], stricter: longer, "
             "why: W.}\nfor_each: {fact: trailer}\non_empty: pass\nplace: [a]\nmessage: "
             "'{key}.'\nrequire: {%s}\nwhere: {commit: {not: {in: $params.words}}}\n",
             require);
    bench_plan(&bench, body);
    const struct memory_file file = {.path = "a", .content = text_of("")};
    bench_tables(&bench, &file, 1);
    struct fact_row row = bench_row(&bench, "trailer", NULL);
    bench_set(&row, "trailer", "agent", value);
    bench_set(&row, "trailer", "key", value_text("Fixes"));
    bench_set(&row, "trailer", "time", value_time(86400));
    bench_set_rows(&bench, "trailer", &row, 1);
    bench_judge(&bench);
    enum verdict verdict = bench.result.verdict;
    if (reason) {
        static char kept[200];
        snprintf(kept, sizeof(kept), "%s",
                 bench.judging.finding_count ? bench.judging.findings[0].reason : "");
        *reason = kept;
        *class = bench.result.checks[0].unknown_class;
    }
    bench_release(&bench);
    return verdict;
}

static void test_absent_and_unknown_fields(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 4096);
    const struct value absent = {.kind = VALUE_ABSENT};
    struct value unknown = value_unknown(&arena, UNKNOWN_UNREADABLE, "torn");
    static const struct {
        const char *require;
        enum verdict present, absent, unknown; /* the value is "Claude" */
    } rows[] = {
        {"agent: Claude", VERDICT_PASS, VERDICT_FAIL, VERDICT_UNKNOWN},
        {"agent: {not: {equals: Claude}}", VERDICT_FAIL, VERDICT_PASS, VERDICT_UNKNOWN},
        {"agent: {exists: true}", VERDICT_PASS, VERDICT_FAIL, VERDICT_UNKNOWN},
        {"agent: {exists: false}", VERDICT_FAIL, VERDICT_PASS, VERDICT_UNKNOWN},
        {"agent: {empty: true}", VERDICT_FAIL, VERDICT_PASS, VERDICT_UNKNOWN},
        {"agent: {empty: false}", VERDICT_PASS, VERDICT_FAIL, VERDICT_UNKNOWN},
        {"agent: [Claude, Cursor]", VERDICT_PASS, VERDICT_FAIL, VERDICT_UNKNOWN},
        {"agent: {matches: '^Cl'}", VERDICT_PASS, VERDICT_FAIL, VERDICT_UNKNOWN},
        {"agent: {starts_with: Cl}", VERDICT_PASS, VERDICT_FAIL, VERDICT_UNKNOWN},
        {"agent: {ends_with: x}", VERDICT_FAIL, VERDICT_FAIL, VERDICT_UNKNOWN},
        {"agent: {contains: aud}", VERDICT_PASS, VERDICT_FAIL, VERDICT_UNKNOWN},
        {"agent: $each.value", VERDICT_FAIL, VERDICT_FAIL, VERDICT_UNKNOWN},
        {"not: {agent: Claude}", VERDICT_FAIL, VERDICT_PASS, VERDICT_UNKNOWN},
        {"any: [{agent: Claude}, {key: Fixes}]", VERDICT_PASS, VERDICT_PASS, VERDICT_PASS},
        {"any: [{key: Fixes}, {agent: Claude}]", VERDICT_PASS, VERDICT_PASS, VERDICT_PASS},
        {"any: [{agent: Cursor}, {key: Other}]", VERDICT_FAIL, VERDICT_FAIL, VERDICT_UNKNOWN},
        {"all: [{agent: Claude}, {key: Other}]", VERDICT_FAIL, VERDICT_FAIL, VERDICT_FAIL},
        {"all: [{key: Other}, {agent: Claude}]", VERDICT_FAIL, VERDICT_FAIL, VERDICT_FAIL},
        {"all: [{agent: Claude}, {key: Fixes}]", VERDICT_PASS, VERDICT_FAIL, VERDICT_UNKNOWN},
        {"time: {older_than: 12h}", VERDICT_FAIL, VERDICT_FAIL, VERDICT_FAIL},
        {"time: {younger_than: 12h}", VERDICT_PASS, VERDICT_PASS, VERDICT_PASS},
        {"time: {after: $now}", VERDICT_PASS, VERDICT_PASS, VERDICT_PASS},
        {"time: {before: 1970-01-03}", VERDICT_PASS, VERDICT_PASS, VERDICT_PASS},
        {"time: {before: 1970-01-02}", VERDICT_FAIL, VERDICT_FAIL, VERDICT_FAIL},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (judge_row(rows[i].require, value_text("Claude"), NULL, NULL) != rows[i].present ||
            judge_row(rows[i].require, absent, NULL, NULL) != rows[i].absent ||
            judge_row(rows[i].require, unknown, NULL, NULL) != rows[i].unknown)
            fail_msg("%s", rows[i].require);
    }
    const char *reason = NULL;
    enum unknown_class class = UNKNOWN_UNOBSERVABLE;
    assert_int_equal(judge_row("agent: Claude", unknown, &reason, &class), VERDICT_UNKNOWN);
    assert_string_equal(reason, "torn");
    assert_int_equal(class, UNKNOWN_UNREADABLE);
    arena_release(&arena);
}

/* `where` true, false and unknown, each with `require` the same: the table. */
static void test_verdicts_of_subjects(void **state)
{
    (void)state;
    static const enum verdict wanted[3][3] = {
        /* require: false, unknown, true */
        {VERDICT_PASS, VERDICT_PASS, VERDICT_PASS}, /* where false: on_empty */
        {VERDICT_UNKNOWN, VERDICT_UNKNOWN, VERDICT_PASS},
        {VERDICT_FAIL, VERDICT_UNKNOWN, VERDICT_PASS},
    };
    static const enum three threes[] = {NO, MAYBE, YES};
    for (size_t w = 0; w < 3; w++)
        for (size_t r = 0; r < 3; r++) {
            struct bench bench = {0};
            bench_plan(&bench, "for_each: {fact: file}\nwhere: {generated: true}\n"
                               "require: {vendored: true}\non_empty: pass\nmessage: '{path}.'\n");
            const struct memory_file file = {.path = "a", .content = text_of("")};
            bench_tables(&bench, &file, 1);
            struct fact_row row = bench_row(&bench, "file", "a");
            bench_set(&row, "file", "generated", three_value(&bench, threes[w]));
            bench_set(&row, "file", "vendored", three_value(&bench, threes[r]));
            bench_set_rows(&bench, "file", &row, 1);
            bench_judge(&bench);
            assert_int_equal(bench.result.verdict, wanted[w][r]);
            bench_release(&bench);
        }
}

/* A gap can hold any number of rows: nothing is sure about it. */
static void test_gaps_are_never_sure(void **state)
{
    (void)state;
    static const struct {
        const char *require;
        enum verdict wanted;
    } rows[] = {
        {"exists: {fact: file}", VERDICT_UNKNOWN},
        {"none: {fact: file}", VERDICT_UNKNOWN},
        {"exists: {fact: file, where: {path: 'gap'}}", VERDICT_UNKNOWN},
        {"exists: {fact: file, where: {path: 'other'}}", VERDICT_FAIL},
        {"none: {fact: file, where: {path: {glob: 'other/**'}}}", VERDICT_PASS},
        {"count: {fact: file, at_least: 0}", VERDICT_PASS},
        {"count: {fact: file, at_most: 1}", VERDICT_UNKNOWN},
        {"count: {fact: file, at_least: 2}", VERDICT_UNKNOWN},
        {"count: {fact: file, where: {path: 'other'}, at_most: 1}", VERDICT_PASS},
        {"count: {fact: file, at_least: 1}", VERDICT_UNKNOWN},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct bench bench = {0};
        char body[400];
        snprintf(body, sizeof(body),
                 "for_each: repository\nplace: [a]\nmessage: No.\nrequire: {%s}\n",
                 rows[i].require);
        bench_plan(&bench, body);
        const struct memory_file file = {.path = "gap", .content = text_of("")};
        bench_tables(&bench, &file, 1);
        struct fact_row gap = bench_gap(&bench, "file", "gap", UNKNOWN_UNOBSERVABLE, "a template");
        bench_set_rows(&bench, "file", &gap, 1);
        bench_judge(&bench);
        if (bench.result.verdict != rows[i].wanted)
            fail_msg("%s", rows[i].require);
        if (rows[i].wanted == VERDICT_UNKNOWN) {
            assert_int_equal(bench.result.checks[0].unknown_class, UNKNOWN_UNOBSERVABLE);
            assert_string_equal(bench.judging.findings[0].reason, "a template");
        }
        bench_release(&bench);
    }
}

enum { MANY = 10000 };

/* Commits and trailers: every commit asks for its own. */
static void make_history(struct bench *bench, size_t unknown_every)
{
    struct fact_row *commits = ARENA_ARRAY(&bench->arena, struct fact_row, MANY);
    struct fact_row *trailers = ARENA_ARRAY(&bench->arena, struct fact_row, MANY);
    for (size_t i = 0; i < MANY; i++) {
        const char *id = arena_printf(&bench->arena, "%zu", i);
        commits[i] = bench_row(bench, "commit", NULL);
        trailers[i] = bench_row(bench, "trailer", NULL);
        bench_set(&commits[i], "commit", "commit", value_text(id));
        if (unknown_every && i % unknown_every == 0)
            bench_set(&commits[i], "commit", "commit",
                      value_unknown(&bench->arena, UNKNOWN_UNREADABLE, "torn"));
        bench_set(&trailers[i], "trailer", "commit", value_text(id));
        bench_set(&trailers[i], "trailer", "key", value_text("Signed-off-by"));
    }
    bench_set_rows(bench, "commit", commits, MANY);
    bench_set_rows(bench, "trailer", trailers, MANY);
}

static const char signed_off[] =
    "for_each: {fact: commit}\non_empty: pass\nplace: [a]\nmessage: '{commit}.'\n"
    "require: {exists: {fact: trailer, where: {key: Signed-off-by, commit: $each.commit}}}\n";

static void test_equalities_never_multiply_tables(void **state)
{
    (void)state;
    static const struct {
        size_t unknown_every, unknown;
    } rows[] = {{0, 0}, {2, MANY / 2}};
    for (size_t i = 0; i < 2; i++) {
        struct bench bench = {0};
        bench_plan(&bench, signed_off);
        const struct memory_file file = {.path = "a", .content = text_of("")};
        bench_tables(&bench, &file, 1);
        make_history(&bench, rows[i].unknown_every);
        bench_judge(&bench);
        assert_int_equal(bench.result.checks[0].passed, MANY - rows[i].unknown);
        assert_int_equal(bench.result.checks[0].unknown, rows[i].unknown);
        /* one row a commit, and once all for what is unknown */
        assert_in_range(evaluator_rows_visited(bench.evaluator), MANY / 2, 3 * MANY);
        bench_release(&bench);
    }
}

/* The same question of every subject is answered once. */
static void test_what_points_nowhere_is_asked_once(void **state)
{
    (void)state;
    struct bench bench = {0};
    bench_plan(&bench, "for_each: {fact: commit}\non_empty: pass\nplace: [a]\nmessage: No.\n"
                       "require: {none: {fact: trailer, where: {key: Fixes}}}\n");
    const struct memory_file file = {.path = "a", .content = text_of("")};
    bench_tables(&bench, &file, 1);
    make_history(&bench, 0);
    bench_judge(&bench);
    assert_int_equal(bench.result.checks[0].passed, MANY);
    assert_in_range(evaluator_rows_visited(bench.evaluator), MANY, MANY);
    bench_release(&bench);
}

/* Lists of references, nested names and a field with few values beside one with many. */
static void test_joins_find_what_a_scan_finds(void **state)
{
    (void)state;
    struct bench bench = {0};
    bench_plan(&bench,
               "for_each: {fact: commit}\non_empty: pass\nplace: [a]\nmessage: No.\n"
               "require: {exists: {fact: trailer, where: {commit: [$each.commit, $each.summary], "
               "key: $each.author}}}\n");
    const struct memory_file file = {.path = "a", .content = text_of("")};
    bench_tables(&bench, &file, 1);
    enum { COUNT = 40 };
    struct fact_row *commits = ARENA_ARRAY(&bench.arena, struct fact_row, COUNT);
    struct fact_row *trailers = ARENA_ARRAY(&bench.arena, struct fact_row, COUNT);
    size_t expected = 0;
    for (size_t i = 0; i < COUNT; i++) {
        commits[i] = bench_row(&bench, "commit", NULL);
        trailers[i] = bench_row(&bench, "trailer", NULL);
        bench_set(&commits[i], "commit", "commit",
                  value_text(arena_printf(&bench.arena, "%zu", i)));
        bench_set(&commits[i], "commit", "author", value_text(i % 2 ? "a" : "b"));
        if (i % 3 == 0)
            bench_set(&commits[i], "commit", "summary",
                      value_text(arena_printf(&bench.arena, "%zu", i + 100)));
        bench_set(&trailers[i], "trailer", "commit",
                  value_text(arena_printf(&bench.arena, "%zu", i % 5 ? i : i + 100)));
        bench_set(&trailers[i], "trailer", "key", value_text(i % 4 ? "a" : "b"));
        bool by_summary = i % 3 == 0 && i % 5 == 0;
        bool by_commit = i % 5 != 0;
        bool key = (i % 2 == 1) == (i % 4 != 0);
        expected += (by_summary || by_commit) && key ? 1 : 0;
    }
    bench_set_rows(&bench, "commit", commits, COUNT);
    bench_set_rows(&bench, "trailer", trailers, COUNT);
    bench_judge(&bench);
    assert_int_equal(bench.result.checks[0].passed, expected);
    assert_int_equal(bench.result.checks[0].failed, COUNT - expected);
    bench_release(&bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_share_is_what_every_world_says),
        cmocka_unit_test(test_count_is_what_every_world_says),
        cmocka_unit_test(test_absent_and_unknown_fields),
        cmocka_unit_test(test_verdicts_of_subjects),
        cmocka_unit_test(test_gaps_are_never_sure),
        cmocka_unit_test(test_equalities_never_multiply_tables),
        cmocka_unit_test(test_what_points_nowhere_is_asked_once),
        cmocka_unit_test(test_joins_find_what_a_scan_finds),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
