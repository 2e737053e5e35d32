/* collect.h - the one pass over a snapshot: each file that somebody wants is
 * read once and parsed once, by several threads, and the rows of every table of
 * the plan come out in an order that does not depend on them. Then the
 * recognisers that see the whole repository, in the order of their needs. */
#ifndef ENGINE_COLLECT_H
#define ENGINE_COLLECT_H

#include "engine/evaluation.h"
#include "engine/plan.h"

#include <stdatomic.h>

/* When the work must be over; shared by all threads. */
struct deadline {
    bool set;
    int64_t at; /* milliseconds of the monotonic clock */
    atomic_bool over;
};

void deadline_init(struct deadline *deadline, unsigned seconds); /* 0: none */
bool deadline_is_over(struct deadline *deadline);

struct collect_options {
    enum plan_side side;
    const struct snapshot *snapshot;
    const struct snapshot *base;     /* NULL: without */
    struct repository *repository;   /* NULL for a snapshot of memory */
    const struct fact_label *labels; /* ended by a NULL name */
    const struct fact_evidence *evidence;
    size_t evidence_count;
    int64_t now;
    bool whole_history; /* --history */
    unsigned jobs;      /* 0: as many as there are processors */
    struct deadline *deadline;
};

/* Of a file: was it read, and does it mention `bylaw:ignore`? */
enum collect_seen { COLLECT_UNSEEN, COLLECT_SEEN, COLLECT_MENTIONS };

struct collection {
    const struct plan *plan;
    struct fact_table *tables; /* one a table of the plan; those of the other side are empty */
    struct skipped *skipped;   /* by path */
    size_t skipped_count;
    unsigned char *seen; /* enum collect_seen, one an entry of the snapshot; NULL: none was */
    size_t blobs_read;
    size_t threads_used;
    size_t *blobs_by_thread;
};

struct failure *collect(struct collection *out, const struct plan *plan,
                        const struct collect_options *options, struct arena *arena) MUST_CHECK;

#endif
