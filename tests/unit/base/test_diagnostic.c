#include "base/diagnostic.h"
#include "base/excerpt.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

struct fixture {
    struct arena arena;
    struct diagnostics diagnostics;
    struct buffer out;
};

static int set_up(void **state)
{
    static struct fixture fixture;
    arena_init(&fixture.arena, 4096);
    diagnostics_init(&fixture.diagnostics, &fixture.arena);
    fixture.out = BUFFER_EMPTY;
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    buffer_release(&fixture->out);
    arena_release(&fixture->arena);
    return 0;
}

static void a_mistake_is_shown_with_its_line(void **state)
{
    struct fixture *fixture = *state;
    diagnostics_add_source(&fixture->diagnostics, "other.yml", text_of("wrong\n"));
    diagnostics_add_source(&fixture->diagnostics, "rules/a.yml",
                           text_of("bylaw: 1\r\nid: X\r\n  severty: high\r\n"));
    struct diagnostic *diagnostic =
        diagnostics_add(&fixture->diagnostics, DIAGNOSTIC_ERROR,
                        (struct place){"rules/a.yml", 3, 3}, "unknown key '%s'", "severty");
    diagnostic->length = 7;
    diagnostic->expected = "a key of a rule";
    diagnostic->meant = "severity";
    diagnostics_add(&fixture->diagnostics, DIAGNOSTIC_WARNING, (struct place){"b.yml", 0, 0},
                    "the file is empty");
    diagnostics_add(&fixture->diagnostics, DIAGNOSTIC_ERROR, (struct place){0}, "no policy");
    diagnostics_sort(&fixture->diagnostics);
    assert_int_equal(fixture->diagnostics.errors, 2);
    diagnostics_print(&fixture->diagnostics, &fixture->out, false, 0);
    assert_string_equal(buffer_string(&fixture->out),
                        "error: no policy\n"
                        "b.yml: warning: the file is empty\n"
                        "rules/a.yml:3:3: error: unknown key 'severty'\n"
                        "    3 |   severty: high\n"
                        "      |   ^^^^^^^\n"
                        "      = expected: a key of a rule\n"
                        "      = did you mean 'severity'?\n");
}

static void order_is_by_place_and_nothing_is_said_twice(void **state)
{
    struct fixture *fixture = *state;
    static const struct {
        const char *path;
        uint32_t line, column;
        const char *message;
    } added[] = {
        {"b", 1, 1, "one"}, {"a", 2, 9, "two"},  {"a", 2, 1, "three"}, {"a", 10, 1, "four"},
        {"b", 1, 1, "one"}, {"a", 2, 1, "five"}, {"b", 1, 2, "one"},
    };
    for (size_t i = 0; i < 7; i++)
        diagnostics_add(&fixture->diagnostics, DIAGNOSTIC_ERROR,
                        (struct place){added[i].path, added[i].line, added[i].column}, "%s",
                        added[i].message);
    fixture->diagnostics.items[4].meant = "won";
    diagnostics_sort(&fixture->diagnostics);
    assert_int_equal(fixture->diagnostics.count, 6);
    assert_int_equal(fixture->diagnostics.errors, 6);
    diagnostics_print(&fixture->diagnostics, &fixture->out, false, 0);
    assert_string_equal(buffer_string(&fixture->out), "a:2:1: error: five\n"
                                                      "a:2:1: error: three\n"
                                                      "a:2:9: error: two\n"
                                                      "a:10:1: error: four\n"
                                                      "b:1:1: error: one\n"
                                                      "      = did you mean 'won'?\n"
                                                      "b:1:2: error: one\n");
}

static void a_file_with_many_mistakes_is_cut_and_says_so(void **state)
{
    struct fixture *fixture = *state;
    for (uint32_t line = 1; line <= 12; line++)
        diagnostics_add(&fixture->diagnostics, DIAGNOSTIC_ERROR, (struct place){"a", line, 0},
                        "wrong");
    for (uint32_t line = 1; line <= 2; line++)
        diagnostics_add(&fixture->diagnostics, DIAGNOSTIC_ERROR, (struct place){"b", line, 0},
                        "wrong");
    diagnostics_sort(&fixture->diagnostics);
    diagnostics_print(&fixture->diagnostics, &fixture->out, false, 2);
    assert_string_equal(buffer_string(&fixture->out), "a:1: error: wrong\n"
                                                      "a:2: error: wrong\n"
                                                      "a: and 10 more\n"
                                                      "b:1: error: wrong\n"
                                                      "b:2: error: wrong\n");
}

