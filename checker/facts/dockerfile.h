/* dockerfile.h - a small reader of Dockerfiles, after the Dockerfile reference:
 * parser directives (syntax, escape), continuations, comments inside them,
 * heredocs, ARG before and inside stages, and the substitution of $NAME, ${NAME},
 * ${NAME:-word} and ${NAME:+word}. Nothing is run and no image is asked. */
#ifndef FACTS_DOCKERFILE_H
#define FACTS_DOCKERFILE_H

#include "base/arena.h"
#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

/* A text that may hold a variable whose value is not in the file. */
struct dockerfile_text {
    const char *text;    /* as far as it could be substituted; NULL when absent */
    const char *unknown; /* name of the first variable without a value, or NULL */
};

struct table;

struct dockerfile_stage {
    uint32_t line;
    const char *name; /* the alias, NULL when there is none */
    struct dockerfile_text from;
    const char *platform;
    size_t parent; /* index of the stage that it is built on, or SIZE_MAX */
    bool is_scratch;
    struct dockerfile_text user; /* of its last USER */
    uint32_t user_line;
    bool has_user, has_command, has_healthcheck, healthcheck_is_none;
    struct table *environment; /* ENV by name, with those of its parent; values are text */
};

struct dockerfile {
    struct dockerfile_stage *stages;
    size_t count;
    const char *problem; /* why it is no Dockerfile that builds, or NULL */
    uint32_t problem_line;
};

/* Is this the name of a Dockerfile or Containerfile, and not of a source or a
 * document about them? */
bool dockerfile_is_name(const char *path);

void dockerfile_parse(struct dockerfile *out, struct arena *arena, struct text text);

/* An image reference, after distribution/reference: name[:tag][@digest]. */
struct image_reference {
    const char *name; /* registry and repository */
    const char *tag;
    const char *digest;
};
struct image_reference image_reference_parse(struct arena *arena, const char *reference);

#endif
