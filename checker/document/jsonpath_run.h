/* jsonpath_run.h - one evaluation of a JSONPath: what jsonpath.c (segments),
 * jsonpath_filter.c (conditions), jsonpath_function.c and jsonpath_compare.c share.
 * Functions that give a bool say false when a limit was reached. */
#ifndef DOCUMENT_JSONPATH_RUN_H
#define DOCUMENT_JSONPATH_RUN_H

#include "document/jsonpath_steps.h"

/* What a query within a filter gave: nobody there asks for more. */
struct jsonpath_tally {
    bool is_known;
    size_t count;
    const struct node *first;
};

struct jsonpath_run {
    const struct node *root;
    size_t steps;
    /* Queries from `$` give the same for every node, so they are followed once. */
    struct jsonpath_tally *absolute;
    struct pattern_matcher *matcher; /* NULL until a pattern is matched */
    /* The last regular expression that came from the document. */
    struct pattern *pattern;
    struct text pattern_text;
    const struct jsonpath_function *pattern_function;
};

/* A value (RFC 9535, section 2.4.1), or the truth of a logical function. */
enum jsonpath_result_kind { RESULT_NOTHING, RESULT_NODE, RESULT_COUNT, RESULT_TRUTH };

struct jsonpath_result {
    enum jsonpath_result_kind kind;
    const struct node *node;
    size_t count;
    bool truth;
};

struct jsonpath_function {
    const char *name;
    enum jsonpath_type result;
    enum jsonpath_type parameters[JSONPATH_MOST_PARAMETERS];
    size_t parameter_count;
    bool matches, whole; /* its second argument is an I-Regexp; of the whole text */
    const char *takes;   /* for people */
    bool (*call)(struct jsonpath_run *run, const struct jsonpath_call *call,
                 const struct node *current, struct jsonpath_result *out);
};

extern const struct jsonpath_function jsonpath_functions[]; /* ended by a NULL name */
const struct jsonpath_function *jsonpath_function_find(struct text name);

bool jsonpath_take_steps(struct jsonpath_run *run, size_t count);
/* How many nodes a query gives from `current`, no further than `most`. */
bool jsonpath_tally_query(struct jsonpath_run *run, const struct jsonpath_query *query,
                          const struct node *current, size_t most, struct jsonpath_tally *out);
bool jsonpath_evaluate(struct jsonpath_run *run, const struct jsonpath_operand *operand,
                       const struct node *current, struct jsonpath_result *out);
bool jsonpath_holds(struct jsonpath_run *run, const struct jsonpath_condition *condition,
                    const struct node *current, bool *out);
/* RFC 9535, section 2.3.5.2.2. */
bool jsonpath_compare(struct jsonpath_run *run, enum jsonpath_comparison comparison,
                      const struct jsonpath_result *left, const struct jsonpath_result *right,
                      bool *out);

#endif
