#include "rows.h"

static const char deployment[] = "apiVersion: apps/v1\n"
                                 "kind: Deployment\n"
                                 "metadata: {name: web, namespace: shop}\n"
                                 "spec:\n"
                                 "  template:\n"
                                 "    spec:\n"
                                 "      securityContext: {runAsNonRoot: true}\n"
                                 "      initContainers:\n"
                                 "        - {name: migrate, image: 'acme/web:1'}\n"
                                 "        - {name: proxy, image: p, restartPolicy: Always}\n"
                                 "      containers:\n"
                                 "        - name: web\n"
                                 "          image: registry.acme.test:5000/web:1.2\n"
                                 "          ports: [{containerPort: 8080}, {containerPort: 9090}]\n"
                                 "          readinessProbe: {httpGet: {path: /}}\n"
                                 "        - name: istio-proxy\n"
                                 "          image: istio\n"
                                 "          securityContext: {runAsUser: 0}\n";

static void releases_of_gitops_are_workloads(void **state)
{
    (void)state;
    assert_rows_of(
        "apps/a.yaml",
        "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\n"
        "metadata: {name: kite, namespace: wind}\n---\n"
        "apiVersion: argoproj.io/v1alpha1\nkind: ApplicationSet\n"
        "metadata: {name: fleet}\n---\n"
        "apiVersion: app.k8s.io/v1beta1\nkind: Application\nmetadata: {name: none}\n---\n"
        "kind: HelmRelease\n",
        "workload", "system kind name namespace",
        "apps/a.yaml:1 gitops HelmRelease kite wind\n"
        "apps/a.yaml:5 gitops ApplicationSet fleet none\n");
}

static void containers_of_a_deployment(void **state)
{
    (void)state;
    assert_rows_of("k8s/web.yaml", deployment, "workload", "system kind name namespace test",
                   "k8s/web.yaml:1 kubernetes Deployment web shop false\n");
    assert_rows_of(
        "k8s/web.yaml", deployment, "container",
        "workload workload_kind namespace name init sidecar ports readiness_probe "
        "liveness_probe non_root",
        "k8s/web.yaml:9 web Deployment shop migrate true false  false false true\n"
        "k8s/web.yaml:10 web Deployment shop proxy true true  false false true\n"
        "k8s/web.yaml:12 web Deployment shop web false false 8080, 9090 true false true\n"
        "k8s/web.yaml:16 web Deployment shop istio-proxy false true  false false false\n");
    assert_rows_of("k8s/web.yaml", deployment, "container", "image tag digest",
                   "k8s/web.yaml:9 acme/web:1 1 none\n"
                   "k8s/web.yaml:10 p none none\n"
                   "k8s/web.yaml:12 registry.acme.test:5000/web:1.2 1.2 none\n"
                   "k8s/web.yaml:16 istio none none\n");
}

static void other_kinds_hold_pods_elsewhere(void **state)
{
    (void)state;
    assert_rows_of(
        "a.yml",
        "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: a}\nspec:\n  jobTemplate:\n"
        "    spec: {template: {spec: {containers: [{name: b, image: c}]}}}\n"
        "---\n"
        "apiVersion: v1\nkind: Pod\nmetadata: {name: d}\nspec: {containers: [{name: e, image: "
        "f}]}\n"
        "---\n"
        "apiVersion: v1\nkind: Service\nmetadata: {name: g}\nspec: {template: {spec: {}}}\n"
        "---\n"
        "apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: {name: h}\n"
        "spec: {template: {spec: {containers: [{image: i}]}}}\n",
        "workload", "kind name", "a.yml:1 CronJob a\na.yml:8 Pod d\na.yml:18 Service h\n");
    assert_rows_of("a.yml",
                   "apiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: Pod\n"
                   "    metadata: {name: d}\n    spec: {containers: [{name: e, image: f}]}\n",
                   "container", "workload name", "a.yml:7 d e\n");
    assert_rows_of("crd.yaml",
                   "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nspec: "
                   "{containers: []}\n",
                   "workload", "kind", "");
    assert_rows_of("a.yaml", "kind: Deployment\ncontainers: []\n", "workload", "kind", "");
}

