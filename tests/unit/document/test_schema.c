#include "document/schema.h"

#include "base/date.h"
#include "document/json.h"
#include "document/yaml.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

struct part {
    const struct node *node;
    const char *name;
};

struct thing {
    const struct node *node;
    const char *title, *version, *id;
    int colour;
    bool flag;
    int64_t count, any;
    int32_t day;
    struct schema_texts tags;
    const struct part *part;
    struct schema_objects parts;
    const struct node *rest;
};

static const char *const colours[] = {"red", "green", "blue", NULL};

static const struct schema_field part_fields[] = {
    {.name = "name",
     .type = SCHEMA_TEXT,
     .offset = offsetof(struct part, name),
     .required = true,
     .summary = "Its name."},
    {0},
};

static const struct schema part_schema = {
    .name = "part",
    .summary = "A part.",
    .size = sizeof(struct part),
    .node_offset = offsetof(struct part, node),
    .fields = part_fields,
};

static const struct schema_field thing_fields[] = {
    {.name = "title",
     .type = SCHEMA_TEXT,
     .offset = offsetof(struct thing, title),
     .required = true,
     .summary = "A title | in one line."},
    {.name = "version", .type = SCHEMA_TEXT, .offset = offsetof(struct thing, version)},
    {.name = "id",
     .type = SCHEMA_TEXT,
     .offset = offsetof(struct thing, id),
     .pattern = "^[A-Z]{3}\\d$",
     .pattern_hint = "three capital letters and a digit"},
    {.name = "colour",
     .type = SCHEMA_WORD,
     .offset = offsetof(struct thing, colour),
     .words = colours,
     .summary = "Its colour."},
    {.name = "flag", .type = SCHEMA_BOOLEAN, .offset = offsetof(struct thing, flag)},
    {.name = "count",
     .type = SCHEMA_INTEGER,
     .offset = offsetof(struct thing, count),
     .minimum = 1,
     .maximum = 10},
    {.name = "any", .type = SCHEMA_INTEGER, .offset = offsetof(struct thing, any)},
    {.name = "day", .type = SCHEMA_DATE, .offset = offsetof(struct thing, day)},
    {.name = "tags",
     .type = SCHEMA_TEXTS,
     .offset = offsetof(struct thing, tags),
     .pattern = "^[a-z]+$"},
    {.name = "part",
     .type = SCHEMA_OBJECT,
     .offset = offsetof(struct thing, part),
     .object = &part_schema},
    {.name = "parts",
     .type = SCHEMA_OBJECTS,
     .offset = offsetof(struct thing, parts),
     .object = &part_schema},
    {.name = "rest",
     .type = SCHEMA_NODE,
     .offset = offsetof(struct thing, rest),
     .summary = "Anything.",
     .node_schema = "{\"type\": [\"object\", \"array\"]}"},
    {0},
};

static const struct schema thing_schema = {
    .name = "thing",
    .summary = "A thing with \"parts\".",
    .size = sizeof(struct thing),
    .node_offset = offsetof(struct thing, node),
    .fields = thing_fields,
};

static struct arena arena;
static struct diagnostics diagnostics;

