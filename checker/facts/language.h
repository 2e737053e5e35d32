/* language.h - programming languages by the endings of files, in the words of linguist,
 * in small letters: `c++`, `c#`, `javascript`. Markup, data and settings are none. */
#ifndef FACTS_LANGUAGE_H
#define FACTS_LANGUAGE_H

#include "source/snapshot.h"

/* NULL for what is no program. A header is `c` here. */
const char *language_of_name(const char *path);
/* What .gitattributes or a tool calls it, as its word here: `Golang`, `cpp`,
 * `javascript-typescript`. Calls for each; false when it is none that is known. */
bool language_each(const char *name, void (*each)(void *context, const char *language),
                   void *context);

#endif
