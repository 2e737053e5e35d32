#include "document/jsonpath.h"

#include "base/limits.h"
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

static const struct node *parse(const char *yaml)
{
    struct document document = {0};
    struct document_problem problem = {0};
    assert_true(yaml_parse(&arena, text_of(yaml), &document, &problem));
    return document.roots[0];
}

static struct jsonpath *compile(const char *expression)
{
    const char *problem = NULL;
    size_t at = 0;
    struct jsonpath *path = jsonpath_new(&arena, expression, &problem, &at);
    if (!path)
        fail_msg("%s: %zu: %s", expression, at, problem);
    return path;
}

/* The normalised paths of what is selected, a blank between them. */
static const char *select_paths(const struct node *root, const char *expression)
{
    const struct node **nodes = NULL;
    size_t count = 0;
    assert_true(jsonpath_select(compile(expression), &arena, root, &nodes, &count));
    struct buffer paths = BUFFER_EMPTY;
    for (size_t i = 0; i < count; i++)
        buffer_printf(&paths, "%s%s", i ? " " : "", jsonpath_normalised(&arena, nodes[i]));
    const char *copy = arena_strdup(&arena, buffer_string(&paths));
    buffer_release(&paths);
    return copy;
}

static void assert_refused(const char *expression, size_t at, const char *message)
{
    const char *problem = NULL;
    size_t offset = 0;
    assert_null(jsonpath_new(&arena, expression, &problem, &offset));
    assert_string_equal(problem, message);
    assert_int_equal(offset, at);
}

static void names_indexes_and_wildcards_select(void **state)
{
    (void)state;
    const struct node *root =
        parse("a: {b: [x, y, z], 'c d': 1}\nlist: [{k: 1}, {k: 2}, 3]\n1: one\n\xc3\xa9: e\n");
    assert_string_equal(select_paths(root, "$"), "$");
    assert_string_equal(select_paths(root, "@"), "$");
    assert_string_equal(select_paths(root, "$.a.b"), "$['a']['b']");
    assert_string_equal(select_paths(root, "@.a['c d']"), "$['a']['c d']");
    assert_string_equal(select_paths(root, "$[\"a\"][\"b\"][1]"), "$['a']['b'][1]");
    assert_string_equal(select_paths(root, "$.a.b[-1]"), "$['a']['b'][2]");
    assert_string_equal(select_paths(root, "$.a.b[-3]"), "$['a']['b'][0]");
    assert_string_equal(select_paths(root, "$.a.b[3]"), "");
    assert_string_equal(select_paths(root, "$.a.b[-4]"), "");
    assert_string_equal(select_paths(root, "$.list[*].k"), "$['list'][0]['k'] $['list'][1]['k']");
    assert_string_equal(select_paths(root, "$.list.*"), "$['list'][0] $['list'][1] $['list'][2]");
    assert_string_equal(select_paths(root, "$.a.b['x']"), "");
    assert_string_equal(select_paths(root, "$[1]"), "");
    assert_string_equal(select_paths(root, "$['1']"), "$['1']");
    assert_string_equal(select_paths(root, "$.a.b[0][0]"), "");
    assert_string_equal(select_paths(root, "$.a.b[0].*"), "");
    assert_string_equal(select_paths(root, "$.\xc3\xa9"), "$['\xc3\xa9']");
    assert_string_equal(select_paths(root, "$['\\u00e9']"), "$['\xc3\xa9']");
    assert_string_equal(select_paths(root, "$ .a [ 'b' , \"c d\" ] [ 0 ]"), "$['a']['b'][0]");
    assert_string_equal(select_paths(root, "$.list[2,0,0]"),
                        "$['list'][2] $['list'][0] $['list'][0]");
    assert_string_equal(select_paths(root, "$.missing.more[*]"), "");
    assert_string_equal(select_paths(NULL, "$.a"), "");
}

static void descendants_come_in_document_order(void **state)
{
    (void)state;
    const struct node *root = parse("a: 1\nb:\n  a: {a: 2}\n  c: [{a: 3}, [x]]\n");
    assert_string_equal(select_paths(root, "$..a"),
                        "$['a'] $['b']['a'] $['b']['a']['a'] $['b']['c'][0]['a']");
    assert_string_equal(select_paths(root, "$..[0]"), "$['b']['c'][0] $['b']['c'][1][0]");
    assert_string_equal(select_paths(root, "$.b..*"),
                        "$['b']['a'] $['b']['c'] $['b']['a']['a'] $['b']['c'][0] $['b']['c'][1] "
                        "$['b']['c'][0]['a'] $['b']['c'][1][0]");
    assert_string_equal(select_paths(root, "$..['a','c']"),
                        "$['a'] $['b']['a'] $['b']['c'] $['b']['a']['a'] $['b']['c'][0]['a']");
    assert_string_equal(select_paths(parse("x"), "$..*"), "");
}

