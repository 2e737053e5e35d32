/* kustomize_patch - patches of Kustomize that workload_part does not read as objects: by
 * patterns and labels, operations in files, what is taken away, patches of Flux and Argo CD.
 * What they change is told setting by setting; workload_touch.h applies it. */
#include "base/table.h"
#include "facts/kubernetes.h"
#include "facts/kustomize_patch_kinds.h"
#include "facts/kustomize_touch.h"
#include "facts/paths.h"
#include "facts/workload_cells.h"
#include "facts/workload_kustomize.h"
#include "facts/workload_patch.h"

#include <string.h>

/* One file while it is read. */
struct reading {
    struct fact_writer *writer;
    struct fact_file *file;
    const char *folder; /* of Flux or Argo CD; NULL: a kustomization's own */
};

/* One patch while its paths are gone through. */
struct patching {
    const struct reading *reading;
    const struct workload_kustomize_patch *patch;
    uint32_t line, column;
    const char *kind, *name; /* what a merge without a target calls itself */
    bool is_known;           /* what is said stands in the patch's object */
    bool is_removed;
    bool is_replaced; /* what stood there before is gone, and what is not said is the default */
    struct table settings; /* those that are told -> their cells */
};

static const struct node empty = {.kind = NODE_MAPPING};

static struct value copied(const struct patching *patching, const char *text)
{
    return fact_text(patching->reading->writer, text);
}

static struct value *add_row(const struct patching *patching)
{
    const struct reading *reading = patching->reading;
    const struct node *target = patching->patch->target;
    struct value *cells =
        fact_add(reading->writer, &kustomize_patch_kind, NULL, patching->line, patching->column)
            ->cells;
    cells[KUSTOMIZE_PATCH_FOLDER] = copied(patching, reading->folder);
    cells[KUSTOMIZE_PATCH_TARGET_KIND] =
        copied(patching, target ? node_string(target, "kind") : patching->kind);
    cells[KUSTOMIZE_PATCH_TARGET_NAME] =
        copied(patching, target ? node_string(target, "name") : patching->name);
    cells[KUSTOMIZE_PATCH_TARGET_LABELS] = copied(patching, node_string(target, "labelSelector"));
    cells[KUSTOMIZE_PATCH_TARGET_ANNOTATIONS] =
        copied(patching, node_string(target, "annotationSelector"));
    cells[KUSTOMIZE_PATCH_REMOVED] = value_boolean(false);
    return cells;
}

static const struct node *container_named(const struct node *pod_spec, const char *name)
{
    static const char *const lists[] = {"containers", "initContainers"};
    for (size_t k = 0; name && k < 2; k++) {
        const struct node *list = node_find(pod_spec, lists[k]);
        for (size_t i = 0; list && list->kind == NODE_SEQUENCE && i < list->count; i++) {
            const char *own = node_string(list->items[i], "name");
            if (own && strcmp(own, name) == 0)
                return list->items[i];
        }
    }
    return &empty;
}

/* Does nothing but the container's own security context say it? Then one that is replaced says
 * it in full. */
static bool is_of_container(const struct kustomize_touch *touch)
{
    static const size_t own[] = {CONTAINER_PRIVILEGED, CONTAINER_ESCALATION, CONTAINER_DROPS_ALL,
                                 CONTAINER_READ_ONLY_ROOT, CONTAINER_ADDS};
    for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++)
        if (touch->is_container && touch->is_below && touch->cell == own[i])
            return true;
    return false;
}

/* What the patch's object says of the cell, as text; NULL: nothing that is known. */
static const char *said(const struct patching *patching, const struct kustomize_touch *touch)
{
    struct arena *arena = fact_arena(patching->reading->writer);
    const struct node *spec = kubernetes_pod_spec(patching->patch->object);
    struct value cells[CONTAINER_FIELD_COUNT + WORKLOAD_FIELD_COUNT];
    memset(cells, 0, sizeof(cells));
    if (touch->is_container) {
        container_write_settings(arena, spec ? spec : &empty,
                                 container_named(spec, touch->container), cells);
        if (!patching->is_replaced || !is_of_container(touch))
            container_patch_open(arena, cells);
    } else {
        workload_write_pods(arena, patching->patch->object, spec ? spec : &empty, cells);
    }
    const struct value *cell = &cells[touch->cell];
    if (cell->kind == VALUE_TEXT)
        return cell->text;
    if (cell->kind == VALUE_INTEGER)
        return arena_printf(arena, "%lld", (long long)cell->integer);
    if (cell->kind == VALUE_LIST && touch->cell == CONTAINER_ADDS && cell->list->count == 0)
        return "";
    /* Of the rights only what is asked is told for certain, as container_patch_open() has it. */
    if (cell->kind == VALUE_BOOLEAN && touch->is_container)
        return cell->boolean ? "true" : "false";
    return NULL;
}

