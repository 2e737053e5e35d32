/* graph.h - private to this folder: commits and their parents, read by hand. A
 * walk of libgit2 ends with an error at the first parent that a shallow clone
 * does not have; here that is a mark on the commit. */
#ifndef SOURCE_GRAPH_H
#define SOURCE_GRAPH_H

#include "source/git.h"

/* The headers of one commit; the texts lie in the object. */
struct commit_object {
    struct object object;
    struct object_id tree;
    const char *parents; /* the first `parent` line */
    unsigned parent_count;
    struct text author, committer; /* `Name <email> 1700000000 +0000` */
    bool signed_;
    struct text message;
    int64_t time;
};

/* False when these bytes are no commit. The texts lie in them. */
bool commit_parse(const char *bytes, size_t size, struct commit_object *out);
/* Calls for object_release(&out->object) when OBJECT_READ is returned. */
enum object_state commit_read(struct repository *repository, const struct object_id *id,
                              struct commit_object *out);
struct object_id commit_parent(const struct commit_object *commit, unsigned number);
/* Splits an identity line; false when it is malformed (the time is then 0). */
bool identity_split(struct text line, struct text *name, struct text *email, int64_t *time);

/* The commits at which a shallow clone was cut: their parents are not looked for. When the
 * list cannot be read, nobody knows where the history ends: it is cut at every commit. */
struct cuts {
    struct object_id *ids; /* sorted */
    size_t count;
    const char *damaged; /* why the list cannot be read (a literal); NULL when it was */
    const char *reason;  /* why a parent is not known, of a cut or of one that is missing */
};
void cuts_load(struct cuts *out, const struct repository *repository, struct arena *arena);
bool cuts_has(const struct cuts *cuts, const struct object_id *id);

#define NO_NODE UINT32_MAX

struct node {
    struct object_id id, tree;
    int64_t time;
    uint32_t first_parent; /* index into the parents of the graph */
    uint16_t parent_count;
    bool is_loaded;
    bool is_missing; /* the object is not there or corrupt */
    bool is_corrupt; /* it is there and cannot be read */
    bool is_cut;     /* has parents that cannot be looked at */
    bool is_queued;
    uint8_t flags;      /* the caller's */
    struct text object; /* when the graph keeps them */
};

struct graph {
    struct repository *repository;
    struct arena *arena;
    struct cuts cuts;
    struct node *nodes;
    size_t count, capacity;
    uint32_t *parents; /* node numbers */
    size_t parent_count, parent_capacity;
    uint32_t *slots; /* hash by id: node number + 1 */
    size_t slot_count;
    uint32_t *heap; /* newest first */
    size_t heap_count, heap_capacity;
    bool keeps_objects; /* set before the first node is loaded */
    bool is_full;       /* LIMIT_HISTORY_COMMITS was reached */
};

void graph_init(struct graph *graph, struct repository *repository, struct arena *arena);
/* The node of that commit, its headers read on the first call. NO_NODE when the
 * graph is full. */
uint32_t graph_node(struct graph *graph, const struct object_id *id);
/* Reads the node's headers and adds its parents as nodes that are not loaded. */
void graph_load(struct graph *graph, uint32_t number);
uint32_t graph_parent(const struct graph *graph, uint32_t number, unsigned parent);
/* A queue by commit date, newest first, then by id. */
void graph_push(struct graph *graph, uint32_t number);
uint32_t graph_pop(struct graph *graph); /* NO_NODE when empty */
/* Newer first; an equal date by id. */
int node_compare(const struct node *a, const struct node *b);

#endif
