#include "facts/circleci_reader.h"

#include <string.h>

static const struct node *section_of(const struct node *root, const char *section, const char *name)
{
    return node_find(node_find(root, section), name);
}

/* A name without a slash is of the configuration or the inline orb that it stands in;
 * one with a slash is of an orb, which is imported under the name before it. */
struct circleci_element circleci_find(struct circleci_reader *reader,
                                      const struct circleci_scope *scope, const char *section,
                                      const char *name)
{
    struct arena *scratch = reader->pipeline->scratch;
    const struct node *own = section_of(scope->root, section, name);
    const char *slash = strchr(name, '/');
    if (own || !slash)
        return (struct circleci_element){.node = own, .root = scope->root};
    const char *alias =
        arena_copy(scratch, (struct text){.bytes = name, .size = (size_t)(slash - name)});
    const struct node *orb = section_of(scope->root, "orbs", alias);
    if (orb && orb->kind == NODE_MAPPING)
        return (struct circleci_element){.node = section_of(orb, section, slash + 1), .root = orb};
    const char *import = circleci_string(scratch, orb, scope);
    if (!import)
        return (struct circleci_element){0};
    const char *version = strchr(import, '@');
    size_t size = version ? (size_t)(version - import) : strlen(import);
    return (struct circleci_element){
        .orb = arena_printf(scratch, "%.*s%s", (int)size, import, slash),
        .version = version ? version + 1 : NULL,
    };
}

void circleci_add_orb(struct circleci_reader *reader, const struct node *place, const char *job,
                      size_t step, const struct circleci_element *element)
{
    struct arena *scratch = reader->pipeline->scratch;
    size_t owner = strcspn(element->orb, "/");
    pipeline_add_use(
        reader->pipeline, circleci_place(reader, place), job, step,
        &(struct pipeline_use){
            .kind = "orb",
            .uses = element->version
                        ? arena_printf(scratch, "%s@%s", element->orb, element->version)
                        : element->orb,
            .owner = arena_copy(scratch, (struct text){.bytes = element->orb, .size = owner}),
            .name = element->orb,
            .ref = element->version,
        });
}

void circleci_add_inputs(struct circleci_reader *reader, const struct node *arguments,
                         const struct circleci_scope *scope, const char *job, size_t step)
{
    for (size_t i = 0; arguments && arguments->kind == NODE_MAPPING && i < arguments->count; i++) {
        const char *value = circleci_string(reader->pipeline->scratch, arguments->items[i], scope);
        if (value)
            pipeline_add_input(reader->pipeline, circleci_place(reader, arguments->keys[i]), job,
                               step, arguments->keys[i]->text, value);
    }
}

void circleci_add_variables(struct circleci_reader *reader, const struct node *environment,
                            const struct circleci_scope *scope, const char *job, size_t step)
{
    struct pipeline *pipeline = reader->pipeline;
    struct circleci_value value = circleci_resolve(pipeline->scratch, environment, scope);
    const struct node *node = value.node;
    for (size_t i = 0; node && node->kind == NODE_MAPPING && i < node->count; i++)
        pipeline_add_variable(pipeline, circleci_place(reader, node->keys[i]), job, step,
                              node->keys[i]->text,
                              circleci_string(pipeline->scratch, node->items[i], value.scope));
    for (size_t i = 0; node && node->kind == NODE_SEQUENCE && i < node->count; i++) {
        const struct node *item = node->items[i];
        const char *text = circleci_string(pipeline->scratch, item, value.scope);
        const char *equals = text ? strchr(text, '=') : NULL;
        if (item->kind == NODE_MAPPING && item->count == 1)
            circleci_add_variables(reader, item, value.scope, job, step);
        else if (equals)
            pipeline_add_variable(
                pipeline, circleci_place(reader, item), job, step,
                arena_copy(pipeline->scratch,
                           (struct text){.bytes = text, .size = (size_t)(equals - text)}),
                equals + 1);
    }
}
