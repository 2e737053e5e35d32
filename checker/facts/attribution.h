/* attribution.h - how commits say that an AI agent helped, and what a document asks of
 * that: words in, words out. It reads no history. */
#ifndef FACTS_ATTRIBUTION_H
#define FACTS_ATTRIBUTION_H

#include "facts/fact.h"

/* Trailers with which an agent's part is said, in lower case; NULL-ended. */
extern const char *const attribution_trailers[];

enum attribution_stance { ATTRIBUTION_REQUIRED, ATTRIBUTION_FORBIDDEN, ATTRIBUTION_STANCES };
extern const char *const attribution_stance_names[]; /* by stance, NULL-ended */

struct attribution_demand {
    bool said;
    uint32_t line;
    unsigned trailers; /* bit N: attribution_trailers[N] is named; 0: none is */
};

/* What a document asks of attribution in commits; `path` tells whether it speaks to agents. */
void attribution_read(struct arena *scratch, const char *path, struct text content,
                      struct attribution_demand out[ATTRIBUTION_STANCES]);
/* The same in one string, for comparison; NULL when it asks nothing. */
const char *attribution_digest(struct arena *scratch, const char *path, struct text content);

extern const struct fact_kind fact_kind_attribution_rule;
enum { ATTRIBUTION_RULE_STANCE, ATTRIBUTION_RULE_TRAILERS };

#endif
