#include "jsonpath_check.h"

#include "base/limits.h"

/* What of a list of one value a filter over `@` selects. */
static void assert_true_of(const char *value, const char *condition)
{
    const struct node *root = parse(arena_printf(&arena, "[%s]", value));
    const char *found = select_paths(root, arena_printf(&arena, "$[?%s]", condition));
    if (strcmp(found, "$[0]") != 0)
        fail_msg("%s: not %s", value, condition);
}

static void assert_false_of(const char *value, const char *condition)
{
    const struct node *root = parse(arena_printf(&arena, "[%s]", value));
    const char *found = select_paths(root, arena_printf(&arena, "$[?%s]", condition));
    if (*found)
        fail_msg("%s: %s", value, condition);
}

static void what_exists_passes(void **state)
{
    (void)state;
    const struct node *root = parse("[{a: 1}, {a: null}, {b: false}, 3, [1], {a: {c: [0]}}]");
    assert_string_equal(select_paths(root, "$[?@.a]"), "$[0] $[1] $[5]");
    assert_string_equal(select_paths(root, "$[?!@.a]"), "$[2] $[3] $[4]");
    assert_string_equal(select_paths(root, "$[? ! @.a]"), "$[2] $[3] $[4]");
    assert_string_equal(select_paths(root, "$[?@[0]]"), "$[4]");
    assert_string_equal(select_paths(root, "$[?@]"), "$[0] $[1] $[2] $[3] $[4] $[5]");
    assert_string_equal(select_paths(root, "$[?@.*]"), "$[0] $[1] $[2] $[4] $[5]");
    assert_string_equal(select_paths(root, "$[?@..c]"), "$[5]");
    assert_string_equal(select_paths(root, "$[?$[2].b]"), "$[0] $[1] $[2] $[3] $[4] $[5]");
    assert_string_equal(select_paths(root, "$[?$.none]"), "");
    assert_string_equal(select_paths(root, "$[?@.a.c[?@ == 0]]"), "$[5]");
    assert_string_equal(select_paths(root, "$..[?@.c]"), "$[5]['a']");
    assert_string_equal(select_paths(root, "$[?@.b,?@.a,0]"), "$[2] $[0] $[1] $[5] $[0]");
    assert_string_equal(select_paths(parse("{x: {a: 1}, y: 2}"), "$[?@.a]"), "$['x']");
    assert_string_equal(select_paths(parse("x"), "$[?@]"), "");
}

static void conditions_are_joined(void **state)
{
    (void)state;
    assert_true_of("{a: 1, b: 2}", "@.a && @.b");
    assert_false_of("{a: 1}", "@.a && @.b");
    assert_true_of("{a: 1}", "@.a || @.b");
    assert_false_of("{}", "@.a || @.b");
    /* `&&` binds closer. */
    assert_true_of("{a: 1}", "@.a || @.b && @.c");
    assert_false_of("{a: 1}", "(@.a || @.b) && @.c");
    assert_true_of("{c: 1}", "!(@.a || @.b) && @.c");
    assert_true_of("{a: 1}", "@.a&&!@.b&&!@.c||@.d");
    assert_true_of("{d: 1}", "@.a && @.b || @.c || @.d");
    assert_true_of("{a: 1}", "((@.a))");
    assert_false_of("{a: 1}", "!((@.a))");
    assert_true_of("{a: 1}", "!( ! ( @.a ) )");
}

static void numbers_compare_by_value(void **state)
{
    (void)state;
    assert_true_of("1", "@ == 1");
    assert_true_of("1.0", "@ == 1");
    assert_true_of("1", "@ == 1.0");
    assert_true_of("100", "@ == 1e2");
    assert_true_of("100", "@ == 1E+2");
    assert_true_of("0.5", "@ == 5e-1");
    assert_true_of("0", "@ == -0");
    assert_true_of("-0.0", "@ == 0");
    assert_false_of("1.5", "@ == 1");
    assert_true_of("1.5", "@ > 1 && @ < 2 && @ >= 1.5 && @ <= 1.5 && @ != 1");
    assert_false_of("1.5", "@ > 1.5 || @ < 1.5");
    assert_true_of("-3", "@ < -2.5");
    /* Both are integers: no double is asked, which could not tell. */
    assert_false_of("9007199254740993", "@ == 9007199254740992");
    assert_true_of("9007199254740993", "@ > 9007199254740992");
    assert_true_of("18446744073709551616", "@ > 9223372036854775807");
    /* As YAML writes numbers. */
    assert_true_of("0x10", "@ == 16");
    assert_true_of("0o10", "@ == 8");
    assert_true_of("+5", "@ == 5");
    assert_true_of(".inf", "@ > 1e308");
    assert_false_of(".nan", "@ == @ || @ < 1 || @ >= 1");
    assert_true_of(".nan", "@ != @");
    /* A number that no reader takes equals only what is written alike. */
    struct buffer digits = BUFFER_EMPTY;
    for (int i = 0; i < 600; i++)
        buffer_add_byte(&digits, '7');
    const char *many = buffer_string(&digits);
    assert_true_of(many, arena_printf(&arena, "@ == %s", many));
    assert_false_of(many, arena_printf(&arena, "@ == %s8 || @ == 7 || @ < %s8", many, many));
    buffer_release(&digits);
}

