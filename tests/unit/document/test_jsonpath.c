#include "jsonpath_check.h"

#include "base/limits.h"

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
}

static void slices_select_as_python_does(void **state)
{
    (void)state;
    const struct node *root = parse("[a, b, c, d, e]");
    assert_string_equal(select_paths(root, "$[1:3]"), "$[1] $[2]");
    assert_string_equal(select_paths(root, "$[3:]"), "$[3] $[4]");
    assert_string_equal(select_paths(root, "$[:2]"), "$[0] $[1]");
    assert_string_equal(select_paths(root, "$[:]"), "$[0] $[1] $[2] $[3] $[4]");
    assert_string_equal(select_paths(root, "$[::2]"), "$[0] $[2] $[4]");
    assert_string_equal(select_paths(root, "$[ 0 : 4 : 3 ]"), "$[0] $[3]");
    assert_string_equal(select_paths(root, "$[-2:]"), "$[3] $[4]");
    assert_string_equal(select_paths(root, "$[:-3]"), "$[0] $[1]");
    assert_string_equal(select_paths(root, "$[::-1]"), "$[4] $[3] $[2] $[1] $[0]");
    assert_string_equal(select_paths(root, "$[3:0:-2]"), "$[3] $[1]");
    assert_string_equal(select_paths(root, "$[0:3:-1]"), "");
    assert_string_equal(select_paths(root, "$[1:3:0]"), "");
    assert_string_equal(select_paths(root, "$[-99:99]"), "$[0] $[1] $[2] $[3] $[4]");
    assert_string_equal(select_paths(root, "$[99:-99:-4]"), "$[4] $[0]");
    assert_string_equal(select_paths(root, "$[0:9007199254740991:9007199254740991]"), "$[0]");
    assert_string_equal(select_paths(root, "$[-9007199254740991::-9007199254740991]"), "");
    assert_string_equal(select_paths(root, "$[1:2,0,3:]"), "$[1] $[0] $[3] $[4]");
    assert_string_equal(select_paths(parse("[]"), "$[:]"), "");
    assert_string_equal(select_paths(parse("[]"), "$[::-1]"), "");
    assert_string_equal(select_paths(parse("{a: 1}"), "$[:]"), "");
}

static void mistakes_have_an_offset(void **state)
{
    (void)state;
    const char *begins = "a path begins with '$'";
    const char *selectors = "a name in quotes, an index, a slice such as 1:3, '*', or a filter "
                            "that begins with '?'";
    const char *name = "a name or '*' is expected after '.'";
    assert_refused("", 0, begins, NULL, NULL);
    assert_refused("a.b", 0, begins, NULL, "$.");
    assert_refused(" $", 0, begins, NULL, NULL);
    assert_refused("$ ", 1, "blanks after the path", NULL, NULL);
    assert_refused("$a", 1, "'.' or '[' is expected", NULL, NULL);
    assert_refused("$.", 2, name, NULL, NULL);
    assert_refused("$..", 3, name, NULL, NULL);
    assert_refused("$...a", 3, name, NULL, NULL);
    assert_refused("$.1a", 2, name, NULL, NULL);
    assert_refused("$. a", 2, name, NULL, NULL);
    assert_refused("$.'a'", 2, name, NULL, NULL);
    assert_refused("$.\xff", 2, name, NULL, NULL);
    assert_refused("$.a-b.c", 2, "a name with a hyphen is written in brackets", NULL, "[\"a-b\"]");
    assert_refused("$[", 1, "'[' has no ']'", NULL, NULL);
    assert_refused("$['a'", 1, "'[' has no ']'", NULL, NULL);
    assert_refused("$[]", 2, "nothing is selected between the brackets", selectors, NULL);
    assert_refused("$['a',]", 6, "nothing is selected between the brackets", selectors, NULL);
    assert_refused("$[a-b, 'c']", 2, "a name between brackets stands in quotes", NULL, "\"a-b\"");
    assert_refused("$[%]", 2, "no selector begins like this", selectors, NULL);
    assert_refused("$[@.a == 1]", 2, "a filter begins with '?'", NULL, "?");
    assert_refused("$[(@.length-1)]", 2, "RFC 9535 has no scripts between brackets",
                   "'?' before a filter; [-1] is the last item", NULL);
    assert_refused("$['a' 'b']", 6, "',' or ']' is expected", NULL, NULL);
    assert_refused("$['a]", 2, "the text has no closing quote", NULL, NULL);
    assert_refused("$['\\\"']", 3, "an escape that does not exist", NULL, NULL);
    assert_refused("$['a\\d']", 4, "an escape that does not exist", NULL, "\\\\d");
    assert_refused("$['\\ud83d']", 3, "a surrogate without its pair", NULL, NULL);
    assert_refused("$['a\nb']", 4, "a control character must be escaped", NULL, NULL);
    assert_refused("$[01]", 2, "an index has no leading zero and is not -0", NULL, NULL);
    assert_refused("$[-0]", 2, "an index has no leading zero and is not -0", NULL, NULL);
    assert_refused("$[-01]", 2, "an index has no leading zero and is not -0", NULL, NULL);
    assert_refused("$[0:-0]", 4, "an index has no leading zero and is not -0", NULL, NULL);
    assert_refused("$[::01]", 4, "an index has no leading zero and is not -0", NULL, NULL);
    assert_refused("$[-]", 3, "a digit is expected after '-'", NULL, NULL);
    assert_refused("$[9007199254740992]", 2, "the index is too large",
                   "at most 9007199254740991 (2^53 - 1)", NULL);
    assert_refused("$[:99999999999999999999]", 3, "the index is too large",
                   "at most 9007199254740991 (2^53 - 1)", NULL);
    assert_refused("$[1.5]", 3, "',' or ']' is expected", NULL, NULL);
    assert_refused("$[1:2:3:4]", 7, "',' or ']' is expected", NULL, NULL);
    compile("$[9007199254740991, -9007199254740991]");
}

