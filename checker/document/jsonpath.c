#include "document/jsonpath.h"

#include "base/limits.h"
#include "document/jsonpath_run.h"

#include <string.h>

/* The way to the node that is looked at, from the root down; it lives on the stack.
 * Every segment leads at least one level down, so that following them is never
 * deeper than the document. */
struct trail {
    const struct node *node;
    struct trail *up;
    size_t index;
    struct jsonpath_location *kept; /* its copy in the arena, made when it is wanted */
};

/* Where what is selected goes. */
struct collector {
    size_t count, most;
    const struct node *first;
    struct arena *arena; /* NULL: it is only counted */
    const struct node **nodes;
    const struct jsonpath_location **locations;
    size_t capacity;
    bool wants_locations;
};

enum pace { PACE_ON, PACE_ENOUGH, PACE_LIMIT };

static enum pace follow(struct jsonpath_run *run, const struct jsonpath_query *query,
                        size_t segment, struct trail *trail, struct collector *out);

bool jsonpath_take_steps(struct jsonpath_run *run, size_t count)
{
    run->steps += count;
    return run->steps <= LIMIT_JSONPATH_STEPS;
}

static struct jsonpath_location *keep(struct arena *arena, struct trail *trail)
{
    if (trail->kept)
        return trail->kept;
    trail->kept = ARENA_NEW(arena, struct jsonpath_location);
    *trail->kept = (struct jsonpath_location){.node = trail->node,
                                              .parent = trail->up ? keep(arena, trail->up) : NULL,
                                              .index = trail->index};
    return trail->kept;
}

static enum pace collect(struct collector *out, struct trail *trail)
{
    if (out->arena && out->count == LIMIT_DOCUMENT_NODES)
        return PACE_LIMIT;
    if (out->arena && out->wants_locations) {
        out->locations = arena_grow(out->arena, out->locations, out->count, &out->capacity,
                                    sizeof(*out->locations));
        out->locations[out->count] = keep(out->arena, trail);
    } else if (out->arena) {
        out->nodes =
            arena_grow(out->arena, out->nodes, out->count, &out->capacity, sizeof(*out->nodes));
        out->nodes[out->count] = trail->node;
    }
    if (out->count++ == 0)
        out->first = trail->node;
    return out->count == out->most ? PACE_ENOUGH : PACE_ON;
}

static size_t find_name(const struct node *node, struct text name)
{
    for (size_t i = 0; i < node->count; i++)
        if (node->keys[i]->size == name.size &&
            memcmp(node->keys[i]->text, name.bytes, name.size) == 0)
            return i;
    return SIZE_MAX;
}

static enum pace visit_item(struct jsonpath_run *run, const struct jsonpath_query *query,
                            size_t segment, struct trail *up, size_t index, struct collector *out)
{
    if (!jsonpath_take_steps(run, 1))
        return PACE_LIMIT;
    struct trail trail = {.node = up->node->items[index], .up = up, .index = index};
    return follow(run, query, segment + 1, &trail, out);
}

/* Bounds of RFC 9535, section 2.3.4.2.2. */
static enum pace visit_slice(struct jsonpath_run *run, const struct jsonpath_query *query,
                             size_t segment, const struct jsonpath_selector *slice,
                             struct trail *trail, struct collector *out)
{
    int64_t count = (int64_t)trail->node->count;
    int64_t step = slice->step;
    int64_t start = slice->starts ? slice->index : step > 0 ? 0 : count - 1;
    int64_t end = slice->ends ? slice->end : step > 0 ? count : -count - 1;
    if (step == 0 || count == 0)
        return PACE_ON;
    start += start < 0 ? count : 0;
    end += end < 0 ? count : 0;
    int64_t least = step > 0 ? 0 : -1;
    int64_t most = step > 0 ? count : count - 1;
    start = start < least ? least : start > most ? most : start;
    end = end < least ? least : end > most ? most : end;
    enum pace pace = PACE_ON;
    for (int64_t i = start; pace == PACE_ON && (step > 0 ? i < end : i > end); i += step)
        pace = visit_item(run, query, segment, trail, (size_t)i, out);
    return pace;
}

static enum pace visit_filtered(struct jsonpath_run *run, const struct jsonpath_query *query,
                                size_t segment, const struct jsonpath_condition *filter,
                                struct trail *trail, struct collector *out)
{
    enum pace pace = PACE_ON;
    for (size_t i = 0; pace == PACE_ON && i < trail->node->count; i++) {
        bool holds = false;
        if (!jsonpath_take_steps(run, 1) ||
            !jsonpath_holds(run, filter, trail->node->items[i], &holds))
            return PACE_LIMIT;
        if (holds)
            pace = visit_item(run, query, segment, trail, i, out);
    }
    return pace;
}

