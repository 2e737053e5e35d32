/* toml_table.h - the tables of a TOML file while they grow: what was defined how,
 * and what may be added where (TOML 1.0.0, "Keys", "Table", "Inline Table", "Array
 * of Tables"). The keys of a table are kept in a balanced tree, so that no file can
 * make it slow. Only the toml*.c files use it. */
#ifndef DOCUMENT_TOML_TABLE_H
#define DOCUMENT_TOML_TABLE_H

#include "base/limits.h"
#include "document/toml_reader.h"

enum toml_table_kind {
    TOML_IMPLIED, /* by the header of a table below it: may get its own */
    TOML_HEADED,  /* [name], an element of [[name]], or the root */
    TOML_DOTTED,  /* by a key with dots: grows below the header where it began */
    TOML_INLINE,  /* {}: complete */
    TOML_TABLES,  /* no table but the array of those below [[name]] */
};

struct toml_entry {
    struct node *key, *value;
    struct toml_table *table; /* of the value; NULL when it is none */
    struct toml_entry *left, *right, *next;
    unsigned level;
};

struct toml_table {
    enum toml_table_kind kind;
    unsigned depth; /* the root's is 1 */
    struct node *node;
    struct toml_table *above; /* NULL at the root, and where nothing can be added later */
    struct toml_entry *root, *first, *last;
    struct toml_table *newest;        /* TOML_TABLES: the one that is open */
    struct toml_table *elder;         /* the element before this one */
    const struct toml_table *section; /* TOML_DOTTED: below whose header it began */
};

/* A key with its parts: a.b."c d". */
struct toml_path {
    struct node *parts[LIMIT_DOCUMENT_DEPTH];
    size_t count;
};

/* `node` is the mapping; NULL, refused, when it is nested too deeply. */
struct toml_table *toml_table_new(struct toml_reader *reader, enum toml_table_kind kind,
                                  struct node *node, unsigned depth);
/* The table that a header opens: one header, [a.b], or another element, [[a.b]]. All
 * NULL returns were refused. */
struct toml_table *toml_table_open(struct toml_reader *reader, struct toml_table *root,
                                   const struct toml_path *path, bool element,
                                   const struct node *header);
/* The new entry, without value, of an assignment below `section`; `out` is the table
 * that it stands in. */
struct toml_entry *toml_table_add(struct toml_reader *reader, struct toml_table *section,
                                  const struct toml_path *path, struct toml_table **out);
/* Hands the pairs to the nodes, of the tables below it too. */
void toml_table_finish(struct toml_reader *reader, struct toml_table *table);

#endif
