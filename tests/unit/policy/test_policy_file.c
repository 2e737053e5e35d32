/* Policy files and .bylaw.yml: every field, and every mistake at its place. */
#include "policy/policy_file.h"
#include "policy_test.h"

#include "base/date.h"

static struct policy *parse(struct arena *arena, const char *text)
{
    struct diagnostics diagnostics;
    diagnostics_init(&diagnostics, arena);
    struct policy *policy =
        policy_parse(arena, "p.yml", text_of(text), LAYER_ORGANISATION, "1.2.3", &diagnostics);
    if (!policy)
        print_error("%s", told(arena, &diagnostics));
    assert_non_null(policy);
    assert_int_equal(diagnostics.count, 0);
    return policy;
}

static struct configuration *configure(struct arena *arena, const char *text)
{
    struct diagnostics diagnostics;
    diagnostics_init(&diagnostics, arena);
    struct configuration *configuration =
        configuration_parse(arena, ".bylaw.yml", text_of(text), "1.2.3", &diagnostics);
    if (!configuration)
        print_error("%s", told(arena, &diagnostics));
    assert_non_null(configuration);
    return configuration;
}

static void test_every_field_of_a_policy(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 16);
    const struct policy *policy =
        parse(&arena, "bylaw: 1\n"
                      "policy: secure-sdlc\n"
                      "version: 1.0.0\n"
                      "title: Secure development\n"
                      "summary: A paragraph.\n"
                      "owner: security\n"
                      "applies_to: {lifecycle: [production, beta]}\n"
                      "enforcement: warn\n"
                      "on_unreadable: ignore\n"
                      "on_unobservable: block\n"
                      "on_review: block\n"
                      "rules:\n"
                      "  - SDL001\n"
                      "  - rule: SDL009\n"
                      "    severity: high\n"
                      "    enforcement: block\n"
                      "    effective_from: 2027-01-01\n"
                      "    params: {trusted_owners: [acme]}\n"
                      "    for_paths: [services/**]\n"
                      "    lock: [severity, params.trusted_owners]\n"
                      "exceptions:\n"
                      "  max_days: {critical: 10, high: 20, medium: 30, low: 40, info: 50}\n"
                      "  max_renewals: 0\n"
                      "  approvals: 2\n"
                      "  non_waivable: [SDL003, SDL004]\n");
    assert_int_equal(policy->layer, LAYER_ORGANISATION);
    assert_string_equal(policy->path, "p.yml");
    assert_string_equal(policy->name, "secure-sdlc");
    assert_string_equal(policy->version, "1.0.0");
    assert_string_equal(policy->title, "Secure development");
    assert_string_equal(policy->owner, "security");
    assert_non_null(policy->applies_to);
    assert_int_equal(policy->enforcement, ENFORCEMENT_WARN);
    assert_int_equal(policy->on_unreadable, UNKNOWN_IGNORE);
    assert_int_equal(policy->on_unobservable, UNKNOWN_BLOCK);
    assert_true(policy->review_blocks && policy->review_is_said);
    assert_int_equal(policy->place.line, 2);
    assert_int_equal(policy->place.column, 9);
    assert_int_equal(policy->rule_count, 2);
    const struct policy_rule *bare = &policy->rules[0];
    assert_string_equal(bare->rule, "SDL001");
    assert_int_equal(bare->severity, -1);
    assert_int_equal(bare->enforcement, -1);
    assert_int_equal(bare->effective_from, INT32_MIN);
    assert_null(bare->params);
    assert_null(bare->for_paths);
    assert_null(bare->lock);
    assert_null(bare->node);
    assert_int_equal(bare->place.line, 13);
    const struct policy_rule *full = &policy->rules[1];
    assert_string_equal(full->rule, "SDL009");
    assert_int_equal(full->severity, SEVERITY_HIGH);
    assert_int_equal(full->enforcement, ENFORCEMENT_BLOCK);
    assert_int_equal(full->effective_from, date_from_civil(2027, 1, 1));
    assert_non_null(node_find(full->params, "trusted_owners"));
    assert_string_equal(full->for_paths[0], "services/**");
    assert_null(full->for_paths[1]);
    assert_string_equal(full->lock[0], "severity");
    assert_string_equal(full->lock[1], "params.trusted_owners");
    assert_null(full->lock[2]);
    assert_int_equal(full->place.line, 14);
    assert_int_equal(full->place.column, 11);
    const struct exception_limits *limits = &policy->exceptions;
    const int64_t days[] = {50, 40, 30, 20, 10};
    assert_memory_equal(limits->max_days, days, sizeof(days));
    assert_int_equal(limits->max_renewals, 0);
    assert_int_equal(limits->approvals, 2);
    assert_string_equal(limits->non_waivable[1], "SDL004");
    assert_null(limits->non_waivable[2]);
    assert_int_equal(limits->non_waivable_places[1].line, 25);
    assert_int_equal(limits->non_waivable_places[1].column, 26);
    condition_release(policy->applies_to);
    arena_release(&arena);
}

