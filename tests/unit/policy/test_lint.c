/* What lint says of rules, and what it must not say: a near miss stands beside every
 * warning, because a warning that is wrong teaches people to pass over all of them. */
#include "base/diagnostic_page.h"
#include "policy/lint.h"

#include "policy_test.h"

static const char *rule_with(struct arena *arena, const char *keys)
{
    return arena_printf(
        arena,
        "bylaw: 1\nid: ACM001\nname: example\ntitle: An example\n"
        "severity: medium\nwhy: It is good for us.\nfix: Mend what is told.\n"
        "%s%s%s",
        strstr(keys, "for_each") ? "" : "for_each: {fact: file}\n",
        strstr(keys, "on_empty") || strstr(keys, "repository") ? "" : "on_empty: pass\n", keys);
}

/* "W104 W102 ", in the order of places. */
static const char *linted(struct arena *arena, const char *text)
{
    struct diagnostics diagnostics;
    diagnostics_init(&diagnostics, arena);
    struct rule *rule = rule_parse(arena, "a.yml", text_of(text), false, &diagnostics);
    if (rule)
        rule_lint(rule, &diagnostics);
    rule_release(rule);
    diagnostics_sort(&diagnostics);
    const char *out = "";
    for (size_t i = 0; i < diagnostics.count; i++)
        if (!rule)
            out = arena_printf(arena, "%s%s\n", out, diagnostics.items[i].message);
        else if (diagnostics.items[i].code != I101)
            out =
                arena_printf(arena, "%s%s ", out, diagnostic_page(diagnostics.items[i].code)->code);
    return out;
}

