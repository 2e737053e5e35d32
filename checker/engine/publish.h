/* publish.h - what the engine knows when the rules have been judged, as tables of facts
 * for the rules that are judged then: the records of exceptions. */
#ifndef ENGINE_PUBLISH_H
#define ENGINE_PUBLISH_H

#include "engine/collect.h"
#include "policy/exception.h"

/* Fills the tables of published kinds that the plan has. `proposed`: those too that are
 * only in the head. The findings have their exceptions (engine/excuse.h). */
void publish_exceptions(struct collection *collection, const struct evaluation *evaluation,
                        bool proposed, struct arena *arena);

#endif
