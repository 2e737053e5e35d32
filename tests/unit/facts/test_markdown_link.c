#include "rows.h"

static struct world world;

static void start(void)
{
    world_start(&world);
}

static void assert_links(const char *fields, const char *expected)
{
    assert_string_equal(world_rows(&world, "markdown_link", fields), expected);
    world_end(&world);
}

static void paths_are_resolved_from_the_file_and_from_the_root(void **state)
{
    (void)state;
    start();
    world_add(&world, "docs/a.md",
              "[1](b.md)\n[2](./b.md)\n[3](../src/c%20d.c)\n[4](/docs/b.md)\n[5](../docs)\n"
              "[6](../src/)\n[7](b.md?plain=1)\n[8](..)\n[9](none.md)\n[10](/none)\n"
              "[11](../../issues)\n[12](x/../b.md)\n");
    world_add(&world, "docs/b.md", "# B\n");
    world_add(&world, "src/c d.c", "");
    assert_links("target resolves problem",
                 "docs/a.md:1 b.md true none\n"
                 "docs/a.md:2 ./b.md true none\n"
                 "docs/a.md:3 ../src/c%20d.c true none\n"
                 "docs/a.md:4 /docs/b.md true none\n"
                 "docs/a.md:5 ../docs true none\n"
                 "docs/a.md:6 ../src/ true none\n"
                 "docs/a.md:7 b.md?plain=1 true none\n"
                 "docs/a.md:8 .. true none\n"
                 "docs/a.md:9 none.md false no file or folder 'docs/none.md'\n"
                 "docs/a.md:10 /none false no file or folder 'none'\n"
                 "docs/a.md:11 ../../issues unknown none\n"
                 "docs/a.md:12 x/../b.md true none\n");
}

static void what_git_ignores_is_made_by_something(void **state)
{
    (void)state;
    start();
    world_add(&world, ".gitignore", "build/\n");
    world_add(&world, "docs/.gitignore", "/settings.md\n!kept.md\n");
    world_add(&world, "README.md", "[1](build/report.html)\n[2](settings.md)\n");
    world_add(&world, "mkdocs.yml", "site_name: Kite\n");
    world_add(&world, "docs/a.md", "[1](settings.md#x)\n[2](kept.md)\n");
    assert_links("target kind resolves", "README.md:1 build/report.html path unknown\n"
                                         "README.md:2 settings.md path false\n"
                                         "docs/a.md:1 settings.md#x route unknown\n"
                                         "docs/a.md:2 kept.md path false\n");
}

static void routes_of_a_site_elsewhere_are_not_known(void **state)
{
    (void)state;
    start();
    world_add(&world, "docs/b.md", "# B\n");
    world_add(&world, "CHANGES.md",
              "[1](/en/guide/#x)\n[2](/docs/none/)\n[3](/none)\n[4](/en/guide.md)\n");
    assert_links("target kind resolves", "CHANGES.md:1 /en/guide/#x route unknown\n"
                                         "CHANGES.md:2 /docs/none/ path false\n"
                                         "CHANGES.md:3 /none path false\n"
                                         "CHANGES.md:4 /en/guide.md path false\n");
}

static void another_case_does_not_resolve(void **state)
{
    (void)state;
    start();
    world_add(&world, "README.md", "[a](docs/Guide.md)\n[b](Docs)\n");
    world_add(&world, "docs/guide.md", "");
    assert_links("resolves problem leads_to",
                 "README.md:1 false 'docs/Guide.md' is written 'docs/guide.md' in the tree "
                 "docs/guide.md\n"
                 "README.md:2 false 'Docs' is written 'docs' in the tree docs\n");
}

