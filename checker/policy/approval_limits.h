/* approval_limits.h - who may approve an exception, how that must be proved, and whose
 * approval counts for nothing (reference: exceptions A3 and A7): a policy's `approvers`,
 * `min_evidence` and `separation_of_duties`. */
#ifndef POLICY_APPROVAL_LIMITS_H
#define POLICY_APPROVAL_LIMITS_H

#include "base/text.h"

struct comparison;
struct diagnostics;
struct node;
struct schema;
struct sha256;

enum { APPROVAL_SEVERITIES = 5 };

/* So many of these people. */
struct approver_demand {
    const char *const *from; /* NULL-ended; NULL: of anybody */
    int64_t count;
};

/* In the order of approval_duty_words: whom an approver must not be. */
enum approval_duty {
    DUTY_REQUESTER,
    DUTY_OWNER,
    DUTY_RECORD_AUTHOR,  /* of the commit that granted or last extended the record */
    DUTY_FINDING_AUTHOR, /* of the lines of the findings that it excuses */
    DUTIES
};
extern const char *const approval_duty_words[];
/* Those that do not hold always. */
enum { DUTIES_ASKED = 1u << DUTY_RECORD_AUTHOR | 1u << DUTY_FINDING_AUTHOR };

struct approval_limits {
    /* By severity; each of them must be met, one of every policy. */
    const struct approver_demand *approvers[APPROVAL_SEVERITIES];
    size_t approver_counts[APPROVAL_SEVERITIES];
    int evidence[APPROVAL_SEVERITIES]; /* the least, of exception_evidence_words */
    unsigned duties; /* bits; what concerns the requester and the owner holds always */
};

/* The values of the three keys, as objects of a table of fields. */
extern const struct schema approvers_schema, min_evidence_schema;

void approval_limits_load(struct approval_limits *out, struct arena *arena, const char *path,
                          const void *approvers, const void *min_evidence,
                          const struct node *duties, struct diagnostics *diagnostics);
/* Of several policies all demands hold, and the strictest evidence. */
void approval_limits_merge(struct approval_limits *out, const struct approval_limits *limits,
                           struct arena *arena);
/* Does it ask for anything that is not always asked? */
bool approval_limits_ask(const struct approval_limits *limits);
void approval_limits_digest(const struct approval_limits *limits, struct sha256 *digest);
/* Every weakening and tightening by name: fewer approvers, others, weaker evidence, a duty
 * that is dropped. */
void approval_limits_diff(struct comparison *comparison, const struct approval_limits *before,
                          const struct approval_limits *after);
/* "2 of cto@acme.test, ciso@acme.test" */
const char *approver_demand_words(struct arena *arena, const struct approver_demand *demand);
/* Is it met whenever one of the others is? */
bool approver_demand_is_implied(const struct approver_demand *demand,
                                const struct approver_demand *others, size_t count);
bool approver_is_listed(const struct approver_demand *demand, const char *who);
/* A team's handle, "@acme/security", whose members git does not tell. */
bool approver_is_team(const char *who);

#endif
