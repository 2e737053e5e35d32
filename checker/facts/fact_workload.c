#include "document/dockerfile.h"
#include "facts/kubernetes.h"
#include "facts/paths.h"
#include "facts/workload_kinds.h"

#include <string.h>

enum {
    WORKLOAD_SYSTEM,
    WORKLOAD_KIND,
    WORKLOAD_NAME,
    WORKLOAD_NAMESPACE,
    WORKLOAD_TEST,
    WORKLOAD_VENDORED
};

static const char *const systems[] = {"kubernetes", "helm", "compose", "serverless", "procfile",
                                      "app_engine", "ecs",  "gitops",  NULL};

static const struct fact_field workload_fields[] = {
    {"system", {.kind = TYPE_WORD, .words = systems}, false, "what runs it"},
    {"kind", {.kind = TYPE_TEXT}, false, "Deployment, Job, service, function, process, chart, ..."},
    {"name", {.kind = TYPE_TEXT}, false, "as it is deployed"},
    {"namespace", {.kind = TYPE_TEXT}, true, "of Kubernetes"},
    {"test", {.kind = TYPE_BOOLEAN}, false, "stands where test material and examples stand"},
    {"vendored", {.kind = TYPE_BOOLEAN}, false, "others' code, by .gitattributes or convention"},
    {0},
};

static const char *const workload_key[] = {"path", "kind", "name", NULL};

const struct fact_kind fact_kind_workload = {
    .name = "workload",
    .summary = "something that this repository deploys",
    .key = workload_key,
    .fields = workload_fields,
};

enum {
    WORKLOAD,
    CONTAINER_KIND,
    NAMESPACE,
    NAME,
    IMAGE,
    TAG,
    DIGEST,
    INIT,
    SIDECAR,
    PORTS,
    READINESS_PROBE,
    LIVENESS_PROBE,
    NON_ROOT,
    TEST,
    VENDORED,
    IMAGE_BASE,
};

static const struct fact_field container_fields[] = {
    {"workload", {.kind = TYPE_TEXT}, false, "the name of its workload"},
    {"workload_kind", {.kind = TYPE_TEXT}, false, "Deployment, StatefulSet, ..."},
    {"namespace", {.kind = TYPE_TEXT}, true, "of its workload"},
    {"name", {.kind = TYPE_TEXT}, false, "its own"},
    {"image", {.kind = TYPE_TEXT}, true, "with tag and digest, as written; a patch has none"},
    {"tag", {.kind = TYPE_TEXT}, true, "of the image; unknown where Kustomize or Skaffold sets it"},
    {"digest", {.kind = TYPE_TEXT}, true, "of the image: sha256:..."},
    {"init", {.kind = TYPE_BOOLEAN}, false, "runs before the others"},
    {"sidecar", {.kind = TYPE_BOOLEAN}, false, "a proxy or an agent beside the program"},
    {"ports", {.kind = TYPE_LIST, .of = TYPE_INTEGER}, false, "container ports"},
    {"readiness_probe", {.kind = TYPE_BOOLEAN}, false, "has one"},
    {"liveness_probe", {.kind = TYPE_BOOLEAN}, false, "has one"},
    {"non_root", {.kind = TYPE_BOOLEAN}, false, "its manifest forbids uid 0"},
    {"test", {.kind = TYPE_BOOLEAN}, false, "stands where test material and examples stand"},
    {"vendored", {.kind = TYPE_BOOLEAN}, false, "others' code, by .gitattributes or convention"},
    {"image_base", {.kind = TYPE_TEXT}, true, "the last part of the image's name, without tag"},
    {0},
};

static const char *const container_key[] = {"path", "workload", "name", NULL};

const struct fact_kind fact_kind_container = {
    .name = "container",
    .summary = "a container of a workload of Kubernetes",
    .key = container_key,
    .fields = container_fields,
};

/* One file while it is read. */
struct reading {
    struct fact_writer *writer;
    struct fact_file *file;
    bool test, vendored;
};

static void add_gaps(const struct reading *reading, enum unknown_class class, const char *reason)
{
    struct fact_row *row = fact_add_gap(reading->writer, &fact_kind_workload, NULL, class, reason);
    row->cells[WORKLOAD_TEST] = value_boolean(reading->test);
    row->cells[WORKLOAD_VENDORED] = value_boolean(reading->vendored);
    row = fact_add_gap(reading->writer, &fact_kind_container, NULL, class, reason);
    row->cells[TEST] = value_boolean(reading->test);
    row->cells[VENDORED] = value_boolean(reading->vendored);
}

