/* launcher.h - programs that only start another one: npx, poetry run, docker run. */
#ifndef FACTS_LAUNCHER_H
#define FACTS_LAUNCHER_H

#include "facts/script_commands.h"

/* Takes launchers off a command's words, sets its version where the launcher is told one,
 * and its program's path; the first word is then the program without its folder, or the
 * image that a container engine runs. */
void launcher_take_away(struct arena *arena, struct script_command *command);
/* Takes off those that start only what is there already, `poetry run` and `python -m`, and
 * leaves those that fetch it first, `npx`. */
void launcher_take_starters(struct arena *arena, struct script_command *command);

#endif
