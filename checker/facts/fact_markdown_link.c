/* markdown_link - where the links of Markdown files lead: a file, a folder or a
 * heading of the same tree, or somewhere that this tree does not show. */
#include "base/limits.h"
#include "base/table.h"
#include "facts/gather.h"
#include "facts/hidden_paths.h"
#include "facts/paths.h"
#include "facts/prose.h"
#include "facts/prose_kinds.h"
#include "facts/site.h"

static const char *const kinds[] = {"path",      "anchor", "url",     "mail",
                                    "reference", "route",  "outside", NULL};
enum link_kind {
    LINK_PATH,
    LINK_ANCHOR,
    LINK_URL,
    LINK_MAIL,
    LINK_REFERENCE,
    LINK_ROUTE,
    LINK_OUTSIDE
};

enum { CELL_TARGET, CELL_KIND, CELL_IMAGE, CELL_RESOLVES, CELL_PROBLEM, CELL_LEADS_TO };

const struct fact_kind fact_kind_markdown_link = {
    .name = "markdown_link",
    .summary = "A link or an image of a Markdown file, and whether it leads anywhere.",
    .key = (const char *const[]){"path", "target", NULL},
    .fields =
        (const struct fact_field[]){
            {"target", {.kind = TYPE_TEXT}, false, "Where the link leads, as written."},
            {"kind",
             {.kind = TYPE_WORD, .words = kinds},
             false,
             "A path of the tree, a heading of the same file, a URL, an address for mail, a "
             "label that nothing defines, what a site or a template makes of it, or a path out "
             "of the tree."},
            {"image", {.kind = TYPE_BOOLEAN}, false, "Is it an image?"},
            {"resolves",
             {.kind = TYPE_BOOLEAN},
             false,
             "Is the target there? Unknown for other hosts and for routes of a site."},
            {"problem", {.kind = TYPE_TEXT}, true, "What is wrong with the target."},
            {"leads_to", {.kind = TYPE_PATH}, true, "The file or folder of the tree."},
            {0},
        },
};

enum { LINK_FOLLOWS = 10 };

struct resolver {
    const struct fact_repository *repository;
    const struct snapshot *snapshot;
    struct arena *arena; /* of the rows */
    struct arena scratch;
    struct arena memory; /* of what the hidden paths remember */
    struct hidden_paths *hidden;
    struct sites sites;
    struct table anchors;   /* "path#anchor", folded */
    struct table squeezed;  /* the same, as other generators make them */
    struct table assembled; /* path: struct unknown, why not all of them are known */
    struct table folded;    /* a path in lower case: the path */
};

struct answer {
    enum { ANSWER_YES, ANSWER_NO, ANSWER_UNKNOWN } found;
    enum unknown_class class;
    enum link_kind kind;  /* LINK_PATH: what the target looks like */
    const char *text;     /* the problem, or why it is not known */
    const char *leads_to; /* NULL when nothing of the tree was found */
};

static struct answer yes(const char *leads_to)
{
    return (struct answer){.found = ANSWER_YES, .leads_to = leads_to};
}

static struct answer no(const char *problem)
{
    return (struct answer){.found = ANSWER_NO, .text = problem};
}

static struct answer unknown(const char *reason)
{
    return (struct answer){.found = ANSWER_UNKNOWN, .text = reason};
}

/* Not known, because it is no link within the tree after all. */
static struct answer elsewhere(enum link_kind kind, const char *reason)
{
    return (struct answer){.found = ANSWER_UNKNOWN, .kind = kind, .text = reason};
}

