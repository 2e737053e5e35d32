#include "facts/toml_outline.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

/* Each assignment as `line table|key|value;`, each header as `line [table];`. */
static const char *outline_of(struct arena *arena, const char *text)
{
    struct buffer out = BUFFER_EMPTY;
    struct toml_outline outline;
    toml_outline_init(&outline, arena, text_of(text));
    struct toml_assignment line;
    while (toml_outline_next(&outline, &line)) {
        if (line.is_header)
            buffer_printf(&out, "%u [%s];", line.line, line.table);
        else
            buffer_printf(&out, "%u %s|%s|%.*s;", line.line, line.table, line.key,
                          (int)line.value.size, line.value.bytes);
    }
    buffer_add_string(&out, outline.malformed ? "malformed" : "");
    const char *copy = arena_strdup(arena, buffer_string(&out));
    buffer_release(&out);
    return copy;
}

static void assignments_know_their_table(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 12);
    assert_string_equal(outline_of(&arena, "a = 1 # x\n[b.\"c d\"] # y\ne.f = \"#\"\n[[g]]\n"),
                        "1 |a|1;2 [b.cd];3 b.cd|e.f|\"#\";4 [g];");
    assert_string_equal(outline_of(&arena, "\xef\xbb\xbf"
                                           "a=1\r\nb=2\r\n"),
                        "1 |a|1;2 |b|2;");
    assert_string_equal(
        outline_of(&arena, "a = [\n 'x]', # ]\n \"y\\\"]\"\n]\nb = \"\"\"\nc = 1\n\"\"\"\n"),
        "1 |a|[\n 'x]', # ]\n \"y\\\"]\"\n];5 |b|\"\"\"\nc = 1\n\"\"\";");
    assert_string_equal(outline_of(&arena, "'a=b' = 1\n"), "1 |a=b|1;");
    arena_release(&arena);
}

static void what_has_no_end_is_malformed(void **state)
{
    (void)state;
    static const char *const cases[] = {"a = [1,\n", "a = \"x\n",  "[a\n",
                                        "a\n",       "a = '''x\n", "\"a"};
    struct arena arena;
    arena_init(&arena, 1 << 12);
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        assert_string_equal(outline_of(&arena, cases[i]), "malformed");
    arena_release(&arena);
}

static void strings_and_inline_tables(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 12);
    const char **strings = NULL;
    assert_int_equal(toml_strings(&arena, text_of("[\"a\", 'b', # 'c'\n\"d\\\"e\"]"), &strings), 3);
    assert_string_equal(strings[1], "b");
    assert_int_equal(toml_strings(&arena, text_of("[]"), &strings), 0);
    assert_string_equal(toml_string(&arena, text_of("'a'")), "a");
    assert_null(toml_string(&arena, text_of("[\"a\"]")));
    assert_null(toml_string(&arena, text_of("1")));
    assert_true(toml_is_true(text_of("true")));
    assert_false(toml_is_true(text_of("\"true\"")));
    struct text table = text_of("{ version = \"1\", path = '../x', a = { path2 = 1 } }");
    assert_true(text_equals(toml_inline(table, "path"), "'../x'"));
    assert_true(text_equals(toml_inline(table, "version"), "\"1\""));
    assert_int_equal(toml_inline(table, "pat").size, 0);
    assert_int_equal(toml_inline(text_of("{a = \"path = 1\"}"), "path").size, 0);
    assert_int_equal(toml_inline(text_of("\"1\""), "path").size, 0);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(assignments_know_their_table),
        cmocka_unit_test(what_has_no_end_is_malformed),
        cmocka_unit_test(strings_and_inline_tables),
    };
    return cmocka_run_group_tests_name("toml_outline", tests, NULL, NULL);
}