static void anchors_are_looked_up_in_the_target(void **state)
{
    (void)state;
    start();
    world_add(&world, "a.md",
              "# Über uns\n[1](#%C3%BCber-uns)\n[2](#Über-uns)\n[3](#none)\n[4](b.md#two)\n"
              "[5](b.md#none)\n[6](b.md#L3)\n[7](c.c#L10)\n[8](c.c#main)\n[9](b.md#old)\n"
              "[10](#)\n[11](#top)\n[12](b.md#user-content-two)\n[13](d#inside)\n");
    world_add(&world, "b.md", "# One\n## Two\n<a name=\"old\"></a>\n");
    world_add(&world, "c.c", "");
    world_add(&world, "d/README.md", "# Inside\n");
    assert_links("kind resolves problem", "a.md:2 anchor true none\n"
                                          "a.md:3 anchor false no heading '#Über-uns' in 'a.md'\n"
                                          "a.md:4 anchor false no heading '#none' in 'a.md'\n"
                                          "a.md:5 path true none\n"
                                          "a.md:6 path false no heading '#none' in 'b.md'\n"
                                          "a.md:7 path true none\n"
                                          "a.md:8 path true none\n"
                                          "a.md:9 path unknown none\n"
                                          "a.md:10 path true none\n"
                                          "a.md:11 anchor true none\n"
                                          "a.md:12 anchor true none\n"
                                          "a.md:13 path true none\n"
                                          "a.md:14 path true none\n");
}

static void other_kinds_are_told_apart(void **state)
{
    (void)state;
    start();
    world_add(
        &world, "a.md",
        "[1](https://acme.io/x)\n[2](mailto:a@acme.io)\n<b@acme.io>\n[3](//acme.io)\n"
        "[4][none]\n[5](tel:123)\n[6]({{site.url}}/x)\n[7](${x}/a)\n[8]()\n[9](../../issues)\n");
    assert_links("kind resolves", "a.md:1 url unknown\n"
                                  "a.md:2 mail true\n"
                                  "a.md:3 mail true\n"
                                  "a.md:4 url unknown\n"
                                  "a.md:5 reference false\n"
                                  "a.md:6 url unknown\n"
                                  "a.md:7 route unknown\n"
                                  "a.md:8 route unknown\n"
                                  "a.md:9 path false\n"
                                  "a.md:10 outside unknown\n");
}

static void routes_of_a_site_are_not_known(void **state)
{
    (void)state;
    start();
    world_add(&world, "mkdocs.yml", "site_name: x\n");
    world_add(&world, "docs/a.md",
              "[1](/guide/)\n[2](../guide)\n[3](x.html)\n[4](none.md)\n[5](img/x.png)\n"
              "[6](b.md#one-two)\n[7](b.md#none)\n[8][pkg.Name]\n[9](b)\n");
    world_add(&world, "docs/b.md", "# One & Two\n");
    world_add(&world, "README.md", "[1](/guide/)\n[2](docs/b.html)\n");
    assert_links("target resolves", "README.md:1 /guide/ false\n"
                                    "README.md:2 docs/b.html unknown\n"
                                    "docs/a.md:1 /guide/ unknown\n"
                                    "docs/a.md:2 ../guide unknown\n"
                                    "docs/a.md:3 x.html unknown\n"
                                    "docs/a.md:4 none.md false\n"
                                    "docs/a.md:5 img/x.png unknown\n"
                                    "docs/a.md:6 b.md#one-two true\n"
                                    "docs/a.md:7 b.md#none false\n"
                                    "docs/a.md:8 pkg.Name unknown\n"
                                    "docs/a.md:9 b true\n");
}

static void pages_that_link_to_html_are_a_site(void **state)
{
    (void)state;
    start();
    world_add(&world, "guides/a.md", "[1](b.html)\n[2](/x/)\n[3](b.md#a-b-two-words)\n");
    world_add(&world, "guides/b.md", "# `A::B` & Two_words\n");
    world_add(&world, "notes/a.md", "[1](guides/b.html)\n[2](c.html)\n[3](/x/)\n");
    assert_links("kind resolves", "guides/a.md:1 route unknown\n"
                                  "guides/a.md:2 route unknown\n"
                                  "guides/a.md:3 path true\n"
                                  "notes/a.md:1 path false\n"
                                  "notes/a.md:2 path false\n"
                                  "notes/a.md:3 path false\n");
}

