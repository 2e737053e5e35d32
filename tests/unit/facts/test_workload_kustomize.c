#include "rows.h"

static const char base[] = "apiVersion: apps/v1\n"
                           "kind: Deployment\n"
                           "metadata: {name: web}\n"
                           "spec:\n"
                           "  replicas: 1\n"
                           "  template:\n"
                           "    spec:\n"
                           "      initContainers: [{name: init, image: 'acme/init:1'}]\n"
                           "      containers:\n"
                           "        - {name: web, image: 'acme/web:1'}\n"
                           "        - {name: log, image: 'acme/log:1'}\n";

static const char merge[] = "patches:\n"
                            "  - target: {kind: Deployment, name: web}\n"
                            "    patch: |-\n"
                            "      apiVersion: apps/v1\n"
                            "      kind: Deployment\n"
                            "      metadata: {name: any}\n"
                            "      spec:\n"
                            "        replicas: 3\n"
                            "        template:\n"
                            "          spec:\n"
                            "            containers:\n"
                            "              - name: web\n"
                            "                resources: {limits: {memory: 1Gi}}\n";

static const char operations[] =
    "patches:\n"
    "  - target: {kind: Deployment, name: web}\n"
    "    patch: |-\n"
    "      - op: add\n"
    "        path: /spec/template/spec/containers/1/resources\n"
    "        value: {limits: {memory: 2Gi}}\n"
    "      - {op: replace, path: /spec/template/spec/containers/1/resources/limits/cpu, value: 2}\n"
    "      - op: add\n"
    "        path: /spec/template/spec/initContainers/0/securityContext\n"
    "        value: {runAsNonRoot: true}\n"
    "      - {op: replace, path: /spec/replicas, value: 4}\n"
    "      - {op: remove, path: /spec/template/spec/containers/0/resources}\n";

static void assert_patched(const char *kustomization, const char *text, const char *kind,
                           const char *fields, const char *expected)
{
    struct world world;
    world_start(&world);
    world_add(&world, "k8s/base/web.yaml", base);
    world_add(&world, "k8s/base/kustomization.yaml", "resources: [web.yaml]\npatches: []\n");
    if (strcmp(kustomization, "k8s/base/kustomization.yaml") == 0)
        world.count--;
    world_add(&world, kustomization, text);
    assert_string_equal(world_rows(&world, kind, fields), expected);
    world_end(&world);
}

static void a_patch_beside_its_base_holds_for_everybody(void **state)
{
    (void)state;
    assert_patched("k8s/base/kustomization.yaml", merge, "workload", "name replicas patch",
                   "k8s/base/kustomization.yaml:4 web 3 true\n"
                   "k8s/base/web.yaml:1 web 3 false\n");
    assert_patched("k8s/base/kustomization.yaml", merge, "container", "name memory_limit patches",
                   "k8s/base/kustomization.yaml:12 web 1Gi k8s/base/web.yaml\n"
                   "k8s/base/web.yaml:8 init none none\n"
                   "k8s/base/web.yaml:10 web 1Gi none\n"
                   "k8s/base/web.yaml:11 log none none\n");
}

static void a_patch_elsewhere_holds_where_it_is_applied(void **state)
{
    (void)state;
    assert_patched("k8s/live/kustomization.yml", merge, "container", "name memory_limit patches",
                   "k8s/base/web.yaml:8 init none none\n"
                   "k8s/base/web.yaml:10 web unknown none\n"
                   "k8s/base/web.yaml:11 log none none\n"
                   "k8s/live/kustomization.yml:12 web 1Gi k8s/base/web.yaml\n");
}

