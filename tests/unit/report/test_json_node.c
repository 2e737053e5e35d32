#include "report/json.h"

#include "document/json.h"
#include "document/yaml.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
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

static void assert_written(const char *yaml, const char *json)
{
    struct buffer out = BUFFER_EMPTY;
    assert_true(json_add_node(&out, parse(yaml), SIZE_MAX));
    assert_string_equal(buffer_string(&out), json);
    /* Whatever it is, it is JSON. */
    struct document document = {0};
    struct document_problem problem = {0};
    assert_true(json_parse(&arena, (struct text){out.bytes, out.size}, false, &document, &problem));
    buffer_release(&out);
}

static void nodes_are_written_as_json(void **state)
{
    (void)state;
    assert_written("{a: [1, {b: ~}], c: {}, d: []}",
                   "{\"a\": [1, {\"b\": null}], \"c\": {}, \"d\": []}");
    assert_written("[True, FALSE, no, Null]", "[true, false, \"no\", null]");
    assert_written("[1, -0, 2.50, 1e+3, -1.5E-2]", "[1, -0, 2.50, 1e+3, -1.5E-2]");
    assert_written("[+1, 0x1F, 0o17, 007, .5, 3., +.25e1]", "[1, 31, 15, 7, 0.5, 3, 2.5]");
    assert_written("[.inf, -.INF, .nan]", "[\".inf\", \"-.INF\", \".nan\"]");
    assert_written("\"q\\\"\\\\\\n\\0x\\e\\u202e\\u263a\"",
                   "\"q\\\"\\\\\\n\\u0000x\\u001b\\u202e\xe2\x98\xba\"");
    assert_written("{\"a\\0b\": 1, 2: x}", "{\"a\\u0000b\": 1, \"2\": \"x\"}");
    assert_written("''", "\"\"");
}

static void what_is_too_large_is_said(void **state)
{
    (void)state;
    const struct node *root = parse("[aaaa, bbbb, cccc, {d: dddd}]");
    const char *whole = "[\"aaaa\", \"bbbb\", \"cccc\", {\"d\": \"dddd\"}]";
    struct buffer out = BUFFER_EMPTY;
    buffer_add_string(&out, "before ");
    assert_true(json_add_node(&out, root, strlen(whole)));
    assert_string_equal(buffer_string(&out) + 7, whole);
    for (size_t most = 0; most < strlen(whole); most++) {
        buffer_clear(&out);
        assert_false(json_add_node(&out, root, most));
        assert_true(out.size < strlen(whole) + 1);
    }
    /* Little more than was wanted, whatever is left. */
    buffer_clear(&out);
    assert_false(json_add_node(&out, root, 3));
    assert_true(out.size <= 16);
    buffer_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(nodes_are_written_as_json, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_too_large_is_said, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
