#include "rows.h"

static const char fields[] = "families family_count hollow commands anchors placeholder filled";

static void assert_runbook(const char *path, const char *content, const char *expected)
{
    char row[200];
    snprintf(row, sizeof(row), "%s:1 %s\n", path, expected);
    assert_rows_of(path, content, "runbook", fields, row);
}

static void families_are_found_and_filled(void **state)
{
    (void)state;
    assert_runbook("docs/runbooks/queue.md",
                   "# Queue is full\n## Symptoms\nThe alert `QueueFull` fires.\n## Impact\nOrders "
                   "wait.\n## Diagnosis\n```\nkubectl get pods\nkubectl logs x\n```\n"
                   "## Mitigation\n1. Run `make drain`.\n## Escalation\nCall @acme/payments.\n"
                   "## Verification\nThe queue is empty.\n",
                   "trigger, impact, diagnosis, mitigation, escalation, validation 6  3 true false "
                   "true");
}

static void hollow_families_do_not_count(void **state)
{
    (void)state;
    assert_runbook("runbooks/x.md",
                   "# X\n## Symptoms\nTODO\n## Impact\n## Diagnosis\nLook.\n## Mitigation\nTBD\n",
                   "diagnosis 1 trigger, impact, mitigation 0 false true true");
    assert_runbook("runbooks/x.md", "# Rollback runbook\nCall the team.\n",
                   " 0  0 false false false");
    assert_runbook("RUNBOOK.md", "", " 0  0 false false false");
}

static void sections_below_and_bold_labels_count(void **state)
{
    (void)state;
    assert_runbook("runbooks/x.md", "# X\n## Resolution\n### Restart\nDo it.\n",
                   "mitigation 1  0 false false true");
    assert_runbook("runbooks/x.md", "# X\n## Resolution\n### Restart\n### Stop\n",
                   " 0 mitigation 0 false false false");
    assert_runbook("runbooks/x.md", "# X\n## Resolution\nRun `make x`. TODO say when.\n",
                   "mitigation 1  1 true true true");
    assert_runbook("runbooks/x.md", "# X\n**Impact**: TODO\n", " 0 impact 0 false true false");
    assert_runbook("runbooks/x.md", "# X\n**Impact**: none at night.\n\n**Escalation**\n\nAnn.\n",
                   "impact, escalation 2  0 false false true");
    assert_runbook("runbooks/x.md", "# X\n**Impact**\n\n**Escalation**\n",
                   " 0 impact, escalation 0 false false false");
}

static void anchors_name_something_of_the_system(void **state)
{
    (void)state;
    assert_rows_of("runbooks/x.md", "# X\nSee https://example.com/dash\n", "runbook", "anchors",
                   "runbooks/x.md:1 false\n");
    assert_rows_of("runbooks/x.md", "# X\nSee https://grafana.acme.io/d/1\n", "runbook", "anchors",
                   "runbooks/x.md:1 true\n");
    assert_rows_of("runbooks/x.md", "# X\nMail ops@acme.io\n", "runbook", "anchors",
                   "runbooks/x.md:1 true\n");
    assert_rows_of("runbooks/x.md", "# X\n```\nkubectl -n <namespace> get pods\n```\n", "runbook",
                   "anchors", "runbooks/x.md:1 false\n");
    assert_rows_of("runbooks/x.md", "# X\nThe job `NightlyExport` hangs.\n", "runbook", "anchors",
                   "runbooks/x.md:1 true\n");
}

static void indexes_templates_and_playbooks_of_ansible_are_none(void **state)
{
    (void)state;
    static const char *const paths[] = {
        "docs/runbooks/README.md", "docs/runbooks/index.md", "docs/runbooks/template.md",
        "playbooks/site.yml",      "playbooks/hosts",        "test/runbooks/x.md",
        "docs/guide.md",           "ops/values.txt",
    };
    for (size_t i = 0; i < sizeof(paths) / sizeof(*paths); i++)
        assert_rows_of(paths[i], "# X\n## Impact\nBad.\n", "runbook", "filled", "");
    static const char *const runbooks[] = {"docs/ops/x.md", "runbook.txt", "docs/api-runbook.md",
                                           "a/playbooks/x.rst"};
    for (size_t i = 0; i < sizeof(runbooks) / sizeof(*runbooks); i++) {
        char row[60];
        snprintf(row, sizeof(row), "%s:1\n", runbooks[i]);
        assert_rows_of(runbooks[i], "# X\n## Impact\nBad.\n", "runbook", "", row);
    }
}

