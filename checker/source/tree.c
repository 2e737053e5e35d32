#include "source/state.h"

#include "base/limits.h"

#include <string.h>

static const char malformed[] = "is a malformed tree";

bool tree_next(const char **at, const char *end, struct tree_entry *out, const char **problem)
{
    const char *byte = *at;
    if (byte == end)
        return false;
    unsigned mode = 0;
    size_t digits = 0;
    for (; byte < end && *byte >= '0' && *byte <= '7' && digits < 7; byte++, digits++)
        mode = mode << 3 | (unsigned)(*byte - '0');
    const char *name = byte + 1;
    const char *nul = NULL;
    if (digits > 0 && byte < end && *byte == ' ')
        nul = memchr(name, 0, (size_t)(end - name));
    if (!nul || end - nul <= OBJECT_ID_SIZE) {
        *problem = malformed;
        return false;
    }
    out->mode = mode;
    out->name = name;
    out->name_size = (size_t)(nul - name);
    memcpy(out->id.bytes, nul + 1, OBJECT_ID_SIZE);
    *at = nul + 1 + OBJECT_ID_SIZE;
    return true;
}

bool mode_kind(unsigned mode, enum entry_kind *out)
{
    switch (mode & MODE_TYPE) {
    case MODE_FILE:
        *out = mode & 0100 ? ENTRY_EXECUTABLE : ENTRY_FILE;
        return true;
    case MODE_LINK:
        *out = ENTRY_LINK;
        return true;
    case MODE_COMMIT:
        *out = ENTRY_SUBMODULE;
        return true;
    default:
        return false;
    }
}

struct frame {
    struct object object;
    const char *at, *end;
    size_t path_size; /* of the folder, with its slash */
};

struct tree_walk {
    struct listing *listing;
    const char *const *names; /* those wanted of the first tree; NULL: all */
    struct repository *repository;
    size_t depth;
    size_t trees;
    size_t path_size;
    char path[LIMIT_PATH_BYTES + 1];
    struct frame frames[LIMIT_TREE_DEPTH];
};

static void tree_walk_release(struct tree_walk *walk)
{
    while (walk->depth > 0)
        object_release(&walk->frames[--walk->depth].object);
    free(walk);
}

static void tree_walk_auto(struct tree_walk **walk)
{
    tree_walk_release(*walk);
}

static const char *problem_of_subtree(enum object_state state)
{
    switch (state) {
    case OBJECT_MISSING:
        return "is a folder that is not in this object database";
    case OBJECT_TOO_LARGE:
        return "is a folder with too many names";
    case OBJECT_READ:
    case OBJECT_CORRUPT:
        break;
    }
    return "is a folder whose object is corrupt";
}

/* `walk->path` ends with the folder's slash. */
static struct failure *enter(struct tree_walk *walk, const struct object_id *id)
{
    size_t name_size = walk->path_size > 0 ? walk->path_size - 1 : 0;
    if (walk->depth == LIMIT_TREE_DEPTH) {
        listing_add_defect(walk->listing, walk->path, name_size, "lies too deep in the tree");
        return NULL;
    }
    if (++walk->trees > LIMIT_SNAPSHOT_ENTRIES)
        return failure_new(FAILURE_LIMIT, "the tree holds more than %d folders",
                           LIMIT_SNAPSHOT_ENTRIES);
    struct frame *frame = &walk->frames[walk->depth];
    enum object_state state =
        object_read(walk->repository, id, GIT_OBJECT_TREE, LIMIT_STRUCTURE_BYTES, &frame->object);
    if (state != OBJECT_READ && walk->depth == 0) {
        char hex[OBJECT_ID_HEX_SIZE];
        object_id_format(id, hex);
        return failure_new(FAILURE_ENVIRONMENT, "the tree %s is %s", hex, object_state_name(state));
    }
    if (state != OBJECT_READ) {
        listing_add_defect(walk->listing, walk->path, name_size, problem_of_subtree(state));
        return NULL;
    }
    frame->at = frame->object.bytes;
    frame->end = frame->object.bytes + frame->object.size;
    frame->path_size = walk->path_size;
    walk->depth++;
    return NULL;
}

static bool is_wanted(const struct tree_walk *walk, const struct tree_entry *entry)
{
    if (!walk->names || walk->path_size > 0)
        return true;
    for (const char *const *name = walk->names; *name; name++)
        if (text_equals((struct text){entry->name, entry->name_size}, *name))
            return true;
    return false;
}

static struct failure *visit(struct tree_walk *walk, const struct tree_entry *entry)
{
    if (!is_wanted(walk, entry))
        return NULL;
    if (walk->path_size + entry->name_size + 1 > LIMIT_PATH_BYTES) {
        listing_add_defect(walk->listing, walk->path, walk->path_size,
                           "holds a path that is too long");
        return NULL;
    }
    memcpy(walk->path + walk->path_size, entry->name, entry->name_size);
    size_t size = walk->path_size + entry->name_size;
    const char *problem = name_problem(entry->name, entry->name_size);
    if (problem) {
        listing_add_defect(walk->listing, walk->path, size, problem);
        return NULL;
    }
    if ((entry->mode & MODE_TYPE) == MODE_TREE) {
        walk->path[size] = '/';
        walk->path_size = size + 1;
        return enter(walk, &entry->id);
    }
    enum entry_kind kind;
    if (!mode_kind(entry->mode, &kind)) {
        listing_add_defect(walk->listing, walk->path, size, "has a mode that git does not know");
        return NULL;
    }
    return listing_add(walk->listing, walk->path, size, kind, &entry->id);
}

struct failure *listing_add_tree(struct listing *listing, struct repository *repository,
                                 const struct object_id *tree, const char *const *names)
{
    AUTO_STRUCT(tree_walk) *walk = malloc(sizeof(*walk));
    if (!walk)
        abort();
    walk->listing = listing;
    walk->repository = repository;
    walk->names = names;
    walk->depth = walk->trees = walk->path_size = 0;
    TRY(enter(walk, tree));
    while (walk->depth > 0) {
        struct frame *frame = &walk->frames[walk->depth - 1];
        struct tree_entry entry;
        const char *problem = NULL;
        walk->path_size = frame->path_size;
        if (tree_next(&frame->at, frame->end, &entry, &problem)) {
            TRY(visit(walk, &entry));
            continue;
        }
        if (problem)
            listing_add_defect(listing, walk->path, frame->path_size, problem);
        object_release(&frame->object);
        walk->depth--;
    }
    return NULL;
}
