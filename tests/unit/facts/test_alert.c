#include "rows.h"

static struct world world;

static void assert_alerts(const char *fields, const char *expected)
{
    assert_string_equal(world_rows(&world, "alert", fields), expected);
    world_end(&world);
}

static void rules_are_read_wherever_they_stand(void **state)
{
    (void)state;
    world_start(&world);
    world_add(&world, "a.yml",
              "groups:\n  - name: g\n    rules:\n      - record: x\n        expr: y\n"
              "      - alert: Down\n        expr: up == 0\n        labels: {severity: Critical}\n");
    world_add(&world, "b.yaml",
              "apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nspec:\n  groups:\n"
              "  - rules:\n    - {alert: Slow, expr: x > 1, labels: {severity: '{{ .x }}'}}\n");
    world_add(&world, "c.yaml",
              "kind: ConfigMap\ndata:\n  rules.yml: |\n    groups:\n    - name: g\n      rules:\n"
              "      - alert: Full\n        expr: x\n");
    world_add(&world, "d.yaml",
              "apiVersion: 1\ngroups:\n  - name: g\n    rules:\n      - title: Odd\n"
              "        condition: C\n        data: []\n        labels: {severity: page}\n");
    world_add(&world, "e.yaml",
              "Resources:\n  Deep:\n    Type: AWS::CloudWatch::Alarm\n    Properties:\n"
              "      MetricName: Depth\n");
    assert_alerts("system name severity expression", "a.yml:6 prometheus Down critical up == 0\n"
                                                     "b.yaml:6 operator Slow unknown x > 1\n"
                                                     "c.yaml:7 prometheus Full none x\n"
                                                     "d.yaml:5 grafana Odd page none\n"
                                                     "e.yaml:3 cloudwatch Deep none Depth\n");
}

static void monitors_and_alarms_are_read(void **state)
{
    (void)state;
    world_start(&world);
    world_add(&world, "m.json",
              "{\"name\": \"Queue\", \"type\": \"metric alert\", \"query\": \"avg:x > 1\",\n"
              "\"priority\": 1, \"message\": \"Full. Runbook: https://wiki.acme.io/q\"}\n");
    world_add(&world, "n.json", "{\"name\": \"x\", \"type\": \"module\", \"query\": \" alert\"}\n");
    world_add(&world, "t.tf",
              "resource \"aws_cloudwatch_metric_alarm\" \"deep\" {\n  alarm_name = \"deep\"\n"
              "  metric_name = \"Depth\"\n}\n"
              "resource \"grafana_rule_group\" \"g\" {\n  rule {\n    name = \"Odd\"\n"
              "    labels = { severity = \"critical\" }\n"
              "    annotations = { runbook_url = \"docs/odd.md\" }\n  }\n}\n");
    world_add(&world, "docs/odd.md", "# Odd\n");
    assert_alerts("system name severity runbook_state", "m.json:1 datadog Queue p1 elsewhere\n"
                                                        "t.tf:1 terraform deep none none\n"
                                                        "t.tf:6 terraform Odd critical found\n");
}

static void what_is_rendered_or_run_is_a_gap(void **state)
{
    (void)state;
    world_start(&world);
    world_add(&world, "a.libsonnet", "{ alert: 'X', expr: 'up' }\n");
    world_add(&world, "c/Chart.yaml", "name: c\n");
    world_add(&world, "c/templates/a.yaml", "kind: PrometheusRule\nx: alert:\n");
    world_add(&world, "other.libsonnet", "{ alert: 'X' }\n");
    world_add(&world, "z.yaml", "alert: [\nexpr: x\n");
    world_add(&world, "m.tf",
              "module \"m\" {\n  source = \"acme/metric-alarm/aws\"\n}\n"
              "module \"own\" {\n  source = \"./modules/alarms\"\n}\n");
    assert_alerts("test", "a.libsonnet gap test=false\n"
                          "c/templates/a.yaml gap test=false\n"
                          "m.tf gap test=false\n"
                          "z.yaml gap test=false\n");
}