static void a_template_is_a_gap_and_text_is_not(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, "chart/Chart.yaml", "apiVersion: v2\nname: shop\n");
    world_add(&world, "chart/templates/web.yaml",
              "{{- if .Values.web }}\napiVersion: apps/v1\nkind: Deployment\nspec: {{ x }}\n{{- "
              "end }}\n");
    world_add(&world, "chart/templates/service.yaml",
              "{{- if .a }}\napiVersion: v1\nkind: Service\n{{- end }}\n");
    world_add(&world, "lib/Chart.yaml", "apiVersion: v2\nname: lib\ntype: library\n");
    world_add(&world, "broken.yaml", "apiVersion: apps/v1\nkind: Deployment\na: [\n");
    struct fact_table table = world_table(&world, "workload");
    assert_int_equal(table.count, 3);
    assert_string_equal(world_rows(&world, "workload", "system kind name test"),
                        "broken.yaml gap test=false\n"
                        "chart/Chart.yaml gap test=false\n"
                        "chart/Chart.yaml:1 helm chart shop false\n");
    assert_int_equal(table.rows[0].cells[0].unknown->class, UNKNOWN_UNREADABLE);
    assert_int_equal(table.rows[1].cells[0].unknown->class, UNKNOWN_UNOBSERVABLE);
    assert_string_equal(table.rows[1].cells[0].unknown->reason,
                        "1 template of this chart is not rendered");
    world_end(&world);
}

/* Nobody reads one finding a template; those of tests and of other charts are others. */
static void the_templates_of_a_chart_are_one_gap(void **state)
{
    (void)state;
    static const char template[] =
        "{{- if .Values.web }}\nkind: Deployment\n{{- end }}\ncontainers:\n";
    static const char *const kinds[] = {"workload", "container", "host_mount"};
    static const char *const templates[] = {
        "charts/shop/templates/web.yaml",
        "charts/shop/templates/api.yaml",
        "charts/shop/templates/tests/pod.yaml",
        "charts/shop/charts/db/templates/db.yaml",
        "scaffold/templates/web.yaml",
        "templates/web.yaml",
        "my-templates/web.yaml",
    };
    struct world world;
    world_start(&world);
    for (size_t i = 0; i < sizeof(templates) / sizeof(*templates); i++)
        world_add(&world, templates[i], template);
    world_add(&world, "charts/shop/Chart.yaml", "apiVersion: v2\ntype: library\nname: shop\n");
    world_add(&world, "charts/shop/charts/db/Chart.yaml", "apiVersion: v2\ntype: library\n");
    world_add(&world, "Chart.yaml", "apiVersion: v2\ntype: library\n");
    world_add(&world, "my-Chart.yaml", "apiVersion: v2\n");
    for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
        assert_string_equal(world_rows(&world, kinds[i], "test"),
                            "Chart.yaml gap test=false\n"
                            "charts/shop/Chart.yaml gap test=false\n"
                            "charts/shop/Chart.yaml gap test=true\n"
                            "charts/shop/charts/db/Chart.yaml gap test=false\n"
                            "my-templates/web.yaml gap test=false\n"
                            "scaffold/templates/web.yaml gap test=false\n");
    struct fact_table table = world_table(&world, "container");
    assert_string_equal(table.rows[1].cells[0].unknown->reason,
                        "2 templates of this chart are not rendered");
    world_end(&world);
}

