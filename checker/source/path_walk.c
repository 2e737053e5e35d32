#include "base/limits.h"
#include "source/lineage_parts.h"
#include "source/state.h"

#include <string.h>

/* Where a path stands in one tree: the objects on the way to it. What is the same
 * object on the way is the same below it. */
struct spot {
    struct object_id *ids; /* of each name of the path */
    size_t count;
};

struct path_walk {
    struct lineage *lineage;
    struct arena *arena;
    const char *path;
    struct spot spot;
    size_t number; /* of the commit that is looked at */
    bool is_started, is_ended, is_damaged;
    const char *truncated;
};

enum spot_state { SPOT_SAME, SPOT_OTHER, SPOT_GONE, SPOT_UNREADABLE };

static size_t count_names(const char *path)
{
    size_t names = 1;
    for (; *path; path++)
        names += *path == '/' ? 1 : 0;
    return names;
}

static bool find_entry(const struct object *tree, const char *name, size_t size,
                       struct tree_entry *out)
{
    const char *at = tree->bytes;
    const char *problem;
    while (tree_next(&at, tree->bytes + tree->size, out, &problem))
        if (out->name_size == size && memcmp(out->name, name, size) == 0)
            return true;
    return false;
}

/* Looks the walk's path up in a tree and keeps the objects on the way; with
 * `compare` it stops where they are those that are kept. */
static enum spot_state look_up(struct path_walk *walk, const struct object_id *root, bool compare)
{
    struct object_id tree = *root;
    const char *name = walk->path;
    for (size_t i = 0; i < walk->spot.count; i++) {
        size_t size = strcspn(name, "/");
        struct object object;
        struct tree_entry entry;
        if (object_read(walk->lineage->repository, &tree, GIT_OBJECT_TREE, LIMIT_STRUCTURE_BYTES,
                        &object) != OBJECT_READ)
            return SPOT_UNREADABLE;
        bool found = find_entry(&object, name, size, &entry);
        struct object_id id = found ? entry.id : (struct object_id){{0}};
        bool is_folder = found && (entry.mode & (unsigned)MODE_TYPE) == MODE_TREE;
        object_release(&object);
        if (!found || is_folder != (i + 1 < walk->spot.count))
            return SPOT_GONE;
        if (compare && object_id_compare(&id, &walk->spot.ids[i]) == 0)
            return SPOT_SAME;
        walk->spot.ids[i] = tree = id;
        name += size + 1;
    }
    return SPOT_OTHER;
}

static void set_path(struct path_walk *walk, const char *path)
{
    walk->path = arena_strdup(walk->arena, path);
    walk->spot.count = count_names(path);
    walk->spot.ids = ARENA_ARRAY(walk->arena, struct object_id, walk->spot.count);
}

struct path_walk *path_walk_new(struct lineage *lineage, const char *path, struct arena *arena)
{
    struct path_walk *walk = ARENA_NEW(arena, struct path_walk);
    walk->lineage = lineage;
    walk->arena = arena;
    set_path(walk, path);
    return walk;
}

struct path_walk *path_walk_new_at(struct lineage *lineage, const char *path, size_t number,
                                   struct arena *arena)
{
    struct path_walk *walk = path_walk_new(lineage, path, arena);
    walk->number = number;
    return walk;
}

bool lineage_has_file(struct lineage *lineage, size_t number, const char *path, struct arena *arena)
{
    const struct lineage_commit *commit = lineage_commit(lineage, number);
    struct path_walk *walk = path_walk_new(lineage, path, arena);
    return commit && look_up(walk, &commit->tree, false) == SPOT_OTHER;
}

bool lineage_entry(struct lineage *lineage, size_t number, const char *path, struct object_id *out)
{
    const struct lineage_commit *commit = lineage_commit(lineage, number);
    *out = (struct object_id){{0}};
    if (!commit)
        return false;
    struct object_id tree = commit->tree;
    for (;;) {
        size_t size = strcspn(path, "/");
        struct object object;
        struct tree_entry entry;
        if (object_read(lineage->repository, &tree, GIT_OBJECT_TREE, LIMIT_STRUCTURE_BYTES,
                        &object) != OBJECT_READ)
            return false;
        bool found = find_entry(&object, path, size, &entry);
        bool is_folder = found && (entry.mode & (unsigned)MODE_TYPE) == MODE_TREE;
        if (found)
            tree = entry.id;
        object_release(&object);
        if (!found || (path[size] && !is_folder))
            return true;
        if (!path[size])
            break;
        path += size + 1;
    }
    *out = tree;
    return true;
}

