/* jsonpath.h - JSONPath as RFC 9535 has it, over every tree of nodes: segments,
 * slices, filters with their five functions (jsonpath_function.c) and normalised
 * paths. `@` may stand for `$` at the start: a path from a node within its document,
 * which `$` in the filters of such a path is then. Steps, nesting and what is selected
 * are limited (base/limits.h). A compiled path is immutable and shared by threads; it
 * owns the regular expressions in it. */
#ifndef DOCUMENT_JSONPATH_H
#define DOCUMENT_JSONPATH_H

#include "base/pattern.h"
#include "document/node.h"

struct jsonpath;

/* Why an expression is no JSONPath, or what is doubtful about it. */
struct jsonpath_problem {
    size_t at, length;    /* bytes of the expression; the length is at least 1 */
    const char *message;  /* lower case, no full stop */
    const char *expected; /* what would be right, or NULL */
    const char *meant;    /* the near word that was perhaps meant, or NULL */
};

/* Where a node was found: a link for each step from the root. */
struct jsonpath_location {
    const struct node *node;
    const struct jsonpath_location *parent; /* NULL at the root */
    size_t index;                           /* among the parent's items */
};

/* NULL, with `problem` filled, when it is not well-formed or not well-typed (RFC
 * 9535, sections 2.1 and 2.4.3). */
struct jsonpath *jsonpath_new(struct arena *arena, struct text expression,
                              struct jsonpath_problem *problem);
/* Frees its patterns; the rest is the arena's. NULL is nothing. */
void jsonpath_release(struct jsonpath *path);
/* The patterns, for who frees them with others of its own instead. */
struct pattern *const *jsonpath_patterns(const struct jsonpath *path, size_t *count);
/* What is valid and still cannot be meant: a regular expression that is no
 * I-Regexp (RFC 9485), with which nothing ever matches. NULL where all is well. */
const struct jsonpath_problem *jsonpath_doubt(const struct jsonpath *path);

/* The nodes selected from `root`, in the order of RFC 9535, a node that was selected
 * twice twice. False, and nothing is known, when a limit was reached:
 * LIMIT_JSONPATH_STEPS, LIMIT_DOCUMENT_NODES selected, or one of the patterns'. */
bool jsonpath_select(const struct jsonpath *path, struct arena *arena, const struct node *root,
                     const struct node ***out, size_t *count);
/* The same with the way to each: what an alias of YAML shares is found in each of
 * its places. */
bool jsonpath_locate(const struct jsonpath *path, struct arena *arena, const struct node *root,
                     const struct jsonpath_location ***out, size_t *count);
/* For people: how far a path leads that selects nothing, and what is near what it
 * wanted there: "$['jobs'] has no 'biuld'; did you mean 'build'?" NULL when a limit was
 * reached. */
const char *jsonpath_explain_nothing(const struct jsonpath *path, struct arena *arena,
                                     const struct node *root);
/* The normalised path (RFC 9535, section 2.7): $['a'][0]. */
const char *jsonpath_normalised(struct arena *arena, const struct jsonpath_location *location);
/* The same of a node from its root; of a shared node, where it was written. */
const char *jsonpath_of_node(struct arena *arena, const struct node *node);

#endif
