#include "facts/power_script.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

/* One line a program: `line directory: words (why it may fail)`, `?` for what is not known. */
static const char *programs_of(struct arena *arena, const char *script,
                               enum power_language language,
                               const struct shell_variables *variables)
{
    const struct script_setting setting = {.directory = ".", .variables = variables};
    struct script_command *commands = NULL;
    size_t count = 0;
    bool whole = power_script_read(arena, text_of(script), language, &setting, &commands, &count);
    struct buffer out = BUFFER_EMPTY;
    for (size_t i = 0; i < count; i++) {
        buffer_printf(&out, "%u %s:", commands[i].line,
                      commands[i].directory ? commands[i].directory : "?");
        for (size_t k = 0; k < commands[i].count; k++)
            buffer_printf(&out, " %s", commands[i].words[k]);
        if (commands[i].advisory)
            buffer_printf(&out, " (%.12s)", commands[i].advisory);
        if (commands[i].unsure)
            buffer_add_string(&out, " (?)");
        buffer_add_string(&out, "\n");
    }
    if (!whole)
        buffer_add_string(&out, "cut\n");
    const char *text = arena_strdup(arena, buffer_string(&out));
    buffer_release(&out);
    return text;
}

struct test_case {
    const char *script, *expected;
};

static void assert_programs(enum power_language language, const struct test_case *cases,
                            size_t count)
{
    struct arena arena;
    arena_init(&arena, 1 << 12);
    for (size_t i = 0; i < count; i++)
        assert_string_equal(programs_of(&arena, cases[i].script, language, NULL),
                            cases[i].expected);
    arena_release(&arena);
}

#define GOES_ON  "(the script g)"
#define WELL     "(the script e)"
#define FORGIVEN "(what stands )"
#define LOST     "(its exit sta)"

static void words_of_power_shell(void **state)
{
    (void)state;
    static const struct test_case cases[] = {
        {"npm audit", "1 .: npm audit\n"},
        {"npm.cmd audit; # not this: npm ci", "1 .: npm audit\n"},
        {"& 'C:\\tools\\scan.exe' \"a b\" 'it''s'", "1 .: scan a b it's\n"},
        {"trivy fs `\n  --exit-code 1 `\n  .", "1 .: trivy fs --exit-code 1 .\n"},
        {"<# npm ci\n#>\nnpm audit", "3 .: npm audit\n"},
        {"$out = npm audit --json", "1 .: npm audit --json\n"},
        {"$text = @'\nnpm ci\n'@\nnpm audit", "4 .: npm audit\n"},
        {"Write-Host \"npm ci\"\n[Console]::Beep()\n$x.Run(1)\nreturn\n\"npm ci\"", ""},
        {"$set = @{ a = 1; b = 'npm ci' }\nnpm audit", "2 .: npm audit\n"},
        {"dotnet list package --vulnerable | Out-File x.txt",
         "1 .: dotnet list package --vulnerable\n"},
        {"npx audit-ci@7 --high", "1 .: audit-ci --high\n"},
        {"cmd /c npm audit", "1 .: npm audit\n"},
        {".\\build.ps1 -Scan", "1 .: build.ps1 -Scan\n"},
        {"$tool = 'trivy'\ntrivy fs --config $tool", "2 .: trivy fs --config trivy\n"},
        {"echo ${{ matrix.a }} ; npm audit", "1 .: npm audit\n"},
        {"docker-compose up; pip-audit", "1 .: docker-compose up (the script g)\n1 .: pip-audit\n"},
        {"if ($x) { npm audit", "1 .: npm audit\ncut\n"},
        {"npm 'audit", "1 .: npm audit\ncut\n"},
        {"", ""},
    };
    assert_programs(POWER_SHELL, cases, sizeof(cases) / sizeof(*cases));
}

static void folders_of_power_shell(void **state)
{
    (void)state;
    static const struct test_case cases[] = {
        {"cd web\\app\nnpm audit", "2 web/app: npm audit\n"},
        {"Set-Location -Path web; npm audit", "1 web: npm audit\n"},
        {"cd $env:GITHUB_WORKSPACE/web; npm audit", "1 web: npm audit\n"},
        {"cd C:\\x; npm audit", "1 ?: npm audit\n"},
        {"if ($x) { cd web }\nnpm audit", "2 ?: npm audit\n"},
        {"pushd web; popd; npm audit", "1 ?: npm audit\n"},
    };
    assert_programs(POWER_SHELL, cases, sizeof(cases) / sizeof(*cases));
}

