#include "facts/maven_settings.h"

#include "base/limits.h"
#include "document/format.h"
#include "facts/paths.h"

#include <string.h>

struct pairs {
    struct arena *arena;
    const char **items;
    size_t count, capacity;
    const struct node *properties; /* what `${name}` stands for */
};

/* The first element of that name; the reader of XML makes a sequence of all of them. */
static const struct node *element(const struct node *parent, const char *name)
{
    const struct node *list = node_find(parent, name);
    return list && list->kind == NODE_SEQUENCE && list->count > 0 ? list->items[0] : NULL;
}

static const char *element_text(const struct node *node)
{
    return node && node_is_scalar(node) ? node->text : node_string(node, "#text");
}

static const char *property_of(const struct pairs *pairs, const char *value)
{
    size_t length = strlen(value);
    if (!string_starts_with(value, "${") || length < 4 || strchr(value, '}') != value + length - 1)
        return value;
    const char *name = arena_copy(pairs->arena, (struct text){value + 2, length - 3});
    const char *text = element_text(element(pairs->properties, name));
    return text ? text : value;
}

static void add_pair(struct pairs *pairs, const char *name, const char *value)
{
    pairs->items = arena_grow(pairs->arena, pairs->items, pairs->count, &pairs->capacity,
                              sizeof(*pairs->items));
    pairs->items[pairs->count++] = arena_printf(pairs->arena, "%s=%s", name, value);
}

static void add_texts(struct pairs *pairs, const struct node *parent)
{
    for (size_t i = 0; parent && parent->kind == NODE_MAPPING && i < parent->count; i++) {
        const char *name = parent->keys[i]->text;
        const char *text = *name == '@' ? NULL : element_text(element(parent, name));
        if (text)
            add_pair(pairs, name, property_of(pairs, text));
    }
}

static void add_plugins(struct pairs *pairs, const struct node *plugins, const char *wanted)
{
    const struct node *list = node_find(plugins, "plugin");
    for (size_t i = 0; list && list->kind == NODE_SEQUENCE && i < list->count; i++) {
        const char *name = element_text(element(list->items[i], "artifactId"));
        if (name && strcmp(name, wanted) == 0)
            add_texts(pairs, element(list->items[i], "configuration"));
    }
}

static bool names_module(const struct node *modules, const char *module)
{
    const struct node *list = node_find(modules, "module");
    for (size_t i = 0; list && list->kind == NODE_SEQUENCE && i < list->count; i++) {
        const char *text = element_text(list->items[i]);
        if (text && strcmp(text, module) == 0)
            return true;
    }
    return false;
}

static void add_profile(struct pairs *pairs, const struct node *project, const struct node *profile,
                        const char *directory)
{
    const char *id = element_text(element(profile, "id"));
    const char *active = element_text(element(element(profile, "activation"), "activeByDefault"));
    const struct node *list = node_find(element(profile, "modules"), "module");
    if (active && strcmp(active, "true") == 0)
        return;
    for (size_t i = 0; list && list->kind == NODE_SEQUENCE && i < list->count; i++) {
        const char *module = element_text(list->items[i]);
        const char *folder = module ? path_resolve(pairs->arena, directory, module) : NULL;
        if (folder && !names_module(element(project, "modules"), module))
            add_pair(pairs, id ? id : "default", arena_printf(pairs->arena, "%s/**", folder));
    }
}

static void add_profiles(struct pairs *pairs, const struct node *project, const char *directory)
{
    const struct node *list = node_find(element(project, "profiles"), "profile");
    for (size_t i = 0; list && list->kind == NODE_SEQUENCE && i < list->count; i++)
        add_profile(pairs, project, list->items[i], directory);
}

static const char *const *end_list(struct pairs *pairs)
{
    pairs->items = arena_grow(pairs->arena, pairs->items, pairs->count, &pairs->capacity,
                              sizeof(*pairs->items));
    pairs->items[pairs->count] = NULL;
    return pairs->items;
}

static const struct node *read_project(const struct fact_repository *repository,
                                       struct arena *scratch, const char *directory)
{
    const struct entry *entry =
        snapshot_find(repository->snapshot, path_join(scratch, directory, "pom.xml"));
    if (!entry || entry->kind == ENTRY_SUBMODULE)
        return NULL;
    struct fact_file file = {
        .path = entry->path, .entry = entry, .snapshot = repository->snapshot, .arena = scratch};
    reader_read(repository->reader, entry, LIMIT_BLOB_BYTES, scratch, &file.content);
    enum unknown_class class = UNKNOWN_UNREADABLE;
    if (fact_file_unreadable(&file, &class))
        return NULL;
    struct document document = {0};
    struct document_problem problem = {0};
    if (!document_format_find("xml")->parse(scratch, file.content.text, &document, &problem) ||
        document.count == 0)
        return NULL;
    return node_find(document.roots[0], "project");
}

struct maven_settings maven_settings_read(const struct fact_repository *repository,
                                          struct arena *arena, const char *directory,
                                          const char *plugin)
{
    struct arena scratch;
    arena_init(&scratch, 1 << 16);
    const struct node *project = read_project(repository, &scratch, directory);
    const struct node *build = element(project, "build");
    const struct node *properties = element(project, "properties");
    struct pairs configuration = {.arena = arena, .properties = properties};
    struct pairs own = {.arena = arena, .properties = properties};
    /* What the project's plugins say comes before what is said for all modules. */
    add_plugins(&configuration, element(build, "plugins"), plugin);
    add_plugins(&configuration, element(element(build, "pluginManagement"), "plugins"), plugin);
    add_texts(&own, properties);
    struct pairs modules = {.arena = arena};
    add_profiles(&modules, project, directory);
    struct maven_settings settings = {end_list(&configuration), end_list(&own), end_list(&modules)};
    arena_release(&scratch);
    return settings;
}
