/* renovate_judge.h - whether Renovate, as it is configured, keeps a manifest up to date:
 * managers with their patterns and paths, then the package rules in order, after
 * lib/workers/repository/extract and lib/util/package-rules of Renovate. */
#ifndef FACTS_RENOVATE_JUDGE_H
#define FACTS_RENOVATE_JUDGE_H

#include "facts/coverage.h"

struct renovate_judge;

/* `entry` is the row of update_entry, `rules` the table of update_rule. */
struct renovate_judge *renovate_judge_new(const struct coverage_run *run,
                                          const struct fact_row *entry,
                                          const struct fact_table *rules);
/* By the paths that are read, the best of them: that of the *.txt for what pip-compile
 * reads. */
struct coverage_verdict renovate_judge_manifest(const struct renovate_judge *judge,
                                                const struct coverage_manifest *manifest);

#endif