static void normalised_paths_escape(void **state)
{
    (void)state;
    const struct node *root = parse("\"it's\\\\ \\n\\t\\b\\f\\r\\e\\\"\": 1\n'': 2\n");
    assert_string_equal(select_paths(root, "$.*"),
                        "$['it\\'s\\\\ \\n\\t\\b\\f\\r\\u001b\"'] $['']");
    assert_string_equal(select_paths(root, "$['it\\'s\\\\ \\n\\t\\b\\f\\r\\u001b\"']"),
                        "$['it\\'s\\\\ \\n\\t\\b\\f\\r\\u001b\"']");
    /* What an alias shares stands in its first place. */
    root = parse("a: &x {k: 1}\nb: *x\n");
    assert_string_equal(select_paths(root, "$.b.k"), "$['a']['k']");
}

static void mistakes_have_an_offset(void **state)
{
    (void)state;
    assert_refused("", 0, "a path begins with '$'");
    assert_refused("a.b", 0, "a path begins with '$'");
    assert_refused(" $", 0, "a path begins with '$'");
    assert_refused("$ ", 1, "blanks after the path");
    assert_refused("$a", 1, "'.' or '[' is expected");
    assert_refused("$.", 2, "a name or '*' is expected after '.'");
    assert_refused("$..", 3, "a name or '*' is expected after '.'");
    assert_refused("$...a", 3, "a name or '*' is expected after '.'");
    assert_refused("$.1a", 2, "a name or '*' is expected after '.'");
    assert_refused("$. a", 2, "a name or '*' is expected after '.'");
    assert_refused("$.a-b", 2, "a name with a hyphen is written ['name']");
    assert_refused("$.'a'", 2, "a name or '*' is expected after '.'");
    assert_refused("$[", 1, "'[' has no ']'");
    assert_refused("$['a'", 1, "'[' has no ']'");
    assert_refused("$[]", 2, "a name in quotes, an index or '*' is expected");
    assert_refused("$[a]", 2, "a name in quotes, an index or '*' is expected");
    assert_refused("$['a',]", 6, "a name in quotes, an index or '*' is expected");
    assert_refused("$['a' 'b']", 6, "',' or ']' is expected");
    assert_refused("$['a]", 2, "the text has no closing quote");
    assert_refused("$['\\\"']", 3, "an escape that does not exist");
    assert_refused("$['\\ud83d']", 3, "a surrogate without its pair");
    assert_refused("$[01]", 2, "an index has no leading zero and is not -0");
    assert_refused("$[-0]", 2, "an index has no leading zero and is not -0");
    assert_refused("$[-]", 3, "a digit is expected after '-'");
    assert_refused("$[9007199254740992]", 2, "the index is too large");
    assert_refused("$[1.5]", 3, "',' or ']' is expected");
    assert_refused("$.a[?@.b == 1]", 4, "filters are not supported yet: '?@.b == 1]'");
    assert_refused("$.a[1:2]", 4, "slices are not supported yet: '1:2]'");
    assert_refused("$.a[:]", 4, "slices are not supported yet: ':]'");
    assert_refused("$.\xff", 2, "a name or '*' is expected after '.'");
    compile("$[9007199254740991, -9007199254740991]");
}

static void steps_are_limited(void **state)
{
    (void)state;
    /* Each `..*` multiplies what the one before it gave. */
    struct buffer yaml = BUFFER_EMPTY;
    for (int i = 0; i < 90; i++)
        buffer_add_string(&yaml, "[1, ");
    buffer_add_string(&yaml, "2");
    for (int i = 0; i < 90; i++)
        buffer_add_string(&yaml, "]");
    const struct node *root = parse(buffer_string(&yaml));
    buffer_release(&yaml);
    const struct node **nodes = NULL;
    size_t count = 77;
    assert_false(jsonpath_select(compile("$..*..*..*..*..*..*"), &arena, root, &nodes, &count));
    assert_int_equal(count, 77);
    assert_true(jsonpath_select(compile("$..*"), &arena, root, &nodes, &count));
    assert_int_equal(count, 180);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(names_indexes_and_wildcards_select, set_up, tear_down),
        cmocka_unit_test_setup_teardown(descendants_come_in_document_order, set_up, tear_down),
        cmocka_unit_test_setup_teardown(normalised_paths_escape, set_up, tear_down),
        cmocka_unit_test_setup_teardown(mistakes_have_an_offset, set_up, tear_down),
        cmocka_unit_test_setup_teardown(steps_are_limited, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
