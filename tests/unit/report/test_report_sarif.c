/* SARIF: what the specification asks for and no validator checks (reference:
 * exceptions-and-sarif B1, B2), and what GitHub takes (B4). */
#include "report_test.h"

/* Fails in every way a finding can. */
static void open_all(struct site *site)
{
    site_open(site);
    commit_rules(site, "on_review: block\nrules: [ACM001, ACM002, ACM003, ACM004, ACM005, "
                       "ACM006, ACM007]\n");
    commit_file(site, "a.txt", "TODO one\n");
    commit_file(site, "e e%/\xc3\xa9#.txt", "\xf0\x9f\x92\xa9\xc3\xa9 TODO two\n");
    commit_file(site, "b.look", "");
    commit_file(site, "data/x.yml", "a: [\n");
}

static const struct node *write_sarif(struct site *site, const char *profile)
{
    return json_of(&site->arena, write_report(site, "sarif", profile));
}

static const struct node *find_result(const struct node *results, const char *rule,
                                      const char *words)
{
    for (size_t i = 0; i < results->count; i++)
        if (strcmp(node_string(results->items[i], "ruleId"), rule) == 0 &&
            (!words || strstr(json_text(results->items[i], "message.text"), words)))
            return results->items[i];
    return NULL;
}

static void test_kinds_and_levels(void **state)
{
    (void)state;
    struct site site;
    open_all(&site);
    judge_site(&site);
    const struct node *results = json_at(write_sarif(&site, "full"), "runs.0.results");
    static const struct {
        const char *rule, *kind, *level;
    } wanted[] = {
        {"ACM001", "fail", "error"}, {"ACM002", "fail", "warning"}, {"ACM003", "review", "none"},
        {"ACM004", "open", "none"},  {"ACM005", "fail", "note"},
    };
    assert_int_equal(results->count, 7);
    for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
        const struct node *result = find_result(results, wanted[i].rule, NULL);
        assert_string_equal(json_text(result, "kind"), wanted[i].kind);
        assert_string_equal(json_text(result, "level"), wanted[i].level);
    }
    for (size_t i = 0; i < results->count; i++) {
        const struct node *result = results->items[i];
        bool fails = strcmp(json_text(result, "kind"), "fail") == 0;
        assert_int_equal(fails, strcmp(json_text(result, "level"), "none") != 0);
        assert_null(json_at(result, "rank"));
        assert_null(json_at(result, "baselineState"));
        assert_int_equal(json_at(result, "suppressions")->kind, NODE_SEQUENCE);
        assert_int_equal(json_at(result, "suppressions")->count, 0);
        int64_t index = -1;
        assert_true(node_integer(json_at(result, "ruleIndex"), &index));
        const char *path = arena_printf(&site.arena, "runs.0.tool.driver.rules.%d.id", (int)index);
        assert_string_equal(json_text(write_sarif(&site, "full"), path),
                            json_text(result, "ruleId"));
        const char *text = json_text(result, "message.text");
        assert_int_equal(text[strlen(text) - 1], '.');
        assert_non_null(json_text(result, "locations.0.physicalLocation.artifactLocation.uri"));
        assert_int_equal(strlen(json_text(result, "partialFingerprints.bylawFinding/v1")), 32);
        assert_non_null(json_text(result, "partialFingerprints.primaryLocationLineHash"));
    }
    site_close(&site);
}

static void test_the_run(void **state)
{
    (void)state;
    struct site site;
    open_all(&site);
    judge_site(&site);
    const struct node *root = write_sarif(&site, "full");
    assert_string_equal(json_text(root, "version"), "2.1.0");
    const struct node *run = json_at(root, "runs.0");
    assert_string_equal(json_text(run, "columnKind"), "utf16CodeUnits");
    assert_string_equal(json_text(run, "automationDetails.id"), "bylaw/own/");
    assert_null(json_at(run, "originalUriBaseIds.SRCROOT.uri")); /* a path of this machine */
    assert_string_equal(json_text(run, "tool.driver.version"), "1.2.3");
    assert_string_equal(json_text(run, "properties.policyDigest"),
                        site.evaluation->ruleset->digest);
    /* every rule that was judged, also those that are kept */
    assert_int_equal(json_at(run, "tool.driver.rules")->count, 7);
    const struct node *rule = json_at(run, "tool.driver.rules.0");
    assert_string_equal(json_text(rule, "name"), "RuleUnderTest");
    assert_string_equal(json_text(rule, "shortDescription.text"), "Title of ACM001.");
    assert_string_equal(json_text(rule, "fullDescription.text"), "Why it is so.");
    assert_non_null(json_text(rule, "help.text"));
    assert_string_equal(json_text(rule, "properties.security-severity"), "8.0");
    site_close(&site);
}

