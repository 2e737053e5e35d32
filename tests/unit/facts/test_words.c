#include "facts/words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static struct words read(const char *text)
{
    return words_read(&arena, text_of(text));
}

static void assert_words(const char *text, const char *expected)
{
    struct words words = read(text);
    struct buffer out = BUFFER_EMPTY;
    for (size_t i = 0; i < words.count; i++)
        buffer_printf(&out, "%s%s", i ? " " : "", words.items[i].text);
    assert_string_equal(buffer_string(&out), expected);
    buffer_release(&out);
}

static void words_are_folded_and_parted(void **state)
{
    (void)state;
    assert_words("Don't sign-off; it\xe2\x80\x99s MIT/X11!", "dont sign off its mit x11");
    assert_words("\xe2\x80\x9cquoted\xe2\x80\x9d text\xe2\x80\x94"
                 "dash",
                 "quoted text dash");
    assert_words("caf\xc3\xa9 v2.0", "caf\xc3\xa9 v2 0");
    assert_words("'", "");
    assert_words("", "");
}

static void words_know_line_and_offset(void **state)
{
    (void)state;
    struct words words = read("one\r\n\n  two three\n");
    assert_int_equal(words.items[1].line, 3);
    assert_int_equal(words.items[1].offset, 8);
    assert_int_equal(words_at(&words, 0), 0);
    assert_int_equal(words_at(&words, 1), 1);
    assert_int_equal(words_at(&words, 9), 2);
    assert_int_equal(words_at(&words, 100), 3);
}

static void sentences_end_where_readers_end_them(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        unsigned sentences;
    } cases[] = {
        {"", 0},
        {"one", 1},
        {"One. Two! Three?", 3},
        {"version 1.2.3 of example.com stays one", 1},
        {"wrapped\nline", 1},
        {"one\n\ntwo", 2},
        {"one\n- two\n- three", 3},
        {"one\n2. two", 2},
        {"# one\ntwo", 2},
        {"one\n# two", 2},
        {"| a | b |", 2},
        {"...", 0},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        assert_int_equal(read(cases[i].text).sentences, cases[i].sentences);
}

static void clauses_part_sentences(void **state)
{
    (void)state;
    struct words words = read("Do not open an issue, email us but never call");
    size_t from, to;
    words_clause(&words, 5, &from, &to);
    assert_int_equal(from, 5);
    assert_int_equal(to, 7);
    words_sentence(&words, 5, &from, &to);
    assert_int_equal(from, 0);
    assert_int_equal(to, words.count);
    words_sentence(&words, words.count, &from, &to);
    assert_int_equal(from, to);
}

static void patterns_match(void **state)
{
    (void)state;
    struct words words = read("Please open a new public issue on the tracker");
    size_t end;
    assert_int_equal(words_find(&words, 0, words.count, "open|file a|an ... issue*", &end), 1);
    assert_int_equal(end, 6);
    assert_int_equal(words_find(&words, 2, words.count, "open", NULL), SIZE_MAX);
    assert_int_equal(words_find(&words, 0, 3, "open a new", NULL), SIZE_MAX);
    assert_int_equal(words_find(&words, 0, 4, "open a new", NULL), 1);
    assert_int_equal(words_find(&words, 0, words.count, "ope", NULL), SIZE_MAX);
    assert_int_equal(words_find(&words, 0, words.count, "ope*", NULL), 1);
    assert_int_equal(words_find(&words, 0, 99, "issue ... tracker", &end), 5);
    assert_int_equal(end, words.count);
    /* Four words are skipped, a fifth is not. */
    assert_int_equal(words_find(&words, 0, 99, "open ... on", NULL), 1);
    assert_int_equal(words_find(&words, 0, 99, "open ... the", NULL), SIZE_MAX);
    assert_false(words_match(&words, 0, 99, "open", NULL));
    assert_true(words_match(&words, 1, 99, "open", &end));
    assert_false(words_match(&words, 99, 99, "open", &end));
    static const char *const none[] = {"closed", "a public", NULL};
    static const char *const one[] = {"closed", "public issue", NULL};
    assert_false(words_have(&words, 0, 99, none));
    assert_true(words_have(&words, 0, 99, one));
}

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

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(words_are_folded_and_parted, set_up, tear_down),
        cmocka_unit_test_setup_teardown(words_know_line_and_offset, set_up, tear_down),
        cmocka_unit_test_setup_teardown(sentences_end_where_readers_end_them, set_up, tear_down),
        cmocka_unit_test_setup_teardown(clauses_part_sentences, set_up, tear_down),
        cmocka_unit_test_setup_teardown(patterns_match, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("words", tests, NULL, NULL);
}
