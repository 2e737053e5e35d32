/* The library: which file is a rule and which a policy, ids that are taken, names
 * that are looked up. */
#include "policy/builtin.h"
#include "policy_test.h"

static const char *rule_text(struct arena *arena, const char *id, const char *more)
{
    return arena_printf(arena,
                        "bylaw: 1\nid: %s\nname: a\ntitle: A\nseverity: low\ntags: []\nwhy: w\n"
                        "fix: f\ncontrols: []\nfor_each: {fact: file}\n"
                        "require: {path: {matches: '^a'}}\non_empty: pass\nmessage: m\n%s",
                        id, more);
}

static const char policy_text[] = "bylaw: 1\npolicy: own\ntitle: T\nowner: o\nrules: [ACM001]\n"
                                  "applies_to: {lifecycle: {matches: '^prod'}}\n";

struct bench {
    struct arena arena;
    struct library library;
    struct diagnostics diagnostics;
};

static void bench_open(struct bench *bench)
{
    arena_init(&bench->arena, 1 << 16);
    library_init(&bench->library, &bench->arena);
    diagnostics_init(&bench->diagnostics, &bench->arena);
}

static void bench_close(struct bench *bench)
{
    library_release(&bench->library);
    arena_release(&bench->arena);
}

static void add(struct bench *bench, enum layer layer, const char *path, const char *text)
{
    const struct policy_file file = {.path = path, .text = text_of(text)};
    library_add_files(&bench->library, layer, &file, 1, &bench->diagnostics);
}

static void test_what_a_file_is(void **state)
{
    (void)state;
    struct bench bench;
    bench_open(&bench);
    struct arena *arena = &bench.arena;
    add(&bench, LAYER_ORGANISATION, "p/policies/own.yml", policy_text);
    add(&bench, LAYER_ORGANISATION, "anything.yaml", rule_text(arena, "ACM001", ""));
    /* the keys decide, however they are written */
    add(&bench, LAYER_ORGANISATION, "rules/flow.yml",
        "{bylaw: 1, 'policy': flow, title: T, owner: o, rules: []}\n");
    add(&bench, LAYER_ORGANISATION, "rules/mark.yml",
        "\xef\xbb\xbf"
        "bylaw: 1\n\"policy\": mark\ntitle: T\nowner: o\nrules: []\n");
    /* tests, data and what is no YAML are left out */
    add(&bench, LAYER_ORGANISATION, "rules/a.test.yml", "no rule");
    add(&bench, LAYER_ORGANISATION, "rules/a.test.yaml", "no rule");
    add(&bench, LAYER_ORGANISATION, "rules/catalogue/tools.yml", "no rule");
    add(&bench, LAYER_ORGANISATION, "rules/README.md", "no rule");
    assert_string_equal(told(arena, &bench.diagnostics), "");
    assert_int_equal(bench.library.rule_count, 1);
    assert_int_equal(bench.library.policy_count, 3);
    const struct policy *own = library_find_policy(&bench.library, "own");
    assert_string_equal(own->path, "p/policies/own.yml");
    assert_int_equal(own->layer, LAYER_ORGANISATION);
    assert_non_null(library_find_policy(&bench.library, "flow"));
    assert_non_null(library_find_policy(&bench.library, "mark"));
    assert_null(library_find_policy(&bench.library, "other"));
    bench_close(&bench);
}

static void test_rules_by_id(void **state)
{
    (void)state;
    struct bench bench;
    bench_open(&bench);
    struct arena *arena = &bench.arena;
    const char *const order[] = {"ACM005", "ACM001", "ACM003", "ACM002", "ACM004"};
    for (size_t i = 0; i < 5; i++)
        add(&bench, LAYER_REPOSITORY, arena_printf(arena, "%s.yml", order[i]),
            rule_text(arena, order[i], i == 0 ? "aliases: [ACM900, ACM901]\n" : ""));
    assert_int_equal(bench.library.rule_count, 5);
    for (size_t i = 1; i < 5; i++)
        assert_true(strcmp(bench.library.rules[i - 1]->id, bench.library.rules[i]->id) < 0);
    for (size_t i = 0; i < 5; i++)
        for (size_t j = 0; j < i; j++)
            assert_string_not_equal(bench.library.rule_digests[i], bench.library.rule_digests[j]);
    for (size_t i = 0; i < 5; i++)
        assert_string_equal(library_find_rule(&bench.library, order[i])->id, order[i]);
    assert_null(library_find_rule(&bench.library, "ACM006"));
    assert_null(library_find_rule(&bench.library, "ACM901"));
    assert_string_equal(library_find_rule_or_alias(&bench.library, "ACM901")->id, "ACM005");
    assert_string_equal(library_find_rule_or_alias(&bench.library, "ACM003")->id, "ACM003");
    assert_null(library_find_rule_or_alias(&bench.library, "ACM902"));
    assert_string_equal(library_suggest_rule(&bench.library, arena, "ACN003"), "ACM003");
    assert_null(library_suggest_rule(&bench.library, arena, "XYZ777"));
    bench_close(&bench);
}

