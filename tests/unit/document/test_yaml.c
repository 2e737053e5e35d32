#include "document/yaml.h"

#include "base/limits.h"

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

static struct document parse_bytes(const char *bytes, size_t size)
{
    struct document document = {0};
    struct document_problem problem = {0};
    if (!yaml_parse(&arena, (struct text){bytes, size}, &document, &problem))
        fail_msg("%u:%u: %s", problem.line, problem.column, problem.message);
    return document;
}

static const struct node *parse(const char *string)
{
    struct document document = parse_bytes(string, strlen(string));
    assert_int_equal(document.count, 1);
    return document.roots[0];
}

static struct document_problem refuse_bytes(const char *bytes, size_t size)
{
    struct document document = {.count = 77};
    struct document_problem problem = {0};
    assert_false(yaml_parse(&arena, (struct text){bytes, size}, &document, &problem));
    assert_int_equal(document.count, 77);
    assert_true(problem.message[0] != '\0');
    return problem;
}

static struct document_problem refuse(const char *string)
{
    return refuse_bytes(string, strlen(string));
}

static void assert_refused(const char *string, uint32_t line, uint32_t column, const char *message)
{
    struct document_problem problem = refuse(string);
    assert_string_equal(problem.message, message);
    assert_int_equal(problem.line, line);
    assert_int_equal(problem.column, column);
    assert_false(problem.limit);
}

static void places_count_lines_and_code_points_from_one(void **state)
{
    (void)state;
    const struct node *root = parse("# comment\nname: 'é' \nlist:\n  - ü: x\n    b: yy\nlast: 1\n");
    const struct node *item = node_find(root, "list")->items[0];
    assert_int_equal(root->line, 2);
    assert_int_equal(root->column, 1);
    assert_int_equal(node_find(root, "name")->column, 7);
    assert_int_equal(node_find(root, "name")->end_column, 10);
    assert_int_equal(node_find(item, "ü")->line, 4);
    assert_int_equal(node_find(item, "ü")->column, 8);
    assert_int_equal(node_key(item, "b")->line, 5);
    assert_int_equal(node_key(item, "b")->column, 5);
    assert_int_equal(item->end_line, 5);
    assert_int_equal(item->end_column, 10);
    assert_int_equal(node_find(root, "list")->end_line, 5);
    assert_null(root->parent);
    assert_ptr_equal(item->parent, node_find(root, "list"));
    assert_ptr_equal(node_key(item, "b")->parent, item);
}

static void flow_collections_end_after_their_bracket(void **state)
{
    (void)state;
    const struct node *root = parse("a: [1, {b: 2}]\n");
    const struct node *list = node_find(root, "a");
    assert_int_equal(list->end_line, 1);
    assert_int_equal(list->end_column, 15);
    assert_int_equal(list->items[1]->end_column, 14);
    assert_int_equal(root->end_column, 15);
}

static void plain_scalars_follow_the_core_schema(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum node_kind kind;
    } cases[] = {
        {"~", NODE_NULL},        {"null", NODE_NULL},       {"Null", NODE_NULL},
        {"NULL", NODE_NULL},     {"nULL", NODE_TEXT},       {"true", NODE_BOOLEAN},
        {"False", NODE_BOOLEAN}, {"TRUE", NODE_BOOLEAN},    {"tRUE", NODE_TEXT},
        {"yes", NODE_TEXT},      {"no", NODE_TEXT},         {"on", NODE_TEXT},
        {"Off", NODE_TEXT},      {"n", NODE_TEXT},          {"0", NODE_NUMBER},
        {"-12", NODE_NUMBER},    {"+3", NODE_NUMBER},       {"007", NODE_NUMBER},
        {"0o17", NODE_NUMBER},   {"0o18", NODE_TEXT},       {"0xFf", NODE_NUMBER},
        {"0xg", NODE_TEXT},      {"0x", NODE_TEXT},         {"-0x1", NODE_TEXT},
        {"1_000", NODE_TEXT},    {"12:30", NODE_TEXT},      {"1.5", NODE_NUMBER},
        {"1.", NODE_NUMBER},     {".5", NODE_NUMBER},       {".", NODE_TEXT},
        {"+", NODE_TEXT},        {"1e3", NODE_NUMBER},      {"1e", NODE_TEXT},
        {"1.5E-3", NODE_NUMBER}, {"e3", NODE_TEXT},         {".inf", NODE_NUMBER},
        {"-.Inf", NODE_NUMBER},  {".iNf", NODE_TEXT},       {".NaN", NODE_NUMBER},
        {"-.nan", NODE_TEXT},    {"2026-02-30", NODE_TEXT}, {"1.2.3", NODE_TEXT},
        {"v1", NODE_TEXT},       {"truely", NODE_TEXT},     {"1.0.0-rc", NODE_TEXT},
        {"nan", NODE_TEXT},      {"0b1", NODE_TEXT},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char text[64];
        snprintf(text, sizeof(text), "k: %s\n", cases[i].text);
        const struct node *value = node_find(parse(text), "k");
        if (value->kind != cases[i].kind)
            fail_msg("'%s' is %s", cases[i].text, node_kind_name(value->kind));
        assert_string_equal(value->text, cases[i].text);
    }
    assert_int_equal(node_find(parse("k:\n"), "k")->kind, NODE_NULL);
}

