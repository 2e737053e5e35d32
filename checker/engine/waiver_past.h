/* waiver_past.h - since when the waivers in the comments of one file are there, and how often
 * they were prolonged, from the first parents of a commit (reference: exceptions A8): what
 * records say of themselves by `valid_from`, comments do by their history. */
#ifndef ENGINE_WAIVER_PAST_H
#define ENGINE_WAIVER_PAST_H

#include "engine/collect.h"
#include "policy/inline_waiver.h"
#include "source/lineage.h"

/* An end, and who wrote it first. */
struct waiver_writing {
    int32_t on, until;       /* `on`: of the commit, or today */
    struct object_id commit; /* zero: it is not committed */
    const char *path;        /* of the file, then */
};

struct waiver_past {
    const struct waiver_writing *writings; /* newest first; the first is the end that is there */
    size_t count;
    int64_t renewals; /* how often a later end was written; as far as is known */
    int64_t days;     /* that its writings give together; likewise */
    /* Why it is not known when the present end was written, and what came before that; NULL:
     * it is known. What nobody asked for is neither. */
    const char *last_unknown, *unknown;
    bool is_whole; /* false: nobody asked for more than the present end */
};

struct waiver_search {
    struct lineage *lineage; /* NULL: there is no commit yet */
    int32_t today;
    struct deadline *deadline; /* NULL: none */
    const struct table *names; /* that rules had once -> their ids; NULL: there are none */
    bool is_whole; /* to the first commit; else to those that set the ends that are there now */
};

extern const char waiver_past_no_time[]; /* why it is not known once the deadline is over */

/* Sets `past` of those of one file. What no commit has yet is of today. A waiver is the same
 * one while it stands beside the same words; and of the others in the file one of the same
 * rule goes on as another, so that rewording and moving begin nothing anew. A commit
 * that says to be younger than one that came after it counts as old as that one, and one of a
 * day to come as old as the one before it. */
struct failure *waiver_past_read(const struct waiver_search *search, struct inline_waiver *items,
                                 size_t count, struct arena *arena) MUST_CHECK;
/* The same as events (engine/exception_history.h), of commits that are there under `head`. */
struct exception_history;
const struct exception_history *waiver_history(const struct exception *exception,
                                               struct repository *repository,
                                               const struct object_id *head, struct arena *arena);

#endif
