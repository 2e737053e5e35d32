#include "document/json5.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const struct node *parse(struct arena *arena, const char *text)
{
    struct document document = {0};
    struct document_problem problem = {0};
    if (!json5_parse(arena, text_of(text), &document, &problem))
        return NULL;
    return document.roots[0];
}

static void what_json5_adds_is_read(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 12);
    const struct node *root =
        parse(&arena, "// top\n{\n  $schema: 'a\"b\\'c',\n  /* x */ two_2: \"d'e\\x41\",\n"
                      "  list: [1, .5, 5., +7, 0x1F, -2e-3,],\n"
                      "  yes: true, none: null, far: -Infinity,\n  long: 'a\\\nb',\n}\n");
    assert_non_null(root);
    assert_string_equal(node_string(root, "$schema"), "a\"b'c");
    assert_string_equal(node_string(root, "two_2"), "d'eA");
    assert_string_equal(node_string(root, "long"), "ab");
    const struct node *list = node_find(root, "list");
    static const char *const numbers[] = {"1", "0.5", "5.0", "7", "31", "-2e-3"};
    assert_int_equal(list->count, 6);
    for (size_t i = 0; i < 6; i++)
        assert_string_equal(list->items[i]->text, numbers[i]);
    assert_int_equal(node_find(root, "yes")->kind, NODE_BOOLEAN);
    assert_int_equal(node_find(root, "far")->kind, NODE_NULL);
    assert_int_equal(list->line, 5);
    arena_release(&arena);
}

static void places_are_those_of_the_file(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 12);
    const struct node *root = parse(&arena, "{abc: 'd\\\ne', f: +0x1F, \u00e4: [.5, 'g']}");
    assert_non_null(root);
    assert_int_equal(root->keys[0]->column, 2);
    assert_int_equal(root->keys[0]->end_column, 5);
    assert_string_equal(root->items[0]->text, "de");
    assert_int_equal(root->items[0]->end_line, 2);
    assert_int_equal(root->items[0]->end_column, 3);
    const struct node *f = node_find(root, "f");
    assert_int_equal(f->line, 2);
    assert_int_equal(f->column, 8);
    assert_int_equal(f->end_column, 13);
    assert_string_equal(f->text, "31");
    const struct node *list = node_find(root, "\u00e4");
    assert_int_equal(list->column, 18);
    assert_int_equal(list->items[1]->column, 23);
    arena_release(&arena);
}

static void json_stays_json(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 12);
    const struct node *root = parse(&arena, "{\"a\": [\"\\u00e9\\n\", -1.5e3, {}, false]}");
    assert_non_null(root);
    assert_string_equal(node_find(root, "a")->items[0]->text, "\u00e9\n");
    arena_release(&arena);
}

static void what_is_neither_is_refused(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "'\\",   "0x",     "01",     "1.2.3",        "--1",  ".",      "+true",
        "'\\1'", "'\\xg'", "{1: 2}", "1e",           "0x1g", "'\xff'", "{a: 'x\n'}",
        "{a b}", "{",      "'x",     "{a: 1, a: 2}", "/*",   "\\",     ""};
    struct arena arena;
    arena_init(&arena, 1 << 12);
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        assert_null(parse(&arena, cases[i]));
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_json5_adds_is_read),
        cmocka_unit_test(places_are_those_of_the_file),
        cmocka_unit_test(json_stays_json),
        cmocka_unit_test(what_is_neither_is_refused),
    };
    return cmocka_run_group_tests_name("json5", tests, NULL, NULL);
}
