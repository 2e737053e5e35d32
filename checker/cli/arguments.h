/* arguments.h - from argv to an invocation: options, help, suggestions. */
#ifndef CLI_ARGUMENTS_H
#define CLI_ARGUMENTS_H

#include "cli/command.h"

enum exit_status {
    EXIT_CLEAN = 0,   /* nothing blocks */
    EXIT_BLOCKED = 1, /* a blocking finding */
    EXIT_USAGE = 2,   /* usage, or a policy, rule or exception file was refused */
    EXIT_NOTHING = 3, /* nothing was evaluated */
    EXIT_TROUBLE = 4, /* the job could not be completed, or a rule blocks as unknown */
};

/* The declared option of that name: the command's own, else a common one. */
const struct option *command_option(const struct command *command, const char *name);
const struct command *command_find(const char *name);

/* Adds an option that was not written on the command line; false, with a message printed,
 * when the value is not what it takes. */
bool invocation_give(struct invocation *invocation, const char *name, const char *value);
/* Takes every value of that option out. */
void invocation_take_back(struct invocation *invocation, const char *name);

/* Words that begin at column `indent`, broken at `width`; a line end at the end. */
void help_wrap(struct buffer *out, const char *text, size_t indent, size_t width);
void help_program(struct buffer *out);
void help_command(struct buffer *out, const struct command *command, unsigned width);
/* The reference of all commands in Markdown, from the same tables. */
void help_reference(struct buffer *out);
/* The usual reasons for an exit status: ended by a NULL `when`. */
extern const struct command_exit usual_exits[];
/* The man page bylaw(1) in roff, from the same tables. */
void help_manual(struct buffer *out, const char *version);
/* bash, zsh or fish. */
void completion_write(struct buffer *out, const char *shell);

/* Writes to standard output or standard error, whole. */
void print_out(const char *string);
/* Prints text of a repository or a policy: what a terminal would obey is made visible. */
void print_lines(const char *string);
void print_error(const char *format, ...) __attribute__((format(printf, 1, 2)));
void print_failure(const struct failure *failure);

#endif
