/* Exceptions, applied behind the verdicts: which findings a record reaches, what
 * it is on the day, and of several the one that counts. */
#include "engine/excuse.h"

#include "base/date.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { TODAY = 20500 }; /* 2026-02-16 */

/* One rule with one finding, and records as text. */
struct bench {
    struct arena arena;
    struct rule rule;
    struct setting setting;
    struct check check;
    struct check_result check_result;
    struct rule_result result;
    struct finding findings[2];
    struct ruleset ruleset;
    struct evaluation evaluation;
    struct exception_set set;
};

static const char *const aliases[] = {"ACM900", NULL};

static void bench_open(struct bench *bench)
{
    memset(bench, 0, sizeof(*bench));
    arena_init(&bench->arena, 1 << 16);
    bench->rule = (struct rule){.id = "ACM001", .aliases = aliases, .checks = &bench->check};
    bench->setting = (struct setting){.rule = &bench->rule, .severity = SEVERITY_HIGH};
    bench->check_result.check = &bench->check;
    bench->result = (struct rule_result){.setting = &bench->setting,
                                         .verdict = VERDICT_FAIL,
                                         .checks = &bench->check_result,
                                         .check_count = 1};
    for (size_t i = 0; i < 2; i++)
        bench->findings[i] =
            (struct finding){.setting = &bench->setting,
                             .check = &bench->check,
                             .verdict = VERDICT_FAIL,
                             .severity = SEVERITY_HIGH,
                             .place = {.path = i ? "b/two.txt" : "a/one.txt", .line = 1},
                             .subject = i ? "two" : "one"};
    strcpy(bench->findings[0].fingerprint, "0123456789abcdef0123456789abcdef");
    strcpy(bench->findings[1].fingerprint, "1123456789abcdef0123456789abcdef");
    bench->ruleset.exceptions = (struct exception_limits){.approvals = 1};
    bench->evaluation = (struct evaluation){.ruleset = &bench->ruleset,
                                            .rules = &bench->result,
                                            .rule_count = 1,
                                            .findings = bench->findings,
                                            .finding_count = 2};
}

static void bench_close(struct bench *bench)
{
    arena_release(&bench->arena);
}

#define APPROVED "approvals: [{by: cto@acme.test, on: 2026-01-01}]\n"

static const char *record(struct bench *bench, const char *id, const char *rule, const char *scope,
                          const char *days, const char *more)
{
    return arena_printf(&bench->arena,
                        "- id: %s\n  rules: [%s]\n  scope: {%s}\n  owner: team@acme.test\n"
                        "  justification: The vendor keeps these files until the migration.\n"
                        "  requested_by: dev@acme.test\n  %s\n  %s",
                        id, rule, scope, days, more);
}

static void apply(struct bench *bench, const char *records)
{
    const struct policy_file file = {.path = "e.yml", .text = text_of(records)};
    exceptions_load(&bench->set, &bench->arena, &file, 1);
    excuse_findings(&bench->evaluation, &bench->set, TODAY, &bench->arena);
}

static void test_what_a_record_reaches(void **state)
{
    (void)state;
    static const struct {
        const char *rule, *scope, *remote;
        bool one, two;
    } rows[] = {
        {"ACM001", "paths: [a/**]", NULL, true, false},
        {"ACM900", "paths: [a/**]", NULL, true, false}, /* its former id */
        {"ACM002", "paths: [a/**]", NULL, false, false},
        {"ACM001", "paths: [a/**, b/two.txt]", NULL, true, true},
        {"ACM001", "subjects: [two]", NULL, false, true},
        {"ACM001", "findings: [0123456789abcdef0123456789abcdef]", NULL, true, false},
        /* all of what is given */
        {"ACM001", "paths: [a/**], subjects: [two]", NULL, false, false},
        {"ACM001", "paths: [a/**], subjects: [one]", NULL, true, false},
        {"ACM001", "paths: [a/**], repos: [github.com/acme/pay]", "https://github.com/acme/pay",
         true, false},
        {"ACM001", "paths: [a/**], repos: [github.com/acme/pay]", "https://github.com/acme/other",
         false, false},
        {"ACM001", "paths: [a/**], repos: [github.com/acme/pay]", NULL, false, false},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct bench bench;
        bench_open(&bench);
        bench.evaluation.remote = rows[i].remote;
        apply(&bench, record(&bench, "EXC-2026-0001", rows[i].rule, rows[i].scope,
                             "valid_from: 2026-02-01\n  expires: 2026-04-30", APPROVED));
        assert_int_equal(bench.findings[0].excused, rows[i].one);
        assert_int_equal(bench.findings[1].excused, rows[i].two);
        assert_int_equal(bench.evaluation.exceptions[0].matches, rows[i].one + rows[i].two);
        assert_int_equal(bench.result.excused, rows[i].one && rows[i].two);
        assert_int_equal(bench.check_result.excused, rows[i].one + rows[i].two);
        bench_close(&bench);
    }
}

