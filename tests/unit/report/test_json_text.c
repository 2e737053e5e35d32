/* Texts that are shortened: what is left is whole, and no longer than asked for. */
#include "report/json_text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static void assert_shortened(const char *text, size_t most, const char *wanted)
{
    struct buffer buffer = BUFFER_EMPTY;
    buffer_add_string(&buffer, text);
    buffer_shorten(&buffer, most);
    assert_string_equal(buffer_string(&buffer), wanted);
    buffer_release(&buffer);
}

static void test_lengths(void **state)
{
    (void)state;
    assert_shortened("", 5, "");
    assert_shortened("abcde", 5, "abcde");
    assert_shortened("abcdef", 5, "ab...");
    /* two bytes, one unit */
    assert_shortened("\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9", 5,
                     "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9");
    /* four bytes, two units */
    assert_shortened("\xf0\x9f\x92\xa9\xf0\x9f\x92\xa9", 4, "\xf0\x9f\x92\xa9\xf0\x9f\x92\xa9");
    assert_shortened("\xf0\x9f\x92\xa9\xf0\x9f\x92\xa9z", 4, "...");
    assert_shortened("\xf0\x9f\x92\xa9\xf0\x9f\x92\xa9zz", 5, "\xf0\x9f\x92\xa9...");
}

static void test_what_is_left_is_whole(void **state)
{
    (void)state;
    assert_shortened("ab&#8203;cd", 9, "ab...");
    assert_shortened("&#8203;abcd", 10, "&#8203;...");
    assert_shortened("a;&bcdefghijklmn", 8, "a;...");
    assert_shortened("abc\\*def", 7, "abc...");
    assert_shortened("ab\\\\cdef", 7, "ab\\\\...");
}

static void test_values(void **state)
{
    (void)state;
    struct buffer out = BUFFER_EMPTY;
    struct json json = {.out = &out, .compact = true};
    json_begin_list(&json, NULL);
    json_line(&json, NULL, "a\n\x1b[2J", 100);
    json_line_folded(&json, NULL, " a\n  b ", 100);
    json_markdown(&json, NULL, "@user *b*", 100);
    json_markdown_folded(&json, NULL, "a\n#1", 100);
    json_line(&json, NULL, "abcdefgh", 6);
    json_end_list(&json);
    assert_string_equal(buffer_string(&out),
                        "[\"a\\\\n\\\\x1b[2J\",\"a b\",\"&#64;&#8203;user &#42;b&#42;\","
                        "\"a &#35;&#8203;1\",\"abc...\"]");
    buffer_clear(&out);
    markdown_add_paragraph(&out, "<b>");
    markdown_add_paragraph(&out, "a\n# b");
    assert_string_equal(buffer_string(&out), "&#60;b&#62;\n\na&#92;n&#35; b");
    buffer_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lengths),
        cmocka_unit_test(test_what_is_left_is_whole),
        cmocka_unit_test(test_values),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
