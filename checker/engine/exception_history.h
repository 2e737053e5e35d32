/* exception_history.h - what became of the records of exceptions, from the first parents of
 * the commit that they are read from (reference: exceptions A7 and A8). */
#ifndef ENGINE_EXCEPTION_HISTORY_H
#define ENGINE_EXCEPTION_HISTORY_H

#include "base/table.h"
#include "policy/exception.h"
#include "policy/ruleset.h"
#include "source/lineage.h"

/* In the order of exception_event_words. */
enum exception_event_kind {
    EXCEPTION_GRANTED,
    EXCEPTION_RENEWED,   /* it expires later, or lapses later: exception_ends_later() */
    EXCEPTION_SHORTENED, /* sooner */
    EXCEPTION_WIDENED,   /* it covers what it did not, or begins sooner */
    EXCEPTION_NARROWED,
    EXCEPTION_REWORDED,   /* the justification or the plan */
    EXCEPTION_REASSIGNED, /* another owner */
    EXCEPTION_REMOVED,
    EXCEPTION_RETURNED, /* an id that was removed before */
};

struct exception_event {
    enum exception_event_kind kind;
    const char *id;
    const char *path;                       /* of the record, then */
    const struct exception *before, *after; /* NULL: there was none */
    const struct history_commit *commit;
    const char *follows; /* granted: the id of another record about the same that it prolongs */
    bool is_bare;        /* it prolongs, with neither another reason nor another plan */
    bool is_approved;    /* renewed, widened: with an approval that was not there before */
    size_t older;        /* number of the event of the same id before it, from 1; 0: none */
};

struct exception_history {
    struct object_id head;          /* the commit whose history it is */
    const struct ruleset *ruleset;  /* by whose limits ends are compared */
    struct exception_event *events; /* oldest first; of one commit by id */
    size_t count, capacity;
    const char *truncated; /* why older ones are not known; NULL when all are */
    struct table newest;   /* id -> size_t: the number of its newest event, from 1 */
    struct table last;     /* lineage key -> the newest struct exception about that */
};

/* Of the commit that the records are read from. Commits that leave the records as they are
 * cost one look at their root folder; each version of a file is parsed once. All versions are
 * measured by the limits in force now: that a policy gives other days is no act of a record. A
 * version that cannot be read, says no days or stands beside another of its id is passed over. */
struct failure *exception_history_read(struct exception_history *out, struct repository *repository,
                                       const struct object_id *head, const struct ruleset *ruleset,
                                       struct arena *arena) MUST_CHECK;

/* The same of records that are kept elsewhere: `places`, one to three folders or files of one
 * folder of the root, NULL-ended; "" is the root itself. */
struct failure *exception_history_read_at(struct exception_history *out,
                                          struct repository *repository,
                                          const struct object_id *head, const char *const *places,
                                          const struct ruleset *ruleset,
                                          struct arena *arena) MUST_CHECK;

/* What came before a record, under its own id and those of the records that it follows. */
struct exception_past {
    const char **former; /* other ids, in the order in which they were granted */
    size_t former_count;
    int64_t renewals, bare_renewals;
    int64_t days;                          /* on which one of them was valid, or is */
    bool is_reused;                        /* its id was removed and came again */
    const struct exception_event *granted; /* the first; NULL when the history does not show it */
    const struct exception_event *changed; /* the last that prolonged or widened it, or granted */
    bool is_stale; /* no approval that it has now is newer than what that one prolonged */
};
void exception_past_of(struct exception_past *out, const struct exception_history *history,
                       const struct exception *record, struct arena *arena);

#endif