static void read_anchors(struct resolver *resolver)
{
    const struct fact_table *table =
        resolver->repository->table(resolver->repository, &fact_kind_markdown_anchor);
    for (size_t i = 0; i < table->count; i++) {
        const struct fact_row *row = &table->rows[i];
        if (row->gap) {
            struct unknown *why = ARENA_NEW(&resolver->scratch, struct unknown);
            *why = *row->cells[MARKDOWN_ANCHOR_ANCHOR].unknown;
            table_set(&resolver->assembled, row->path, why);
            continue;
        }
        const char *anchor =
            prose_fold(&resolver->scratch, row->cells[MARKDOWN_ANCHOR_ANCHOR].text);
        const char *key = arena_printf(&resolver->scratch, "%s#%s", row->path, anchor);
        table_set(&resolver->anchors, key, resolver);
        const char *loose[] = {anchor, row->cells[MARKDOWN_ANCHOR_WORDS].text};
        for (size_t n = 0; n < 2; n++) {
            key = arena_printf(&resolver->scratch, "%s#%s", row->path,
                               prose_squeeze(&resolver->scratch, loose[n]));
            table_set(&resolver->squeezed, key, resolver);
        }
    }
}

static void read_paths(struct resolver *resolver)
{
    const struct snapshot *snapshot = resolver->snapshot;
    for (size_t i = 0; i < snapshot->count; i++) {
        const char *path = snapshot->entries[i].path;
        table_set(&resolver->folded, prose_fold(&resolver->scratch, path),
                  arena_strdup(&resolver->scratch, path));
    }
    for (size_t i = 0; i < snapshot->folder_count; i++) {
        const char *path = snapshot->folders[i];
        table_set(&resolver->folded, prose_fold(&resolver->scratch, path),
                  arena_strdup(&resolver->scratch, path));
    }
}

/* Joins a folder and a relative path and takes `.` and `..` away; NULL when it
 * leads out of the tree. */
static const char *join(struct arena *arena, struct text folder, const char *relative)
{
    size_t room = folder.size + strlen(relative) + 2;
    char *out = arena_alloc(arena, room, 1);
    size_t size = folder.size;
    memcpy(out, folder.bytes, folder.size);
    while (*relative) {
        size_t part = strcspn(relative, "/");
        if (part == 2 && memcmp(relative, "..", 2) == 0) {
            if (!size)
                return NULL;
            while (size && out[size - 1] != '/')
                size--;
            size -= size > 0;
        } else if (part && !(part == 1 && *relative == '.')) {
            if (size)
                out[size++] = '/';
            memcpy(out + size, relative, part);
            size += part;
        }
        relative += part;
        relative += *relative == '/';
    }
    out[size] = '\0';
    return out;
}

static struct text folder_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return (struct text){path, slash ? (size_t)(slash - path) : 0};
}

static const char *name_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

static const char *extension_of(const char *path)
{
    const char *dot = strrchr(name_of(path), '.');
    return dot && dot != name_of(path) ? dot : "";
}

/* The entry of the longest prefix of a path that is no folder: a submodule or a
 * symbolic link on the way. */
static const struct entry *entry_on_the_way(struct resolver *resolver, const char *path,
                                            size_t *size)
{
    for (size_t i = 0; path[i]; i++) {
        if (path[i] != '/')
            continue;
        const char *prefix = arena_copy(&resolver->scratch, (struct text){path, i});
        const struct entry *entry = snapshot_find(resolver->snapshot, prefix);
        if (entry) {
            *size = i;
            return entry;
        }
    }
    return NULL;
}

/* Follows symbolic links within the tree: the path that is meant, or NULL with
 * the reason why it cannot be known. */
static const char *follow(struct resolver *resolver, const char *path, const char **reason)
{
    for (int step = 0; step < LINK_FOLLOWS; step++) {
        size_t size = strlen(path);
        const struct entry *entry = snapshot_find(resolver->snapshot, path);
        if (!entry)
            entry = entry_on_the_way(resolver, path, &size);
        if (!entry || (entry->kind != ENTRY_LINK && entry->kind != ENTRY_SUBMODULE))
            return path;
        if (entry->kind == ENTRY_SUBMODULE) {
            if (!path[size])
                return path;
            *reason = "it is in a submodule";
            return NULL;
        }
        struct content content;
        reader_read(resolver->repository->reader, entry, LIMIT_PATH_BYTES, &resolver->scratch,
                    &content);
        if (content.state != CONTENT_LINK || !content.text.size || content.text.bytes[0] == '/') {
            *reason = "a symbolic link on the way leads out of the tree";
            return NULL;
        }
        const char *target = arena_copy(&resolver->scratch, content.text);
        const char *joined = join(&resolver->scratch, folder_of(entry->path), target);
        if (!joined) {
            *reason = "a symbolic link on the way leads out of the tree";
            return NULL;
        }
        path = arena_printf(&resolver->scratch, "%s%s", joined, path + size);
    }
    *reason = "symbolic links go round in a circle";
    return NULL;
}

