/* blame.h - who wrote each line of a file, as git-blame tells it: through merges and along
 * renames, people through the .mailmap of the commit that is asked. */
#ifndef SOURCE_BLAME_H
#define SOURCE_BLAME_H

#include "source/history.h"

/* Lines that one commit wrote. */
struct blame_hunk {
    uint32_t first, count; /* from 1 */
    const char *author;    /* address; NULL: not known */
    const char *unknown;   /* why: the history is cut there, or no commit has them yet */
};

/* With `unknown` set none is known: no commit has the file, or the history is cut, wherever. */
struct blame {
    struct blame_hunk *hunks; /* in the order of the lines */
    size_t count;
    const char *unknown;
};

/* Of `lines`, the first and the last. `now`: what the file holds in the index or the work tree;
 * NULL: what the commit has. */
void blame_read(struct blame *out, struct repository *repository, const struct commit_ids *commit,
                const char *path, const struct text *now, const uint32_t lines[2],
                struct arena *arena);
/* The one that the line is of; NULL: the file has no such line. */
const struct blame_hunk *blame_of_line(const struct blame *blame, uint32_t line);

#endif
