#include "rows.h"

static struct world world;

static void assert_dashboards(const char *fields, const char *expected)
{
    assert_string_equal(world_rows(&world, "dashboard", fields), expected);
    world_end(&world);
}

#define MODEL(TITLE, PANELS) \
    "{\"title\": \"" TITLE "\", \"schemaVersion\": 39, \"panels\": [" PANELS "]}"

static void models_of_grafana_are_read(void **state)
{
    (void)state;
    world_start(&world);
    world_add(&world, "a.json",
              MODEL("Pay",
                    "{\"type\": \"row\", \"panels\": [{\"targets\": [{\"expr\": \"x\"}]}]},"
                    "{\"type\": \"text\"}, {\"targets\": [{\"refId\": \"A\", \"expr\": \"\"}]}"));
    world_add(&world, "b.json", "{\"dashboard\": " MODEL("New dashboard", "") "}");
    world_add(&world, "c.json",
              "{\"title\": \"Old\", \"templating\": {}, \"annotations\": {}, \"rows\": "
              "[{\"panels\": [{\"targets\": [{\"rawSql\": \"select 1\"}]}]}]}");
    world_add(&world, "d.json", MODEL("Shared", "{\"libraryPanel\": {\"uid\": \"x\"}}"));
    world_add(&world, "e.json", "{\"title\": \"Schema\", \"schemaVersion\": 2}");
    world_add(
        &world, "f.json",
        "{\"apiVersion\": \"dashboard.grafana.app/v2\", \"kind\": \"Dashboard\", \"spec\": "
        "{\"title\": \"Two\", \"elements\": {\"a\": {\"kind\": \"Panel\", \"spec\": {\"data\": "
        "{\"spec\": {\"queries\": [{}]}}}}, \"b\": {\"spec\": {}}}}}");
    assert_dashboards(
        "system title unnamed panels queries",
        "a.json:1 grafana Pay false 3 1\nb.json:1 grafana New dashboard true 0 0\n"
        "c.json:1 grafana Old false 1 1\nd.json:1 grafana Shared false unknown unknown\n"
        "f.json:1 grafana Two false 2 1\n");
}

static void resources_of_kubernetes_are_read(void **state)
{
    (void)state;
    world_start(&world);
    world_add(&world, "a.yaml",
              "kind: ConfigMap\ndata:\n  grafana_dashboard: x\n  pay.json: |\n    " MODEL(
                  "Pay", "{\"targets\": [{\"expr\": \"x\"}]}") "\n  odd.json: '{}'\n");
    world_add(&world, "b.yaml",
              "apiVersion: grafana.integreatly.org/v1beta1\nkind: GrafanaDashboard\n"
              "metadata: {name: kite}\nspec: {url: x}\n---\n"
              "apiVersion: integreatly.org/v1alpha1\nkind: GrafanaDashboard\nspec:\n  json: >\n   "
              " " MODEL("In", "") "\n");
    world_add(&world, "c.yaml",
              "kind: Dashboard\nmetadata: {name: p}\nspec:\n  display: {name: Perses}\n"
              "  panels: {a: {kind: Panel, spec: {queries: [{}]}}, b: {kind: Panel, spec: {}}}\n");
    world_add(&world, "d.yaml",
              "apiVersion: perses.dev/v1alpha2\nkind: PersesDashboard\nmetadata: {name: q}\n"
              "spec: {config: {panels: {a: {spec: {queries: []}}}}}\n");
    assert_dashboards(
        "system title panels queries",
        "a.yaml:4 grafana Pay 1 1\nb.yaml:1 operator kite unknown unknown\n"
        "b.yaml:6 operator In 0 0\nc.yaml:1 perses Perses 2 1\nd.yaml:1 perses q 1 0\n");
}

static void terraform_and_datadog_are_read(void **state)
{
    (void)state;
    world_start(&world);
    world_add(&world, "a.json",
              "{\"title\": \"Pay\", \"layout_type\": \"ordered\", \"widgets\": [{\"definition\": "
              "{\"type\": \"group\", \"widgets\": [{\"definition\": {\"requests\": [{\"q\": "
              "\"x\"}]}}]}}, "
              "{\"definition\": {\"type\": \"note\"}}]}");
    world_add(
        &world, "a.tf",
        "resource \"datadog_dashboard\" \"d\" {\n  title = \"Pay\"\n  widget {\n"
        "    timeseries_definition {\n    }\n  }\n}\n"
        "resource \"grafana_dashboard\" \"g\" {\n  config_json = file(\"a.json\")\n}\n"
        "resource \"aws_cloudwatch_dashboard\" \"c\" {\n  dashboard_name = \"C\"\n"
        "  dashboard_body = jsonencode(local.x)\n}\n"
        "resource \"aws_cloudwatch_dashboard\" \"h\" {\n  dashboard_name = \"H\"\n"
        "  dashboard_body = <<E\n{\"widgets\": [{\"properties\": {\"metrics\": []}}]}\nE\n}\n"
        "resource \"newrelic_one_dashboard\" \"n\" {\n  name = \"N\"\n  page {\n"
        "    widget_line {\n      nrql_query {\n        query = \"SELECT x\"\n      }\n    }\n"
        "  }\n}\n");
    assert_dashboards("system title panels queries",
                      "a.json:1 datadog Pay 2 1\na.tf:1 datadog Pay 1 0\n"
                      "a.tf:11 cloudwatch C unknown unknown\na.tf:15 cloudwatch H 1 1\n"
                      "a.tf:21 newrelic N 1 1\n");
}

static void what_is_made_is_a_gap_and_names_are_looked_up(void **state)
{
    (void)state;
    world_start(&world);
    world_add(&world, "a.jsonnet", "local g = import 'grafonnet/main.libsonnet'; {}\n");
    world_add(&world, "c/Chart.yaml", "name: c\n");
    world_add(&world, "c/templates/a.yaml", "x: grafana_dashboard\n");
    world_add(&world, "go.mod", "module github.com/acme/payments\n");
    world_add(&world, "t.json", MODEL("Payments", ""));
    world_add(&world, "u.json", MODEL("Kites", "{\"targets\": [{\"expr\": \"payments_total\"}]}"));
    world_add(&world, "v.json", MODEL("Kites", "{\"type\": \"payments\"}"));
    assert_dashboards("shown own", "a.jsonnet gap shown=false\nc/templates/a.yaml gap shown=false\n"
                                   "t.json:1 true true\nu.json:1 true true\nv.json:1 true false\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(models_of_grafana_are_read),
        cmocka_unit_test(resources_of_kubernetes_are_read),
        cmocka_unit_test(terraform_and_datadog_are_read),
        cmocka_unit_test(what_is_made_is_a_gap_and_names_are_looked_up),
    };
    return cmocka_run_group_tests_name("dashboard", tests, NULL, NULL);
}