static void test_what_a_policy_leaves_unsaid(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 16);
    const struct policy *policy =
        parse(&arena, "bylaw: 1\npolicy: p\ntitle: T\nowner: o\nrules: []\n");
    assert_null(policy->version);
    assert_null(policy->applies_to);
    assert_int_equal(policy->enforcement, ENFORCEMENT_BLOCK);
    assert_int_equal(policy->on_unreadable, UNKNOWN_DEFAULT);
    assert_int_equal(policy->on_unobservable, UNKNOWN_DEFAULT);
    assert_false(policy->review_blocks || policy->review_is_said);
    assert_int_equal(policy->rule_count, 0);
    const int64_t days[5] = {0};
    assert_memory_equal(policy->exceptions.max_days, days, sizeof(days));
    assert_int_equal(policy->exceptions.max_renewals, -1);
    assert_int_equal(policy->exceptions.approvals, -1);
    assert_null(policy->exceptions.non_waivable);
    policy = parse(&arena, "bylaw: 1\npolicy: p\ntitle: T\nowner: o\non_review: warn\n"
                           "exceptions: {approvals: 0}\nrules: [SDL001]\n");
    assert_true(policy->review_is_said);
    assert_false(policy->review_blocks);
    assert_int_equal(policy->exceptions.approvals, 0);
    arena_release(&arena);
}

static void test_every_field_of_a_configuration(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 16);
    const struct configuration *configuration =
        configure(&arena, "bylaw: 1\n"
                          "policies: [builtin:baseline, own]\n"
                          "labels: {tier: 1, lifecycle: production, internal: true}\n"
                          "rules: [{rule: SDL009, enforcement: warn}]\n"
                          "min_version: 1.2.3\n");
    assert_string_equal(configuration->policies[0], "builtin:baseline");
    assert_string_equal(configuration->policies[1], "own");
    assert_null(configuration->policies[2]);
    assert_int_equal(configuration->policy_places[1].line, 2);
    assert_int_equal(configuration->policy_places[1].column, 30);
    assert_int_equal(configuration->label_count, 3);
    assert_string_equal(configuration->labels[0].name, "tier");
    assert_string_equal(configuration->labels[0].value, "1");
    assert_string_equal(configuration->labels[2].value, "true");
    assert_null(configuration->labels[3].name);
    assert_int_equal(configuration->rule_count, 1);
    assert_int_equal(configuration->rules[0].enforcement, ENFORCEMENT_WARN);
    assert_string_equal(configuration->min_version, "1.2.3");
    assert_int_equal(configuration->min_version_place.line, 5);
    assert_int_equal(configuration->min_version_place.column, 14);
    arena_release(&arena);
}

/* None named is another thing than nothing said. */
static void test_policies_of_a_configuration(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 16);
    assert_null(configure(&arena, "bylaw: 1\n")->policies);
    const struct configuration *none = configure(&arena, "bylaw: 1\npolicies: []\n");
    assert_non_null(none->policies);
    assert_null(none->policies[0]);
    const struct configuration *one = configure(&arena, "bylaw: 1\npolicies: own\n");
    assert_string_equal(one->policies[0], "own");
    arena_release(&arena);
}

static void parse_bad_policy(struct arena *arena, const char *path, struct text text,
                             struct diagnostics *diagnostics)
{
    assert_null(policy_parse(arena, path, text, LAYER_ORGANISATION, "1.2.3", diagnostics));
    assert_true(diagnostics->errors > 0);
}

static void parse_bad_configuration(struct arena *arena, const char *path, struct text text,
                                    struct diagnostics *diagnostics)
{
    assert_null(configuration_parse(arena, path, text, "1.2.3", diagnostics));
    assert_true(diagnostics->errors > 0);
}

static void test_mistakes_of_policies(void **state)
{
    (void)state;
    assert_mistakes_of_folder("bad_policy", 18, parse_bad_policy);
}

static void test_mistakes_of_configurations(void **state)
{
    (void)state;
    assert_mistakes_of_folder("bad_configuration", 9, parse_bad_configuration);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_field_of_a_policy),
        cmocka_unit_test(test_what_a_policy_leaves_unsaid),
        cmocka_unit_test(test_every_field_of_a_configuration),
        cmocka_unit_test(test_policies_of_a_configuration),
        cmocka_unit_test(test_mistakes_of_policies),
        cmocka_unit_test(test_mistakes_of_configurations),
    };
    return cmocka_run_group_tests_name("policy_file", tests, NULL, NULL);
}
