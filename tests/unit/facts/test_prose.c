#include "base/limits.h"
#include "facts/prose.h"
#include "rows.h"

#include <stdlib.h>
#include <time.h>

static struct arena arena;

static const struct prose *read(const char *path, const char *text)
{
    bool limit;
    const struct markdown *markdown = prose_syntax_of(path) == PROSE_MARKDOWN
                                          ? markdown_parse(&arena, text_of(text), &limit)
                                          : NULL;
    return prose_read(&arena, path, text_of(text), markdown);
}

static void assert_visible(const char *path, const char *text, const char *expected)
{
    const struct prose *prose = read(path, text);
    assert_int_equal(prose->visible.size, strlen(text));
    char *visible = arena_copy(&arena, prose->visible);
    assert_string_equal(visible, expected);
}

static void what_a_reader_does_not_see_is_blanked_in_place(void **state)
{
    (void)state;
    assert_visible("a.md", "a <!-- b\nc --> d\n", "a       \n      d\n");
    assert_visible("a.md", "a <!-- never\nclosed\n", "a           \n      \n");
    assert_visible("a.md", "`a` ``b ` c`` d\n", "              d\n");
    assert_visible("a.md", "[a](b) `c\n", " a     `c\n");
    assert_visible("a.md", "[a] [b]\n\n[a]: c\n", " a  [b]\n\n a : c\n");
    assert_visible("a.md", "x\n\n```\n<!-- a\n```\n-->\n", "x\n\n```\n      \n```\n-->\n");
    assert_visible("a.md", "---\na: 1\n---\nb\n", "   \n    \n   \nb\n");
    assert_visible("a.rst", "a\n\n.. b\n   c\n\nd::\n\n  e\nf\n",
                   "a\n\n    \n    \n\nd::\n\n   \nf\n");
    assert_visible("a.adoc", "// a\n----\nb\n----\nc\n", "    \n----\n \n----\nc\n");
    assert_visible("a.txt", "`a` <!-- b -->\n", "`a` <!-- b -->\n");
}

static void sections_know_what_is_above_them(void **state)
{
    (void)state;
    static const char *const about[] = {"security", NULL};
    const struct prose *prose = read("a.md", "x\n# A\n## Security\n### B\ny\n## C\nz\n# D\n");
    assert_int_equal(prose->section_count, 6);
    assert_true(prose_section_is_about(prose, 2, about));
    assert_true(prose_section_is_about(prose, 3, about));
    assert_false(prose_section_is_about(prose, 4, about));
    assert_false(prose_section_is_about(prose, 5, about));
    assert_false(prose_section_is_about(prose, 0, about));
    assert_int_equal(prose->lines[4].section, 3);
    assert_int_equal(prose->sections[3].first, 4);
    assert_int_equal(prose->sections[3].end, 5);
    /* A heading over nothing has an empty body. */
    assert_true(prose->sections[1].first >= prose->sections[1].end);
}

static void headings_of_each_syntax_are_found(void **state)
{
    (void)state;
    assert_string_equal(read("a.rst", "A\n=\n\nBee\n---\n\nSee\n===\n")->sections[1].heading,
                        "Bee");
    const struct prose *rst = read("a.rst", "Aaa\n===\n\nBee\n---\n\nSee\n===\n");
    assert_int_equal(rst->section_count, 4);
    assert_int_equal(rst->sections[2].level, 2);
    assert_int_equal(rst->sections[3].level, 1);
    assert_string_equal(read("a.adoc", "= A\n== B\n")->sections[2].heading, "B");
    assert_string_equal(read("README", "# A\n\nBee\n---\n")->sections[2].heading, "Bee");
    assert_string_equal(read("a.md", "Aaa\n===\nx\n")->sections[1].heading, "Aaa");
    assert_int_equal(read("a.md", "Aaa\n===\nx\n")->sections[1].first, 2);
}

static void texts_may_be_empty_or_odd(void **state)
{
    (void)state;
    assert_int_equal(read("a.md", "")->section_count, 1);
    assert_int_equal(read("a.md", "\n")->line_count, 1);
    assert_int_equal(read("a.txt", "a\r\nb")->line_count, 2);
    assert_int_equal(read("a.txt", "a\r\nb")->lines[0].text.size, 1);
    assert_int_equal(prose_syntax_of("A.MD"), PROSE_MARKDOWN);
    assert_int_equal(prose_syntax_of(".md"), PROSE_PLAIN);
    assert_visible("a.txt",
                   "\xef\xbb\xbf"
                   "a",
                   "   a");
}

