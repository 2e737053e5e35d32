/* Messages, places, related places, fingerprints and grades. */
#include "engine_test.h"

static struct memory_file file_of(const char *path, const char *content)
{
    return (struct memory_file){.path = path, .content = text_of(content)};
}

static void judge_files(struct bench *bench, const char *body, const struct memory_file *files,
                        size_t count)
{
    bench_plan(bench, body);
    bench_collect(bench, files, count, 1);
    bench_judge(bench);
}

static void test_messages_count_and_name(void **state)
{
    (void)state;
    struct bench bench = {0};
    struct memory_file files[] = {
        file_of("a.c", "1"), file_of("b.c", "1"),    file_of("c.c", "1"),   file_of("d.c", "1"),
        file_of("e.c", "1"), file_of("README", "1"), file_of("run.sh", "1")};
    files[6].kind = ENTRY_EXECUTABLE;
    judge_files(
        &bench,
        "params:\n  most: {type: share, default: 50%, stricter: higher, why: W.}\n"
        "applies_when: {exists: {files: ['*.sh'], as: scripts}}\n"
        "for_each: repository\nplace: ['nowhere/*', $open, README]\n"
        "require:\n  all:\n"
        "    - none: {files: ['*.c'], as: open}\n"
        "    - share: {files: ['**'], as: runs, that: {executable: true}, at_least: $params.most}\n"
        "message: \"{{x} {open.count}: {open.first}; "
        "{runs.count}/{runs.total} {runs.share} < {params.most}, {runs.rest}; {scripts.count} "
        "{repository.lifecycle}.\"\n",
        files, 7);
    assert_int_equal(bench.judging.finding_count, 1);
    const struct finding *finding = &bench.judging.findings[0];
    assert_string_equal(finding->message, "{x} 5: a.c, b.c, c.c and 2 more; "
                                          "1/7 14.2% < 50%, 6; 1 none.");
    assert_string_equal(finding->place.path, "a.c");
    assert_false(finding->stand_in);
    /* five that `none` selected, six that `share` found wanting */
    assert_int_equal(finding->related_count, 11);
    assert_int_equal(finding->related_rest, 0);
    assert_string_equal(finding->related[0].place.path, "a.c");
    bench_release(&bench);
}

static void test_related_places_are_bounded(void **state)
{
    (void)state;
    struct bench bench = {0};
    struct memory_file files[50];
    char paths[50][16];
    for (size_t i = 0; i < 50; i++) {
        snprintf(paths[i], sizeof(paths[i]), "f%02zu.c", i);
        files[i] = file_of(paths[i], "");
    }
    judge_files(&bench,
                "for_each: repository\nplace: [NOTICE]\nmessage: No.\n"
                "require: {not: {exists: {files: ['*.c']}}}\n",
                files, 50);
    const struct finding *finding = &bench.judging.findings[0];
    assert_int_equal(finding->related_count, 20);
    assert_int_equal(finding->related_rest, 30);
    assert_string_equal(finding->related[19].place.path, "f19.c");
    assert_true(finding->stand_in);
    assert_string_equal(finding->wanted, "NOTICE");
    assert_string_equal(finding->place.path, "f00.c");
    bench_release(&bench);
    const struct memory_file readme[] = {file_of("a.c", ""), file_of("b/README", ""),
                                         file_of("readme.txt", "")};
    judge_files(&bench,
                "for_each: repository\nplace: [NOTICE]\nmessage: No.\n"
                "require: {not: {exists: {files: ['*.c']}}}\n",
                readme, 3);
    assert_string_equal(bench.judging.findings[0].place.path, "readme.txt");
    bench_release(&bench);
}

static const char todo_body[] = "for_each: {text: ['*.txt'], match: 'TODO.*'}\n"
                                "require: {match: never}\non_empty: pass\nmessage: No.\n";