/* The names of cells that no patch can tell alone. */
static bool is_alone(const struct kustomize_touch *touch)
{
    static const size_t joined[] = {
        CONTAINER_IMAGE,           CONTAINER_TAG,  CONTAINER_DIGEST,     CONTAINER_IMAGE_BASE,
        CONTAINER_LIVENESS_COPIES, CONTAINER_ROOT, CONTAINER_PRIVILEGED, CONTAINER_WINDOWS,
        CONTAINER_GRACE_SECONDS};
    for (size_t i = 0; touch->is_container && i < sizeof(joined) / sizeof(*joined); i++)
        if (touch->cell == joined[i])
            return false;
    return touch->is_container || touch->cell == WORKLOAD_REPLICAS ||
           touch->cell == WORKLOAD_STRATEGY || touch->cell == WORKLOAD_MAX_UNAVAILABLE;
}

static bool is_told(const struct patching *patching, const struct kustomize_touch *touch)
{
    return is_alone(touch) || (patching->is_replaced && is_of_container(touch));
}

/* Two that change one setting leave it open: what the later one finds is not looked at. */
static void tell(void *state, const struct kustomize_touch *touch)
{
    struct patching *patching = state;
    const struct fact_field *fields =
        touch->is_container ? container_part_kind.fields : workload_part_kind.fields;
    struct arena *arena = fact_arena(patching->reading->writer);
    const char *key = arena_printf(arena, "%s\n%s", touch->container ? touch->container : "",
                                   fields[touch->cell].name);
    const char *value =
        patching->is_known && is_told(patching, touch) ? said(patching, touch) : NULL;
    struct value *cells = table_find(&patching->settings, key);
    if (cells) {
        bool agrees = value && cells[KUSTOMIZE_PATCH_VALUE].kind == VALUE_TEXT &&
                      strcmp(cells[KUSTOMIZE_PATCH_VALUE].text, value) == 0;
        if (!agrees)
            cells[KUSTOMIZE_PATCH_VALUE] = (struct value){0};
        cells[KUSTOMIZE_PATCH_REMOVED] = value_boolean(cells[KUSTOMIZE_PATCH_REMOVED].boolean &&
                                                       patching->is_removed && touch->is_whole);
        return;
    }
    cells = add_row(patching);
    cells[KUSTOMIZE_PATCH_CONTAINER] = copied(patching, touch->container);
    cells[KUSTOMIZE_PATCH_SETTING] = value_text(fields[touch->cell].name);
    cells[KUSTOMIZE_PATCH_VALUE] = copied(patching, value);
    cells[KUSTOMIZE_PATCH_REMOVED] = value_boolean(patching->is_removed && touch->is_whole);
    table_set(&patching->settings, key, cells);
}

/* What is applied is a patch of one object that workload_part writes, but where the object has
 * no pods. */
static bool is_read_elsewhere(const struct patching *patching)
{
    return !patching->reading->folder && patching->patch->is_of_one &&
           kubernetes_pod_spec(patching->patch->object);
}

static void read_operations(struct patching *patching)
{
    const struct node *operations = patching->patch->operations;
    struct arena *arena = patching->reading->file->arena;
    for (size_t i = 0; i < operations->count; i++) {
        const struct node *operation = operations->items[i];
        const char *name = node_string(operation, "op");
        const char *from = node_string(operation, "from");
        const char *pointers[] = {node_string(operation, "path"),
                                  name && strcmp(name, "move") == 0 ? from : NULL};
        patching->is_known = workload_kustomize_is_applied(arena, operations, i);
        patching->is_removed = name && strcmp(name, "remove") == 0;
        patching->is_replaced = patching->is_known;
        if (!name || strcmp(name, "test") == 0 ||
            (patching->is_known && is_read_elsewhere(patching)))
            continue;
        patching->line = operation->line;
        patching->column = operation->column;
        for (size_t k = 0; k < 2; k++) {
            char *tokens[WORKLOAD_KUSTOMIZE_TOKENS_MAX];
            size_t count = pointers[k] ? workload_kustomize_tokens(arena, pointers[k], tokens) : 0;
            if (count > 0)
                kustomize_touch_each(arena, tokens, count, tell, patching);
        }
    }
}

/* A value that is null, and a mapping that says $patch: delete, take away what is there. */
static bool takes_away(const struct node *node)
{
    const char *directive = node_string(node, "$patch");
    return node->kind == NODE_NULL || (directive && strcmp(directive, "delete") == 0);
}

