#include "document/dockerfile.h"
#include "facts/kubernetes.h"
#include "facts/paths.h"
#include "facts/workload_cells.h"
#include "facts/workload_kustomize.h"
#include "facts/workload_patch.h"

#include <string.h>

/* One file while it is read. */
struct reading {
    struct fact_writer *writer;
    struct fact_file *file;
    bool test, vendored;
};

static void add_gaps(const struct reading *reading, enum unknown_class class, const char *reason)
{
    struct fact_row *row = fact_add_gap(reading->writer, &workload_part_kind, NULL, class, reason);
    row->cells[WORKLOAD_TEST] = value_boolean(reading->test);
    row->cells[WORKLOAD_VENDORED] = value_boolean(reading->vendored);
    row = fact_add_gap(reading->writer, &container_part_kind, NULL, class, reason);
    row->cells[CONTAINER_TEST] = value_boolean(reading->test);
    row->cells[CONTAINER_VENDORED] = value_boolean(reading->vendored);
    row = fact_add_gap(reading->writer, &host_mount_part_kind, NULL, class, reason);
    row->cells[HOST_MOUNT_TEST] = value_boolean(reading->test);
    row->cells[HOST_MOUNT_VENDORED] = value_boolean(reading->vendored);
}

static struct value *add_workload(const struct reading *reading, uint32_t line, const char *system,
                                  const char *kind, const char *name)
{
    struct value *cells = fact_add(reading->writer, &workload_part_kind, NULL, line, 1)->cells;
    cells[WORKLOAD_SYSTEM] = value_text(system);
    cells[WORKLOAD_KIND] = fact_text(reading->writer, kind);
    cells[WORKLOAD_NAME] = fact_text(reading->writer, name);
    cells[WORKLOAD_TEST] = value_boolean(reading->test);
    cells[WORKLOAD_VENDORED] = value_boolean(reading->vendored);
    return cells;
}

static struct value text_or_unknown(const struct reading *reading, const char *text)
{
    return cell_of_text(fact_arena(reading->writer), text);
}

/* Kustomize and Skaffold put tags on images that have none in the manifest. */
static bool is_tagged_elsewhere(const struct reading *reading)
{
    struct arena *arena = reading->file->arena;
    if (snapshot_find(reading->file->snapshot, "skaffold.yaml") ||
        snapshot_find(reading->file->snapshot, "skaffold.yml"))
        return true;
    const char *folder = path_directory(arena, reading->file->path);
    return workload_kustomize_in(arena, reading->file->snapshot, folder) != NULL;
}

