/* lineage_parts.h - private to this folder: what a lineage and the walk of a path
 * through it share. */
#ifndef SOURCE_LINEAGE_PARTS_H
#define SOURCE_LINEAGE_PARTS_H

#include "source/graph.h"
#include "source/lineage.h"

struct people;

/* What one commit of the lineage renamed. */
struct lineage_renames {
    size_t number; /* of the commit */
    const struct renamed *items;
    size_t count;
};

struct lineage {
    struct repository *repository;
    struct arena *arena;
    struct cuts cuts;
    struct lineage_commit *commits; /* from the head back */
    size_t count, capacity;
    struct object_id next; /* the first that was not read */
    bool is_ended, is_damaged;
    const char *truncated;
    struct people *people;           /* NULL until somebody asks */
    struct lineage_renames *renames; /* those that were asked for, by number */
    size_t renames_count, renames_capacity;
    size_t renamed_count; /* files of all of them */
};

#endif
