#include "facts/tree_link.h"

#include "base/limits.h"
#include "base/table.h"
#include "facts/contact.h"
#include "facts/operations_paths.h"
#include "facts/paths.h"
#include "facts/prose.h"
#include "facts/prose_kinds.h"
#include "facts/residue.h"
#include "facts/site.h"

#include <string.h>

const char *const tree_link_state_names[] = {"none",          "placeholder",     "text",
                                             "dangling_path", "dangling_anchor", "found",
                                             "elsewhere",     "template",        NULL};

struct tree_links {
    struct arena *arena;
    const struct snapshot *snapshot;
    struct table anchors;  /* "path#anchor", folded */
    struct table squeezed; /* the same as sites make them */
    struct table gaps;     /* a path whose anchors are not all known */
    struct table own;      /* "owner/name", folded: what this repository is called */
    struct sites sites;
};

static void add_own(struct tree_links *links, const char *owner, const char *name)
{
    table_set(&links->own,
              prose_fold(links->arena, arena_printf(links->arena, "%s/%s", owner, name)), links);
}

/* What its manifests and its remote say; badges only where nothing else does, for some
 * readers copy them from other projects. */
static void read_own_names(struct tree_links *links, const struct fact_repository *repository)
{
    const char *remote =
        repository->repository ? repository_remote(repository->repository, links->arena) : NULL;
    const char *owner, *name;
    if (remote && contact_remote_names(links->arena, remote, &owner, &name))
        add_own(links, owner, name);
    const struct fact_table *table = repository->table(repository, &fact_kind_repository_name);
    for (int badges = 0; badges < 2; badges++) {
        if (badges && links->own.count)
            return;
        for (size_t i = 0; i < table->count; i++) {
            const struct value *cells = table->rows[i].cells;
            bool is_badge =
                !table->rows[i].gap && strcmp(cells[REPOSITORY_NAME_STATED_BY].text, "badge") == 0;
            if (!table->rows[i].gap && is_badge == (badges == 1))
                add_own(links, cells[REPOSITORY_NAME_OWNER].text, cells[REPOSITORY_NAME_NAME].text);
        }
    }
}

static const char *anchor_key(struct tree_links *links, const char *path, const char *anchor,
                              bool squeezed)
{
    return arena_printf(links->arena, "%s#%s", path,
                        squeezed ? prose_squeeze(links->arena, anchor)
                                 : prose_fold(links->arena, anchor));
}

static void read_anchors(struct tree_links *links, const struct fact_repository *repository)
{
    const struct fact_table *table = repository->table(repository, &fact_kind_markdown_anchor);
    for (size_t i = 0; i < table->count; i++) {
        const struct fact_row *row = &table->rows[i];
        if (row->gap) {
            table_set(&links->gaps, row->path, links);
            continue;
        }
        const char *anchor = row->cells[MARKDOWN_ANCHOR_ANCHOR].text;
        table_set(&links->anchors, anchor_key(links, row->path, anchor, false), links);
        table_set(&links->squeezed, anchor_key(links, row->path, anchor, true), links);
        table_set(&links->squeezed,
                  anchor_key(links, row->path, row->cells[MARKDOWN_ANCHOR_WORDS].text, true),
                  links);
    }
}

struct tree_links *tree_links_new(struct arena *arena, const struct fact_repository *repository)
{
    struct tree_links *links = ARENA_NEW(arena, struct tree_links);
    links->arena = arena;
    links->snapshot = repository->snapshot;
    table_init(&links->anchors, arena);
    table_init(&links->squeezed, arena);
    table_init(&links->gaps, arena);
    table_init(&links->own, arena);
    sites_init(&links->sites, arena);
    sites_find(&links->sites, arena, repository->snapshot);
    read_own_names(links, repository);
    read_anchors(links, repository);
    return links;
}

static struct tree_link not_known(enum tree_link_state state, const char *reason)
{
    return (struct tree_link){.state = state, .reason = reason};
}

static bool is_markdown(const char *path)
{
    return prose_syntax_of(path) == PROSE_MARKDOWN;
}

/* Lines are the forge's own, and every page has a top. */
static bool is_always_there(const char *anchor)
{
    static const char *const always[] = {"", "readme", "top", NULL};
    return string_is_one_of(anchor, always) ||
           ((anchor[0] == 'L' || anchor[0] == 'l') && anchor[1] >= '0' && anchor[1] <= '9');
}

static struct tree_link at_anchor(struct tree_links *links, const char *path, const char *anchor)
{
    struct tree_link found = {.state = TREE_LINK_FOUND, .path = path, .anchor = anchor};
    const struct entry *entry = snapshot_find(links->snapshot, path);
    if (!anchor || is_always_there(anchor))
        return found;
    if (!entry || entry->kind == ENTRY_LINK || entry->kind == ENTRY_SUBMODULE ||
        !is_markdown(path) || table_has(&links->gaps, path)) {
        found.state = TREE_LINK_TEMPLATE;
        found.reason = "headings are known of Markdown files only";
        return found;
    }
    if (table_has(&links->anchors, anchor_key(links, path, anchor, false)) ||
        (sites_hold(&links->sites, path) &&
         table_has(&links->squeezed, anchor_key(links, path, anchor, true))))
        return found;
    found.state = TREE_LINK_DANGLING_ANCHOR;
    return found;
}