static void read_merge(struct patching *patching, const struct node *node, char **tokens,
                       size_t depth)
{
    const char *directive = node_string(node, "$patch");
    bool is_removed = depth > 0 && takes_away(node);
    bool is_leaf = is_removed || node->count == 0 || node_is_scalar(node) ||
                   depth == WORKLOAD_KUSTOMIZE_TOKENS_MAX ||
                   (directive && strcmp(directive, "replace") == 0);
    const char *last = depth > 0 ? tokens[depth - 1] : "";
    bool is_list = node->kind == NODE_SEQUENCE;
    bool is_containers = is_list && string_ends_with(last, "ontainers");
    if (is_leaf || (is_list && !is_containers)) {
        patching->is_known = !is_removed && !directive;
        patching->is_removed = is_removed;
        if (depth > 0 && !(is_read_elsewhere(patching) && patching->is_known))
            kustomize_touch_each(patching->reading->file->arena, tokens, depth, tell, patching);
        return;
    }
    for (size_t i = 0; i < node->count; i++) {
        const char *own = is_list ? node_string(node->items[i], "name") : NULL;
        if (is_list && !own)
            continue;
        tokens[depth] = (char *)(uintptr_t)(is_list ? own : node->keys[i]->text);
        patching->line = node->items[i]->line;
        patching->column = node->items[i]->column;
        read_merge(patching, node->items[i], tokens, depth + 1);
    }
}

static void read_patch(void *state, const struct workload_kustomize_patch *patch)
{
    const struct reading *reading = state;
    struct patching patching = {
        .reading = reading, .patch = patch, .line = patch->at->line, .column = patch->at->column};
    table_init(&patching.settings, reading->file->arena);
    if (patch->file) {
        struct value *cells = add_row(&patching);
        cells[KUSTOMIZE_PATCH_FILE] = copied(&patching, patch->file);
        return;
    }
    if (patch->operations) {
        read_operations(&patching);
        return;
    }
    char *tokens[WORKLOAD_KUSTOMIZE_TOKENS_MAX];
    if (!patch->target) {
        patching.kind = node_string(patch->object, "kind");
        patching.name = node_string(node_find(patch->object, "metadata"), "name");
    }
    read_merge(&patching, patch->object, tokens, 0);
}

static void add_source(const struct reading *reading, const struct node *entry, bool is_component)
{
    if (!node_is_scalar(entry) || !entry->text || entry->size == 0 || strstr(entry->text, "://"))
        return;
    struct value *cells =
        fact_add(reading->writer, &kustomize_source_kind, NULL, entry->line, entry->column)->cells;
    cells[KUSTOMIZE_SOURCE_ENTRY] = fact_text(reading->writer, entry->text);
    cells[KUSTOMIZE_SOURCE_COMPONENT] = value_boolean(is_component);
}

static void read_kustomization(const struct reading *reading, const struct node *root)
{
    static const char *const lists[] = {"resources", "bases", "components",
                                        "patchesStrategicMerge"};
    const char *kind = node_string(root, "kind");
    bool is_component = kind && strcmp(kind, "Component") == 0;
    for (size_t k = 0; k < sizeof(lists) / sizeof(*lists); k++) {
        const struct node *list = node_find(root, lists[k]);
        for (size_t i = 0; list && list->kind == NODE_SEQUENCE && i < list->count; i++)
            if (!node_is_scalar(list->items[i]) || !strchr(list->items[i]->text, '\n'))
                add_source(reading, list->items[i], is_component);
    }
    const struct node *patches = node_find(root, "patches");
    for (size_t i = 0; patches && patches->kind == NODE_SEQUENCE && i < patches->count; i++)
        add_source(reading, node_find(patches->items[i], "path"), is_component);
    workload_kustomize_patches(reading->file->arena, root, read_patch, (void *)(uintptr_t)reading);
}

/* https://fluxcd.io/flux/components/kustomize/kustomizations/#patches,
 * https://argo-cd.readthedocs.io/en/stable/user-guide/kustomize/#patches */
static bool read_gitops(struct reading *reading, const struct node *object)
{
    const char *version = node_string(object, "apiVersion"), *kind = node_string(object, "kind");
    const struct node *spec = node_find(object, "spec"), *patched = NULL;
    const char *path = NULL;
    if (!version || !kind)
        return false;
    if (string_starts_with(version, "kustomize.toolkit.fluxcd.io/")) {
        path = node_string(spec, "path");
        patched = spec;
    } else if (string_starts_with(version, "argoproj.io/") && strcmp(kind, "Application") == 0) {
        path = node_string(node_find(spec, "source"), "path");
        patched = node_find(node_find(spec, "source"), "kustomize");
    } else {
        return false;
    }
    reading->folder = path ? path : ".";
    if (patched)
        workload_kustomize_patches(reading->file->arena, patched, read_patch, reading);
    reading->folder = NULL;
    return true;
}

