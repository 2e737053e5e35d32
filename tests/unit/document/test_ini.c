#include "document/ini.h"

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
    assert_reads("ini", text, places, wanted);
}

static void assert_refused(const char *text, const char *wanted)
{
    assert_refuses("ini", text, wanted);
}

static void sections_hold_keys(void **state)
{
    (void)state;
    assert_read("", false, "{}");
    assert_read("root = true\n\n[*.{js,py}] ; these\nindent_style=space\nindent_size : 2\n", false,
                "{root: \"true\", *.{js,py}: {indent_style: \"space\", indent_size: \"2\"}}");
    assert_read("[a]\r\nb = \"c\" ; d\r\n", false, "{a: {b: \"\"c\" ; d\"}}");
    assert_read("# c\n; d\n[a]\nlonely\nempty =\n", false, "{a: {lonely: null, empty: \"\"}}");
    assert_read("\v\n\f\n \v", false, "{}");
    assert_read("//a.example/:_token=x=y\n", false, "{//a.example/:_token: \"x=y\"}");
    assert_read("[remote \"origin\"]\n\turl = a\n\tfetch = b\n", false,
                "{remote \"origin\": {url: \"a\", fetch: \"b\"}}");
}

static void indented_lines_go_on(void **state)
{
    (void)state;
    assert_read("[options]\nrequires =\n  a>=1\n  # not this\n\n  b\nx = 1\n    2\n", false,
                "{options: {requires: \"a>=1\nb\", x: \"1\n2\"}}");
}

static void what_comes_again_is_kept(void **state)
{
    (void)state;
    assert_read("[s]\na=1\n[t]\nb=1\n[s]\na=2\na=3\nc=4\n", false,
                "{s: {a: [\"1\", \"2\", \"3\"], c: \"4\"}, t: {b: \"1\"}}");
}

static void everything_has_its_place(void **state)
{
    (void)state;
    assert_read("[s]\n  a =  x\n b = \n   y\na = z\n", true,
                "1:1 {s: 1:1 {a: 2:8 [2:8 \"x\", 5:5 \"z\"], b: 4:4 \"y\"}}");
}

static void what_is_no_ini_is_refused(void **state)
{
    (void)state;
    assert_refused("a = 1\n[b\n", "2:3: ']' is expected at the end of a section's name");
    assert_refused("[b] c\n", "1:6: ']' is expected at the end of a section's name");
    assert_refused("  = 1\n", "1:3: a key is expected before '='");
    assert_refused("a = 1\n[a]\n", "2:1: the section 'a' has the name of a key before it");
    assert_refused("a = \xff\n", "1:5: the text is not UTF-8");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sections_hold_keys),        cmocka_unit_test(indented_lines_go_on),
        cmocka_unit_test(what_comes_again_is_kept),  cmocka_unit_test(everything_has_its_place),
        cmocka_unit_test(what_is_no_ini_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
