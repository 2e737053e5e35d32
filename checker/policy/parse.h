/* parse.h - what the files that parse rules share: the parser's state, the rows
 * and names that a place in a rule can see, and how mistakes are told. Private to
 * policy/. Every function goes on after a mistake, so that one run tells them all;
 * a rule with a mistake is dropped as a whole by rule.c. */
#ifndef POLICY_PARSE_H
#define POLICY_PARSE_H

#include "policy/rule.h"

enum {
    /* Mistakes told of one file: who has more begins with the first. */
    LIMIT_MISTAKES = 500,
    /* Conditions within conditions: a reader is lost long before. */
    LIMIT_CONDITION_DEPTH = 32,
    /* Conditions and predicates of a rule: aliases multiply what is written, and
     * a rule file may be a stranger's. */
    LIMIT_CONDITIONS = 5000,
    /* Items of a list: an allow-list may be long; regexes are compiled. */
    LIMIT_LIST_ITEMS = 10000,
    LIMIT_LIST_REGEXES = 500,
};

struct parser {
    struct arena *arena;
    const char *path;
    struct diagnostics *diagnostics;
    size_t mistakes;
    struct diagnostic spare; /* takes what is over the limit */
    struct parameter *params;
    const char **param_names; /* NULL-ended */
    bool *param_used;
    size_t param_count;
    struct pattern **patterns; /* every one compiled, so that all are freed */
    size_t pattern_count, pattern_capacity;
    size_t source_count;
    size_t condition_count; /* and predicates */
};

/* What bare names mean: the row of a source. */
struct row {
    enum source_kind kind;
    const struct fact_kind *fact; /* fact, files, repository; NULL when there is none */
    struct type item;             /* list */
    bool mistaken;                /* its source was wrong: any name goes */
};

/* A quantifier with `as` that encloses. */
struct scope {
    const struct scope *outer;
    const char *name;
    struct row row;
    size_t binding;
};

struct binding_list {
    struct binding *items;
    size_t count, capacity;
};

/* What is visible where a condition stands. */
struct context {
    struct parser *parser;
    struct row row;                /* the nearest */
    const struct row *each;        /* the check's subject; NULL where there is none */
    const struct scope *scope;     /* innermost first */
    struct binding_list *bindings; /* NULL: quantifiers cannot stand here */
    bool early;                    /* in an applies_when */
    unsigned depth;
    unsigned quantifiers; /* that enclose */
};

/* Mistakes. The diagnostic may be completed until the next one is told. */
struct diagnostic *mistake(struct parser *parser, int code, const struct node *at,
                           const char *format, ...) __attribute__((format(printf, 4, 5)));
/* In a part of a scalar: bytes from `offset`; the whole when the part's column
 * cannot be known (escapes, several lines). */
struct diagnostic *mistake_within(struct parser *parser, int code, const struct node *at,
                                  size_t offset, size_t size, const char *format, ...)
    __attribute__((format(printf, 6, 7)));
/* Says where the operand, a parameter, was declared. */
void mistake_note_parameter(struct parser *parser, struct diagnostic *diagnostic, size_t param);
/* Sets `meant` to the nearest candidate, or `expected` to the list of them. */
void mistake_candidates(struct parser *parser, struct diagnostic *diagnostic, const char *word,
                        const char *const *candidates);
/* The text, cut to a readable length. */
const char *shown(struct parser *parser, const char *text);
/* `a, b or c`; ends with "..." when there are many. */
const char *words_listed(struct arena *arena, const char *const *words);
struct place place_of(const struct parser *parser, const struct node *node);
/* False, and a mistake, when the node is no mapping. */
bool expect_mapping(struct parser *parser, const struct node *node, const char *what);
/* One condition or predicate more; false, and a mistake the first time, when they
 * are too many. */
bool expect_few(struct parser *parser, const struct node *node);
/* ^[a-z][a-z0-9_]*$ */
bool is_name(const char *text, size_t size);
void parser_free_patterns(struct parser *parser);

/* Types. */
bool type_is_text(const struct type *type); /* text, path, word, ... : a VALUE_TEXT */
struct type type_item(const struct type *list);
struct type type_list_of(const struct type *item);
/* May an operand of type `have` be compared with `want`? `declared`: of a
 * parameter, whose type somebody wrote. */
