/* shell_request.h - what a command downloads, and where to: curl, wget and the
 * clients of object stores, as their manuals read their options. */
#ifndef FACTS_SHELL_REQUEST_H
#define FACTS_SHELL_REQUEST_H

#include "facts/shell_download.h"

struct shell_request {
    const char *program; /* NULL: it downloads nothing */
    const char *url;     /* the one that can be changed most easily; NULL: none is written */
    enum shell_certainty pinned; /* of all of its addresses */
    const char *file;            /* NULL: to the standard output */
};
/* `command`: constant variables are put in. */
struct shell_request shell_request_of(struct arena *arena, const struct shell_command *command);

#endif
