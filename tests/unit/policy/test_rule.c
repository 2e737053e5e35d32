#include "policy/rule.h"

#include "document/yaml.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static const char head[] = "bylaw: 1\nid: ABC001\nname: example\ntitle: An example\n"
                           "severity: high\nwhy: Because.\nfix: Do it.\n";

struct fixture {
    struct arena arena;
    struct diagnostics diagnostics;
    struct rule *rule;
};

static int set_up(void **state)
{
    static struct fixture fixture;
    fixture = (struct fixture){0};
    arena_init(&fixture.arena, 1 << 14);
    diagnostics_init(&fixture.diagnostics, &fixture.arena);
    *state = &fixture;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *fixture = *state;
    rule_release(fixture->rule);
    arena_release(&fixture->arena);
    return 0;
}

static void assert_none(const struct fixture *fixture)
{
    if (fixture->diagnostics.count == 0)
        return;
    struct buffer out = BUFFER_EMPTY;
    diagnostics_print(&fixture->diagnostics, &out, false, 0);
    print_error("%s", buffer_string(&out));
    buffer_release(&out);
    fail();
}

static struct rule *parse(struct fixture *fixture, const char *body)
{
    const char *text = arena_printf(&fixture->arena, "%s%s", head, body);
    rule_release(fixture->rule);
    fixture->rule =
        rule_parse(&fixture->arena, "rule.yml", text_of(text), false, &fixture->diagnostics);
    return fixture->rule;
}

static struct rule *parse_well(struct fixture *fixture, const char *body)
{
    struct rule *rule = parse(fixture, body);
    assert_none(fixture);
    assert_non_null(rule);
    return rule;
}

static const struct node *node_of(struct fixture *fixture, const char *yaml)
{
    struct document document;
    struct document_problem problem;
    assert_true(yaml_parse(&fixture->arena, text_of(yaml), &document, &problem));
    assert_int_equal(document.count, 1);
    return document.roots[0];
}

static void fixed_parts_are_kept(void **state)
{
    struct rule *rule = parse_well(
        *state, "tags: [a, b-c]\ncontrols: [ssdf-1.1/PW.4.1]\nreferences: https://example.org\n"
                "aliases: [OLD-1]\nstability: deprecated\nreplaced_by: ABC002\n"
                "for_each: {fact: file}\nrequire: {size: 1}\non_empty: pass\nmessage: Text.\n");
    assert_string_equal(rule->id, "ABC001");
    assert_string_equal(rule->name, "example");
    assert_string_equal(rule->title, "An example");
    assert_int_equal(rule->severity, SEVERITY_HIGH);
    assert_string_equal(rule->why, "Because.");
    assert_string_equal(rule->fix, "Do it.");
    assert_string_equal(rule->tags[1], "b-c");
    assert_null(rule->tags[2]);
    assert_string_equal(rule->controls[0], "ssdf-1.1/PW.4.1");
    assert_string_equal(rule->references[0], "https://example.org");
    assert_string_equal(rule->aliases[0], "OLD-1");
    assert_string_equal(rule->stability, "deprecated");
    assert_string_equal(rule->replaced_by, "ABC002");
    assert_int_equal(rule->place.line, 2);
    assert_int_equal(rule->place.column, 5);
    assert_false(rule->builtin);
    assert_int_equal(rule->check_count, 1);
    assert_string_equal(rule->checks[0].name, "");
    assert_int_equal(rule->checks[0].severity, SEVERITY_HIGH);
}

static void lists_that_are_left_out_are_empty(void **state)
{
    struct rule *rule = parse_well(
        *state, "for_each: {fact: file}\nrequire: {size: 1}\non_empty: pass\nmessage: Text.\n");
    assert_null(rule->tags[0]);
    assert_null(rule->controls[0]);
    assert_null(rule->references[0]);
    assert_null(rule->aliases[0]);
    assert_string_equal(rule->stability, "stable");
    assert_null(rule->replaced_by);
    assert_null(rule->applies_when);
    assert_null(rule->checks[0].applies_when);
    assert_null(rule->checks[0].where);
}

