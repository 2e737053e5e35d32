/* Exception records: what is refused, and what they are on the day before, of and
 * after (reference: exceptions A3 to A6). */
#include "policy/exception.h"
#include "policy/policy_file.h"
#include "policy_test.h"

#include "base/date.h"

static const char good_tail[] =
    "justification: The vendor keeps these files until the migration is done in spring.\n"
    "owner: team@acme.test\n"
    "requested_by: dev@acme.test\n"
    "valid_from: 2026-01-01\n";

static struct exception_set load(struct arena *arena, const char *text)
{
    struct exception_set set;
    const struct policy_file file = {.path = "e.yml", .text = text_of(text)};
    exceptions_load(&set, arena, &file, 1);
    return set;
}

static const struct exception *load_one(struct arena *arena, const char *text)
{
    struct exception_set set = load(arena, text);
    assert_int_equal(set.count, 1);
    for (size_t i = 0; i < set.items[0].mistake_count; i++)
        print_error("%s\n", set.items[0].mistakes[i].message);
    assert_int_equal(set.items[0].mistake_count, 0);
    return &set.items[0];
}

static const char *record(struct arena *arena, const char *more)
{
    return arena_printf(arena,
                        "bylaw: 1\nid: EXC-2026-0001\nrules: [SDL009]\n"
                        "scope: {paths: [docs/**]}\nexpires: 2026-03-31\n%s%s",
                        good_tail, more);
}

/* All mistakes of all records of a file, with the ids that bear them. */
static void load_bad(struct arena *arena, const char *path, struct text text,
                     struct diagnostics *diagnostics)
{
    struct exception_set set;
    const struct policy_file file = {.path = path, .text = text};
    exceptions_load(&set, arena, &file, 1);
    for (size_t i = 0; i < set.count; i++) {
        const struct exception *exception = &set.items[i];
        for (size_t j = 0; j < exception->mistake_count; j++) {
            struct diagnostic *copy =
                diagnostics_add(diagnostics, DIAGNOSTIC_ERROR, exception->mistakes[j].place,
                                "%s: %s", exception->id, exception->mistakes[j].message);
            copy->expected = exception->mistakes[j].expected;
            copy->meant = exception->mistakes[j].meant;
        }
        assert_int_equal(exception_state(exception, NULL, date_from_civil(2026, 2, 1)),
                         exception->mistake_count > 0 ? EXCEPTION_INVALID : EXCEPTION_ACTIVE);
    }
    assert_true(diagnostics->count > 0);
}

static void test_mistakes(void **state)
{
    (void)state;
    assert_mistakes_of_folder("bad_exception", 25, load_bad);
}

