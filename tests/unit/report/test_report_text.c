/* The text report: its words, its width, and what a repository can do to it. */
#include "report_test.h"

static size_t columns_of(const char *line, size_t size)
{
    size_t count = 0;
    for (size_t i = 0; i < size; i++)
        count += ((unsigned char)line[i] & 0xc0) != 0x80;
    return count;
}

static void assert_width(const char *text, size_t most)
{
    while (*text) {
        size_t size = strcspn(text, "\n");
        if (columns_of(text, size) > most)
            fail_msg("%zu columns: %.*s", columns_of(text, size), (int)size, text);
        text += size + (text[size] == '\n');
    }
}

static const char long_text[] =
    "TODO: this is a long line that goes on and on and on, so that it must be cut somewhere, "
    "\xc3\xa9\xc3\xa9\xc3\xa9 and on and on and on\n";

static void test_everything(void **state)
{
    (void)state;
    struct site site;
    site_open(&site);
    commit_rules(&site, "rules: [ACM001, ACM002, ACM003, ACM004, ACM005, ACM006, ACM007]\n");
    commit_file(&site, "a.txt", "first\nthen a TODO here\n");
    commit_file(&site, "b.look", "");
    commit_file(&site, "data/x.yml", "a: [\n");
    commit_exception(&site, "EXC-2026-0001", "ACM001", "paths: [a.txt]",
                     "valid_from: 2026-01-20\nexpires: 2026-03-01", APPROVED);
    judge_site(&site);
    assert_string_equal(
        write_report(&site, "text", NULL),
        "repository  8df2adf06285  2026-02-16  own 1.0.0\n"
        "\n"
        "ACM001  high, block  Title of ACM001\n"
        "  a.txt:2:8  high\n"
        "    'TODO here' is left in 'a.txt'\n"
        "        2 | then a TODO here\n"
        "          |        ^\n"
        "    EXC-2026-0001 excuses this until it returns on 2026-03-02\n"
        "  fix:\n"
        "    What to do.\n"
        "\n"
        "ACM002  medium, block  Title of ACM002\n"
        "  docs/RUNBOOK.md (not there)  medium, blocks\n"
        "    There is no runbook.\n"
        "  fix:\n"
        "    What to do.\n"
        "\n"
        "ACM003  low, block  Title of ACM003\n"
        "  b.look:1:1  low, review\n"
        "    Somebody must look at this.\n"
        "  fix:\n"
        "    What to do.\n"
        "\n"
        "ACM004  high, block  Title of ACM004\n"
        "  data/x.yml:2:1  high, unknown, blocks\n"
        "    This cannot be decided: did not find expected node content while parsing a\n"
        "    flow node.\n"
        "  fix:\n"
        "    What to do.\n"
        "\n"
        "7 rules: 2 pass, 2 fail, 1 unknown, 1 review, 1 not applicable\n"
        "5 findings (1 excused, 1 unknown, 1 note) in 13 files\n"
        "exceptions: 1 expiring, 0 unused\n"
        "  EXC-2026-0001 lapses after 2026-03-01 (13 days left)\n"
        "blocked by 2 findings of ACM002, ACM004\n"
        "not decided, so that the status is 4: ACM004\n");
    site_close(&site);
}

static void test_eighty_columns(void **state)
{
    (void)state;
    static const unsigned widths[] = {80, 100, 120};
    for (size_t i = 0; i < 3; i++) {
        struct site site;
        site_open(&site);
        commit_rules(&site, "rules: [ACM001, ACM002, ACM003, ACM004, ACM005, ACM006, ACM007]\n");
        commit_file(&site, "a.txt", long_text);
        commit_file(&site, "b.look", "");
        commit_file(&site, "data/x.yml", "a: [\n");
        judge_site(&site);
        struct report_options options = {.width = widths[i], .version = "1.2.3"};
        assert_width(write_with(&site, "text", &options), widths[i]);
        /* a heading that is too long goes on below */
        const char *const names[] = {"first-policy 1.0.0", "second-policy 1.0.0",
                                     "third-policy 1.0.0", "fourth-policy 1.0.0",
                                     "fifth-policy 1.0.0", NULL};
        struct ruleset ruleset = *site.evaluation->ruleset;
        ruleset.policies = names;
        site.evaluation->ruleset = &ruleset;
        assert_width(write_with(&site, "text", &options), widths[i]);
        assert_non_null(strstr(buffer_string(&site.out), "fifth-policy"));
        site_close(&site);
    }
}

