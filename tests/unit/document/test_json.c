#include "document/json.h"

#include "base/limits.h"

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

static const struct node *parse_with(const char *string, bool comments)
{
    struct document document = {0};
    struct document_problem problem = {0};
    if (!json_parse(&arena, text_of(string), comments, &document, &problem))
        fail_msg("%u:%u: %s", problem.line, problem.column, problem.message);
    assert_int_equal(document.count, 1);
    return document.roots[0];
}

static const struct node *parse(const char *string)
{
    return parse_with(string, false);
}

static struct document_problem refuse_bytes(const char *bytes, size_t size, bool comments)
{
    struct document document = {.count = 77};
    struct document_problem problem = {0};
    if (json_parse(&arena, (struct text){bytes, size}, comments, &document, &problem))
        fail_msg("accepted: %.*s", (int)size, bytes);
    assert_int_equal(document.count, 77);
    assert_true(problem.message[0] != '\0');
    return problem;
}

static void assert_refused(const char *string, bool comments, uint32_t line, uint32_t column,
                           const char *message)
{
    struct document_problem problem = refuse_bytes(string, strlen(string), comments);
    assert_string_equal(problem.message, message);
    assert_int_equal(problem.line, line);
    assert_int_equal(problem.column, column);
    assert_false(problem.limit);
}

static void values_have_kinds_and_places(void **state)
{
    (void)state;
    const struct node *root = parse(
        "\xef\xbb\xbf{\n  \"\xc3\xa9\": [1, -0.5e+3, true, false, null, \"x\"], \"b\": {}\r\n}\n");
    assert_int_equal(root->kind, NODE_MAPPING);
    assert_int_equal(root->column, 1);
    assert_int_equal(root->end_line, 3);
    assert_int_equal(root->end_column, 2);
    const struct node *list = node_find(root, "\xc3\xa9");
    static const enum node_kind kinds[] = {NODE_NUMBER,  NODE_NUMBER, NODE_BOOLEAN,
                                           NODE_BOOLEAN, NODE_NULL,   NODE_TEXT};
    assert_int_equal(list->count, 6);
    for (size_t i = 0; i < 6; i++) {
        assert_int_equal(list->items[i]->kind, kinds[i]);
        assert_ptr_equal(list->items[i]->parent, list);
    }
    assert_string_equal(list->items[1]->text, "-0.5e+3");
    assert_int_equal(list->column, 8);
    assert_int_equal(list->items[5]->column, 40);
    assert_int_equal(list->items[5]->end_column, 43);
    assert_true(list->items[5]->quoted);
    assert_int_equal(node_key(root, "b")->column, 46);
    assert_int_equal(node_find(root, "b")->count, 0);
    assert_int_equal(parse(" 7 ")->column, 2);
}

static void escapes_are_read(void **state)
{
    (void)state;
    const struct node *text =
        parse("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\u20AC\\ud83d\\ude80\\u0000z\"");
    static const char wanted[] = "\"\\/\b\f\n\r\t\xc3\xa9\xe2\x82\xac\xf0\x9f\x9a\x80\0z";
    assert_int_equal(text->size, sizeof(wanted) - 1);
    assert_memory_equal(text->text, wanted, sizeof(wanted));
    assert_refused("[\"a\\ud83d\"]", false, 1, 4, "a surrogate without its pair");
    assert_refused("\"\\ude80\"", false, 1, 2, "a surrogate without its pair");
    assert_refused("\"\\ud83d\\u0041\"", false, 1, 2, "a surrogate without its pair");
    assert_refused("\"\\u12g4\"", false, 1, 2, "'\\u' takes four hexadecimal digits");
    assert_refused("\"\\u12\"", false, 1, 2, "'\\u' takes four hexadecimal digits");
    assert_refused("\"\\x\"", false, 1, 2, "an escape that does not exist");
    assert_refused("\"\\'\"", false, 1, 2, "an escape that does not exist");
    assert_refused("\"a\tb\"", false, 1, 3, "a control character must be escaped");
    assert_refused("\"a\nb\"", false, 1, 3, "a control character must be escaped");
    assert_refused("\"ab", false, 1, 1, "the text has no closing quote");
    assert_refused("\"ab\\\"", false, 1, 1, "the text has no closing quote");
    assert_refused("\"\xc3\xa9\xff\"", false, 1, 3, "the text is not UTF-8");
    assert_refused("\"\xed\xa0\x80\"", false, 1, 2, "the text is not UTF-8");
}

