#include "source/blobs.h"

#include "base/limits.h"
#include "base/table.h"
#include "source/graph.h"
#include "source/state.h"

#include <stdlib.h>
#include <string.h>

AUTO_DEFINE(git_reference_iterator)

/* Ids that were met; open addressing over the ids themselves. */
struct id_set {
    struct object_id *slots; /* zero: empty */
    size_t count, capacity;
};

static size_t slot_of(const struct id_set *set, const struct object_id *id)
{
    size_t slot = (size_t)hash_bytes(id->bytes, OBJECT_ID_SIZE, 0) & (set->capacity - 1);
    while (!object_id_is_zero(&set->slots[slot]) && object_id_compare(&set->slots[slot], id) != 0)
        slot = (slot + 1) & (set->capacity - 1);
    return slot;
}

static void grow(struct id_set *set)
{
    struct id_set larger = {.capacity = set->capacity ? set->capacity * 2 : 4096};
    larger.slots = calloc(larger.capacity, sizeof(*larger.slots));
    if (!larger.slots)
        abort();
    for (size_t i = 0; i < set->capacity; i++)
        if (!object_id_is_zero(&set->slots[i]))
            larger.slots[slot_of(&larger, &set->slots[i])] = set->slots[i];
    larger.count = set->count;
    free(set->slots);
    *set = larger;
}

/* True when the id is new. The zero id, which no object has, never is. */
static bool id_set_add(struct id_set *set, const struct object_id *id)
{
    if ((set->count + 1) * 3 > set->capacity * 2)
        grow(set);
    if (object_id_is_zero(id))
        return false;
    size_t slot = slot_of(set, id);
    if (!object_id_is_zero(&set->slots[slot]))
        return false;
    set->slots[slot] = *id;
    set->count++;
    return true;
}

struct walk {
    struct repository *repository;
    struct arena *arena;
    struct past_blobs *out;
    struct graph graph;
    struct id_set seen; /* trees and blobs */
    size_t capacity, commit_capacity;
    struct past_commit *commits;
    char path[LIMIT_PATH_BYTES + 1];
};

static void walk_auto(struct walk *walk)
{
    free(walk->seen.slots);
}

static void cut(struct walk *walk, bool is_damage, const char *reason)
{
    walk->out->truncated = true;
    if (!walk->out->truncated_because || (is_damage && !walk->out->damaged))
        walk->out->truncated_because = reason;
    walk->out->damaged |= is_damage;
}

static void lose(struct walk *walk, enum object_state state)
{
    if (state == OBJECT_MISSING)
        cut(walk, false,
            "objects of the history are not in this repository (a partial clone, or "
            "damage)");
    else
        cut(walk, true, "objects of the history cannot be read");
}

static void add_blob(struct walk *walk, const struct object_id *id)
{
    struct past_blobs *out = walk->out;
    if (out->count == LIMIT_HISTORY_BLOBS) {
        cut(walk, false, "the history holds more files than are looked at");
        return;
    }
    out->items =
        arena_grow(walk->arena, out->items, out->count, &walk->capacity, sizeof(*out->items));
    out->items[out->count++] = (struct past_blob){
        .entry = {.path = arena_strdup(walk->arena, walk->path), .kind = ENTRY_FILE, .id = *id},
        .commit = (uint32_t)out->commit_count - 1,
    };
}

static void walk_tree(struct walk *walk, const struct object_id *id, size_t path_size,
                      unsigned depth);

static void walk_entry(struct walk *walk, const struct tree_entry *entry, size_t path_size,
                       unsigned depth)
{
    unsigned type = entry->mode & (unsigned)MODE_TYPE;
    size_t size = path_size + entry->name_size;
    if ((type != MODE_TREE && type != MODE_FILE) || size + 1 > LIMIT_PATH_BYTES ||
        !id_set_add(&walk->seen, &entry->id))
        return;
    memcpy(walk->path + path_size, entry->name, entry->name_size);
    walk->path[size] = '\0';
    if (type == MODE_FILE) {
        add_blob(walk, &entry->id);
        return;
    }
    walk->path[size] = '/';
    walk_tree(walk, &entry->id, size + 1, depth + 1);
}

/* NOLINTNEXTLINE(misc-no-recursion): as deep as LIMIT_TREE_DEPTH. */
static void walk_tree(struct walk *walk, const struct object_id *id, size_t path_size,
                      unsigned depth)
{
    if (depth > LIMIT_TREE_DEPTH) {
        cut(walk, true, "folders of the history lie too deep within one another");
        return;
    }
    struct object object;
    enum object_state state =
        object_read(walk->repository, id, GIT_OBJECT_TREE, LIMIT_STRUCTURE_BYTES, &object);
    if (state != OBJECT_READ) {
        lose(walk, state);
        return;
    }
    const char *at = object.bytes;
    const char *problem = NULL;
    struct tree_entry entry;
    while (tree_next(&at, object.bytes + object.size, &entry, &problem))
        walk_entry(walk, &entry, path_size, depth);
    if (problem)
        cut(walk, true, "objects of the history cannot be read");
    object_release(&object);
}

