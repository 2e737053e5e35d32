/* Conditions in words: what is read must be what is judged. */
#include "report/demand_words.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const char head[] =
    "bylaw: 1\nid: ACM001\nname: example\ntitle: An example\nseverity: high\nwhy: It is shown.\n"
    "fix: None.\n";

/* The demand of a rule that has these keys, too. */
static void expect(const char *keys, const char *wanted)
{
    struct arena arena;
    arena_init(&arena, 1 << 14);
    struct diagnostics diagnostics;
    diagnostics_init(&diagnostics, &arena);
    const char *text = arena_printf(&arena, "%s%s", head, keys);
    struct rule *rule = rule_parse(&arena, "acm.yml", text_of(text), false, &diagnostics);
    struct buffer out = BUFFER_EMPTY;
    diagnostics_print(&diagnostics, &out, false, 9);
    assert_string_equal(buffer_string(&out), "");
    demand_write(&out, &arena, rule);
    assert_string_equal(buffer_string(&out), wanted);
    buffer_release(&out);
    rule_release(rule);
    arena_release(&arena);
}

static void one_check_reads_as_three_sentences(void **state)
{
    (void)state;
    expect("params: {known: {type: list of text, default: [a], why: x}}\n"
           "applies_when: {exists: {fact: adr, where: {in_force: true}}}\n"
           "for_each: {fact: dockerfile_stage}\n"
           "where: {final: true, image: {not: {in: $params.known}}}\n"
           "require: {image: {starts_with: acme/}}\n"
           "on_empty: pass\n"
           "message: \"'{image}' is no image of ours.\"\n",
           "The rule applies where there is an `adr` such that `in_force` is `true`.\n\n"
           "Its subjects: each `dockerfile_stage` where `final` is `true` and `image` is not any "
           "of `$params.known`.\n\n"
           "For each it must be so that `image` starts with `acme/`.\n\n"
           "Where there is no such subject, the verdict is `pass`.\n\n"
           "A finding says:\n\n> '{image}' is no image of ours.\n\n");
}

static void alternatives_and_what_is_negated_keep_their_shape(void **state)
{
    (void)state;
    expect("for_each: {fact: dockerfile_stage}\n"
           "require:\n"
           "  any:\n"
           "    - {image: {matches: '^a|b$'}, tag: {exists: false}, digest: {not: {empty: true}}, "
           "user: [a, b, c], path: {glob: ['x/**', 'y/**']}}\n"
           "    - not: {any: [{image: a}, {tag: b}]}\n"
           "    - not: {image: {ends_with: z, contains: y}}\n"
           "on_empty: not_applicable\n"
           "message: No.\n",
           "Its subjects: each `dockerfile_stage`.\n\n"
           "For each it must be so that at least one of these holds:\n\n"
           "- all of:\n"
           "  - `image` matches `^a|b$`\n"
           "  - `tag` is not there\n"
           "  - `digest` is not empty\n"
           "  - `user` is `a`, `b` or `c`\n"
           "  - `path` is like `x/**` or `y/**`\n"
           "- not:\n"
           "  - `image` is `a` or `tag` is `b`\n"
           "- `image` does not end with `z` or does not contain `y`\n\n"
           "Where there is no such subject, the verdict is `not_applicable`.\n\n"
           "A finding says:\n\n> No.\n\n");
}

static void quantifiers_say_what_they_count(void **state)
{
    (void)state;
    expect("params: {least: {type: share, default: 95%, stricter: higher, why: x}}\n"
           "checks:\n"
           "  - name: enough\n"
           "    for_each: repository\n"
           "    require: {count: {fact: adr, where: {in_force: true}, at_least: 2}}\n"
           "    place: [README.md]\n"
           "    message: Too few.\n"
           "  - name: owned\n"
           "    severity: low\n"
           "    applies_when: {maintainers: {more_than: 1}}\n"
           "    for_each: repository\n"
           "    require: {share: {fact: ownership, as: owned, where: {generated: false}, that: "
           "{state: owned}, at_least: $params.least}}\n"
           "    place: [README.md]\n"
           "    message: 'Only {owned.share}.'\n",
           "### Check `enough` (high)\n\n"
           "The repository must be one in which the number of `adr` is at least `2`, counted "
           "where `in_force` is `true`.\n\n"
           "A finding says:\n\n> Too few.\n\n"
           "### Check `owned` (low)\n\n"
           "It applies where `maintainers` is more than `1`.\n\n"
           "The repository must be one in which\n\n"
           "- the share of `ownership` (called `owned`) that is in order is at least "
           "`$params.least`\n"
           "  - counted are those where\n"
           "    - `generated` is `false`\n"
           "  - in order are those where\n"
           "    - `state` is `owned`\n\n"
           "A finding says:\n\n> Only {owned.share}.\n\n");
}

