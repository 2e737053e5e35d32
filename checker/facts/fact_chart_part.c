/* chart_part - the values of charts of Helm that are settings of pods and containers by their
 * place, and what the templates read. */
#include "base/table.h"
#include "document/dockerfile.h"
#include "facts/chart_kinds.h"
#include "facts/paths.h"
#include "facts/workload_cells.h"
#include "facts/workload_chart.h"

#include <string.h>

/* https://helm.sh/docs/chart_best_practices/values/ asks for flat ones. */
enum { DEPTH_MAX = 8 };

/* Bytes of an action that are looked at: one has a line or two. */
enum { ACTION_MAX = 4096 };

/* One file of values while it is read. */
struct reading {
    struct fact_writer *writer;
    struct arena *arena;
    const char *chart;
    bool test, vendored;
};

/* A mapping of values, and what stands above it. */
struct level {
    const struct node *mapping;
    const char *key; /* NULL: the root */
    bool enabled, test;
    size_t depth;
};

static struct value *add_value(const struct reading *reading, const struct level *level,
                               const struct node *node, const char *name, const char *setting,
                               struct value value)
{
    struct value *cells =
        fact_add(reading->writer, &chart_value_part_kind, NULL, node->line, node->column)->cells;
    cells[CHART_VALUE_CHART] = value_text(reading->chart);
    cells[CHART_VALUE_KEY] =
        value_text(level->key ? arena_printf(reading->arena, "%s.%s", level->key, name)
                              : arena_strdup(reading->arena, name));
    cells[CHART_VALUE_SETTING] = value_text(setting);
    cells[CHART_VALUE_VALUE] = value;
    cells[CHART_VALUE_ENABLED] = value_boolean(level->enabled);
    cells[CHART_VALUE_TEST] = value_boolean(reading->test || level->test);
    cells[CHART_VALUE_VENDORED] = value_boolean(reading->vendored);
    return cells;
}

static void add(const struct reading *reading, const struct level *level, const struct node *node,
                const char *name, const char *setting)
{
    if (node_is_scalar(node) && node->kind != NODE_NULL && node->size > 0)
        add_value(reading, level, node, name, setting, cell_of_text(reading->arena, node->text));
}

static void add_capabilities(const struct reading *reading, const struct level *level)
{
    const struct node *list = node_find(node_find(level->mapping, "capabilities"), "add");
    if (!list || list->kind != NODE_SEQUENCE)
        return;
    for (size_t i = 0; i < list->count; i++) {
        struct node item = *list->items[i];
        if (!node_is_scalar(&item) || !item.text)
            continue;
        item.text = capability_name(reading->arena, item.text);
        add(reading, level, &item, "capabilities.add", "capability");
    }
}

static void read_context(const struct reading *reading, const struct level *level)
{
    static const struct {
        const char *name, *setting;
    } asked[] = {{"privileged", "privileged"},
                 {"allowPrivilegeEscalation", "escalation"},
                 {"runAsNonRoot", "non_root"},
                 {"runAsUser", "user"}};
    for (size_t i = 0; i < sizeof(asked) / sizeof(*asked); i++)
        add(reading, level, node_find(level->mapping, asked[i].name), asked[i].name,
            asked[i].setting);
    add_capabilities(reading, level);
}

static void read_pod(const struct reading *reading, const struct level *level)
{
    static const struct {
        const char *name, *setting;
    } asked[] = {{"hostNetwork", "host_network"}, {"hostPID", "host_pid"}, {"hostIPC", "host_ipc"}};
    for (size_t i = 0; i < sizeof(asked) / sizeof(*asked); i++)
        add(reading, level, node_find(level->mapping, asked[i].name), asked[i].name,
            asked[i].setting);
}

/* A digest holds it, whatever its tag; a tag that is left empty is the chart's appVersion. */
static void read_image(const struct reading *reading, const struct level *level)
{
    const char *digest = node_string(level->mapping, "digest");
    const char *tag = node_string(level->mapping, "tag");
    const bool names_image = node_find(level->mapping, "repository") ||
                             node_find(level->mapping, "name") ||
                             node_find(level->mapping, "registry");
    if (names_image && tag && !(digest && digest[0] != '\0') && !strstr(tag, "@sha256:"))
        add(reading, level, node_find(level->mapping, "tag"), "tag", "tag");
}