static const char *index_of(struct tree_links *links, const char *folder)
{
    static const char *const names[] = {"README.md", "readme.md", "Readme.md",
                                        "index.md",  "_index.md", NULL};
    for (size_t i = 0; names[i]; i++) {
        const char *path = path_join(links->arena, folder, names[i]);
        if (snapshot_find(links->snapshot, path))
            return path;
    }
    return NULL;
}

/* NULL when the tree has no such path. */
static const struct tree_link *in_tree(struct tree_links *links, const char *path,
                                       const char *anchor)
{
    struct tree_link *link = ARENA_NEW(links->arena, struct tree_link);
    if (!path)
        return NULL;
    if (strcmp(path, ".") != 0 && snapshot_find(links->snapshot, path)) {
        *link = at_anchor(links, path, anchor);
        return link;
    }
    if (strcmp(path, ".") != 0 && !snapshot_has_folder(links->snapshot, path))
        return NULL;
    const char *index = index_of(links, path);
    if (index)
        *link = at_anchor(links, index, anchor);
    else
        *link = (struct tree_link){
            .state = anchor && anchor[0] ? TREE_LINK_DANGLING_ANCHOR : TREE_LINK_FOUND,
            .path = path,
            .anchor = anchor,
        };
    return link;
}

/* A revision may hold slashes, so every split that leads to a file is right. */
static struct tree_link below_revision(struct tree_links *links, const char *rest,
                                       const char *anchor)
{
    size_t size = strcspn(rest, "/");
    bool is_commit = size == 40 && strspn(rest, "0123456789abcdef") >= 40;
    if (!rest[size])
        rest = "";
    for (const char *slash = strchr(rest, '/'); slash; slash = strchr(slash + 1, '/')) {
        const char *path = path_resolve(links->arena, ".", slash + 1);
        const struct tree_link *link = in_tree(links, path, anchor);
        if (link)
            return *link;
    }
    if (is_commit)
        return not_known(TREE_LINK_ELSEWHERE, "it is of another commit of this repository");
    return (struct tree_link){.state = rest[0] ? TREE_LINK_DANGLING_PATH : TREE_LINK_FOUND};
}

/* `rest` is what follows owner and name in the URL of a forge. */
static struct tree_link in_own_repository(struct tree_links *links, const char *host,
                                          const char *rest, const char *anchor)
{
    static const char *const marks[] = {"/-/blob/", "/-/tree/",     "/-/raw/", "/blob/", "/tree/",
                                        "/raw/",    "/src/branch/", "/src/",   NULL};
    if (strcmp(host, "raw.githubusercontent.com") == 0 && rest[0] == '/')
        return below_revision(links, rest + 1, anchor);
    for (size_t i = 0; marks[i]; i++)
        if (string_starts_with(rest, marks[i]))
            return below_revision(links, rest + strlen(marks[i]), anchor);
    if (!rest[0] || strcmp(rest, "/") == 0) {
        const struct tree_link *link = in_tree(links, ".", anchor);
        return *link;
    }
    return not_known(TREE_LINK_ELSEWHERE, "it is on the forge and not in the tree");
}

static bool is_url(const char *target)
{
    return string_starts_with(target, "https://") || string_starts_with(target, "http://");
}

/* `http://runbook` and nothing more leads nowhere; `go/x` and `http://wiki/x` are names
 * of networks of companies. */
static bool is_placeholder_url(const char *target)
{
    struct text host = contact_host(target);
    const char *after = host.bytes ? host.bytes + host.size : "";
    bool bare = host.bytes && host.size && !memchr(host.bytes, '.', host.size) &&
                strcspn(after, "/") + 1 >= strlen(after);
    return !host.size || bare || residue_is_example_host(host) || residue_is_value(target);
}

static struct tree_link follow_url(struct tree_links *links, const char *target)
{
    if (is_placeholder_url(target))
        return (struct tree_link){.state = TREE_LINK_PLACEHOLDER};
    const char *host = arena_copy(links->arena, contact_host(target));
    const char *owner, *name, *rest;
    const char *hash = strchr(target, '#');
    const char *bare = arena_copy(links->arena, (struct text){target, strcspn(target, "#?")});
    struct tree_link link = not_known(TREE_LINK_ELSEWHERE, "it is on another host");
    if (contact_forge_names(links->arena, bare, &owner, &name, &rest)) {
        const char *key = arena_printf(links->arena, "%s/%s", owner, name);
        if (table_has(&links->own, prose_fold(links->arena, key)))
            link = in_own_repository(links, host, rest, hash ? hash + 1 : NULL);
        else
            link.reason = "it is in another repository";
    }
    link.host = host;
    return link;
}

