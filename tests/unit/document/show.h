/* show.h - a document as one line of text, to compare in tests: {a: "x", b: [1, null]};
 * with `places`, line:column before each value. */
#ifndef TESTS_DOCUMENT_SHOW_H
#define TESTS_DOCUMENT_SHOW_H

#include "document/node.h"

static inline void show_node(struct buffer *out, const struct node *node, bool places)
{
    if (places)
        buffer_printf(out, "%u:%u ", node->line, node->column);
    if (node->kind == NODE_MAPPING || node->kind == NODE_SEQUENCE) {
        bool mapping = node->kind == NODE_MAPPING;
        buffer_add_byte(out, mapping ? '{' : '[');
        for (size_t i = 0; i < node->count; i++) {
            buffer_add_string(out, i > 0 ? ", " : "");
            if (mapping)
                buffer_printf(out, "%s: ", node->keys[i]->text);
            show_node(out, node->items[i], places);
        }
        buffer_add_byte(out, mapping ? '}' : ']');
        return;
    }
    if (node->kind == NODE_NULL) {
        buffer_add_string(out, "null");
        return;
    }
    const char *quote = node->kind == NODE_TEXT ? "\"" : "";
    buffer_printf(out, "%s%s%s", quote, node->text, quote);
}

#endif
