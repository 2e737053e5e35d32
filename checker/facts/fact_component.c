/* component - what a service catalogue is told of this repository. Formats: Backstage's
 * "Descriptor Format of Catalog Entities" (kind Component), Datadog's service definitions
 * (schema-version v2, entity v3), OpsLevel's opslevel.yml, Cortex's cortex.yaml. */
#include "facts/catalogue.h"
#include "facts/catalogue_reading.h"
#include "facts/paths.h"

#include <string.h>

static const struct fact_field fields[] = {
    [COMPONENT_SYSTEM] = {"system",
                          {.kind = TYPE_WORD, .words = catalogue_systems},
                          false,
                          "whose catalogue it is for"},
    [COMPONENT_NAME] = {"name", {.kind = TYPE_TEXT}, false, "as the catalogue knows it"},
    [COMPONENT_TYPE] = {"type", {.kind = TYPE_TEXT}, true, "service, website, library, ..."},
    [COMPONENT_LIFECYCLE] = {"lifecycle", {.kind = TYPE_TEXT}, true, "in lower case"},
    [COMPONENT_OWNER] = {"owner", {.kind = TYPE_TEXT}, true, "a team or a person"},
    [COMPONENT_TIER] = {"tier",
                        {.kind = TYPE_INTEGER},
                        true,
                        "1 for the most important; only where a number from 1 to 4 is written"},
    [COMPONENT_TEST] = {"test",
                        {.kind = TYPE_BOOLEAN},
                        false,
                        "stands where test material, examples and templates stand"},
    [COMPONENT_PLACEHOLDER] = {"placeholder",
                               {.kind = TYPE_BOOLEAN},
                               false,
                               "its owner is what templates and manuals have there"},
    {0},
};

static const char *const key[] = {"path", "name", NULL};

const struct fact_kind fact_kind_component = {
    .name = "component",
    .summary = "an entry for a service catalogue: a component of this repository",
    .key = key,
    .fields = fields,
};

/* What one entry says; NULL where it says nothing. */
struct entry_words {
    const char *system, *name, *type, *lifecycle, *owner, *tier;
};

/* `1`, `tier1`, `tier-1`, `tier_1`, `Tier 1`, `T1`: one number from 1 to 4. */
static struct value tier_of(const char *written)
{
    static const char *const before[] = {"", "tier", "t", "p", NULL};
    struct value tier = {.kind = VALUE_ABSENT};
    size_t letters = 0;
    while ((written[letters] >= 'a' && written[letters] <= 'z') ||
           (written[letters] >= 'A' && written[letters] <= 'Z'))
        letters++;
    const char *digit = written + letters;
    if (*digit == '-' || *digit == '_' || *digit == ' ')
        digit++;
    if (*digit < '1' || *digit > '4' || digit[1] != '\0')
        return tier;
    for (size_t i = 0; before[i]; i++)
        if (strlen(before[i]) == letters &&
            text_find_folded((struct text){written, letters}, before[i]) == 0)
            tier = value_integer(*digit - '0');
    return tier;
}

static void add_entry(struct fact_writer *writer, struct fact_file *file, const struct node *node,
                      const struct entry_words *words)
{
    if (!words->name || catalogue_is_template(words->name))
        return; /* a template of entries, not one of them */
    struct arena *arena = fact_arena(writer);
    struct value *cells =
        fact_add(writer, &fact_kind_component, NULL, node->line, node->column)->cells;
    const struct {
        size_t cell;
        const char *word;
    } texts[] = {{COMPONENT_TYPE, catalogue_lower(arena, words->type)},
                 {COMPONENT_LIFECYCLE, catalogue_lower(arena, words->lifecycle)},
                 {COMPONENT_OWNER, words->owner}};
    cells[COMPONENT_SYSTEM] = value_text(words->system);
    cells[COMPONENT_NAME] = fact_text(writer, words->name);
    cells[COMPONENT_TEST] = value_boolean(catalogue_is_foreign(file));
    cells[COMPONENT_PLACEHOLDER] =
        value_boolean(words->owner && !catalogue_is_template(words->owner) &&
                      catalogue_is_placeholder_owner(words->owner));
    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++)
        cells[texts[i].cell] =
            catalogue_is_template(texts[i].word)
                ? value_unknown(arena, UNKNOWN_UNOBSERVABLE, "a template decides it")
                : fact_text(writer, texts[i].word);
    if (words->tier)
        cells[COMPONENT_TIER] = tier_of(words->tier);
}

/* Backstage has no field for it: labels and annotations end with `tier`, and many give
 * their entries a spec.tier. */
static const char *backstage_tier(const struct node *root)
{
    static const char *const places[] = {"labels", "annotations"};
    const struct node *metadata = node_find(root, "metadata");
    const char *tier = node_string(node_find(root, "spec"), "tier");
    for (size_t i = 0; !tier && i < 2; i++) {
        const struct node *place = node_find(metadata, places[i]);
        for (size_t p = 0; place && place->kind == NODE_MAPPING && p < place->count && !tier; p++) {
            const char *name = place->keys[p]->text;
            if (name && (strcmp(name, "tier") == 0 || string_ends_with(name, "/tier") ||
                         string_ends_with(name, "/service-tier")))
                tier = node_is_scalar(place->items[p]) ? place->items[p]->text : NULL;
        }
    }
    return tier;
}

