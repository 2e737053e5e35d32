#include "document/dotenv.h"

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
    assert_reads("dotenv", text, places, wanted);
}

static void assert_refused(const char *text, const char *wanted)
{
    assert_refuses("dotenv", text, wanted);
}

static void names_have_values(void **state)
{
    (void)state;
    assert_read("", false, "{}");
    assert_read("A=1\nexport B=two words # c\n# d\n\n C = x#y \r\nD=\nE\nexport=1", false,
                "{A: \"1\", B: \"two words\", C: \"x#y\", D: \"\", E: null, export: \"1\"}");
    assert_read("A=1\nA=2\n", false, "{A: \"2\"}");
    assert_read("A=${B} $C\n", false, "{A: \"${B} $C\"}");
}

static void quotes_hold_what_is_in_them(void **state)
{
    (void)state;
    assert_read("A='x\\n$y' # c\nB=\"1\\n2\\q\\\"\"\nC=`it's`\n", false,
                "{A: \"x\\n$y\", B: \"1\n2\\q\"\", C: \"it's\"}");
    assert_read("K=\"-----BEGIN\nx\n-----END\"\nL=1\n", false,
                "{K: \"-----BEGIN\nx\n-----END\", L: \"1\"}");
}

static void everything_has_its_place(void **state)
{
    (void)state;
    assert_read("\nexport A = 'x\ny'\nB=z", true, "1:1 {A: 2:12 \"x\ny\", B: 4:3 \"z\"}");
}

static void what_is_no_dotenv_is_refused(void **state)
{
    (void)state;
    assert_refused("A=1\n: x\n", "2:1: the name of a variable is expected");
    assert_refused("A b\n", "1:3: '=' is expected after 'A'");
    assert_refused("A=1\nB='x\n", "2:3: the quoted value has no end");
    assert_refused("A=\"x\\", "1:3: the quoted value has no end");
    assert_refused("A='x'y\n", "1:6: nothing is expected behind a quoted value");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_have_values),
        cmocka_unit_test(quotes_hold_what_is_in_them),
        cmocka_unit_test(everything_has_its_place),
        cmocka_unit_test(what_is_no_dotenv_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