static void a_scalar_is_equals_and_a_list_is_in(void **state)
{
    struct rule *rule =
        parse_well(*state, "params: {paths: {type: list of path, default: [a]}}\n"
                           "for_each: {fact: file}\n"
                           "require: {size: 1, generated: [true, false], path: $params.paths, "
                           "executable: {not: true}}\n"
                           "on_empty: pass\nmessage: Text.\n");
    const struct condition *all = rule->checks[0].require;
    assert_int_equal(all->kind, CONDITION_ALL);
    assert_int_equal(all->count, 4);
    const struct predicate *size = all->operands[0]->predicates;
    assert_int_equal(size->kind, PREDICATE_EQUALS);
    assert_int_equal(size->operand.kind, OPERAND_LITERAL);
    assert_int_equal(size->operand.literal.integer, 1);
    const struct predicate *generated = all->operands[1]->predicates;
    assert_int_equal(generated->kind, PREDICATE_IN);
    assert_int_equal(generated->operand.literal.kind, VALUE_LIST);
    assert_int_equal(generated->operand.literal.list->count, 2);
    const struct predicate *path = all->operands[2]->predicates;
    assert_int_equal(all->operands[2]->field.kind, FIELD_PATH);
    assert_int_equal(path->kind, PREDICATE_IN);
    assert_int_equal(path->operand.kind, OPERAND_PARAM);
    assert_int_equal(path->operand.param, 0);
    const struct predicate *executable = all->operands[3]->predicates;
    assert_int_equal(executable->kind, PREDICATE_NOT);
    assert_int_equal(executable->predicates[0].kind, PREDICATE_EQUALS);
    assert_true(executable->predicates[0].operand.literal.boolean);
}

static void sources_are_numbered_in_order(void **state)
{
    struct rule *rule = parse_well(
        *state,
        "params: {globs: {type: list of glob, default: []}, paths: {type: list of path, default: "
        "[]}}\n"
        "applies_when: {exists: {fact: file, at: base}}\n"
        "checks:\n"
        "  - name: one\n"
        "    applies_when: {none: {files: '*.md'}}\n"
        "    for_each: repository\n"
        "    require: {exists: {document: ['a.yml', 'b.yml'], select: '$.jobs.*', where: "
        "{'@.name': "
        "x, count: {text: '*.c', match: '^a$', at_least: 2}}}}\n"
        "    place: [README.md]\n"
        "    message: Text.\n"
        "  - name: two\n"
        "    severity: low\n"
        "    for_each: {list: $params.paths}\n"
        "    require: {share: {files: $params.globs, that: {path: $each.value}, at_least: 94.5%, "
        "less_than: 100%}}\n"
        "    on_empty: pass\n"
        "    place: ['*.md']\n"
        "    message: Text.\n");
    assert_int_equal(rule->source_count, 7);
    const struct source *outer = &rule->applies_when->quantifier->source;
    assert_int_equal(outer->number, 0);
    assert_true(outer->at_base);
    assert_string_equal(outer->fact->name, "file");
    const struct check *one = &rule->checks[0];
    const struct source *files = &one->applies_when->quantifier->source;
    assert_int_equal(files->number, 1);
    assert_int_equal(files->kind, SOURCE_FILES);
    assert_string_equal(files->fact->name, "file");
    assert_int_equal(files->globs.glob_count, 1);
    assert_true(glob_matches(files->globs.globs[0], "docs/a.md"));
    assert_int_equal(one->for_each.kind, SOURCE_REPOSITORY);
    assert_int_equal(one->for_each.number, 2);
    const struct quantifier *document = one->require->quantifier;
    assert_int_equal(document->source.kind, SOURCE_DOCUMENT);
    assert_int_equal(document->source.number, 3);
    assert_int_equal(document->source.globs.glob_count, 2);
    assert_non_null(document->source.select);
    assert_int_equal(document->where->operands[0]->field.kind, FIELD_NODE);
    assert_non_null(document->where->operands[0]->field.node);
    const struct condition *count = document->where->operands[1];
    assert_int_equal(count->kind, CONDITION_COUNT);
    assert_int_equal(count->quantifier->source.number, 4);
    assert_int_equal(count->predicates[0].kind, PREDICATE_AT_LEAST);
    assert_int_equal(count->predicates[0].operand.literal.integer, 2);
    const struct check *two = &rule->checks[1];
    assert_int_equal(two->severity, SEVERITY_LOW);
    assert_int_equal(two->for_each.kind, SOURCE_LIST);
    assert_int_equal(two->for_each.param, 1);
    assert_int_equal(two->for_each.number, 5);
    const struct condition *share = two->require;
    assert_int_equal(share->kind, CONDITION_SHARE);
    assert_int_equal(share->quantifier->source.number, 6);
    assert_int_equal(share->quantifier->source.globs.kind, OPERAND_PARAM);
    assert_int_equal(share->predicate_count, 2);
    assert_true(share->predicates[0].operand.literal.number > 0.9449 &&
                share->predicates[0].operand.literal.number < 0.9451);
    assert_int_equal(share->quantifier->that->predicates[0].operand.kind, OPERAND_EACH);
    assert_int_equal(share->quantifier->that->predicates[0].operand.field.kind, FIELD_VALUE);
}