static void read_backstage(struct fact_writer *writer, struct fact_file *file,
                           const struct node *root)
{
    const char *version = node_string(root, "apiVersion");
    const char *kind = node_string(root, "kind");
    const struct node *spec = node_find(root, "spec");
    if (version && string_starts_with(version, "backstage.io/") && kind &&
        strcmp(kind, "Component") == 0)
        add_entry(writer, file, root,
                  &(struct entry_words){.system = "backstage",
                                        .name = node_string(node_find(root, "metadata"), "name"),
                                        .type = node_string(spec, "type"),
                                        .lifecycle = node_string(spec, "lifecycle"),
                                        .owner = node_string(spec, "owner"),
                                        .tier = backstage_tier(root)});
}

static void read_datadog(struct fact_writer *writer, struct fact_file *file,
                         const struct node *root)
{
    const struct node *metadata = node_find(root, "metadata");
    const struct node *spec = node_find(root, "spec");
    const char *kind = node_string(root, "kind");
    if (node_find(root, "dd-service"))
        add_entry(writer, file, root,
                  &(struct entry_words){.system = "datadog",
                                        .name = node_string(root, "dd-service"),
                                        .type = node_string(root, "type"),
                                        .lifecycle = node_string(root, "lifecycle"),
                                        .owner = node_string(root, "team"),
                                        .tier = node_string(root, "tier")});
    else if (kind && strcmp(kind, "service") == 0 && node_find(root, "apiVersion"))
        add_entry(writer, file, root,
                  &(struct entry_words){.system = "datadog",
                                        .name = node_string(metadata, "name"),
                                        .type = node_string(spec, "type"),
                                        .lifecycle = node_string(spec, "lifecycle"),
                                        .owner = node_string(metadata, "owner"),
                                        .tier = node_string(spec, "tier")});
}

static void read_opslevel(struct fact_writer *writer, struct fact_file *file,
                          const struct node *root)
{
    const struct node *service = node_find(root, "component");
    if (!service)
        service = node_find(root, "service");
    if (service)
        add_entry(writer, file, service,
                  &(struct entry_words){.system = "opslevel",
                                        .name = node_string(service, "name"),
                                        .type = node_string(service, "type"),
                                        .lifecycle = node_string(service, "lifecycle"),
                                        .owner = node_string(service, "owner"),
                                        .tier = node_string(service, "tier")});
}

/* Owners of Cortex are a list of mappings, `{type: group, name: team}` or `{email: ...}`. */
static void read_cortex(struct fact_writer *writer, struct fact_file *file, const struct node *root)
{
    const struct node *info = node_find(root, "info");
    const struct node *owners = node_find(info, "x-cortex-owners");
    const struct node *owner =
        owners && owners->kind == NODE_SEQUENCE && owners->count > 0 ? owners->items[0] : NULL;
    const char *name = node_string(owner, "name");
    if (node_find(info, "x-cortex-tag"))
        add_entry(writer, file, info,
                  &(struct entry_words){.system = "cortex",
                                        .name = node_string(info, "x-cortex-tag"),
                                        .type = node_string(info, "x-cortex-type"),
                                        .owner = name ? name : node_string(owner, "email")});
}

static void read_root(struct fact_writer *writer, struct fact_file *file, const struct node *root)
{
    const char *name = path_base(file->path);
    if (string_starts_with(name, "catalog-info."))
        read_backstage(writer, file, root);
    else if (strstr(name, ".datadog."))
        read_datadog(writer, file, root);
    else if (string_starts_with(name, "opslevel."))
        read_opslevel(writer, file, root);
    else
        read_cortex(writer, file, root);
}

static void recognise(struct fact_writer *writer, struct fact_file *file)
{
    if (file->content.state == CONTENT_LINK || file->content.state == CONTENT_SUBMODULE)
        return;
    enum unknown_class class = UNKNOWN_UNREADABLE;
    const char *reason = fact_file_unreadable(file, &class);
    const struct document_problem *problem = NULL;
    const struct document *document = reason ? NULL : fact_file_yaml(file, &problem);
    if (!document && catalogue_is_foreign(file))
        return; /* a skeleton is made for others, and often no YAML yet */
    if (!document) {
        if (!reason && fact_file_is_template(file)) {
            class = UNKNOWN_UNOBSERVABLE;
            reason = "a template that is not rendered";
        }
        struct fact_row *row = fact_add_gap(writer, &fact_kind_component, NULL, class,
                                            reason ? reason : "it is no YAML");
        row->cells[COMPONENT_TEST] = value_boolean(false);
        return;
    }
    for (size_t i = 0; i < document->count; i++)
        read_root(writer, file, document->roots[i]);
}

FACT(component) = {
    .name = "component",
    .area = FACT_AREA_OWNERSHIP,
    .summary = "entries for service catalogues: lifecycle, type, owner and tier",
    .version = 2,
    .kinds = (const struct fact_kind *const[]){&fact_kind_component, NULL},
    .paths = catalogue_names,
    .recognise_file = recognise,
};