static void kustomize_gives_images_their_tags(void **state)
{
    (void)state;
    static const char manifest[] =
        "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n"
        "spec: {containers: [{name: b, image: 'reg.test:5000/c:latest'}, {name: d, image: "
        "'e:1@sha256:9'}]}\n";
    struct world world;
    world_start(&world);
    world_add(&world, "base/a/pod.yaml", manifest);
    world_add(&world, "other/pod.yaml", manifest);
    world_add(&world, "pinned/pod.yaml",
              "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n"
              "spec: {containers: [{name: b, image: 'reg.test:5000/c:2'}]}\n");
    world_add(&world, "kustomization.yaml", "images: [{name: e, newTag: ''}, 7]\n");
    world_add(&world, "base/kustomization.yml",
              "images:\n- name: reg.test:5000/c\n  newTag: 1.10\n- {name: e, digest: "
              "'sha256:8'}\n- {newTag: 4}\n");
    world_add(&world, "broken/kustomization.yaml", "newTag: [\n");
    assert_string_equal(world_rows(&world, "container", "name tag digest"),
                        "base/a/pod.yaml:4 b 1.10 none\n"
                        "base/a/pod.yaml:4 d none sha256:8\n"
                        "other/pod.yaml:4 b unknown unknown\n"
                        "other/pod.yaml:4 d 1 sha256:9\n"
                        "pinned/pod.yaml:4 b 2 none\n");
    assert_string_equal(world_rows(&world, "kustomize_image", "name tag digest test"),
                        "base/kustomization.yml:2 reg.test:5000/c 1.10 none false\n"
                        "base/kustomization.yml:4 e none sha256:8 false\n"
                        "broken/kustomization.yaml gap test=false\n");
    world_end(&world);
}

static void an_image_that_is_left_empty_is_not_known(void **state)
{
    (void)state;
    assert_rows_of("a.yaml",
                   "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\n"
                   "spec: {containers: [{name: b, image: ''}, {name: c}]}\n",
                   "container", "name image tag digest",
                   "a.yaml:4 b unknown unknown unknown\na.yaml:4 c none none none\n");
}

static void a_variable_makes_a_cell_unknown(void **state)
{
    (void)state;
    assert_rows_of("a.yaml",
                   "apiVersion: v1\nkind: Pod\nmetadata: {name: '{{ name }}'}\n"
                   "spec: {containers: [{name: e, image: 'f:${TAG}'}]}\n",
                   "container", "workload name image tag", "a.yaml:4 unknown e unknown unknown\n");
    struct world world;
    world_start(&world);
    world_add(&world, "k/kustomization.yaml", "resources: [a.yaml]\n");
    world_add(&world, "k/a.yaml",
              "apiVersion: v1\nkind: Pod\nmetadata: {name: d}\n"
              "spec: {containers: [{name: e, image: f}, {name: g, image: 'h:1'}]}\n");
    world_add(&world, "l/a.yaml",
              "apiVersion: v1\nkind: Pod\nmetadata: {name: d}\n"
              "spec: {containers: [{name: e, image: f}]}\n");
    assert_string_equal(world_rows(&world, "container", "image tag"),
                        "k/a.yaml:4 f unknown\nk/a.yaml:4 h:1 1\nl/a.yaml:4 f none\n");
    world_end(&world);
}