/* `^` is the beginning of a line in a text source and of the field elsewhere. */
static void regexes_of_texts_are_of_lines(void **state)
{
    struct rule *rule = parse_well(*state, "for_each: {text: '*.c', match: '^b$'}\n"
                                           "require: {match: {matches: '^b$'}}\n"
                                           "on_empty: pass\nmessage: Text.\n");
    const struct text lines = text_of("a\nb\nc");
    struct pattern_matcher *matcher = pattern_matcher_new();
    size_t start, end;
    assert_int_equal(
        pattern_search(rule->checks[0].for_each.match.pattern, matcher, lines, 0, &start, &end),
        PATTERN_MATCH);
    assert_int_equal(start, 2);
    assert_int_equal(pattern_search(rule->checks[0].require->predicates[0].operand.pattern, matcher,
                                    lines, 0, &start, &end),
                     PATTERN_NO_MATCH);
    pattern_matcher_free(matcher);
    assert_int_equal(rule->pattern_count, 2);
}

static void references_are_resolved(void **state)
{
    struct rule *rule = parse_well(
        *state,
        "params: {day: {type: list of date, default: []}, most: {type: integer, default: 3}}\n"
        "for_each: {fact: file}\n"
        "require:\n"
        "  exists: {fact: file, as: other, where: {size: $each.size, path: [a, $each.path], "
        "none: {fact: binary, where: {path: $other.path, size: {at_most: $params.most}}}}}\n"
        "  none: {list: $params.day, where: {value: {before: $now}}}\n"
        "on_empty: pass\nmessage: Text.\n");
    const struct condition *exists = rule->checks[0].require->operands[0];
    const struct condition *where = exists->quantifier->where;
    assert_int_equal(where->operands[0]->predicates->operand.kind, OPERAND_EACH);
    assert_string_equal(where->operands[0]->predicates->operand.field.name, "size");
    const struct operand *list = &where->operands[1]->predicates->operand;
    assert_int_equal(list->kind, OPERAND_LIST);
    assert_int_equal(list->count, 2);
    assert_int_equal(list->items[0].kind, OPERAND_LITERAL);
    assert_string_equal(list->items[0].literal.text, "a");
    assert_int_equal(list->items[1].kind, OPERAND_EACH);
    const struct condition *inner = where->operands[2]->quantifier->where;
    assert_int_equal(inner->operands[0]->predicates->operand.kind, OPERAND_BINDING);
    assert_int_equal(inner->operands[0]->predicates->operand.binding, 0);
    assert_int_equal(inner->operands[1]->predicates->operand.kind, OPERAND_PARAM);
    assert_int_equal(inner->operands[1]->predicates->operand.param, 1);
    const struct condition *none = rule->checks[0].require->operands[1];
    const struct operand *now = &none->quantifier->where->predicates->operand;
    assert_int_equal(now->kind, OPERAND_NOW);
    assert_int_equal(now->type.kind, TYPE_DATE);
}

