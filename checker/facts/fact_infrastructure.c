/* infrastructure - templates of CloudFormation and SAM, projects of Pulumi, and what of their
 * secrets stands in plain text. */
#include "facts/infrastructure_kinds.h"
#include "facts/paths.h"
#include "facts/secret_name.h"
#include "facts/secret_value.h"
#include "facts/words.h"

#include <string.h>

/* Properties of resources lie flat; what is nested deeper is the text of a policy. */
enum { DEPTH_MAX = 12 };

/* One file while it is read. */
struct reading {
    struct fact_writer *writer;
    struct arena *arena;
    const char *system;
    bool test, vendored;
};

static size_t pairs_of(const struct node *node)
{
    return node && node->kind == NODE_MAPPING ? node->count : 0;
}

static void add_template(const struct reading *reading, const struct node *resources)
{
    struct value *cells =
        fact_add(reading->writer, &fact_kind_infrastructure_template, NULL, 1, 1)->cells;
    cells[INFRASTRUCTURE_SYSTEM] = value_text(reading->system);
    if (resources)
        cells[INFRASTRUCTURE_RESOURCES] = value_integer((int64_t)pairs_of(resources));
    cells[INFRASTRUCTURE_TEST] = value_boolean(reading->test);
    cells[INFRASTRUCTURE_VENDORED] = value_boolean(reading->vendored);
}

static void add_secret(const struct reading *reading, const struct node *at, const char *sort,
                       const char *name)
{
    struct value *cells =
        fact_add(reading->writer, &fact_kind_infrastructure_secret, NULL, at->line, at->column)
            ->cells;
    cells[SHOWN_SECRET_SYSTEM] = value_text(reading->system);
    cells[SHOWN_SECRET_SORT] = value_text(sort);
    cells[SHOWN_SECRET_NAME] = fact_text(reading->writer, name);
    cells[SHOWN_SECRET_TEST] = value_boolean(reading->test);
    cells[SHOWN_SECRET_VENDORED] = value_boolean(reading->vendored);
}

/* A text that is what it is: no function (!Ref, !Sub), no dynamic reference
 * (https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html), and
 * no name of what is kept elsewhere. */
static bool is_literal(const struct node *node)
{
    return node_is_scalar(node) && node->kind != NODE_NULL && node->kind != NODE_BOOLEAN &&
           node->size > 0 && !node->tag && !strstr(node->text, "{{") && !strstr(node->text, "${") &&
           !string_starts_with(node->text, "arn:") && node->text[0] != '/';
}

/* A value that somebody uses; what is set where it runs is named like a variable. */
static bool is_secret_value(const struct node *node)
{
    return is_literal(node) && !secret_password_is_stand_in((struct text){node->text, node->size});
}

/* DatabaseSecret names where the password lies as often as it is one. */
static bool names_a_place(struct arena *arena, const char *name)
{
    static const char *const sure[] = {"client", "webhook", "app", "shared", "consumer", "oauth"};
    struct text text = text_of(arena_strdup(arena, name));
    static const char ending[] = "secret";
    size_t size = strlen(ending);
    if (text.size < size ||
        text_find_folded((struct text){text.bytes + text.size - size, size}, ending) != 0)
        return false;
    for (size_t i = 0; i < sizeof(sure) / sizeof(*sure); i++)
        if (text_find_folded(text, sure[i]) != SIZE_MAX)
            return false;
    return true;
}

/* A list to choose from is no secret, and a parameter of Systems Manager is read where the
 * stack is made. */
static bool is_secret_parameter(struct arena *arena, const char *name, const struct node *parameter)
{
    const char *type = node_string(parameter, "Type");
    return secret_name_is_one(arena, name) && !names_a_place(arena, name) &&
           !node_find(parameter, "AllowedValues") &&
           (!type || strcmp(type, "String") == 0 || strcmp(type, "CommaDelimitedList") == 0);
}

/* https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html:
 * without NoEcho whoever may describe the stack reads the value. */
