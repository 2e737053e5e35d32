/* dockerfile_kinds.h - the kind of the stages of Dockerfiles, for recognisers that
 * need it. */
#ifndef FACTS_DOCKERFILE_KINDS_H
#define FACTS_DOCKERFILE_KINDS_H

#include "facts/fact.h"

extern const struct fact_kind fact_kind_dockerfile_stage;

#endif
