#include "rows.h"

static const char chart[] = "apiVersion: v2\nname: shop\nversion: 1.0.0\n"
                            "dependencies: [{name: redis}, {name: postgresql, alias: db}]\n";

static const char values[] = "replicaCount: 2\n"
                             "image:\n"
                             "  repository: acme/web\n"
                             "  tag: latest\n"
                             "hostNetwork: true\n"
                             "podSecurityContext: {runAsUser: 0, runAsNonRoot: false}\n"
                             "worker:\n"
                             "  enabled: false\n"
                             "  image: acme/worker:dev\n"
                             "  securityContext:\n"
                             "    privileged: true\n"
                             "    allowPrivilegeEscalation: '{{ .x }}'\n"
                             "    capabilities: {add: [cap_net_admin, 3]}\n"
                             "db: {image: {registry: docker.io, tag: ''}}\n"
                             "redis: {image: {repository: redis, tag: edge}}\n"
                             "pinned: {image: {repository: a, tag: edge, digest: 'sha256:1'}}\n"
                             "settings: {tag: none, image: {size: 3, tag: x}}\n"
                             "tests: {image: {repository: busybox, tag: latest}}\n";

static const char web[] = "image: {{ .Values.image.repository }}:{{ .Values.image.tag }}\n"
                          "{{- with $.Values.worker }}\n"
                          "hostNetwork: {{ .Values.hostNetwork. }}\n"
                          "{{ .Values.tests }} .Values. {{ .Values }}\n";

static void values_of_pods_by_their_place(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, "shop/Chart.yaml", chart);
    world_add(&world, "shop/values.yaml", values);
    world_add(&world, "shop/templates/web.yaml", web);
    assert_string_equal(
        world_rows(&world, "chart_value", "key setting value enabled test"),
        "shop/values.yaml:1 replicaCount replicas 2 true false\n"
        "shop/values.yaml:4 image.tag tag latest true false\n"
        "shop/values.yaml:5 hostNetwork host_network true true false\n"
        "shop/values.yaml:6 podSecurityContext.runAsUser user 0 true false\n"
        "shop/values.yaml:6 podSecurityContext.runAsNonRoot non_root false true false\n"
        "shop/values.yaml:9 worker.image tag dev false false\n"
        "shop/values.yaml:11 worker.securityContext.privileged privileged true false false\n"
        "shop/values.yaml:12 worker.securityContext.allowPrivilegeEscalation escalation"
        " unknown false false\n"
        "shop/values.yaml:13 worker.securityContext.capabilities.add capability NET_ADMIN"
        " false false\n"
        "shop/values.yaml:13 worker.securityContext.capabilities.add capability 3 false false\n"
        "shop/values.yaml:15 redis.image.tag tag edge true false\n"
        "shop/values.yaml:18 tests.image.tag tag latest true true\n");
    assert_string_equal(world_rows(&world, "chart_value", "setting read"),
                        "shop/values.yaml:1 replicas unknown\n"
                        "shop/values.yaml:4 tag true\n"
                        "shop/values.yaml:5 host_network true\n"
                        "shop/values.yaml:6 user unknown\n"
                        "shop/values.yaml:6 non_root unknown\n"
                        "shop/values.yaml:9 tag true\n"
                        "shop/values.yaml:11 privileged true\n"
                        "shop/values.yaml:12 escalation true\n"
                        "shop/values.yaml:13 capability true\n"
                        "shop/values.yaml:13 capability true\n"
                        "shop/values.yaml:15 tag true\n"
                        "shop/values.yaml:18 tag true\n");
    world_end(&world);
}

static void another_file_of_values_may_hold(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, "shop/Chart.yaml", chart);
    world_add(&world, "shop/values.yaml", "hostPID: true\nhostIPC: true\n");
    world_add(&world, "shop/values-live.yaml", "hostPID: false\nhostIPC: true\n");
    world_add(&world, "shop/values-test.yaml", "hostPID: true\n");
    world_add(&world, "shop/values.d.yml", "hostIPC: {\n");
    world_add(&world, "shop/templates/web.yaml", "{{ .Values.hostPID }}{{ .Values.hostIPC }}");
    world_add(&world, "other/values.yaml", "hostIPC: true\n");
    assert_string_equal(world_rows(&world, "chart_value", "key value read"),
                        "shop/values-live.yaml:1 hostPID false unknown\n"
                        "shop/values-live.yaml:2 hostIPC true true\n"
                        "shop/values-test.yaml:1 hostPID true unknown\n"
                        "shop/values.d.yml gap\n"
                        "shop/values.yaml:1 hostPID true unknown\n"
                        "shop/values.yaml:2 hostIPC true true\n");
    world_end(&world);
}

