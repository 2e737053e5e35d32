/* catalogue_kinds.h - the kinds that entries for service catalogues give beside
 * `component`: every entity, what is wrong with it, what it refers to, and how somebody
 * on call is reached. Several recognisers make them, one a format. */
#ifndef FACTS_CATALOGUE_KINDS_H
#define FACTS_CATALOGUE_KINDS_H

#include "facts/fact.h"

extern const char *const catalogue_systems[]; /* NULL-ended */

extern const struct fact_kind fact_kind_catalogue_entity;
enum {
    ENTITY_SYSTEM,
    ENTITY_KIND,
    ENTITY_NAMESPACE,
    ENTITY_NAME,
    ENTITY_TYPE,
    ENTITY_LIFECYCLE,
    ENTITY_OWNER,
    ENTITY_MEMBERS,
    ENTITY_ADDRESS,
    ENTITY_SLUG,
    ENTITY_RETIREMENT,
    ENTITY_TEST,
};

extern const struct fact_kind fact_kind_catalogue_problem;
enum {
    PROBLEM_SYSTEM,
    PROBLEM_ENTITY,
    PROBLEM_KIND,
    PROBLEM_FIELD,
    PROBLEM_SORT,
    PROBLEM_TEXT,
    PROBLEM_TEST,
};
enum problem_sort {
    PROBLEM_MISSING,
    PROBLEM_TYPE,
    PROBLEM_VALUE,
    PROBLEM_KEY,
    PROBLEM_PLACEHOLDER,
    PROBLEM_DANGLING,
};

extern const struct fact_kind fact_kind_catalogue_reference;
enum {
    REFERENCE_SYSTEM,
    REFERENCE_SOURCE_KIND,
    REFERENCE_SOURCE,
    REFERENCE_VERB,
    REFERENCE_WRITTEN,
    REFERENCE_KIND,
    REFERENCE_NAMESPACE,
    REFERENCE_NAME,
    REFERENCE_TEST,
};
enum reference_verb {
    REFERENCE_DEPENDS_ON,
    REFERENCE_PROVIDES,
    REFERENCE_CONSUMES,
    REFERENCE_PART_OF,
    REFERENCE_OWNED_BY,
};
extern const char *const catalogue_verbs[]; /* by enum reference_verb, NULL-ended */

extern const struct fact_kind fact_kind_oncall;
enum {
    ONCALL_SORT,
    ONCALL_TOOL,
    ONCALL_COMPONENT,
    ONCALL_VALUE,
    ONCALL_PLACEHOLDER,
    ONCALL_SECRET,
    ONCALL_LEVELS,
    ONCALL_CHANNEL,
    ONCALL_REACHABLE,
    ONCALL_TEST,
};
enum oncall_sort { ONCALL_INTEGRATION, ONCALL_CONTACT, ONCALL_DOCUMENT, ONCALL_SCHEDULE };
extern const char *const oncall_sorts[]; /* by enum oncall_sort, NULL-ended */

#endif
