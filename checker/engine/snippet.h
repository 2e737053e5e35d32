/* snippet.h - the lines at which findings stand: their text and their hash, each
 * file read once. Of a secret in them, and in messages, four characters are left. */
#ifndef ENGINE_SNIPPET_H
#define ENGINE_SNIPPET_H

#include "engine/evaluation.h"

struct snippet_options {
    bool excerpts, line_hashes;
};

/* The findings are sorted by place. */
struct failure *snippets_fill(struct evaluation *evaluation, const struct snapshot *snapshot,
                              const struct snippet_options *options,
                              struct arena *arena) MUST_CHECK;
/* Blacks out the secrets in what findings and evidence say. */
void snippets_mask(struct evaluation *evaluation, struct arena *arena);

#endif
