#include "rows.h"

static struct world world;

static void assert_slos(const char *fields, const char *expected)
{
    assert_string_equal(world_rows(&world, "slo", fields), expected);
    world_end(&world);
}

#define OPENSLO(NAME, INSIDE)                                                           \
    "apiVersion: openslo/v1\nkind: SLO\nmetadata: {name: " NAME "}\n"                   \
    "spec:\n  service: pay\n  budgetingMethod: Occurrences\n  timeWindow: [{duration: " \
    "28d}]\n" INSIDE
#define METRIC(KEY, QUERY) KEY ": {metricSource: {type: p, spec: {query: '" QUERY "'}}}"

static void openslo_is_read(void **state)
{
    (void)state;
    world_start(&world);
    world_add(&world, "a.yaml",
              OPENSLO("good", "  alertPolicies: [burn]\n  objectives: [{target: 0.99}]\n"
                              "  indicator: {spec: {ratioMetric: {" METRIC(
                                  "good", "x{c=~\"5...\"}") ", " METRIC("total", "x") "}}}\n"));
    world_add(&world, "b.yaml",
              OPENSLO("hollow",
                      "  objectives: [{targetPercent: 99.5}, {target: 2}]\n"
                      "  indicator: {spec: {ratioMetric: {" METRIC("good", "sum(...)") ", " METRIC(
                          "total", " sum( ...)") "}}}\n"));
    world_add(&world, "c.yaml",
              OPENSLO("elsewhere", "  objectives: [{target: 0.99}]\n  indicatorRef: other\n"));
    world_add(
        &world, "d.yaml",
        OPENSLO(
            "here",
            "  objectives: [{target: 0.99}]\n  indicatorRef: own\n") "---\n"
                                                                     "apiVersion: "
                                                                     "openslo/v1\nkind: "
                                                                     "SLI\nmetadata: {name: own}\n"
                                                                     "spec: {thresholdMetric: "
                                                                     "{metricSource: {spec: "
                                                                     "{query: up}}}}\n");
    assert_slos("system name target problem identical placeholder alerted",
                "a.yaml:9 openslo good 99% none false false true\n"
                "b.yaml:8 openslo hollow/1 99.5% none true true false\n"
                "b.yaml:8 openslo hollow/2 none the target is no share of the whole true true "
                "false\n"
                "c.yaml:8 openslo elsewhere 99% none unknown unknown false\n"
                "d.yaml:8 openslo here 99% none false true false\n");
}

static void assert_problem(const char *content, const char *problem)
{
    char row[300];
    snprintf(row, sizeof(row), "a.yaml:1 %s\n", problem);
    world_start(&world);
    world_add(&world, "a.yaml", content);
    assert_slos("problem", row);
}

static void what_openslo_does_not_allow_is_said(void **state)
{
    (void)state;
#define HEAD   "apiVersion: openslo/v1\nkind: SLO\n"
#define NAMED  HEAD "metadata: {name: a}\n"
#define METHOD NAMED "spec: {service: pay, budgetingMethod: "
    assert_problem(HEAD, "'metadata.name' is missing");
    assert_problem(NAMED, "'spec' is missing");
    assert_problem(NAMED "objectives: []\nspec: {}\n", "'objectives' stands outside 'spec'");
    assert_problem(NAMED "spec: {x: y}\n", "'spec.service' is missing");
    assert_problem(NAMED "spec: {service: pay}\n", "'spec.budgetingMethod' is missing");
    assert_problem(METHOD "Often}\n", "'spec.budgetingMethod' is 'Often': Occurrences, Timeslices "
                                      "or RatioTimeslices are expected");
    assert_problem(METHOD "Occurrences}\n", "'spec.timeWindow' needs exactly one item");
    assert_problem(METHOD "Occurrences, timeWindow: [{x: y}]}\n",
                   "'spec.timeWindow' has no duration");
    assert_problem(METHOD "Occurrences, timeWindow: [{duration: 1d}]}\n",
                   "'spec.objectives' is missing or empty");
    assert_problem("{apiVersion: openslo/v2, kind: SLO}\n",
                   "'spec.objectives' is missing or empty");
}

static void assert_objective(const char *inside, const char *problem)
{
    char content[600], row[300];
    snprintf(content, sizeof(content), OPENSLO("a", "%s"), inside);
    snprintf(row, sizeof(row), "a.yaml:8 %s\n", problem);
    world_start(&world);
    world_add(&world, "a.yaml", content);
    assert_slos("problem", row);
}

static void what_objectives_lack_is_said(void **state)
{
    (void)state;
    assert_objective("  objectives: [{x: y}]\n",
                     "the objective has neither 'target' nor 'targetPercent'");
    assert_objective("  objectives: [{target: 0.9, targetPercent: 90}]\n",
                     "the objective has 'target' and 'targetPercent'");
    assert_objective("  objectives: [{target: 0.9}]\n",
                     "there is neither 'indicator' nor 'indicatorRef'");
    assert_objective("  objectives: [{target: 0.9}]\n  indicator: {x: y}\n  indicatorRef: x\n",
                     "there are 'indicator' and 'indicatorRef'");
    assert_objective("  objectives: [{target: 0.9, indicatorRef: x}]\n", "none");
}