/* `image: acme/web:latest` */
static void read_reference(const struct reading *reading, const struct level *level)
{
    const struct node *image = node_find(level->mapping, "image");
    if (!node_is_scalar(image) || !image->text || text_is_open(image->text))
        return;
    struct image_reference reference = image_reference_parse(reading->arena, image->text);
    struct node tag = *image;
    if (!reference.tag || reference.digest)
        return;
    tag.text = reference.tag;
    tag.size = strlen(reference.tag);
    add(reading, level, &tag, "image", "tag");
}

/* What stands under `resources` may be something else: a list of them, names of charts. */
static bool is_resources(const struct node *node)
{
    static const char *const names[] = {"requests", "limits", "claims", NULL};
    if (node->kind != NODE_MAPPING)
        return false;
    for (size_t i = 0; i < node->count; i++)
        if (!string_is_one_of(node->keys[i]->text, names))
            return false;
    return true;
}

/* Kubernetes takes a limit for the request that is not there. */
static void read_resources(const struct reading *reading, const struct level *level)
{
    static const struct {
        const char *name, *request, *limit;
    } asked[] = {{"cpu", "cpu_request", "cpu_limit"}, {"memory", "memory_request", "memory_limit"}};
    const struct node *resources = node_find(level->mapping, "resources");
    if (!resources || !is_resources(resources))
        return;
    const struct node *requests = node_find(resources, "requests");
    const struct node *limits = node_find(resources, "limits");
    bool says = (requests && requests->count > 0) || (limits && limits->count > 0);
    add_value(reading, level, resources, "resources", "resources",
              value_text(says ? "true" : "false"));
    if (!says)
        return;
    for (size_t i = 0; i < sizeof(asked) / sizeof(*asked); i++) {
        const char *name = asked[i].name;
        const struct node *request = node_find(requests, name);
        const struct node *limit = node_find(limits, name);
        struct value limited = cell_of_scalar(reading->arena, limit);
        struct value requested = cell_of_scalar(reading->arena, request);
        add_value(reading, level, request ? request : resources,
                  arena_printf(reading->arena, "resources.requests.%s", name), asked[i].request,
                  requested.kind == VALUE_ABSENT ? limited : requested);
        add_value(reading, level, limit ? limit : resources,
                  arena_printf(reading->arena, "resources.limits.%s", name), asked[i].limit,
                  limited);
    }
}

static bool is_switched_off(const struct node *mapping)
{
    bool enabled = true;
    return node_boolean(node_find(mapping, "enabled"), &enabled) && !enabled;
}

static void read_probes(const struct reading *reading, const struct level *level)
{
    static const struct {
        const char *name, *setting;
    } asked[] = {{"readinessProbe", "readiness_probe"}, {"livenessProbe", "liveness_probe"}};
    for (size_t i = 0; i < sizeof(asked) / sizeof(*asked); i++) {
        const struct node *probe = node_find(level->mapping, asked[i].name);
        if (probe && probe->kind == NODE_MAPPING)
            add_value(reading, level, probe, asked[i].name, asked[i].setting,
                      value_text(probe->count > 0 && !is_switched_off(probe) ? "true" : "false"));
    }
}

static void add_replicas(const struct reading *reading, const struct level *level,
                         const struct node *node, const char *name)
{
    int64_t count = 0;
    if (!node_integer(node, &count))
        return;
    add_value(reading, level, node, name, "replicas",
              value_text(arena_strdup(reading->arena, node->text)))[CHART_VALUE_NUMBER] =
        value_integer(count);
}

/* What an autoscaler keeps holds over what stands beside it. */
static void read_replicas(const struct reading *reading, const struct level *level)
{
    static const char *const names[] = {"replicaCount", "replicas", NULL};
    const struct node *scaler = node_find(level->mapping, "autoscaling");
    bool is_scaled = false;
    if (node_boolean(node_find(scaler, "enabled"), &is_scaled) && is_scaled) {
        add_replicas(reading, level, node_find(scaler, "minReplicas"), "autoscaling.minReplicas");
        return;
    }
    for (size_t i = 0; names[i]; i++)
        add_replicas(reading, level, node_find(level->mapping, names[i]), names[i]);
}

