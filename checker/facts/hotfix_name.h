/* hotfix_name.h - how a change in an emergency is called, and where a text speaks of the
 * review of what led to it. It knows neither git nor which reviews there are. */
#ifndef FACTS_HOTFIX_NAME_H
#define FACTS_HOTFIX_NAME_H

#include "facts/fact.h"

/* Does a tag's or a branch's name have `hotfix` in it, or `emergency` as a word? */
bool hotfix_name_is(const char *name);
/* The words of a text, as blanks part them, that are called so: a list of texts. */
struct value hotfix_names_in(struct arena *arena, struct text text);
/* Is the name one of these words or, with nothing of a name before or behind it, in one? */
bool hotfix_name_is_in(const struct value *words, const char *name);
/* Does a message link to the review of an incident: a URL, a path or a line `Postmortem: ...`
 * that is called so? */
bool hotfix_message_links_review(const char *message);

#endif
