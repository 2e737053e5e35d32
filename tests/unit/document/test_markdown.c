#include "document/markdown.h"

#include "base/limits.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
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

static const struct markdown *parse(const char *string)
{
    bool limit = true;
    const struct markdown *markdown = markdown_parse(&arena, text_of(string), &limit);
    assert_false(limit);
    return markdown;
}

static bool reaches_limit(const struct buffer *buffer)
{
    bool limit = false;
    markdown_parse(&arena, (struct text){buffer->bytes, buffer->size}, &limit);
    return limit;
}

static void assert_section(const struct markdown *markdown, size_t index, unsigned level,
                           uint32_t line, uint32_t end_line, const char *heading,
                           const char *anchor)
{
    assert_true(index < markdown->section_count);
    const struct markdown_section *section = &markdown->sections[index];
    assert_string_equal(section->heading, heading);
    assert_string_equal(section->anchor, anchor);
    assert_int_equal(section->level, level);
    assert_int_equal(section->line, line);
    assert_int_equal(section->end_line, end_line);
}

static void assert_body(const struct markdown *markdown, size_t index, const char *body)
{
    struct text text = markdown->sections[index].body;
    assert_int_equal(text.size, strlen(body));
    assert_memory_equal(text.bytes, body, text.size);
}

static void assert_link(const struct markdown *markdown, size_t index, uint32_t line,
                        uint32_t column, const char *target, const char *text)
{
    assert_true(index < markdown->link_count);
    const struct markdown_link *link = &markdown->links[index];
    assert_string_equal(link->target, target);
    assert_string_equal(link->text, text);
    assert_int_equal(link->line, line);
    assert_int_equal(link->column, column);
}

static void sections_are_flat(void **state)
{
    (void)state;
    const struct markdown *markdown = parse("Before.\n\n# One\nbody 1\n\n\n## Two *it* `x`\n"
                                            "> # not this\n\n- # nor this\n\nSetext\nof two\n===\n"
                                            "last\n###### Six ######\n#hashtag\n");
    assert_int_equal(markdown->section_count, 5);
    assert_section(markdown, 0, 0, 1, 1, "", "");
    assert_body(markdown, 0, "Before.\n\n");
    assert_section(markdown, 1, 1, 3, 4, "One", "one");
    assert_body(markdown, 1, "body 1\n\n\n");
    assert_section(markdown, 2, 2, 7, 10, "Two it x", "two-it-x");
    assert_section(markdown, 3, 1, 12, 15, "Setext of two", "setext-of-two");
    assert_body(markdown, 3, "last\n");
    assert_section(markdown, 4, 6, 16, 17, "Six", "six");
    assert_string_equal(markdown->sections[4].prose, "#hashtag");
}