static struct value *add_workload(const struct reading *reading, uint32_t line, const char *system,
                                  const char *kind, const char *name)
{
    struct value *cells = fact_add(reading->writer, &fact_kind_workload, NULL, line, 1)->cells;
    cells[WORKLOAD_SYSTEM] = value_text(system);
    cells[WORKLOAD_KIND] = fact_text(reading->writer, kind);
    cells[WORKLOAD_NAME] = fact_text(reading->writer, name);
    cells[WORKLOAD_TEST] = value_boolean(reading->test);
    cells[WORKLOAD_VENDORED] = value_boolean(reading->vendored);
    return cells;
}

/* A cell whose text a template or a variable decides. */
static struct value text_or_unknown(const struct reading *reading, const char *text)
{
    if (text && (strstr(text, "{{") || strstr(text, "${") || strstr(text, "$(")))
        return value_unknown(fact_arena(reading->writer), UNKNOWN_UNOBSERVABLE,
                             "a template or a variable decides it");
    return fact_text(reading->writer, text);
}

/* Kustomize and Skaffold put tags on images that have none in the manifest. */
static bool is_tagged_elsewhere(const struct reading *reading)
{
    static const char *const names[] = {"kustomization.yaml", "kustomization.yml", NULL};
    struct arena *arena = reading->file->arena;
    if (snapshot_find(reading->file->snapshot, "skaffold.yaml") ||
        snapshot_find(reading->file->snapshot, "skaffold.yml"))
        return true;
    const char *folder = path_directory(arena, reading->file->path);
    for (size_t i = 0; names[i]; i++)
        if (snapshot_find(reading->file->snapshot, path_join(arena, folder, names[i])))
            return true;
    return false;
}

static void add_image(const struct reading *reading, struct value *cells, const char *written)
{
    struct arena *arena = fact_arena(reading->writer);
    cells[IMAGE] = text_or_unknown(reading, written);
    if (cells[IMAGE].kind == VALUE_UNKNOWN) {
        cells[TAG] = cells[IMAGE];
        cells[DIGEST] = cells[IMAGE];
        cells[IMAGE_BASE] = cells[IMAGE];
        return;
    }
    if (!written)
        return;
    struct image_reference image = image_reference_parse(arena, written);
    cells[IMAGE_BASE] = value_text(path_base(image.name));
    cells[TAG] = value_text(image.tag);
    cells[DIGEST] = value_text(image.digest);
    if (!image.tag && !image.digest && is_tagged_elsewhere(reading)) {
        cells[TAG] =
            value_unknown(arena, UNKNOWN_UNOBSERVABLE, "Kustomize or Skaffold may set the tag");
        cells[DIGEST] = cells[TAG];
    }
}

static struct value ports_of(const struct reading *reading, const struct node *container)
{
    struct arena *arena = fact_arena(reading->writer);
    const struct node *ports = node_find(container, "ports");
    size_t count = ports && ports->kind == NODE_SEQUENCE ? ports->count : 0;
    struct value *items = ARENA_ARRAY(arena, struct value, count);
    size_t known = 0;
    for (size_t i = 0; i < count; i++) {
        int64_t port = 0;
        if (node_integer(node_find(ports->items[i], "containerPort"), &port))
            items[known++] = value_integer(port);
    }
    return value_list_of(arena, items, known);
}

/* A container without an image is a patch for one that has it: what the patch does
 * not say, the base may. */
static struct value said_or_unknown(const struct reading *reading, bool said, bool is_patch)
{
    if (said || !is_patch)
        return value_boolean(said);
    return value_unknown(fact_arena(reading->writer), UNKNOWN_UNOBSERVABLE,
                         "a patch: the rest stands in what it patches");
}

