/* rule_facts.h - what a rule looks at: the kinds of facts that it names, and whether
 * it looks into files at all. */
#ifndef REPORT_RULE_FACTS_H
#define REPORT_RULE_FACTS_H

#include "policy/rule.h"

enum rule_looks {
    RULE_LOOKS_AT_NAMES = 1,   /* of files, or the listing of the tree */
    RULE_LOOKS_AT_CONTENT = 2, /* of files */
    RULE_LOOKS_AT_HISTORY = 4,
};

struct rule_facts {
    const char **kinds; /* sorted, each once, NULL-ended */
    size_t count, capacity;
    unsigned looks; /* enum rule_looks */
};

void rule_facts_find(struct rule_facts *out, struct arena *arena, const struct rule *rule);
/* "content", "names", "content and history", ...: a rule that looks at names alone is
 * kept by an empty file, too. */
const char *rule_looks_words(struct arena *arena, unsigned looks);

#endif
