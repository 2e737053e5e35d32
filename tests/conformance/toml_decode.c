/* Reads TOML on standard input and writes it as the tagged JSON of toml-lang/toml-test;
 * exit status 1, and why, when the reader refuses it. */
#include "document/toml.h"

#include <stdio.h>
#include <string.h>

static void write_text(const char *text, size_t size)
{
    putchar('"');
    for (size_t i = 0; i < size; i++) {
        unsigned char byte = (unsigned char)text[i];
        if (byte == '"' || byte == '\\')
            printf("\\%c", byte);
        else if (byte < 0x20)
            printf("\\u%04x", byte);
        else
            putchar(byte);
    }
    putchar('"');
}

static const char *type_of(const struct node *node)
{
    static const struct {
        const char *tag, *type;
    } types[] = {{TOML_OFFSET_DATE_TIME, "datetime"},
                 {TOML_LOCAL_DATE_TIME, "datetime-local"},
                 {TOML_LOCAL_DATE, "date-local"},
                 {TOML_LOCAL_TIME, "time-local"}};
    for (size_t i = 0; node->tag && i < sizeof(types) / sizeof(types[0]); i++)
        if (strcmp(node->tag, types[i].tag) == 0)
            return types[i].type;
    if (node->kind == NODE_NUMBER)
        return strpbrk(node->text, ".eEn") ? "float" : "integer";
    return node->kind == NODE_BOOLEAN ? "bool" : "string";
}

static void write_node(const struct node *node)
{
    if (node_is_scalar(node)) {
        printf("{\"type\": \"%s\", \"value\": ", type_of(node));
        write_text(node->text, node->size);
        putchar('}');
        return;
    }
    bool mapping = node->kind == NODE_MAPPING;
    putchar(mapping ? '{' : '[');
    for (size_t i = 0; i < node->count; i++) {
        if (i > 0)
            fputs(", ", stdout);
        if (mapping) {
            write_text(node->keys[i]->text, node->keys[i]->size);
            fputs(": ", stdout);
        }
        write_node(node->items[i]);
    }
    putchar(mapping ? '}' : ']');
}

int main(void)
{
    struct buffer input = BUFFER_EMPTY;
    char part[4096];
    size_t size;
    while ((size = fread(part, 1, sizeof(part), stdin)) > 0)
        buffer_add(&input, part, size);
    struct arena arena;
    arena_init(&arena, 1 << 16);
    struct document document;
    struct document_problem problem;
    bool good =
        toml_parse(&arena, (struct text){buffer_string(&input), input.size}, &document, &problem);
    if (good) {
        write_node(document.roots[0]);
        putchar('\n');
    } else {
        fprintf(stderr, "%u:%u: %s\n", problem.line, problem.column, problem.message);
    }
    arena_release(&arena);
    buffer_release(&input);
    return good ? 0 : 1;
}
