#include "facts/script_commands.h"

#include "facts/makefile.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* One line a command: `line directory: words [version] (why it may fail)`. */
static const char *commands_of(struct arena *arena, const char *script, bool stops, bool pipes_fail,
                               const struct shell_variables *variables)
{
    const struct script_setting setting = {
        .stops = stops, .pipes_fail = pipes_fail, .directory = ".", .variables = variables};
    struct script_command *commands = NULL;
    size_t count = script_commands_read(arena, text_of(script), &setting, &commands, NULL);
    struct buffer out = BUFFER_EMPTY;
    for (size_t i = 0; i < count; i++) {
        buffer_printf(&out, "%u %s:", commands[i].line,
                      commands[i].directory ? commands[i].directory : "?");
        for (size_t k = 0; k < commands[i].count; k++)
            buffer_printf(&out, " %s", commands[i].words[k]);
        if (commands[i].version)
            buffer_printf(&out, " [%s]", commands[i].version);
        if (commands[i].advisory)
            buffer_printf(&out, " (%s)", commands[i].advisory);
        buffer_add_string(&out, "\n");
    }
    const char *text = arena_strdup(arena, buffer_string(&out));
    buffer_release(&out);
    return text;
}

static void follows_folders(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 12);
    static const struct {
        const char *script, *expected;
    } cases[] = {
        {"cd web\nnpm audit\ncd ..\nnpm audit", "2 web: npm audit\n4 .: npm audit\n"},
        {"(cd web && npm audit)\nls", "1 web: npm audit\n2 .: ls\n"},
        {"pushd a/b; x; popd; y", "1 a/b: x\n1 .: y\n"},
        {"cd a\ncd $PWD/b\nx\ncd \"$(pwd)\"; y", "3 a/b: x\n4 a/b: pwd\n4 a/b: y\n"},
        {"cd $HOME\ncd ${PWD}/b\nx", "3 ?: x\n"},
        {"cd a; cd -; x; popd; y", "1 .: x\n1 ?: y\n"},
        {"cd $HOME\nx", "2 ?: x\n"},
        {"cd ../..\nx", "2 ?: x\n"},
        {"cd \"$GITHUB_WORKSPACE/web\"\nx", "2 web: x\n"},
        {"D=web\ncd $D && x", "2 web: x\n"},
        {"cd \"$(git rev-parse --show-toplevel)\" && x",
         "1 .: git rev-parse --show-toplevel\n1 .: x\n"},
        {"bash -c 'cd web && npm ci'", "1 web: npm ci\n"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        assert_string_equal(commands_of(&arena, cases[i].script, true, false, NULL),
                            cases[i].expected);
    arena_release(&arena);
}

static void takes_launchers_away(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 12);
    static const struct {
        const char *script, *expected;
    } cases[] = {
        {"npx --yes snyk@1.2 test", "1 .: snyk test [1.2]\n"},
        {"npx -p x @scope/tool@2 run", "1 .: @scope/tool run [2]\n"},
        {"pnpm dlx audit-ci", "1 .: audit-ci\n"},
        {"pnpm audit", "1 .: pnpm audit\n"},
        {"poetry run python -m pip_audit", "1 .: pip_audit\n"},
        {"uv run --with x bandit -r src", "1 .: bandit -r src\n"},
        {"uv run --only-group dev --no-extra x bandit -r src", "1 .: bandit -r src\n"},
        {"go run golang.org/x/vuln/cmd/govulncheck@latest ./...",
         "1 .: govulncheck ./... [latest]\n"},
        {"go run github.com/google/osv-scanner/v2@v2.0.0 -r .", "1 .: osv-scanner -r . [v2.0.0]\n"},
        {"go run ./cmd/gen", "1 .: go run ./cmd/gen\n"},
        {"docker run --rm -v $PWD:/src aquasec/trivy:0.50 fs /src",
         "1 .: aquasec/trivy fs /src [0.50]\n"},
        {"sudo timeout 10m /usr/bin/trivy fs .", "1 .: trivy fs .\n"},
        {"bundle exec brakeman", "1 .: brakeman\n"},
        {"FOO=1 ./gradlew check", "1 .: gradlew check\n"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        assert_string_equal(commands_of(&arena, cases[i].script, true, false, NULL),
                            cases[i].expected);
    arena_release(&arena);
}

static void knows_which_failures_count(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 12);
    static const struct {
        bool stops, pipes_fail;
        const char *script, *expected;
    } cases[] = {
        {true, false, "x\ny", "1 .: x\n2 .: y\n"},
        {true, false, "x || true", "1 .: x (`|| true` stands behind it)\n1 .: true\n"},
        {true, false, "x || exit 1", "1 .: x\n1 .: exit 1\n"},
        {true, false, "x || { echo no; exit 1; }", "1 .: x\n1 .: echo no\n1 .: exit 1\n"},
        {true, false, "x || echo no",
         "1 .: x (what stands behind its `||` ends well)\n1 .: echo no\n"},
        {true, false, "kept=0\nx || kept=$?\ny\nexit \"$kept\"",
         "2 .: x\n3 .: y\n4 .: exit $kept\n"},
        {true, false, "x || kept=1\nexit ${kept}", "1 .: x\n2 .: exit 1\n"},
        {true, false, "x || kept=$?\nkept=0\nexit $kept",
         "1 .: x (what stands behind its `||` ends well)\n3 .: exit 0\n"},
        {true, false, "x || kept=$?\nexit $other",
         "1 .: x (what stands behind its `||` ends well)\n2 .: exit $other\n"},
        {true, false, "x || time\nexit $kept",
         "1 .: x (what stands behind its `||` ends well)\n2 .: exit $kept\n"},
        {true, false, "x || kept=1\n!\nexit $kept", "1 .: x\n3 .: exit 1\n"},
        {true, false, "x || kept=0\nexit $kept",
         "1 .: x (what stands behind its `||` ends well)\n2 .: exit 0\n"},
        {true, false, "x | tee log", "1 .: x (its exit status is lost in a pipe)\n1 .: tee log\n"},
        {true, true, "x | tee log", "1 .: x\n1 .: tee log\n"},
        {true, false, "set -o pipefail\nx | tee log",
         "1 .: set -o pipefail\n2 .: x\n2 .: tee log\n"},
        {true, true, "(x || true) | y", "1 .: x (`|| true` stands behind it)\n1 .: true\n1 .: y\n"},
        {true, false, "{ x; } | y", "1 .: x (its exit status is lost in a pipe)\n1 .: y\n"},
        {true, true, "{ x; } | y || true",
         "1 .: x (`|| true` stands behind it)\n1 .: y (`|| true` stands behind it)\n1 .: true\n"},
        {true, false, "x && y", "1 .: x\n1 .: y\n"},
        {true, false, "x && y\nz",
         "1 .: x (it stands before `&&`, and the script goes on after it)\n1 .: y\n2 .: z\n"},
        {true, false, "set +e\nx\ny",
         "1 .: set +e (the script goes on after its failure)\n"
         "2 .: x (the script goes on after its failure)\n3 .: y\n"},
        {false, false, "x\ny", "1 .: x (the script goes on after its failure)\n2 .: y\n"},
        {false, false, "set -euo pipefail\nx\ny", "1 .: set -euo pipefail\n2 .: x\n3 .: y\n"},
        {true, false, "if x; then y; fi", "1 .: x (its failure is only a condition)\n1 .: y\n"},
        {true, false, "if ! x; then exit 1; fi", "1 .: x\n1 .: exit 1\n"},
        {true, false, "x &\nwait", "1 .: x (it runs in the background)\n2 .: wait\n"},
        /* how a part of a pipe ended, asked in the next command */
        {true, false, "x | tee log\nexit ${PIPESTATUS[0]}",
         "1 .: x\n1 .: tee log\n2 .: exit ${PIPESTATUS[0]}\n"},
        {true, false, "x | tee log; test \"${PIPESTATUS[0]}\" -eq 0\ny",
         "1 .: x\n1 .: tee log\n1 .: test ${PIPESTATUS[0]} -eq 0\n2 .: y\n"},
        {true, false, "y | x | tee log; exit ${PIPESTATUS[1]}",
         "1 .: y (its exit status is lost in a pipe)\n1 .: x\n1 .: tee log\n"
         "1 .: exit ${PIPESTATUS[1]}\n"},
        {true, false, "x | tee log; echo done; exit ${PIPESTATUS[0]}",
         "1 .: x (its exit status is lost in a pipe)\n1 .: tee log\n1 .: echo done\n"
         "1 .: exit ${PIPESTATUS[0]}\n"},
        {true, false, "x | tee log; echo ${PIPESTATUS[0]}",
         "1 .: x (its exit status is lost in a pipe)\n1 .: tee log\n"
         "1 .: echo ${PIPESTATUS[0]}\n"},
        {true, false, "x | tee log; exit $?",
         "1 .: x (its exit status is lost in a pipe)\n1 .: tee log\n1 .: exit $?\n"},
        {true, false, "x | tee log\nkept=${PIPESTATUS[0]}\ny\nexit $kept",
         "1 .: x\n1 .: tee log\n3 .: y\n4 .: exit $kept\n"},
        {true, false, "x | tee log\nkept=${PIPESTATUS[0]}\nif [ $kept -ne 0 ]; then exit 1; fi\ny",
         "1 .: x\n1 .: tee log\n3 .: [ $kept -ne 0 ]\n3 .: exit 1\n4 .: y\n"},
        {true, false, "x | tee log\nkept=${PIPESTATUS[0]}\nif [ $kept -ne 0 ]; then echo no; fi\ny",
         "1 .: x (its exit status is lost in a pipe)\n1 .: tee log\n3 .: [ $kept -ne 0 ]"
         " (its failure is only a condition)\n3 .: echo no\n4 .: y\n"},
        {false, false, "x\nif [ $? -ne 0 ]; then exit 1; fi\ny",
         "1 .: x\n2 .: [ $? -ne 0 ]\n2 .: exit 1 (the script goes on after its failure)\n3 .: y\n"},
        {false, false, "x\n[ $? -eq 0 ] || exit 1\ny",
         "1 .: x\n2 .: [ $? -eq 0 ]\n2 .: exit 1 (the script goes on after its failure)\n3 .: y\n"},
        {false, false, "x\nexit $?\ny",
         "1 .: x\n2 .: exit $? (the script goes on after its failure)\n3 .: y\n"},
        {false, false, "x\necho $?\ny",
         "1 .: x (the script goes on after its failure)\n"
         "2 .: echo $? (the script goes on after its failure)\n3 .: y\n"},
        {false, false, "(set -eo pipefail; x | tee log; y)\nz | tee log\nw",
         "1 .: set -eo pipefail\n1 .: x\n1 .: tee log\n1 .: y\n"
         "2 .: z (its exit status is lost in a pipe)\n"
         "2 .: tee log (the script goes on after its failure)\n3 .: w\n"},
        {true, true, "(\nx\ny\n) || true",
         "2 .: x\n3 .: y (`|| true` stands behind it)\n4 .: true\n"},
        {true, false, "(\nx\n) | tee log",
         "2 .: x (its exit status is lost in a pipe)\n3 .: tee log\n"},
        {true, false, "# x\necho x", "2 .: echo x\n"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++)
        assert_string_equal(
            commands_of(&arena, cases[i].script, cases[i].stops, cases[i].pipes_fail, NULL),
            cases[i].expected);
    arena_release(&arena);
}

static void puts_constant_variables_in(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 12);
    struct shell_variables variables;
    shell_variables_init(&variables, &arena);
    shell_variables_set(&variables, "FLAGS", "--exit-code 1");
    assert_string_equal(commands_of(&arena, "trivy fs $FLAGS ${UNKNOWN} \"${{ env.FLAGS }}\"", true,
                                    false, &variables),
                        "1 .: trivy fs --exit-code 1 ${UNKNOWN} --exit-code 1\n");
    assert_string_equal(commands_of(&arena, "FLAGS=$(date)\nx $FLAGS", true, false, &variables),
                        "1 .: date\n2 .: x $FLAGS\n");
    arena_release(&arena);
}

static void what_doubles_stays_small(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 12);
    struct buffer script = BUFFER_EMPTY;
    buffer_add_string(&script, "A=0123456789abcdef\n");
    for (size_t i = 0; i < 60; i++)
        buffer_add_string(&script, "A=$A$A\nA=x$A\necho $A\n");
    struct script_command *commands = NULL;
    const struct script_setting setting = {.stops = true, .directory = "."};
    size_t count =
        script_commands_read(&arena, text_of(buffer_string(&script)), &setting, &commands, NULL);
    assert_int_equal(count, 60);
    assert_int_equal(strlen(commands[1].words[1]), 4 * 16 + 3);
    for (size_t i = 0; i < count; i++)
        assert_true(strlen(commands[i].words[1]) < 3 * 4096);
    assert_string_equal(commands[59].words[1], "$A"); /* no constant any more */
    buffer_release(&script);
    arena_release(&arena);
}

