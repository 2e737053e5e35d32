/* shell_expand.h - the constant variables of a script: what is assigned as plain
 * text, and what the script's surroundings say. A value that only a run tells
 * stays as it is written. */
#ifndef FACTS_SHELL_EXPAND_H
#define FACTS_SHELL_EXPAND_H

#include "base/table.h"
#include "facts/shell_words.h"

struct shell_variables {
    struct arena *arena;
    struct table assigned; /* by name; "" stands in `changed` for what only a run tells */
    struct table changed;
    /* The constant value from outside of the script, or NULL. */
    const char *(*find)(void *state, const char *name);
    void *state;
};

void shell_variables_init(struct shell_variables *variables, struct arena *arena,
                          const char *(*find)(void *state, const char *name), void *state);
/* Takes note of the assignments of a command: `A=b`, `export A=b`, `read A`. */
void shell_variables_note(struct shell_variables *variables, const struct shell_command *command);
/* The word with `$NAME`, `${NAME}` and `${{ env.NAME }}` put in where they are constant. */
const char *shell_expand(const struct shell_variables *variables, const char *word);
/* The name in a word that is nothing but one variable, `$NAME` or `${NAME}`; else NULL. */
const char *shell_lone_variable(struct arena *arena, const char *word);
bool shell_is_name_byte(char byte);

#endif
