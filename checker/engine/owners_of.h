/* owners_of.h - who is to mend a finding: the owners that CODEOWNERS gives to its file, else
 * the owner that the nearest entry for a service catalogue names, else the label `owner` of
 * the configuration. With a base, as the base has them. Nobody is looked up anywhere. */
#ifndef ENGINE_OWNERS_OF_H
#define ENGINE_OWNERS_OF_H

#include "engine/hearing.h"

/* Owners of one finding that are named: a line of CODEOWNERS may list thousands, who each
 * would stand beside each finding. Nobody asks more people to mend one. */
enum { FINDING_OWNERS_NAMED = 20 };

/* Sets `owners` of the findings, and of what is fixed, and how many more there are. Nothing is read
 * where nothing was found. */
struct failure *owners_fill(struct hearing *hearing, struct evaluation *evaluation) MUST_CHECK;

#endif
