/* prose_script.h - in which script a text is written, as far as it decides whether its
 * headings can be understood. */
#ifndef FACTS_PROSE_SCRIPT_H
#define FACTS_PROSE_SCRIPT_H

#include "facts/prose.h"

/* Are many letters of the headings none of the Latin script? */
bool prose_is_in_other_script(const struct prose *prose);

#endif
