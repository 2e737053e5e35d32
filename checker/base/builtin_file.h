/* builtin_file.h - a file that is compiled into the program (cmake/Embed.cmake). Tables
 * of them are sorted by path and end with a NULL path. */
#ifndef BASE_BUILTIN_FILE_H
#define BASE_BUILTIN_FILE_H

#include <stddef.h>

struct builtin_file {
    const char *path; /* "rules/secure-sdlc/SDL009-actions-pinned.yml" */
    const char *bytes;
    size_t size;
};

#endif