static void bindings_of_the_rule_come_first_in_every_check(void **state)
{
    struct rule *rule = parse_well(
        *state,
        "applies_when: {exists: {fact: file, as: outer}}\n"
        "checks:\n"
        "  - name: one\n"
        "    for_each: {fact: file}\n"
        "    require: {none: {fact: file, as: own, where: {exists: {fact: file, as: deep}}}}\n"
        "    on_empty: {verdict: fail, message: 'None of {outer.count}.', place: [$outer]}\n"
        "    place: [$own, $outer]\n"
        "    message: '{own.count} {outer.first}'\n"
        "  - name: two\n"
        "    for_each: {fact: file}\n"
        "    require: {none: {fact: file, as: own}}\n"
        "    on_empty: pass\n"
        "    message: '{own.first}'\n");
    const struct check *one = &rule->checks[0];
    assert_int_equal(one->binding_count, 3);
    assert_string_equal(one->bindings[0].name, "outer");
    assert_true(one->bindings[0].early);
    assert_ptr_equal(one->bindings[0].condition, rule->applies_when);
    assert_string_equal(one->bindings[1].name, "own");
    assert_false(one->bindings[1].early);
    assert_false(one->bindings[1].nested);
    assert_true(one->bindings[2].nested);
    assert_int_equal(one->places[0].kind, CANDIDATE_BINDING);
    assert_int_equal(one->places[0].binding, 1);
    assert_int_equal(one->places[1].binding, 0);
    assert_int_equal(one->on_empty.places[0].binding, 0);
    const struct check *two = &rule->checks[1];
    assert_int_equal(two->binding_count, 2);
    assert_string_equal(two->bindings[0].name, "outer");
    assert_int_equal(two->message.parts[0].index, 1);
}

static void a_message_is_text_and_names_in_turn(void **state)
{
    struct rule *rule = parse_well(
        *state, "params: {most: {type: share, default: 5%}}\n"
                "for_each: {fact: file}\n"
                "require: {share: {fact: file, as: own, that: {size: 1}, at_least: $params.most}}\n"
                "on_empty: pass\n"
                "message: \"${{{{ {path}: {params.most} {own.count}{own.total}{own.rest}"
                "{own.share}{own.first} }}.\"\n");
    const struct message *message = &rule->checks[0].message;
    static const enum message_name_kind kinds[] = {
        MESSAGE_TEXT,  MESSAGE_FIELD, MESSAGE_TEXT,  MESSAGE_PARAM, MESSAGE_TEXT, MESSAGE_COUNT,
        MESSAGE_TOTAL, MESSAGE_REST,  MESSAGE_SHARE, MESSAGE_FIRST, MESSAGE_TEXT};
    assert_int_equal(message->count, sizeof(kinds) / sizeof(kinds[0]));
    for (size_t i = 0; i < message->count; i++)
        assert_int_equal(message->parts[i].kind, kinds[i]);
    assert_string_equal(message->parts[0].text, "${{ ");
    assert_int_equal(message->parts[1].field.kind, FIELD_PATH);
    assert_string_equal(message->parts[2].text, ": ");
    assert_int_equal(message->parts[3].index, 0);
    assert_string_equal(message->parts[10].text, " }}.");
}

static void a_plain_place_is_one_file(void **state)
{
    struct rule *rule = parse_well(*state, "for_each: repository\n"
                                           "require: {exists: {fact: file}}\n"
                                           "place: [README.md, /docs/a.md, 'SECURITY*']\n"
                                           "message: Text.\n");
    const struct place_candidate *places = rule->checks[0].places;
    assert_true(places[0].plain);
    assert_true(glob_matches(places[0].glob, "README.md"));
    assert_false(glob_matches(places[0].glob, "docs/README.md"));
    assert_string_equal(places[1].written, "docs/a.md");
    assert_true(glob_matches(places[1].glob, "docs/a.md"));
    assert_false(places[2].plain);
    assert_true(glob_matches(places[2].glob, "docs/SECURITY.md"));
}

static void grades_and_verdicts_of_emptiness(void **state)
{
    struct rule *rule = parse_well(
        *state, "for_each: {fact: file}\nrequire: {size: 1}\n"
                "on_empty: not_applicable\n"
                "grades:\n"
                "  - {when: {generated: true}, severity: info}\n"
                "  - {when: {vendored: true}, verdict: review, message: 'Look at {path}.'}\n"
                "message: Text.\n");
    const struct check *check = &rule->checks[0];
    assert_true(check->has_on_empty);
    assert_int_equal(check->on_empty.verdict, VERDICT_NOT_APPLICABLE);
    assert_int_equal(check->grade_count, 2);
    assert_true(check->grades[0].has_severity);
    assert_int_equal(check->grades[0].severity, SEVERITY_INFO);
    assert_false(check->grades[0].is_review);
    assert_null(check->grades[0].message);
    assert_true(check->grades[1].is_review);
    assert_false(check->grades[1].has_severity);
    assert_string_equal(check->grades[1].message->written, "Look at {path}.");
}