static enum pace visit_selected(struct jsonpath_run *run, const struct jsonpath_query *query,
                                size_t segment, const struct jsonpath_selector *selector,
                                struct trail *trail, struct collector *out)
{
    const struct node *node = trail->node;
    int64_t count = (int64_t)node->count;
    int64_t index = selector->index < 0 ? selector->index + count : selector->index;
    enum pace pace = PACE_ON;
    switch (selector->kind) {
    case SELECTOR_NAME: {
        if (node->kind != NODE_MAPPING)
            return PACE_ON;
        if (!jsonpath_take_steps(run, node->count / 32))
            return PACE_LIMIT;
        size_t found = find_name(node, selector->name);
        return found == SIZE_MAX ? PACE_ON : visit_item(run, query, segment, trail, found, out);
    }
    case SELECTOR_INDEX:
        if (node->kind != NODE_SEQUENCE || index < 0 || index >= count)
            return PACE_ON;
        return visit_item(run, query, segment, trail, (size_t)index, out);
    case SELECTOR_WILDCARD:
        for (size_t i = 0; pace == PACE_ON && i < node->count; i++)
            pace = visit_item(run, query, segment, trail, i, out);
        return pace;
    case SELECTOR_SLICE:
        return node->kind == NODE_SEQUENCE ? visit_slice(run, query, segment, selector, trail, out)
                                           : PACE_ON;
    case SELECTOR_FILTER:
        return visit_filtered(run, query, segment, selector->filter, trail, out);
    }
    return pace;
}

static enum pace visit_children(struct jsonpath_run *run, const struct jsonpath_query *query,
                                size_t segment, struct trail *trail, struct collector *out)
{
    const struct jsonpath_segment *at = &query->segments[segment];
    if (node_is_scalar(trail->node))
        return PACE_ON;
    enum pace pace = PACE_ON;
    for (size_t i = 0; pace == PACE_ON && i < at->count; i++)
        pace = jsonpath_take_steps(run, 1)
                   ? visit_selected(run, query, segment, &at->selectors[i], trail, out)
                   : PACE_LIMIT;
    return pace;
}

/* The node and all below it, each before its children. */
static enum pace visit_descendants(struct jsonpath_run *run, const struct jsonpath_query *query,
                                   size_t segment, struct trail *trail, struct collector *out)
{
    if (!jsonpath_take_steps(run, 1))
        return PACE_LIMIT;
    enum pace pace = visit_children(run, query, segment, trail, out);
    if (node_is_scalar(trail->node))
        return pace;
    for (size_t i = 0; pace == PACE_ON && i < trail->node->count; i++) {
        struct trail below = {.node = trail->node->items[i], .up = trail, .index = i};
        pace = visit_descendants(run, query, segment, &below, out);
    }
    return pace;
}

static enum pace follow(struct jsonpath_run *run, const struct jsonpath_query *query,
                        size_t segment, struct trail *trail, struct collector *out)
{
    if (segment == query->count)
        return collect(out, trail);
    return query->segments[segment].descends ? visit_descendants(run, query, segment, trail, out)
                                             : visit_children(run, query, segment, trail, out);
}

bool jsonpath_tally_query(struct jsonpath_run *run, const struct jsonpath_query *query,
                          const struct node *current, size_t most, struct jsonpath_tally *out)
{
    struct jsonpath_tally *known = query->absolute ? &run->absolute[query->number] : NULL;
    if (known && known->is_known) {
        *out = *known;
        return true;
    }
    struct trail trail = {.node = query->absolute ? run->root : current};
    struct collector collector = {.most = most};
    if (follow(run, query, 0, &trail, &collector) == PACE_LIMIT)
        return false;
    *out = (struct jsonpath_tally){
        .is_known = true, .count = collector.count, .first = collector.first};
    if (known)
        *known = *out;
    return true;
}

static bool run_path(const struct jsonpath *path, struct arena *arena, const struct node *root,
                     struct collector *collector)
{
    struct arena_mark mark = arena_mark(arena);
    /* Where the path begins with `@`, `$` in its filters is still the document. */
    const struct node *top = root;
    while (top && !path->query.absolute && top->parent)
        top = top->parent;
    struct jsonpath_run run = {
        .root = top,
        .absolute = ARENA_ARRAY(arena, struct jsonpath_tally, path->absolute_count + 1)};
    struct trail trail = {.node = root};
    bool good = !root || follow(&run, &path->query, 0, &trail, collector) != PACE_LIMIT;
    pattern_matcher_free(run.matcher);
    pattern_free(run.pattern);
    if (!good)
        arena_reset(arena, mark);
    return good;
}

bool jsonpath_select(const struct jsonpath *path, struct arena *arena, const struct node *root,
                     const struct node ***out, size_t *count)
{
    struct collector collector = {.arena = arena, .most = SIZE_MAX};
    if (!run_path(path, arena, root, &collector))
        return false;
    *out = collector.nodes;
    *count = collector.count;
    return true;
}

bool jsonpath_locate(const struct jsonpath *path, struct arena *arena, const struct node *root,
                     const struct jsonpath_location ***out, size_t *count)
{
    struct collector collector = {.arena = arena, .most = SIZE_MAX, .wants_locations = true};
    if (!run_path(path, arena, root, &collector))
        return false;
    *out = collector.locations;
    *count = collector.count;
    return true;
}