static void add_containers(const struct reading *reading, const struct node *object,
                           const struct node *pod_spec, const struct node *list, bool init)
{
    const struct node *metadata = node_find(object, "metadata");
    for (size_t i = 0; list && list->kind == NODE_SEQUENCE && i < list->count; i++) {
        const struct node *container = list->items[i];
        struct value *cells = fact_add(reading->writer, &fact_kind_container, NULL, container->line,
                                       container->column)
                                  ->cells;
        const char *name = node_string(metadata, "name");
        cells[WORKLOAD] = text_or_unknown(reading, name ? name : "");
        cells[CONTAINER_KIND] = fact_text(reading->writer, node_string(object, "kind"));
        cells[NAMESPACE] = text_or_unknown(reading, node_string(metadata, "namespace"));
        const char *own = node_string(container, "name");
        cells[NAME] = text_or_unknown(reading, own ? own : "");
        add_image(reading, cells, node_string(container, "image"));
        cells[INIT] = value_boolean(init);
        cells[SIDECAR] = value_boolean(kubernetes_is_sidecar(container, init));
        cells[PORTS] = ports_of(reading, container);
        bool is_patch = !node_find(container, "image");
        cells[READINESS_PROBE] =
            said_or_unknown(reading, node_find(container, "readinessProbe") != NULL, is_patch);
        cells[LIVENESS_PROBE] =
            said_or_unknown(reading, node_find(container, "livenessProbe") != NULL, is_patch);
        cells[NON_ROOT] =
            said_or_unknown(reading, kubernetes_forbids_root(pod_spec, container), is_patch);
        cells[TEST] = value_boolean(reading->test);
        cells[VENDORED] = value_boolean(reading->vendored);
    }
}

/* What Flux and Argo CD deploy from elsewhere: a chart, a folder, another repository. */
static bool is_release(const struct node *object)
{
    static const char *const argo[] = {"Application", "ApplicationSet", NULL};
    const char *version = node_string(object, "apiVersion"), *kind = node_string(object, "kind");
    if (!version || !kind)
        return false;
    return (string_starts_with(version, "helm.toolkit.fluxcd.io/") &&
            strcmp(kind, "HelmRelease") == 0) ||
           (string_starts_with(version, "argoproj.io/") && string_is_one_of(kind, argo));
}

static void read_object(const struct reading *reading, const struct node *object)
{
    if (kubernetes_is_list(object)) {
        const struct node *items = node_find(object, "items");
        for (size_t i = 0; items->kind == NODE_SEQUENCE && i < items->count; i++)
            if (!kubernetes_is_list(items->items[i]))
                read_object(reading, items->items[i]);
        return;
    }
    const struct node *spec = kubernetes_pod_spec(object);
    const struct node *metadata = node_find(object, "metadata");
    const char *name = node_string(metadata, "name");
    if (!spec && is_release(object)) {
        struct value *cells = add_workload(reading, object->line, "gitops",
                                           node_string(object, "kind"), name ? name : "");
        cells[WORKLOAD_NAME] = text_or_unknown(reading, name ? name : "");
        cells[WORKLOAD_NAMESPACE] = text_or_unknown(reading, node_string(metadata, "namespace"));
    }
    if (!spec)
        return;
    struct value *cells = add_workload(reading, object->line, "kubernetes",
                                       node_string(object, "kind"), name ? name : "");
    cells[WORKLOAD_NAME] = text_or_unknown(reading, name ? name : "");
    cells[WORKLOAD_NAMESPACE] = text_or_unknown(reading, node_string(metadata, "namespace"));
    add_containers(reading, object, spec, node_find(spec, "initContainers"), true);
    add_containers(reading, object, spec, node_find(spec, "containers"), false);
}

/* Each key of a mapping is a workload: the services of Compose, the functions of
 * serverless.yml. */
static void add_each_key(const struct reading *reading, const struct node *mapping,
                         const char *system, const char *kind)
{
    for (size_t i = 0; mapping && mapping->kind == NODE_MAPPING && i < mapping->count; i++)
        add_workload(reading, mapping->keys[i]->line, system, kind, mapping->keys[i]->text);
}

static void read_procfile(const struct reading *reading)
{
    struct text rest = reading->file->content.text;
    struct text line;
    for (uint32_t number = 1; text_next_line(&rest, &line); number++) {
        size_t colon = text_find(line, ":");
        if (colon == SIZE_MAX || colon == 0 || line.bytes[0] == '#' ||
            text_trim((struct text){line.bytes + colon + 1, line.size - colon - 1}).size == 0)
            continue;
        add_workload(reading, number, "procfile", "process",
                     arena_copy(reading->file->arena, text_trim((struct text){line.bytes, colon})));
    }
}