static void a_bare_fail_uses_the_checks_words(void **state)
{
    struct rule *rule = parse_well(*state, "for_each: {fact: file}\nrequire: {size: 1}\n"
                                           "on_empty: fail\nplace: [README.md]\nmessage: Text.\n");
    const struct on_empty *empty = &rule->checks[0].on_empty;
    assert_int_equal(empty->verdict, VERDICT_FAIL);
    assert_null(empty->message);
    assert_int_equal(empty->place_count, 0);
}

static void a_parameter_takes_the_type_of_a_field(void **state)
{
    struct rule *rule = parse_well(
        *state,
        "params:\n"
        "  stored: {type: list of binary.stored, default: [git], stricter: shorter, why: W}\n"
        "  most: {type: duration, default: 90d, stricter: longer}\n"
        "for_each: {fact: binary}\nrequire: {stored: $params.stored}\n"
        "on_empty: pass\nmessage: 'Text {params.most}.'\n");
    assert_int_equal(rule->param_count, 2);
    const struct parameter *stored = &rule->params[0];
    assert_string_equal(stored->name, "stored");
    assert_int_equal(stored->type.kind, TYPE_LIST);
    assert_int_equal(stored->type.of, TYPE_WORD);
    assert_string_equal(stored->type.words[0], "git");
    assert_int_equal(stored->stricter, STRICTER_SHORTER);
    assert_string_equal(stored->why, "W");
    assert_int_equal(stored->initial.list->count, 1);
    assert_int_equal(rule->params[1].initial.integer, 90 * 86400);
}

static void a_parameter_that_nothing_names_is_a_warning(void **state)
{
    struct fixture *fixture = *state;
    assert_non_null(parse(fixture, "params: {idle: {type: integer, default: 1}}\n"
                                   "for_each: {fact: file}\nrequire: {size: 1}\n"
                                   "on_empty: pass\nmessage: Text.\n"));
    assert_int_equal(fixture->diagnostics.count, 1);
    assert_int_equal(fixture->diagnostics.errors, 0);
    assert_int_equal(fixture->diagnostics.items[0].level, DIAGNOSTIC_WARNING);
    assert_string_equal(fixture->diagnostics.items[0].message,
                        "nothing names the parameter 'idle'");
    assert_int_equal(fixture->diagnostics.items[0].place.line, 8);
    assert_int_equal(fixture->diagnostics.items[0].place.column, 10);
}

static struct parameter parameter_of(enum type_kind kind, enum type_kind of, enum stricter stricter)
{
    return (struct parameter){.name = "p", .type = {.kind = kind, .of = of}, .stricter = stricter};
}

static struct value value_of(struct fixture *fixture, const struct parameter *parameter,
                             const char *yaml)
{
    struct value value = {0};
    assert_true(parameter_value(&fixture->arena, parameter, "policy.yml", node_of(fixture, yaml),
                                &fixture->diagnostics, &value));
    return value;
}

static int loosens(struct fixture *fixture, struct parameter parameter, const char *before,
                   const char *after)
{
    struct value a = value_of(fixture, &parameter, before);
    struct value b = value_of(fixture, &parameter, after);
    return parameter_loosens(&parameter, &a, &b);
}

