#include "rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char web[] = "apiVersion: apps/v1\n"
                          "kind: Deployment\n"
                          "metadata: {name: web, labels: {tier: front}, annotations: {a: b}}\n"
                          "spec:\n"
                          "  replicas: 1\n"
                          "  template:\n"
                          "    spec:\n"
                          "      initContainers:\n"
                          "        - {name: init, image: 'acme/init:1'}\n"
                          "      containers:\n"
                          "        - name: web\n"
                          "          image: acme/web:1\n"
                          "          readinessProbe: {httpGet: {path: /}}\n"
                          "          resources: {limits: {cpu: 1, memory: 1Gi}}\n";

static const char api[] = "apiVersion: apps/v1\n"
                          "kind: Deployment\n"
                          "metadata: {name: api, labels: {tier: back}}\n"
                          "spec:\n"
                          "  replicas: 2\n"
                          "  template: {spec: {containers: [{name: api, image: 'acme/api:1'}]}}\n";

static const char fields[] = "name readiness_probe cpu_limit memory_limit";

static const char untouched[] = "k8s/base/api.yaml:6 api false none none\n"
                                "k8s/base/web.yaml:9 init false none none\n"
                                "k8s/base/web.yaml:11 web true 1 1Gi\n";

struct place {
    const char *path, *text;
};

/* The rows of `kind` in k8s/base, whose kustomization is `here`, with one more file or two. */
static void assert_base(const char *here, const struct place *one, const struct place *two,
                        const char *kind, const char *asked, const char *expected)
{
    struct world world;
    world_start(&world);
    world_add(&world, "k8s/base/web.yaml", web);
    world_add(&world, "k8s/base/api.yaml", api);
    world_add(&world, "k8s/base/kustomization.yaml", here);
    if (one)
        world_add(&world, one->path, one->text);
    if (two)
        world_add(&world, two->path, two->text);
    assert_string_equal(world_rows(&world, kind, asked), expected);
    world_end(&world);
}

#define BASE "resources: [web.yaml, api.yaml]\n"

/* What an operation of this base's own kustomization does to its containers. */
static void assert_here(const char *patches, const char *expected)
{
    char text[2000];
    snprintf(text, sizeof(text), "%s%s", BASE, patches);
    assert_base(text, NULL, NULL, "container", fields, expected);
}

static void a_pattern_and_no_name_choose_many(void **state)
{
    (void)state;
    static const char patch[] = "patches:\n"
                                "  - target: {kind: %s}\n"
                                "    patch: |-\n"
                                "      - {op: add, path: "
                                "/spec/template/spec/containers/0/resources/limits/memory, value: "
                                "3Gi}\n";
    static const char both[] = "k8s/base/api.yaml:6 api false none 3Gi\n"
                               "k8s/base/web.yaml:9 init false none none\n"
                               "k8s/base/web.yaml:11 web true 1 3Gi\n";
    char text[1000];
    snprintf(text, sizeof(text), patch, "Deployment");
    assert_here(text, both);
    snprintf(text, sizeof(text), patch, "Dep.*, name: '.*'");
    assert_here(text, both);
    snprintf(text, sizeof(text), patch, "Deployment, name: 'we.'");
    assert_here(text, "k8s/base/api.yaml:6 api false none none\n"
                      "k8s/base/web.yaml:9 init false none none\n"
                      "k8s/base/web.yaml:11 web true 1 3Gi\n");
    /* The whole name, not a part of it. */
    snprintf(text, sizeof(text), patch, "Deployment, name: 'w|ap'");
    assert_here(text, untouched);
    snprintf(text, sizeof(text), patch, "StatefulSet, name: '.*'");
    assert_here(text, untouched);
    /* An expression that is none may choose any. */
    snprintf(text, sizeof(text), patch, "Deployment, name: '(web'");
    assert_here(text, "k8s/base/api.yaml:6 api false none unknown\n"
                      "k8s/base/web.yaml:9 init false none none\n"
                      "k8s/base/web.yaml:11 web true 1 1Gi\n");
}

