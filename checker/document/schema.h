/* schema.h - tables of fields. One table gives loading with all mistakes at
 * once, the reference documentation and a JSON Schema (draft-07).
 *
 * A loader fills a C struct in the arena: each field says its offset. Unknown
 * and duplicate keys, wrong types, words outside a closed set, missing required
 * keys and bad dates are diagnostics with "did you mean". */
#ifndef DOCUMENT_SCHEMA_H
#define DOCUMENT_SCHEMA_H

#include "base/diagnostic.h"
#include "document/node.h"

#include <stddef.h>

enum schema_type {
    SCHEMA_TEXT,    /* const char *: any scalar, not empty */
    SCHEMA_WORD,    /* int: index into `words` */
    SCHEMA_BOOLEAN, /* bool */
    SCHEMA_INTEGER, /* int64_t, within minimum and maximum */
    SCHEMA_DATE,    /* int32_t days; `absent` is INT32_MIN */
    SCHEMA_TEXTS,   /* struct schema_texts: a list of scalars, or one scalar */
    SCHEMA_OBJECT,  /* pointer to a struct loaded by `object`, NULL when absent */
    SCHEMA_OBJECTS, /* struct schema_objects: a list of them */
    SCHEMA_NODE,    /* const struct node *: checked by the caller */
};

struct schema_texts {
    const char **items;
    const struct node **nodes; /* for places */
    size_t count;
};

struct schema_objects {
    void **items;
    size_t count;
};

struct schema_field {
    const char *name;
    enum schema_type type;
    size_t offset;
    bool required;
    const char *const *words;    /* SCHEMA_WORD: NULL-ended */
    const struct schema *object; /* of a SCHEMA_NODE: what its fragment refers to */
    const char *pattern;         /* SCHEMA_TEXT(S): a regular expression it must match, or NULL */
    const char *pattern_hint;    /* what the pattern wants, in words */
    int64_t minimum, maximum;    /* SCHEMA_INTEGER: used when minimum < maximum */
    const char *summary;         /* one line for the reference */
    const char *node_schema;     /* SCHEMA_NODE, SCHEMA_INTEGER: a JSON Schema fragment, or NULL */
};

struct schema {
    const char *name; /* "rule", "policy", ... */
    const char *summary;
    size_t size;        /* of the struct */
    size_t node_offset; /* where the struct keeps its const struct node *, or SIZE_MAX */
    const struct schema_field *fields; /* ended by a NULL name */
    /* Of these keys one at least must be there; NULL-ended, or NULL. */
    const char *const *alternatives;
    /* Keys that people look for here, each with what to write instead; NULL-ended, or NULL. */
    const char *const (*elsewhere)[2];
};

/* Loads a mapping. Always gives a struct (fields that failed keep their absent
 * value: NULL, 0, false, INT32_MIN, word -1); the mistakes are in `diagnostics`. */
void *schema_load(const struct schema *schema, struct arena *arena, const char *path,
                  const struct node *node, struct diagnostics *diagnostics);
/* Appends the JSON Schema (draft-07), pretty, with sorted definitions. */
void schema_write_json(const struct schema *schema, const char *id, struct buffer *out);
/* Appends a Markdown table of the fields, then of its nested objects. */
void schema_write_reference(const struct schema *schema, struct buffer *out);

#endif