static const char sized[] = "replicaCount: 1\n"
                            "resources: {}\n"
                            "readinessProbe: {enabled: false}\n"
                            "livenessProbe: {httpGet: {path: /}}\n"
                            "api:\n"
                            "  replicas: 1\n"
                            "  autoscaling: {enabled: true, minReplicas: 3}\n"
                            "  resources: {limits: {memory: 1Gi}, requests: {cpu: 100m}}\n"
                            "rbac: {resources: [pods], replicas: many}\n"
                            "other: {resources: {pods: {}}, readinessProbe: ''}\n";

static const char uses[] = "{{ .Values.replicaCount }}{{ toYaml .Values.resources | nindent 12 }}\n"
                           "{{ .Values.readinessProbe }}{{ with .Values.api }}\n";

static void assert_sized(const char *path, const char *text, const char *asked,
                         const char *expected)
{
    struct world world;
    world_start(&world);
    world_add(&world, "shop/Chart.yaml", chart);
    world_add(&world, "shop/values.yaml", sized);
    world_add(&world, "shop/templates/web.yaml", uses);
    if (path)
        world_add(&world, path, text);
    assert_string_equal(world_rows(&world, "chart_value", asked), expected);
    world_end(&world);
}

static void values_say_how_much_and_how_many(void **state)
{
    (void)state;
    assert_sized(NULL, NULL, "key setting value read",
                 "shop/values.yaml:1 replicaCount replicas 1 true\n"
                 "shop/values.yaml:2 resources resources false true\n"
                 "shop/values.yaml:3 readinessProbe readiness_probe false true\n"
                 "shop/values.yaml:4 livenessProbe liveness_probe true unknown\n"
                 "shop/values.yaml:7 api.autoscaling.minReplicas replicas 3 true\n"
                 "shop/values.yaml:8 api.resources resources true true\n"
                 "shop/values.yaml:8 api.resources.limits.cpu cpu_limit none true\n"
                 "shop/values.yaml:8 api.resources.requests.memory memory_request 1Gi true\n"
                 "shop/values.yaml:8 api.resources.limits.memory memory_limit 1Gi true\n"
                 "shop/values.yaml:8 api.resources.requests.cpu cpu_request 100m true\n");
}

static void values_elsewhere_may_be_for_this_chart(void **state)
{
    (void)state;
    static const char open[] = "shop/values.yaml:1 replicaCount unknown\n";
    static const char known[] = "shop/values.yaml:1 replicaCount true\n";
    static const struct {
        const char *path, *expected;
    } cases[] = {
        {"deploy/live-values.yaml", open},   {"shop/live/values.yaml", open},
        {"shop/liveValues.yml", open},       {"test/values.yaml", known},
        {"shop/ci/live-values.yaml", known}, {"shop/templates/values.yaml", known},
        {"deploy/values.md", known},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct world world;
        world_start(&world);
        world_add(&world, "shop/Chart.yaml", chart);
        world_add(&world, "shop/values.yaml", "replicaCount: 1\n");
        world_add(&world, "shop/templates/web.yaml", uses);
        world_add(&world, cases[i].path, "replicaCount: 5\n");
        assert_string_equal(world_rows(&world, "chart_value", "key read"), cases[i].expected);
        world_end(&world);
    }
    assert_sized("shop/values-live.yaml", "replicaCount: 1\nresources: {limits: {cpu: 1}}\n",
                 "key value read",
                 "shop/values-live.yaml:1 replicaCount 1 true\n"
                 "shop/values-live.yaml:2 resources true unknown\n"
                 "shop/values-live.yaml:2 resources.limits.memory none true\n"
                 "shop/values-live.yaml:2 resources.requests.cpu 1 true\n"
                 "shop/values-live.yaml:2 resources.requests.memory none true\n"
                 "shop/values-live.yaml:2 resources.limits.cpu 1 true\n"
                 "shop/values.yaml:1 replicaCount 1 true\n"
                 "shop/values.yaml:2 resources false unknown\n"
                 "shop/values.yaml:3 readinessProbe false true\n"
                 "shop/values.yaml:4 livenessProbe true unknown\n"
                 "shop/values.yaml:7 api.autoscaling.minReplicas 3 true\n"
                 "shop/values.yaml:8 api.resources true true\n"
                 "shop/values.yaml:8 api.resources.limits.cpu none true\n"
                 "shop/values.yaml:8 api.resources.requests.memory 1Gi true\n"
                 "shop/values.yaml:8 api.resources.limits.memory 1Gi true\n"
                 "shop/values.yaml:8 api.resources.requests.cpu 100m true\n");
}