static void a_nul_is_no_end(void **state)
{
    (void)state;
    static const char with_nul[] = "$['a\0b']";
    struct text expression = {with_nul, sizeof(with_nul) - 1};
    struct jsonpath_problem problem = {0};
    assert_null(jsonpath_new(&arena, expression, &problem));
    assert_int_equal(problem.at, 4);
    assert_string_equal(select_paths(parse("{\"a\\0b\": 1}"), "$['a\\u0000b']"), "$['a\\u0000b']");
}

static void aliases_are_found_in_each_place(void **state)
{
    (void)state;
    const struct node *root = parse("a: &x {k: [1, 2]}\nb: *x\n");
    assert_string_equal(select_paths(root, "$..k"), "$['a']['k'] $['b']['k']");
    assert_string_equal(select_paths(root, "$.b.k[1]"), "$['b']['k'][1]");
    /* A node by itself stands where it was written. */
    const struct node **nodes = NULL;
    size_t count = 0;
    assert_true(jsonpath_select(compile("$.b.k[1]"), &arena, root, &nodes, &count));
    assert_string_equal(jsonpath_of_node(&arena, nodes[0]), "$['a']['k'][1]");
    /* So does what a merge brought. */
    root = parse("a: &x {k: 1, l: 2}\nb: {<<: *x, m: 3}\n");
    assert_string_equal(select_paths(root, "$.b.*"), "$['b']['m'] $['b']['k'] $['b']['l']");
    assert_true(jsonpath_select(compile("$.b.l"), &arena, root, &nodes, &count));
    assert_string_equal(jsonpath_of_node(&arena, nodes[0]), "$['a']['l']");
}

static void paths_may_begin_within_a_document(void **state)
{
    (void)state;
    const struct node *root = parse("want: y\nlist: [{n: x}, {n: y}]\n");
    const struct node *list = node_find(root, "list");
    assert_string_equal(select_paths(list, "@[?@.n == $.want]"), "$[1]");
    /* The query's own argument is what `$` stands for. */
    assert_string_equal(select_paths(list, "$[?@.n == $.want]"), "");
    assert_string_equal(select_paths(list, "$[?@.n == $[0].n]"), "$[0]");
}

static void assert_nothing(const struct node *root, const char *expression, const char *why)
{
    struct jsonpath *path = compile(expression);
    assert_string_equal(jsonpath_explain_nothing(path, &arena, root), why);
    jsonpath_release(path);
}

static void what_selects_nothing_is_explained(void **state)
{
    (void)state;
    const struct node *root = parse("{jobs: {build: {steps: [{n: 1}, {n: 2}], on: x}}, e: []}");
    assert_nothing(root, "$.jbos", "$ has no 'jbos'; did you mean 'jobs'?");
    assert_nothing(root, "$.jobs.biuld.steps[0].n",
                   "$['jobs'] has no 'biuld'; did you mean 'build'?");
    assert_nothing(root, "$.jobs.other", "$['jobs'] has no 'other'");
    assert_nothing(root, "$.jobs.build.steps.n",
                   "$['jobs']['build']['steps'] is a list: [*] or an index comes before 'n'");
    assert_nothing(root, "$.jobs.build.on.push", "$['jobs']['build']['on'] is a text");
    assert_nothing(root, "$.jobs[0]", "$['jobs'] is a mapping");
    assert_nothing(root, "$.jobs.build.steps[2]", "$['jobs']['build']['steps'] has 2 items");
    assert_nothing(root, "$.jobs.build.steps[?@.n == 3].n",
                   "the filter holds for nothing in $['jobs']['build']['steps']");
    assert_nothing(root, "$.jobs.build.steps[*].m",
                   "there are 2 like $['jobs']['build']['steps'][0], and nothing in them is "
                   "selected");
    assert_nothing(root, "$.e[*]", "$['e'] is there, and nothing in it is selected");
    assert_nothing(root, "$..stepss", "$ is there, and nothing in it is selected");
}

