/* lineage.h - the first parents of a commit: how a branch looked, step by step, and
 * what one path held at each of them. Commits are read when they are asked for, each
 * once for all who ask; a lineage and its walks belong to the thread of its repository. */
#ifndef SOURCE_LINEAGE_H
#define SOURCE_LINEAGE_H

#include "source/history.h"

struct lineage;

struct lineage_commit {
    struct object_id id, tree;
    int64_t time; /* committer's, UTC seconds */
    unsigned parents;
    bool has_second;
    struct object_id second; /* the first of the parents that it merged */
};

/* No commit is read yet. */
struct lineage *lineage_new(struct repository *repository, const struct object_id *head,
                            struct arena *arena);
/* The one `number` steps before the head (0); NULL where the lineage ends. It moves when
 * another one is asked for. */
const struct lineage_commit *lineage_commit(struct lineage *lineage, size_t number);
/* Once it ended: why older ones are not known (shallow, partial, corrupt, over
 * LIMIT_HISTORY_COMMITS); NULL when it ended at a root. */
const char *lineage_truncated(const struct lineage *lineage);
bool lineage_is_damaged(const struct lineage *lineage); /* by what is there and cannot be read */
/* All of that commit, its people through the .mailmap of the head. False when it can no
 * longer be read. */
bool lineage_describe(struct lineage *lineage, size_t number, struct history_commit *out);
/* The same of any commit: a branch that was merged does not say who its people are. */
bool lineage_describe_other(struct lineage *lineage, const struct object_id *commit,
                            struct history_commit *out);
/* Who wrote the last commit of what this one merged; false when it merged nothing, or
 * that is not there. */
bool lineage_merged_author(struct lineage *lineage, size_t number, struct identity *out);

/* A path's content while it stood unchanged. */
struct revision {
    struct object_id commit; /* that brought it */
    struct object_id tree;   /* of that commit */
    int64_t time;            /* of that commit */
    struct object_id blob;
    const char *path; /* its name then */
};

/* The bytes of a file's content, at most `limit`; false when they are not there, not readable
 * or more. */
bool lineage_read_blob(struct lineage *lineage, const struct object_id *blob, size_t limit,
                       struct arena *arena, struct text *out);
/* The name that a file of that commit had in its parent, if it was renamed; NULL when it
 * was not there. */
struct failure *lineage_name_before(struct lineage *lineage, size_t number, const char *path,
                                    const char **out, struct arena *arena) MUST_CHECK;

/* Was there a file of that path at the commit? False where its folders cannot be read. */
bool lineage_has_file(struct lineage *lineage, size_t number, const char *path,
                      struct arena *arena);

/* The id of the file or the folder at a path of that commit, zero when nothing stands there.
 * False where the folders on the way cannot be read. */
bool lineage_entry(struct lineage *lineage, size_t number, const char *path, struct object_id *out);

struct path_walk;
/* From the head back. The lineage must outlive it. */
struct path_walk *path_walk_new(struct lineage *lineage, const char *path, struct arena *arena);
/* From the commit of that number back. */
struct path_walk *path_walk_new_at(struct lineage *lineage, const char *path, size_t number,
                                   struct arena *arena);
/* The next older revision; a file that was renamed is followed (by similarity, as
 * history_changes). `found` is false at the end. */
struct failure *path_walk_next(struct path_walk *walk, struct revision *out,
                               bool *found) MUST_CHECK;
/* Once it ended: goes on where a file of the oldest name stood before it was taken away. False
 * when none did, or that is not known. */
bool path_walk_resume(struct path_walk *walk);
/* Once it ended: why older revisions are not known; NULL when all are. */
const char *path_walk_truncated(const struct path_walk *walk);
bool path_walk_is_damaged(const struct path_walk *walk);
/* The bytes of one, at most `limit`; false when they are not there, not readable or more. */
bool path_walk_read(struct path_walk *walk, const struct revision *revision, size_t limit,
                    struct arena *arena, struct text *out);

#endif
