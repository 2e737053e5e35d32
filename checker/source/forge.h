/* forge.h - makes repositories for worlds (`bylaw policy test`) and for our own
 * tests: in a folder of the caller's, with fixed identities and dates. It never
 * touches a repository that it did not make. */
#ifndef SOURCE_FORGE_H
#define SOURCE_FORGE_H

#include "source/history.h"
#include "source/ssh_key.h"

struct forge;

struct forge_file {
    const char *path;
    struct text content;
    enum entry_kind kind; /* a link's content is its target, a submodule's its commit id */
    bool deleted;         /* the file, or all below the folder of that name */
};

struct forge_commit {
    struct identity author, committer;
    const char *message;
    const struct forge_file *files; /* what changes against the parent */
    size_t file_count;
    const struct object_id *merged; /* parents after the first */
    size_t merged_count;
    const char *signature;        /* goes into the gpgsig header as it is, or NULL */
    const struct ssh_key *signer; /* signs it when there is no `signature`; NULL: not signed */
};

/* A new bare repository on branch `main`, in a folder that is empty or not there. */
struct failure *forge_new(struct forge **out, const char *folder) MUST_CHECK;
/* Adds a commit on the current branch and moves the branch and HEAD to it. */
struct failure *forge_commit(struct forge *forge, const struct forge_commit *commit,
                             struct object_id *out) MUST_CHECK;
struct failure *forge_branch(struct forge *forge, const char *name,
                             const struct object_id *at) MUST_CHECK;
/* Makes that branch the current one; it need not be there yet. */
struct failure *forge_switch(struct forge *forge, const char *name) MUST_CHECK;
struct failure *forge_tag(struct forge *forge, const char *name, const struct object_id *at,
                          const char *message /* NULL: lightweight */,
                          const struct identity *tagger) MUST_CHECK;
/* Marks the history as cut behind this commit; its parents stay where they are. */
struct failure *forge_mark_shallow(struct forge *forge, const struct object_id *at) MUST_CHECK;
/* What a clone of that depth (at least 1) of the current branch holds: no commit beyond
 * it, none of their trees and files, no other branch, and no tag of what is gone. */
struct failure *forge_make_shallow(struct forge *forge, unsigned depth) MUST_CHECK;
const char *forge_path(const struct forge *forge);
void forge_free(struct forge *forge);

#endif
