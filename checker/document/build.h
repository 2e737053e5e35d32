/* build.h - nodes made one at a time, for readers of formats whose files are lists
 * of lines or whose trees are not written in their own order (XML, INI, ...).
 * The readers of YAML, JSON and TOML do not need it. */
#ifndef DOCUMENT_BUILD_H
#define DOCUMENT_BUILD_H

#include "base/table.h"
#include "document/node.h"

struct build {
    struct arena *arena;
    struct document_problem *problem;
    size_t nodes;
};

/* Where in a text something stands; both from 1, columns in code points. */
struct position {
    uint32_t line, column;
};

/* A node that ends where it begins. NULL, with the problem, when there are more than
 * LIMIT_DOCUMENT_NODES; the functions below hand such a NULL on. */
struct node *build_node(struct build *build, enum node_kind kind, struct position at);
/* A text, copied, that ends on the line where it begins. */
struct node *build_text(struct build *build, struct text text, struct position at);
struct node *build_boolean(struct build *build, bool boolean, struct position at);
/* Adds to a sequence; `item` becomes its child and the sequence ends behind it. */
bool build_add(struct build *build, struct node *sequence, struct node *item);
/* Adds a pair to a mapping. Whether the key is there already is not looked at. */
bool build_pair(struct build *build, struct node *mapping, struct node *key, struct node *value);
/* The same with a key that is not written in the file: it stands at the value. */
bool build_field(struct build *build, struct node *mapping, const char *name, struct node *value);
/* A mapping whose keys may come again: the last value holds, at the first one's place
 * in the order. `known` is the caller's, empty at first and of this mapping alone. */
bool build_set(struct build *build, struct node *mapping, struct table *known, struct node *key,
               struct node *value);
/* The problem at a place, and false. */
bool build_refuse(struct build *build, struct position at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
/* One root, and true; false when it is NULL. */
bool build_document(struct build *build, struct node *root, struct document *out);

/* Checks what every reader asks of a whole text (its size, UTF-8, no NUL), and takes
 * a byte order mark off. */
bool build_accepts(struct build *build, struct text *text);
/* Where offset `at` of a line is. */
struct position position_in(uint32_t line, struct text text, size_t at);

#endif