static void test_taxonomies(void **state)
{
    (void)state;
    struct site site;
    open_all(&site);
    judge_site(&site);
    const struct node *run = json_at(write_sarif(&site, "full"), "runs.0");
    assert_int_equal(json_at(run, "taxonomies")->count, 1);
    assert_string_equal(json_text(run, "taxonomies.0.taxa.0.id"), "PW.4.1");
    assert_int_equal(json_at(run, "taxonomies.0.taxa")->count, 1); /* seven rules, one control */
    const char *guid = json_text(run, "taxonomies.0.guid");
    assert_string_equal(json_text(run, "tool.driver.supportedTaxonomies.0.guid"), guid);
    const struct node *target = json_at(run, "tool.driver.rules.0.relationships.0.target");
    assert_string_equal(json_text(target, "id"), "PW.4.1");
    assert_string_equal(json_text(target, "toolComponent.guid"), guid);
    assert_string_equal(json_text(target, "toolComponent.index"), "0");
    site_close(&site);
}

static void test_places(void **state)
{
    (void)state;
    struct site site;
    open_all(&site);
    judge_site(&site);
    const struct node *results = json_at(write_sarif(&site, "full"), "runs.0.results");
    const struct node *place =
        json_at(find_result(results, "ACM001", "two"), "locations.0.physicalLocation");
    assert_string_equal(json_text(place, "artifactLocation.uri"), "e%20e%25/%C3%A9%23.txt");
    assert_string_equal(json_text(place, "artifactLocation.uriBaseId"), "SRCROOT");
    assert_string_equal(json_text(place, "region.startLine"), "1");
    /* a pile (two units), an accent (one), a space */
    assert_string_equal(json_text(place, "region.startColumn"), "5");
    assert_string_equal(json_text(place, "region.snippet.text"),
                        "\xf0\x9f\x92\xa9\xc3\xa9 TODO two");
    /* what is not there stands somewhere, and says so */
    const struct node *absent = find_result(results, "ACM002", NULL);
    assert_non_null(
        strstr(json_text(absent, "message.text"), "The file 'docs/RUNBOOK.md' is not there."));
    assert_string_equal(json_text(absent, "locations.0.physicalLocation.region.startLine"), "1");
    assert_null(json_at(absent, "locations.0.physicalLocation.region.startColumn"));
    assert_null(json_at(absent, "locations.0.physicalLocation.region.snippet"));
    site_close(&site);
}

/* The places of the rows that a `none` found stand beside the result, each with
 * its line and an id of its own. */