static void quoted_and_block_scalars_are_texts(void **state)
{
    (void)state;
    const struct node *root = parse(
        "a: 'true'\nb: \"1\\n\\u00e9\\0x\"\nc: |\n  null\n  two\nd: >-\n  x\n  y\ne: plain\n");
    assert_int_equal(node_find(root, "a")->kind, NODE_TEXT);
    assert_true(node_find(root, "a")->quoted);
    assert_false(node_find(root, "a")->block);
    assert_int_equal(node_find(root, "b")->size, 6);
    assert_memory_equal(node_find(root, "b")->text, "1\n\xc3\xa9\0x", 7);
    assert_string_equal(node_find(root, "c")->text, "null\ntwo\n");
    assert_true(node_find(root, "c")->block);
    assert_true(node_find(root, "c")->quoted);
    assert_string_equal(node_find(root, "d")->text, "x y");
    assert_false(node_find(root, "e")->quoted);
}

static void numbers_and_booleans_are_read(void **state)
{
    (void)state;
    const struct node *root =
        parse("[9223372036854775807, -9223372036854775808, 9223372036854775808, "
              "0x10, 0o17, 1.5, -.inf, true, FALSE, '1', +7, 1e3]");
    int64_t integer = 0;
    double number = 0;
    bool boolean = false;
    assert_true(node_integer(root->items[0], &integer));
    assert_true(integer == INT64_MAX);
    assert_true(node_integer(root->items[1], &integer));
    assert_true(integer == INT64_MIN);
    assert_false(node_integer(root->items[2], &integer));
    assert_true(node_number(root->items[2], &number));
    assert_true(number > 9.2e18);
    assert_true(node_integer(root->items[3], &integer));
    assert_int_equal(integer, 16);
    assert_true(node_integer(root->items[4], &integer));
    assert_int_equal(integer, 15);
    assert_false(node_integer(root->items[5], &integer));
    assert_true(node_number(root->items[5], &number));
    assert_true(number > 1.49 && number < 1.51);
    assert_true(node_number(root->items[6], &number));
    assert_true(number < -1e300);
    assert_true(node_boolean(root->items[7], &boolean) && boolean);
    assert_true(node_boolean(root->items[8], &boolean) && !boolean);
    assert_false(node_integer(root->items[9], &integer));
    assert_false(node_number(root->items[9], &number));
    assert_false(node_boolean(root->items[9], &boolean));
    assert_true(node_integer(root->items[10], &integer));
    assert_int_equal(integer, 7);
    assert_true(node_number(root->items[11], &number));
    assert_true(number > 999 && number < 1001);
    assert_false(node_number(NULL, &number) || node_integer(NULL, &integer));
}

static void finding_is_safe_on_anything(void **state)
{
    (void)state;
    const struct node *root = parse("a: {b: x}\nl: [1]\nn:\n");
    assert_null(node_find(NULL, "a"));
    assert_null(node_find(node_find(root, "l"), "a"));
    assert_null(node_find(root, "aa"));
    assert_null(node_string(root, "a"));
    assert_null(node_string(root, "n"));
    assert_null(node_string(root, "missing"));
    assert_string_equal(node_string(node_find(root, "a"), "b"), "x");
    assert_false(node_is_scalar(NULL));
    assert_false(node_is_scalar(root));
    assert_true(node_is_scalar(node_find(root, "n")));
}

