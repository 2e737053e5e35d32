/* Records that reach a finding, found by what a record is looked up by: the same ones as
 * when each is asked, and how many are asked is counted, not how long it takes. All pairs
 * of the last test are 100,000,000. */
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

enum { TODAY = 20500, MANY = 10000 };

struct bench {
    struct arena arena;
    struct rule rules[3];
    struct setting settings[3];
    struct ruleset ruleset;
    struct evaluation evaluation;
    struct exception_set set;
};

static const char *const aliases[] = {"ACM900", "ACM901", NULL};

static void bench_open(struct bench *bench, size_t findings)
{
    memset(bench, 0, sizeof(*bench));
    arena_init(&bench->arena, 1 << 16);
    for (size_t i = 0; i < 3; i++) {
        bench->rules[i].id = arena_printf(&bench->arena, "ACM00%zu", i + 1);
        bench->settings[i] =
            (struct setting){.rule = &bench->rules[i], .severity = SEVERITY_MEDIUM};
    }
    bench->rules[1].aliases = aliases;
    bench->evaluation = (struct evaluation){
        .now = (int64_t)TODAY * SECONDS_A_DAY,
        .ruleset = &bench->ruleset,
        .findings = ARENA_ARRAY(&bench->arena, struct finding, findings),
        .finding_count = findings,
    };
}

static struct finding *set_finding(struct bench *bench, size_t i, size_t rule, const char *path,
                                   const char *subject)
{
    struct finding *finding = &bench->evaluation.findings[i];
    *finding = (struct finding){.setting = &bench->settings[rule],
                                .verdict = VERDICT_FAIL,
                                .severity = SEVERITY_MEDIUM,
                                .place = {.path = path, .line = 1},
                                .subject = subject};
    snprintf(finding->fingerprint, sizeof(finding->fingerprint), "%032zx", i);
    return finding;
}

static void add_record(struct buffer *out, size_t number, const char *rules, const char *scope,
                       int days)
{
    char from[DATE_TEXT_SIZE];
    char to[DATE_TEXT_SIZE];
    date_format(TODAY - 1 + days, from);
    date_format(TODAY + days, to);
    buffer_printf(out,
                  "- {id: EXC-2026-%05zu, rules: [%s], scope: {%s}, owner: team@acme.test, "
                  "justification: The vendor keeps these files until the migration., "
                  "requested_by: dev@acme.test, "
                  "valid_from: %s, expires: %s}\n",
                  number, rules, scope, from, to);
}

static void apply(struct bench *bench, struct buffer *records)
{
    const struct policy_file file = {.path = "e.yml", .text = text_of(buffer_string(records))};
    exceptions_load(&bench->set, &bench->arena, &file, 1);
    excuse_findings(&bench->evaluation, &bench->set, TODAY, &bench->arena);
    buffer_release(records);
}

