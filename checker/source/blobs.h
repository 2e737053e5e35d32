/* blobs.h - the files that a history once held: every blob that a reference reaches,
 * with the path and the commit that brought it, each once. */
#ifndef SOURCE_BLOBS_H
#define SOURCE_BLOBS_H

#include "source/snapshot.h"

struct past_commit {
    struct object_id id;
    int64_t time;
};

struct past_blob {
    struct entry entry; /* for reader_read_object; the path is the first it had */
    uint32_t commit;    /* number of the commit that brought it; its ancestors have less */
};

struct past_blobs {
    struct past_blob *items; /* by path, then the last one first: as packs keep them */
    size_t count;
    const struct past_commit *commits; /* every one that was looked at; ancestors first */
    size_t commit_count;
    bool truncated; /* shallow, partial, damaged or over a limit: there may be more */
    bool damaged;   /* truncated by an object that is there and cannot be read */
    const char *truncated_because;
};

/* Of HEAD, of the snapshot's commit and of every reference: branches, tags, those of
 * remotes and whatever else a clone brings. Files of the snapshot are left out. */
struct failure *past_blobs_find(struct past_blobs *out, struct repository *repository,
                                const struct snapshot *snapshot, struct arena *arena) MUST_CHECK;

#endif
