/* Rules that ask in SQL: what is gathered for them, their rows, gaps and limits. */
#include "engine_test.h"

static struct bench bench;

static int set_up(void **state)
{
    (void)state;
    memset(&bench, 0, sizeof(bench));
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    bench_release(&bench);
    return 0;
}

enum { FILES = 12 };

static void set_files(struct fact_row *rows, size_t count)
{
    static const char *const names[FILES] = {"a/1", "a/2", "a/3", "b/1", "b/2", "c/1",
                                             "c/2", "c/3", "c/4", "d/1", "e/1", "f/1"};
    for (size_t i = 0; i < count; i++) {
        rows[i] = bench_row(&bench, "file", names[i]);
        bench_set(&rows[i], "file", "size", value_integer((int64_t)i * 10));
        bench_set(&rows[i], "file", "vendored", value_boolean(i >= 5));
    }
}

static const char *findings(void)
{
    struct buffer out = BUFFER_EMPTY;
    findings_sort(bench.judging.findings, bench.judging.finding_count);
    for (size_t i = 0; i < bench.judging.finding_count; i++) {
        const struct finding *finding = &bench.judging.findings[i];
        buffer_printf(&out, "%s %s:%u %s (%s)\n", verdict_words[finding->verdict],
                      finding->wanted ? finding->wanted : finding->place.path, finding->place.line,
                      finding->message, finding->subject);
    }
    const char *copy = arena_strdup(&bench.arena, buffer_string(&out));
    buffer_release(&out);
    return copy;
}

static const char grouped[] =
    "params: {most: {type: integer, default: 2, why: x}}\n"
    "for_each:\n"
    "  sql: |\n"
    "    SELECT min(path) AS path, substr(path, 1, 1) AS folder, count(*) AS files\n"
    "    FROM file GROUP BY folder HAVING count(*) > 1\n"
    "  key: [folder]\n"
    "require: {files: {at_most: $params.most}}\n"
    "on_empty: pass\n"
    "message: \"'{folder}' has {files} files.\"\n";

static void rows_are_subjects(void **state)
{
    (void)state;
    struct fact_row rows[FILES];
    bench_plan(&bench, grouped);
    bench_tables(&bench, NULL, 0);
    set_files(rows, FILES);
    bench_set_rows(&bench, "file", rows, FILES);
    bench_judge(&bench);
    assert_int_equal(bench.result.verdict, VERDICT_FAIL);
    assert_int_equal(bench.result.checks[0].passed, 1);
    assert_string_equal(findings(), "fail a/1:1 'a' has 3 files. (a)\n"
                                    "fail c/1:1 'c' has 4 files. (c)\n");
}

static void only_what_is_read_is_gathered(void **state)
{
    (void)state;
    bench_plan(&bench, grouped);
    const struct fact_kind *file = fact_kind_find("file");
    assert_true(plan_find_table(bench.plan, SIDE_HEAD, file) != SIZE_MAX);
    assert_false(plan_wants_field(bench.plan, file, "size"));
    assert_false(plan_wants_field(bench.plan, file, "generated"));
    assert_int_equal(bench.plan->table_count, 2);
    bench_release(&bench);
    bench_plan(&bench, "for_each: {sql: \"SELECT path FROM file WHERE size > 1\", key: [path]}\n"
                       "require: {path: x}\non_empty: pass\nmessage: x\n");
    assert_true(plan_wants_field(bench.plan, file, "size"));
    assert_false(plan_wants_field(bench.plan, file, "generated"));
    assert_true(plan_wants_side(bench.plan, SIDE_HEAD));
    assert_false(plan_wants_side(bench.plan, SIDE_BASE));
    bench_release(&bench);
    bench_plan(&bench,
               "for_each: {sql: \"SELECT path FROM gap WHERE kind = 'file'\", key: [path]}\n"
               "require: {path: x}\non_empty: pass\nmessage: x\n");
    assert_true(plan_wants_field(bench.plan, file, "generated"));
}

static void what_is_not_known_is_unknown(void **state)
{
    (void)state;
    struct fact_row rows[FILES + 1];
    bench_plan(&bench, "for_each: {sql: \"SELECT path, size FROM file WHERE size > 1000\", "
                       "key: [path]}\n"
                       "where: {path: {not: {glob: 'lost/**'}}}\n"
                       "require: {size: {less_than: 1000}}\non_empty: pass\nmessage: x\n");
    bench_tables(&bench, NULL, 0);
    set_files(rows, FILES);
    bench_set(&rows[2], "file", "size",
              value_unknown(&bench.arena, UNKNOWN_UNOBSERVABLE, "it is a submodule"));
    rows[FILES] = bench_gap(&bench, "file", "lost/x", UNKNOWN_UNREADABLE, "it is lost");
    bench_set_rows(&bench, "file", rows, FILES + 1);
    bench_judge(&bench);
    /* The gap below lost/ is left out by `where`, as it would be of a fact. */
    assert_int_equal(bench.result.verdict, VERDICT_UNKNOWN);
    assert_int_equal(bench.result.checks[0].unknown, 1);
    assert_string_equal(bench.result.checks[0].reason, "it is a submodule");
    assert_int_equal(bench.result.checks[0].unknown_class, UNKNOWN_UNOBSERVABLE);
}

