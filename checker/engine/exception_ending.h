/* exception_ending.h - how a record that a commit took away ended (reference: exceptions A5),
 * as far as its history and what is judged now tell. */
#ifndef ENGINE_EXCEPTION_ENDING_H
#define ENGINE_EXCEPTION_ENDING_H

#include "engine/evaluation.h"
#include "engine/exception_history.h"

/* In the order of exception_ending_words. */
enum exception_ending {
    EXCEPTION_CLOSED,     /* what it excused is not found any more */
    EXCEPTION_LAPSED,     /* it is, and the record was over when it went */
    EXCEPTION_SUPERSEDED, /* another record follows it */
    EXCEPTION_WITHDRAWN,  /* it is, and the record was not over */
};

/* Of an EXCEPTION_REMOVED. False where its rules were not all judged on the whole tree. */
bool exception_ending_of(enum exception_ending *out, const struct evaluation *evaluation,
                         const struct exception_history *history,
                         const struct exception_event *event);

#endif
