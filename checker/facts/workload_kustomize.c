#include "facts/workload_kustomize.h"

#include "document/build.h"
#include "document/yaml.h"
#include "facts/paths.h"

#include <string.h>

/* A patch is written by hand; what says more is no patch. */
enum { TOKENS_MAX = WORKLOAD_KUSTOMIZE_TOKENS_MAX, TOKEN_MAX = 256, OPERATIONS_MAX = 1000 };

const char workload_kustomize_container[] = "#";
const char workload_kustomize_init_container[] = "#init-";

struct reading {
    struct build build;
    struct document_problem problem;
    void (*found)(void *state, const struct workload_kustomize_patch *patch);
    void *state;
};

static const char *const names[] = {"kustomization.yaml", "kustomization.yml", "Kustomization",
                                    NULL};

bool workload_kustomize_is_name(const char *base)
{
    return string_is_one_of(base, names);
}

const char *workload_kustomize_in(struct arena *arena, const struct snapshot *snapshot,
                                  const char *folder)
{
    for (size_t i = 0; names[i]; i++) {
        const char *path = path_join(arena, folder, names[i]);
        if (snapshot_find(snapshot, path))
            return path;
    }
    return NULL;
}

/* A name is a pattern to Kustomize; most are nothing but a name. */
static const char *literal(const struct node *target, const char *key)
{
    const char *text = node_string(target, key);
    return text && text[0] != '\0' && !strpbrk(text, ".*+?()[]{}|^$\\") ? text : NULL;
}

/* Are the objects that a target chooses one? */
static bool is_one(const struct node *target)
{
    return literal(target, "kind") && literal(target, "name") &&
           !node_find(target, "labelSelector") && !node_find(target, "annotationSelector");
}

static struct position place_of(const struct node *node)
{
    return (struct position){node->line, node->column};
}

static struct node *text_node(struct reading *reading, const char *text, const struct node *at)
{
    return build_text(&reading->build, text_of(text), place_of(at));
}

/* The value of a key that is a mapping or a sequence, made where it is not there; NULL where
 * it is something else. */
static struct node *child_of(struct reading *reading, struct node *mapping, const char *key,
                             enum node_kind kind, const struct node *at)
{
    for (size_t i = 0; i < mapping->count; i++)
        if (strcmp(mapping->keys[i]->text, key) == 0)
            return mapping->items[i]->kind == kind ? mapping->items[i] : NULL;
    struct node *child = build_node(&reading->build, kind, place_of(at));
    return build_field(&reading->build, mapping, key, child) ? child : NULL;
}

static bool set(struct reading *reading, struct node *mapping, const char *key,
                const struct node *value)
{
    for (size_t i = 0; i < mapping->count; i++)
        if (strcmp(mapping->keys[i]->text, key) == 0) {
            mapping->items[i] = (struct node *)(uintptr_t)value;
            return true;
        }
    return build_field(&reading->build, mapping, key, (struct node *)(uintptr_t)value);
}

/* The container of that number: it has no image, so that it is a patch of one that has. */
static struct node *container_of(struct reading *reading, struct node *list, const char *prefix,
                                 const char *number, const struct node *at)
{
    const char *name = arena_printf(reading->build.arena, "%s%s", prefix, number);
    for (size_t i = 0; i < list->count; i++) {
        const char *known = node_string(list->items[i], "name");
        if (known && strcmp(known, name) == 0)
            return list->items[i];
    }
    struct node *container = build_node(&reading->build, NODE_MAPPING, place_of(at));
    if (!build_add(&reading->build, list, container) ||
        !build_field(&reading->build, container, "name", text_node(reading, name, at)))
        return NULL;
    return container;
}

/* RFC 6901, section 4: `~1` is a slash, `~0` a tilde. */
static void unescape(char *token)
{
    char *out = token;
    for (const char *at = token; *at != '\0'; at++) {
        if (at[0] == '~' && (at[1] == '0' || at[1] == '1')) {
            *out++ = at[1] == '1' ? '/' : '~';
            at++;
        } else {
            *out++ = *at;
        }
    }
    *out = '\0';
}

size_t workload_kustomize_tokens(struct arena *arena, const char *pointer,
                                 char *tokens[WORKLOAD_KUSTOMIZE_TOKENS_MAX])
{
    size_t count = 0;
    while (*pointer == '/' && count < TOKENS_MAX) {
        size_t size = strcspn(pointer + 1, "/");
        if (size == 0 || size > TOKEN_MAX)
            return 0;
        tokens[count] = arena_copy(arena, (struct text){pointer + 1, size});
        unescape(tokens[count++]);
        pointer += size + 1;
    }
    return *pointer == '\0' ? count : 0;
}