static void test_related_locations(void **state)
{
    (void)state;
    struct site site;
    site_open(&site);
    commit_rules(&site, "rules: [ACM008]\n");
    commit_file(&site, ".bylaw/rules/ACM008.yml",
                rule_of(&site.arena, "ACM008",
                        "severity: high\nfor_each: repository\nplace: [NOTICE]\n"
                        "require: {none: {text: ['*.txt'], match: 'TODO.*'}}\nmessage: No.\n"));
    commit_file(&site, "a b.txt", "\nTODO one\n");
    commit_file(&site, "c.txt", "TODO two\n");
    commit_file(&site, "NOTICE", "all\n");
    judge_site(&site);
    const struct node *result = json_at(write_sarif(&site, "full"), "runs.0.results.0");
    assert_string_equal(json_text(result, "locations.0.physicalLocation.artifactLocation.uri"),
                        "NOTICE");
    const struct node *related = json_at(result, "relatedLocations");
    assert_int_equal(related->count, 2);
    static const struct {
        const char *id, *uri, *line, *words;
    } wanted[] = {{"1", "a%20b.txt", "2", "TODO one"}, {"2", "c.txt", "1", "TODO two"}};
    for (size_t i = 0; i < related->count; i++) {
        const struct node *place = related->items[i];
        assert_string_equal(json_text(place, "id"), wanted[i].id);
        assert_string_equal(json_text(place, "physicalLocation.artifactLocation.uri"),
                            wanted[i].uri);
        assert_string_equal(json_text(place, "physicalLocation.artifactLocation.uriBaseId"),
                            "SRCROOT");
        assert_string_equal(json_text(place, "physicalLocation.region.startLine"), wanted[i].line);
        assert_non_null(strstr(json_text(place, "message.text"), wanted[i].words));
    }
    site_close(&site);

    open_all(&site);
    judge_site(&site);
    const struct node *results = json_at(write_sarif(&site, "full"), "runs.0.results");
    for (size_t i = 0; i < results->count; i++)
        assert_null(json_at(results->items[i], "relatedLocations"));
    site_close(&site);
}

static void test_order_of_results(void **state)
{
    (void)state;
    struct site site;
    open_all(&site);
    judge_site(&site);
    const struct node *results = json_at(write_sarif(&site, "full"), "runs.0.results");
    static const char *const order[] = {"ACM001", "ACM001", "ACM002", "ACM005",
                                        "ACM005", "ACM003", "ACM004"};
    for (size_t i = 0; i < 7; i++)
        assert_string_equal(json_text(results->items[i], "ruleId"), order[i]);
    assert_non_null(strstr(json_text(results->items[0], "message.text"), "TODO one"));
    site_close(&site);
}

/* A finding is suppressed only while an exception excuses it. */
static void test_suppressions(void **state)
{
    (void)state;
    static const struct {
        const char *days, *more, *status, *state, *last, *until, *words;
    } rows[] = {
        {"valid_from: 2026-02-01\nexpires: 2026-04-30", APPROVED, "accepted", "active",
         "2026-04-30", "2026-05-01T00:00:00Z", "The vendor keeps"},
        {"valid_from: 2026-02-01\nexpires: 2026-02-16", APPROVED, "accepted", "expiring",
         "2026-02-16", "2026-02-17T00:00:00Z", "The vendor keeps"},
        /* clamped to 90 days */
        {"valid_from: 2026-02-01\nexpires: 2027-02-16", APPROVED, "accepted", "active",
         "2026-05-01", "2026-05-02T00:00:00Z", "The vendor keeps"},
        {"valid_from: 2026-01-01\nexpires: 2026-02-15", APPROVED, "rejected", "expired",
         "2026-02-15", "2026-02-16T00:00:00Z", "Expired on 2026-02-15. The vendor keeps"},
        {"valid_from: 2026-01-01\nexpires: 2026-03-15", "", "underReview", "unapproved",
         "2026-03-15", "2026-03-16T00:00:00Z", "Excuses nothing: it is unapproved. The vendor"},
        {"valid_from: 2026-01-01\nexpires: 2026-02-30", APPROVED, "rejected", "invalid", NULL, NULL,
         "Excuses nothing: it is invalid. The vendor"},
        {"valid_from: 2026-02-17\nexpires: 2026-03-15", APPROVED, NULL, NULL, NULL, NULL, NULL},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct site site;
        open_all(&site);
        commit_exception(&site, "EXC-2026-0001", "ACM001", "paths: [a.txt]", rows[i].days,
                         rows[i].more);
        judge_site(&site);
        const struct node *results = json_at(write_sarif(&site, "full"), "runs.0.results");
        for (size_t j = 0; j < results->count; j++)
            assert_non_null(json_at(results->items[j], "suppressions"));
        const struct node *list = json_at(find_result(results, "ACM001", "one"), "suppressions");
        assert_int_equal(json_at(find_result(results, "ACM001", "two"), "suppressions")->count, 0);
        assert_int_equal(list->count, rows[i].status ? 1 : 0);
        if (list->count == 1) {
            const struct node *one = list->items[0];
            assert_string_equal(json_text(one, "kind"), "external");
            assert_string_equal(json_text(one, "status"), rows[i].status);
            assert_true(string_starts_with(json_text(one, "justification"), rows[i].words));
            assert_string_equal(json_text(one, "properties.alias"), "EXC-2026-0001");
            assert_string_equal(json_text(one, "properties.state"), rows[i].state);
            assert_string_equal(json_text(one, "location.physicalLocation.artifactLocation.uri"),
                                ".bylaw/exceptions/EXC-2026-0001.yml");
            const char *last = json_text(one, "properties.lastValidDay");
            const char *until = json_text(one, "properties.expiryUtc");
            assert_int_equal(last != NULL, rows[i].last != NULL);
            if (last) {
                assert_string_equal(last, rows[i].last);
                assert_string_equal(until, rows[i].until);
            }
        }
        site_close(&site);
    }
}

