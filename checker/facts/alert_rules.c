#include "base/limits.h"
#include "facts/alert_reader.h"
#include "facts/contact.h"
#include "facts/operations_paths.h"

#include <string.h>

/* Where a text speaks of a runbook; SIZE_MAX: nowhere. */
static size_t find_runbook(const char *text)
{
    static const char *const words[] = {"runbook", "playbook", "run book", NULL};
    for (size_t i = 0; words[i]; i++) {
        size_t at = text_find_folded(text_of(text), words[i]);
        if (at != SIZE_MAX)
            return at;
    }
    return SIZE_MAX;
}

static bool names_runbook(const char *text)
{
    return text && find_runbook(text) != SIZE_MAX;
}

/* A word that ends as pages do: `docs/queue.md#full`. */
static const char *page_in(struct arena *scratch, const char *line)
{
    static const char *const endings[] = {".md", ".markdown", ".adoc", ".rst", NULL};
    static const char between[] = " \t\"'`()<>[]*,;";
    while (*(line += strspn(line, between))) {
        size_t end = strcspn(line, between), size = end;
        while (size && strchr(".:!?", line[size - 1]))
            size--;
        const char *page = arena_copy(scratch, (struct text){line, size});
        const char *path = arena_copy(scratch, (struct text){page, strcspn(page, "#")});
        for (size_t i = 0; endings[i]; i++)
            if (string_ends_with(path, endings[i]) && strlen(path) > strlen(endings[i]))
                return page;
        line += end;
    }
    return NULL;
}

/* What follows the word, or is it, before what the line says else. */
static const char *runbook_page(struct arena *scratch, const char *line)
{
    size_t at = find_runbook(line);
    if (at == SIZE_MAX)
        return page_in(scratch, line);
    while (at && !strchr(" \t`(<[\"'", line[at - 1]))
        at--;
    const char *page = page_in(scratch, line + at);
    return page ? page : page_in(scratch, line);
}

const char *alert_runbook_in(struct arena *scratch, const char *text)
{
    if (!names_runbook(text))
        return NULL;
    struct text rest = text_of(text), line;
    const char *pending = NULL;
    while (text_next_line(&rest, &line)) {
        const char *copy = arena_copy(scratch, line);
        struct contact contact;
        bool named = names_runbook(copy) || pending;
        for (size_t from = 0; named && contact_next(scratch, line, &from, &contact);)
            if (contact.kind == CONTACT_URL)
                return contact.value;
        const char *page = named ? runbook_page(scratch, copy) : NULL;
        if (page)
            return page;
        pending = names_runbook(copy) ? copy : (text_trim(line).size ? NULL : pending);
    }
    return NULL;
}

/* Some call the page that tells what to do the documentation of the alert; words below
 * that key describe it. */
static bool is_documentation(struct arena *scratch, const char *key, const struct node *value)
{
    static const char *const keys[] = {"documentation", "documentation_url", "doc_url", "docs_url",
                                       "sop",           "sop_url",           NULL};
    struct contact contact;
    size_t from = 0;
    if (!string_is_one_of(key, keys) || !node_is_scalar(value))
        return false;
    struct text text = text_trim(text_of(value->text));
    return contact_next(scratch, text, &from, &contact) && contact.kind == CONTACT_URL &&
           !memchr(text.bytes, ' ', text.size);
}

const char *alert_runbook_of(struct arena *scratch, const struct node *annotations)
{
    const char *empty = NULL, *documentation = NULL;
    for (size_t i = 0; annotations && annotations->kind == NODE_MAPPING && i < annotations->count;
         i++) {
        const struct node *value = annotations->items[i];
        if (is_documentation(scratch, annotations->keys[i]->text, value))
            documentation = value->text;
        if (!names_runbook(annotations->keys[i]->text) || !node_is_scalar(value))
            continue;
        if (value->kind != NODE_NULL && text_trim(text_of(value->text)).size)
            return value->text;
        empty = "";
    }
    for (size_t i = 0; annotations && annotations->kind == NODE_MAPPING && i < annotations->count;
         i++) {
        const struct node *value = annotations->items[i];
        const char *found = node_is_scalar(value) ? alert_runbook_in(scratch, value->text) : NULL;
        if (found)
            return found;
    }
    return documentation ? documentation : empty;
}

static const char *severity_of(const struct node *labels)
{
    static const char *const keys[] = {"severity", "priority", "level", NULL};
    for (size_t i = 0; keys[i]; i++) {
        const char *value = operations_string(labels, keys[i]);
        if (value)
            return value;
    }
    return NULL;
}

