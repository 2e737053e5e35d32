/* script_walk.h - the one walk over a script of CI that all who look at scripts share: its
 * commands in order, each with what is known where it stands - the folder, constant
 * variables, how it hangs together with others, whether its failure counts. Scripts within
 * it (`sh -c`, `eval`, what a here-document hands to a shell) are walked where they are
 * run. Nothing is run; what is not constant stays as it is written.
 *
 * When a shell stops: POSIX, "set", option -e, and bash's `pipefail`. */
#ifndef FACTS_SCRIPT_WALK_H
#define FACTS_SCRIPT_WALK_H

#include "facts/script_failure.h"
#include "facts/shell_flow.h"
#include "facts/shell_variables.h"

/* Of what the script is; the walk reads those of Unix. */
enum script_language { SCRIPT_UNIX, SCRIPT_POWER, SCRIPT_CMD };

struct script_setting {
    enum script_language language;
    bool stops;            /* the shell is called with -e */
    bool pipes_fail;       /* and with -o pipefail */
    const char *directory; /* where it begins, from the root of the tree; NULL: not constant */
    const struct shell_variables *variables; /* what is constant; or NULL */
};

struct script_command {
    const char *const *words; /* the program first, without its folder */
    size_t count;
    const char *program_path;       /* as it is written: ./ci/scan.sh */
    const char *const *assignments; /* `NAME=value` before it */
    size_t assignment_count;
    uint32_t line;         /* within the script, from 1 */
    const char *directory; /* NULL when it is not constant */
    const char *advisory;  /* why its failure does not stop the script; NULL: it does */
    const char *unsure;    /* why it is not known whether its failure stops it; or NULL */
    /* What a launcher does first, up to the program that it starts: `uv run --locked`, which
     * brings the environment up to the lock file (docs.astral.sh/uv/concepts/projects/sync). */
    const char *const *prepares;
    size_t prepares_count;
    const char *version; /* of `npx x@1.2`, `go run x@v1`, the tag of an image; or NULL */
    bool image;          /* `docker run`: the first word is the image */
    /* Of `docker run`: `mount=OUTSIDE:WITHIN`, `workdir=WITHIN`, as they are written. */
    const char *const *container;
    size_t container_count;
};

enum script_sort {
    SCRIPT_COMMAND,
    SCRIPT_FOLDER,  /* `cd` and the like: the walk goes on elsewhere */
    SCRIPT_SCRIPT,  /* a script within the script: its commands come next */
    SCRIPT_GRAMMAR, /* words of the shell's own, assignments alone: nothing starts */
};

/* Where the walk stands. */
struct script_point {
    enum script_sort sort;
    const struct shell_flow *flow;       /* of the innermost script */
    size_t at;                           /* in its commands */
    const struct shell_command *written; /* that command, as it is written */
    /* The same with constants put in and without what starts it where it is (`poetry run`). */
    const struct shell_command *started;
    /* And without all that starts it (`npx`, `docker run`). */
    const struct script_command *command;
    const struct shell_variables *variables; /* before the command */
    const struct script_failure *failure;    /* as the shell is set */
    uint32_t line;                           /* within the outermost script */
    bool inner;                              /* it stands in a script within the script */
};

/* False when a script was cut at a limit. */
bool script_walk(struct arena *arena, struct text script, const struct script_setting *setting,
                 void (*visit)(void *state, const struct script_point *point), void *state);

/* The folder that a text of a setting names; NULL when it is not constant or leads out of
 * the tree. Names of the checkout's own folder (`$GITHUB_WORKSPACE`, ...) are the root. */
const char *script_directory(struct arena *arena, const char *from, const char *written,
                             const struct shell_variables *variables);

#endif
