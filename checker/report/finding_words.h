/* finding_words.h - what is known of a finding beside its message and its place, as
 * names with values: for formats that take any number of such pairs. Nothing is escaped
 * here. */
#ifndef REPORT_FINDING_WORDS_H
#define REPORT_FINDING_WORDS_H

#include "base/date.h"
#include "report/finding_text.h"

enum { FINDING_WORDS_MOST = 16, FINDING_OWNERS_MOST = 400 };

struct finding_word {
    const char *name, *title; /* "excused-until", "Excused until" */
    const char *value;        /* never empty */
};

/* Its values may lie in itself: it is not to be copied. */
struct finding_words {
    struct finding_word items[FINDING_WORDS_MOST];
    size_t count;
    char excused_until[DATE_TEXT_SIZE], first_seen[DATE_TEXT_SIZE];
    char owners[FINDING_OWNERS_MOST]; /* as many as fit, and how many more */
};

/* Rule, fingerprint, severity, enforcement, state, whether it blocks, check, subject,
 * what the base says of it, since when the baseline file has it, the owners, the exception and its
 * state, until when it excuses; in this order, and only what there is. */
void finding_words_init(struct finding_words *words, const struct finding *finding);

#endif