static void test_every_field(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 16);
    const struct exception *exception = load_one(
        &arena, "apiVersion: bylaw/v1\n"
                "kind: Exception\n"
                "id: EXC-2026-0007\n"
                "rules: [SDL009, SDL008]\n"
                "scope:\n"
                "  repos: [github.com/acme/pay]\n"
                "  paths: ['services/pay/**', README.md]\n"
                "  subjects: [RUNBOOK.md]\n"
                "  findings: [0123456789abcdef0123456789abcdef]\n"
                "category: mitigated\n"
                "justification: None of our services can be built without it until March.\n"
                "risk: {level: medium, statement: Slower response.}\n"
                "compensating_controls: [A hotline]\n"
                "owner: team-pay@acme.test\n"
                "requested_by: dev@acme.test\n"
                "requested_on: 2026-06-20\n"
                "approvals: [{by: cto@acme.test, on: 2026-06-29, evidence: record-signature}]\n"
                "ticket: https://jira.acme.test/browse/GOV-71\n"
                "valid_from: 2026-06-29\n"
                "expires: 2026-09-30\n"
                "review_by: 2026-08-15\n"
                "close_when: file-exists:RUNBOOK.md\n"
                "remediation: {plan: Write it, milestones: [{due: 2026-08-31, text: draft}]}\n"
                "supersedes: EXC-2026-0003\n"
                "tags: [payments]\n");
    assert_string_equal(exception->id, "EXC-2026-0007");
    assert_string_equal(exception->rules[1], "SDL008");
    assert_null(exception->rules[2]);
    assert_int_equal(exception->rule_places[1].line, 4);
    assert_int_equal(exception->rule_places[1].column, 17);
    assert_string_equal(exception->repositories[0], "github.com/acme/pay");
    assert_string_equal(exception->paths[0], "services/pay/**");
    assert_int_equal(exception->glob_count, 2);
    assert_true(glob_matches(exception->globs[0], "services/pay/x/y"));
    assert_string_equal(exception->subjects[0], "RUNBOOK.md");
    assert_string_equal(exception->findings[0], "0123456789abcdef0123456789abcdef");
    assert_string_equal(exception->category, "mitigated");
    assert_true(string_starts_with(exception->justification, "None of our"));
    assert_string_equal(exception->owner, "team-pay@acme.test");
    assert_string_equal(exception->requested_by, "dev@acme.test");
    assert_string_equal(exception->ticket, "https://jira.acme.test/browse/GOV-71");
    assert_int_equal(exception->approval_count, 1);
    assert_string_equal(exception->approvals[0].by, "cto@acme.test");
    assert_string_equal(exception->approvals[0].evidence, "record-signature");
    assert_int_equal(exception->approvals[0].on, date_from_civil(2026, 6, 29));
    assert_int_equal(exception->requested_on, date_from_civil(2026, 6, 20));
    assert_int_equal(exception->valid_from, date_from_civil(2026, 6, 29));
    assert_int_equal(exception->expires, date_from_civil(2026, 9, 30));
    assert_int_equal(exception->review_by, date_from_civil(2026, 8, 15));
    assert_int_equal(exception->closes, EXCEPTION_CLOSES_FILE_EXISTS);
    assert_string_equal(exception->closing_file, "RUNBOOK.md");
    assert_int_equal(exception->place.line, 1);
    arena_release(&arena);
}

static void test_unsaid_fields(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 16);
    const struct exception *exception =
        load_one(&arena, record(&arena, "approvals: [{by: cto, on: 2026-01-01}]\n"));
    assert_string_equal(exception->category, "waiver");
    assert_string_equal(exception->approvals[0].evidence, "declared");
    assert_null(exception->ticket);
    assert_int_equal(exception->requested_on, INT32_MIN);
    assert_int_equal(exception->review_by, INT32_MIN);
    assert_null(exception->repositories[0]);
    assert_null(exception->subjects[0]);
    assert_null(exception->findings[0]);
    arena_release(&arena);
}

/* Words that look like fillers within a sentence are words. */
static void test_justifications_that_stand(void **state)
{
    (void)state;
    static const char *const good[] = {
        "Todoist integration keeps its own list until the vendor has moved.",
        "None of the consumers can take the new header before the May release.",
        "Na\xc3\xafve clients of the first version break; they end with the year.",
        "\xe3\x83\x99\xe3\x83\xb3\xe3\x83\x80\xe3\x83\xbc\xe3\x81\xaf \xe6\x98\xa5\xe3\x81\xbe\xe3"
        "\x81\xa7\xe3\x81\xab \xe7\xa7\xbb\xe8\xa1\x8c\xe3\x81\x8c \xe7\xb5\x82\xe3\x82\x8f\xe3\x82"
        "\x8b \xe3\x81\x9d\xe3\x82\x8c\xe3\x81\xbe\xe3\x81\xa7\xe3\x81\xaf \xe5\x8f\xa4\xe3\x81\x84"
        "\xe5\xbd\xa2\xe5\xbc\x8f\xe3\x82\x92 \xe4\xbd\xbf\xe3\x81\x84\xe7\xb6\x9a\xe3\x81\x91\xe3"
        "\x82\x8b\xe3\x81\x97\xe3\x81\x8b\xe3\x81\xaa\xe3\x81\x84",
    };
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        struct arena arena;
        arena_init(&arena, 1 << 16);
        const char *text = arena_printf(&arena,
                                        "bylaw: 1\nid: EXC-2026-0001\nrules: [SDL009]\n"
                                        "scope: {paths: [docs/**]}\nexpires: 2026-03-31\n"
                                        "justification: '%s'\nowner: o@x.test\n"
                                        "requested_by: d@x.test\nvalid_from: 2026-01-01\n",
                                        good[i]);
        load_one(&arena, text);
        arena_release(&arena);
    }
}

