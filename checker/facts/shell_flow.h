/* shell_flow.h - how the commands of a script hang together: which one reads what
 * another prints, and into which file it goes; groups (`( )`, `{ }`, loops and the
 * like) are looked through. Nothing is run and no path is followed. */
#ifndef FACTS_SHELL_FLOW_H
#define FACTS_SHELL_FLOW_H

#include "facts/shell_words.h"

struct shell_flow {
    const struct shell_script *script;
    const size_t *closers; /* of each command: the `}`, `done`, `fi` of its group; SIZE_MAX */
    const size_t *lasts;   /* of each command in `( )`: the last in it; of others themselves */
};

void shell_flow_init(struct shell_flow *flow, struct arena *arena,
                     const struct shell_script *script);
/* The command that reads through a pipe what this one prints; SIZE_MAX: none. */
size_t shell_flow_reader(const struct shell_flow *flow, size_t at);
/* The last command of the pipe that it stands in; itself where it stands in none. */
size_t shell_flow_end(const struct shell_flow *flow, size_t at);
/* The file that its standard output is written to, and whether it is appended to;
 * NULL where there is none. `command` becomes the one whose redirection that is. */
const char *shell_flow_file(const struct shell_flow *flow, size_t *command);

/* Is the word an operator of a redirection, or the file behind one? */
bool shell_is_redirection(const struct shell_command *command, size_t word);
/* The next word behind `word` that is an argument; `count` at the end. */
size_t shell_next_argument(const struct shell_command *command, size_t word);

#endif