static void only_json_is_accepted(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",           " ",
        "[",          "]",
        "{",          "[1,]",
        "[,1]",       "[1 2]",
        "{\"a\"}",    "{\"a\":}",
        "{\"a\":1,}", "{a:1}",
        "{'a':1}",    "{1:1}",
        "[1}",        "{\"a\":1]",
        "01",         "-",
        "+1",         ".5",
        "1.",         "1e",
        "1e+",        "0x1",
        "NaN",        "-Infinity",
        "nul",        "tru",
        "True",       "truefalse",
        "1 1",        "[] []",
        "// c\n1",    "1 /* */",
        "#1",         "\f1",
        "\"a\" b",    "{\"a\":1 \"b\":2}",
        "{\"a\"::1}", "-01",
    };
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        assert_false(refuse_bytes(bad[i], strlen(bad[i]), false).limit);
    refuse_bytes("1\0", 2, false);
    refuse_bytes("\"\0\"", 3, false);
    refuse_bytes("\xff\xfe[\0]\0", 6, false);
    static const char *const good[] = {"0", "-0", "1e5", "1E-05", "[ ]", "{ }", "\"\"", "[[[]]]"};
    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
        assert_non_null(parse(good[i]));
    assert_refused("{\n \"a\": 1\n \"b\": 2}", false, 3, 2, "',' or '}' is expected");
    assert_refused("[1,\n]", false, 2, 1, "a value is expected");
}

static void duplicate_keys_are_refused(void **state)
{
    (void)state;
    assert_refused("{\"a\": 1,\n \"b\": {\"a\": 2},\n \"\\u0061\": 3}", false, 3, 2,
                   "key 'a' was already given on line 1");
}

static void comments_and_trailing_commas_need_the_option(void **state)
{
    (void)state;
    const struct node *root = parse_with("// first\n{ /* a\n b */ \"x\": [1, 2,], // y\n"
                                         " \"u\": \"http://z\",\n}\n// end",
                                         true);
    assert_int_equal(root->line, 2);
    assert_int_equal(node_key(root, "x")->line, 3);
    assert_int_equal(node_key(root, "x")->column, 7);
    assert_int_equal(node_find(root, "x")->count, 2);
    assert_string_equal(node_string(root, "u"), "http://z");
    assert_refused("{} /* open", true, 1, 4, "the comment has no end");
    assert_refused("{} / x", true, 1, 4, "a comment begins with '//' or '/*'");
    assert_refused("[,]", true, 1, 2, "a value is expected");
    assert_refused("[1,,]", true, 1, 4, "a value is expected");
    assert_refused("{\"a\":}", true, 1, 6, "a value is expected");
    assert_refused("{\"a\" /* */ }", true, 1, 12, "':' is expected after a key");
}

static void limits_are_kept(void **state)
{
    (void)state;
    char text[2 * LIMIT_DOCUMENT_DEPTH + 3] = {0};
    memset(text, '[', LIMIT_DOCUMENT_DEPTH);
    memset(text + LIMIT_DOCUMENT_DEPTH, ']', LIMIT_DOCUMENT_DEPTH);
    assert_non_null(parse(text));
    memset(text, '[', LIMIT_DOCUMENT_DEPTH + 1);
    memset(text + LIMIT_DOCUMENT_DEPTH + 1, ']', LIMIT_DOCUMENT_DEPTH + 1);
    assert_true(refuse_bytes(text, strlen(text), false).limit);
    struct buffer buffer = BUFFER_EMPTY;
    buffer_add_string(&buffer, "[");
    for (int i = 0; i < LIMIT_DOCUMENT_NODES; i++)
        buffer_add_string(&buffer, "1,");
    buffer_add_string(&buffer, "1]");
    struct document_problem problem = refuse_bytes(buffer.bytes, buffer.size, false);
    assert_true(problem.limit);
    while (buffer.size <= LIMIT_BLOB_BYTES)
        buffer_add_string(&buffer, "                                                       ");
    assert_string_equal(refuse_bytes(buffer.bytes, buffer.size, false).message,
                        "larger than 8388608 bytes");
    buffer_release(&buffer);
}

static void the_last_of_equal_keys_can_hold(void **state)
{
    (void)state;
    struct document document = {0};
    struct document_problem problem = {0};
    const char *text = "{\"a\": 1, \"b\": 2, \"a\": 3, \"c\": {\"d\": 1, \"d\": 2}, \"a\": 4}";
    assert_true(json_parse_last_key(&arena, text_of(text), &document, &problem));
    const struct node *root = document.roots[0];
    assert_int_equal(root->count, 3);
    assert_string_equal(node_string(root, "a"), "4");
    assert_string_equal(root->keys[2]->text, "a");
    assert_int_equal(root->keys[2]->column, 49);
    assert_string_equal(node_string(node_find(root, "c"), "d"), "2");
    assert_false(json_parse(&arena, text_of(text), false, &document, &problem));
    assert_false(json_parse_last_key(&arena, text_of("{/* a */}"), &document, &problem));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_last_of_equal_keys_can_hold, set_up, tear_down),
        cmocka_unit_test_setup_teardown(values_have_kinds_and_places, set_up, tear_down),
        cmocka_unit_test_setup_teardown(escapes_are_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(only_json_is_accepted, set_up, tear_down),
        cmocka_unit_test_setup_teardown(duplicate_keys_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(comments_and_trailing_commas_need_the_option, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(limits_are_kept, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