static bool is_line_anchor(const char *anchor)
{
    return (anchor[0] == 'L' || anchor[0] == 'l') && anchor[1] >= '0' && anchor[1] <= '9';
}

static bool is_markdown(const char *path)
{
    return prose_syntax_of(path) == PROSE_MARKDOWN;
}

static struct answer resolve_anchor(struct resolver *resolver, const char *path, const char *anchor,
                                    bool site)
{
    static const char *const always[] = {"", "readme", "top", "start-of-content", NULL};
    const char *folded = prose_fold(&resolver->scratch, anchor);
    /* Line numbers and text fragments are the browser's or the forge's own. */
    if (string_is_one_of(folded, always) || is_line_anchor(anchor) ||
        string_starts_with(anchor, ":~:"))
        return yes(path);
    if (snapshot_has_folder(resolver->snapshot, path)) {
        static const char *const indexes[] = {"README.md", "readme.md", "Readme.md", NULL};
        for (size_t i = 0; indexes[i]; i++) {
            const char *index = join(&resolver->scratch, text_of(path), indexes[i]);
            if (snapshot_find(resolver->snapshot, index))
                return resolve_anchor(resolver, index, anchor, site);
        }
        return unknown("a folder has no headings of its own");
    }
    if (!is_markdown(path))
        return unknown("headings are read in Markdown files only");
    if (string_starts_with(folded, "user-content-"))
        folded += strlen("user-content-");
    const char *key = arena_printf(&resolver->scratch, "%s#%s", path, folded);
    if (table_has(&resolver->anchors, key))
        return yes(path);
    const struct unknown *why = table_find(&resolver->assembled, path);
    if (why)
        return (struct answer){.found = ANSWER_UNKNOWN, .class = why->class, .text = why->reason};
    key =
        arena_printf(&resolver->scratch, "%s#%s", path, prose_squeeze(&resolver->scratch, folded));
    if (site && table_has(&resolver->squeezed, key))
        return yes(path);
    struct answer answer =
        no(arena_printf(resolver->arena, "no heading '#%s' in '%s'", anchor, path));
    answer.leads_to = path;
    return answer;
}

static bool is_template_file(struct resolver *resolver, const char *path)
{
    const char *folded = prose_fold(&resolver->scratch, path);
    return prose_has_phrase(folded, "template") || prose_has_phrase(folded, "templates") ||
           strstr(folded, "issue_template") || strstr(folded, "pull_request_template") ||
           strstr(folded, "_template") || strstr(folded, "cookiecutter") || strstr(path, "{{");
}

/* Is there a file from which a generator makes this page? */
static bool has_source(struct resolver *resolver, const char *path)
{
    static const char *const endings[] = {".md",  ".rst", ".adoc",     ".ipynb",
                                          ".txt", ".xml", ".markdown", NULL};
    size_t stem = strlen(path) - strlen(extension_of(path));
    for (size_t i = 0; endings[i]; i++) {
        const char *source =
            arena_printf(&resolver->scratch, "%.*s%s", (int)stem, path, endings[i]);
        if (snapshot_find(resolver->snapshot, source))
            return true;
    }
    return false;
}

/* A folder whose pages link to each other as `x.html` while there is only `x.md` is
 * made into a site, whatever makes it. */