static void columns_count_code_points(void **state)
{
    (void)state;
    const char *line = "\xc3\xa4\xc3\xb6 b";
    assert_int_equal(prose_column(text_of(line), line), 1);
    assert_int_equal(prose_column(text_of(line), line + 5), 4);
    char *wide = arena_alloc(&arena, 20001, 1);
    memset(wide, 'a', 20000);
    assert_int_equal(prose_column(text_of(wide), wide + 15000), 1);
}

/* The processor's seconds for a page of that size made of one unit. */
static double seconds_of(const char *unit, const char *path, size_t size)
{
    static const char *const kinds[] = {"placeholder",  "security_contact", "disclosure",
                                        "readme",       "readme_command",   "runbook",
                                        "markdown_link"};
    char *text = malloc(size + 1);
    assert_non_null(text);
    for (size_t i = 0; i < size; i++)
        text[i] = unit[i % strlen(unit)];
    text[size] = '\0';
    struct world world;
    world_start(&world);
    world_add(&world, path, text);
    clock_t before = clock();
    for (size_t k = 0; k < sizeof(kinds) / sizeof(*kinds); k++)
        world_table(&world, kinds[k]);
    double seconds = (double)(clock() - before) / CLOCKS_PER_SEC;
    world_end(&world);
    free(text);
    return seconds;
}

/* Pages that are one line, one sentence or one bracket: none may cost its square. Four
 * times the page takes four times as long, or sixteen times; how fast this machine is
 * and what a sanitizer costs is no matter. */
static void hostile_pages_cost_no_square(void **state)
{
    (void)state;
    static const char *const units[] = {
        "[",
        "](x)",
        "`a``b",
        "{{",
        "NNNN ",
        "TODO ",
        "a@b.io ",
        "# a\n",
        "## a\n",
        "https://a]]]",
        "x AT ",
        "cd a && ",
        "```\ncd a\n",
        "<!-- ",
        "a: ",
        "open an issue ",
        "[a]: b\n",
        "**a**\n",
        "your text here ",
        "../",
        "5 days ",
    };
    static const char *const paths[] = {"README.md", "SECURITY.md", "docs/runbooks/x.md"};
    enum { BYTES = 32000 };
    for (size_t u = 0; u < sizeof(units) / sizeof(*units); u++) {
        for (size_t p = 0; p < sizeof(paths) / sizeof(*paths); p++) {
            double whole = seconds_of(units[u], paths[p], BYTES);
            if (whole < 1)
                continue;
            double quarter = seconds_of(units[u], paths[p], BYTES / 4);
            if (whole > 10 * quarter)
                fail_msg("'%s' as %s takes %.1f s, a quarter of it %.1f s", units[u], paths[p],
                         whole, quarter);
        }
    }
}

static void what_is_too_long_is_a_gap(void **state)
{
    (void)state;
    char *text = malloc(LIMIT_PROSE_BYTES + 2);
    assert_non_null(text);
    memset(text, 'a', LIMIT_PROSE_BYTES + 1);
    text[LIMIT_PROSE_BYTES + 1] = '\0';
    assert_rows_of("README.md", text, "readme", "root", "README.md gap\n");
    assert_rows_of("LICENSE", text, "licence", "sort", "LICENSE gap\n");
    free(text);
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
        cmocka_unit_test_setup_teardown(what_a_reader_does_not_see_is_blanked_in_place, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(sections_know_what_is_above_them, set_up, tear_down),
        cmocka_unit_test_setup_teardown(headings_of_each_syntax_are_found, set_up, tear_down),
        cmocka_unit_test_setup_teardown(texts_may_be_empty_or_odd, set_up, tear_down),
        cmocka_unit_test_setup_teardown(columns_count_code_points, set_up, tear_down),
        cmocka_unit_test_setup_teardown(hostile_pages_cost_no_square, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_too_long_is_a_gap, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("prose", tests, NULL, NULL);
}