static enum exception_state state_on(const struct exception *exception, const char *day)
{
    int32_t today;
    assert_true(date_parse(day, &today));
    return exception_state(exception, NULL, today);
}

/* Days are inclusive. */
static void test_days(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 16);
    const struct exception *exception = load_one(&arena, record(&arena, ""));
    assert_int_equal(state_on(exception, "2025-12-31"), EXCEPTION_SCHEDULED);
    assert_int_equal(state_on(exception, "2026-01-01"), EXCEPTION_ACTIVE);
    assert_int_equal(state_on(exception, "2026-02-28"), EXCEPTION_ACTIVE);
    assert_int_equal(state_on(exception, "2026-03-01"), EXCEPTION_EXPIRING);
    assert_int_equal(state_on(exception, "2026-03-30"), EXCEPTION_EXPIRING);
    assert_int_equal(state_on(exception, "2026-03-31"), EXCEPTION_EXPIRING);
    assert_int_equal(state_on(exception, "2026-04-01"), EXCEPTION_EXPIRED);
    struct exception pending = *exception;
    pending.pending = true;
    assert_int_equal(state_on(&pending, "2026-02-01"), EXCEPTION_PENDING);
    arena_release(&arena);
}

/* Grace and notice are counted from what the policies say. */
static void test_grace_and_notice(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 16);
    const struct exception *exception = load_one(&arena, record(&arena, ""));
    const int64_t notices[] = {14, 1};
    const struct exception_limits limits = {
        .caps = {.grace_days = 3, .notices = notices, .notice_count = 2}};
    const int32_t last = exception->expires;
    assert_int_equal(exception_state(exception, &limits, last - 12), EXCEPTION_ACTIVE);
    assert_int_equal(exception_state(exception, &limits, last - 11), EXCEPTION_EXPIRING);
    assert_int_equal(exception_state(exception, &limits, last + 3), EXCEPTION_EXPIRING);
    assert_int_equal(exception_state(exception, &limits, last + 4), EXCEPTION_EXPIRED);
    assert_int_equal(exception_last_day(exception, SEVERITY_MEDIUM, &limits), last + 3);
    assert_false(exception_is_clamped(exception, SEVERITY_HIGH, &limits));
    assert_true(exception_is_clamped(exception, SEVERITY_CRITICAL, &limits));
    assert_int_equal(exception_last_day(exception, SEVERITY_CRITICAL, &limits),
                     exception->valid_from + 29 + 3);
    arena_release(&arena);
}

static void test_one_day_is_a_life(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 16);
    char *text = arena_strdup(&arena, record(&arena, ""));
    memcpy(strstr(text, "2026-03-31"), "2026-01-01", 10);
    const struct exception *exception = load_one(&arena, text);
    assert_int_equal(state_on(exception, "2025-12-31"), EXCEPTION_SCHEDULED);
    assert_int_equal(state_on(exception, "2026-01-01"), EXCEPTION_EXPIRING);
    assert_int_equal(state_on(exception, "2026-01-02"), EXCEPTION_EXPIRED);
    arena_release(&arena);
}

static void test_last_day_is_clamped(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 16);
    char *text = arena_strdup(&arena, record(&arena, ""));
    memcpy(strstr(text, "2026-03-31"), "2027-12-31", 10);
    const struct exception *exception = load_one(&arena, text);
    int32_t from = date_from_civil(2026, 1, 1);
    const struct exception_limits none = {0};
    assert_int_equal(exception_last_day(exception, SEVERITY_CRITICAL, &none), from + 29);
    assert_int_equal(exception_last_day(exception, SEVERITY_HIGH, &none), from + 89);
    assert_int_equal(exception_last_day(exception, SEVERITY_MEDIUM, &none), from + 179);
    assert_int_equal(exception_last_day(exception, SEVERITY_LOW, &none), from + 364);
    assert_int_equal(exception_last_day(exception, SEVERITY_INFO, &none), from + 364);
    const struct exception_limits limits = {.max_days = {0, 1, 1000, 0, 0}};
    assert_int_equal(exception_last_day(exception, SEVERITY_LOW, &limits), from);
    assert_int_equal(exception_last_day(exception, SEVERITY_MEDIUM, &limits),
                     date_from_civil(2027, 12, 31));
    arena_release(&arena);
}