static bool is_number(const char *token)
{
    return strspn(token, "0123456789") == strlen(token);
}

/* What these tokens lead to, made where it is not there. */
static struct node *descend(struct reading *reading, struct node *at, char *const *tokens,
                            size_t count, const struct node *place)
{
    for (size_t i = 0; at && i < count; i++) {
        const bool is_init = strcmp(tokens[i], "initContainers") == 0;
        if ((!is_init && strcmp(tokens[i], "containers") != 0) || i + 1 == count ||
            !is_number(tokens[i + 1])) {
            at = child_of(reading, at, tokens[i], NODE_MAPPING, place);
            continue;
        }
        struct node *list = child_of(reading, at, tokens[i], NODE_SEQUENCE, place);
        const char *prefix =
            is_init ? workload_kustomize_init_container : workload_kustomize_container;
        at = list ? container_of(reading, list, prefix, tokens[++i], place) : NULL;
    }
    return at;
}

static void apply(struct reading *reading, struct node *object, const struct node *operation)
{
    char *tokens[TOKENS_MAX];
    const char *name = node_string(operation, "op"), *pointer = node_string(operation, "path");
    const struct node *value = node_find(operation, "value");
    if (!name || !pointer || !value || (strcmp(name, "add") != 0 && strcmp(name, "replace") != 0))
        return;
    size_t count = workload_kustomize_tokens(reading->build.arena, pointer, tokens);
    bool is_appended = count > 1 && strcmp(tokens[count - 1], "-") == 0;
    if (count == 0 || (!is_appended && is_number(tokens[count - 1])))
        return;
    size_t above = is_appended ? count - 2 : count - 1;
    struct node *parent = descend(reading, object, tokens, above, operation);
    if (!parent || parent->kind != NODE_MAPPING)
        return;
    if (!is_appended) {
        set(reading, parent, tokens[above], value);
        return;
    }
    struct node *list = child_of(reading, parent, tokens[above], NODE_SEQUENCE, operation);
    if (list)
        build_add(&reading->build, list, (struct node *)(uintptr_t)value);
}

/* An object of the target's kind and name that says nothing yet. */
static struct node *object_of(struct reading *reading, const char *kind, const char *name,
                              const struct node *at)
{
    struct node *object = build_node(&reading->build, NODE_MAPPING, place_of(at));
    struct node *metadata = build_node(&reading->build, NODE_MAPPING, place_of(at));
    if (!object || !metadata ||
        !build_field(&reading->build, object, "apiVersion", text_node(reading, "v1", at)) ||
        !build_field(&reading->build, object, "kind", text_node(reading, kind, at)) ||
        !build_field(&reading->build, object, "metadata", metadata) ||
        !build_field(&reading->build, metadata, "name", text_node(reading, name, at)))
        return NULL;
    return object;
}

/* A patch by a pattern or by labels has no one kind; its paths tell where the pods stand. */
static const char *kind_of_operations(const struct node *operations)
{
    for (size_t i = 0; i < operations->count; i++) {
        const char *path = node_string(operations->items[i], "path");
        if (path && string_starts_with(path, "/spec/jobTemplate"))
            return "CronJob";
        if (path && (string_starts_with(path, "/spec/containers") ||
                     string_starts_with(path, "/spec/initContainers")))
            return "Pod";
    }
    return "Deployment";
}

static void read_operations(struct reading *reading, const struct node *operations,
                            const struct node *target)
{
    const char *kind = literal(target, "kind"), *name = literal(target, "name");
    if (operations->count == 0)
        return;
    struct node *object = object_of(reading, kind ? kind : kind_of_operations(operations),
                                    name ? name : "*", operations->items[0]);
    if (!object)
        return;
    for (size_t i = 0; i < operations->count && i < OPERATIONS_MAX; i++)
        apply(reading, object, operations->items[i]);
    reading->found(reading->state, &(struct workload_kustomize_patch){.at = operations,
                                                                      .target = target,
                                                                      .object = object,
                                                                      .operations = operations,
                                                                      .is_of_one = is_one(target)});
}

/* The target holds over what the patch calls itself. */
static void read_merge(struct reading *reading, const struct node *patch, const struct node *target)
{
    struct workload_kustomize_patch found = {.at = patch, .target = target, .object = patch};
    if (target) {
        const char *kind = literal(target, "kind"), *name = literal(target, "name");
        const char *own = node_string(patch, "kind");
        const struct node *spec = node_find(patch, "spec");
        const char *shape = kind ? kind : own ? own : "Deployment";
        struct node *object = spec ? object_of(reading, shape, name ? name : "*", patch) : NULL;
        if (!object || !set(reading, object, "spec", spec))
            return;
        found.object = object;
        found.is_of_one = is_one(target);
    } else {
        found.is_of_one = true;
    }
    reading->found(reading->state, &found);
}

