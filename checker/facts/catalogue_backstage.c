/* Entities of Backstage, as its "Descriptor Format of Catalog Entities" and the JSON Schemas
 * of @backstage/catalog-model say: what all kinds have, and what each of the known ones
 * asks for. Kinds that are not known are another plugin's: only their envelope is looked at. */
#include "facts/catalogue_reading.h"
#include "facts/paths.h"

#include <string.h>

/* A field of `spec`, and what an entity reference in it means. */
struct spec_field {
    const char *name;
    bool required;
    bool list;
    int verb;           /* of enum reference_verb, or -1: no reference that is kept */
    const char *target; /* the kind that a reference without one has; NULL: it must say one */
};

enum { NO_VERB = -1 };

#define OWNER                                             \
    {                                                     \
        "owner", true, false, REFERENCE_OWNED_BY, "group" \
    }
#define SYSTEM                                              \
    {                                                       \
        "system", false, false, REFERENCE_PART_OF, "system" \
    }
#define DEPENDS                                              \
    {                                                        \
        "dependsOn", false, true, REFERENCE_DEPENDS_ON, NULL \
    }
#define TEXT(name)                       \
    {                                    \
        name, true, false, NO_VERB, NULL \
    }

static const struct {
    const char *kind; /* as Backstage writes it */
    struct spec_field fields[10];
} kinds[] = {
    {"Component",
     {TEXT("type"),
      TEXT("lifecycle"),
      OWNER,
      SYSTEM,
      DEPENDS,
      {"subcomponentOf", false, false, REFERENCE_PART_OF, "component"},
      {"providesApis", false, true, REFERENCE_PROVIDES, "api"},
      {"consumesApis", false, true, REFERENCE_CONSUMES, "api"}}},
    {"API", {TEXT("type"), TEXT("lifecycle"), OWNER, SYSTEM, TEXT("definition")}},
    {"Resource", {TEXT("type"), OWNER, SYSTEM, DEPENDS}},
    {"System", {OWNER, {"domain", false, false, REFERENCE_PART_OF, "domain"}}},
    {"Domain", {OWNER, {"subdomainOf", false, false, REFERENCE_PART_OF, "domain"}}},
    {"Group", {TEXT("type"), {"children", true, true, NO_VERB, "group"}}},
    {"User", {{"memberOf", true, true, NO_VERB, "group"}}},
    {"Template", {TEXT("type")}},
    {"Location", {{0}}},
};
enum { KINDS = sizeof(kinds) / sizeof(*kinds), KIND_TEMPLATE = 7 };

/* Annotations by which a plugin finds who is on call; `key`: its value is a secret. */
static const struct {
    const char *annotation;
    const char *tool;
    bool key;
} paging[] = {
    {"pagerduty.com/service-id", "pagerduty", false},
    {"pagerduty.com/integration-key", "pagerduty", true},
    {"opsgenie.com/component-selector", "opsgenie", false},
    {"opsgenie.com/team", "opsgenie", false},
    {"splunk.com/on-call-team", "splunk", false},
    {"splunk.com/on-call-routing-key", "splunk", false},
    {"ilert.com/integration-key", "ilert", true},
    {"rootly.com/service-id", "rootly", false},
    {"rootly.com/service-slug", "rootly", false},
    {"rootly.com/service-name", "rootly", false},
};

static bool is_letter_or_digit(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') ||
           (byte >= '0' && byte <= '9');
}

/* Runs of letters and digits, parted by one of `-_.`; 63 bytes at most. */
static bool is_object_name(const char *name)
{
    size_t size = strlen(name);
    if (!size || size > 63 || !is_letter_or_digit(name[0]) || !is_letter_or_digit(name[size - 1]))
        return false;
    for (size_t i = 1; i < size; i++)
        if (!is_letter_or_digit(name[i]) &&
            (!strchr("-_.", name[i]) || !is_letter_or_digit(name[i - 1])))
            return false;
    return true;
}

