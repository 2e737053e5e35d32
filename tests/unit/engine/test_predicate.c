/* Predicates over values whose type only a document tells, and over operands of
 * every kind. */
#include "engine/predicate.h"
#include "engine_test.h"

/* The verdict of `require` over one node of a JSON file. */
static enum verdict judge_value(const char *require, const char *json)
{
    struct bench bench = {0};
    char body[1000];
    snprintf(
        body, sizeof(body),
        "params:\n"
        "  names: {type: list of text, default: [a, b], stricter: longer, why: W.}\n"
        "  globs: {type: list of glob, default: ['src/**', '*.md'], stricter: longer, why: W.}\n"
        "  regex: {type: regex, default: '^x+$', why: W.}\n"
        "  number: {type: integer, default: 3, why: W.}\n"
        "for_each: {document: ['a.json'], select: '$.v'}\nrequire: {%s}\n"
        "on_empty: pass\nmessage: '{value}.'\n",
        require);
    bench_plan(&bench, body);
    const char *content = arena_printf(&bench.arena, "{\"v\": %s}", json);
    const struct memory_file file = {.path = "a.json", .content = text_of(content)};
    bench_collect(&bench, &file, 1, 1);
    bench_judge(&bench);
    enum verdict verdict = bench.result.verdict;
    bench_release(&bench);
    return verdict;
}

static void test_values_of_documents(void **state)
{
    (void)state;
    static const struct {
        const char *require, *json;
        bool holds;
    } rows[] = {
        {"value: 1", "1", true},
        {"value: 1", "1.0", true},
        {"value: 1", "1.5", false},
        {"value: 1", "\"1\"", false},
        {"value: '1'", "\"1\"", true},
        {"value: '1'", "1", false},
        {"value: true", "true", true},
        {"value: true", "\"true\"", false},
        {"value: false", "true", false},
        {"value: {exists: true}", "null", false},
        {"value: {exists: false}", "null", true},
        {"value: {empty: true}", "null", true},
        {"value: {empty: true}", "[]", true},
        {"value: {empty: true}", "{}", true},
        {"value: {empty: true}", "\"\"", true},
        {"value: {empty: true}", "0", false},
        {"value: {empty: false}", "[0]", true},
        {"value: {less_than: 2}", "1.5", true},
        {"value: {less_than: 2}", "2", false},
        {"value: {at_most: 2}", "2", true},
        {"value: {at_most: 2}", "2.5", false},
        {"value: {at_least: 2}", "2", true},
        {"value: {more_than: 2}", "2", false},
        {"value: {more_than: 2}", "3", true},
        {"value: {more_than: 2}", "\"3\"", false},
        {"value: {at_least: $params.number}", "3", true},
        {"value: {at_least: $params.number}", "2", false},
        {"value: {contains: b}", "[\"a\", \"b\"]", true},
        {"value: {contains: c}", "[\"a\", \"b\"]", false},
        {"value: {contains: 2}", "[1, 2]", true},
        {"value: {contains: b}", "\"abc\"", true},
        {"value: {contains: b}", "3", false},
        {"value: {starts_with: ab}", "\"abc\"", true},
        {"value: {starts_with: ab}", "1", false},
        {"value: {ends_with: bc}", "\"abc\"", true},
        {"value: {ends_with: bc}", "[\"abc\"]", false},
        {"value: {matches: '^a.c$'}", "\"abc\"", true},
        {"value: {matches: '^a.c$'}", "3", false},
        {"value: {matches: $params.regex}", "\"xxx\"", true},
        {"value: {matches: $params.regex}", "\"xyx\"", false},
        {"value: {glob: $params.globs}", "\"src/a/b.c\"", true},
        {"value: {glob: $params.globs}", "\"docs/a.md\"", true},
        {"value: {glob: $params.globs}", "\"lib/b.c\"", false},
        {"value: {glob: '*.c'}", "1", false},
        {"value: {glob: ['*.c', '*.h']}", "\"x/y.h\"", true},
        {"value: $params.names", "\"b\"", true},
        {"value: $params.names", "\"c\"", false},
        {"value: {in: [1, 2, x]}", "2", true},
        {"value: {in: [1, 2, x]}", "3", false},
        {"value: {not: {in: [1, 2]}}", "3", true},
        {"value: {before: 2026-01-02}", "\"2026-01-01\"", true},
        {"value: {before: 2026-01-02}", "\"2026-01-02\"", false},
        {"value: {after: 2026-01-02}", "\"2026-01-02T00:00:01Z\"", true},
        {"value: {after: 2026-01-02}", "\"never\"", false},
        {"value: {older_than: 1d}", "\"1969-12-30T23:59:59Z\"", true},
        {"value: {older_than: 1d}", "\"1969-12-31\"", false},
        {"value: {younger_than: 1d}", "\"1969-12-31\"", true},
        {"value: {younger_than: 1d}", "5", false},
        {"'@.a': 1", "{\"a\": 1}", true},
        {"'@.a': {exists: false}", "{\"b\": 1}", true},
        {"'@[*].a': {contains: 2}", "[{\"a\": 1}, {\"a\": 2}]", true},
        {"'@[*].a': {contains: 3}", "[{\"a\": 1}, {\"a\": 2}]", false},
        {"'@.a': {contains: x}", "{\"a\": [\"x\", {\"b\": 1}, [2]]}", true},
        {"line: 1", "0", true},
        {"column: {at_least: 1}", "0", true},
        {"path: a.json", "0", true},
        {"path: {glob: $each.value}", "\"*.json\"", true},
        {"path: {glob: $each.value}", "\"*.yaml\"", false},
        {"path: $each.value", "\"a.json\"", true},
        {"path: {in: $each.value}", "[\"b\", \"a.json\"]", true},
        {"path: {in: [$each.value, c]}", "\"a.json\"", true},
        {"path: {in: [$each.value, c]}", "null", false},
        {"path: {not: {equals: $each.value}}", "null", true},
        {"path: {starts_with: $each.value}", "\"a.\"", true},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        if (judge_value(rows[i].require, rows[i].json) !=
            (rows[i].holds ? VERDICT_PASS : VERDICT_FAIL))
            fail_msg("%s of %s", rows[i].require, rows[i].json);
}

/* What a row brings as a glob may be none. */
static void test_malformed_operands_are_unknown(void **state)
{
    (void)state;
    assert_int_equal(judge_value("path: {glob: $each.value}", "\"[\""), VERDICT_UNKNOWN);
    assert_int_equal(judge_value("value: {matches: '^(a+)+$'}",
                                 "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\""),
                     VERDICT_UNKNOWN);
}

static void test_equality_of_values(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 4096);
    const struct value one[] = {value_integer(1), value_text("a")};
    const struct value two[] = {value_integer(1), value_text("b")};
    const struct value list = value_list_of(&arena, one, 2);
    const struct value same = value_list_of(&arena, one, 2);
    const struct value other = value_list_of(&arena, two, 2);
    const struct value shorter = value_list_of(&arena, one, 1);
    const struct value day = value_date(5);
    const struct value instant = value_time(5);
    assert_true(values_are_equal(&list, &same));
    assert_false(values_are_equal(&list, &other));
    assert_false(values_are_equal(&list, &shorter));
    assert_false(values_are_equal(&list, &one[0]));
    assert_false(values_are_equal(&day, &instant));
    assert_true(values_are_equal(&day, &day));
    arena_release(&arena);
}