static void test_approvals(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 16);
    const struct exception *exception =
        load_one(&arena, record(&arena, "approvals:\n"
                                        "  - {by: cto@acme.test, on: 2025-12-20}\n"
                                        "  - {by: CTO@acme.test, on: 2025-12-21}\n"
                                        "  - {by: ciso@acme.test, on: 2026-02-01}\n"));
    int32_t day = date_from_civil(2026, 1, 15);
    assert_int_equal(exception_approvals(exception, day), 1);
    assert_int_equal(exception_approvals(exception, date_from_civil(2026, 2, 1)), 2);
    const struct exception_limits one = {.approvals = 1};
    const struct exception_limits two = {.approvals = 2};
    assert_int_equal(exception_state(exception, &one, day), EXCEPTION_ACTIVE);
    assert_int_equal(exception_state(exception, &two, day), EXCEPTION_UNAPPROVED);
    assert_int_equal(exception_state(exception, &two, date_from_civil(2026, 2, 1)),
                     EXCEPTION_ACTIVE);
    const struct exception *alone = load_one(&arena, record(&arena, ""));
    assert_int_equal(exception_state(alone, &one, day), EXCEPTION_UNAPPROVED);
    assert_int_equal(exception_state(alone, &(struct exception_limits){0}, day), EXCEPTION_ACTIVE);
    arena_release(&arena);
}

/* A file may hold one record, a list of them, or `exceptions:`; many files one id. */
static void test_files(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 16);
    char *second = arena_strdup(&arena, record(&arena, ""));
    memcpy(strstr(second, "0001"), "0002", 4);
    const struct policy_file files[] = {
        {.path = "b.yml", .text = text_of(second)},
        {.path = "a.yml", .text = text_of(record(&arena, ""))},
        {.path = "c.yml", .text = text_of("exceptions: []\n")},
        {.path = "d.yml", .text = text_of("exceptions:\n")},
        {.path = "e.yml", .text = text_of("[]\n")},
    };
    struct exception_set set;
    exceptions_load(&set, &arena, files, 5);
    assert_int_equal(set.count, 2);
    assert_string_equal(set.items[0].id, "EXC-2026-0001");
    assert_string_equal(set.items[1].id, "EXC-2026-0002");
    assert_int_equal(set.items[0].mistake_count + set.items[1].mistake_count, 0);

    const struct policy_file twice[] = {files[1], {.path = "z.yml", .text = files[1].text}};
    exceptions_load(&set, &arena, twice, 2);
    assert_int_equal(set.count, 2);
    assert_string_equal(set.items[0].mistakes[0].message,
                        "the id 'EXC-2026-0001' is there twice, also at z.yml:1:1");
    assert_string_equal(set.items[1].mistakes[0].message,
                        "the id 'EXC-2026-0001' is there twice, also at a.yml:1:1");

    const struct policy_file unread = {.path = "link.yml", .problem = "'link.yml' is a link"};
    exceptions_load(&set, &arena, &unread, 1);
    assert_int_equal(set.count, 1);
    assert_string_equal(set.items[0].id, "(unreadable)");
    assert_string_equal(set.items[0].mistakes[0].message, "'link.yml' is a link");
    assert_int_equal(exception_state(&set.items[0], NULL, 0), EXCEPTION_INVALID);
    exceptions_load(&set, &arena, NULL, 0);
    assert_int_equal(set.count, 0);
    arena_release(&arena);
}

