#include "facts/azure_reader.h"

#include <string.h>

/* The texts of a list after its expressions, as copies; absent when there are none. */
static struct value texts_of(struct azure_reader *reader, const struct azure_value *value)
{
    struct arena *arena = fact_arena(reader->pipeline->writer);
    struct arena *scratch = reader->expander.scratch;
    const char *single = value->kind == AZURE_NOTHING ? NULL : azure_value_text(value);
    if (single) {
        single = arena_strdup(arena, single);
        return value_texts(arena, &single, 1);
    }
    struct azure_list list = azure_expand_list(&reader->expander, value);
    const char **texts = ARENA_ARRAY(scratch, const char *, list.count + 1);
    size_t count = 0;
    for (size_t i = 0; i < list.count; i++) {
        const char *text = pipeline_string(list.items[i].node);
        if (text && list.items[i].run.activation < PIPELINE_MANUAL)
            texts[count++] = arena_strdup(arena, azure_text(scratch, text, list.items[i].scope));
    }
    return count > 0 ? value_texts(arena, texts, count) : value_text(NULL);
}

static void set_filter(struct azure_reader *reader, const struct azure_mapping *mapping,
                       const char *key, struct value *include, struct value *exclude)
{
    struct azure_value filter = azure_get(reader->expander.scratch, mapping, key);
    if (filter.kind != AZURE_NODE)
        return;
    if (filter.node->kind == NODE_SEQUENCE) {
        *include = texts_of(reader, &filter);
        return;
    }
    struct azure_mapping parts = azure_expand_mapping(&reader->expander, filter.node, filter.scope);
    struct azure_value included = azure_get(reader->expander.scratch, &parts, "include");
    struct azure_value excluded = azure_get(reader->expander.scratch, &parts, "exclude");
    *include = texts_of(reader, &included);
    *exclude = texts_of(reader, &excluded);
}

/* `trigger` or `pr`: none, a list of branches, or filters. False: it starts nothing. */
static bool read_filtered(struct azure_reader *reader, const struct azure_mapping *root,
                          const char *key, const char *event, struct pipeline_place otherwise)
{
    const struct azure_entry *entry = azure_find(root, key);
    struct pipeline_trigger trigger = {.event = event};
    struct pipeline_place place = entry ? azure_place(entry->scope, entry->place) : otherwise;
    struct azure_value value = azure_get(reader->expander.scratch, root, key);
    const char *word = azure_value_text(&value);
    if (entry && word && strcmp(word, "none") == 0)
        return false;
    if (value.kind == AZURE_NODE && value.node->kind == NODE_SEQUENCE) {
        trigger.branches = texts_of(reader, &value);
        /* `- none` is written for `none`, and no branch is called so. */
        if (trigger.branches.kind == VALUE_LIST && trigger.branches.list->count == 1 &&
            strcmp(trigger.branches.list->items[0].text, "none") == 0)
            return false;
    } else if (value.kind == AZURE_NODE) {
        struct azure_mapping mapping =
            azure_expand_mapping(&reader->expander, value.node, value.scope);
        set_filter(reader, &mapping, "branches", &trigger.branches, &trigger.branches_ignore);
        set_filter(reader, &mapping, "paths", &trigger.paths, &trigger.paths_ignore);
        set_filter(reader, &mapping, "tags", &trigger.tags, &trigger.tags_ignore);
        if (trigger.tags.kind == VALUE_LIST) {
            struct pipeline_trigger tag = {
                .event = "tag", .tags = trigger.tags, .tags_ignore = trigger.tags_ignore};
            pipeline_add_trigger(reader->pipeline, place, &tag);
            trigger.tags = value_text(NULL);
            trigger.tags_ignore = value_text(NULL);
            /* Tags alone leave no branch. */
            if (trigger.branches.kind != VALUE_LIST && trigger.paths.kind != VALUE_LIST &&
                trigger.branches_ignore.kind != VALUE_LIST)
                return true;
        }
    }
    pipeline_add_trigger(reader->pipeline, place, &trigger);
    return true;
}

static bool read_schedules(struct azure_reader *reader, const struct azure_mapping *root)
{
    struct azure_value value = azure_get(reader->expander.scratch, root, "schedules");
    struct azure_list list = azure_expand_list(&reader->expander, &value);
    bool any = false;
    for (size_t i = 0; i < list.count; i++) {
        struct azure_mapping mapping =
            azure_expand_mapping(&reader->expander, list.items[i].node, list.items[i].scope);
        struct azure_value cron = azure_get(reader->expander.scratch, &mapping, "cron");
        if (!azure_value_text(&cron) || cron.kind == AZURE_NOTHING)
            continue;
        struct pipeline_trigger trigger = {.event = "schedule",
                                           .schedules = texts_of(reader, &cron)};
        set_filter(reader, &mapping, "branches", &trigger.branches, &trigger.branches_ignore);
        pipeline_add_trigger(reader->pipeline, azure_place(list.items[i].scope, list.items[i].node),
                             &trigger);
        any = true;
    }
    return any;
}