static void many_items_have_their_paths_at_once(void **state)
{
    (void)state;
    enum { ITEMS = 50000 };
    struct buffer yaml = BUFFER_EMPTY;
    for (size_t i = 0; i < ITEMS; i++)
        buffer_add_string(&yaml, "- 1\n");
    const struct node *root = parse(buffer_string(&yaml));
    buffer_release(&yaml);
    const struct jsonpath_location **found = NULL;
    size_t count = 0;
    assert_true(jsonpath_locate(compile("$[*]"), &arena, root, &found, &count));
    assert_int_equal(count, ITEMS);
    for (size_t i = 0; i < count; i++) {
        const char *written = arena_printf(&arena, "$[%zu]", i);
        assert_string_equal(jsonpath_normalised(&arena, found[i]), written);
        assert_string_equal(jsonpath_of_node(&arena, found[i]->node), written);
    }
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
    assert_false(
        jsonpath_select(compile("$..[?count(@..*..*..*..*) == 1]"), &arena, root, &nodes, &count));
    assert_false(jsonpath_select(compile("$[?@..[?@..[?@..[?@..[?@..[?@.x]]]]]]"), &arena, root,
                                 &nodes, &count));
    assert_int_equal(count, 77);
    assert_true(jsonpath_select(compile("$..*"), &arena, root, &nodes, &count));
    assert_int_equal(count, 180);
}

static void what_is_selected_is_limited(void **state)
{
    (void)state;
    struct buffer yaml = BUFFER_EMPTY;
    buffer_add_string(&yaml, "[");
    for (int i = 0; i < 2000; i++)
        buffer_add_string(&yaml, "1,");
    buffer_add_string(&yaml, "1]");
    const struct node *root = parse(buffer_string(&yaml));
    buffer_clear(&yaml);
    /* 1001 times `*` of 2001 items: some more than the limit of what may be selected. */
    buffer_add_string(&yaml, "$[*");
    for (int i = 0; i < 1000; i++)
        buffer_add_string(&yaml, ",*");
    buffer_add_string(&yaml, "]");
    const struct node **nodes = NULL;
    size_t count = 0;
    assert_false(jsonpath_select(compile(buffer_string(&yaml)), &arena, root, &nodes, &count));
    buffer_release(&yaml);
}

static const char *repeated(const char *before, size_t times, const char *middle,
                            const char *behind)
{
    struct buffer out = BUFFER_EMPTY;
    buffer_add_string(&out, "$[?");
    for (size_t i = 0; i < times; i++)
        buffer_add_string(&out, before);
    buffer_add_string(&out, middle);
    for (size_t i = 0; i < times; i++)
        buffer_add_string(&out, behind);
    buffer_add_string(&out, "]");
    const char *copy = arena_strdup(&arena, buffer_string(&out));
    buffer_release(&out);
    return copy;
}

static void nesting_and_size_are_limited(void **state)
{
    (void)state;
    const char *deep = "nested more than 32 deep";
    compile(repeated("(", 31, "@.a", ")"));
    assert_refused(repeated("(", 32, "@.a", ")"), 34, deep, NULL, NULL);
    assert_refused(repeated("!(", 50000 / 4, "@.a", ")"), 3 + 31 * 2 + 1, deep, NULL, NULL);
    compile(repeated("@[?", 31, "@.a", "]"));
    assert_refused(repeated("@[?", 32, "@.a", "]"), 3 + 31 * 3 + 2, deep, NULL, NULL);
    struct buffer long_path = BUFFER_EMPTY;
    buffer_add_string(&long_path, "$");
    while (long_path.size <= LIMIT_JSONPATH_BYTES)
        buffer_add_string(&long_path, ".a");
    assert_refused(buffer_string(&long_path), 0, "longer than 65536 bytes", NULL, NULL);
    /* One that is as long as it may be leads as deep as the document does. */
    long_path.bytes[LIMIT_JSONPATH_BYTES - 1] = '\0';
    assert_string_equal(select_paths(parse("{a: {a: {a: 1}}}"), long_path.bytes), "");
    buffer_release(&long_path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(names_indexes_and_wildcards_select, set_up, tear_down),
        cmocka_unit_test_setup_teardown(descendants_come_in_document_order, set_up, tear_down),
        cmocka_unit_test_setup_teardown(normalised_paths_escape, set_up, tear_down),
        cmocka_unit_test_setup_teardown(slices_select_as_python_does, set_up, tear_down),
        cmocka_unit_test_setup_teardown(mistakes_have_an_offset, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_nul_is_no_end, set_up, tear_down),
        cmocka_unit_test_setup_teardown(aliases_are_found_in_each_place, set_up, tear_down),
        cmocka_unit_test_setup_teardown(paths_may_begin_within_a_document, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_selects_nothing_is_explained, set_up, tear_down),
        cmocka_unit_test_setup_teardown(many_items_have_their_paths_at_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(steps_are_limited, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_selected_is_limited, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nesting_and_size_are_limited, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
