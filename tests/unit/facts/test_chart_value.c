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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_of_pods_by_their_place),
        cmocka_unit_test(another_file_of_values_may_hold),
    };
    return cmocka_run_group_tests_name("chart_value", tests, NULL, NULL);
}
