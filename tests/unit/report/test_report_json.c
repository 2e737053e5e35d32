/* The JSON report: every verdict with its evidence. docs/schemas/report.json is
 * checked by the validators; here stands what a schema cannot say. */
#include "report_test.h"

static void open_all(struct site *site)
{
    site_open(site);
    commit_rules(site, "rules: [ACM001, ACM002, ACM003, ACM004, ACM005, ACM006, ACM007]\n");
    commit_file(site, "a.txt", "TODO one\n");
    commit_file(site, "b.look", "");
    commit_file(site, "data/x.yml", "a: [\n");
    commit_exception(site, "EXC-2026-0001", "ACM001", "paths: [a.txt]",
                     "valid_from: 2026-02-01\nexpires: 2026-12-31", APPROVED);
    judge_site(site);
}

static void test_the_whole(void **state)
{
    (void)state;
    struct site site;
    open_all(&site);
    const struct node *root = json_of(&site.arena, write_report(&site, "json", NULL));
    assert_string_equal(json_text(root, "schema_version"), "1.0");
    assert_string_equal(json_text(root, "tool.version"), "1.2.3");
    assert_string_equal(json_text(root, "now"), "2026-02-16T00:00:00Z");
    assert_int_equal(strlen(json_text(root, "subject.head.commit")), 40);
    assert_int_equal(strlen(json_text(root, "subject.head.tree")), 40);
    assert_int_equal(json_at(root, "subject.base")->kind, NODE_NULL);
    assert_string_equal(json_text(root, "policy.policies.0"), "own 1.0.0");
    assert_string_equal(json_text(root, "policy.digest"), site.evaluation->ruleset->digest);
    assert_string_equal(json_text(root, "summary.exit_status"), "4");
    assert_string_equal(json_text(root, "summary.rules.fail"), "2");
    assert_string_equal(json_text(root, "summary.rules.unknown"), "1");
    assert_string_equal(json_text(root, "summary.rules.review"), "1");
    assert_string_equal(json_text(root, "summary.rules.pass"), "2");
    assert_string_equal(json_text(root, "summary.rules.not_applicable"), "1");
    assert_string_equal(json_text(root, "summary.findings"), "5");
    assert_string_equal(json_text(root, "summary.blocking"), "2");
    assert_string_equal(json_text(root, "summary.excused"), "1");
    const struct node *rules = json_at(root, "rules");
    assert_int_equal(rules->count, 7);
    assert_string_equal(json_text(rules, "0.verdict"), "fail"); /* before exceptions */
    assert_string_equal(json_text(rules, "0.excused"), "true");
    assert_string_equal(json_text(rules, "5.verdict"), "pass");
    assert_string_equal(json_text(rules, "5.checks.0.evidence.0.place.path"), "a.txt");
    assert_string_equal(json_text(rules, "6.verdict"), "not_applicable");
    site_close(&site);
}

static void test_findings(void **state)
{
    (void)state;
    struct site site;
    open_all(&site);
    const struct node *list =
        json_at(json_of(&site.arena, write_report(&site, "json", NULL)), "findings");
    for (size_t i = 0; i < list->count; i++) {
        const struct node *finding = list->items[i];
        const char *rule = json_text(finding, "rule");
        bool is_excused = strcmp(rule, "ACM001") == 0;
        assert_int_equal(json_at(finding, "exception")->kind == NODE_MAPPING, is_excused);
        if (is_excused) {
            assert_string_equal(json_text(finding, "exception.id"), "EXC-2026-0001");
            assert_string_equal(json_text(finding, "exception.excuses"), "true");
            /* the policy allows 90 days */
            assert_string_equal(json_text(finding, "exception.returns_on"), "2026-05-02");
            assert_string_equal(json_text(finding, "blocks"), "false");
        }
        if (strcmp(rule, "ACM002") == 0) {
            assert_string_equal(json_text(finding, "stand_in"), "true");
            assert_string_equal(json_text(finding, "wanted"), "docs/RUNBOOK.md");
        }
        bool is_unknown = strcmp(rule, "ACM004") == 0;
        assert_int_equal(json_at(finding, "unknown")->kind == NODE_TEXT, is_unknown);
        if (is_unknown)
            assert_string_equal(json_text(finding, "unknown"), "unreadable");
        assert_int_equal(json_at(finding, "baseline")->kind, NODE_NULL);
    }
    site_close(&site);
}

static void test_exceptions(void **state)
{
    (void)state;
    struct site site;
    open_all(&site);
    const struct node *use =
        json_at(json_of(&site.arena, write_report(&site, "json", NULL)), "exceptions.0");
    assert_string_equal(json_text(use, "state"), "active");
    assert_string_equal(json_text(use, "over_long"), "true");
    assert_string_equal(json_text(use, "last_valid_day"), "2026-05-01");
    assert_string_equal(json_text(use, "days_left"), "74");
    assert_string_equal(json_text(use, "approvals"), "1");
    assert_string_equal(json_text(use, "matches"), "1");
    assert_int_equal(json_at(use, "mistakes")->count, 0);
    site_close(&site);
}

static void test_mistakes_of_the_head(void **state)
{
    (void)state;
    struct site site;
    site_open(&site);
    commit_rules(&site, "rules: [ACM001]\n");
    struct object_id base = commit_file(&site, "a.txt", "x\n");
    DONE(forge_branch(site.forge, "base", &base));
    const struct forge_file link = {
        .path = ".bylaw/rules/team", .content = text_of("../.."), .kind = ENTRY_LINK};
    commit_files(site.forge, &link, 1);
    struct judge_options options = options_of(&site);
    options.base = "base";
    judge_with(&site, &options); /* not refused: the head judges nothing */
    const struct node *root = json_of(&site.arena, write_report(&site, "json", NULL));
    assert_string_equal(json_text(root, "summary.exit_status"), "0");
    assert_string_equal(json_text(root, "governance_changes.0"), ".bylaw/rules/team");
    assert_non_null(strstr(json_text(root, "head_mistakes.0.message"), "symbolic link"));
    assert_string_equal(json_text(root, "head_mistakes.0.code"), "E107");
    site_close(&site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_whole),
        cmocka_unit_test(test_findings),
        cmocka_unit_test(test_exceptions),
        cmocka_unit_test(test_mistakes_of_the_head),
    };
    return cmocka_run_group_tests_name("report_json", tests, NULL, NULL);
}
