/* unread_register.h - records of exceptions that lie in or beside a given policy folder. A
 * policy that is given brings no exceptions with it: a register is named by its own option
 * (policy/register.h). Who forgot that hears of it. */
#ifndef ENGINE_UNREAD_REGISTER_H
#define ENGINE_UNREAD_REGISTER_H

#include "base/diagnostic.h"
#include "engine/judge.h"

/* A warning for each such place that holds records, but for those of the repository that is
 * judged, whose work tree this is (NULL: it has none): they are read anyhow. */
void unread_registers_tell(const struct judge_options *options, const char *work_tree,
                           struct arena *arena, struct diagnostics *diagnostics);

#endif