static void a_loosening_is_seen_whichever_way_is_stricter(void **state)
{
    struct fixture *f = *state;
    const struct parameter lower = parameter_of(TYPE_INTEGER, 0, STRICTER_LOWER);
    const struct parameter higher = parameter_of(TYPE_SHARE, 0, STRICTER_HIGHER);
    const struct parameter sooner = parameter_of(TYPE_DURATION, 0, STRICTER_SHORTER);
    const struct parameter fewer = parameter_of(TYPE_LIST, TYPE_TEXT, STRICTER_SHORTER);
    const struct parameter more = parameter_of(TYPE_LIST, TYPE_GLOB, STRICTER_LONGER);
    const struct parameter grave = parameter_of(TYPE_SEVERITY, 0, STRICTER_LOWER);
    const struct parameter unsaid = parameter_of(TYPE_INTEGER, 0, STRICTER_UNSAID);
    assert_int_equal(loosens(f, lower, "7", "8"), 1);
    assert_int_equal(loosens(f, lower, "7", "6"), -1);
    assert_int_equal(loosens(f, lower, "7", "7"), 0);
    assert_int_equal(loosens(f, higher, "95%", "94.9%"), 1);
    assert_int_equal(loosens(f, higher, "95%", "100%"), -1);
    assert_int_equal(loosens(f, sooner, "90d", "91d"), 1);
    assert_int_equal(loosens(f, sooner, "2d", "48h"), 0);
    assert_int_equal(loosens(f, fewer, "[a]", "[a, b]"), 1);
    assert_int_equal(loosens(f, fewer, "[a, b]", "[c]"), 1);
    assert_int_equal(loosens(f, fewer, "[a, b]", "[b]"), -1);
    assert_int_equal(loosens(f, fewer, "[a, b]", "[b, a]"), 0);
    assert_int_equal(loosens(f, more, "[a, b]", "[b]"), 1);
    assert_int_equal(loosens(f, more, "[a]", "[b, c, d]"), 1);
    assert_int_equal(loosens(f, more, "[]", "[b]"), -1);
    assert_int_equal(loosens(f, grave, "high", "critical"), 1);
    assert_int_equal(loosens(f, grave, "high", "info"), -1);
    assert_int_equal(loosens(f, unsaid, "1", "2"), 0);
}

static void a_policys_value_is_checked_against_the_type(void **state)
{
    struct fixture *fixture = *state;
    const struct parameter parameter = parameter_of(TYPE_LIST, TYPE_REGEX, STRICTER_UNSAID);
    struct value value = value_integer(42);
    assert_false(parameter_value(&fixture->arena, &parameter, "policy.yml",
                                 node_of(fixture, "['a+', 'b(']"), &fixture->diagnostics, &value));
    assert_int_equal(value.kind, VALUE_INTEGER); /* untouched */
    assert_int_equal(fixture->diagnostics.count, 1);
    assert_string_equal(fixture->diagnostics.items[0].place.path, "policy.yml");
    assert_true(parameter_value(&fixture->arena, &parameter, "policy.yml",
                                node_of(fixture, "['a+']"), &fixture->diagnostics, &value));
    assert_string_equal(value.list->items[0].text, "a+");
}

static void a_policys_condition_is_over_the_repository(void **state)
{
    struct fixture *fixture = *state;
    struct condition *condition =
        condition_of_node(&fixture->arena, "p.yml", node_of(fixture, "{exists: {fact: file}}"),
                          &fixture->diagnostics);
    assert_null(condition);
    assert_int_equal(fixture->diagnostics.count, 1);
    assert_string_equal(fixture->diagnostics.items[0].message,
                        "'exists' cannot stand here: only the repository's own row is asked");
    condition = condition_of_node(&fixture->arena, "p.yml", node_of(fixture, "{size: 1}"),
                                  &fixture->diagnostics);
    assert_null(condition);
    assert_string_equal(fixture->diagnostics.items[1].message,
                        "the repository has no field 'size'");
}

/* The seven words that a condition gives a meaning can be no fields, nor can what
 * every row has of its own. */
static void no_fact_has_a_field_that_a_rule_could_not_name(void **state)
{
    struct fixture *fixture = *state;
    static const char *const words[] = {"all",   "any",  "not",  "exists", "none", "count",
                                        "share", "path", "line", "column", NULL};
    size_t kinds = 0;
    for (const char *const *name = fact_kind_names(&fixture->arena); *name; name++, kinds++) {
        const struct fact_kind *kind = fact_kind_find(*name);
        for (const struct fact_field *field = kind->fields; field->name; field++) {
            if (string_is_one_of(field->name, words))
                fail_msg("%s.%s", kind->name, field->name);
            for (const char *byte = field->name; *byte; byte++)
                if (!((*byte >= 'a' && *byte <= 'z') || (*byte >= '0' && *byte <= '9') ||
                      *byte == '_'))
                    fail_msg("%s.%s", kind->name, field->name);
        }
    }
    assert_true(kinds > 0);
}

static void a_file_over_the_limit_is_refused(void **state)
{
    struct fixture *fixture = *state;
    char *text = arena_alloc(&fixture->arena, (1 << 20) + 1, 1);
    memset(text, '#', (1 << 20) + 1);
    assert_null(rule_parse(&fixture->arena, "big.yml", (struct text){text, (1 << 20) + 1}, false,
                           &fixture->diagnostics));
    assert_int_equal(fixture->diagnostics.count, 1);
    assert_string_equal(fixture->diagnostics.items[0].message,
                        "the file is larger than 1048576 bytes");
}

