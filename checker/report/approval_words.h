/* approval_words.h - an approval of an exception, as it is told: what proves it, and why it
 * does not hold. For those whose proof was looked at. */
#ifndef REPORT_APPROVAL_WORDS_H
#define REPORT_APPROVAL_WORDS_H

#include "policy/exception.h"
#include "report/json.h"

/* Why it does not hold; NULL when it does, or when its proof was not looked at. */
const char *approval_fault_in_words(const struct exception *record,
                                    const struct exception_approval *approval, int32_t today,
                                    struct arena *arena);
/* What proves it; NULL: not known. `truncated`: why older commits of the repository are not known,
 * or NULL; no commit could prove more than a signature of the record, and none of this repository
 * what a register grants. */
const char *approval_evidence_in_words(const struct exception *record,
                                       const struct exception_approval *approval,
                                       const char *truncated);
/* An item of a list: by, on, evidence, key, holds, fault. */
void approval_add_json(struct json *json, const struct exception *record,
                       const struct exception_approval *approval, const char *truncated,
                       int32_t today, struct arena *arena);

#endif