/* A file that is a patch: a workload that says nothing of pods. */
static void read_merge_file(const struct reading *reading, const struct node *object)
{
    static const char *const kinds[] = {
        "Deployment", "StatefulSet", "ReplicaSet", "DeploymentConfig",
        "Rollout",    "DaemonSet",   NULL};
    const char *kind = node_string(object, "kind");
    const struct node *spec = node_find(object, "spec");
    if (kind && string_is_one_of(kind, kinds) && spec && !kubernetes_pod_spec(object))
        read_patch(
            (void *)(uintptr_t)reading,
            &(struct workload_kustomize_patch){.at = object, .object = object, .is_of_one = true});
}

static void add_labels(const struct reading *reading, const struct node *object)
{
    struct arena *arena = fact_arena(reading->writer);
    const struct node *metadata = node_find(object, "metadata");
    const char *name = node_string(metadata, "name");
    const struct node *labels = node_find(metadata, "labels");
    const struct node *annotations = node_find(metadata, "annotations");
    if (!name || (!labels && !annotations) || !kubernetes_pod_spec(object))
        return;
    struct value *cells =
        fact_add(reading->writer, &manifest_label_kind, NULL, object->line, object->column)->cells;
    cells[MANIFEST_LABEL_KIND] = fact_text(reading->writer, node_string(object, "kind"));
    cells[MANIFEST_LABEL_NAME] = fact_text(reading->writer, name);
    cells[MANIFEST_LABEL_LABELS] = cell_of_labels(arena, labels);
    cells[MANIFEST_LABEL_ANNOTATIONS] = cell_of_labels(arena, annotations);
}

static void read_object(struct reading *reading, const struct node *object)
{
    if (kubernetes_is_list(object)) {
        const struct node *items = node_find(object, "items");
        for (size_t i = 0; items->kind == NODE_SEQUENCE && i < items->count; i++)
            if (!kubernetes_is_list(items->items[i]))
                read_object(reading, items->items[i]);
        return;
    }
    if (read_gitops(reading, object))
        return;
    read_merge_file(reading, object);
    add_labels(reading, object);
}

static bool is_operation(const struct node *node)
{
    const char *path = node_string(node, "path");
    return node_string(node, "op") && path && path[0] == '/';
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    struct reading reading = {.writer = writer, .file = file};
    const struct document_problem *problem = NULL;
    const struct document *document = NULL;
    enum unknown_class class = UNKNOWN_UNREADABLE;
    const char *reason = fact_file_unreadable(file, &class);
    if (!reason)
        document = string_ends_with(file->path, ".json") ? fact_file_json(file, false, &problem)
                                                         : fact_file_yaml(file, &problem);
    if (!document) {
        bool is_template = !reason && fact_file_is_template(file);
        fact_add_gap(writer, &kustomize_patch_kind, NULL,
                     is_template ? UNKNOWN_UNOBSERVABLE : class,
                     reason        ? reason
                     : is_template ? "a template that is not rendered"
                                   : "its patches cannot be read");
    }
    for (size_t i = 0; document && i < document->count; i++) {
        const struct node *root = document->roots[i];
        if (root->kind == NODE_SEQUENCE && root->count > 0 && is_operation(root->items[0]))
            workload_kustomize_operations(file->arena, root, read_patch, &reading);
        else if (workload_kustomize_is_name(path_base(file->path)))
            read_kustomization(&reading, root);
        else
            read_object(&reading, root);
    }
}

static const struct fact_kind *const kinds[] = {&kustomize_patch_kind, &kustomize_source_kind,
                                                &manifest_label_kind, NULL};
static const char *const paths[] = {"*.yaml", "*.yml", "*.json", "Kustomization", NULL};
static const char *const literals[] = {"containers", "replicas",        "op:",    "\"op\"",
                                       "patches",    "resources:",      "bases:", "components:",
                                       "strategy:",  "updateStrategy:", NULL};

FACT(kustomize_patch) = {
    .name = "kustomize_patch",
    .area = FACT_AREA_WORKLOADS,
    .summary = "what patches of Kustomize, Flux and Argo CD change by patterns, by labels and in"
               " files of operations",
    .version = 3,
    .kinds = kinds,
    .paths = paths,
    .literals = literals,
    .recognise_file = recognise,
    .judges_lost_content = true,
};
