/* Parses the bytes behind the first line as the format that it names: every reader of
 * the table gives a tree with places, or says why not, and where. */
#include "document/format.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(const struct node *node, const struct node *parent, bool shared)
{
    if (node->line == 0 || node->column == 0 || !node->text || node->text[node->size] != '\0')
        abort();
    if (!shared && (node->parent != parent || node->end_line < node->line))
        abort();
    for (size_t i = 0; i < node->count; i++) {
        if (node->kind == NODE_MAPPING && !node_is_scalar(node->keys[i]))
            abort();
        check(node->items[i], node, shared);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct text rest = {(const char *)data, size};
    struct text name;
    if (!text_next_line(&rest, &name))
        return 0;
    struct arena arena;
    arena_init(&arena, 4096);
    const struct document_format *format = document_format_find(arena_copy(&arena, name));
    struct document document = {.count = 77};
    struct document_problem problem = {0};
    if (!format) {
        arena_release(&arena);
        return 0;
    }
    if (format->parse(&arena, rest, &document, &problem)) {
        /* aliases of YAML are nodes with several parents */
        for (size_t i = 0; i < document.count; i++)
            check(document.roots[i], NULL, strcmp(format->name, "yaml") == 0);
    } else if (document.count != 77 || !problem.message[0] || problem.line == 0 ||
               problem.column == 0) {
        abort();
    }
    arena_release(&arena);
    return 0;
}
