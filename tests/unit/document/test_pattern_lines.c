#include "document/pattern_lines.h"

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
    assert_reads("codeowners", text, places, wanted);
}

static void lines_have_patterns_and_owners(void **state)
{
    (void)state;
    assert_read("# c\n* @a @b/c d@e.example # why\n/with\\ space/ @f\n/nobody\n", false,
                "{rules: [{pattern: \"*\", owners: [\"@a\", \"@b/c\", \"d@e.example\"]}, "
                "{pattern: \"/with\\ space/\", owners: [\"@f\"]}, {pattern: \"/nobody\", owners: "
                "[]}]}");
    assert_read("a @a\n[Docs][2] @d\nb @b\n^[Ops]\nc\n", false,
                "{rules: [{pattern: \"a\", owners: [\"@a\"]}, {pattern: \"b\", owners: [\"@b\"], "
                "section: \"Docs\"}, {pattern: \"c\", owners: [], section: \"Ops\"}]}");
    assert_read("\n  a  @b\n", true,
                "1:1 {rules: 1:1 [2:3 {pattern: 2:3 \"a\", owners: 2:4 [2:6 \"@b\"]}]}");
}

static void lines_of_gitignore_are_patterns(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 12);
    struct document document = {0};
    struct document_problem problem = {0};
    const char *text = "# c\n*.o  \n!keep.o\n\\#x\ny\\ \r\n\nfolder/\n";
    assert_true(gitignore_parse(&arena, text_of(text), &document, &problem));
    struct buffer shown = BUFFER_EMPTY;
    show_node(&shown, document.roots[0], false);
    assert_string_equal(
        buffer_string(&shown),
        "{rules: [{pattern: \"*.o\", negated: false}, {pattern: \"keep.o\", negated: "
        "true}, {pattern: \"\\#x\", negated: false}, {pattern: \"y\\ \", negated: "
        "false}, {pattern: \"folder/\", negated: false}]}");
    buffer_release(&shown);
    assert_false(gitignore_parse(&arena, text_of("\xff"), &document, &problem));
    assert_string_equal(problem.message, "the text is not UTF-8");
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_have_patterns_and_owners),
        cmocka_unit_test(lines_of_gitignore_are_patterns),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
