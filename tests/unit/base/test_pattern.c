#include "base/limits.h"
#include "base/pattern.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;
static struct pattern_matcher *matcher;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, 1 << 16);
    matcher = pattern_matcher_new();
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    pattern_matcher_free(matcher);
    arena_release(&arena);
    return 0;
}

static struct pattern *pattern_of(const char *expression, bool multi_line)
{
    const char *problem = "";
    size_t at = 0;
    struct pattern *pattern = pattern_new(&arena, expression, multi_line, &problem, &at);
    if (!pattern)
        fail_msg("'%s': %s at %zu", expression, problem, at);
    return pattern;
}

/* "start-end", or what else came out. */
static const char *search(const char *expression, bool multi_line, const char *bytes, size_t size,
                          size_t from)
{
    struct pattern *pattern = pattern_of(expression, multi_line);
    assert_string_equal(pattern_expression(pattern), expression);
    size_t start = 77;
    size_t end = 78;
    enum pattern_result result =
        pattern_search(pattern, matcher, (struct text){bytes, size}, from, &start, &end);
    pattern_free(pattern);
    if (result == PATTERN_MATCH)
        return arena_printf(&arena, "%zu-%zu", start, end);
    assert_int_equal(start, 77);
    assert_int_equal(end, 78);
    return result == PATTERN_LIMIT ? "limit" : "no";
}

static const char *find(const char *expression, const char *subject)
{
    return search(expression, false, subject, strlen(subject), 0);
}

static void a_pattern_searches(void **state)
{
    (void)state;
    assert_string_equal(find("b+", "abbc"), "1-3");
    assert_string_equal(find("^b", "abbc"), "no");
    assert_string_equal(find("", ""), "0-0");
    assert_string_equal(search("a", false, NULL, 0, 0), "no");
    assert_string_equal(search("b", false, "abb", 3, 2), "2-3");
    assert_string_equal(search("b", false, "abb", 3, 3), "no");
    assert_string_equal(search("$", false, "abb", 3, 3), "3-3");
    assert_string_equal(search("$", false, "abb", 3, 4), "no");
    assert_string_equal(search("b", false, "a\0b", 3, 0), "2-3");
    assert_string_equal(find("\\d", "\xd9\xa3"), "no");
    assert_string_equal(find("a\\K(?=b)", "ab"), "1-1");
}

static void ends_are_of_lines_only_when_asked_for(void **state)
{
    (void)state;
    const char *lines = "one\r\ntwo\nthree\r\n";
    size_t size = strlen(lines);
    assert_string_equal(search("^two$", true, lines, size, 0), "5-8");
    assert_string_equal(search("one$", true, lines, size, 0), "0-3");
    assert_string_equal(search("^.+$", true, lines, size, 0), "0-3");
    assert_string_equal(search("^two$", false, lines, size, 0), "no");
    assert_string_equal(find("^[0-9a-f]{4}$", "beef"), "0-4");
    assert_string_equal(find("^[0-9a-f]{4}$", "beef\n"), "no");
}

static void broken_utf8_is_matched_as_it_is(void **state)
{
    (void)state;
    assert_string_equal(search("key", false, "\xff\xfekey\x80", 6, 0), "2-5");
    assert_string_equal(search("\xc3\xa9", false, "\xc3\xa9", 2, 0), "0-2");
    assert_string_equal(search("^.$", false, "\xc3\xa9", 2, 0), "0-2");
    assert_string_equal(search("b", false,
                               "\xc3\xa9"
                               "b",
                               3, 1),
                        "2-3");
    assert_string_equal(search("^.$", false, "\xc3", 1, 0), "no");
}

static void groups_are_given_back(void **state)
{
    (void)state;
    struct pattern *pattern = pattern_of("(a)(x)?(b)|c", false);
    struct text subject = text_of("zab");
    size_t start;
    size_t end;
    assert_int_equal(pattern_search(pattern, matcher, subject, 0, &start, &end), PATTERN_MATCH);
    assert_true(text_equals(pattern_group(matcher, subject, 0), "ab"));
    assert_true(text_equals(pattern_group(matcher, subject, 1), "a"));
    assert_true(text_equals(pattern_group(matcher, subject, 2), ""));
    assert_true(text_equals(pattern_group(matcher, subject, 3), "b"));
    assert_true(text_equals(pattern_group(matcher, subject, 4), ""));
    assert_true(text_equals(pattern_group(matcher, subject, 4000000000U), ""));
    subject = text_of("c");
    assert_int_equal(pattern_search(pattern, matcher, subject, 0, &start, &end), PATTERN_MATCH);
    assert_true(text_equals(pattern_group(matcher, subject, 1), ""));
    subject = text_of("z");
    assert_int_equal(pattern_search(pattern, matcher, subject, 0, &start, &end), PATTERN_NO_MATCH);
    assert_true(text_equals(pattern_group(matcher, subject, 0), ""));
    pattern_free(pattern);
}

