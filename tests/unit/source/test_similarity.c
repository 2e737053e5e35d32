/* How much two contents have in common: what is told apart, and what git calls renamed. */
#include "source_test.h"

#include "source/similarity.h"

static int score_of(const char *a, const char *b)
{
    struct similarity *left = similarity_new(text_of(a));
    struct similarity *right = similarity_new(text_of(b));
    int score = similarity_score(left, right);
    assert_int_equal(score, similarity_score(right, left));
    free(left);
    free(right);
    return score;
}

static void contents_of_few_lines(void **state)
{
    (void)state;
    assert_int_equal(score_of("a\nb\nc\nd\n", "a\nb\nc\nd\n"), 100);
    assert_int_equal(score_of("a\nb\nc\nd\n", "d\nc\nb\na"), 100);
    assert_int_equal(score_of("a\n\n  b\r\n\tc\nd\n", "a\nb\nc\n\nd  \n"), 100);
    assert_int_equal(score_of("a\nb\nc\nd\n", "a\nb\nc\ne\n"), 75);
    assert_int_equal(score_of("a\nb\nc\nd\n", "a\nb\ne\nf\n"), 50);
    assert_int_equal(score_of("a\nb\nc\nd\n", "a\ne\nf\ng\n"), 0);
    assert_int_equal(score_of("a\na\na\na\nb\nc\nd\n", "a\nb\nc\nd\n"), 100);
    /* of too little nothing is said, as of nothing */
    assert_int_equal(score_of("a\nb\nc\n", "a\nb\nc\n"), 0);
    assert_int_equal(score_of("a\na\na\na\na\n", "a\na\na\na\na\n"), 0);
    assert_int_equal(score_of("", ""), 0);
    assert_int_equal(score_of("", "a\nb\nc\nd\n"), 0);
    assert_int_equal(score_of(" \n\n\t\n", "a\nb\nc\nd\n"), 0);
}

static const char *lines(struct arena *arena, size_t from, size_t to)
{
    struct buffer out = BUFFER_EMPTY;
    for (size_t i = from; i < to; i++)
        buffer_printf(&out, "line %zu\n", i);
    const char *text = arena_strdup(arena, buffer_string(&out));
    buffer_release(&out);
    return text;
}

/* Over 256 lines it is an estimate. */
static void contents_of_many_lines(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 12);
    const char *all = lines(&arena, 0, 4000);
    assert_int_equal(score_of(all, all), 100);
    assert_in_range(score_of(all, lines(&arena, 800, 4800)), 72, 88);
    assert_in_range(score_of(all, lines(&arena, 0, 2400)), 67, 83);
    assert_int_equal(score_of(all, lines(&arena, 3000, 7000)), 0);
    assert_int_equal(score_of(all, lines(&arena, 4000, 8000)), 0);
    assert_int_equal(score_of(all, lines(&arena, 0, 1000)), 0);
    assert_int_equal(score_of(all, lines(&arena, 0, 5)), 0);
    assert_in_range(score_of(lines(&arena, 0, 200), lines(&arena, 20, 220)), 88, 92);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(contents_of_few_lines),
        cmocka_unit_test(contents_of_many_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
