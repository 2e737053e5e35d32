/* ci_system.h - the systems of continuous integration that `bylaw init` knows: which one
 * a repository's remote or its files speak of, and the file that each reads. The texts
 * are those of ci/templates, which are compiled into the program. */
#ifndef CLI_CI_SYSTEM_H
#define CLI_CI_SYSTEM_H

#include "base/builtin_file.h"
#include "base/text.h"

#include <stdbool.h>

struct ci_system {
    const char *path;     /* from the root of the work tree; NULL where nothing is written */
    const char *template; /* below ci/templates */
    const char *branch;   /* what stands before the name of the branch in it, or NULL */
    bool is_shared;       /* other jobs stand in the same file */
    const char *next;     /* see ci_system_next */
};

/* As `--ci` counts them; a NULL ends them. */
extern const char *const ci_system_words[];
const struct ci_system *ci_system_at(size_t number);
/* The system that the forge of a remote (see repository_remote) has; NULL when the
 * remote is NULL or not known. */
const struct ci_system *ci_system_of_remote(const char *remote, struct arena *arena);
/* The system whose file, or folder, is in the work tree at `root`; NULL when none is. */
const struct ci_system *ci_system_of_files(const char *root, struct arena *arena);
/* The file, for a repository whose pushes to `branch` are judged. */
const char *ci_system_text(const struct ci_system *system, const char *branch, struct arena *arena);
/* What is left to do once that text is written, or NULL. */
const char *ci_system_next(const struct ci_system *system, const char *text);

/* Generated: paths below ci/templates. */
extern const struct builtin_file ci_template_files[];

#endif
