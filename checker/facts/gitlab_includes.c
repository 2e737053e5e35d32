#include "facts/gitlab_config.h"
#include "facts/gitlab_rules.h"
#include "facts/paths.h"

#include <string.h>

static const char *scalar(const struct node *node)
{
    return node && node_is_scalar(node) && node->kind != NODE_NULL ? node->text : NULL;
}

/* GitLab takes the pattern as it is but for stars: `*` is anything without a slash, `**`
 * anything, and two stars with a slash any folders or none (Repository,
 * search_files_by_wildcard_path). Each star and each byte is looked at once for each byte
 * of the path. */
bool gitlab_wildcard_matches(const char *pattern, const char *path)
{
    size_t size = strlen(path);
    enum { PATH_MAX_BYTES = 1024 };
    if (size >= PATH_MAX_BYTES)
        return false;
    /* reached[i]: the pattern so far matches the first i bytes. */
    bool reached[PATH_MAX_BYTES] = {[0] = true};
    for (const char *at = pattern; *at;) {
        bool two = at[0] == '*' && at[1] == '*';
        bool folders = two && at[2] == '/';
        bool next[PATH_MAX_BYTES] = {false};
        bool running = false;
        for (size_t i = 0; i <= size; i++) {
            if (at[0] != '*') {
                next[i] = i > 0 && reached[i - 1] && path[i - 1] == at[0];
            } else if (folders) {
                next[i] = reached[i] || (running && path[i - 1] == '/');
                running = running || reached[i];
            } else {
                running = (running && (two || path[i - 1] != '/')) || reached[i];
                next[i] = running;
            }
        }
        memcpy(reached, next, sizeof(reached));
        at += folders ? 3 : two ? 2 : 1;
    }
    return reached[size];
}

struct use {
    const char *kind;
    const char *uses, *owner, *name, *ref;
};

static void add_use(struct gitlab_config *config, const struct node *place, const char *path,
                    struct use use)
{
    if (!fact_is_wanted(config->writer, &fact_kind_workflow_use))
        return;
    struct value *cells =
        fact_add(config->writer, &fact_kind_workflow_use, path, place->line, place->column)->cells;
    cells[WORKFLOW_USE_SYSTEM] = value_text("gitlab");
    cells[WORKFLOW_USE_KIND] = value_text(use.kind);
    cells[WORKFLOW_USE_USES] = fact_text(config->writer, use.uses);
    cells[WORKFLOW_USE_OWNER] = fact_text(config->writer, use.owner);
    cells[WORKFLOW_USE_NAME] = fact_text(config->writer, use.name);
    cells[WORKFLOW_USE_REF] = use.ref && strchr(use.ref, '$')
                                  ? value_unknown(fact_arena(config->writer), UNKNOWN_UNOBSERVABLE,
                                                  "its version is a variable: only a run tells")
                                  : fact_text(config->writer, use.ref);
    cells[WORKFLOW_USE_WORKFLOW] = fact_text(config->writer, config->start);
}

static void note_unseen(struct gitlab_config *config, const char *name, bool shipped)
{
    if (!config->unseen)
        config->unseen = name;
    config->unseen_silent &= shipped;
    config->unseen_workflow |= !shipped || strstr(name, "Workflows/") || strstr(name, "DevOps");
}

static void add_elsewhere(struct gitlab_config *config, const struct node *place, const char *path,
                          const char *name, const char *what)
{
    note_unseen(config, name, false);
    gitlab_add_gaps(config, GITLAB_GAP_INCLUDE, path, place->line, UNKNOWN_UNOBSERVABLE,
                    arena_printf(config->scratch,
                                 "'%.200s' is %s: the merged configuration, which GitLab's "
                                 "pipeline editor shows, would tell",
                                 name, what));
}

static void read_project(struct gitlab_config *config, const struct node *include, const char *path)
{
    const char *project = scalar(node_find(include, "project"));
    const char *ref = scalar(node_find(include, "ref"));
    const struct node *file = node_find(include, "file");
    if (!project)
        return;
    const char *slash = strchr(project, '/');
    size_t count = file && file->kind == NODE_SEQUENCE ? file->count : 1;
    for (size_t i = 0; i < count; i++) {
        const struct node *one = file && file->kind == NODE_SEQUENCE ? file->items[i] : file;
        const char *below = scalar(one) ? scalar(one) : "";
        const char *name = arena_printf(config->scratch, "%s%s%s", project,
                                        *below && *below != '/' ? "/" : "", below);
        add_use(config, one ? one : include, path,
                (struct use){
                    .kind = "include",
                    .uses = arena_printf(config->scratch, "%s%s%s", name, ref ? "@" : "",
                                         ref ? ref : ""),
                    .owner = slash ? arena_copy(config->scratch,
                                                (struct text){project, (size_t)(slash - project)})
                                   : NULL,
                    .name = name,
                    .ref = ref,
                });
        add_elsewhere(config, one ? one : include, path, name, "a file of another project");
    }
}

/* A component of this repository, as its own pipeline tests it: templates/NAME.yml or
 * templates/NAME/template.yml (docs.gitlab.com/ci/components/, "Directory structure"). */