/* A block begins on the line behind its mark. */
static void move_down(struct node *node, uint32_t lines)
{
    node->line += lines;
    node->end_line += lines;
    for (size_t i = 0; i < node->count; i++) {
        move_down(node->items[i], lines);
        if (node->kind == NODE_MAPPING)
            node->keys[i]->line += lines;
    }
}

static void read_text(struct reading *reading, const struct node *text, const struct node *target)
{
    struct document document;
    struct document_problem problem;
    if (!yaml_parse(reading->build.arena, (struct text){text->text, text->size}, &document,
                    &problem))
        return;
    for (size_t i = 0; i < document.count; i++) {
        struct node *root = document.roots[i];
        move_down(root, text->block ? text->line : text->line - 1);
        if (root->kind == NODE_SEQUENCE)
            read_operations(reading, root, target);
        else if (root->kind == NODE_MAPPING)
            read_merge(reading, root, target);
    }
}

static void read_file(struct reading *reading, const struct node *file, const struct node *target)
{
    reading->found(reading->state, &(struct workload_kustomize_patch){
                                       .at = file, .target = target, .file = file->text});
}

static bool is_text(const struct node *node)
{
    return node_is_scalar(node) && node->kind == NODE_TEXT && node->size > 0;
}

void workload_kustomize_patches(struct arena *arena, const struct node *root,
                                void (*found)(void *state,
                                              const struct workload_kustomize_patch *patch),
                                void *state)
{
    static const char *const targeted[] = {"patches", "patchesJson6902"};
    struct reading reading = {
        .build = {.arena = arena, .problem = NULL}, .found = found, .state = state};
    reading.build.problem = &reading.problem;
    for (size_t k = 0; k < sizeof(targeted) / sizeof(*targeted); k++) {
        const struct node *list = node_find(root, targeted[k]);
        for (size_t i = 0; list && list->kind == NODE_SEQUENCE && i < list->count; i++) {
            const struct node *target = node_find(list->items[i], "target");
            const struct node *patch = node_find(list->items[i], "patch");
            const struct node *path = node_find(list->items[i], "path");
            if (is_text(patch) && strchr(patch->text, ':'))
                read_text(&reading, patch, target);
            else if (is_text(path))
                read_file(&reading, path, target);
            else if (patch && patch->kind == NODE_SEQUENCE)
                read_operations(&reading, patch, target);
        }
    }
    const struct node *merges = node_find(root, "patchesStrategicMerge");
    for (size_t i = 0; merges && merges->kind == NODE_SEQUENCE && i < merges->count; i++) {
        const struct node *merge = merges->items[i];
        if (is_text(merge) && strchr(merge->text, ':'))
            read_text(&reading, merge, NULL);
        else if (is_text(merge))
            read_file(&reading, merge, NULL);
        else if (merge->kind == NODE_MAPPING)
            read_merge(&reading, merge, NULL);
    }
}

void workload_kustomize_operations(struct arena *arena, const struct node *operations,
                                   void (*found)(void *state,
                                                 const struct workload_kustomize_patch *patch),
                                   void *state)
{
    struct reading reading = {
        .build = {.arena = arena, .problem = NULL}, .found = found, .state = state};
    reading.build.problem = &reading.problem;
    read_operations(&reading, operations, NULL);
}

bool workload_kustomize_is_applied(struct arena *arena, const struct node *operations, size_t index)
{
    char *tokens[TOKENS_MAX];
    const struct node *operation = operations->items[index];
    const char *name = node_string(operation, "op"), *pointer = node_string(operation, "path");
    size_t count = pointer ? workload_kustomize_tokens(arena, pointer, tokens) : 0;
    return index < OPERATIONS_MAX && name && count > 0 && !is_number(tokens[count - 1]) &&
           (strcmp(name, "add") == 0 || strcmp(name, "replace") == 0);
}

struct finding_one {
    void (*found)(void *state, const struct node *object);
    void *state;
};

static void find_one(void *state, const struct workload_kustomize_patch *patch)
{
    const struct finding_one *finding = state;
    if (patch->object && patch->is_of_one)
        finding->found(finding->state, patch->object);
}

void workload_kustomize_each(struct arena *arena, const struct node *root,
                             void (*found)(void *state, const struct node *object), void *state)
{
    struct finding_one finding = {found, state};
    workload_kustomize_patches(arena, root, find_one, &finding);
}
