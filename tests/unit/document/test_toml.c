#include "document/toml.h"

#include "base/limits.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, 4096);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static const struct node *parse_bytes(const char *bytes, size_t size)
{
    struct document document = {0};
    struct document_problem problem = {0};
    if (!toml_parse(&arena, (struct text){bytes, size}, &document, &problem))
        fail_msg("%u:%u: %s in: %.*s", problem.line, problem.column, problem.message, (int)size,
                 bytes);
    assert_int_equal(document.count, 1);
    assert_int_equal(document.roots[0]->kind, NODE_MAPPING);
    return document.roots[0];
}

static const struct node *parse(const char *string)
{
    return parse_bytes(string, strlen(string));
}

static void write_text(struct buffer *out, const struct node *node)
{
    for (size_t i = 0; i < node->size; i++) {
        unsigned char byte = (unsigned char)node->text[i];
        if (byte < 0x20 || byte == 0x7f)
            buffer_printf(out, "<%02x>", byte);
        else
            buffer_add_byte(out, (char)byte);
    }
}

/* {a: 1, b: ['text', true], c: local-date 1979-05-27} */
static void write_node(struct buffer *out, const struct node *node)
{
    if (node->tag) {
        assert_int_equal(node->kind, NODE_TEXT);
        assert_memory_equal(node->tag, "toml:", 5);
        buffer_printf(out, "%s %s", node->tag + 5, node->text);
        return;
    }
    if (node_is_scalar(node)) {
        buffer_add_string(out, node->kind == NODE_TEXT ? "'" : "");
        write_text(out, node);
        buffer_add_string(out, node->kind == NODE_TEXT ? "'" : "");
        return;
    }
    bool mapping = node->kind == NODE_MAPPING;
    buffer_add_byte(out, mapping ? '{' : '[');
    for (size_t i = 0; i < node->count; i++) {
        assert_ptr_equal(node->items[i]->parent, node);
        buffer_add_string(out, i > 0 ? ", " : "");
        if (mapping) {
            assert_ptr_equal(node->keys[i]->parent, node);
            write_text(out, node->keys[i]);
            buffer_add_string(out, ": ");
        }
        write_node(out, node->items[i]);
    }
    buffer_add_byte(out, mapping ? '}' : ']');
}

static void assert_reads(const char *toml, const char *wanted)
{
    struct buffer out = BUFFER_EMPTY;
    write_node(&out, parse(toml));
    if (strcmp(buffer_string(&out), wanted) != 0)
        fail_msg("%s\nis read as %s\nnot as    %s", toml, buffer_string(&out), wanted);
    buffer_release(&out);
}

static struct document_problem refuse_bytes(const char *bytes, size_t size)
{
    struct document document = {.count = 77};
    struct document_problem problem = {0};
    if (toml_parse(&arena, (struct text){bytes, size}, &document, &problem))
        fail_msg("accepted: %.*s", (int)size, bytes);
    assert_int_equal(document.count, 77);
    assert_true(problem.message[0] != '\0');
    assert_false(problem.limit);
    return problem;
}

/* `wanted` is 'line:column: message'. */
static void assert_refused(const char *toml, const char *wanted)
{
    struct document_problem problem = refuse_bytes(toml, strlen(toml));
    char got[sizeof(problem.message) + 32];
    snprintf(got, sizeof(got), "%u:%u: %s", problem.line, problem.column, problem.message);
    if (strcmp(got, wanted) != 0)
        fail_msg("%s\nis refused with %s\nnot with        %s", toml, got, wanted);
}

static void files_are_mappings(void **state)
{
    (void)state;
    assert_reads("", "{}");
    assert_reads(" \t\r\n\n# words: \xc3\xa9\t# more\r\n#", "{}");
    assert_reads("\xef\xbb\xbf"
                 "a = 1",
                 "{a: 1}");
    assert_reads("a=1\r\nb = 2 # two\n\tc\t=\t3\t\n", "{a: 1, b: 2, c: 3}");
    assert_refused("a = 1\rb = 2", "1:6: a line feed is expected after a carriage return");
    assert_refused("# a\rb = 2", "1:4: a line feed is expected after a carriage return");
    assert_refused("\r", "1:1: a line feed is expected after a carriage return");
    assert_refused("# \x01", "1:3: a comment holds no control characters");
    assert_refused("# \x7f", "1:3: a comment holds no control characters");
    assert_refused("# \xc3", "1:3: the text is not UTF-8");
    assert_refused("a = 1 b = 2", "1:7: a new line is expected after a value");
    assert_refused("a", "1:2: '=' is expected after a key");
    assert_refused("a b = 1", "1:3: '=' is expected after a key");
    assert_refused("a\n= 1", "1:2: '=' is expected after a key");
    assert_refused("a = # 1", "1:5: a value is expected");
    assert_refused("a =\n1", "1:4: a value is expected");
    assert_refused("\xef\xbb\xbf\xef\xbb\xbf"
                   "a = 1",
                   "1:1: a key is expected, in quotes where it is not of letters, digits, '-' and "
                   "'_' alone");
    assert_int_equal(refuse_bytes("a = 1\n\0", 7).line, 2);
}

