#include "facts/value.h"

#include "base/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static int open_arena(void **state)
{
    (void)state;
    arena_init(&arena, 1024);
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static void assert_format(struct value value, const char *expected)
{
    assert_string_equal(value_format(&arena, &value), expected);
}

static void values_are_written_for_people(void **state)
{
    (void)state;
    assert_format((struct value){0}, "none");
    assert_format(value_text(NULL), "none");
    assert_format(value_text(""), "");
    assert_format(value_text("über"), "über");
    assert_format(value_integer(INT64_MIN), "-9223372036854775808");
    assert_format(value_number(0.1), "0.1");
    assert_format(value_boolean(true), "true");
    assert_format(value_boolean(false), "false");
    assert_format(value_date(0), "1970-01-01");
    assert_format(value_date(-1), "1969-12-31");
    assert_format(value_time(86399), "1970-01-01T23:59:59Z");
    assert_format(value_duration(86400 * 90), "90d");
    assert_format(value_unknown(&arena, UNKNOWN_UNREADABLE, "torn"), "unknown");
}

static void shares_are_cut_so_that_not_all_never_reads_all(void **state)
{
    (void)state;
    assert_format(value_share(0.95), "95%");
    assert_format(value_share(0.942), "94.2%");
    assert_format(value_share(1), "100%");
    assert_format(value_share(0), "0%");
    assert_format(value_share(0.99999), "99.9%");
    assert_format(value_share(0.0004), "0%");
    assert_format(value_share(0.29), "29%");
}

static void lists_are_joined_and_own_their_items(void **state)
{
    (void)state;
    char word[] = "one";
    const char *words[] = {word, "two"};
    struct value list = value_texts(&arena, words, 2);
    word[0] = 'X';
    assert_format(list, "one, two");
    assert_format(value_texts(&arena, NULL, 0), "");
    struct value items[] = {value_integer(1), (struct value){0}, list};
    assert_format(value_list_of(&arena, items, 3), "1, none, one, two");
}

static void types_are_written_as_rules_write_them(void **state)
{
    (void)state;
    static const char *const words[] = {"none", "read", "write", NULL};
    struct type type = {.kind = TYPE_WORD, .words = words};
    assert_string_equal(type_format(&arena, &type), "word(none|read|write)");
    type = (struct type){.kind = TYPE_LIST, .of = TYPE_GLOB};
    assert_string_equal(type_format(&arena, &type), "list of glob");
    type = (struct type){.kind = TYPE_LIST, .of = TYPE_WORD, .words = words};
    assert_string_equal(type_format(&arena, &type), "list of word(none|read|write)");
    type = (struct type){.kind = TYPE_LIST, .of = TYPE_LIST};
    assert_string_equal(type_format(&arena, &type), "list of any");
    static const struct {
        enum type_kind kind;
        const char *name;
    } simple[] = {
        {TYPE_TEXT, "text"},   {TYPE_PATH, "path"},         {TYPE_GLOB, "glob"},
        {TYPE_REGEX, "regex"}, {TYPE_INTEGER, "integer"},   {TYPE_NUMBER, "number"},
        {TYPE_SHARE, "share"}, {TYPE_BOOLEAN, "boolean"},   {TYPE_DATE, "date"},
        {TYPE_TIME, "time"},   {TYPE_DURATION, "duration"}, {TYPE_SEVERITY, "severity"},
        {TYPE_ANY, "any"},
    };
    for (size_t i = 0; i < sizeof(simple) / sizeof(simple[0]); i++) {
        type = (struct type){.kind = simple[i].kind};
        assert_string_equal(type_format(&arena, &type), simple[i].name);
    }
}

static int sign(int number)
{
    return (number > 0) - (number < 0);
}

static void comparison_is_a_total_order(void **state)
{
    (void)state;
    const char *a[] = {"a"};
    const char *ab[] = {"a", "b"};
    const char *b[] = {"b"};
    struct value ascending[] = {
        value_text(NULL),
        value_text("a"),
        value_text("b"),
        value_integer(-1),
        value_integer(2),
        value_number(0.5),
        value_number(1.5),
        value_share(0.1),
        value_share(0.2),
        value_boolean(false),
        value_boolean(true),
        value_date(1),
        value_date(2),
        value_time(-5),
        value_time(5),
        value_duration(1),
        value_duration(2),
        value_texts(&arena, a, 1),
        value_texts(&arena, ab, 2),
        value_texts(&arena, b, 1),
    };
    size_t count = sizeof(ascending) / sizeof(ascending[0]);
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < count; k++)
            assert_int_equal(sign(value_compare(&ascending[i], &ascending[k])), (i > k) - (i < k));
}

static void an_unknown_keeps_class_and_reason(void **state)
{
    (void)state;
    char reason[] = "shallow";
    struct value value = value_unknown(&arena, UNKNOWN_UNOBSERVABLE, reason);
    reason[0] = 'X';
    assert_int_equal(value.kind, VALUE_UNKNOWN);
    assert_int_equal(value.unknown->class, UNKNOWN_UNOBSERVABLE);
    assert_string_equal(value.unknown->reason, "shallow");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_written_for_people),
        cmocka_unit_test(shares_are_cut_so_that_not_all_never_reads_all),
        cmocka_unit_test(lists_are_joined_and_own_their_items),
        cmocka_unit_test(types_are_written_as_rules_write_them),
        cmocka_unit_test(comparison_is_a_total_order),
        cmocka_unit_test(an_unknown_keeps_class_and_reason),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
