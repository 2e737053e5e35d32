/* deployment_kinds.h - the kind of jobs that deploy, for recognisers that need it, with the
 * order of its cells. */
#ifndef FACTS_DEPLOYMENT_KINDS_H
#define FACTS_DEPLOYMENT_KINDS_H

#include "facts/fact.h"

extern const struct fact_kind fact_kind_deployment;
enum {
    DEPLOYMENT_WORKFLOW,
    DEPLOYMENT_JOB,
    DEPLOYMENT_SYSTEM,
    DEPLOYMENT_TOOL,
    DEPLOYMENT_TARGET,
    DEPLOYMENT_ENVIRONMENT,
    DEPLOYMENT_MANUAL,
    DEPLOYMENT_EVENTS,
    DEPLOYMENT_TESTED,
    DEPLOYMENT_SCANNED,
};

#endif