static bool is_compose_name(const char *base)
{
    return string_starts_with(base, "docker-compose") || string_starts_with(base, "compose.");
}

static void read_root(const struct reading *reading, const struct node *root)
{
    const char *base = path_base(reading->file->path);
    if (is_compose_name(base)) {
        add_each_key(reading, node_find(root, "services"), "compose", "service");
    } else if (string_starts_with(base, "serverless.")) {
        if (node_find(root, "provider"))
            add_each_key(reading, node_find(root, "functions"), "serverless", "function");
    } else if (strcmp(base, "app.yaml") == 0 || strcmp(base, "app.yml") == 0) {
        const char *service = node_string(root, "service");
        if (node_string(root, "runtime"))
            add_workload(reading, 1, "app_engine", "app", service ? service : "default");
        else
            read_object(reading, root);
    } else if (strcmp(base, "Chart.yaml") == 0) {
        const char *type = node_string(root, "type");
        const char *name = node_string(root, "name");
        if (name && (!type || strcmp(type, "library") != 0))
            add_workload(reading, 1, "helm", "chart", name);
    } else {
        read_object(reading, root);
    }
}

static void read_task_definition(const struct reading *reading, const struct node *root)
{
    const struct node *list = node_find(root, "containerDefinitions");
    const char *family = node_string(root, "family");
    if (list && list->kind == NODE_SEQUENCE && list->count > 0)
        add_workload(reading, root->line, "ecs", "task_definition", family ? family : "");
}

/* Files of Kubernetes may stand anywhere, so only one that names a workload is a
 * gap when it cannot be read; the others bear the mark in their names. */
static bool bears_marks(const struct fact_file *file)
{
    const char *base = path_base(file->path);
    static const char *const names[] = {"app.yaml", "app.yml", NULL};
    if (is_compose_name(base) || string_starts_with(base, "serverless.") ||
        strcmp(base, "Chart.yaml") == 0)
        return true;
    return !string_is_one_of(base, names) && file->content.state == CONTENT_TEXT &&
           kubernetes_names_workload(file->content.text);
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    struct reading reading = {
        .writer = writer,
        .file = file,
        .test = path_is_test(file->path),
        .vendored = snapshot_is_vendored(file->snapshot, file->path),
    };
    enum unknown_class class = UNKNOWN_UNREADABLE;
    const char *reason = fact_file_unreadable(file, &class);
    if (file->content.state == CONTENT_LINK || file->content.state == CONTENT_SUBMODULE)
        return;
    if (reason) {
        if (bears_marks(file))
            add_gaps(&reading, class, reason);
        return;
    }
    if (strcmp(path_base(file->path), "Procfile") == 0) {
        read_procfile(&reading);
        return;
    }
    bool is_json = string_ends_with(file->path, ".json");
    const struct document_problem *problem = NULL;
    const struct document *document =
        is_json ? fact_file_json(file, false, &problem) : fact_file_yaml(file, &problem);
    if (!document) {
        if (!is_json && bears_marks(file)) {
            bool is_template = fact_file_is_template(file);
            add_gaps(&reading, is_template ? UNKNOWN_UNOBSERVABLE : UNKNOWN_UNREADABLE,
                     is_template ? "a template that is not rendered" : "it is no YAML");
        }
        return;
    }
    for (size_t i = 0; i < document->count; i++) {
        if (is_json)
            read_task_definition(&reading, document->roots[i]);
        else
            read_root(&reading, document->roots[i]);
    }
}

static const struct fact_kind *const kinds[] = {&fact_kind_workload, &fact_kind_container, NULL};
static const char *const paths[] = {
    "*.yaml", "*.yml", "Procfile", "*task-def*.json", "*taskdef*.json", "*task_def*.json", NULL};
/* What a file of each sort must hold. */
static const char *const literals[] = {
    "containers", "services:", "functions:", "runtime:", "containerDefinitions",
    "apiVersion", "web:",      "worker:",    "release:", "clock:",
    NULL};

FACT(workload) = {
    .name = "workload",
    .area = FACT_AREA_WORKLOADS,
    .summary = "what a repository deploys: manifests of Kubernetes, charts, services, functions",
    .version = 4,
    .kinds = kinds,
    .paths = paths,
    .literals = literals,
    .recognise_file = recognise,
};