static int set_up(void **state)
{
    (void)state;
    arena_init(&arena, 4096);
    diagnostics_init(&diagnostics, &arena);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static const struct thing *load(const char *yaml)
{
    struct document document = {0};
    struct document_problem problem = {0};
    assert_true(yaml_parse(&arena, text_of(yaml), &document, &problem));
    diagnostics_init(&diagnostics, &arena);
    return schema_load(&thing_schema, &arena, "t.yml", document.count ? document.roots[0] : NULL,
                       &diagnostics);
}

/* The only mistake of a thing whose title is good. */
static const struct diagnostic *mistake(const char *yaml, uint32_t line, uint32_t column,
                                        const char *message)
{
    char text[512];
    snprintf(text, sizeof(text), "title: t\n%s", yaml);
    load(text);
    assert_int_equal(diagnostics.count, 1);
    assert_int_equal(diagnostics.errors, 1);
    const struct diagnostic *diagnostic = &diagnostics.items[0];
    assert_string_equal(diagnostic->message, message);
    assert_string_equal(diagnostic->place.path, "t.yml");
    assert_int_equal(diagnostic->place.line, line);
    assert_int_equal(diagnostic->place.column, column);
    return diagnostic;
}

static void fields_are_loaded(void **state)
{
    (void)state;
    const struct thing *thing =
        load("title: A title\nversion: 1.0\nid: ABC7\ncolour: blue\nflag: true\ncount: 10\n"
             "any: -5\nday: 2026-02-28\ntags: [a, b]\npart: {name: p}\n"
             "parts: [{name: q}, {name: 7}]\nrest: {x: 1}\n");
    assert_int_equal(diagnostics.count, 0);
    assert_string_equal(thing->title, "A title");
    assert_string_equal(thing->version, "1.0");
    assert_string_equal(thing->id, "ABC7");
    assert_int_equal(thing->colour, 2);
    assert_true(thing->flag);
    assert_int_equal(thing->count, 10);
    assert_int_equal(thing->any, -5);
    assert_int_equal(thing->day, date_from_civil(2026, 2, 28));
    assert_int_equal(thing->tags.count, 2);
    assert_string_equal(thing->tags.items[1], "b");
    assert_int_equal(thing->tags.nodes[1]->line, 9);
    assert_string_equal(thing->part->name, "p");
    assert_int_equal(thing->part->node->line, 10);
    assert_int_equal(thing->parts.count, 2);
    assert_string_equal(((const struct part *)thing->parts.items[1])->name, "7");
    assert_string_equal(node_string(thing->rest, "x"), "1");
    assert_int_equal(thing->node->kind, NODE_MAPPING);
}

static void absent_fields_have_their_absent_value(void **state)
{
    (void)state;
    const struct thing *thing = load("title: t\ntags: one\n");
    assert_int_equal(diagnostics.count, 0);
    assert_null(thing->version);
    assert_int_equal(thing->colour, -1);
    assert_false(thing->flag);
    assert_int_equal(thing->count, 0);
    assert_int_equal(thing->day, INT32_MIN);
    assert_null(thing->part);
    assert_int_equal(thing->parts.count, 0);
    assert_null(thing->rest);
    assert_int_equal(thing->tags.count, 1);
    assert_string_equal(thing->tags.items[0], "one");
    assert_int_equal(load("title: t\ntags: []\n")->tags.count, 0);
    assert_int_equal(diagnostics.count, 0);
}

static void mistakes_are_placed_and_explained(void **state)
{
    (void)state;
    const struct diagnostic *diagnostic =
        mistake("color: red\n", 2, 1, "'color' is no key of thing");
    assert_string_equal(diagnostic->meant, "colour");
    assert_int_equal(diagnostic->length, 5);
    diagnostic = mistake("zzz: red\n", 2, 1, "'zzz' is no key of thing");
    assert_null(diagnostic->meant);
    assert_non_null(strstr(diagnostic->expected, "title, version"));
    diagnostic = mistake("colour: gren\n", 2, 9, "'colour' cannot be 'gren'");
    assert_string_equal(diagnostic->meant, "green");
    assert_string_equal(diagnostic->expected, "red, green or blue");
    assert_int_equal(diagnostic->length, 4);
    diagnostic = mistake("id: abc\n", 2, 5, "'abc' is not what 'id' takes");
    assert_string_equal(diagnostic->expected, "three capital letters and a digit");
    mistake("id: 'ABC1\n\n'\n", 2, 5, "'ABC1\n' is not what 'id' takes");
    diagnostic = mistake("flag: yes\n", 2, 7, "'flag' must be true or false, not a text");
    assert_string_equal(diagnostic->meant, "true");
    mistake("flag: 'true'\n", 2, 7, "'flag' must be true or false, not a text");
    diagnostic = mistake("count: 11\n", 2, 8, "'count' cannot be 11");
    assert_string_equal(diagnostic->expected, "1 to 10");
    mistake("count: 1.5\n", 2, 8, "'count' must be a whole number");
    mistake("count: '1'\n", 2, 8, "'count' must be a whole number, not a text");
    diagnostic = mistake("day: 2026-02-30\n", 2, 6, "'day' is '2026-02-30', which is no date");
    assert_non_null(diagnostic->expected);
    mistake("day: tomorrow\n", 2, 6, "'day' is 'tomorrow', which is no date");
    mistake("tags: [a, B]\n", 2, 11, "'B' is not what 'tags' takes");
    mistake("tags: [a, [b]]\n", 2, 11, "'tags' must be a text, not a list");
    mistake("tags: {a: b}\n", 2, 7, "'tags' must be a list of texts, not a mapping");
    mistake("tags:\n", 2, 6, "'tags' has no value");
    mistake("version: {}\n", 2, 10, "'version' must be a text, not a mapping");
    mistake("version: ' '\n", 2, 10, "'version' must not be empty");
    mistake("version: \"a\\0b\"\n", 2, 10, "'version' must not hold a NUL");
    mistake("version: ~\n", 2, 10, "'version' has no value");
    mistake("part: {nam: x, name: y}\n", 2, 8, "'nam' is no key of part");
    diagnostic = mistake("part: {}\n", 2, 7, "part has no 'name'");
    assert_string_equal(diagnostic->expected, "Its name.");
    mistake("part: x\n", 2, 7, "'part' must be a mapping, not a text");
    mistake("parts: {name: x}\n", 2, 8, "'parts' must be a list of mappings, not a mapping");
    mistake("parts: [{name: x}, 1]\n", 2, 20, "'parts' must be a mapping, not a number");
}

static void all_mistakes_are_found_at_once(void **state)
{
    (void)state;
    const struct thing *thing = load("colour: 1\ncount: x\nparts: [{}, {name: []}]\nwhat: 1\n");
    assert_int_equal(diagnostics.count, 6);
    assert_int_equal(thing->colour, -1);
    assert_int_equal(thing->parts.count, 2);
    assert_null(thing->title);
    thing = load("- a\n");
    assert_int_equal(diagnostics.count, 1);
    assert_string_equal(diagnostics.items[0].message, "'thing' must be a mapping, not a list");
    assert_int_equal(thing->day, INT32_MIN);
    thing = load("# nothing\n");
    assert_int_equal(diagnostics.count, 1);
    assert_string_equal(diagnostics.items[0].message, "'thing' has no value");
    assert_int_equal(diagnostics.items[0].place.line, 1);
    assert_null(thing->title);
}

static void a_required_list_has_items(void **state)
{
    (void)state;
    static const struct schema_field fields[] = {
        {.name = "tags",
         .type = SCHEMA_TEXTS,
         .offset = offsetof(struct thing, tags),
         .required = true},
        {0},
    };
    static const struct schema schema = {
        .name = "list", .size = sizeof(struct thing), .node_offset = SIZE_MAX, .fields = fields};
    struct document document;
    struct document_problem problem;
    assert_true(yaml_parse(&arena, text_of("tags: []\n"), &document, &problem));
    const struct thing *thing =
        schema_load(&schema, &arena, "l.yml", document.roots[0], &diagnostics);
    assert_int_equal(diagnostics.count, 1);
    assert_string_equal(diagnostics.items[0].message, "'tags' must not be empty");
    assert_null(thing->node);
}

static const struct node *at(const struct node *node, const char *first, const char *second,
                             const char *third)
{
    node = node_find(node_find(node, first), second);
    return third ? node_find(node, third) : node;
}

static void the_json_schema_says_what_the_loader_wants(void **state)
{
    (void)state;
    struct buffer out = BUFFER_EMPTY;
    schema_write_json(&thing_schema, "https://example.com/thing.json", &out);
    struct document document;
    struct document_problem problem;
    assert_true(json_parse(&arena, (struct text){out.bytes, out.size}, false, &document, &problem));
    const struct node *root = document.roots[0];
    assert_string_equal(node_string(root, "$schema"), "http://json-schema.org/draft-07/schema#");
    assert_string_equal(node_string(root, "$id"), "https://example.com/thing.json");
    assert_string_equal(node_string(root, "description"), "A thing with \"parts\".");
    assert_string_equal(node_string(root, "additionalProperties"), "false");
    assert_int_equal(node_find(root, "required")->count, 1);
    assert_string_equal(node_find(root, "required")->items[0]->text, "title");
    assert_int_equal(node_find(root, "properties")->count, 12);
    assert_string_equal(at(root, "properties", "id", "pattern")->text, "^[A-Z]{3}\\d$");
    assert_int_equal(at(root, "properties", "title", "type")->count, 3);
    assert_int_equal(at(root, "properties", "colour", "enum")->count, 3);
    assert_string_equal(at(root, "properties", "colour", "description")->text, "Its colour.");
    assert_string_equal(at(root, "properties", "count", "maximum")->text, "10");
    assert_null(at(root, "properties", "any", "maximum"));
    assert_string_equal(at(root, "properties", "day", "format")->text, "date");
    assert_int_equal(at(root, "properties", "tags", "anyOf")->count, 2);
    assert_int_equal(at(root, "properties", "rest", "type")->count, 2);
    assert_string_equal(at(root, "properties", "rest", "description")->text, "Anything.");
    const struct node *items = at(root, "properties", "parts", "items");
    assert_string_equal(node_string(items, "$ref"), "#/definitions/part");
    assert_string_equal(at(root, "definitions", "part", "additionalProperties")->text, "false");
    assert_int_equal(node_find(root, "definitions")->count, 1);
    assert_non_null(strstr(out.bytes, "\n  \"required\": [\"title\"],\n"));
    assert_int_equal(out.bytes[out.size - 1], '\n');
    buffer_release(&out);
}

static void of_alternatives_one_is_there(void **state)
{
    (void)state;
    static const char *const either[] = {"id", "day", NULL};
    struct schema schema = thing_schema;
    schema.alternatives = either;
    static const struct {
        const char *yaml, *message;
    } things[] = {{"title: a\nid: ABC1\n", NULL},
                  {"title: a\nday: 2026-01-01\n", NULL},
                  {"title: a\n", "thing has no 'id'"}};
    for (size_t i = 0; i < sizeof(things) / sizeof(*things); i++) {
        struct document document;
        struct document_problem problem;
        assert_true(yaml_parse(&arena, text_of(things[i].yaml), &document, &problem));
        struct diagnostics told;
        diagnostics_init(&told, &arena);
        schema_load(&schema, &arena, "t.yml", document.roots[0], &told);
        assert_int_equal(told.count, things[i].message != NULL);
        if (told.count == 0)
            continue;
        assert_string_equal(told.items[0].message, things[i].message);
        assert_string_equal(told.items[0].expected, "id or day");
    }
    struct buffer out = BUFFER_EMPTY;
    schema_write_json(&schema, "https://example.com/thing.json", &out);
    struct document document;
    struct document_problem problem;
    assert_true(json_parse(&arena, (struct text){out.bytes, out.size}, false, &document, &problem));
    const struct node *any = node_find(document.roots[0], "anyOf");
    assert_int_equal(any->count, 2);
    assert_string_equal(node_find(any->items[1], "required")->items[0]->text, "day");
    buffer_release(&out);
}

static void the_reference_lists_every_field(void **state)
{
    (void)state;
    struct buffer out = BUFFER_EMPTY;
    schema_write_reference(&thing_schema, &out);
    const char *text = buffer_string(&out);
    assert_non_null(strstr(text, "| `title` | text | yes | A title \\| in one line. |\n"));
    assert_non_null(strstr(text, "| `colour` | `red`, `green` or `blue` | no | Its colour. |\n"));
    assert_non_null(strstr(text, "| `count` | integer, 1 to 10 | no |"));
    assert_non_null(strstr(text, "| `parts` | list of `part` | no |"));
    assert_non_null(strstr(text, "\n**`part`**: A part.\n\n| key |"));
    assert_null(strstr(strstr(text, "**`part`**") + 1, "**`part`**"));
    buffer_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(fields_are_loaded, set_up, tear_down),
        cmocka_unit_test_setup_teardown(absent_fields_have_their_absent_value, set_up, tear_down),
        cmocka_unit_test_setup_teardown(mistakes_are_placed_and_explained, set_up, tear_down),
        cmocka_unit_test_setup_teardown(all_mistakes_are_found_at_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_required_list_has_items, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_json_schema_says_what_the_loader_wants, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(of_alternatives_one_is_there, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_reference_lists_every_field, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
