/* hook_kinds.h - hooks of pre-commit, for recognisers that read them. */
#ifndef FACTS_HOOK_KINDS_H
#define FACTS_HOOK_KINDS_H

#include "facts/fact.h"

extern const struct fact_kind fact_kind_hook;
enum {
    HOOK_REPOSITORY,
    HOOK_ID,
    HOOK_VERSION,
    HOOK_ENTRY,
    HOOK_ARGUMENTS,
    HOOK_STAGES,
    HOOK_FILES,
    HOOK_EXCLUDE,
    HOOK_ENABLED,
    HOOK_REASON,
    HOOK_SERVICE,
    HOOK_FIELD_COUNT,
};

#endif
