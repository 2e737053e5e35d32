/* renames.h - private to this folder: which of the files that two trees differ in have but
 * another name. What is identical is paired first, by a table; of the rest each new file is
 * compared with each that is gone, as long as those are not too many pairs. */
#ifndef SOURCE_RENAMES_H
#define SOURCE_RENAMES_H

#include "source/git.h"

struct arena;

/* Of each delta of a comparison, by its number. */
struct pairing {
    size_t *sources; /* the delta whose old file is its new one; PAIRING_NONE */
    bool *is_source; /* its old file has another name now */
    bool is_cut;     /* over LIMIT_RENAME_PAIRS: what is not identical was not compared */
};

static const size_t PAIRING_NONE = SIZE_MAX;

enum pairing_by { PAIR_IDENTICAL, PAIR_SIMILAR };

/* Files alone: no link, no submodule. Of contents that are not there, or over
 * LIMIT_BLOB_BYTES, identity alone tells. The most similar are paired first, equally
 * similar ones in the order of the deltas, which is that of paths. */
void renames_pair(struct repository *repository, const git_diff *diff, enum pairing_by by,
                  struct pairing *out, struct arena *arena);

#endif