static void keys_are_bare_quoted_and_dotted(void **state)
{
    (void)state;
    assert_reads("bare_key-1 = 1\n1234 = 2\n-_ = 3\ntrue = 4",
                 "{bare_key-1: 1, 1234: 2, -_: 3, true: 4}");
    assert_reads("\"a b\" = 1\n'c.d' = 2\n\"\" = 3\n\"\\u00e9\\n\" = 4",
                 "{a b: 1, c.d: 2, : 3, \xc3\xa9<0a>: 4}");
    assert_reads("a.b.c = 1\na . b . d = 2\na.\"e f\".'' = 3\n3.14 = 4",
                 "{a: {b: {c: 1, d: 2}, e f: {: 3}}, 3: {14: 4}}");
    /* out of order, but once each */
    assert_reads("a.x = 1\nb.x = 2\na.y = 3", "{a: {x: 1, y: 3}, b: {x: 2}}");
    static const char expected[] = "a key is expected, in quotes where it is not of letters, "
                                   "digits, '-' and '_' alone";
    static const char *const malformed[] = {"= 1",      "a. = 1",       ".a = 1",
                                            "a..b = 1", "\xc3\xa9 = 1", "+a = 1"};
    for (size_t i = 0; i < sizeof(malformed) / sizeof(malformed[0]); i++)
        assert_string_equal(refuse_bytes(malformed[i], strlen(malformed[i])).message, expected);
    assert_refused("a@ = 1", "1:2: '=' is expected after a key");
    assert_refused("\"\"\"a\"\"\" = 1", "1:1: a key is no text of several lines");
    assert_refused("'''a''' = 1", "1:1: a key is no text of several lines");
    assert_refused("\"a\nb\" = 1", "1:1: the text has no closing quote on its line");
}

static void keys_are_given_once(void **state)
{
    (void)state;
    assert_refused("a = 1\nb = 2\na = 3", "3:1: key 'a' was already given on line 1");
    assert_refused("a = 1\n\"a\" = 2", "2:1: key 'a' was already given on line 1");
    assert_refused("a.b = 1\na.b = 2", "2:3: key 'b' was already given on line 1");
    assert_refused("a.b.c = 1\na.b = 2", "2:3: key 'b' was already given on line 1");
    assert_refused("a = 1\na.b = 2", "2:1: 'a' is a number since line 1, and no table");
    assert_refused("a = [1]\na.b = 2", "2:1: 'a' is a list since line 1, and no table");
    assert_refused("[a]\nb = 1\nb = 2", "3:1: key 'b' was already given on line 2");
    assert_refused("[a.b]\n[a]\nb = 1", "3:1: key 'b' was already given on line 1");
    assert_refused("a = {b = 1, b = 2}", "1:13: key 'b' was already given on line 1");
}

static void texts_of_one_line(void **state)
{
    (void)state;
    assert_reads("a = \"\"\nb = ''", "{a: '', b: ''}");
    assert_reads("a = \"x\\b\\t\\n\\f\\r\\\"\\\\\\u00E9\\U0001F600\ty\"",
                 "{a: 'x<08><09><0a><0c><0d>\"\\\xc3\xa9\xf0\x9f\x98\x80<09>y'}");
    assert_reads("a = 'C:\\new \"x\" \\'", "{a: 'C:\\new \"x\" \\'}");
    assert_reads("a = \"#'[=\" # \"", "{a: '#'[='}");
    const struct node *zero = node_find(parse("a = \"x\\u0000y\""), "a");
    assert_int_equal(zero->size, 3);
    assert_memory_equal(zero->text, "x\0y", 4);
    assert_true(zero->quoted);
    assert_refused("a = \"x", "1:5: the text has no closing quote on its line");
    assert_refused("a = 'x\n'", "1:5: the text has no closing quote on its line");
    assert_refused("a = \"x\\\ny\"", "1:5: the text has no closing quote on its line");
    assert_refused("a = \"x\\\"", "1:5: the text has no closing quote on its line");
    assert_refused("a = \"x\\\r\n\"", "1:5: the text has no closing quote on its line");
    static const char escape[] = "an escape that does not exist: a backslash is written '\\\\', "
                                 "or the text in single quotes";
    static const char *const escapes[] = {"\\a", "\\/", "\\ ", "\\x41", "\\e", "\\'", "\\0"};
    for (size_t i = 0; i < sizeof(escapes) / sizeof(escapes[0]); i++) {
        const char *toml = arena_printf(&arena, "a = \"%s\"", escapes[i]);
        struct document_problem problem = refuse_bytes(toml, strlen(toml));
        assert_string_equal(problem.message, escape);
        assert_int_equal(problem.column, 6);
    }
    assert_refused("a = \"\\u12\"", "1:6: '\\u' takes four hexadecimal digits");
    assert_refused("a = \"\\U0001234\"", "1:6: '\\U' takes eight hexadecimal digits");
    assert_refused("a = \"\\ud800\"", "1:6: an escape of a code point that is no character");
    assert_refused("a = \"\\U00110000\"", "1:6: an escape of a code point that is no character");
    assert_refused("a = \"\x01\"", "1:6: a control character must be escaped");
    assert_refused("a = \"\x7f\"", "1:6: a control character must be escaped");
    assert_refused("a = '\x1f'", "1:6: a control character must be escaped, in double quotes");
    assert_refused("a = '\r'", "1:6: a line feed is expected after a carriage return");
    assert_refused("a = \"\xc3\xa9\xff\"", "1:7: the text is not UTF-8");
    assert_refused("a = '\xed\xa0\x80'", "1:6: the text is not UTF-8"); /* a surrogate */
    assert_refused("a = '\xc0\xaf'", "1:6: the text is not UTF-8");
    assert_refused("a = \"x\" \"y\"", "1:9: a new line is expected after a value");
}

