#include "rows.h"

static const char deployment[] =
    "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\n"
    "spec: {replicas: 3, template: {metadata: {labels: {app: web, tier: front}}, spec: {"
    "containers: [{name: a, image: a, ports: [{name: http, containerPort: 80}]}]}}}\n";

static void services_say_what_they_select(void **state)
{
    (void)state;
    assert_rows_of("a.yaml",
                   "apiVersion: v1\nkind: List\nitems:\n"
                   "- apiVersion: v1\n  kind: Service\n  metadata: {name: a, namespace: n}\n"
                   "  spec: {selector: {b: c, a: b}, ports: [{port: 80, targetPort: http},"
                   " {port: 81}, {port: 82, name: metrics}, {port: 83, name: metrics-b}]}\n"
                   "- apiVersion: v1\n  kind: Service\n  metadata: {name: '${NAME}'}\n"
                   "  spec: {ports: [{port: 1, targetPort: '${PORT}'}]}\n"
                   "- apiVersion: serving.knative.dev/v1\n  kind: Service\n  spec: {}\n"
                   "- kind: Service\n- text\n",
                   "service", "name namespace selector targets",
                   "a.yaml:4 a n a=b, b=c http, 81\na.yaml:8 unknown none none unknown\n");
    assert_rows_of("a.yaml",
                   "apiVersion: v1\nkind: Service\nspec: {selector: [a], ports: {a: b}}\n---\n"
                   "apiVersion: v1\nkind: Service\nspec: text\n",
                   "service", "name selector targets", "a.yaml:1  none \na.yaml:5  none \n");
}

static void autoscalers_keep_some(void **state)
{
    (void)state;
    assert_rows_of(
        "a.yaml",
        "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: a}\n"
        "spec: {minReplicas: 2, maxReplicas: 9, scaleTargetRef: {kind: Deployment, name: w}}\n"
        "---\napiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\n"
        "spec: {scaleTargetRef: {name: w}}\n"
        "---\napiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: {name: k}\n"
        "spec: {scaleTargetRef: {name: w}}\n",
        "autoscaler", "name sort target_kind target least most",
        "a.yaml:1 a hpa Deployment w 2 9\na.yaml:6  hpa none w 1 none\n"
        "a.yaml:10 k keda Deployment w 0 none\n");
}

static void only_a_file_that_names_the_kind_is_a_gap(void **state)
{
    (void)state;
    static const char template[] = "{{ if a }}\nkind: Service\n{{ end }}\nx: {\n";
    assert_rows_of("a.yaml", template, "service", "test", "a.yaml gap test=false\n");
    assert_rows_of("a.yaml", template, "autoscaler", "test", "");
    assert_rows_of("a.yaml", "# PodDisruptionBudget\n{", "disruption_budget", "test", "");
    assert_rows_of("test/a.yaml", "{{ kind: PodDisruptionBudget\nkind: PodDisruptionBudget\n",
                   "disruption_budget", "test", "test/a.yaml gap test=true\n");
}

static void pods_are_chosen_by_labels(void **state)
{
    (void)state;
    static const struct {
        const char *service, *expected;
    } cases[] = {
        {"metadata: {name: s}\nspec: {selector: {app: web}, ports: [{port: 80}]}", "true true"},
        {"spec: {selector: {tier: front, app: web}, ports: [{port: 1, targetPort: http}]}",
         "true true"},
        {"spec: {selector: {tier: front, app: other}, ports: [{port: 80}]}", "false false"},
        {"spec: {selector: {app: web, z: y}, ports: [{port: 80}]}", "false false"},
        {"spec: {selector: {}, ports: [{port: 80}]}", "false false"},
        {"spec: {ports: [{port: 80}]}", "false false"},
        {"spec: {selector: {app: web}, ports: [{port: 81}]}", "true true"},
        {"spec: {selector: {app: web}, ports: [{port: 80, name: metrics}]}", "true false"},
        {"spec: {selector: {app: '${APP}'}, ports: [{port: 80}]}", "unknown unknown"},
        {"spec: {selector: {app: web}, ports: [{port: '${PORT}'}]}", "true unknown"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct world world;
        char expected[64];
        world_start(&world);
        world_add(&world, "k/web.yaml", deployment);
        world_add(
            &world, "k/service.yaml",
            arena_printf(&world.arena, "apiVersion: v1\nkind: Service\n%s\n", cases[i].service));
        size_t first = strcspn(cases[i].expected, " ");
        snprintf(expected, sizeof(expected), "k/web.yaml:1 %.*s\n", (int)first, cases[i].expected);
        assert_string_equal(world_rows(&world, "workload", "served"), expected);
        snprintf(expected, sizeof(expected), "k/web.yaml:4%s\n", cases[i].expected + first);
        assert_string_equal(world_rows(&world, "container", "served"), expected);
        world_end(&world);
    }
}

static void tests_serve_nothing_that_is_shipped(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, "web.yaml", deployment);
    world_add(&world, "test/web.yaml", deployment);
    world_add(&world, "test/service.yaml",
              "apiVersion: v1\nkind: Service\nspec: {selector: {app: web}, ports: [{port: 80}]}\n");
    assert_string_equal(world_rows(&world, "workload", "served"),
                        "test/web.yaml:1 true\nweb.yaml:1 false\n");
    world_end(&world);
}

