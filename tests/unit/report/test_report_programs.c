/* What other programs are sent: GitLab SAST, DefectDojo, Bitbucket, OSCAL. Which finding
 * becomes what; the forms themselves are held by validators. */
#include "report_test.h"

static void open_all(struct site *site)
{
    site_open(site);
    commit_rules(site, "on_review: block\nrules: [ACM001, ACM002, ACM003, ACM004, ACM005, "
                       "ACM006, ACM007, {rule: ACM008, enforcement: warn}]\n");
    commit_file(site, ".bylaw/rules/ACM008.yml",
                "bylaw: 1\nid: ACM008\nname: no-tag\ntitle: No tag\nseverity: critical\nwhy: W.\n"
                "fix: |\n  One.\n  Two.\nfor_each: {files: ['*.look']}\nrequire: {path: never}\n"
                "on_empty: pass\nmessage: \"'{path}' is odd\"\n");
    commit_file(site, "a.txt", "TODO one\n");
    commit_file(site, "c.txt", "TODO two\n");
    commit_file(site, "b.look", "");
    commit_file(site, "data/x.yml", "a: [\n");
}

static void excuse_one(struct site *site)
{
    commit_exception(site, "EXC-2026-0001", "ACM001", "paths: [a.txt]",
                     "valid_from: 2026-02-01\nexpires: 2026-03-15", APPROVED);
}

/* The item of a list in which the text at `path` is, or holds, `words`. */
static const struct node *find_item(const struct node *list, const char *path, const char *words)
{
    for (size_t i = 0; i < list->count; i++) {
        const char *text = json_text(list->items[i], path);
        if (text && strstr(text, words))
            return list->items[i];
    }
    return NULL;
}

static const struct node *read_report(struct site *site, const char *format, const char *profile)
{
    return json_of(&site->arena, write_report(site, format, profile));
}

static void test_vulnerabilities(void **state)
{
    (void)state;
    struct site site;
    open_all(&site);
    excuse_one(&site);
    judge_site(&site);
    const struct node *report = read_report(&site, "gitlab-sast", "security");
    const struct node *list = json_at(report, "vulnerabilities");
    /* ACM001 once, for the other is excused; a note for each text; none of ACM008 */
    assert_int_equal(list->count, 6);
    assert_null(find_item(list, "name", "No tag"));
    assert_null(find_item(list, "description", "&#39;TODO one&#39;"));
    const struct node *two = find_item(list, "description", "&#39;TODO two&#39;");
    assert_string_equal(json_text(two, "severity"), "High");
    assert_string_equal(json_text(two, "identifiers.0.value"), "ACM001");
    assert_string_equal(json_text(two, "identifiers.1.name"), "NIST SSDF PW.4.1");
    assert_string_equal(json_text(two, "location.file"), "c.txt");
    assert_string_equal(json_text(two, "details.state.value"), "fail");
    assert_string_equal(json_text(find_item(list, "name", "ACM003"), "severity"), "Info");
    assert_string_equal(json_text(find_item(list, "name", "ACM004"), "severity"), "Unknown");
    /* a rule that blocks is not decided: the scan is not whole */
    assert_int_equal(site.evaluation->exit_status, 4);
    assert_string_equal(json_text(report, "scan.status"), "failure");
    site.evaluation->exit_status = 1;
    report = read_report(&site, "gitlab-sast", "all");
    assert_string_equal(json_text(report, "scan.status"), "success");
    assert_int_equal(json_at(report, "scan.primary_identifiers")->count, 8);
    const struct node *odd = find_item(json_at(report, "vulnerabilities"), "name", "No tag");
    assert_string_equal(json_text(odd, "severity"), "Critical");
    assert_string_equal(json_text(odd, "solution"), "One. Two.");
    site_close(&site);
}

static void test_accepted_risks(void **state)
{
    (void)state;
    struct site site;
    open_all(&site);
    excuse_one(&site);
    judge_site(&site);
    const struct node *list = json_at(read_report(&site, "defectdojo", NULL), "findings");
    assert_int_equal(list->count, site.evaluation->finding_count);
    for (size_t i = 0; i < list->count; i++) {
        const struct node *one = list->items[i];
        bool excused = strstr(json_text(one, "description"), "TODO one") != NULL &&
                       strcmp(json_text(one, "vuln_id_from_tool"), "ACM001") == 0;
        bool active = false;
        bool accepted = false;
        assert_true(node_boolean(json_at(one, "active"), &active));
        assert_true(node_boolean(json_at(one, "risk_accepted"), &accepted));
        assert_int_equal(accepted, excused);
        assert_int_equal(active, !excused);
        assert_int_equal(json_at(one, "planned_remediation_date") != NULL, excused);
        if (!excused)
            continue;
        assert_string_equal(json_text(one, "planned_remediation_date"), "2026-03-15");
        assert_non_null(strstr(json_text(one, "description"), "Exception: EXC&#45;2026&#45;0001"));
    }
    site_close(&site);
}

static void test_requests(void **state)
{
    (void)state;
    struct site site;
    site_open(&site);
    commit_rules(&site, "rules: [ACM001]\n");
    struct buffer text = BUFFER_EMPTY;
    for (int i = 0; i < 1010; i++)
        buffer_printf(&text, "TODO %d\n", i);
    commit_file(&site, "c.txt", buffer_string(&text));
    commit_file(&site, "a.txt", "TODO excused\n");
    buffer_release(&text);
    excuse_one(&site);
    judge_site(&site);
    const struct node *report = read_report(&site, "bitbucket", "cloud");
    const struct node *requests = json_at(report, "annotations");
    assert_int_equal(requests->count, 10);
    for (size_t i = 0; i < requests->count; i++)
        assert_int_equal(requests->items[i]->count, 100);
    assert_string_equal(json_text(report, "report.result"), "FAILED");
    assert_non_null(strstr(json_text(report, "report.details"), "first 1000 of 1011"));
    /* what is excused does not push out what is not */
    assert_null(strstr(buffer_string(&site.out), "TODO excused"));
    report = read_report(&site, "bitbucket", "server");
    assert_int_equal(json_at(report, "annotations")->count, 1);
    assert_int_equal(json_at(report, "annotations.0.annotations")->count, 1000);
    assert_string_equal(json_text(report, "report.result"), "FAIL");
    site_close(&site);
}

