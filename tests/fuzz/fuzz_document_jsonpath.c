/* The first line is a JSONPath, the rest a document in JSON (a fixed one when it
 * is none): every normalised path must select its own node again. */
#include "document/jsonpath.h"

#include "document/json.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char fallback[] =
    "{\"a\": [1, {\"b\": 2, \"\": [3]}], \"c d\": {\"a\": {}}, \"\\u0000\\n'\": [[[null]]]}";

enum { MOST_CHECKED = 200 };

/* A path that comes back is another expression's own: it selects one node, this. */
static void check(struct arena *arena, const struct node *root,
                  const struct jsonpath_location *location)
{
    struct jsonpath_problem problem;
    const struct node **nodes;
    size_t count;
    const char *normalised = jsonpath_normalised(arena, location);
    struct jsonpath *path = jsonpath_new(arena, text_of(normalised), &problem);
    if (!path || !jsonpath_select(path, arena, root, &nodes, &count) || count != 1 ||
        nodes[0] != location->node)
        abort();
    if (strcmp(normalised, jsonpath_of_node(arena, location->node)) != 0)
        abort();
    jsonpath_release(path);
}

static void follow(struct arena *arena, const struct jsonpath *path, struct text text)
{
    struct document document;
    struct document_problem ignored;
    if (!json_parse(arena, text, false, &document, &ignored) &&
        !json_parse(arena, text_of(fallback), false, &document, &ignored))
        abort();
    const struct jsonpath_location **found;
    size_t count;
    if (!jsonpath_locate(path, arena, document.roots[0], &found, &count))
        return;
    for (size_t i = 0; i < count && i < MOST_CHECKED; i++)
        check(arena, document.roots[0], found[i]);
}

static void check_problem(const struct jsonpath_problem *problem, size_t length)
{
    if (!problem->message || problem->at > length || problem->length == 0)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    arena_init(&arena, 4096);
    const uint8_t *end = size > 0 ? memchr(data, '\n', size) : NULL;
    size_t length = end ? (size_t)(end - data) : size;
    struct text expression = {(const char *)data, length};
    struct text rest = {(const char *)data + length, size - length};
    struct jsonpath_problem problem = {0};
    struct jsonpath *path = jsonpath_new(&arena, expression, &problem);
    if (path && jsonpath_doubt(path))
        check_problem(jsonpath_doubt(path), length);
    if (path)
        follow(&arena, path, rest);
    else
        check_problem(&problem, length);
    jsonpath_release(path);
    arena_release(&arena);
    return 0;
}
