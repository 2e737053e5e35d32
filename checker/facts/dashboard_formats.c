/* Sources: Grafana, "Dashboard JSON model"; Grafana Operator, GrafanaDashboard; Perses,
 * "Dashboard specification"; Datadog, "Dashboards API". */
#include "facts/dashboard_reader.h"
#include "facts/operations_paths.h"

#include <string.h>

static const struct node *first_of(const struct node *node, const char *a, const char *b)
{
    const struct node *found = node_find(node, a);
    return found ? found : node_find(node, b);
}

static bool says_something(const struct node *node)
{
    if (!node_is_scalar(node))
        return node->count > 0;
    return node->kind != NODE_NULL && node->kind != NODE_BOOLEAN &&
           text_trim(text_of(node->text)).size > 0;
}

/* What is asked of a source, and not where it goes or how it looks. */
static bool is_query(const struct node *target)
{
    static const char *const words[] = {"expr",     "query",  "target",     "metric",  "sql",
                                        "search",   "url",    "expression", "queries", "body",
                                        "selector", "stream", "filter",     "q",       NULL};
    for (size_t i = 0; target->kind == NODE_MAPPING && i < target->count; i++) {
        const char *name = target->keys[i]->text;
        for (size_t k = 0; words[k]; k++)
            if (text_find_folded(text_of(name), words[k]) != SIZE_MAX &&
                says_something(target->items[i]))
                return true;
    }
    return false;
}

static void count_grafana_panels(struct dashboard *dashboard, const struct node *panels)
{
    const struct node *const *items = NULL;
    size_t count = operations_items(panels, &items);
    for (size_t i = 0; i < count; i++) {
        const char *type = node_string(items[i], "type");
        const struct node *const *targets = NULL;
        size_t asked = operations_items(node_find(items[i], "targets"), &targets);
        count_grafana_panels(dashboard, node_find(items[i], "panels"));
        if (!type || strcmp(type, "row") != 0)
            dashboard->panels++;
        bool asks = false;
        for (size_t k = 0; k < asked; k++)
            asks = asks || is_query(targets[k]);
        dashboard->queries += asks;
        if (node_find(items[i], "libraryPanel"))
            dashboard->is_elsewhere = true;
    }
}

/* Version 2 of the model has its panels in a mapping of elements. */
static void count_elements(struct dashboard *dashboard, const struct node *elements)
{
    for (size_t i = 0; elements && elements->kind == NODE_MAPPING && i < elements->count; i++) {
        const struct node *spec = node_find(elements->items[i], "spec");
        const struct node *data = node_find(node_find(spec, "data"), "spec");
        const struct node *queries = data ? node_find(data, "queries") : node_find(spec, "queries");
        dashboard->panels++;
        dashboard->queries += queries && queries->kind == NODE_SEQUENCE && queries->count > 0;
    }
}

static bool is_grafana(const struct node *root)
{
    static const char *const marks[] = {"panels",       "rows",  "templating", "annotations",
                                        "graphTooltip", "style", "timezone",   NULL};
    size_t found = 0;
    for (size_t i = 0; marks[i]; i++)
        found += node_find(root, marks[i]) != NULL;
    return node_find(root, "schemaVersion") ? found >= 1 : found >= 3 && node_find(root, "title");
}

static void add(struct dashboard_sink *sink, struct dashboard *dashboard, const struct node *root,
                const struct node *place)
{
    dashboard->all = root;
    dashboard->line = place->line;
    dashboard->column = place->column;
    sink->add(sink, dashboard);
}

static bool read_grafana(struct dashboard_sink *sink, const char *system, const struct node *root,
                         const struct node *place)
{
    if (!root || root->kind != NODE_MAPPING || !is_grafana(root))
        return false;
    struct dashboard dashboard = {.system = system, .title = node_string(root, "title")};
    count_grafana_panels(&dashboard, node_find(root, "panels"));
    const struct node *const *rows = NULL;
    size_t count = operations_items(node_find(root, "rows"), &rows);
    for (size_t i = 0; i < count; i++)
        count_grafana_panels(&dashboard, node_find(rows[i], "panels"));
    add(sink, &dashboard, root, place);
    return true;
}

