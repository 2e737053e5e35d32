#include "facts/kubernetes.h"
#include "facts/paths.h"
#include "facts/service_kinds.h"
#include "facts/workload_cells.h"

#include <string.h>

/* One file while it is read. */
struct reading {
    struct fact_writer *writer;
    struct arena *arena;
    bool test, vendored;
};

static const char *const service_names[] = {"Service", NULL};
static const char *const autoscaler_names[] = {"HorizontalPodAutoscaler", "ScaledObject", NULL};
static const char *const budget_names[] = {"PodDisruptionBudget", NULL};

static struct value *add(const struct reading *reading, const struct fact_kind *kind,
                         const struct node *object)
{
    const struct node *metadata = node_find(object, "metadata");
    const char *name = node_string(metadata, "name");
    struct value *cells =
        fact_add(reading->writer, kind, NULL, object->line, object->column)->cells;
    /* Each of the kinds begins with its name and namespace. */
    cells[0] = cell_of_text(reading->arena, name ? name : "");
    cells[1] = cell_of_text(reading->arena, node_string(metadata, "namespace"));
    return cells;
}

/* metrics, https-metrics, metrics-port: Prometheus asks pods one by one. */
static bool is_for_metrics(const char *name)
{
    size_t size = strlen(name);
    const size_t length = strlen("metrics");
    return (string_starts_with(name, "metrics") && (size == length || name[length] == '-')) ||
           string_ends_with(name, "-metrics");
}

/* Without a targetPort the port itself is the target. */
static struct value targets_of(const struct reading *reading, const struct node *ports)
{
    size_t size = ports && ports->kind == NODE_SEQUENCE ? ports->count : 0;
    const char **targets = ARENA_ARRAY(reading->arena, const char *, size + 1);
    size_t count = 0;
    for (size_t i = 0; i < size; i++) {
        const char *name = node_string(ports->items[i], "name");
        const char *target = node_string(ports->items[i], "targetPort");
        if (!target)
            target = node_string(ports->items[i], "port");
        if (!target || (name && is_for_metrics(name)) || is_for_metrics(target))
            continue;
        if (text_is_open(target))
            return cell_of_text(reading->arena, target);
        targets[count++] = arena_strdup(reading->arena, target);
    }
    return value_texts(reading->arena, targets, count);
}

static void read_service(const struct reading *reading, const struct node *object)
{
    struct value *cells = add(reading, &fact_kind_service, object);
    cells[SERVICE_SELECTOR] =
        cell_of_labels(reading->arena, node_find(node_find(object, "spec"), "selector"));
    cells[SERVICE_TARGETS] = targets_of(reading, node_find(node_find(object, "spec"), "ports"));
    cells[SERVICE_TEST] = value_boolean(reading->test);
    cells[SERVICE_VENDORED] = value_boolean(reading->vendored);
}

static void read_autoscaler(const struct reading *reading, const struct node *object, bool keda)
{
    const struct node *spec = node_find(object, "spec");
    const struct node *target = node_find(spec, "scaleTargetRef");
    const char *kind = node_string(target, "kind");
    struct value *cells = add(reading, &fact_kind_autoscaler, object);
    cells[AUTOSCALER_SORT] = value_text(keda ? "keda" : "hpa");
    cells[AUTOSCALER_TARGET_KIND] =
        cell_of_text(reading->arena, kind || !keda ? kind : "Deployment");
    cells[AUTOSCALER_TARGET] = cell_of_text(reading->arena, node_string(target, "name"));
    cells[AUTOSCALER_LEAST] =
        cell_of_integer(reading->arena, node_find(spec, keda ? "minReplicaCount" : "minReplicas"));
    if (cells[AUTOSCALER_LEAST].kind == VALUE_ABSENT)
        cells[AUTOSCALER_LEAST] = value_integer(keda ? 0 : 1);
    cells[AUTOSCALER_MOST] =
        cell_of_integer(reading->arena, node_find(spec, keda ? "maxReplicaCount" : "maxReplicas"));
    cells[AUTOSCALER_TEST] = value_boolean(reading->test);
    cells[AUTOSCALER_VENDORED] = value_boolean(reading->vendored);
}

static struct value selector_of_budget(const struct reading *reading, const struct node *spec)
{
    const struct node *selector = node_find(spec, "selector");
    const struct node *expressions = node_find(selector, "matchExpressions");
    if (expressions && expressions->count > 0)
        return value_unknown(reading->arena, UNKNOWN_UNOBSERVABLE,
                             "it selects by expressions, which are not read");
    const struct node *labels = node_find(selector, "matchLabels");
    if (!labels && selector && selector->kind == NODE_MAPPING)
        return value_texts(reading->arena, NULL, 0);
    return cell_of_labels(reading->arena, labels);
}

