#include "document/iregexp.h"

#include "base/pattern.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

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

static bool matches(const char *expression, bool whole, const char *subject)
{
    struct iregexp_problem problem = {0};
    const char *translated = iregexp_translate(&arena, text_of(expression), whole, &problem);
    if (!translated)
        fail_msg("%s: %zu: %s", expression, problem.at, problem.message);
    const char *reason = NULL;
    size_t at = 0, start, end;
    struct pattern *pattern = pattern_new(&arena, translated, false, &reason, &at);
    if (!pattern)
        fail_msg("%s: %s: %s", expression, translated, reason);
    struct pattern_matcher *matcher = pattern_matcher_new();
    bool found =
        pattern_search(pattern, matcher, text_of(subject), 0, &start, &end) == PATTERN_MATCH;
    pattern_matcher_free(matcher);
    pattern_free(pattern);
    return found;
}

static void assert_matches(const char *expression, const char *subject)
{
    if (!matches(expression, true, subject))
        fail_msg("'%s' does not match '%s'", expression, subject);
}

static void assert_differs(const char *expression, const char *subject)
{
    if (matches(expression, true, subject))
        fail_msg("'%s' matches '%s'", expression, subject);
}

static void the_grammar_is_matched(void **state)
{
    (void)state;
    assert_matches("", "");
    assert_matches("abc", "abc");
    assert_differs("abc", "abcd");
    assert_matches("a|bc|", "bc");
    assert_matches("a|bc|", "");
    assert_differs("a|bc", "ac");
    assert_matches("(a|b)c", "bc");
    assert_matches("((a)(b(c)))", "abc");
    assert_matches("a*b+c?", "bb");
    assert_matches("a{2}b{1,}c{0,1}", "aabbb");
    assert_differs("a{2}", "aaa");
    assert_matches("a/b-c,d@e#f%g&h=i;j:k<l>m!n\"o'p`q~r_s t",
                   "a/b-c,d@e#f%g&h=i;j:k<l>m!n\"o'p`q~r_s t");
    assert_matches("\\(\\)\\*\\+\\-\\.\\?\\[\\\\\\]\\^\\{\\|\\}", "()*+-.?[\\]^{|}");
    assert_matches("\\n\\r\\t", "\n\r\t");
    assert_matches("\xc3\xa9+", "\xc3\xa9\xc3\xa9");
    assert_matches("\x01\x7f", "\x01\x7f");
}

static void a_dot_takes_no_line_end(void **state)
{
    (void)state;
    assert_matches(".", "x");
    assert_matches(".", "\xf0\x9f\x98\x80");
    assert_matches(".", "\xe2\x80\xa8");
    assert_matches(".", "\x0b");
    assert_differs(".", "\n");
    assert_differs(".", "\r");
    assert_differs("\\.", "x");
    assert_differs("[.]", "x");
}

static void classes_are_matched(void **state)
{
    (void)state;
    assert_matches("[abc]+", "cab");
    assert_matches("[^abc]", "d");
    assert_matches("[^abc]", "\n");
    assert_matches("[a-c0-9]+", "b5");
    assert_matches("[-a]+", "-a");
    assert_matches("[a-]+", "-a");
    assert_matches("[-]", "-");
    assert_matches("[^-]", "a");
    assert_matches("[--]", "-");
    assert_matches("[a^]", "^");
    assert_matches("[\\]\\[\\-\\\\]+", "][-\\");
    assert_matches("[$.*+?(){}|#:&]+", "$.*+?(){}|#:&");
    assert_matches("[\\p{Lu}\\P{L}]+", "A1");
    assert_differs("[\\p{Lu}]", "a");
    assert_matches("[\\n-\\r]", "\x0b");
    assert_matches("[:alpha:]", "p");
    assert_differs("[:alpha:]", "z");
}

static void categories_are_matched(void **state)
{
    (void)state;
    assert_matches("\\p{L}\\p{Lu}\\p{Ll}\\p{Lt}\\p{Lo}?\\p{Lm}?", "aAb\xc7\x85");
    assert_matches("\\p{Nd}\\p{N}\\P{N}", "12a");
    assert_matches("\\p{Zs}\\p{Sc}\\p{Pd}\\p{Cc}\\p{M}?\\p{Cn}?", " $-\x01");
}

static void the_ends_may_be_written(void **state)
{
    (void)state;
    assert_true(matches("^ab", false, "abc"));
    assert_false(matches("^ab", false, "xab"));
    assert_true(matches("bc$", false, "abc"));
    assert_false(matches("bc$", false, "abc\n"));
    assert_false(matches("^b", false, "a\nb"));
    assert_true(matches("^^*a$$", false, "a"));
    assert_true(matches("a|b", false, "xbx"));
    assert_true(matches("\\^[$]", false, "x^$"));
}

