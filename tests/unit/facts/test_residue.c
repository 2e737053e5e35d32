#include "facts/residue.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

/* All residue of a line as `sort:text` with blanks between. */
static const char *found(const char *line)
{
    struct buffer out = BUFFER_EMPTY;
    struct residue residue;
    for (size_t from = 0; residue_next(text_of(line), &from, &residue);)
        buffer_printf(&out, "%s%s:%.*s", out.size ? " " : "", residue_sort_names[residue.sort],
                      (int)residue.text.size, residue.text.bytes);
    const char *text = arena_strdup(&arena, buffer_string(&out));
    buffer_release(&out);
    return text;
}

static void placeholders_of_each_sort_are_found(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"TODO: write this", "todo:TODO"},
        {"Status: TBD.", "todo:TBD"},
        {"To be determined", "todo:To be determined"},
        {"Write to [INSERT CONTACT METHOD].", "insert:[INSERT CONTACT METHOD]"},
        {"Copyright (c) [year] [fullname]", "insert:[year] insert:[fullname]"},
        {"Mail <your email address> now", "angle:<your email address>"},
        {"{title of option 1}", "brace:{title of option 1}"},
        {"Welcome to {{ cookiecutter.project_slug }}", "brace:{{ cookiecutter.project_slug }}"},
        {"security@example.com", "example_address:security@example.com"},
        {"Security@Example.ORG", "example_address:Security@Example.ORG"},
        {"* @org/team", "example_address:@org/team"},
        {"https://github.com/your-org/x", "example_address:your-org"},
        {"Date: YYYY-MM-DD", "date:YYYY-MM-DD"},
        {"ADR-NNNN", "date:NNNN"},
        {"Lorem ipsum dolor", "lorem:Lorem ipsum"},
        {"Reviewer(s):   _______", "insert:_______"},
        {"Impact: [Brief description of user impact]", "insert:[Brief description of user impact]"},
        {"[Provide a concise summary of the incident]",
         "insert:[Provide a concise summary of the incident]"},
        {"title: ${{ values.component_id }}", "brace:{{ values.component_id }}"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        assert_string_equal(found(cases[i][0]), cases[i][1]);
}

static void near_misses_are_no_placeholders(void **state)
{
    (void)state;
    static const char *const lines[] = {
        "The todo list of mañana",
        "See TODO.md and the TODO-list",
        "docs/TODO",
        "________",
        "a: __init__ b: ____",
        "run: ${{ secrets.TOKEN }} and {{ values.name }}",
        "[Brief](brief.md)",
        "requests to be added to the meeting that occurs each week",
        "a Vec<name> and i <b and c> d",
        "<details><summary>More</summary>",
        "<https://acme.io/name>",
        "<a href=\"name\">",
        "run foo <path>",
        "[your guide](guide.md)",
        "[contact us][contact]",
        "[email]: mailto:a@b.io",
        "[1] and [x]",
        "[contact]",
        "or [contact Ann Smith] by mail",
        "${name} and %{name}",
        "f{name}",
        "{\"name\": 1}",
        "{{ page.title_of }}",
        "someone@real-company.com",
        "mail@myexample.com",
        "@octocat and @acme/payments",
        "copied to your-project by hand",
        "Dates have the format YYYY-MM-DD in this file",
        "Files are named by their date YYYY-MM-DD and a short title in words",
        "2026-01-02",
        "",
    };
    for (size_t i = 0; i < sizeof(lines) / sizeof(*lines); i++)
        assert_string_equal(found(lines[i]), "");
}

