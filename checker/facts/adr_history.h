/* adr_history.h - what a decision record said at each step of the branch: its status,
 * and its sentences where somebody asks. Along the first parents and its renames; of a
 * KEP it is the kep.yaml that is followed. */
#ifndef FACTS_ADR_HISTORY_H
#define FACTS_ADR_HISTORY_H

#include "facts/adr_body.h"
#include "facts/adr_places.h"
#include "facts/fact.h"
#include "source/folder_walk.h"

/* The record while it stood unchanged. */
struct adr_past {
    struct object_id commit; /* that brought it */
    size_t number;           /* of that commit in the lineage, from the head */
    int64_t time;
    enum adr_status_state state;
    enum adr_status status;
    const char *status_text;
    struct adr_body body; /* empty unless it was asked for */
};

struct adr_history {
    struct lineage *lineage; /* NULL: there is no history */
    struct adr_past *items;  /* newest first */
    size_t count;
    const char *truncated; /* why older ones are not known; NULL: all are here */
    bool is_damaged;
};

/* What happened in the folders of the candidates. `lineage` is NULL where there is no
 * history, and the events say so. */
struct failure *adr_folder_events(struct folder_events *out, struct lineage **lineage,
                                  const struct fact_repository *repository,
                                  const struct adr_candidate *const *candidates, size_t count,
                                  struct arena *arena) MUST_CHECK;
/* One for each candidate; `out` has room for `count`. */
struct failure *adr_histories_read(struct adr_history *out,
                                   const struct fact_repository *repository,
                                   const struct adr_candidate *const *candidates, size_t count,
                                   bool with_bodies, struct arena *arena) MUST_CHECK;

/* The time since which every step says what `record` says of its status. */
struct value adr_history_status_since(struct arena *arena, const struct adr_history *history,
                                      const struct adr_record *record, int64_t now);
/* Since when it is there at all. */
struct value adr_history_first_seen(struct arena *arena, const struct adr_history *history,
                                    int64_t now);
/* How many days `date` lies before the branch's first commit; absent when it does not. */
struct value adr_history_predates(struct arena *arena, const struct adr_history *history,
                                  int32_t date);
/* Did the record hold at this step? */
bool adr_past_is_in_force(const struct adr_past *past);
/* The step that brought it into force and after which it stayed in force up to `index`
 * (which is in force); `known` is false when that lies behind what is known. */
size_t adr_history_acceptance(const struct adr_history *history, size_t index, bool *known);
/* Why it is not known. */
struct value adr_history_unknown(struct arena *arena, const struct adr_history *history);

#endif