static void mistakes_are_told_up_to_a_limit(void **state)
{
    struct fixture *fixture = *state;
    struct buffer body = BUFFER_EMPTY;
    buffer_add_string(&body, "for_each: {fact: file}\nrequire:\n  any:\n");
    for (int i = 0; i < 2000; i++)
        buffer_add_string(&body, "    - {nothing: 1}\n");
    buffer_add_string(&body, "on_empty: pass\nmessage: Text.\n");
    assert_null(parse(fixture, buffer_string(&body)));
    buffer_release(&body);
    assert_int_equal(fixture->diagnostics.count, 501);
}

static void a_hundred_checks_are_refused_at_once(void **state)
{
    struct fixture *fixture = *state;
    struct buffer body = BUFFER_EMPTY;
    buffer_add_string(&body, "checks:\n");
    for (int i = 0; i < 100; i++)
        buffer_add_string(&body, "  - {}\n");
    assert_null(parse(fixture, buffer_string(&body)));
    buffer_release(&body);
    assert_int_equal(fixture->diagnostics.count, 1);
    assert_string_equal(fixture->diagnostics.items[0].message, "more than 50 checks");
}

/* Ten lines that aliases make a million conditions of. */
static void what_aliases_multiply_is_refused(void **state)
{
    struct fixture *fixture = *state;
    assert_null(parse(fixture, "applies_when: &a {all: [{size: 1}, {size: 1}, {size: 1}]}\n"
                               "for_each: {fact: file}\n"
                               "where: &b {any: [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]}\n"
                               "require: &c {any: [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]}\n"
                               "grades: [{when: {any: [*c, *c, *c, *c, *c, *c, *c, *c, *c, *c]}, "
                               "severity: low}]\n"
                               "on_empty: pass\nmessage: Text.\n"));
    size_t told = 0;
    for (size_t i = 0; i < fixture->diagnostics.count; i++)
        if (strcmp(fixture->diagnostics.items[i].message, "more than 5000 conditions") == 0)
            told++;
    assert_int_equal(told, 1);
}

static void a_list_of_regexes_is_short(void **state)
{
    struct fixture *fixture = *state;
    const struct parameter parameter = parameter_of(TYPE_LIST, TYPE_REGEX, STRICTER_UNSAID);
    struct buffer list = BUFFER_EMPTY;
    buffer_add_string(&list, "[a");
    for (int i = 0; i < 500; i++)
        buffer_add_string(&list, ", a");
    buffer_add_string(&list, "]");
    struct value value;
    assert_false(parameter_value(&fixture->arena, &parameter, "p.yml",
                                 node_of(fixture, buffer_string(&list)), &fixture->diagnostics,
                                 &value));
    buffer_release(&list);
    assert_string_equal(fixture->diagnostics.items[0].message, "a list of more than 500 items");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(fixed_parts_are_kept),
        TEST(lists_that_are_left_out_are_empty),
        TEST(a_scalar_is_equals_and_a_list_is_in),
        TEST(sources_are_numbered_in_order),
        TEST(regexes_of_texts_are_of_lines),
        TEST(references_are_resolved),
        TEST(bindings_of_the_rule_come_first_in_every_check),
        TEST(a_message_is_text_and_names_in_turn),
        TEST(a_plain_place_is_one_file),
        TEST(grades_and_verdicts_of_emptiness),
        TEST(a_bare_fail_uses_the_checks_words),
        TEST(a_parameter_takes_the_type_of_a_field),
        TEST(a_parameter_that_nothing_names_is_a_warning),
        TEST(a_loosening_is_seen_whichever_way_is_stricter),
        TEST(a_policys_value_is_checked_against_the_type),
        TEST(a_policys_condition_is_over_the_repository),
        TEST(no_fact_has_a_field_that_a_rule_could_not_name),
        TEST(a_file_over_the_limit_is_refused),
        TEST(mistakes_are_told_up_to_a_limit),
        TEST(a_hundred_checks_are_refused_at_once),
        TEST(what_aliases_multiply_is_refused),
        TEST(a_list_of_regexes_is_short),
    };
    return cmocka_run_group_tests_name("rule", tests, NULL, NULL);
}
