/* jsonpath_check.h - what the tests of JSONPath share. */
#ifndef TESTS_JSONPATH_CHECK_H
#define TESTS_JSONPATH_CHECK_H

#include "document/jsonpath.h"
#include "document/yaml.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, 4096);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static inline const struct node *parse(const char *yaml)
{
    struct document document = {0};
    struct document_problem problem = {0};
    if (!yaml_parse(&arena, text_of(yaml), &document, &problem))
        fail_msg("%u:%u: %s", problem.line, problem.column, problem.message);
    return document.roots[0];
}

static inline struct jsonpath *compile(const char *expression)
{
    struct jsonpath_problem problem = {0};
    struct jsonpath *path = jsonpath_new(&arena, text_of(expression), &problem);
    if (!path)
        fail_msg("%s: %zu: %s", expression, problem.at, problem.message);
    return path;
}

/* The normalised paths of what is selected, a blank between them. */
static inline const char *select_paths(const struct node *root, const char *expression)
{
    struct jsonpath *path = compile(expression);
    const struct jsonpath_location **found = NULL;
    const struct node **nodes = NULL;
    size_t count = 0, node_count = 0;
    assert_true(jsonpath_locate(path, &arena, root, &found, &count));
    assert_true(jsonpath_select(path, &arena, root, &nodes, &node_count));
    assert_int_equal(count, node_count);
    struct buffer paths = BUFFER_EMPTY;
    for (size_t i = 0; i < count; i++) {
        assert_ptr_equal(found[i]->node, nodes[i]);
        buffer_printf(&paths, "%s%s", i ? " " : "", jsonpath_normalised(&arena, found[i]));
    }
    const char *copy = arena_strdup(&arena, buffer_string(&paths));
    buffer_release(&paths);
    jsonpath_release(path);
    return copy;
}

/* `expected` and `meant` may be NULL: then there is none. */
static inline void assert_refused(const char *expression, size_t at, const char *message,
                                  const char *expected, const char *meant)
{
    struct jsonpath_problem problem = {0};
    if (jsonpath_new(&arena, text_of(expression), &problem))
        fail_msg("'%s' was accepted", expression);
    if (strcmp(problem.message, message) != 0 || problem.at != at)
        fail_msg("'%s': %zu: %s", expression, problem.at, problem.message);
    assert_true(problem.length >= 1);
    assert_string_equal(problem.expected ? problem.expected : "-", expected ? expected : "-");
    assert_string_equal(problem.meant ? problem.meant : "-", meant ? meant : "-");
}

#endif