static void infer_sites(struct resolver *resolver, const struct fact_table *targets)
{
    for (size_t i = 0; i < targets->count; i++) {
        const struct fact_row *row = &targets->rows[i];
        const char *target = row->gap ? "" : row->cells[MARKDOWN_TARGET_TARGET].text;
        size_t size = strcspn(target, "#?");
        struct text folder = folder_of(row->path);
        if (!folder.size || size < 6 || memchr(target, '/', size) || target[0] == '.' ||
            memcmp(target + size - 5, ".html", 5) != 0)
            continue;
        const char *path = arena_printf(&resolver->scratch, "%.*s/%.*s", (int)folder.size,
                                        folder.bytes, (int)size, target);
        if (!snapshot_find(resolver->snapshot, path) && has_source(resolver, path))
            sites_add(&resolver->sites, arena_copy(&resolver->scratch, folder));
    }
}

/* `/en/guide/` where there is no `en`: the address on a site that is made elsewhere. */
static bool is_route_of_another_site(struct resolver *resolver, const char *path)
{
    size_t first = strcspn(path, "/");
    if (!path[first] || *extension_of(path))
        return false;
    const char *top = arena_copy(&resolver->scratch, (struct text){path, first});
    return !snapshot_has_folder(resolver->snapshot, top) && !snapshot_find(resolver->snapshot, top);
}

static struct answer resolve_missing(struct resolver *resolver, const char *from, const char *path,
                                     bool site, bool rooted)
{
    const char *extension = extension_of(path);
    if (is_template_file(resolver, from))
        return elsewhere(LINK_ROUTE, "links of a template are followed where it is used");
    bool page = !*extension || string_equals_folded(extension, ".html") ||
                string_equals_folded(extension, ".htm");
    /* Sites have pages without endings, and pictures from the folders of their themes. */
    if (site && (page || rooted || !is_markdown(path)))
        return elsewhere(LINK_ROUTE, "a route of a site that is made from these files");
    if (rooted && is_route_of_another_site(resolver, path))
        return elsewhere(LINK_ROUTE, "a route of a site that is not made here");
    if (hidden_paths_have(resolver->hidden, path))
        return site ? elsewhere(LINK_ROUTE, "a page that is made when the site is")
                    : unknown("a .gitignore hides the target, so something makes it");
    if (page && *extension && has_source(resolver, path))
        return elsewhere(LINK_ROUTE, "a page that is made from a source file");
    const char *other = table_find(&resolver->folded, prose_fold(&resolver->scratch, path));
    if (other) {
        struct answer answer =
            no(arena_printf(resolver->arena, "'%s' is written '%s' in the tree", path, other));
        answer.leads_to = other;
        return answer;
    }
    return no(arena_printf(resolver->arena, "no file or folder '%s'", path));
}

static bool is_templated(const char *target)
{
    static const char *const marks[] = {"{{", "{%", "<%", "%}", "${", "$(",
                                        "@@", "{#", "{",  "<",  NULL};
    for (size_t i = 0; marks[i]; i++) {
        if (strstr(target, marks[i]))
            return true;
    }
    return false;
}

static struct answer resolve_path(struct resolver *resolver, const char *from, struct text target,
                                  const char *anchor, bool site)
{
    size_t query = text_find(target, "?");
    if (query != SIZE_MAX)
        target.size = query;
    if (target.size > LIMIT_PATH_BYTES)
        return no("the path is longer than any path");
    const char *decoded = percent_decode(&resolver->scratch, target);
    bool rooted = decoded[0] == '/';
    struct text folder = rooted ? (struct text){"", 0} : folder_of(from);
    const char *path = join(&resolver->scratch, folder, decoded);
    if (!path)
        return elsewhere(LINK_OUTSIDE, "it leads out of the tree");
    const char *reason = NULL;
    const char *met = follow(resolver, path, &reason);
    if (!met)
        return unknown(reason);
    if (!*met || snapshot_find(resolver->snapshot, met) ||
        snapshot_has_folder(resolver->snapshot, met))
        return resolve_anchor(resolver, arena_strdup(resolver->arena, met), anchor, site);
    /* Wikis and sites leave the ending out. */
    if (site || rooted) {
        const char *page = arena_printf(resolver->arena, "%s.md", met);
        if (site && snapshot_find(resolver->snapshot, page))
            return resolve_anchor(resolver, page, anchor, site);
    }
    return resolve_missing(resolver, from, met, site, rooted);
}

