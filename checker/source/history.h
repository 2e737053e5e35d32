/* history.h - commits, trailers and tags; and the change between two trees. */
#ifndef SOURCE_HISTORY_H
#define SOURCE_HISTORY_H

#include "source/snapshot.h"

struct identity {
    const char *name;
    const char *email;
    int64_t time; /* UTC seconds */
};

struct trailer {
    const char *key; /* as written */
    const char *value;
};

struct history_commit {
    struct object_id id;
    struct identity author, committer; /* through the .mailmap of the snapshot */
    const char *summary;               /* first paragraph, in one line */
    const char *message;               /* as it is */
    const struct trailer
        *trailers; /* the last paragraph's, as git-interpret-trailers --no-divider reads them */
    size_t trailer_count;
    unsigned parents;
    bool signed_;  /* has a gpgsig header; not verified */
    bool in_range; /* reachable from the head and not from the base */
};

struct history {
    const struct history_commit *commits; /* newest first (commit date, then id) */
    size_t count;
    /* False when which commits are in range cannot be told: the base is not there,
     * or the history is cut on the way to it. True without a base. */
    bool range_known;
    bool truncated; /* shallow, partial or over LIMIT_HISTORY_COMMITS: older ones are not known */
    const char *truncated_because; /* "shallow clone: fetch with fetch-depth: 0" */
    bool damaged;                  /* truncated by a commit that is there and cannot be read */
};

struct history_options {
    const struct object_id *base; /* NULL: nothing is in range */
    int64_t since;                /* stop behind this instant; INT64_MIN for all */
    bool first_parent;
    bool messages; /* trailers and messages are wanted; without, they are empty */
};

/* The commits reachable from the head: those not older than `since` and those in
 * range. Fails when the head is no commit that can be read. */

struct failure *history_walk(struct history *out, struct repository *repository,
                             const struct object_id *head, const struct history_options *options,
                             struct arena *arena) MUST_CHECK;

/* Commit time of the newest commit that touched each path, a file or a folder
 * (first-parent order, stops when all are found). INT64_MIN where the history ends
 * before; `truncated` tells that it ends in a cut. */
struct failure *history_last_changed(struct repository *repository, const struct object_id *head,
                                     const char *const *paths, size_t count, int64_t *out,
                                     bool *truncated, struct arena *arena) MUST_CHECK;

struct tag {
    const char *name;
    struct object_id target; /* peeled fully: a commit, a tree or a blob */
    bool annotated, points_to_commit;
    bool signed_;  /* the tag itself has a signature; not verified */
    bool is_known; /* false: the object that it leads to is not there or cannot be read */
    int64_t time;  /* tagger's, or the commit's; INT64_MIN when there is none */
};

/* Sorted by name, without `refs/tags/`. A tag whose object is not there has the
 * last target that is known and does not point to a commit. */

struct failure *history_tags(struct repository *repository, struct tag **out, size_t *count,
                             struct arena *arena) MUST_CHECK;

struct branch_tip {
    const char *name; /* without `refs/heads/`, or `refs/remotes/` and the remote's name */
    struct object_id tip;
};

/* The branches that are here, of this repository and as last seen of others; sorted by
 * name, each name and tip once. */
struct failure *history_branches(struct repository *repository, struct branch_tip **out,
                                 size_t *count, struct arena *arena) MUST_CHECK;

enum change_status { CHANGE_ADDED, CHANGE_MODIFIED, CHANGE_DELETED, CHANGE_RENAMED };

struct change {
    enum change_status status;
    const char *path;
    const char *old_path; /* renamed only, else NULL */
    bool
        lines_known; /* false for what is binary, a submodule, over LIMIT_BLOB_BYTES or not there */
    uint32_t lines_added, lines_removed;
};

/* What changed from one tree to another (NULL: from the empty one), renames found by
 * identity, then by similarity; sorted by path. Identity alone tells of contents that are not
 * there or over LIMIT_BLOB_BYTES, and of all when there are more than LIMIT_RENAME_PAIRS to
 * compare: then `is_cut` (or NULL). */
struct failure *history_changes(struct repository *repository, const struct object_id *from_tree,
                                const struct object_id *to_tree, struct change **out, size_t *count,
                                bool *is_cut, struct arena *arena) MUST_CHECK;
/* How many lines of the files that `counts` takes were added and removed from one tree to
 * another, those of moved files apart. It stops where they are `enough` or more; what is
 * binary, too large or not there has no lines. */
struct failure *history_churn(struct repository *repository, const struct object_id *from_tree,
                              const struct object_id *to_tree, bool (*counts)(const char *path),
                              uint64_t enough, uint64_t *out) MUST_CHECK;
/* A file that was renamed from one tree to another. */
struct renamed {
    const char *path, *old_path;
};

/* All of them (as history_changes), sorted by path. */
struct failure *history_renames(struct repository *repository, const struct object_id *from_tree,
                                const struct object_id *to_tree, struct renamed **out,
                                size_t *count, bool *is_cut, struct arena *arena) MUST_CHECK;
/* The name that a file had before, of those that history_renames gave; NULL: not renamed. */
const char *history_renamed_from(const struct renamed *renames, size_t count, const char *path);

#endif