static void operations_name_containers_by_number(void **state)
{
    (void)state;
    assert_patched("k8s/base/kustomization.yaml", operations, "container",
                   "name init memory_limit cpu_limit non_root",
                   "k8s/base/kustomization.yaml:4 log false 2Gi 2 false\n"
                   "k8s/base/kustomization.yaml:8 init true none none true\n"
                   "k8s/base/web.yaml:8 init true none none true\n"
                   "k8s/base/web.yaml:10 web false none none false\n"
                   "k8s/base/web.yaml:11 log false 2Gi 2 false\n");
    assert_patched("k8s/live/Kustomization", operations, "container",
                   "name init memory_limit cpu_limit non_root",
                   "k8s/base/web.yaml:8 init true none none unknown\n"
                   "k8s/base/web.yaml:10 web false none none false\n"
                   "k8s/base/web.yaml:11 log false unknown unknown false\n"
                   "k8s/live/Kustomization:4 log false 2Gi 2 false\n"
                   "k8s/live/Kustomization:8 init true none none true\n");
    assert_patched("k8s/base/kustomization.yaml", operations, "workload", "name replicas",
                   "k8s/base/kustomization.yaml:4 web 4\nk8s/base/web.yaml:1 web 4\n");
}

static void what_is_no_patch_of_one_workload_is_nothing(void **state)
{
    (void)state;
    static const char *const texts[] = {
        "patches: [{target: {kind: Deployment, name: 'w.*'}, patch: '[{op: add, path: "
        "/spec/replicas,"
        " value: 2}]'}]\n",
        "patches: [{target: {labelSelector: a=b}, patch: 'spec: {replicas: 2}'}]\n",
        "patches: [{patch: '- : ['}, {patch: 3}, {patch: {a: b}}, 4]\npatchesStrategicMerge: x\n",
        "patches:\n- target: {kind: Deployment, name: web}\n"
        "  patch: '[{op: add, path: spec, value: 1}, {op: add, path: //, value: 1}, {op: test,"
        " path: /spec, value: 1}, {path: /a}, 3, {op: add, path: /metadata/name/x/y, value: 1},"
        " {op: add, path: /spec/args/0, value: 1}, {op: add, path: /-, value: 1}]'\n",
    };
    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
        assert_patched("k8s/base/kustomization.yaml", texts[i], "workload", "replicas",
                       "k8s/base/web.yaml:1 1\n");
}

static void a_container_that_is_added_is_one(void **state)
{
    (void)state;
    assert_patched("k8s/live/kustomization.yaml",
                   "patchesJson6902:\n- target: {version: v1, kind: Deployment, name: web}\n"
                   "  patch: '[{op: add, path: /spec/template/spec/containers/-,"
                   " value: {name: x, image: \"a/x:latest\"}}]'\n",
                   "container", "name tag",
                   "k8s/base/web.yaml:8 init 1\nk8s/base/web.yaml:10 web 1\n"
                   "k8s/base/web.yaml:11 log 1\nk8s/live/kustomization.yaml:3 x latest\n");
    assert_patched("k8s/live/kustomization.yaml",
                   "patchesStrategicMerge:\n- web.yaml\n- |-\n  apiVersion: v1\n  kind: Pod\n"
                   "  metadata: {name: other}\n  spec:\n    containers: [{name: y}]\n",
                   "container", "workload name",
                   "k8s/base/web.yaml:8 web init\nk8s/base/web.yaml:10 web web\n"
                   "k8s/base/web.yaml:11 web log\nk8s/live/kustomization.yaml:8 other y\n");
}

