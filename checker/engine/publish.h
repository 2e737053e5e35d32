/* publish.h - what the engine knows when the rules have been judged, as tables of facts
 * for the rules that are judged then: the records of exceptions. */
#ifndef ENGINE_PUBLISH_H
#define ENGINE_PUBLISH_H

#include "engine/collect.h"
#include "policy/exception.h"

struct publish_options {
    const struct evaluation *evaluation;
    struct repository *repository;
    const struct object_id *records; /* the commit that the records are read from */
    bool proposed;                   /* those too that are only in the head */
};

/* Fills the tables of published kinds that the plan has. The
 * findings have their exceptions (engine/excuse.h). */
struct failure *publish_exceptions(struct collection *collection,
                                   const struct publish_options *options,
                                   struct arena *arena) MUST_CHECK;

/* What a commit proves of one approval, a number of exception_evidence_words: whether its
 * people or its trailers name who approved. */
int approval_evidence_of_commit(const struct history_commit *commit, const char *by);
/* Does a trailer of that key name somebody who approved? */
bool approval_is_trailer(const char *key);

#endif