static void trouble_is_told_from_planned_work(void **state)
{
    (void)state;
    static const struct {
        const char *path, *content, *expected;
    } cases[] = {
        {"runbooks/queue-stuck.md", "# Queue\n", "true"},
        {"runbooks/KubeAPIDown.md", "# Kube\n", "true"},
        {"runbooks/x.md", "# The queue is full\n", "true"},
        {"runbooks/x.md", "# The full procedure\nRun it.\n", "false"},
        {"runbooks/x.md", "# Runbook\n\nTODO\n", "true"},
        {"runbooks/x.md", "# Runbook\n\n## Steps\n\n", "true"},
        {"runbooks/x.md", "# Queue\n## Symptoms\nIt waits.\n", "true"},
        {"runbooks/x.md", "Queue\n=====\n\nMeaning\n-------\nIt waits.\n", "true"},
        {"runbooks/x.md", "# Queue\n## Rollback\nRun it.\n", "false"},
        {"playbooks/add-endpoint.md", "# Add an endpoint\n## Steps\nDo it.\n", "false"},
        {"runbooks/outage-drill.md", "# Outage\n", "false"},
        {"runbooks/x.md", "# Drill of an outage\n## Symptoms\nx\n", "false"},
        {"playbooks/fix-failing-ci.md", "# CI fails\n", "false"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        char row[80];
        snprintf(row, sizeof(row), "%s:1 %s\n", cases[i].path, cases[i].expected);
        assert_rows_of(cases[i].path, cases[i].content, "runbook", "response", row);
    }
}

static void what_an_alert_links_answers_to_it(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, "runbooks/reload.md", "# Reload\n\nRun it.\n");
    world_add(&world, "runbooks/load.md", "# Load\n\nRun it.\n");
    world_add(&world, "runbooks/far.md", "# Far\n\nRun it.\n");
    world_add(&world, "alerts.yml",
              "groups: [{name: a, rules: [{alert: Down, expr: up == 0, annotations: {runbook: "
              "'runbooks/reload.md#x'}}, {alert: Far, expr: up == 0, annotations: {runbook: "
              "'https://github.com/acme/else/blob/main/runbooks/far.md'}}]}]\n");
    assert_string_equal(world_rows(&world, "runbook", "response"),
                        "runbooks/far.md:1 false\nrunbooks/load.md:1 false\n"
                        "runbooks/reload.md:1 true\n");
    world_end(&world);
}

static void anchors_are_of_this_repository(void **state)
{
    (void)state;
    static const struct {
        const char *content, *expected;
    } cases[] = {
        {"# X\nRun `kubectl get pods`.\n", "runbooks/x.md:1 false\n"},
        {"# X\nRun `kubectl logs deploy/payments`.\n", "runbooks/x.md:1 true\n"},
        {"# X\nPaymentsErrors fires.\n", "runbooks/x.md:1 true\n"},
        {"# X\nQueueStuck fires.\n", "runbooks/x.md:1 true\n"},
        {"# X\nQueueBroken fires.\n", "runbooks/x.md:1 false\n"},
        {"# X\nRun `./deploy/pay.yaml`.\n", "runbooks/x.md:1 true\n"},
        {"# X\nRun `deploy/else.yaml`.\n", "runbooks/x.md:1 false\n"},
        {"# X\nMail ops@acme.io.\n", "runbooks/x.md:1 true\n"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct world world;
        world_start(&world);
        world_add(&world, "runbooks/x.md", cases[i].content);
        world_add(&world, "deploy/pay.yaml",
                  "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: payments}\nspec: "
                  "{template: {spec: {containers: []}}}\n");
        world_add(&world, "alerts.yml",
                  "groups: [{name: a, rules: [{alert: QueueStuck, expr: up == 0}]}]\n");
        assert_string_equal(world_rows(&world, "runbook", "anchors"), cases[i].expected);
        world_end(&world);
    }
}

static void pages_in_other_scripts_are_one_gap(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, "runbooks/a.md", "# \xd0\xa7\xd0\xb5\xd1\x80\xd0\xb3\xd0\xb0\n");
    world_add(&world, "runbooks/b.md", "# \xd0\xa7\xd0\xb5\xd1\x80\xd0\xb3\xd0\xb0\n");
    world_add(&world, "runbooks/c.md", "# Z\xc3\xbcge\n");
    assert_string_equal(world_rows(&world, "runbook", "filled"),
                        "runbooks/a.md gap\nrunbooks/c.md:1 false\n");
    world_end(&world);
}

static void work_that_is_to_come_is_no_residue(void **state)
{
    (void)state;
    static const struct {
        const char *line, *expected;
    } cases[] = {
        {"TODO", "true TODO, line 2"},
        {"Call (TBD).", "false none"},
        {"- **Name:** [TBD]", "true [TBD], line 2"},
        {"Restart it. TODO link it.", "true TODO, line 2"},
        {"It makes a stub (trigger and a TODO) for you.", "false none"},
        {"Call ops@example.com.", "true ops@example.com., line 2"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        char content[120], row[120];
        snprintf(content, sizeof(content), "# X\n%s\n", cases[i].line);
        snprintf(row, sizeof(row), "runbooks/x.md:1 %s\n", cases[i].expected);
        assert_rows_of("runbooks/x.md", content, "runbook", "placeholder residue", row);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(families_are_found_and_filled),
        cmocka_unit_test(hollow_families_do_not_count),
        cmocka_unit_test(sections_below_and_bold_labels_count),
        cmocka_unit_test(anchors_name_something_of_the_system),
        cmocka_unit_test(trouble_is_told_from_planned_work),
        cmocka_unit_test(what_an_alert_links_answers_to_it),
        cmocka_unit_test(anchors_are_of_this_repository),
        cmocka_unit_test(pages_in_other_scripts_are_one_gap),
        cmocka_unit_test(work_that_is_to_come_is_no_residue),
        cmocka_unit_test(indexes_templates_and_playbooks_of_ansible_are_none),
    };
    return cmocka_run_group_tests_name("runbook", tests, NULL, NULL);
}
