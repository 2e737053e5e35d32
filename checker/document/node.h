/* node.h - a parsed file as one tree of nodes; every node knows its place. One
 * kind of tree for YAML, JSON and what comes later. Nodes live in the arena
 * that they were parsed into and are never changed. */
#ifndef DOCUMENT_NODE_H
#define DOCUMENT_NODE_H

#include "base/arena.h"
#include "base/text.h"

enum node_kind {
    NODE_NULL,
    NODE_BOOLEAN,
    NODE_NUMBER,
    NODE_TEXT,
    NODE_SEQUENCE,
    NODE_MAPPING,
};

struct node {
    enum node_kind kind; /* YAML plain scalars: by the core schema of YAML 1.2 */
    bool quoted;         /* YAML: written with quotes or as a block scalar */
    bool block;          /* YAML: a literal or folded block scalar */
    uint32_t line, column;
    uint32_t end_line, end_column; /* one past the end */
    const char *text;              /* scalars: as written, unescaped; NUL-terminated */
    size_t size;                   /* of text; a text may hold NULs */
    const char *tag;               /* YAML: a tag that is not of the core schema; TOML: which
                                    * date or time it is (document/toml.h); else NULL */
    size_t count;                  /* items, or pairs */
    struct node **items;           /* sequence items, or the mapping's values */
    struct node **keys;            /* mapping only: scalars, in order of writing */
    const struct node *parent;     /* NULL at the root */
    size_t index;                  /* among the parent's items, where the reader says so */
};

struct document {
    struct node **roots; /* YAML streams may hold several documents, or none */
    size_t count;
};

/* Why a file is no document. */
struct document_problem {
    bool limit; /* a limit was reached: else malformed */
    uint32_t line, column;
    /* Of a key that is there twice: where it was first given, and its length; else 0. */
    uint32_t first_line, first_column, length;
    char message[200]; /* lower case, no full stop */
};

const char *node_kind_name(enum node_kind kind); /* "a mapping", "a text", ... */
/* The value of a mapping's key; NULL when it is not there or `node` is NULL or
 * no mapping. */
const struct node *node_find(const struct node *node, const char *key);
const struct node *node_key(const struct node *node, const char *key); /* the key's own node */
bool node_is_scalar(const struct node *node);                          /* false for NULL */
/* The text of a scalar child, NULL when absent, null or not a scalar. */
const char *node_string(const struct node *node, const char *key);
bool node_boolean(const struct node *node, bool *out);
bool node_integer(const struct node *node, int64_t *out);
bool node_number(const struct node *node, double *out);

#endif