static bool is_namespace(const char *name)
{
    size_t size = strlen(name);
    for (size_t i = 0; i < size; i++)
        if (!(name[i] >= 'a' && name[i] <= 'z') && !(name[i] >= '0' && name[i] <= '9') &&
            (name[i] != '-' || i == 0 || i == size - 1))
            return false;
    return size > 0 && size <= 63;
}

static bool is_tag(const char *tag)
{
    size_t size = strlen(tag);
    for (size_t i = 0; i < size; i++)
        if (!(tag[i] >= 'a' && tag[i] <= 'z') && !(tag[i] >= '0' && tag[i] <= '9') &&
            !strchr(":+#", tag[i]) &&
            (tag[i] != '-' || i == 0 || i == size - 1 || tag[i - 1] == '-'))
            return false;
    return size > 0 && size <= 63;
}

static const char *quoted(const struct catalogue_reading *reading, const char *value,
                          const char *rest)
{
    size_t size = strlen(value);
    return arena_printf(fact_arena(reading->writer), "is '%.*s%s'%s", size > 80 ? 80 : (int)size,
                        value, size > 80 ? "..." : "", rest);
}

static void check_names(struct catalogue_reading *reading, const struct node *metadata)
{
    const struct node *name = node_find(metadata, "name");
    struct arena *arena = fact_arena(reading->writer);
    if (catalogue_require_text(reading, metadata, "name", "metadata.name") &&
        node_is_scalar(name)) {
        reading->name = catalogue_lower(arena, name->text);
        if (!catalogue_is_template(name->text) && !is_object_name(name->text))
            catalogue_problem(reading, name, PROBLEM_VALUE, "metadata.name",
                              quoted(reading, name->text,
                                     ": letters and digits parted by one of -_. are asked, "
                                     "63 characters at most"));
    }
    const struct node *space = node_find(metadata, "namespace");
    if (!space || !node_is_scalar(space) || space->kind == NODE_NULL)
        return;
    reading->space = catalogue_lower(arena, space->text);
    if (!catalogue_is_template(space->text) && !is_namespace(space->text))
        catalogue_problem(
            reading, space, PROBLEM_VALUE, "metadata.namespace",
            quoted(reading, space->text, ": small letters and digits parted by '-' are asked"));
}

/* Values of labels and annotations are texts: `true` and `1` without quotes are none. */
static void check_texts(struct catalogue_reading *reading, const struct node *metadata,
                        const char *key)
{
    struct arena *arena = fact_arena(reading->writer);
    const char *field = arena_printf(arena, "metadata.%s", key);
    const struct node *mapping = catalogue_mapping(reading, metadata, key, field, false);
    for (size_t i = 0; mapping && i < mapping->count; i++) {
        const struct node *value = mapping->items[i];
        if (value->kind != NODE_TEXT && !catalogue_is_substitution(value))
            catalogue_problem(reading, value, PROBLEM_TYPE,
                              arena_printf(arena, "%s.%s", field, mapping->keys[i]->text),
                              arena_printf(arena, "must be a text and is %s; put it in quotes",
                                           node_kind_name(value->kind)));
    }
}

static void check_metadata(struct catalogue_reading *reading, const struct node *metadata)
{
    check_names(reading, metadata);
    check_texts(reading, metadata, "labels");
    check_texts(reading, metadata, "annotations");
    const struct node *tags = catalogue_sequence(reading, metadata, "tags", "metadata.tags");
    for (size_t i = 0; tags && i < tags->count; i++) {
        const struct node *tag = tags->items[i];
        if (node_is_scalar(tag) && tag->kind != NODE_NULL && !catalogue_is_template(tag->text) &&
            !is_tag(tag->text))
            catalogue_problem(
                reading, tag, PROBLEM_VALUE, "metadata.tags",
                quoted(reading, tag->text,
                       ": small letters, digits and :+# parted by one '-' are asked"));
    }
    static const char *const keys[] = {"url", NULL};
    catalogue_require_items(reading,
                            catalogue_sequence(reading, metadata, "links", "metadata.links"),
                            "metadata.links", keys);
}

