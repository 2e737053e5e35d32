#include "base/pattern.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
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

static const struct {
    const char *expression;
    const char *literal;
} runs[] = {
    {"AKIA[0-9A-Z]{16}", "AKIA"},
    {"-----BEGIN (RSA|EC) PRIVATE KEY-----", " PRIVATE KEY-----"},
    {"ghp_[A-Za-z0-9]{36}", "ghp_"},
    {"abc", "abc"},
    {"ab", NULL},
    {"", NULL},
    {"abc|abcd", NULL},
    {"(abc|def)", NULL},
    {"(abc)", "abc"},
    {"(?:abc)+x", "abc"},
    {"(?:abc)?xyz", "xyz"},
    {"(?:abcdef)*xyz", "xyz"},
    {"(?:abcdef){0,3}xyz", "xyz"},
    {"(?:abcdef){1,3}xyz", "abcdef"},
    {"(?:abcdef){0}xyz", "xyz"},
    {"(?<name>abcd)", "abcd"},
    {"(?P<name>abcd)", "abcd"},
    {"(?'name'abcd)", "abcd"},
    {"(?>abcd)", "abcd"},
    {"(?:a(?:b(?:long)))", "long"},
    {"(?=abcdef)x", NULL},
    {"(?!abcdef)xyz", "xyz"},
    {"(?<!abcdef)xyz", "xyz"},
    {"(?<=abcdef)xyz", "xyz"},
    {"(?i)abc", NULL},
    {"ab(?i:cdef)ghi", NULL},
    {"(?x) a b c", NULL},
    {"(*UTF)abc", NULL},
    {"abc(*ACCEPT)def", NULL},
    {"(?(1)abc|def)", NULL},
    {"(?|abc|def)", NULL},
    {"(?#comment)abc", NULL},
    {"(?R)?abc", NULL},
    {"abcd*", "abc"},
    {"abcd?efg", "abc"},
    {"abcd+efg", "abcd"},
    {"abcd{2}efgh", "defgh"},
    {"abcd{0,2}ef", "abc"},
    {"abcd{00}ef", "abc"},
    {"abc{,2}", NULL},
    {"abc{ 1 }", NULL},
    {"abc{x}", "abc{x}"},
    {"abc{1x}", "abc{1x}"},
    {"abc{", "abc{"},
    {"abc{2}{0}def", NULL},
    {"abc+?def", "cdef"},
    {"abc++def", "cdef"},
    {"abc\xc3\xa9?x", "abc"},
    {"un \xc3\xa9t\xc3\xa9", "un \xc3\xa9t\xc3\xa9"},
    {"abc.def", "abc"},
    {"ab.cdef", "cdef"},
    {"^abc$", "abc"},
    {"a\\.b\\/c\\-d", "a.b/c-d"},
    {"a\\tb\\n", "a\tb\n"},
    {"abc\\d+defg", "defg"},
    {"abc\\bdefg", "defg"},
    {"\\x41bcd", "bcd"},
    {"\\x{41}bcd", "bcd"},
    {"\\0bcd", "bcd"},
    {"(a)\\12bcd", "bcd"},
    {"\\p{Lu}abc", "abc"},
    {"\\pLabc", "abc"},
    {"\\N{U+41}abc", "abc"},
    {"\\Nabc", "abc"},
    {"\\Qabc\\E", NULL},
    {"\\cabcd", NULL},
    {"(?<n>x)\\k<n>abc\\g{1}\\g1", "abc"},
    {"[abc]def", "def"},
    {"[]def]ghi", "ghi"},
    {"[^]def]ghi", "ghi"},
    {"[\\]def]ghi", "ghi"},
    {"[[:alpha:]def]ghi", "ghi"},
    {"[[:^alpha:]]ghi", "ghi"},
    {"[[:]ghi]", "ghi]"},
    {"[a[:]ghi", "ghi"},
    {"[\\c]]ghi", NULL},
    {"[\\Q]\\E]ghi", NULL},
    {"example[.]com", "example.com"},
    {"example[.]?com", "example"},
    {"foo[.]*", "foo"},
    {"abc)", NULL},
    {"(abc", NULL},
    {"[abc", NULL},
    {"*abc", NULL},
    {"abc\\", NULL},
    {"abc\xff", NULL},
};

static void the_longest_run_that_every_match_has(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof(runs) / sizeof(*runs); i++) {
        const char *literal = pattern_literal(&arena, runs[i].expression);
        const char *expected = runs[i].literal;
        if (!expected ? literal != NULL : !literal || strcmp(literal, expected) != 0)
            fail_msg("'%s' gives '%s'", runs[i].expression, literal ? literal : "nothing");
    }
}

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525U + 1013904223U;
    return *seed >> 8;
}

/* Writes an expression and, at the same time, a subject that it matches. */
struct writer {
    uint32_t seed;
    struct buffer expression;
    struct buffer subject;
};

static void write_atom(struct writer *writer, int depth);

