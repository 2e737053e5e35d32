/* How commands hang together: who reads whose output, where it is written to, which
 * command a substitution belongs to, and what a here-document holds. */
#include "facts/script_failure.h"
#include "facts/shell_flow.h"
#include "facts/shell_variables.h"

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

static const char *name_of(const struct shell_script *script, size_t at)
{
    if (at == SIZE_MAX)
        return "-";
    size_t program = shell_program(&script->commands[at]);
    return program < script->commands[at].count ? script->commands[at].words[program] : "?";
}

/* One command a line: "program reader owner file". */
static void assert_flow(const char *text, const char *expected)
{
    struct shell_script script;
    struct shell_flow flow;
    shell_parse(&arena, text_of(text), &script);
    shell_flow_init(&flow, &arena, &script);
    struct buffer found = BUFFER_EMPTY;
    for (size_t i = 0; i < script.count; i++) {
        size_t redirected = i;
        const char *file = shell_flow_file(&flow, &redirected);
        buffer_printf(&found, "%s %s %s %s%s\n", name_of(&script, i),
                      name_of(&script, shell_flow_reader(&flow, i)),
                      name_of(&script, script.commands[i].owner), file ? file : "-",
                      script_goes_on(&(struct script_failure){.stops = true}, &flow, i) ? " lax"
                                                                                        : "");
    }
    if (strcmp(buffer_string(&found), expected) != 0)
        fail_msg("%s\n---\n%s---\n%s", text, buffer_string(&found), expected);
    buffer_release(&found);
}

static void pipes_are_followed(void **state)
{
    (void)state;
    assert_flow("a | b | c", "a b - -\nb c - -\nc - - -\n");
    assert_flow("a; b | c && d", "a - - -\nb c - -\nc - - -\nd - - -\n");
    assert_flow("a |\n  b", "a b - -\nb - - -\n");
    assert_flow("(a; b) | c", "a c - -\nb c - -\nc - - -\n");
    assert_flow("a | (b; c)", "a b - -\nb - - -\nc - - -\n");
    assert_flow("{ a; b; } | c", "a c - -\nb c - -\n} c - -\nc - - -\n");
    assert_flow("if a; then b; fi | c", "a c - -\nb c - -\nfi c - -\nc - - -\n");
    assert_flow("for x in 1; do a; done | c", "for c - -\na c - -\ndone c - -\nc - - -\n");
    assert_flow("a | sudo -u me b -c", "a b - -\nb - - -\n");
}

static void files_are_found(void **state)
{
    (void)state;
    assert_flow("a > f", "a - - f\n");
    assert_flow("a >>f 2>&1", "a - - f\n");
    assert_flow("a 2> f", "a - - -\n");
    assert_flow("a x>f", "a - - f\n");
    assert_flow("a '>' f", "a - - -\n");
    assert_flow("a > f | b", "a b - f\nb - - -\n");
    assert_flow("> f a", "a - - f\n");
    assert_flow("(a; b) >> f", "a - - f\nb - - f\n? - - f\n");
    assert_flow("{ a; b > g; } >> f", "a - - f\nb - - g\n} - - f\n");
    assert_flow("while a; do b; done > f\nc", "a - - f\nb - - f\ndone - - f\nc - - -\n");
}

static void words_have_owners(void **state)
{
    (void)state;
    assert_flow("sh <(a)", "a - sh -\nsh - - -\n");
    assert_flow("sh -c \"$(a | b)\"", "a b sh -\nb - sh -\nsh - - -\n");
    assert_flow("x `a` $(b `c`)", "a - x -\nc - b -\nb - x -\nx - - -\n");
    assert_flow("x=$(a); y", "a - ? -\n? - - -\ny - - -\n");
    assert_flow("a `b", "b - a -\na - - -\n");
}

static void failures_are_forgiven(void **state)
{
    (void)state;
    assert_flow("a || true", "a - - - lax\ntrue - - -\n");
    assert_flow("a | b || echo no", "a b - - lax\nb - - - lax\necho - - -\n");
    assert_flow("a || exit 1", "a - - -\nexit - - -\n");
    assert_flow("a || { echo no; exit 1; }", "a - - -\necho - - -\nexit - - -\n} - - -\n");
    assert_flow("a && true", "a - - -\ntrue - - -\n");
}