static void test_a_place_that_is_not_there(void **state)
{
    (void)state;
    struct bench bench;
    bench_open(&bench);
    bench.findings[0].place.path = "README.md";
    bench.findings[0].stand_in = true;
    bench.findings[0].wanted = "docs/RUNBOOK.md";
    apply(&bench, record(&bench, "EXC-2026-0001", "ACM001", "paths: [docs/**]",
                         "valid_from: 2026-02-01\n  expires: 2026-04-30", APPROVED));
    assert_true(bench.findings[0].excused);
    bench_close(&bench);
}

static void test_states(void **state)
{
    (void)state;
    static const struct {
        const char *days, *more;
        int64_t approvals, days_of_high;
        enum exception_state state;
        int32_t returns_on, days_left;
        bool over_long;
    } rows[] = {
        {"valid_from: 2026-02-01\n  expires: 2026-04-30", APPROVED, 1, 0, EXCEPTION_ACTIVE,
         TODAY + 74, 73, false},
        {"valid_from: 2026-02-01\n  expires: 2026-02-16", APPROVED, 1, 0, EXCEPTION_EXPIRING,
         TODAY + 1, 0, false},
        {"valid_from: 2026-02-01\n  expires: 2026-02-15", APPROVED, 1, 0, EXCEPTION_EXPIRED,
         INT32_MIN, -1, false},
        {"valid_from: 2026-02-17\n  expires: 2026-03-15", APPROVED, 1, 0, EXCEPTION_SCHEDULED,
         INT32_MIN, 27, false},
        /* clamped: it lapses sooner than it says, or has lapsed */
        {"valid_from: 2026-02-01\n  expires: 2026-12-31", APPROVED, 1, 0, EXCEPTION_ACTIVE,
         TODAY + 75, 74, true},
        {"valid_from: 2026-02-01\n  expires: 2026-12-31", APPROVED, 1, 30, EXCEPTION_EXPIRING,
         TODAY + 15, 14, true},
        {"valid_from: 2026-02-01\n  expires: 2026-12-31", APPROVED, 1, 16, EXCEPTION_EXPIRING,
         TODAY + 1, 0, true},
        {"valid_from: 2026-02-01\n  expires: 2026-12-31", APPROVED, 1, 15, EXCEPTION_EXPIRED,
         INT32_MIN, -1, true},
        /* as many as the policy asks for */
        {"valid_from: 2026-02-01\n  expires: 2026-04-30", "", 1, 0, EXCEPTION_UNAPPROVED, INT32_MIN,
         73, false},
        {"valid_from: 2026-02-01\n  expires: 2026-04-30", "", 0, 0, EXCEPTION_ACTIVE, TODAY + 74,
         73, false},
        {"valid_from: 2026-02-01\n  expires: 2026-04-30", APPROVED, 2, 0, EXCEPTION_UNAPPROVED,
         INT32_MIN, 73, false},
        {"valid_from: 2026-02-01\n  expires: 2026-04-31", APPROVED, 1, 0, EXCEPTION_INVALID,
         INT32_MIN, 0, false},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct bench bench;
        bench_open(&bench);
        bench.ruleset.exceptions.approvals = rows[i].approvals;
        bench.ruleset.exceptions.max_days[SEVERITY_HIGH] = rows[i].days_of_high;
        apply(&bench, record(&bench, "EXC-2026-0001", "ACM001", "paths: [a/**]", rows[i].days,
                             rows[i].more));
        const struct finding *finding = &bench.findings[0];
        const struct exception_use *use = &bench.evaluation.exceptions[0];
        assert_int_equal(finding->exception_state, rows[i].state);
        assert_int_equal(use->state, rows[i].state);
        assert_int_equal(finding->excused, rows[i].returns_on != INT32_MIN);
        if (finding->excused)
            assert_int_equal(finding->returns_on, rows[i].returns_on);
        assert_int_equal(use->days_left, rows[i].days_left);
        assert_int_equal(use->over_long, rows[i].over_long);
        assert_int_equal(use->matches, 1);
        assert_int_equal(use->approvals, *rows[i].more ? 1 : 0);
        assert_null(bench.findings[1].exception);
        bench_close(&bench);
    }
}