static void assert_state(const char *link, const char *expected)
{
    char rule[600], row[200];
    snprintf(rule, sizeof(rule),
             "groups: [{rules: [{alert: Down, expr: x, annotations: {runbook_url: '%s'}}]}]\n",
             link);
    snprintf(row, sizeof(row), "ops/a.yml:1 %s\n", expected);
    world_start(&world);
    world_add(&world, "ops/a.yml", rule);
    world_add(&world, "go.mod", "module github.com/acme/pay\n");
    world_add(&world, "docs/r.md", "# Runbooks\n## Queue is full\n");
    world_add(&world, "docs/r/README.md", "# Down\n");
    world_add(&world, "ops/near.md", "# Near\n");
    assert_alerts("runbook_state runbook_found runbook_path", row);
}

static void links_are_followed(void **state)
{
    (void)state;
    assert_state("", "none false none");
    assert_state("N/A", "none false none");
    assert_state("TODO", "placeholder false none");
    assert_state("https://example.com/x", "placeholder false none");
    assert_state("https://runbook", "placeholder false none");
    assert_state("http://localhost/x", "placeholder false none");
    assert_state("Restart it", "text false none");
    assert_state("near.md", "found true ops/near.md");
    assert_state("docs/r.md#queue-is-full", "found true docs/r.md");
    assert_state("docs/r.md#queue", "dangling_anchor false docs/r.md");
    assert_state("docs/r", "found true docs/r/README.md");
    assert_state("docs/none.md", "dangling_path false none");
    assert_state("go/pay-runbook", "elsewhere unknown none");
    assert_state("https://wiki.acme.io/x", "elsewhere unknown none");
    assert_state("https://github.com/acme/pay/blob/main/docs/r.md#queue-is-full",
                 "found true docs/r.md");
    assert_state("https://github.com/acme/pay/blob/feature/x/docs/r.md", "found true docs/r.md");
    assert_state("https://github.com/acme/pay/blob/main/docs/x.md", "dangling_path false none");
    assert_state("https://github.com/Acme/Pay/tree/main/docs/r", "found true docs/r/README.md");
    assert_state("https://github.com/acme/other/blob/main/docs/x.md", "elsewhere unknown none");
    assert_state("https://github.com/acme/pay/wiki/x", "elsewhere unknown none");
    assert_state("docs/{{ $labels.alertname }}.md", "dangling_path false none");
    assert_state("docs/{{ $labels.job }}.md", "template unknown docs");
    assert_state("[[ .Runbooks ]]#down", "template unknown none");
    assert_state("nodocs/{{ $labels.job }}.md", "elsewhere unknown none");
}

static void names_of_services_are_found_in_words(void **state)
{
    (void)state;
    world_start(&world);
    world_add(&world, "go.mod", "module github.com/acme/payments\n");
    world_add(&world, "a.yml",
              "groups:\n- rules:\n  - {alert: A, expr: payments_total > 1}\n"
              "  - {alert: PaymentsDown, expr: up}\n  - {alert: B, expr: repayments > 1}\n");
    assert_alerts("own", "a.yml:3 true\na.yml:4 true\na.yml:5 false\n");
    world_start(&world);
    world_add(&world, "a.yml", "groups: [{rules: [{alert: A, expr: x}]}]\n");
    assert_alerts("own", "a.yml:1 unknown\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rules_are_read_wherever_they_stand),
        cmocka_unit_test(monitors_and_alarms_are_read),
        cmocka_unit_test(what_is_rendered_or_run_is_a_gap),
        cmocka_unit_test(links_are_followed),
        cmocka_unit_test(names_of_services_are_found_in_words),
    };
    return cmocka_run_group_tests_name("alert", tests, NULL, NULL);
}
