#include "jsonpath_check.h"

static void length_counts(void **state)
{
    (void)state;
    const struct node *root = parse("[abc, '', \"\\u00e9\\U0001F600\", [1, 2], [], {a: 1}, 12, "
                                    "true, ~]");
    assert_string_equal(select_paths(root, "$[?length(@) == 3]"), "$[0]");
    assert_string_equal(select_paths(root, "$[?length(@) == 0]"), "$[1] $[4]");
    assert_string_equal(select_paths(root, "$[?length(@) == 2]"), "$[2] $[3]");
    assert_string_equal(select_paths(root, "$[?length(@) == 1]"), "$[5]");
    assert_string_equal(select_paths(root, "$[?length(@) >= 0]"), "$[0] $[1] $[2] $[3] $[4] $[5]");
    assert_string_equal(select_paths(root, "$[?length(@) > length('ab')]"), "$[0]");
    assert_string_equal(select_paths(root, "$[?length(@.none) == 0]"), "");
    assert_string_equal(select_paths(root, "$[? 2.0 == length( @ )]"), "$[2] $[3]");
}

static void count_and_value_take_nodes(void **state)
{
    (void)state;
    const struct node *root = parse("[{a: {b: 1}}, {a: {b: 1, c: {b: 2}}}, {}, 5]");
    assert_string_equal(select_paths(root, "$[?count(@..b) == 2]"), "$[1]");
    assert_string_equal(select_paths(root, "$[?count(@.*) == 1]"), "$[0] $[1]");
    assert_string_equal(select_paths(root, "$[?count(@['a','a']) == 2]"), "$[0] $[1]");
    assert_string_equal(select_paths(root, "$[?count(@.*) < 1]"), "$[2] $[3]");
    assert_string_equal(select_paths(root, "$[?value(@..b) == 1]"), "$[0]");
    assert_string_equal(select_paths(root, "$[?value(@..b) == value(@..none)]"), "$[1] $[2] $[3]");
    assert_string_equal(select_paths(root, "$[?count($[?@.a]) == 2 && @ == 5]"), "$[3]");
    assert_string_equal(select_paths(root, "$[?length(value(@..c)) == 1]"), "$[1]");
}

static void match_takes_all_and_search_a_part(void **state)
{
    (void)state;
    const struct node *root = parse("[ab, xaby, \"ab\\n\", b, 'a.b', 12, ~, [ab]]");
    assert_string_equal(select_paths(root, "$[?match(@, 'ab')]"), "$[0]");
    assert_string_equal(select_paths(root, "$[?search(@, 'ab')]"), "$[0] $[1] $[2]");
    assert_string_equal(select_paths(root, "$[?match(@, 'b|ab')]"), "$[0] $[3]");
    assert_string_equal(select_paths(root, "$[?match(@, 'a\\\\.b')]"), "$[4]");
    assert_string_equal(select_paths(root, "$[?!search(@, 'a')]"), "$[3] $[5] $[6] $[7]");
    assert_string_equal(select_paths(root, "$[?search(@, '^ab$')]"), "$[0]");
    assert_string_equal(select_paths(root, "$[?match(12, '12') || match(@, @)]"),
                        "$[0] $[1] $[2] $[3] $[4]");
    assert_string_equal(select_paths(root, "$[?search('xaby', @)]"), "$[0] $[1] $[3]");
    assert_string_equal(select_paths(root, "$[?match(@, $[3]) || search(@, $[3])]"),
                        "$[0] $[1] $[2] $[3] $[4]");
    /* The same text, first for match and then for search. */
    assert_string_equal(select_paths(root, "$[?search(@, $[3]) && !match(@, $[3])]"),
                        "$[0] $[1] $[2] $[4]");
}

static void what_is_no_expression_matches_nothing(void **state)
{
    (void)state;
    const struct node *root = parse("['1', '\\d', '(', 'a{99999}', '[z-a]']");
    struct jsonpath *path = compile("$[?match(@, '\\\\d')]");
    const struct jsonpath_problem *doubt = jsonpath_doubt(path);
    assert_non_null(doubt);
    assert_int_equal(doubt->at, 12);
    assert_string_equal(doubt->meant, "[0-9]");
    assert_string_equal(doubt->message,
                        "the regular expression is no I-Regexp (RFC 9485), so that it matches "
                        "nothing: an escape that I-Regexp does not have");
    assert_string_equal(select_paths(root, "$[?match(@, '\\\\d')]"), "");
    assert_string_equal(select_paths(root, "$[?search('1', @)]"), "$[0]");
    path = compile("$[?match(@, 'ab(c')]");
    assert_int_equal(jsonpath_doubt(path)->at, 15);
    path = compile("$[?match(@, '[z-a]')]");
    assert_int_equal(jsonpath_doubt(path)->at, 12);
    path = compile("$[?match(@, 'x') && search(@.a, $.b) && match(@, 1)]");
    assert_null(jsonpath_doubt(path));
    size_t count = 0;
    jsonpath_patterns(path, &count);
    assert_int_equal(count, 1);
    jsonpath_release(path);
    jsonpath_patterns(path, &count);
    assert_int_equal(count, 0);
}