/* Other pipelines whose end starts this one. */
static bool read_followed(struct azure_reader *reader, const struct azure_mapping *resources)
{
    struct arena *scratch = reader->expander.scratch;
    struct azure_value value = azure_get(scratch, resources, "pipelines");
    struct azure_list list = azure_expand_list(&reader->expander, &value);
    bool any = false;
    for (size_t i = 0; i < list.count; i++) {
        struct azure_mapping mapping =
            azure_expand_mapping(&reader->expander, list.items[i].node, list.items[i].scope);
        struct azure_value trigger = azure_get(scratch, &mapping, "trigger");
        const char *word = azure_value_text(&trigger);
        struct azure_value source = azure_get(scratch, &mapping, "source");
        if (!azure_find(&mapping, "trigger") || (word && strcmp(word, "none") == 0))
            continue;
        pipeline_add_trigger(reader->pipeline, azure_place(list.items[i].scope, list.items[i].node),
                             &(struct pipeline_trigger){.event = "workflow_run",
                                                        .workflows = texts_of(reader, &source)});
        any = true;
    }
    return any;
}

static void read_containers(struct azure_reader *reader, const struct azure_mapping *resources)
{
    struct arena *scratch = reader->expander.scratch;
    struct azure_value value = azure_get(scratch, resources, "containers");
    struct azure_list list = azure_expand_list(&reader->expander, &value);
    for (size_t i = 0; i < list.count; i++) {
        struct azure_mapping mapping =
            azure_expand_mapping(&reader->expander, list.items[i].node, list.items[i].scope);
        const char *name = azure_get_text(scratch, &mapping, "container");
        const char *image = azure_get_text(scratch, &mapping, "image");
        if (name && image)
            table_set(&reader->containers, name, arena_strdup(scratch, image));
    }
}

static void read_repositories(struct azure_reader *reader, const struct azure_mapping *resources)
{
    struct arena *scratch = reader->expander.scratch;
    struct azure_value value = azure_get(scratch, resources, "repositories");
    struct azure_list list = azure_expand_list(&reader->expander, &value);
    for (size_t i = 0; i < list.count; i++) {
        struct azure_mapping mapping =
            azure_expand_mapping(&reader->expander, list.items[i].node, list.items[i].scope);
        const char *alias = azure_get_text(scratch, &mapping, "repository");
        struct azure_repository *repository = ARENA_NEW(scratch, struct azure_repository);
        repository->name = azure_get_text(scratch, &mapping, "name");
        repository->ref = azure_get_text(scratch, &mapping, "ref");
        if (alias)
            table_set(&reader->repositories, alias, repository);
    }
}

struct azure_mapping azure_read_resources(struct azure_reader *reader,
                                          const struct azure_mapping *root)
{
    struct azure_value value = azure_get(reader->expander.scratch, root, "resources");
    struct azure_mapping resources = {0};
    if (value.kind != AZURE_NODE || value.node->kind != NODE_MAPPING)
        return resources;
    resources = azure_expand_mapping(&reader->expander, value.node, value.scope);
    read_containers(reader, &resources);
    read_repositories(reader, &resources);
    return resources;
}

/* What is not said is on: every branch's pushes and pull requests start a pipeline
 * (learn.microsoft.com/azure/devops/pipelines/yaml-schema/trigger and .../pr; requests
 * within Azure Repos are started by a policy of the branch, which no file shows). */
struct pipeline_run azure_read_triggers(struct azure_reader *reader,
                                        const struct azure_mapping *root)
{
    struct azure_mapping resources = azure_read_resources(reader, root);
    struct pipeline_place top = {.path = reader->pipeline->workflow, .line = 1, .column = 1};
    bool pushed = read_filtered(reader, root, "trigger", "push", top);
    bool asked = read_filtered(reader, root, "pr", "pull_request", top);
    bool timed = read_schedules(reader, root);
    bool followed = read_followed(reader, &resources);
    if (pushed || asked || timed || followed)
        return (struct pipeline_run){0};
    pipeline_add_trigger(reader->pipeline, top,
                         &(struct pipeline_trigger){.event = "workflow_dispatch"});
    return pipeline_stopped(PIPELINE_MANUAL, "only a person starts it: no push, no pull request"
                                             " and no schedule does");
}