static void texts_of_several_lines(void **state)
{
    (void)state;
    assert_reads("a = \"\"\"\"\"\"\nb = ''''''", "{a: '', b: ''}");
    assert_reads("a = \"\"\"\nx\r\n\ty\"\"\"", "{a: 'x<0a><09>y'}");
    assert_reads("a = '''\r\n\nx\\\n'''", "{a: '<0a>x\\<0a>'}");
    assert_reads("a = \"\"\"x \\\n  \r\n\t y \\  \n\"\"\"", "{a: 'x y '}");
    assert_reads("a = \"\"\"\"x\"\"\"\"\"", "{a: '\"x\"\"'}");
    assert_reads("a = \"\"\"x\\\"\"\"\"", "{a: 'x\"'}");
    assert_reads("a = \"\"\"\"\"x\"\" y\"\"\"", "{a: '\"\"x\"\" y'}");
    assert_reads("a = ''''x''''", "{a: ''x''}");
    assert_reads("a = \"\"\"\\\n\"\"\"", "{a: ''}");
    assert_refused("\na = \"\"\"x\n", "2:5: the text has no closing quotes");
    assert_refused("a = '''x''", "1:5: the text has no closing quotes");
    assert_refused("a = \"\"\"x\"\"\"\"\"\"", "1:14: a new line is expected after a value");
    assert_reads("a = ''''''''", "{a: ''''}");
    assert_refused("a = '''''''''", "1:13: a new line is expected after a value");
    assert_refused("a = \"\"\"\nx\n y\\z\"\"\"",
                   "3:3: an escape that does not exist: a backslash is written '\\\\', or the text "
                   "in single quotes");
    assert_refused("a = \"\"\"x \\ y\"\"\"",
                   "1:10: an escape that does not exist: a backslash is written '\\\\', or the "
                   "text in single quotes");
    assert_refused("a = \"\"\"\n\x0b\"\"\"", "2:1: a control character must be escaped");
    assert_refused("a = \"\"\"x\ry\"\"\"", "1:9: a line feed is expected after a carriage return");
}

static void integers(void **state)
{
    (void)state;
    assert_reads("a = +99\nb = 0\nc = -17\nd = 1_000\ne = 1_2_3\nf = -0\ng = +0",
                 "{a: 99, b: 0, c: -17, d: 1000, e: 123, f: 0, g: 0}");
    assert_reads("a = 0xDEAD_beef\nb = 0o755\nc = 0b1101_0110\nd = 0x00\ne = 0o007",
                 "{a: 3735928559, b: 493, c: 214, d: 0, e: 7}");
    assert_reads("a = 9223372036854775807\nb = -9223372036854775808\nc = 0x7fffffffffffffff",
                 "{a: 9223372036854775807, b: -9223372036854775808, c: 9223372036854775807}");
    int64_t value;
    assert_true(node_integer(node_find(parse("a = 0b11"), "a"), &value));
    assert_int_equal(value, 3);
    static const char wide[] = "1:5: the integer needs more than 64 bits";
    assert_refused("a = 9223372036854775808", wide);
    assert_refused("a = -9223372036854775809", wide);
    assert_refused("a = 0x8000000000000000", wide);
    assert_refused("a = 0x1_0000_0000_0000_0000", wide);
    static const char zeros[] = "a number has no leading zeros";
    assert_string_equal(refuse_bytes("a = 01", 6).message, zeros);
    assert_string_equal(refuse_bytes("a = -01", 7).message, zeros);
    assert_string_equal(refuse_bytes("a = 0_0", 7).message, zeros);
    assert_refused("a = 1__0", "1:7: an underscore stands between two digits");
    assert_refused("a = 1_", "1:7: an underscore stands between two digits");
    assert_refused("a = _1", "1:5: a value is expected: a text stands in quotes");
    assert_refused("a = 0x_1", "1:7: an underscore stands between two digits");
    assert_refused("a = 0x", "1:7: a digit is expected");
    assert_refused("a = 0o8", "1:7: a digit is expected");
    assert_refused("a = 0b12", "1:8: a digit is expected");
    assert_refused("a = 0xfg", "1:8: a digit is expected");
    assert_refused("a = +0x1", "1:6: a hexadecimal, octal or binary number takes no sign");
    assert_refused("a = 0X1", "1:6: '0x', '0o' and '0b' are written with a small letter");
    assert_refused("a = 1a", "1:6: the number should end here");
    assert_refused("a = +", "1:6: a digit is expected");
    assert_refused("a = --1", "1:6: a digit is expected");
}

