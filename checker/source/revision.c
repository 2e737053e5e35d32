#include "source/graph.h"

#include "base/date.h"
#include "base/limits.h"

#include <string.h>

static struct failure *ids_of(struct repository *repository, const struct object_id *id,
                              struct commit_ids *out)
{
    struct commit_object commit;
    enum object_state state = commit_read(repository, id, &commit);
    if (state != OBJECT_READ) {
        char hex[OBJECT_ID_HEX_SIZE];
        object_id_format(id, hex);
        return failure_new(FAILURE_ENVIRONMENT, "the commit %s is %s", hex,
                           object_state_name(state));
    }
    *out = (struct commit_ids){.commit = *id, .tree = commit.tree, .time = commit.time};
    object_release(&commit.object);
    return NULL;
}

static struct failure *resolve_head(struct repository *repository, struct commit_ids *out,
                                    bool *found)
{
    git_oid id = {{0}};
    int code = git_reference_name_to_id(&id, repository->git, "HEAD");
    if (code == GIT_ENOTFOUND || code == GIT_EUNBORNBRANCH) {
        *found = false;
        return NULL;
    }
    if (code != 0)
        return GIT_FAILURE("cannot read HEAD of '%s'", repository->path);
    struct object_id head = id_of(&id);
    TRY(ids_of(repository, &head, out));
    *found = true;
    return NULL;
}

struct failure *repository_resolve(struct repository *repository, const char *revision,
                                   struct commit_ids *out, bool *found)
{
    if (!revision)
        return resolve_head(repository, out, found);
    /* A search in messages: libgit2 1.5 loses memory with each commit it looks at. */
    if (string_starts_with(revision, ":/") || strstr(revision, "^{/")) {
        *found = false;
        return NULL;
    }
    AUTO(git_object) *object = NULL;
    AUTO(git_object) *commit = NULL;
    int code = git_revparse_single(&object, repository->git, revision);
    if (code == 0)
        code = git_object_peel(&commit, object, GIT_OBJECT_COMMIT);
    if (code != 0) {
        /* Whatever is wrong with it, it names no commit that we can read; only a
         * damaged object is trouble of the repository. */
        const git_error *error = git_error_last();
        bool is_damage = code == -1 && error &&
                         (error->klass == GIT_ERROR_ZLIB || error->klass == GIT_ERROR_ODB ||
                          error->klass == GIT_ERROR_OS);
        if (is_damage)
            return GIT_FAILURE("cannot read the revision '%s'", revision);
        *found = false;
        return NULL;
    }
    struct object_id id = id_of(git_object_id(commit));
    TRY(ids_of(repository, &id, out));
    *found = true;
    return NULL;
}

struct failure *repository_resolve_as_of(struct repository *repository, int32_t day,
                                         struct commit_ids *out, bool *found)
{
    struct commit_ids at;
    TRY(resolve_head(repository, &at, found));
    if (!*found)
        return NULL;
    *found = false;
    int64_t end = ((int64_t)day + 1) * SECONDS_A_DAY;
    struct arena arena;
    arena_init(&arena, 4096);
    struct cuts cuts;
    cuts_load(&cuts, repository, &arena);
    for (size_t count = 0; count < LIMIT_HISTORY_COMMITS; count++) {
        struct commit_object commit;
        enum object_state state = commit_read(repository, &at.commit, &commit);
        if (state != OBJECT_READ)
            break;
        at.tree = commit.tree;
        at.time = commit.time;
        bool has_parent = commit.parent_count > 0 && !cuts_has(&cuts, &at.commit);
        *found = commit.time < end;
        if (*found)
            *out = at;
        else if (has_parent)
            at.commit = commit_parent(&commit, 0);
        object_release(&commit.object);
        if (*found || !has_parent)
            break;
    }
    arena_release(&arena);
    return *found || !cuts.damaged ? NULL : failure_new(FAILURE_ENVIRONMENT, "%s", cuts.damaged);
}

enum { FROM_A = 1, FROM_B = 2, STALE = 4 };

struct painting {
    struct graph *graph;
    size_t fresh; /* queued and not stale */
};

static bool is_fresh(const struct node *node)
{
    return node->is_queued && !(node->flags & STALE);
}

static void paint_node(struct painting *painting, uint32_t number, uint8_t flags)
{
    graph_load(painting->graph, number);
    struct node *node = &painting->graph->nodes[number];
    if (node->is_missing || (node->flags & flags) == flags)
        return;
    painting->fresh -= is_fresh(node) ? 1 : 0;
    node->flags |= flags;
    graph_push(painting->graph, number);
    painting->fresh += is_fresh(node) ? 1 : 0;
}

/* git's paint_down_to_common: both colours meet at a common ancestor, behind
 * which all is stale. A commit is painted again when a late path brings a colour. */
static void paint(struct painting *painting)
{
    struct graph *graph = painting->graph;
    while (painting->fresh > 0) {
        uint32_t number = graph_pop(graph);
        uint8_t flags = graph->nodes[number].flags;
        painting->fresh -= flags & STALE ? 0 : 1;
        if ((flags & (FROM_A | FROM_B)) == (FROM_A | FROM_B))
            flags |= STALE;
        for (unsigned i = 0; i < graph->nodes[number].parent_count; i++)
            paint_node(painting, graph_parent(graph, number, i), flags);
    }
}

struct failure *repository_merge_base(struct repository *repository, const struct object_id *a,
                                      const struct object_id *b, struct commit_ids *out,
                                      bool *found)
{
    struct commit_ids ignored;
    TRY(ids_of(repository, a, &ignored));
    TRY(ids_of(repository, b, &ignored));
    struct arena arena;
    arena_init(&arena, 1 << 16);
    struct graph graph;
    graph_init(&graph, repository, &arena);
    const struct node *best = NULL;
    struct painting painting = {.graph = &graph};
    paint_node(&painting, graph_node(&graph, a), FROM_A);
    paint_node(&painting, graph_node(&graph, b), FROM_B);
    paint(&painting);
    for (size_t i = 0; i < graph.count; i++) {
        const struct node *node = &graph.nodes[i];
        if (node->flags == (FROM_A | FROM_B) && (!best || node_compare(node, best) < 0))
            best = node;
    }
    *found = best != NULL;
    if (best)
        *out = (struct commit_ids){.commit = best->id, .tree = best->tree, .time = best->time};
    arena_release(&arena);
    return best || !graph.cuts.damaged ? NULL
                                       : failure_new(FAILURE_ENVIRONMENT, "%s", graph.cuts.damaged);
}
