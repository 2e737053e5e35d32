/* wild.h - names with `*` for anything, slashes too: of actions, hooks, options. Not the
 * globs of paths (base/glob.h). */
#ifndef FACTS_WILD_H
#define FACTS_WILD_H

#include "base/text.h"

/* The ASCII letter in lower case. */
char wild_fold(char byte);
/* `folded`: letters of either case are the same. Time grows with the product of the
 * lengths at most. */
bool wild_matches(struct text pattern, struct text name, bool folded);

#endif
