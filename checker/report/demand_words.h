/* demand_words.h - what a rule demands, in words: its checks and conditions as nested
 * lists of Markdown. Names of fields, facts and parameters stay as they are written
 * in the rule, so that the two can be laid side by side. */
#ifndef REPORT_DEMAND_WORDS_H
#define REPORT_DEMAND_WORDS_H

#include "policy/rule.h"

/* Appends paragraphs and lists: where the rule applies, then each of its checks. */
void demand_write(struct buffer *out, struct arena *arena, const struct rule *rule);

#endif
