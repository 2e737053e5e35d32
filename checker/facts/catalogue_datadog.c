/* Service definitions of Datadog: schema-version v2.2 and entities of apiVersion v3, as the
 * JSON Schemas in github.com/DataDog/schema (service-catalog) say; of older versions, which
 * Datadog still reads, what all have in common. */
#include "facts/catalogue_reading.h"

#include <string.h>

static const char *const contact_keys[] = {"type", "contact", NULL};
static const char *const link_keys[] = {"name", "type", "url", NULL};

static void read_contacts(struct catalogue_reading *reading, const struct node *owner,
                          const char *field)
{
    const struct node *contacts = catalogue_sequence(reading, owner, "contacts", field);
    catalogue_require_items(reading, contacts, field, contact_keys);
    for (size_t i = 0; contacts && i < contacts->count; i++) {
        const char *contact = node_string(contacts->items[i], "contact");
        if (contact)
            catalogue_oncall(reading, node_find(contacts->items[i], "contact"), ONCALL_CONTACT,
                             node_string(contacts->items[i], "type"), contact, false);
    }
}

static void read_links(struct catalogue_reading *reading, const struct node *owner,
                       const char *field)
{
    catalogue_require_items(reading, catalogue_sequence(reading, owner, "links", field), field,
                            link_keys);
}

/* The service's page at the tool, `https://TEAM.pagerduty.com/service-directory/PABC`. */
static void read_integrations(struct catalogue_reading *reading, const struct node *root,
                              const char *key)
{
    static const char *const tools[] = {"pagerduty", "opsgenie", NULL};
    static const char *const pages[] = {".pagerduty.com/service-directory/P",
                                        ".opsgenie.com/service/"};
    struct arena *arena = fact_arena(reading->writer);
    const struct node *integrations =
        catalogue_mapping(reading, root, "integrations", "integrations", false);
    for (size_t i = 0; integrations && tools[i]; i++) {
        const struct node *tool = node_find(integrations, tools[i]);
        if (!tool || tool->kind == NODE_NULL)
            continue;
        const char *field = arena_printf(arena, "integrations.%s.%s", tools[i], key);
        const struct node *page = node_find(tool, key);
        /* Schema v2 has the address itself there. */
        if (node_is_scalar(tool)) {
            page = tool;
        } else if (!catalogue_require_text(reading, tool, key, field)) {
            continue;
        }
        if (!page || !node_is_scalar(page))
            continue;
        catalogue_oncall(reading, page, ONCALL_INTEGRATION, tools[i], page->text, false);
        if (!strstr(page->text, pages[i]) && !catalogue_is_template(page->text))
            catalogue_problem(
                reading, page, PROBLEM_VALUE, field,
                arena_printf(arena, "is no address of a service: 'TEAM%s...' is asked", pages[i]));
    }
}

static void check_owner(struct catalogue_reading *reading, const struct node *owner,
                        const char *key, const char *field)
{
    const struct node *node = node_find(owner, key);
    if (!node || !node_is_scalar(node) || node->kind == NODE_NULL)
        return;
    if (catalogue_is_placeholder_owner(node->text))
        catalogue_problem(
            reading, node, PROBLEM_PLACEHOLDER, field,
            arena_printf(fact_arena(reading->writer), "is '%s', a placeholder", node->text));
    else
        catalogue_reference(reading, node, REFERENCE_OWNED_BY, "group", "default", node->text);
}

static void check_type(struct catalogue_reading *reading, const struct node *root)
{
    static const char *const types[] = {"web",     "db",     "cache",  "function",
                                        "browser", "mobile", "custom", NULL};
    const char *type = node_string(root, "type");
    if (type && !string_is_one_of(type, types))
        catalogue_problem(reading, node_find(root, "type"), PROBLEM_VALUE, "type",
                          arena_printf(fact_arena(reading->writer),
                                       "is '%s'; web, db, cache, function, browser, mobile or "
                                       "custom is asked",
                                       type));
}

/* `words`: type, lifecycle and owner. */
static void add_entity(struct catalogue_reading *reading, const struct node *root,
                       const struct node *told, const char *const words[3])
{
    struct value *cells = catalogue_entity(reading, root, words[0], words[1], words[2]);
    const struct node *retirement = catalogue_retirement(&told, 1);
    cells[ENTITY_RETIREMENT] = fact_text(reading->writer, retirement ? retirement->text : NULL);
}