static void test_what_closes_a_record(void **state)
{
    (void)state;
    static const struct {
        const char *written, *file;
        enum exception_close closes;
        bool is_mistake;
    } rows[] = {
        {"", NULL, EXCEPTION_CLOSES_RULE_PASSES, false},
        {"close_when: rule-passes\n", NULL, EXCEPTION_CLOSES_RULE_PASSES, false},
        {"close_when: date-only\n", NULL, EXCEPTION_CLOSES_DATE_ONLY, false},
        {"close_when: file-exists:docs/RUNBOOK.md\n", "docs/RUNBOOK.md",
         EXCEPTION_CLOSES_FILE_EXISTS, false},
        {"close_when: file-exists:..a/.b\n", "..a/.b", EXCEPTION_CLOSES_FILE_EXISTS, false},
        {"close_when: file-exists:/etc/passwd\n", NULL, EXCEPTION_CLOSES_FILE_EXISTS, true},
        {"close_when: file-exists:../other\n", NULL, EXCEPTION_CLOSES_FILE_EXISTS, true},
        {"close_when: file-exists:a/../b\n", NULL, EXCEPTION_CLOSES_FILE_EXISTS, true},
        {"close_when: file-exists:./a\n", NULL, EXCEPTION_CLOSES_FILE_EXISTS, true},
        {"close_when: file-exists:a//b\n", NULL, EXCEPTION_CLOSES_FILE_EXISTS, true},
        {"close_when: file-exists:docs/\n", NULL, EXCEPTION_CLOSES_FILE_EXISTS, true},
        {"close_when: \"file-exists:a\\nb\"\n", NULL, EXCEPTION_CLOSES_RULE_PASSES, true},
        {"close_when: \"file-exists:a\\\\b\"\n", NULL, EXCEPTION_CLOSES_FILE_EXISTS, true},
        {"close_when: 'file-exists:'\n", NULL, EXCEPTION_CLOSES_RULE_PASSES, true},
        {"close_when: never\n", NULL, EXCEPTION_CLOSES_RULE_PASSES, true},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct arena arena;
        arena_init(&arena, 1 << 16);
        struct exception_set set = load(&arena, record(&arena, rows[i].written));
        assert_int_equal(set.count, 1);
        assert_int_equal(set.items[0].mistake_count, rows[i].is_mistake);
        if (rows[i].is_mistake)
            assert_int_equal(set.items[0].mistakes[0].code, E206);
        assert_int_equal(set.items[0].closes, rows[i].closes);
        assert_true(!rows[i].file == !set.items[0].closing_file);
        if (rows[i].file)
            assert_string_equal(set.items[0].closing_file, rows[i].file);
        arena_release(&arena);
    }
}

/* What was cut off or emptied is told, and not taken for nothing. */
static void test_file_that_holds_nothing(void **state)
{
    (void)state;
    static const char *const texts[] = {"", "\n \n", "# none\n", "null\n", "---\n...\n", "~"};
    struct arena arena;
    arena_init(&arena, 1 << 16);
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        struct exception_set set = load(&arena, texts[i]);
        assert_int_equal(set.count, 1);
        assert_string_equal(set.items[0].id, "(unreadable)");
        assert_int_equal(set.items[0].mistake_count, 1);
        assert_int_equal(set.items[0].mistakes[0].code, E102);
        assert_int_equal(set.items[0].mistakes[0].place.line, 1);
        assert_int_equal(set.items[0].mistakes[0].place.column, 1);
        assert_int_equal(exception_state(&set.items[0], NULL, 0), EXCEPTION_INVALID);
    }
    arena_release(&arena);
}

static const char rule_text[] = "bylaw: 1\nid: ACM001\nname: a\ntitle: A\nseverity: low\ntags: []\n"
                                "why: w\nfix: f\ncontrols: []\naliases: [ACM000]\n"
                                "for_each: {fact: file}\nrequire: {path: {exists: true}}\n"
                                "on_empty: pass\nmessage: m\n";

