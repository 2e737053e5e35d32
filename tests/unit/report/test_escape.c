/* Escaping, as a property of whatever bytes a repository holds. */
#include "base/excerpt.h"
#include "document/json.h"
#include "report/report.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* What hostile texts are made of. */
static const char *const pieces[] = {
    "a",
    "Z",
    " ",
    "  ",
    "\xc2\xa0",
    "\xe2\x80\x89",
    "\xe3\x80\x80",
    "::",
    "::error file=a::b",
    "##[",
    "##[x]y",
    "##vso[",
    "#",
    "\x1b[31m",
    "\x1b]8;;http://x\x07",
    "\n",
    "\r",
    "\r\n",
    "\t",
    "\x7f",
    "\xc2\x9b",
    "\xff",
    "\xc0\x80",
    "\xed\xa0\x80",
    "\xe2\x80\xae",
    "\xe2\x81\xa6",
    "\xef\xbb\xbf",
    "\xe2\x80\x8b",
    "\xf3\xa0\x80\x81",
    "\xc2\xad",
    "\xe2\x80\xa8",
    "`",
    "```",
    "*",
    "_",
    "@octocat",
    "@org/team",
    "#123",
    "<b>",
    "<!-- x",
    "</details>",
    "<script>",
    "&lt;",
    "&",
    "[x](y)",
    "![i](u)",
    "http://e.test",
    "https://e.test",
    "www.e.test",
    "|",
    "\\",
    "~~",
    "$x$",
    "\"",
    "'",
    "%0A",
    "%",
    "\xc3\xa9",
    "\xe6\xbc\xa2",
    "\xf0\x9f\x92\xa9",
    "= 1",
    "- x",
    "1. x",
    "javascript:",
    "{{x}}",
    "${x}",
    "\x01",
};
enum { PIECES = sizeof(pieces) / sizeof(pieces[0]) };

/* A small generator, so that every run tries the same. */
static uint32_t next_number(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005U + 1442695040888963407U;
    return (uint32_t)(*seed >> 33);
}

static void make_text(struct buffer *out, uint64_t *seed)
{
    buffer_clear(out);
    size_t count = next_number(seed) % 12;
    for (size_t i = 0; i < count; i++) {
        if (next_number(seed) % 8 == 0)
            buffer_add_byte(out, (char)(1 + next_number(seed) % 255));
        else
            buffer_add_string(out, pieces[next_number(seed) % PIECES]);
    }
}

static void each_text(void (*check)(const char *text))
{
    struct buffer text = BUFFER_EMPTY;
    uint64_t seed = 7;
    for (size_t i = 0; i < PIECES; i++)
        check(pieces[i]);
    check("");
    for (int i = 0; i < 20000; i++) {
        make_text(&text, &seed);
        check(buffer_string(&text));
    }
    buffer_release(&text);
}

/* Nothing that a terminal, a reader's eye or a runner would obey. */
static void assert_harmless(const char *written)
{
    struct text text = text_of(written);
    assert_true(utf8_is_valid(text));
    assert_null(strstr(written, "##["));
    assert_null(strstr(written, "##vso["));
    for (size_t at = 0; at < text.size;) {
        uint32_t code;
        at += utf8_decode(text.bytes + at, text.size - at, &code);
        assert_false(visible_is_unsafe(code));
    }
}

static void check_visible(const char *text)
{
    struct buffer out = BUFFER_EMPTY;
    escape_visible(&out, text);
    const char *written = buffer_string(&out);
    assert_harmless(written);
    for (const char *at = strstr(written, "::"); at; at = strstr(at + 1, "::"))
        assert_true(at != written && at[-1] != ' ');
    buffer_release(&out);
}

static void test_visible(void **state)
{
    (void)state;
    each_text(check_visible);
}

static void test_visible_keeps_what_is_harmless(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"", ""},
        {"plain text", "plain text"},
        {"std::vector \xc3\xa9 \xf0\x9f\x92\xa9 %0A", "std::vector \xc3\xa9 \xf0\x9f\x92\xa9 %0A"},
        {"a\nb\r\tc", "a\\nb\\r\\tc"},
        {"\x1b[2J", "\\x1b[2J"},
        {"\xff", "\\xff"},
        {"\xe2\x80\xae", "\\u{202e}"},
        {"::warning::x ::y", "\\x3a:warning::x \\x3a:y"},
        {"\xc2\xa0::x\xe3\x80\x80::y", "\xc2\xa0\\x3a:x\xe3\x80\x80\\x3a:y"},
        {"a ##[add-path]b", "a \\x23#[add-path]b"},
        {"##vso[task]", "\\x23#vso[task]"},
        {"## [x]", "## [x]"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct buffer out = BUFFER_EMPTY;
        escape_visible(&out, rows[i][0]);
        assert_string_equal(buffer_string(&out), rows[i][1]);
        buffer_release(&out);
    }
}

