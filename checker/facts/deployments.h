/* deployments.h - the deployments that there were, as the user says it: a file of --facts
 * whose name ends in .jsonl, a JSON object on each line:
 *
 *   {"time": "2026-05-03T14:05:00Z", "sha": "<40 digits>", "env": "production", "status":
 * "success"}
 *
 * Git does not hold them. A failure is a deployment that had to be taken back or mended at
 * once; what never reached its environment is no deployment. Everything lives in the arena. */
#ifndef FACTS_DEPLOYMENTS_H
#define FACTS_DEPLOYMENTS_H

#include "source/repository.h"

struct deployment_event {
    uint32_t line;
    int64_t time;
    const char *commit; /* as written */
    struct object_id id;
    const char *environment;
    bool production; /* as its name says */
    bool success;
};

struct deployments {
    const struct deployment_event *items; /* in the order of the file */
    size_t count;
};

/* Is it a deployments file, by its name? */
bool deployments_are_in(const char *name);
/* The first mistake is a failure of usage that names the file, the line, the column and
 * what was expected. Empty lines are let be. */
struct failure *deployments_read(const char *name, struct text text, struct arena *arena,
                                 struct deployments *out) MUST_CHECK;

#endif
