/* catalogue.h - which entries for service catalogues speak for the repository. What they
 * say of lifecycle and tier decides which rules hold, so with a base those at the root
 * are the base's, like labels: a change cannot take itself out of a rule. */
#ifndef FACTS_CATALOGUE_H
#define FACTS_CATALOGUE_H

#include "facts/component_kinds.h"

/* The names of their files, NULL-ended. */
extern const char *const catalogue_names[];

/* Rows of `component`; reads that table. Entries of tests and templates are among them. */
struct failure *catalogue_entries(struct fact_table *out, const struct fact_repository *repository,
                                  struct arena *arena) MUST_CHECK;

#endif
