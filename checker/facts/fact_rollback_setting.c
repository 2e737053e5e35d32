/* rollback - settings with which a platform goes back by itself: Argo Rollouts, Flagger, Flux,
 * Docker's services, CodeDeploy, ECS, SAM, Helm in Terraform and helmfile, Nomad, Azure Pipelines.
 */
#include "facts/paths.h"
#include "facts/rollback.h"

#include <string.h>

static void add(struct fact_writer *writer, const struct node *place, const char *name)
{
    struct fact_row *row = fact_add(writer, &fact_kind_rollback, NULL, place->line, place->column);
    row->cells[ROLLBACK_SORT] = value_text("setting");
    row->cells[ROLLBACK_NAME] = value_text(name);
    row->cells[ROLLBACK_SCOPE] = value_text(rollback_scope_names[ROLLBACK_DEPLOYMENT]);
    row->cells[ROLLBACK_STATE] = value_text("ready");
    row->cells[ROLLBACK_TEST] = value_boolean(false);
}

static bool is_on(const struct node *node)
{
    bool on = false;
    return node && ((node_boolean(node, &on) && on) ||
                    (node_is_scalar(node) && strcmp(node->text, "true") == 0));
}

static bool says(const struct node *mapping, const char *key, const char *part)
{
    const char *text = node_string(mapping, key);
    return text && strstr(text, part);
}

static bool has_items(const struct node *node)
{
    return node && (node->kind == NODE_SEQUENCE || node->kind == NODE_MAPPING) && node->count > 0;
}

/* Flux: "HelmRelease, upgrade.remediation": it is on when there are retries, and goes back
 * unless the strategy is another. */
static bool remediates(const struct node *spec)
{
    const struct node *remediation = node_find(node_find(spec, "upgrade"), "remediation");
    int64_t retries = 0;
    const struct node *count = node_find(remediation, "retries");
    const char *strategy = node_string(remediation, "strategy");
    if (is_on(node_find(node_find(spec, "rollback"), "enable")))
        return true;
    return ((count && node_integer(count, &retries) && retries != 0) ||
            is_on(node_find(remediation, "remediateLastFailure"))) &&
           (!strategy || strcmp(strategy, "rollback") == 0);
}

/* Objects of Kubernetes that are controllers' for going forward and back. */
static void read_object(struct fact_writer *writer, const struct node *object)
{
    const struct node *spec = node_find(object, "spec");
    const struct node *strategy = node_find(spec, "strategy");
    const char *kind = node_string(object, "kind");
    if (!kind || !spec)
        return;
    if (strcmp(kind, "Rollout") == 0 && says(object, "apiVersion", "argoproj.io/") &&
        (has_items(node_find(strategy, "canary")) || has_items(node_find(strategy, "blueGreen"))))
        add(writer, strategy, "Argo Rollouts");
    else if (strcmp(kind, "Canary") == 0 && says(object, "apiVersion", "flagger.app/") &&
             has_items(node_find(spec, "analysis")))
        add(writer, node_find(spec, "analysis"), "Flagger");
    else if (strcmp(kind, "HelmRelease") == 0 && says(object, "apiVersion", "flux") &&
             remediates(spec))
        add(writer, spec, "HelmRelease");
}

struct setting {
    const char *key, *inner; /* `inner` NULL: the value itself must be on */
    const char *word; /* what the value of `inner`, or the value itself, must be; NULL: true */
    const char *name;
};

/* As CloudFormation, Terraform, Compose and Nomad write them. */
static const struct setting settings[] = {
    {"AutoRollbackConfiguration", "Enabled", NULL, "CodeDeploy"},
    {"autoRollbackConfiguration", "enabled", NULL, "CodeDeploy"},
    {"auto_rollback_configuration", "enabled", NULL, "CodeDeploy"},
    {"DeploymentCircuitBreaker", "Rollback", NULL, "ECS circuit breaker"},
    {"deploymentCircuitBreaker", "rollback", NULL, "ECS circuit breaker"},
    {"deployment_circuit_breaker", "rollback", NULL, "ECS circuit breaker"},
    {"update_config", "failure_action", "rollback", "docker service"},
    {"update", "auto_revert", NULL, "Nomad"},
    {"helmDefaults", "atomic", NULL, "helmfile"},
};
enum { SETTINGS = sizeof(settings) / sizeof(settings[0]) };

static bool holds(const struct node *value, const struct setting *setting)
{
    const struct node *inner = node_find(value, setting->inner);
    if (!setting->word)
        return is_on(inner);
    return node_is_scalar(inner) && strcmp(inner->text, setting->word) == 0;
}

