#include "facts/alert_reader.h"
#include "facts/operations_paths.h"

#include <string.h>

static void read_monitor(struct alert_reading *reading, const struct node *monitor)
{
    static const char *const types[] = {"service check", "composite", "slo alert", NULL};
    const char *type = node_string(monitor, "type");
    const char *priority = node_string(monitor, "priority");
    if (!type || (!string_ends_with(type, " alert") && !string_is_one_of(type, types)) ||
        !node_string(monitor, "name") || !node_string(monitor, "query"))
        return;
    const char *message = node_string(monitor, "message");
    struct alert_words words = {
        .system = "datadog",
        .name = node_string(monitor, "name"),
        .severity = priority ? arena_printf(&reading->scratch, "p%s", priority) : NULL,
        .expression = node_string(monitor, "query"),
        .runbook = alert_runbook_in(&reading->scratch, message),
        .all = monitor,
        .line = monitor->line,
        .column = monitor->column,
    };
    alert_add(reading, &words);
}

void alert_read_monitors(struct alert_reading *reading, const struct node *root)
{
    const struct node *list = root->kind == NODE_SEQUENCE ? root : node_find(root, "monitors");
    const struct node *const *items = NULL;
    size_t count = operations_items(list, &items);
    for (size_t i = 0; i < count; i++)
        read_monitor(reading, items[i]);
    if (!list)
        read_monitor(reading, root);
}

/* Where each resource keeps what people read; NULL: it has no such attribute. */
struct resource {
    const char *type, *name, *description, *severity, *expression;
};

static const struct resource resources[] = {
    {"aws_cloudwatch_metric_alarm", "alarm_name", "alarm_description", NULL, "metric_name"},
    {"aws_cloudwatch_composite_alarm", "alarm_name", "alarm_description", NULL, "alarm_rule"},
    {"azurerm_monitor_metric_alert", "name", "description", "severity", NULL},
    {"azurerm_monitor_activity_log_alert", "name", "description", NULL, NULL},
    {"azurerm_monitor_scheduled_query_rules_alert", "name", "description", "severity", "query"},
    {"azurerm_monitor_scheduled_query_rules_alert_v2", "name", "description", "severity", NULL},
    {"datadog_monitor", "name", "message", "priority", "query"},
    {"google_monitoring_alert_policy", "display_name", NULL, "severity", NULL},
    {"newrelic_nrql_alert_condition", "name", "description", NULL, NULL},
    {"opsgenie_alert_policy", "name", "alert_description", "priority", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static const char *attribute(const struct node *body, const char *name)
{
    return name ? operations_string(body, name) : NULL;
}

static const char *runbook_of(struct alert_reading *reading, const struct resource *resource,
                              const struct node *body)
{
    const char *url = operations_string(body, "runbook_url");
    if (url)
        return url;
    const char *found = alert_runbook_in(&reading->scratch, attribute(body, resource->description));
    const struct node *documentation = node_find(body, "documentation");
    if (documentation && documentation->kind == NODE_SEQUENCE && documentation->count)
        documentation = documentation->items[0];
    if (!found)
        found = alert_runbook_in(&reading->scratch, operations_string(documentation, "content"));
    const struct node *const *links = NULL;
    size_t count = operations_items(node_find(documentation, "links"), &links);
    for (size_t i = 0; i < count && !found; i++)
        found = operations_string(links[i], "url");
    return found;
}

static void read_resource(struct alert_reading *reading, const struct resource *resource,
                          const struct node *body, const char *label)
{
    const char *name = attribute(body, resource->name);
    const char *severity = attribute(body, resource->severity);
    bool is_level = severity && strlen(severity) == 1 && severity[0] >= '0' && severity[0] <= '9';
    if (is_level)
        severity = arena_printf(&reading->scratch, "p%s", severity);
    struct alert_words words = {
        .system = "terraform",
        .name = name && !operations_is_templated(name) ? name : label,
        .severity = severity,
        .expression = attribute(body, resource->expression),
        .runbook = runbook_of(reading, resource, body),
        .all = body,
        .group = resource->type,
        .line = body->line,
        .column = body->column,
    };
    alert_add(reading, &words);
}

/* The rules of grafana_rule_group are blocks within it. */
static void read_rule_group(struct alert_reading *reading, const struct node *body)
{
    const struct node *const *rules = NULL;
    size_t count = operations_items(node_find(body, "rule"), &rules);
    for (size_t i = 0; i < count; i++) {
        const char *name = operations_string(rules[i], "name");
        struct alert_words words = {
            .system = "terraform",
            .name = name ? name : "",
            .severity = operations_string(node_find(rules[i], "labels"), "severity"),
            .runbook = alert_runbook_of(&reading->scratch, node_find(rules[i], "annotations")),
            .all = rules[i],
            .group = operations_string(body, "name"),
            .line = rules[i]->line,
            .column = rules[i]->column,
        };
        alert_add(reading, &words);
    }
}

static void read_type(struct alert_reading *reading, const char *type, const struct node *named)
{
    const struct resource *resource = resources;
    while (resource->type && strcmp(resource->type, type) != 0)
        resource++;
    bool is_group = strcmp(type, "grafana_rule_group") == 0;
    if ((!resource->type && !is_group) || named->kind != NODE_MAPPING)
        return;
    for (size_t i = 0; i < named->count; i++) {
        const struct node *const *bodies = NULL;
        size_t count = operations_items(named->items[i], &bodies);
        for (size_t k = 0; k < count; k++) {
            if (is_group)
                read_rule_group(reading, bodies[k]);
            else
                read_resource(reading, resource, bodies[k], named->keys[i]->text);
        }
    }
}

/* What a module of another place makes is not seen, but its name may say that it alerts. */
static bool may_alert(const struct node *body)
{
    static const char *const words[] = {"alarm", "alert", "monitor", NULL};
    const char *source = operations_string(body, "source");
    for (size_t i = 0; source && words[i]; i++)
        if (text_find_folded(text_of(source), words[i]) != SIZE_MAX)
            return source[0] != '.';
    return false;
}

static void read_modules(struct alert_reading *reading, const struct node *modules)
{
    for (size_t i = 0; modules && modules->kind == NODE_MAPPING && i < modules->count; i++) {
        const struct node *const *bodies = NULL;
        size_t count = operations_items(modules->items[i], &bodies);
        for (size_t k = 0; k < count; k++) {
            if (may_alert(bodies[k]))
                alert_add_gap(reading, UNKNOWN_UNOBSERVABLE,
                              "a module that is not here may make alerts");
        }
    }
}

void alert_read_terraform(struct alert_reading *reading, const struct node *root)
{
    read_modules(reading, node_find(root, "module"));
    const struct node *types = node_find(root, "resource");
    for (size_t i = 0; types && types->kind == NODE_MAPPING && i < types->count; i++)
        read_type(reading, types->keys[i]->text, types->items[i]);
}
