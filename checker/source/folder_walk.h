/* folder_walk.h - which files below some folders each commit of a lineage changed, found
 * in one walk for all of them. It knows no renames: a file that moved is one that went
 * and one that came. */
#ifndef SOURCE_FOLDER_WALK_H
#define SOURCE_FOLDER_WALK_H

#include "source/lineage.h"

struct folder_event {
    const char *path;
    size_t number;                  /* of the commit in the lineage, from the head */
    struct object_id before, after; /* the file's content; zero: it was not there */
};

struct folder_events {
    const struct folder_event *items; /* by path, then by number: newest first */
    size_t count;
    const char *truncated; /* why older ones are not known; NULL: all are here */
    bool is_damaged;
};

/* None of the folders may lie within another. */
void folder_events_read(struct folder_events *out, struct lineage *lineage,
                        const char *const *folders, size_t count, struct arena *arena);
/* The events of one path: [first, end). */
void folder_events_find(const struct folder_events *events, const char *path, size_t *first,
                        size_t *end);

#endif
