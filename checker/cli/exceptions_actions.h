/* exceptions_actions.h - the actions of `bylaw exceptions` that judge nothing, and
 * what makes the others fail. */
#ifndef CLI_EXCEPTIONS_ACTIONS_H
#define CLI_EXCEPTIONS_ACTIONS_H

#include "cli/command.h"
#include "engine/evaluation.h"

/* The mistakes of the records alone: EXIT_BLOCKED when there is one. */
int exceptions_lint(const struct invocation *invocation, const char *repository);

/* Writes a record that lint does not refuse. */
int exceptions_new(const struct invocation *invocation, const char *repository);
/* Asks for what a new record wants and was not given, one after the other; `again` not for
 * what it may do without. False, with a message printed, when the input ends. */
bool exceptions_ask(struct invocation *invocation, bool again);
/* Is there somebody who can be asked? */
bool exceptions_can_ask(void);
/* .bylaw/exceptions below the root of a work tree, made where it is not there; links are not
 * followed. */
struct failure *exceptions_make_folder(const char *root, struct arena *arena) MUST_CHECK;
/* The options that only it has; among those of the command. */
extern const char *const exceptions_new_options[];

/* Gives a record a later end, and takes its approvals, which were for another, away. */
int exceptions_renew(const struct invocation *invocation, const char *repository, const char *id);
extern const char *const exceptions_renew_options[];

/* Prints a patch that removes the records that excuse nothing any more. */
int exceptions_prune(const struct invocation *invocation, const char *repository);
extern const char *const exceptions_prune_options[];

/* Where the work tree is; NULL, with a message printed and a status, when there is none. */
const char *exceptions_root(const struct invocation *invocation, const char *path, int *status);
/* "; did you mean 'ID'?" of the nearest record, or nothing. */
const char *exceptions_meant(const struct exception_set *set, const char *id, struct arena *arena);
/* Whoever names a register may have links on the way to a file of it, but for one that the
 * repository has: what is in that does not choose where is written. */
struct failure *exceptions_check_links(const char *root, const char *path,
                                       struct arena *arena) MUST_CHECK;
/* Is that a line of UTF-8? False, with a message printed that names the option. */
bool exceptions_check_text(const char *option, const char *text);
/* Are the values of all options a line of UTF-8 each? False, with a message printed. */
bool exceptions_check_texts(const struct invocation *invocation);

/* What became of a record and of those about the same. */
int exceptions_history(const struct invocation *invocation, const char *repository, const char *id);

/* The command line that writes the same report again: of the commits of head and base,
 * not of names that may move; registers as they were named. */
const char *exceptions_command_line(const struct invocation *invocation,
                                    const struct evaluation *evaluation);

/* --fail-on WORDS as bits; false, with a message printed, when a word is none. */
bool exceptions_fail_on(const struct invocation *invocation, unsigned *out);
/* EXIT_BLOCKED, with a line for each reason printed, when a record is what they name. */
int exceptions_status(const struct evaluation *evaluation, unsigned fail_on);

#endif
