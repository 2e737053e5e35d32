#include "policy/rule.h"

#include "document/json.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct node *schema_read(struct arena *arena)
{
    struct buffer out = BUFFER_EMPTY;
    rule_write_schema(&out);
    struct document document;
    struct document_problem problem = {0};
    struct text text = {arena_strdup(arena, buffer_string(&out)), out.size};
    bool is_json = json_parse(arena, text, false, &document, &problem);
    buffer_release(&out);
    if (!is_json)
        fail_msg("%u:%u: %s", problem.line, problem.column, problem.message);
    return document.roots[0];
}

static const struct node *follow(struct arena *arena, const struct node *root, const char *pointer)
{
    const struct node *node = root;
    assert_true(string_starts_with(pointer, "#/"));
    const char *at = pointer + 2;
    while (node && *at) {
        size_t size = strcspn(at, "/");
        node = node_find(node, arena_copy(arena, (struct text){at, size}));
        at += size + (at[size] == '/');
    }
    return node;
}

static size_t check_references(struct arena *arena, const struct node *root,
                               const struct node *node)
{
    size_t count = 0;
    const char *pointer = node_string(node, "$ref");
    if (pointer) {
        if (!follow(arena, root, pointer))
            fail_msg("%s leads nowhere", pointer);
        count++;
    }
    for (size_t i = 0; i < node->count; i++)
        count += check_references(arena, root, node->items[i]);
    return count;
}

static void every_reference_leads_somewhere(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 16);
    const struct node *root = schema_read(&arena);
    assert_true(check_references(&arena, root, root) > 20);
    arena_release(&arena);
}

static bool has_text(const struct node *list, const char *text)
{
    for (size_t i = 0; list && i < list->count; i++)
        if (list->items[i]->text && strcmp(list->items[i]->text, text) == 0)
            return true;
    return false;
}

static void facts_predicates_and_quantifiers_are_in_it(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 16);
    const struct node *root = schema_read(&arena);
    const struct node *condition = follow(&arena, root, "#/properties/where");
    const struct node *exists = follow(&arena, condition, "#/properties/exists/properties");
    const struct node *kinds = follow(&arena, exists, "#/fact/enum");
    for (const char *const *name = fact_kind_names(&arena); *name; name++)
        assert_true(has_text(kinds, *name));
    static const char *const predicates[] = {
        "equals", "in",         "matches",      "glob",    "contains", "starts_with", "ends_with",
        "exists", "empty",      "less_than",    "at_most", "at_least", "more_than",   "before",
        "after",  "older_than", "younger_than", "not",     NULL};
    const struct node *fields = follow(&arena, condition, "#/additionalProperties/properties");
    assert_non_null(fields);
    assert_int_equal(fields->count, 18);
    for (const char *const *word = predicates; *word; word++)
        assert_non_null(node_find(fields, *word));
    assert_null(node_find(exists, "at_least"));
    assert_non_null(follow(&arena, condition, "#/properties/share/properties/that"));
    assert_non_null(follow(&arena, condition, "#/properties/count/properties/at_least"));
    arena_release(&arena);
}

static void the_reference_tells_of_every_word(void **state)
{
    (void)state;
    struct buffer out = BUFFER_EMPTY;
    rule_write_reference(&out);
    static const char *const words[] = {"| `for_each` |",
                                        "`younger_than`",
                                        "`not`",
                                        "`matches`",
                                        "{fact: KIND}",
                                        "`share: {",
                                        "$each.FIELD",
                                        "{NAME.count}",
                                        "`$now`",
                                        "`osps-2026.02.19`",
                                        "stricter",
                                        "on_empty",
                                        NULL};
    for (const char *const *word = words; *word; word++)
        if (!strstr(buffer_string(&out), *word))
            fail_msg("%s is not in the reference", *word);
    assert_null(strstr(buffer_string(&out), "(null)"));
    buffer_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_reference_leads_somewhere),
        cmocka_unit_test(facts_predicates_and_quantifiers_are_in_it),
        cmocka_unit_test(the_reference_tells_of_every_word),
    };
    return cmocka_run_group_tests_name("rule_schema", tests, NULL, NULL);
}
