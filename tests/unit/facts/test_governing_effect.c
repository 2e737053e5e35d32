#include "facts/governing_effect.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static struct arena arena;

static void owners_are_the_same(const char *a, const char *b)
{
    assert_string_equal(owners_effect(&arena, text_of(a)), owners_effect(&arena, text_of(b)));
}

static void owners_differ(const char *a, const char *b)
{
    assert_string_not_equal(owners_effect(&arena, text_of(a)), owners_effect(&arena, text_of(b)));
}

static void comments_and_blanks_are_no_owners(void **state)
{
    (void)state;
    owners_are_the_same("", "# nobody\n\n \t\n");
    owners_are_the_same("* @a @b\n/x @c", "  *\t@a   @b \r\n# x\n/x @c\n");
}

static void what_owns_is_told_apart(void **state)
{
    (void)state;
    owners_differ("* @a\n", "");
    owners_differ("* @a\n", "#* @a\n");
    owners_differ("* @a\n/x @b\n", "/x @b\n* @a\n");
    owners_differ("* @a /x @b\n", "* @a\n/x @b\n");
    owners_differ("* @a @b\n", "* @a@b\n");
    owners_differ("[Docs][2]\n", "[Docs]\n");
    owners_differ("\\#x @a\n", "");
    owners_differ("/a\\ b @a\n", "/a\\  b @a\n");
}

static const char *attributes(const char *text)
{
    return attributes_effect(&arena, text_of(text));
}

static void only_marks_are_attributes(void **state)
{
    (void)state;
    assert_null(attributes(""));
    assert_null(attributes("* text=auto eol=lf\n"));
    assert_null(attributes("*.x linguist-languages linguist-generatedly\n"));
    assert_null(attributes("# a linguist-generated\n"));
    assert_string_equal(attributes("* text\na  -diff linguist-generated text\n"),
                        attributes("a linguist-generated\r\n# b\n"));
}

static void marks_are_told_apart(void **state)
{
    (void)state;
    const char *one = attributes("a linguist-generated\n");
    static const char *const others[] = {
        "b linguist-generated\n",
        "a -linguist-generated\n",
        "a !linguist-generated\n",
        "a linguist-generated=false\n",
        "a linguist-vendored\n",
        "a linguist-documentation\n",
        "a linguist-language=Markdown\n",
        "a linguist-generated linguist-vendored\n",
        "a linguist-generated\nb linguist-generated\n",
    };
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
        assert_string_not_equal(one, attributes(others[i]));
    assert_string_not_equal(attributes("\"a b\" linguist-vendored\n"),
                            attributes("\"a c\" linguist-vendored\n"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(comments_and_blanks_are_no_owners),
        cmocka_unit_test(what_owns_is_told_apart),
        cmocka_unit_test(only_marks_are_attributes),
        cmocka_unit_test(marks_are_told_apart),
    };
    arena_init(&arena, 4096);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_release(&arena);
    return failed;
}
