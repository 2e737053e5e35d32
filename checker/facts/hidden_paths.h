/* hidden_paths.h - which paths the .gitignore files of a tree hide, from the rows
 * of `ignore_rule`. Ignore files of the machine are not looked at. */
#ifndef FACTS_HIDDEN_PATHS_H
#define FACTS_HIDDEN_PATHS_H

#include "facts/supply.h"

struct hidden_paths;

struct hidden_paths *hidden_paths_new(struct arena *arena, const struct fact_table *ignore_rules);
/* What lies in a hidden folder is hidden too, as gitignore(5) has it. */
bool hidden_paths_have(struct hidden_paths *hidden, const char *path);

#endif
