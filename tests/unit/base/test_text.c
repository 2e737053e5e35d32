#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void texts_are_compared_by_bytes(void **state)
{
    (void)state;
    assert_true(text_equals(text_of("abc"), "abc"));
    assert_false(text_equals(text_of("abc"), "ab"));
    assert_false(text_equals(text_of("ab"), "abc"));
    assert_true(text_equals(text_of(""), ""));
    assert_true(text_equals(text_of(NULL), ""));
    assert_false(text_equals((struct text){"a\0b", 3}, "a"));
    assert_true(text_starts_with(text_of("abc"), "ab"));
    assert_true(text_starts_with(text_of("abc"), ""));
    assert_true(text_starts_with((struct text){0}, ""));
    assert_false(text_starts_with(text_of("ab"), "abc"));
}

static void white_space_is_cut_at_both_ends(void **state)
{
    (void)state;
    assert_true(text_equals(text_trim(text_of(" \t\r\n\f\va b\v\f\n\r\t ")), "a b"));
    assert_int_equal(text_trim(text_of(" \t ")).size, 0);
    assert_int_equal(text_trim(text_of("")).size, 0);
    assert_true(text_equals(text_trim(text_of("\xc2\xa0x")), "\xc2\xa0x"));
}

static void lines_end_in_lf_or_crlf(void **state)
{
    (void)state;
    struct text rest = text_of("one\r\n\ntwo\rx\n\r\nlast");
    static const char *const expected[] = {"one", "", "two\rx", "", "last"};
    struct text line;
    for (size_t i = 0; i < 5; i++) {
        assert_true(text_next_line(&rest, &line));
        assert_true(text_equals(line, expected[i]));
    }
    assert_false(text_next_line(&rest, &line));
    rest = text_of("a\n");
    assert_true(text_next_line(&rest, &line));
    assert_false(text_next_line(&rest, &line));
    rest = (struct text){"a\0b\nc", 5};
    assert_true(text_next_line(&rest, &line));
    assert_int_equal(line.size, 3);
    rest = (struct text){0};
    assert_false(text_next_line(&rest, &line));
}

static void a_needle_is_found_where_it_is_first(void **state)
{
    (void)state;
    assert_int_equal(text_find(text_of("aabab"), "ab"), 1);
    assert_int_equal(text_find(text_of("aaab"), "aab"), 1);
    assert_int_equal(text_find(text_of("ab"), "abc"), SIZE_MAX);
    assert_int_equal(text_find(text_of("abc"), ""), 0);
    assert_int_equal(text_find(text_of(""), "a"), SIZE_MAX);
    assert_int_equal(text_find((struct text){"\0ab", 3}, "ab"), 1);
    assert_int_equal(text_find(text_of("xxab"), "ab"), 2);
    assert_int_equal(text_find(text_of("xxa"), "ab"), SIZE_MAX);
    assert_int_equal(text_find_folded(text_of("xToKeN"), "tOkEn"), 1);
    assert_int_equal(text_find_folded(text_of("tok"), "token"), SIZE_MAX);
    assert_int_equal(text_find_folded(text_of("[{"), "{["), SIZE_MAX);
    assert_int_equal(text_find_folded((struct text){"\0AB", 3}, "ab"), 1);
}

static void strings_have_heads_and_tails(void **state)
{
    (void)state;
    assert_true(string_starts_with("abc", "ab"));
    assert_false(string_starts_with("a", "ab"));
    assert_true(string_ends_with("abc", "bc"));
    assert_true(string_ends_with("abc", ""));
    assert_false(string_ends_with("c", "bc"));
    assert_true(string_equals_folded("HiGh", "hIgH"));
    assert_false(string_equals_folded("high", "highe"));
    assert_false(string_equals_folded("highe", "high"));
    assert_false(string_equals_folded("@", "`"));
    static const char *const words[] = {"on", "off", NULL};
    assert_true(string_is_one_of("off", words));
    assert_false(string_is_one_of("of", words));
}

static void an_arena_keeps_copies_and_growing_arrays(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 64);
    assert_string_equal(arena_copy(&arena, (struct text){"abcdef", 3}), "abc");
    assert_string_equal(arena_copy(&arena, (struct text){0}), "");
    assert_string_equal(arena_printf(&arena, "%s-%d", "long enough for another block", 7),
                        "long enough for another block-7");
    int *numbers = NULL;
    size_t capacity = 0;
    for (size_t count = 0; count < 1000; count++) {
        numbers = arena_grow(&arena, numbers, count, &capacity, sizeof(*numbers));
        assert_true(capacity > count);
        numbers[count] = (int)count;
    }
    for (int i = 0; i < 1000; i++)
        assert_int_equal(numbers[i], i);
    arena_release(&arena);
}

static void a_buffer_always_ends_in_nul(void **state)
{
    (void)state;
    struct buffer buffer = BUFFER_EMPTY;
    assert_string_equal(buffer_string(&buffer), "");
    buffer_clear(&buffer);
    buffer_add(&buffer, NULL, 0);
    assert_string_equal(buffer_string(&buffer), "");
    for (int i = 0; i < 1000; i++) {
        buffer_add_byte(&buffer, 'x');
        assert_int_equal(buffer.bytes[buffer.size], '\0');
    }
    buffer_printf(&buffer, "%0500d|", 1);
    buffer_add_string(&buffer, "end");
    assert_int_equal(buffer.size, 1504);
    assert_true(string_ends_with(buffer_string(&buffer), "1|end"));
    buffer_clear(&buffer);
    assert_string_equal(buffer_string(&buffer), "");
    assert_true(buffer.capacity >= 1505);
    buffer_release(&buffer);
    assert_null(buffer.bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(texts_are_compared_by_bytes),
        cmocka_unit_test(white_space_is_cut_at_both_ends),
        cmocka_unit_test(lines_end_in_lf_or_crlf),
        cmocka_unit_test(a_needle_is_found_where_it_is_first),
        cmocka_unit_test(strings_have_heads_and_tails),
        cmocka_unit_test(an_arena_keeps_copies_and_growing_arrays),
        cmocka_unit_test(a_buffer_always_ends_in_nul),
    };
    return cmocka_run_group_tests_name("text", tests, NULL, NULL);
}