static void root_is_forbidden_by_the_nearest(void **state)
{
    (void)state;
    static const struct {
        const char *pod, *container, *expected;
    } cases[] = {
        {"", "", "false"},
        {"securityContext: {runAsUser: 1000},", "", "true"},
        {"securityContext: {runAsUser: 1000},", "securityContext: {runAsUser: 0},", "false"},
        {"securityContext: {runAsNonRoot: true},", "securityContext: {runAsNonRoot: false},",
         "false"},
        {"", "securityContext: {runAsNonRoot: true},", "true"},
        {"securityContext: {runAsNonRoot: 'yes'},", "", "false"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        char content[400];
        char expected[64];
        snprintf(content, sizeof(content),
                 "apiVersion: v1\nkind: Pod\nspec: {%s containers: [{%s name: a, image: b}]}\n",
                 cases[i].pod, cases[i].container);
        snprintf(expected, sizeof(expected), "a.yaml:3 %s\n", cases[i].expected);
        assert_rows_of("a.yaml", content, "container", "non_root", expected);
    }
}

static void a_patch_says_only_what_it_says(void **state)
{
    (void)state;
    assert_rows_of("a.yaml",
                   "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\n"
                   "spec: {template: {spec: {containers: [{name: b, readinessProbe: {}}]}}}\n",
                   "container", "image readiness_probe liveness_probe non_root",
                   "a.yaml:4 none true unknown unknown\n");
}

/* One manifest, and a patch of it. */
static void assert_joined(const char *base, const char *patch, const char *kind, const char *fields,
                          const char *expected)
{
    struct world world;
    world_start(&world);
    world_add(&world, "base/a.yaml", base);
    world_add(&world, "overlay/a.yaml", patch);
    assert_string_equal(world_rows(&world, kind, fields), expected);
    world_end(&world);
}

static void a_patch_takes_the_rest_from_its_base(void **state)
{
    (void)state;
    static const char base[] =
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\n"
        "spec: {replicas: 2, template: {metadata: {labels: {app: a}}, spec: {containers: [{name: b,"
        " image: c, readinessProbe: {}, resources: {requests: {cpu: 1}},"
        " ports: [{containerPort: 80}]}]}}}\n";
    static const char patch[] =
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\n"
        "spec: {template: {spec: {containers: [{name: b, livenessProbe: {tcpSocket: {port: 1}},"
        " resources: {limits: {memory: 1Gi}},"
        " securityContext: {allowPrivilegeEscalation: false}}]}}}\n";
    assert_joined(base, patch, "workload", "patch replicas labels least_pods",
                  "base/a.yaml:1 false 2 app=a 2\noverlay/a.yaml:1 true 2 app=a 2\n");
    assert_joined(base, patch, "container",
                  "image ports readiness_probe liveness_probe cpu_request memory_limit escalation "
                  "drops_all patches",
                  "base/a.yaml:4 c 80 true unknown 1 unknown unknown false none\n"
                  "overlay/a.yaml:4 none 80 true true 1 1Gi false false base/a.yaml\n");
    /* Of two manifests of that name it is not known which one is patched. */
    struct world world;
    world_start(&world);
    world_add(&world, "base/a.yaml", base);
    world_add(&world, "install.yaml", base);
    world_add(&world, "overlay/a.yaml", patch);
    assert_string_equal(world_rows(&world, "container", "readiness_probe liveness_probe"),
                        "base/a.yaml:4 true false\ninstall.yaml:4 true false\n"
                        "overlay/a.yaml:4 unknown true\n");
    world_end(&world);
}

static void only_its_own_kind_and_name_is_patched(void **state)
{
    (void)state;
    static const char base[] = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\n"
                               "spec: {template: {spec: {containers: [{name: b, image: c}]}}}\n";
    static const struct {
        const char *kind, *name, *container;
    } others[] = {{"StatefulSet", "a", "b"}, {"Deployment", "x", "b"}, {"Deployment", "a", "x"}};
    for (size_t i = 0; i < sizeof(others) / sizeof(*others); i++) {
        char patch[300];
        snprintf(patch, sizeof(patch),
                 "apiVersion: apps/v1\nkind: %s\nmetadata: {name: %s}\nspec: {template: {spec: "
                 "{containers: [{name: %s, readinessProbe: {}}]}}}\n",
                 others[i].kind, others[i].name, others[i].container);
        assert_joined(base, patch, "container", "readiness_probe liveness_probe",
                      "base/a.yaml:4 false false\noverlay/a.yaml:4 true unknown\n");
    }
}

static void patches_of_tests_change_nothing(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, "base/a.yaml",
              "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\n"
              "spec: {template: {spec: {containers: [{name: b, image: c}]}}}\n");
    world_add(&world, "test/a.yaml",
              "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\n"
              "spec: {template: {spec: {containers: [{name: b, readinessProbe: {}}]}}}\n");
    assert_string_equal(world_rows(&world, "container", "readiness_probe liveness_probe"),
                        "base/a.yaml:4 false false\ntest/a.yaml:4 true false\n");
    world_end(&world);
}