/* One more file beside a chart in shop/, and whether its values are what runs. */
static void assert_given(const char *path, const char *content, bool is_open)
{
    struct world world;
    world_start(&world);
    world_add(&world, "shop/Chart.yaml", chart);
    world_add(&world, "shop/values.yaml", "web: {replicas: 1}\n");
    world_add(&world, "shop/templates/web.yaml", "replicas: {{ .Values.web.replicas }}\n");
    world_add(&world, path, content);
    assert_string_equal(world_rows(&world, "chart_value", "key read"),
                        is_open ? "shop/values.yaml:1 web.replicas unknown\n"
                                : "shop/values.yaml:1 web.replicas true\n");
    world_end(&world);
}

static void only_what_is_set_elsewhere_is_open(void **state)
{
    (void)state;
    static const char values[] = "deploy/live-values.yaml";
    assert_given(values, "web: {replicas: 3}\n", true);
    assert_given(values, "web: {image: {tag: v1}}\n", false);
    assert_given(values, "job: {replicas: 3}\n", false);
    assert_given(values, "replicas: 3\n", false);
    assert_given(values, "web: {}\n", false);
    assert_given(values, "web: null\n", true);
    assert_given(values, "web: {replicas: {from: x}}\n", true);
    assert_given(values, "live: {web: {replicas: 3}}\n", true);
    assert_given(values, "webs: {replicas: 3}\n", false);
    /* No YAML for us; Helm takes the last of two. */
    assert_given(values, "a: 1\na: 2\nweb: {replicas: 3}\n", true);
    assert_given(values, "a: 1\na: 2\n\"web\" : {replicas: 3}\n", true);
    assert_given(values, "a: 1\na: 2\njob: {replicas: 3}\nlist: [web]\n", false);
    assert_given(values, "a: 1\na: 2\nlist:\n- web: {replicas: 3}\n", true);
    assert_given(values, "a: 1\na: 2\nsay 'web': {replicas: 3}\n", true);
    assert_given(values, "web: [\n", true);
    assert_given(values, "{{- if .a }}\nb: [\n", true);
    assert_given("deploy/values.yaml.md", "web: {replicas: 3}\n", false);
}

