/* state.h - private to this folder: what stands behind a snapshot, and how one
 * is put together. */
#ifndef SOURCE_STATE_H
#define SOURCE_STATE_H

#include "source/git.h"
#include "source/snapshot.h"

struct attributes;

enum storage { STORED_AS_OBJECTS, STORED_IN_FOLDER, STORED_IN_MEMORY };

struct snapshot_state {
    enum storage storage;
    struct repository *repository; /* NULL in memory; belongs to the thread that made this */
    const struct text *contents;   /* in memory: by entry */
    /* In a folder: the entries of a sparse checkout that stand in the index
     * only, sorted; their content is the object. */
    const struct entry *const *absent;
    size_t absent_count;
    const struct attributes *attributes;
    const struct snapshot *before; /* whose attributes must agree (attributes.h), or NULL */
    const struct renamed *renames; /* since then */
    size_t rename_count;
};

/* A listing while it grows: entries and defects with their paths in the arena. */
struct listing {
    struct arena *arena;
    struct entry *entries; /* malloc */
    size_t count, capacity;
    struct defect *defects;
    size_t defect_count, defect_capacity;
    size_t path_bytes;
};

static inline void listing_auto(struct listing *listing)
{
    free(listing->entries);
}

/* Why a name of a tree, or a path, cannot be one of a file; NULL when it can. */
const char *name_problem(const char *name, size_t size);
const char *path_problem(const char *path);

/* Adds an entry; its path is copied. A failure is a limit that was reached. */
struct failure *listing_add(struct listing *listing, const char *path, size_t size,
                            enum entry_kind kind, const struct object_id *id) MUST_CHECK;
void listing_add_defect(struct listing *listing, const char *path, size_t size,
                        const char *problem);
/* Sorts, drops what stands twice (a defect), derives the folders. */
void listing_finish(struct listing *listing, struct snapshot *out);

/* Walks a tree into the listing; with `names` (NULL-ended) only what has one of
 * these names in the tree itself, and what lies below. Fails when the tree itself cannot be read; a
 * part that cannot be is a defect. */
struct failure *listing_add_tree(struct listing *listing, struct repository *repository,
                                 const struct object_id *tree, const char *const *names) MUST_CHECK;

/* One entry of a tree's bytes; false at the end, with `problem` set when the rest
 * is not a tree. */
struct tree_entry {
    unsigned mode;
    const char *name;
    size_t name_size;
    struct object_id id;
};
bool tree_next(const char **at, const char *end, struct tree_entry *out, const char **problem);
enum {
    MODE_TYPE = 0170000,
    MODE_TREE = 0040000,
    MODE_LINK = 0120000,
    MODE_COMMIT = 0160000,
    MODE_FILE = 0100000
};

/* False for a folder and for a mode that no file has. */
bool mode_kind(unsigned mode, enum entry_kind *out);

/* Reads the .gitattributes files of the snapshot; one that cannot be read is a
 * defect. */
struct failure *attributes_load(const struct attributes **out, struct snapshot *snapshot,
                                struct arena *arena) MUST_CHECK;

#endif
