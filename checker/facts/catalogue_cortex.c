/* cortex.yaml, the entity descriptor of Cortex, as "Defining entities with YAML" of its
 * documentation says: an OpenAPI 3 document with x-cortex-* in its `info`. Other programs
 * have a file of that name too: without any x-cortex-* it is theirs. */
#include "facts/catalogue_reading.h"

#include <string.h>

static bool is_descriptor(const struct node *info)
{
    for (size_t i = 0; info && info->kind == NODE_MAPPING && i < info->count; i++)
        if (info->keys[i]->text && string_starts_with(info->keys[i]->text, "x-cortex-"))
            return true;
    return false;
}

static void read_owner(struct catalogue_reading *reading, const struct node *owner, size_t index)
{
    struct arena *arena = fact_arena(reading->writer);
    const char *type = node_string(owner, "type");
    bool email = type && string_equals_folded(type, "email");
    bool slack = type && string_equals_folded(type, "slack");
    const char *key = email ? "email" : slack ? "channel" : "name";
    const char *field = arena_printf(arena, "info.x-cortex-owners[%zu].%s", index, key);
    if (owner->kind != NODE_MAPPING || !catalogue_require_text(reading, owner, key, field))
        return;
    const struct node *name = node_find(owner, key);
    if (slack)
        catalogue_oncall(reading, name, ONCALL_CONTACT, "slack", name->text, false);
    else if (catalogue_is_placeholder_owner(name->text))
        catalogue_problem(reading, name, PROBLEM_PLACEHOLDER, field,
                          arena_printf(arena, "is '%s', a placeholder", name->text));
    else
        catalogue_reference(reading, name, REFERENCE_OWNED_BY, email ? "user" : "group", "default",
                            name->text);
}

static void read_owners(struct catalogue_reading *reading, const struct node *info)
{
    const struct node *owners =
        catalogue_sequence(reading, info, "x-cortex-owners", "info.x-cortex-owners");
    for (size_t i = 0; owners && i < owners->count; i++)
        read_owner(reading, owners->items[i], i);
}

static void read_oncall(struct catalogue_reading *reading, const struct node *info)
{
    struct arena *arena = fact_arena(reading->writer);
    const struct node *tools =
        catalogue_mapping(reading, info, "x-cortex-oncall", "info.x-cortex-oncall", false);
    for (size_t i = 0; tools && i < tools->count; i++) {
        const char *tool = tools->keys[i]->text;
        const struct node *id = node_find(tools->items[i], "id");
        if (!tool)
            continue;
        if (catalogue_require_text(reading, tools->items[i], "id",
                                   arena_printf(arena, "info.x-cortex-oncall.%s.id", tool)))
            catalogue_oncall(reading, id, ONCALL_INTEGRATION, tool, id->text, false);
    }
}

static void read_dependencies(struct catalogue_reading *reading, const struct node *info)
{
    const struct node *list = node_find(info, "x-cortex-dependency");
    for (size_t i = 0; list && list->kind == NODE_SEQUENCE && i < list->count; i++) {
        const struct node *tag = node_find(list->items[i], "tag");
        if (tag && node_is_scalar(tag) && tag->kind != NODE_NULL)
            catalogue_reference(reading, tag, REFERENCE_DEPENDS_ON, NULL, "default", tag->text);
    }
}

void catalogue_read_cortex(struct catalogue_reading *reading, const struct node *root)
{
    static const char *const link_keys[] = {"name", "type", "url", NULL};
    const struct node *info = node_find(root, "info");
    if (!is_descriptor(info))
        return;
    struct arena *arena = fact_arena(reading->writer);
    const char *type = node_string(info, "x-cortex-type");
    reading->kind = type ? catalogue_lower(arena, type) : "service";
    reading->name = catalogue_lower(arena, node_string(info, "x-cortex-tag"));
    if (catalogue_is_template(reading->name))
        return;
    catalogue_require_text(reading, root, "openapi", "openapi");
    catalogue_require_text(reading, info, "title", "info.title");
    catalogue_require_text(reading, info, "x-cortex-tag", "info.x-cortex-tag");
    read_owners(reading, info);
    read_oncall(reading, info);
    read_dependencies(reading, info);
    catalogue_require_items(
        reading, catalogue_sequence(reading, info, "x-cortex-link", "info.x-cortex-link"),
        "info.x-cortex-link", link_keys);
    const struct node *owners = node_find(info, "x-cortex-owners");
    const struct node *first =
        owners && owners->kind == NODE_SEQUENCE && owners->count ? owners->items[0] : NULL;
    const char *name = node_string(first, "name");
    if (reading->name)
        catalogue_entity(reading, info, type, NULL, name ? name : node_string(first, "email"));
}
