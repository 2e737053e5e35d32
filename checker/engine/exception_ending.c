#include "engine/exception_ending.h"

#include "base/date.h"
#include "engine/excuse.h"

#include <string.h>

static bool is_superseded(const struct exception_history *history, const char *id)
{
    for (size_t i = 0; i < history->count; i++) {
        const struct exception_event *event = &history->events[i];
        const char *named = event->after ? event->after->supersedes : NULL;
        if ((event->follows && strcmp(event->follows, id) == 0) ||
            (named && strcmp(named, id) == 0))
            return true;
    }
    return false;
}

static bool is_failing(const struct evaluation *evaluation, const struct exception *record)
{
    for (size_t i = 0; i < evaluation->finding_count; i++)
        if (evaluation->findings[i].verdict == VERDICT_FAIL &&
            exception_covers(record, &evaluation->findings[i], evaluation->remote))
            return true;
    return false;
}

bool exception_ending_of(enum exception_ending *out, const struct evaluation *evaluation,
                         const struct exception_history *history,
                         const struct exception_event *event)
{
    const struct exception *record = event->before;
    if (event->kind != EXCEPTION_REMOVED || !record)
        return false;
    if (is_superseded(history, record->id)) {
        *out = EXCEPTION_SUPERSEDED;
        return true;
    }
    if (!exception_was_judged(evaluation, record))
        return false;
    int32_t day = time_to_date(event->commit->committer.time);
    const struct exception_use use = exception_use_of(record, evaluation->ruleset, day);
    *out = !is_failing(evaluation, record)   ? EXCEPTION_CLOSED
           : exception_lapses_on(&use) < day ? EXCEPTION_LAPSED
                                             : EXCEPTION_WITHDRAWN;
    return true;
}