/* With an expired and an active one, only the active one is told. */
static void test_the_exception_that_excuses_is_told(void **state)
{
    (void)state;
    struct site site;
    open_all(&site);
    commit_exception(&site, "EXC-2026-0001", "ACM001", "paths: [a.txt]",
                     "valid_from: 2026-01-01\nexpires: 2026-02-15", APPROVED);
    commit_exception(&site, "EXC-2026-0002", "ACM001", "paths: [a.txt]",
                     "valid_from: 2026-01-20\nexpires: 2026-03-15", APPROVED);
    judge_site(&site);
    const struct node *results = json_at(write_sarif(&site, "full"), "runs.0.results");
    const struct node *list = json_at(find_result(results, "ACM001", "one"), "suppressions");
    assert_int_equal(list->count, 1);
    assert_string_equal(json_text(list, "0.properties.alias"), "EXC-2026-0002");
    assert_string_equal(json_text(list, "0.status"), "accepted");
    site_close(&site);
}

static void test_the_profile_of_github(void **state)
{
    (void)state;
    struct site site;
    open_all(&site);
    commit_exception(&site, "EXC-2026-0001", "ACM001", "paths: [a.txt]",
                     "valid_from: 2026-02-01\nexpires: 2026-03-15", APPROVED);
    judge_site(&site);
    const struct node *run = json_at(write_sarif(&site, "github"), "runs.0");
    const struct node *results = json_at(run, "results");
    /* it would show what is excused, and what only has to be looked at */
    assert_int_equal(results->count, 4);
    assert_null(find_result(results, "ACM001", "one"));
    assert_non_null(find_result(results, "ACM001", "two"));
    for (size_t i = 0; i < results->count; i++) {
        assert_string_equal(json_text(results->items[i], "kind"), "fail");
        assert_null(json_at(results->items[i], "suppressions"));
        assert_non_null(
            json_text(results->items[i], "partialFingerprints.primaryLocationLineHash"));
    }
    const struct node *rules = json_at(run, "tool.driver.rules");
    assert_int_equal(rules->count, 7);
    for (size_t i = 0; i < rules->count; i++)
        assert_true(json_at(rules->items[i], "properties.tags")->count <= 10);
    site_close(&site);
}

/* GitLab skips what is suppressed, and reads its severities from security-severity. */
static void test_the_profile_of_gitlab(void **state)
{
    (void)state;
    struct site site;
    open_all(&site);
    commit_exception(&site, "EXC-2026-0001", "ACM001", "paths: [a.txt]",
                     "valid_from: 2026-02-01\nexpires: 2026-03-15", APPROVED);
    judge_site(&site);
    const struct node *run = json_at(write_sarif(&site, "gitlab"), "runs.0");
    const struct node *results = json_at(run, "results");
    assert_int_equal(results->count, 5);
    assert_string_equal(json_text(find_result(results, "ACM001", "one"), "suppressions.0.status"),
                        "accepted");
    assert_int_equal(json_at(find_result(results, "ACM001", "two"), "suppressions")->count, 0);
    for (size_t i = 0; i < results->count; i++)
        assert_string_equal(json_text(results->items[i], "kind"), "fail");
    const struct node *rules = json_at(run, "tool.driver.rules");
    for (size_t i = 0; i < rules->count; i++)
        assert_non_null(json_at(rules->items[i], "properties.security-severity"));
    results = json_at(write_sarif(&site, "azure"), "runs.0.results");
    assert_int_equal(results->count, 4);
    assert_null(json_at(results, "0.suppressions"));
    site_close(&site);
}

