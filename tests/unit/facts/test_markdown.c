#include "rows.h"

static void sections_say_whether_they_are_filled(void **state)
{
    (void)state;
    assert_rows_of("a.md",
                   "intro\n\n# Title\n\n## Filled\nWords are here.\n## Empty\n<!-- comment -->\n"
                   "## Placeholder\nTODO\n## Code\n```\nmake\n```\n## Link\n![x](y.png)\n",
                   "markdown_section", "anchor level state commands",
                   "a.md:3 title 1 filled 0\n"
                   "a.md:5 filled 2 filled 0\n"
                   "a.md:7 empty 2 empty 0\n"
                   "a.md:9 placeholder 2 placeholder 0\n"
                   "a.md:11 code 2 filled 1\n"
                   "a.md:15 link 2 filled 0\n");
}

static void a_heading_counts_what_stands_below_it(void **state)
{
    (void)state;
    assert_rows_of("a.md", "# A\n## B\n### C\nTBD\n## D\n# E\n## F\n### G\nGood words.\n# H\n",
                   "markdown_section", "heading state",
                   "a.md:1 A placeholder\n"
                   "a.md:2 B placeholder\n"
                   "a.md:3 C placeholder\n"
                   "a.md:5 D empty\n"
                   "a.md:6 E filled\n"
                   "a.md:7 F filled\n"
                   "a.md:8 G filled\n"
                   "a.md:10 H empty\n");
}

static void anchors_come_from_headings_and_ids(void **state)
{
    (void)state;
    assert_rows_of("a.md",
                   "# One\n# One\n<a id=\"top\"></a>\n## Two {#second}\n{: #third }\n(fourth)=\n"
                   "{ no }\n",
                   "markdown_anchor", "anchor sort",
                   "a.md:1 one heading\n"
                   "a.md:1 top id\n"
                   "a.md:2 one-1 heading\n"
                   "a.md:4 second id\n"
                   "a.md:4 two-second heading\n"
                   "a.md:5 third id\n"
                   "a.md:6 fourth id\n");
}

static void an_assembled_page_has_a_gap(void **state)
{
    (void)state;
    assert_rows_of("a.md", "# A\n{{< include x >}}\n", "markdown_anchor", "anchor",
                   "a.md gap\na.md:1 a\n");
    assert_rows_of("a.md", "# A\n::: pkg.module\n", "markdown_anchor", "anchor",
                   "a.md gap\na.md:1 a\n");
    assert_rows_of("a.md", "# A\na ::: b\n", "markdown_anchor", "anchor", "a.md:1 a\n");
}

static void targets_are_kept_as_written(void **state)
{
    (void)state;
    assert_rows_of("a.md", "[a](b.md#c) ![d](e.png) [f][g]\n", "markdown_target",
                   "target image reference site_page",
                   "a.md:1 b.md#c false false false\n"
                   "a.md:1 e.png true false false\n"
                   "a.md:1 g false true false\n");
    assert_rows_of("a.md", "---\nweight: 3\n---\n[a](b)\n", "markdown_target", "target site_page",
                   "a.md:4 b true\n");
    assert_rows_of("a.md", "---\nstatus: accepted\n---\n[a](b)\n", "markdown_target",
                   "target site_page", "a.md:4 b false\n");
}

static void what_is_no_text_is_a_gap(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add_bytes(&world, "a.md", "x\0y", 3, ENTRY_FILE);
    world_add_bytes(&world, "b.md", "a.md", 4, ENTRY_LINK);
    assert_string_equal(world_rows(&world, "markdown_section", "heading"), "a.md gap\nb.md gap\n");
    world_end(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sections_say_whether_they_are_filled),
        cmocka_unit_test(a_heading_counts_what_stands_below_it),
        cmocka_unit_test(anchors_come_from_headings_and_ids),
        cmocka_unit_test(an_assembled_page_has_a_gap),
        cmocka_unit_test(targets_are_kept_as_written),
        cmocka_unit_test(what_is_no_text_is_a_gap),
    };
    return cmocka_run_group_tests_name("markdown", tests, NULL, NULL);
}
