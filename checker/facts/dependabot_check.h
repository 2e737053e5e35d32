/* dependabot_check.h - the keys of .github/dependabot.yml and what may stand behind
 * them, after the schema of the file: additional keys and values of another type are
 * refused by GitHub, and with them the whole file. */
#ifndef FACTS_DEPENDABOT_CHECK_H
#define FACTS_DEPENDABOT_CHECK_H

#include "document/node.h"

enum dependabot_shape {
    SHAPE_ANY, /* read elsewhere, or not held to anything */
    SHAPE_TEXT,
    SHAPE_TEXTS, /* a list of texts */
    SHAPE_LIST,  /* a list of mappings; of `keys` when there are any */
    SHAPE_MAPPING,
    SHAPE_NUMBER, /* whole, from `low` to `high` */
    SHAPE_BOOLEAN,
    SHAPE_WORD,
};

struct dependabot_key {
    const char *name;
    enum dependabot_shape shape;
    const char *const *words;          /* SHAPE_WORD */
    const struct dependabot_key *keys; /* of a mapping, or of each of a list; ended by no name */
    int64_t low, high;
};

extern const struct dependabot_key dependabot_file_keys[];
extern const struct dependabot_key dependabot_entry_keys[];
extern const struct dependabot_key dependabot_schedule_keys[];

struct dependabot_mistake {
    const struct node *node; /* NULL: none was found */
    const char *problem;
};

/* The first mistake in a mapping. `what` names the mapping: "an entry". */
struct dependabot_mistake dependabot_check(struct arena *arena, const struct node *mapping,
                                           const struct dependabot_key *keys, const char *what);

#endif
