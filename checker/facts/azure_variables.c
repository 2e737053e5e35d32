#include "facts/azure_reader.h"

#include <string.h>

static void add_variable(struct azure_reader *reader, const struct azure_job *job,
                         struct pipeline_place place, const char *name, const char *value)
{
    struct arena *scratch = reader->expander.scratch;
    pipeline_add_variable(reader->pipeline, place, job ? job->id : NULL, 0, name, value);
    if (job || !value || strchr(value, '$'))
        return;
    char *key = arena_strdup(scratch, name);
    for (char *at = key; *at; at++)
        *at = *at >= 'A' && *at <= 'Z' ? (char)(*at - 'A' + 'a') : *at;
    if (!table_has(&reader->variables, key))
        table_set(&reader->variables, key, arena_strdup(scratch, value));
}

static void read_item(struct azure_reader *reader, const struct azure_item *item,
                      struct azure_job *job)
{
    struct arena *scratch = reader->expander.scratch;
    struct azure_value value = azure_value_of(scratch, item->node, item->scope);
    if (value.kind != AZURE_NODE || value.node->kind != NODE_MAPPING)
        return;
    struct azure_mapping mapping = azure_expand_mapping(&reader->expander, value.node, value.scope);
    const char *name = azure_get_text(scratch, &mapping, "name");
    if (azure_find(&mapping, "template"))
        azure_follow(
            reader, &mapping,
            &(struct azure_call){.level = AZURE_LEVEL_VARIABLES, .job = job, .run = item->run});
    else if (name && item->run.activation < PIPELINE_MANUAL)
        add_variable(reader, item->run.activation == PIPELINE_OPEN && !job ? NULL : job,
                     azure_place(value.scope, value.node), name,
                     azure_get_text(scratch, &mapping, "value"));
}

void azure_read_variables(struct azure_reader *reader, const struct azure_value *variables,
                          struct azure_job *job)
{
    if (variables->kind != AZURE_NODE)
        return;
    if (variables->node->kind == NODE_SEQUENCE) {
        struct azure_list list = azure_expand_list(&reader->expander, variables);
        for (size_t i = 0; i < list.count; i++)
            read_item(reader, &list.items[i], job);
        return;
    }
    struct azure_mapping mapping =
        azure_expand_mapping(&reader->expander, variables->node, variables->scope);
    for (size_t i = 0; i < mapping.count; i++) {
        const struct azure_entry *entry = &mapping.entries[i];
        if (pipeline_string(entry->node))
            add_variable(reader, job, azure_place(entry->scope, entry->place), entry->key,
                         azure_text(reader->expander.scratch, entry->node->text, entry->scope));
    }
}
