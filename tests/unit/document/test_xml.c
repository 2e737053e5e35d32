#include "document/xml.h"

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
    assert_reads("xml", text, places, wanted);
}

static void assert_refused(const char *text, const char *wanted)
{
    assert_refuses("xml", text, wanted);
}

static void elements_of_a_name_are_a_sequence(void **state)
{
    (void)state;
    assert_read("<a/>", false, "{a: \"\"}");
    assert_read("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<p><d>x</d><e/><d>y</d></p>\n", false,
                "{p: {d: [\"x\", \"y\"], e: [\"\"]}}");
    assert_read("<p><d><v>1</v></d></p>", false, "{p: {d: [{v: [\"1\"]}]}}");
}

static void attributes_and_text_beside_them_are_told_apart(void **state)
{
    (void)state;
    assert_read("<a b='1' c = \"x > y\">text</a>", false,
                "{a: {@b: \"1\", @c: \"x > y\", #text: \"text\"}}");
    assert_read("<a>one <b>two</b> three</a>", false, "{a: {b: [\"two\"], #text: \"one  three\"}}");
    assert_read("<x:a xmlns:x='u'><x:b/></x:a>", false, "{x:a: {@xmlns:x: \"u\", x:b: [\"\"]}}");
}

static void text_is_what_xml_says(void **state)
{
    (void)state;
    assert_read("<a>\n  1 &lt; 2 &amp; &#x41;\n</a>", false, "{a: \"1 < 2 & A\"}");
    assert_read("<a><![CDATA[<b>]]><!-- c --><?p i?></a>", false, "{a: \"<b>\"}");
    assert_read("<!DOCTYPE plist PUBLIC \"-//A\" \"http://a.example/b.dtd\"><a/>", false,
                "{a: \"\"}");
    assert_read("<?xml version='1.0' encoding='ISO-8859-1'?><a>\xe9</a>", false,
                "{a: \"\xc3\xa9\"}");
    assert_read("\xef\xbb\xbf<a>x</a>", false, "{a: \"x\"}");
}

static void everything_has_its_place(void **state)
{
    (void)state;
    assert_read("<p>\n  <d a='1'\n     b='2'>\n    t</d>\n  <d/>\n</p>", true,
                "1:1 {p: 1:1 {d: 2:3 [2:3 {@a: 2:6 \"1\", @b: 3:6 \"2\", #text: 4:5 \"t\"}, "
                "5:3 \"\"]}}");
    assert_read("<p \xc3\xa4='1' b = '2'/>", true,
                "1:1 {p: 1:1 {@\xc3\xa4: 1:4 \"1\", @b: 1:10 \"2\"}}");
}

static void many_names_are_found(void **state)
{
    (void)state;
    struct buffer text = BUFFER_EMPTY;
    buffer_add_string(&text, "<r>");
    for (int round = 0; round < 2; round++)
        for (int i = 0; i < 5000; i++)
            buffer_printf(&text, "<n%d>%d</n%d>", i, round, i);
    buffer_add_string(&text, "</r>");
    struct arena arena;
    arena_init(&arena, 1 << 12);
    struct document document = {0};
    struct document_problem problem = {0};
    assert_true(xml_parse(&arena, text_of(buffer_string(&text)), &document, &problem));
    const struct node *root = node_find(document.roots[0], "r");
    assert_int_equal(root->count, 5000);
    for (size_t i = 0; i < root->count; i++) {
        assert_int_equal(root->items[i]->count, 2);
        assert_string_equal(root->items[i]->items[1]->text, "1");
    }
    buffer_release(&text);
    arena_release(&arena);
}

static void what_is_no_xml_is_refused(void **state)
{
    (void)state;
    assert_refused("", "1:1: no element found");
    assert_refused("<a>\n <b>\n </a>", "3:4: '</b>' is expected: the element was opened on line 2");
    assert_refused("<a>\n<b>", "2:4: '<b>' of line 2 has no end");
    assert_refused("<a b='1' b='2'/>", "1:10: duplicate attribute");
    assert_refused("<a/><b/>", "1:5: junk after document element");
    assert_refused("<a>&nbsp;</a>", "1:4: undefined entity");
    assert_refused("words", "1:1: syntax error");
}

static void entities_are_never_expanded(void **state)
{
    (void)state;
    assert_refused("<!DOCTYPE a [\n<!ENTITY b \"c\">\n]><a>&b;</a>",
                   "2:12: the entity 'b' is declared: a file that declares entities is not read");
    assert_refused("<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>",
                   "1:52: the entity 'b' is declared: a file that declares entities is not read");
    assert_refused("<!DOCTYPE a [<!ENTITY % b SYSTEM \"http://a.example/\">%b;]><a/>",
                   "1:53: the entity 'b' is declared: a file that declares entities is not read");
    assert_refused("<!DOCTYPE a SYSTEM \"a.dtd\"><a>&b;</a>",
                   "1:31: the entity 'b' is not one of XML's own");
}

static void nesting_has_a_limit(void **state)
{
    (void)state;
    struct buffer text = BUFFER_EMPTY;
    for (int i = 0; i < 101; i++)
        buffer_add_string(&text, "<a>");
    assert_refused(buffer_string(&text), "1:301: nested too deeply");
    buffer_release(&text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(elements_of_a_name_are_a_sequence),
        cmocka_unit_test(attributes_and_text_beside_them_are_told_apart),
        cmocka_unit_test(text_is_what_xml_says),
        cmocka_unit_test(everything_has_its_place),
        cmocka_unit_test(many_names_are_found),
        cmocka_unit_test(what_is_no_xml_is_refused),
        cmocka_unit_test(entities_are_never_expanded),
        cmocka_unit_test(nesting_has_a_limit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
