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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(families_are_found_and_filled),
        cmocka_unit_test(hollow_families_do_not_count),
        cmocka_unit_test(sections_below_and_bold_labels_count),
        cmocka_unit_test(anchors_name_something_of_the_system),
        cmocka_unit_test(indexes_templates_and_playbooks_of_ansible_are_none),
    };
    return cmocka_run_group_tests_name("runbook", tests, NULL, NULL);
}