static void end(struct path_walk *walk, const char *truncated, bool is_damaged)
{
    walk->is_ended = true;
    walk->truncated = truncated;
    walk->is_damaged = is_damaged;
}

static void end_unreadable(struct path_walk *walk)
{
    end(walk,
        repository_is_partial(walk->lineage->repository) ? "a folder is not in this partial clone"
                                                         : "a folder of the history cannot be read",
        !repository_is_partial(walk->lineage->repository));
}

static struct failure *step_to_new_name(struct path_walk *walk, const struct lineage_commit *parent)
{
    struct object_id before = parent->tree;
    const char *name = NULL;
    TRY(lineage_name_before(walk->lineage, walk->number, walk->path, &name, walk->arena));
    if (!name) {
        end(walk, NULL, false);
        return NULL;
    }
    set_path(walk, name);
    if (look_up(walk, &before, false) != SPOT_OTHER)
        end_unreadable(walk);
    return NULL;
}

static bool start(struct path_walk *walk)
{
    const struct lineage_commit *head = lineage_commit(walk->lineage, walk->number);
    walk->is_started = true;
    if (!head) {
        end(walk, lineage_truncated(walk->lineage), lineage_is_damaged(walk->lineage));
        return false;
    }
    enum spot_state state = look_up(walk, &head->tree, false);
    if (state == SPOT_UNREADABLE)
        end_unreadable(walk);
    else if (state == SPOT_GONE)
        end(walk, NULL, false);
    return !walk->is_ended;
}

/* NOLINTNEXTLINE(readability-function-size): one step of a walk, with its four ends */
struct failure *path_walk_next(struct path_walk *walk, struct revision *out, bool *found)
{
    *found = false;
    if (walk->is_ended || (!walk->is_started && !start(walk)))
        return NULL;
    for (;; walk->number++) {
        /* The second call may move what the first one gave. */
        const struct lineage_commit *parent = lineage_commit(walk->lineage, walk->number + 1);
        const struct lineage_commit *commit = lineage_commit(walk->lineage, walk->number);
        if (!parent && lineage_truncated(walk->lineage)) {
            end(walk, lineage_truncated(walk->lineage), lineage_is_damaged(walk->lineage));
            return NULL;
        }
        struct revision revision = {.commit = commit->id,
                                    .tree = commit->tree,
                                    .time = commit->time,
                                    .blob = walk->spot.ids[walk->spot.count - 1],
                                    .path = walk->path};
        enum spot_state state = SPOT_GONE;
        if (parent)
            state = object_id_compare(&parent->tree, &commit->tree) == 0
                        ? SPOT_SAME
                        : look_up(walk, &parent->tree, true);
        if (state == SPOT_SAME)
            continue;
        if (state == SPOT_UNREADABLE) {
            end_unreadable(walk);
            return NULL;
        }
        if (!parent)
            end(walk, NULL, false);
        else if (state == SPOT_GONE)
            TRY(step_to_new_name(walk, parent));
        walk->number++;
        *out = revision;
        *found = true;
        return NULL;
    }
}

bool path_walk_resume(struct path_walk *walk)
{
    const struct lineage_commit *commit;
    if (!walk->is_ended || walk->truncated)
        return false;
    for (; (commit = lineage_commit(walk->lineage, walk->number)) != NULL; walk->number++) {
        enum spot_state state = look_up(walk, &commit->tree, false);
        if (state == SPOT_UNREADABLE)
            end_unreadable(walk);
        else if (state == SPOT_OTHER)
            walk->is_ended = false;
        if (state != SPOT_GONE)
            return state == SPOT_OTHER;
    }
    end(walk, lineage_truncated(walk->lineage), lineage_is_damaged(walk->lineage));
    return false;
}

const char *path_walk_truncated(const struct path_walk *walk)
{
    return walk->truncated;
}

bool path_walk_is_damaged(const struct path_walk *walk)
{
    return walk->is_damaged;
}

bool lineage_read_blob(struct lineage *lineage, const struct object_id *blob, size_t limit,
                       struct arena *arena, struct text *out)
{
    struct object object;
    if (object_read_into(lineage->repository, blob, GIT_OBJECT_BLOB, limit, arena, &object) !=
        OBJECT_READ)
        return false;
    *out = (struct text){object.bytes, object.size};
    return true;
}

bool path_walk_read(struct path_walk *walk, const struct revision *revision, size_t limit,
                    struct arena *arena, struct text *out)
{
    return lineage_read_blob(walk->lineage, &revision->blob, limit, arena, out);
}