static void labels_and_annotations_choose(void **state)
{
    (void)state;
    static const char patch[] = "patches:\n"
                                "  - target: {%s}\n"
                                "    patch: |-\n"
                                "      apiVersion: apps/v1\n"
                                "      kind: Deployment\n"
                                "      metadata: {name: any}\n"
                                "      spec:\n"
                                "        replicas: 5\n";
    static const struct {
        const char *target, *expected;
    } cases[] = {
        {"labelSelector: 'tier=front'", "5 2"},
        {"labelSelector: 'tier==back'", "1 5"},
        {"labelSelector: 'tier!=back'", "5 2"},
        {"labelSelector: 'tier in (front, back)'", "5 5"},
        {"labelSelector: 'tier notin (front)'", "1 5"},
        {"labelSelector: 'tier'", "5 5"},
        {"labelSelector: '!tier'", "1 2"},
        {"labelSelector: 'tier=front,tier=back'", "1 2"},
        /* Others may add a label that the manifest has not. */
        {"labelSelector: 'team=red,tier=back'", "1 unknown"},
        {"annotationSelector: 'a=b'", "5 unknown"},
        {"annotationSelector: 'a=c'", "1 unknown"},
        {"labelSelector: 'tier in front)'", "unknown unknown"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        char patches[1000], text[2000], expected[200], first[20], second[20];
        snprintf(patches, sizeof(patches), patch, cases[i].target);
        snprintf(text, sizeof(text), "%s%s", BASE, patches);
        assert_int_equal(sscanf(cases[i].expected, "%19s %19s", first, second), 2);
        snprintf(expected, sizeof(expected),
                 "k8s/base/api.yaml:1 api %s\nk8s/base/web.yaml:1 web %s\n", second, first);
        assert_base(text, NULL, NULL, "workload", "name replicas", expected);
    }
}

static void what_is_taken_away_is_gone(void **state)
{
    (void)state;
    static const char patch[] = "patches:\n"
                                "  - target: {kind: Deployment, name: web}\n"
                                "    patch: |-\n"
                                "      - {op: %s}\n";
    static const struct {
        const char *operation, *web;
    } cases[] = {
        {"remove, path: /spec/template/spec/containers/0/resources", "true none none"},
        {"remove, path: /spec/template/spec/containers/0/resources/limits/cpu", "true none 1Gi"},
        {"remove, path: /spec/template/spec/containers/0/readinessProbe", "false 1 1Gi"},
        {"remove, path: /spec/template/spec/containers/0/readinessProbe/httpGet", "unknown 1 1Gi"},
        {"remove, path: /spec/template/spec/containers/1/resources", "true 1 1Gi"},
        {"remove, path: /spec/template/spec/initContainers/0/resources", "true 1 1Gi"},
        {"test, path: /spec/template/spec/containers/0/resources, value: 1", "true 1 1Gi"},
        {"replace, path: /spec/template/spec/containers/0, value: {}", "unknown unknown unknown"},
        {"move, path: /spec/paused, from: /spec/template/spec/containers/0/resources",
         "true unknown unknown"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        char text[1000], patches[1000], expected[300];
        snprintf(patches, sizeof(patches), patch, cases[i].operation);
        snprintf(text, sizeof(text), "%s%s", BASE, patches);
        snprintf(expected, sizeof(expected), "k8s/base/web.yaml:11 web %s\n", cases[i].web);
        struct world world;
        world_start(&world);
        world_add(&world, "k8s/base/web.yaml", web);
        world_add(&world, "k8s/base/kustomization.yaml", text);
        const char *rows = strstr(world_rows(&world, "container", fields), "k8s/base/web.yaml:11");
        assert_non_null(rows);
        assert_string_equal(rows, expected);
        world_end(&world);
    }
}

/* What replaces a security context says all of it, but for what the pod may say. */
static void a_security_context_is_replaced(void **state)
{
    (void)state;
    assert_base(BASE "patches:\n"
                     "  - target: {kind: Deploymen.}\n"
                     "    patch: |-\n"
                     "      - op: add\n"
                     "        path: /spec/template/spec/containers/0/securityContext\n"
                     "        value: {allowPrivilegeEscalation: false}\n",
                NULL, NULL, "container", "name privileged escalation drops_all adds non_root",
                "k8s/base/api.yaml:6 api false false false  unknown\n"
                "k8s/base/web.yaml:9 init false true false  false\n"
                "k8s/base/web.yaml:11 web false false false  unknown\n");
}

static void a_request_is_gone_with_all_that_says_it(void **state)
{
    (void)state;
    static const char patch[] =
        BASE "patches:\n"
             "  - target: {kind: Deployment, name: web}\n"
             "    patch: |-\n"
             "      - {op: remove, path: /spec/template/spec/containers/0/resources%s}\n";
    static const char *const cases[][2] = {{"", "none none"}, {"/limits", "unknown none"}};
    for (size_t i = 0; i < 2; i++) {
        char text[1000], expected[300];
        snprintf(text, sizeof(text), patch, cases[i][0]);
        snprintf(expected, sizeof(expected),
                 "k8s/base/api.yaml:6 api none none\n"
                 "k8s/base/web.yaml:9 init none none\n"
                 "k8s/base/web.yaml:11 web %s\n",
                 cases[i][1]);
        assert_base(text, NULL, NULL, "container", "name cpu_request cpu_limit", expected);
    }
}

static void a_merge_takes_away_by_null(void **state)
{
    (void)state;
    static const struct place live = {
        "k8s/live/kustomization.yaml",
        "resources: [../base]\n"
        "patches:\n"
        "  - target: {kind: Deployment, name: 'w.*'}\n"
        "    patch: |-\n"
        "      kind: Deployment\n"
        "      spec: {template: {spec: {containers: [{name: web, resources: null}]}}}\n"};
    assert_base(BASE, &live, NULL, "container", fields,
                "k8s/base/api.yaml:6 api false none none\n"
                "k8s/base/web.yaml:9 init false none none\n"
                "k8s/base/web.yaml:11 web true 1 1Gi\n"
                "k8s/live/kustomization.yaml:6 web true none none\n");
}

/* The manifest stays as it is for who applies it alone; what is worse stands at the patch. */
static void a_patch_elsewhere_that_is_worse_is_a_row_of_its_own(void **state)
{
    (void)state;
    static const struct place live = {
        "k8s/live/kustomization.yaml",
        "resources: [../base]\n"
        "patches:\n"
        "  - target: {kind: Deployment}\n"
        "    patch: |-\n"
        "      - {op: remove, path: /spec/template/spec/containers/0/readinessProbe}\n"
        "      - {op: replace, path: /spec/replicas, value: 1}\n"};
    assert_base(BASE, &live, NULL, "container", "name readiness_probe memory_limit patches",
                "k8s/base/api.yaml:6 api false none none\n"
                "k8s/base/web.yaml:9 init false none none\n"
                "k8s/base/web.yaml:11 web true 1Gi none\n"
                "k8s/live/kustomization.yaml:5 web false 1Gi none\n");
    assert_base(BASE, &live, NULL, "workload", "name replicas patch",
                "k8s/base/api.yaml:1 api 2 false\n"
                "k8s/base/web.yaml:1 web 1 false\n"
                "k8s/live/kustomization.yaml:6 api 1 true\n");
    /* One of a test says nothing of what is shipped. */
    struct place test = {"test/kustomization.yaml",
                         "resources: [../k8s/base]\n"
                         "patches:\n"
                         "  - target: {kind: Deployment}\n"
                         "    patch: |-\n"
                         "      - {op: replace, path: /spec/replicas, value: 3}\n"};
    assert_base(BASE, &test, NULL, "workload", "name replicas test",
                "k8s/base/api.yaml:1 api 2 false\nk8s/base/web.yaml:1 web 1 false\n");
}

static const char limit_cpu[] =
    "- {op: add, path: /spec/template/spec/containers/0/resources/limits/cpu, value: 2}\n";

static void operations_stand_in_files(void **state)
{
    (void)state;
    static const struct place file = {"k8s/base/limit.yaml", limit_cpu};
    static const struct place json = {
        "k8s/base/limit.json",
        "[{\"op\": \"add\", \"path\": "
        "\"/spec/template/spec/containers/0/resources/limits/cpu\", \"value\": 2}]\n"};
    static const char expected[] = "k8s/base/api.yaml:6 api false 2 none\n"
                                   "k8s/base/web.yaml:9 init false none none\n"
                                   "k8s/base/web.yaml:11 web true 1 1Gi\n";
    assert_base(BASE "patches: [{path: limit.yaml, target: {kind: Deployment, name: api}}]\n",
                &file, NULL, "container", fields, expected);
    assert_base(BASE
                "patchesJson6902: [{path: limit.json, target: {kind: Deployment, name: api}}]\n",
                &json, NULL, "container", fields, expected);
    /* A file that nobody applies. */
    assert_base(BASE, &file, NULL, "container", fields, untouched);
}

static void a_file_that_says_replicas_alone_is_a_patch(void **state)
{
    (void)state;
    static const struct place file = {
        "k8s/live/web.yaml",
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 3}\n"};
    static const struct place live = {"k8s/live/kustomization.yaml",
                                      "resources: [../base]\npatches: [{path: web.yaml}]\n"};
    static const struct place old = {"k8s/live/kustomization.yaml",
                                     "bases: [../base]\npatchesStrategicMerge: [web.yaml]\n"};
    static const char expected[] = "k8s/base/api.yaml:1 api 2\nk8s/base/web.yaml:1 web unknown\n";
    assert_base(BASE, &live, &file, "workload", "name replicas", expected);
    assert_base(BASE, &old, &file, "workload", "name replicas", expected);
}

static void a_merge_in_a_file_is_for_its_target(void **state)
{
    (void)state;
    static const struct place file = {
        "k8s/live/patch.yaml",
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: any}\nspec:\n"
        "  template: {spec: {containers: [{name: api, resources: {limits: {cpu: 1}}}]}}\n"};
    static const struct place live = {
        "k8s/live/kustomization.yaml",
        "resources: [../base]\n"
        "patches: [{path: patch.yaml, target: {labelSelector: 'tier=back'}}]\n"};
    assert_base(BASE, &live, &file, "container", fields,
                "k8s/base/api.yaml:6 api false unknown none\n"
                "k8s/base/web.yaml:9 init false none none\n"
                "k8s/base/web.yaml:11 web true 1 1Gi\n"
                "k8s/live/patch.yaml:5 api unknown 1 unknown\n");
}

static void a_patch_reaches_what_it_takes_in(void **state)
{
    (void)state;
    static const char patch[] = "patches: [{path: limit.yaml, target: {kind: Deployment}}]\n";
    char text[300];
    static const struct place file = {"k8s/live/limit.yaml", limit_cpu};
    static const char open[] = "k8s/base/api.yaml:6 api false unknown none\n"
                               "k8s/base/web.yaml:9 init false none none\n"
                               "k8s/base/web.yaml:11 web true 1 1Gi\n";
    struct place live = {"k8s/live/kustomization.yaml", text};
    snprintf(text, sizeof(text), "resources: [../base]\n%s", patch);
    assert_base(BASE, &live, &file, "container", fields, open);
    snprintf(text, sizeof(text), "resources: [../base/api.yaml]\n%s", patch);
    assert_base(BASE, &live, &file, "container", fields, open);
    snprintf(text, sizeof(text), "resources: [../other]\n%s", patch);
    assert_base(BASE, &live, &file, "container", fields, untouched);
    /* A Component patches what those have that name it. */
    snprintf(text, sizeof(text), "kind: Component\n%s", patch);
    assert_base(BASE "components: [../live]\n", &live, &file, "container", fields, open);
    assert_base(BASE, &live, &file, "container", fields, untouched);
    /* Two that take in each other end. */
    snprintf(text, sizeof(text), "resources: [../base]\n%s", patch);
    assert_base(BASE "bases: [../live]\n", &live, &file, "container", fields, open);
}

static void flux_and_argo_patch_a_folder(void **state)
{
    (void)state;
    static const char flux[] =
        "apiVersion: kustomize.toolkit.fluxcd.io/v1\n"
        "kind: Kustomization\n"
        "metadata: {name: apps}\n"
        "spec:\n"
        "  path: %s\n"
        "  patches:\n"
        "    - target: {kind: Deployment, name: api}\n"
        "      patch: |\n"
        "        - {op: add, path: /spec/template/spec/containers/0/resources/limits/cpu, value: "
        "2}\n";
    static const char open[] = "k8s/base/api.yaml:6 api false unknown none\n"
                               "k8s/base/web.yaml:9 init false none none\n"
                               "k8s/base/web.yaml:11 web true 1 1Gi\n";
    char text[1000];
    const struct place cluster = {"clusters/live/apps.yaml", text};
    snprintf(text, sizeof(text), flux, "./k8s/base");
    assert_base(BASE, &cluster, NULL, "container", fields, open);
    snprintf(text, sizeof(text), flux, "./k8s");
    assert_base(BASE, &cluster, NULL, "container", fields, open);
    snprintf(text, sizeof(text), flux, "./apps");
    assert_base(BASE, &cluster, NULL, "container", fields, untouched);
    const struct place argo = {
        "argo/web.yaml",
        "apiVersion: argoproj.io/v1alpha1\n"
        "kind: Application\n"
        "metadata: {name: web}\n"
        "spec:\n"
        "  source:\n"
        "    path: k8s/base\n"
        "    kustomize:\n"
        "      patches:\n"
        "        - target: {kind: Deployment, name: api}\n"
        "          patch: |-\n"
        "            - {op: add, path: /spec/template/spec/containers/0/resources/limits/cpu, "
        "value: 2}\n"};
    assert_base(BASE, &argo, NULL, "container", fields, open);
}

/* Ports that are not known: whether a service sends requests there is not, either. */
static void ports_may_be_changed(void **state)
{
    (void)state;
    static const struct place live = {
        "k8s/live/kustomization.yaml",
        "resources: [../base]\n"
        "patches:\n"
        "  - target: {kind: Deployment, name: web}\n"
        "    patch: |-\n"
        "      - {op: add, path: /spec/template/spec/containers/0/ports/0, value: {containerPort: "
        "1}}\n"};
    assert_base(BASE, &live, NULL, "container", "name ports served",
                "k8s/base/api.yaml:6 api  false\n"
                "k8s/base/web.yaml:9 init  false\n"
                "k8s/base/web.yaml:11 web  false\n"
                "k8s/live/kustomization.yaml:5 web unknown unknown\n");
}

/* What stands behind the last operation that is applied changes something, too. */
static void many_operations_are_not_passed_over(void **state)
{
    (void)state;
    enum { MANY = 1001, LINE = 90 };
    char *text = calloc(MANY + 3, LINE + 60);
    size_t size = (size_t)sprintf(text,
                                  "%spatches:\n  - target: {kind: Deployment, name: api}\n"
                                  "    patch: |-\n",
                                  BASE);
    for (int i = 0; i < MANY - 1; i++)
        size += (size_t)sprintf(text + size,
                                "      - {op: add, path: /metadata/labels/a%d, value: "
                                "b}\n",
                                i);
    sprintf(text + size, "      - {op: add, path: "
                         "/spec/template/spec/containers/0/resources/limits/cpu, value: 2}\n");
    struct world world;
    world_start(&world);
    world_add(&world, "k8s/base/api.yaml", api);
    world_add(&world, "k8s/base/kustomization.yaml", text);
    assert_string_equal(world_rows(&world, "container", fields),
                        "k8s/base/api.yaml:6 api false unknown none\n");
    world_end(&world);
    free(text);
}

static const char takes_probe[] =
    "patches:\n"
    "  - target: {kind: Deployment}\n"
    "    patch: '[{op: remove, path: /spec/template/spec/containers/0/readinessProbe}]'\n";

/* What a kustomization takes in through very many others is not passed over in silence. */
static void a_long_chain_of_kustomizations_is_not_known(void **state)
{
    (void)state;
    enum { MANY = 40 };
    static char paths[MANY + 1][40], texts[MANY + 1][400];
    struct world world;
    world_start(&world);
    world_add(&world, "k0/web.yaml", web);
    world_add(&world, "k0/kustomization.yaml", "resources: [web.yaml]\n");
    for (int i = 1; i <= MANY; i++) {
        snprintf(paths[i], sizeof(paths[i]), "k%d/kustomization.yaml", i);
        snprintf(texts[i], sizeof(texts[i]), "resources: [../k%d]\n%s", i - 1,
                 i == MANY ? takes_probe : "");
        world_add(&world, paths[i], texts[i]);
    }
    assert_string_equal(world_rows(&world, "container", fields),
                        "k0/web.yaml:9 init false none none\n"
                        "k0/web.yaml:11 web true 1 1Gi\n"
                        "k40/kustomization.yaml gap\n");
    world_end(&world);
}

/* A kustomization, or a file of operations that one names, that is no YAML may change anything. */
static void what_cannot_be_read_is_not_known(void **state)
{
    (void)state;
    static const char broken[] = "patches:\n  - target: {kind: Deployment}\n patch: [\n";
    assert_base(broken, NULL, NULL, "container", fields,
                "k8s/base/api.yaml:6 api false none none\n"
                "k8s/base/kustomization.yaml gap\n"
                "k8s/base/web.yaml:9 init false none none\n"
                "k8s/base/web.yaml:11 web true 1 1Gi\n");
    const struct place operations = {"k8s/base/remove.yaml", "- op: remove\n path: [\n"};
    const char *const here = BASE "patches:\n"
                                  "  - {path: remove.yaml, target: {kind: Deployment}}\n";
    assert_base(here, &operations, NULL, "container", fields,
                "k8s/base/api.yaml:6 api false none none\n"
                "k8s/base/remove.yaml gap\n"
                "k8s/base/web.yaml:9 init false none none\n"
                "k8s/base/web.yaml:11 web true 1 1Gi\n");
    /* Nobody applies it. */
    assert_base(BASE, &operations, NULL, "container", fields, untouched);
}

/* Why the containers that a kustomization may patch are not known. */
static void assert_why(const char *text, enum entry_kind kind, enum unknown_class class)
{
    struct world world;
    world_start(&world);
    world_add(&world, "k8s/base/web.yaml", web);
    world_add_bytes(&world, "k8s/base/kustomization.yaml", text, strlen(text), kind);
    const struct fact_table table = world_table(&world, "container");
    bool is_found = false;
    for (size_t i = 0; i < table.count; i++)
        if (table.rows[i].gap) {
            assert_int_equal(table.rows[i].cells[0].unknown->class, class);
            is_found = true;
        }
    assert_true(is_found);
    world_end(&world);
}

static void it_is_told_why_it_is_not_known(void **state)
{
    (void)state;
    assert_why("patches: [\n", ENTRY_FILE, UNKNOWN_UNREADABLE);
    assert_why("{{ if .a }}\npatches: [\n", ENTRY_FILE, UNKNOWN_UNOBSERVABLE);
    assert_why("../live/kustomization.yaml", ENTRY_LINK, UNKNOWN_UNOBSERVABLE);
}

/* Each of very many patches changes each of very many workloads: it ends, and says so. */
static void what_is_too_much_is_not_known(void **state)
{
    (void)state;
    enum { MANY = 1200, SIZE = MANY * 150 };
    char *workloads = malloc(SIZE), *patches = malloc(SIZE);
    assert_non_null(workloads);
    assert_non_null(patches);
    size_t at = 0, end = (size_t)sprintf(patches, "resources: [all.yaml]\npatches:\n");
    for (int i = 0; i < MANY; i++) {
        at += (size_t)sprintf(workloads + at,
                              "---\nkind: Deployment\napiVersion: apps/v1\n"
                              "metadata: {name: w%d}\n"
                              "spec: {template: {spec: {containers: [{name: c}]}}}\n",
                              i);
        end += (size_t)sprintf(patches + end,
                               "- {target: {kind: Deployment}, patch: '[{op: remove, path: "
                               "/spec/replicas}]'}\n");
    }
    struct world world;
    world_start(&world);
    world_add(&world, "all.yaml", workloads);
    world_add(&world, "kustomization.yaml", patches);
    const char *rows = world_rows(&world, "workload", "name");
    assert_non_null(strstr(rows, "kustomization.yaml gap\n"));
    world_end(&world);
    free(workloads);
    free(patches);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pattern_and_no_name_choose_many),
        cmocka_unit_test(labels_and_annotations_choose),
        cmocka_unit_test(what_is_taken_away_is_gone),
        cmocka_unit_test(a_security_context_is_replaced),
        cmocka_unit_test(a_request_is_gone_with_all_that_says_it),
        cmocka_unit_test(a_merge_takes_away_by_null),
        cmocka_unit_test(a_patch_elsewhere_that_is_worse_is_a_row_of_its_own),
        cmocka_unit_test(operations_stand_in_files),
        cmocka_unit_test(a_file_that_says_replicas_alone_is_a_patch),
        cmocka_unit_test(a_merge_in_a_file_is_for_its_target),
        cmocka_unit_test(a_patch_reaches_what_it_takes_in),
        cmocka_unit_test(flux_and_argo_patch_a_folder),
        cmocka_unit_test(ports_may_be_changed),
        cmocka_unit_test(many_operations_are_not_passed_over),
        cmocka_unit_test(a_long_chain_of_kustomizations_is_not_known),
        cmocka_unit_test(what_cannot_be_read_is_not_known),
        cmocka_unit_test(it_is_told_why_it_is_not_known),
        cmocka_unit_test(what_is_too_much_is_not_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