static void floats(void **state)
{
    (void)state;
    assert_reads("a = +1.0\nb = -0.01\nc = 5e+22\nd = 1E06\ne = 6.626e-34\nf = 224_617.445_991_228",
                 "{a: 1.0, b: -0.01, c: 5e+22, d: 1e06, e: 6.626e-34, f: 224617.445991228}");
    assert_reads("a = inf\nb = +inf\nc = -inf\nd = nan\ne = +nan\nf = -nan\ng = -0.0",
                 "{a: inf, b: inf, c: -inf, d: nan, e: nan, f: nan, g: -0.0}");
    const struct node *root = parse("a = -inf\nb = nan\nc = 1_0.5e1_0\nd = 0e0");
    double value;
    assert_true(node_number(node_find(root, "a"), &value));
    assert_true(isinf(value) && value < 0);
    assert_true(node_number(node_find(root, "b"), &value));
    assert_true(isnan(value));
    assert_true(node_number(node_find(root, "c"), &value));
    assert_true(value > 1.04e11 && value < 1.06e11);
    assert_true(node_number(node_find(root, "d"), &value));
    assert_true(value >= 0 && value <= 0);
    assert_refused("a = 1.", "1:7: a digit is expected");
    assert_refused("a = .1", "1:5: a digit is expected");
    assert_refused("a = +.1", "1:6: a digit is expected");
    assert_refused("a = 1.e2", "1:7: a digit is expected");
    assert_refused("a = 1e", "1:7: a digit is expected");
    assert_refused("a = 1e+", "1:8: a digit is expected");
    assert_refused("a = 1_.5", "1:7: an underscore stands between two digits");
    assert_refused("a = 1._5", "1:7: an underscore stands between two digits");
    assert_refused("a = 1.5_", "1:9: an underscore stands between two digits");
    assert_refused("a = 1e_5", "1:7: an underscore stands between two digits");
    assert_refused("a = 03.14", "1:5: a number has no leading zeros");
    assert_refused("a = 1.2.3", "1:8: the number should end here");
    assert_refused("a = 1e2.3", "1:8: the number should end here");
    static const char small[] =
        "1:5: 'true', 'false', 'inf' and 'nan' are written in small letters";
    assert_refused("a = Inf", small);
    assert_refused("a = NaN", small);
}

static void booleans_and_words(void **state)
{
    (void)state;
    assert_reads("a = true\nb = false", "{a: true, b: false}");
    bool value = false;
    assert_true(node_boolean(node_find(parse("a = true"), "a"), &value));
    assert_true(value);
    assert_refused("a = True",
                   "1:5: 'true', 'false', 'inf' and 'nan' are written in small letters");
    static const char word[] = "1:5: a value is expected: a text stands in quotes";
    assert_refused("a = words", word);
    assert_refused("a = truer", word);
    assert_refused("a = null", word);
    assert_refused("a = x\"", word);
    assert_refused("a = ]", "1:5: a value is expected");
    assert_refused("a = \xc3\xa9", "1:5: a value is expected");
}

