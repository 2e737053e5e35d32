/* baseline_kinds.h - the entries of .bylaw/baseline.yml as facts. Their rows come from the
 * engine, which knows what each of them still matches. */
#ifndef FACTS_BASELINE_KINDS_H
#define FACTS_BASELINE_KINDS_H

#include "facts/fact.h"

extern const struct fact_kind fact_kind_baseline_entry;

enum {
    BASELINE_ROW_FINGERPRINT,
    BASELINE_ROW_RULE,
    BASELINE_ROW_FILE,
    BASELINE_ROW_FIRST_SEEN,
    BASELINE_ROW_UNTIL,
    BASELINE_ROW_STATE,
};

/* Of `state`. */
extern const char *const baseline_entry_state_words[];
enum baseline_entry_state {
    BASELINE_ENTRY_HOLDS,     /* its finding is there, and does not block */
    BASELINE_ENTRY_OVER,      /* its finding is there, and its end has come: it counts */
    BASELINE_ENTRY_REMOVABLE, /* its finding is gone */
    BASELINE_ENTRY_UNTRIED,   /* nobody looked: the rule is not in force, or was not decided */
    BASELINE_ENTRY_REFUSED,   /* of a rule that no baseline may name */
    BASELINE_ENTRY_PROPOSED,  /* only in the head, or wider there: it excuses nothing */
};

#endif
