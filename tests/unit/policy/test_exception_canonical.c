/* What approvers sign: the same bytes for the same meaning, and others for any other. */
#include "policy/exception_canonical.h"
#include "policy/policy_file.h"
#include "policy_test.h"

static struct text canonical(struct arena *arena, const char *text)
{
    struct exception_set set;
    const struct policy_file file = {.path = "e.yml", .text = text_of(text)};
    exceptions_load(&set, arena, &file, 1);
    assert_int_equal(set.count, 1);
    for (size_t i = 0; i < set.items[0].mistake_count; i++)
        print_error("%s\n", set.items[0].mistakes[i].message);
    assert_int_equal(set.items[0].mistake_count, 0);
    return exception_canonical(arena, &set.items[0]);
}

static const char *record(struct arena *arena, const char *what)
{
    return arena_printf(
        arena, "bylaw: 1\nid: EXC-2026-0001\nowner: a@x.test\nrequested_by: b@x.test\n%s", what);
}

#define REASON "justification: The vendor keeps these files until spring comes again.\n"
#define DAYS   "valid_from: 2026-01-01\nexpires: 2026-03-31\n"
#define RULES  "rules: [SDL009, ADR001]\n"
#define SCOPE  "scope: {paths: [docs/**, a/b], subjects: [x], repos: [h.test/o/r]}\n"

static void what_the_bytes_are(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 4096);
    struct text bytes = canonical(&arena, record(&arena, RULES SCOPE REASON DAYS));
    assert_string_equal(bytes.bytes,
                        "bylaw-exception 1\nid EXC-2026-0001\nrule ADR001\nrule SDL009\n"
                        "repo h.test/o/r\npath a/b\npath docs/**\nsubject x\n"
                        "valid_from 2026-01-01\nexpires 2026-03-31\n"
                        "justification-sha256 "
                        "6559b018cedfbdde8cb2aae18db447e382f237bc4ae87a1c61cded10a2dbe5eb\n");
    assert_int_equal(bytes.size, strlen(bytes.bytes));
    arena_release(&arena);
}

static void what_does_not_matter(void **state)
{
    (void)state;
    static const char *const same[] = {
        "rules: [ADR001, SDL009]\n" SCOPE REASON DAYS,
        RULES "scope: {repos: [h.test/o/r], subjects: [x], paths: [a/b, docs/**]}\n" REASON DAYS,
        RULES SCOPE DAYS "justification: >-\n  The vendor   keeps these files\n  until spring "
                         "comes again.\n",
        RULES SCOPE REASON DAYS "ticket: X-1\nrequested_on: 2026-01-01\n"
                                "approvals: [{by: c@x.test, on: 2026-01-01}]\n",
    };
    struct arena arena;
    arena_init(&arena, 4096);
    const char *wanted = canonical(&arena, record(&arena, RULES SCOPE REASON DAYS)).bytes;
    for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++)
        assert_string_equal(canonical(&arena, record(&arena, same[i])).bytes, wanted);
    arena_release(&arena);
}

static void what_does(void **state)
{
    (void)state;
    static const char *const others[] = {
        "rules: [SDL009]\n" SCOPE REASON DAYS,
        RULES "scope: {paths: [docs/**], subjects: [x], repos: [h.test/o/r]}\n" REASON DAYS,
        RULES "scope: {paths: [docs/**, a/b, x], repos: [h.test/o/r]}\n" REASON DAYS,
        RULES "scope: {paths: [docs/**, a/b], subjects: [x]}\n" REASON DAYS,
        RULES SCOPE REASON "valid_from: 2026-01-01\nexpires: 2026-04-01\n",
        RULES SCOPE REASON "valid_from: 2025-12-31\nexpires: 2026-03-31\n",
        RULES SCOPE DAYS "justification: The vendor keeps these files until autumn comes again.\n",
        /* a value that looks like the lines behind it */
        RULES "scope: {paths: [docs/**, \"a/b\\nsubject x\"], repos: [h.test/o/r]}\n" REASON DAYS,
    };
    struct arena arena;
    arena_init(&arena, 4096);
    const char *wanted = canonical(&arena, record(&arena, RULES SCOPE REASON DAYS)).bytes;
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
        assert_string_not_equal(canonical(&arena, record(&arena, others[i])).bytes, wanted);
    assert_non_null(
        strstr(canonical(&arena, record(&arena, others[7])).bytes, "path a/b\\x0asubject x\n"));
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_the_bytes_are),
        cmocka_unit_test(what_does_not_matter),
        cmocka_unit_test(what_does),
    };
    return cmocka_run_group_tests_name("exception_canonical", tests, NULL, NULL);
}
