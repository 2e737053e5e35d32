/* describe.h - private to this folder: a commit in the words of its readers, its
 * people through the .mailmap of one tree. The strings live as long as the arena. */
#ifndef SOURCE_DESCRIBE_H
#define SOURCE_DESCRIBE_H

#include "source/graph.h"
#include "source/history.h"
#include "source/mailmap.h"

struct people {
    struct arena *arena;
    struct mailmap mailmap;
    struct table known; /* from the bytes of the identity */
};

void people_init(struct people *people, struct repository *repository, const struct object_id *tree,
                 struct arena *arena);
struct identity people_identify(struct people *people, struct text line);
/* Without its id and its range; without `messages` its words are empty. */
struct history_commit people_describe(struct people *people, const struct commit_object *object,
                                      bool messages);

#endif
