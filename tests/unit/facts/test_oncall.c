#include "rows.h"

static void assert_oncall(const char *path, const char *content, const char *expected)
{
    assert_rows_of(path, content, "oncall", "sort tool value placeholder levels channel reachable",
                   expected);
}

static void pages_of_on_call(void **state)
{
    (void)state;
    assert_oncall("docs/on-call.md",
                  "# On-call\n\n1. Page the primary in `#pay-oncall`.\n2. Page the secondary.\n",
                  "docs/on-call.md:1 document none none false 2 true true\n");
    assert_oncall("docs/oncall/pay.md",
                  "# Pay\n\n| who | how |\n|---|---|\n| Jane | jane@acme.internal |\n"
                  "| Joe | +44 20 7946 0000 |\n",
                  "docs/oncall/pay.md:1 document none none false 2 true true\n");
    /* Levels and nobody to be reached, somebody and no second level, the next team. */
    assert_oncall("docs/on-call.md", "# On-call\nThe primary, then the secondary.\n",
                  "docs/on-call.md:1 document none none false 2 false false\n");
    assert_oncall("docs/on-call.md", "# On-call\nAsk in #pay, see issue #12.\n",
                  "docs/on-call.md:1 document none none false 0 true false\n");
    assert_oncall("docs/on-call.md", "# On-call\nSee issue #12 for L1 and L2.\n",
                  "docs/on-call.md:1 document none none false 2 false false\n");
    assert_oncall("docs/on-call.md",
                  "# On-call\nL1: fail over to the primary database.\n"
                  "The secondary replica: +44 20 7946 0000.\n",
                  "docs/on-call.md:1 document none none false 0 true false\n");
}

static void pages_that_nobody_filled_in(void **state)
{
    (void)state;
    assert_oncall("docs/escalation.md",
                  "# Escalation\n\n1. Level 1: <name of the engineer>\n"
                  "2. Level 2: oncall@example.com\n",
                  "docs/escalation.md:1 document none none true 0 false false\n");
    assert_oncall("docs/templates/on-call.md", "# On-call\nL1, L2: #pay-oncall\n", "");
    assert_oncall("docs/adr/0007-escalation.md", "# Escalation\nL1, L2: #pay-oncall\n", "");
    assert_oncall("docs/decisions/on-call.md", "# On-call\nL1, L2: #pay-oncall\n", "");
    assert_oncall("docs/adrenaline/on-call.md", "# On-call\nL1, L2: #pay-oncall\n",
                  "docs/adrenaline/on-call.md:1 document none none false 2 true true\n");
    assert_oncall("vendor/x/on-call.md", "# On-call\nL1, L2: #pay-oncall\n", "");
}

static void sections_of_other_pages(void **state)
{
    (void)state;
    assert_oncall("runbooks/queue.md",
                  "# Queue\nAsk in #queue.\n## Escalation\nL1: #pay-oncall, L2: Jane.\n",
                  "runbooks/queue.md:3 document none none false 2 true true\n");
    assert_oncall("runbooks/queue.md", "# Queue\nL1, L2: #pay-oncall\n", "");
    assert_oncall("README.md", "# Pay\n## Privilege escalation\nL1, L2 in #pay\n", "");
    assert_oncall("README.md", "# Pay\n## On call\nThe primary, then a manager: #pay-oncall\n",
                  "README.md:2 document none none false 2 true true\n");
    assert_oncall("README.md", "# Pay\n## On call\nAsk the primary in #pay-oncall\n", "");
    assert_oncall("docs/README.md", "# Pay\n## On call\nThe primary\n", "");
}

/* The address of a schedule is an id; a manual's page and the tool's own are none. */
static void addresses_of_tools(void **state)
{
    (void)state;
    assert_oncall(
        "docs/on-call.md",
        "# On-call\nhttps://acme.pagerduty.com/schedules/P1Q2R3S\n"
        "https://acme.pagerduty.com/schedules/PXXXXXX\nhttps://acme.pagerduty.com/\n"
        "https://support.pagerduty.com/docs/schedules\n",
        "docs/on-call.md:1 document none none false 0 true false\n"
        "docs/on-call.md:2 integration pagerduty https://acme.pagerduty.com/schedules/P1Q2R3S "
        "false none none true\n"
        "docs/on-call.md:3 integration pagerduty https://acme.pagerduty.com/schedules/PXXXXXX "
        "true none none false\n");
}

static void schedules_as_code(void **state)
{
    (void)state;
    assert_oncall("infra/paging.tf",
                  "resource \"pagerduty_schedule\" \"pay\" {\n  name = \"Pay\"\n}\n"
                  "resource \"grafana_oncall_escalation\" \"a\" {}\n"
                  "resource \"opsgenie_schedule\" \"b\" {\n  name = \"your-team\"\n}\n"
                  "resource \"aws_s3_bucket\" \"c\" {}\n"
                  "data \"pagerduty_schedule\" \"d\" {}\n",
                  "infra/paging.tf:1 schedule pagerduty pagerduty_schedule.pay false none none "
                  "true\n"
                  "infra/paging.tf:4 schedule grafana grafana_oncall_escalation.a false none none "
                  "true\n"
                  "infra/paging.tf:5 schedule opsgenie opsgenie_schedule.b true none none false\n");
    assert_oncall("infra/paging.tf", "# pagerduty_\nresource \"a {\n", "infra/paging.tf gap\n");
    assert_oncall("infra/paging.tf", "resource \"aws_s3_bucket\" \"c\" {\n", "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_of_on_call),        cmocka_unit_test(pages_that_nobody_filled_in),
        cmocka_unit_test(sections_of_other_pages), cmocka_unit_test(addresses_of_tools),
        cmocka_unit_test(schedules_as_code),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