static void walk_commit(struct walk *walk, uint32_t number)
{
    const struct node *node = &walk->graph.nodes[number];
    if (node->is_missing) {
        lose(walk, node->is_corrupt ? OBJECT_CORRUPT : OBJECT_MISSING);
        return;
    }
    if (node->is_cut)
        cut(walk, walk->graph.cuts.damaged,
            walk->graph.repository->shallow ? walk->graph.cuts.reason
                                            : "the history holds more commits than are looked at");
    walk->commits = arena_grow(walk->arena, walk->commits, walk->out->commit_count,
                               &walk->commit_capacity, sizeof(*walk->commits));
    walk->commits[walk->out->commit_count++] =
        (struct past_commit){.id = node->id, .time = node->time};
    if (id_set_add(&walk->seen, &node->tree))
        walk_tree(walk, &node->tree, 0, 0);
}

/* A commit whose parents are being walked. */
struct frame {
    uint32_t number;
    uint32_t next; /* parent */
};

enum { FLAG_SEEN = 1 };

static bool enter(struct walk *walk, uint32_t number)
{
    struct node *node = &walk->graph.nodes[number];
    if (node->flags & FLAG_SEEN)
        return false;
    node->flags |= FLAG_SEEN;
    graph_load(&walk->graph, number);
    return true;
}

/* Ancestors first, so that the first commit which has a blob is the one that brought it. */
static void walk_from(struct walk *walk, const struct object_id *tip)
{
    uint32_t first = graph_node(&walk->graph, tip);
    if (first == NO_NODE) {
        cut(walk, false, "the history holds more commits than are looked at");
        return;
    }
    struct frame *stack = NULL;
    size_t count = 0;
    size_t capacity = 0;
    struct arena scratch;
    arena_init(&scratch, 1 << 14);
    if (enter(walk, first)) {
        stack = arena_grow(&scratch, stack, count, &capacity, sizeof(*stack));
        stack[count++] = (struct frame){.number = first};
    }
    while (count > 0) {
        struct frame *top = &stack[count - 1];
        if (top->next == walk->graph.nodes[top->number].parent_count) {
            walk_commit(walk, top->number);
            count--;
            continue;
        }
        uint32_t parent = graph_parent(&walk->graph, top->number, top->next++);
        if (enter(walk, parent)) {
            stack = arena_grow(&scratch, stack, count, &capacity, sizeof(*stack));
            stack[count++] = (struct frame){.number = parent};
        }
    }
    arena_release(&scratch);
}

/* What no reference of a commit has: a tag of a tree or of a file is passed over. */
static struct failure *walk_references(struct walk *walk)
{
    AUTO(git_reference_iterator) *iterator = NULL;
    if (git_reference_iterator_new(&iterator, walk->repository->git) != 0)
        return GIT_FAILURE("cannot list the references of '%s'", walk->repository->path);
    for (;;) {
        AUTO(git_reference) *reference = NULL;
        AUTO(git_object) *commit = NULL;
        int code = git_reference_next(&reference, iterator);
        if (code == GIT_ITEROVER)
            return NULL;
        if (code != 0)
            return GIT_FAILURE("cannot list the references of '%s'", walk->repository->path);
        if (git_reference_peel(&commit, reference, GIT_OBJECT_COMMIT) != 0)
            continue;
        struct object_id id = id_of(git_object_id(commit));
        walk_from(walk, &id);
    }
}

static int by_path_and_age(const void *a, const void *b)
{
    const struct past_blob *one = a;
    const struct past_blob *two = b;
    int order = strcmp(one->entry.path, two->entry.path);
    if (order != 0)
        return order;
    if (one->commit != two->commit)
        return one->commit > two->commit ? -1 : 1;
    return object_id_compare(&one->entry.id, &two->entry.id);
}

struct failure *past_blobs_find(struct past_blobs *out, struct repository *repository,
                                const struct snapshot *snapshot, struct arena *arena)
{
    *out = (struct past_blobs){0};
    __attribute__((cleanup(walk_auto))) struct walk walk = {
        .repository = repository, .arena = arena, .out = out};
    graph_init(&walk.graph, repository, arena);
    for (size_t i = 0; i < snapshot->count; i++)
        id_set_add(&walk.seen, &snapshot->entries[i].id);
    if (!object_id_is_zero(&snapshot->commit.commit))
        walk_from(&walk, &snapshot->commit.commit);
    TRY(walk_references(&walk));
    out->commits = walk.commits;
    if (out->count > 0)
        qsort(out->items, out->count, sizeof(*out->items), by_path_and_age);
    return NULL;
}
