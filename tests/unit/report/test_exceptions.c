/* The report about exceptions, and their calendar. */
#include "report/exceptions.h"
#include "report_test.h"

static const char *write_exceptions(struct site *site, const char *format)
{
    const struct report_options options = {.width = 80, .version = "1.2.3"};
    buffer_clear(&site->out);
    const struct exceptions_source source = {
        .evaluation = site->evaluation, .files = &site->diagnostics, .since = 20454};
    exceptions_write(&site->out, exceptions_report_new(&source, &site->arena), format, &options);
    return buffer_string(&site->out);
}

/* A record of every sort. */
static void open_all(struct site *site)
{
    site_open(site);
    commit_rules(site, "rules: [ACM001, ACM002, ACM004, ACM006]\n"
                       "exceptions: {max_days: {high: 365, medium: 365}}\n");
    commit_file(site, "a.txt", "TODO one\n");
    commit_file(site, "data/x.yml", "a: [\n");
    commit_exception(site, "EXC-2026-0001", "ACM001", "paths: [a.txt]",
                     "valid_from: 2026-01-01\nexpires: 2026-02-10", APPROVED);
    commit_exception(site, "EXC-2026-0002", "ACM009", "paths: [a.txt]",
                     "valid_from: 2026-01-01\nexpires: 2026-03-10", APPROVED);
    commit_exception(site, "EXC-2026-0003", "ACM001", "paths: [b.txt]",
                     "valid_from: 2026-01-01\nexpires: 2026-02-17", APPROVED);
    commit_exception(site, "EXC-2026-0004", "ACM001", "paths: [b.txt]",
                     "valid_from: 2026-01-01\nexpires: 2026-04-17", APPROVED);
    commit_exception(site, "EXC-2026-0005", "ACM002", "paths: [docs/RUNBOOK.md]",
                     "valid_from: 2026-01-01\nexpires: 2026-05-17", APPROVED);
    commit_exception(site, "EXC-2026-0006", "ACM004", "paths: [other/**]",
                     "valid_from: 2026-01-01\nexpires: 2026-05-18", APPROVED);
    commit_exception(site, "EXC-2026-0007", "ACM001", "paths: [a.txt]",
                     "valid_from: 2026-03-01\nexpires: 2026-05-18", APPROVED);
    commit_exception(site, "EXC-2026-0008", "ACM001", "paths: [c.txt]",
                     "valid_from: 2026-01-01\nexpires: 2026-02-01", APPROVED);
    commit_exception(site, "EXC-2026-0009", "ACM001", "paths: [a.txt]",
                     "valid_from: 2026-01-01\nexpires: 2026-06-01", "");
    judge_site(site);
}

