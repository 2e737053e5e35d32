#include "document/gomod.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "reading.h"

static void assert_read(const char *text, bool places, const char *wanted)
{
    assert_reads("gomod", text, places, wanted);
}

static void assert_refused(const char *text, const char *wanted)
{
    assert_refuses("gomod", text, wanted);
}

static void directives_are_what_go_prints(void **state)
{
    (void)state;
    assert_read("", false, "{}");
    assert_read(
        "module a.example/m // c\n\ngo 1.22.1\ntoolchain go1.22.3\nrequire x.example/y v1.0.0\n"
        "require (\n\t\"z.example/q\" v0.1.0 // indirect; why\n\t// not this\n\tw "
        "v2.0.0+incompatible\n)\n",
        false,
        "{Module: {Path: \"a.example/m\"}, Go: \"1.22.1\", Toolchain: \"go1.22.3\", Require: "
        "[{Path: \"x.example/y\", Version: \"v1.0.0\", Indirect: false}, {Path: "
        "\"z.example/q\", Version: \"v0.1.0\", Indirect: true}, {Path: \"w\", Version: "
        "\"v2.0.0+incompatible\", Indirect: false}]}");
    assert_read(
        "replace a => ../a\nreplace (\r\n b v1.0.0 => c v1.1.0\r\n)\r\nexclude d v1.2.3\n", false,
        "{Replace: [{Old: {Path: \"a\"}, New: {Path: \"../a\"}}, {Old: {Path: \"b\", Version: "
        "\"v1.0.0\"}, New: {Path: \"c\", Version: \"v1.1.0\"}}], Exclude: [{Path: \"d\", "
        "Version: \"v1.2.3\"}]}");
    assert_read(
        "retract v1.0.0 // broken\nretract [v1.1.0, v1.2.0]\ntool a/b\nuse ./c\ngodebug x=y\n",
        false,
        "{Retract: [{Low: \"v1.0.0\", High: \"v1.0.0\", Rationale: \"broken\"}, {Low: "
        "\"v1.1.0\", High: \"v1.2.0\"}], Tool: [{Path: \"a/b\"}], Use: [{DiskPath: \"./c\"}], "
        "Godebug: [{Key: \"x\", Value: \"y\"}]}");
}

static void everything_has_its_place(void **state)
{
    (void)state;
    assert_read(
        "require (\n\ta v1 // indirect\n)\n", true,
        "1:1 {Require: 2:2 [2:2 {Path: 2:2 \"a\", Version: 2:4 \"v1\", Indirect: 2:7 true}]}");
}

static void what_go_refuses_is_refused(void **state)
{
    (void)state;
    assert_refused("module a\nmodule b\n", "2:8: this was already given on line 1");
    assert_refused("require a\n", "1:1: 'PATH VERSION' is expected");
    assert_refused("require (\n a v1\n", "1:10: '(' has no ')'");
    assert_refused("replace a b c => d\n", "1:1: 'PATH [VERSION] => PATH [VERSION]' is expected");
    assert_refused("dependency a v1\n", "1:1: a directive is expected, not 'dependency'");
    assert_refused(")\n", "1:2: a directive is expected, not 'a parenthesis'");
    assert_refused("module \"a\n", "1:8: the text has no closing quote");
    assert_refused("require a v1 (\n)\n", "1:1: 'DIRECTIVE (' is expected");
    assert_refused("require ( a v1 )\n", "1:11: the end of the line is expected");
    assert_refused("godebug x\n", "1:1: 'KEY=VALUE' is expected");
    assert_refused("go 1 2 3 4 5 6 7 8\n", "1:18: more words than a directive has");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(directives_are_what_go_prints),
        cmocka_unit_test(everything_has_its_place),
        cmocka_unit_test(what_go_refuses_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