static void read_parameters(const struct reading *reading, const struct node *parameters)
{
    for (size_t i = 0; i < pairs_of(parameters); i++) {
        const struct node *parameter = parameters->items[i];
        const struct node *fallback = node_find(parameter, "Default");
        const char *name = parameters->keys[i]->text;
        /* JSON has it as a text as often as not. */
        const char *hidden = node_string(parameter, "NoEcho");
        if (!is_secret_parameter(reading->arena, name, parameter))
            continue;
        if (is_literal(fallback))
            add_secret(reading, fallback, "default", name);
        else if (fallback && node_is_scalar(fallback) && fallback->size > 0)
            continue; /* the default says where it is kept, and the value may */
        else if (!hidden || !string_equals_folded(hidden, "true"))
            add_secret(reading, parameters->keys[i], "parameter", name);
    }
}

/* Names that hold a secret in every resource that has them. */
static bool is_secret_property(const char *name)
{
    static const char *const names[] = {
        "MasterUserPassword", "MasterPassword", "AdminPassword", "DBPassword",  "Password",
        "AuthToken",          "SecretString",   "OAuthToken",    "OauthToken",  "AccessToken",
        "ClientSecret",       "ApiKey",         "PrivateKey",    "SecretToken", NULL};
    return string_is_one_of(name, names);
}

static void read_pair(const struct reading *reading, const struct node *key,
                      const struct node *value, const char *resource, bool is_variable)
{
    const char *name = key->text;
    if (is_variable) {
        if (secret_name_is_one(reading->arena, name) && is_secret_value(value))
            add_secret(reading, value, "variable", name);
    } else if (is_secret_property(name) && is_literal(value)) {
        add_secret(reading, value, "property",
                   arena_printf(reading->arena, "%s.%s", resource, name));
    }
}

static void read_properties(const struct reading *reading, const struct node *node,
                            const char *resource, bool is_variable, size_t depth)
{
    const char *name = node_string(node, "Name");
    if (name && node_find(node, "Value") && secret_name_is_one(reading->arena, name) &&
        is_secret_value(node_find(node, "Value")))
        add_secret(reading, node_find(node, "Value"), "variable", name);
    for (size_t i = 0; depth < DEPTH_MAX && node && i < node->count; i++) {
        if (node->kind == NODE_MAPPING)
            read_pair(reading, node->keys[i], node->items[i], resource, is_variable);
        bool variables =
            node->kind == NODE_MAPPING && strcmp(node->keys[i]->text, "Variables") == 0;
        read_properties(reading, node->items[i], resource, variables, depth + 1);
    }
}

static bool is_resource(const struct node *node)
{
    const char *type = node_string(node, "Type");
    return type && (string_starts_with(type, "AWS::") || string_starts_with(type, "Custom::"));
}

static bool has_resource(const struct node *resources)
{
    for (size_t i = 0; i < pairs_of(resources); i++)
        if (is_resource(resources->items[i]))
            return true;
    return false;
}

/* https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-specification.html
 */
static bool is_sam(const struct node *root)
{
    static const char mark[] = "AWS::Serverless-";
    const struct node *transform = node_find(root, "Transform");
    if (node_is_scalar(transform))
        return transform->text && string_starts_with(transform->text, mark);
    for (size_t i = 0; transform && transform->kind == NODE_SEQUENCE && i < transform->count; i++)
        if (node_is_scalar(transform->items[i]) && transform->items[i]->text &&
            string_starts_with(transform->items[i]->text, mark))
            return true;
    return false;
}

static void read_template(struct reading *reading, const struct node *root)
{
    const struct node *resources = node_find(root, "Resources");
    if (!has_resource(resources) && !(node_find(root, "AWSTemplateFormatVersion") && resources))
        return;
    reading->system = is_sam(root) ? "sam" : "cloudformation";
    add_template(reading, resources);
    read_parameters(reading, node_find(root, "Parameters"));
    for (size_t i = 0; i < pairs_of(resources); i++)
        read_properties(reading, node_find(resources->items[i], "Properties"),
                        resources->keys[i]->text, false, 0);
    /* SAM gives all functions the same ones. */
    read_properties(reading, node_find(root, "Globals"), "Globals", false, 0);
}

/* `shop:dbPassword: hunter2`; what is encrypted is `{secure: ...}`
 * (https://www.pulumi.com/docs/iac/concepts/secrets/). */