static void test_ids_that_are_taken(void **state)
{
    (void)state;
    struct bench bench;
    bench_open(&bench);
    struct arena *arena = &bench.arena;
    add(&bench, LAYER_ORGANISATION, "a.yml", rule_text(arena, "ACM001", "aliases: [ACM900]\n"));
    add(&bench, LAYER_REPOSITORY, "b.yml", rule_text(arena, "ACM001", ""));
    add(&bench, LAYER_REPOSITORY, "c.yml", rule_text(arena, "ACM900", ""));
    add(&bench, LAYER_REPOSITORY, "d.yml", rule_text(arena, "ACM002", "aliases: [ACM001]\n"));
    add(&bench, LAYER_REPOSITORY, "e.yml", rule_text(arena, "ACM003", "aliases: [ACM900]\n"));
    assert_string_equal(told(arena, &bench.diagnostics),
                        "b.yml:2:5: rule id 'ACM001' is taken @ a.yml:2:5\n"
                        "c.yml:2:5: rule id 'ACM900' is taken @ a.yml:2:5\n"
                        "d.yml:2:5: rule id 'ACM001' is taken @ a.yml:2:5\n"
                        "e.yml:2:5: rule id 'ACM900' is taken @ a.yml:2:5\n");
    assert_int_equal(bench.library.rule_count, 1);
    bench_close(&bench);
}

static void test_policy_names_that_are_taken(void **state)
{
    (void)state;
    struct bench bench;
    bench_open(&bench);
    add(&bench, LAYER_ORGANISATION, "a.yml", policy_text);
    add(&bench, LAYER_ORGANISATION, "b.yml", policy_text);
    assert_string_equal(told(&bench.arena, &bench.diagnostics),
                        "b.yml:2:9: policy 'own' is there already @ a.yml:2:9\n");
    add(&bench, LAYER_REPOSITORY, "c.yml", policy_text); /* another layer may have the name */
    assert_int_equal(bench.diagnostics.count, 1);
    assert_int_equal(bench.library.policy_count, 2);
    assert_string_equal(library_find_policy(&bench.library, "own")->path, "c.yml");
    bench_close(&bench);
}

static void test_all_mistakes_of_all_files(void **state)
{
    (void)state;
    struct bench bench;
    bench_open(&bench);
    add(&bench, LAYER_REPOSITORY, "a.yml", "policy: p\n");
    add(&bench, LAYER_REPOSITORY, "b.yml", "id: x\n");
    add(&bench, LAYER_REPOSITORY, "c.yml", "[1]\n");
    add(&bench, LAYER_REPOSITORY, "d.yml", "");
    const char *all = told(&bench.arena, &bench.diagnostics);
    assert_non_null(strstr(all, "a.yml:1:1: policy has no 'bylaw'"));
    assert_non_null(strstr(all, "b.yml:1:5: "));
    assert_non_null(strstr(all, "c.yml:1:1: "));
    assert_non_null(strstr(all, "d.yml:1:1: "));
    assert_int_equal(bench.library.rule_count + bench.library.policy_count, 0);
    bench_close(&bench);
}

static void test_a_configuration_with_a_mistake_is_none(void **state)
{
    (void)state;
    struct bench bench;
    bench_open(&bench);
    const struct policy_file bad = {.path = ".bylaw.yml", .text = text_of("bylaw: 1\nrulez: []\n")};
    library_add_configuration(&bench.library, &bad, &bench.diagnostics);
    assert_null(bench.library.configuration);
    assert_string_equal(told(&bench.arena, &bench.diagnostics),
                        ".bylaw.yml:2:1: 'rulez' is no key of configuration | rules?\n");
    bench_close(&bench);
}