static void test_conditions(void **state)
{
    (void)state;
    static const struct {
        const char *told, *keys;
    } rows[] = {
        /* ranges */
        {"W104 ", "require: {size: {at_least: 10, less_than: 10}}\n"},
        {"", "require: {size: {at_least: 10, at_most: 10}}\n"},
        {"W104 ", "require: {size: {at_least: 10, not: {more_than: 5}}}\n"},
        {"W103 ", "require: {any: [{size: {at_most: 10}}, {size: {more_than: 5}}]}\n"},
        {"", "require: {any: [{size: {at_most: 5}}, {size: {more_than: 10}}]}\n"},
        {"W104 ", "require: {size: 3, not: {size: {at_most: 3}}}\n"},
        {"", "require: {size: {at_least: $params.least, less_than: 1}}\n"
             "params: {least: {type: integer, default: 3}}\n"},
        /* sets */
        {"W104 ", "require: {all: [{path: [a, b]}, {path: [c, d]}]}\n"},
        {"", "require: {all: [{path: [a, b]}, {path: [b, c]}]}\n"},
        {"W104 ", "require: {path: {in: [a.c, b.c], ends_with: .h}}\n"},
        {"", "require: {path: {in: [a.c, b.h], ends_with: .h}}\n"},
        {"W104 ", "require: {path: {in: [a.c, b.c], not: {matches: 'c$'}}}\n"},
        {"W104 ", "require: {path: {starts_with: docs/, not: {starts_with: docs/}}}\n"},
        {"W104 ", "require: {all: [{path: {starts_with: docs/}}, {path: {starts_with: src/}}]}\n"},
        {"", "require: {all: [{path: {starts_with: docs/}}, {path: {starts_with: docs/a}}]}\n"},
        {"W104 ", "require: {all: [{path: {ends_with: .c}}, {path: {ends_with: .h}}]}\n"},
        {"W104 ", "require: {path: {glob: 'docs/**'}, not: {not: {path: {glob: 'src/**'}}}}\n"},
        {"", "require: {path: {glob: '**/*.md'}, not: {not: {path: {glob: 'src/**'}}}}\n"},
        {"W104 ", "require: {all: [{path: {glob: '*.md'}}, {path: {glob: '*.c'}}]}\n"},
        /* closed sets, and fields that may be absent */
        {"W103 ", "for_each: {fact: manifest}\nrequire: {role: [application, library]}\n"},
        {"W103 ", "for_each: {fact: manifest}\nrequire: {vendored: [true, false]}\n"},
        {"W104 ",
         "for_each: {fact: manifest}\nrequire: {all: [{vendored: true}, {vendored: false}]}\n"},
        {"", "for_each: {fact: manifest}\nrequire: {any: [{vendored: true}, {role: library}]}\n"},
        {"", "for_each: {fact: workflow_use}\nrequire: {not: {owner: [acme]}, owner: {exists: "
             "true}}\n"},
        {"W104 ",
         "for_each: {fact: workflow_use}\nrequire: {owner: acme, not: {owner: {exists: true}}}\n"},
        {"W103 ", "for_each: {fact: workflow_use}\n"
                  "require: {any: [{owner: {exists: false}}, {owner: {exists: true}}]}\n"},
        {"", "for_each: {fact: workflow_use}\nrequire: {owner: {not: {in: [a]}}, ref: {exists: "
             "true}}\n"},
        /* where and require together */
        {"W104 ",
         "for_each: {fact: manifest}\nwhere: {role: library}\nrequire: {role: application}\n"},
        {"W103 ", "for_each: {fact: manifest}\nwhere: {role: library}\nrequire: {role: library}\n"},
        {"",
         "for_each: {fact: manifest}\nwhere: {role: library}\nrequire: {lock_expected: true}\n"},
        /* within quantifiers, and what is unknown */
        {"W104 ", "for_each: repository\nplace: [a]\nrequire: {exists: {fact: file, where: {size: "
                  "{at_least: 2, at_most: 1}}}}\n"},
        {"",
         "for_each: repository\nplace: [a]\nrequire: {all: [{exists: {fact: file}}, {none: {fact: "
         "manifest}}]}\n"},
        {"", "for_each: {document: '*.yml', select: '$'}\n"
             "require: {all: [{'@.a': 1}, {'@.a': 2}]}\n"},
        /* sources */
        {"W106 ", "for_each: {files: 'docs/**'}\nrequire: {path: {glob: 'src/*.c'}}\n"},
        {"W106 ", "for_each: {files: ['docs/**', '*.md']}\nrequire: {path: src/a.c}\n"},
        {"", "for_each: {files: ['docs/**', '*.md']}\nrequire: {path: src/a.md}\n"},
        {"", "for_each: {files: '*.md'}\nrequire: {path: {glob: 'docs/**'}}\n"},
        {"W106 ", "for_each: {document: 'a/*.yml', select: '$'}\nwhere: {path: b.yml}\n"
                  "require: {value: 1}\n"},
        /* grades */
        {"W105 ", "require: {size: {at_most: 100}}\ngrades:\n"
                  "  - {when: {size: {at_most: 1000}}, severity: low}\n"
                  "  - {when: {size: {at_most: 500}}, severity: info}\n"},
        {"", "require: {size: {at_most: 100}}\ngrades:\n"
             "  - {when: {size: {at_most: 500}}, severity: info}\n"
             "  - {when: {size: {at_most: 1000}}, severity: low}\n"},
        {"W105 ", "require: {size: {at_most: 100}}\n"
                  "grades: [{when: {size: {at_most: 50}}, severity: low}]\n"},
    };
    size_t wrong = 0;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct arena arena;
        arena_init(&arena, 1 << 14);
        const char *keys = arena_printf(&arena, "%smessage: \"It is so.\"\n", rows[i].keys);
        const char *told = linted(&arena, rule_with(&arena, keys));
        if (strcmp(told, rows[i].told) != 0) {
            print_error("%s'%s' and not '%s'\n", rows[i].keys, told, rows[i].told);
            wrong++;
        }
        arena_release(&arena);
    }
    assert_int_equal(wrong, 0);
}