/* A path of Rust, or a name behind one of the disambiguators of the rustdoc book
 * ("Linking to items by name"). */
static bool names_item(struct text target)
{
    static const char *const sorts[] = {
        "struct", "enum",      "trait",    "union",     "mod",    "module",  "const", "constant",
        "static", "fn",        "function", "method",    "derive", "type",    "value", "macro",
        "prim",   "primitive", "tyalias",  "typealias", "field",  "variant", NULL};
    size_t at = text_find(target, "@");
    for (size_t i = 0; at != SIZE_MAX && sorts[i]; i++)
        if (strlen(sorts[i]) == at && text_starts_with(target, sorts[i]))
            return true;
    static const char *const keywords[] = {"crate", "self", "super", NULL};
    for (size_t i = 0; keywords[i]; i++)
        if (text_equals(target, keywords[i]))
            return true;
    return text_find(target, "::") != SIZE_MAX;
}

/* Is a page of a crate, whose sources and README may be included in its documentation? */
static bool is_in_crate(struct resolver *resolver, const char *path)
{
    struct arena *arena = &resolver->scratch;
    const char *folder = path;
    while (*folder) {
        const char *slash = strrchr(folder, '/');
        folder = slash ? arena_copy(arena, (struct text){folder, (size_t)(slash - folder)}) : "";
        if (snapshot_find(resolver->snapshot,
                          *folder ? arena_printf(arena, "%s/Cargo.toml", folder) : "Cargo.toml"))
            return true;
    }
    return false;
}

