/* What a rule looks at: an index that calls a rule of names one of content misleads. */
#include "report/rule_facts.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static void expect(const char *demand, const char *kinds, const char *looks)
{
    struct arena arena;
    arena_init(&arena, 1 << 14);
    struct diagnostics diagnostics;
    diagnostics_init(&diagnostics, &arena);
    const char *text =
        arena_printf(&arena,
                     "bylaw: 1\nid: ACM001\nname: example\ntitle: An example\nseverity: high\n"
                     "why: It is shown.\nfix: None.\nmessage: No.\n%s",
                     demand);
    struct rule *rule = rule_parse(&arena, "acm.yml", text_of(text), false, &diagnostics);
    struct buffer out = BUFFER_EMPTY;
    diagnostics_print(&diagnostics, &out, false, 9);
    assert_string_equal(buffer_string(&out), "");
    struct rule_facts facts;
    rule_facts_find(&facts, &arena, rule);
    for (size_t i = 0; i < facts.count; i++)
        buffer_printf(&out, "%s%s", i ? " " : "", facts.kinds[i]);
    assert_string_equal(buffer_string(&out), kinds);
    assert_string_equal(rule_looks_words(&arena, facts.looks), looks);
    buffer_release(&out);
    rule_release(rule);
    arena_release(&arena);
}

static void names_are_no_content(void **state)
{
    (void)state;
    expect("for_each: {files: 'a/*'}\nrequire: {executable: false}\non_empty: pass\n", "file",
           "names");
    expect("for_each: repository\nrequire: {none: {fact: change, where: {path: a}}}\n"
           "place: [README.md]\n",
           "change repository", "names");
    expect("for_each: {files: 'a/*'}\n"
           "require: {exists: {text: 'a/*', match: x}}\non_empty: pass\n",
           "file", "content");
}

static void what_is_nested_counts_too(void **state)
{
    (void)state;
    expect("applies_when: {exists: {fact: commit, where: {bot: true}}}\n"
           "for_each: {files: 'a/*'}\n"
           "require: {any: [{path: b}, {not: {exists: {fact: adr, where: {path: $each.path}}}}]}\n"
           "on_empty: pass\n",
           "adr commit file", "content, history");
}

static void a_query_looks_at_its_tables(void **state)
{
    (void)state;
    expect("for_each: {sql: 'SELECT path, line FROM trailer, file', key: [path]}\n"
           "require: {line: {at_least: 1}}\non_empty: pass\nplace: [README.md]\n",
           "file trailer", "names, history");
}

static void a_repository_alone_is_neither(void **state)
{
    (void)state;
    expect("for_each: repository\nrequire: {archived: false}\nplace: [README.md]\n", "repository",
           "the repository");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(names_are_no_content),
        cmocka_unit_test(what_is_nested_counts_too),
        cmocka_unit_test(a_query_looks_at_its_tables),
        cmocka_unit_test(a_repository_alone_is_neither),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
