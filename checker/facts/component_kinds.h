/* component_kinds.h - the kind of entries of service catalogues, for recognisers that
 * read them. */
#ifndef FACTS_COMPONENT_KINDS_H
#define FACTS_COMPONENT_KINDS_H

#include "facts/fact.h"

extern const struct fact_kind fact_kind_component;
enum {
    COMPONENT_SYSTEM,
    COMPONENT_NAME,
    COMPONENT_TYPE,
    COMPONENT_LIFECYCLE,
    COMPONENT_OWNER,
    COMPONENT_TIER,
    COMPONENT_TEST,
    COMPONENT_PLACEHOLDER,
};

#endif