static const char *own_component(struct gitlab_config *config, const char *name)
{
    static const char *const prefixes[] = {"$CI_SERVER_FQDN/$CI_PROJECT_PATH/",
                                           "$CI_SERVER_HOST/$CI_PROJECT_PATH/", NULL};
    for (size_t i = 0; prefixes[i]; i++) {
        if (!string_starts_with(name, prefixes[i]))
            continue;
        const char *rest = name + strlen(prefixes[i]);
        const char *file = arena_printf(config->scratch, "templates/%s.yml", rest);
        if (snapshot_find(config->repository->snapshot, file))
            return file;
        file = arena_printf(config->scratch, "templates/%s/template.yml", rest);
        if (snapshot_find(config->repository->snapshot, file))
            return file;
    }
    return NULL;
}

static struct node *read_component(struct gitlab_config *config, const struct node *include,
                                   const char *path)
{
    const struct node *place = node_find(include, "component");
    const char *text = scalar(place);
    if (!text)
        return NULL;
    const char *mark = strrchr(text, '@');
    size_t size = mark ? (size_t)(mark - text) : strlen(text);
    const char *name = arena_copy(config->scratch, (struct text){text, size});
    const char *slash = strchr(name, '/');
    const char *second = slash ? strchr(slash + 1, '/') : NULL;
    /* What a project includes of itself at the commit that runs is a file of this tree. */
    bool own =
        mark && (strcmp(mark, "@$CI_COMMIT_SHA") == 0 || strcmp(mark, "@${CI_COMMIT_SHA}") == 0);
    add_use(config, place, path,
            (struct use){
                .kind = own ? "local" : "component",
                .uses = text,
                .owner = second ? arena_copy(config->scratch,
                                             (struct text){slash + 1, (size_t)(second - slash - 1)})
                                : NULL,
                .name = name,
                .ref = mark && !own ? mark + 1 : NULL,
            });
    const char *file = own_component(config, name);
    if (file)
        return gitlab_read_file(config, file, node_find(include, "inputs"), path, place->line);
    add_elsewhere(config, place, path, name, "a component of another project");
    return NULL;
}

static void read_remote(struct gitlab_config *config, const struct node *place, const char *path)
{
    add_use(config, place, path,
            (struct use){.kind = "include", .uses = place->text, .name = place->text});
    add_elsewhere(config, place, path, place->text, "a file of another server");
}

/* What GitLab ships cannot be read here, but its name says what it is. */
static void read_template(struct gitlab_config *config, const struct node *place, const char *path)
{
    add_use(config, place, path,
            (struct use){.kind = "include", .uses = place->text, .name = place->text});
    note_unseen(config, place->text, true);
}

static struct node *read_local(struct gitlab_config *config, const struct node *place,
                               const struct node *inputs, const char *owner)
{
    const char *path = place->text + (place->text[0] == '/');
    if (strchr(path, '$')) {
        note_unseen(config, path, false);
        gitlab_add_gaps(
            config, GITLAB_GAP_INCLUDE, owner, place->line, UNKNOWN_UNOBSERVABLE,
            arena_printf(config->scratch, "includes '%.200s': only a run tells which file", path));
        return NULL;
    }
    if (!strchr(path, '*')) {
        const char *resolved = path_resolve(config->scratch, ".", path);
        return gitlab_read_file(config, resolved ? resolved : path, inputs, owner, place->line);
    }
    struct node *merged = NULL;
    const struct snapshot *snapshot = config->repository->snapshot;
    size_t literal = strcspn(path, "*");
    for (size_t i = 0; i < snapshot->count && config->budget > 0; i++)
        if (strncmp(snapshot->entries[i].path, path, literal) == 0 &&
            gitlab_wildcard_matches(path, snapshot->entries[i].path))
            merged = gitlab_merge(
                config, merged,
                gitlab_read_file(config, snapshot->entries[i].path, inputs, owner, place->line));
    return merged;
}

static bool is_address(const char *text)
{
    return string_starts_with(text, "https://") || string_starts_with(text, "http://");
}

static struct node *read_include(struct gitlab_config *config, const struct node *include,
                                 const char *path)
{
    if (scalar(include)) {
        if (!is_address(include->text))
            return read_local(config, include, NULL, path);
        read_remote(config, include, path);
        return NULL;
    }
    if (gitlab_include_is_off(config, include))
        return NULL;
    const struct node *local = node_find(include, "local");
    if (scalar(local))
        return read_local(config, local, node_find(include, "inputs"), path);
    if (scalar(node_find(include, "component")))
        return read_component(config, include, path);
    if (scalar(node_find(include, "remote")))
        read_remote(config, node_find(include, "remote"), path);
    else if (scalar(node_find(include, "template")))
        read_template(config, node_find(include, "template"), path);
    else if (scalar(node_find(include, "project")))
        read_project(config, include, path);
    else if (scalar(node_find(include, "artifact")))
        add_elsewhere(config, node_find(include, "artifact"), path,
                      scalar(node_find(include, "artifact")), "made by a job while it runs");
    return NULL;
}

struct node *gitlab_read_includes(struct gitlab_config *config, const struct node *include,
                                  const char *owner)
{
    if (!include || include->kind == NODE_NULL)
        return NULL;
    if (include->kind != NODE_SEQUENCE)
        return read_include(config, include, owner);
    struct node *merged = NULL;
    for (size_t i = 0; i < include->count; i++)
        merged = gitlab_merge(config, merged, read_include(config, include->items[i], owner));
    return merged;
}
