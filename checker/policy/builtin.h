/* builtin.h - the policies and rules that are compiled into the program. */
#ifndef POLICY_BUILTIN_H
#define POLICY_BUILTIN_H

#include <stddef.h>

struct builtin_file {
    const char *path; /* "rules/secure-sdlc/SDL009-actions-pinned.yml" */
    const char *bytes;
    size_t size;
};

/* Sorted by path; ends with a NULL path. Test files (.test.yml) are among them. */
extern const struct builtin_file builtin_files[];

#endif
