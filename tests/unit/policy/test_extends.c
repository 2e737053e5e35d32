/* Policies that build on others; former, deprecated and removed names of rules; a
 * policy for a newer program. */
#include "ruleset_test.h"

#include "base/date.h"

static const struct setting *only_setting(struct bench *bench)
{
    assert_string_equal(resolve(bench), "");
    assert_int_equal(bench->ruleset.count, 1);
    return &bench->ruleset.settings[0];
}

/* What an extending policy says counts, and what it does not say stays. */
static void test_an_extending_policy_adjusts(void **state)
{
    (void)state;
    static const struct {
        const char *base, *own;
        enum severity severity;
        enum enforcement enforcement;
        const char *day, *paths, *share;
    } rows[] = {
        {"rules: [{rule: ACM001, severity: high, params: {share: 95%}}]\n", "rules: []\n",
         SEVERITY_HIGH, ENFORCEMENT_BLOCK, NULL, NULL, "95%"},
        {"rules: [{rule: ACM001, severity: high, params: {share: 95%}}]\n",
         "rules: [{rule: ACM001, severity: low, params: {share: 50%}}]\n", SEVERITY_LOW,
         ENFORCEMENT_BLOCK, NULL, NULL, "50%"},
        {"enforcement: warn\nrules: [ACM001]\n", "rules: [ACM001]\n", SEVERITY_MEDIUM,
         ENFORCEMENT_WARN, NULL, NULL, "90%"},
        {"enforcement: warn\nrules: [ACM001]\n", "enforcement: block\nrules: [ACM001]\n",
         SEVERITY_MEDIUM, ENFORCEMENT_BLOCK, NULL, NULL, "90%"},
        {"rules: [ACM001]\n", "enforcement: advisory\nrules: [ACM001]\n", SEVERITY_MEDIUM,
         ENFORCEMENT_ADVISORY, NULL, NULL, "90%"},
        /* only its own rules are its own */
        {"rules: [ACM001]\n", "enforcement: advisory\nrules: []\n", SEVERITY_MEDIUM,
         ENFORCEMENT_BLOCK, NULL, NULL, "90%"},
        {"rules: [{rule: ACM001, effective_from: 2026-01-01, for_paths: [a/**]}]\n",
         "rules: [ACM001]\n", SEVERITY_MEDIUM, ENFORCEMENT_BLOCK, "2026-01-01", "a/**", "90%"},
        {"rules: [{rule: ACM001, effective_from: 2026-01-01, for_paths: [a/**]}]\n",
         "rules: [{rule: ACM001, effective_from: 2027-01-01, for_paths: [b/**]}]\n",
         SEVERITY_MEDIUM, ENFORCEMENT_BLOCK, "2027-01-01", "b/**", "90%"},
        {"rules: []\n", "rules: [ACM001]\n", SEVERITY_MEDIUM, ENFORCEMENT_BLOCK, NULL, NULL, "90%"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        for (int layer = LAYER_BUILTIN; layer <= LAYER_ORGANISATION; layer++) {
            struct bench bench;
            bench_open(&bench);
            add_policy(&bench, (enum layer)layer, rows[i].base);
            add_policy(&bench, LAYER_ORGANISATION,
                       arena_printf(&bench.arena, "extends: %s-0\n%s",
                                    layer == LAYER_BUILTIN ? "builtin:builtin" : "organisation",
                                    rows[i].own));
            const struct setting *setting = only_setting(&bench);
            assert_int_equal(setting->severity, rows[i].severity);
            assert_int_equal(setting->enforcement, rows[i].enforcement);
            int32_t day = INT32_MIN;
            assert_true(!rows[i].day || date_parse(rows[i].day, &day));
            assert_int_equal(setting->effective_from, day);
            assert_int_equal(setting->for_path_count, rows[i].paths ? 1 : 0);
            if (rows[i].paths)
                assert_string_equal(setting->for_path_texts[0], rows[i].paths);
            assert_string_equal(param_of(&bench, setting, "share"), rows[i].share);
            assert_int_equal(bench.ruleset.source_count, 2);
            bench_close(&bench);
        }
}

/* An extending policy speaks for its base; a policy beside it still demands for
 * itself, and so does a second one that extends the same. */
static void test_voices_of_one_layer(void **state)
{
    (void)state;
    static const struct {
        const char *bodies[4];
        enum enforcement enforcement;
        const char *share;
    } rows[] = {
        {{"rules: [ACM001]\n",
          "extends: organisation-0\nrules: [{rule: ACM001, enforcement: advisory}]\n", NULL, NULL},
         ENFORCEMENT_ADVISORY,
         "90%"},
        {{"rules: [ACM001]\n",
          "extends: organisation-0\nrules: [{rule: ACM001, enforcement: advisory}]\n",
          "enforcement: warn\nrules: [ACM001]\n", NULL},
         ENFORCEMENT_WARN,
         "90%"},
        {{"rules: [ACM001]\n",
          "extends: organisation-0\nrules: [{rule: ACM001, enforcement: advisory}]\n",
          "extends: organisation-0\nrules: []\n", NULL},
         ENFORCEMENT_BLOCK,
         "90%"},
        {{"rules: [{rule: ACM001, params: {share: 95%}}]\n",
          "extends: organisation-0\nrules: [{rule: ACM001, params: {share: 50%}}]\n",
          "extends: organisation-0\nrules: [{rule: ACM001, params: {share: 60%}}]\n", NULL},
         ENFORCEMENT_BLOCK,
         "60%"},
        /* a diamond: each once, nearest last */
        {{"rules: [{rule: ACM001, params: {share: 95%}}]\n",
          "extends: organisation-0\nrules: [{rule: ACM001, params: {share: 50%}}]\n",
          "extends: organisation-0\nrules: []\n",
          "extends: [organisation-1, organisation-2]\nrules: []\n"},
         ENFORCEMENT_BLOCK,
         "50%"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct bench bench;
        bench_open(&bench);
        for (size_t j = 0; j < 4 && rows[i].bodies[j]; j++)
            add_policy(&bench, LAYER_ORGANISATION, rows[i].bodies[j]);
        const struct setting *setting = only_setting(&bench);
        assert_int_equal(setting->enforcement, rows[i].enforcement);
        assert_string_equal(param_of(&bench, setting, "share"), rows[i].share);
        bench_close(&bench);
    }
}

/* What is wrong with `extends`, and who would like to slip through it. */
static void test_bases_that_are_refused(void **state)
{
    (void)state;
    static const struct {
        struct layers layers;
        const char *told;
    } rows[] = {
        {{.organisation = {"extends: organisaton-1\nrules: []\n", "rules: []\n"}},
         "organisation-0.yml:5:10: no policy 'organisaton-1' to extend | organisation-1?\n"},
        {{.organisation = {"extends: organisation-0\nrules: []\n"}},
         "organisation-0.yml:5:10: policy 'organisation-0' extends itself\n"},
        {{.organisation = {"extends: organisation-1\nrules: []\n",
                           "extends: organisation-0\nrules: []\n"}},
         "organisation-1.yml:5:10: policies extend each other in a circle: 'organisation-0' builds "
         "on 'organisation-1'\n"},
        {{.organisation = {"version: 1.2.3\nrules: []\n",
                           "extends: [organisation-0@1, organisation-0@1.2, "
                           "organisation-0@1.2.3]\nrules: []\n"}},
         ""},
        {{.organisation = {"version: 1.20.3\nrules: []\n",
                           "extends: organisation-0@1.2\nrules: []\n"}},
         "organisation-1.yml:5:10: version 1.2 of policy 'organisation-0' is asked for; that of "
         "organisation-0.yml is 1.20.3\n"},
        {{.organisation = {"rules: []\n", "extends: organisation-0@1\nrules: []\n"}},
         "organisation-1.yml:5:10: version 1 of policy 'organisation-0' is asked for; that of "
         "organisation-0.yml is not said\n"},
        /* nothing of a nearer layer gets below the organisation's */
        {{.organisation = {"extends: repository-1\nrules: []\n"}, .repository = {"rules: []\n"}},
         "organisation-0.yml:5:10: no policy 'repository-1' to extend\n"},
        {{.organisation = {"extends: builtin:organisation-1\nrules: []\n", "rules: []\n"}},
         "organisation-0.yml:5:10: no policy 'builtin:organisation-1' to extend | "
         "organisation-1?\n"},
        /* a lock holds against who extends, in the same layer and in a nearer one */
        {{.organisation = {"rules: [{rule: ACM001, lock: [severity]}]\n",
                           "extends: organisation-0\nrules: [{rule: ACM001, severity: low}]\n"}},
         "organisation-1.yml:6:24: 'severity' of rule 'ACM001' is locked and may only be "
         "tightened @ organisation-0.yml:5:31\n"},
        {{.organisation = {"rules: [{rule: ACM001, lock: [enforcement]}]\n"},
          .repository = {"extends: organisation-0\nenforcement: advisory\nrules: [ACM001]\n"}},
         "repository-1.yml:7:9: 'enforcement' of rule 'ACM001' is locked and may only be "
         "tightened @ organisation-0.yml:5:31\n"},
        {{.organisation = {"rules: [{rule: ACM001, lock: [params.share]}]\n",
                           "extends: organisation-0\nrules: [{rule: ACM001, params: {share: "
                           "80%}}]\n"}},
         "organisation-1.yml:6:33: 'params.share' of rule 'ACM001' is locked and may only be "
         "tightened @ organisation-0.yml:5:31\n"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct bench bench;
        bench_open(&bench);
        add_layers(&bench, &rows[i].layers);
        assert_string_equal(resolve(&bench), rows[i].told);
        bench_close(&bench);
    }
}

/* A repository's policy of the same name is not what the organisation extends. */
static void test_a_base_is_not_taken_over(void **state)
{
    (void)state;
    struct bench bench;
    bench_open(&bench);
    add_text(&bench, LAYER_ORGANISATION, "core.yml",
             "bylaw: 1\npolicy: core\ntitle: T\nowner: o\nrules: [ACM001]\n");
    add_text(&bench, LAYER_REPOSITORY, "own.yml",
             "bylaw: 1\npolicy: core\ntitle: T\nowner: o\nenforcement: advisory\n"
             "rules: [ACM002]\n");
    add_policy(&bench, LAYER_ORGANISATION, "extends: core\nrules: []\n");
    const struct setting *setting = only_setting(&bench);
    assert_string_equal(setting->rule->id, "ACM001");
    assert_string_equal(setting->policy->path, "core.yml");
    bench_close(&bench);
}

/* A long chain is refused, and so is a policy that extends too many. */
static void test_chains_are_bounded(void **state)
{
    (void)state;
    for (unsigned length = 15; length < 40; length += 8) {
        struct bench bench;
        bench_open(&bench);
        for (unsigned i = 0; i < length; i++)
            add_policy(
                &bench, LAYER_ORGANISATION,
                i + 1 == length
                    ? "rules: [ACM001]\n"
                    : arena_printf(&bench.arena, "extends: organisation-%u\nrules: []\n", i + 1));
        const char *said = resolve(&bench);
        if (length == 15)
            assert_string_equal(said, "");
        else
            assert_non_null(strstr(said, "more than 16 policies extend each other"));
        bench_close(&bench);
    }
}

static bool is_given(const struct condition *condition, void *state)
{
    (void)condition;
    return *(bool *)state;
}

/* A base whose `applies_to` does not hold is not brought in. */
static void test_a_base_applies_by_itself(void **state)
{
    (void)state;
    for (int applies = 0; applies < 2; applies++) {
        struct bench bench;
        bench_open(&bench);
        bool answer = applies;
        bench.options.applies = is_given;
        bench.options.state = &answer;
        add_policy(&bench, LAYER_ORGANISATION,
                   "applies_to: {lifecycle: production}\nrules: [ACM001]\n");
        add_policy(&bench, LAYER_ORGANISATION, "extends: organisation-0\nrules: [ACM002]\n");
        assert_string_equal(resolve(&bench), "");
        assert_int_equal(bench.ruleset.count, applies ? 2 : 1);
        bench_close(&bench);
    }
}

#define DEPRECATED(days)                                                                \
    "bylaw: 1\nid: ACM003\nname: three\ntitle: Three\nseverity: high\nwhy: w\nfix: f\n" \
    "stability: deprecated\nreplaced_by: ACM001\n" days                                 \
    "for_each: {fact: file}\nrequire: {path: {exists: true}}\non_empty: pass\nmessage: m\n"

static void test_deprecation(void **state)
{
    (void)state;
    static const struct {
        const char *rule, *told;
    } rows[] = {
        {DEPRECATED(""), "organisation-0.yml:5:9: warning: rule 'ACM003' is deprecated | ACM001\n"},
        {DEPRECATED("deprecated_on: 2026-06-02\n"), ""},
        {DEPRECATED("deprecated_on: 2026-06-01\n"),
         "organisation-0.yml:5:9: warning: rule 'ACM003' is deprecated | ACM001\n"},
        {DEPRECATED("deprecated_on: 2026-01-01\nremoved_on: 2026-06-02\n"),
         "organisation-0.yml:5:9: warning: rule 'ACM003' is deprecated and is refused from "
         "2026-06-02 on | ACM001\n"},
        {DEPRECATED("deprecated_on: 2026-01-01\nremoved_on: 2026-06-01\n"),
         "organisation-0.yml:5:9: rule 'ACM003' was removed on 2026-06-01 | ACM001\n"},
        {DEPRECATED("removed_on: 2026-06-01\n"),
         "organisation-0.yml:5:9: rule 'ACM003' was removed on 2026-06-01 | ACM001\n"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct bench bench;
        bench_open(&bench);
        bench.options.today = date_from_civil(2026, 6, 1);
        add_text(&bench, LAYER_ORGANISATION, "three.yml", rows[i].rule);
        add_policy(&bench, LAYER_ORGANISATION, "rules: [ACM003]\n");
        assert_string_equal(resolve(&bench), rows[i].told);
        bench_close(&bench);
    }
}

/* A rule under its former name is the same rule: named twice it is a mistake, and a
 * lock holds. */
static void test_former_names(void **state)
{
    (void)state;
    static const struct {
        struct layers layers;
        const char *told;
    } rows[] = {
        {{.organisation = {"rules: [ACM900]\n"}},
         "organisation-0.yml:5:9: warning: rule 'ACM900' is called 'ACM001' now | ACM001\n"},
        {{.organisation = {"rules: [ACM001, {rule: ACM900, enforcement: advisory}]\n"}},
         "organisation-0.yml:5:24: rule 'ACM900' stands here twice, first as 'ACM001' @ "
         "organisation-0.yml:5:9\n"
         "organisation-0.yml:5:24: warning: rule 'ACM900' is called 'ACM001' now | ACM001\n"},
        {{.organisation = {"rules: [{rule: ACM001, lock: [all]}]\n"},
          .configuration = "rules: [{rule: ACM900, enforcement: advisory}]\n"},
         ".bylaw.yml:3:16: warning: rule 'ACM900' is called 'ACM001' now | ACM001\n"
         ".bylaw.yml:3:24: 'enforcement' of rule 'ACM900' is locked and may only be "
         "tightened @ organisation-0.yml:5:31\n"},
        {{.organisation = {"rules: [{rule: ACM900, lock: [severity]}]\n"},
          .configuration = "rules: [{rule: ACM001, severity: info}]\n"},
         ".bylaw.yml:3:24: 'severity' of rule 'ACM001' is locked and may only be "
         "tightened @ organisation-0.yml:5:31\n"
         "organisation-0.yml:5:16: warning: rule 'ACM900' is called 'ACM001' now | ACM001\n"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct bench bench;
        bench_open(&bench);
        add_layers(&bench, &rows[i].layers);
        assert_string_equal(resolve(&bench), rows[i].told);
        bench_close(&bench);
    }
}

/* What was refused is kept, for `explain`. */
static void test_attempts_are_kept(void **state)
{
    (void)state;
    struct bench bench;
    bench_open(&bench);
    add_policy(&bench, LAYER_ORGANISATION, "rules: [{rule: ACM001, lock: [all]}]\n");
    configure(&bench, "rules: [{rule: ACM001, severity: low, for_paths: [a, b], params: {share: "
                      "10%, word: y}}]\n");
    resolve(&bench);
    assert_int_equal(bench.diagnostics.errors, 4);
    const struct setting *setting = setting_of(&bench, "ACM001");
    static const char *const wanted[][2] = {
        {"severity", "low"}, {"params.share", "10%"}, {"params.word", "y"}, {"for_paths", "a, b"}};
    assert_int_equal(setting->refused_count, 4);
    for (size_t i = 0; i < 4; i++) {
        const struct attempt *attempt = &setting->refused[i];
        assert_string_equal(attempt->what, wanted[i][0]);
        assert_string_equal(attempt->value, wanted[i][1]);
        assert_int_equal(attempt->from.layer, LAYER_REPOSITORY);
        assert_string_equal(attempt->from.place.path, ".bylaw.yml");
        assert_string_equal(attempt->lock.place.path, "organisation-0.yml");
    }
    assert_int_equal(setting->severity, SEVERITY_MEDIUM);
    assert_string_equal(param_of(&bench, setting, "share"), "90%");
    assert_int_equal(setting->for_path_count, 0);
    assert_true(setting->severity_lock.is_set && setting->param_locks[4].is_set);
    bench_close(&bench);
}

/* Told before anything else: the rest may be of a language not spoken here yet. */
static void test_a_policy_for_a_newer_program(void **state)
{
    (void)state;
    struct bench bench;
    bench_open(&bench);
    add_policy(&bench, LAYER_ORGANISATION,
               "min_version: 1.3.0\nforecast: {of: 2030}\nrules: [{rule: ACM001, until: never}]\n");
    assert_string_equal(resolve(&bench),
                        "organisation-0.yml:5:14: this policy needs bylaw 1.3.0 or newer; this is "
                        "1.2.3\n");
    bench_close(&bench);

    bench_open(&bench);
    add_policy(&bench, LAYER_ORGANISATION, "min_version: 1.2.3\nrules: [ACM001]\n");
    assert_string_equal(resolve(&bench), "");
    bench_close(&bench);

    bench_open(&bench);
    add_policy(&bench, LAYER_ORGANISATION, "min_version: soon\nrules: [ACM001]\n");
    assert_string_equal(resolve(&bench),
                        "organisation-0.yml:5:14: 'soon' is not what 'min_version' takes | a "
                        "version such as 1.2.0\n");
    bench_close(&bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_an_extending_policy_adjusts),
        cmocka_unit_test(test_voices_of_one_layer),
        cmocka_unit_test(test_bases_that_are_refused),
        cmocka_unit_test(test_a_base_is_not_taken_over),
        cmocka_unit_test(test_chains_are_bounded),
        cmocka_unit_test(test_a_base_applies_by_itself),
        cmocka_unit_test(test_deprecation),
        cmocka_unit_test(test_former_names),
        cmocka_unit_test(test_attempts_are_kept),
        cmocka_unit_test(test_a_policy_for_a_newer_program),
    };
    return cmocka_run_group_tests_name("extends", tests, NULL, NULL);
}
