/* azure_expand.h - lists and mappings of Azure Pipelines as they are after `${{ if }}`,
 * `${{ elseif }}`, `${{ else }}`, `${{ each }}` and `${{ insert }}`. What is left out by a
 * condition that is always false stays in a list, disabled, and leaves a mapping; where only
 * a run tells, it is there and open. Semantics: learn.microsoft.com/azure/devops/pipelines/
 * process/template-expressions. */
#ifndef FACTS_AZURE_EXPAND_H
#define FACTS_AZURE_EXPAND_H

#include "facts/azure_value.h"

struct azure_item {
    const struct node *node;
    const struct azure_scope *scope;
    struct pipeline_run run;
};

struct azure_list {
    struct azure_item *items;
    size_t count, capacity;
};

struct azure_mapping {
    struct azure_entry *entries;
    size_t count, capacity;
};

/* What one reading may still expand; 0 means that a limit was reached. */
struct azure_expander {
    struct arena *scratch;
    size_t rest;
    unsigned nesting; /* of `each` within the lists that others go through */
};

/* A value that is a list, or one thing in its place. */
struct azure_list azure_expand_list(struct azure_expander *expander,
                                    const struct azure_value *list);
struct azure_mapping azure_expand_mapping(struct azure_expander *expander, const struct node *node,
                                          const struct azure_scope *scope);
/* The first pair of that name; NULL when there is none. */
const struct azure_entry *azure_find(const struct azure_mapping *mapping, const char *key);
struct azure_value azure_get(struct arena *scratch, const struct azure_mapping *mapping,
                             const char *key);
/* Its text, with what is constant put in; NULL when it is not there or no text. */
const char *azure_get_text(struct arena *scratch, const struct azure_mapping *mapping,
                           const char *key);

#endif