/* A path that the entity names, seen from its file. */
static void check_path(struct catalogue_reading *reading, const struct node *place,
                       const char *field, const char *written)
{
    const struct snapshot *snapshot = reading->file->snapshot;
    struct arena *arena = fact_arena(reading->writer);
    if (catalogue_is_template(written) || strpbrk(written, "*?{") || written[0] == '/' ||
        strstr(written, "://"))
        return;
    const char *path = path_resolve(arena, path_directory(arena, reading->file->path), written);
    bool there = path && (strcmp(path, ".") == 0 || snapshot_find(snapshot, path) ||
                          snapshot_has_folder(snapshot, path));
    if (!there)
        catalogue_problem(reading, place, PROBLEM_DANGLING, field,
                          quoted(reading, written, ", which is not in the tree"));
}

/* TechDocs builds `dir:PATH` from the mkdocs.yml there, or from a docs folder. */
static void check_techdocs(struct catalogue_reading *reading, const struct node *place,
                           const char *reference)
{
    static const char *const pages[] = {"mkdocs.yml", "mkdocs.yaml", "docs", NULL};
    const struct snapshot *snapshot = reading->file->snapshot;
    struct arena *arena = fact_arena(reading->writer);
    if (!string_starts_with(reference, "dir:") || catalogue_is_template(reference) ||
        reference[4] == '/')
        return;
    const char *folder = path_resolve(arena, path_directory(arena, reading->file->path),
                                      reference[4] ? reference + 4 : ".");
    for (size_t i = 0; folder && pages[i]; i++) {
        const char *path = path_join(arena, folder, pages[i]);
        if (snapshot_find(snapshot, path) || snapshot_has_folder(snapshot, path))
            return;
    }
    catalogue_problem(reading, place, PROBLEM_DANGLING,
                      "metadata.annotations.backstage.io/techdocs-ref",
                      quoted(reading, reference, ", where there is no mkdocs.yml and no docs"));
}

static void read_annotations(struct catalogue_reading *reading, const struct node *metadata)
{
    const struct node *annotations = node_find(metadata, "annotations");
    if (!annotations || annotations->kind != NODE_MAPPING)
        return;
    for (size_t i = 0; i < annotations->count; i++) {
        const char *key = annotations->keys[i]->text;
        const struct node *value = annotations->items[i];
        if (!key || !node_is_scalar(value) || value->kind == NODE_NULL)
            continue;
        if (strcmp(key, "backstage.io/techdocs-ref") == 0)
            check_techdocs(reading, value, value->text);
        else if (strcmp(key, "backstage.io/adr-location") == 0)
            check_path(reading, value, "metadata.annotations.backstage.io/adr-location",
                       value->text);
        for (size_t p = 0; p < sizeof(paging) / sizeof(*paging); p++)
            if (strcmp(key, paging[p].annotation) == 0)
                catalogue_oncall(reading, value, ONCALL_INTEGRATION, paging[p].tool, value->text,
                                 paging[p].key);
    }
}

/* `[kind:][namespace/]name`. */
static void read_reference(struct catalogue_reading *reading, const struct node *node,
                           const struct spec_field *field, const char *path)
{
    if (!node_is_scalar(node) || node->kind == NODE_NULL || catalogue_is_template(node->text))
        return;
    struct arena *arena = fact_arena(reading->writer);
    const char *kind = field->target, *name = node->text;
    const char *space = reading->space ? reading->space : "default";
    const char *colon = strchr(name, ':');
    if (colon) {
        kind = arena_copy(arena, (struct text){name, (size_t)(colon - name)});
        name = colon + 1;
    }
    const char *slash = strchr(name, '/');
    if (slash) {
        space = arena_copy(arena, (struct text){name, (size_t)(slash - name)});
        name = slash + 1;
    }
    if ((colon && !*kind) || (slash && !*space) || !*name || strchr(name, '/') ||
        strchr(name, ':')) {
        catalogue_problem(reading, node, PROBLEM_VALUE, path,
                          quoted(reading, node->text, ", which is no [kind:][namespace/]name"));
        return;
    }
    if (!kind)
        catalogue_problem(
            reading, node, PROBLEM_VALUE, path,
            quoted(reading, node->text, " without a kind: 'component:' or 'resource:' is asked"));
    if (kind && field->verb == REFERENCE_OWNED_BY && !string_equals_folded(kind, "group") &&
        !string_equals_folded(kind, "user"))
        catalogue_problem(reading, node, PROBLEM_VALUE, path,
                          quoted(reading, node->text, ": only a group or a user owns"));
    if (field->verb != NO_VERB)
        catalogue_reference(reading, node, (enum reference_verb)field->verb, kind, space, name);
}