/* Lines above do not matter, equal keys get an ordinal, and each part of the key does. */
static void test_fingerprints(void **state)
{
    (void)state;
    struct bench bench = {0};
    const struct memory_file before = file_of("a.txt", "TODO x\nTODO y\nTODO x\n");
    judge_files(&bench, todo_body, &before, 1);
    assert_int_equal(bench.judging.finding_count, 3);
    char prints[3][FINGERPRINT_SIZE];
    for (size_t i = 0; i < 3; i++)
        memcpy(prints[i], bench.judging.findings[i].fingerprint, FINGERPRINT_SIZE);
    assert_string_not_equal(prints[0], prints[1]);
    assert_string_not_equal(prints[0], prints[2]);
    assert_int_equal(strlen(prints[0]), 32);
    bench_release(&bench);

    const struct memory_file after = file_of("a.txt", "one\ntwo\n  TODO y\nTODO x\n\nTODO x\n");
    judge_files(&bench, todo_body, &after, 1);
    assert_string_equal(bench.judging.findings[0].fingerprint, prints[1]);
    assert_string_equal(bench.judging.findings[1].fingerprint, prints[0]);
    assert_string_equal(bench.judging.findings[2].fingerprint, prints[2]);
    bench_release(&bench);

    const struct memory_file moved = file_of("b.txt", "TODO x\n");
    judge_files(&bench, todo_body, &moved, 1);
    assert_string_not_equal(bench.judging.findings[0].fingerprint, prints[0]);
    /* where the base's file was renamed, its old findings are the new path's */
    char now[FINGERPRINT_SIZE];
    memcpy(now, bench.judging.findings[0].fingerprint, sizeof(now));
    bench_release(&bench);
    bench_plan(&bench, todo_body);
    bench_collect(&bench, &before, 1, 1);
    struct table renames;
    table_init(&renames, &bench.arena);
    char target[] = "b.txt";
    table_set(&renames, "a.txt", target);
    const struct evaluator_options options = {
        .plan = bench.plan, .head = &bench.collection, .arena = &bench.arena};
    bench.evaluator = evaluator_new(&options);
    judging_init(&bench.judging, bench.evaluator, &bench.snapshot, 0, &bench.arena);
    bench.judging.renames = &renames;
    verdict_rule(&bench.judging, &bench.plan->settings[0], &bench.result);
    assert_string_equal(bench.judging.findings[0].fingerprint, now);
    bench_release(&bench);
}

static const char graded_body[] =
    "for_each: {files: ['*.c']}\nrequire: {executable: true}\non_empty: pass\n"
    "message: 'Plain {path}.'\n"
    "grades:\n"
    "  - {when: {path: low.c}, severity: low, message: 'Low {path}.'}\n"
    "  - {when: {path: note.c}, severity: info}\n"
    "  - {when: {path: {starts_with: look}}, verdict: review}\n"
    "  - {when: {size: {at_least: 5}}, severity: medium}\n";

static void test_grades(void **state)
{
    (void)state;
    const struct memory_file files[] = {file_of("big.c", "12345"), file_of("look.c", ""),
                                        file_of("low.c", "12345"), file_of("note.c", "1"),
                                        file_of("plain.c", "1")};
    static const struct {
        enum severity severity;
        enum verdict verdict;
        const char *message;
    } wanted[] = {
        {SEVERITY_MEDIUM, VERDICT_FAIL, "Plain big.c."},
        {SEVERITY_HIGH, VERDICT_REVIEW, "Plain look.c."},
        {SEVERITY_LOW, VERDICT_FAIL, "Low low.c."},
        {SEVERITY_INFO, VERDICT_FAIL, "Plain note.c."},
        {SEVERITY_HIGH, VERDICT_FAIL, "Plain plain.c."},
    };
    struct bench bench = {0};
    judge_files(&bench, graded_body, files, 5);
    assert_int_equal(bench.judging.finding_count, 5);
    for (size_t i = 0; i < 5; i++) {
        const struct finding *finding = &bench.judging.findings[i];
        assert_int_equal(finding->severity, wanted[i].severity);
        assert_int_equal(finding->verdict, wanted[i].verdict);
        assert_string_equal(finding->message, wanted[i].message);
    }
    const struct check_result *check = &bench.result.checks[0];
    assert_int_equal(check->failed, 3);
    assert_int_equal(check->review, 1);
    assert_int_equal(check->notes, 1);
    assert_int_equal(bench.result.verdict, VERDICT_FAIL);
    bench_release(&bench);

    /* a policy's severity is a ceiling for grades, and raises what has none */
    bench_plan(&bench, graded_body);
    bench.setting.severity = SEVERITY_LOW;
    bench.setting.severity_is_policys = true;
    bench_collect(&bench, files, 5, 1);
    bench_judge(&bench);
    assert_int_equal(bench.judging.findings[0].severity, SEVERITY_LOW);
    assert_int_equal(bench.judging.findings[3].severity, SEVERITY_INFO);
    assert_int_equal(bench.judging.findings[4].severity, SEVERITY_LOW);
    bench_release(&bench);

    /* only notes: the rule passes, and only review: it asks for one */
    judge_files(&bench, graded_body, &files[3], 1);
    assert_int_equal(bench.result.verdict, VERDICT_PASS);
    bench_release(&bench);
    judge_files(&bench, graded_body, &files[1], 1);
    assert_int_equal(bench.result.verdict, VERDICT_REVIEW);
    bench_release(&bench);
}

