/* github_scripts.h - inputs of well-known actions that are run as code: an expression in
 * one is put into a script, and a script in one may download and install. */
#ifndef FACTS_GITHUB_SCRIPTS_H
#define FACTS_GITHUB_SCRIPTS_H

#include <stdbool.h>

/* `action`: owner/name or owner/name/folder without ref; cases are folded. */
bool github_is_script(const char *action, const char *input);
/* The input that the action hands to a Unix shell; NULL where there is none. */
const char *github_shell_input(const char *action);

#endif