static void front_matter_makes_a_page_of_a_site(void **state)
{
    (void)state;
    start();
    world_add(&world, "content/a.md", "---\ntitle: x\nweight: 2\n---\n[1](/guide/)\n");
    world_add(&world, "notes/a.md", "---\nstatus: x\n---\n[1](/guide/)\n");
    assert_links("resolves", "content/a.md:5 unknown\nnotes/a.md:4 false\n");
}

static void templates_are_followed_elsewhere(void **state)
{
    (void)state;
    start();
    world_add(&world, ".github/ISSUE_TEMPLATE/bug.md", "[1](docs/none.md)\n");
    world_add(&world, "docs/adr/template.md", "[1](0005-none.md)\n[2](real.md)\n");
    world_add(&world, "docs/adr/real.md", "");
    assert_links("resolves", ".github/ISSUE_TEMPLATE/bug.md:1 unknown\n"
                             "docs/adr/template.md:1 unknown\n"
                             "docs/adr/template.md:2 true\n");
}

static void links_and_submodules_on_the_way(void **state)
{
    (void)state;
    start();
    world_add(
        &world, "a.md",
        "[1](now/x.md)\n[2](now/none.md)\n[3](lib/x.md)\n[4](out/x.md)\n[5](ring/x)\n[6](lib)\n"
        "[7](now)\n");
    world_add(&world, "v2/x.md", "");
    world_add_bytes(&world, "now", "v2", 2, ENTRY_LINK);
    world_add_bytes(&world, "out", "../other", 8, ENTRY_LINK);
    world_add_bytes(&world, "ring", "ring", 4, ENTRY_LINK);
    world_add_bytes(&world, "lib", "", 0, ENTRY_SUBMODULE);
    assert_links("target resolves leads_to", "a.md:1 now/x.md true v2/x.md\n"
                                             "a.md:2 now/none.md false none\n"
                                             "a.md:3 lib/x.md unknown none\n"
                                             "a.md:4 out/x.md unknown none\n"
                                             "a.md:5 ring/x unknown none\n"
                                             "a.md:6 lib true lib\n"
                                             "a.md:7 now true v2\n");
}

static void a_page_that_is_not_all_there_blurs_its_anchors(void **state)
{
    (void)state;
    start();
    world_add(&world, "a.md", "[1](b.md#none)\n[2](b.md#b)\n[3](c.md#c)\n");
    world_add(&world, "b.md", "# B\n{% include x %}\n");
    world_add_bytes(&world, "c.md", "x\0", 2, ENTRY_FILE);
    assert_links("resolves", "a.md:1 unknown\na.md:2 true\na.md:3 unknown\nc.md gap\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(paths_are_resolved_from_the_file_and_from_the_root),
        cmocka_unit_test(what_git_ignores_is_made_by_something),
        cmocka_unit_test(routes_of_a_site_elsewhere_are_not_known),
        cmocka_unit_test(another_case_does_not_resolve),
        cmocka_unit_test(anchors_are_looked_up_in_the_target),
        cmocka_unit_test(other_kinds_are_told_apart),
        cmocka_unit_test(routes_of_a_site_are_not_known),
        cmocka_unit_test(pages_that_link_to_html_are_a_site),
        cmocka_unit_test(front_matter_makes_a_page_of_a_site),
        cmocka_unit_test(templates_are_followed_elsewhere),
        cmocka_unit_test(links_and_submodules_on_the_way),
        cmocka_unit_test(a_page_that_is_not_all_there_blurs_its_anchors),
    };
    return cmocka_run_group_tests_name("markdown_link", tests, NULL, NULL);
}
