/* Reads standard input as the format that its argument names and prints each document
 * as JSON, one a line; numbers as their text where JSON has them, else as a text.
 * Exit status 1, with the problem, when it is refused. */
#include "document/format.h"

#include <stdio.h>

static void print_text(const struct node *node)
{
    putchar('"');
    for (size_t i = 0; i < node->size; i++) {
        unsigned char byte = (unsigned char)node->text[i];
        if (byte < 0x20 || byte == '"' || byte == '\\' || byte == 0x7f)
            printf("\\u%04x", byte);
        else
            putchar(byte);
    }
    putchar('"');
}

static void print_number(const struct node *node)
{
    double number;
    if (node_number(node, &number) && number - number == 0.0) /* neither infinite nor NaN */
        printf("%.17g", number);
    else
        print_text(node);
}

static void print_node(const struct node *node)
{
    bool mapping = node->kind == NODE_MAPPING;
    if (node->kind == NODE_TEXT)
        print_text(node);
    else if (node->kind == NODE_NUMBER)
        print_number(node);
    else if (node->kind == NODE_BOOLEAN) {
        bool boolean = false;
        node_boolean(node, &boolean);
        printf(boolean ? "true" : "false");
    } else if (node->kind == NODE_NULL)
        printf("null");
    else {
        putchar(mapping ? '{' : '[');
        for (size_t i = 0; i < node->count; i++) {
            if (i > 0)
                putchar(',');
            if (mapping) {
                print_text(node->keys[i]);
                putchar(':');
            }
            print_node(node->items[i]);
        }
        putchar(mapping ? '}' : ']');
    }
}

int main(int argc, char **argv)
{
    const struct document_format *format = argc == 2 ? document_format_find(argv[1]) : NULL;
    if (!format) {
        fprintf(stderr, "usage: conformance_document FORMAT <FILE\n");
        return 2;
    }
    struct buffer in = BUFFER_EMPTY;
    char chunk[65536];
    for (size_t got; (got = fread(chunk, 1, sizeof(chunk), stdin)) > 0;)
        buffer_add(&in, chunk, got);
    struct arena arena;
    arena_init(&arena, 1 << 16);
    struct document document = {0};
    struct document_problem problem = {0};
    bool good =
        format->parse(&arena, (struct text){buffer_string(&in), in.size}, &document, &problem);
    if (!good)
        printf("%u:%u: %s\n", problem.line, problem.column, problem.message);
    for (size_t i = 0; good && i < document.count; i++) {
        print_node(document.roots[i]);
        putchar('\n');
    }
    arena_release(&arena);
    buffer_release(&in);
    return good ? 0 : 1;
}
