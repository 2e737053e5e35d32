/* pnpm-lock.yaml: for each project of the workspace the ranges of its manifest, word for
 * word (pnpm/pnpm, lockfile/verification, satisfiesPackageManifest: a frozen install
 * refuses names that were added, removed or have another specifier).
 *
 * The file is what js-yaml writes, two blanks a level, and can have some MB of which
 * only the first part matters here: it is read by lines, which YAML readers are too slow
 * for. */
#include "facts/lock_check.h"
#include "facts/manifest_nodes.h"

#include <string.h>

static const char *const groups[] = {"dependencies", "devDependencies", "optionalDependencies",
                                     NULL};

struct specifier {
    const char *range; /* NULL while its line did not come */
    uint32_t line;
};

struct pnpm {
    struct lock_check *check;
    struct table projects;  /* folder -> struct table of name -> struct specifier */
    struct table overrides; /* names of which the workspace rewrites the range */
    bool has_specifiers;    /* lockfileVersion 5: one list of ranges a project */
};

static struct text unquoted(struct text text)
{
    text = text_trim(text);
    if (text.size > 1 && (text.bytes[0] == '\'' || text.bytes[0] == '"') &&
        text.bytes[text.size - 1] == text.bytes[0])
        return (struct text){text.bytes + 1, text.size - 2};
    return text;
}

static size_t indent_of(struct text line)
{
    size_t at = 0;
    while (at < line.size && line.bytes[at] == ' ')
        at++;
    return at;
}

/* `key: value` of a line; a key in quotes may hold colons. */
static bool split(struct text line, struct text *key, struct text *value)
{
    line = text_trim(line);
    size_t from = 0;
    if (line.size > 0 && (line.bytes[0] == '\'' || line.bytes[0] == '"')) {
        const char *end = memchr(line.bytes + 1, line.bytes[0], line.size - 1);
        if (!end)
            return false;
        from = (size_t)(end - line.bytes);
    }
    for (size_t at = from; at < line.size; at++)
        if (line.bytes[at] == ':' && (at + 1 == line.size || line.bytes[at + 1] == ' ')) {
            *key = unquoted((struct text){line.bytes, at});
            *value = unquoted((struct text){line.bytes + at + 1, line.size - at - 1});
            return true;
        }
    return false;
}

static struct table *project_of(struct pnpm *pnpm, struct text folder)
{
    const char *name = arena_copy(pnpm->check->scratch, folder);
    struct table *project = table_find(&pnpm->projects, name);
    if (!project) {
        project = ARENA_NEW(pnpm->check->scratch, struct table);
        table_init(project, pnpm->check->scratch);
        table_set(&pnpm->projects, name, project);
    }
    return project;
}

static void set_range(struct pnpm *pnpm, struct table *project, const char *name, struct text range,
                      uint32_t line)
{
    struct specifier *specifier = ARENA_NEW(pnpm->check->scratch, struct specifier);
    *specifier = (struct specifier){arena_copy(pnpm->check->scratch, range), line};
    table_set(project, name, specifier);
}

/* One project: `level` is the indent of its groups. The lines end where a smaller
 * indent begins; the one that ends it is handed back. */
struct place {
    struct text rest, line;
    uint32_t number;
    bool has_line;
};

static bool next(struct place *place)
{
    do {
        place->has_line = text_next_line(&place->rest, &place->line);
        place->number++;
    } while (place->has_line && text_trim(place->line).size == 0);
    return place->has_line;
}

static void read_group(struct pnpm *pnpm, struct place *place, struct table *project, size_t level,
                       bool holds_ranges)
{
    const char *name = NULL;
    while (next(place)) {
        size_t indent = indent_of(place->line);
        struct text key;
        struct text value;
        if (indent < level)
            return;
        if (!split(place->line, &key, &value))
            continue;
        if (indent == level) {
            name = arena_copy(pnpm->check->scratch, key);
            if (holds_ranges)
                set_range(pnpm, project, name, value, place->number);
        } else if (name && text_equals(key, "specifier")) {
            set_range(pnpm, project, name, value, place->number);
        }
    }
}

static void read_project(struct pnpm *pnpm, struct place *place, struct table *project,
                         size_t level)
{
    while (place->has_line && indent_of(place->line) >= level) {
        struct text key = {0};
        struct text value = {0};
        bool is_group = split(place->line, &key, &value) && value.size == 0;
        const char *name = arena_copy(pnpm->check->scratch, key);
        if (is_group && strcmp(name, "specifiers") == 0) {
            pnpm->has_specifiers = true;
            read_group(pnpm, place, project, level + 2, true);
        } else if (is_group && !pnpm->has_specifiers && string_is_one_of(name, groups)) {
            read_group(pnpm, place, project, level + 2, false);
        } else {
            next(place);
        }
    }
}

static void read_projects(struct pnpm *pnpm, struct place *place)
{
    next(place);
    while (place->has_line && indent_of(place->line) == 2) {
        struct text folder;
        struct text value;
        if (!split(place->line, &folder, &value))
            return;
        struct table *project = project_of(pnpm, folder);
        next(place);
        read_project(pnpm, place, project, 4);
    }
}