static void test_the_caret(void **state)
{
    (void)state;
    static const struct {
        const char *line, *shown;
    } rows[] = {
        {"TODO", "        1 | TODO\n          | ^\n"},
        {"\tTODO", "        1 |     TODO\n          |     ^\n"},
        {"\xc3\xa9\xc3\xa9 TODO", "        1 | \xc3\xa9\xc3\xa9 TODO\n          |    ^\n"},
        {"\x1b[1m TODO", "        1 | \\x1b[1m TODO\n          |         ^\n"},
        {"##[x] TODO", "        1 | \\x23#[x] TODO\n          |          ^\n"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct site site;
        site_open(&site);
        commit_rules(&site, "rules: [ACM001]\n");
        commit_file(&site, "a.txt", rows[i].line);
        judge_site(&site);
        const char *text = write_report(&site, "text", NULL);
        if (!strstr(text, rows[i].shown))
            fail_msg("%s", text);
        site_close(&site);
    }
}

static void test_a_caret_that_is_cut_off(void **state)
{
    (void)state;
    struct site site;
    site_open(&site);
    commit_rules(&site, "rules: [ACM001]\n");
    char line[200];
    memset(line, 'x', 150);
    strcpy(line + 150, "TODO");
    commit_file(&site, "a.txt", line);
    judge_site(&site);
    const char *text = write_report(&site, "text", NULL);
    assert_width(text, 80);
    assert_non_null(strstr(text, "xxx...\n"));
    assert_null(strstr(text, "^"));
    site_close(&site);
}

/* Names and texts of a repository: shown, never obeyed. */
static void test_hostile_texts(void **state)
{
    (void)state;
    struct site site;
    site_open(&site);
    commit_rules(&site, "rules: [ACM001, ACM004]\n");
    commit_file(&site, "::error::x\x1b[2J\xe2\x80\xae.txt",
                "TODO ::warning file=x::boo ##[add-path]/tmp \x1b[31m\xff");
    commit_file(&site, "data/::x\n.yml", "a: [\n");
    judge_site(&site);
    const char *const names[] = {"own \x1b[31m", NULL};
    struct ruleset ruleset = *site.evaluation->ruleset;
    ruleset.policies = names;
    site.evaluation->ruleset = &ruleset;
    struct report_options options = {.width = 80, .version = "1.2.3", .verbose = true};
    const char *text = write_with(&site, "text", &options);
    assert_true(utf8_is_valid(text_of(text)));
    assert_null(strchr(text, '\x1b'));
    assert_null(strchr(text, '\r'));
    assert_null(strstr(text, "##["));
    assert_null(strstr(text, "\xe2\x80\xae"));
    for (const char *line = text; line; line = strchr(line, '\n')) {
        line += *line == '\n';
        assert_int_not_equal(strncmp(line + strspn(line, " "), "::", 2), 0);
    }
    site_close(&site);
}

static void test_colour_is_asked_for(void **state)
{
    (void)state;
    struct site site;
    site_open(&site);
    commit_rules(&site, "rules: [ACM001]\n");
    commit_file(&site, "a.txt", "TODO");
    judge_site(&site);
    struct report_options options = {.width = 80, .version = "1.2.3", .colour = true};
    char *coloured = arena_strdup(&site.arena, write_with(&site, "text", &options));
    const char *plain = write_report(&site, "text", NULL);
    assert_null(strchr(plain, '\x1b'));
    assert_non_null(strstr(coloured, "\x1b[1;31mACM001\x1b[0m"));
    char *to = coloured;
    for (const char *from = coloured; *from; from++)
        if (*from == '\x1b')
            from += strcspn(from, "m");
        else
            *to++ = *from;
    *to = '\0';
    assert_string_equal(coloured, plain);
    site_close(&site);
}

static void test_many_findings(void **state)
{
    (void)state;
    struct site site;
    site_open(&site);
    commit_rules(&site, "rules: [ACM001]\n");
    struct buffer text = BUFFER_EMPTY;
    for (int i = 0; i < 12; i++)
        buffer_printf(&text, "TODO %d\n", i);
    commit_file(&site, "a.txt", buffer_string(&text));
    buffer_release(&text);
    judge_site(&site);
    const char *out = write_report(&site, "text", NULL);
    assert_non_null(strstr(out, "'TODO 9'"));
    assert_null(strstr(out, "'TODO 10'"));
    assert_non_null(strstr(out, "  and 2 more (-v shows all)\n"));
    struct report_options options = {.width = 80, .version = "1.2.3", .verbose = true};
    out = write_with(&site, "text", &options);
    assert_non_null(strstr(out, "'TODO 11'"));
    assert_null(strstr(out, "more (-v"));
    assert_non_null(strstr(out, "    fingerprint "));
    site_close(&site);
}

static void test_numbers_of_one(void **state)
{
    (void)state;
    struct site site;
    site_open(&site);
    commit_rules(&site, "rules: [ACM001]\n");
    commit_file(&site, "a.txt", "TODO");
    judge_site(&site);
    const char *out = write_report(&site, "text", NULL);
    assert_non_null(strstr(out, "\n1 rule: 0 pass, 1 fail, 0 unknown, 0 review, 0 not applicable\n"
                                "1 finding (0 excused, 0 unknown, 0 notes) in 10 files\n"
                                "blocked by 1 finding of ACM001\n"));
    struct report_options quiet = {.width = 80, .version = "1.2.3", .quiet = true};
    out = write_with(&site, "text", &quiet);
    assert_true(string_starts_with(out, "\nACM001  high, block  Title of ACM001\n  a.txt:1:1"));
    assert_null(strstr(out, "rule:"));
    site_close(&site);
}

static void test_exceptions_that_do_not_excuse(void **state)
{
    (void)state;
    static const struct {
        const char *days, *more, *words, *line;
    } rows[] = {
        {"valid_from: 2026-01-01\nexpires: 2026-02-15", APPROVED, "expired on 2026-02-15\n",
         "exceptions: 1 expired, 0 unused\n"},
        {"valid_from: 2025-10-01\nexpires: 2026-12-31", APPROVED,
         "expired on 2025-12-29, as long as the policy allows\n",
         "exceptions: 1 expired, 0 unused\n"},
        {"valid_from: 2026-02-17\nexpires: 2026-03-01", APPROVED,
         "does not excuse this: it is scheduled\n", "exceptions: 1 scheduled, 0 unused\n"},
        {"valid_from: 2026-01-01\nexpires: 2026-03-01", "",
         "does not excuse this: it is unapproved\n",
         "exceptions: 1 unapproved, 0 unused\n  EXC-2026-0001 has 0 of 1 approvals; it excuses "
         "nothing\n"},
        {"valid_from: 2026-01-01\nexpires: 2026-02-30", APPROVED,
         "does not excuse this: it is invalid\n",
         "exceptions: 1 invalid, 0 unused\n  .bylaw/exceptions/EXC-2026-0001.yml:9:10: 'expires' "
         "is '2026-02-30', which is no date; the record excuses nothing\n"},
        {"valid_from: 2026-02-01\nexpires: 2026-02-16", APPROVED,
         "excuses this until it returns on 2026-02-17\n",
         "exceptions: 1 expiring, 0 unused\n  EXC-2026-0001 lapses after 2026-02-16 (0 days "
         "left)\n"},
        /* the policy allows 90 days */
        {"valid_from: 2026-01-01\nexpires: 2026-12-31", APPROVED,
         "excuses this until it returns on 2026-04-01\n", "exceptions: 1 active, 0 unused\n"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct site site;
        site_open(&site);
        commit_rules(&site, "rules: [ACM001]\n");
        commit_file(&site, "a.txt", "TODO");
        commit_exception(&site, "EXC-2026-0001", "ACM001", "paths: [a.txt]", rows[i].days,
                         rows[i].more);
        judge_site(&site);
        const char *out = write_report(&site, "text", NULL);
        if (!strstr(out, rows[i].words) || !strstr(out, rows[i].line))
            fail_msg("%s", out);
        site_close(&site);
    }
}

static void test_a_head_that_edits_what_judges_it(void **state)
{
    (void)state;
    struct site site;
    site_open(&site);
    commit_rules(&site, "rules: [ACM001]\n");
    struct object_id base = commit_file(&site, "a.txt", "TODO old\n");
    DONE(forge_branch(site.forge, "base", &base));
    commit_file(&site, ".bylaw.yml", "bylaw: 1\npolicies: []\nrulez: 1\n");
    commit_file(&site, "b.txt", "TODO new\n");
    struct judge_options options = options_of(&site);
    options.base = "base";
    judge_with(&site, &options);
    const char *out = write_report(&site, "text", NULL);
    assert_non_null(strstr(out, "this change edits what judges it; the base's was used:\n"
                                "  .bylaw.yml\n"));
    assert_non_null(strstr(out, "the head's own policy files have mistakes:\n"
                                ".bylaw.yml:3:1: error[E201]: 'rulez' is no key"));
    assert_non_null(strstr(out, "  a.txt:1:1  high, unchanged, blocks\n"));
    assert_non_null(strstr(out, "  b.txt:1:1  high, new, blocks\n"));
    out = write_report(&site, "markdown", NULL);
    assert_non_null(strstr(out, "### This change edits what judges it\n"));
    assert_non_null(strstr(out, "### The head's own policy files have mistakes\n"));
    site_close(&site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_everything),
        cmocka_unit_test(test_eighty_columns),
        cmocka_unit_test(test_the_caret),
        cmocka_unit_test(test_a_caret_that_is_cut_off),
        cmocka_unit_test(test_hostile_texts),
        cmocka_unit_test(test_colour_is_asked_for),
        cmocka_unit_test(test_many_findings),
        cmocka_unit_test(test_numbers_of_one),
        cmocka_unit_test(test_exceptions_that_do_not_excuse),
        cmocka_unit_test(test_a_head_that_edits_what_judges_it),
    };
    return cmocka_run_group_tests_name("report_text", tests, NULL, NULL);
}
