/* Texts compared as versions, by the type of what they are compared with. */
#include "engine_test.h"

static const char parameters[] =
    "params:\n"
    "  least: {type: semver, default: 1.2.0, stricter: higher, why: W.}\n"
    "  python: {type: pep440, default: '1.10', stricter: higher, why: W.}\n"
    "  bad: {type: list of semver, default: [1.0.0, 2.0.0-rc.1], stricter: longer, why: W.}\n"
    "  worse: {type: list of pep440, default: ['1.0', 2rc1], stricter: longer, why: W.}\n";

static enum verdict judge_tag(const char *require, struct value tag)
{
    struct bench bench = {0};
    char body[1000];
    snprintf(body, sizeof(body),
             "%sfor_each: {fact: dockerfile_stage}\nrequire: {tag: %s}\non_empty: pass\n"
             "message: '{tag}.'\n",
             parameters, require);
    bench_plan(&bench, body);
    const struct memory_file file = {.path = "a", .content = text_of("")};
    bench_tables(&bench, &file, 1);
    struct fact_row row = bench_row(&bench, "dockerfile_stage", "a");
    bench_set(&row, "dockerfile_stage", "tag", tag);
    bench_set_rows(&bench, "dockerfile_stage", &row, 1);
    bench_judge(&bench);
    enum verdict verdict = bench.result.verdict;
    bench_release(&bench);
    return verdict;
}

static void texts_are_compared_as_the_versions_of_the_parameter(void **state)
{
    (void)state;
    static const struct {
        const char *require, *tag;
        bool holds;
    } rows[] = {
        {"{at_least: $params.least}", "1.10.0", true},
        {"{at_least: $params.least}", "1.2.0-rc.1", false},
        {"{at_least: $params.least}", "1.2.0+build", true},
        {"{more_than: $params.least}", "1.2.0+build", false},
        {"{more_than: $params.least}", "1.2.1-rc.1", true},
        {"{at_most: $params.least}", "1.2.0", true},
        {"{at_most: $params.least}", "1.10.0", false},
        {"{less_than: $params.least}", "1.2.0-0", true},
        {"{less_than: $params.least}", "1.2.0", false},
        {"$params.least", "1.2.0+other", true},
        {"{equals: $params.least}", "1.2.0", true},
        {"{equals: $params.least}", "1.2", false},
        {"{not: {equals: $params.least}}", "1.2", true},
        {"{in: $params.bad}", "2.0.0-rc.1+x", true},
        {"{in: $params.bad}", "2.0.0", false},
        {"$params.bad", "1.0.0+x", true},
        {"[$params.least, 3.0.0]", "1.2.0+x", true},
        {"[$params.least, 3.0.0]", "3.0.0", true},
        /* what is no such version has no order */
        {"{at_least: $params.least}", "v2.0.0", false},
        {"{less_than: $params.least}", "v1.0.0", false},
        {"{at_least: $params.least}", "2.0", false},
        {"{not: {at_least: $params.least}}", "latest", true},
        /* PEP 440 */
        {"{at_least: $params.python}", "1.9", false},
        {"{at_least: $params.python}", "v1.10.0", true},
        {"{at_least: $params.python}", "1.10rc1", false},
        {"{more_than: $params.python}", "1.10.post1", true},
        {"{less_than: $params.python}", "1.10.dev1", true},
        {"{equals: $params.python}", "1.10.0.0", true},
        {"{equals: $params.python}", "1.1", false},
        {"{in: $params.worse}", "2.0-RC.1", true},
        {"{in: $params.worse}", "2", false},
        {"{at_least: $params.python}", "1.10-SNAPSHOT", false},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        enum verdict verdict = judge_tag(rows[i].require, value_text(rows[i].tag));
        if (verdict != (rows[i].holds ? VERDICT_PASS : VERDICT_FAIL))
            fail_msg("%s of '%s' is %d", rows[i].require, rows[i].tag, (int)verdict);
    }
}

static void absent_and_unknown_stay_so(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 10);
    struct value unknown = value_unknown(&arena, UNKNOWN_UNOBSERVABLE, "an argument of the build");
    assert_int_equal(judge_tag("{less_than: $params.least}", value_text(NULL)), VERDICT_FAIL);
    assert_int_equal(judge_tag("{not: {less_than: $params.least}}", unknown), VERDICT_UNKNOWN);
    assert_int_equal(judge_tag("{in: $params.bad}", unknown), VERDICT_UNKNOWN);
    arena_release(&arena);
}

/* A hash would find '1.0.0' for '1.0.0' only; of many rows as of few, versions
 * are compared one by one. */
