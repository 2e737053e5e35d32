/* Parses the bytes as JSON and as JSONC. What is JSON is also JSONC. */
#include "document/json.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct node *node)
{
    if (node->line == 0 || node->column == 0 || node->end_line < node->line ||
        node->text[node->size] != '\0')
        abort();
    for (size_t i = 0; i < node->count; i++) {
        if (node->items[i]->parent != node || node->items[i]->line < node->line)
            abort();
        if (node->kind == NODE_MAPPING)
            check(node->keys[i]);
        check(node->items[i]);
    }
}

static bool parses(struct text text, bool comments)
{
    struct arena arena;
    arena_init(&arena, 4096);
    struct document document;
    struct document_problem problem;
    bool good = json_parse(&arena, text, comments, &document, &problem);
    if (good)
        check(document.roots[0]);
    else if (!problem.message[0] || problem.line == 0 || problem.column == 0)
        abort();
    arena_release(&arena);
    return good;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct text text = {(const char *)data, size};
    if (parses(text, false) && !parses(text, true))
        abort();
    return 0;
}
