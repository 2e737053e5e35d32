/* deployment.h - does this repository deploy something, as far as it shows it? A
 * program in an image may be a service or a tool for the command line; where nothing
 * tells which, that is not known. */
#ifndef FACTS_DEPLOYMENT_H
#define FACTS_DEPLOYMENT_H

#include "facts/fact.h"

/* A boolean or unknown. `kind` is the owner's label of that name, or NULL; where it is
 * a word that is known, it decides. Needs the tables of Dockerfile stages and of
 * workloads. */
struct value deployment_of(struct arena *arena, const struct fact_repository *repository,
                           const char *kind);

#endif
