/* repository.h - a git repository, read and never changed. This layer is the
 * only one that includes git2.h. A handle belongs to one thread; another thread
 * opens its own with repository_reopen.
 *
 * No hook, filter, attribute driver or configuration of the repository runs;
 * replaced objects are not followed; the owner of the folder is not asked. */
#ifndef SOURCE_REPOSITORY_H
#define SOURCE_REPOSITORY_H

#include "base/arena.h"
#include "base/failure.h"
#include "base/text.h"

enum { OBJECT_ID_SIZE = 20, OBJECT_ID_HEX_SIZE = 41 };

struct object_id {
    unsigned char bytes[OBJECT_ID_SIZE];
};

void object_id_format(const struct object_id *id, char out[OBJECT_ID_HEX_SIZE]);
/* All of its hexadecimal digits, in lower case. */
bool object_id_parse(struct text hex, struct object_id *out);
bool object_id_is_zero(const struct object_id *id);

struct repository;

enum repository_status {
    REPOSITORY_OPEN,
    REPOSITORY_MISSING,     /* no such path, or no repository there: exit status 3 */
    REPOSITORY_UNSUPPORTED, /* SHA-256, an unknown extension, a configuration that cannot
                               be read: exit status 4 */
};

/* Opens the repository at or above `path` (a work tree, a bare repository, a
 * .git folder, a linked work tree, a submodule). `status` says which kind of
 * trouble a failure is. `verify_objects` turns strict hash checks on. */
struct failure *repository_open(struct repository **out, const char *path, bool verify_objects,
                                enum repository_status *status) MUST_CHECK;
struct failure *repository_reopen(struct repository **out,
                                  const struct repository *repository) MUST_CHECK;
void repository_close(struct repository *repository);
/* Reads objects of that folder too. A pre-receive hook names one in
 * GIT_QUARANTINE_PATH: what is pushed is only there until it is accepted. No
 * variable of the environment is read here. */
struct failure *repository_add_objects(struct repository *repository,
                                       const char *folder) MUST_CHECK;

/* Reads that file as the index. A pre-commit hook of `git commit -a` or `git commit FILE` finds
 * one in GIT_INDEX_FILE: what is committed is only there so far. A file elsewhere than in the
 * repository's own .git folder is another repository's, and is passed over. */
void repository_use_index(struct repository *repository, const char *file);

const char *repository_path(const struct repository *repository);      /* the .git folder */
const char *repository_work_tree(const struct repository *repository); /* NULL when bare */
bool repository_is_shallow(const struct repository *repository);
bool repository_is_partial(const struct repository *repository); /* a promisor remote is set */
/* https form of the remote `origin`, without user, token, port of ssh and the
 * .git at its end; NULL when there is none or it is a path of this machine. */
const char *repository_remote(const struct repository *repository, struct arena *arena);
/* The branch HEAD stands on, NULL when detached. */
const char *repository_branch(const struct repository *repository, struct arena *arena);
/* The one that `origin` had as its own when it was cloned, NULL when that is not known. */
const char *repository_default_branch(const struct repository *repository, struct arena *arena);

struct commit_ids {
    struct object_id commit, tree;
    int64_t time; /* committer's, UTC seconds */
};

/* Any revision that git_revparse_single knows but a search in messages (`:/text`),
 * peeled to a commit. `found` is false for an unborn HEAD (revision NULL) or a
 * revision that does not name a commit; a failure is a repository that cannot be read. */
struct failure *repository_resolve(struct repository *repository, const char *revision,
                                   struct commit_ids *out, bool *found) MUST_CHECK;
/* The newest first-parent commit of HEAD whose committer time is not after the
 * end of that day (UTC). */
struct failure *repository_resolve_as_of(struct repository *repository, int32_t day,
                                         struct commit_ids *out, bool *found) MUST_CHECK;
struct failure *repository_merge_base(struct repository *repository, const struct object_id *a,
                                      const struct object_id *b, struct commit_ids *out,
                                      bool *found) MUST_CHECK;

/* Once a process, before the first repository; safe to call again. */
void source_start(void);
const char *source_library_version(void); /* libgit2's */

#endif
