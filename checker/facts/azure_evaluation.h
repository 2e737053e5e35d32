/* azure_evaluation.h - one evaluation of an expression of Azure Pipelines, with all that
 * it may cost: what azure_value.c and azure_functions.c share. */
#ifndef FACTS_AZURE_EVALUATION_H
#define FACTS_AZURE_EVALUATION_H

#include "facts/azure_value.h"

struct azure_evaluation {
    struct arena *scratch;
    const char *reason; /* Build.Reason of the run that is looked at; NULL: any */
    size_t budget;      /* values that may still be asked for */
    unsigned depth;
    bool foreign; /* something was open that does not hang on the event alone */
    bool chosen;  /* a parameter that a person may choose was asked for */
};

struct azure_value azure_evaluate(struct azure_evaluation *evaluation,
                                  const struct expression *expression,
                                  const struct azure_scope *scope);
struct azure_value azure_call(struct azure_evaluation *evaluation, const struct expression *call,
                              const struct azure_scope *scope);
struct azure_value azure_open(struct azure_evaluation *evaluation, bool by_event);
struct azure_value azure_boolean(bool boolean);
enum truth azure_truth_of_value(const struct azure_value *value);
struct azure_value azure_resolve(struct azure_evaluation *evaluation, const struct node *node,
                                 const struct azure_scope *scope);

#endif