static void texts_compare_by_characters(void **state)
{
    (void)state;
    assert_true_of("abc", "@ == 'abc' && @ == \"abc\" && 'abc' == @");
    assert_true_of("'1'", "@ == '1'");
    assert_false_of("'1'", "@ == 1");
    assert_false_of("1", "@ == '1'");
    assert_true_of("a", "@ < 'b' && @ <= 'a' && @ < 'aa' && @ > ''");
    assert_false_of("a", "@ < 'a' || @ > 'a' || @ < 1 || @ >= 1");
    /* U+FFFF stands before U+10000, unlike in UTF-16. */
    assert_true_of("\"\\uffff\"", "@ < '\xf0\x90\x80\x80'");
    assert_true_of("\"it's \\\"\\n\\u263a\"", "@ == 'it\\'s \"\\n\\u263A'");
    assert_true_of("\"it's \\\"\\n\\U0001F600/\"", "@ == \"it's \\\"\\n\\ud83d\\uDE00\\/\"");
    assert_true_of("\"\\b\\f\\r\\t\\\\\"", "@ == '\\b\\f\\r\\t\\\\'");
    assert_true_of("\"a\\0b\"", "@ == 'a\\u0000b' && @ != 'a'");
}

static void other_kinds_compare_as_they_are(void **state)
{
    (void)state;
    assert_true_of("true", "@ == true && @ != false && @ <= true && @ >= true");
    assert_false_of("true", "@ < true || @ > false || @ == 'true' || @ == 1");
    assert_true_of("True", "@ == true");
    assert_true_of("~", "@ == null && @ <= null");
    assert_false_of("~", "@ < null || @ == false || @ == 0 || @ == ''");
    /* By the kind of a plain scalar: `no` and dates are texts. */
    assert_true_of("no", "@ == 'no'");
    assert_true_of("2026-01-02", "@ == '2026-01-02'");
    assert_true_of("'true'", "@ == 'true' && @ != true");
    assert_true_of("[1, [2.0]]", "@ == @ && @[1][0] == 2");
    assert_false_of("[1]", "@ < @ || @ == 1");
}

static void lists_and_mappings_compare_deeply(void **state)
{
    (void)state;
    const struct node *root = parse("- {v: [1, {a: x, b: [true]}]}\n"
                                    "- {v: [1.0, {b: [true], a: x}]}\n"
                                    "- {v: [1, {a: x}]}\n"
                                    "- {v: [1, {a: x, c: [true]}]}\n"
                                    "- {v: [{a: x, b: [true]}, 1]}\n"
                                    "- {v: [1, {a: x, b: [false]}]}\n");
    assert_string_equal(select_paths(root, "$[?@.v == $[0].v]"), "$[0] $[1]");
    assert_string_equal(select_paths(root, "$[?@.v != $[0].v]"), "$[2] $[3] $[4] $[5]");
    assert_string_equal(select_paths(root, "$[?@.v >= $[0].v]"), "$[0] $[1]");
    assert_string_equal(select_paths(root, "$[?@.v < $[0].v]"), "");
    assert_true_of("{a: {}, b: []}", "@.a != @.b");
    assert_true_of("{a: {}, b: {}}", "@.a == @.b");
    assert_true_of("{a: [], b: []}", "@.a == @.b");
    assert_true_of("{a: {x: 1, y: 2, z: 3}, b: {z: 3, y: 2, x: 1}}", "@.a == @.b");
    assert_true_of("{a: {x: 1, y: 2, z: 3}, b: {z: 3, y: 2, x: 2}}", "@.a != @.b");
    assert_true_of("{a: {x: 1, y: 2}, b: {y: 1, x: 2}}", "@.a != @.b");
}

