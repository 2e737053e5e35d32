#include "source/folder_walk.h"

#include "base/limits.h"
#include "source/lineage_parts.h"
#include "source/state.h"

#include <stdlib.h>
#include <string.h>

struct folder_walk {
    struct lineage *lineage;
    struct arena *arena;
    struct folder_event *events;
    size_t count, capacity;
    size_t number; /* of the commit that is looked at */
    bool is_unreadable, is_full, is_too_deep;
    char path[LIMIT_PATH_BYTES + 1];
};

static const struct object_id nothing;

static bool is_same(const struct object_id *a, const struct object_id *b)
{
    return object_id_compare(a, b) == 0;
}

static void add_event(struct folder_walk *walk, const struct object_id *before,
                      const struct object_id *after)
{
    if (walk->count == LIMIT_FACT_ROWS) {
        walk->is_full = true;
        return;
    }
    walk->events =
        arena_grow(walk->arena, walk->events, walk->count, &walk->capacity, sizeof(*walk->events));
    walk->events[walk->count++] = (struct folder_event){
        .path = arena_strdup(walk->arena, walk->path),
        .number = walk->number,
        .before = *before,
        .after = *after,
    };
}

/* One of two trees that are read side by side; no tree is an empty one. */
struct side {
    struct object object;
    bool is_open;
    const char *at, *end;
    struct tree_entry entry;
    bool has_entry;
};

static void step(struct folder_walk *walk, struct side *side)
{
    const char *problem = NULL;
    side->has_entry = side->is_open && tree_next(&side->at, side->end, &side->entry, &problem);
    walk->is_unreadable = walk->is_unreadable || problem;
}

static bool is_over(const struct folder_walk *walk)
{
    return walk->is_unreadable || walk->is_full || walk->is_too_deep;
}

static bool open_side(struct folder_walk *walk, struct side *side, const struct object_id *tree)
{
    *side = (struct side){0};
    if (object_id_is_zero(tree))
        return true;
    if (object_read(walk->lineage->repository, tree, GIT_OBJECT_TREE, LIMIT_STRUCTURE_BYTES,
                    &side->object) != OBJECT_READ) {
        walk->is_unreadable = true;
        return false;
    }
    side->is_open = true;
    side->at = side->object.bytes;
    side->end = side->at + side->object.size;
    step(walk, side);
    return true;
}

static void close_side(struct side *side)
{
    if (side->is_open)
        object_release(&side->object);
}

static bool is_folder(const struct tree_entry *entry)
{
    return (entry->mode & (unsigned)MODE_TYPE) == MODE_TREE;
}

/* As git sorts a tree: the name of a folder ends with a slash. */
static int compare_names(const struct tree_entry *a, const struct tree_entry *b)
{
    size_t size = a->name_size < b->name_size ? a->name_size : b->name_size;
    int order = memcmp(a->name, b->name, size);
    if (order != 0)
        return order;
    unsigned char next_a = a->name_size > size ? (unsigned char)a->name[size]
                                               : (unsigned char)(is_folder(a) ? '/' : '\0');
    unsigned char next_b = b->name_size > size ? (unsigned char)b->name[size]
                                               : (unsigned char)(is_folder(b) ? '/' : '\0');
    return (int)next_a - (int)next_b;
}

static void compare_trees(struct folder_walk *walk, const struct object_id *before,
                          const struct object_id *after, size_t length, unsigned depth);

static void compare_entries(struct folder_walk *walk, const struct tree_entry *before,
                            const struct tree_entry *after, size_t length, unsigned depth)
{
    const struct tree_entry *named = after ? after : before;
    const struct object_id *old = before ? &before->id : &nothing;
    const struct object_id *new = after ? &after->id : &nothing;
    if (is_same(old, new))
        return;
    walk->is_too_deep = walk->is_too_deep || length + named->name_size + 1 >= sizeof(walk->path);
    if (walk->is_too_deep)
        return;
    size_t at = length;
    if (at > 0)
        walk->path[at++] = '/';
    memcpy(walk->path + at, named->name, named->name_size);
    walk->path[at + named->name_size] = '\0';
    if (is_folder(named))
        compare_trees(walk, old, new, at + named->name_size, depth + 1);
    else
        add_event(walk, old, new);
    walk->path[length] = '\0';
}

