/* Parses the bytes as YAML and walks what came of them: places, parents and
 * sizes must hold for every node, whatever the bytes were. */
#include "document/yaml.h"

#include "base/limits.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static size_t steps;

static void check(const struct node *node, unsigned depth)
{
    if (depth > LIMIT_DOCUMENT_DEPTH + 1 || node->line == 0 || node->column == 0 ||
        strlen(node->text) > node->size)
        abort();
    if (++steps > LIMIT_DOCUMENT_NODES)
        return;
    for (size_t i = 0; i < node->count; i++) {
        if (node->kind == NODE_MAPPING) {
            if (!node_is_scalar(node->keys[i]))
                abort();
            check(node->keys[i], depth + 1);
        }
        check(node->items[i], depth + 1);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    arena_init(&arena, 4096);
    struct document document;
    struct document_problem problem;
    if (yaml_parse(&arena, (struct text){(const char *)data, size}, &document, &problem)) {
        steps = 0;
        for (size_t i = 0; i < document.count; i++)
            check(document.roots[i], 0);
    } else if (!problem.message[0]) {
        abort();
    }
    arena_release(&arena);
    return 0;
}
