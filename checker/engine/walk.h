/* walk.h - visits every source, field and operand of a rule, with the kind of
 * the rows that each field belongs to. The plan is made of what it finds. */
#ifndef ENGINE_WALK_H
#define ENGINE_WALK_H

#include "policy/rule.h"

struct walk {
    /* Any of the three may be NULL. `quantifier` is NULL for a `for_each`. */
    void (*on_source)(struct walk *walk, const struct source *source,
                      const struct quantifier *quantifier);
    /* `kind` is NULL where rows are of no fact kind: documents, texts, lists. */
    void (*on_field)(struct walk *walk, const struct fact_kind *kind, bool at_base,
                     const struct field *field);
    void (*on_operand)(struct walk *walk, const struct operand *operand,
                       enum predicate_kind predicate);
    void *state;
    /* Kept by the walk: what `$each` and `$NAME` mean where it stands. */
    const struct source *each;
    const struct binding *bindings;
    size_t binding_count;
    const struct fact_kind *repository;
};

void walk_rule(struct walk *walk, const struct rule *rule);
/* A condition whose bare names are fields of the rows of `nearest`; NULL: of
 * the repository's row. */
void walk_condition(struct walk *walk, const struct condition *condition,
                    const struct source *nearest);

#endif