/* NOLINTNEXTLINE(misc-no-recursion): as deep as LIMIT_TREE_DEPTH */
static void compare_trees(struct folder_walk *walk, const struct object_id *before,
                          const struct object_id *after, size_t length, unsigned depth)
{
    struct side old, new;
    walk->is_too_deep = walk->is_too_deep || depth > LIMIT_TREE_DEPTH;
    if (walk->is_too_deep || !open_side(walk, &old, before))
        return;
    if (open_side(walk, &new, after))
        while ((old.has_entry || new.has_entry) && !is_over(walk)) {
            int order = !old.has_entry   ? 1
                        : !new.has_entry ? -1
                                         : compare_names(&old.entry, &new.entry);
            compare_entries(walk, order <= 0 ? &old.entry : NULL, order >= 0 ? &new.entry : NULL,
                            length, depth);
            if (order <= 0)
                step(walk, &old);
            if (order >= 0)
                step(walk, &new);
        }
    close_side(&new);
    close_side(&old);
}

/* The tree of a folder; zero when it is not there. */
static struct object_id find_folder(struct folder_walk *walk, const struct object_id *root,
                                    const char *folder)
{
    struct object_id tree = *root;
    for (const char *name = folder; *name;) {
        size_t size = strcspn(name, "/");
        struct side side;
        if (!open_side(walk, &side, &tree))
            return nothing;
        while (side.has_entry &&
               (side.entry.name_size != size || memcmp(side.entry.name, name, size) != 0))
            step(walk, &side);
        bool found = side.has_entry && is_folder(&side.entry);
        tree = found ? side.entry.id : nothing;
        close_side(&side);
        if (!found)
            return nothing;
        name += size + (name[size] == '/');
    }
    return tree;
}

static int by_path(const void *a, const void *b)
{
    const struct folder_event *x = a;
    const struct folder_event *y = b;
    int order = strcmp(x->path, y->path);
    if (order != 0)
        return order;
    return x->number < y->number ? -1 : x->number > y->number;
}

/* Each tree of a folder is looked up once: what a commit has is what its child's
 * parent had. */
static void look_at_all(struct folder_walk *walk, const char *const *folders, size_t count)
{
    struct object_id *trees = ARENA_ARRAY(walk->arena, struct object_id, count + 1);
    const struct lineage_commit *commit = lineage_commit(walk->lineage, 0);
    for (size_t i = 0; commit && i < count; i++)
        trees[i] = find_folder(walk, &commit->tree, folders[i]);
    while ((commit = lineage_commit(walk->lineage, walk->number)) != NULL && !is_over(walk)) {
        struct object_id root = commit->tree;
        const struct lineage_commit *parent = lineage_commit(walk->lineage, walk->number + 1);
        if (!parent && lineage_truncated(walk->lineage))
            return;
        for (size_t i = 0; i < count; i++) {
            if (parent && is_same(&parent->tree, &root))
                break;
            struct object_id before =
                parent ? find_folder(walk, &parent->tree, folders[i]) : nothing;
            size_t length = strlen(folders[i]);
            memcpy(walk->path, folders[i], length + 1);
            if (!walk->is_unreadable && !is_same(&before, &trees[i]))
                compare_trees(walk, &before, &trees[i], length, 0);
            trees[i] = before;
        }
        walk->number++;
    }
}

void folder_events_read(struct folder_events *out, struct lineage *lineage,
                        const char *const *folders, size_t count, struct arena *arena)
{
    struct folder_walk walk = {.lineage = lineage, .arena = arena};
    look_at_all(&walk, folders, count);
    if (walk.count > 1)
        qsort(walk.events, walk.count, sizeof(*walk.events), by_path);
    *out = (struct folder_events){.items = walk.events,
                                  .count = walk.count,
                                  .truncated = lineage_truncated(lineage),
                                  .is_damaged = lineage_is_damaged(lineage)};
    if (walk.is_unreadable && repository_is_partial(lineage->repository)) {
        out->truncated = "a folder is not in this partial clone";
    } else if (walk.is_unreadable) {
        out->truncated = "a folder of the history cannot be read";
        out->is_damaged = true;
    } else if (walk.is_too_deep) {
        out->truncated = "a file lay deeper than the limit";
        out->is_damaged = true;
    } else if (walk.is_full) {
        out->truncated = "its files were changed more often than the limit";
        out->is_damaged = true;
    }
}

void folder_events_find(const struct folder_events *events, const char *path, size_t *first,
                        size_t *end)
{
    size_t low = 0, high = events->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(events->items[middle].path, path) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    *first = low;
    while (low < events->count && strcmp(events->items[low].path, path) == 0)
        low++;
    *end = low;
}