static void dates_and_times(void **state)
{
    (void)state;
    assert_reads("a = 1979-05-27T07:32:00Z\nb = 1979-05-27 00:32:00.999999-07:00\n"
                 "c = 1979-05-27t07:32:00z\nd = 1979-05-27T07:32:60+23:59",
                 "{a: offset-date-time 1979-05-27T07:32:00Z, "
                 "b: offset-date-time 1979-05-27 00:32:00.999999-07:00, "
                 "c: offset-date-time 1979-05-27t07:32:00z, "
                 "d: offset-date-time 1979-05-27T07:32:60+23:59}");
    assert_reads("a = 1979-05-27T07:32:00.5\nb = 1979-05-27 07:32:00",
                 "{a: local-date-time 1979-05-27T07:32:00.5, b: local-date-time 1979-05-27 "
                 "07:32:00}");
    assert_reads("a = 1979-05-27\nb = 2024-02-29\nc = 2000-02-29 # x\nd = 0000-01-01 ",
                 "{a: local-date 1979-05-27, b: local-date 2024-02-29, c: local-date 2000-02-29, "
                 "d: local-date 0000-01-01}");
    assert_reads("a = 07:32:00\nb = [00:32:00.999999,23:59:60]",
                 "{a: local-time 07:32:00, b: [local-time 00:32:00.999999, local-time 23:59:60]}");
    assert_reads("a = '1979-05-27'", "{a: '1979-05-27'}");
    static const char no_day[] = "1:13: the month has no such day";
    assert_refused("a = 2026-02-30", "1:13: the month has no such day");
    assert_refused("a = 2026-02-29", no_day);
    assert_refused("a = 1900-02-29", no_day);
    assert_refused("a = 2026-04-31", no_day);
    assert_refused("a = 2026-01-00", no_day);
    assert_refused("a = 2026-01-32T00:00:00Z", no_day);
    assert_refused("a = 2026-00-01", "1:10: a month is 01 to 12");
    assert_refused("a = 2026-13-01", "1:10: a month is 01 to 12");
    assert_refused("a = 2026-01-01T24:00:00", "1:16: an hour is 00 to 23");
    assert_refused("a = 00:60:00", "1:8: a minute is 00 to 59");
    assert_refused("a = 00:00:61", "1:11: a second is 00 to 60");
    assert_refused("a = 2026-01-01T00:00:00+24:00", "1:25: an hour is 00 to 23");
    assert_refused("a = 2026-01-01T00:00:00+00:60", "1:28: a minute is 00 to 59");
    static const char *const dates[] = {"2026-1-01",   "2026-01-1",   "10000-01-01",
                                        "02026-01-01", "2026-01-011", "1-2"};
    for (size_t i = 0; i < sizeof(dates) / sizeof(dates[0]); i++)
        assert_refused(arena_printf(&arena, "a = %s", dates[i]),
                       "1:5: a date is written YYYY-MM-DD");
    assert_refused("a = 2026-01-01T", "1:16: a time is written HH:MM:SS");
    assert_refused("a = 2026-01-01T00:00Z", "1:16: a time is written HH:MM:SS");
    assert_refused("a = 1:00:00", "1:5: a time is written HH:MM:SS");
    assert_refused("a = 00:00", "1:5: a time is written HH:MM:SS");
    assert_refused("a = 00:00:000", "1:5: a time is written HH:MM:SS");
    assert_refused("a = 00:00:00.", "1:14: a digit is expected after '.'");
    assert_refused("a = 00:00:00Z", "1:13: the time should end here");
    assert_refused("a = 2026-01-01x", "1:15: the date should end here, or go on with 'T' and a "
                                      "time");
    assert_refused("a = 2026-01-01T00:00:00+01", "1:24: an offset is written Z, +HH:MM or -HH:MM");
    assert_refused("a = 2026-01-01T00:00:00ZZ", "1:25: the time should end here");
    assert_refused("a = 2026-01-01  00:00:00", "1:17: a new line is expected after a value");
}

static void arrays(void **state)
{
    (void)state;
    assert_reads("a = []\nb = [ ]\nc = [1]\nd = [1,]\ne = [ 1, 'x', [true, []], {k = 1} , ]",
                 "{a: [], b: [], c: [1], d: [1], e: [1, 'x', [true, []], {k: 1}]}");
    assert_reads("a = [ # one\n\n 1 # two\r\n , # three\n 2\n # four\n]", "{a: [1, 2]}");
    assert_refused("a = [1 2]", "1:8: ',' or ']' is expected");
    assert_refused("a = [1", "1:7: ',' or ']' is expected");
    assert_refused("a = [1,\n", "2:1: a value is expected");
    assert_refused("a = [,]", "1:6: a value is expected");
    assert_refused("a = [1,,2]", "1:8: a value is expected");
    assert_refused("a = [1}", "1:7: ',' or ']' is expected");
    assert_refused("a = [1 # \x01\n]", "1:10: a comment holds no control characters");
    assert_refused("a = []]", "1:7: a new line is expected after a value");
    assert_refused("a = [1]\n[[a]]", "2:3: 'a' is an array of values since line 1, and no array of "
                                     "tables");
    assert_refused("a = [{}]\n[a.b]", "2:2: 'a' is a list since line 1, and no table");
    assert_refused("a = []\n[[a.b]]", "2:3: 'a' is a list since line 1, and no table");
}