/* As the policies choose: clamped, or rejected whole, whichever of its rules gives less. */
static void test_too_long_and_rejected(void **state)
{
    (void)state;
    static const struct {
        const char *days;
        bool rejects;
        enum exception_state state;
    } rows[] = {
        {"valid_from: 2026-02-01\n  expires: 2026-05-01", true, EXCEPTION_ACTIVE}, /* 90 days */
        {"valid_from: 2026-02-01\n  expires: 2026-05-02", true, EXCEPTION_INVALID},
        {"valid_from: 2026-02-01\n  expires: 2026-05-02", false, EXCEPTION_ACTIVE},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct bench bench;
        bench_open(&bench);
        bench.ruleset.settings = &bench.setting;
        bench.ruleset.count = 1;
        bench.ruleset.exceptions.caps.no_over_long = rows[i].rejects;
        const struct policy_file file = {
            .path = "e.yml",
            .text = text_of(record(&bench, "EXC-2026-0001", "ACM001", "paths: [a/**]", rows[i].days,
                                   APPROVED))};
        exceptions_load(&bench.set, &bench.arena, &file, 1);
        exceptions_reject_over_long(&bench.set, &bench.ruleset, &bench.arena);
        excuse_findings(&bench.evaluation, &bench.set, TODAY, &bench.arena);
        assert_int_equal(bench.findings[0].exception_state, rows[i].state);
        assert_int_equal(bench.findings[0].excused, rows[i].state == EXCEPTION_ACTIVE);
        if (rows[i].state == EXCEPTION_INVALID)
            assert_string_equal(bench.set.items[0].mistakes[0].message,
                                "it holds for 91 days; ACM001 (high) is excused for 90 at most");
        bench_close(&bench);
    }
}

static void test_a_rule_that_nothing_excuses(void **state)
{
    (void)state;
    struct bench bench;
    bench_open(&bench);
    const char *const never[] = {"ACM001", NULL};
    bench.ruleset.exceptions.non_waivable = never;
    apply(&bench, record(&bench, "EXC-2026-0001", "ACM001", "paths: [a/**]",
                         "valid_from: 2026-02-01\n  expires: 2026-04-30", APPROVED));
    assert_false(bench.findings[0].excused);
    assert_int_equal(bench.findings[0].exception_state, EXCEPTION_INVALID);
    bench_close(&bench);
}

/* What cannot be read of a scope does not make it wider. */
static void test_a_scope_that_cannot_be_read_names_nothing(void **state)
{
    (void)state;
    static const struct {
        const char *scope;
        size_t matches;
    } rows[] = {
        {"paths: ['**']", 0}, {"paths: ['**'], subjects: [one]", 0}, {"paths: []", 0},
        {"path: [a/**]", 0},  {"paths: ['**', 'a/**']", 1},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct bench bench;
        bench_open(&bench);
        apply(&bench, record(&bench, "EXC-2026-0001", "ACM001", rows[i].scope,
                             "valid_from: 2026-02-01\n  expires: 2026-04-30", APPROVED));
        assert_int_equal(bench.evaluation.exceptions[0].state, EXCEPTION_INVALID);
        assert_int_equal(bench.evaluation.exceptions[0].matches, rows[i].matches);
        assert_true(!bench.findings[0].exception == (rows[i].matches == 0));
        assert_null(bench.findings[1].exception);
        bench_close(&bench);
    }
}

static void test_of_several_the_one_that_excuses_longest(void **state)
{
    (void)state;
    static const char *const days[] = {"valid_from: 2026-01-01\n  expires: 2026-02-15",
                                       "valid_from: 2026-02-01\n  expires: 2026-03-01",
                                       "valid_from: 2026-02-01\n  expires: 2026-04-01",
                                       "valid_from: 2026-03-01\n  expires: 2026-05-01"};
    struct bench bench;
    bench_open(&bench);
    struct buffer all = BUFFER_EMPTY;
    for (size_t i = 0; i < 4; i++)
        buffer_add_string(&all, record(&bench, arena_printf(&bench.arena, "EXC-2026-000%zu", i + 1),
                                       "ACM001", "paths: [a/**]", days[i], APPROVED));
    apply(&bench, buffer_string(&all));
    assert_true(bench.findings[0].excused);
    assert_string_equal(bench.findings[0].exception->id, "EXC-2026-0003");
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(bench.evaluation.exceptions[i].matches, 1);
    buffer_release(&all);
    bench_close(&bench);
}

