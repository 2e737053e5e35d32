/* script_commands.h - what a script of a CI step runs, as a list: of script_walk.h the
 * commands alone. */
#ifndef FACTS_SCRIPT_COMMANDS_H
#define FACTS_SCRIPT_COMMANDS_H

#include "facts/script_walk.h"

/* `whole` becomes false where the script was cut at a limit; NULL: nobody asks. */
size_t script_commands_read(struct arena *arena, struct text script,
                            const struct script_setting *setting, struct script_command **out,
                            bool *whole);

#endif
