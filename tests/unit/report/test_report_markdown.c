/* The job summary: short enough to be kept, and nothing in it is a mention, a
 * link or HTML of a repository's making. */
#include "report_test.h"

static void test_everything(void **state)
{
    (void)state;
    struct site site;
    site_open(&site);
    commit_rules(&site, "rules: [ACM001, ACM002, ACM003, ACM005]\n");
    commit_file(&site, "a.txt", "TODO one\n");
    commit_file(&site, "b.look", "");
    commit_exception(&site, "EXC-2026-0001", "ACM001", "paths: [a.txt]",
                     "valid_from: 2026-02-01\nexpires: 2026-03-31", APPROVED);
    commit_exception(&site, "EXC-2026-0002", "ACM009", "paths: [a.txt]",
                     "valid_from: 2026-02-01\nexpires: 2026-03-31", APPROVED);
    judge_site(&site);
    const char *out = write_report(&site, "markdown", NULL);
    static const char *const parts[] = {
        "## Governance: blocked\n",
        "| 4 | 1 | 2 | 0 | 1 | 0 | 4 | 1 | 1 |\n",
        "### ACM001 (high): Title of ACM001\n",
        "| a.txt:1 | &#39;TODO one&#39; is left in &#39;a.txt&#39; | high | excused by "
        "EXC&#45;2026&#45;0001, returns on 2026-04-01 |\n",
        "| docs/RUNBOOK.md (not there) | There is no runbook. | medium | **blocks** |\n",
        "| b.look:1 | Somebody must look at this. | low | review |\n",
        "Fix: What to do.\n",
        "| EXC&#45;2026&#45;0001 | active | 2026-03-31 | team&#64;&#8203;acme.test | 1 |\n",
        "| EXC&#45;2026&#45;0002 | invalid | 2026-03-31 | team&#64;&#8203;acme.test | 0 |\n",
        "no rule &#39;ACM009&#39;; the record excuses nothing\n",
    };
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
        if (!strstr(out, parts[i]))
            fail_msg("no %s in:\n%s", parts[i], out);
    assert_null(strstr(out, "ACM005")); /* a note */
    site_close(&site);
}

static void test_hostile_texts(void **state)
{
    (void)state;
    struct site site;
    site_open(&site);
    commit_rules(&site, "rules: [ACM001]\n");
    commit_file(&site, "@org|team.txt",
                "TODO @octocat #123 <img src=x> </details> | https://e.test www.e.test `x` "
                "[a](b) \xe2\x80\xae\x1b[31m");
    judge_site(&site);
    const char *out = write_report(&site, "markdown", NULL);
    static const char *const never[] = {"@octocat",   "@org",         "&#35;123", "<img",
                                        "</details>", "://",          "www.e",    "`",
                                        "](",         "\xe2\x80\xae", "\x1b"};
    for (size_t i = 0; i < sizeof(never) / sizeof(never[0]); i++)
        if (strstr(out, never[i]))
            fail_msg("%s in:\n%s", never[i], out);
    /* the row keeps its cells */
    const char *row = strstr(out, "| &#64;&#8203;org&#124;team.txt:1 |");
    assert_non_null(row);
    size_t cells = 0;
    for (; *row != '\n'; row++)
        cells += *row == '|';
    assert_int_equal(cells, 5);
    site_close(&site);
}

static void test_a_summary_has_an_end(void **state)
{
    (void)state;
    struct site site;
    site_open(&site);
    commit_rules(&site, "rules: [ACM001]\n");
    struct buffer text = BUFFER_EMPTY;
    for (int i = 0; i < 60; i++)
        buffer_printf(&text, "TODO %d\n", i);
    commit_file(&site, "a.txt", buffer_string(&text));
    buffer_release(&text);
    judge_site(&site);
    const char *out = write_report(&site, "markdown", NULL);
    assert_non_null(strstr(out, "TODO 49&#39;"));
    assert_null(strstr(out, "TODO 50&#39;"));
    assert_non_null(strstr(out, "\nand 10 more.\n"));
    site_close(&site);
}

/* GitHub drops a summary of more than 1 MiB as a whole. */
static void test_a_summary_is_never_too_large(void **state)
{
    (void)state;
    struct site site;
    site_open(&site);
    commit_rules(&site, "rules: [ACM001]\n");
    commit_file(&site, "a.txt", "TODO\n");
    judge_site(&site);
    enum { MANY = 30000 };
    struct exception exception = {.id = "EXC-2026-0001",
                                  .owner = "team@acme.test",
                                  .rules = (const char *const[]){"ACM001", NULL},
                                  .expires = TODAY,
                                  .place = {.path = "e.yml", .line = 1}};
    struct exception_use *uses = ARENA_ARRAY(&site.arena, struct exception_use, MANY);
    const char **changes = ARENA_ARRAY(&site.arena, const char *, MANY);
    for (size_t i = 0; i < MANY; i++) {
        uses[i] = (struct exception_use){.exception = &exception, .last_day = INT32_MIN};
        changes[i] = ".bylaw/exceptions/some-very-long-name-of-a-record.yml";
    }
    site.evaluation->exceptions = uses;
    site.evaluation->exception_count = MANY;
    site.evaluation->governance_changes = changes;
    site.evaluation->governance_change_count = MANY;
    const char *out = write_report(&site, "markdown", NULL);
    assert_true(strlen(out) < 1000000);
    assert_non_null(strstr(out, "\nand 29950 more.\n"));
    site_close(&site);
}

/* A file of one line is one text; a row of it would be the summary, and lose it. */
static void test_a_text_has_an_end(void **state)
{
    (void)state;
    struct site site;
    site_open(&site);
    commit_rules(&site, "rules: [ACM001, ACM002]\n");
    struct buffer text = BUFFER_EMPTY;
    buffer_add_string(&text, "TODO ");
    for (int i = 0; i < 300000; i++)
        buffer_add_string(&text, "@");
    commit_file(&site, "a.txt", buffer_string(&text));
    buffer_release(&text);
    judge_site(&site);
    const char *out = write_report(&site, "markdown", NULL);
    assert_true(strlen(out) < 10000);
    assert_non_null(strstr(out, "&#64;... | high | **blocks** |\n"));
    assert_non_null(strstr(out, "### ACM002"));
    assert_true(strlen(write_report(&site, "github", NULL)) < 10000);
    assert_true(strlen(write_report(&site, "azure", NULL)) < 10000);
    site_close(&site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_everything),
        cmocka_unit_test(test_hostile_texts),
        cmocka_unit_test(test_a_summary_has_an_end),
        cmocka_unit_test(test_a_summary_is_never_too_large),
        cmocka_unit_test(test_a_text_has_an_end),
    };
    return cmocka_run_group_tests_name("report_markdown", tests, NULL, NULL);
}