static void a_gap_without_cells_keeps_its_reason(void **state)
{
    (void)state;
    struct fact_row rows[1];
    bench_plan(&bench, "for_each: {sql: \"SELECT path FROM file\", key: [path]}\n"
                       "require: {path: x}\non_empty: pass\nmessage: x\n");
    bench_tables(&bench, NULL, 0);
    rows[0] = bench_gap(&bench, "file", "lost/x", UNKNOWN_UNREADABLE, "it is lost");
    bench_set_rows(&bench, "file", rows, 1);
    bench_judge(&bench);
    assert_int_equal(bench.result.verdict, VERDICT_UNKNOWN);
    assert_string_equal(bench.result.checks[0].reason, "it is lost");
}

static void a_limit_is_unreadable(void **state)
{
    (void)state;
    bench_plan(&bench, "for_each:\n  sql: WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 "
                       "FROM n LIMIT 300000) SELECT i FROM n\n  key: [i]\n"
                       "require: {i: {more_than: 0}}\non_empty: pass\nplace: [x]\nmessage: x\n");
    bench_tables(&bench, NULL, 0);
    bench_judge(&bench);
    assert_int_equal(bench.result.verdict, VERDICT_UNKNOWN);
    assert_int_equal(bench.result.checks[0].unknown_class, UNKNOWN_UNREADABLE);
    assert_non_null(strstr(bench.result.checks[0].reason, "more than 200000 rows"));
}

static void rows_are_joined_with_subjects(void **state)
{
    (void)state;
    struct fact_row rows[FILES];
    bench_plan(&bench,
               "for_each: {fact: file}\n"
               "require: {none: {sql: \"SELECT path, vendored FROM file WHERE size >= 30\", "
               "key: [path], where: {path: $each.path, vendored: false}}}\n"
               "on_empty: pass\nmessage: \"'{path}' is one.\"\n");
    bench_tables(&bench, NULL, 0);
    set_files(rows, FILES);
    bench_set_rows(&bench, "file", rows, FILES);
    bench_judge(&bench);
    assert_string_equal(findings(), "fail b/1:1 'b/1' is one. (b/1)\n"
                                    "fail b/2:1 'b/2' is one. (b/2)\n");
    /* Nine rows and twelve subjects, by a hash: not each with each. */
    assert_true(evaluator_rows_visited(bench.evaluator) < FILES * 3);
}

static void parameters_are_the_setting_s(void **state)
{
    (void)state;
    struct fact_row rows[FILES];
    bench_plan(&bench, "params:\n"
                       "  folders: {type: list of glob, default: ['a/*', 'd/*'], why: x}\n"
                       "  least: {type: integer, default: 10, why: x}\n"
                       "for_each:\n"
                       "  sql: |\n"
                       "    SELECT file.path FROM file, json_each(:params_folders) AS folder\n"
                       "    WHERE file.path GLOB folder.value AND size >= :params_least\n"
                       "  key: [path]\n"
                       "require: {path: x}\non_empty: pass\nmessage: x\n");
    bench.setting.params[1] = value_integer(20);
    bench_tables(&bench, NULL, 0);
    set_files(rows, FILES);
    bench_set_rows(&bench, "file", rows, FILES);
    bench_judge(&bench);
    assert_string_equal(findings(), "fail a/3:1 x (a/3)\nfail d/1:1 x (d/1)\n");
}

static void fingerprints_are_of_the_key(void **state)
{
    (void)state;
    char first[FINGERPRINT_SIZE];
    for (int round = 0; round < 2; round++) {
        struct fact_row rows[FILES];
        bench_plan(&bench, grouped);
        bench_tables(&bench, NULL, 0);
        set_files(rows, FILES);
        if (round == 1)
            rows[0].path = "a/0"; /* the place moves, and the folder is the same */
        bench_set_rows(&bench, "file", rows, FILES);
        bench_judge(&bench);
        findings_sort(bench.judging.findings, bench.judging.finding_count);
        if (round == 0)
            memcpy(first, bench.judging.findings[0].fingerprint, sizeof(first));
        else
            assert_string_equal(bench.judging.findings[0].fingerprint, first);
        if (round == 0)
            bench_release(&bench);
    }
}

static void one_source_after_another(void **state)
{
    (void)state;
    struct fact_row rows[FILES];
    bench_plan(&bench,
               "checks:\n"
               "  - name: one\n"
               "    for_each: {sql: \"SELECT path FROM file WHERE vendored\", key: [path]}\n"
               "    require: {path: {not: {equals: f/1}}}\n"
               "    on_empty: pass\n    message: one\n"
               "  - name: two\n"
               "    for_each: {sql: \"SELECT sum(size) AS bytes FROM file\", key: [bytes]}\n"
               "    require: {bytes: {less_than: 660}}\n"
               "    on_empty: pass\n    place: [x]\n    message: \"{bytes}\"\n");
    bench_tables(&bench, NULL, 0);
    set_files(rows, FILES);
    bench_set_rows(&bench, "file", rows, FILES);
    bench_judge(&bench);
    /* The table is made once, with what both ask for. */
    assert_string_equal(findings(), "fail f/1:1 one (f/1)\nfail x:1 660 (660)\n");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(rows_are_subjects),
        TEST(only_what_is_read_is_gathered),
        TEST(what_is_not_known_is_unknown),
        TEST(a_gap_without_cells_keeps_its_reason),
        TEST(a_limit_is_unreadable),
        TEST(rows_are_joined_with_subjects),
        TEST(parameters_are_the_setting_s),
        TEST(fingerprints_are_of_the_key),
        TEST(one_source_after_another),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