static void test_scopes_of_policies(void **state)
{
    (void)state;
    struct bench bench = {0};
    const struct memory_file files[] = {file_of("a/x.c", ""), file_of("b/x.c", "")};
    bench_plan(&bench, "for_each: {files: ['*.c']}\nrequire: {executable: true}\n"
                       "on_empty: not_applicable\nmessage: No.\n");
    const char *problem = NULL;
    size_t at = 0;
    const struct glob *globs[] = {glob_new(&bench.arena, "b/**", &problem, &at)};
    bench.setting.for_paths = globs;
    bench.setting.for_path_count = 1;
    bench_collect(&bench, files, 2, 1);
    bench_judge(&bench);
    assert_int_equal(bench.judging.finding_count, 1);
    assert_string_equal(bench.judging.findings[0].place.path, "b/x.c");
    globs[0] = glob_new(&bench.arena, "c/**", &problem, &at);
    evaluator_free(bench.evaluator);
    bench_judge(&bench);
    assert_int_equal(bench.result.verdict, VERDICT_NOT_APPLICABLE);
    bench_release(&bench);
}

static void test_passes_leave_evidence(void **state)
{
    (void)state;
    struct bench bench = {0};
    struct memory_file files[30];
    char paths[30][16];
    for (size_t i = 0; i < 30; i++) {
        snprintf(paths[i], sizeof(paths[i]), "f%02zu.c", i);
        files[i] = file_of(paths[i], "");
    }
    judge_files(&bench,
                "for_each: {files: ['*.c']}\nrequire: {executable: false}\non_empty: pass\n"
                "message: No.\n",
                files, 30);
    const struct check_result *check = &bench.result.checks[0];
    assert_int_equal(check->passed, 30);
    assert_int_equal(check->evidence_count, 20);
    assert_string_equal(check->evidence[19].place.path, "f19.c");
    assert_string_equal(check->evidence[19].text, "f19.c");
    bench_release(&bench);
}

static void test_empty_checks(void **state)
{
    (void)state;
    static const struct {
        const char *on_empty;
        enum verdict verdict;
        size_t findings;
    } rows[] = {
        {"pass", VERDICT_PASS, 0},
        {"not_applicable", VERDICT_NOT_APPLICABLE, 0},
        {"review", VERDICT_REVIEW, 1},
        {"{verdict: fail, message: None., place: [x]}", VERDICT_FAIL, 1},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct bench bench = {0};
        char body[300];
        snprintf(body, sizeof(body),
                 "for_each: {files: ['*.c']}\nrequire: {executable: false}\nmessage: No.\n"
                 "on_empty: %s\nplace: [README]\n",
                 rows[i].on_empty);
        const struct memory_file file = file_of("README", "");
        judge_files(&bench, body, &file, 1);
        assert_int_equal(bench.result.verdict, rows[i].verdict);
        assert_int_equal(bench.judging.finding_count, rows[i].findings);
        bench_release(&bench);
    }
}

static void test_rules_that_may_not_apply(void **state)
{
    (void)state;
    static const struct {
        const char *applies_when;
        enum verdict verdict;
        size_t findings;
    } rows[] = {
        {"exists: {files: ['*.h']}", VERDICT_NOT_APPLICABLE, 0},
        {"exists: {files: ['*.c']}", VERDICT_FAIL, 2},
        {"maintainers: {more_than: 1}", VERDICT_UNKNOWN, 1}, /* memory has no history */
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct bench bench = {0};
        char body[500];
        snprintf(body, sizeof(body),
                 "applies_when: {%s}\nchecks:\n"
                 "- {name: a, for_each: {files: ['*.c']}, require: {executable: true}, "
                 "on_empty: pass, message: No.}\n"
                 "- {name: b, for_each: {files: ['*.c']}, require: {link: true}, "
                 "on_empty: pass, message: No.}\n",
                 rows[i].applies_when);
        const struct memory_file file = file_of("x.c", "");
        judge_files(&bench, body, &file, 1);
        assert_int_equal(bench.result.verdict, rows[i].verdict);
        assert_int_equal(bench.judging.finding_count, rows[i].findings);
        for (size_t c = 0; c < 2; c++)
            assert_int_equal(bench.result.checks[c].verdict, rows[i].verdict);
        bench_release(&bench);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_messages_count_and_name),
        cmocka_unit_test(test_related_places_are_bounded),
        cmocka_unit_test(test_fingerprints),
        cmocka_unit_test(test_grades),
        cmocka_unit_test(test_scopes_of_policies),
        cmocka_unit_test(test_passes_leave_evidence),
        cmocka_unit_test(test_empty_checks),
        cmocka_unit_test(test_rules_that_may_not_apply),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