static void patterns_have_limits(void **state)
{
    (void)state;
    struct buffer yaml = BUFFER_EMPTY;
    buffer_add_string(&yaml, "[");
    for (int i = 0; i < 60; i++)
        buffer_add_string(&yaml, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
    buffer_add_string(&yaml, "c]");
    const struct node *root = parse(buffer_string(&yaml));
    const struct node **nodes = NULL;
    size_t count = 0;
    struct jsonpath *path = compile("$[?match(@, '(a|a|aa)*[bd]')]");
    assert_false(jsonpath_select(path, &arena, root, &nodes, &count));
    jsonpath_release(path);
    /* Each item is another regular expression: to compile them all takes too long. */
    buffer_clear(&yaml);
    for (int i = 0; i < 12000; i++)
        buffer_printf(&yaml, "- a%d\n", i);
    root = parse(buffer_string(&yaml));
    buffer_release(&yaml);
    assert_false(jsonpath_select(compile("$[?match('x', @)]"), &arena, root, &nodes, &count));
    assert_true(jsonpath_select(compile("$[?match(@, $[7])]"), &arena, root, &nodes, &count));
    assert_int_equal(count, 1);
}

static void calls_are_checked(void **state)
{
    (void)state;
    const char *names = "length, count, value, match or search";
    assert_refused("$[?lenght(@.a) == 1]", 3, "unknown function 'lenght'", NULL, "length");
    assert_refused("$[?Length(@.a) == 1]", 3, "unknown function 'Length'", NULL, "length");
    assert_refused("$[?size(@.a) == 1]", 3, "unknown function 'size'", NULL, "length");
    assert_refused("$[?regex(@.a, 'x')]", 3, "unknown function 'regex'", NULL, "search");
    assert_refused("$[?frobnicate(@.a)]", 3, "unknown function 'frobnicate'", names, NULL);
    assert_refused("$[?length (@.a) == 1]", 9, "no blank stands between a function and its '('",
                   NULL, NULL);
    assert_refused("$[?length(@.a)]", 3,
                   "length() gives a value, which is no condition until it is compared", NULL,
                   NULL);
    assert_refused("$[?match(@.a, 'x') == true]", 3,
                   "match() gives true or false, which is not compared", NULL, NULL);
    assert_refused("$[?1 == search(@.a, 'x')]", 8,
                   "search() gives true or false, which is not compared", NULL, NULL);
    assert_refused("$[?length(@.*) == 1]", 10,
                   "length() takes a value, and this path may select several",
                   "names and indexes only, or value(...)", NULL);
    assert_refused("$[?length(match(@, 'a')) == 1]", 10,
                   "length() takes a value, and match() gives true or false", NULL, NULL);
    assert_refused("$[?count(1) == 1]", 9, "count() takes the nodes of a query",
                   "a path such as @.name or $..name", NULL);
    assert_refused("$[?value(length(@.a)) == 1]", 9, "value() takes the nodes of a query",
                   "a path such as @.name or $..name", NULL);
    assert_refused("$[?length() == 1]", 10, "length() takes one value", NULL, NULL);
    assert_refused("$[?length(@.a, @.b) == 1]", 13, "length() takes one value", NULL, NULL);
    assert_refused("$[?match(@.a)]", 12, "match() takes a value and a regular expression", NULL,
                   NULL);
    assert_refused("$[?match(@.a, 'x', 'i')]", 17, "match() takes a value and a regular expression",
                   NULL, NULL);
    assert_refused("$[?length(@.a == 1)]", 14, "length() takes one value, no condition", NULL,
                   NULL);
    assert_refused("$[?count(@.a || @.b) == 1]", 13, "count() takes one path, no condition", NULL,
                   NULL);
    assert_refused("$[?length(!@.a) == 1]", 10, "length() takes one value, no condition", NULL,
                   NULL);
    assert_refused("$[?length(@.a", 13, "')' is expected in length()", NULL, NULL);
    assert_refused("$[?match(@.a 'x')]", 13, "',' is expected in match()", NULL, NULL);
    /* What was compiled before the mistake is freed again: a sanitizer sees it. */
    assert_refused("$[?match(@.a, 'x') && match(@.b, 'y')", 1, "'[' has no ']'", NULL, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(length_counts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(count_and_value_take_nodes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(match_takes_all_and_search_a_part, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_no_expression_matches_nothing, set_up, tear_down),
        cmocka_unit_test_setup_teardown(patterns_have_limits, set_up, tear_down),
        cmocka_unit_test_setup_teardown(calls_are_checked, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
