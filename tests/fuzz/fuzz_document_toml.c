/* Parses the bytes as TOML. Every node of what is read has a place within the file,
 * every number is one for node_number, and every date has its tag. */
#include "document/toml.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct node *node, const struct node *root)
{
    bool backwards = node->end_line < node->line ||
                     (node->end_line == node->line && node->end_column < node->column);
    if (node->line == 0 || node->column == 0 || backwards || node->end_line > root->end_line ||
        node->text[node->size] != '\0')
        abort();
    double number;
    if (node->kind == NODE_NULL || (node->tag && node->kind != NODE_TEXT))
        abort();
    /* node_number reads no more digits than these. */
    if (node->kind == NODE_NUMBER && node->size < 500 && !node_number(node, &number))
        abort();
    for (size_t i = 0; i < node->count; i++) {
        if (node->items[i]->parent != node)
            abort();
        if (node->kind == NODE_MAPPING) {
            if (node->keys[i]->parent != node)
                abort();
            check(node->keys[i], root);
        }
        check(node->items[i], root);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    arena_init(&arena, 4096);
    struct document document;
    struct document_problem problem = {0};
    if (toml_parse(&arena, (struct text){(const char *)data, size}, &document, &problem))
        check(document.roots[0], document.roots[0]);
    else if (!problem.message[0] || problem.line == 0 || problem.column == 0)
        abort();
    arena_release(&arena);
    return 0;
}