static void test_a_proposal_excuses_nothing(void **state)
{
    (void)state;
    struct bench bench;
    bench_open(&bench);
    const struct policy_file file = {
        .path = "e.yml",
        .text = text_of(record(&bench, "EXC-2026-0001", "ACM001", "paths: [a/**]",
                               "valid_from: 2026-02-01\n  expires: 2026-04-30", APPROVED))};
    exceptions_load(&bench.set, &bench.arena, &file, 1);
    bench.set.items[0].pending = true;
    excuse_findings(&bench.evaluation, &bench.set, TODAY, &bench.arena);
    assert_false(bench.findings[0].excused);
    assert_int_equal(bench.findings[0].exception_state, EXCEPTION_PENDING);
    bench_close(&bench);
}

/* The first record excuses from 2026-02-01 to 2026-03-31; what does the second add? */
static void test_the_first_day_that_nothing_excuses(void **state)
{
    (void)state;
    static const struct {
        const char *days, *approvals;
        int32_t from;
        const char *day, *last;
    } rows[] = {
        {"valid_from: 2026-02-01\n  expires: 2026-03-01", APPROVED, TODAY, "2026-04-01", "0001"},
        {"valid_from: 2026-02-01\n  expires: 2026-04-20", APPROVED, TODAY, "2026-04-21", "0002"},
        /* it follows on at once, with a day between them, or not approved */
        {"valid_from: 2026-04-01\n  expires: 2026-05-20", APPROVED, TODAY, "2026-05-21", "0002"},
        {"valid_from: 2026-04-02\n  expires: 2026-05-20", APPROVED, TODAY, "2026-04-01", "0001"},
        {"valid_from: 2026-04-01\n  expires: 2026-05-20", "", TODAY, "2026-04-01", "0001"},
        /* 90 days, whatever it says */
        {"valid_from: 2026-04-01\n  expires: 2027-05-20", APPROVED, TODAY, "2026-06-30", "0002"},
        /* from 2026-04-20 on, when the first is over */
        {"valid_from: 2026-04-02\n  expires: 2026-05-20", APPROVED, TODAY + 63, "2026-05-21",
         "0002"},
        {"valid_from: 2026-02-01\n  expires: 2026-03-01", APPROVED, TODAY + 63, "2026-04-20", NULL},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct bench bench;
        bench_open(&bench);
        bench.evaluation.now = (int64_t)TODAY * SECONDS_A_DAY;
        apply(&bench,
              arena_printf(&bench.arena, "%s%s",
                           record(&bench, "EXC-2026-0001", "ACM001", "paths: [a/**]",
                                  "valid_from: 2026-02-01\n  expires: 2026-03-31", APPROVED),
                           record(&bench, "EXC-2026-0002", "ACM001", "paths: [a/**]", rows[i].days,
                                  rows[i].approvals)));
        const struct exception *last = NULL;
        char day[DATE_TEXT_SIZE];
        date_format(exception_gap(&bench.evaluation, &bench.findings[0], rows[i].from, &last), day);
        assert_string_equal(day, rows[i].day);
        assert_true(!last == !rows[i].last);
        assert_true(!last || string_ends_with(last->id, rows[i].last));
        bench_close(&bench);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_a_record_reaches),
        cmocka_unit_test(test_a_place_that_is_not_there),
        cmocka_unit_test(test_states),
        cmocka_unit_test(test_too_long_and_rejected),
        cmocka_unit_test(test_a_rule_that_nothing_excuses),
        cmocka_unit_test(test_a_scope_that_cannot_be_read_names_nothing),
        cmocka_unit_test(test_of_several_the_one_that_excuses_longest),
        cmocka_unit_test(test_a_proposal_excuses_nothing),
        cmocka_unit_test(test_the_first_day_that_nothing_excuses),
    };
    return cmocka_run_group_tests_name("excuse", tests, NULL, NULL);
}