static void inline_tables(void **state)
{
    (void)state;
    assert_reads("a = {}\nb = { }\nc = {x = 1, y.z = 2, y.w = {v = [1,\n2]}}",
                 "{a: {}, b: {}, c: {x: 1, y: {z: 2, w: {v: [1, 2]}}}}");
    assert_refused("a = {x = 1,}", "1:12: an inline table has no ',' before its '}'");
    assert_refused("a = {x = 1 y = 2}", "1:12: ',' or '}' is expected");
    static const char line[] = "'}' is expected on the line where the table begins";
    assert_string_equal(refuse_bytes("a = {\nx = 1}", 12).message, line);
    assert_string_equal(refuse_bytes("a = {x = 1\n}", 12).message, line);
    assert_string_equal(refuse_bytes("a = {x = 1, # y\n}", 17).message, line);
    assert_string_equal(refuse_bytes("a = {x = 1", 10).message, line);
    assert_refused("a = {,}", "1:6: a key is expected, in quotes where it is not of letters, "
                              "digits, '-' and '_' alone");
    assert_refused("a = {x}", "1:7: '=' is expected after a key");
    assert_refused("a = {x = 1}\na.y = 2",
                   "2:1: nothing can be added to the inline table 'a' of line 1");
    assert_refused("a = {x = 1}\n[a.y]",
                   "2:2: nothing can be added to the inline table 'a' of line 1");
    assert_refused("a = {x = 1}\n[a]",
                   "2:2: nothing can be added to the inline table 'a' of line 1");
    assert_refused("a = {x = 1}\n[[a]]",
                   "2:3: 'a' is a table since line 1, and no array of tables");
    assert_refused("a = {x = 1}\na = 2", "2:1: key 'a' was already given on line 1");
    assert_refused("a.b = 1\na = {}", "2:1: key 'a' was already given on line 1");
    assert_refused("[a]\nb = {c = {}}\n[a.b.c]",
                   "3:4: nothing can be added to the inline table 'b' of line 2");
    assert_refused("a = {b = {x = 1}, b.y = 2}",
                   "1:19: nothing can be added to the inline table 'b' of line 1");
    assert_refused("a = {b.x = 1, b = 2}", "1:15: key 'b' was already given on line 1");
}

static void tables(void **state)
{
    (void)state;
    assert_reads("x = 0\n[a]\nb = 1\n[ c . \"d e\" ] # f\ng = 2\n[a.h]\n[i]",
                 "{x: 0, a: {b: 1, h: {}}, c: {d e: {g: 2}}, i: {}}");
    /* tables above come later, or never */
    assert_reads("[a.b.c]\nx = 1\n[a]\ny = 2\n[a.b]\nz = 3", "{a: {b: {c: {x: 1}, z: 3}, y: 2}}");
    assert_reads("[a]\nb.c = 1\n[a.b.d]\ne = 2", "{a: {b: {c: 1, d: {e: 2}}}}");
    assert_reads("[a.b.c]\n[a]\nb.d = 1", "{a: {b: {c: {}, d: 1}}}");
    assert_refused("[a]\nb = 1\n[c]\n[a]", "4:2: the table 'a' was already defined on line 1");
    assert_refused("[a.b]\n[a]\n[a.b]", "3:4: the table 'b' was already defined on line 1");
    assert_refused("[a.b]\n[a]\n[a]", "3:2: the table 'a' was already defined on line 2");
    assert_refused("[a]\nb = 1\n[a.b]", "3:4: 'b' is a number since line 2, and no table");
    assert_refused("[a]\nb = 'x'\n[a.b.c]", "3:4: 'b' is a text since line 2, and no table");
    assert_refused("a.b = 1\n[a]", "2:2: the table 'a' was already defined on line 1");
    assert_refused("[a]\nb.c = 1\n[a.b]", "3:4: the table 'b' was already defined on line 2");
    assert_refused("[a.b]\nx = 1\n[a]\nb.y = 2",
                   "4:1: 'b' is a table with a header since line 1: a dotted key cannot add to it");
    assert_refused("[a.b.c]\nx = 1\n[a]\nb.c.y = 2",
                   "4:3: 'c' is a table with a header since line 1: a dotted key cannot add to it");
    assert_refused("[a.b.c]\n[a]\nb.d = 1\n[a.b]",
                   "4:4: the table 'b' was already defined on line 3");
    static const char close[] = "']' is expected after the name of a table";
    assert_string_equal(refuse_bytes("[a", 2).message, close);
    assert_string_equal(refuse_bytes("[a\n]", 4).message, close);
    assert_string_equal(refuse_bytes("[a b]", 5).message, close);
    assert_string_equal(refuse_bytes("[a=b]", 5).message, close);
    assert_string_equal(refuse_bytes("[a#]", 4).message, close);
    assert_refused("[a]b = 1", "1:4: a new line is expected after a header");
    assert_refused("[a]]", "1:4: a new line is expected after a header");
    assert_true(refuse_bytes("[]", 2).column == 2);
    assert_true(refuse_bytes("[a.]", 4).column == 4);
}

