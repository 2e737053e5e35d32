/* condition.h - conditions, as parsed and checked: every name is resolved to a
 * field, a parameter or a binding and every type was compared (LANGUAGE.md,
 * Conditions and Predicates). Immutable; the engine evaluates it. */
#ifndef POLICY_CONDITION_H
#define POLICY_CONDITION_H

#include "base/glob.h"
#include "base/pattern.h"
#include "base/place.h"
#include "document/jsonpath.h"
#include "facts/fact.h"
#include "facts/sql.h"

enum source_kind {
    SOURCE_REPOSITORY, /* one row: fields of the kind `repository` */
    SOURCE_FACT,
    SOURCE_FILES,    /* rows of the kind `file` whose path matches */
    SOURCE_DOCUMENT, /* nodes; fields: path, line, column, value, and '@...' paths */
    SOURCE_TEXT,     /* matches; fields: path, line, column, match */
    SOURCE_LIST,     /* items of a parameter; field: value */
    SOURCE_SQL,      /* rows of a SELECT; fields: its columns */
};

/* What a bare name, $each.NAME or $as.NAME means in a row. */
enum field_kind {
    FIELD_CELL, /* rows of a fact kind: cells[index] */
    FIELD_PATH,
    FIELD_LINE,
    FIELD_COLUMN,
    FIELD_VALUE, /* document: the node itself; list: the item */
    FIELD_MATCH, /* text: what was matched */
    FIELD_NODE,  /* document: a JSONPath from the node */
};

struct field {
    enum field_kind kind;
    const char *name;
    size_t index;
    struct type type;
    struct jsonpath *node;
};

enum operand_kind {
    OPERAND_LITERAL,
    OPERAND_PARAM,      /* $params.NAME */
    OPERAND_EACH,       /* $each.FIELD: the check's subject */
    OPERAND_BINDING,    /* $NAME.FIELD: the row of the enclosing quantifier `as: NAME` */
    OPERAND_REPOSITORY, /* $repository.FIELD */
    OPERAND_NOW,        /* $now */
    OPERAND_LIST,       /* items, at least one of them a reference */
};

struct operand {
    enum operand_kind kind;
    struct place place;
    struct type type;
    struct value literal;
    size_t param;          /* index into the rule's parameters */
    size_t binding;        /* index into the check's bindings */
    struct field field;    /* each, binding, repository */
    struct operand *items; /* list */
    size_t count;
    /* Compiled when the operand is a literal of `matches` or `glob`; those of
     * parameters are compiled with the parameter's final value. */
    struct pattern *pattern;
    const struct glob **globs;
    size_t glob_count;
};

enum predicate_kind {
    PREDICATE_EQUALS,
    PREDICATE_IN,
    PREDICATE_MATCHES,
    PREDICATE_GLOB,
    PREDICATE_CONTAINS,
    PREDICATE_STARTS_WITH,
    PREDICATE_ENDS_WITH,
    PREDICATE_EXISTS, /* operand: a literal boolean */
    PREDICATE_EMPTY,  /* operand: a literal boolean */
    PREDICATE_LESS_THAN,
    PREDICATE_AT_MOST,
    PREDICATE_AT_LEAST,
    PREDICATE_MORE_THAN,
    PREDICATE_BEFORE,
    PREDICATE_AFTER,
    PREDICATE_OLDER_THAN,
    PREDICATE_YOUNGER_THAN,
    PREDICATE_NOT, /* predicates: all of them, negated */
};

struct predicate {
    enum predicate_kind kind;
    struct place place;
    struct operand operand;
    struct predicate *predicates;
    size_t count;
};

enum condition_kind {
    CONDITION_ALL,
    CONDITION_ANY,
    CONDITION_NOT,   /* one operand */
    CONDITION_FIELD, /* a field of the nearest row, and predicates that must all hold */
    CONDITION_EXISTS,
    CONDITION_NONE,
    CONDITION_COUNT,
    CONDITION_SHARE,
};

struct condition {
    enum condition_kind kind;
    struct place place;
    struct condition **operands; /* all, any, not */
    size_t count;
    struct field field;
    struct predicate *predicates; /* field, count, share */
    size_t predicate_count;
    struct quantifier *quantifier;
};

struct source {
    enum source_kind kind;
    struct place place;
    const struct fact_kind *fact; /* fact, files (the kind `file`), repository, sql (its rows') */
    bool at_base;
    struct operand globs;                 /* files, document, text: a glob or a list of them */
    struct jsonpath *select;              /* document */
    const char *select_text;              /* document: as it is written */
    const struct document_format *format; /* document; NULL: as the file's name says */
    struct operand match;                 /* text: a regex */
    size_t param;                         /* list */
    const struct sql_statement *sql;
    const size_t *sql_params; /* sql: parameter of the rule of each of the statement's */
    size_t number;            /* of this source within its rule, from 0 */
};

struct quantifier {
    struct source source;
    struct condition *where; /* NULL: every row */
    struct condition *that;  /* share only */
    const char *as;          /* NULL when unnamed */
    size_t binding;          /* index into the check's bindings, when named */
};

#endif