/* A document of JSON in a text; NULL when it is none. */
static const struct node *within(struct arena *scratch, const struct node *text)
{
    struct document document;
    struct document_problem problem;
    if (!text || text->kind != NODE_TEXT || !memchr(text->text, '{', text->size))
        return NULL;
    if (!document_format_find("json")->parse(scratch, (struct text){text->text, text->size},
                                             &document, &problem) ||
        document.count != 1)
        return NULL;
    return document.roots[0];
}

static void read_operator(struct dashboard_sink *sink, const struct node *root)
{
    const struct node *spec = node_find(root, "spec"), *text = node_find(spec, "json");
    const struct node *model = within(sink->scratch, text);
    if (model && read_grafana(sink, "operator", model, root))
        return;
    struct dashboard dashboard = {
        .system = "operator",
        .title = node_string(node_find(root, "metadata"), "name"),
        .is_elsewhere = !model,
    };
    add(sink, &dashboard, root, root);
}

static void read_perses(struct dashboard_sink *sink, const struct node *root)
{
    const struct node *spec = node_find(root, "spec"), *config = node_find(spec, "config");
    const struct node *panels = node_find(config ? config : spec, "panels");
    const char *shown = node_string(node_find(config ? config : spec, "display"), "name");
    struct dashboard dashboard = {
        .system = "perses",
        .title = shown ? shown : node_string(node_find(root, "metadata"), "name"),
    };
    count_elements(&dashboard, panels);
    add(sink, &dashboard, root, root);
}

static void count_widgets(struct dashboard *dashboard, const struct node *widgets)
{
    const struct node *const *items = NULL;
    size_t count = operations_items(widgets, &items);
    for (size_t i = 0; i < count; i++) {
        const struct node *definition = node_find(items[i], "definition");
        const struct node *body = definition ? definition : items[i];
        const struct node *group = first_of(body, "widgets", "widget");
        const struct node *asked = first_of(body, "requests", "request");
        if (group) {
            count_widgets(dashboard, group);
            continue;
        }
        dashboard->panels++;
        dashboard->queries +=
            (asked && asked->count) || is_query(body) || first_of(body, "properties", "nrql_query");
    }
}

static bool read_datadog(struct dashboard_sink *sink, const struct node *root,
                         const struct node *place)
{
    const struct node *widgets = node_find(root, "widgets");
    if (!widgets || widgets->kind != NODE_SEQUENCE || !node_find(root, "layout_type"))
        return false;
    struct dashboard dashboard = {.system = "datadog", .title = node_string(root, "title")};
    count_widgets(&dashboard, widgets);
    add(sink, &dashboard, root, place);
    return true;
}

/* The texts of a ConfigMap that are models, as Grafana's sidecar collects them. */
static void read_config_map(struct dashboard_sink *sink, const struct node *root)
{
    const struct node *data = node_find(root, "data");
    for (size_t i = 0; data && data->kind == NODE_MAPPING && i < data->count; i++)
        if (string_ends_with(data->keys[i]->text, ".json"))
            read_grafana(sink, "grafana", within(sink->scratch, data->items[i]), data->keys[i]);
}

static bool is_of_grafana(const char *version)
{
    return string_starts_with(version, "integreatly.org/") ||
           string_starts_with(version, "grafana.integreatly.org/");
}

