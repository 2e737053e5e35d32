/* exception_kinds.h - the records of exceptions as facts. Their rows come from the
 * engine, which reads the records and knows what each of them excuses. */
#ifndef FACTS_EXCEPTION_KINDS_H
#define FACTS_EXCEPTION_KINDS_H

#include "facts/fact.h"

extern const struct fact_kind fact_kind_exception, fact_kind_exception_defect,
    fact_kind_exception_event;

enum {
    EXCEPTION_ROW_ID,
    EXCEPTION_ROW_STATE,
    EXCEPTION_ROW_PROPOSED,
    EXCEPTION_ROW_RULES,
    EXCEPTION_ROW_SEVERITY,
    EXCEPTION_ROW_CATEGORY,
    EXCEPTION_ROW_OWNER,
    EXCEPTION_ROW_REQUESTED_BY,
    EXCEPTION_ROW_REQUESTED_ON,
    EXCEPTION_ROW_TICKET,
    EXCEPTION_ROW_VALID_FROM,
    EXCEPTION_ROW_EXPIRES,
    EXCEPTION_ROW_REVIEW_BY,
    EXCEPTION_ROW_LAST_DAY,
    EXCEPTION_ROW_DAYS_LEFT,
    EXCEPTION_ROW_DAYS,
    EXCEPTION_ROW_MOST_DAYS,
    EXCEPTION_ROW_APPROVALS,
    EXCEPTION_ROW_APPROVALS_NEEDED,
    EXCEPTION_ROW_APPROVERS,
    EXCEPTION_ROW_MATCHES,
    EXCEPTION_ROW_FAILING,
    EXCEPTION_ROW_USE,
    EXCEPTION_ROW_OVERLAPS,
    EXCEPTION_ROW_SAME_REASON,
    EXCEPTION_ROW_HIDES_NEW,
    EXCEPTION_ROW_LAYOUT,
    EXCEPTION_ROW_SUPERSEDES,
    EXCEPTION_ROW_GRACE,
    EXCEPTION_ROW_MOST_RENEWALS,
    EXCEPTION_ROW_MOST_TOTAL_DAYS,
    EXCEPTION_ROW_MOST_PER_REPOSITORY,
    EXCEPTION_ROW_MOST_PER_OWNER,
    EXCEPTION_ROW_MOST_PER_RULE,
    EXCEPTION_ROW_HISTORY_CUT,
    EXCEPTION_ROW_FORMER,
    EXCEPTION_ROW_RENEWALS,
    EXCEPTION_ROW_BARE_RENEWALS,
    EXCEPTION_ROW_TOTAL_DAYS,
    EXCEPTION_ROW_REUSED,
    EXCEPTION_ROW_GRANTED_AT,
    EXCEPTION_ROW_GRANTED_LATE,
    EXCEPTION_ROW_CHANGED_AT,
    EXCEPTION_ROW_STALE_APPROVAL,
    EXCEPTION_ROW_EVIDENCE,
};

enum {
    EXCEPTION_EVENT_ID,
    EXCEPTION_EVENT_EVENT,
    EXCEPTION_EVENT_COMMIT,
    EXCEPTION_EVENT_TIME,
    EXCEPTION_EVENT_AUTHOR,
    EXCEPTION_EVENT_FILE,
    EXCEPTION_EVENT_EXPIRES,
    EXCEPTION_EVENT_EXPIRED,
    EXCEPTION_EVENT_FOLLOWS,
    EXCEPTION_EVENT_APPROVED_BY,
};

enum { EXCEPTION_DEFECT_ID, EXCEPTION_DEFECT_CHECK, EXCEPTION_DEFECT_MESSAGE };

/* Of `state` and `category`; "waiver" is the first. */
extern const char *const exception_state_words[];
extern const char *const exception_category_words[];

/* Of `event`, and of `evidence`: what proves an approval, the weakest first. */
extern const char *const exception_event_words[];
extern const char *const exception_evidence_words[];
enum {
    EXCEPTION_EVIDENCE_DECLARED,
    EXCEPTION_EVIDENCE_TRAILER,
    EXCEPTION_EVIDENCE_COMMIT,
    EXCEPTION_EVIDENCE_SIGNED_COMMIT,
    EXCEPTION_EVIDENCE_RECORD_SIGNATURE,
    EXCEPTION_EVIDENCE_WORDS
};

/* Of `layout`: enum exception_layout in policy/exception.h. */
extern const char *const exception_layout_words[];

/* Of `use`. */
extern const char *const exception_use_words[];
enum exception_row_use { EXCEPTION_USED, EXCEPTION_UNUSED, EXCEPTION_UNTRIED };

/* Of `check`: which demand on records is broken. */
extern const char *const exception_check_words[];
enum exception_check {
    EXCEPTION_CHECK_FORM,
    EXCEPTION_CHECK_KEY_MISSING,
    EXCEPTION_CHECK_KEY_UNKNOWN,
    EXCEPTION_CHECK_DATE,
    EXCEPTION_CHECK_ID_TWICE,
    EXCEPTION_CHECK_RULE_UNKNOWN,
    EXCEPTION_CHECK_RULE_NON_WAIVABLE,
    EXCEPTION_CHECK_SCOPE,
    EXCEPTION_CHECK_JUSTIFICATION,
    EXCEPTION_CHECK_SELF_APPROVED,
    EXCEPTION_CHECK_TOO_LONG, /* of a comment, which has no first day */
};

#endif