static void what_is_absent_equals_itself(void **state)
{
    (void)state;
    assert_true_of("{a: 1}", "@.x == @.y && @.x <= @.y && @.x >= @.y");
    assert_false_of("{a: 1}", "@.x == @.a || @.x != @.y || @.x < @.a || @.x > @.a || @.x < @.y");
    assert_true_of("{a: null}", "@.x != @.a && @.x != null && @.a == null");
    assert_true_of("{a: 1}", "length(@.a) == @.x");
    assert_true_of("{a: 1}", "length(@.a) == length(@.x)");
    assert_false_of("{a: 1}", "length(@.a) == 0");
}

static void mistakes_in_filters_are_told(void **state)
{
    (void)state;
    const char *operand = "a path that begins with '@' or '$', a literal, or a function";
    const char *singular = "only a path that selects one value can be compared";
    const char *singular_expected = "names and indexes only, or count(...) or value(...)";
    assert_refused("$[?]", 3, "a value is expected", operand, NULL);
    assert_refused("$[?", 3, "the filter ends where a value is expected", operand, NULL);
    assert_refused("$[?@.a", 1, "'[' has no ']'", NULL, NULL);
    assert_refused("$[?(@.a]", 7, "')' is expected", NULL, NULL);
    assert_refused("$[?(@.a", 3, "'(' has no ')'", NULL, NULL);
    assert_refused("$[?@.a)]", 6, "',' or ']' is expected", NULL, NULL);
    assert_refused("$[?()]", 4, "a value is expected", operand, NULL);
    assert_refused("$[?@.a == ]", 10, "a value is expected", operand, NULL);
    assert_refused("$[?@.a &&]", 9, "a value is expected", operand, NULL);
    assert_refused("$[?@.a == [1]]", 10, "a list or a mapping is no literal of a filter", operand,
                   NULL);
    assert_refused("$[?1]", 3, "a literal by itself is no condition",
                   "a comparison such as @.name == 1", NULL);
    assert_refused("$[?@.a == 1 && true]", 15, "a literal by itself is no condition",
                   "a comparison such as @.name == 1", NULL);
    assert_refused("$[?@.a = 1]", 7, "'=' is no comparison", NULL, "==");
    assert_refused("$[?@.a === 1]", 7, "'===' is no comparison", NULL, "==");
    assert_refused("$[?@.a !== 1]", 7, "'!==' is no comparison", NULL, "!=");
    assert_refused("$[?@.a <> 1]", 7, "'<>' is no comparison", NULL, "!=");
    assert_refused("$[?@.a => 1]", 7, "'=>' is no comparison", NULL, ">=");
    assert_refused("$[?@.a =< 1]", 7, "'=<' is no comparison", NULL, "<=");
    assert_refused("$[?@.a =~ /x/]", 7, "'=~' is no comparison",
                   "match(@, 'regex') of the whole text, or search(@, 'regex')", NULL);
    assert_refused("$[?@.a & @.b]", 7, "'&' joins no conditions", NULL, "&&");
    assert_refused("$[?@.a | @.b]", 7, "'|' joins no conditions", NULL, "||");
    assert_refused("$[?@.a and @.b]", 7, "'and' joins no conditions", NULL, "&&");
    assert_refused("$[?@.a or @.b]", 7, "'or' joins no conditions", NULL, "||");
    assert_refused("$[?not @.b]", 3, "'not' is no operator", NULL, "!");
    assert_refused("$[?1 < @.a < 3]", 11, "the result of a condition is not compared",
                   "'&&' or '||' between two comparisons", NULL);
    assert_refused("$[?(@.a) == 1]", 9, "the result of a condition is not compared",
                   "'&&' or '||' between two comparisons", NULL);
    assert_refused("$[?!@.a == 1]", 8, "'!' stands before a test, and not before a comparison",
                   "brackets: !(... == ...), or '!='", NULL);
    assert_refused("$[?!!@.a]", 4, "a value is expected", operand, NULL);
    assert_refused("$[?@.a == True]", 10, "'True' is no value: a text stands in quotes", NULL,
                   "true");
    assert_refused("$[?@.a == nul]", 10, "'nul' is no value: a text stands in quotes", NULL,
                   "null");
    assert_refused("$[?@.a == main]", 10, "'main' is no value: a text stands in quotes", NULL,
                   "\"main\"");
    assert_refused("$[?@.a == truefalse]", 10, "'truefalse' is no value: a text stands in quotes",
                   NULL, "\"truefalse\"");
    assert_refused("$[?@.* == 1]", 3, singular, singular_expected, NULL);
    assert_refused("$[?1 == @..a]", 8, singular, singular_expected, NULL);
    assert_refused("$[?@['a','b'] == 1]", 3, singular, singular_expected, NULL);
    assert_refused("$[?@[0:1] == 1]", 3, singular, singular_expected, NULL);
    assert_refused("$[?$[?@.a] == 1]", 3, singular, singular_expected, NULL);
    assert_refused("$[?@.a == 01]", 10, "a number has no leading zero", NULL, NULL);
    assert_refused("$[?@.a == 1.]", 12, "a digit is expected after the decimal point", NULL, NULL);
    assert_refused("$[?@.a == 1e]", 12, "a digit is expected in the exponent", NULL, NULL);
    assert_refused("$[?@.a == -]", 11, "a digit is expected after '-'", NULL, NULL);
    assert_refused("$[?@.a == .5]", 10, "a value is expected", operand, NULL);
    assert_refused("$[?@.a == +1]", 10, "a value is expected", operand, NULL);
    assert_refused("$[?@.a == 'x]", 10, "the text has no closing quote", NULL, NULL);
}

