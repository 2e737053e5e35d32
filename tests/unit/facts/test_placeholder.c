#include "rows.h"

static void residue_is_found_outside_code_and_comments(void **state)
{
    (void)state;
    assert_rows_of("SECURITY.md",
                   "<!-- TODO: hidden -->\n# Security\n`<your name>` and <your name>\n"
                   "```\nTODO\n```\n## Contact\n\n[INSERT CONTACT METHOD]\n",
                   "placeholder", "text sort alone section",
                   "SECURITY.md:3 <your name> angle false Security\n"
                   "SECURITY.md:9 [INSERT CONTACT METHOD] insert true Contact\n");
}

static void a_heading_todo_is_a_list_of_plans(void **state)
{
    (void)state;
    assert_rows_of("README.md", "# Tool\nIt sorts things.\n## TODO\n- faster\n", "placeholder",
                   "text", "");
    assert_rows_of("README.md", "# <project name>\n", "placeholder", "text sort",
                   "README.md:1 <project name> angle\n");
}

static void a_todo_in_a_long_section_does_not_stand_alone(void **state)
{
    (void)state;
    assert_rows_of("docs/adr/0001-x.md",
                   "# X\n## Context\nWe run on one machine and need two. TODO link it.\n"
                   "## Decision\nTBD\n",
                   "placeholder", "text alone",
                   "docs/adr/0001-x.md:3 TODO false\ndocs/adr/0001-x.md:5 TBD true\n");
}

static void sentences_of_templates_have_their_place(void **state)
{
    (void)state;
    assert_rows_of("SECURITY.md",
                   "# Security Policy\n\nUse this section to tell people about which\nversions\n",
                   "placeholder", "sort text",
                   "SECURITY.md:3 template_text Use this section to tell people\n");
}

static void templates_and_code_are_left_out(void **state)
{
    (void)state;
    assert_rows_of("docs/adr/template.md", "TODO\n", "placeholder", "text", "");
    assert_rows_of("docs/adr/img.svg", "TODO\n", "placeholder", "text", "");
    assert_rows_of("src/x.md", "TODO\n", "placeholder", "text", "");
    assert_rows_of("README.rst", "X\n===\n\n.. TODO: hidden\n\nTODO\n\n::\n\n   TODO\n",
                   "placeholder", "text", "README.rst:6 TODO\n");
    assert_rows_of("CODEOWNERS", "* @org/team\n", "placeholder", "text sort",
                   "CODEOWNERS:1 @org/team example_address\n");
}

static void links_by_label_are_no_placeholders(void **state)
{
    (void)state;
    assert_rows_of("README.md",
                   "# X\n[Your name](https://x.io) [![insert it](a)](b)\nUse [your own key] or "
                   "[replace the cloud].\n\n[Your own key]: https://x.io\n",
                   "placeholder", "text", "README.md:3 [replace the cloud]\n");
}

static void columns_count_characters(void **state)
{
    (void)state;
    struct world world;
    world_start(&world);
    world_add(&world, "README.md", "äöü TODO\n");
    struct fact_table table = world_table(&world, "placeholder");
    assert_int_equal(table.count, 1);
    assert_int_equal(table.rows[0].column, 5);
    world_end(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(residue_is_found_outside_code_and_comments),
        cmocka_unit_test(a_heading_todo_is_a_list_of_plans),
        cmocka_unit_test(a_todo_in_a_long_section_does_not_stand_alone),
        cmocka_unit_test(sentences_of_templates_have_their_place),
        cmocka_unit_test(templates_and_code_are_left_out),
        cmocka_unit_test(links_by_label_are_no_placeholders),
        cmocka_unit_test(columns_count_characters),
    };
    return cmocka_run_group_tests_name("placeholder", tests, NULL, NULL);
}