/* RFC 3986, 3.1; one letter is a drive of Windows. */
static bool has_scheme(const char *target)
{
    static const char bytes[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+-.";
    size_t size = strspn(target, bytes);
    return size > 1 && target[size] == ':' && strcspn(target, "0123456789+-.") > 0;
}

static enum link_kind kind_of(const struct fact_row *row)
{
    const char *target = row->cells[MARKDOWN_TARGET_TARGET].text;
    if (row->cells[MARKDOWN_TARGET_REFERENCE].boolean)
        return LINK_REFERENCE;
    if (string_starts_with(target, "mailto:"))
        return LINK_MAIL;
    if (string_starts_with(target, "//") || has_scheme(target))
        return LINK_URL;
    return *target == '#' ? LINK_ANCHOR : LINK_PATH;
}

static struct answer resolve(struct resolver *resolver, const struct fact_row *row,
                             enum link_kind kind)
{
    const char *target = row->cells[MARKDOWN_TARGET_TARGET].text;
    bool site =
        row->cells[MARKDOWN_TARGET_SITE_PAGE].boolean || sites_hold(&resolver->sites, row->path);
    if (kind == LINK_MAIL)
        return yes(NULL);
    if (kind == LINK_URL)
        return unknown("it is on another host");
    if (kind == LINK_REFERENCE) {
        if (is_template_file(resolver, row->path))
            return elsewhere(LINK_ROUTE, "links of a template are followed where it is used");
        if (site)
            return elsewhere(LINK_ROUTE, "a site generator may define the label");
        return no(arena_printf(resolver->arena, "nothing defines the label '%s'", target));
    }
    if (!*target)
        return no("the link has no target");
    if (is_templated(target))
        return elsewhere(LINK_ROUTE, "the target is filled in by a template");
    const char *hash = strchr(target, '#');
    struct text path = {target, hash ? (size_t)(hash - target) : strlen(target)};
    const char *anchor = hash ? percent_decode(&resolver->scratch, text_of(hash + 1)) : "";
    /* These are copied into an issue or a pull request and followed from there. */
    if (strstr(row->path, "ISSUE_TEMPLATE/") || strstr(row->path, "PULL_REQUEST_TEMPLATE") ||
        strstr(row->path, "pull_request_template"))
        return elsewhere(LINK_ROUTE, "links of a template are followed where it is used");
    if (!path.size)
        return resolve_anchor(resolver, row->path, anchor, site);
    if (names_item(path) && is_in_crate(resolver, row->path))
        return elsewhere(LINK_ROUTE, "rustdoc looks it up among the items of a crate");
    return resolve_path(resolver, row->path, path, anchor, site);
}

static void add_link(struct fact_writer *writer, struct resolver *resolver,
                     const struct fact_row *row)
{
    enum link_kind kind = kind_of(row);
    struct answer answer = resolve(resolver, row, kind);
    if (answer.kind != LINK_PATH)
        kind = answer.kind;
    struct fact_row *link =
        fact_add(writer, &fact_kind_markdown_link, row->path, row->line, row->column);
    link->cells[CELL_TARGET] = row->cells[MARKDOWN_TARGET_TARGET];
    link->cells[CELL_KIND] = value_text(kinds[kind]);
    link->cells[CELL_IMAGE] = row->cells[MARKDOWN_TARGET_IMAGE];
    link->cells[CELL_RESOLVES] = answer.found == ANSWER_UNKNOWN
                                     ? value_unknown(fact_arena(writer), answer.class, answer.text)
                                     : value_boolean(answer.found == ANSWER_YES);
    if (answer.found == ANSWER_NO)
        link->cells[CELL_PROBLEM] = fact_text(writer, answer.text);
    link->cells[CELL_LEADS_TO] =
        fact_text(writer, answer.leads_to && *answer.leads_to ? answer.leads_to : NULL);
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    struct resolver resolver = {
        .repository = repository, .snapshot = repository->snapshot, .arena = fact_arena(writer)};
    arena_init(&resolver.scratch, 1 << 16);
    arena_init(&resolver.memory, 1 << 12);
    resolver.hidden =
        hidden_paths_new(&resolver.memory, repository->table(repository, &ignore_rule_kind));
    sites_init(&resolver.sites, &resolver.scratch);
    sites_find(&resolver.sites, &resolver.scratch, repository->snapshot);
    table_init(&resolver.anchors, &resolver.scratch);
    table_init(&resolver.squeezed, &resolver.scratch);
    table_init(&resolver.assembled, &resolver.scratch);
    table_init(&resolver.folded, &resolver.scratch);
    read_anchors(&resolver);
    read_paths(&resolver);
    const struct fact_table *targets = repository->table(repository, &fact_kind_markdown_target);
    infer_sites(&resolver, targets);
    for (size_t i = 0; i < targets->count; i++) {
        const struct fact_row *row = &targets->rows[i];
        if (row->gap) {
            const struct unknown *why = row->cells[MARKDOWN_TARGET_TARGET].unknown;
            fact_add_gap(writer, &fact_kind_markdown_link, row->path, why->class, why->reason);
            continue;
        }
        struct arena_mark mark = arena_mark(&resolver.scratch);
        add_link(writer, &resolver, row);
        arena_reset(&resolver.scratch, mark);
    }
    arena_release(&resolver.memory);
    arena_release(&resolver.scratch);
    return NULL;
}

FACT(markdown_link) = {
    .name = "markdown_link",
    .area = FACT_AREA_DOCUMENTS,
    .summary = "Where the links of Markdown files lead.",
    .version = 2,
    .kinds = (const struct fact_kind *const[]){&fact_kind_markdown_link, NULL},
    .needs = (const struct fact_kind *const[]){&fact_kind_markdown_target,
                                               &fact_kind_markdown_anchor, &ignore_rule_kind, NULL},
    .recognise_repository = recognise,
};