static void test_names_and_expressions(void **state)
{
    (void)state;
    static const struct {
        const char *told, *keys;
    } rows[] = {
        {"W102 ", "require: {exists: {fact: file, as: found}}\nmessage: None.\n"},
        {"", "require: {exists: {fact: file, as: found}}\nmessage: 'None but {found.first}.'\n"},
        {"", "require: {exists: {fact: file, as: found}}\nplace: [$found, a]\nmessage: None.\n"},
        {"", "require: {exists: {fact: manifest, as: one, where: {exists: {fact: lockfile, where: "
             "{directory: $one.directory}}}}}\nmessage: None.\n"},
        {"", "applies_when: {exists: {fact: file, as: found}}\nrequire: {shallow: false}\n"
             "place: [$found]\nmessage: None.\n"},
        {"W102 ", "applies_when: {exists: {fact: file, as: found}}\nrequire: {shallow: false}\n"
                  "message: None.\n"},
        {"W108 ",
         "for_each: {fact: workflow_use}\nrequire: {owner: {matches: acme}}\nmessage: None.\n"},
        {"W108 ", "for_each: {fact: workflow_use}\nrequire: {owner: {matches: '^acme|other'}}\n"
                  "message: None.\n"},
        {"W108 ",
         "for_each: {fact: workflow_use}\nrequire: {ref: {matches: '[$]'}}\nmessage: None.\n"},
        {"W108 ",
         "for_each: {fact: workflow_use}\nrequire: {ref: {matches: '\\$'}}\nmessage: None.\n"},
        {"", "for_each: {fact: workflow_use}\nrequire: {ref: {matches: '^v'}}\nmessage: None.\n"},
        {"", "for_each: {fact: workflow_use}\nrequire: {ref: {matches: '[0-9a-f]{40}$'}}\n"
             "message: None.\n"},
        {"", "for_each: {fact: workflow_use}\nrequire: {owner: {matches: '(?i)^(acme|other)$'}}\n"
             "message: None.\n"},
        {"", "for_each: {fact: workflow_use}\nrequire: {owner: {matches: '\\Aacme\\z'}}\nmessage: "
             "None.\n"},
        /* what is forbidden may match anywhere, and so may what is no name of anybody */
        {"", "for_each: {fact: workflow_use}\nrequire: {not: {owner: {matches: evil}}}\nmessage: "
             "None.\n"},
        {"", "for_each: {fact: workflow_use}\nrequire: {owner: {not: {matches: evil}}}\nmessage: "
             "None.\n"},
        {"", "for_each: {fact: workflow_use}\nwhere: {owner: {matches: acme}}\n"
             "require: {ref: {exists: true}}\nmessage: None.\n"},
        {"", "require: {path: {matches: docs}}\nmessage: None.\n"},
        {"W101 ", "params: {limit: {type: integer, default: 3}}\nrequire: {size: {at_most: 3}}\n"
                  "message: None.\n"},
    };
    size_t wrong = 0;
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct arena arena;
        arena_init(&arena, 1 << 14);
        const char *keys = rows[i].keys;
        if (!strstr(keys, "for_each"))
            keys = arena_printf(
                &arena, "for_each: %s\n%s%s",
                strstr(keys, "size") || strstr(keys, "path: {") ? "{fact: file}" : "repository",
                strstr(keys, "place") || strstr(keys, "size") ? "" : "place: [b]\n", keys);
        if (strstr(keys, "{fact: file}\n") == keys + strlen("for_each: "))
            keys = arena_printf(&arena, "on_empty: pass\n%s", keys);
        const char *told = linted(&arena, rule_with(&arena, keys));
        if (strcmp(told, rows[i].told) != 0) {
            print_error("%s'%s' and not '%s'\n", rows[i].keys, told, rows[i].told);
            wrong++;
        }
        arena_release(&arena);
    }
    assert_int_equal(wrong, 0);
}

