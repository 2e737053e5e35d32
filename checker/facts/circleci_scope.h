/* circleci_scope.h - names and values of a configuration of CircleCI: what `<< ... >>`
 * stands for where it is constant, and what a condition is worth. Parameters are passed
 * unread: a value is the node that was written and the scope that it was written in.
 * Semantics: circleci.com/docs/reference/reusing-config ("Parameters", "Conditional
 * steps") and circleci.com/docs/reference/configuration-reference ("Logic statements"). */
#ifndef FACTS_CIRCLECI_SCOPE_H
#define FACTS_CIRCLECI_SCOPE_H

#include "facts/github_expression.h"
#include "facts/pipeline_rows.h"

struct circleci_scope {
    const struct circleci_scope *caller; /* `arguments` and `matrix` are written in it */
    const struct node *root;             /* the configuration, or the inline orb */
    const struct node *configuration;    /* the whole: its own `parameters` are the pipeline's */
    const struct node *declared;         /* `parameters` of the job, command or executor */
    const struct node *arguments;        /* what is passed; NULL: nothing */
    const struct node *matrix;           /* `matrix.parameters` of a job; NULL: none */
    const struct node *element;          /* the command, job or executor itself; NULL: none */
};

struct circleci_value {
    const struct node *node; /* NULL: only a run tells */
    const struct circleci_scope *scope;
    bool chosen; /* it is the default of a parameter of the pipeline */
};

/* A node itself, or what the one parameter that it names stands for. */
struct circleci_value circleci_resolve(struct arena *scratch, const struct node *node,
                                       const struct circleci_scope *scope);
/* A text with what is constant put in; the rest stays as it is written. */
const char *circleci_text(struct arena *scratch, const char *text,
                          const struct circleci_scope *scope);
/* The same of a scalar; NULL when it is none, or nothing. */
const char *circleci_string(struct arena *scratch, const struct node *node,
                            const struct circleci_scope *scope);
const char *circleci_string_at(struct arena *scratch, const struct node *mapping, const char *key,
                               const struct circleci_scope *scope);
/* `chosen` is set when the answer may be another one for who sets the pipeline's
 * parameters. */
enum truth circleci_truth(struct arena *scratch, const struct node *condition,
                          const struct circleci_scope *scope, bool *chosen);

#endif
