#include "source/graph.h"

#include "base/limits.h"
#include "base/table.h"
#include "source/regular_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int by_id(const void *a, const void *b)
{
    return object_id_compare(a, b);
}

/* Of a file that is open; why it is no list of commits, NULL when it is. */
static const char *read_ids(struct cuts *out, FILE *file, struct arena *arena)
{
    char line[OBJECT_ID_HEX_SIZE + 8];
    size_t capacity = 0;
    while (fgets(line, sizeof(line), file)) {
        if (out->count == LIMIT_HISTORY_COMMITS)
            return "the clone's file .git/shallow names more commits than are looked at";
        out->ids = arena_grow(arena, out->ids, out->count, &capacity, sizeof(*out->ids));
        if (!object_id_parse(text_trim(text_of(line)), &out->ids[out->count]))
            return "the clone's file .git/shallow holds a line that is no commit id";
        out->count++;
    }
    return ferror(file) ? "the clone's file .git/shallow cannot be read" : NULL;
}

void cuts_load(struct cuts *out, const struct repository *repository, struct arena *arena)
{
    *out = (struct cuts){.reason = "a commit is not in this repository"};
    if (!repository->shallow)
        return;
    out->reason = "shallow clone: fetch with fetch-depth: 0";
    FILE *file = regular_file_open(arena_printf(arena, "%sshallow", repository->folder));
    const char *problem = file               ? read_ids(out, file, arena)
                          : errno == ENOTSUP ? "the clone's file .git/shallow is not a regular file"
                                             : "the clone's file .git/shallow cannot be read";
    if (file)
        fclose(file);
    if (problem) {
        out->count = 0;
        out->damaged = out->reason = problem;
    }
    if (out->count > 0)
        qsort(out->ids, out->count, sizeof(*out->ids), by_id);
}

bool cuts_has(const struct cuts *cuts, const struct object_id *id)
{
    return cuts->damaged || (cuts->count > 0 && bsearch(id, cuts->ids, cuts->count,
                                                        sizeof(*cuts->ids), by_id) != NULL);
}

void graph_init(struct graph *graph, struct repository *repository, struct arena *arena)
{
    *graph = (struct graph){.repository = repository, .arena = arena};
    cuts_load(&graph->cuts, repository, arena);
}

static size_t slot_of(const struct graph *graph, const struct object_id *id)
{
    size_t mask = graph->slot_count - 1;
    size_t slot = (size_t)(hash_bytes(id->bytes, OBJECT_ID_SIZE, 0) >> 16) & mask;
    while (graph->slots[slot] &&
           object_id_compare(&graph->nodes[graph->slots[slot] - 1].id, id) != 0)
        slot = (slot + 1) & mask;
    return slot;
}

uint32_t graph_node(struct graph *graph, const struct object_id *id)
{
    if (graph->slot_count > 0) {
        uint32_t found = graph->slots[slot_of(graph, id)];
        if (found)
            return found - 1;
    }
    if (graph->count >= LIMIT_HISTORY_COMMITS) {
        graph->is_full = true;
        return NO_NODE;
    }
    if ((graph->count + 1) * 2 > graph->slot_count) {
        graph->slot_count = graph->slot_count ? graph->slot_count * 2 : 1024;
        graph->slots = ARENA_ARRAY(graph->arena, uint32_t, graph->slot_count);
        for (size_t i = 0; i < graph->count; i++)
            graph->slots[slot_of(graph, &graph->nodes[i].id)] = (uint32_t)(i + 1);
    }
    graph->nodes = arena_grow(graph->arena, graph->nodes, graph->count, &graph->capacity,
                              sizeof(*graph->nodes));
    graph->nodes[graph->count] = (struct node){.id = *id};
    graph->slots[slot_of(graph, id)] = (uint32_t)(graph->count + 1);
    return (uint32_t)graph->count++;
}

void graph_load(struct graph *graph, uint32_t number)
{
    if (graph->nodes[number].is_loaded)
        return;
    graph->nodes[number].is_loaded = true;
    struct commit_object commit = {.time = 0};
    struct object object;
    struct arena *arena = graph->keeps_objects ? graph->arena : NULL;
    enum object_state state =
        object_read_into(graph->repository, &graph->nodes[number].id, GIT_OBJECT_COMMIT,
                         LIMIT_STRUCTURE_BYTES, arena, &object);
    bool is_read = state == OBJECT_READ;
    if (!is_read || !commit_parse(object.bytes, object.size, &commit)) {
        if (is_read)
            object_release(&object);
        graph->nodes[number].is_missing = true;
        graph->nodes[number].is_corrupt = state != OBJECT_MISSING;
        return;
    }
    if (graph->keeps_objects)
        graph->nodes[number].object = (struct text){object.bytes, object.size};
    graph->nodes[number].tree = commit.tree;
    graph->nodes[number].time = commit.time;
    if (commit.parent_count > 0 && cuts_has(&graph->cuts, &graph->nodes[number].id)) {
        graph->nodes[number].is_cut = true;
        commit.parent_count = 0;
    }
    uint32_t first = (uint32_t)graph->parent_count;
    for (unsigned i = 0; i < commit.parent_count; i++) {
        struct object_id id = commit_parent(&commit, i);
        uint32_t parent = graph_node(graph, &id);
        if (parent == NO_NODE) {
            graph->nodes[number].is_cut = true;
            break;
        }
        graph->parents = arena_grow(graph->arena, graph->parents, graph->parent_count,
                                    &graph->parent_capacity, sizeof(*graph->parents));
        graph->parents[graph->parent_count++] = parent;
    }
    graph->nodes[number].first_parent = first;
    graph->nodes[number].parent_count = (uint16_t)(graph->parent_count - first);
    object_release(&object);
}

uint32_t graph_parent(const struct graph *graph, uint32_t number, unsigned parent)
{
    return graph->parents[graph->nodes[number].first_parent + parent];
}

int node_compare(const struct node *a, const struct node *b)
{
    if (a->time != b->time)
        return a->time > b->time ? -1 : 1;
    return object_id_compare(&a->id, &b->id);
}

static bool is_before(const struct graph *graph, size_t a, size_t b)
{
    return node_compare(&graph->nodes[graph->heap[a]], &graph->nodes[graph->heap[b]]) < 0;
}

static void swap(struct graph *graph, size_t a, size_t b)
{
    uint32_t kept = graph->heap[a];
    graph->heap[a] = graph->heap[b];
    graph->heap[b] = kept;
}

void graph_push(struct graph *graph, uint32_t number)
{
    if (graph->nodes[number].is_queued)
        return;
    graph->nodes[number].is_queued = true;
    graph->heap = arena_grow(graph->arena, graph->heap, graph->heap_count, &graph->heap_capacity,
                             sizeof(*graph->heap));
    size_t at = graph->heap_count++;
    graph->heap[at] = number;
    for (; at > 0 && is_before(graph, at, (at - 1) / 2); at = (at - 1) / 2)
        swap(graph, at, (at - 1) / 2);
}

uint32_t graph_pop(struct graph *graph)
{
    if (graph->heap_count == 0)
        return NO_NODE;
    uint32_t top = graph->heap[0];
    graph->heap[0] = graph->heap[--graph->heap_count];
    for (size_t at = 0;;) {
        size_t child = 2 * at + 1;
        if (child >= graph->heap_count)
            break;
        if (child + 1 < graph->heap_count && is_before(graph, child + 1, child))
            child++;
        if (!is_before(graph, child, at))
            break;
        swap(graph, at, child);
        at = child;
    }
    graph->nodes[top].is_queued = false;
    return top;
}