/* Nothing looks from each command of a long script through all of it: that would not end. */
static void what_is_long_is_looked_through_once(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 12);
    struct buffer script = BUFFER_EMPTY;
    buffer_add_string(&script, "(\n");
    for (size_t i = 0; i < 19000; i++)
        buffer_add_string(&script, "x\n");
    buffer_add_string(&script, ") | tee log\nexit ${PIPESTATUS[0]}\n");
    struct script_command *commands = NULL;
    const struct script_setting setting = {.directory = "."};
    bool whole = false;
    size_t count =
        script_commands_read(&arena, text_of(buffer_string(&script)), &setting, &commands, &whole);
    assert_true(whole);
    assert_int_equal(count, 19002);
    assert_null(commands[18999].advisory);
    for (size_t i = 0; i < 2000; i++)
        buffer_add_string(&script, "x\n");
    script_commands_read(&arena, text_of(buffer_string(&script)), &setting, &commands, &whole);
    assert_false(whole);
    buffer_release(&script);
    arena_release(&arena);
}

static void reads_recipes(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 12);
    struct makefile makefile;
    makefile_read(&makefile, &arena,
                  text_of("TOOL := govulncheck\n"
                          ".PHONY: all\n"
                          "all: lint \\\n"
                          "  test\n"
                          "lint:\n"
                          "\t-@$(TOOL) ./... \\\n"
                          "\t  -v\n"
                          "# comment\n"
                          "\techo $$HOME\n"
                          "test scan: ; go test\n"));
    assert_string_equal(makefile.first, "all");
    const struct makefile_target *all = table_find(&makefile.targets, "all");
    assert_int_equal(all->need_count, 2);
    assert_string_equal(all->needs[1], "test");
    const struct makefile_target *lint = table_find(&makefile.targets, "lint");
    assert_int_equal(lint->line_count, 2);
    assert_string_equal(lint->lines[0].text, "govulncheck ./... \t  -v");
    assert_true(lint->lines[0].ignored);
    assert_int_equal(lint->lines[0].line, 6);
    assert_string_equal(lint->lines[1].text, "echo $HOME");
    assert_false(lint->lines[1].ignored);
    const struct makefile_target *scan = table_find(&makefile.targets, "scan");
    assert_int_equal(scan->line_count, 1);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(follows_folders),
        cmocka_unit_test(takes_launchers_away),
        cmocka_unit_test(knows_which_failures_count),
        cmocka_unit_test(puts_constant_variables_in),
        cmocka_unit_test(what_doubles_stays_small),
        cmocka_unit_test(what_is_long_is_looked_through_once),
        cmocka_unit_test(reads_recipes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