static const struct node *numbered(size_t count)
{
    struct buffer yaml = BUFFER_EMPTY;
    for (size_t i = 0; i < count; i++)
        buffer_printf(&yaml, "- {n: %zu, k%zu: x}\n", i, i);
    const struct node *root = parse(buffer_string(&yaml));
    buffer_release(&yaml);
    return root;
}

/* What a filter asks of `$` is found once, not once for each node: without that,
 * these take some 400 million steps, which is over the limit. */
static void queries_from_the_root_are_followed_once(void **state)
{
    (void)state;
    const struct node *root = numbered(20000);
    assert_string_equal(select_paths(root, "$[?@.n == $[-1].n]"), "$[19999]");
    assert_string_equal(select_paths(root, "$[?@.n == count($..k77) && $..k19999]"), "$[1]");
    assert_string_equal(select_paths(root, "$[?@.n == value($[?@.k5].n)]"), "$[5]");
}

/* One key more or less, in the worst order. */
static void large_mappings_are_compared_soon(void **state)
{
    (void)state;
    struct buffer yaml = BUFFER_EMPTY;
    buffer_add_string(&yaml, "a:\n");
    for (int i = 0; i < 30000; i++)
        buffer_printf(&yaml, " k%d: %d\n", i, i);
    buffer_add_string(&yaml, "b:\n");
    for (int i = 30000; i-- > 0;)
        buffer_printf(&yaml, " k%d: %d\n", i, i);
    const struct node *root = parse(buffer_string(&yaml));
    buffer_release(&yaml);
    assert_string_equal(select_paths(root, "$[?@ == $.b]"), "$['a'] $['b']");
}

static void comparisons_count_as_steps(void **state)
{
    (void)state;
    /* A long text, shared by many: equal, and a mile to compare. */
    struct buffer yaml = BUFFER_EMPTY;
    buffer_add_string(&yaml, "- &x \"");
    for (int i = 0; i < 1 << 20; i++)
        buffer_add_byte(&yaml, 'x');
    buffer_add_string(&yaml, "\"\n- \"");
    for (int i = 0; i < 1 << 20; i++)
        buffer_add_byte(&yaml, 'x');
    buffer_add_string(&yaml, "\"\n");
    for (int i = 0; i < 2000; i++)
        buffer_add_string(&yaml, "- *x\n");
    const struct node *root = parse(buffer_string(&yaml));
    buffer_release(&yaml);
    const struct node **nodes = NULL;
    size_t count = 0;
    assert_true(jsonpath_select(compile("$[:2]"), &arena, root, &nodes, &count));
    assert_false(jsonpath_select(compile("$[?@ == $[1]]"), &arena, root, &nodes, &count));
    assert_false(jsonpath_select(compile("$[?@ < $[1]]"), &arena, root, &nodes, &count));
    assert_false(jsonpath_select(compile("$[?length(@) == 1]"), &arena, root, &nodes, &count));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_exists_passes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(conditions_are_joined, set_up, tear_down),
        cmocka_unit_test_setup_teardown(numbers_compare_by_value, set_up, tear_down),
        cmocka_unit_test_setup_teardown(texts_compare_by_characters, set_up, tear_down),
        cmocka_unit_test_setup_teardown(other_kinds_compare_as_they_are, set_up, tear_down),
        cmocka_unit_test_setup_teardown(lists_and_mappings_compare_deeply, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_absent_equals_itself, set_up, tear_down),
        cmocka_unit_test_setup_teardown(mistakes_in_filters_are_told, set_up, tear_down),
        cmocka_unit_test_setup_teardown(queries_from_the_root_are_followed_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(large_mappings_are_compared_soon, set_up, tear_down),
        cmocka_unit_test_setup_teardown(comparisons_count_as_steps, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
