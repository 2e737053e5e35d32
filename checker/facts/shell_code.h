/* shell_code.h - what a command runs as code: the interpreters, and how their manuals read
 * the words behind them. */
#ifndef FACTS_SHELL_CODE_H
#define FACTS_SHELL_CODE_H

#include "facts/shell_words.h"

/* What an interpreter that a command calls takes as code. */
struct shell_code {
    const char *interpreter; /* NULL: the command calls none */
    bool shell;              /* sh, bash and the like */
    bool from_input;         /* what it reads from its input */
    size_t script;           /* index of the word that names a file of code; 0: none */
    size_t text;             /* index of the word that is code; 0: none */
};
struct shell_code shell_code_of(const struct shell_command *command);

#endif