static void duplicate_keys_name_the_key_and_its_first_line(void **state)
{
    (void)state;
    assert_refused("a: 1\nb:\n  x: 1\n  y: 2\n  x: 3\n", 5, 3,
                   "key 'x' was already given on line 3");
    assert_refused("'on': 1\non: 2\n", 2, 1, "key 'on' was already given on line 1");
    /* The many keys of a large mapping take another way. */
    struct buffer buffer = BUFFER_EMPTY;
    for (int i = 0; i < 1000; i++)
        buffer_printf(&buffer, "key%d: x\n", i);
    const struct node *root = parse(buffer_string(&buffer));
    assert_int_equal(root->count, 1000);
    assert_string_equal(root->keys[999]->text, "key999");
    buffer_add_string(&buffer, "key7: x\nkey3: x\n");
    assert_refused(buffer_string(&buffer), 1001, 1, "key 'key7' was already given on line 8");
    buffer_release(&buffer);
}

static void keys_are_scalars(void **state)
{
    (void)state;
    assert_refused("? [a, b]\n: 1\n", 1, 3, "a key must be a scalar");
    assert_refused("replicas: {{ .Values.replicas }}\n", 1, 12, "a key must be a scalar");
    assert_refused("a: &x [1]\n*x : 2\n", 2, 1, "a key must be a scalar");
    assert_int_equal(parse("? \n: 1\n")->keys[0]->kind, NODE_NULL);
    assert_string_equal(parse("- &k name\n- {*k : 1}\n")->items[1]->keys[0]->text, "name");
}

static void malformed_text_is_placed(void **state)
{
    (void)state;
    assert_int_equal(refuse("a: [1, 2\nb: 3\n").line, 2);
    assert_refused("a:\n\t- x\n", 2, 1, "a tab: YAML is indented with blanks alone");
    assert_refused("a:\n  b: 1\n  \tc: [\n", 3, 3, "a tab: YAML is indented with blanks alone");
    assert_true(strstr(refuse("a: b\nc: @\t\n").message, "cannot start any token"));
    assert_int_equal(refuse("a: 'x\n").line, 2);
    struct document_problem problem = refuse_bytes("a: b\nc: \xff\xfe\n", 11);
    assert_int_equal(problem.line, 2);
    assert_int_equal(problem.column, 4);
    problem = refuse_bytes("a: 1\nb: \0\n", 10);
    assert_int_equal(problem.line, 2);
    assert_false(problem.limit);
    refuse_bytes("\0", 1);
    refuse("a: \xed\xa0\x80\n");
    refuse("%YAML 2.0\n---\na\n");
    refuse("!x!y z\n");
}

static void streams_hold_none_or_several_documents(void **state)
{
    (void)state;
    assert_int_equal(parse_bytes("", 0).count, 0);
    assert_int_equal(parse_bytes(NULL, 0).count, 0);
    assert_int_equal(parse_bytes("# only a comment\n", 17).count, 0);
    const char *stream = "---\na: 1\n---\n---\nb: 2\n...\n";
    struct document document = parse_bytes(stream, strlen(stream));
    assert_int_equal(document.count, 3);
    assert_int_equal(document.roots[1]->kind, NODE_NULL);
    assert_string_equal(node_string(document.roots[2], "b"), "2");
    assert_int_equal(node_find(document.roots[2], "b")->line, 5);
    /* An anchor ends with its document. */
    assert_refused("--- &a 1\n--- *a\n", 2, 5, "alias 'a' names no anchor before it");
}

static void encodings_of_yaml_are_read(void **state)
{
    (void)state;
    const char *bom = "\xef\xbb\xbf"
                      "a: 1\r\nb: 2\r\n";
    const struct node *root = parse(bom);
    assert_string_equal(node_string(root, "a"), "1");
    assert_int_equal(node_key(root, "a")->column, 1);
    assert_int_equal(node_key(root, "b")->line, 2);
    struct document document = parse_bytes("\xff\xfe"
                                           "a\0:\0 \0\xe9\0",
                                           10);
    assert_string_equal(node_string(document.roots[0], "a"), "\xc3\xa9");
}

