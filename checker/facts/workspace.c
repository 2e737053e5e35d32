#include "facts/workspace.h"

#include "base/glob.h"
#include "facts/paths.h"

#include <string.h>

enum { NESTING_MAX = 16 };

struct member {
    const struct glob *glob; /* NULL: the folder alone */
    const char *directory;
    bool excludes;
};

struct workspace {
    const char *ecosystem;
    const char *directory;
    struct member *members;
    size_t count;
};

struct workspaces {
    struct arena *arena;
    struct workspace *items;
    size_t count, capacity;
};

static struct member member_of(struct arena *arena, const char *root, const char *written)
{
    struct member member = {.excludes = written[0] == '!'};
    written += member.excludes;
    if (string_ends_with(written, ".xml")) /* Maven: a module may name its file */
        written = path_directory(arena, written);
    if (!strpbrk(written, "*?[{")) {
        member.directory = path_resolve(arena, root, written);
        return member;
    }
    const char *below = path_resolve(arena, ".", written);
    const char *problem = NULL;
    size_t at = 0;
    if (below)
        member.glob = glob_new(arena, arena_printf(arena, "/%s", path_join(arena, root, below)),
                               &problem, &at);
    return member;
}

struct workspaces *workspaces_new(struct arena *arena, const struct fact_table *parts)
{
    struct workspaces *out = ARENA_NEW(arena, struct workspaces);
    out->arena = arena;
    for (size_t i = 0; i < parts->count; i++) {
        const struct fact_row *row = &parts->rows[i];
        const struct value *names = NULL;
        if (row->gap || row->cells[PART_MEMBERS].kind != VALUE_LIST)
            continue;
        size_t count = cell_list(row, PART_MEMBERS, &names);
        struct workspace workspace = {
            .ecosystem = cell_text(row, PART_ECOSYSTEM),
            .directory = path_directory(arena, row->path),
            .members = ARENA_ARRAY(arena, struct member, count),
            .count = count,
        };
        for (size_t m = 0; m < count; m++)
            workspace.members[m] = member_of(arena, workspace.directory, names[m].text);
        out->items = arena_grow(arena, out->items, out->count, &out->capacity, sizeof(*out->items));
        out->items[out->count++] = workspace;
    }
    return out;
}

static bool names_member(const struct member *member, const char *directory)
{
    if (member->glob)
        return glob_matches(member->glob, directory);
    return member->directory && strcmp(member->directory, directory) == 0;
}

/* What is installed is no member, whatever a glob says (npm, Yarn and pnpm alike). */
static bool is_installed(const char *directory)
{
    const char *at = strstr(directory, "node_modules");
    return at && (at == directory || at[-1] == '/');
}

static bool has_member(const struct workspace *workspace, const char *directory)
{
    if (strcmp(workspace->ecosystem, "npm") == 0 && is_installed(directory))
        return false;
    bool is_member = false;
    bool names_any = false;
    for (size_t i = 0; i < workspace->count; i++) {
        names_any |= !workspace->members[i].excludes;
        if (names_member(&workspace->members[i], directory)) {
            if (workspace->members[i].excludes)
                return false;
            is_member = true;
        }
    }
    /* Cargo: a workspace without a list takes the crates below it that it uses. */
    if (!names_any && strcmp(workspace->ecosystem, "cargo") == 0)
        return path_is_within(directory, workspace->directory);
    return is_member;
}

const char *workspaces_parent(const struct workspaces *workspaces, const char *ecosystem,
                              const char *directory)
{
    const char *best = NULL;
    for (size_t i = 0; i < workspaces->count; i++) {
        const struct workspace *workspace = &workspaces->items[i];
        if (strcmp(workspace->ecosystem, ecosystem) != 0 ||
            strcmp(workspace->directory, directory) == 0 || !has_member(workspace, directory))
            continue;
        if (!best || path_is_within(workspace->directory, best))
            best = workspace->directory;
    }
    return best;
}

const char *workspaces_root(const struct workspaces *workspaces, const char *ecosystem,
                            const char *directory)
{
    static const char *const nesting[] = {"maven", "gradle", "terraform", NULL};
    const char *root = directory;
    for (unsigned i = 0; i < NESTING_MAX; i++) {
        const char *next = workspaces_parent(workspaces, ecosystem, root);
        if (!next)
            break;
        root = next;
        if (!string_is_one_of(ecosystem, nesting))
            break;
    }
    return root;
}