static void here_documents_are_kept(void **state)
{
    (void)state;
    struct shell_script script;
    shell_parse(&arena, text_of("cat <<A; b <<'B' | c\n1 $x\nA\n2\n3\nB\nd <<C\nopen"), &script);
    assert_int_equal(script.count, 4);
    assert_string_equal(script.commands[0].here, "1 $x\n");
    assert_true(script.commands[0].here_expands);
    assert_string_equal(script.commands[1].here, "2\n3\n");
    assert_false(script.commands[1].here_expands);
    assert_null(script.commands[2].here);
    assert_string_equal(script.commands[3].here, "open");
    assert_int_equal(script.commands[3].line, 7);
}

static void words_have_marks(void **state)
{
    (void)state;
    struct shell_script script;
    shell_parse(&arena, text_of("a \"b\" 'c$d' $e \"${{ f }}\" '${{ g }}' \\h > i"), &script);
    static const unsigned char marks[] = {
        0,
        SHELL_MARK_QUOTED,
        SHELL_MARK_QUOTED,
        SHELL_MARK_EXPANDS,
        SHELL_MARK_QUOTED | SHELL_MARK_EXPANDS,
        SHELL_MARK_QUOTED | SHELL_MARK_EXPANDS,
        SHELL_MARK_QUOTED,
        SHELL_MARK_OPERATOR,
        0,
    };
    assert_int_equal(script.commands[0].count, sizeof(marks));
    assert_memory_equal(script.commands[0].marks, marks, sizeof(marks));
    assert_int_equal(shell_next_argument(&script.commands[0], 5), 6);
    assert_int_equal(shell_next_argument(&script.commands[0], 6), 9);
}

static void programs_stand_behind_wrappers(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"sudo -E bash", "bash"},   {"sudo -u root -H bash", "bash"},
        {"timeout 10s a", "a"},     {"timeout -k 5 10 a", "a"},
        {"env -u A B=c a", "a"},    {"nice -n 5 a", "a"},
        {"2>/dev/null >f a", "a"},  {"A=b > f", "?"},
        {"if ! command -v a", "a"}, {"time -o f a", "a"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct shell_script script;
        shell_parse(&arena, text_of(cases[i][0]), &script);
        assert_string_equal(name_of(&script, 0), cases[i][1]);
    }
}

static void constants_are_put_in(void **state)
{
    (void)state;
    static const char script_text[] = "A=1\nexport B=\"$A-2\"\nC=$(date)\nread D\nX=y cmd\nE='$A'";
    struct shell_script script;
    shell_parse(&arena, text_of(script_text), &script);
    struct shell_variables variables;
    shell_variables_init(&variables, &arena);
    shell_variables_set(&variables, "OUT", "there");
    for (size_t i = 0; i < script.count; i++)
        shell_variables_note(&variables, &script.commands[i]);
    assert_string_equal(shell_expand(&variables, "$A/${B}/$C/$D/$X/$E"), "1/1-2/$C/$D/$X/$A");
    assert_string_equal(shell_expand(&variables, "${{ env.OUT }} ${{env.NO}} $OUT ${OUT:-x}"),
                        "there ${{env.NO}} there ${OUT:-x}");
    assert_string_equal(shell_expand(&variables, "$"), "$");
    assert_string_equal(shell_expand(&variables, "${{ open"), "${{ open");
    assert_string_equal(shell_lone_variable(&arena, "${A}"), "A");
    assert_null(shell_lone_variable(&arena, "$A$B"));
    assert_null(shell_lone_variable(&arena, "$(a)"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pipes_are_followed),
        cmocka_unit_test(files_are_found),
        cmocka_unit_test(words_have_owners),
        cmocka_unit_test(failures_are_forgiven),
        cmocka_unit_test(here_documents_are_kept),
        cmocka_unit_test(words_have_marks),
        cmocka_unit_test(programs_stand_behind_wrappers),
        cmocka_unit_test(constants_are_put_in),
    };
    return cmocka_run_group_tests(tests, open_arena, close_arena);
}
