/* dockerfile.h - a small reader of Dockerfiles, after the Dockerfile reference:
 * parser directives (syntax, escape), continuations, comments inside them,
 * heredocs, ARG before and inside stages, and the substitution of $NAME, ${NAME},
 * ${NAME:-word} and ${NAME:+word}. Nothing is run and no image is asked. */
#ifndef DOCUMENT_DOCKERFILE_H
#define DOCUMENT_DOCKERFILE_H

#include "document/node.h"

/* A text that may hold a variable whose value is not in the file. */
struct dockerfile_text {
    const char *text;    /* as far as it could be substituted; NULL when absent */
    const char *unknown; /* name of the first variable without a value, or NULL */
};

struct dockerfile_heredoc {
    const char *name;
    const char *content; /* its lines, each with its end; of <<- without their tabs */
};

struct dockerfile_instruction {
    uint32_t line;         /* its first */
    uint32_t end_line;     /* its last, here-documents left in */
    const char *name;      /* in capitals */
    struct text arguments; /* lines joined with a space, comments left out */
    struct dockerfile_heredoc *heredocs;
    size_t heredoc_count;
};

struct dockerfile_instructions {
    struct dockerfile_instruction *items;
    size_t count;
};

struct table;

struct dockerfile_stage {
    uint32_t line;
    const char *name;    /* the alias, NULL when there is none */
    struct text written; /* the image, as it is written */
    struct dockerfile_text from;
    const char *platform;
    size_t parent; /* index of the stage that it is built on, or SIZE_MAX */
    bool is_scratch;
    struct dockerfile_text user; /* of its last USER */
    uint32_t user_line;
    bool has_user, has_command, has_port, has_healthcheck, healthcheck_is_none;
    struct table *environment; /* ENV by name, with those of its parent; values are text */
    struct dockerfile_instructions instructions; /* behind its FROM */
};

struct dockerfile {
    struct dockerfile_instructions before; /* the first FROM */
    struct dockerfile_stage *stages;
    size_t count;
    const char *problem; /* why it is no Dockerfile that builds, or NULL */
    uint32_t problem_line;
};

/* Is this the name of a Dockerfile or Containerfile, and not of a source or a
 * document about them? */
bool dockerfile_is_name(const char *path);

void dockerfile_parse(struct dockerfile *out, struct arena *arena, struct text text);

/* The same as nodes, for JSONPath; as json_parse:
 *
 *   {"arguments": [{"instruction": "ARG", "arguments": "VERSION=1", ...}],
 *    "stages": [{"image": "golang:1", "written": "golang:${VERSION}", "name": "build",
 *                "instructions": [{"instruction": "RUN", "flags": ["--mount=type=cache"],
 *                                  "arguments": "make", "heredocs": []}]}]}
 *
 * `image` is left out where it depends on a variable without a value, `words` are
 * those of a command in its JSON form. */
bool dockerfile_document_parse(struct arena *arena, struct text text, struct document *out,
                               struct document_problem *problem);

/* An image reference, after distribution/reference: name[:tag][@digest]. */
struct image_reference {
    const char *name; /* registry and repository */
    const char *tag;
    const char *digest;
};
struct image_reference image_reference_parse(struct arena *arena, const char *reference);

#endif
