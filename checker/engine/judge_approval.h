/* judge_approval.h - the approvals of the records of a snapshot, with all that proves them:
 * for `bylaw exceptions verify`, whether a policy asks for it or not. */
#ifndef ENGINE_JUDGE_APPROVAL_H
#define ENGINE_JUDGE_APPROVAL_H

#include "engine/judge.h"
#include "source/allowed_signers.h"

struct approval_records {
    const struct ruleset *ruleset;
    struct exception_set set; /* every approval with somebody's name has its proof */
    struct allowed_signers signers;
    const char *truncated; /* why the history does not tell all; NULL: it does */
};

struct failure *judge_approvals(struct approval_records *out, const struct judge_options *options,
                                struct arena *arena, struct diagnostics *diagnostics,
                                int *status) MUST_CHECK;

#endif
