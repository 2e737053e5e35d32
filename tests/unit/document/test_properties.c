#include "document/properties.h"

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
    assert_reads("properties", text, places, wanted);
}

static void assert_refused(const char *text, const char *wanted)
{
    assert_refuses("properties", text, wanted);
}

static void keys_and_values_are_told_apart(void **state)
{
    (void)state;
    assert_read("a=1\nb : 2\nc 3\n  d   =   4 \ne\n=f\n", false,
                "{a: \"1\", b: \"2\", c: \"3\", d: \"4 \", e: \"\", : \"f\"}");
    assert_read("# c\n! d\n\n a.b-c=x=y:z\r\nn=1\rm=2", false,
                "{a.b-c: \"x=y:z\", n: \"1\", m: \"2\"}");
    assert_read("a=1\na=2\n", false, "{a: \"2\"}");
}

static void escapes_stand_for_what_java_says(void **state)
{
    (void)state;
    assert_read("a\\ b\\:c=\\t\\q\\\\ \\u00e9\n", false, "{a b:c: \"\tq\\ \xc3\xa9\"}");
    assert_read("a=\\ud83d\\ude00", false, "{a: \"\xf0\x9f\x98\x80\"}");
    assert_read("a=x, \\\n    y, \\\r\n  z\n", false, "{a: \"x, y, z\"}");
    assert_read("# no \\\na=1\n", false, "{a: \"1\"}");
    assert_read("a=b\\", false, "{a: \"b\"}");
}

static void everything_has_its_place(void **state)
{
    (void)state;
    assert_read("\n  key = \\\n   value\n", true, "1:1 {key: 3:4 \"value\"}");
}

static void what_java_refuses_is_refused(void **state)
{
    (void)state;
    assert_refused("a=1\nb=\\u12\n", "2:3: '\\u' takes four hexadecimal digits");
    assert_refused("a=\\ud800\n", "1:3: a surrogate without its pair");
    assert_refused("a=\\u0000\n", "1:3: a NUL is not read");
    assert_refused("a=\xe9\n", "1:3: the text is not UTF-8");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(keys_and_values_are_told_apart),
        cmocka_unit_test(escapes_stand_for_what_java_says),
        cmocka_unit_test(everything_has_its_place),
        cmocka_unit_test(what_java_refuses_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
