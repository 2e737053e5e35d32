/* Every change that `--mutate` makes, in the order of the rule's lines; each is a rule
 * that loads, or is passed over when it runs. */
#include "engine/trial_mutate.h"

#include "document/yaml.h"
#include "engine/trial_write.h"
#include "engine_test.h"

static const char rule[] =
    "applies_when: {archived: false, exists: {fact: adr, where: {in_force: true}}}\n"
    "checks:\n"
    "- name: one\n"
    "  severity: low\n"
    "  for_each: {fact: container}\n"
    "  where: {name: {starts_with: a, not: {equals: b, ends_with: c}}}\n"
    "  require:\n"
    "    any:\n"
    "    - not: {init: true}\n"
    "    - share: {fact: file, that: {link: true}, at_least: 5%, at_most: 9%}\n"
    "  on_empty: {verdict: fail, message: No., place: [a]}\n"
    "  place: [a, b]\n"
    "  grades:\n"
    "  - {when: {init: true}, severity: info, message: M.}\n"
    "- name: two\n"
    "  for_each: {fact: file}\n"
    "  require: {size: {at_least: 1, at_most: 2}}\n"
    "  on_empty: pass\n";

static const char *const wanted[] = {
    "1: dropped 'applies_when'",
    "1: dropped 'archived'",
    "1: negated 'archived'",
    "1: dropped 'exists'",
    "1: negated 'exists'",
    "1: dropped 'where of a quantifier'",
    "1: negated 'in_force'",
    "4: dropped 'severity'",
    "6: dropped 'where'",
    "6: negated 'name'",
    "6: dropped 'starts_with'",
    "6: dropped 'not'",
    "6: dropped 'equals'",
    "6: negated 'equals'",
    "6: dropped 'ends_with'",
    "6: negated 'ends_with'",
    "8: negated 'any'",
    "9: dropped 'an alternative'",
    "9: negated 'not'",
    "9: negated 'init'",
    "10: dropped 'an alternative'",
    "10: negated 'share'",
    "10: negated 'link'",
    "10: dropped 'at_least'",
    "10: dropped 'at_most'",
    "11: changed 'on_empty'",
    "11: dropped 'message of on_empty'",
    "11: dropped 'place of on_empty'",
    "12: dropped 'the place a'",
    "12: dropped 'the place b'",
    "14: dropped 'a grade'",
    "14: dropped 'severity of a grade'",
    "14: dropped 'message of a grade'",
    "14: negated 'init'",
    "17: negated 'size'",
    "17: dropped 'at_least'",
    "17: negated 'at_least'",
    "17: dropped 'at_most'",
    "17: negated 'at_most'",
    "18: changed 'on_empty'",
};

static void every_condition_is_dropped_and_turned(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 14);
    struct document document;
    struct document_problem problem;
    assert_true(yaml_parse(&arena, text_of(rule), &document, &problem));
    struct mutant *mutants;
    size_t count;
    mutants_of(&arena, document.roots[0], &mutants, &count);
    struct buffer original = BUFFER_EMPTY;
    trial_write_json(&original, document.roots[0]);
    size_t most = sizeof(wanted) / sizeof(*wanted);
    for (size_t i = 0; i < count || i < most; i++) {
        const char *got = i < count
                              ? arena_printf(&arena, "%u: %s", mutants[i].line, mutants[i].what)
                              : "nothing";
        const char *line = arena_printf(&arena, "%s at line %u", i < most ? wanted[i] : "nothing",
                                        i < count ? mutants[i].line : 0);
        assert_string_equal(got, line);
        struct buffer changed = BUFFER_EMPTY;
        trial_write_json(&changed, mutants[i].rule);
        assert_string_not_equal(buffer_string(&changed), buffer_string(&original));
        buffer_release(&changed);
    }
    /* The rule itself stays as it was. */
    struct buffer after = BUFFER_EMPTY;
    trial_write_json(&after, document.roots[0]);
    assert_string_equal(buffer_string(&after), buffer_string(&original));
    buffer_release(&after);
    buffer_release(&original);
    arena_release(&arena);
}

static void texts_are_written_plain_only_where_they_come_back(void **state)
{
    (void)state;
    static const char *const texts[] = {"a",    "README.md", ".github/a.yml",
                                        "a b",  "true",      "No",
                                        "null", "1",         "1.5",
                                        "",     "-",         "a: b",
                                        "a #b", "#a",        "*",
                                        "**/x", "{a}",       "[a]",
                                        "'a'",  "\"a\"",     "a\\b",
                                        "a\nb", "\x1b[31m",  "~",
                                        "@a",   "`a`",       "%a",
                                        "|",    ">",         "é",
                                        ".inf", ".NaN",      "0x1f",
                                        "y",    "on",        "a/b-c_d.e",
                                        "..",   "./a",       "_a",
                                        "a,b"};
    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
        struct arena arena;
        arena_init(&arena, 1024);
        struct buffer out = BUFFER_EMPTY;
        buffer_add_string(&out, "{k: ");
        trial_write_text(&out, texts[i]);
        buffer_add_string(&out, ", l: 1}");
        struct document document;
        struct document_problem problem;
        struct text text = {.bytes = buffer_string(&out), .size = out.size};
        if (!yaml_parse(&arena, text, &document, &problem))
            fail_msg("%s", buffer_string(&out));
        const struct node *node = node_find(document.roots[0], "k");
        assert_non_null(node);
        assert_int_equal(node->kind, NODE_TEXT);
        assert_string_equal(node->text, texts[i]);
        buffer_release(&out);
        arena_release(&arena);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_condition_is_dropped_and_turned),
        cmocka_unit_test(texts_are_written_plain_only_where_they_come_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
