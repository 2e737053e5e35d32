/* words.h - the closed words that rules, policies and reports share. */
#ifndef POLICY_WORDS_H
#define POLICY_WORDS_H

enum severity { SEVERITY_INFO, SEVERITY_LOW, SEVERITY_MEDIUM, SEVERITY_HIGH, SEVERITY_CRITICAL };
enum enforcement { ENFORCEMENT_ADVISORY, ENFORCEMENT_WARN, ENFORCEMENT_BLOCK };
/* In rising order of gravity for a check, but for NOT_APPLICABLE, which stands apart. */
enum verdict {
    VERDICT_NOT_APPLICABLE,
    VERDICT_PASS,
    VERDICT_REVIEW,
    VERDICT_UNKNOWN,
    VERDICT_FAIL
};

extern const char *const severity_words[];    /* info low medium high critical NULL */
extern const char *const enforcement_words[]; /* advisory warn block NULL */
extern const char *const verdict_words[];     /* not_applicable pass review unknown fail NULL */

#endif
