/* How shells are called, and what is known of them by that. */
#include "facts/script_shell.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

static void shells_are_told_apart(void **state)
{
    (void)state;
    static const struct {
        const char *shell;
        enum script_shell kind;
        bool stops, pipes_fail;
    } cases[] = {
        {"bash", SCRIPT_SHELL_UNIX, false, false},
        {"bash -e {0}", SCRIPT_SHELL_UNIX, true, false},
        {"bash --noprofile --norc -eo pipefail {0}", SCRIPT_SHELL_UNIX, true, true},
        {"/bin/sh", SCRIPT_SHELL_UNIX, false, false},
        {"/usr/bin/env bash -o errexit", SCRIPT_SHELL_UNIX, true, false},
        {"/usr/local/bin/zsh -e", SCRIPT_SHELL_UNIX, true, false},
        {"C:/msys64/usr/bin/bash.exe -e {0}", SCRIPT_SHELL_UNIX, true, false},
        {"msys2 {0}", SCRIPT_SHELL_UNIX, true, false},
        {"nix develop -c bash -e {0}", SCRIPT_SHELL_UNIX, true, false},
        {"sh -ex", SCRIPT_SHELL_UNIX, true, false},
        {"pwsh", SCRIPT_SHELL_POWER, false, false},
        {"powershell.exe -ExecutionPolicy Bypass", SCRIPT_SHELL_POWER, false, false},
        {"cmd", SCRIPT_SHELL_POWER, false, false},
        {"bat", SCRIPT_SHELL_POWER, false, false},
        {"python {0}", SCRIPT_SHELL_OTHER, false, false},
        {"${{ inputs.shell }}", SCRIPT_SHELL_OTHER, false, false},
        {"perl /bin/sh", SCRIPT_SHELL_OTHER, false, false},
        {"", SCRIPT_SHELL_OTHER, false, false},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
        bool stops = false;
        bool pipes_fail = false;
        if (script_shell_kind(cases[i].shell) != cases[i].kind ||
            script_shell_of(cases[i].shell, &stops, &pipes_fail) !=
                (cases[i].kind == SCRIPT_SHELL_UNIX) ||
            stops != cases[i].stops || pipes_fail != cases[i].pipes_fail)
            fail_msg("'%s'", cases[i].shell);
    }
}

static void power_shell_is_made_like_a_shell(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 256);
    struct text text = script_shell_of_power(&arena, text_of(".\\a\\b.ps1 `\n  -c ^\n `n"));
    assert_true(text_equals(text, "./a/b.ps1 \\\n  -c \\\n  n"));
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shells_are_told_apart),
        cmocka_unit_test(power_shell_is_made_like_a_shell),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
