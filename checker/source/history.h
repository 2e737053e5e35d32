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
    const char *summary;
    const char *message;
    const struct trailer *trailers; /* the last paragraph's, as git-interpret-trailers reads them */
    size_t trailer_count;
    unsigned parents;
    bool signed_; /* has a gpgsig header; not verified */
    bool in_range; /* reachable from the head and not from the base */
};

struct history {
    const struct history_commit *commits; /* newest first (commit date, then id) */
    size_t count;
    bool truncated; /* shallow, partial or over LIMIT_HISTORY_COMMITS: older ones are not known */
    const char *truncated_because; /* "shallow clone: fetch with fetch-depth: 0" */
};

struct history_options {
    const struct object_id *base; /* NULL: nothing is in range */
    int64_t since;                /* stop behind this instant; INT64_MIN for all */
    bool first_parent;
    bool messages; /* trailers and messages are wanted */
};

struct failure *history_walk(struct history *out, struct repository *repository,
                             const struct object_id *head, const struct history_options *options,
                             struct arena *arena) MUST_CHECK;

/* Commit time of the newest commit that touched each path (first-parent order,
 * stops when all are found). INT64_MIN where the history ends before. */
struct failure *history_last_changed(struct repository *repository, const struct object_id *head,
                                     const char *const *paths, size_t count, int64_t *out,
                                     bool *truncated, struct arena *arena) MUST_CHECK;

struct tag {
    const char *name;
    struct object_id target; /* peeled fully */
    bool annotated, points_to_commit;
    int64_t time; /* tagger's, or the commit's */
};

struct failure *history_tags(struct repository *repository, struct tag **out, size_t *count,
                             struct arena *arena) MUST_CHECK;

enum change_status { CHANGE_ADDED, CHANGE_MODIFIED, CHANGE_DELETED, CHANGE_RENAMED };

struct change {
    enum change_status status;
    const char *path;
    const char *old_path; /* renamed only, else NULL */
    uint32_t lines_added, lines_removed;
};

/* What changed from one commit's tree to another's, renames found by
 * similarity; sorted by path. */
struct failure *history_changes(struct repository *repository, const struct object_id *from_tree,
                                const struct object_id *to_tree, struct change **out, size_t *count,
                                struct arena *arena) MUST_CHECK;

#endif
