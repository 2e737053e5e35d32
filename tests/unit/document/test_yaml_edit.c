/* Single values of a YAML text are changed, and all else stays as it is written. */
#include "document/yaml.h"
#include "document/yaml_edit.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static const char reason[] = "It says why in so many words that they go into a second line of the "
                             "file, \"quotes\" and \\ too.";

struct bench {
    struct arena arena;
    struct yaml_edit edit;
    const struct node *mapping; /* the root, or the last element of a list */
};

static void open_bench(struct bench *bench, const char *text)
{
    struct document document;
    struct document_problem problem;
    arena_init(&bench->arena, 1 << 12);
    assert_true(yaml_parse(&bench->arena, text_of(text), &document, &problem));
    bench->mapping = document.roots[0];
    if (bench->mapping->kind == NODE_SEQUENCE)
        bench->mapping = bench->mapping->items[bench->mapping->count - 1];
    yaml_edit_init(&bench->edit, &bench->arena, text_of(text));
}

static void assert_result(struct bench *bench, const char *wanted)
{
    struct text result = yaml_edit_apply(&bench->edit);
    assert_string_equal(result.bytes, wanted);
    assert_int_equal(result.size, strlen(wanted));
    arena_release(&bench->arena);
}

static void test_values(void **state)
{
    (void)state;
    static const struct {
        const char *text, *wanted;
    } cases[] = {
        {"a: 1\nb: 2 # why\nc: 3\n", "a: 1\nb: new # why\nc: 3\n"},
        {"{a: \xc3\xa9, b: 'x y', c: 3}", "{a: \xc3\xa9, b: new, c: 3}"},
        {"\xef\xbb\xbf"
         "b: \"\xc3\xa9\"\r\nc: 3\r\n",
         "\xef\xbb\xbf"
         "b: new\r\nc: 3\r\n"},
        {"- b: 1\n- a: 1\n  b: 2", "- b: 1\n- a: 1\n  b: new"},
        {"b: |\n  x\n  y\n\n# c\nc: 3\n", "b: new\n\n# c\nc: 3\n"},
        {"b:\n  - 1\n  - x: 2\n    # in\n    y: {z: 3} # behind\n# c\nc: 3\n",
         "b:\n  new # behind\n# c\nc: 3\n"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct bench bench;
        open_bench(&bench, cases[i].text);
        assert_true(yaml_edit_value(&bench.edit, bench.mapping, "b", "new"));
        assert_false(yaml_edit_value(&bench.edit, bench.mapping, "no", "new"));
        assert_result(&bench, cases[i].wanted);
    }
}

static void test_prose(void **state)
{
    (void)state;
    struct bench bench;
    open_bench(&bench, "- x: 1\n  b: old\n  c: 3\n");
    assert_true(yaml_edit_prose(&bench.edit, bench.mapping, "b", reason));
    assert_result(&bench, "- x: 1\n  b: >-\n"
                          "    It says why in so many words that they go into a second line of the "
                          "file,\n    \"quotes\" and \\ too.\n  c: 3\n");
    /* a comment behind it would become text */
    open_bench(&bench, "b: old # why\n");
    assert_true(yaml_edit_prose(&bench.edit, bench.mapping, "b", "a \"b\" \\"));
    assert_result(&bench, "b: \"a \\\"b\\\" \\\\\" # why\n");
    open_bench(&bench, "{b: old,\n c: 1}");
    assert_true(yaml_edit_prose(&bench.edit, bench.mapping, "b", "a: #"));
    assert_result(&bench, "{b: \"a: #\",\n c: 1}");
    open_bench(&bench, "b: old\r\nc: 1\r\n");
    assert_true(yaml_edit_prose(&bench.edit, bench.mapping, "b", "short"));
    assert_result(&bench, "b: >-\r\n  short\r\nc: 1\r\n");
}

static void test_removal(void **state)
{
    (void)state;
    static const struct {
        const char *text, *wanted; /* NULL: it cannot be done */
    } cases[] = {
        {"a: 1\nb: 2 # why\nc: 3\n", "a: 1\nc: 3\n"},
        {"a: 1\nb:\n- x\n- y: 2\n  # in\n  z: 3\n\n# c\nc: 3\n", "a: 1\n\n# c\nc: 3\n"},
        {"a: 1\nb:\n  - x", "a: 1\n"},
        {"a: 1\nb:\nc: 3\n", "a: 1\nc: 3\n"},
        {"{a: 1, b: [x, {y: 2}], c: 3}", "{a: 1, c: 3}"},
        {"{a: 1, b: 2}", "{a: 1}"},
        {"{b: 2}", "{}"},
        {"a: 1\n", "a: 1\n"},
        {"- b: 1\n  a: 2\n", NULL},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        struct bench bench;
        open_bench(&bench, cases[i].text);
        assert_int_equal(yaml_edit_remove(&bench.edit, bench.mapping, "b"),
                         cases[i].wanted != NULL);
        assert_result(&bench, cases[i].wanted ? cases[i].wanted : cases[i].text);
    }
}

static void test_several_at_once(void **state)
{
    (void)state;
    struct bench bench;
    open_bench(&bench, "a: 1\nb: 2\nc: 3\n");
    assert_true(yaml_edit_value(&bench.edit, bench.mapping, "c", "four"));
    assert_true(yaml_edit_remove(&bench.edit, bench.mapping, "b"));
    assert_true(yaml_edit_value(&bench.edit, bench.mapping, "a", "two"));
    assert_result(&bench, "a: two\nc: four\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_prose),
        cmocka_unit_test(test_removal),
        cmocka_unit_test(test_several_at_once),
    };
    return cmocka_run_group_tests_name("yaml_edit", tests, NULL, NULL);
}
