#include "engine/judge_approval.h"

#include "engine/hearing.h"
#include "engine/line_author.h"

/* Which findings the records excuse is asked by one duty alone. */
static struct failure *judge_lines(struct hearing *hearing)
{
    struct exception_set *set = &hearing->exceptions;
    struct evaluation *evaluation = NULL;
    size_t records = 0;
    if (set->count == 0 || !line_authors_are_asked(hearing->ruleset))
        return NULL;
    TRY(judge_hearing(hearing, &evaluation));
    for (size_t i = 0; i < set->count; i++) /* without the comments that were found */
        if (set->items[i].layout != EXCEPTION_INLINE)
            set->items[records++] = set->items[i];
    set->count = records;
    return NULL;
}

static struct failure *load(struct hearing *hearing, struct approval_records *out,
                            struct diagnostics *diagnostics, int *status)
{
    TRY(hearing_load(hearing, diagnostics, status));
    if (*status != 0)
        return NULL;
    struct failure *failure = hearing_read_history(hearing);
    if (failure) {
        *status = hearing_status_of(failure);
        return failure;
    }
    failure = judge_lines(hearing);
    if (failure) {
        *status = hearing_status_of(failure);
        return failure;
    }
    out->ruleset = hearing->ruleset;
    out->set = hearing->exceptions;
    out->signers = hearing->signers;
    out->truncated = hearing->history->truncated;
    return NULL;
}

struct failure *judge_approvals(struct approval_records *out, const struct judge_options *options,
                                struct arena *arena, struct diagnostics *diagnostics, int *status)
{
    *out = (struct approval_records){0};
    struct hearing hearing;
    TRY(hearing_open(&hearing, options, arena, status));
    struct failure *failure = load(&hearing, out, diagnostics, status);
    hearing_close(&hearing);
    return failure;
}
