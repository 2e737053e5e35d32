/* publish.h - what the engine knows when the rules have been judged, as tables of facts
 * for the rules that are judged then: the records of exceptions. */
#ifndef ENGINE_PUBLISH_H
#define ENGINE_PUBLISH_H

#include "engine/collect.h"
#include "engine/exception_history.h"
#include "policy/exception.h"

struct publish_options {
    const struct evaluation *evaluation;
    const struct exception_history *history; /* of the records; NULL: nobody asks for it */
    bool proposed;                           /* those too that are only in the head */
};

/* Does somebody ask for what only the history of the records tells? */
bool publish_asks_history(const struct plan *plan, const struct evaluation *evaluation);
/* Does somebody ask for the fields of `exception` that only the history tells? */
bool publish_asks_past(const struct plan *plan);

/* Fills the tables of published kinds that the plan has. The
 * findings have their exceptions (engine/excuse.h). */
struct failure *publish_exceptions(struct collection *collection,
                                   const struct publish_options *options,
                                   struct arena *arena) MUST_CHECK;

#endif