static bool looks_like_path(const char *target)
{
    static const char *const endings[] = {".md", ".rst", ".adoc", ".html", ".txt", NULL};
    size_t size = strcspn(target, "#?");
    if (strpbrk(target, " \t\n") || size > LIMIT_PATH_BYTES)
        return false;
    if (memchr(target, '/', size) || target[0] == '#')
        return true;
    for (size_t i = 0; endings[i]; i++) {
        size_t length = strlen(endings[i]);
        if (size > length && memcmp(target + size - length, endings[i], length) == 0)
            return true;
    }
    return false;
}

static struct tree_link follow_path(struct tree_links *links, const char *from, const char *target)
{
    size_t size = strcspn(target, "#?");
    const char *hash = strchr(target, '#');
    const char *path = arena_copy(links->arena, (struct text){target, size});
    const char *anchor = hash ? hash + 1 : NULL;
    const char *folders[] = {path_directory(links->arena, from), "."};
    for (size_t i = 0; i < 2; i++) {
        const char *met = path_resolve(links->arena, folders[i], path);
        const struct tree_link *link = in_tree(links, met, anchor);
        if (!link && met)
            link = in_tree(links, arena_printf(links->arena, "%s.md", met), anchor);
        if (link)
            return *link;
    }
    /* `wiki.acme.io/x` and `go/x`: the name of a host, without its scheme. */
    size_t first = strcspn(path, "/");
    const char *top = arena_copy(links->arena, (struct text){path, first});
    if (path[first] && path[0] != '.' && path[0] != '/' &&
        !snapshot_has_folder(links->snapshot, top))
        return not_known(TREE_LINK_ELSEWHERE, "it may be on another host");
    return (struct tree_link){.state = TREE_LINK_DANGLING_PATH};
}

/* The alert's own name put where a template asks for it. */
static const char *with_name(struct tree_links *links, const char *target, const char *name)
{
    static const char *const words[] = {"$labels.alertname", ".Labels.alertname",
                                        ".labels.alertname", ".CommonLabels.alertname", NULL};
    struct buffer out = BUFFER_EMPTY;
    while (*target) {
        const char *close = string_starts_with(target, "{{") ? strstr(target, "}}") : NULL;
        if (close) {
            struct text inside = text_trim((struct text){target + 2, (size_t)(close - target - 2)});
            const char *word = arena_copy(links->arena, inside);
            if (string_is_one_of(word, words)) {
                buffer_add_string(&out, name);
                target = close + 2;
                continue;
            }
        }
        buffer_add_byte(&out, *target++);
    }
    const char *result = arena_strdup(links->arena, buffer_string(&out));
    buffer_release(&out);
    return result;
}

/* What stands before the first mark of a template is known: where it leads nowhere, the
 * whole does. */
static struct tree_link follow_template(struct tree_links *links, const char *from,
                                        const char *target)
{
    size_t size = strcspn(target, "{[$%<");
    while (size && target[size - 1] != '/')
        size--;
    const char *prefix = arena_copy(links->arena, (struct text){target, size});
    struct tree_link link = not_known(TREE_LINK_TEMPLATE, "a template decides it");
    if (!size || (!is_url(prefix) && !looks_like_path(prefix)))
        return link;
    struct tree_link start =
        is_url(prefix) ? follow_url(links, prefix) : follow_path(links, from, prefix);
    if (start.state == TREE_LINK_FOUND) {
        link.path = start.path;
        return link;
    }
    return start;
}

struct tree_link tree_links_follow(struct tree_links *links, const char *from, const char *target,
                                   const char *name)
{
    static const char *const nothing[] = {"", "none", "n/a", "na", "-", "null", "no", NULL};
    target = target ? arena_copy(links->arena, text_trim(text_of(target))) : "";
    if (string_is_one_of(prose_fold(links->arena, target), nothing))
        return (struct tree_link){.state = TREE_LINK_NONE};
    target = with_name(links, target, name ? name : "");
    if (operations_is_templated(target))
        return follow_template(links, from, target);
    if (is_url(target))
        return follow_url(links, target);
    if (residue_is_value(target))
        return (struct tree_link){.state = TREE_LINK_PLACEHOLDER};
    if (!looks_like_path(target))
        return (struct tree_link){.state = TREE_LINK_TEXT};
    return follow_path(links, from, target);
}

struct value tree_link_found(struct arena *arena, const struct tree_link *link)
{
    if (link->state == TREE_LINK_ELSEWHERE || link->state == TREE_LINK_TEMPLATE)
        return value_unknown(arena, UNKNOWN_UNOBSERVABLE, link->reason);
    return value_boolean(link->state == TREE_LINK_FOUND);
}
