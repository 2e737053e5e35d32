/* Which lines of a text a change wrote. */
#include "source/line_change.h"
#include "source_test.h"

static struct line_range *ranges;
static size_t range_count;

static void compare(struct arena *arena, const char *before, const char *after)
{
    struct failure *failure =
        line_changes(text_of(before), text_of(after), &ranges, &range_count, arena);
    assert_null(failure);
}

static bool is_changed(uint32_t line)
{
    return line_is_changed(ranges, range_count, line);
}

static void test_lines(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 12);
    source_start();
    compare(&arena, "a\nb\nc\nd\n", "a\nB\nc\nd\ne\nf\n");
    assert_false(is_changed(1));
    assert_true(is_changed(2));
    assert_false(is_changed(3));
    assert_false(is_changed(4));
    assert_true(is_changed(5));
    assert_true(is_changed(6));
    assert_false(is_changed(7));
    arena_release(&arena);
}

static void test_former_lines(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 12);
    source_start();
    compare(&arena, "a\nb\nc\nd\n", "new\na\nb\nD\nE\nd\n");
    assert_int_equal(line_former(ranges, range_count, 1), 0);
    assert_int_equal(line_former(ranges, range_count, 2), 1);
    assert_int_equal(line_former(ranges, range_count, 3), 2);
    assert_int_equal(line_former(ranges, range_count, 4), 0);
    assert_int_equal(line_former(ranges, range_count, 5), 0);
    assert_int_equal(line_former(ranges, range_count, 6), 4);
    compare(&arena, "a\nb\nc\nd\n", "a\nd\n"); /* lines that only went away */
    assert_int_equal(line_former(ranges, range_count, 1), 1);
    assert_int_equal(line_former(ranges, range_count, 2), 4);
    compare(&arena, "a\nb\nc\n", "b\nc\n"); /* above all others */
    assert_int_equal(line_former(ranges, range_count, 1), 2);
    compare(&arena, "a\n", "a\n");
    assert_int_equal(line_former(ranges, range_count, 1), 1);
    arena_release(&arena);
}

static void test_what_has_no_changed_line(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 12);
    source_start();
    compare(&arena, "a\nb\n", "a\nb\n");
    assert_int_equal(range_count, 0);
    compare(&arena, "a\nb\n", "a\n"); /* a line that is gone is none of the new text */
    assert_false(is_changed(1));
    assert_false(is_changed(2));
    compare(&arena, "a\n", "");
    assert_false(is_changed(1));
    arena_release(&arena);
}

static void test_new_text(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 12);
    source_start();
    compare(&arena, "", "a\nb\nc");
    for (uint32_t line = 1; line <= 3; line++)
        assert_true(is_changed(line));
    assert_false(is_changed(4));
    assert_false(is_changed(0));
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_former_lines),
        cmocka_unit_test(test_what_has_no_changed_line),
        cmocka_unit_test(test_new_text),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
