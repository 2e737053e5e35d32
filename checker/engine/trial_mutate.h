/* trial_mutate.h - mutants of a rule: each condition dropped or negated in turn.
 * A rule whose worlds do not notice a mutant does not test that condition. */
#ifndef ENGINE_TRIAL_MUTATE_H
#define ENGINE_TRIAL_MUTATE_H

#include "document/node.h"

struct mutant {
    const char *what; /* "negated 'archived' of 'applies_when' (line 9)" */
    uint32_t line;    /* of what was changed */
    const struct node *rule;
};

/* All mutants of a rule's document, in order of its lines. */
void mutants_of(struct arena *arena, const struct node *rule, struct mutant **out, size_t *count);

#endif