static void test_finds_those_that_each_would_name(void **state)
{
    (void)state;
    static const char *const rules[] = {"ACM001",         "ACM002", "ACM900",
                                        "ACM901, ACM002", "ACM003", "ACM003, ACM001"};
    static const char *const scopes[] = {
        "paths: [a/one.txt]",
        "paths: [/top.txt]",
        "paths: [one.txt]",
        "paths: [top.txt, b/**]",
        "paths: [b/]",
        "paths: [a/]",
        "paths: [a]",
        "paths: ['a/*.txt']",
        "paths: ['a/{one,two}.txt']",
        "paths: ['{a,b}/**']",
        "paths: ['a/b/**/d?.txt']",
        "paths: ['a/\\one.txt']",
        "paths: ['a/[o]ne.txt', a/one.txt]",
        "paths: ['**/*.txt']",
        "subjects: [two]",
        "subjects: [one, two], paths: [a/**]",
        "findings: [00000000000000000000000000000003, 00000000000000000000000000000011]",
        "findings: [00000000000000000000000000000004], subjects: [nobody]",
    };
    static const char *const paths[] = {"a/one.txt", "a/b/c/d1.txt", "top.txt", "b/a/one.txt",
                                        "one.txt",   "a/b/d2.txt",   "b/x"};
    enum {
        RULES = sizeof(rules) / sizeof(rules[0]),
        SCOPES = sizeof(scopes) / sizeof(scopes[0]),
        PATHS = sizeof(paths) / sizeof(paths[0]),
    };
    struct bench bench;
    struct buffer records = BUFFER_EMPTY;
    size_t found = 0;
    bench_open(&bench, 3 * PATHS * 2);
    for (size_t i = 0; i < bench.evaluation.finding_count; i++) {
        struct finding *finding =
            set_finding(&bench, i, i % 3, paths[i / 3 % PATHS], i % 2 ? "one" : "two");
        if (i >= 3 * PATHS)
            finding->wanted = paths[(i + 5) % PATHS];
    }
    for (size_t i = 0; i < RULES * SCOPES; i++)
        add_record(&records, i, rules[i % RULES], scopes[i / RULES], 0);
    apply(&bench, &records);
    for (size_t f = 0; f < bench.evaluation.finding_count; f++) {
        const struct finding *finding = &bench.evaluation.findings[f];
        const size_t *numbers;
        size_t count = exceptions_reaching(&bench.evaluation, finding, &numbers);
        size_t at = 0;
        for (size_t i = 0; i < bench.evaluation.exception_count; i++) {
            if (!exception_covers(bench.evaluation.exceptions[i].exception, finding, NULL))
                continue;
            assert_true(at < count);
            assert_int_equal(numbers[at++], i);
        }
        assert_int_equal(at, count);
        found += count;
    }
    assert_true(found > 500);
    arena_release(&bench.arena);
}

/* One rule, MANY findings and MANY records, each for one of them. */
static void test_does_not_ask_every_record(void **state)
{
    (void)state;
    static const char *const scopes[] = {
        "paths: [folder/%zu.txt]",
        "paths: ['%zu.txt']",
        "paths: ['folder/%zu.txt/**', 'folder/%zu.txt']",
        "subjects: ['%zu'], paths: [folder/**]",
        "findings: ['%032zx']",
    };
    for (size_t s = 0; s < sizeof(scopes) / sizeof(scopes[0]); s++) {
        struct bench bench;
        struct buffer records = BUFFER_EMPTY;
        bench_open(&bench, MANY);
        for (size_t i = 0; i < MANY; i++) {
            set_finding(&bench, i, 0, arena_printf(&bench.arena, "folder/%zu.txt", i),
                        arena_printf(&bench.arena, "%zu", i));
            add_record(&records, i, "ACM001", arena_printf(&bench.arena, scopes[s], i, i), 0);
        }
        apply(&bench, &records);
        assert_int_equal(bench.evaluation.exception_count, MANY);
        for (size_t i = 0; i < MANY; i++)
            assert_true(bench.evaluation.findings[i].excused);
        assert_int_equal(excuse_asked(&bench.evaluation), MANY);
        arena_release(&bench.arena);
    }
}

/* The days of one follow on those of another, and the ids run the other way: the records
 * are asked once. */
static void test_follows_a_chain_in_one_pass(void **state)
{
    (void)state;
    struct bench bench;
    struct buffer records = BUFFER_EMPTY;
    const struct exception *last = NULL;
    bench_open(&bench, 1);
    set_finding(&bench, 0, 0, "a/one.txt", "one");
    for (size_t i = 0; i < MANY; i++)
        add_record(&records, i, "ACM001", "paths: [a/**]", (int)(MANY - 1 - i));
    apply(&bench, &records);
    size_t asked = excuse_asked(&bench.evaluation);
    assert_int_equal(exception_gap(&bench.evaluation, bench.evaluation.findings, TODAY, &last),
                     TODAY + MANY);
    assert_string_equal(last->id, "EXC-2026-00000");
    assert_int_equal(excuse_asked(&bench.evaluation) - asked, MANY);
    arena_release(&bench.arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_finds_those_that_each_would_name),
        cmocka_unit_test(test_does_not_ask_every_record),
        cmocka_unit_test(test_follows_a_chain_in_one_pass),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