static void write_concatenation(struct writer *writer, int depth)
{
    for (uint32_t i = 1 + next_random(&writer->seed) % 6; i > 0; i--)
        write_atom(writer, depth);
}

static void write_plain(struct writer *writer)
{
    static const struct {
        const char *expression;
        const char *subject;
    } plain[] = {
        {"a", "a"},      {"b", "b"},
        {"cd", "cd"},    {"xyz", "xyz"},
        {"\\.", "."},    {"\\d", "7"},
        {"[abc]", "b"},  {"[^abc]", "]"},
        {"[]x]", "]"},   {".", "q"},
        {"\\x61", "a"},  {"\\n", "\n"},
        {"[.]", "."},    {"\xc3\xa9", "\xc3\xa9"},
        {"\\p{L}", "k"}, {"[[:alpha:]_]", "_"},
        {"{", "{"},      {"}", "}"},
        {"]", "]"},      {"\\Q*\\E", "*"},
        {"(?i:X)", "x"}, {"(?=.|$)", ""},
        {"\\b|", ""},    {"(?!\\A\\z)", ""},
        {"a{2}", "aa"},  {"\\x{62}", "b"},
        {"\\N", "n"},    {"[\\]]", "]"},
    };
    size_t i = next_random(&writer->seed) % (sizeof(plain) / sizeof(*plain));
    /* `|` and the like only now and then, or hardly any literal would be left. */
    if (i >= 19 && i <= 22 && next_random(&writer->seed) % 8 != 0)
        i -= 19;
    buffer_add_string(&writer->expression, plain[i].expression);
    buffer_add_string(&writer->subject, plain[i].subject);
}

static void write_group(struct writer *writer, int depth)
{
    static const char *const opens[] = {"(", "(?:", "(?>", "(?<n>"};
    bool named = strstr(buffer_string(&writer->expression), "(?<n>") != NULL;
    buffer_add_string(&writer->expression, opens[next_random(&writer->seed) % (named ? 3 : 4)]);
    size_t before = writer->subject.size;
    write_concatenation(writer, depth - 1);
    if (next_random(&writer->seed) % 4 == 0) {
        buffer_add_byte(&writer->expression, '|');
        writer->subject.size = before;
        write_concatenation(writer, depth - 1);
    }
    buffer_add_byte(&writer->expression, ')');
}

static void write_atom(struct writer *writer, int depth)
{
    size_t before = writer->subject.size;
    if (depth > 0 && next_random(&writer->seed) % 4 == 0)
        write_group(writer, depth);
    else
        write_plain(writer);
    char last[1024];
    size_t size = writer->subject.size - before;
    switch (next_random(&writer->seed) % 12) {
    case 0:
        buffer_add_string(&writer->expression, "?");
        writer->subject.size = before;
        break;
    case 1:
        buffer_add_string(&writer->expression, "{0,2}");
        writer->subject.size = before;
        break;
    case 2:
        buffer_add_string(&writer->expression, "{1,3}?");
        break;
    case 3:
        buffer_add_string(&writer->expression, "+");
        if (size > 0 && size < sizeof(last)) {
            memcpy(last, writer->subject.bytes + before, size);
            buffer_add(&writer->subject, last, size);
        }
        break;
    default:
        break;
    }
}

/* The subject is only meant to match: with possessive groups or look-arounds it
 * may not. Where it does, the literal must be there, and most of them do. */
static void no_match_is_without_its_literal(void **state)
{
    (void)state;
    struct writer writer = {.seed = 20260301};
    int matches = 0;
    int literals = 0;
    for (int round = 0; round < 20000; round++) {
        struct arena_mark mark = arena_mark(&arena);
        buffer_clear(&writer.expression);
        buffer_clear(&writer.subject);
        write_concatenation(&writer, 3);
        const char *expression = buffer_string(&writer.expression);
        struct text subject = {writer.subject.bytes, writer.subject.size};
        const char *problem;
        size_t at;
        struct pattern *pattern = pattern_new(&arena, expression, false, &problem, &at);
        size_t start;
        size_t end;
        if (pattern &&
            pattern_search(pattern, matcher, subject, 0, &start, &end) == PATTERN_MATCH) {
            const char *literal = pattern_literal(&arena, expression);
            matches++;
            literals += literal != NULL;
            if (literal && text_find(subject, literal) == SIZE_MAX)
                fail_msg("'%s' matches '%.*s' without '%s'", expression, (int)subject.size,
                         subject.bytes, literal);
        }
        pattern_free(pattern);
        arena_reset(&arena, mark);
    }
    buffer_release(&writer.expression);
    buffer_release(&writer.subject);
    assert_true(matches > 10000);
    assert_true(literals > 1000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_longest_run_that_every_match_has),
        cmocka_unit_test(no_match_is_without_its_literal),
    };
    return cmocka_run_group_tests_name("pattern_literal", tests, set_up, tear_down);
}
