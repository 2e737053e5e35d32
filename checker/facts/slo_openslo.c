/* OpenSLO, version v1: its specification's sections on SLO and SLI; of other versions only
 * what they share is read. */
#include "facts/operations_paths.h"
#include "facts/slo_reader.h"

#include <string.h>

static const char *problem_of_spec(struct arena *arena, const struct node *root,
                                   const struct node *spec)
{
    static const char *const methods[] = {"Occurrences", "Timeslices", "RatioTimeslices", NULL};
    static const char *const inside[] = {"budgetingMethod", "objectives", "alertPolicies",
                                         "timeWindow",      "service",    NULL};
    for (size_t i = 0; inside[i]; i++)
        if (node_find(root, inside[i]))
            return arena_printf(arena, "'%s' stands outside 'spec'", inside[i]);
    if (!node_string(node_find(root, "metadata"), "name"))
        return "'metadata.name' is missing";
    if (!spec || spec->kind != NODE_MAPPING)
        return "'spec' is missing";
    if (!node_string(spec, "service"))
        return "'spec.service' is missing";
    const char *method = node_string(spec, "budgetingMethod");
    if (!method)
        return "'spec.budgetingMethod' is missing";
    if (!string_is_one_of(method, methods))
        return arena_printf(arena,
                            "'spec.budgetingMethod' is '%s': Occurrences, Timeslices or "
                            "RatioTimeslices are expected",
                            method);
    const struct node *const *windows = NULL;
    if (operations_items(node_find(spec, "timeWindow"), &windows) != 1)
        return "'spec.timeWindow' needs exactly one item";
    if (!node_string(windows[0], "duration"))
        return "'spec.timeWindow' has no duration";
    return NULL;
}

static bool has_indicator(const struct node *node)
{
    return node_find(node, "indicator") || node_string(node, "indicatorRef");
}

static const char *problem_of_objective(const struct node *spec, const struct node *objective)
{
    bool target = node_find(objective, "target"), percent = node_find(objective, "targetPercent");
    const char *method = node_string(spec, "budgetingMethod");
    if (!target && !percent)
        return "the objective has neither 'target' nor 'targetPercent'";
    if (target && percent)
        return "the objective has 'target' and 'targetPercent'";
    if (method && strcmp(method, "Timeslices") == 0 &&
        (!node_find(objective, "timeSliceTarget") || !node_find(objective, "timeSliceWindow")))
        return "Timeslices need 'timeSliceTarget' and 'timeSliceWindow'";
    if (!has_indicator(spec) && !has_indicator(objective))
        return "there is neither 'indicator' nor 'indicatorRef'";
    if (node_find(spec, "indicator") && node_find(spec, "indicatorRef"))
        return "there are 'indicator' and 'indicatorRef'";
    return NULL;
}

/* The SLI of the same file with that name. */
static const struct node *indicator_named(const struct slo_sink *sink, const char *name)
{
    for (size_t i = 0; sink->document && i < sink->document->count; i++) {
        const struct node *root = sink->document->roots[i];
        const char *kind = node_string(root, "kind");
        const char *own = node_string(node_find(root, "metadata"), "name");
        if (kind && own && strcmp(kind, "SLI") == 0 && strcmp(own, name) == 0)
            return root;
    }
    return NULL;
}

static const struct node *indicator_of(const struct slo_sink *sink, const struct node *spec,
                                       const struct node *objective)
{
    const struct node *holders[] = {objective, spec};
    for (size_t i = 0; i < 2; i++) {
        const struct node *indicator = node_find(holders[i], "indicator");
        const char *name = node_string(holders[i], "indicatorRef");
        if (indicator)
            return indicator;
        if (name)
            return indicator_named(sink, name);
    }
    return NULL;
}

static bool is_hollow(const struct node *node)
{
    if (!node)
        return false;
    if (node_is_scalar(node))
        return slo_is_hollow(node->text);
    bool hollow = node->count == 0;
    for (size_t i = 0; i < node->count && !hollow; i++) {
        const char *name = node->kind == NODE_MAPPING ? node->keys[i]->text : "";
        if (node->items[i]->kind == NODE_MAPPING || strstr(name, "uery"))
            hollow = is_hollow(node->items[i]);
    }
    return hollow;
}

static const struct node *source_of(const struct node *metric)
{
    const struct node *source = node_find(metric, "metricSource");
    const struct node *spec = node_find(source, "spec");
    return spec ? spec : source;
}

static void judge_indicator(struct slo *slo, const struct node *indicator)
{
    const struct node *spec = node_find(indicator, "spec");
    const struct node *ratio = node_find(spec, "ratioMetric");
    const struct node *total = source_of(node_find(ratio, "total"));
    const struct node *good = source_of(node_find(ratio, "good"));
    const struct node *bad = source_of(node_find(ratio, "bad"));
    const struct node *raw = source_of(node_find(ratio, "raw"));
    const struct node *level = source_of(node_find(spec, "thresholdMetric"));
    if (!indicator) {
        slo->identical = slo->placeholder = SLO_NOT_KNOWN;
        return;
    }
    slo->identical = slo_answer_of(slo_is_same(good, total) || slo_is_same(bad, total));
    slo->placeholder =
        slo_answer_of(is_hollow(good) || is_hollow(bad) || is_hollow(total) || is_hollow(raw) ||
                      is_hollow(level) || !(raw || level || (total && (good || bad))));
}

static void set_target(struct slo *slo, const struct node *objective)
{
    double number = 0;
    slo->has_target = slo_number(node_find(objective, "target"), &number);
    if (!slo->has_target && slo_number(node_find(objective, "targetPercent"), &number)) {
        slo->has_target = true;
        number /= 100;
    }
    slo->target = number;
    if (slo->has_target && (number < 0 || number > 1)) {
        slo->has_target = false;
        if (!slo->problem)
            slo->problem = "the target is no share of the whole";
    }
}

void slo_read_openslo(struct slo_sink *sink, const struct node *root)
{
    const char *version = node_string(root, "apiVersion"), *kind = node_string(root, "kind");
    if (!version || !kind || !string_starts_with(version, "openslo") || strcmp(kind, "SLO") != 0)
        return;
    const struct node *spec = node_find(root, "spec");
    bool is_first = strcmp(version, "openslo/v1") == 0;
    const char *name = node_string(node_find(root, "metadata"), "name");
    struct slo slo = {
        .system = "openslo",
        .name = name ? name : "",
        .service = node_string(spec, "service"),
        .problem = is_first ? problem_of_spec(sink->scratch, root, spec) : NULL,
        .all = root,
        .line = root->line,
        .column = root->column,
    };
    const struct node *policies = node_find(spec, "alertPolicies");
    slo.alerted = slo_answer_of(policies && policies->kind == NODE_SEQUENCE && policies->count);
    const struct node *const *objectives = NULL;
    size_t count = operations_items(node_find(spec, "objectives"), &objectives);
    if (!count) {
        if (!slo.problem)
            slo.problem = "'spec.objectives' is missing or empty";
        sink->add(sink, &slo);
    }
    for (size_t i = 0; i < count; i++) {
        struct slo one = slo;
        if (count > 1)
            one.name = arena_printf(sink->scratch, "%s/%zu", slo.name, i + 1);
        one.line = objectives[i]->line;
        one.column = objectives[i]->column;
        if (!one.problem && is_first)
            one.problem = problem_of_objective(spec, objectives[i]);
        set_target(&one, objectives[i]);
        judge_indicator(&one, indicator_of(sink, spec, objectives[i]));
        sink->add(sink, &one);
    }
}
