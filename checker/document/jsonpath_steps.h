/* jsonpath_steps.h - a JSONPath as it is after parsing: jsonpath_parse*.c make it,
 * jsonpath.c and jsonpath_filter.c follow it. */
#ifndef DOCUMENT_JSONPATH_STEPS_H
#define DOCUMENT_JSONPATH_STEPS_H

#include "document/jsonpath.h"

enum jsonpath_selector_kind {
    SELECTOR_NAME,
    SELECTOR_INDEX,
    SELECTOR_WILDCARD,
    SELECTOR_SLICE,
    SELECTOR_FILTER,
};

struct jsonpath_selector {
    enum jsonpath_selector_kind kind;
    struct text name;
    int64_t index;     /* or the start of a slice; counted from the end when below zero */
    int64_t end, step; /* of a slice */
    bool starts, ends; /* does the slice say so? */
    struct jsonpath_condition *filter;
};

struct jsonpath_segment {
    bool descends; /* .. */
    struct jsonpath_selector *selectors;
    size_t count, capacity;
};

struct jsonpath_query {
    bool absolute; /* from `$` */
    bool singular; /* gives one node at most (RFC 9535, section 2.3.5.1) */
    size_t number; /* among the absolute ones within filters */
    struct jsonpath_segment *segments;
    size_t count, capacity;
};

/* The types of RFC 9535, section 2.4.1. */
enum jsonpath_type { JSONPATH_VALUE, JSONPATH_LOGICAL, JSONPATH_NODES };

enum jsonpath_operand_kind { OPERAND_LITERAL, OPERAND_QUERY, OPERAND_CALL };

struct jsonpath_operand {
    enum jsonpath_operand_kind kind;
    struct node literal;
    const struct jsonpath_query *query;
    struct jsonpath_call *call;
};

enum { JSONPATH_MOST_PARAMETERS = 2 };

/* A regular expression that stands in the path is compiled once; what is no
 * I-Regexp matches nothing. */
enum jsonpath_regexp { REGEXP_OF_DOCUMENT, REGEXP_COMPILED, REGEXP_NEVER };

struct jsonpath_call {
    const struct jsonpath_function *function;
    struct jsonpath_operand arguments[JSONPATH_MOST_PARAMETERS];
    enum jsonpath_regexp regexp;
    const struct pattern *pattern; /* REGEXP_COMPILED */
};

enum jsonpath_comparison {
    COMPARISON_EQUAL,
    COMPARISON_UNEQUAL,
    COMPARISON_LESS,
    COMPARISON_AT_MOST,
    COMPARISON_MORE,
    COMPARISON_AT_LEAST,
};

enum jsonpath_condition_kind {
    CONDITION_EXISTS, /* left is a query */
    CONDITION_CALL,   /* left is a call */
    CONDITION_COMPARISON,
    CONDITION_NOT, /* of its one part */
    CONDITION_ALL,
    CONDITION_ANY,
};

struct jsonpath_condition {
    enum jsonpath_condition_kind kind;
    enum jsonpath_comparison comparison;
    struct jsonpath_operand left, right;
    struct jsonpath_condition **parts;
    size_t count, capacity;
};

struct jsonpath {
    struct jsonpath_query query;
    size_t absolute_count; /* queries from `$` within filters */
    struct pattern **patterns;
    size_t pattern_count, pattern_capacity;
    bool has_doubt;
    struct jsonpath_problem doubt;
};

#endif
