/* script_commands.h - what a script of a CI step runs: each command with the folder that
 * it runs in, constant variables put in, launchers taken away, and whether its failure
 * stops the step. Nothing is run; what is not constant stays as it is written.
 *
 * When a shell stops: POSIX, "set", option -e, and bash's `pipefail`. */
#ifndef FACTS_SCRIPT_COMMANDS_H
#define FACTS_SCRIPT_COMMANDS_H

#include "base/table.h"
#include "base/text.h"

#include <stdbool.h>

/* Of what the script is. */
enum script_language { SCRIPT_UNIX, SCRIPT_POWER, SCRIPT_CMD };

struct script_setting {
    enum script_language language;
    bool stops;                    /* the shell is called with -e */
    bool pipes_fail;               /* and with -o pipefail */
    const char *directory;         /* where it begins; NULL when that is not constant */
    const struct table *variables; /* name to text: what is constant; or NULL */
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
    const char *version;   /* of `npx x@1.2`, `go run x@v1`, the tag of an image; or NULL */
    bool image;            /* `docker run`: the first word is the image */
    /* Of `docker run`: `mount=OUTSIDE:WITHIN`, `workdir=WITHIN`, as they are written. */
    const char *const *container;
    size_t container_count;
};

/* `directory` of a command is relative to the root of the tree, "." for the root. */
size_t script_commands_read(struct arena *arena, struct text script,
                            const struct script_setting *setting, struct script_command **out);

/* How this shell is called (`bash -e {0}`, `/bin/bash -eo pipefail`). False for what is no
 * shell of this kind (pwsh, python). */
bool script_shell_of(const char *shell, bool *stops, bool *pipes_fail);
/* The folder that a text of a setting names; NULL when it is not constant or leads out of
 * the tree. Names of the checkout's own folder (`$GITHUB_WORKSPACE`, ...) are the root. */
const char *script_directory(struct arena *arena, const char *from, const char *written,
                             const struct table *variables);

#endif
