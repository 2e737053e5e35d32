/* gitlab_hidden.h - which hidden jobs, whose names begin with a dot, nothing uses:
 * neither `extends` nor `!reference` nor an alias of YAML. They never run. */
#ifndef FACTS_GITLAB_HIDDEN_H
#define FACTS_GITLAB_HIDDEN_H

#include "facts/gitlab_config.h"

struct gitlab_hidden {
    struct gitlab_config *config;
    struct table named;        /* by `extends` and `!reference` */
    const struct node **parts; /* entries that others hold parts of, by an alias */
    size_t count, capacity;
};

/* Looks at every entry of the root. */
void gitlab_hidden_find(struct gitlab_hidden *hidden, struct gitlab_config *config);
bool gitlab_hidden_is_used(const struct gitlab_hidden *hidden, const char *name,
                           const struct node *node);

#endif