static void test_text(void **state)
{
    (void)state;
    struct site site;
    open_all(&site);
    const char *text = write_exceptions(&site, "text");
    const char *groups = strstr(text, "\n\n") + 1;
    assert_int_equal(
        strncmp(text, "9 exceptions on 2026-02-16 (days are UTC, the last one counts)\n", 62), 0);
    assert_non_null(strstr(text,
                           "  the gate is RED ALREADY: 2 findings block today\n"
                           "  4 records excuse 1 finding; over within 30 days: 1, 60: 2, 90: 3\n"
                           "  oldest 47 days, median 47; exception-days: 188 so far, 242 to come\n"
                           "  next: 2026-02-17  EXC-2026-0003: last valid day\n"
                           "        2026-03-01  EXC-2026-0007: begins\n"
                           "        2026-04-17  EXC-2026-0004: last valid day\n"
                           "        and 3 more, with -v\n\n"));
    assert_string_equal(
        groups, "\n"
                "expired, and still failing: 1\n"
                "  EXC-2026-0001  last valid day 2026-02-10 (6 days ago)\n"
                "    rules ACM001\n"
                "    owner team@acme.test, 1 finding\n"
                "    .bylaw/exceptions/EXC-2026-0001.yml:1\n"
                "\n"
                "invalid: they excuse nothing: 1\n"
                "  EXC-2026-0002  last valid day 2026-03-10 (22 days left)\n"
                "    rules ACM009\n"
                "    owner team@acme.test, 0 findings\n"
                "    .bylaw/exceptions/EXC-2026-0002.yml:1\n"
                "    .bylaw/exceptions/EXC-2026-0002.yml:3:9: error[E501]: no rule 'ACM009'\n"
                "\n"
                "not approved: they excuse nothing: 1\n"
                "  EXC-2026-0009  last valid day 2026-06-01 (105 days left)\n"
                "    rules ACM001\n"
                "    owner team@acme.test, 1 finding\n"
                "    .bylaw/exceptions/EXC-2026-0009.yml:1\n"
                "    0 of 1 approvals\n"
                "\n"
                "lapse within 30 days: 1\n"
                "  EXC-2026-0003  last valid day 2026-02-17 (1 day left)\n"
                "    rules ACM001\n"
                "    owner team@acme.test, 0 findings, unused\n"
                "    .bylaw/exceptions/EXC-2026-0003.yml:1\n"
                "\n"
                "lapse within 60 days: 1\n"
                "  EXC-2026-0004  last valid day 2026-04-17 (60 days left)\n"
                "    rules ACM001\n"
                "    owner team@acme.test, 0 findings, unused\n"
                "    .bylaw/exceptions/EXC-2026-0004.yml:1\n"
                "\n"
                "lapse within 90 days: 1\n"
                "  EXC-2026-0005  last valid day 2026-05-17 (90 days left)\n"
                "    rules ACM002\n"
                "    owner team@acme.test, 1 finding\n"
                "    .bylaw/exceptions/EXC-2026-0005.yml:1\n"
                "\n"
                /* its rule is unknown, so nobody knows whether it is used */
                "active: 1\n"
                "  EXC-2026-0006  last valid day 2026-05-18 (91 days left)\n"
                "    rules ACM004\n"
                "    owner team@acme.test, 0 findings\n"
                "    .bylaw/exceptions/EXC-2026-0006.yml:1\n"
                "\n"
                "not valid yet: 1\n"
                "  EXC-2026-0007  last valid day 2026-05-18 (91 days left)\n"
                "    rules ACM001\n"
                "    owner team@acme.test, 1 finding\n"
                "    .bylaw/exceptions/EXC-2026-0007.yml:1\n"
                "\n"
                "expired, and nothing fails: 1\n"
                "  EXC-2026-0008  last valid day 2026-02-01 (15 days ago)\n"
                "    rules ACM001\n"
                "    owner team@acme.test, 0 findings\n"
                "    .bylaw/exceptions/EXC-2026-0008.yml:1\n"
                "\n"
                "unused: 2 (every rule they name was judged and has no such finding)\n");
    site_close(&site);
}

static void test_nothing_is_unused_that_was_not_looked_for(void **state)
{
    (void)state;
    struct site site;
    open_all(&site);
    static const char *const rules[] = {"ACM002", NULL};
    static const char *const paths[] = {"docs/**", NULL};
    struct judge_options options = options_of(&site);
    options.only_rules = rules;
    judge_with(&site, &options);
    assert_null(strstr(write_exceptions(&site, "text"), "unused"));
    options.only_rules = NULL;
    options.only_paths = paths;
    judge_with(&site, &options);
    assert_null(strstr(write_exceptions(&site, "text"), "unused"));
    options.only_paths = NULL;
    judge_with(&site, &options);
    assert_non_null(strstr(write_exceptions(&site, "text"), "unused"));
    site_close(&site);
}

static void test_over_long_records_are_clamped(void **state)
{
    (void)state;
    struct site site;
    site_open(&site);
    commit_rules(&site, "rules: [ACM001]\nexceptions: {max_days: {high: 60}}\n");
    commit_file(&site, "a.txt", "TODO one\n");
    commit_exception(&site, "EXC-2026-0001", "ACM001", "paths: [a.txt]",
                     "valid_from: 2026-01-01\nexpires: 2026-12-31", APPROVED);
    judge_site(&site);
    assert_non_null(strstr(write_exceptions(&site, "text"),
                           "lapse within 30 days: 1\n"
                           "  EXC-2026-0001  last valid day 2026-03-01 (13 days left)\n"
                           "    rules ACM001\n"
                           "    owner team@acme.test, 1 finding, longer than the policy allows: "
                           "clamped\n"));
    const struct node *record =
        json_at(json_of(&site.arena, write_exceptions(&site, "json")), "exceptions.0");
    assert_string_equal(json_text(record, "last_valid_day"), "2026-03-01");
    assert_string_equal(json_text(record, "expiry_utc"), "2026-03-02T00:00:00Z");
    assert_string_equal(json_text(record, "days_left"), "13");
    assert_string_equal(json_text(record, "group"), "within_30_days");
    assert_string_equal(json_text(record, "over_long"), "true");
    assert_non_null(strstr(write_exceptions(&site, "ics"), "DTSTART;VALUE=DATE:20260301\r\n"));
    site_close(&site);
}