static void read_pair(struct fact_writer *writer, const struct node *key, const struct node *value)
{
    for (size_t i = 0; i < SETTINGS; i++) {
        if (strcmp(key->text, settings[i].key) != 0)
            continue;
        bool found = holds(value, &settings[i]);
        for (size_t n = 0; value->kind == NODE_SEQUENCE && n < value->count; n++)
            found = found || holds(value->items[n], &settings[i]);
        if (found)
            add(writer, key, settings[i].name);
    }
    /* SAM: deployments that shift step by step go back when an alarm rings. */
    const char *type = node_string(value, "Type");
    if (strcmp(key->text, "DeploymentPreference") == 0 && type && strcmp(type, "AllAtOnce") != 0)
        add(writer, key, "SAM DeploymentPreference");
    /* Azure Pipelines, "Deployment jobs": what a strategy does on failure. */
    if (strcmp(key->text, "on") == 0 && has_items(node_find(node_find(value, "failure"), "steps")))
        add(writer, key, "on: failure");
    /* helm_release of Terraform: labels, then bodies. */
    for (size_t i = 0;
         strcmp(key->text, "helm_release") == 0 && value->kind == NODE_MAPPING && i < value->count;
         i++) {
        const struct node *bodies = value->items[i];
        for (size_t n = 0; bodies->kind == NODE_SEQUENCE && n < bodies->count; n++)
            if (is_on(node_find(bodies->items[n], "atomic")))
                add(writer, value->keys[i], "helm_release atomic");
    }
}

/* A patch of Kustomize is a text that holds an object, or a part of one. */
static void read_text(struct fact_writer *writer, const struct node *node)
{
    struct text text = {node->text, node->size};
    if (node->block && text_find(text, "HelmRelease") != SIZE_MAX &&
        text_find(text, "remediateLastFailure: true") != SIZE_MAX)
        add(writer, node, "HelmRelease");
}

/* Bounded by the readers, which refuse deeper documents. */
static void walk(struct fact_writer *writer, const struct node *node)
{
    if (node->kind == NODE_TEXT)
        read_text(writer, node);
    if (node->kind == NODE_MAPPING) {
        read_object(writer, node);
        for (size_t i = 0; i < node->count; i++)
            read_pair(writer, node->keys[i], node->items[i]);
    }
    for (size_t i = 0;
         (node->kind == NODE_MAPPING || node->kind == NODE_SEQUENCE) && i < node->count; i++)
        walk(writer, node->items[i]);
}

/* What a renderer or a reader would make of it nobody sees here. */
static bool bears_marks(struct text text)
{
    return text_find(text, "flagger.app/") != SIZE_MAX ||
           text_find(text, "kind: Rollout") != SIZE_MAX ||
           text_find(text, "DeploymentCircuitBreaker") != SIZE_MAX ||
           text_find(text, "uto_rollback_configuration") != SIZE_MAX ||
           text_find(text, "utoRollbackConfiguration") != SIZE_MAX;
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    enum unknown_class class = UNKNOWN_UNREADABLE;
    const struct document_format *format = document_format_of_path(file->path);
    const struct document_problem *problem = NULL;
    if (fact_file_unreadable(file, &class) || !format || rollback_is_aside(file->path))
        return;
    const struct document *document = fact_file_document(file, format, &problem);
    if (!document) {
        bool is_template = fact_file_is_template(file);
        if (bears_marks(file->content.text))
            fact_add_gap(writer, &fact_kind_rollback, NULL,
                         is_template ? UNKNOWN_UNOBSERVABLE : UNKNOWN_UNREADABLE,
                         is_template ? "a template that is not rendered" : "it cannot be read");
        return;
    }
    for (size_t i = 0; i < document->count; i++)
        walk(writer, document->roots[i]);
}

FACT(rollback_setting) = {
    .name = "rollback_setting",
    .area = FACT_AREA_OPERATIONS,
    .summary = "settings with which a platform takes a release back by itself",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&fact_kind_rollback, NULL},
    .paths = (const char *const[]){"*.yml", "*.yaml", "*.json", "*.tf", "*.tofu", "*.hcl",
                                   "*.nomad", NULL},
    .literals = (const char *const[]){"argoproj.io/", "flagger.app/", "HelmRelease", "ollback",
                                      "atomic", "DeploymentPreference", "auto_revert",
                                      "failure:", NULL},
    .judges_lost_content = true,
    .recognise_file = recognise,
};
