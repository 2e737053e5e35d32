/* workload_kinds.h - the kinds of what a repository deploys, for recognisers that
 * read them. */
#ifndef FACTS_WORKLOAD_KINDS_H
#define FACTS_WORKLOAD_KINDS_H

#include "facts/fact.h"

extern const struct fact_kind fact_kind_workload;
extern const struct fact_kind fact_kind_container;

#endif
