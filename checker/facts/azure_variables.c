#include "facts/azure_reader.h"

#include <string.h>

static const char *folded(struct arena *scratch, const char *name)
{
    char *key = arena_strdup(scratch, name);
    for (char *at = key; *at; at++)
        *at = *at >= 'A' && *at <= 'Z' ? (char)(*at - 'A' + 'a') : *at;
    return key;
}

/* The last value counts, and none where it is not known whether it is set. */
static void note_constant(struct arena *scratch, struct table *variables, const char *name,
                          const char *value)
{
    bool constant = value && !strchr(value, '$');
    table_set(variables, folded(scratch, name), constant ? arena_strdup(scratch, value) : NULL);
}

static void add_variable(struct azure_reader *reader, struct azure_job *job,
                         struct pipeline_place place, const char *name, const char *value,
                         bool certain)
{
    struct arena *scratch = reader->expander.scratch;
    pipeline_add_variable(reader->pipeline, place, job ? job->id : NULL, 0, name, value);
    note_constant(scratch, job ? &job->variables : &reader->variables, name,
                  certain ? value : NULL);
}

/* The value of the variable that a macro names, with its size; NULL: it is no constant. */
static const char *macro_value(struct azure_reader *reader, const struct azure_job *job,
                               const char *macro, size_t *size)
{
    size_t name = strcspn(macro + 2, ")\n ");
    if (macro[2 + name] != ')')
        return NULL;
    *size = name + 3;
    const char *key = folded(
        reader->expander.scratch,
        arena_copy(reader->expander.scratch, (struct text){.bytes = macro + 2, .size = name}));
    return table_has(&job->variables, key) ? table_find(&job->variables, key)
                                           : table_find(&reader->variables, key);
}

const char *azure_macros(struct azure_reader *reader, const struct azure_job *job, const char *text)
{
    if (!text || !strstr(text, "$("))
        return text;
    struct buffer out = BUFFER_EMPTY;
    while (*text) {
        size_t size = 0;
        const char *value =
            text[0] == '$' && text[1] == '(' ? macro_value(reader, job, text, &size) : NULL;
        if (value) {
            buffer_add_string(&out, value);
            text += size;
        } else {
            buffer_add_byte(&out, *text++);
        }
    }
    const char *made = arena_strdup(reader->expander.scratch, buffer_string(&out));
    buffer_release(&out);
    return made;
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
        add_variable(reader, job, azure_place(value.scope, value.node), name,
                     azure_get_text(scratch, &mapping, "value"),
                     item->run.activation == PIPELINE_AUTOMATIC);
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
                         azure_text(reader->expander.scratch, entry->node->text, entry->scope),
                         entry->run.activation == PIPELINE_AUTOMATIC);
    }
}