/* What a repository wrote is no link, and moves no cursor; there always is a text. */
static void test_messages(void **state)
{
    (void)state;
    struct site site;
    site_open(&site);
    commit_rules(&site, "rules: [ACM001]\n");
    commit_file(&site, "a.txt", "TODO [a](https://owned.test) \x1b[2J\n");
    judge_site(&site);
    const struct node *results = json_at(write_sarif(&site, "full"), "runs.0.results");
    assert_string_equal(json_text(results, "0.message.text"),
                        "'TODO [a\\](https://owned.test) \\x1b[2J' is left in 'a.txt'.");
    site.evaluation->findings[0].message = "";
    results = json_at(write_sarif(&site, "full"), "runs.0.results");
    assert_string_equal(json_text(results, "0.message.text"), "Title of ACM001.");
    site_close(&site);
}

static void test_an_empty_list_is_written(void **state)
{
    (void)state;
    struct site site;
    site_open(&site);
    commit_rules(&site, "rules: [ACM001]\n");
    judge_site(&site);
    const struct node *results = json_at(write_sarif(&site, "github"), "runs.0.results");
    assert_int_equal(results->kind, NODE_SEQUENCE);
    assert_int_equal(results->count, 0);
    site_close(&site);
}

static void test_no_more_than_github_shows(void **state)
{
    (void)state;
    struct site site;
    site_open(&site);
    commit_rules(&site, "rules: [ACM001, ACM005, ACM002]\n");
    struct buffer text = BUFFER_EMPTY;
    for (int i = 0; i < 5100; i++)
        buffer_printf(&text, "TODO %d\n", i);
    commit_file(&site, "a.txt", buffer_string(&text));
    buffer_release(&text);
    judge_site(&site);
    assert_int_equal(json_at(write_sarif(&site, "full"), "runs.0.results")->count, 5102);
    assert_null(strchr(buffer_string(&site.out), '\t'));
    size_t lines = 0;
    for (const char *at = buffer_string(&site.out); *at; at++)
        lines += *at == '\n';
    assert_int_equal(lines, 1); /* compact, as it is long */
    const struct node *results = json_at(write_sarif(&site, "github"), "runs.0.results");
    assert_int_equal(results->count, 5000);
    /* the gravest are kept */
    for (size_t i = 0; i < results->count; i++)
        assert_string_equal(json_text(results->items[i], "level"), "error");
    /* and what is left out is told */
    const struct node *told = json_at(json_of(&site.arena, buffer_string(&site.out)),
                                      "runs.0.invocations.0.toolExecutionNotifications");
    assert_int_equal(told->count, 1);
    assert_string_equal(json_text(told->items[0], "message.text"),
                        "102 of 5102 findings are left out: the reader takes no more.");
    site_close(&site);
}

static void test_baseline_on_all_or_none(void **state)
{
    (void)state;
    struct site site;
    open_all(&site);
    struct object_id base = commit_file(&site, "c.txt", "TODO three\n");
    DONE(forge_branch(site.forge, "base", &base));
    commit_file(&site, "d.txt", "TODO four\n");
    struct judge_options options = options_of(&site);
    options.base = "base";
    judge_with(&site, &options);
    const struct node *results = json_at(write_sarif(&site, "full"), "runs.0.results");
    for (size_t i = 0; i < results->count; i++)
        assert_non_null(json_text(results->items[i], "baselineState"));
    assert_string_equal(json_text(find_result(results, "ACM001", "three"), "baselineState"),
                        "unchanged");
    assert_string_equal(json_text(find_result(results, "ACM001", "four"), "baselineState"), "new");
    site_close(&site);
}

