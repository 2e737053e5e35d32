/* Pages for people: no text of a rule or of a world breaks out of its place. */
#include "report/page.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

typedef void writer(struct buffer *out, const char *string);

static void expect(writer *write, const char *string, const char *wanted)
{
    struct buffer out = BUFFER_EMPTY;
    write(&out, string);
    assert_string_equal(buffer_string(&out), wanted);
    buffer_release(&out);
}

static void prose_keeps_code_and_nothing_else(void **state)
{
    (void)state;
    expect(page_text, "Set `a: {}` and \"$NAME\"", "Set `a: {}` and \"\\$NAME\"");
    expect(page_text, "<b>x</b> & *y* [z](u)", "\\<b\\>x\\</b\\> \\& \\*y\\* \\[z\\](u)");
    expect(page_text, "snake_case and _emphasis_", "snake_case and \\_emphasis\\_");
    expect(page_text, "a@b.test of @team", "a@b.test of \\@team");
    expect(page_text, "see https://a.test", "see https\\://a.test");
    expect(page_text, "an open ` and no more", "an open \\` and no more");
    expect(page_text, "``a`b`` and `` ` ``", "``a`b`` and `` ` ``");
    expect(page_text, "![x](y)", "!\\[x\\](y)");
}

static void prose_is_one_line_that_begins_nothing(void **state)
{
    (void)state;
    expect(page_text, "  one\n  two\t three ", "one two three");
    expect(page_text, "# no heading", "\\# no heading");
    expect(page_text, "- no list", "\\- no list");
    expect(page_text, "---", "\\---");
    expect(page_text, "--sql asks, #1 first", "--sql asks, #1 first");
    expect(page_text, "1. no list", "1\\. no list");
    expect(page_text, "2026. A year", "2026\\. A year");
    expect(page_text, "a\x1b[31m", "a\\\\x1b\\[31m");
    expect(page_text, "", "");
}

static void a_sentence_begins_with_a_capital(void **state)
{
    (void)state;
    expect(page_sentence, "no README", "No README");
    expect(page_sentence, "a: b", "A: b");
    expect(page_sentence, "write-all at the top", "write-all at the top");
    expect(page_sentence, "go.mod alone", "Go.mod alone");
    expect(page_sentence, "`code` first", "`code` first");
    expect(page_sentence, "", "");
}

static void code_has_room_for_backticks(void **state)
{
    (void)state;
    expect(page_code, "a|b", "`a|b`");
    expect(page_code, "a`b", "``a`b``");
    expect(page_code, "`", "`` ` ``");
    expect(page_code, " a ", "`  a  `");
    expect(page_code, "", "`''`");
    expect(page_code, "a\nb", "`a\\nb`");
}

static void a_bar_never_ends_a_cell(void **state)
{
    (void)state;
    struct buffer out = BUFFER_EMPTY;
    buffer_add_string(&out, "| ");
    size_t from = out.size;
    page_code(&out, "(a|b\\|c)");
    page_text(&out, " d|e");
    page_end_cell(&out, from);
    assert_string_equal(buffer_string(&out), "| `(a\\|b\\\\|c)`d\\|e");
    buffer_release(&out);
}

static void expect_block(const char *language, const char *text, size_t lines, const char *wanted)
{
    struct buffer out = BUFFER_EMPTY;
    page_block(&out, language, text_of(text), lines);
    assert_string_equal(buffer_string(&out), wanted);
    buffer_release(&out);
}

static void a_fence_is_longer_than_what_it_holds(void **state)
{
    (void)state;
    expect_block("yaml", "a: 1\n", 9, "```yaml\na: 1\n```\n");
    expect_block("markdown", "```\nx\n```\n", 9, "````markdown\n```\nx\n```\n````\n");
    expect_block("text", "`````", 9, "``````text\n`````\n``````\n");
    expect_block("text", "", 9, "```text\n```\n");
    expect_block("make", "all:\n\tmake \x1b[1m\n", 9, "```make\nall:\n\tmake \\x1b[1m\n```\n");
}

static void a_long_block_says_what_it_leaves_out(void **state)
{
    (void)state;
    expect_block("text", "1\n2\n3\n4\n", 2, "```text\n1\n2\n```\n\n(and 2 lines more)\n");
    expect_block("text", "1\n2\n3\n", 2, "```text\n1\n2\n```\n\n(and 1 line more)\n");
}

static void what_looks_like_a_key_is_cut(void **state)
{
    (void)state;
    expect_block("text", "T='abc_Ky9Pf34qY6Nb3wWD25RQ4F5ZR3qa7y3gm1IL'\n", 9,
                 "```text\nT='abc_Ky9P...'\n```\n");
    /* a digest, a path and a sentence are none */
    const char *plain = "0123456789abcdef0123456789abcdef01234567\n"
                        "acme/services/payment/settlement/v1\n"
                        "Aa1 Aa1 Aa1 Aa1 Aa1 Aa1 Aa1 Aa1 Aa1 Aa1\n";
    struct buffer wanted = BUFFER_EMPTY;
    buffer_printf(&wanted, "```text\n%s```\n", plain);
    expect_block("text", plain, 9, buffer_string(&wanted));
    buffer_release(&wanted);
}

static void lists_and_types_are_read_aloud(void **state)
{
    (void)state;
    const char *const words[] = {"a", "b", "c", NULL};
    struct buffer out = BUFFER_EMPTY;
    page_code_list(&out, words, "or");
    buffer_add_byte(&out, '\n');
    page_code_list(&out, words, ",");
    buffer_add_byte(&out, '\n');
    page_code_list(&out, words + 2, "and");
    buffer_add_byte(&out, '\n');
    page_type(&out, "list of word(a|b|c)", words);
    buffer_add_byte(&out, '\n');
    page_type(&out, "list of glob", NULL);
    assert_string_equal(buffer_string(&out), "`a`, `b` or `c`\n`a`, `b`, `c`\n`c`\n"
                                             "list of word: `a`, `b` or `c`\nlist of glob");
    buffer_release(&out);
}

static void a_file_has_its_language(void **state)
{
    (void)state;
    assert_string_equal(page_language("a/b.yml"), "yaml");
    assert_string_equal(page_language("a/Dockerfile"), "dockerfile");
    assert_string_equal(page_language("CODEOWNERS"), "text");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(prose_keeps_code_and_nothing_else),
        cmocka_unit_test(prose_is_one_line_that_begins_nothing),
        cmocka_unit_test(a_sentence_begins_with_a_capital),
        cmocka_unit_test(code_has_room_for_backticks),
        cmocka_unit_test(a_bar_never_ends_a_cell),
        cmocka_unit_test(a_fence_is_longer_than_what_it_holds),
        cmocka_unit_test(a_long_block_says_what_it_leaves_out),
        cmocka_unit_test(what_looks_like_a_key_is_cut),
        cmocka_unit_test(lists_and_types_are_read_aloud),
        cmocka_unit_test(a_file_has_its_language),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
