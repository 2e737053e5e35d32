/* glob_program.h - one alternative of a glob, after its braces were expanded:
 * compiled to tokens, and matched. Private to glob.c and glob_set.c. */
#ifndef BASE_GLOB_PROGRAM_H
#define BASE_GLOB_PROGRAM_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What most globs are, and what is compared at once instead of run. */
enum glob_shape {
    GLOB_PATH,    /* src/main.c: `literal` is the path */
    GLOB_NAME,    /* README.md: the path is `literal` or ends in a slash and it */
    GLOB_SUFFIX,  /* *.tf: the base name ends in `literal` */
    GLOB_STEM,    /* README*: the base name begins with `literal` */
    GLOB_TREE,    /* docs/adr/: the path begins with `literal`, slash included */
    GLOB_FOLDER,  /* a folder above the file is called `literal` */
    GLOB_ALL,     /* ** */
    GLOB_GENERAL, /* `literal` is what every match ends in */
};

struct glob_token {
    uint8_t kind; /* enum token_kind of glob_program.c */
    uint8_t byte;
    uint16_t class;
};

struct glob_class {
    uint8_t bits[32];
};

struct glob_program {
    enum glob_shape shape;
    bool whole_name; /* `literal` begins at a segment's start */
    const char *literal;
    size_t literal_size;
    const char *prefix; /* what every match begins with */
    size_t prefix_size;
    struct glob_token *tokens;
    size_t token_count;
    struct glob_class *classes;
    size_t class_count, class_capacity;
};

/* False, with a reason and an offset into `pattern`, when malformed. Braces in
 * `pattern` are literal. */
bool glob_program_compile(struct glob_program *program, struct arena *arena, const char *pattern,
                          const char **problem, size_t *at);
bool glob_program_matches(const struct glob_program *program, const char *path, size_t size);

/* Reads the class whose `[` is at `*at` and moves `*at` behind its `]`; false,
 * with `*at` where the mistake is, when malformed. */
bool glob_class_read(const char *pattern, size_t *at, struct glob_class *out, const char **problem);

/* The alternatives of a compiled glob, for the set. */
struct glob;
const struct glob_program *glob_programs(const struct glob *glob, size_t *count);

#endif