/* `team` is what nearly every Group is, and a placeholder elsewhere. */
static bool is_placeholder(const struct spec_field *field, const char *value)
{
    bool is_team = strcmp(field->name, "type") == 0 && strcmp(value, "team") == 0;
    return !is_team && catalogue_is_placeholder(value);
}

static void check_field(struct catalogue_reading *reading, const struct node *spec,
                        const struct spec_field *field)
{
    struct arena *arena = fact_arena(reading->writer);
    const char *path = arena_printf(arena, "spec.%s", field->name);
    const struct node *node = node_find(spec, field->name);
    bool reference = field->verb != NO_VERB || field->target;
    if (field->list) {
        if (!node && field->required)
            catalogue_problem(reading, spec, PROBLEM_MISSING, path,
                              "is required and not there; an empty list is enough");
        const struct node *list = catalogue_sequence(reading, spec, field->name, path);
        for (size_t i = 0; list && i < list->count; i++)
            read_reference(reading, list->items[i], field, path);
        return;
    }
    if (!node && !field->required)
        return;
    if (!catalogue_require_text(reading, spec, field->name, path) || !node || !node_is_scalar(node))
        return;
    bool owner = strcmp(field->name, "owner") == 0;
    if (owner ? catalogue_is_placeholder_owner(node->text) : is_placeholder(field, node->text))
        catalogue_problem(reading, node, PROBLEM_PLACEHOLDER, path,
                          quoted(reading, node->text, ", a placeholder"));
    else if (reference)
        read_reference(reading, node, field, path);
}

/* `$text: ./openapi.yaml`, also `$json`, `$yaml` and `$openapi`. */
static void check_definition(struct catalogue_reading *reading, const struct node *spec)
{
    const struct node *definition = node_find(spec, "definition");
    if (catalogue_is_substitution(definition) && node_is_scalar(definition->items[0]) &&
        definition->items[0]->kind != NODE_NULL)
        check_path(reading, definition->items[0], "spec.definition", definition->items[0]->text);
}

static void check_targets(struct catalogue_reading *reading, const struct node *spec)
{
    const struct node *targets = catalogue_sequence(reading, spec, "targets", "spec.targets");
    const char *target = node_string(spec, "target");
    if (target)
        check_path(reading, node_find(spec, "target"), "spec.target", target);
    for (size_t i = 0; targets && i < targets->count; i++)
        if (node_is_scalar(targets->items[i]) && targets->items[i]->kind != NODE_NULL)
            check_path(reading, targets->items[i], "spec.targets", targets->items[i]->text);
}

static struct value texts_of(struct catalogue_reading *reading, const struct node *list)
{
    struct arena *arena = fact_arena(reading->writer);
    size_t count = 0;
    if (!list || list->kind != NODE_SEQUENCE)
        return (struct value){.kind = VALUE_ABSENT};
    const char **texts = ARENA_ARRAY(arena, const char *, list->count + 1);
    for (size_t i = 0; i < list->count; i++) {
        const struct node *item = list->items[i];
        if (!node_is_scalar(item) || item->kind == NODE_NULL)
            continue;
        const char *name = strrchr(item->text, ':');
        name = name ? name + 1 : item->text;
        const char *slash = strrchr(name, '/');
        texts[count++] = catalogue_lower(arena, slash ? slash + 1 : name);
    }
    return value_texts(arena, texts, count);
}