static void nothing_of_a_file_reaches_the_terminal_raw(void **state)
{
    struct fixture *fixture = *state;
    const char *path = "a\033[31m\n.yml";
    diagnostics_add_source(&fixture->diagnostics, path,
                           text_of("k: \033]0;x\007 \xe2\x80\xae \xff \x7f z\n"));
    diagnostics_add(&fixture->diagnostics, DIAGNOSTIC_ERROR, (struct place){path, 1, 4}, "bad '%s'",
                    "\033[2J\r\t\xe2\x80\xae\xff\xc2\x9b")
        ->meant = "\b";
    diagnostics_print(&fixture->diagnostics, &fixture->out, false, 0);
    assert_string_equal(buffer_string(&fixture->out),
                        "a\\x1b[31m\\n.yml:1:4: error: bad "
                        "'\\x1b[2J\\r\\t\\u{202e}\\xff\\u{9b}'\n"
                        "    1 | k: \xe2\x90\x9b]0;x\xe2\x90\x87 \xef\xbf\xbd \xef\xbf\xbd "
                        "\xe2\x90\xa1 z\n"
                        "      |    ^\n"
                        "      = did you mean '\\x08'?\n");
}

static const char *excerpt(struct fixture *fixture, const char *source, uint32_t line,
                           uint32_t column, uint32_t length)
{
    buffer_clear(&fixture->out);
    excerpt_add(&fixture->out, text_of(source), line, column, length, false);
    return buffer_string(&fixture->out);
}

static void carets_stand_under_what_they_mean(void **state)
{
    struct fixture *fixture = *state;
    assert_string_equal(excerpt(fixture, "a\n\tb: c\n", 2, 2, 1), "    2 |     b: c\n"
                                                                  "      |     ^\n");
    assert_string_equal(excerpt(fixture, "a\tb", 1, 3, 1), "    1 | a   b\n"
                                                           "      |     ^\n");
    assert_string_equal(excerpt(fixture, "\xc3\xa9t\xc3\xa9: x", 1, 6, 0),
                        "    1 | \xc3\xa9t\xc3\xa9: x\n"
                        "      |      ^\n");
    assert_string_equal(excerpt(fixture, "\xe6\xbc\xa2\xe5\xad\x97: x", 1, 2, 2),
                        "    1 | \xe6\xbc\xa2\xe5\xad\x97: x\n"
                        "      |   ^^^\n");
    assert_string_equal(excerpt(fixture, "e\xcc\x81: x", 1, 4, 1), "    1 | e\xcc\x81: x\n"
                                                                   "      |   ^\n");
    assert_string_equal(excerpt(fixture, "e\xcc\x81: x", 1, 2, 1), "    1 | e\xcc\x81: x\n"
                                                                   "      | ^\n");
    assert_string_equal(excerpt(fixture, "abc", 1, 2, 99), "    1 | abc\n"
                                                           "      |  ^^\n");
    assert_string_equal(excerpt(fixture, "abc", 1, 0, 1), "    1 | abc\n");
    assert_string_equal(excerpt(fixture, "abc", 1, 99, 1), "    1 | abc\n"
                                                           "      |    ^\n");
    assert_string_equal(excerpt(fixture, "a\n\nb", 2, 1, 1), "    2 |\n"
                                                             "      | ^\n");
    assert_string_equal(excerpt(fixture, "abc\n", 2, 1, 1), "");
    assert_string_equal(excerpt(fixture, "abc\n", 0, 1, 1), "");
    assert_string_equal(excerpt(fixture, "", 1, 1, 1), "");
    assert_string_equal(excerpt(fixture, "abc", UINT32_MAX, UINT32_MAX, UINT32_MAX), "");
    assert_string_equal(excerpt(fixture, "abc", 1, UINT32_MAX, UINT32_MAX), "    1 | abc\n"
                                                                            "      |    ^\n");
}

static void of_a_long_line_the_part_around_the_column_is_shown(void **state)
{
    struct fixture *fixture = *state;
    char line[1001];
    memset(line, 'x', 1000);
    line[1000] = '\0';
    line[499] = 'Y';
    const char *shown = excerpt(fixture, line, 1, 500, 1);
    const char *end = strchr(shown, '\n');
    assert_int_equal(end - shown, 8 + 3 + 120 + 3);
    const char *caret = strchr(shown, '^');
    const char *marked = strchr(shown, 'Y');
    /* The ellipsis before has three bytes and one cell. */
    assert_int_equal(caret - (end + 1), marked - shown - 2);
    shown = excerpt(fixture, line, 1, 1, 2000);
    assert_int_equal(strchr(shown, '\n') - shown, 8 + 120 + 3);
    shown = excerpt(fixture, line, 1, 1000, 1);
    assert_non_null(strstr(shown, "x\n"));
    assert_non_null(strchr(shown, '^'));
}

static void colour_is_only_there_when_asked_for(void **state)
{
    struct fixture *fixture = *state;
    diagnostics_add_source(&fixture->diagnostics, "a", text_of("x\n"));
    diagnostics_add(&fixture->diagnostics, DIAGNOSTIC_ERROR, (struct place){"a", 1, 1}, "no");
    diagnostics_print(&fixture->diagnostics, &fixture->out, true, 0);
    assert_string_equal(buffer_string(&fixture->out), "\033[1ma:1:1: \033[31merror:\033[0m no\n"
                                                      "\033[2m    1 |\033[0m x\n"
                                                      "\033[2m      |\033[0m \033[1;32m^\033[0m\n");
}