static void read_second(struct catalogue_reading *reading, const struct node *root)
{
    static const char *const versions[] = {"v1", "v2", "v2.1", "v2.2", NULL};
    static const char *const keys[] = {"schema-version",
                                       "dd-service",
                                       "team",
                                       "application",
                                       "description",
                                       "tier",
                                       "lifecycle",
                                       "type",
                                       "languages",
                                       "contacts",
                                       "links",
                                       "tags",
                                       "integrations",
                                       "extensions",
                                       "ci-pipeline-fingerprints",
                                       NULL};
    const char *version = node_string(root, "schema-version");
    reading->kind = "service";
    if (catalogue_require_text(reading, root, "schema-version", "schema-version") && version &&
        !string_is_one_of(version, versions))
        catalogue_problem(
            reading, node_find(root, "schema-version"), PROBLEM_VALUE, "schema-version",
            arena_printf(fact_arena(reading->writer), "is '%s'; v2.2 is asked", version));
    catalogue_require_text(reading, root, "dd-service", "dd-service");
    if (version && strcmp(version, "v2.2") == 0) {
        catalogue_know_keys(reading, root, "", keys);
        check_type(reading, root);
    }
    check_owner(reading, root, "team", "team");
    read_contacts(reading, root, "contacts");
    if (version && strcmp(version, "v2") != 0 && strcmp(version, "v1") != 0)
        read_links(reading, root, "links");
    read_integrations(reading, root, "service-url");
    if (reading->name)
        add_entity(reading, root, root,
                   (const char *const[]){node_string(root, "type"), node_string(root, "lifecycle"),
                                         node_string(root, "team")});
}

static void read_relations(struct catalogue_reading *reading, const struct node *spec,
                           const char *key, enum reference_verb verb)
{
    struct arena *arena = fact_arena(reading->writer);
    const struct node *list =
        catalogue_sequence(reading, spec, key, arena_printf(arena, "spec.%s", key));
    for (size_t i = 0; list && i < list->count; i++) {
        const struct node *item = list->items[i];
        if (!node_is_scalar(item) || item->kind == NODE_NULL || catalogue_is_template(item->text))
            continue;
        const char *colon = strchr(item->text, ':');
        const char *kind =
            colon ? arena_copy(arena, (struct text){item->text, (size_t)(colon - item->text)})
                  : NULL;
        const char *name = colon ? colon + 1 : item->text;
        const char *slash = strchr(name, '/');
        catalogue_reference(reading, item, verb, kind, "default", slash ? slash + 1 : name);
    }
}

static void read_third(struct catalogue_reading *reading, const struct node *root)
{
    static const char *const keys[] = {"apiVersion",   "kind",    "metadata",   "spec",
                                       "integrations", "datadog", "extensions", NULL};
    static const char *const fields[] = {
        "id",       "inheritFrom", "managed",     "owner",       "additionalOwners",
        "name",     "namespace",   "description", "displayName", "tags",
        "contacts", "links",       NULL};
    catalogue_require_text(reading, root, "kind", "kind");
    catalogue_know_keys(reading, root, "", keys);
    const struct node *metadata = catalogue_mapping(reading, root, "metadata", "metadata", true);
    const struct node *spec = catalogue_mapping(reading, root, "spec", "spec", false);
    if (!metadata)
        return;
    catalogue_require_text(reading, metadata, "name", "metadata.name");
    catalogue_know_keys(reading, metadata, "metadata.", fields);
    check_owner(reading, metadata, "owner", "metadata.owner");
    read_contacts(reading, metadata, "metadata.contacts");
    read_links(reading, metadata, "metadata.links");
    read_integrations(reading, root, "serviceURL");
    read_relations(reading, spec, "dependsOn", REFERENCE_DEPENDS_ON);
    read_relations(reading, spec, "componentOf", REFERENCE_PART_OF);
    if (reading->name && reading->kind)
        add_entity(reading, root, metadata,
                   (const char *const[]){node_string(spec, "type"), node_string(spec, "lifecycle"),
                                         node_string(metadata, "owner")});
}

void catalogue_read_datadog(struct catalogue_reading *reading, const struct node *root)
{
    if (!root || root->kind == NODE_NULL)
        return;
    if (root->kind != NODE_MAPPING) {
        catalogue_problem(reading, root, PROBLEM_TYPE, ".", "is no mapping");
        return;
    }
    struct arena *arena = fact_arena(reading->writer);
    bool third = node_find(root, "apiVersion") && !node_find(root, "schema-version");
    const char *name =
        third ? node_string(node_find(root, "metadata"), "name") : node_string(root, "dd-service");
    reading->name = catalogue_lower(arena, name);
    if (third)
        reading->kind = catalogue_lower(arena, node_string(root, "kind"));
    if (catalogue_is_template(reading->name))
        return;
    if (third)
        read_third(reading, root);
    else
        read_second(reading, root);
}