static void test_a_message_names_its_subject(void **state)
{
    (void)state;
    static const struct {
        const char *message;
        size_t count;
    } rows[] = {{"'A lock file.'", 1}, {"'No lock file beside {path}.'", 0}};
    for (size_t i = 0; i < 2; i++) {
        struct arena arena;
        arena_init(&arena, 1 << 14);
        struct diagnostics diagnostics;
        diagnostics_init(&diagnostics, &arena);
        const char *keys =
            arena_printf(&arena, "require: {size: 3}\nmessage: %s\n", rows[i].message);
        const char *text = rule_with(&arena, keys);
        struct rule *rule = rule_parse(&arena, "a.yml", text_of(text), false, &diagnostics);
        assert_non_null(rule);
        rule_lint(rule, &diagnostics);
        assert_int_equal(diagnostics.count, rows[i].count);
        if (diagnostics.count > 0)
            assert_int_equal(diagnostics.items[0].code, I101);
        assert_int_equal(diagnostics.errors + diagnostics.warnings, 0);
        rule_release(rule);
        arena_release(&arena);
    }
}

/* One list of many alternatives, and many of few: no time is lost over either. */
static void test_what_multiplies_is_given_up(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 14);
    struct buffer keys = BUFFER_EMPTY;
    buffer_add_string(&keys, "require:\n  all:\n");
    for (int i = 0; i < 40; i++)
        buffer_printf(&keys, "    - {any: [{size: %d}, {size: {more_than: %d}}, {path: a%d}]}\n", i,
                      i, i);
    buffer_add_string(&keys, "message: None.\n");
    assert_string_equal(linted(&arena, rule_with(&arena, buffer_string(&keys))), "");
    buffer_release(&keys);
    arena_release(&arena);
}

static void test_rules_that_no_policy_uses(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 14);
    struct library library;
    struct diagnostics diagnostics;
    diagnostics_init(&diagnostics, &arena);
    library_init(&library, &arena);
    const char *keys = "require: {size: 3}\nmessage: '{path}'\n";
    struct policy_file files[2] = {
        {.path = "rules/a.yml", .text = text_of(rule_with(&arena, keys))},
        {.path = "policies/p.yml",
         .text = text_of("bylaw: 1\npolicy: p\ntitle: P\nowner: o\nrules: []\n")}};
    library_add_files(&library, LAYER_ORGANISATION, files, 1, &diagnostics);
    library_lint(&library, &diagnostics);
    assert_int_equal(diagnostics.count, 0); /* no policy yet */
    library_add_files(&library, LAYER_ORGANISATION, files + 1, 1, &diagnostics);
    library_lint(&library, &diagnostics);
    assert_int_equal(diagnostics.count, 1);
    assert_int_equal(diagnostics.items[0].code, W107);
    struct policy_file configuration = {.path = ".bylaw.yml",
                                        .text = text_of("bylaw: 1\nrules: [ACM001]\n")};
    library_add_configuration(&library, &configuration, &diagnostics);
    library_lint(&library, &diagnostics);
    assert_int_equal(diagnostics.count, 1);
    struct policy_file nobody = {.path = "policies/q.yml",
                                 .text = text_of("bylaw: 1\npolicy: q\ntitle: Q\nowner: o\nrules: "
                                                 "[]\napplies_to: {all: [{archived: true}, "
                                                 "{archived: false}]}\n")};
    library_add_files(&library, LAYER_ORGANISATION, &nobody, 1, &diagnostics);
    library_lint(&library, &diagnostics);
    assert_int_equal(diagnostics.count, 2);
    assert_int_equal(diagnostics.items[1].code, W104);
    library_release(&library);
    arena_release(&arena);
}

static void test_what_is_shipped_is_clean(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 16);
    struct library library;
    struct diagnostics diagnostics;
    diagnostics_init(&diagnostics, &arena);
    library_init(&library, &arena);
    library_add_builtin(&library, NULL, &diagnostics);
    assert_true(library.rule_count > 20);
    library_lint(&library, &diagnostics);
    assert_string_equal(told(&arena, &diagnostics), "");
    library_release(&library);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_conditions),
        cmocka_unit_test(test_names_and_expressions),
        cmocka_unit_test(test_a_message_names_its_subject),
        cmocka_unit_test(test_what_multiplies_is_given_up),
        cmocka_unit_test(test_rules_that_no_policy_uses),
        cmocka_unit_test(test_what_is_shipped_is_clean),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
