/* deployment.h - does this repository deploy something, as far as it shows it? A
 * program in an image may be a service or a tool for the command line, and what is
 * published for others may run from here or not; where nothing tells which, that is not
 * known. */
#ifndef FACTS_DEPLOYMENT_H
#define FACTS_DEPLOYMENT_H

#include "facts/predicate.h"

/* A boolean or unknown. `sort` is what the owner or the catalogue calls the repository,
 * or absent; where it is a word that is known, it decides. Needs the tables of Dockerfile
 * stages, workloads, texts of licences, tags and deployments. */
struct predicate deployment_of(struct arena *arena, const struct fact_repository *repository,
                               const struct predicate *sort);

#endif
