/* script_variables.h - `$NAME` and `${NAME}` in the words of a script, as far as their
 * values are constant. Everything else stays as it is written. */
#ifndef FACTS_SCRIPT_VARIABLES_H
#define FACTS_SCRIPT_VARIABLES_H

#include "base/table.h"

/* The folder of a composite action, as its own steps name it. */
#define SCRIPT_ACTION_PATH "github.action_path"

/* The text with what is constant put in. */
const char *script_expand(struct arena *arena, const char *text, const struct table *variables);
/* Adds a word; one that is a variable alone and holds blanks is several words, as a
 * shell splits it. */
const char **script_add_expanded(struct arena *arena, const char **words, size_t *count,
                                 size_t *capacity, const char *word, const struct table *variables);
/* `NAME=text`: known from now on if the text is constant, else no longer. */
void script_set_variable(struct arena *arena, struct table *variables, const char *assignment);

#endif