/* Lists of rows, and severities, which have an order of their own. */
static void test_lists_and_severities(void **state)
{
    (void)state;
    static const struct {
        const char *severity;
        enum verdict wanted;
    } rows[] = {{"critical", VERDICT_PASS}, {"medium", VERDICT_PASS}, {"low", VERDICT_FAIL}};
    for (size_t i = 0; i < 3; i++) {
        struct bench bench = {0};
        bench_plan(&bench, "params:\n  least: {type: list of severity, default: [low], "
                           "stricter: longer, why: W.}\n"
                           "for_each: {list: $params.least}\nplace: [a]\nmessage: '{value}.'\n"
                           "require: {value: {at_least: medium}}\non_empty: pass\n");
        struct value items[] = {value_text(rows[i].severity)};
        bench.setting.params[0] = value_list_of(&bench.arena, items, 1);
        const struct memory_file file = {.path = "a", .content = text_of("")};
        bench_collect(&bench, &file, 1, 1);
        bench_judge(&bench);
        assert_int_equal(bench.result.verdict, rows[i].wanted);
        if (rows[i].wanted == VERDICT_FAIL) {
            assert_string_equal(bench.judging.findings[0].message, "low.");
            assert_string_equal(bench.judging.findings[0].subject, "low");
        }
        bench_release(&bench);
    }
}

/* `at: base` reads the other side, and without one it is a gap. */
static void test_sources_at_the_base(void **state)
{
    (void)state;
    static const char body[] =
        "for_each: {files: ['*.c']}\nrequire: {exists: {files: ['**'], at: base, "
        "where: {path: $each.path}}}\non_empty: pass\nmessage: '{path} is new.'\n";
    static const struct memory_file head[] = {{.path = "new.c"}, {.path = "old.c"}};
    static const struct memory_file base[] = {{.path = "old.c"}};
    struct bench bench = {0};
    bench_plan(&bench, body);
    assert_true(plan_wants_side(bench.plan, SIDE_BASE));
    bench_collect(&bench, head, 2, 1);
    bench_judge(&bench);
    assert_int_equal(bench.result.verdict, VERDICT_UNKNOWN);
    assert_int_equal(bench.result.checks[0].unknown_class, UNKNOWN_UNOBSERVABLE);
    struct snapshot snapshot;
    DONE(snapshot_of_memory(&snapshot, base, 1, &bench.arena));
    const struct collect_options gathering = {.side = SIDE_BASE, .snapshot = &snapshot, .jobs = 1};
    struct collection before;
    DONE(collect(&before, bench.plan, &gathering, &bench.arena));
    evaluator_free(bench.evaluator);
    const struct evaluator_options options = {
        .plan = bench.plan, .head = &bench.collection, .base = &before, .arena = &bench.arena};
    bench.evaluator = evaluator_new(&options);
    judging_init(&bench.judging, bench.evaluator, &bench.snapshot, 0, &bench.arena);
    verdict_rule(&bench.judging, &bench.plan->settings[0], &bench.result);
    assert_int_equal(bench.judging.finding_count, 1);
    assert_string_equal(bench.judging.findings[0].message, "new.c is new.");
    bench_release(&bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values_of_documents),
        cmocka_unit_test(test_malformed_operands_are_unknown),
        cmocka_unit_test(test_equality_of_values),
        cmocka_unit_test(test_lists_and_severities),
        cmocka_unit_test(test_sources_at_the_base),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