static void test_json(void **state)
{
    (void)state;
    struct site site;
    open_all(&site);
    const struct node *root = json_of(&site.arena, write_exceptions(&site, "json"));
    assert_string_equal(json_text(root, "as_of"), "2026-02-16");
    assert_string_equal(json_text(root, "time_zone"), "UTC");
    static const char *const groups[] = {"expired_failing", "invalid",        "unapproved",
                                         "within_30_days",  "within_60_days", "within_90_days",
                                         "active",          "scheduled",      "expired_harmless"};
    for (size_t i = 0; i < sizeof(groups) / sizeof(groups[0]); i++)
        assert_string_equal(node_string(json_at(root, "summary"), groups[i]), "1");
    assert_string_equal(json_text(root, "summary.pending"), "0");
    assert_string_equal(json_text(root, "summary.unused"), "2");
    const struct node *list = json_at(root, "exceptions");
    assert_int_equal(list->count, 9);
    assert_string_equal(json_text(list, "8.state"), "unapproved");
    assert_string_equal(json_text(list, "8.approvals.given"), "0");
    assert_string_equal(json_text(list, "8.approvals.needed"), "1");
    assert_string_equal(json_text(list, "0.days_left"), "-6");
    assert_string_equal(json_text(list, "1.mistakes.0"), "no rule 'ACM009'");
    site_close(&site);
}

static void test_markdown(void **state)
{
    (void)state;
    struct site site;
    open_all(&site);
    const char *out = write_exceptions(&site, "markdown");
    assert_non_null(strstr(out, "9 in all, 2 unused."));
    assert_non_null(strstr(out, "### not approved: they excuse nothing: 1\n"));
    assert_non_null(strstr(out, "| EXC&#45;2026&#45;0009 | ACM001 | team&#64;&#8203;acme.test | "
                                "2026-06-01 | 105 | 1 | 0 of 1 approvals |\n"));
    assert_non_null(strstr(out, "| EXC&#45;2026&#45;0001 | ACM001 | team&#64;&#8203;acme.test | "
                                "2026-02-10 | -6 | 1 |  |\n"));
    site_close(&site);
}

static void test_no_exceptions(void **state)
{
    (void)state;
    struct site site;
    site_open(&site);
    commit_rules(&site, "rules: [ACM001]\n");
    judge_site(&site);
    assert_string_equal(write_exceptions(&site, "text"),
                        "0 exceptions on 2026-02-16 (days are UTC, the last one counts)\n");
    assert_int_equal(
        json_at(json_of(&site.arena, write_exceptions(&site, "json")), "exceptions")->count, 0);
    assert_string_equal(write_exceptions(&site, "ics"),
                        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//bylaw//bylaw 1.2.3//EN\r\n"
                        "CALSCALE:GREGORIAN\r\nMETHOD:PUBLISH\r\n"
                        "REFRESH-INTERVAL;VALUE=DURATION:P1D\r\nEND:VCALENDAR\r\n");
    site_close(&site);
}

/* Whole characters, at most 75 octets a line (RFC 5545, 3.1). */
static void assert_folded(const char *text, struct buffer *unfolded)
{
    buffer_clear(unfolded);
    while (*text) {
        size_t size = strcspn(text, "\r\n");
        assert_true(size <= 75);
        assert_true(utf8_is_valid((struct text){.bytes = text, .size = size}));
        assert_int_equal(strncmp(text + size, "\r\n", 2), 0);
        bool goes_on = *text == ' ';
        if (!goes_on && unfolded->size > 0)
            buffer_add_byte(unfolded, '\n');
        buffer_add(unfolded, text + goes_on, size - goes_on);
        text += size + 2;
    }
}

static size_t count_of(const char *text, const char *what)
{
    size_t count = 0;
    for (const char *at = strstr(text, what); at; at = strstr(at + 1, what))
        count++;
    return count;
}

