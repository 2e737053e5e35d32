/* exception_index.h - which records reach a finding, found without asking every record:
 * by the finding's rule, and within it by the narrowest part of a record's scope that can be
 * looked up: its lines, its findings, its subjects, the folders of its paths. It chooses
 * who is asked; exception_covers() decides. */
#ifndef ENGINE_EXCEPTION_INDEX_H
#define ENGINE_EXCEPTION_INDEX_H

#include "engine/evaluation.h"

struct exception_index;

/* Of the records of the evaluation, whose array is borrowed. */
struct exception_index *exception_index_new(const struct evaluation *evaluation,
                                            struct arena *arena);
/* Their numbers in evaluation->exceptions, rising; they hold until the next call. */
size_t exception_index_find(struct exception_index *index, const struct finding *finding,
                            const size_t **out);
/* How many records were asked since it was made, for tests. */
size_t exception_index_asked(const struct exception_index *index);

#endif