static void releases_set_values_of_their_chart(void **state)
{
    (void)state;
    static const char flux[] = "apiVersion: helm.toolkit.fluxcd.io/v2\n"
                               "kind: HelmRelease\n"
                               "spec:\n"
                               "  chart: {spec: {chart: ./shop/}}\n"
                               "  values: {web: {replicas: 3}}\n";
    static const char other[] = "apiVersion: helm.toolkit.fluxcd.io/v2\n"
                                "kind: HelmRelease\n"
                                "spec:\n"
                                "  chart: {spec: {chart: redis}}\n"
                                "  values: {web: {replicas: 3}}\n";
    static const char nameless[] = "apiVersion: helm.toolkit.fluxcd.io/v2\n"
                                   "kind: HelmRelease\n"
                                   "spec: {chartRef: {kind: OCIRepository, name: a},\n"
                                   "  values: {web: {replicas: 3}}}\n";
    assert_given("apps/shop.yaml", flux, true);
    assert_given("apps/shop.yaml", other, false);
    assert_given("apps/shop.yaml", nameless, true);
    assert_given("tests/shop.yaml", flux, false);
    static const char *const helm[] = {
        "valuesObject: {web: {replicas: 3}}",
        "values: 'web: {replicas: 3}'",
        "values: 'web: ['",
        "parameters: [{name: web.replicas, value: '3'}]",
        "fileParameters: [{name: web.replicas, path: replicas.txt}]",
    };
    for (size_t i = 0; i < sizeof(helm) / sizeof(*helm); i++) {
        struct arena arena;
        arena_init(&arena, 1 << 12);
        static const char *const forms[] = {
            "Application\nspec: {source: {path: charts/%s, helm: {%s}}}\n",
            "Application\nspec: {sources: [{chart: %s, helm: {%s}}]}\n",
            "ApplicationSet\nspec: {template: {spec: {source: {path: %s, helm: {%s}}}}}\n",
        };
        for (size_t j = 0; j < sizeof(forms) / sizeof(*forms); j++) {
            const char *form =
                arena_printf(&arena, "apiVersion: argoproj.io/v1alpha1\nkind: %s", forms[j]);
            const char *at = strstr(form, "%s"), *next = strstr(at + 2, "%s");
            const char *head = arena_copy(&arena, (struct text){form, (size_t)(at - form)});
            const char *middle = arena_copy(&arena, (struct text){at + 2, (size_t)(next - at - 2)});
            assert_given("apps/shop.yaml",
                         arena_printf(&arena, "%sshop%s%s%s", head, middle, helm[i], next + 2),
                         true);
            assert_given("apps/shop.yaml",
                         arena_printf(&arena, "%sredis%s%s%s", head, middle, helm[i], next + 2),
                         false);
        }
        arena_release(&arena);
    }
}

/* So many keys so deep that no index of them is made: any may be the chart's. */
static void too_many_values_elsewhere_may_be_any(void **state)
{
    (void)state;
    enum { KEYS = 12000, KEY_SIZE = 16 };
    struct arena arena;
    arena_init(&arena, 1 << 20);
    char *text = ARENA_ARRAY(&arena, char, KEYS *KEY_SIZE + 200);
    size_t size = 0;
    for (size_t i = 0; i < 12; i++)
        size += (size_t)snprintf(text + size, 20, "{k%zu: ", i);
    for (size_t i = 0; i < KEYS; i++)
        size += (size_t)snprintf(text + size, KEY_SIZE, "%sl%zu: 1", i == 0 ? "{" : ",\n", i);
    snprintf(text + size, 20, "}}}}}}}}}}}}}\n");
    assert_given("deploy/live-values.yaml", text, true);
    arena_release(&arena);
}

/* A release that names deploy/live.yaml, or none of ours, as the file of its chart's values. */
static void assert_named(const char *release, const char *content, bool is_open)
{
    struct world world;
    world_start(&world);
    world_add(&world, "shop/Chart.yaml", chart);
    world_add(&world, "shop/values.yaml", "web: {replicas: 1}\n");
    world_add(&world, "shop/templates/web.yaml", "replicas: {{ .Values.web.replicas }}\n");
    world_add(&world, "deploy/live.yaml", content);
    world_add(&world, "apps/shop.yaml", release);
    world_add(&world, "apps/both.yaml", release);
    assert_string_equal(world_rows(&world, "chart_value", "key read"),
                        is_open ? "shop/values.yaml:1 web.replicas unknown\n"
                                : "shop/values.yaml:1 web.replicas true\n");
    world_end(&world);
}