static void other_systems(void **state)
{
    (void)state;
    assert_rows_of("compose.yaml", "services:\n  db: {image: x}\n  web: {build: .}\n", "workload",
                   "system kind name",
                   "compose.yaml:2 compose service db\ncompose.yaml:3 compose service web\n");
    assert_rows_of("serverless.yml",
                   "service: a\nprovider: {name: aws}\nfunctions:\n  hello: {handler: x}\n",
                   "workload", "system kind name", "serverless.yml:4 serverless function hello\n");
    assert_rows_of("Procfile", "# web: x\nweb: bundle exec puma\nempty:\nworker: rake\n",
                   "workload", "system name",
                   "Procfile:2 procfile web\nProcfile:4 procfile worker\n");
    assert_rows_of("app.yaml", "runtime: python312\n", "workload", "system name",
                   "app.yaml:1 app_engine default\n");
    assert_rows_of("aws/task-definition.json",
                   "{\"family\": \"web\", \"containerDefinitions\": [{\"name\": \"web\"}]}",
                   "workload", "system kind name",
                   "aws/task-definition.json:1 ecs task_definition web\n");
    assert_rows_of("aws/task-definition.json", "{\"containerDefinitions\": []}", "workload", "name",
                   "");
    assert_rows_of("examples/compose.yaml", "services:\n  db: {image: x}\n", "workload", "test",
                   "examples/compose.yaml:2 true\n");
}

static void malformed_manifests_hold_nothing(void **state)
{
    (void)state;
    assert_rows_of("a.yaml", "apiVersion: v1\nkind: Pod\nspec: text\n", "workload", "kind", "");
    assert_rows_of("a.yaml", "apiVersion: v1\nkind: Pod\nspec: {containers: {a: b}}\n", "container",
                   "name", "");
    assert_rows_of("a.yaml",
                   "apiVersion: v1\nkind: Pod\nspec: {containers: [text, {image: [a]}]}\n",
                   "container", "name image", "a.yaml:3  none\na.yaml:3  none\n");
    assert_rows_of("a.yaml", "containers", "container", "name", "");
}

