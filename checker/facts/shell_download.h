/* shell_download.h - what the scripts of a job download and then run: through a pipe
 * into an interpreter, in `<( )` or `$( )`, or as a file, also when it is run in a
 * later step. A check of a digest or a signature in between clears a file. */
#ifndef FACTS_SHELL_DOWNLOAD_H
#define FACTS_SHELL_DOWNLOAD_H

#include "facts/script_walk.h"

enum shell_certainty { SHELL_NO, SHELL_YES, SHELL_UNKNOWN };

enum shell_way { SHELL_WAY_PIPE, SHELL_WAY_SUBSTITUTION, SHELL_WAY_FILE };

struct shell_download {
    size_t script;       /* the number that its caller gave it */
    uint32_t line;       /* where it is run, within that script */
    const char *program; /* that downloads */
    const char *url;     /* constant variables put in; NULL when none is written */
    const char *runs;    /* the interpreter, or the file */
    enum shell_way way;
    enum shell_certainty pinned; /* can it be told from the address that it never changes? */
    bool verified;               /* a digest or a signature was checked before */
};

struct shell_taint {
    struct arena *arena;
    struct shell_download *downloads;
    size_t count, capacity;
    struct taint_item *items; /* files and variables that hold what was downloaded */
    size_t item_count, item_capacity;
    bool whole; /* false: a limit was reached */
};

void shell_taint_init(struct shell_taint *taint, struct arena *arena);
/* Reads the next command of a job's scripts. `script`: whose it is; `strict`: a failure of
 * that script ends the job. */
void shell_taint_read(struct shell_taint *taint, size_t script, bool strict,
                      const struct script_point *point);

/* Does the address name a commit, or this very machine? */
enum shell_certainty shell_url_pin(const char *url);

#endif