static void read_level(const struct reading *reading, const struct level *level)
{
    static const char *const contexts[] = {"securityContext", "containerSecurityContext",
                                           "podSecurityContext", NULL};
    const struct node *mapping = level->mapping;
    read_pod(reading, level);
    read_reference(reading, level);
    read_resources(reading, level);
    read_probes(reading, level);
    read_replicas(reading, level);
    for (size_t i = 0; i < mapping->count && level->depth < DEPTH_MAX; i++) {
        const char *name = mapping->keys[i]->text;
        if (mapping->items[i]->kind != NODE_MAPPING || strchr(name, '.') ||
            (level->key && strlen(level->key) >= CHART_KEY_BYTES))
            continue;
        const struct level inner = {
            .mapping = mapping->items[i],
            .key = level->key ? arena_printf(reading->arena, "%s.%s", level->key, name)
                              : arena_strdup(reading->arena, name),
            .enabled = level->enabled && !is_switched_off(mapping->items[i]),
            /* https://helm.sh/docs/topics/chart_tests/ */
            .test = level->test || strcmp(name, "test") == 0 || strcmp(name, "tests") == 0,
            .depth = level->depth + 1,
        };
        if (string_is_one_of(name, contexts))
            read_context(reading, &inner);
        else if (strcmp(name, "image") == 0 || string_ends_with(name, "Image"))
            read_image(reading, &inner);
        read_level(reading, &inner);
    }
}

static void read_values(struct fact_writer *writer, struct fact_file *file, const char *chart)
{
    const struct reading reading = {
        .writer = writer,
        .arena = fact_arena(writer),
        .chart = chart,
        .test = path_is_test(file->path),
        .vendored = snapshot_is_vendored(file->snapshot, file->path),
    };
    enum unknown_class class = UNKNOWN_UNREADABLE;
    const char *reason = fact_file_unreadable(file, &class);
    const struct document_problem *problem = NULL;
    const struct document *document = reason ? NULL : fact_file_yaml(file, &problem);
    if (!document) {
        bool is_template = !reason && fact_file_is_template(file);
        struct value *cells = fact_add_gap(writer, &chart_value_part_kind, NULL,
                                           is_template ? UNKNOWN_UNOBSERVABLE : class,
                                           reason        ? reason
                                           : is_template ? "a template that is not rendered"
                                                         : "it is no YAML")
                                  ->cells;
        cells[CHART_VALUE_CHART] = value_text(chart);
        cells[CHART_VALUE_TEST] = value_boolean(reading.test);
        cells[CHART_VALUE_VENDORED] = value_boolean(reading.vendored);
        return;
    }
    if (document->count > 0 && document->roots[0]->kind == NODE_MAPPING)
        read_level(&reading, &(struct level){.mapping = document->roots[0], .enabled = true});
}

static struct value names_of(struct arena *arena, const struct table *keys)
{
    const char **names = ARENA_ARRAY(arena, const char *, keys->count + 1);
    for (size_t i = 0; i < keys->count; i++)
        names[i] = keys->entries[i].key;
    return value_texts(arena, names, keys->count);
}

static void add_keys(struct fact_writer *writer, const char *chart, const struct table *keys,
                     const struct table *replaced)
{
    if (keys->count == 0)
        return;
    struct value *cells = fact_add(writer, &chart_reading_kind, NULL, 1, 1)->cells;
    cells[CHART_READING_CHART] = value_text(chart);
    cells[CHART_READING_KEYS] = names_of(fact_arena(writer), keys);
    cells[CHART_READING_REPLACED] = names_of(fact_arena(writer), replaced);
}

static size_t key_size(struct text text)
{
    size_t size = 0;
    while (size < text.size) {
        char c = text.bytes[size];
        bool is_part = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       c == '_' || c == '.';
        if (!is_part)
            break;
        size++;
    }
    while (size > 0 && text.bytes[size - 1] == '.')
        size--;
    return size;
}

/* Of the others nobody asks. */
static bool is_replaceable(const char *key)
{
    return string_ends_with(key, "Probe") || string_ends_with(key, "resources");
}

static bool is_letter_or_dot(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.';
}

/* The action of a template that is read: what stands between `{{` and `}}`. */
struct action {
    size_t seen;                 /* up to here braces were looked for */
    size_t start;                /* behind the braces; SIZE_MAX: outside of one */
    bool is_judged, is_replaced; /* once an action, however many values it names */
};

/* `{{ with .Values.web.probe | default .Values.probe }}`: does it take something else for what
 * is empty? https://helm.sh/docs/chart_template_guide/function_list/ */
static bool has_replacement(struct text action)
{
    static const char *const names[] = {"default", "coalesce",       "or", "ternary",
                                        "merge",   "mergeOverwrite", NULL};
    for (size_t at = 0; at < action.size;) {
        size_t size = 0;
        while (at + size < action.size && is_letter_or_dot(action.bytes[at + size]))
            size++;
        for (size_t i = 0; size > 0 && names[i]; i++)
            if (text_equals((struct text){action.bytes + at, size}, names[i]))
                return true;
        at += size > 0 ? size : 1;
    }
    return false;
}

