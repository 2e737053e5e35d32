/* github_expression.h - the expressions of GitHub Actions, `${{ ... }}`: found in
 * a text, parsed, folded as far as they are constant, and asked which contexts
 * flow into their value. It knows no workflow; what a context holds is told by
 * github_context.h. Grammar: docs.github.com, "Evaluate expressions in workflows
 * and actions". Trees live in the arena that they were parsed into. */
#ifndef FACTS_GITHUB_EXPRESSION_H
#define FACTS_GITHUB_EXPRESSION_H

#include "base/text.h"

enum expression_kind {
    EXPRESSION_NULL,
    EXPRESSION_BOOLEAN,
    EXPRESSION_NUMBER,
    EXPRESSION_TEXT,
    EXPRESSION_CONTEXT,  /* a root such as `github`: `name` */
    EXPRESSION_PROPERTY, /* left.name */
    EXPRESSION_STAR,     /* left.* */
    EXPRESSION_INDEX,    /* left[right] */
    EXPRESSION_CALL,     /* name(arguments) */
    EXPRESSION_NOT,      /* !left */
    EXPRESSION_AND,
    EXPRESSION_OR,
    EXPRESSION_EQUAL,
    EXPRESSION_NOT_EQUAL,
    EXPRESSION_LESS,
    EXPRESSION_AT_MOST,
    EXPRESSION_MORE,
    EXPRESSION_AT_LEAST,
};

struct expression {
    enum expression_kind kind;
    bool boolean;
    double number;
    const char *name; /* of a context, property or function; the value of a text */
    const struct expression *left, *right;
    const struct expression **arguments;
    size_t count;
};

/* Where one `${{ ... }}` stands in a text. */
struct expression_fence {
    size_t start, end; /* of the whole, marks included; `end` is one past it */
    struct text body;  /* between the marks, as written */
    bool closed;       /* false: there is no `}}` */
};

/* The first fence at or after `from`; false when there is none. A `}}` within a
 * text literal does not close. */
bool expression_fence_find(struct text text, size_t from, struct expression_fence *out);

/* NULL, with the reason, when it is no expression or passes a limit. */
const struct expression *expression_parse(struct arena *arena, struct text text,
                                          const char **problem);

enum truth { TRUTH_FALSE, TRUTH_TRUE, TRUTH_OPEN };
/* What the expression is worth as a condition, as far as literals alone tell:
 * `false && x` is false whatever x is; `0`, `''` and `null` are false. */
enum truth expression_truth(const struct expression *expression);

struct context_use {
    const char *path; /* `github.event.commits.*.message`: indices are stars */
    bool serialised;  /* through toJSON: objects carry all that they hold */
    bool flows;       /* its value can become (a part of) the expression's value */
};

/* Every context that is read, in order of writing. Comparisons and the functions
 * that give a boolean or a digest hold their arguments back; of `a && b` only b
 * is ever a value that is not empty. */
size_t expression_contexts(struct arena *arena, const struct expression *expression,
                           struct context_use **out);

/* Is one of the status functions called: always, cancelled, failure, success? */
bool expression_asks_status(const struct expression *expression);

#endif
