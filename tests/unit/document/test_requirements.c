#include "document/requirements.h"

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
    assert_reads("requirements", text, places, wanted);
}

static void assert_refused(const char *text, const char *wanted)
{
    assert_refuses("requirements", text, wanted);
}

static void requirements_have_their_parts(void **state)
{
    (void)state;
    assert_read("", false, "{requirements: [], options: []}");
    assert_read(
        "requests [security, socks] >= 2.8.1, == 2.8.* ; python_version < \"2.7\" # c\n"
        "# not this\n\nflask\nx(>=1)\n",
        false,
        "{requirements: [{editable: false, hashes: [], marker: \"python_version < \"2.7\"\", "
        "name: \"requests\", extras: [\"security\", \"socks\"], specifier: \">= 2.8.1, == "
        "2.8.*\"}, {editable: false, hashes: [], name: \"flask\", extras: []}, {editable: "
        "false, hashes: [], name: \"x\", extras: [], specifier: \">=1\"}], options: []}");
    assert_read("a==1 \\\n    --hash=sha256:aa \\\r\n    --hash sha256:bb\n", false,
                "{requirements: [{editable: false, hashes: [\"sha256:aa\", \"sha256:bb\"], name: "
                "\"a\", extras: [], specifier: \"==1\"}], options: []}");
}

static void addresses_and_paths_are_told_apart(void **state)
{
    (void)state;
    assert_read("a @ https://a.example/a.whl\n./b\n-e git+https://a.example/c#egg=c&x=1\n"
                "--editable=../d\nhttps://a.example/e.zip ; x == '1'\n",
                false,
                "{requirements: [{editable: false, hashes: [], name: \"a\", extras: [], url: "
                "\"https://a.example/a.whl\"}, {editable: false, hashes: [], url: \"./b\"}, "
                "{editable: true, hashes: [], name: \"c\", url: "
                "\"git+https://a.example/c#egg=c&x=1\"}, {editable: true, hashes: [], url: "
                "\"../d\"}, {editable: false, hashes: [], marker: \"x == '1'\", url: "
                "\"https://a.example/e.zip\"}], options: []}");
}

static void options_are_kept_apart(void **state)
{
    (void)state;
    assert_read("-r other.txt\n-rmore.txt\n--index-url=https://a.example/simple\n--pre\n"
                "--find-links ./x\n",
                false,
                "{requirements: [], options: [{option: \"-r\", value: \"other.txt\"}, {option: "
                "\"-r\", value: \"more.txt\"}, {option: \"--index-url\", value: "
                "\"https://a.example/simple\"}, {option: \"--pre\"}, {option: \"--find-links\", "
                "value: \"./x\"}]}");
}

static void everything_has_its_place(void **state)
{
    (void)state;
    assert_read(
        "\n  a==1 \\\n  --hash=x:y\n", true,
        "1:1 {requirements: 1:1 [2:3 {editable: 2:3 false, hashes: 2:3 [2:3 \"x:y\"], name: "
        "2:3 \"a\", extras: 2:3 [], specifier: 2:3 \"==1\"}], options: 1:1 []}");
}

static void what_pip_refuses_is_refused(void **state)
{
    (void)state;
    assert_refused("a\n  b c\n", "2:3: a version specifier is expected after 'b'");
    assert_refused("a[x\n", "1:1: '[' has no ']'");
    assert_refused("=1\n", "1:1: the name of a package, a path or an address is expected");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(requirements_have_their_parts),
        cmocka_unit_test(addresses_and_paths_are_told_apart),
        cmocka_unit_test(options_are_kept_apart),
        cmocka_unit_test(everything_has_its_place),
        cmocka_unit_test(what_pip_refuses_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