/* Of the action around `at`, which comes behind those that were asked before. */
static bool is_replaced(struct action *action, struct text text, size_t at)
{
    for (; action->seen + 2 <= at; action->seen++) {
        const char *braces = text.bytes + action->seen;
        if (memcmp(braces, "{{", 2) == 0)
            *action = (struct action){.seen = action->seen, .start = action->seen + 2};
        else if (memcmp(braces, "}}", 2) == 0)
            action->start = SIZE_MAX;
    }
    if (action->start == SIZE_MAX)
        return false;
    if (!action->is_judged) {
        size_t rest = text.size - action->start;
        struct text inner = {text.bytes + action->start, rest < ACTION_MAX ? rest : ACTION_MAX};
        size_t end = text_find(inner, "}}");
        action->is_judged = true;
        action->is_replaced = end != SIZE_MAX && has_replacement((struct text){inner.bytes, end});
    }
    return action->is_replaced;
}

/* {{ .Values.image.tag }}, {{ with $.Values.web }}; what is read by `index` is not looked for. */
static void read_template(struct fact_writer *writer, const struct fact_file *file,
                          const char *chart)
{
    static const char mark[] = ".Values.";
    struct arena *arena = fact_arena(writer);
    const struct text text = file->content.text;
    struct action action = {.start = SIZE_MAX};
    struct table keys, replaced;
    table_init(&keys, arena);
    table_init(&replaced, arena);
    size_t from = 0, at;
    while ((at = text_find((struct text){text.bytes + from, text.size - from}, mark)) != SIZE_MAX) {
        from += at + strlen(mark);
        const struct text rest = {text.bytes + from, text.size - from};
        size_t size = key_size(rest);
        if (size == 0)
            continue;
        const char *key = arena_copy(arena, (struct text){rest.bytes, size});
        table_set(&keys, key, &keys);
        if (is_replaceable(key) && is_replaced(&action, text, from))
            table_set(&replaced, key, &replaced);
    }
    add_keys(writer, chart, &keys, &replaced);
}

/* https://helm.sh/docs/chart_template_guide/subcharts_and_globals/: the values below the name
 * of a chart, or its alias, are those of that chart. */
static void read_dependencies(struct fact_writer *writer, struct fact_file *file)
{
    const struct document_problem *problem = NULL;
    const struct document *document = fact_file_yaml(file, &problem);
    const struct node *list =
        document && document->count > 0 ? node_find(document->roots[0], "dependencies") : NULL;
    struct table keys, replaced;
    table_init(&keys, fact_arena(writer));
    table_init(&replaced, fact_arena(writer));
    for (size_t i = 0; list && list->kind == NODE_SEQUENCE && i < list->count; i++) {
        const char *alias = node_string(list->items[i], "alias");
        const char *name = alias ? alias : node_string(list->items[i], "name");
        if (name)
            table_set(&keys, arena_strdup(fact_arena(writer), name), &keys);
    }
    add_keys(writer, file->path, &keys, &replaced);
}

static bool is_values(const char *base)
{
    return string_starts_with(base, "values.") || string_starts_with(base, "values-");
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    struct arena *arena = fact_arena(writer);
    const char *base = path_base(file->path);
    if (file->content.state == CONTENT_LINK || file->content.state == CONTENT_SUBMODULE)
        return;
    const char *beside = path_join(arena, path_directory(arena, file->path), "Chart.yaml");
    const char *chart = workload_chart_of(arena, file->snapshot, file->path);
    if (is_values(base) && snapshot_find(file->snapshot, beside))
        read_values(writer, file, beside);
    else if (file->content.state != CONTENT_TEXT)
        return;
    else if (chart)
        read_template(writer, file, chart);
    else if (strcmp(base, "Chart.yaml") == 0)
        read_dependencies(writer, file);
}

static const struct fact_kind *const kinds[] = {&chart_value_part_kind, &chart_reading_kind, NULL};
static const char *const paths[] = {
    "values.yaml",     "values.yml", "values[-.]*.yaml", "values[-.]*.yml", "Chart.yaml",
    "**/templates/**", NULL};

FACT(chart_part) = {
    .name = "chart_part",
    .area = FACT_AREA_WORKLOADS,
    .summary = "values of charts of Helm that say something of pods, and what templates read",
    .version = 3,
    .kinds = kinds,
    .paths = paths,
    .recognise_file = recognise,
    .judges_lost_content = true,
};