static const struct node *find_notification(const struct node *list, const char *words)
{
    for (size_t i = 0; list && i < list->count; i++)
        if (strstr(json_text(list->items[i], "message.text"), words))
            return list->items[i];
    return NULL;
}

static void test_invocations(void **state)
{
    (void)state;
    struct site site;
    open_all(&site);
    commit_exception(&site, "EXC-2026-0001", "ACM001", "paths: [a.txt]",
                     "valid_from: 2026-02-01\nexpires: soon", APPROVED);
    judge_site(&site);
    const struct node *invocation = json_at(write_sarif(&site, "full"), "runs.0.invocations.0");
    /* a blocking rule is unknown: the results are incomplete */
    assert_string_equal(json_text(invocation, "executionSuccessful"), "false");
    assert_string_equal(json_text(invocation, "exitCode"), "4");
    const struct node *unknown = find_notification(
        json_at(invocation, "toolExecutionNotifications"), "Rule 'ACM004' blocks");
    assert_string_equal(json_text(unknown, "level"), "error");
    const struct node *record = find_notification(
        json_at(invocation, "toolConfigurationNotifications"), "'EXC-2026-0001' excuses nothing");
    assert_string_equal(json_text(record, "level"), "warning");
    site_close(&site);

    site_open(&site);
    commit_rules(&site, "rules: [ACM001]\n");
    struct object_id base = commit_file(&site, "c.txt", "TODO three\n");
    DONE(forge_branch(site.forge, "base", &base));
    commit_file(&site, ".bylaw.yml", "bylaw: 2\n");
    struct judge_options options = options_of(&site);
    options.base = "base";
    judge_with(&site, &options);
    invocation = json_at(write_sarif(&site, "full"), "runs.0.invocations.0");
    assert_string_equal(json_text(invocation, "executionSuccessful"), "true");
    assert_string_equal(json_text(invocation, "exitCode"), "1");
    const struct node *list = json_at(invocation, "toolConfigurationNotifications");
    assert_non_null(find_notification(list, "This change edits what judges it"));
    assert_non_null(find_notification(list, "The head's own policy file has a mistake"));
    for (size_t i = 0; i < list->count; i++)
        assert_string_equal(json_text(list->items[i], "level"), "warning");
    site_close(&site);
}

static void test_runs_of_an_audit(void **state)
{
    (void)state;
    struct site site;
    open_all(&site);
    judge_site(&site);
    const struct evaluation *const both[] = {site.evaluation, site.evaluation};
    const struct report_options options = {.profile = "full", .width = 80, .version = "1.2.3"};
    struct buffer out = BUFFER_EMPTY;
    DONE(report_find("sarif")->write(&out, both, 2, &options));
    assert_int_equal(json_at(json_of(&site.arena, buffer_string(&out)), "runs")->count, 2);
    buffer_clear(&out);
    DONE(report_find("json")->write(&out, both, 2, &options));
    const struct node *list = json_of(&site.arena, buffer_string(&out));
    assert_int_equal(list->kind, NODE_SEQUENCE);
    assert_int_equal(list->count, 2);
    buffer_release(&out);
    site_close(&site);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_kinds_and_levels),
        cmocka_unit_test(test_the_run),
        cmocka_unit_test(test_taxonomies),
        cmocka_unit_test(test_places),
        cmocka_unit_test(test_related_locations),
        cmocka_unit_test(test_order_of_results),
        cmocka_unit_test(test_suppressions),
        cmocka_unit_test(test_the_exception_that_excuses_is_told),
        cmocka_unit_test(test_the_profile_of_github),
        cmocka_unit_test(test_the_profile_of_gitlab),
        cmocka_unit_test(test_messages),
        cmocka_unit_test(test_an_empty_list_is_written),
        cmocka_unit_test(test_no_more_than_github_shows),
        cmocka_unit_test(test_baseline_on_all_or_none),
        cmocka_unit_test(test_invocations),
        cmocka_unit_test(test_runs_of_an_audit),
    };
    return cmocka_run_group_tests_name("report_sarif", tests, NULL, NULL);
}
