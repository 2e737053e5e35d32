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

static void check(struct arena *arena, const struct node *root, const struct node *node)
{
    const char *problem;
    size_t at;
    const struct node **nodes;
    size_t count;
    const char *normalised = jsonpath_normalised(arena, node);
    struct jsonpath *path = jsonpath_new(arena, normalised, &problem, &at);
    if (!path || !jsonpath_select(path, arena, root, &nodes, &count) || count != 1 ||
        nodes[0] != node)
        abort();
}

static void follow(struct arena *arena, const struct jsonpath *path, struct text text)
{
    struct document document;
    struct document_problem ignored;
    if (!json_parse(arena, text, false, &document, &ignored) &&
        !json_parse(arena, text_of(fallback), false, &document, &ignored))
        abort();
    const struct node **nodes;
    size_t count;
    if (!jsonpath_select(path, arena, document.roots[0], &nodes, &count))
        return;
    for (size_t i = 0; i < count && i < MOST_CHECKED; i++)
        check(arena, document.roots[0], nodes[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    arena_init(&arena, 4096);
    const uint8_t *end = size > 0 ? memchr(data, '\n', size) : NULL;
    size_t length = end ? (size_t)(end - data) : size;
    struct text expression = {(const char *)data, length};
    struct text rest = {(const char *)data + length, size - length};
    const char *problem = NULL;
    size_t at = SIZE_MAX;
    struct jsonpath *path = jsonpath_new(&arena, arena_copy(&arena, expression), &problem, &at);
    if (path)
        follow(&arena, path, rest);
    else if (!problem || at > length)
        abort();
    arena_release(&arena);
    return 0;
}
