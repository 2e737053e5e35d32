/* update_kinds.h - the kinds that say how update bots are configured, with the order
 * of their cells. */
#ifndef FACTS_UPDATE_KINDS_H
#define FACTS_UPDATE_KINDS_H

#include "facts/supply.h"

/* What a package rule, or the settings of a manager, say in Renovate's configuration. */
enum update_rule_field {
    RULE_POSITION,
    RULE_MANAGER,
    RULE_ENABLED,
    RULE_SOME_ONLY,
    RULE_MANAGERS,
    RULE_FILES,
    RULE_CATEGORIES,
    RULE_INCLUDES,
    RULE_EXCLUDES,
    RULE_PATTERNS,
    RULE_SOURCE,
    RULE_TEXTS,
    RULE_FIELD_COUNT,
};
extern const struct fact_kind update_rule_kind;

/* A file of requirements that another one includes. */
enum { INCLUDE_TARGET };
extern const struct fact_kind requirement_include_kind;

/* The texts of a list, without those that are unknown; `is_set` also when it is empty. */
struct cell_texts {
    const char **items;
    size_t count;
    bool is_set;
};
struct cell_texts cell_texts(struct arena *arena, const struct fact_row *row, size_t field);

#endif