static void the_autoscaler_says_how_many_pods(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, "web.yaml", deployment);
    world_add(&world, "job.yaml",
              "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: []}\n");
    assert_string_equal(world_rows(&world, "workload", "least_pods"),
                        "job.yaml:1 1\nweb.yaml:1 3\n");
    world_add(&world, "scale.yaml",
              "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\n"
              "spec: {minReplicas: 4, scaleTargetRef: {kind: Deployment, name: web}}\n---\n"
              "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\n"
              "spec: {minReplicas: 2, scaleTargetRef: {kind: Deployment, name: web}}\n---\n"
              "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\n"
              "spec: {minReplicas: 1, scaleTargetRef: {kind: StatefulSet, name: web}}\n");
    assert_string_equal(world_rows(&world, "workload", "least_pods"),
                        "job.yaml:1 1\nweb.yaml:1 2\n");
    world_end(&world);
}

static void budgets_let_pods_go_or_not(void **state)
{
    (void)state;
    static const struct {
        const char *spec, *expected;
    } cases[] = {
        {"maxUnavailable: 1, selector: {matchLabels: {app: web}}", "web true"},
        {"maxUnavailable: 0, selector: {matchLabels: {app: web}}", "web false"},
        {"maxUnavailable: 0%, selector: {matchLabels: {app: web}}", "web false"},
        {"maxUnavailable: 1%, selector: {matchLabels: {app: web}}", "web true"},
        {"minAvailable: 2, selector: {matchLabels: {app: web}}", "web true"},
        {"minAvailable: 3, selector: {matchLabels: {app: web}}", "web false"},
        {"minAvailable: 3, selector: {matchLabels: {app: other}}", "none true"},
        {"minAvailable: 100%, selector: {matchLabels: {app: other}}", "none false"},
        {"minAvailable: 67%, selector: {matchLabels: {app: web}}", "web false"},
        {"minAvailable: 66%, selector: {matchLabels: {app: web}}", "web true"},
        {"minAvailable: 1, selector: {}", "web true"},
        {"minAvailable: -1, selector: {}", "web none"},
        {"minAvailable: many, selector: {}", "web none"},
        {"maxUnavailable: '${MANY}', selector: {}", "web unknown"},
        {"minAvailable: '${MANY}', selector: {}", "web unknown"},
        {"selector: {matchLabels: {app: web}}", "web none"},
        {"minAvailable: 1", "none true"},
        {"minAvailable: 1, selector: {matchExpressions: [{key: a}]}", "unknown true"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct world world;
        char expected[64];
        world_start(&world);
        world_add(&world, "web.yaml", deployment);
        world_add(&world, "budget.yaml",
                  arena_printf(&world.arena,
                               "apiVersion: policy/v1\nkind: PodDisruptionBudget\nspec: {%s}\n",
                               cases[i].spec));
        snprintf(expected, sizeof(expected), "budget.yaml:1 %s\n", cases[i].expected);
        assert_string_equal(world_rows(&world, "disruption_budget", "selects allows"), expected);
        world_end(&world);
    }
}

static void the_budget_of_a_workload(void **state)
{
    (void)state;
    static const struct {
        const char *path, *budget, *expected;
    } cases[] = {
        {"b.yaml", "spec: {selector: {matchLabels: {app: web}}}", "web.yaml:1 true\n"},
        {"b.yaml", "spec: {selector: {matchLabels: {app: x}}}", "web.yaml:1 false\n"},
        {"b.yaml", "spec: {selector: {}}", "web.yaml:1 true\n"},
        {"k/b.yaml", "spec: {selector: {}}", "web.yaml:1 false\n"},
        {"b.yaml", "spec: {selector: {matchExpressions: [{key: a}]}}", "web.yaml:1 unknown\n"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct world world;
        world_start(&world);
        world_add(&world, "web.yaml", deployment);
        world_add(&world, cases[i].path,
                  arena_printf(&world.arena,
                               "apiVersion: policy/v1\nkind: PodDisruptionBudget\n%s\n",
                               cases[i].budget));
        assert_string_equal(world_rows(&world, "workload", "budgeted"), cases[i].expected);
        world_end(&world);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(services_say_what_they_select),
        cmocka_unit_test(autoscalers_keep_some),
        cmocka_unit_test(only_a_file_that_names_the_kind_is_a_gap),
        cmocka_unit_test(pods_are_chosen_by_labels),
        cmocka_unit_test(tests_serve_nothing_that_is_shipped),
        cmocka_unit_test(the_autoscaler_says_how_many_pods),
        cmocka_unit_test(budgets_let_pods_go_or_not),
        cmocka_unit_test(the_budget_of_a_workload),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