/* A program that applies the manifest fills in an image that is left empty. */
static void add_image(const struct reading *reading, struct value *cells, const char *written)
{
    struct arena *arena = fact_arena(reading->writer);
    cells[CONTAINER_IMAGE] = text_or_unknown(reading, written);
    if (written && written[0] == '\0')
        cells[CONTAINER_IMAGE] =
            value_unknown(arena, UNKNOWN_UNOBSERVABLE, "the manifest leaves its image empty");
    if (cells[CONTAINER_IMAGE].kind == VALUE_UNKNOWN) {
        cells[CONTAINER_TAG] = cells[CONTAINER_IMAGE];
        cells[CONTAINER_DIGEST] = cells[CONTAINER_IMAGE];
        cells[CONTAINER_IMAGE_BASE] = cells[CONTAINER_IMAGE];
        return;
    }
    if (!written)
        return;
    struct image_reference image = image_reference_parse(arena, written);
    cells[CONTAINER_IMAGE_BASE] = value_text(path_base(image.name));
    cells[CONTAINER_TAG] = value_text(image.tag);
    cells[CONTAINER_DIGEST] = value_text(image.digest);
    if (!image.tag && !image.digest && is_tagged_elsewhere(reading)) {
        cells[CONTAINER_TAG] =
            value_unknown(arena, UNKNOWN_UNOBSERVABLE, "Kustomize or Skaffold may set the tag");
        cells[CONTAINER_DIGEST] = cells[CONTAINER_TAG];
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

static struct value port_names_of(const struct reading *reading, const struct node *container)
{
    const struct node *list = node_find(container, "ports");
    size_t size = list && list->kind == NODE_SEQUENCE ? list->count : 0;
    const char **names = ARENA_ARRAY(fact_arena(reading->writer), const char *, size + 1);
    size_t count = 0;
    for (size_t i = 0; i < size; i++) {
        const char *name = node_string(list->items[i], "name");
        if (name)
            names[count++] = arena_strdup(fact_arena(reading->writer), name);
    }
    return value_texts(fact_arena(reading->writer), names, count);
}

static void add_containers(const struct reading *reading, const struct node *object,
                           const struct node *pod_spec, const struct node *list, bool init)
{
    const struct node *metadata = node_find(object, "metadata");
    for (size_t i = 0; list && list->kind == NODE_SEQUENCE && i < list->count; i++) {
        const struct node *container = list->items[i];
        struct value *cells = fact_add(reading->writer, &container_part_kind, NULL, container->line,
                                       container->column)
                                  ->cells;
        const char *name = node_string(metadata, "name");
        cells[CONTAINER_WORKLOAD] = text_or_unknown(reading, name ? name : "");
        cells[CONTAINER_WORKLOAD_KIND] = fact_text(reading->writer, node_string(object, "kind"));
        cells[CONTAINER_NAMESPACE] = text_or_unknown(reading, node_string(metadata, "namespace"));
        const char *own = node_string(container, "name");
        cells[CONTAINER_NAME] = text_or_unknown(reading, own ? own : "");
        add_image(reading, cells, node_string(container, "image"));
        cells[CONTAINER_INIT] = value_boolean(init);
        cells[CONTAINER_SIDECAR] = value_boolean(kubernetes_is_sidecar(container, init));
        cells[CONTAINER_PORTS] = ports_of(reading, container);
        cells[CONTAINER_PORT_NAMES] = port_names_of(reading, container);
        container_write_settings(fact_arena(reading->writer), pod_spec, container, cells);
        if (!node_find(container, "image"))
            container_patch_open(fact_arena(reading->writer), cells);
        cells[CONTAINER_TEST] = value_boolean(reading->test);
        cells[CONTAINER_VENDORED] = value_boolean(reading->vendored);
    }
}

static void add_host_mounts(const struct reading *reading, const struct node *object,
                            const struct node *volumes)
{
    const char *name = node_string(node_find(object, "metadata"), "name");
    for (size_t i = 0; volumes && volumes->kind == NODE_SEQUENCE && i < volumes->count; i++) {
        const struct node *volume = volumes->items[i];
        const char *path = node_string(node_find(volume, "hostPath"), "path");
        const char *own = node_string(volume, "name");
        if (!path)
            continue;
        struct value *cells =
            fact_add(reading->writer, &host_mount_part_kind, NULL, volume->line, volume->column)
                ->cells;
        cells[HOST_MOUNT_HOST_PATH] = text_or_unknown(reading, path);
        cells[HOST_MOUNT_VOLUME] = text_or_unknown(reading, own ? own : "");
        cells[HOST_MOUNT_WORKLOAD] = text_or_unknown(reading, name ? name : "");
        cells[HOST_MOUNT_WORKLOAD_KIND] = fact_text(reading->writer, node_string(object, "kind"));
        cells[HOST_MOUNT_TEST] = value_boolean(reading->test);
        cells[HOST_MOUNT_VENDORED] = value_boolean(reading->vendored);
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
    workload_write_pods(fact_arena(reading->writer), object, spec, cells);
    add_containers(reading, object, spec, node_find(spec, "initContainers"), true);
    add_containers(reading, object, spec, node_find(spec, "containers"), false);
    add_host_mounts(reading, object, node_find(spec, "volumes"));
}

static void read_patch(void *state, const struct node *object)
{
    read_object(state, object);
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
    } else if (workload_kustomize_is_name(base)) {
        workload_kustomize_each(reading->file->arena, root, read_patch, (void *)(uintptr_t)reading);
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

static const struct fact_kind *const kinds[] = {&workload_part_kind, &container_part_kind,
                                                &host_mount_part_kind, NULL};
static const char *const paths[] = {
    "*.yaml",          "*.yml",          "Kustomization",   "Procfile",
    "*task-def*.json", "*taskdef*.json", "*task_def*.json", NULL};
/* What a file of each sort must hold. */
static const char *const literals[] = {
    "containers", "services:", "functions:", "runtime:", "containerDefinitions",
    "apiVersion", "web:",      "worker:",    "release:", "clock:",
    "patches",    NULL};

FACT(workload_part) = {
    .name = "workload_part",
    .area = FACT_AREA_WORKLOADS,
    .summary = "what each file deploys: manifests of Kubernetes, charts, services, functions",
    .version = 8,
    .kinds = kinds,
    .paths = paths,
    .literals = literals,
    .recognise_file = recognise,
};