static void test_results_of_annotations(void **state)
{
    (void)state;
    struct site site;
    open_all(&site);
    excuse_one(&site);
    judge_site(&site);
    const struct node *list =
        json_at(read_report(&site, "bitbucket", "cloud"), "annotations")->items[0];
    static const struct {
        const char *words, *result, *severity, *type;
    } wanted[] = {
        {"TODO one", "IGNORED", "HIGH", "VULNERABILITY"},
        {"TODO two", "FAILED", "HIGH", "VULNERABILITY"},
        {"ACM003", "SKIPPED", "LOW", "VULNERABILITY"},
        {"ACM004", "SKIPPED", "HIGH", "VULNERABILITY"},
        {"ACM008", "FAILED", "CRITICAL", "CODE_SMELL"},
    };
    for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
        const struct node *one = find_item(list, "summary", wanted[i].words);
        assert_non_null(one);
        assert_string_equal(json_text(one, "result"), wanted[i].result);
        assert_string_equal(json_text(one, "severity"), wanted[i].severity);
        assert_string_equal(json_text(one, "annotation_type"), wanted[i].type);
    }
    assert_non_null(strstr(json_text(find_item(list, "summary", "ACM008"), "details"),
                           "Fix: One. Two.\nRule: ACM008\n"));
    site_close(&site);
}

static void test_risks(void **state)
{
    (void)state;
    static const struct {
        const char *days, *more, *status, *deadline;
    } rows[] = {
        {"valid_from: 2026-02-01\nexpires: 2026-03-15", APPROVED, "deviation-approved",
         "2026-03-16T00:00:00Z"},
        {"valid_from: 2026-02-17\nexpires: 2026-03-15", APPROVED, "deviation-requested",
         "2026-03-16T00:00:00Z"},
        {"valid_from: 2026-01-01\nexpires: 2026-03-15", "", "deviation-requested",
         "2026-03-16T00:00:00Z"},
        {"valid_from: 2026-01-01\nexpires: 2026-02-15", APPROVED, "open", "2026-02-16T00:00:00Z"},
        {"valid_from: 2026-01-01\nexpires: 2026-02-30", APPROVED, "open", NULL},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct site site;
        open_all(&site);
        commit_exception(&site, "EXC-2026-0001", "ACM001", "paths: [a.txt]", rows[i].days,
                         rows[i].more);
        judge_site(&site);
        const struct node *result =
            json_at(read_report(&site, "oscal", NULL), "assessment-results.results.0");
        assert_int_equal(json_at(result, "risks")->count, 1);
        assert_string_equal(json_text(result, "risks.0.status"), rows[i].status);
        const char *deadline = json_text(result, "risks.0.deadline");
        assert_int_equal(deadline != NULL, rows[i].deadline != NULL);
        if (deadline)
            assert_string_equal(deadline, rows[i].deadline);
        site_close(&site);
    }
}

static void test_objectives(void **state)
{
    (void)state;
    struct site site;
    open_all(&site);
    judge_site(&site);
    const struct node *result =
        json_at(read_report(&site, "oscal", NULL), "assessment-results.results.0");
    const struct node *findings = json_at(result, "findings");
    static const struct {
        const char *rule, *state, *reason;
        size_t observations;
    } wanted[] = {
        {"ACM001", "not-satisfied", "fail", 2},  {"ACM003", "not-satisfied", "other", 1},
        {"ACM004", "not-satisfied", "other", 1}, {"ACM005", "satisfied", "pass", 2},
        {"ACM006", "satisfied", "pass", 0},
    };
    assert_int_equal(findings->count, 7); /* ACM007 does not apply */
    assert_null(json_at(result, "risks"));
    for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
        const struct node *one = find_item(findings, "target.target-id", wanted[i].rule);
        assert_string_equal(json_text(one, "target.status.state"), wanted[i].state);
        assert_string_equal(json_text(one, "target.status.reason"), wanted[i].reason);
        const struct node *observations = json_at(one, "related-observations");
        assert_int_equal(observations ? observations->count : 0, wanted[i].observations);
    }
    site_close(&site);
}

/* Of several repositories in one report, none loses a finding to another. */
static void test_several(void **state)
{
    (void)state;
    static const char *const formats[] = {"gitlab-sast", "defectdojo", "bitbucket", "oscal"};
    struct site site;
    open_all(&site);
    judge_site(&site);
    struct evaluation other = *site.evaluation;
    other.remote = "https://forge.test/acme/other.git";
    const struct evaluation *const both[] = {site.evaluation, &other};
    const struct report_options options = {.width = 80, .version = "1.2.3"};
    for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
        struct buffer out = BUFFER_EMPTY;
        DONE(report_find(formats[i])->write(&out, both, 2, &options));
        json_of(&site.arena, buffer_string(&out));
        assert_non_null(strstr(buffer_string(&out), "forge.test/acme/other"));
        buffer_release(&out);
    }
    site_close(&site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_vulnerabilities), cmocka_unit_test(test_accepted_risks),
        cmocka_unit_test(test_requests),        cmocka_unit_test(test_results_of_annotations),
        cmocka_unit_test(test_risks),           cmocka_unit_test(test_objectives),
        cmocka_unit_test(test_several),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
