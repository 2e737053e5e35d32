/* release_line.h - which release came before another on its own line, and the commits
 * between them. Releases are tags; a line is what git says it is: the one before is an
 * ancestor. Everything lives in the arena. */
#ifndef FACTS_RELEASE_LINE_H
#define FACTS_RELEASE_LINE_H

#include "facts/fact.h"

struct line_release {
    const char *tag, *component, *version;
    struct object_id commit;
    int64_t time;
    const struct line_release *before;    /* on its line; NULL: none that is known */
    const struct history_commit *commits; /* after `before`, up to this one; newest first */
    size_t commit_count;
};

struct release_line {
    struct line_release *releases; /* oldest first; no pre-releases */
    size_t count;
    size_t in_window; /* how many were made since */
    const char *cut;  /* why older commits are not known, or NULL */
};

/* Releases made since that time, and the ones before them; of the newest `most` also the
 * commits. */
struct failure *release_line_read(struct release_line *out,
                                  const struct fact_repository *repository, int64_t since,
                                  size_t most, struct arena *arena) MUST_CHECK;
/* Does `after` take the place of `before` within the same minor version: 1.2.3, 1.2.4? */
bool release_line_is_patch(const struct line_release *release);

/* What a fact of the kind `release` reads; NULL-ended, for `needs`. */
extern const struct fact_kind *const release_line_needs[];

#endif