static void aliases_share_nodes(void **state)
{
    (void)state;
    const struct node *root = parse("a: &x {k: [1, 2]}\nb: *x\nc: &x 5\nd: *x\n");
    assert_ptr_equal(node_find(root, "a"), node_find(root, "b"));
    assert_ptr_equal(node_find(root, "b")->parent, root);
    assert_string_equal(node_string(root, "d"), "5");
    assert_refused("a: *nothing\n", 1, 4, "alias 'nothing' names no anchor before it");
    assert_refused("a: &x [1, *x]\n", 1, 11, "alias 'x' stands inside the node that it names");
}

static void merge_keys_are_applied(void **state)
{
    (void)state;
    const struct node *root = parse("one: &one {a: 1, b: 1}\n"
                                    "two: &two {b: 2, c: 2}\n"
                                    "own: {<<: *one, b: 0}\n"
                                    "list: {d: 3, <<: [*two, *one]}\n"
                                    "chain: &chain {<<: *two, e: 5}\n"
                                    "last: {<<: *chain}\n"
                                    "inline: {<<: {z: 9}, y: 8}\n"
                                    "quoted: {'<<': *one}\n"
                                    "twice: {<<: *one, <<: *two}\n");
    const struct node *own = node_find(root, "own");
    assert_int_equal(own->count, 2);
    assert_string_equal(node_string(own, "a"), "1");
    assert_string_equal(node_string(own, "b"), "0");
    assert_string_equal(own->keys[0]->text, "b");
    assert_ptr_equal(node_find(own, "a")->parent, node_find(root, "one"));
    const struct node *list = node_find(root, "list");
    assert_int_equal(list->count, 4);
    assert_string_equal(node_string(list, "b"), "2");
    assert_string_equal(node_string(list, "a"), "1");
    assert_string_equal(node_string(node_find(root, "last"), "c"), "2");
    assert_string_equal(node_string(node_find(root, "last"), "e"), "5");
    const struct node *in_line = node_find(root, "inline");
    assert_int_equal(in_line->count, 2);
    assert_ptr_equal(node_find(in_line, "z")->parent, in_line);
    assert_int_equal(node_find(root, "quoted")->count, 1);
    assert_int_equal(node_find(node_find(root, "quoted"), "<<")->kind, NODE_MAPPING);
    assert_string_equal(node_string(node_find(root, "twice"), "b"), "1");
    assert_string_equal(node_string(node_find(root, "twice"), "c"), "2");
    assert_refused("a: {<<: 5}\n", 1, 5, "'<<' takes a mapping or a list of mappings");
    assert_refused("a: {<<: [1]}\n", 1, 5, "'<<' takes a mapping or a list of mappings");
}

static void merging_a_sibling_leaves_it_in_its_place(void **state)
{
    (void)state;
    const struct node *root = parse("base: &b {k: 1}\n<<: *b\n");
    assert_ptr_equal(node_find(root, "base")->parent, root);
    assert_ptr_equal(node_find(root, "k")->parent, node_find(root, "base"));
}

static void tags_do_not_fail(void **state)
{
    (void)state;
    const struct node *root =
        parse("script:\n  - !reference [.setup, script]\nref: !Ref Name\nsub: !Sub {a: 1}\n"
              "secret: !vault |\n  $ANSIBLE\nstr: !!str 12\nint: !!int '12'\nmerged: {<<: !include "
              "x.yml}\n"
              "plain: ! 12\nother: !<tag:example.com,2000:t> 5\n");
    const struct node *reference = node_find(root, "script")->items[0];
    assert_int_equal(reference->kind, NODE_SEQUENCE);
    assert_string_equal(reference->tag, "!reference");
    assert_string_equal(reference->items[1]->text, "script");
    assert_string_equal(node_string(root, "ref"), "Name");
    assert_string_equal(node_find(root, "ref")->tag, "!Ref");
    assert_string_equal(node_string(root, "secret"), "$ANSIBLE\n");
    assert_int_equal(node_find(root, "str")->kind, NODE_TEXT);
    assert_null(node_find(root, "str")->tag);
    assert_int_equal(node_find(root, "int")->kind, NODE_NUMBER);
    assert_string_equal(node_find(node_find(root, "merged"), "<<")->tag, "!include");
    assert_int_equal(node_find(root, "plain")->kind, NODE_TEXT);
    assert_string_equal(node_find(root, "other")->tag, "tag:example.com,2000:t");
}