static void check_json(const char *text)
{
    struct buffer out = BUFFER_EMPTY;
    escape_json_string(&out, text);
    assert_harmless(buffer_string(&out));
    struct arena arena;
    arena_init(&arena, 1 << 12);
    struct document document;
    struct document_problem problem;
    assert_true(json_parse(&arena, text_of(buffer_string(&out)), false, &document, &problem));
    assert_int_equal(document.roots[0]->kind, NODE_TEXT);
    if (utf8_is_valid(text_of(text)))
        assert_string_equal(document.roots[0]->text, text);
    else
        assert_non_null(strstr(document.roots[0]->text, "\xef\xbf\xbd"));
    arena_release(&arena);
    buffer_release(&out);
}

static void test_json(void **state)
{
    (void)state;
    each_text(check_json);
}

static void check_uri(const char *text)
{
    struct buffer out = BUFFER_EMPTY;
    struct buffer back = BUFFER_EMPTY;
    escape_uri(&out, text);
    for (const char *at = buffer_string(&out); *at; at++) {
        if (*at != '%') {
            assert_non_null(strchr("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                   "0123456789-._~/",
                                   *at));
            buffer_add_byte(&back, *at);
            continue;
        }
        char hex[3] = {at[1], at[2], '\0'};
        buffer_add_byte(&back, (char)strtoul(hex, NULL, 16));
        at += 2;
    }
    assert_string_equal(buffer_string(&back), text);
    buffer_release(&back);
    buffer_release(&out);
}

static void test_uri(void **state)
{
    (void)state;
    each_text(check_uri);
}

/* Only letters, digits and marks without a meaning are left, and references to
 * single characters. */
static void check_markdown(const char *text)
{
    struct buffer out = BUFFER_EMPTY;
    escape_markdown(&out, text);
    const char *written = buffer_string(&out);
    assert_harmless(written);
    assert_null(strpbrk(written, "\\`*_{}[]<>()+-!|~@\"'$"));
    for (const char *at = written; *at; at++) {
        if (*at == '&') {
            assert_int_equal(at[1], '#');
            at += 2;
            assert_true(*at >= '0' && *at <= '9');
            at += strspn(at, "0123456789");
            assert_int_equal(*at, ';');
            if (strncmp(at - 3, "#64;", 4) == 0 && at[1] >= 'a' && at[1] <= 'z')
                fail_msg("a mention is left: %s", written);
            continue;
        }
        assert_int_not_equal(*at, '#');
    }
    assert_null(strstr(written, "://"));
    assert_null(strstr(written, "www."));
    assert_null(strstr(written, "WWW."));
    buffer_release(&out);
}

static void test_markdown(void **state)
{
    (void)state;
    each_text(check_markdown);
}

static void test_markdown_keeps_words(void **state)
{
    (void)state;
    struct buffer out = BUFFER_EMPTY;
    escape_markdown(&out, "Use v1.2 of \xc3\xa9: see a/b.c, 10%; wwx.y; a workflow.");
    assert_string_equal(buffer_string(&out),
                        "Use v1.2 of \xc3\xa9: see a/b.c, 10%; wwx.y; a workflow.");
    buffer_clear(&out);
    escape_markdown(&out, "@a #1 <b> `c` www.x");
    assert_string_equal(buffer_string(&out),
                        "&#64;&#8203;a &#35;&#8203;1 &#60;b&#62; &#96;c&#96; www&#46;&#8203;x");
    buffer_clear(&out);
    escape_markdown(&out, "https://x a@b !12 ~bug %3 $4 &5 GH-6 a-7 # b");
    assert_string_equal(
        buffer_string(&out),
        "https&#58;&#8203;//x a&#64;&#8203;b &#33;&#8203;12 &#126;&#8203;bug "
        "&#37;&#8203;3 &#36;&#8203;4 &#38;&#8203;5 GH&#45;&#8203;6 a&#45;7 &#35; b");
    buffer_release(&out);
}

/* A forge makes links of what looks like a commit, but not within code. */
static void test_markdown_commits(void **state)
{
    (void)state;
    static const struct {
        const char *text, *wanted;
    } rows[] = {
        {"at b763cab, of acme/x@b763cabe4929.",
         "at `b763cab`, of acme/x&#64;&#8203;`b763cabe4929`."},
        {"b763ca 1234567 xb763cab b763cabx b763cab_ \xc3\xa9"
         "b763cab",
         "b763ca 1234567 xb763cab b763cabx b763cab&#95; \xc3\xa9"
         "b763cab"},
        {"0123456789012345678901234567890123456789", "`0123456789012345678901234567890123456789`"},
        {"a..DEADBEEF01", "a..`DEADBEEF01`"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct buffer out = BUFFER_EMPTY;
        escape_markdown(&out, rows[i].text);
        assert_string_equal(buffer_string(&out), rows[i].wanted);
        buffer_release(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_visible),
        cmocka_unit_test(test_visible_keeps_what_is_harmless),
        cmocka_unit_test(test_json),
        cmocka_unit_test(test_uri),
        cmocka_unit_test(test_markdown),
        cmocka_unit_test(test_markdown_keeps_words),
        cmocka_unit_test(test_markdown_commits),
    };
    return cmocka_run_group_tests_name("escape", tests, NULL, NULL);
}
