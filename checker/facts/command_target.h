/* command_target.h - whether what a command calls for is in the tree: a target of make,
 * a script of a package, a manifest, a file. It knows no documents: who asks says in
 * which folder the command is called. */
#ifndef FACTS_COMMAND_TARGET_H
#define FACTS_COMMAND_TARGET_H

#include "facts/gather.h"

enum command_found {
    COMMAND_ASKS_NOTHING, /* it calls for nothing of the tree, or leaves open what */
    COMMAND_FOUND,
    COMMAND_MISSING,
    COMMAND_NOT_KNOWN,
};

struct command_answer {
    enum command_found found;
    const char *refers; /* what it calls for; NULL for nothing */
    const char *reason; /* why it is not known */
    bool tool;          /* what is missing is all that the tool reads, not a name in it */
};

struct command_targets;

/* `scratch` and `arena` outlive it; answers stand in `arena`. */
struct command_targets *command_targets_new(struct arena *scratch, struct arena *arena,
                                            const struct snapshot *snapshot,
                                            const struct fact_table *build_targets);
/* `folder` is a folder of the tree, "" or NULL its root; the words are those of one command. */
struct command_answer command_targets_ask(struct command_targets *targets, const char *folder,
                                          const char *const *words, size_t count);

#endif
