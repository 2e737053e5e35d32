#include "policy/inline_waiver.h"

#include "base/date.h"
#include "base/limits.h"
#include "policy/comment_marker.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#define REASON "reason=\"The vendor builds this on Alpine until September.\""
#define WAIVER "bylaw:ignore SDL009 until=2026-09-30 " REASON

static struct inline_waivers parse(struct arena *arena, const char *path, const char *text)
{
    struct inline_waivers waivers = {0};
    inline_waivers_parse(&waivers, arena, path, text_of(text));
    return waivers;
}

/* Lines that the waivers of a text are about, as "2-3 5-5". */
static void assert_lines(const char *path, const char *text, const char *wanted)
{
    struct arena arena;
    arena_init(&arena, 1 << 14);
    struct inline_waivers waivers = parse(&arena, path, text);
    struct buffer out = BUFFER_EMPTY;
    for (size_t i = 0; i < waivers.count; i++) {
        const struct exception *exception = &waivers.items[i].exception;
        assert_int_equal(exception->layout, EXCEPTION_INLINE);
        buffer_printf(&out, "%s%u-%u", i ? " " : "", exception->lines[0], exception->lines[1]);
    }
    if (strcmp(buffer_string(&out), wanted) != 0)
        fail_msg("%s: %s\nwanted '%s', got '%s'", path, text, wanted, buffer_string(&out));
    buffer_release(&out);
    arena_release(&arena);
}

/* Code before a comment and behind it is what the comment stands beside. */
static void test_beside_on_both_sides(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 14);
    struct inline_waivers waivers =
        parse(&arena, "a.js", "f(); /* " WAIVER " */ g(); \n/* " WAIVER " */ h();\n");
    assert_int_equal(waivers.count, 2);
    assert_true(text_equals(waivers.items[0].beside[0], "f();"));
    assert_true(text_equals(waivers.items[0].beside[1], "g();"));
    assert_int_equal(waivers.items[1].beside[0].size, 0);
    assert_true(text_equals(waivers.items[1].beside[1], "h();"));
    arena_release(&arena);
}

