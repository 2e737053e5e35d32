#include "facts/github_expression.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static int open_arena(void **state)
{
    (void)state;
    arena_init(&arena, 4096);
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static const struct expression *parse(const char *text)
{
    const char *problem = NULL;
    const struct expression *expression = expression_parse(&arena, text_of(text), &problem);
    if (!expression)
        fail_msg("'%s': %s", text, problem);
    assert_null(problem);
    return expression;
}

static void fences_are_found_in_order(void **state)
{
    (void)state;
    static const char text[] = "a ${{ x }}${{'}}'}} b ${{ open";
    struct expression_fence fence;
    assert_true(expression_fence_find(text_of(text), 0, &fence));
    assert_true(fence.closed);
    assert_int_equal(fence.start, 2);
    assert_true(text_equals(fence.body, " x "));
    assert_true(expression_fence_find(text_of(text), fence.end, &fence));
    assert_true(text_equals(fence.body, "'}}'"));
    assert_true(expression_fence_find(text_of(text), fence.end, &fence));
    assert_false(fence.closed);
    assert_true(text_equals(fence.body, " open"));
    assert_int_equal(fence.end, sizeof(text) - 1);
    assert_false(expression_fence_find(text_of(text), fence.end, &fence));
    assert_false(expression_fence_find(text_of(text), 1000, &fence));
    assert_false(expression_fence_find(text_of("$ {{ x }}"), 0, &fence));
    assert_false(expression_fence_find((struct text){0}, 0, &fence));
    assert_true(expression_fence_find(text_of("${{}"), 0, &fence));
    assert_false(fence.closed);
}

static void conditions_are_folded_as_far_as_literals_tell(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum truth truth;
    } cases[] = {
        {"true", TRUTH_TRUE},
        {"false", TRUTH_FALSE},
        {" false ", TRUTH_FALSE},
        {"null", TRUTH_FALSE},
        {"0", TRUTH_FALSE},
        {"-0", TRUTH_FALSE},
        {"0.0", TRUTH_FALSE},
        {"0x0", TRUTH_FALSE},
        {"0xff", TRUTH_TRUE},
        {"0o17", TRUTH_TRUE},
        {"-2.99e-2", TRUTH_TRUE},
        {"NaN", TRUTH_FALSE},
        {"Infinity", TRUTH_TRUE},
        {"''", TRUTH_FALSE},
        {"'false'", TRUTH_TRUE},
        {"''''", TRUTH_TRUE},
        {"!true", TRUTH_FALSE},
        {"!!''", TRUTH_FALSE},
        {"!github.x", TRUTH_OPEN},
        {"github.x", TRUTH_OPEN},
        {"false && github.x", TRUTH_FALSE},
        {"github.x && false", TRUTH_FALSE},
        {"github.x && (1 == 2)", TRUTH_FALSE},
        {"github.x && true", TRUTH_OPEN},
        {"true && true", TRUTH_TRUE},
        {"true || github.x", TRUTH_TRUE},
        {"github.x || 'a'", TRUTH_TRUE},
        {"github.x || false", TRUTH_OPEN},
        {"false || ''", TRUTH_FALSE},
        {"true || false && false", TRUTH_TRUE},
        {"(true || false) && false", TRUTH_FALSE},
        {"!(github.x && false)", TRUTH_TRUE},
        {"1 == 1", TRUTH_TRUE},
        {"1 == '1'", TRUTH_TRUE},
        {"true == 1", TRUTH_TRUE},
        {"null == 0", TRUTH_TRUE},
        {"'' == 0", TRUTH_TRUE},
        {"'a' == 0", TRUTH_FALSE},
        {"'a' != 0", TRUTH_TRUE},
        {"'Ab' == 'aB'", TRUTH_TRUE},
        {"'a' != 'A'", TRUTH_FALSE},
        {"'a' < 'B'", TRUTH_TRUE},
        {"2 < 10", TRUTH_TRUE},
        {"2 <= 2", TRUTH_TRUE},
        {"3 > 3", TRUTH_FALSE},
        {"3 >= 3", TRUTH_TRUE},
        {"NaN == NaN", TRUTH_FALSE},
        {"1 < 2 == true", TRUTH_TRUE},
        {"github.x == 1", TRUTH_OPEN},
        {"always()", TRUTH_TRUE},
        {"always() && false", TRUTH_FALSE},
        {"success()", TRUTH_OPEN},
        {"contains('abc', 'B')", TRUTH_TRUE},
        {"contains('abc', 'd')", TRUTH_FALSE},
        {"startsWith('abc', 'Ab')", TRUTH_TRUE},
        {"startsWith('abc', 'bc')", TRUTH_FALSE},
        {"endsWith('abc', 'BC')", TRUTH_TRUE},
        {"endsWith('abc', 'xabc')", TRUTH_FALSE},
        {"contains(github.x, 'd')", TRUTH_OPEN},
        {"('a' && 0) == 0", TRUTH_TRUE},
        {"(0 || 'b') == 'b'", TRUTH_TRUE},
        {"(github.x && 'b') == 'b'", TRUTH_OPEN},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        if (expression_truth(parse(cases[i].text)) != cases[i].truth)
            fail_msg("'%s' is not %d", cases[i].text, cases[i].truth);
}

static void what_is_no_expression_is_refused(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "",      " ",         "a b",    "\"a\"",   "'a",    "a.",   "a..b",  "a[",
        "a[1",   "a[]",       "(a",     "a)",      "f(a",   "f(a,", "f(,a)", "a &&",
        "&& a",  "a == ",     "a & b",  "a | b",   "a = b", "1x",   "1.2.3", "0x",
        "-",     "!",         "a !b",   "a.1",     "a[1]]", "$a",   "a-&b",  "{a}",
        "1 + 2", "a ? b : c", "f(a b)", "'a' 'b'", "..",    "0o9",  "a.*.",  "[1]",
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const char *problem = NULL;
        if (expression_parse(&arena, text_of(cases[i]), &problem))
            fail_msg("'%s' was taken", cases[i]);
        assert_non_null(problem);
    }
    assert_null(expression_parse(&arena, (struct text){.bytes = "a\0b", .size = 3}, NULL));
}