static void add_rule(struct alert_reading *reading, const char *system, const struct node *rule,
                     const char *name, const char *group)
{
    const struct node *annotations = node_find(rule, "annotations");
    struct alert_words words = {
        .system = system,
        .name = name,
        .severity = severity_of(node_find(rule, "labels")),
        .expression = operations_string(rule, "expr"),
        .runbook = alert_runbook_of(&reading->scratch, annotations),
        .all = rule,
        .group = group,
        .line = rule->line,
        .column = rule->column,
    };
    alert_add(reading, &words);
}

/* The rules of one group: Prometheus names them `alert`, Grafana gives them a title and
 * data that are asked for. */
static void read_group(struct alert_reading *reading, const char *system, const struct node *group)
{
    const struct node *const *rules = NULL;
    size_t count = operations_items(node_find(group, "rules"), &rules);
    const char *name = node_string(group, "name");
    for (size_t i = 0; i < count; i++) {
        const char *alert = node_string(rules[i], "alert");
        const char *title = node_string(rules[i], "title");
        const struct node *data = node_find(rules[i], "data");
        if (alert && node_find(rules[i], "expr"))
            add_rule(reading, system, rules[i], alert, name);
        else if (title && node_find(rules[i], "condition") && data && data->kind == NODE_SEQUENCE)
            add_rule(reading, "grafana", rules[i], title, name);
    }
}

static void read_alarm(struct alert_reading *reading, const struct node *resource,
                       const char *logical)
{
    const struct node *properties = node_find(resource, "Properties");
    const char *name = node_string(properties, "AlarmName");
    struct alert_words words = {
        .system = "cloudwatch",
        .name = name && !operations_is_templated(name) ? name : logical,
        .expression = node_string(properties, "MetricName"),
        .runbook = alert_runbook_in(&reading->scratch, node_string(properties, "AlarmDescription")),
        .all = properties,
        .line = resource->line,
        .column = resource->column,
    };
    alert_add(reading, &words);
}

static void read_node(struct alert_reading *reading, const char *system, const struct node *node);

/* A text that is a document of its own, as ConfigMaps have them. Its lines follow the one
 * on which the block begins. */
static void read_block(struct alert_reading *reading, const struct node *node)
{
    struct document document;
    struct document_problem problem;
    struct text text = {node->text, node->size};
    if (!node->block || reading->line_offset || text_find(text, "alert:") == SIZE_MAX ||
        text_find(text, "groups:") == SIZE_MAX)
        return;
    if (!document_format_find("yaml")->parse(&reading->scratch, text, &document, &problem)) {
        alert_add_gap(reading, UNKNOWN_UNOBSERVABLE,
                      "rules within a text that is a template or cannot be parsed");
        return;
    }
    reading->line_offset = node->line;
    for (size_t i = 0; i < document.count; i++)
        read_node(reading, "prometheus", document.roots[i]);
    reading->line_offset = 0;
}

static void read_mapping(struct alert_reading *reading, const char *system, const struct node *node)
{
    const struct node *const *groups = NULL;
    size_t count = operations_items(node_find(node, "groups"), &groups);
    for (size_t i = 0; i < count; i++)
        read_group(reading, system, groups[i]);
    for (size_t i = 0; i < node->count; i++) {
        const char *type = node_string(node->items[i], "Type");
        if (type && strcmp(type, "AWS::CloudWatch::Alarm") == 0)
            read_alarm(reading, node->items[i], node->keys[i]->text);
        else if (!count || strcmp(node->keys[i]->text, "groups") != 0)
            read_node(reading, system, node->items[i]);
    }
}

static void read_node(struct alert_reading *reading, const char *system, const struct node *node)
{
    if (node->kind == NODE_MAPPING) {
        read_mapping(reading, system, node);
    } else if (node->kind == NODE_SEQUENCE) {
        for (size_t i = 0; i < node->count; i++)
            read_node(reading, system, node->items[i]);
    } else if (node->kind == NODE_TEXT) {
        read_block(reading, node);
    }
}

void alert_read_rules(struct alert_reading *reading, const struct node *root)
{
    static const char *const kinds[] = {
        "PrometheusRule", "VMRule", "AlertingRule", "Rules", "ClusterRules", "GlobalRules", NULL};
    const char *kind = node_string(root, "kind");
    bool is_object = kind && node_string(root, "apiVersion");
    /* What a definition of a kind says of its fields is no rule. */
    if (is_object && strcmp(kind, "CustomResourceDefinition") == 0)
        return;
    read_node(reading, is_object && string_is_one_of(kind, kinds) ? "operator" : "prometheus",
              root);
}