static void read_budget(const struct reading *reading, const struct node *object)
{
    const struct node *spec = node_find(object, "spec");
    struct value *cells = add(reading, &disruption_budget_part_kind, object);
    cells[BUDGET_SELECTOR] = selector_of_budget(reading, spec);
    cells[BUDGET_MIN_AVAILABLE] = cell_of_scalar(reading->arena, node_find(spec, "minAvailable"));
    cells[BUDGET_MAX_UNAVAILABLE] =
        cell_of_scalar(reading->arena, node_find(spec, "maxUnavailable"));
    cells[BUDGET_TEST] = value_boolean(reading->test);
    cells[BUDGET_VENDORED] = value_boolean(reading->vendored);
}

static void read_object(const struct reading *reading, const struct node *object)
{
    const char *kind = node_string(object, "kind"), *version = node_string(object, "apiVersion");
    if (!kind || !version)
        return;
    if (kubernetes_is_list(object)) {
        const struct node *items = node_find(object, "items");
        for (size_t i = 0; items->kind == NODE_SEQUENCE && i < items->count; i++)
            if (!kubernetes_is_list(items->items[i]))
                read_object(reading, items->items[i]);
    } else if (strcmp(kind, "Service") == 0 && strcmp(version, "v1") == 0) {
        read_service(reading, object);
    } else if (strcmp(kind, "HorizontalPodAutoscaler") == 0) {
        read_autoscaler(reading, object, false);
    } else if (strcmp(kind, "ScaledObject") == 0 && string_starts_with(version, "keda.")) {
        read_autoscaler(reading, object, true);
    } else if (strcmp(kind, "PodDisruptionBudget") == 0) {
        read_budget(reading, object);
    }
}

/* As for workloads: a file that does not say that it holds one of these is no gap. */
static void add_gaps(const struct reading *reading, struct text text, enum unknown_class class,
                     const char *reason)
{
    static const struct {
        const char *const *names;
        const struct fact_kind *kind;
        size_t test, vendored;
    } gaps[] = {{service_names, &fact_kind_service, SERVICE_TEST, SERVICE_VENDORED},
                {autoscaler_names, &fact_kind_autoscaler, AUTOSCALER_TEST, AUTOSCALER_VENDORED},
                {budget_names, &disruption_budget_part_kind, BUDGET_TEST, BUDGET_VENDORED}};
    for (size_t i = 0; i < sizeof(gaps) / sizeof(*gaps); i++) {
        if (!kubernetes_names_kind(text, gaps[i].names))
            continue;
        struct fact_row *row = fact_add_gap(reading->writer, gaps[i].kind, NULL, class, reason);
        row->cells[gaps[i].test] = value_boolean(reading->test);
        row->cells[gaps[i].vendored] = value_boolean(reading->vendored);
    }
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    const struct reading reading = {
        .writer = writer,
        .arena = fact_arena(writer),
        .test = path_is_test(file->path),
        .vendored = snapshot_is_vendored(file->snapshot, file->path),
    };
    enum unknown_class class = UNKNOWN_UNREADABLE;
    if (fact_file_unreadable(file, &class))
        return;
    const struct document_problem *problem = NULL;
    const struct document *document = fact_file_yaml(file, &problem);
    if (!document) {
        bool is_template = fact_file_is_template(file);
        add_gaps(&reading, file->content.text,
                 is_template ? UNKNOWN_UNOBSERVABLE : UNKNOWN_UNREADABLE,
                 is_template ? "a template that is not rendered" : "it is no YAML");
    }
    for (size_t i = 0; document && i < document->count; i++)
        read_object(&reading, document->roots[i]);
}

static const struct fact_kind *const kinds[] = {&fact_kind_service, &fact_kind_autoscaler,
                                                &disruption_budget_part_kind, NULL};
static const char *const paths[] = {"*.yaml", "*.yml", NULL};
static const char *const literals[] = {"Service", "HorizontalPodAutoscaler", "ScaledObject",
                                       "PodDisruptionBudget", NULL};

FACT(service) = {
    .name = "service",
    .area = FACT_AREA_WORKLOADS,
    .summary = "what chooses pods of Kubernetes: services, autoscalers, disruption budgets",
    .version = 1,
    .kinds = kinds,
    .paths = paths,
    .literals = literals,
    .recognise_file = recognise,
};
