/* jsonpath.h - JSONPath (RFC 9535): names, indexes, wildcards and descendants.
 * `@` may stand for `$` at the start (a path from the current node). Filters
 * and slices are refused with a message that says so. */
#ifndef DOCUMENT_JSONPATH_H
#define DOCUMENT_JSONPATH_H

#include "document/node.h"

struct jsonpath;

struct jsonpath *jsonpath_new(struct arena *arena, const char *expression, const char **problem,
                              size_t *at);
/* The nodes selected from `root`, in the order of RFC 9535; false when more than
 * LIMIT_DOCUMENT_NODES steps were taken. */
bool jsonpath_select(const struct jsonpath *path, struct arena *arena, const struct node *root,
                     const struct node ***out, size_t *count);
/* The normalised path of a node from its root: $['a'][0]. */
const char *jsonpath_normalised(struct arena *arena, const struct node *node);

#endif