static void read_config(const struct reading *reading, const struct node *config, size_t depth)
{
    for (size_t i = 0; i < pairs_of(config); i++) {
        const char *key = config->keys[i]->text, *colon = strrchr(key, ':');
        const struct node *value = config->items[i];
        if (strcmp(key, "secure") == 0)
            continue;
        /* A project declares its settings: `dbPassword: {value: hunter2}`. */
        const struct node *declared = node_find(value, "value");
        if (!declared)
            declared = node_find(value, "default");
        if (secret_name_is_one(reading->arena, colon ? colon + 1 : key) &&
            is_secret_value(declared ? declared : value))
            add_secret(reading, declared ? declared : value, "config", key);
        if (depth < DEPTH_MAX)
            read_config(reading, value, depth + 1);
    }
}

static bool is_pulumi(const char *base)
{
    return string_starts_with(base, "Pulumi.") &&
           (string_ends_with(base, ".yaml") || string_ends_with(base, ".yml"));
}

static void read_pulumi(struct reading *reading, const struct node *root)
{
    reading->system = "pulumi";
    if (node_find(root, "runtime") && node_find(root, "name"))
        add_template(reading, node_find(root, "resources"));
    read_config(reading, node_find(root, "config"), 0);
}

/* A file that may be anything bears a mark only where its text does, or the beginning of one
 * that is too large. */
static bool bears_marks(const struct fact_file *file)
{
    static const char mark[] = "AWSTemplateFormatVersion";
    const struct content *content = &file->content;
    bool is_lost = content->state == CONTENT_MISSING || content->state == CONTENT_CORRUPT;
    return is_pulumi(path_base(file->path)) ||
           (is_lost && string_ends_with(file->path, ".template")) ||
           (content->state == CONTENT_TEXT && text_find(content->text, mark) != SIZE_MAX) ||
           (content->state == CONTENT_TOO_LARGE && text_find(content->head, mark) != SIZE_MAX);
}

static void add_gaps(const struct reading *reading, enum unknown_class class, const char *reason)
{
    struct value *cells =
        fact_add_gap(reading->writer, &fact_kind_infrastructure_template, NULL, class, reason)
            ->cells;
    cells[INFRASTRUCTURE_TEST] = value_boolean(reading->test);
    cells[INFRASTRUCTURE_VENDORED] = value_boolean(reading->vendored);
    shown_secret_add_gap(reading->writer, class, reason, reading->test, reading->vendored);
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    if (file->content.state == CONTENT_LINK || file->content.state == CONTENT_SUBMODULE)
        return;
    struct reading reading = {
        .writer = writer,
        .arena = fact_arena(writer),
        .test = path_is_test(file->path),
        .vendored = snapshot_is_vendored(file->snapshot, file->path),
    };
    enum unknown_class class = UNKNOWN_UNREADABLE;
    const char *reason = fact_file_unreadable(file, &class);
    const struct document_problem *problem = NULL;
    /* A template of JSON may be called `.template`, and JSON is YAML. */
    const struct document *document = NULL;
    if (!reason)
        document = string_ends_with(file->path, ".json") ? fact_file_json(file, false, &problem)
                                                         : fact_file_yaml(file, &problem);
    if (!document) {
        bool is_template = !reason && fact_file_is_template(file);
        if (bears_marks(file))
            add_gaps(&reading, is_template ? UNKNOWN_UNOBSERVABLE : class,
                     reason        ? reason
                     : is_template ? "a template that is not rendered"
                                   : "it is neither YAML nor JSON");
        return;
    }
    const struct node *root = document->count > 0 ? document->roots[0] : NULL;
    if (is_pulumi(path_base(file->path)))
        read_pulumi(&reading, root);
    else
        read_template(&reading, root);
}

static const struct fact_kind *const kinds[] = {&fact_kind_infrastructure_template,
                                                &fact_kind_infrastructure_secret, NULL};
static const char *const paths[] = {"*.yaml", "*.yml", "*.json", "*.template", NULL};
/* What a file of each sort must hold. */
static const char *const literals[] = {
    "AWSTemplateFormatVersion", "AWS::", "Custom::", "runtime:", "config:", NULL};

FACT(infrastructure) = {
    .name = "infrastructure",
    .area = FACT_AREA_WORKLOADS,
    .summary = "templates of CloudFormation and SAM, projects of Pulumi, secrets that they show",
    .version = 2,
    .kinds = kinds,
    .paths = paths,
    .literals = literals,
    .recognise_file = recognise,
    .judges_lost_content = true,
};