static void arrays_of_tables(void **state)
{
    (void)state;
    assert_reads("[[a]]\nx = 1\n[[a]]\n[[a]]\nx = 3", "{a: [{x: 1}, {}, {x: 3}]}");
    assert_reads("[[a]]\n[a.b]\nx = 1\n[[a.c]]\n[[a.c]]\ny = 2\n[[a]]\n[[a.c]]\n[a.b]",
                 "{a: [{b: {x: 1}, c: [{}, {y: 2}]}, {c: [{}], b: {}}]}");
    assert_reads("[a]\n[[a.b]]\nx.y = 1\n[[a.b]]\nx.y = 2", "{a: {b: [{x: {y: 1}}, {x: {y: 2}}]}}");
    assert_reads("[[a.b]]\n[a]\nc = 1", "{a: {b: [{}], c: 1}}");
    assert_refused("[a]\n[[a]]", "2:3: 'a' is a table since line 1, and no array of tables");
    assert_refused("[a.b]\n[[a]]", "2:3: 'a' is a table since line 1, and no array of tables");
    assert_refused("a = 1\n[[a]]", "2:3: 'a' is a number since line 1, and no array of tables");
    assert_refused("a.b = 1\n[[a]]", "2:3: 'a' is a table since line 1, and no array of tables");
    assert_refused("[[a]]\n[a]",
                   "2:2: 'a' is an array of tables since line 1: its headers are in [[ ]]");
    assert_refused("[[a.b]]\n[a]\nb.c = 1",
                   "3:1: 'b' is an array of tables since line 1: a dotted key cannot add to it");
    assert_refused("[[a.b]]\n[a]\nb = 1", "3:1: key 'b' was already given on line 1");
    assert_refused("[[a]]\n[[a.b]]\n[a.b]",
                   "3:4: 'b' is an array of tables since line 2: its headers are in [[ ]]");
    assert_refused("[[a]]\n[a.b]\n[a.b]", "3:4: the table 'b' was already defined on line 2");
    static const char close[] = "']]' is expected after the name of an array of tables";
    assert_string_equal(refuse_bytes("[[a]", 4).message, close);
    assert_string_equal(refuse_bytes("[[a] ]", 6).message, close);
    assert_true(refuse_bytes("[ [a]]", 6).column == 3);
    assert_true(refuse_bytes("[[]]", 4).column == 3);
}

static void assert_place(const struct node *node, uint32_t line, uint32_t column, uint32_t end_line,
                         uint32_t end_column)
{
    assert_non_null(node);
    assert_int_equal(node->line, line);
    assert_int_equal(node->column, column);
    assert_int_equal(node->end_line, end_line);
    assert_int_equal(node->end_column, end_column);
}

static void nodes_have_places(void **state)
{
    (void)state;
    const struct node *root = parse("\xef\xbb\xbf"
                                    "\"\xc3\xa9\" = 'x' # y\n" /* 1 */
                                    "a.b = [1,\n"              /* 2 */
                                    "  2]\n"                   /* 3 */
                                    "a.c = '''\n"              /* 4 */
                                    "z'''\n"                   /* 5 */
                                    "t = {u = 1}\n");          /* 6 */
    assert_place(root, 1, 1, 7, 1);
    assert_place(root->keys[0], 1, 1, 1, 4);
    assert_place(root->items[0], 1, 7, 1, 10);
    const struct node *a = node_find(root, "a");
    assert_place(node_key(root, "a"), 2, 1, 2, 2);
    assert_place(a, 2, 1, 5, 5);
    assert_place(node_key(a, "b"), 2, 3, 2, 4);
    assert_place(node_find(a, "b"), 2, 7, 3, 5);
    assert_place(node_find(a, "b")->items[1], 3, 3, 3, 4);
    assert_place(node_find(a, "c"), 4, 7, 5, 5);
    assert_place(node_find(root, "t"), 6, 5, 6, 12);
    assert_place(node_find(node_find(root, "t"), "u"), 6, 10, 6, 11);
}

static void tables_have_places(void **state)
{
    (void)state;
    const struct node *root = parse("[a.b]\n"     /* 1 */
                                    "x = 1\n"     /* 2 */
                                    "\n"          /* 3 */
                                    " [a]\n"      /* 4 */
                                    "y = 22 #\n"  /* 5 */
                                    "[[c]]\n"     /* 6 */
                                    "[[c]] # d\n" /* 7 */
                                    "z.w = 3\n"   /* 8 */
                                    "[e.f]\n");   /* 9 */
    const struct node *a = node_find(root, "a");
    assert_place(a, 4, 2, 5, 7);
    assert_place(node_key(root, "a"), 4, 3, 4, 4);
    assert_place(node_find(a, "b"), 1, 1, 2, 6);
    assert_place(node_key(a, "b"), 1, 4, 1, 5);
    const struct node *c = node_find(root, "c");
    assert_place(c, 6, 1, 8, 8);
    assert_place(c->items[0], 6, 1, 6, 6);
    assert_place(c->items[1], 7, 1, 8, 8);
    assert_place(node_find(c->items[1], "z"), 8, 1, 8, 8);
    assert_place(node_find(root, "e"), 9, 2, 9, 3);
    assert_place(node_find(node_find(root, "e"), "f"), 9, 1, 9, 6);
}