static void limits_refuse_instead_of_overflowing(void **state)
{
    (void)state;
    enum { COUNT = 15000 };
    static const char *const bits[] = {"(", "!", "a[", "f(", "a.b.", "1||", "1==", "a.*"};
    for (size_t i = 0; i < sizeof(bits) / sizeof(bits[0]); i++) {
        struct buffer text = BUFFER_EMPTY;
        while (text.size < COUNT)
            buffer_add_string(&text, bits[i]);
        buffer_add_string(&text, "1");
        assert_null(expression_parse(&arena, text_of(buffer_string(&text)), NULL));
        buffer_release(&text);
    }
    char *name = arena_alloc(&arena, 30001, 1);
    memset(name, 'a', 30000);
    assert_null(expression_parse(&arena, text_of(name), NULL));
    name[20000] = '\0';
    assert_non_null(expression_parse(&arena, text_of(name), NULL));
}

/* "path!" flows, "path" is only read, "{path}" is serialised. */
static void assert_contexts(const char *text, const char *expected)
{
    struct context_use *uses = NULL;
    size_t count = expression_contexts(&arena, parse(text), &uses);
    struct buffer found = BUFFER_EMPTY;
    for (size_t i = 0; i < count; i++)
        buffer_printf(&found, uses[i].serialised ? "%s{%s}%s" : "%s%s%s", i ? " " : "",
                      uses[i].path, uses[i].flows ? "!" : "");
    if (strcmp(buffer_string(&found), expected) != 0)
        fail_msg("'%s': '%s', not '%s'", text, buffer_string(&found), expected);
    buffer_release(&found);
}

static void only_what_becomes_the_value_flows(void **state)
{
    (void)state;
    assert_contexts("github.sha", "github.sha!");
    assert_contexts("github . event . issue", "github.event.issue!");
    assert_contexts("github['event']['it''s']", "github.event.it's!");
    assert_contexts("github.event.commits[0].message", "github.event.commits.*.message!");
    assert_contexts("github.event.commits.*.message", "github.event.commits.*.message!");
    assert_contexts("github.event.commits[*].message", "github.event.commits.*.message!");
    assert_contexts("github.event[matrix.x].title", "github.event.*.title! matrix.x");
    assert_contexts("matrix", "matrix!");
    assert_contexts("a.x && b.x", "a.x b.x!");
    assert_contexts("a.x && b.x || c.x", "a.x b.x! c.x!");
    assert_contexts("a.x || b.x", "a.x! b.x!");
    assert_contexts("a.x == b.x", "a.x b.x");
    assert_contexts("a.x < b.x && 'y'", "a.x b.x");
    assert_contexts("!a.x", "a.x");
    assert_contexts("contains(a.x, b.x)", "a.x b.x");
    assert_contexts("StartsWith(a.x, 'y')", "a.x");
    assert_contexts("endsWith(a.x, 'y')", "a.x");
    assert_contexts("hashFiles(a.x)", "a.x");
    assert_contexts("format('{0}', a.x)", "a.x!");
    assert_contexts("join(a.x.*.y, ',')", "a.x.*.y!");
    assert_contexts("fromJSON(a.x)", "a.x!");
    assert_contexts("fromJSON(a.x).y[b.z]", "b.z a.x!");
    assert_contexts("toJSON(a.x)", "{a.x}!");
    assert_contexts("ToJson(fromJSON(a.x))", "{a.x}!");
    assert_contexts("contains(toJSON(a.x), 'y')", "{a.x}");
    assert_contexts("newFunction(a.x)", "a.x!");
    assert_contexts("'github.event.issue.title'", "");
    assert_contexts("success()", "");
}

static void status_functions_are_seen_anywhere(void **state)
{
    (void)state;
    assert_true(expression_asks_status(parse("always()")));
    assert_true(expression_asks_status(parse("a.x && (!Cancelled() || b.y)")));
    assert_true(expression_asks_status(parse("f(failure())")));
    assert_false(expression_asks_status(parse("a.always == 'always()'")));
    assert_false(expression_asks_status(NULL));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fences_are_found_in_order),
        cmocka_unit_test(conditions_are_folded_as_far_as_literals_tell),
        cmocka_unit_test(what_is_no_expression_is_refused),
        cmocka_unit_test(limits_refuse_instead_of_overflowing),
        cmocka_unit_test(only_what_becomes_the_value_flows),
        cmocka_unit_test(status_functions_are_seen_anywhere),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