static void sentences_of_templates_are_found_over_lines(void **state)
{
    (void)state;
    const char *text = "# Security\n\nUse this section to tell\npeople about *which* versions.\n";
    struct words words = words_read(&arena, text_of(text));
    size_t from = 0, end;
    assert_true(residue_next_phrase(&words, &from, &end));
    assert_string_equal(words.items[from].text, "use");
    assert_string_equal(words.items[end - 1].text, "people");
    from = end;
    assert_false(residue_next_phrase(&words, &from, &end));

    static const char *const templates[] = {
        "| Version | Supported |\n| --- | --- |\n| 5.1.x | :white_check_mark: |\n"
        "| 5.0.x | :x: |\n| 4.0.x | :white_check_mark: |\n| < 4.0 | :x: |\n",
        "Post-mortem owner: Your name goes here.\n",
        "On the morning of August 99th, we suffered.\n",
        "## Shakespeare Sonnet++ postmortem\n",
    };
    for (size_t i = 0; i < sizeof(templates) / sizeof(*templates); i++) {
        words = words_read(&arena, text_of(templates[i]));
        from = 0;
        if (!residue_next_phrase(&words, &from, &end))
            fail_msg("not found: %s", templates[i]);
    }
    words = words_read(&arena, text_of("| 5.1.x | :white_check_mark: |\n| 5.0.x | :x: |\n"));
    from = 0;
    assert_false(residue_next_phrase(&words, &from, &end));
}

static void a_value_is_judged_alone(void **state)
{
    (void)state;
    static const char *const placeholders[] = {
        "",
        "  ",
        "TBD",
        "todo",
        "user:guest",
        "changeme",
        "https://example.com/x",
        "https://localhost:9090/",
        "http://runbook.example/a",
        "<your team>",
        "@org/team",
        "security@yourcompany.com",
        "https://",
        "OWNER/REPO",
    };
    static const char *const values[] = {
        "payments",       "a@acme.io",  "https://acme.io/runbooks/x",
        "@acme/payments", "2026-01-01", "https://myexample.community/",
    };
    for (size_t i = 0; i < sizeof(placeholders) / sizeof(*placeholders); i++)
        if (!residue_is_value(placeholders[i]))
            fail_msg("'%s' passed", placeholders[i]);
    for (size_t i = 0; i < sizeof(values) / sizeof(*values); i++)
        if (residue_is_value(values[i]))
            fail_msg("'%s' did not pass", values[i]);
}

static void a_section_is_whole_residue_or_not(void **state)
{
    (void)state;
    static const char *const whole[] = {
        "TODO",
        "TBD by the team",
        "- TODO\n- TODO",
        "Describe the context and problem statement",
        "{Describe the decision}",
    };
    static const char *const not_whole[] = {
        "",
        "\n \n",
        "Call the team.",
        "We chose PostgreSQL because two of us know it. TODO: link the benchmark.",
    };
    for (size_t i = 0; i < sizeof(whole) / sizeof(*whole); i++)
        if (!residue_is_whole(&arena, text_of(whole[i])))
            fail_msg("'%s' is whole residue", whole[i]);
    for (size_t i = 0; i < sizeof(not_whole) / sizeof(*not_whole); i++)
        if (residue_is_whole(&arena, text_of(not_whole[i])))
            fail_msg("'%s' is not", not_whole[i]);
}

static void hosts_of_examples_are_known(void **state)
{
    (void)state;
    assert_true(residue_is_example_host(text_of("example.com")));
    assert_true(residue_is_example_host(text_of("Wiki.Example.ORG.")));
    assert_true(residue_is_example_host(text_of("a.test")));
    assert_true(residue_is_example_host(text_of("localhost")));
    assert_false(residue_is_example_host(text_of("gmail.com")));
    assert_false(residue_is_example_host(text_of("mail.domain.com")));
    assert_false(residue_is_example_host(text_of("")));
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
        cmocka_unit_test_setup_teardown(placeholders_of_each_sort_are_found, set_up, tear_down),
        cmocka_unit_test_setup_teardown(near_misses_are_no_placeholders, set_up, tear_down),
        cmocka_unit_test_setup_teardown(sentences_of_templates_are_found_over_lines, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_value_is_judged_alone, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_section_is_whole_residue_or_not, set_up, tear_down),
        cmocka_unit_test_setup_teardown(hosts_of_examples_are_known, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("residue", tests, NULL, NULL);
}
