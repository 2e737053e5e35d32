/* Runs the cases of jsonpath-standard/jsonpath-compliance-test-suite: each has a
 * selector, and a document with what it selects, or `invalid_selector`. Prints a line
 * a case, as ci/conformance asks: "ok NAME" or "not ok NAME: why". */
#include "document/jsonpath.h"
#include "base/excerpt.h"
#include "document/json.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static char *read_file(const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return NULL;
    struct buffer out = BUFFER_EMPTY;
    char chunk[65536];
    for (size_t got; (got = fread(chunk, 1, sizeof(chunk), file)) > 0;)
        buffer_add(&out, chunk, got);
    fclose(file);
    *size = out.size;
    return out.bytes;
}

/* A node as JSON whose keys stand in the order of the document. */
static void write_node(struct buffer *out, const struct node *node)
{
    double number;
    if (node->kind == NODE_TEXT) {
        buffer_printf(out, "%zu'", node->size);
        buffer_add(out, node->text, node->size);
    } else if (node->kind == NODE_NUMBER && node_number(node, &number)) {
        buffer_printf(out, "%.17g", number);
    } else if (node_is_scalar(node)) {
        buffer_add_string(out, node->text);
    } else {
        buffer_add_string(out, node->kind == NODE_MAPPING ? "{" : "[");
        for (size_t i = 0; i < node->count; i++) {
            if (node->kind == NODE_MAPPING)
                write_node(out, node->keys[i]);
            buffer_add_string(out, node->kind == NODE_MAPPING ? ":" : "");
            write_node(out, node->items[i]);
            buffer_add_byte(out, ',');
        }
        buffer_add_string(out, node->kind == NODE_MAPPING ? "}" : "]");
    }
}

static bool is_same(const struct buffer *found, const struct node *expected)
{
    struct buffer wanted = BUFFER_EMPTY;
    write_node(&wanted, expected);
    bool same = wanted.size == found->size && memcmp(wanted.bytes, found->bytes, found->size) == 0;
    buffer_release(&wanted);
    return same;
}

/* `one` holds what is right, or `several` lists what may be. */
static bool is_right(const struct buffer *found, const struct node *test, const char *one,
                     const char *several)
{
    const struct node *expected = node_find(test, one);
    const struct node *choices = node_find(test, several);
    if (expected)
        return is_same(found, expected);
    for (size_t i = 0; choices && i < choices->count; i++)
        if (is_same(found, choices->items[i]))
            return true;
    return !choices;
}

static const char *check(struct arena *arena, const struct node *test)
{
    const struct node *selector = node_find(test, "selector");
    const struct node *document = node_find(test, "document");
    if (!selector)
        return "the case has no selector";
    struct jsonpath_problem problem = {0};
    struct jsonpath *path =
        jsonpath_new(arena, (struct text){selector->text, selector->size}, &problem);
    bool is_invalid = node_find(test, "invalid_selector");
    if (!path)
        return is_invalid ? NULL
                          : arena_printf(arena, "refused at %zu: %s", problem.at, problem.message);
    const struct jsonpath_location **found = NULL;
    size_t count = 0;
    const char *wrong = is_invalid ? "an invalid selector was accepted" : NULL;
    if (!wrong && !jsonpath_locate(path, arena, document, &found, &count))
        wrong = "a limit was reached";
    jsonpath_release(path);
    if (wrong)
        return wrong;

    struct buffer values = BUFFER_EMPTY, paths = BUFFER_EMPTY;
    buffer_add_byte(&values, '[');
    buffer_add_byte(&paths, '[');
    for (size_t i = 0; i < count; i++) {
        const char *normalised = jsonpath_normalised(arena, found[i]);
        write_node(&values, found[i]->node);
        buffer_printf(&paths, "%zu'%s,", strlen(normalised), normalised);
        buffer_add_byte(&values, ',');
    }
    buffer_add_byte(&values, ']');
    buffer_add_byte(&paths, ']');
    if (!is_right(&values, test, "result", "results"))
        wrong = arena_printf(arena, "other values: %s", buffer_string(&values));
    else if (!is_right(&paths, test, "result_paths", "results_paths"))
        wrong = arena_printf(arena, "other paths: %s", buffer_string(&paths));
    buffer_release(&values);
    buffer_release(&paths);
    return wrong;
}

static void print(struct arena *arena, const struct node *test)
{
    const char *name = node_string(test, "name");
    const char *wrong = check(arena, test);
    struct buffer line = BUFFER_EMPTY;
    buffer_add_string(&line, wrong ? "not ok " : "ok ");
    visible_add(&line, text_of(name ? name : "?"));
    if (wrong) {
        buffer_add_string(&line, ": ");
        visible_add(&line, text_of(wrong));
    }
    puts(buffer_string(&line));
    buffer_release(&line);
}

int main(int argc, char **argv)
{
    size_t size = 0;
    char *bytes = argc == 2 ? read_file(argv[1], &size) : NULL;
    if (!bytes) {
        fprintf(stderr, "usage: %s CTS.JSON, a file that can be read\n", argv[0]);
        return 2;
    }
    struct arena arena;
    arena_init(&arena, 1 << 16);
    struct document document = {0};
    struct document_problem problem = {0};
    bool good = json_parse(&arena, (struct text){bytes, size}, false, &document, &problem);
    const struct node *tests = good ? node_find(document.roots[0], "tests") : NULL;
    if (!good)
        fprintf(stderr, "%s:%u:%u: %s\n", argv[1], problem.line, problem.column, problem.message);
    else if (!tests || tests->kind != NODE_SEQUENCE)
        fprintf(stderr, "%s: no list 'tests'\n", argv[1]);
    for (size_t i = 0; tests && i < tests->count; i++) {
        /* Each case's document is a document: its paths begin there. */
        print(&arena, tests->items[i]);
    }
    bool done = tests && tests->count > 0;
    arena_release(&arena);
    free(bytes);
    return done ? 0 : 2;
}
