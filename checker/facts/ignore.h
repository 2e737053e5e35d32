/* ignore.h - which paths the .gitignore files of a tree hide, as gitignore(5) says:
 * the last matching pattern wins, the deeper file over the one above, a pattern
 * with a slash stands for the folder of its file, and what lies in a hidden folder
 * cannot be taken back. Ignore files of the machine are not looked at. */
#ifndef FACTS_IGNORE_H
#define FACTS_IGNORE_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>

struct ignore;

struct ignore *ignore_new(struct arena *arena);
/* Adds one line of the .gitignore of `directory` ("." is the root). Lines of one
 * file in their order, files from the root downwards. */
void ignore_add(struct ignore *ignore, const char *directory, const char *line);
bool ignore_hides(const struct ignore *ignore, const char *path);

#endif
