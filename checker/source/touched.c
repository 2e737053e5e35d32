#include "source/history.h"

#include "base/limits.h"
#include "source/graph.h"
#include "source/state.h"

#include <stdlib.h>
#include <string.h>

/* A path that is asked for, and where its answer goes. */
struct wanted {
    const char *path;
    int64_t *time;
};

struct search {
    struct repository *repository;
    struct wanted *wanted; /* sorted by path; answered ones are dropped now and then */
    size_t count;
    size_t open;  /* without an answer */
    int64_t time; /* of the commit that is compared with its parent */
    bool is_unreadable;
    char path[LIMIT_PATH_BYTES + 1];
};

static int by_path(const void *a, const void *b)
{
    return strcmp(((const struct wanted *)a)->path, ((const struct wanted *)b)->path);
}

/* The first wanted path that is not before these bytes. */
static size_t lower_bound(const struct search *search, const char *path)
{
    size_t low = 0;
    size_t high = search->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(search->wanted[middle].path, path) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void answer(struct search *search, const char *path)
{
    for (size_t i = lower_bound(search, path);
         i < search->count && strcmp(search->wanted[i].path, path) == 0; i++)
        if (*search->wanted[i].time == INT64_MIN) {
            *search->wanted[i].time = search->time;
            search->open--;
        }
}

static bool asks_below(const struct search *search, const char *path, size_t size)
{
    for (size_t i = lower_bound(search, path);
         i < search->count && strncmp(search->wanted[i].path, path, size) == 0; i++)
        if (*search->wanted[i].time == INT64_MIN)
            return true;
    return false;
}

/* git's order of a tree: a folder sorts as if its name ended with a slash. */
static int compare_names(const struct tree_entry *a, const struct tree_entry *b)
{
    size_t shorter = a->name_size < b->name_size ? a->name_size : b->name_size;
    int order = memcmp(a->name, b->name, shorter);
    if (order != 0)
        return order;
    int after_a = a->name_size > shorter                         ? (unsigned char)a->name[shorter]
                  : (a->mode & (unsigned)MODE_TYPE) == MODE_TREE ? '/'
                                                                 : 0;
    int after_b = b->name_size > shorter                         ? (unsigned char)b->name[shorter]
                  : (b->mode & (unsigned)MODE_TYPE) == MODE_TREE ? '/'
                                                                 : 0;
    return after_a - after_b;
}

struct side {
    struct object object;
    const char *at, *end;
    struct tree_entry entry;
    bool has_entry;
};

static void advance(struct side *side)
{
    const char *problem;
    side->has_entry = tree_next(&side->at, side->end, &side->entry, &problem);
}

static void side_auto(struct side *side)
{
    object_release(&side->object);
}

/* `id` NULL: there is no such tree on this side. */
static bool open_side(struct search *search, const struct object_id *id, struct side *side)
{
    if (!id)
        return true;
    if (object_read(search->repository, id, GIT_OBJECT_TREE, LIMIT_STRUCTURE_BYTES,
                    &side->object) != OBJECT_READ) {
        search->is_unreadable = true;
        return false;
    }
    side->at = side->object.bytes;
    side->end = side->object.bytes + side->object.size;
    advance(side);
    return true;
}

static void compare_trees(struct search *search, const struct object_id *before,
                          const struct object_id *after, size_t path_size, unsigned depth);

/* One name differs: `a` before, `b` after, one of them may be NULL. */
static void differ(struct search *search, const struct tree_entry *a, const struct tree_entry *b,
                   size_t path_size, unsigned depth)
{
    const struct tree_entry *any = a ? a : b;
    size_t size = path_size + any->name_size;
    if (size + 1 > LIMIT_PATH_BYTES)
        return;
    memcpy(search->path + path_size, any->name, any->name_size);
    search->path[size] = '\0';
    answer(search, search->path);
    search->path[size] = '/';
    search->path[size + 1] = '\0';
    bool was_folder = a && (a->mode & (unsigned)MODE_TYPE) == MODE_TREE;
    bool is_folder = b && (b->mode & (unsigned)MODE_TYPE) == MODE_TREE;
    if ((was_folder || is_folder) && depth < LIMIT_TREE_DEPTH &&
        asks_below(search, search->path, size + 1))
        compare_trees(search, was_folder ? &a->id : NULL, is_folder ? &b->id : NULL, size + 1,
                      depth + 1);
}

static void compare_trees(struct search *search, const struct object_id *before,
                          const struct object_id *after, size_t path_size, unsigned depth)
{
    AUTO_STRUCT(side) a = {.has_entry = false};
    AUTO_STRUCT(side) b = {.has_entry = false};
    if (!open_side(search, before, &a) || !open_side(search, after, &b))
        return;
    while ((a.has_entry || b.has_entry) && search->open > 0 && !search->is_unreadable) {
        int order = !a.has_entry ? 1 : !b.has_entry ? -1 : compare_names(&a.entry, &b.entry);
        if (order != 0 || a.entry.mode != b.entry.mode ||
            object_id_compare(&a.entry.id, &b.entry.id) != 0)
            differ(search, order <= 0 ? &a.entry : NULL, order >= 0 ? &b.entry : NULL, path_size,
                   depth);
        if (order <= 0)
            advance(&a);
        if (order >= 0)
            advance(&b);
    }
}

static void drop_answered(struct search *search)
{
    if (search->open > search->count / 2)
        return;
    size_t kept = 0;
    for (size_t i = 0; i < search->count; i++)
        if (*search->wanted[i].time == INT64_MIN)
            search->wanted[kept++] = search->wanted[i];
    search->count = kept;
}

/* Steps from a commit to its first parent until every path has its answer;
 * returns whether a cut or a missing object ended it. */
static bool step_back(struct search *search, const struct object_id *head, const struct cuts *cuts)
{
    struct commit_object commit;
    if (commit_read(search->repository, head, &commit) != OBJECT_READ)
        return true;
    struct object_id id = *head;
    for (size_t steps = 0; search->open > 0; steps++) {
        struct object_id tree = commit.tree;
        bool has_parent = commit.parent_count > 0;
        struct object_id parent = {{0}};
        if (has_parent)
            parent = commit_parent(&commit, 0);
        search->time = commit.time;
        object_release(&commit.object);
        if (cuts_has(cuts, &id) || steps == LIMIT_HISTORY_COMMITS)
            return true;
        if (!has_parent) {
            compare_trees(search, NULL, &tree, 0, 0);
            return search->is_unreadable;
        }
        if (commit_read(search->repository, &parent, &commit) != OBJECT_READ)
            return true;
        if (object_id_compare(&tree, &commit.tree) != 0)
            compare_trees(search, &commit.tree, &tree, 0, 0);
        if (search->is_unreadable) {
            object_release(&commit.object);
            return true;
        }
        drop_answered(search);
        id = parent;
    }
    object_release(&commit.object);
    return false;
}

/* NOLINTNEXTLINE(readability-function-size): two arrays of one count, and a cut */
struct failure *history_last_changed(struct repository *repository, const struct object_id *head,
                                     const char *const *paths, size_t count, int64_t *out,
                                     bool *truncated, struct arena *arena)
{
    struct cuts cuts;
    cuts_load(&cuts, repository, arena);
    struct search *search = ARENA_NEW(arena, struct search);
    search->repository = repository;
    search->wanted = ARENA_ARRAY(arena, struct wanted, count);
    search->count = search->open = count;
    for (size_t i = 0; i < count; i++) {
        out[i] = INT64_MIN;
        search->wanted[i] = (struct wanted){paths[i], &out[i]};
    }
    if (count > 0)
        qsort(search->wanted, count, sizeof(*search->wanted), by_path);
    *truncated = step_back(search, head, &cuts);
    return NULL;
}
