/* script_shell.h - the shells that run scripts of CI, by how they are called: `bash -e {0}`,
 * `/bin/sh`, `pwsh`. */
#ifndef FACTS_SCRIPT_SHELL_H
#define FACTS_SCRIPT_SHELL_H

#include "base/text.h"

enum script_shell {
    SCRIPT_SHELL_UNIX,
    SCRIPT_SHELL_POWER, /* PowerShell and cmd */
    SCRIPT_SHELL_OTHER, /* python, perl, what only a run tells */
};
enum script_shell script_shell_kind(const char *shell);

/* Does it stop at a failure, and at one within a pipe? False for what is no shell of Unix. */
bool script_shell_of(const char *shell, bool *stops, bool *pipes_fail);

/* A script of PowerShell or cmd as near to a shell's as its commands go: paths have slashes,
 * the mark before a line's end is a backslash, other marks are dropped. Lines stay. */
struct text script_shell_of_power(struct arena *arena, struct text script);

#endif
