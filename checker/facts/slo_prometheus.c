/* Sloth (version prometheus/v1, and its resource PrometheusServiceLevel) and Pyrra
 * (ServiceLevelObjective): both make recording rules and alerts of Prometheus. */
#include "facts/operations_paths.h"
#include "facts/slo_reader.h"

#include <string.h>

/* The file's names have underscores, the resource's have capitals. */
static const struct node *either(const struct node *node, const char *file, const char *resource)
{
    const struct node *found = node_find(node, file);
    return found ? found : node_find(node, resource);
}

static const char *text_of_node(const struct node *node)
{
    return node && node_is_scalar(node) && node->kind != NODE_NULL ? node->text : NULL;
}

/* Sloth puts the length of each window where the query asks for it. */
static bool asks_for_window(const char *query)
{
    const char *at = query;
    while ((at = strstr(at, "{{")) != NULL) {
        at += 2;
        at += strspn(at, " -");
        if (string_starts_with(at, ".window"))
            return true;
    }
    return false;
}

static const char *problem_of_queries(const char *raw, const char *error, const char *total)
{
    if (raw && (error || total))
        return "'sli' has 'raw' and 'events'";
    if (!raw && (!error || !total))
        return "'sli.events' needs a query for errors and one for the total";
    if (raw ? !asks_for_window(raw) : !asks_for_window(error) || !asks_for_window(total))
        return "a query of 'sli' does not ask for '{{.window}}'";
    return NULL;
}

static void judge_sloth(struct slo *slo, const struct node *sli)
{
    const struct node *events = node_find(sli, "events");
    const struct node *error = either(events, "error_query", "errorQuery");
    const struct node *total = either(events, "total_query", "totalQuery");
    const char *raw =
        text_of_node(either(node_find(sli, "raw"), "error_ratio_query", "errorRatioQuery"));
    if (node_find(sli, "plugin") && !raw && !events) {
        slo->identical = slo->placeholder = SLO_NOT_KNOWN;
        return;
    }
    if (!slo->problem)
        slo->problem = problem_of_queries(raw, text_of_node(error), text_of_node(total));
    slo->identical = slo_answer_of(slo_is_same(error, total));
    slo->placeholder = slo_answer_of((raw && slo_is_hollow(raw)) ||
                                     (error && slo_is_hollow(text_of_node(error))) ||
                                     (total && slo_is_hollow(text_of_node(total))));
}

static bool is_disabled(const struct node *alert)
{
    bool disabled = false;
    return node_boolean(node_find(alert, "disable"), &disabled) && disabled;
}

static bool is_alerted(const struct node *alerting)
{
    return alerting && alerting->kind == NODE_MAPPING &&
           !(is_disabled(either(alerting, "page_alert", "pageAlert")) &&
             is_disabled(either(alerting, "ticket_alert", "ticketAlert")));
}

static void set_percent(struct slo *slo, const struct node *node, const char *missing)
{
    double number = 0;
    if (slo_number(node, &number) && number >= 0 && number <= 100) {
        slo->has_target = true;
        slo->target = number / 100;
    } else if (!slo->problem) {
        slo->problem = missing;
    }
}

static void read_sloth_slo(struct slo_sink *sink, const char *service, const struct node *node)
{
    const char *name = node_string(node, "name");
    struct slo slo = {
        .system = "sloth",
        .name = name ? name : "",
        .service = service,
        .all = node,
        .line = node->line,
        .column = node->column,
        .problem = !service ? "'service' is missing"
                   : !name  ? "'name' is missing"
                            : NULL,
    };
    const struct node *alerting = node_find(node, "alerting");
    set_percent(&slo, node_find(node, "objective"), "'objective' is no number from 0 to 100");
    judge_sloth(&slo, node_find(node, "sli"));
    slo.alerted = slo_answer_of(is_alerted(alerting));
    if (!slo.problem && slo.alerted == SLO_YES && !node_string(alerting, "name"))
        slo.problem = "'alerting.name' is missing";
    sink->add(sink, &slo);
}

void slo_read_sloth(struct slo_sink *sink, const struct node *root)
{
    const char *version = node_string(root, "version"), *kind = node_string(root, "kind");
    const char *api = node_string(root, "apiVersion");
    const struct node *spec = NULL;
    if (version && strcmp(version, "prometheus/v1") == 0)
        spec = root;
    else if (api && kind && string_starts_with(api, "sloth.slok.dev/") &&
             strcmp(kind, "PrometheusServiceLevel") == 0)
        spec = node_find(root, "spec");
    const struct node *const *items = NULL;
    size_t count = operations_items(node_find(spec, "slos"), &items);
    for (size_t i = 0; i < count; i++)
        read_sloth_slo(sink, node_string(spec, "service"), items[i]);
}

static void judge_pyrra(struct slo *slo, const struct node *indicator)
{
    const struct node *ratio = node_find(indicator, "ratio");
    const struct node *latency = node_find(indicator, "latency");
    const struct node *native = either(indicator, "latencyNative", "latency_native");
    const struct node *gauge = either(indicator, "bool_gauge", "boolGauge");
    const struct node *part = ratio ? node_find(ratio, "errors") : node_find(latency, "success");
    const struct node *total = node_find(ratio ? ratio : latency ? latency : native, "total");
    const struct node *metric = node_find(part, "metric");
    const struct node *whole = node_find(gauge ? gauge : total, "metric");
    if (!ratio && !latency && !native && !gauge)
        slo->problem = "'spec.indicator' is none of ratio, latency, latencyNative and bool_gauge";
    else if (!text_of_node(whole))
        slo->problem = "'spec.indicator' has no metric for the total";
    else if ((ratio || latency) && !text_of_node(metric))
        slo->problem = ratio ? "'spec.indicator.ratio' has no metric for errors"
                             : "'spec.indicator.latency' has no metric for success";
    else if (latency && !strstr(metric->text, "le="))
        slo->problem = "'spec.indicator.latency.success' names no bucket with 'le'";
    slo->identical = slo_answer_of(slo_is_same(metric, whole));
    slo->placeholder = slo_answer_of((metric && slo_is_hollow(text_of_node(metric))) ||
                                     (whole && !gauge && slo_is_hollow(text_of_node(whole))));
}

void slo_read_pyrra(struct slo_sink *sink, const struct node *root)
{
    const char *api = node_string(root, "apiVersion"), *kind = node_string(root, "kind");
    if (!api || !kind || !string_starts_with(api, "pyrra.dev/") ||
        strcmp(kind, "ServiceLevelObjective") != 0)
        return;
    const struct node *metadata = node_find(root, "metadata"), *spec = node_find(root, "spec");
    const char *name = node_string(metadata, "name");
    struct slo slo = {
        .system = "pyrra",
        .name = name ? name : "",
        .service = node_string(node_find(metadata, "labels"), "pyrra.dev/service"),
        .all = root,
        .line = root->line,
        .column = root->column,
    };
    judge_pyrra(&slo, node_find(spec, "indicator"));
    set_percent(&slo, node_find(spec, "target"), "'spec.target' is no number from 0 to 100");
    if (!slo.problem && !node_string(spec, "window"))
        slo.problem = "'spec.window' is missing";
    if (!slo.problem && !name)
        slo.problem = "'metadata.name' is missing";
    bool disabled = false;
    node_boolean(node_find(node_find(spec, "alerting"), "disabled"), &disabled);
    slo.alerted = slo_answer_of(!disabled);
    sink->add(sink, &slo);
}