static void test_rules_that_cannot_be_excused(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 16);
    struct diagnostics diagnostics;
    diagnostics_init(&diagnostics, &arena);
    struct library library;
    library_init(&library, &arena);
    const struct policy_file file = {.path = "r.yml", .text = text_of(rule_text)};
    library_add_files(&library, LAYER_ORGANISATION, &file, 1, &diagnostics);
    assert_int_equal(library.rule_count, 1);

    static const struct {
        const char *rules, *non_waivable, *message;
    } rows[] = {
        {"ACM001", NULL, NULL},
        {"ACM000", NULL, NULL},
        {"ACM002", NULL, "no rule 'ACM002'"},
        {"ACM001", "ACM001", "no exception may excuse rule 'ACM001'"},
        {"ACM000", "ACM001", "no exception may excuse rule 'ACM000'"},
        {"ACM001", "ACM000", "no exception may excuse rule 'ACM001'"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char *text = arena_strdup(&arena, record(&arena, ""));
        memcpy(strstr(text, "SDL009"), rows[i].rules, 6);
        struct exception_set set = load(&arena, text);
        const char *const ids[] = {rows[i].non_waivable, NULL};
        const struct exception_limits limits = {.non_waivable = ids};
        exceptions_check_rules(&set, &library, &limits, &diagnostics);
        const struct exception *exception = &set.items[0];
        assert_int_equal(exception->mistake_count, rows[i].message ? 1 : 0);
        if (!rows[i].message)
            continue;
        assert_string_equal(exception->mistakes[0].message, rows[i].message);
        assert_int_equal(exception->mistakes[0].place.line, 3);
        assert_int_equal(exception->mistakes[0].place.column, 9);
        assert_int_equal(exception_state(exception, NULL, date_from_civil(2026, 2, 1)),
                         EXCEPTION_INVALID);
    }
    struct exception_set set = load(&arena, record(&arena, ""));
    exceptions_check_rules(&set, &library, &(struct exception_limits){0}, &diagnostics);
    assert_string_equal(set.items[0].mistakes[0].message, "no rule 'SDL009'");
    /* a record under a former name holds, and its author is told */
    assert_int_equal(diagnostics.errors, 0);
    assert_int_equal(diagnostics.count, 2);
    assert_string_equal(diagnostics.items[0].message, "rule 'ACM000' is called 'ACM001' now");
    library_release(&library);
    arena_release(&arena);
}

/* What the engine found to be wrong with approvals counts, and a comment has none. */
static void test_faults_of_approvals(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 16);
    struct exception_set set =
        load(&arena, record(&arena, "approvals: [{by: c@x.test, on: 2026-01-01}, "
                                    "{by: d@x.test, on: 2026-01-01}]\n"));
    struct exception *exception = &set.items[0];
    int32_t today = date_from_civil(2026, 1, 15);
    struct exception_limits limits = {.approvals = 2};
    struct approval_proof proof = {.fault = APPROVAL_COUNTS};
    assert_int_equal(exception_state(exception, &limits, today), EXCEPTION_ACTIVE);
    exception->approvals[0].proof = &proof;
    assert_int_equal(exception_approvals(exception, today), 2);
    proof.fault = APPROVAL_NOT_PROVED;
    assert_int_equal(exception_approvals(exception, today), 1);
    assert_int_equal(exception_state(exception, &limits, today), EXCEPTION_UNAPPROVED);
    limits.approvals = 1;
    assert_int_equal(exception_state(exception, &limits, today), EXCEPTION_ACTIVE);
    exception->unapproved = "somebody else must approve it";
    assert_int_equal(exception_state(exception, &limits, today), EXCEPTION_UNAPPROVED);
    exception->unapproved = NULL;
    exception->approval_count = 0;
    exception->layout = EXCEPTION_INLINE;
    assert_int_equal(exception_state(exception, &limits, today), EXCEPTION_ACTIVE);
    limits.approving.evidence[2] = EXCEPTION_EVIDENCE_TRAILER;
    assert_int_equal(exception_state(exception, &limits, today), EXCEPTION_UNAPPROVED);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_faults_of_approvals),
        cmocka_unit_test(test_mistakes),
        cmocka_unit_test(test_every_field),
        cmocka_unit_test(test_unsaid_fields),
        cmocka_unit_test(test_justifications_that_stand),
        cmocka_unit_test(test_what_closes_a_record),
        cmocka_unit_test(test_file_that_holds_nothing),
        cmocka_unit_test(test_days),
        cmocka_unit_test(test_grace_and_notice),
        cmocka_unit_test(test_one_day_is_a_life),
        cmocka_unit_test(test_last_day_is_clamped),
        cmocka_unit_test(test_approvals),
        cmocka_unit_test(test_files),
        cmocka_unit_test(test_rules_that_cannot_be_excused),
    };
    return cmocka_run_group_tests_name("exception", tests, NULL, NULL);
}