static void test_built_in_rules(void **state)
{
    (void)state;
    struct bench bench;
    bench_open(&bench);
    library_add_builtin(&bench.library, NULL, &bench.diagnostics);
    assert_string_equal(told(&bench.arena, &bench.diagnostics), "");
    assert_true(bench.library.rule_count >= 10);
    const struct policy *baseline = library_find_policy(&bench.library, "baseline");
    assert_non_null(baseline);
    assert_int_equal(baseline->layer, LAYER_BUILTIN);
    assert_string_equal(baseline->path, "builtin:policies/baseline.yml");
    const struct rule *rule = library_find_rule(&bench.library, "SDL009");
    assert_non_null(rule);
    assert_true(rule->builtin);
    assert_true(string_starts_with(rule->path, "builtin:rules/secure-sdlc/SDL009"));
    for (size_t i = 0; i < baseline->rule_count; i++)
        assert_non_null(library_find_rule(&bench.library, baseline->rules[i].rule));
    bench_close(&bench);
}

static void test_built_in_rules_on_demand(void **state)
{
    (void)state;
    struct bench bench;
    bench_open(&bench);
    const char *const ids[] = {"SDL009", NULL};
    library_add_builtin(&bench.library, ids, &bench.diagnostics);
    assert_int_equal(bench.library.rule_count, 1);
    bench_close(&bench);

    bench_open(&bench);
    library_use_builtin(&bench.library, &bench.diagnostics);
    assert_int_equal(bench.library.rule_count, 0);
    const struct rule *rule = library_need_rule(&bench.library, "SDL009", &bench.diagnostics);
    assert_string_equal(rule->id, "SDL009");
    assert_int_equal(bench.library.rule_count, 1);
    assert_ptr_equal(library_need_rule(&bench.library, "SDL009", &bench.diagnostics), rule);
    assert_null(library_need_rule(&bench.library, "SDL999", &bench.diagnostics));
    assert_true(bench.library.rule_count > 1); /* all were asked: to suggest one */
    assert_ptr_equal(library_need_rule(&bench.library, "SDL009", &bench.diagnostics), rule);
    assert_string_equal(told(&bench.arena, &bench.diagnostics), "");
    bench_close(&bench);
}

/* What `policy export` wrote and nobody changed is the built-in rule itself. */
static void test_an_exported_copy(void **state)
{
    (void)state;
    struct bench bench;
    bench_open(&bench);
    library_use_builtin(&bench.library, &bench.diagnostics);
    const struct builtin_file *file = builtin_files;
    while (!strstr(file->path, "SDL009") || strstr(file->path, ".test."))
        file++;
    const struct policy_file copy = {.path = "rules/SDL009.yml",
                                     .text = {.bytes = file->bytes, .size = file->size}};
    library_add_files(&bench.library, LAYER_ORGANISATION, &copy, 1, &bench.diagnostics);
    assert_string_equal(told(&bench.arena, &bench.diagnostics), "");
    assert_true(library_need_rule(&bench.library, "SDL009", &bench.diagnostics)->builtin);
    const struct policy_file changed = {
        .path = "rules/SDL009.yml",
        .text = text_of(arena_printf(&bench.arena, "%.*s# mine\n", (int)file->size, file->bytes))};
    library_add_files(&bench.library, LAYER_ORGANISATION, &changed, 1, &bench.diagnostics);
    assert_true(bench.diagnostics.errors > 0); /* the prefix is reserved */
    bench_close(&bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_a_file_is),
        cmocka_unit_test(test_rules_by_id),
        cmocka_unit_test(test_ids_that_are_taken),
        cmocka_unit_test(test_policy_names_that_are_taken),
        cmocka_unit_test(test_all_mistakes_of_all_files),
        cmocka_unit_test(test_a_configuration_with_a_mistake_is_none),
        cmocka_unit_test(test_built_in_rules),
        cmocka_unit_test(test_built_in_rules_on_demand),
        cmocka_unit_test(test_an_exported_copy),
    };
    return cmocka_run_group_tests_name("library", tests, NULL, NULL);
}
