/* shell_variables.h - the constant variables of a script: what its surroundings say, and
 * what it assigns as plain text. A value that only a run tells stays as it is written. */
#ifndef FACTS_SHELL_VARIABLES_H
#define FACTS_SHELL_VARIABLES_H

#include "base/table.h"
#include "facts/shell_words.h"

/* The folder of a composite action, as its own steps name it. */
#define SHELL_ACTION_PATH "github.action_path"

struct shell_variables {
    struct arena *arena;
    struct table values; /* by name; NULL stands for what only a run tells */
    struct shell_change *changes;
    size_t change_count, change_capacity;
};

void shell_variables_init(struct shell_variables *variables, struct arena *arena);
/* A copy that may be changed; `from` may be NULL. */
void shell_variables_copy(struct shell_variables *variables, struct arena *arena,
                          const struct shell_variables *from);
/* `value` NULL: only a run tells. */
void shell_variables_set(struct shell_variables *variables, const char *name, const char *value);
/* What is set behind a mark is undone: by the end of a shell of its own. */
size_t shell_variables_mark(const struct shell_variables *variables);
void shell_variables_undo(struct shell_variables *variables, size_t mark);
/* Takes note of the assignments of a command: `A=b`, `export A=b`, `read A`. */
void shell_variables_note(struct shell_variables *variables, const struct shell_command *command);

/* The text with `$NAME`, `${NAME}`, `${{ env.NAME }}` and the like put in where they are
 * constant. */
const char *shell_expand(const struct shell_variables *variables, const char *text);

/* Words as a shell makes them of those that are written, with the mark of each. */
struct shell_words {
    const char **words;
    unsigned char *marks;
    size_t count, word_capacity, mark_capacity;
};
/* Adds an expanded word; a variable alone, without quotes, that holds blanks is several. */
void shell_add_expanded(const struct shell_variables *variables, const char *word,
                        unsigned char mark, struct shell_words *out);

/* The name in a word that is nothing but one variable, `$NAME` or `${NAME}`; else NULL. */
const char *shell_lone_variable(struct arena *arena, const char *word);
bool shell_is_name_byte(char byte);

#endif
