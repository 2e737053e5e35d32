/* predicate.h - what many rules ask of a repository as a whole: does it run as a
 * service, is it in production, how important is it, does it release, is it alive.
 * Each answer comes with what decided it, and where that stands. What the owner says in
 * .bylaw.yml comes first, then the entry for a service catalogue that is nearest to the
 * root, then what the files show.
 *
 * Each function names the kinds whose tables it reads; who calls it must need them. */
#ifndef FACTS_PREDICATE_H
#define FACTS_PREDICATE_H

#include "facts/fact.h"

struct predicate {
    struct value value;
    const char *reason;    /* why, in words */
    const char *path;      /* what decided; NULL when no file did */
    uint32_t line, column; /* there */
};

/* A label of .bylaw.yml; NULL when it is not set. */
const char *predicate_label(const struct fact_repository *repository, const char *name);
/* A text or absent: the label, else what the catalogue says. Reads `component`. */
struct predicate predicate_lifecycle(struct arena *arena, const struct fact_repository *repository);
struct predicate predicate_sort(struct arena *arena, const struct fact_repository *repository);
struct predicate predicate_owner(struct arena *arena, const struct fact_repository *repository);

/* It deploys something that runs. Reads `component`, `workload`, `dockerfile_stage`,
 * `licence_text`, `tag`. */
struct predicate predicate_service(struct arena *arena, const struct fact_repository *repository);
/* Its lifecycle says so; where none is said, a service is. Reads what _service reads. */
struct predicate predicate_production(struct arena *arena,
                                      const struct fact_repository *repository);
/* 1 (most important) to 4: the label, the catalogue's (of several the most important), or 3.
 * Reads `component`. */
struct predicate predicate_tier(struct arena *arena, const struct fact_repository *repository);
/* What the label says, where it is set: a number, or unknown when it is none. */
struct predicate predicate_tier_label(struct arena *arena,
                                      const struct fact_repository *repository);
/* Two tags of releases or more, or a workflow that makes them. Reads `tag`,
 * `workflow_trigger`, `workflow_use`. */
struct predicate predicate_releases(struct arena *arena, const struct fact_repository *repository);
/* A person committed within 365 days, and it is not archived. Reads `component`. */
struct failure *predicate_active(struct arena *arena, const struct fact_repository *repository,
                                 struct predicate *out) MUST_CHECK;

/* NULL-ended, for `needs`. */
extern const struct fact_kind *const predicate_lifecycle_needs[];
extern const struct fact_kind *const predicate_service_needs[];
extern const struct fact_kind *const predicate_releases_needs[];

#endif