static void releases_name_files_of_values(void **state)
{
    (void)state;
    static const char given[] = "web: {replicas: 3}\n";
#define ARGO "apiVersion: argoproj.io/v1alpha1\nkind: Application\nspec:\n  "
#define FLUX "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nspec: {chart: {spec: {"
    static const char argo[] =
        ARGO "source: {path: shop, helm: {valueFiles: [values.yaml, ../deploy/live.yaml]}}\n";
    assert_named(argo, given, true);
    assert_named(argo, "web: {image: {tag: v1}}\n", false);
    assert_named(argo, "a: 1\na: 2\nweb: {replicas: 3}\n", true);
    assert_named(argo, "web: [\n", true);
    assert_named(argo, "", false);
    assert_named(ARGO "source: {path: shop, helm: {valueFiles: [/deploy/live.yaml]}}\n", given,
                 true);
    assert_named(ARGO "sources: [{ref: live, repoURL: a}, {chart: shop, helm: {valueFiles:"
                      " [$live/deploy/live.yaml]}}]\n",
                 given, true);
    assert_named(ARGO "source: {path: shop, helm: {valueFiles: [deploy/live.yaml]}}\n", given,
                 false);
    assert_named(ARGO "source: {path: shop, helm: {valueFiles: [values.yaml]}}\n", given, false);
    assert_named(ARGO "source: {path: shop, helm: {valueFiles: ['../../deploy/live.yaml', 3,"
                      " 'https://acme.test/deploy/live.yaml']}}\n",
                 given, false);
    assert_named(ARGO "source: {chart: shop, helm: {valueFiles: [/deploy/live.yaml]}}\n", given,
                 false);
    assert_named(ARGO "source: {path: redis, helm: {valueFiles: [/deploy/live.yaml]}}\n", given,
                 false);
    assert_named(FLUX "chart: ./shop, sourceRef: {kind: GitRepository, name: a},"
                      " valuesFiles: [shop/values.yaml, ./deploy/live.yaml]}}}\n",
                 given, true);
    assert_named(FLUX "chart: shop, sourceRef: {kind: HelmRepository, name: a},"
                      " valuesFiles: [deploy/live.yaml]}}}\n",
                 given, false);
    /* For two charts, it may be for any. */
    assert_named(ARGO "source: {path: redis, helm: {valueFiles: [/deploy/live.yaml]}}\n---\n" ARGO
                      "source: {path: shop, helm: {valueFiles: [/deploy/live.yaml]}}\n",
                 given, true);
#undef ARGO
#undef FLUX
}

/* A ConfigMap that Flux hands to the chart, in a manifest or made of a file. */
static void releases_name_config_maps(void **state)
{
    (void)state;
#define FROM                                                          \
    "apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nspec:" \
    "\n  chart: {spec: {chart: ./shop}}\n  valuesFrom: "
#define MAP "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: live}\ndata: "
    static const char given[] = "'web: {replicas: 3}'}\n", other[] = "'web: {image: a}'}\n";
    static const char made[] = "configMapGenerator: [{name: live, files: [";
    static const struct {
        const char *from, *path, *head, *tail;
        bool is_open;
    } cases[] = {
        {"[{kind: ConfigMap, name: live}]", "m.yaml", MAP "{values.yaml: ", given, true},
        {"[{kind: ConfigMap, name: live}]", "m.yaml", MAP "{values.yaml: ", other, false},
        {"[{kind: ConfigMap, name: live}]", "m.yaml", MAP "{values.yaml: ", "'web: ['}\n", true},
        {"[{kind: ConfigMap, name: live}]", "m.yaml", MAP "{live.yaml: ", given, false},
        {"[{kind: ConfigMap, name: test}]", "m.yaml", MAP "{values.yaml: ", given, false},
        {"[{kind: Secret, name: live}]", "m.yaml", MAP "{values.yaml: ", given, false},
        {"[{kind: ConfigMap, name: live, valuesKey: a.yml}]", "m.yaml", MAP "{a.yml: ", given,
         true},
        {"[{kind: ConfigMap, name: a, targetPath: web.replicas}]", "m.yaml", MAP "{a: ", given,
         true},
        {"[{kind: ConfigMap, name: a, targetPath: web.image}]", "m.yaml", MAP "{a: ", given, false},
        {"[{kind: ConfigMap, name: live}]", "live/kustomization.yaml", made,
         "values.yaml=../deploy/live.yaml]}]\n", true},
        {"[{kind: ConfigMap, name: live, valuesKey: live.yaml}]", "deploy/kustomization.yaml", made,
         "live.yaml]}]\n", true},
        {"[{kind: ConfigMap, name: live}]", "deploy/kustomization.yaml", made, "live.yaml]}]\n",
         false},
        {"[{kind: ConfigMap, name: live}]", "deploy/other.yaml", made, "values.yaml=live.yaml]}]\n",
         false},
        {"[{kind: ConfigMap, name: live}]", "deploy/kustomization.yaml", made,
         "values.yaml=../../live.yaml, 3]}]\n", false},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct world world;
        char release[300], config[300];
        snprintf(release, sizeof(release), FROM "%s\n", cases[i].from);
        snprintf(config, sizeof(config), "%s%s", cases[i].head, cases[i].tail);
        world_start(&world);
        world_add(&world, "shop/Chart.yaml", chart);
        world_add(&world, "shop/values.yaml", "web: {replicas: 1}\n");
        world_add(&world, "shop/templates/web.yaml", "replicas: {{ .Values.web.replicas }}\n");
        world_add(&world, "deploy/live.yaml", "web: {replicas: 3}\n");
        world_add(&world, "apps/shop.yaml", release);
        world_add(&world, cases[i].path, config);
        assert_string_equal(world_rows(&world, "chart_value", "key read"),
                            cases[i].is_open ? "shop/values.yaml:1 web.replicas unknown\n"
                                             : "shop/values.yaml:1 web.replicas true\n");
        world_end(&world);
    }
#undef FROM
#undef MAP
}