static void assert_refused(const char *expression, size_t at, const char *message,
                           const char *expected, const char *meant)
{
    struct iregexp_problem problem = {0};
    if (iregexp_translate(&arena, text_of(expression), true, &problem))
        fail_msg("'%s' was accepted", expression);
    if (strcmp(problem.message, message) != 0 || problem.at != at)
        fail_msg("'%s': %zu: %s", expression, problem.at, problem.message);
    assert_string_equal(problem.expected ? problem.expected : "-", expected ? expected : "-");
    assert_string_equal(problem.meant ? problem.meant : "-", meant ? meant : "-");
}

static void what_is_beyond_it_is_refused(void **state)
{
    (void)state;
    const char *escape = "an escape that I-Regexp does not have";
    const char *repeated = "a repetition is not repeated, and I-Regexp has no lazy ones";
    const char *category = "a category of characters that does not exist";
    const char *such = "one such as \\p{L}, \\p{Lu} or \\P{Nd}";
    const char *braces = "'{2}', '{2,}' or '{2,5}'; '\\{' is a brace";
    assert_refused("a\\d", 1, escape, NULL, "[0-9]");
    assert_refused("\\D", 0, escape, NULL, "[^0-9]");
    assert_refused("\\w", 0, escape, NULL, "[A-Za-z0-9_]");
    assert_refused("\\W", 0, escape, NULL, "[^A-Za-z0-9_]");
    assert_refused("[\\s]", 1, escape, NULL, "[ \\t\\n\\r]");
    assert_refused("\\S", 0, escape, NULL, "[^ \\t\\n\\r]");
    assert_refused("\\$", 0, escape, NULL, "[$]");
    assert_refused("\\b", 0, escape, NULL, NULL);
    assert_refused("(a)\\1", 3, escape, NULL, NULL);
    assert_refused("\\", 0, escape, NULL, NULL);
    assert_refused("\\p{Greek}", 0, category, such, NULL);
    assert_refused("\\p{Lx}", 0, category, such, NULL);
    assert_refused("\\p{L", 0, category, such, NULL);
    assert_refused("\\pL", 0, category, such, NULL);
    assert_refused("\\p{}", 0, category, such, NULL);
    assert_refused("a*?", 2, repeated, NULL, NULL);
    assert_refused("a{2}+", 4, repeated, NULL, NULL);
    assert_refused("*a", 0, "there is nothing to repeat", NULL, "\\*");
    assert_refused("(+a)", 1, "there is nothing to repeat", NULL, "\\+");
    assert_refused("a|?", 2, "there is nothing to repeat", NULL, "\\?");
    assert_refused("{2}", 0, "there is nothing to repeat", NULL, "\\{");
    assert_refused("a{,2}", 1, "'{' begins no repetition", braces, NULL);
    assert_refused("a{x}", 1, "'{' begins no repetition", braces, NULL);
    assert_refused("a{2", 1, "'{' begins no repetition", braces, NULL);
    assert_refused("a{2,3,4}", 1, "'{' begins no repetition", braces, NULL);
    assert_refused("(?i)a", 1, "I-Regexp has no groups with '(?'", NULL, NULL);
    assert_refused("(?:a)", 1, "I-Regexp has no groups with '(?'", NULL, NULL);
    assert_refused("(a(b)", 0, "'(' has no ')'", NULL, NULL);
    assert_refused("a)", 1, "')' has no '('", NULL, "\\)");
    assert_refused("a]", 1, "a closing bracket without its opening one", NULL, "\\]");
    assert_refused("a}", 1, "a closing bracket without its opening one", NULL, "\\}");
    assert_refused("[a", 0, "'[' has no ']'", NULL, NULL);
    assert_refused("[]", 1, "'[...]' holds nothing", NULL, "\\]");
    assert_refused("[]a]", 1, "'[...]' holds nothing", NULL, "\\]");
    assert_refused("[[:alpha:]]", 1, "'[' within '[...]' is escaped", NULL, "\\[");
    assert_refused("[a-c-e]", 4, "'-' is escaped, or stands first or last in '[...]'", NULL, "\\-");
    assert_refused("[a-\\p{L}]", 3, "a range ends with a character", NULL, NULL);
    assert_refused("a\xff", 1, "the text is not UTF-8", NULL, NULL);
}

static void no_depth_is_too_deep_for_the_stack(void **state)
{
    (void)state;
    struct buffer expression = BUFFER_EMPTY;
    for (int i = 0; i < 1000000; i++)
        buffer_add_byte(&expression, '(');
    struct iregexp_problem problem = {0};
    assert_null(iregexp_translate(&arena, text_of(buffer_string(&expression)), true, &problem));
    for (int i = 0; i < 1000000; i++)
        buffer_add_byte(&expression, ')');
    assert_non_null(iregexp_translate(&arena, text_of(buffer_string(&expression)), true, &problem));
    buffer_release(&expression);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_grammar_is_matched, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_dot_takes_no_line_end, set_up, tear_down),
        cmocka_unit_test_setup_teardown(classes_are_matched, set_up, tear_down),
        cmocka_unit_test_setup_teardown(categories_are_matched, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_ends_may_be_written, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_beyond_it_is_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(no_depth_is_too_deep_for_the_stack, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