static bool read_object(struct dashboard_sink *sink, const struct node *root)
{
    const char *kind = node_string(root, "kind"), *version = node_string(root, "apiVersion");
    const struct node *spec = node_find(root, "spec");
    if (!kind)
        return false;
    if (strcmp(kind, "List") == 0 || strcmp(kind, "ConfigMapList") == 0) {
        const struct node *const *items = NULL;
        size_t count = operations_items(node_find(root, "items"), &items);
        for (size_t i = 0; i < count; i++)
            read_config_map(sink, items[i]);
    } else if (strcmp(kind, "ConfigMap") == 0) {
        read_config_map(sink, root);
    } else if (strcmp(kind, "GrafanaDashboard") == 0 && version && is_of_grafana(version)) {
        read_operator(sink, root);
    } else if (strcmp(kind, "PersesDashboard") == 0 ||
               (strcmp(kind, "Dashboard") == 0 && !version && node_find(spec, "panels"))) {
        read_perses(sink, root);
    } else if (strcmp(kind, "Dashboard") == 0 && version &&
               string_starts_with(version, "dashboard.grafana.app/")) {
        struct dashboard dashboard = {.system = "grafana", .title = node_string(spec, "title")};
        count_elements(&dashboard, node_find(spec, "elements"));
        count_grafana_panels(&dashboard, node_find(spec, "panels"));
        add(sink, &dashboard, root, root);
    } else {
        return false;
    }
    return true;
}

void dashboard_read(struct dashboard_sink *sink, const struct node *root)
{
    const struct node *model = node_find(root, "dashboard");
    if (read_object(sink, root) || read_grafana(sink, "grafana", root, root) ||
        read_datadog(sink, root, root))
        return;
    if (model)
        read_grafana(sink, "grafana", model, root);
}

/* Where each resource keeps its title, and a document as a text; NULL: it has none. */
static const struct {
    const char *type, *system, *title, *document;
} resources[] = {
    {"datadog_dashboard", "datadog", "title", NULL},
    {"datadog_dashboard_json", "datadog", NULL, "dashboard"},
    {"datadog_timeboard", "datadog", "title", NULL},
    {"grafana_dashboard", "grafana", NULL, "config_json"},
    {"aws_cloudwatch_dashboard", "cloudwatch", "dashboard_name", "dashboard_body"},
    {"google_monitoring_dashboard", "google", NULL, "dashboard_json"},
    {"newrelic_one_dashboard", "newrelic", "name", NULL},
    {NULL, NULL, NULL, NULL},
};

static void count_blocks(struct dashboard *dashboard, const struct node *body)
{
    const struct node *const *pages = NULL;
    size_t count = operations_items(node_find(body, "page"), &pages);
    count_widgets(dashboard, first_of(body, "widget", "graph"));
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; pages[i]->kind == NODE_MAPPING && k < pages[i]->count; k++)
            if (string_starts_with(pages[i]->keys[k]->text, "widget_"))
                count_widgets(dashboard, pages[i]->items[k]);
}

static void read_resource(struct dashboard_sink *sink, size_t type, const struct node *body,
                          const char *label)
{
    const char *title =
        resources[type].title ? operations_string(body, resources[type].title) : NULL;
    struct dashboard dashboard = {
        .system = resources[type].system,
        .title = title && !operations_is_templated(title) ? title : label,
    };
    if (!resources[type].document) {
        count_blocks(&dashboard, body);
        add(sink, &dashboard, body, body);
        return;
    }
    const struct node *text = node_find(body, resources[type].document);
    const struct node *model = within(sink->scratch, text);
    /* A file that it names is read where it stands. */
    if (!model && text && text->text && strstr(text->text, "file("))
        return;
    if (model &&
        (read_grafana(sink, dashboard.system, model, body) || read_datadog(sink, model, body)))
        return;
    dashboard.is_elsewhere = !model;
    count_widgets(&dashboard, node_find(model, "widgets"));
    add(sink, &dashboard, body, body);
}

void dashboard_read_terraform(struct dashboard_sink *sink, const struct node *root)
{
    const struct node *types = node_find(root, "resource");
    for (size_t i = 0; types && types->kind == NODE_MAPPING && i < types->count; i++) {
        size_t type = 0;
        while (resources[type].type && strcmp(resources[type].type, types->keys[i]->text) != 0)
            type++;
        const struct node *named = types->items[i];
        for (size_t k = 0; resources[type].type && named->kind == NODE_MAPPING && k < named->count;
             k++) {
            const struct node *const *bodies = NULL;
            size_t count = operations_items(named->items[k], &bodies);
            for (size_t n = 0; n < count; n++)
                read_resource(sink, type, bodies[n], named->keys[k]->text);
        }
    }
}
