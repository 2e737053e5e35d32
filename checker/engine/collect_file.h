/* collect_file.h - one worker of the pass: its handle, its arenas and what one
 * file gives to the tables. A worker belongs to one thread. */
#ifndef ENGINE_COLLECT_FILE_H
#define ENGINE_COLLECT_FILE_H

#include "engine/collect.h"
#include "facts/gather.h"

/* The kinds of the rows of `document` and `text` sources. */
extern const struct fact_kind collect_document_kind;
extern const struct fact_kind collect_text_kind;

struct collect_worker {
    const struct plan *plan;
    const struct plan_part *part;
    const struct snapshot *snapshot;
    struct reader *reader;
    struct pattern_matcher *matcher;
    struct arena keep;    /* rows and what they point to */
    struct arena scratch; /* one file's content and documents */
    uint64_t *glob_hits, *literal_hits;
    unsigned char *wanting; /* one a reader: does it want this file? */
    /* Where the rows of the file at hand go, one a table of the plan. */
    struct fact_rows *tables;
    unsigned char *seen; /* the collection's */
    struct skipped *skipped;
    size_t skipped_count, skipped_capacity;
    size_t blobs_read;
    size_t slices;
    struct failure *failure;
};

/* `here`: on the thread that made the snapshot. */
struct failure *collect_worker_open(struct collect_worker *worker, const struct plan *plan,
                                    enum plan_side side, const struct snapshot *snapshot,
                                    bool here) MUST_CHECK;
/* Closes the handle; `keep` stays the caller's. */
void collect_worker_close(struct collect_worker *worker);
void collect_entry(struct collect_worker *worker, const struct entry *entry);

#endif
