/* commands.h - commands of a shell that a document shows: in code blocks and in
 * code spans. It knows what programs are called, not what a tree holds. */
#ifndef FACTS_COMMANDS_H
#define FACTS_COMMANDS_H

#include "facts/prose.h"

enum command_purpose { COMMAND_INSTALL, COMMAND_BUILD, COMMAND_RUN, COMMAND_TEST, COMMAND_OTHER };

/* Where `cd` went: within the tree, where the text leaves it open, out of the tree. */
enum command_place { COMMAND_HERE, COMMAND_OPEN, COMMAND_OUTSIDE };

struct command {
    uint32_t line;
    const char *text;   /* one command: prompt, environment and `sudo` taken away */
    const char *folder; /* where `cd` went, as written; "" is where the document begins */
    enum command_place place;
    /* The same without what an earlier block of the section did, or NULL: a reader may go
     * on from there or begin anew. */
    const char *anew;
    const char *near; /* what may be folders in the paragraph of it, parted by '\n'; or "" */
    bool span;        /* within a line of prose, not in a code block */
    enum command_purpose purpose;
};

struct commands {
    struct command *items;
    size_t count;
};

extern const char *const command_purpose_names[]; /* by purpose, NULL-ended */

/* What one command is for. A command that tests runs the tests of the repository. */
enum command_purpose command_purpose_of(struct arena *arena, const char *text);
struct commands commands_read(struct arena *arena, const struct prose *prose);
size_t commands_count(const struct commands *commands, enum command_purpose purpose);
/* Splits at blanks; quotes are taken away, not understood. NULL-ended. */
const char **command_words(struct arena *arena, const char *text, size_t *count);

/* `ci/test`, `script/setup.sh`: a script in a folder for scripts that is named after
 * what it does. Other paths in prose are just paths. */
bool command_is_named_script(const char *word);

#endif
