/* github_matrix.h - the legs of a job's matrix: which values each run of the job has. As
 * docs.github.com, "Running variations of jobs in a workflow", says: every combination,
 * without those of `exclude`; an entry of `include` is added to each combination of which
 * it changes nothing, and is a leg of its own where there is none. */
#ifndef FACTS_GITHUB_MATRIX_H
#define FACTS_GITHUB_MATRIX_H

#include "facts/github_reader.h"

/* What an expression that asks for the matrix is worth. False: in one leg at least it is
 * false; true: in every leg it is true; open: only a run tells, or there is no matrix that
 * is written out. */
enum truth github_matrix_truth(struct github_reader *reader, const struct node *job,
                               const struct node *node);

#endif
