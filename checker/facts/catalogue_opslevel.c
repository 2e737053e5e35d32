/* opslevel.yml, as "Config as Code (opslevel.yml)" of OpsLevel's documentation says: a
 * component (a service in older files) or a repository. Owner, tier and lifecycle are aliases
 * that only OpsLevel knows. */
#include "facts/catalogue_reading.h"
#include "facts/paths.h"

#include <string.h>

static void check_owner(struct catalogue_reading *reading, const struct node *node,
                        const char *field)
{
    const struct node *owner = node_find(node, "owner");
    if (!owner || !node_is_scalar(owner) || owner->kind == NODE_NULL)
        return;
    if (catalogue_is_placeholder_owner(owner->text))
        catalogue_problem(
            reading, owner, PROBLEM_PLACEHOLDER, field,
            arena_printf(fact_arena(reading->writer), "is '%s', a placeholder", owner->text));
    else
        catalogue_reference(reading, owner, REFERENCE_OWNED_BY, "group", "default", owner->text);
}

/* Tools of the category `incidents` page people, and so do sources of alerts of these. */
static void read_paging(struct catalogue_reading *reading, const struct node *component,
                        const char *prefix)
{
    static const char *const pagers[] = {"pagerduty", "opsgenie", "victorops", "incident_io", NULL};
    static const char *const keys[] = {"name", "category", "url", NULL};
    struct arena *arena = fact_arena(reading->writer);
    const char *field = arena_printf(arena, "%s.tools", prefix);
    const struct node *tools = catalogue_sequence(reading, component, "tools", field);
    catalogue_require_items(reading, tools, field, keys);
    for (size_t i = 0; tools && i < tools->count; i++) {
        const char *category = node_string(tools->items[i], "category");
        const char *url = node_string(tools->items[i], "url");
        if (category && url && strcmp(category, "incidents") == 0)
            catalogue_oncall(reading, node_find(tools->items[i], "url"), ONCALL_INTEGRATION,
                             node_string(tools->items[i], "name"), url, false);
    }
    const struct node *sources = catalogue_sequence(
        reading, component, "alert_sources", arena_printf(arena, "%s.alert_sources", prefix));
    for (size_t i = 0; sources && i < sources->count; i++) {
        const char *type = node_string(sources->items[i], "type");
        const char *id = node_string(sources->items[i], "external_id");
        if (type && id && string_is_one_of(type, pagers))
            catalogue_oncall(reading, node_find(sources->items[i], "external_id"),
                             ONCALL_INTEGRATION, type, id, false);
    }
}

static void read_component(struct catalogue_reading *reading, const struct node *component,
                           const char *prefix)
{
    struct arena *arena = fact_arena(reading->writer);
    reading->kind = "component";
    reading->name = catalogue_lower(arena, node_string(component, "name"));
    if (catalogue_is_template(reading->name))
        return;
    if (component->kind != NODE_MAPPING) {
        catalogue_problem(reading, component, PROBLEM_TYPE, prefix, "must be a mapping");
        return;
    }
    catalogue_require_text(reading, component, "name", arena_printf(arena, "%s.name", prefix));
    check_owner(reading, component, arena_printf(arena, "%s.owner", prefix));
    read_paging(reading, component, prefix);
    const struct node *dependencies = catalogue_sequence(
        reading, component, "dependencies", arena_printf(arena, "%s.dependencies", prefix));
    for (size_t i = 0; dependencies && i < dependencies->count; i++) {
        const struct node *item = dependencies->items[i];
        const struct node *alias = item->kind == NODE_MAPPING ? node_find(item, "alias") : item;
        if (alias && node_is_scalar(alias) && alias->kind != NODE_NULL)
            catalogue_reference(reading, alias, REFERENCE_DEPENDS_ON, "component", "default",
                                alias->text);
    }
    if (!reading->name)
        return;
    struct value *cells =
        catalogue_entity(reading, component, node_string(component, "type"),
                         node_string(component, "lifecycle"), node_string(component, "owner"));
    const struct node *retirement = catalogue_retirement(&component, 1);
    cells[ENTITY_RETIREMENT] = fact_text(reading->writer, retirement ? retirement->text : NULL);
}

void catalogue_read_opslevel(struct catalogue_reading *reading, const struct node *root)
{
    if (!root || root->kind == NODE_NULL)
        return;
    if (root->kind != NODE_MAPPING) {
        catalogue_problem(reading, root, PROBLEM_TYPE, ".", "is no mapping");
        return;
    }
    if (string_ends_with(reading->file->path, ".yaml"))
        catalogue_problem(reading, root, PROBLEM_VALUE, ".",
                          "is opslevel.yaml, and OpsLevel reads opslevel.yml alone");
    const char *version = node_string(root, "version");
    if (catalogue_require_text(reading, root, "version", "version") && version &&
        strcmp(version, "1") != 0)
        catalogue_problem(
            reading, node_find(root, "version"), PROBLEM_VALUE, "version",
            arena_printf(fact_arena(reading->writer), "is '%s'; 1 is asked", version));
    static const char *const names[] = {"component", "service", NULL};
    bool found = false;
    for (size_t i = 0; names[i]; i++) {
        const struct node *component = node_find(root, names[i]);
        found = found || component;
        if (component && component->kind != NODE_NULL)
            read_component(reading, component, names[i]);
    }
    const struct node *repository = node_find(root, "repository");
    if (repository && repository->kind == NODE_MAPPING) {
        reading->kind = "repository";
        reading->name = "repository";
        check_owner(reading, repository, "repository.owner");
        catalogue_entity(reading, repository, NULL, NULL, node_string(repository, "owner"));
    }
    if (!found && !repository)
        catalogue_problem(reading, root, PROBLEM_MISSING, "component",
                          "is not there, and neither is 'service' or 'repository'");
}
