#include "facts/script_failure.h"
#include "facts/shell_words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static int open_arena(void **state)
{
    (void)state;
    arena_init(&arena, 4096);
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

/* One command a line: "line depth after: word|word". */
static void assert_commands(const char *script, const char *expected)
{
    struct shell_script parsed;
    shell_parse(&arena, text_of(script), &parsed);
    assert_true(parsed.whole);
    struct buffer found = BUFFER_EMPTY;
    for (size_t i = 0; i < parsed.count; i++) {
        const struct shell_command *command = &parsed.commands[i];
        buffer_printf(&found, "%u%s %s:", command->line, command->substituted ? "$" : "",
                      command->after);
        for (size_t k = 0; k < command->count; k++)
            buffer_printf(&found, "%s%s", k ? "|" : " ", command->words[k]);
        buffer_add_string(&found, "\n");
    }
    if (strcmp(buffer_string(&found), expected) != 0)
        fail_msg("%s\n---\n%s---\n%s", script, buffer_string(&found), expected);
    buffer_release(&found);
}

static void scripts_become_commands(void **state)
{
    (void)state;
    assert_commands("", "");
    assert_commands("\n\n  # only a comment\n", "");
    assert_commands("a b", "1 : a|b\n");
    assert_commands("a b\r\nc\r\n", "1 ;: a|b\n2 ;: c\n");
    assert_commands("a; b && c || d | e & f", "1 ;: a\n1 &&: b\n1 ||: c\n1 |: d\n1 &: e\n1 : f\n");
    assert_commands("a \\\n  b\nc", "1 ;: a|b\n3 : c\n");
    assert_commands("a 'b c' \"d e\" f\\ g \"\" ''", "1 : a|b c|d e|f g||\n");
    assert_commands("a \"x\\\"y\" '#no' b#c # yes", "1 : a|x\"y|#no|b#c\n");
    assert_commands("a \"1\n2\" b\nc", "1 ;: a|1\n2|b\n3 : c\n");
    assert_commands("a 2>&1 >out <in &>all", "1 : a|2>&1|>|out|<|in|&>|all\n");
    assert_commands("a 'unclosed", "1 : a|unclosed\n");
    assert_commands("a \"unclosed", "1 : a|unclosed\n");
    assert_commands("a \\", "1 : a|\\\n");
}

static void expressions_of_workflows_stay_whole(void **state)
{
    (void)state;
    assert_commands("git checkout ${{ a || 'b' }}; c",
                    "1 ;: git|checkout|${{ a || 'b' }}\n1 : c\n");
    assert_commands("echo \"${{ x && '\"' }}\" y", "1 : echo|${{ x && '\"' }}|y\n");
    assert_commands("a ${{ open", "1 : a|${{ open\n");
}

static void commands_within_are_commands(void **state)
{
    (void)state;
    assert_commands("x=$(gh pr view | jq .) && y", "1$ |: gh|pr|view\n1$ : jq|.\n"
                                                   "1 &&: x=$(gh pr view | jq .)\n1 : y\n");
    assert_commands("echo \"$(a \"$(b)\")\"", "1$ : b\n1$ : a|$(b)\n1 : echo|$(a \"$(b)\")\n");
    assert_commands("(a; b) || c", "1 ;: a\n1 ||: b\n1 : c\n");
    assert_commands("if a; then b; fi", "1 ;: if|a\n1 ;: then|b\n1 : fi\n");
    assert_commands("$((1 + 2)) a", "1 : $((1 + 2))|a\n");
}

static void here_documents_are_passed_over(void **state)
{
    (void)state;
    assert_commands("cat <<EOF > f\ngh pr checkout 1\nEOF\nb", "1 ;: cat|>|f\n4 : b\n");
    assert_commands("cat <<-'END' <<B\n1\n\tEND\n2\nB\nc", "1 ;: cat\n6 : c\n");
    assert_commands("cat <<< word\nb", "1 ;: cat|<<<|word\n2 : b\n");
    assert_commands("cat <<EOF\nno end", "1 ;: cat\n");
}

static void the_program_stands_behind_what_wraps_it(void **state)
{
    (void)state;
    static const struct {
        const char *script;
        const char *program;
        const char *sub;
    } cases[] = {
        {"git fetch", "git", "fetch"},
        {"A=1 B=2 sudo -E git -C dir fetch", "git", "fetch"},
        {"if ! git --no-pager -c a.b=c pull", "git", "pull"},
        {"/usr/bin/git checkout", "git", "checkout"},
        {"then time git", "git", NULL},
        {"env X=1 git switch", "git", "switch"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct shell_script script;
        shell_parse(&arena, text_of(cases[i].script), &script);
        assert_int_equal(script.count, 1);
        assert_true(shell_calls(&script.commands[0], cases[i].program));
        const char *sub = shell_subcommand(&script.commands[0]);
        if (cases[i].sub)
            assert_string_equal(sub, cases[i].sub);
        else
            assert_null(sub);
    }
    struct shell_script script;
    shell_parse(&arena, text_of("A=1 sudo"), &script);
    assert_int_equal(shell_program(&script.commands[0]), 2);
    assert_false(shell_calls(&script.commands[0], "sudo"));
    assert_null(shell_subcommand(&script.commands[0]));
    shell_parse(&arena, text_of("echo git fetch"), &script);
    assert_false(shell_calls(&script.commands[0], "git"));
}

static void forgiven_failures_are_told(void **state)
{
    (void)state;
    static const struct {
        const char *script;
        bool forgives;
    } cases[] = {
        {"", false},
        {"a", false},
        {"a || true", true},
        {"a || :", true},
        {"a || exit 0", true},
        {"a || exit 1", false},
        {"a || echo \"failed at $(date)\"", true},
        {"a || b", false},
        {"a | true", false},
        {"(a; b) || true\n", true},
        {"a || true # comment", true},
        {"a || true\nb", false},
        {"b\na || true", true},
        {"a; exit 0", false},
        {"a\ntrue", false},
        {"set +e\na\nexit 0", true},
        {"set +e\na\ntrue", true},
        {"set +e\na", false},
        {"set +e\na\nset -e\nexit 0", false},
        {"set +ex\na\necho done", true},
        {"set +o errexit\na\n:", true},
        {"set -eu\na\n:", false},
        {"set -- exit\na\n:", false},
        {"echo 'a || true'", false},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct shell_script script;
        shell_parse(&arena, text_of(cases[i].script), &script);
        if (script_forgives(&script) != cases[i].forgives)
            fail_msg("'%s'", cases[i].script);
    }
}

static void limits_are_told(void **state)
{
    (void)state;
    struct buffer text = BUFFER_EMPTY;
    for (size_t i = 0; i < 21000; i++)
        buffer_add_string(&text, "a;");
    struct shell_script script;
    shell_parse(&arena, text_of(buffer_string(&text)), &script);
    assert_false(script.whole);
    assert_int_equal(script.count, 20000);
    buffer_clear(&text);
    for (size_t i = 0; i < 2000; i++)
        buffer_add_string(&text, i % 2 ? "$(" : "(");
    shell_parse(&arena, text_of(buffer_string(&text)), &script);
    buffer_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(scripts_become_commands),
        cmocka_unit_test(expressions_of_workflows_stay_whole),
        cmocka_unit_test(commands_within_are_commands),
        cmocka_unit_test(here_documents_are_passed_over),
        cmocka_unit_test(the_program_stands_behind_what_wraps_it),
        cmocka_unit_test(forgiven_failures_are_told),
        cmocka_unit_test(limits_are_told),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