static void a_join_over_versions_finds_every_spelling(void **state)
{
    (void)state;
    for (size_t count = 2; count <= 64; count *= 2) {
        struct bench bench = {0};
        char body[1000];
        snprintf(body, sizeof(body),
                 "%sfor_each: {list: $params.bad}\non_empty: pass\nplace: [a]\n"
                 "require: {exists: {fact: dockerfile_stage, where: {tag: $each.value}}}\n"
                 "message: '{value}.'\n",
                 parameters);
        bench_plan(&bench, body);
        const struct memory_file file = {.path = "a", .content = text_of("")};
        bench_tables(&bench, &file, 1);
        struct fact_row *rows = ARENA_ARRAY(&bench.arena, struct fact_row, count);
        for (size_t i = 0; i < count; i++) {
            rows[i] = bench_row(&bench, "dockerfile_stage", "a");
            bench_set(&rows[i], "dockerfile_stage", "tag",
                      value_text(i + 1 == count ? "1.0.0+x" : "3.0.0"));
        }
        bench_set_rows(&bench, "dockerfile_stage", rows, count);
        bench_judge(&bench);
        assert_int_equal(bench.result.checks[0].passed, 1);
        assert_int_equal(bench.result.checks[0].failed, 1);
        bench_release(&bench);
    }
}

static void items_of_a_list_of_versions_are_versions(void **state)
{
    (void)state;
    struct bench bench = {0};
    char body[1000];
    snprintf(body, sizeof(body),
             "%sfor_each: {list: $params.bad}\non_empty: pass\nplace: [a]\n"
             "require: {value: {less_than: 2.0.0-rc.2}}\n"
             "message: '{value}.'\n",
             parameters);
    bench_plan(&bench, body);
    const struct memory_file file = {.path = "a", .content = text_of("")};
    bench_tables(&bench, &file, 1);
    bench_judge(&bench);
    assert_int_equal(bench.result.verdict, VERDICT_PASS);
    bench_release(&bench);
}

static void documents_hold_versions(void **state)
{
    (void)state;
    static const struct {
        const char *json;
        enum verdict verdict;
    } rows[] = {{"\"1.2.0\"", VERDICT_PASS},  {"\"1.10.0\"", VERDICT_PASS},
                {"\"1.1.9\"", VERDICT_FAIL},  {"\"^1.2.0\"", VERDICT_FAIL},
                {"1.3", VERDICT_FAIL},        {"null", VERDICT_FAIL},
                {"[\"1.2.0\"]", VERDICT_FAIL}};
    for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
        struct bench bench = {0};
        char body[1000];
        snprintf(body, sizeof(body),
                 "%sfor_each: {document: package.json, select: '$'}\non_empty: pass\n"
                 "require: {'@.version': {at_least: $params.least}}\nmessage: Old.\n",
                 parameters);
        bench_plan(&bench, body);
        const char *content = arena_printf(&bench.arena, "{\"version\": %s}", rows[i].json);
        const struct memory_file file = {.path = "package.json", .content = text_of(content)};
        bench_collect(&bench, &file, 1, 1);
        bench_judge(&bench);
        if (bench.result.verdict != rows[i].verdict)
            fail_msg("%s is %d", rows[i].json, (int)bench.result.verdict);
        bench_release(&bench);
    }
}

static void a_lower_version_is_a_loosening(void **state)
{
    (void)state;
    struct parameter parameter = {.name = "least",
                                  .type = {.kind = TYPE_SEMVER},
                                  .stricter = STRICTER_HIGHER,
                                  .initial = value_text("1.9.0")};
    struct value higher = value_text("1.10.0");
    struct value same = value_text("1.9.0+b");
    assert_int_equal(parameter_loosens(&parameter, &parameter.initial, &higher), -1);
    assert_int_equal(parameter_loosens(&parameter, &higher, &parameter.initial), 1);
    assert_int_equal(parameter_loosens(&parameter, &parameter.initial, &same), 0);
    parameter.type.kind = TYPE_PEP440;
    parameter.stricter = STRICTER_LOWER;
    struct value candidate = value_text("1.9rc1");
    assert_int_equal(parameter_loosens(&parameter, &parameter.initial, &candidate), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_compared_as_the_versions_of_the_parameter),
        cmocka_unit_test(absent_and_unknown_stay_so),
        cmocka_unit_test(a_join_over_versions_finds_every_spelling),
        cmocka_unit_test(items_of_a_list_of_versions_are_versions),
        cmocka_unit_test(documents_hold_versions),
        cmocka_unit_test(a_lower_version_is_a_loosening),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