#define SLOTH(SLO) "version: prometheus/v1\nservice: pay\nslos:\n- {name: a, " SLO "}\n"
#define WINDOW     "[{{.window}}]"

static void assert_sloth(const char *content, const char *cells)
{
    char row[300];
    snprintf(row, sizeof(row), "a.yaml:4 %s\n", cells);
    world_start(&world);
    world_add(&world, "a.yaml", content);
    assert_slos("target identical placeholder alerted problem", row);
}

static void sloth_is_read(void **state)
{
    (void)state;
    assert_sloth(SLOTH("objective: 99.9, alerting: {name: A}, sli: {events: {error_query: 'e" WINDOW
                       "', total_query: 't" WINDOW "'}}"),
                 "99.9% false false true none");
    assert_sloth(SLOTH("objective: '99', alerting: {page_alert: {disable: true}, "
                       "ticket_alert: {disable: true}}, sli: {events: {error_query: 'x" WINDOW
                       "', total_query: 'x " WINDOW "'}}"),
                 "99% true false false none");
    assert_sloth(SLOTH("objective: 99, sli: {raw: {error_ratio_query: up}}"),
                 "99% false true false a query of 'sli' does not ask for '{{.window}}'");
    assert_sloth(SLOTH("objective: 990, sli: {plugin: {id: x}}"),
                 "none unknown unknown false 'objective' is no number from 0 to 100");
    assert_sloth(SLOTH("objective: 99, alerting: {page_alert: {}}, sli: {plugin: {id: x}}"),
                 "99% unknown unknown true 'alerting.name' is missing");
    assert_sloth(SLOTH("objective: 99, sli: {}"),
                 "99% false false false 'sli.events' needs a query for errors and one for the "
                 "total");
    world_start(&world);
    world_add(&world, "k.yaml",
              "apiVersion: sloth.slok.dev/v1\nkind: PrometheusServiceLevel\nspec:\n"
              "  service: pay\n  slos:\n  - {name: a, objective: 99, alerting: {name: A, "
              "pageAlert: {disable: true}}, sli: {raw: {errorRatioQuery: 'x" WINDOW "'}}}\n");
    assert_slos("service target alerted problem", "k.yaml:6 pay 99% true none\n");
}

static void assert_pyrra(const char *spec, const char *cells)
{
    char content[600], row[300];
    snprintf(content, sizeof(content),
             "apiVersion: pyrra.dev/v1alpha1\nkind: ServiceLevelObjective\n"
             "metadata: {name: a, labels: {pyrra.dev/service: pay}}\nspec: {%s}\n",
             spec);
    snprintf(row, sizeof(row), "a.yaml:1 %s\n", cells);
    world_start(&world);
    world_add(&world, "a.yaml", content);
    assert_slos("service target identical alerted problem", row);
}

static void pyrra_is_read(void **state)
{
    (void)state;
    assert_pyrra("target: '99', window: 2w, indicator: {ratio: {errors: {metric: e}, total: "
                 "{metric: t}}}",
                 "pay 99% false true none");
    assert_pyrra("target: '99', window: 2w, alerting: {disabled: true}, indicator: {ratio: "
                 "{errors: {metric: t}, total: {metric: t}}}",
                 "pay 99% true false none");
    assert_pyrra("target: '99', window: 2w, indicator: {latency: {success: {metric: e}, total: "
                 "{metric: t}}}",
                 "pay 99% false true 'spec.indicator.latency.success' names no bucket with 'le'");
    assert_pyrra("target: '99', window: 2w, indicator: {bool_gauge: {metric: up}}",
                 "pay 99% false true none");
    assert_pyrra("target: '99', indicator: {latencyNative: {total: {metric: t}, latency: 1s}}",
                 "pay 99% false true 'spec.window' is missing");
    assert_pyrra("target: soon, window: 2w, indicator: {x: y}",
                 "pay none false true 'spec.indicator' is none of ratio, latency, latencyNative "
                 "and bool_gauge");
    assert_pyrra("target: '99', window: 2w, indicator: {ratio: {errors: {metric: e}}}",
                 "pay 99% false true 'spec.indicator' has no metric for the total");
}

static void what_is_rendered_is_a_gap(void **state)
{
    (void)state;
    world_start(&world);
    world_add(&world, "c/Chart.yaml", "name: c\n");
    world_add(&world, "c/templates/a.yaml", "apiVersion: pyrra.dev/v1alpha1\nx: {{ y }}\n");
    world_add(&world, "d.yaml", "apiVersion: openslo/v1\nx: [\n");
    world_add(&world, "e.yaml", "about: openslo [\n");
    assert_slos("test", "c/templates/a.yaml gap test=false\nd.yaml gap test=false\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(openslo_is_read),
        cmocka_unit_test(what_openslo_does_not_allow_is_said),
        cmocka_unit_test(what_objectives_lack_is_said),
        cmocka_unit_test(sloth_is_read),
        cmocka_unit_test(pyrra_is_read),
        cmocka_unit_test(what_is_rendered_is_a_gap),
    };
    return cmocka_run_group_tests_name("slo", tests, NULL, NULL);
}