static void repeat(struct buffer *out, const char *string, size_t count)
{
    for (size_t i = 0; i < count; i++)
        buffer_add_string(out, string);
}

static void assert_limit(struct buffer *toml, const char *message)
{
    struct document document;
    struct document_problem problem = {0};
    assert_false(toml_parse(&arena, (struct text){toml->bytes, toml->size}, &document, &problem));
    assert_true(problem.limit);
    assert_string_equal(problem.message, message);
    buffer_release(toml);
}

static void depth_is_bounded(void **state)
{
    (void)state;
    struct buffer toml = BUFFER_EMPTY;
    buffer_add_string(&toml, "a = ");
    repeat(&toml, "[", LIMIT_DOCUMENT_DEPTH - 1);
    repeat(&toml, "]", LIMIT_DOCUMENT_DEPTH - 1);
    parse_bytes(toml.bytes, toml.size);
    buffer_clear(&toml);
    buffer_add_string(&toml, "a = ");
    repeat(&toml, "[", 100000);
    assert_limit(&toml, "nested too deeply");
    buffer_add_string(&toml, "a = ");
    repeat(&toml, "{a=", 100000);
    assert_limit(&toml, "nested too deeply");
    repeat(&toml, "a.", 100000);
    assert_limit(&toml, "nested too deeply");
    buffer_add_string(&toml, "[a");
    repeat(&toml, ".a", LIMIT_DOCUMENT_DEPTH - 2);
    buffer_add_string(&toml, "]\n");
    parse_bytes(toml.bytes, toml.size);
    buffer_add_string(&toml, "a.a = 1\n");
    assert_limit(&toml, "nested too deeply");
    /* an array of tables and its element are two */
    buffer_add_string(&toml, "[[a");
    repeat(&toml, ".a", LIMIT_DOCUMENT_DEPTH - 2);
    buffer_add_string(&toml, "]]\n");
    assert_limit(&toml, "nested too deeply");
}

static void size_is_bounded(void **state)
{
    (void)state;
    struct buffer toml = BUFFER_EMPTY;
    repeat(&toml, "#\n", LIMIT_BLOB_BYTES / 2 + 1);
    assert_limit(&toml, "larger than 8388608 bytes");
    buffer_add_string(&toml, "a = [");
    repeat(&toml, "1,", LIMIT_DOCUMENT_NODES);
    assert_limit(&toml, "more than 2000000 nodes");
}

/* A reader that looks through all keys for each would take hours. */
static void many_keys_take_no_longer_each(void **state)
{
    (void)state;
    enum { MANY = 150000 };
    struct buffer toml = BUFFER_EMPTY;
    for (int i = 0; i < MANY; i++)
        buffer_printf(&toml, "k%d = 1\n", i);
    for (int i = 0; i < MANY; i++)
        buffer_printf(&toml, "[t%d]\n", i);
    for (int i = 0; i < MANY; i++)
        buffer_add_string(&toml, "[[u]]\n");
    const struct node *root = parse_bytes(toml.bytes, toml.size);
    assert_int_equal(root->count, 2 * MANY + 1);
    assert_string_equal(root->keys[MANY + 7]->text, "t7");
    assert_int_equal(root->items[root->count - 1]->count, MANY);
    buffer_add_string(&toml, "[t0]\n");
    assert_int_equal(refuse_bytes(toml.bytes, toml.size).line, 3 * MANY + 1);
    buffer_release(&toml);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(files_are_mappings, set_up, tear_down),
        cmocka_unit_test_setup_teardown(keys_are_bare_quoted_and_dotted, set_up, tear_down),
        cmocka_unit_test_setup_teardown(keys_are_given_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(texts_of_one_line, set_up, tear_down),
        cmocka_unit_test_setup_teardown(texts_of_several_lines, set_up, tear_down),
        cmocka_unit_test_setup_teardown(integers, set_up, tear_down),
        cmocka_unit_test_setup_teardown(floats, set_up, tear_down),
        cmocka_unit_test_setup_teardown(booleans_and_words, set_up, tear_down),
        cmocka_unit_test_setup_teardown(dates_and_times, set_up, tear_down),
        cmocka_unit_test_setup_teardown(arrays, set_up, tear_down),
        cmocka_unit_test_setup_teardown(inline_tables, set_up, tear_down),
        cmocka_unit_test_setup_teardown(tables, set_up, tear_down),
        cmocka_unit_test_setup_teardown(arrays_of_tables, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nodes_have_places, set_up, tear_down),
        cmocka_unit_test_setup_teardown(tables_have_places, set_up, tear_down),
        cmocka_unit_test_setup_teardown(depth_is_bounded, set_up, tear_down),
        cmocka_unit_test_setup_teardown(size_is_bounded, set_up, tear_down),
        cmocka_unit_test_setup_teardown(many_keys_take_no_longer_each, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
