/* governing_kinds.h - the files that decide how the repository is judged. */
#ifndef FACTS_GOVERNING_KINDS_H
#define FACTS_GOVERNING_KINDS_H

#include "facts/fact.h"

extern const struct fact_kind fact_kind_governing_file;
enum {
    GOVERNING_FILE_SORT,   /* configuration, policy, exceptions, owners, signers, attributes,
                            * look_alike, gate */
    GOVERNING_FILE_SYSTEM, /* of a gate: the system that runs it; else absent */
    GOVERNING_FILE_RUNS,   /* of a gate: what is run, as it is written; else absent */
    GOVERNING_FILE_EFFECT, /* of owners and attributes: governing_effect.h; else absent */
};

#endif