static void joins_name_the_row_that_they_reach_for(void **state)
{
    (void)state;
    expect("for_each: {fact: adr_relation}\n"
           "require: {exists: {fact: adr, as: other, where: {path: $each.target, none: {fact: adr, "
           "where: {number: $other.number, path: {not: {equals: $other.path}}}}}}}\n"
           "on_empty: {verdict: fail, message: Nothing is related., place: [docs/adr/README.md]}\n"
           "message: No.\n"
           "grades:\n"
           "  - {when: {strong: false}, severity: info}\n"
           "  - {when: {verb: relates}, verdict: review, message: Look.}\n"
           "  - {when: {verb: amends}, message: Other words.}\n",
           "Its subjects: each `adr_relation`.\n\n"
           "For each it must be so that\n\n"
           "- there is an `adr` (called `other`), where\n"
           "  - `path` is `$each.target`\n"
           "  - there is no `adr` such that `number` is `$other.number` and `path` is not "
           "`$other.path`\n\n"
           "Where there is no such subject, the verdict is `fail`:\n\n"
           "> Nothing is related.\n\n"
           "A finding says:\n\n> No.\n>\n> Look.\n>\n> Other words.\n\n"
           "A finding is only `info`, a note that blocks nothing, where `strong` is `false`.\n\n"
           "A finding is only `review`: a person must look, where `verb` is `relates`.\n\n");
}

static void other_sources_are_named(void **state)
{
    (void)state;
    expect("params: {paths: {type: list of glob, default: ['a/**'], why: x}}\n"
           "checks:\n"
           "  - {name: files, for_each: {files: 'a/*.md'}, require: {executable: false}, "
           "on_empty: pass, message: No.}\n"
           "  - {name: text, for_each: {text: $params.paths, match: 'x+'}, require: {match: xx}, "
           "on_empty: pass, message: No.}\n"
           "  - {name: list, for_each: {list: $params.paths}, require: {exists: {fact: file, "
           "where: {path: {glob: $each.value}}}}, on_empty: pass, place: [README.md], "
           "message: No.}\n"
           "  - {name: node, for_each: {document: 'a/*.yml', select: '$.a'}, require: {value: x}, "
           "on_empty: pass, message: No.}\n",
           "### Check `files` (high)\n\n"
           "Its subjects: each file like `a/*.md`.\n\n"
           "For each it must be so that `executable` is `false`.\n\n"
           "Where there is no such subject, the verdict is `pass`.\n\n"
           "A finding says:\n\n> No.\n\n"
           "### Check `text` (high)\n\n"
           "Its subjects: each match of `x+` in files like one of `$params.paths`.\n\n"
           "For each it must be so that `match` is `xx`.\n\n"
           "Where there is no such subject, the verdict is `pass`.\n\n"
           "A finding says:\n\n> No.\n\n"
           "### Check `list` (high)\n\n"
           "Its subjects: each item of `$params.paths`.\n\n"
           "For each it must be so that there is a `file` such that `path` is like "
           "`$each.value`.\n\n"
           "Where there is no such subject, the verdict is `pass`.\n\n"
           "A finding says:\n\n> No.\n\n"
           "### Check `node` (high)\n\n"
           "Its subjects: each node `$.a` of documents like `a/*.yml`.\n\n"
           "For each it must be so that `value` is `x`.\n\n"
           "Where there is no such subject, the verdict is `pass`.\n\n"
           "A finding says:\n\n> No.\n\n");
}

static void a_query_stands_as_it_is_written(void **state)
{
    (void)state;
    expect("for_each:\n"
           "  sql: |\n"
           "    SELECT path, count(*) AS n\n"
           "    FROM dockerfile_stage GROUP BY path\n"
           "  key: [path]\n"
           "where: {n: {at_least: 1}}\n"
           "require: {n: {at_most: 3}}\n"
           "on_empty: pass\n"
           "message: Many.\n",
           "Its subjects: each row of\n\n"
           "```sql\nSELECT path, count(*) AS n\nFROM dockerfile_stage GROUP BY path\n```\n\n"
           "of those where `n` is at least `1`.\n\n"
           "For each it must be so that `n` is at most `3`.\n\n"
           "Where there is no such subject, the verdict is `pass`.\n\n"
           "A finding says:\n\n> Many.\n\n");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_check_reads_as_three_sentences),
        cmocka_unit_test(alternatives_and_what_is_negated_keep_their_shape),
        cmocka_unit_test(quantifiers_say_what_they_count),
        cmocka_unit_test(joins_name_the_row_that_they_reach_for),
        cmocka_unit_test(other_sources_are_named),
        cmocka_unit_test(a_query_stands_as_it_is_written),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