static void nesting_is_limited(void **state)
{
    (void)state;
    char text[2 * LIMIT_DOCUMENT_DEPTH + 3] = {0};
    memset(text, '[', LIMIT_DOCUMENT_DEPTH);
    memset(text + LIMIT_DOCUMENT_DEPTH, ']', LIMIT_DOCUMENT_DEPTH);
    const struct node *deep = parse(text);
    assert_int_equal(deep->kind, NODE_SEQUENCE);
    memset(text, '[', LIMIT_DOCUMENT_DEPTH + 1);
    memset(text + LIMIT_DOCUMENT_DEPTH + 1, ']', LIMIT_DOCUMENT_DEPTH + 1);
    struct document_problem problem = refuse(text);
    assert_true(problem.limit);
    assert_string_equal(problem.message, "nested too deeply");
    /* A ladder of aliases is deep where its text is not. */
    struct buffer buffer = BUFFER_EMPTY;
    buffer_add_string(&buffer, "- &a0 [x]\n");
    for (int i = 1; i <= LIMIT_DOCUMENT_DEPTH; i++)
        buffer_printf(&buffer, "- &a%d [*a%d]\n", i, i - 1);
    assert_true(refuse(buffer_string(&buffer)).limit);
    buffer_release(&buffer);
}

static void a_billion_laughs_are_refused(void **state)
{
    (void)state;
    struct buffer buffer = BUFFER_EMPTY;
    buffer_add_string(&buffer, "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 10; i++) {
        buffer_printf(&buffer, "a%d: &a%d [", i, i);
        for (int j = 0; j < 10; j++)
            buffer_printf(&buffer, "%s*a%d", j ? "," : "", i - 1);
        buffer_add_string(&buffer, "]\n");
    }
    struct document_problem problem = refuse(buffer_string(&buffer));
    assert_true(problem.limit);
    assert_string_equal(problem.message, "more than 2000000 nodes, aliases counted in full");
    buffer_release(&buffer);
}

static void directives_are_limited(void **state)
{
    (void)state;
    struct buffer buffer = BUFFER_EMPTY;
    for (int i = 0; i < 2100; i++)
        buffer_printf(&buffer, "%%TAG !a%d! b\n", i);
    buffer_add_string(&buffer, "---\na\n");
    assert_true(refuse(buffer_string(&buffer)).limit);
    buffer_clear(&buffer);
    for (int i = 0; i < 2100; i++)
        buffer_printf(&buffer, "- 100%% of %%TAG\n");
    assert_int_equal(parse(buffer_string(&buffer))->count, 2100);
    buffer_release(&buffer);
}

static void size_is_limited(void **state)
{
    (void)state;
    struct buffer buffer = BUFFER_EMPTY;
    while (buffer.size <= LIMIT_BLOB_BYTES)
        buffer_add_string(&buffer, "# a comment that is long enough to fill the file quickly\n");
    assert_true(refuse(buffer_string(&buffer)).limit);
    buffer_release(&buffer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(places_count_lines_and_code_points_from_one, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(flow_collections_end_after_their_bracket, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(plain_scalars_follow_the_core_schema, set_up, tear_down),
        cmocka_unit_test_setup_teardown(quoted_and_block_scalars_are_texts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(numbers_and_booleans_are_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(finding_is_safe_on_anything, set_up, tear_down),
        cmocka_unit_test_setup_teardown(duplicate_keys_name_the_key_and_its_first_line, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(keys_are_scalars, set_up, tear_down),
        cmocka_unit_test_setup_teardown(malformed_text_is_placed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(streams_hold_none_or_several_documents, set_up, tear_down),
        cmocka_unit_test_setup_teardown(encodings_of_yaml_are_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(aliases_share_nodes, set_up, tear_down),
        cmocka_unit_test_setup_teardown(merge_keys_are_applied, set_up, tear_down),
        cmocka_unit_test_setup_teardown(merging_a_sibling_leaves_it_in_its_place, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(tags_do_not_fail, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nesting_is_limited, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_billion_laughs_are_refused, set_up, tear_down),
        cmocka_unit_test_setup_teardown(directives_are_limited, set_up, tear_down),
        cmocka_unit_test_setup_teardown(size_is_limited, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