bool type_fits(const struct type *want, const struct type *have, bool declared);
/* Parses `list of coverage.state`, `word(a|b)`, ... */
bool type_parse(struct parser *parser, const struct node *node, struct type *out);

/* Literals: the value of a scalar or list as its type reads it. */
bool literal_parse(struct parser *parser, const struct node *node, const struct type *type,
                   struct value *out);
/* Compiles; the pattern is the parser's. NULL and a mistake when it does not. */
struct pattern *literal_pattern(struct parser *parser, const struct node *node, bool multi_line);
const struct glob *literal_glob(struct parser *parser, const struct node *node);
/* The JSONPath in `text`, which stands at `offset` in the node; its patterns are the
 * parser's. NULL and a mistake when it is none, or when it can match nothing. */
struct jsonpath *literal_jsonpath(struct parser *parser, const struct node *node, const char *text,
                                  size_t offset);

/* Fields. `at` and `offset` say where the name stands. */
bool field_parse(struct parser *parser, const struct row *row, const char *name,
                 const struct node *at, size_t offset, struct field *out);
struct row row_repository(void);
struct row row_of_source(const struct parser *parser, const struct source *source);
/* Has the row a path in the tree? */
bool row_has_path(const struct row *row);

/* Operands. */
enum operand_shape { SHAPE_ONE, SHAPE_LIST, SHAPE_EITHER };
struct wanted {
    struct type type; /* of one item */
    enum operand_shape shape;
    bool multi_line; /* regexes */
    bool constant;   /* only literals and parameters */
    bool versions;   /* or a version, by whose type the text is compared */
};
bool operand_is_reference(const struct node *node);
bool operand_parse(struct context *context, const struct node *node, const struct wanted *wanted,
                   struct operand *out);
/* Index of a parameter, or SIZE_MAX and a mistake; marks it as used. */
size_t parameter_find(struct parser *parser, const char *name, const struct node *at,
                      size_t offset);

/* Predicates on a field of `type`: a scalar, a list or a mapping. */
extern const char *const predicate_words[]; /* in the order of enum predicate_kind, NULL-ended */
bool predicates_parse(struct context *context, const struct node *node, const char *field,
                      const struct type *type, struct predicate **out, size_t *count);
/* One, named by a key; for those of `count` and `share`. */
bool predicate_parse(struct context *context, const struct node *key, const struct node *node,
                     const char *field, const struct type *type, struct predicate *out);

/* Sources. `others`: keys that may stand beside those of the source. False when
 * it is mistaken (`out` can be used all the same). */
bool source_parse(struct context *context, const struct node *node, const char *const *others,
                  struct source *out, struct row *row);

/* `sql` and, when it is there, the node of `key`: sets sql, sql_params and fact. */
void source_sql_parse(struct parser *parser, const struct node *node, const struct node *key,
                      struct source *out);

/* Conditions. Never NULL. */
struct condition *condition_parse(struct context *context, const struct node *node);

/* What messages and places can name. */
struct names {
    const struct row *each; /* NULL: no subject */
    const struct binding *bindings;
    size_t count;
    bool early_only; /* nothing was judged: only what an applies_when found */
};
void message_parse(struct parser *parser, const struct node *node, const struct names *names,
                   struct message *out);
void places_parse(struct parser *parser, const struct node *const *nodes, size_t node_count,
                  const struct names *names, struct place_candidate **out, size_t *count);
/* Is the binding visible in `names`? SIZE_MAX and a mistake when it is not. */
size_t binding_find(struct parser *parser, const struct names *names, const char *name, size_t size,
                    const struct node *at, size_t offset);

/* Parameters: reads the mapping `params` into the parser. */
void parameters_parse(struct parser *parser, const struct node *node);
/* A warning for each that nothing names. */
void parameters_warn_unused(struct parser *parser);

/* Checks. `form` is one of `checks`, or the inline one of a rule. */
struct check_form;
void check_parse(struct parser *parser, const struct check_form *form,
                 const struct binding_list *outer, enum severity rule_severity, struct check *out);

#endif