/* A template that reads the probe of `web`, which is empty. */
static void assert_probe(const char *template, bool is_open)
{
    struct world world;
    world_start(&world);
    world_add(&world, "shop/Chart.yaml", chart);
    world_add(&world, "shop/values.yaml", "web: {readinessProbe: {}}\n");
    world_add(&world, "shop/templates/web.yaml", template);
    assert_string_equal(world_rows(&world, "chart_value", "key read"),
                        is_open ? "shop/values.yaml:1 web.readinessProbe unknown\n"
                                : "shop/values.yaml:1 web.readinessProbe true\n");
    world_end(&world);
}

static void a_template_may_take_another_value(void **state)
{
    (void)state;
    assert_probe("{{ with .Values.web.readinessProbe | default .Values.probe }}", true);
    assert_probe("{{- with (coalesce .Values.web.readinessProbe .Values.probe) -}}", true);
    assert_probe("{{ with or .Values.web.readinessProbe .Values.probe }}", true);
    assert_probe("{{ with .Values.web.readinessProbe }}", false);
    assert_probe("{{ $x | default 1 }} {{ with .Values.web.readinessProbe }}{{ default 2 }}",
                 false);
    assert_probe("{{ with .Values.web.readinessProbe | defaults .Values.default }}", false);
    assert_probe("{{ with .Values.web.readinessProbe | default", false);
    assert_probe("{{ .Values.web.readinessProbe }}{{ .Values.web.readinessProbe | default 2 }}",
                 true);
    assert_probe("{{ $x }} or .Values.web.readinessProbe {{ $x | default 1 }}", false);
    assert_probe("default .Values.web.readinessProbe }}", false);
}

static void the_chart_of_the_root_has_any_name(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, "Chart.yaml", chart);
    world_add(&world, "values.yaml", "replicaCount: 1\n");
    world_add(&world, "templates/web.yaml", uses);
    world_add(&world, "apps/shop.yaml",
              "apiVersion: helm.toolkit.fluxcd.io/v2\n"
              "kind: HelmRelease\n"
              "spec: {chart: {spec: {chart: shop}}, values: {replicaCount: 3}}\n");
    assert_string_equal(world_rows(&world, "chart_value", "key read"),
                        "values.yaml:1 replicaCount unknown\n");
    world_end(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_of_pods_by_their_place),
        cmocka_unit_test(another_file_of_values_may_hold),
        cmocka_unit_test(values_say_how_much_and_how_many),
        cmocka_unit_test(values_elsewhere_may_be_for_this_chart),
        cmocka_unit_test(only_what_is_set_elsewhere_is_open),
        cmocka_unit_test(releases_set_values_of_their_chart),
        cmocka_unit_test(too_many_values_elsewhere_may_be_any),
        cmocka_unit_test(releases_name_files_of_values),
        cmocka_unit_test(releases_name_config_maps),
        cmocka_unit_test(a_template_may_take_another_value),
        cmocka_unit_test(the_chart_of_the_root_has_any_name),
    };
    return cmocka_run_group_tests_name("chart_value", tests, NULL, NULL);
}