/* Over the packages themselves, to the next document: pnpm 11 writes one of its own
 * version before that of the workspace. */
static void skip_packages(struct place *place)
{
    size_t at = text_find(place->rest, "\n---");
    if (at == SIZE_MAX) {
        place->has_line = false;
        return;
    }
    place->number += text_line_at(place->rest, at) - 1;
    place->rest = (struct text){place->rest.bytes + at, place->rest.size - at};
    next(place);
}

/* The parts of the file beside the packages themselves. */
static void read_lock(struct pnpm *pnpm)
{
    struct place place = {.rest = pnpm->check->text};
    table_init(&pnpm->projects, pnpm->check->scratch);
    table_init(&pnpm->overrides, pnpm->check->scratch);
    next(&place);
    while (place.has_line) {
        if (text_starts_with(place.line, "packages:")) {
            skip_packages(&place);
        } else if (text_starts_with(place.line, "importers:")) {
            read_projects(pnpm, &place);
        } else if (text_starts_with(place.line, "overrides:")) {
            read_group(pnpm, &place, &pnpm->overrides, 2, true);
        } else if (text_starts_with(place.line, "specifiers:") ||
                   text_starts_with(place.line, "dependencies:") ||
                   text_starts_with(place.line, "devDependencies:") ||
                   text_starts_with(place.line, "optionalDependencies:")) {
            struct place before = place;
            struct text key;
            struct text value;
            if (!split(before.line, &key, &value))
                return;
            bool holds_ranges = text_equals(key, "specifiers");
            pnpm->has_specifiers |= holds_ranges;
            if (holds_ranges || !pnpm->has_specifiers)
                read_group(pnpm, &place, project_of(pnpm, (struct text){".", 1}), 2, holds_ranges);
            else
                next(&place);
        } else {
            next(&place);
        }
    }
}

/* `foo@1>bar` overrides bar. */
static bool is_overridden(const struct pnpm *pnpm, const char *name)
{
    for (size_t i = 0; i < pnpm->overrides.count; i++)
        if (strstr(pnpm->overrides.entries[i].key, name))
            return true;
    return false;
}

static void check_dependency(struct pnpm *pnpm, const struct lock_manifest *manifest,
                             const struct table *project, const char *name, const char *range)
{
    struct lock_check *check = pnpm->check;
    const struct specifier *found = table_find(project, name);
    if (!found && !string_starts_with(range, "link:"))
        lock_problem_add(
            check, 0, "missing_entry", manifest, name,
            arena_printf(check->scratch, "'%s' of '%s' is not in it", name, manifest->path));
    else if (found && strcmp(found->range, range) != 0 && !is_overridden(pnpm, name))
        lock_problem_add(check, found->line, "other_version", manifest, name,
                         arena_printf(check->scratch, "'%s' asks for %s %s, and it for %s",
                                      manifest->path, name, range, found->range));
}

static bool is_declared(const struct node *root, const char *name)
{
    for (size_t g = 0; groups[g]; g++)
        if (node_find(node_find(root, groups[g]), name))
            return true;
    /* With auto-install-peers they are locked too. */
    return node_find(node_find(root, "peerDependencies"), name);
}

/* A range of optionalDependencies is the one that counts, then that of dependencies. */
static bool is_repeated(const struct node *root, size_t group, const char *name)
{
    return (group != 2 && node_find(node_find(root, groups[2]), name)) ||
           (group == 1 && node_find(node_find(root, groups[0]), name));
}

static void check_project(struct pnpm *pnpm, const struct lock_manifest *manifest)
{
    struct lock_check *check = pnpm->check;
    const struct node *root = lock_document(check, manifest->path, manifest->text, "json");
    const struct table *project = table_find(&pnpm->projects, manifest->below);
    struct table none;
    table_init(&none, check->scratch);
    if (root && !project)
        project = &none;
    for (size_t g = 0; root && groups[g]; g++) {
        const struct node *group = node_find(root, groups[g]);
        for (size_t i = 0; group && group->kind == NODE_MAPPING && i < group->count; i++)
            if (node_is_scalar(group->items[i]) && !is_repeated(root, g, group->keys[i]->text))
                check_dependency(pnpm, manifest, project, group->keys[i]->text,
                                 group->items[i]->text);
    }
    for (size_t i = 0; root && i < project->count; i++) {
        const struct specifier *specifier = project->entries[i].value;
        if (!is_declared(root, project->entries[i].key))
            lock_problem_add(check, specifier->line, "stale", manifest, project->entries[i].key,
                             arena_printf(check->scratch, "'%s' does not ask for '%s'",
                                          manifest->path, project->entries[i].key));
    }
}

void lock_check_pnpm(struct lock_check *check)
{
    struct pnpm pnpm = {.check = check};
    read_lock(&pnpm);
    for (size_t i = 0; i < check->count; i++)
        check_project(&pnpm, &check->manifests[i]);
}