static void anchors_are_those_of_github(void **state)
{
    (void)state;
    static const struct {
        const char *heading, *anchor;
    } cases[] = {
        {"Hello, World!", "hello-world"},
        {"A & B", "a--b"},
        {"snake_case and-dash", "snake_case-and-dash"},
        {"C++ / C# (1.2.3)", "c--c-123"},
        {"\xc3\x9c"
         "ber \xc3\x89t\xc3\xa9",
         "\xc3\xbc"
         "ber-\xc3\xa9t\xc3\xa9"},
        {"\xd0\x9f\xd1\x80\xd0\xb8\xd0\xb2\xd0\xb5\xd1\x82",
         "\xd0\xbf\xd1\x80\xd0\xb8\xd0\xb2\xd0\xb5\xd1\x82"},
        {"\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e\xe3\x80\x82",
         "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e"},
        {"\xf0\x9f\x9a\x80 Start", "-start"},
        {"`code` **bold** [link](x)", "code-bold-link"},
        {"![logo](l.png) Name", "-name"},
        {"a \xe2\x80\x94 b", "a--b"},
        {"\\*star\\* &amp; more", "star--more"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char text[128];
        snprintf(text, sizeof(text), "# %s\n", cases[i].heading);
        assert_string_equal(parse(text)->sections[0].anchor, cases[i].anchor);
    }
    const struct markdown *markdown = parse("# A\n# A\n# A 1\n# A\n# a-1\n");
    static const char *const unique[] = {"a", "a-1", "a-1-1", "a-2", "a-1-2"};
    for (size_t i = 0; i < 5; i++)
        assert_string_equal(markdown->sections[i].anchor, unique[i]);
}

static void links_of_every_kind_have_places(void **state)
{
    (void)state;
    const struct markdown *markdown = parse("# T [h](head)\n"
                                            "\xc3\xa9 [a](b \"t\") ![i](p.png)\n"
                                            "<http://x.y> and `code\n"
                                            "span` [e](f)\n"
                                            "\n"
                                            "[ref]: /url\n"
                                            "[![badge](b.svg)](page) [full][ref] [ref][] [ref]\n"
                                            "- item\n"
                                            "  see https://a.b/c_(d). or (www.site.org) <me@a.b>\n"
                                            "\n"
                                            "| a | b |\n"
                                            "|---|---|\n"
                                            "| x | [cell](k\\_l) |\n");
    assert_link(markdown, 0, 1, 5, "head", "h");
    assert_link(markdown, 1, 2, 3, "b", "a");
    assert_link(markdown, 2, 2, 14, "p.png", "i");
    assert_true(markdown->links[2].image);
    assert_link(markdown, 3, 3, 1, "http://x.y", "http://x.y");
    assert_link(markdown, 4, 4, 7, "f", "e");
    assert_link(markdown, 5, 7, 1, "page", "badge");
    assert_link(markdown, 6, 7, 2, "b.svg", "badge");
    assert_link(markdown, 7, 7, 25, "/url", "full");
    assert_link(markdown, 8, 7, 37, "/url", "ref");
    assert_link(markdown, 9, 7, 45, "/url", "ref");
    assert_link(markdown, 10, 9, 7, "https://a.b/c_(d)", "https://a.b/c_(d)");
    assert_link(markdown, 11, 9, 30, "http://www.site.org", "www.site.org");
    assert_link(markdown, 12, 9, 44, "mailto:me@a.b", "me@a.b");
    assert_link(markdown, 13, 13, 7, "k_l", "cell");
    assert_int_equal(markdown->link_count, 14);
    assert_int_equal(markdown->sections[0].images, 2);
    assert_int_equal(markdown->sections[0].links, 12);
}

static void raw_html_gives_links_and_anchors(void **state)
{
    (void)state;
    const struct markdown *markdown =
        parse("# T\n<div id=\"top\" align=center>\n  <a href='x.md?a=1&amp;b'>To <b>x</b></a>\n"
              "  <!-- <a href=\"hidden\"> -->\n  <img alt=\"Logo\" src=logo.png>\n</div>\n\n"
              "Text <a name=\"in\"></a> and <a\nhref=\"y\">why</a> `<a href=\"code\">`.\n\n"
              "```html\n<a href=\"z\" id=\"no\">\n```\n");
    assert_int_equal(markdown->link_count, 3);
    assert_link(markdown, 0, 3, 3, "x.md?a=1&b", "To x");
    assert_link(markdown, 1, 5, 3, "logo.png", "Logo");
    assert_true(markdown->links[1].image);
    assert_link(markdown, 2, 8, 28, "y", "why");
    assert_int_equal(markdown->anchor_count, 2);
    assert_string_equal(markdown->anchors[0], "top");
    assert_string_equal(markdown->anchors[1], "in");
    assert_non_null(strstr(markdown->sections[0].prose, "To x"));
    assert_null(strstr(markdown->sections[0].prose, "hidden"));
}

static void names_and_nested_headings_are_anchors(void **state)
{
    (void)state;
    const struct markdown *markdown =
        parse("<h3 name=\"config\">Where?</h3>\n\n> #### custom_dir\n\n- # In a list\n\n"
              "# custom_dir\n");
    assert_int_equal(markdown->anchor_count, 3);
    assert_string_equal(markdown->anchors[0], "config");
    assert_string_equal(markdown->anchors[1], "custom_dir");
    assert_string_equal(markdown->anchors[2], "in-a-list");
    assert_string_equal(markdown->sections[markdown->section_count - 1].anchor, "custom_dir-1");
}

static void references_without_definition_are_found(void **state)
{
    (void)state;
    const struct markdown *markdown =
        parse("# See [the *guide*][gone]\n"
              "[ok][Label  A] [missing][] [plain] a[i][j] `[code][no]` \\[esc][no]\n"
              "> quoted [wrapped\n> text][also gone] ![pic][no pic] [foot][^1]\n\n"
              "[label a]: /x\n\n"
              "    [in][code]\n\n"
              "| [cell][lost] |\n|---|\n| <b title=\"[a][b]\"> |\n\n[x](y)[z](w) [ ][ ]\n");
    size_t found = 0;
    static const struct {
        uint32_t line, column;
        const char *target;
    } wanted[] = {{1, 7, "gone"},
                  {2, 16, "missing"},
                  {3, 10, "also gone"},
                  {4, 20, "no pic"},
                  {10, 3, "lost"}};
    for (size_t i = 0; i < markdown->link_count; i++) {
        if (!markdown->links[i].reference)
            continue;
        assert_true(found < 5);
        assert_string_equal(markdown->links[i].target, wanted[found].target);
        assert_int_equal(markdown->links[i].line, wanted[found].line);
        assert_int_equal(markdown->links[i].column, wanted[found].column);
        found++;
    }
    assert_int_equal(found, 5);
    assert_string_equal(markdown->links[0].text, "the *guide*");
}

static void marks_side_by_side_are_no_references(void **state)
{
    (void)state;
    const struct markdown *markdown =
        parse("- [FIX] one\n- [FIX][ui] two\n- [FXI][ui] three\n"
              "- [guide][gone] and \\[guide\\]\n- **[][-!^]** four\n\n"
              "| [RFC1][RFC2] | [RFC1] |\n|---|---|\n| [a][] | [a] |\n");
    size_t found = 0;
    static const char *const wanted[] = {"gone", "a"};
    for (size_t i = 0; i < markdown->link_count; i++) {
        if (!markdown->links[i].reference)
            continue;
        assert_true(found < 2);
        assert_string_equal(markdown->links[i].target, wanted[found++]);
    }
    assert_int_equal(found, 2);
}

static void code_blocks_keep_their_place_and_language(void **state)
{
    (void)state;
    const struct markdown *markdown = parse(
        "# A\n```sh title=x\nmake\n\nmake test\n```\n## B\n\n    indented\n\n- x\n  ~~~\n  in\n");
    assert_int_equal(markdown->code_count, 3);
    assert_string_equal(markdown->codes[0].language, "sh");
    assert_int_equal(markdown->codes[0].line, 3);
    assert_true(text_equals(markdown->codes[0].text, "make\n\nmake test\n"));
    assert_int_equal(markdown->codes[0].section, 0);
    assert_string_equal(markdown->codes[1].language, "");
    assert_int_equal(markdown->codes[1].line, 9);
    assert_int_equal(markdown->codes[1].section, 1);
    assert_int_equal(markdown->codes[2].line, 13);
    assert_int_equal(markdown->sections[0].commands, 2);
    assert_int_equal(markdown->sections[1].commands, 2);
    assert_string_equal(markdown->sections[0].prose, "");
}

static void substance_is_what_can_be_read(void **state)
{
    (void)state;
    const struct markdown *markdown =
        parse("# A\nOne sentence here. Is this two? See e.g. that one!\nSoft break goes on\n\n"
              "<!-- a comment. With two sentences. -->\n\nTBD\n\nNone.\n\n"
              "- item one. It has two.\n-\n- [ ]\n- [x] done\n  - nested\n- ![](image.png)\n\n"
              "| h | i |\n|---|---|\n| a | b |\n|   |   |\n| c | d |\n");
    const struct markdown_section *section = &markdown->sections[0];
    assert_int_equal(section->sentences, 4);
    assert_int_equal(section->items, 4);
    assert_int_equal(section->rows, 2);
    assert_int_equal(section->images, 1);
    assert_null(strstr(section->prose, "comment"));
    assert_non_null(strstr(section->prose, "that one! Soft break goes on"));
    const struct markdown *empty = parse("# A\n<!-- Describe. Here please. -->\n# B\n\n***\n");
    for (size_t i = 0; i < 2; i++) {
        assert_string_equal(empty->sections[i].prose, "");
        assert_int_equal(empty->sections[i].sentences, 0);
    }
    const struct markdown *japanese =
        parse("# A\n\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e\xe3\x81\xa7\xe3\x80\x82"
              "\xe6\x9b\xb8\xe3\x81\x84\xe3\x81\x9f\xe6\x96\x87\n");
    assert_int_equal(japanese->sections[0].sentences, 2);
}

static void prose_has_no_markup(void **state)
{
    (void)state;
    const struct markdown *markdown =
        parse("Some *text* with [a link](url), `code` &amp; ![alt](i.png)<br>and <b>bold</b>.\n\n"
              "<details><summary>More &lt;</summary>\n<style>p {}</style>\n</details>\n");
    assert_string_equal(markdown->sections[0].prose,
                        "Some text with a link, code &  and bold.\nMore <");
}

static void front_matter_is_apart(void **state)
{
    (void)state;
    const struct markdown *markdown =
        parse("---\n# c\nstatus: accepted\ndate: 2026-01-02\n---\n# Title\n[a](b)\n");
    assert_string_equal(node_string(markdown->front_matter, "status"), "accepted");
    assert_int_equal(node_key(markdown->front_matter, "date")->line, 4);
    assert_int_equal(markdown->section_count, 1);
    assert_section(markdown, 0, 1, 6, 7, "Title", "title");
    assert_link(markdown, 0, 7, 1, "b", "a");

    markdown = parse("\xef\xbb\xbf---\r\na: 1\r\n...\r\n\r\nText [l](m)\r\n");
    assert_string_equal(node_string(markdown->front_matter, "a"), "1");
    assert_section(markdown, 0, 0, 1, 5, "", "");
    assert_link(markdown, 0, 5, 6, "m", "l");

    markdown = parse("---\na: [1\n---\n# T\n");
    assert_null(markdown->front_matter);
    assert_true(markdown->front_matter_malformed);
    assert_section(markdown, 0, 1, 4, 4, "T", "t");

    /* A thematic break is none, nor is what never ends. */
    markdown = parse("---\nJust text\n---\n");
    assert_null(markdown->front_matter);
    assert_false(markdown->front_matter_malformed);
    assert_string_equal(markdown->sections[1].heading, "Just text");
    assert_null(parse("---\na: 1\n")->front_matter);
    assert_null(parse("---\n---\n")->front_matter);
    assert_null(parse("\n---\na: 1\n---\n")->front_matter);
    markdown = parse("---\na: 1\n---\n");
    assert_non_null(markdown->front_matter);
    assert_int_equal(markdown->section_count, 0);
}

static void odd_texts_are_markdown_too(void **state)
{
    (void)state;
    assert_int_equal(parse("")->section_count, 0);
    assert_int_equal(parse("\n \n")->section_count, 0);
    bool limit;
    const struct markdown *markdown =
        markdown_parse(&arena, (struct text){"# a\0b \xff[x](y)\r# c\r\nd", 20}, &limit);
    assert_false(limit);
    assert_int_equal(markdown->section_count, 2);
    assert_section(markdown, 1, 1, 2, 3, "c", "c");
    assert_link(markdown, 0, 1, 8, "y", "x");
    markdown = parse("# \n#\n");
    assert_section(markdown, 0, 1, 1, 1, "", "");
    assert_section(markdown, 1, 1, 2, 2, "", "-1");
}

static void hostile_texts_reach_a_limit(void **state)
{
    (void)state;
    struct buffer buffer = BUFFER_EMPTY;
    for (int i = 0; i < 20000; i++)
        buffer_add_string(&buffer, "![[]()");
    assert_true(reaches_limit(&buffer));
    buffer_clear(&buffer);
    for (int i = 0; i < 20000; i++)
        buffer_add_string(&buffer, "|a");
    assert_true(reaches_limit(&buffer));
    buffer_clear(&buffer);
    for (int i = 0; i <= LIMIT_DOCUMENT_DEPTH; i++)
        buffer_add_string(&buffer, "> ");
    assert_true(reaches_limit(&buffer));
    buffer_clear(&buffer);
    for (int i = 0; i <= LIMIT_DOCUMENT_DEPTH; i++) {
        for (int j = 0; j < i; j++)
            buffer_add_string(&buffer, "  ");
        buffer_add_string(&buffer, "- a\n");
    }
    assert_true(reaches_limit(&buffer));
    buffer_clear(&buffer);
    for (int i = 0; i < 6000; i++)
        buffer_add_string(&buffer, "*[a](b)*");
    assert_true(reaches_limit(&buffer));
    /* Long lists and tables of links are common. */
    buffer_clear(&buffer);
    for (int i = 0; i < 6000; i++)
        buffer_add_string(&buffer, "- [a](b)\n");
    buffer_add_string(&buffer, "\n| a |\n|---|\n");
    for (int i = 0; i < 6000; i++)
        buffer_add_string(&buffer, "| [a](b) |\n");
    assert_false(reaches_limit(&buffer));
    buffer_clear(&buffer);
    for (int i = 0; i < 120; i++)
        buffer_add_string(&buffer, "-----");
    buffer_add_string(&buffer, "\n");
    assert_false(reaches_limit(&buffer));
    while (buffer.size <= LIMIT_BLOB_BYTES)
        buffer_add_string(&buffer, "plain text that is long enough to fill the page quickly\n\n");
    assert_true(reaches_limit(&buffer));
    buffer_release(&buffer);
}

static void front_matter_is_read_alone(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 12);
    struct document document = {0};
    struct document_problem problem = {0};
    assert_true(front_matter_parse(&arena, text_of("---\nstatus: accepted\n---\n# Title\n"),
                                   &document, &problem));
    assert_int_equal(document.count, 1);
    assert_string_equal(node_string(document.roots[0], "status"), "accepted");
    assert_int_equal(node_find(document.roots[0], "status")->line, 2);
    assert_true(front_matter_parse(&arena, text_of("# Title\n"), &document, &problem));
    assert_int_equal(document.count, 0);
    assert_false(
        front_matter_parse(&arena, text_of("---\na: [\n---\n# Title\n"), &document, &problem));
    assert_int_equal(problem.line, 3);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(front_matter_is_read_alone),
        cmocka_unit_test_setup_teardown(sections_are_flat, set_up, tear_down),
        cmocka_unit_test_setup_teardown(anchors_are_those_of_github, set_up, tear_down),
        cmocka_unit_test_setup_teardown(links_of_every_kind_have_places, set_up, tear_down),
        cmocka_unit_test_setup_teardown(raw_html_gives_links_and_anchors, set_up, tear_down),
        cmocka_unit_test_setup_teardown(names_and_nested_headings_are_anchors, set_up, tear_down),
        cmocka_unit_test_setup_teardown(references_without_definition_are_found, set_up, tear_down),
        cmocka_unit_test_setup_teardown(marks_side_by_side_are_no_references, set_up, tear_down),
        cmocka_unit_test_setup_teardown(code_blocks_keep_their_place_and_language, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(substance_is_what_can_be_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(prose_has_no_markup, set_up, tear_down),
        cmocka_unit_test_setup_teardown(front_matter_is_apart, set_up, tear_down),
        cmocka_unit_test_setup_teardown(odd_texts_are_markdown_too, set_up, tear_down),
        cmocka_unit_test_setup_teardown(hostile_texts_reach_a_limit, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