static void add_entity(struct catalogue_reading *reading, const struct node *root,
                       const struct node *metadata, const struct node *spec)
{
    struct fact_writer *writer = reading->writer;
    if (!fact_is_wanted(writer, &fact_kind_catalogue_entity) || !reading->name)
        return;
    struct value *cells =
        catalogue_entity(reading, root, node_string(spec, "type"), node_string(spec, "lifecycle"),
                         node_string(spec, "owner"));
    const struct node *annotations = node_find(metadata, "annotations");
    const char *slug = node_string(annotations, "github.com/team-slug");
    if (!slug)
        slug = node_string(annotations, "github.com/user-login");
    const struct node *places[] = {annotations, node_find(metadata, "labels"), spec, metadata};
    const struct node *retirement = catalogue_retirement(places, sizeof(places) / sizeof(*places));
    cells[ENTITY_MEMBERS] = texts_of(
        reading, node_find(spec, strcmp(reading->kind, "user") == 0 ? "memberOf" : "members"));
    cells[ENTITY_ADDRESS] = fact_text(writer, node_string(node_find(spec, "profile"), "email"));
    cells[ENTITY_SLUG] = fact_text(writer, slug);
    cells[ENTITY_RETIREMENT] = fact_text(writer, retirement ? retirement->text : NULL);
}

static size_t known_kind(struct catalogue_reading *reading, const struct node *root)
{
    const char *kind = node_string(root, "kind");
    for (size_t i = 0; i < KINDS; i++) {
        if (strcmp(kinds[i].kind, kind) == 0)
            return i;
        if (string_equals_folded(kinds[i].kind, kind))
            catalogue_problem(reading, node_find(root, "kind"), PROBLEM_VALUE, "kind",
                              arena_printf(fact_arena(reading->writer), "is '%s' and must be '%s'",
                                           kind, kinds[i].kind));
    }
    return KINDS;
}

static void check_version(struct catalogue_reading *reading, const struct node *root, size_t kind)
{
    static const char *const versions[] = {"backstage.io/v1alpha1", "backstage.io/v1alpha2",
                                           "backstage.io/v1beta1", NULL};
    static const char *const templates[] = {"backstage.io/v1alpha1", "backstage.io/v1beta2",
                                            "scaffolder.backstage.io/v1beta3", NULL};
    const char *version = node_string(root, "apiVersion");
    bool known = string_is_one_of(version, kind == KIND_TEMPLATE ? templates : versions);
    if (kind < KINDS && !known)
        catalogue_problem(reading, node_find(root, "apiVersion"), PROBLEM_VALUE, "apiVersion",
                          quoted(reading, version, ", which Backstage has no such kind for"));
}

void catalogue_read_backstage(struct catalogue_reading *reading, const struct node *root)
{
    if (!root || root->kind == NODE_NULL)
        return;
    if (root->kind != NODE_MAPPING) {
        catalogue_problem(reading, root, PROBLEM_TYPE, ".", "is no mapping");
        return;
    }
    struct arena *arena = fact_arena(reading->writer);
    const struct node *named = node_find(root, "metadata");
    reading->name = catalogue_lower(arena, node_string(named, "name"));
    reading->kind = catalogue_lower(arena, node_string(root, "kind"));
    if (catalogue_is_template(reading->name) || catalogue_is_template(reading->kind))
        return; /* a template of entities, not one of them */
    bool has_version = catalogue_require_text(reading, root, "apiVersion", "apiVersion");
    bool has_kind = catalogue_require_text(reading, root, "kind", "kind");
    const struct node *metadata = catalogue_mapping(reading, root, "metadata", "metadata", true);
    if (metadata)
        check_metadata(reading, metadata);
    if (!has_version || !has_kind || !metadata)
        return;
    size_t kind = known_kind(reading, root);
    if (kind < KINDS)
        check_version(reading, root, kind);
    const struct node *spec = catalogue_mapping(reading, root, "spec", "spec", kind < KINDS);
    for (size_t i = 0; spec && kind < KINDS && kinds[kind].fields[i].name; i++)
        check_field(reading, spec, &kinds[kind].fields[i]);
    if (strcmp(reading->kind, "api") == 0)
        check_definition(reading, spec);
    if (strcmp(reading->kind, "location") == 0)
        check_targets(reading, spec);
    add_entity(reading, root, metadata, spec);
    read_annotations(reading, metadata);
}
