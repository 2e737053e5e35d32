#include "source/history.h"

#include "base/limits.h"
#include "source/describe.h"

#include <stdlib.h>

enum { FROM_HEAD = 1, FROM_BASE = 2 };
/* Commits that are still looked at when none of interest is queued, as dates of
 * commits are not always in order (git has 5). */
enum { SLOP = 64 };

struct march {
    struct graph graph;
    const struct history_options *options;
    bool has_base;
    size_t interesting; /* queued ones */
};

static bool is_in_range(const struct march *march, const struct node *node)
{
    return march->has_base && (node->flags & FROM_HEAD) && !(node->flags & FROM_BASE);
}

static bool is_listed(const struct march *march, const struct node *node)
{
    return node->is_loaded && !node->is_missing && (node->flags & FROM_HEAD) &&
           (node->time >= march->options->since || is_in_range(march, node));
}

static bool is_interesting(const struct march *march, const struct node *node)
{
    return node->is_queued && is_listed(march, node);
}

static void reach(struct march *march, uint32_t number, uint8_t flags)
{
    struct graph *graph = &march->graph;
    graph_load(graph, number);
    struct node *node = &graph->nodes[number];
    if ((node->flags & flags) == flags)
        return;
    march->interesting -= is_interesting(march, node) ? 1 : 0;
    node->flags |= flags;
    if (node->is_missing)
        return;
    graph_push(graph, number);
    march->interesting += is_interesting(march, &graph->nodes[number]) ? 1 : 0;
}

/* `only_known`: colours still spread over what was read, nothing is read. */
static void expand(struct march *march, uint32_t number, bool only_known)
{
    struct graph *graph = &march->graph;
    uint8_t flags = graph->nodes[number].flags;
    for (unsigned i = 0; i < graph->nodes[number].parent_count; i++) {
        uint8_t passed = flags;
        if (march->options->first_parent && i > 0)
            passed &= FROM_BASE;
        uint32_t parent = graph_parent(graph, number, i);
        if (passed && (!only_known || graph->nodes[parent].is_loaded))
            reach(march, parent, passed);
    }
}

static void walk(struct march *march)
{
    size_t slop = SLOP;
    uint32_t number;
    while (slop > 0 && (number = graph_pop(&march->graph)) != NO_NODE) {
        if (is_listed(march, &march->graph.nodes[number]))
            march->interesting--;
        slop = march->interesting > 0 ? SLOP : slop - 1;
        expand(march, number, false);
        if (march->interesting > 0)
            slop = SLOP;
    }
    while ((number = graph_pop(&march->graph)) != NO_NODE)
        expand(march, number, true);
}

/* Is a part of the history behind this commit out of sight? */
static bool is_cut(const struct march *march, uint32_t number)
{
    const struct node *node = &march->graph.nodes[number];
    bool cut = node->is_cut;
    for (unsigned i = 0; i < node->parent_count && !cut; i++)
        cut = march->graph.nodes[graph_parent(&march->graph, number, i)].is_missing;
    return cut;
}

/* Does the history end at a commit that is there and cannot be read? */
static bool is_damaged(const struct march *march)
{
    for (uint32_t i = 0; i < march->graph.count; i++)
        if (march->graph.nodes[i].is_corrupt)
            return true;
    return march->graph.cuts.damaged;
}

static const char *reason_of_cut(const struct march *march)
{
    if (march->graph.cuts.damaged)
        return march->graph.cuts.damaged;
    if (is_damaged(march))
        return "a commit is corrupt";
    if (march->graph.is_full)
        return "the history is longer than the limit of commits";
    return march->graph.cuts.reason;
}

/* The range is known when no cut can hide a way from the head or from the base:
 * a cut in the range itself, or one of the base's side that is not older than it. */
static bool is_range_known(const struct march *march)
{
    int64_t oldest = INT64_MAX;
    for (size_t i = 0; i < march->graph.count; i++) {
        const struct node *node = &march->graph.nodes[i];
        if (is_in_range(march, node) && node->time < oldest)
            oldest = node->time;
    }
    for (uint32_t i = 0; i < march->graph.count; i++) {
        const struct node *node = &march->graph.nodes[i];
        if (node->is_loaded && !node->is_missing && is_cut(march, i) &&
            (is_in_range(march, node) ||
             ((node->flags & FROM_BASE) && oldest != INT64_MAX && node->time >= oldest)))
            return false;
    }
    return true;
}

static struct history_commit describe(const struct march *march, struct people *people,
                                      const struct node *node)
{
    struct commit_object object = {.time = 0};
    commit_parse(node->object.bytes, node->object.size, &object);
    struct history_commit commit = people_describe(people, &object, march->options->messages);
    commit.id = node->id;
    commit.in_range = is_in_range(march, node);
    return commit;
}

static int by_date(const void *a, const void *b)
{
    return node_compare(*(const struct node *const *)a, *(const struct node *const *)b);
}

static void collect(struct history *out, struct march *march, const struct object_id *tree,
                    struct arena *arena)
{
    struct graph *graph = &march->graph;
    const struct node **listed = ARENA_ARRAY(graph->arena, const struct node *, graph->count);
    struct history history = {.range_known = true};
    for (uint32_t i = 0; i < graph->count; i++) {
        if (!is_listed(march, &graph->nodes[i]))
            continue;
        listed[history.count++] = &graph->nodes[i];
        if (is_cut(march, i))
            history.truncated = true;
    }
    if (history.truncated) {
        history.truncated_because = reason_of_cut(march);
        history.damaged = is_damaged(march);
    }
    if (march->options->base)
        history.range_known = march->has_base && is_range_known(march);
    /* NOLINTNEXTLINE(bugprone-sizeof-expression): an array of pointers */
    qsort(listed, history.count, sizeof(*listed), by_date);

    struct people people;
    people_init(&people, graph->repository, tree, arena);
    struct history_commit *commits = ARENA_ARRAY(arena, struct history_commit, history.count);
    for (size_t i = 0; i < history.count; i++)
        commits[i] = describe(march, &people, listed[i]);
    history.commits = commits;
    *out = history;
}

static struct failure *march_and_collect(struct history *out, struct march *march,
                                         const struct object_id *head, struct arena *arena)
{
    struct graph *graph = &march->graph;
    uint32_t first = graph_node(graph, head);
    graph_load(graph, first);
    if (graph->nodes[first].is_missing) {
        char hex[OBJECT_ID_HEX_SIZE];
        object_id_format(head, hex);
        return failure_new(FAILURE_ENVIRONMENT, "the commit %s cannot be read", hex);
    }
    struct object_id tree = graph->nodes[first].tree;
    if (march->options->base) {
        uint32_t base = graph_node(graph, march->options->base);
        graph_load(graph, base);
        march->has_base = !graph->nodes[base].is_missing;
        if (march->has_base)
            reach(march, base, FROM_BASE);
    }
    reach(march, first, FROM_HEAD);
    walk(march);
    collect(out, march, &tree, arena);
    return NULL;
}

struct failure *history_walk(struct history *out, struct repository *repository,
                             const struct object_id *head, const struct history_options *options,
                             struct arena *arena)
{
    struct arena scratch;
    arena_init(&scratch, 1 << 18);
    struct march march = {.options = options};
    graph_init(&march.graph, repository, &scratch);
    march.graph.keeps_objects = true;
    struct failure *failure = march_and_collect(out, &march, head, arena);
    arena_release(&scratch);
    return failure;
}