static void the_last_program_tells(void **state)
{
    (void)state;
    static const struct test_case cases[] = {
        {"npm audit\nnpm test", "1 .: npm audit " GOES_ON "\n2 .: npm test\n"},
        {"npm audit\nWrite-Host done", "1 .: npm audit\n"},
        {"npm audit\nif ($LASTEXITCODE -ne 0) { exit 1 }\nnpm test",
         "1 .: npm audit\n3 .: npm test\n"},
        {"npm audit\nif($LASTEXITCODE) {\n  throw 'x'\n}\nnpm test",
         "1 .: npm audit\n5 .: npm test\n"},
        {"npm audit\nif (!$?) { exit $LASTEXITCODE }\nnpm test", "1 .: npm audit\n3 .: npm test\n"},
        {"npm audit\nif ($LASTEXITCODE -ne 0) { Write-Host x }\nnpm test",
         "1 .: npm audit " GOES_ON "\n3 .: npm test\n"},
        {"npm audit\nif ($other) { exit 1 }\nnpm test", "1 .: npm audit (?)\n3 .: npm test\n"},
        {"npm audit\nexit $LASTEXITCODE", "1 .: npm audit\n"},
        {"npm audit\nexit 0", "1 .: npm audit " WELL "\n"},
        {"npm audit\n$global:LASTEXITCODE = 0", "1 .: npm audit " WELL "\n"},
        {"npm audit && npm test", "1 .: npm audit\n1 .: npm test\n"},
        {"npm audit &&\n  npm test", "1 .: npm audit\n2 .: npm test\n"},
        {"npm audit || Write-Host x\nexit 0", "1 .: npm audit " FORGIVEN "\n"},
        {"npm audit || exit 1\nnpm test", "1 .: npm audit\n2 .: npm test\n"},
        {"go list ./... | nancy sleuth", "1 .: go list ./... " LOST "\n1 .: nancy sleuth\n"},
        {"$PSNativeCommandUseErrorActionPreference = $true\nnpm audit\nnpm test",
         "2 .: npm audit\n3 .: npm test\n"},
        {"$ErrorActionPreference = 'Stop'\nnpm audit\nnpm test",
         "2 .: npm audit " GOES_ON "\n3 .: npm test\n"},
        {"foreach ($d in $dirs) { npm audit }", "1 .: npm audit (?)\n"},
        {"function scan {\n npm audit\n}\nscan", "2 .: npm audit (?)\n4 .: scan\n"},
        {"if ($x) { npm audit } else { yarn audit }", "1 .: npm audit (?)\n1 .: yarn audit\n"},
        {"npm audit\nif ($x) { npm test }", "1 .: npm audit (?)\n2 .: npm test\n"},
    };
    assert_programs(POWER_SHELL, cases, sizeof(cases) / sizeof(*cases));
}

static void lines_of_cmd(void **state)
{
    (void)state;
    static const struct test_case cases[] = {
        {"@echo off\nREM npm ci\n:: npm ci\nnpm audit", "4 .: npm audit\n"},
        {"call npm audit\ncall npm test", "1 .: npm audit " GOES_ON "\n2 .: npm test\n"},
        {"npm audit || exit /b 1\nnpm test", "1 .: npm audit\n2 .: npm test\n"},
        {"npm audit\nif errorlevel 1 exit /b 1\nnpm test", "1 .: npm audit\n3 .: npm test\n"},
        {"npm audit\nif %errorlevel% neq 0 exit /b %errorlevel%\nnpm test",
         "1 .: npm audit\n3 .: npm test\n"},
        {"npm audit & npm test", "1 .: npm audit " GOES_ON "\n1 .: npm test\n"},
        {"npm audit && npm test", "1 .: npm audit\n1 .: npm test\n"},
        {"npm audit\nexit /b 0", "1 .: npm audit " WELL "\n"},
        {"npm audit\necho done", "1 .: npm audit\n"},
        {"cd /d web\\app\nnpm audit", "2 web/app: npm audit\n"},
        {"cd %HOME%\nnpm audit", "2 ?: npm audit\n"},
        {"npm ^\r\n audit 2>&1", "1 .: npm audit 2>&1\n"},
        {"if exist x (\n npm audit\n)", "2 .: npm audit\n"},
        {"for %%d in (a b) do (\n npm audit\n)", "2 .: npm audit (?)\n"},
        {"for %%d in (a b) do call npm audit", "1 .: npm audit (?)\n"},
        {"if not exist x npm audit", "1 .: npm audit\n"},
        {"if \"%A%\"==\"1\" npm audit", "1 .: npm audit\n"},
        {"if %A% equ 1 npm audit", "1 .: npm audit\n"},
        {"\"C:\\x y\\scan.exe\" \"a & b\"", "1 .: scan a & b\n"},
    };
    assert_programs(POWER_CMD, cases, sizeof(cases) / sizeof(*cases));
}

static void constants_are_put_in(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 12);
    struct shell_variables variables;
    shell_variables_init(&variables, &arena);
    shell_variables_set(&variables, "LEVEL", arena_strdup(&arena, "high"));
    assert_string_equal(programs_of(&arena,
                                    "npm audit --audit-level=$env:LEVEL ${env:LEVEL} $env:OTHER",
                                    POWER_SHELL, &variables),
                        "1 .: npm audit --audit-level=high high ${OTHER}\n");
    assert_string_equal(
        programs_of(&arena, "npm audit --audit-level=%LEVEL% 100%", POWER_CMD, &variables),
        "1 .: npm audit --audit-level=high 100%\n");
    arena_release(&arena);
}

/* Each asks for the end of the chain once. */
static void a_long_chain_is_read_once(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 12);
    struct buffer script = BUFFER_EMPTY;
    for (size_t i = 0; i < 5000; i++)
        buffer_add_string(&script, i ? " | Sort-Object" : "npm audit");
    assert_string_equal(programs_of(&arena, buffer_string(&script), POWER_SHELL, NULL),
                        "1 .: npm audit\n");
    buffer_cut(&script, 0);
    for (size_t i = 0; i < 5000; i++)
        buffer_add_string(&script, i ? "|x" : "x");
    assert_non_null(programs_of(&arena, buffer_string(&script), POWER_SHELL, NULL));
    buffer_release(&script);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_of_power_shell),   cmocka_unit_test(folders_of_power_shell),
        cmocka_unit_test(the_last_program_tells), cmocka_unit_test(lines_of_cmd),
        cmocka_unit_test(constants_are_put_in),   cmocka_unit_test(a_long_chain_is_read_once),
    };
    return cmocka_run_group_tests_name("power_script", tests, NULL, NULL);
}
