#include "document/hcl.h"

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
    assert_reads("hcl", text, places, wanted);
}

static void assert_refused(const char *text, const char *wanted)
{
    assert_refuses("hcl", text, wanted);
}

static void attributes_are_what_they_are(void **state)
{
    (void)state;
    assert_read("", false, "{}");
    assert_read(
        "a = 1\nb = -2.5e3 # c\nc = true // d\nd = null /* e\n f */\ne = \"x\\ty\\u00e9\\\"\"\n",
        false, "{a: 1, b: -2.5e3, c: true, d: null, e: \"x\ty\xc3\xa9\"\"}");
    assert_read(
        "a = [1, \"b\", [], [true,],\n  # c\n  2\n]\nb = {}\nc = { x = 1, \"y\" : 2\n z = 3 }\n",
        false, "{a: [1, \"b\", [], [true], 2], b: {}, c: {x: 1, y: 2, z: 3}}");
    assert_read("a = \"$${b} %%{c}\"\n", false, "{a: \"${b} %{c}\"}");
}

static void blocks_are_lists_below_their_labels(void **state)
{
    (void)state;
    assert_read("terraform { required_version = \">= 1.5\" }\n", false,
                "{terraform: [{required_version: \">= 1.5\"}]}");
    assert_read(
        "resource \"a\" \"b\" {\n  x = 1\n}\nresource \"a\" c {}\nresource \"d\" \"b\" {\n  y {\n"
        "    z = 1\n  }\n  y {}\n}\n",
        false, "{resource: {a: {b: [{x: 1}], c: [{}]}, d: {b: [{y: [{z: 1}, {}]}]}}}");
}

static void expressions_stay_as_they_are_written(void **state)
{
    (void)state;
    assert_read("a = var.x\nb = 1 + 2 >= 3\nc = f(\n  \"}\", [1]\n)\nd = true ? 1 : 2\n", false,
                "{a: \"${var.x}\", b: \"${1 + 2 >= 3}\", c: \"${f(\n  \"}\", [1]\n)}\", "
                "d: \"${true ? 1 : 2}\"}");
    assert_read("a = \"x-${f(\"}\")}-y\"\nb = [for x in y : x]\nc = { for k, v in m : k => v }\n",
                false,
                "{a: \"x-${f(\"}\")}-y\", b: \"${[for x in y : x]}\", "
                "c: \"${{ for k, v in m : k => v }}\"}");
    assert_read("a = [1, 2][0]\nb = {x = 1}.x\nc = [\n  var.a,\n  true &&\n    false,\n]\n"
                "d = { (var.k) = 1, \"${e}\" = 2, f.g = 3 }\ne = forest\n",
                false,
                "{a: \"${[1, 2][0]}\", b: \"${{x = 1}.x}\", c: [\"${var.a}\", "
                "\"${true &&\n    false}\"], d: {${(var.k)}: 1, ${e}: 2, ${f.g}: 3}, "
                "e: \"${forest}\"}");
}

static void heredocs_are_texts(void **state)
{
    (void)state;
    assert_read("a = <<EOF\n  x ${y}\n\n z\nEOF\nb = 1\n", false,
                "{a: \"  x ${y}\n\n z\n\", b: 1}");
    assert_read("a = <<-EOT\n    x\n      y\n\n    EOT\nb = [<<E\nq\nE\n, 2]\n", false,
                "{a: \"x\n  y\n\n\", b: [\"q\n\", 2]}");
    assert_read("a = f(<<E\n\"(\nE\n)\n", false, "{a: \"${f(<<E\n\"(\nE\n)}\"}");
}

static void everything_has_its_place(void **state)
{
    (void)state;
    assert_read("# c\nr \"\xc3\xa4\" \"b\" {\n  x = [1,\n    v.w]\n}\n", true,
                "1:1 {r: 2:1 {\xc3\xa4: 2:3 {b: 2:7 [2:1 {x: 3:7 [3:8 1, 4:5 \"${v.w}\"]}]}}}");
}

static void what_is_no_hcl_is_refused(void **state)
{
    (void)state;
    assert_refused("a = 1\na = 2\n", "2:1: 'a' was already given on line 1");
    assert_refused("a = { b = 1, b = 2 }\n", "1:14: 'b' was already given on line 1");
    assert_refused("a = 1\na {}\n",
                   "2:1: 'a' is another thing than on line 1: blocks of one type have "
                   "the same number of labels, and no attribute their name");
    assert_refused("a {\n  b = 1\n", "1:3: the block has no '}'");
    assert_refused("}\n", "1:1: this '}' closes no block");
    assert_refused("a = \n", "1:5: a value is expected");
    assert_refused("a = \"b\n", "1:5: the text has no closing quote");
    assert_refused("a = \"${b\"\n", "1:9: the text has no closing quote");
    assert_refused("a = \"\\q\"\n", "1:6: an escape that does not exist");
    assert_refused("a = <<E\nx\n", "1:5: the heredoc has no line 'E'");
    assert_refused("a = [1 2\n", "1:5: '[' has no ']'");
    assert_refused("a = [1, 2\n", "1:5: '[' has no ']'");
    assert_refused("a = {b = 1\n", "1:5: '{' has no '}'");
    assert_refused("a = [1 }\n", "1:8: ',' or ']' is expected");
    assert_refused("a = (1\n", "2:1: a bracket has no end");
    assert_refused("a = { b 1 }\n", "1:12: '=' or ':' is expected after a key");
    assert_refused("a = 1 b = 2\n", "1:9: the end of the expression is expected");
    assert_refused("a = [] }\n", "1:8: this '}' closes no block");
    assert_refused("a b c = 1\n", "1:7: '=', a label or '{' is expected");
    assert_refused("/* a\n", "1:1: the comment has no end");
    assert_refused("1 = 2\n", "1:1: the name of an attribute or a block is expected");
}

static void nesting_has_a_limit(void **state)
{
    (void)state;
    struct buffer text = BUFFER_EMPTY;
    buffer_add_string(&text, "a = ");
    for (int i = 0; i < 5000; i++)
        buffer_add_byte(&text, '[');
    assert_refused(buffer_string(&text), "1:105: nested too deeply");
    buffer_clear(&text);
    buffer_add_string(&text, "a = ");
    for (int i = 0; i < 5000; i++)
        buffer_add_string(&text, "\"${");
    assert_refused(buffer_string(&text), "1:308: nested too deeply");
    buffer_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(attributes_are_what_they_are),
        cmocka_unit_test(blocks_are_lists_below_their_labels),
        cmocka_unit_test(expressions_stay_as_they_are_written),
        cmocka_unit_test(heredocs_are_texts),
        cmocka_unit_test(everything_has_its_place),
        cmocka_unit_test(what_is_no_hcl_is_refused),
        cmocka_unit_test(nesting_has_a_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