static void what_a_repository_deploys(void **state)
{
    (void)state;
    static const struct {
        const char *path, *content, *expected;
    } cases[] = {
        {"README.md", "a", "false"},
        {"chart/Chart.yaml", "apiVersion: v2\nname: a\n", "true"},
        {"Procfile", "web: a\n", "true"},
        {"k8s/a.yaml", "apiVersion: v1\nkind: Pod\nspec: {containers: []}\n", "true"},
        {"Dockerfile", "FROM a\nCMD b\n", "unknown"},
        {"Dockerfile", "FROM a\nEXPOSE 80\nCMD b\n", "true"},
        {"Dockerfile", "FROM a AS x\nEXPOSE 80\nFROM x\nCMD b\n", "true"},
        {"Dockerfile", "FROM a AS x\nEXPOSE 80\nFROM b\nCMD b\n", "unknown"},
        {"Dockerfile", "FROM a\nEXPOSE 80\n", "false"},
        {"Dockerfile", "FROM a\nHEALTHCHECK CMD c\nCMD b\n", "true"},
        {".goreleaser.yml", "builds: []\n", "false"},
        {"Dockerfile", "FROM a\n", "false"},
        {"compose.yaml", "services: {a: {image: b}}\n", "false"},
        {"examples/a.yaml", "apiVersion: v1\nkind: Pod\nspec: {containers: []}\n", "false"},
        {"vendor/a/Procfile", "web: a\n", "false"},
        {"a.yaml", "apiVersion: v1\nkind: Pod\nspec: {{ a }}\n{{ if }}", "unknown"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        char expected[64];
        snprintf(expected, sizeof(expected), "-:0 %s\n", cases[i].expected);
        assert_rows_of(cases[i].path, cases[i].content, "repository", "deploys", expected);
    }
}

static void what_is_released_for_others_is_not_deployed(void **state)
{
    (void)state;
    static const struct {
        const char *dockerfile, *expected;
    } cases[] = {
        {"FROM a\nCMD b\n", "-:0 false\n"},
        {"FROM a\nEXPOSE 80\nCMD b\n", "-:0 unknown\n"},
        {"FROM a\nHEALTHCHECK CMD c\nCMD b\n", "-:0 unknown\n"},
        {"FROM a\n", "-:0 false\n"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct world world;
        world_start(&world);
        world_add(&world, "Dockerfile", cases[i].dockerfile);
        world_add(&world, "dist-workspace.toml", "[dist]\n");
        assert_string_equal(world_rows(&world, "repository", "deploys"), cases[i].expected);
        world_end(&world);
    }
}

static void charts_side_by_side_are_for_others(void **state)
{
    (void)state;
    static const struct {
        const char *chart, *dockerfile, *expected;
    } cases[] = {
        {"charts/b/Chart.yaml", "FROM a\n", "-:0 unknown\n"},
        {"charts/b/Chart.yaml", "FROM a\nCMD b\n", "-:0 true\n"},
        {"charts/a/charts/b/Chart.yaml", "FROM a\n", "-:0 true\n"},
        {"b/Chart.yaml", "FROM a\n", "-:0 true\n"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct world world;
        world_start(&world);
        world_add(&world, "charts/a/Chart.yaml", "apiVersion: v2\nname: a\n");
        world_add(&world, cases[i].chart, "apiVersion: v2\nname: b\n");
        world_add(&world, "Dockerfile", cases[i].dockerfile);
        assert_string_equal(world_rows(&world, "repository", "deploys"), cases[i].expected);
        world_end(&world);
    }
}

static void manifests_beside_a_release_may_be_for_others(void **state)
{
    (void)state;
    static const struct {
        const char *path, *expected;
    } cases[] = {
        {".goreleaser.yml", "-:0 unknown\n"}, {"a.gemspec", "-:0 unknown\n"},
        {"rpms/a.spec", "-:0 unknown\n"},     {"packaging/a", "-:0 unknown\n"},
        {"PROJECT", "-:0 unknown\n"},         {"ADOPTERS.md", "-:0 unknown\n"},
        {"omnibus.rb", "-:0 unknown\n"},      {"Chart.yaml", "-:0 unknown\n"},
        {"vendor/a/a.gemspec", "-:0 true\n"}, {"tests/a.spec", "-:0 true\n"},
        {"a.spec.ts", "-:0 true\n"},          {"a/PROJECT", "-:0 true\n"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct world world;
        world_start(&world);
        world_add(&world, "deploy.yaml",
                  "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\nspec:\n  template:\n"
                  "    spec:\n      containers: [{name: a, image: a}]\n");
        world_add(&world, cases[i].path, "name: a\n");
        assert_string_equal(world_rows(&world, "repository", "deploys"), cases[i].expected);
        world_end(&world);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(releases_of_gitops_are_workloads),
        cmocka_unit_test(containers_of_a_deployment),
        cmocka_unit_test(other_kinds_hold_pods_elsewhere),
        cmocka_unit_test(a_template_is_a_gap_and_text_is_not),
        cmocka_unit_test(the_templates_of_a_chart_are_one_gap),
        cmocka_unit_test(kustomize_gives_images_their_tags),
        cmocka_unit_test(an_image_that_is_left_empty_is_not_known),
        cmocka_unit_test(a_variable_makes_a_cell_unknown),
        cmocka_unit_test(root_is_forbidden_by_the_nearest),
        cmocka_unit_test(a_patch_says_only_what_it_says),
        cmocka_unit_test(a_patch_takes_the_rest_from_its_base),
        cmocka_unit_test(only_its_own_kind_and_name_is_patched),
        cmocka_unit_test(patches_of_tests_change_nothing),
        cmocka_unit_test(other_systems),
        cmocka_unit_test(malformed_manifests_hold_nothing),
        cmocka_unit_test(what_a_repository_deploys),
        cmocka_unit_test(what_is_released_for_others_is_not_deployed),
        cmocka_unit_test(charts_side_by_side_are_for_others),
        cmocka_unit_test(manifests_beside_a_release_may_be_for_others),
    };
    return cmocka_run_group_tests_name("workload", tests, NULL, NULL);
}