static void test_what_is_a_comment(void **state)
{
    (void)state;
    static const struct {
        const char *path, *text, *lines;
    } rows[] = {
        {"Dockerfile", "# " WAIVER "\nFROM alpine\n", "1-2"},
        {"a/Dockerfile.dev", "FROM a\r\n  # " WAIVER "\r\nFROM b\r\n", "2-3"},
        {"Dockerfile", "FROM alpine # " WAIVER "\n", ""},
        {"a.yml", "uses: a/b@v1 # " WAIVER "\n", "1-1"},
        {"a.yml", "uses: a/b@v1 #" WAIVER "\n", "1-1"},
        {"a.yml", "uses: a/b@v1# " WAIVER "\n", ""},
        {"a.yml", "run: \"x # " WAIVER "\n", ""},
        {"a.yml", "run: echo 'x' # " WAIVER "\n", "1-1"},
        {"a.yml", "name: don't # " WAIVER "\n", "1-1"},
        {"a.yml", "name: a `b # " WAIVER "\n", ""},
        {"a.yml", "# see " WAIVER "\n", ""},
        {"a.yml", "# bylaw:ignored SDL009\n", ""},
        {"a.yml", WAIVER "\n", ""},
        {"a.yml", "## " WAIVER "\n# " WAIVER "\na: b\n", "1-3 2-3"},
        {"a.yml", "# " WAIVER "\n\n# " WAIVER "\na: b\n", "1-2 3-4"},
        {"a.yml", "# " WAIVER "\na: b # " WAIVER "\n", "1-2 2-2"},
        {"a.c", "// " WAIVER "\nf();\n", "1-2"},
        {"a.c", "f(); // " WAIVER "\n", "1-1"},
        {"a.c", "f(\"// " WAIVER "\n", ""},
        {"a.c", "//! " WAIVER "\nf();\n", "1-2"},
        {"a.c", "/* " WAIVER " */\nf();\n", "1-2"},
        {"a.c", "/** " WAIVER " */ f();\n", "1-1"},
        {"a.c", "/*\n * " WAIVER "\n */\nf();\n", "2-3"},
        {"a.c", "# " WAIVER "\n", ""},
        {"a.css", "// " WAIVER "\n", ""},
        {"a.css", "/* " WAIVER " */\n", "1-2"},
        {"main.tf", "# " WAIVER "\n// " WAIVER "\n", "1-3 2-3"},
        {"q.sql", "-- " WAIVER "\n- " WAIVER "\n", "1-2"},
        {"a.ini", "; " WAIVER "\nk = v ; " WAIVER "\n", "1-2"},
        {"a.clj", ";; " WAIVER "\n", "1-2"},
        {"a.tex", "% " WAIVER "\n", "1-2"},
        {"pom.xml", "<a><!-- " WAIVER " --></a>\n", "1-1"},
        {"pom.xml", "  <!-- " WAIVER " -->\n  <a/>\n", "1-2"},
        {"Jenkinsfile", "// " WAIVER "\n", "1-2"},
        {"go.mod", "require x v1 // " WAIVER "\n", "1-1"},
        {"Makefile", "# " WAIVER "\n", "1-2"},
        {"CODEOWNERS", "# " WAIVER "\n* @a\n", "1-2"},
        {"a.json", "// " WAIVER "\n", ""},
        {"a.txt", "# " WAIVER "\n", ""},
        {"LICENSE", "# " WAIVER "\n", ""},
        {"a.verylongextensionthatisnone", "# " WAIVER "\n", ""},
        {"a.", "# " WAIVER "\n", ""},
        {"a.s h", "# " WAIVER "\n", ""},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        assert_lines(rows[i].path, rows[i].text, rows[i].lines);
}

static void test_markdown(void **state)
{
    (void)state;
    static const struct {
        const char *text, *lines;
    } rows[] = {
        {"<!-- " WAIVER " -->\n# Title\n", "1-2"},
        {"   <!-- " WAIVER " -->\n", "1-2"},
        {"    <!-- " WAIVER " -->\n", ""},
        {"Write `<!-- " WAIVER " -->`\n", ""},
        {"Text <!-- " WAIVER " -->\n", ""},
        {"# " WAIVER "\n", ""},
        {"```\n<!-- " WAIVER " -->\n```\n<!-- " WAIVER " -->\n", "4-5"},
        {"~~~~ text\n```\n~~~\n<!-- " WAIVER " -->\n~~~~~\n<!-- " WAIVER " -->\n", "6-7"},
        {"``` a`b\n<!-- " WAIVER " -->\n", "2-3"},
        {"```\n<!-- " WAIVER " -->\n", ""},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        assert_lines("README.md", rows[i].text, rows[i].lines);
}

static void test_what_it_says(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 14);
    struct inline_waivers waivers = parse(
        &arena, "a.yml", "x: y\nuses: a/b@v1 # " WAIVER " ticket=PAY-7\n# " WAIVER "\nz: 1\n");
    assert_int_equal(waivers.count, 2);
    const struct exception *exception = &waivers.items[0].exception;
    assert_string_equal(exception->id, "a.yml:2");
    assert_string_equal(exception->rules[0], "SDL009");
    assert_null(exception->rules[1]);
    assert_string_equal(exception->paths[0], "a.yml");
    assert_string_equal(exception->ticket, "PAY-7");
    assert_string_equal(exception->justification,
                        "The vendor builds this on Alpine until September.");
    assert_int_equal(exception->expires, date_from_civil(2026, 9, 30));
    assert_int_equal(exception->valid_from, INT32_MIN);
    assert_null(exception->owner);
    assert_int_equal(exception->mistake_count, 0);
    assert_int_equal(exception->place.column, 16);
    assert_int_equal(exception->rule_places[0].column, 29);
    assert_true(text_equals(waivers.items[0].beside[0], "uses: a/b@v1"));
    assert_int_equal(waivers.items[0].beside[1].size, 0);
    assert_true(text_equals(waivers.items[1].beside[0], "z: 1"));
    assert_false(inline_waiver_is_same(&waivers.items[0], &waivers.items[1]));
    const struct exception_limits one = {.approvals = 1};
    const struct exception_limits two = {.approvals = 2};
    assert_int_equal(exception_state(exception, &one, exception->expires), EXCEPTION_EXPIRING);
    assert_int_equal(exception_state(exception, &one, exception->expires + 1), EXCEPTION_EXPIRED);
    assert_int_equal(exception_state(exception, &two, exception->expires), EXCEPTION_UNAPPROVED);
    assert_int_equal(exception_last_day(exception, SEVERITY_CRITICAL, &one), exception->expires);
    arena_release(&arena);
}

static void test_mistakes(void **state)
{
    (void)state;
    static const struct {
        const char *words, *wanted;
    } rows[] = {
        {"", "1:3 bylaw:ignore has no 'reason' 1:3 bylaw:ignore has no 'rule' "
             "1:3 bylaw:ignore has no 'until'"},
        {" SDL009 until=2026-09-30", "1:3 bylaw:ignore has no 'reason'"},
        {" SDL009 " REASON, "1:3 bylaw:ignore has no 'until'"},
        {" SDL009 until=2026-02-30 " REASON, "1:23 'until' is '2026-02-30', which is no date"},
        {" SDL009 until= " REASON, "1:23 'until' is '', which is no date"},
        {" SDL009 until=2026-09-30 reason=\"later",
         "1:3 bylaw:ignore has no 'reason' 1:47 the text "
         "has no end: a \" is missing"},
        {" SDL009 until=2026-09-30 reason=TODO", "1:40 the justification is a placeholder"},
        {" SDL009 until=2026-09-30 reason=\"too short\"",
         "1:40 the justification is shorter than 40 characters: say why, and what holds instead"},
        {" sdl9 until=2026-09-30 " REASON, "1:16 'sdl9' is not what 'bylaw:ignore' takes"},
        {" SDL00A until=2026-09-30 " REASON, "1:16 'SDL00A' is not what 'bylaw:ignore' takes"},
        {" SDL009,SDL001 until=2026-09-30 " REASON,
         "1:16 'SDL009,SDL001' is not what 'bylaw:ignore' takes"},
        {" SDL009 SDL001 until=2026-09-30 " REASON,
         "1:23 'SDL001' is neither key=value nor the one rule"},
        {" SDL009 till=2026-09-30 until=2026-09-30 " REASON,
         "1:23 'till' is no key of bylaw:ignore"},
        {" SDL009 until=2026-09-30 until=2026-10-30 " REASON, "1:40 'until' is there twice"},
        {" SDL009 =x until=2026-09-30 " REASON, "1:23 '=x' is neither key=value nor the one rule"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct arena arena;
        arena_init(&arena, 1 << 14);
        struct inline_waivers waivers =
            parse(&arena, "a.sh", arena_printf(&arena, "# bylaw:ignore%s\n", rows[i].words));
        struct buffer out = BUFFER_EMPTY;
        assert_int_equal(waivers.count, 1);
        const struct exception *exception = &waivers.items[0].exception;
        for (size_t m = 0; m < exception->mistake_count; m++)
            buffer_printf(&out, "%s%u:%u %s", m ? " " : "", exception->mistakes[m].place.line,
                          exception->mistakes[m].place.column, exception->mistakes[m].message);
        assert_string_equal(buffer_string(&out), rows[i].wanted);
        assert_int_equal(exception_state(exception, NULL, 0), EXCEPTION_INVALID);
        buffer_release(&out);
        arena_release(&arena);
    }
}

static void test_more_than_are_read(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 20);
    struct buffer text = BUFFER_EMPTY;
    for (int i = 0; i < LIMIT_INLINE_WAIVERS + 5; i++)
        buffer_add_string(&text, "x # " WAIVER "\n");
    struct inline_waivers waivers = parse(&arena, "a.sh", buffer_string(&text));
    assert_int_equal(waivers.count, LIMIT_INLINE_WAIVERS);
    assert_int_equal(waivers.items[waivers.count - 2].exception.mistake_count, 0);
    const struct exception *last = &waivers.items[waivers.count - 1].exception;
    assert_int_equal(last->mistake_count, 1);
    assert_string_equal(last->mistakes[0].message, "more waivers in comments than are read: 10000");
    buffer_release(&text);
    arena_release(&arena);
}

static void worlds_hold_files_of_others(void **state)
{
    (void)state;
    assert_true(inline_waivers_may_stand_in("rules/a.yml"));
    assert_false(inline_waivers_may_stand_in("rules/a.test.yml"));
    assert_false(inline_waivers_may_stand_in(".bylaw/rules/a.test.yaml"));
    assert_false(inline_waivers_may_stand_in("a.png"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_beside_on_both_sides),
        cmocka_unit_test(test_what_is_a_comment),
        cmocka_unit_test(test_markdown),
        cmocka_unit_test(test_what_it_says),
        cmocka_unit_test(test_mistakes),
        cmocka_unit_test(test_more_than_are_read),
        cmocka_unit_test(worlds_hold_files_of_others),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
