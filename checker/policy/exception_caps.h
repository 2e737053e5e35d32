/* exception_caps.h - what a policy says of exceptions beside their longest life and their
 * approvals (reference: exceptions A3): how long and how many in all, how early their end is
 * told, and whether comments may waive a rule. Each key is written once: its field, how it
 * is read, which of several policies holds, and which way a change goes. */
#ifndef POLICY_EXCEPTION_CAPS_H
#define POLICY_EXCEPTION_CAPS_H

#include "base/digest.h"
#include "document/schema.h"

struct comparison;

/* How many living records there may be; 0: any number. */
struct exception_budget {
    int64_t per_repository, per_owner, per_rule;
};

struct exception_caps {
    int64_t max_total_days; /* with all renewals; 0: any number */
    struct exception_budget budget;
    int64_t grace_days;     /* after the last day; 0: none, -1: not said */
    const int64_t *notices; /* days before the end, the most first */
    size_t notice_count;
    bool no_inline;    /* comments waive nothing */
    bool no_over_long; /* a record that says more days than it may excuses nothing */
};

/* As they stand in a file; `exception_caps_fields` fill it. */
struct exception_caps_written {
    int64_t max_total_days, grace_days;
    const struct node *notice_days;
    const struct exception_budget_written *budget;
    int inline_waivers; /* of exception_inline_words */
    int over_long;      /* of exception_over_long_words */
};

extern const struct schema exception_budget_schema;
extern const char *const exception_inline_words[];    /* allow, refuse */
extern const char *const exception_over_long_words[]; /* clamp, reject */
extern const char exception_notice_schema[];          /* of `notice_days`, as JSON Schema */

/* `limits` is the mapping that the keys stand in. */
void exception_caps_load(struct exception_caps *out, struct arena *arena, const char *path,
                         const struct node *limits, const struct exception_caps_written *written,
                         struct diagnostics *diagnostics);
/* Of several policies the strictest hold; the days of notice are those of all. */
void exception_caps_merge(struct exception_caps *out, const struct exception_caps *caps,
                          struct arena *arena);
void exception_caps_digest(const struct exception_caps *caps, struct sha256 *digest);
void exception_caps_diff(struct comparison *comparison, const struct exception_caps *before,
                         const struct exception_caps *after);
/* How many days before its end an exception is about to end; 30 where nobody says. */
int64_t exception_notice(const struct exception_caps *caps);

#endif