static void of_several_manifests_the_nearest_is_patched(void **state)
{
    (void)state;
    static const struct {
        const char *other, *expected;
    } cases[] = {
        {"release/web.yaml", "k8s/base/web.yaml:10 web unknown none\n"
                             "k8s/live/kustomization.yaml:12 web 1Gi k8s/base/web.yaml\n"
                             "release/web.yaml:10 web none none\n"},
        {"k8s/all/web.yaml", "k8s/all/web.yaml:10 web none none\n"
                             "k8s/base/web.yaml:10 web none none\n"
                             "k8s/live/kustomization.yaml:12 web 1Gi none\n"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct world world;
        world_start(&world);
        static const char one[] = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\n"
                                  "spec:\n  template:\n    spec:\n\n\n      containers:\n"
                                  "        - {name: web, image: 'acme/web:1'}\n";
        world_add(&world, "k8s/base/web.yaml", one);
        world_add(&world, cases[i].other, one);
        world_add(&world, "k8s/live/kustomization.yaml", merge);
        assert_string_equal(world_rows(&world, "container", "name memory_limit patches"),
                            cases[i].expected);
        world_end(&world);
    }
}

/* What was rendered lies nearer to the patch than what it is of. */
static void what_the_kustomization_takes_in_is_patched(void **state)
{
    (void)state;
    static const char one[] = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\n"
                              "spec:\n  template:\n    spec:\n      containers:\n"
                              "        - {name: web, image: 'acme/web:1'}\n";
    static const char patch[] = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\n"
                                "spec:\n  template:\n    spec:\n      containers:\n"
                                "        - {name: web, resources: {limits: {memory: 1Gi}}}\n";
    static const struct {
        const char *resources, *entry, *base, *patched;
    } cases[] = {
        {"../../base/web", "patches/web.yaml", "unknown", "k8s/base/web/web.yaml"},
        {"../middle", "patches/web.yaml", "unknown", "k8s/base/web/web.yaml"},
        {"../../base/web, ../../other", "patches/web.yaml", "none", "none"},
        {"../../none", "patches/web.yaml", "none", "none"},
        {"../../base/web", "patches/other.yaml", "none", "none"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct world world;
        char kustomization[200], expected[400];
        snprintf(kustomization, sizeof(kustomization), "resources: [%s]\npatches: [{path: %s}]\n",
                 cases[i].resources, cases[i].entry);
        snprintf(expected, sizeof(expected),
                 "k8s/base/web/web.yaml:8 %s none\n"
                 "k8s/ha/live.yaml:8 none none\n"
                 "k8s/ha/live/patches/web.yaml:8 1Gi %s\n"
                 "k8s/ha/test.yaml:8 none none\n"
                 "k8s/other/web.yaml:8 none none\n",
                 cases[i].base, cases[i].patched);
        world_start(&world);
        world_add(&world, "k8s/base/web/kustomization.yaml", "resources: [web.yaml]\n");
        world_add(&world, "k8s/base/web/web.yaml", one);
        world_add(&world, "k8s/ha/live.yaml", one);
        world_add(&world, "k8s/ha/test.yaml", one);
        world_add(&world, "k8s/ha/live/kustomization.yaml", kustomization);
        world_add(&world, "k8s/ha/live/patches/web.yaml", patch);
        world_add(&world, "k8s/ha/middle/kustomization.yaml", "bases: [../../base/web]\n");
        world_add(&world, "k8s/other/kustomization.yaml", "resources: [web.yaml]\n");
        world_add(&world, "k8s/other/web.yaml", one);
        assert_string_equal(world_rows(&world, "container", "memory_limit patches"), expected);
        world_end(&world);
    }
}

static void replicas_of_a_kustomization(void **state)
{
    (void)state;
    assert_patched("k8s/base/kustomization.yaml",
                   "replicas: [{name: web, count: 5}, {count: 2}, 3]\n", "workload", "replicas",
                   "k8s/base/web.yaml:1 5\n");
    assert_patched("k8s/live/kustomization.yaml", "replicas: [{name: web, count: 5}]\n", "workload",
                   "replicas", "k8s/base/web.yaml:1 unknown\n");
    assert_patched("k8s/live/kustomization.yaml", "replicas: [{name: other, count: 5}]\n",
                   "workload", "replicas", "k8s/base/web.yaml:1 1\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_patch_beside_its_base_holds_for_everybody),
        cmocka_unit_test(a_patch_elsewhere_holds_where_it_is_applied),
        cmocka_unit_test(operations_name_containers_by_number),
        cmocka_unit_test(what_is_no_patch_of_one_workload_is_nothing),
        cmocka_unit_test(a_container_that_is_added_is_one),
        cmocka_unit_test(of_several_manifests_the_nearest_is_patched),
        cmocka_unit_test(what_the_kustomization_takes_in_is_patched),
        cmocka_unit_test(replicas_of_a_kustomization),
    };
    return cmocka_run_group_tests_name("workload_kustomize", tests, NULL, NULL);
}
