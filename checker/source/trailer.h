/* trailer.h - private to this folder: the trailers of a commit message, as git
 * 2.39 finds them (trailer.c, with --no-divider --only-trailers --unfold and no
 * configuration). libgit2's reader of trailers keeps folded lines and loses all
 * but the first of them. */
#ifndef SOURCE_TRAILER_H
#define SOURCE_TRAILER_H

#include "source/history.h"

/* `message` ends with a NUL; what is behind one is no part of it. */
void trailers_parse(const char *message, const struct trailer **out, size_t *count,
                    struct arena *arena);

#endif