static void test_the_calendar(void **state)
{
    (void)state;
    struct site site;
    open_all(&site);
    const char *out = write_exceptions(&site, "ics");
    struct buffer unfolded = BUFFER_EMPTY;
    assert_folded(out, &unfolded);
    const char *text = buffer_string(&unfolded);
    assert_int_equal(count_of(text, "BEGIN:VEVENT\n"), 9);
    assert_int_equal(count_of(text, "STATUS:CANCELLED\n"), 2); /* invalid, unapproved */
    assert_int_equal(count_of(text, "BEGIN:VALARM\n"), 10);    /* active, expiring, scheduled */
    assert_non_null(strstr(text, "SUMMARY:EXC-2026-0003 last valid day (ACM001)\n"));
    assert_non_null(strstr(text, "DTSTART;VALUE=DATE:20260217\nDTEND;VALUE=DATE:20260218\n"));
    /* the commit's time: the same input gives the same bytes */
    assert_non_null(strstr(text, "DTSTAMP:20260215T000000Z\n"));
    assert_null(strstr(text, "vendor")); /* a calendar leaks: no justification */
    buffer_release(&unfolded);
    site_close(&site);
}

static void test_folding_of_long_texts(void **state)
{
    (void)state;
    static const char *const characters[] = {"a", "\xc3\xa9", "\xe6\xbc\xa2", "\xf0\x9f\x92\xa9"};
    struct site site;
    open_all(&site);
    struct exception exception = *site.evaluation->exceptions[2].exception;
    struct exception_use use = site.evaluation->exceptions[2];
    use.exception = &exception;
    site.evaluation->excuse_lookup = NULL; /* it is of the others, too */
    site.evaluation->exceptions = &use;
    site.evaluation->exception_count = 1;
    for (size_t c = 0; c < 4; c++)
        for (size_t shift = 0; shift < 5; shift++) {
            struct buffer owner = BUFFER_EMPTY;
            struct buffer unfolded = BUFFER_EMPTY;
            for (size_t i = 0; i < shift; i++)
                buffer_add_byte(&owner, 'x');
            for (size_t i = 0; i < 200; i++)
                buffer_add_string(&owner, characters[c]);
            exception.owner = buffer_string(&owner);
            assert_folded(write_exceptions(&site, "ics"), &unfolded);
            assert_non_null(strstr(
                buffer_string(&unfolded),
                arena_printf(&site.arena, "DESCRIPTION:Owner: %s\n", buffer_string(&owner))));
            buffer_release(&owner);
            buffer_release(&unfolded);
        }
    exception.owner = "a;b,c\\d\ne\r\nBEGIN:VALARM";
    struct buffer unfolded = BUFFER_EMPTY;
    assert_folded(write_exceptions(&site, "ics"), &unfolded);
    assert_non_null(strstr(buffer_string(&unfolded),
                           "DESCRIPTION:Owner: a\\;b\\,c\\\\d\\\\ne\\\\r\\\\nBEGIN:VALARM\n"));
    buffer_release(&unfolded);
    site_close(&site);
}

static void test_a_review_is_an_event(void **state)
{
    (void)state;
    struct site site;
    site_open(&site);
    commit_rules(&site, "rules: [ACM001]\n");
    commit_exception(&site, "EXC-2026-0001", "ACM001", "paths: [a.txt]",
                     "valid_from: 2026-01-01\nexpires: 2026-03-31\nreview_by: 2026-02-20",
                     APPROVED);
    judge_site(&site);
    const char *out = write_exceptions(&site, "ics");
    assert_non_null(strstr(out, "SUMMARY:EXC-2026-0001 review (ACM001)\r\n"));
    assert_non_null(strstr(out, "DTSTART;VALUE=DATE:20260220\r\n"));
    const char *first = strstr(out, "UID:");
    const char *second = strstr(first + 1, "UID:");
    assert_int_not_equal(strncmp(first, second, strcspn(first, "\r")), 0);
    site_close(&site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text),
        cmocka_unit_test(test_nothing_is_unused_that_was_not_looked_for),
        cmocka_unit_test(test_over_long_records_are_clamped),
        cmocka_unit_test(test_json),
        cmocka_unit_test(test_markdown),
        cmocka_unit_test(test_no_exceptions),
        cmocka_unit_test(test_the_calendar),
        cmocka_unit_test(test_folding_of_long_texts),
        cmocka_unit_test(test_a_review_is_an_event),
    };
    return cmocka_run_group_tests_name("exceptions", tests, NULL, NULL);
}