static void the_nearest_word_is_suggested_if_it_is_near(void **state)
{
    (void)state;
    static const char *const words[] = {"severity", "for_each", "require", "on_empty", "message",
                                        "place",    "in",       "why",     NULL};
    static const struct {
        const char *word;
        const char *meant;
    } cases[] = {
        {"severty", "severity"},
        {"Severity", "severity"},
        {"foreach", "for_each"},
        {"reqiure", "require"},
        {"mesage", "message"},
        {"palce", "place"},
        {"onempty", "on_empty"},
        {"wyh", "why"},
        {"im", "in"},
        {"ni", "in"},
        {"zebra", NULL},
        {"", NULL},
        {"x", NULL},
        {"xyz", NULL},
        {"requirement", NULL},
        {"requirements", NULL},
        {"sev", NULL},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        const char *meant = suggest(cases[i].word, words);
        if (!cases[i].meant ? meant != NULL : !meant || strcmp(meant, cases[i].meant) != 0)
            fail_msg("'%s' gives '%s'", cases[i].word, meant ? meant : "nothing");
    }
    static const char *const none[] = {NULL};
    assert_null(suggest("word", none));
    static const char *const tied[] = {"cat", "bat", NULL};
    assert_string_equal(suggest("hat", tied), "cat");
    char longest[200];
    memset(longest, 'a', 199);
    longest[199] = '\0';
    const char *const too_long[] = {longest, NULL};
    assert_null(suggest(longest, too_long));
    longest[64] = '\0';
    assert_ptr_equal(
        suggest("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", too_long),
        longest);
}

static void a_code_and_its_notes_are_shown(void **state)
{
    struct fixture *fixture = *state;
    diagnostics_add_source(&fixture->diagnostics, "a.yml", text_of("id: X\nid: Y\n"));
    struct diagnostic *diagnostic =
        diagnostics_add(&fixture->diagnostics, E108, (struct place){"a.yml", 2, 1}, "twice");
    assert_int_equal(diagnostic->level, DIAGNOSTIC_ERROR);
    diagnostic_note(diagnostic, (struct place){"a.yml", 1, 1}, 2, "it was first given here");
    diagnostic_note(diagnostic, (struct place){0}, 2, "nowhere");
    assert_int_equal(diagnostic->note_count, 1);
    for (size_t i = 0; i < 2 * LIMIT_NOTES; i++)
        diagnostic_note(diagnostic, (struct place){"b\x1b.yml", 7, 0}, 0, "m\x1bore");
    assert_int_equal(diagnostic->note_count, LIMIT_NOTES);
    diagnostic->note_count = 2;
    diagnostics_add(&fixture->diagnostics, W101, (struct place){"a.yml", 1, 5}, "unused");
    diagnostics_add(&fixture->diagnostics, I101, (struct place){"a.yml", 1, 5}, "nameless");
    diagnostics_sort(&fixture->diagnostics);
    assert_int_equal(fixture->diagnostics.errors, 1);
    assert_int_equal(fixture->diagnostics.warnings, 1);
    diagnostics_print(&fixture->diagnostics, &fixture->out, false, 0);
    assert_string_equal(buffer_string(&fixture->out), "a.yml:1:5: warning[W101]: unused\n"
                                                      "    1 | id: X\n"
                                                      "      |     ^\n"
                                                      "a.yml:1:5: info[I101]: nameless\n"
                                                      "    1 | id: X\n"
                                                      "      |     ^\n"
                                                      "a.yml:2:1: error[E108]: twice\n"
                                                      "    2 | id: Y\n"
                                                      "      | ^\n"
                                                      "  a.yml:1:1: note: it was first given here\n"
                                                      "    1 | id: X\n"
                                                      "      | ^^\n"
                                                      "  b\\x1b.yml:7: note: m\\x1bore\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_code_and_its_notes_are_shown, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_mistake_is_shown_with_its_line, set_up, tear_down),
        cmocka_unit_test_setup_teardown(order_is_by_place_and_nothing_is_said_twice, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_file_with_many_mistakes_is_cut_and_says_so, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(nothing_of_a_file_reaches_the_terminal_raw, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(carets_stand_under_what_they_mean, set_up, tear_down),
        cmocka_unit_test_setup_teardown(of_a_long_line_the_part_around_the_column_is_shown, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(colour_is_only_there_when_asked_for, set_up, tear_down),
        cmocka_unit_test(the_nearest_word_is_suggested_if_it_is_near),
    };
    return cmocka_run_group_tests_name("diagnostic", tests, NULL, NULL);
}
