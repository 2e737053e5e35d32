#include "facts/agent_exclusion.h"
#include "rows.h"

static const char *globs_of(struct arena *arena, const char *pattern)
{
    const char *const *globs = agent_exclusion_globs(arena, pattern);
    const char *all = "";
    for (size_t i = 0; globs[i]; i++)
        all = arena_printf(arena, "%s%s ", all, globs[i]);
    return all;
}

static void the_globs_that_say_the_same(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 12);
    assert_string_equal(globs_of(&arena, ".env"),
                        "/.env .env **/.env /.env/** .env/** **/.env/** /.env/ .env/ **/.env/ ");
    assert_string_equal(globs_of(&arena, "**/.env"), globs_of(&arena, ".env"));
    assert_string_equal(globs_of(&arena, "/a/b"), "/a/b a/b /a/b/** a/b/** /a/b/ a/b/ ");
    assert_string_equal(globs_of(&arena, "keys/"),
                        "/keys/ keys/ **/keys/ /keys/** keys/** **/keys/** ");
    assert_string_equal(globs_of(&arena, "/keys/**"), "/keys/ keys/ /keys/** keys/** ");
    assert_string_equal(globs_of(&arena, "!a"), "");
    arena_release(&arena);
}

static void permissions_of_claude(void **state)
{
    (void)state;
    static const struct {
        const char *rule, *pattern;
    } cases[] = {
        {"Read", "*"},
        {"Read(./.env)", "/.env"},
        {"Read(secrets/**)", "secrets/**"},
        {"Read(~/.ssh)", NULL},
        {"Read(//etc/passwd)", NULL},
        {"Read(../x)", NULL},
        {"Edit(.env)", NULL},
        {"Read()", NULL},
        {"Read(.env", NULL},
    };
    struct arena arena;
    arena_init(&arena, 1 << 12);
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        const char *pattern = agent_exclusion_of_permission(&arena, cases[i].rule);
        assert_true(cases[i].pattern ? pattern && strcmp(pattern, cases[i].pattern) == 0
                                     : pattern == NULL);
    }
    arena_release(&arena);
}

static void lines_of_files(void **state)
{
    (void)state;
    assert_rows_of(
        ".cursorignore", "# none\n\nkeys/\n!keys/a\n", "agent_exclusion",
        "tool directory pattern everything",
        ".cursorignore:3 cursor . keys/ false\n.cursorignore:4 cursor . !keys/a false\n");
    assert_rows_of("web/.aiexclude", "!a\nb\n", "agent_exclusion", "tool directory pattern globs",
                   "web/.aiexclude:2 gemini web b \n");
    assert_rows_of(".aiexclude", "", "agent_exclusion", "pattern everything",
                   ".aiexclude:1 * true\n");
    assert_rows_of(".cursorindexingignore", "keys/\n", "agent_exclusion", "tool", "");
    assert_rows_of(".claude/settings.json", "{\"permissions\": {\"deny\": [\"Read(a)\"]}}",
                   "agent_exclusion", "tool directory pattern",
                   ".claude/settings.json:1 claude . a\n");
    assert_rows_of(".claude/settings.json", "{", "agent_exclusion", "tool",
                   ".claude/settings.json gap tool=claude\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_globs_that_say_the_same),
        cmocka_unit_test(permissions_of_claude),
        cmocka_unit_test(lines_of_files),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
