#include "base/diagnostic.h"
#include "document/jsonpath_steps.h"

enum { KEYS_COMPARED = 1000, LONGEST_NAME = 60 };

static const char *nearest_key(struct arena *arena, const struct node *mapping, const char *name)
{
    size_t count = mapping->count < KEYS_COMPARED ? mapping->count : KEYS_COMPARED;
    const char **keys = ARENA_ARRAY(arena, const char *, count + 1);
    for (size_t i = 0; i < count; i++)
        keys[i] = mapping->keys[i]->text;
    return suggest(name, keys);
}

static const char *explain_name(struct arena *arena, const char *path, const struct node *node,
                                struct text text)
{
    const char *name = arena_copy(arena, text);
    if (node->kind == NODE_SEQUENCE)
        return arena_printf(arena, "%s is a list: [*] or an index comes before '%.60s'", path,
                            name);
    if (node->kind != NODE_MAPPING)
        return arena_printf(arena, "%s is %s", path, node_kind_name(node->kind));
    const char *meant = text.size <= LONGEST_NAME ? nearest_key(arena, node, name) : NULL;
    return arena_printf(arena, "%s has no '%.60s'%s%s%s", path, name,
                        meant ? "; did you mean '" : "", meant ? meant : "", meant ? "'?" : "");
}

/* Why the segment gives nothing of the node that the path led to so far. */
static const char *explain(struct arena *arena, const struct jsonpath_location *location,
                           const struct jsonpath_segment *segment)
{
    const struct node *node = location->node;
    const char *path = jsonpath_normalised(arena, location);
    const struct jsonpath_selector *selector = &segment->selectors[0];
    bool is_one = segment->count == 1 && !segment->descends;
    if (is_one && selector->kind == SELECTOR_NAME)
        return explain_name(arena, path, node, selector->name);
    if (is_one && selector->kind == SELECTOR_INDEX && node->kind == NODE_SEQUENCE)
        return arena_printf(arena, "%s has %zu item%s", path, node->count,
                            node->count == 1 ? "" : "s");
    if (is_one && selector->kind == SELECTOR_INDEX)
        return arena_printf(arena, "%s is %s", path, node_kind_name(node->kind));
    if (is_one && selector->kind == SELECTOR_FILTER && node->count > 0)
        return arena_printf(arena, "the filter holds for nothing in %s", path);
    return arena_printf(arena, "%s is there, and nothing in it is selected", path);
}

const char *jsonpath_explain_nothing(const struct jsonpath *path, struct arena *arena,
                                     const struct node *root)
{
    struct jsonpath beginning = *path;
    for (size_t count = path->query.count; count-- > 0;) {
        const struct jsonpath_location **found = NULL;
        size_t found_count = 0;
        beginning.query.count = count;
        if (!jsonpath_locate(&beginning, arena, root, &found, &found_count))
            return NULL;
        if (found_count > 1)
            return arena_printf(arena, "there are %zu like %s, and nothing in them is selected",
                                found_count, jsonpath_normalised(arena, found[0]));
        if (found_count == 1)
            return explain(arena, found[0], &path->query.segments[count]);
    }
    return NULL;
}
