/* manifest_part.h - the cells of the kind `manifest_part`, for the recogniser that
 * puts manifests together. */
#ifndef FACTS_MANIFEST_PART_H
#define FACTS_MANIFEST_PART_H

#include "facts/fact.h"

enum manifest_part_field {
    PART_ECOSYSTEM,
    PART_DEPENDENCIES,
    PART_LIBRARY,
    PART_PROGRAM,
    PART_WANTS_LOCK,
    PART_ONLY_WORKSPACE,
    PART_MEMBERS,
    PART_FIELD_COUNT,
};

extern const struct fact_kind manifest_part_kind;

#endif