static void what_does_not_compile_says_why(void **state)
{
    (void)state;
    static const struct {
        const char *expression;
        size_t at;
        const char *part;
    } cases[] = {
        {"a(b", 3, "parenthesis"}, {"[z-a]", 3, "order"},  {"a\\Cb", 3, "\\C"},
        {"*", 0, "quantifier"},    {"x\xff", 1, "UTF-8"},  {"(?<n>a)(?<n>b)", 12, "same name"},
        {"\\", 1, "\\ at end"},    {"(?&no)", 5, "exist"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        const char *problem = NULL;
        size_t at = 99;
        if (pattern_new(&arena, cases[i].expression, false, &problem, &at))
            fail_msg("'%s' compiled", cases[i].expression);
        if (!strstr(problem, cases[i].part) || at > strlen(cases[i].expression))
            fail_msg("'%s': %s at %zu", cases[i].expression, problem, at);
        if (i < 3)
            assert_int_equal(at, cases[i].at);
    }
}

static void the_size_of_an_expression_is_bounded(void **state)
{
    (void)state;
    const char *problem = NULL;
    size_t at = 99;
    char *long_one = arena_alloc(&arena, LIMIT_PATTERN_BYTES + 2, 1);
    memset(long_one, 'a', LIMIT_PATTERN_BYTES + 1);
    assert_null(pattern_new(&arena, long_one, false, &problem, &at));
    assert_non_null(strstr(problem, "16384"));
    assert_null(pattern_literal(&arena, long_one));
    long_one[LIMIT_PATTERN_BYTES] = '\0';
    pattern_free(pattern_of(long_one, false));

    struct buffer groups = BUFFER_EMPTY;
    for (int i = 0; i < 99; i++)
        buffer_add_string(&groups, "(a)");
    pattern_free(pattern_of(buffer_string(&groups), false));
    buffer_add_string(&groups, "(a)");
    assert_null(pattern_new(&arena, buffer_string(&groups), false, &problem, &at));
    assert_non_null(strstr(problem, "99"));
    buffer_clear(&groups);
    for (int i = 0; i < 5000; i++)
        buffer_add_string(&groups, "(?:");
    assert_null(pattern_new(&arena, buffer_string(&groups), false, &problem, &at));
    assert_null(pattern_literal(&arena, buffer_string(&groups)));
    buffer_release(&groups);
    assert_null(pattern_new(&arena, "((a{1,60000}){1,60000}){1,60000}", false, &problem, &at));
}

static void an_expression_that_explodes_is_stopped(void **state)
{
    (void)state;
    char subject[60];
    memset(subject, 'a', sizeof(subject));
    subject[sizeof(subject) - 2] = '!';
    subject[sizeof(subject) - 1] = '\0';
    assert_string_equal(find("^(a+)+$", subject), "limit");
    assert_string_equal(find("(*NO_JIT)^(a+)+$", subject), "limit");
    assert_string_equal(find("(*NO_JIT)(?:a|ab?)+$", subject), "limit");
    /* A matcher that met a limit is as good as before. */
    assert_string_equal(find("a!", subject), "57-59");
    assert_string_equal(find("(*LIMIT_MATCH=999999999)^(a+)+$", subject), "limit");
    char *deep = arena_alloc(&arena, 200001, 1);
    memset(deep, 'a', 200000);
    assert_string_equal(find("(*NO_JIT)^(?:(.)(?=.))*[xy]", deep), "limit");
    assert_string_equal(find("^(x(?1)?|a(?1)?)+[!?]$", deep), "limit");
}

struct share {
    const struct pattern *pattern;
    int right;
};

static void *search_often(void *argument)
{
    struct share *share = argument;
    struct pattern_matcher *own = pattern_matcher_new();
    for (int i = 0; i < 2000; i++) {
        size_t start = 0;
        size_t end = 0;
        struct text subject = text_of(i % 2 ? "key: abc-123" : "nothing");
        bool hit = pattern_search(share->pattern, own, subject, 0, &start, &end) == PATTERN_MATCH;
        share->right +=
            hit == (i % 2) && (!hit || text_equals(pattern_group(own, subject, 1), "123"));
    }
    pattern_matcher_free(own);
    return NULL;
}

static void threads_share_a_pattern(void **state)
{
    (void)state;
    struct pattern *pattern = pattern_of("[a-c]+-(\\d+)$", false);
    struct share shares[4] = {{pattern, 0}, {pattern, 0}, {pattern, 0}, {pattern, 0}};
    pthread_t threads[4];
    for (int i = 0; i < 4; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, search_often, &shares[i]), 0);
    for (int i = 0; i < 4; i++) {
        pthread_join(threads[i], NULL);
        assert_int_equal(shares[i].right, 2000);
    }
    pattern_free(pattern);
    pattern_free(NULL);
    pattern_matcher_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_pattern_searches),
        cmocka_unit_test(ends_are_of_lines_only_when_asked_for),
        cmocka_unit_test(broken_utf8_is_matched_as_it_is),
        cmocka_unit_test(groups_are_given_back),
        cmocka_unit_test(what_does_not_compile_says_why),
        cmocka_unit_test(the_size_of_an_expression_is_bounded),
        cmocka_unit_test(an_expression_that_explodes_is_stopped),
        cmocka_unit_test(threads_share_a_pattern),
    };
    return cmocka_run_group_tests_name("pattern", tests, set_up, tear_down);
}
