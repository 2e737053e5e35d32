/* Which rules are in force, with which values: layers, locks, limits, digests. */
#include "ruleset_test.h"

#include "base/date.h"

static void test_what_a_rule_says_stands(void **state)
{
    (void)state;
    struct bench bench;
    bench_open(&bench);
    add_policy(&bench, LAYER_ORGANISATION, "version: 2.0.0\nrules: [ACM002, ACM001]\n");
    assert_string_equal(resolve(&bench), "");
    assert_int_equal(bench.ruleset.count, 2);
    assert_string_equal(bench.ruleset.settings[0].rule->id, "ACM001");
    assert_string_equal(bench.ruleset.settings[1].rule->id, "ACM002");
    const struct setting *one = setting_of(&bench, "ACM001");
    assert_int_equal(one->severity, SEVERITY_MEDIUM);
    assert_false(one->severity_is_policys);
    assert_string_equal(one->severity_from.place.path, "one.yml");
    assert_int_equal(one->enforcement, ENFORCEMENT_BLOCK);
    assert_string_equal(one->enforcement_from.place.path, "organisation-0.yml");
    assert_int_equal(one->enforcement_from.place.line, 2);
    assert_int_equal(one->effective_from, INT32_MIN);
    assert_int_equal(one->on_unreadable, UNKNOWN_DEFAULT);
    assert_false(one->review_blocks);
    assert_int_equal(one->for_path_count, 0);
    assert_string_equal(param_of(&bench, one, "share"), "90%");
    assert_string_equal(one->params_from[0].place.path, "one.yml");
    assert_string_equal(one->policy->name, "organisation-0");
    assert_string_equal(bench.ruleset.policies[0], "organisation-0 2.0.0");
    assert_null(bench.ruleset.policies[1]);
    assert_int_equal(bench.ruleset.exceptions.approvals, 1);
    assert_int_equal(bench.ruleset.exceptions.max_renewals, -1);
    assert_int_equal(strlen(bench.ruleset.digest), 64);
    bench_close(&bench);
}

static void test_the_nearest_layer_is_last(void **state)
{
    (void)state;
    static const struct {
        struct layers layers;
        enum severity severity;
        enum enforcement enforcement;
        const char *share, *severity_place, *enforcement_place, *share_place;
    } rows[] = {
        {{.builtin = "rules: [{rule: ACM001, severity: critical, params: {share: 80%}}]\n"},
         SEVERITY_CRITICAL,
         ENFORCEMENT_BLOCK,
         "80%",
         "builtin-0.yml:5:24",
         "builtin-0.yml:2:9",
         "builtin-0.yml:5:53"},
        {{.builtin = "rules: [{rule: ACM001, severity: critical, params: {share: 80%}}]\n",
          .organisation = {"enforcement: warn\nrules: [{rule: ACM001, severity: low}]\n"}},
         SEVERITY_LOW,
         ENFORCEMENT_WARN,
         "80%",
         "organisation-1.yml:6:24",
         "organisation-1.yml:2:9",
         "builtin-0.yml:5:53"},
        {{.organisation = {"enforcement: warn\nrules: [{rule: ACM001, severity: low}]\n"},
          .repository = {"rules: [{rule: ACM001, enforcement: advisory, severity: high}]\n"}},
         SEVERITY_HIGH,
         ENFORCEMENT_ADVISORY,
         "90%",
         "repository-1.yml:5:47",
         "repository-1.yml:5:24",
         "one.yml:12:3"},
        /* the configuration is nearer than the repository's own policies */
        {{.repository = {"rules: [{rule: ACM001, enforcement: block, severity: high}]\n"},
          .configuration = "rules:\n  - {rule: ACM001, enforcement: advisory, severity: info, "
                           "params: {share: 1%}}\n"},
         SEVERITY_INFO,
         ENFORCEMENT_ADVISORY,
         "1%",
         ".bylaw.yml:4:43",
         ".bylaw.yml:4:20",
         ".bylaw.yml:4:68"},
        /* what the configuration does not say stays */
        {{.organisation = {"enforcement: warn\nrules: [{rule: ACM001, severity: low}]\n"},
          .configuration = "rules: [ACM001]\n"},
         SEVERITY_LOW,
         ENFORCEMENT_WARN,
         "90%",
         "organisation-0.yml:6:24",
         "organisation-0.yml:2:9",
         "one.yml:12:3"},
        /* a rule that only the configuration names is in force */
        {{.configuration = "rules: [ACM001]\n"},
         SEVERITY_MEDIUM,
         ENFORCEMENT_BLOCK,
         "90%",
         "one.yml:2:5",
         ".bylaw.yml:3:9",
         "one.yml:12:3"},
        /* by a name that the rule once had */
        {{.organisation = {"rules: [{rule: ACM900, severity: low}]\n"}},
         SEVERITY_LOW,
         ENFORCEMENT_BLOCK,
         "90%",
         "organisation-0.yml:5:24",
         "organisation-0.yml:2:9",
         "one.yml:12:3"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct bench bench;
        bench_open(&bench);
        add_layers(&bench, &rows[i].layers);
        resolve(&bench);
        assert_int_equal(bench.diagnostics.errors, 0);
        assert_int_equal(bench.ruleset.count, 1);
        const struct setting *setting = &bench.ruleset.settings[0];
        assert_int_equal(setting->severity, rows[i].severity);
        assert_int_equal(setting->enforcement, rows[i].enforcement);
        assert_string_equal(param_of(&bench, setting, "share"), rows[i].share);
        const struct place *places[] = {&setting->severity_from.place,
                                        &setting->enforcement_from.place,
                                        &setting->params_from[0].place};
        const char *const wanted[] = {rows[i].severity_place, rows[i].enforcement_place,
                                      rows[i].share_place};
        for (size_t j = 0; j < 3; j++)
            assert_string_equal(arena_printf(&bench.arena, "%s:%u:%u", places[j]->path,
                                             places[j]->line, places[j]->column),
                                wanted[j]);
        bench_close(&bench);
    }
}

/* In one layer every policy demands for itself, in whichever order they come. */
static void test_the_strictest_of_one_layer(void **state)
{
    (void)state;
    static const struct {
        const char *one, *other;
        enum severity severity;
        enum enforcement enforcement;
        const char *day, *paths, *param, *value;
    } rows[] = {
        {"{rule: ACM001, severity: low}", "{rule: ACM001, severity: high}", SEVERITY_HIGH,
         ENFORCEMENT_BLOCK, NULL, "", "share", "90%"},
        /* a severity that is not said is no opinion */
        {"{rule: ACM001, severity: low}", "ACM001", SEVERITY_LOW, ENFORCEMENT_BLOCK, NULL, "",
         "share", "90%"},
        {"{rule: ACM001, enforcement: warn}", "ACM001", SEVERITY_MEDIUM, ENFORCEMENT_BLOCK, NULL,
         "", "share", "90%"},
        {"{rule: ACM001, enforcement: warn}", "{rule: ACM001, enforcement: advisory}",
         SEVERITY_MEDIUM, ENFORCEMENT_WARN, NULL, "", "share", "90%"},
        {"{rule: ACM001, effective_from: 2027-01-01}", "{rule: ACM001, effective_from: 2026-01-01}",
         SEVERITY_MEDIUM, ENFORCEMENT_BLOCK, "2026-01-01", "", "share", "90%"},
        /* but a day or a path that is not said is: at once, and everywhere */
        {"{rule: ACM001, effective_from: 2027-01-01}", "ACM001", SEVERITY_MEDIUM, ENFORCEMENT_BLOCK,
         NULL, "", "share", "90%"},
        {"{rule: ACM001, for_paths: [a/**]}", "ACM001", SEVERITY_MEDIUM, ENFORCEMENT_BLOCK, NULL,
         "", "share", "90%"},
        {"{rule: ACM001, for_paths: [a/**]}", "{rule: ACM001, for_paths: [b/**]}", SEVERITY_MEDIUM,
         ENFORCEMENT_BLOCK, NULL, "a/** b/**", "share", "90%"},
        {"{rule: ACM001, params: {share: 95%}}", "{rule: ACM001, params: {share: 80%}}",
         SEVERITY_MEDIUM, ENFORCEMENT_BLOCK, NULL, "", "share", "95%"},
        {"{rule: ACM001, params: {share: 80%}}", "ACM001", SEVERITY_MEDIUM, ENFORCEMENT_BLOCK, NULL,
         "", "share", "80%"},
        {"{rule: ACM001, params: {age: 30d}}", "{rule: ACM001, params: {age: 300d}}",
         SEVERITY_MEDIUM, ENFORCEMENT_BLOCK, NULL, "", "age", "30d"},
        {"{rule: ACM001, params: {owners: [a, b]}}", "{rule: ACM001, params: {owners: [b, c]}}",
         SEVERITY_MEDIUM, ENFORCEMENT_BLOCK, NULL, "", "owners", "b"},
        {"{rule: ACM001, params: {owners: [b]}}", "{rule: ACM001, params: {owners: [b, c]}}",
         SEVERITY_MEDIUM, ENFORCEMENT_BLOCK, NULL, "", "owners", "b"},
        {"{rule: ACM001, params: {needed: [a, b]}}", "{rule: ACM001, params: {needed: [a]}}",
         SEVERITY_MEDIUM, ENFORCEMENT_BLOCK, NULL, "", "needed", "a, b"},
        {"{rule: ACM001, params: {word: y}}", "{rule: ACM001, params: {word: y}}", SEVERITY_MEDIUM,
         ENFORCEMENT_BLOCK, NULL, "", "word", "y"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        for (size_t turn = 0; turn < 2; turn++) {
            struct bench bench;
            bench_open(&bench);
            const char *const entries[] = {rows[i].one, rows[i].other};
            add_policy(&bench, LAYER_ORGANISATION,
                       arena_printf(&bench.arena, "rules: [%s]\n", entries[turn]));
            add_policy(&bench, LAYER_ORGANISATION,
                       arena_printf(&bench.arena, "rules: [%s]\n", entries[1 - turn]));
            assert_string_equal(resolve(&bench), "");
            const struct setting *setting = &bench.ruleset.settings[0];
            assert_int_equal(setting->severity, rows[i].severity);
            assert_int_equal(setting->enforcement, rows[i].enforcement);
            int32_t day = INT32_MIN;
            assert_true(!rows[i].day || date_parse(rows[i].day, &day));
            assert_int_equal(setting->effective_from, day);
            size_t paths = 0;
            for (size_t j = 0; j < setting->for_path_count; j++, paths++)
                assert_non_null(strstr(rows[i].paths, setting->for_path_texts[j]));
            assert_int_equal(paths, *rows[i].paths ? 2 : 0);
            assert_string_equal(param_of(&bench, setting, rows[i].param), rows[i].value);
            bench_close(&bench);
        }
}

static void test_lists_of_one_layer_are_joined(void **state)
{
    (void)state;
    struct bench bench;
    bench_open(&bench);
    add_policy(&bench, LAYER_ORGANISATION, "rules: [{rule: ACM001, params: {needed: [b, c]}}]\n");
    add_policy(&bench, LAYER_ORGANISATION, "rules: [{rule: ACM001, params: {needed: [c, d]}}]\n");
    assert_string_equal(resolve(&bench), "");
    assert_string_equal(param_of(&bench, &bench.ruleset.settings[0], "needed"), "b, c, d");
    bench_close(&bench);
}

static void test_one_layer_cannot_say_two_words(void **state)
{
    (void)state;
    struct bench bench;
    bench_open(&bench);
    add_policy(&bench, LAYER_ORGANISATION, "rules: [{rule: ACM001, params: {word: y}}]\n");
    add_policy(&bench, LAYER_ORGANISATION, "rules: [{rule: ACM001, params: {word: z}}]\n");
    assert_string_equal(resolve(&bench),
                        "organisation-1.yml:5:33: 'word' of rule 'ACM001' has another value in the "
                        "same layer, and neither is stricter @ organisation-0.yml:5:33\n");
    bench_close(&bench);
}

static void test_what_becomes_of_the_unknown(void **state)
{
    (void)state;
    static const struct {
        struct layers layers;
        enum unknown_action unreadable, unobservable;
        bool review;
    } rows[] = {
        {{.organisation = {"on_unreadable: warn\non_review: block\nrules: [ACM001]\n"}},
         UNKNOWN_WARN,
         UNKNOWN_DEFAULT,
         true},
        /* the nearest that says something */
        {{.builtin = "on_unobservable: block\non_review: block\nrules: [ACM001]\n",
          .organisation = {"on_unreadable: ignore\nrules: [ACM001]\n"}},
         UNKNOWN_IGNORE,
         UNKNOWN_BLOCK,
         true},
        {{.builtin = "on_unobservable: block\non_review: block\nrules: [ACM001]\n",
          .organisation = {"on_unobservable: ignore\non_review: warn\nrules: [ACM001]\n"}},
         UNKNOWN_DEFAULT,
         UNKNOWN_IGNORE,
         false},
        /* of one layer the strictest, the default being what it stands for */
        {{.organisation = {"on_unreadable: warn\non_unobservable: ignore\non_review: warn\n"
                           "rules: [ACM001]\n",
                           "on_review: block\nrules: [ACM001]\n"}},
         UNKNOWN_DEFAULT,
         UNKNOWN_DEFAULT,
         true},
        {{.organisation = {"rules: [ACM001]\n", "on_unobservable: block\nrules: [ACM001]\n"}},
         UNKNOWN_DEFAULT,
         UNKNOWN_BLOCK,
         false},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct bench bench;
        bench_open(&bench);
        add_layers(&bench, &rows[i].layers);
        assert_string_equal(resolve(&bench), "");
        const struct setting *setting = &bench.ruleset.settings[0];
        assert_int_equal(setting->on_unreadable, rows[i].unreadable);
        assert_int_equal(setting->on_unobservable, rows[i].unobservable);
        assert_int_equal(setting->review_blocks, rows[i].review);
        bench_close(&bench);
    }
}

#define LOCKED(words) "rules:\n  - {rule: ACM001, lock: [" words "]}\n"

/* Tightened passes, loosened is told with the place of the lock. */
static void test_locks(void **state)
{
    (void)state;
    static const struct {
        struct layers layers;
        const char *told;
    } rows[] = {
        {{.organisation = {LOCKED("severity")},
          .configuration = "rules: [{rule: ACM001, severity: high}]\n"},
         ""},
        {{.organisation = {LOCKED("severity")},
          .configuration = "rules: [{rule: ACM001, severity: medium}]\n"},
         ""},
        {{.organisation = {LOCKED("severity")},
          .configuration = "rules: [{rule: ACM001, severity: low}]\n"},
         ".bylaw.yml:3:24: 'severity' of rule 'ACM001' is locked and may only be tightened @ "
         "organisation-0.yml:6:27\n"},
        {{.organisation = {LOCKED("enforcement")},
          .configuration = "rules: [{rule: ACM001, enforcement: warn}]\n"},
         ".bylaw.yml:3:24: 'enforcement' of rule 'ACM001' is locked and may only be tightened @ "
         "organisation-0.yml:6:27\n"},
        {{.organisation = {"enforcement: warn\n" LOCKED("all")},
          .configuration = "rules: [{rule: ACM001, enforcement: block}]\n"},
         ""},
        /* a nearer policy says it of all its rules */
        {{.organisation = {LOCKED("all")}, .repository = {"enforcement: warn\nrules: [ACM001]\n"}},
         "repository-1.yml:6:9: 'enforcement' of rule 'ACM001' is locked and may only be tightened "
         "@ organisation-0.yml:6:27\n"},
        /* what would undo a locked enforcement is locked with it */
        {{.organisation = {LOCKED("enforcement")},
          .configuration = "rules: [{rule: ACM001, effective_from: 2030-01-01}]\n"},
         ".bylaw.yml:3:24: 'effective_from' of rule 'ACM001' is locked and may only be tightened @ "
         "organisation-0.yml:6:27\n"},
        {{.organisation = {LOCKED("enforcement")},
          .configuration = "rules: [{rule: ACM001, for_paths: [a/**]}]\n"},
         ".bylaw.yml:3:24: 'for_paths' of rule 'ACM001' is locked and may only be tightened @ "
         "organisation-0.yml:6:27\n"},
        {{.organisation = {LOCKED("enforcement")},
          .repository = {"on_unreadable: ignore\non_unobservable: ignore\non_review: warn\n"
                         "rules: [ACM001]\n"}},
         "repository-1.yml:8:9: 'on_unobservable' of rule 'ACM001' is locked and may only be "
         "tightened @ organisation-0.yml:6:27\n"
         "repository-1.yml:8:9: 'on_unreadable' of rule 'ACM001' is locked and may only be "
         "tightened @ organisation-0.yml:6:27\n"},
        {{.organisation = {"on_review: block\n" LOCKED("enforcement")},
          .repository = {"on_review: warn\nrules: [ACM001]\n"}},
         "repository-1.yml:6:9: 'on_review' of rule 'ACM001' is locked and may only be tightened @ "
         "organisation-0.yml:7:27\n"},
        {{.organisation = {"rules:\n  - {rule: ACM001, effective_from: 2027-01-01, lock: "
                           "effective_from}\n"},
          .configuration = "rules: [{rule: ACM001, effective_from: 2026-01-01}]\n"},
         ""},
        {{.organisation = {"rules:\n  - {rule: ACM001, effective_from: 2027-01-01, lock: "
                           "effective_from}\n"},
          .configuration = "rules: [{rule: ACM001, effective_from: 2027-01-02}]\n"},
         ".bylaw.yml:3:24: 'effective_from' of rule 'ACM001' is locked and may only be tightened @ "
         "organisation-0.yml:6:54\n"},
        {{.organisation = {LOCKED("params.share, params.owners")},
          .configuration = "rules: [{rule: ACM001, params: {share: 91%, age: 900d}}]\n"},
         ""},
        {{.organisation = {LOCKED("params.share, params.owners")},
          .configuration = "rules: [{rule: ACM001, params: {share: 89%, owners: [me]}}]\n"},
         ".bylaw.yml:3:33: 'params.share' of rule 'ACM001' is locked and may only be tightened @ "
         "organisation-0.yml:6:27\n"
         ".bylaw.yml:3:45: 'params.owners' of rule 'ACM001' is locked and may only be tightened @ "
         "organisation-0.yml:6:41\n"},
        {{.organisation = {LOCKED("all")},
          .configuration = "rules: [{rule: ACM001, params: {needed: [a, b], age: 91d}}]\n"},
         ".bylaw.yml:3:49: 'params.age' of rule 'ACM001' is locked and may only be tightened @ "
         "organisation-0.yml:6:27\n"},
        /* nobody knows which word is stricter */
        {{.organisation = {LOCKED("params.word")},
          .configuration = "rules: [{rule: ACM001, params: {word: y}}]\n"},
         ".bylaw.yml:3:33: 'params.word' of rule 'ACM001' is locked and may not be changed @ "
         "organisation-0.yml:6:27\n"},
        {{.organisation = {LOCKED("params.word")},
          .configuration = "rules: [{rule: ACM001, params: {word: x}}]\n"},
         ""},
        /* a nearer lock does not open a higher one */
        {{.organisation = {LOCKED("severity")},
          .repository = {LOCKED("enforcement")},
          .configuration = "rules: [{rule: ACM001, severity: low}]\n"},
         ".bylaw.yml:3:24: 'severity' of rule 'ACM001' is locked and may only be tightened @ "
         "organisation-0.yml:6:27\n"},
        /* a lock binds nearer layers, not its own */
        {{.organisation = {LOCKED("all"), "enforcement: warn\nrules: [{rule: ACM001, severity: "
                                          "low, params: {word: y}}]\n"}},
         ""},
        {{.repository = {LOCKED("all")},
          .configuration = "rules: [{rule: ACM001, severity: low}]\n"},
         ""},
        {{.builtin = LOCKED("severity"),
          .organisation = {"rules: [{rule: ACM001, severity: low}]\n"}},
         "organisation-1.yml:5:24: 'severity' of rule 'ACM001' is locked and may only be tightened "
         "@ builtin-0.yml:6:27\n"},
        {{.organisation = {LOCKED("params.shares")}},
         "organisation-0.yml:6:27: rule 'ACM001' has no parameter 'shares' to lock | share?\n"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct bench bench;
        bench_open(&bench);
        add_layers(&bench, &rows[i].layers);
        assert_string_equal(resolve(&bench), rows[i].told);
        bench_close(&bench);
    }
}

static void test_mistakes(void **state)
{
    (void)state;
    static const struct {
        struct layers layers;
        const char *told;
    } rows[] = {
        {{.organisation = {"rules: [ACM01O, ACM003]\n"}},
         "organisation-0.yml:5:9: 'ACM01O' is no rule id | a rule id such as SDL009, or a mapping "
         "with the key 'rule'\n"},
        {{.organisation = {"rules: [ACM003, ZZZ999]\n"}},
         "organisation-0.yml:5:9: no rule 'ACM003' | ACM001?\n"
         "organisation-0.yml:5:17: no rule 'ZZZ999'\n"},
        {{.configuration = "rules:\n  - rule: ACM001\n    params: {shar: 1%, share: many, age: 1, "
                           "owners: [1, {}], word: [a]}\n"},
         ".bylaw.yml:5:14: rule 'ACM001' has no parameter 'shar' | share?\n"
         ".bylaw.yml:5:31: 'many' is no share | a share from 0% to 100%, such as 95% @ "
         "one.yml:12:3\n"
         ".bylaw.yml:5:42: '1' is no duration | a whole number and a unit, such as 90d or 12h @ "
         "one.yml:13:3\n"
         ".bylaw.yml:5:57: a mapping where text is wanted @ one.yml:14:3\n"
         ".bylaw.yml:5:68: a list where text is wanted @ one.yml:16:3\n"},
        {{.organisation = {"rules: []\nexceptions: {non_waivable: [ACM001, ACM009, ACM900]}\n"}},
         "organisation-0.yml:6:37: no rule 'ACM009' | ACM001?\n"
         "organisation-0.yml:6:45: warning: rule 'ACM900' is called 'ACM001' now | ACM001\n"},
        {{.configuration = "min_version: 1.2.4\n"},
         ".bylaw.yml:3:14: this configuration needs bylaw 1.2.4 or newer; this is 1.2.3\n"},
        {{.configuration = "min_version: 2.0.0\n"},
         ".bylaw.yml:3:14: this configuration needs bylaw 2.0.0 or newer; this is 1.2.3\n"},
        {{.configuration = "min_version: 99999999999999999999.0.0\n"},
         ".bylaw.yml:3:14: this configuration needs bylaw 99999999999999999999.0.0 or newer; this "
         "is 1.2.3\n"},
        {{.configuration = "min_version: 1.2.3\n"}, ""},
        {{.configuration = "min_version: 1.1.9\n"}, ""},
        {{.configuration = "min_version: 0.99.99\n"}, ""},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct bench bench;
        bench_open(&bench);
        add_layers(&bench, &rows[i].layers);
        assert_string_equal(resolve(&bench), rows[i].told);
        bench_close(&bench);
    }
}

static void test_policies_that_are_not_there(void **state)
{
    (void)state;
    struct bench bench;
    bench_open(&bench);
    add_policy(&bench, LAYER_BUILTIN, "rules: [ACM001]\n");
    configure(&bench, "policies:\n  - builtin-0\n  - bultin-0\n  - builtin:builtin-1\n  - zzz\n");
    assert_string_equal(resolve(&bench), ".bylaw.yml:4:5: no policy 'bultin-0' | builtin-0?\n"
                                         ".bylaw.yml:5:5: no policy 'builtin:builtin-1' | "
                                         "builtin-0?\n"
                                         ".bylaw.yml:6:5: no policy 'zzz'\n");
    bench_close(&bench);

    bench_open(&bench);
    add_policy(&bench, LAYER_REPOSITORY, "rules: [ACM001]\n");
    configure(&bench, "policies: [builtin:repository-0]\n");
    assert_string_equal(resolve(&bench),
                        ".bylaw.yml:2:12: no policy 'builtin:repository-0' | repository-0?\n");
    bench_close(&bench);

    bench_open(&bench);
    const char *const names[] = {"builtin:nothing", NULL};
    bench.options.policies = names;
    assert_string_equal(resolve(&bench), "--policy:0:0: no policy 'builtin:nothing'\n");
    bench_close(&bench);
}

static void assert_in_force(const struct bench *bench, const char *names)
{
    struct buffer got = BUFFER_EMPTY;
    for (size_t i = 0; bench->ruleset.policies[i]; i++)
        buffer_printf(&got, "%s%s", i ? " " : "", bench->ruleset.policies[i]);
    assert_string_equal(buffer_string(&got), names);
    buffer_release(&got);
}

static const char baseline[] = "bylaw: 1\npolicy: baseline\ntitle: T\nowner: o\nrules: [ACM002]\n";

static void test_which_policies_are_in_force(void **state)
{
    (void)state;
    static const struct {
        bool organisation, repository;
        const char *configuration, *given, *names;
    } rows[] = {
        {false, false, NULL, NULL, "baseline"},
        {false, true, NULL, NULL, "baseline repository-0"},
        {false, true, "", NULL, "baseline repository-0"},
        {false, true, "policies: []\n", NULL, ""},
        {false, true, "policies: [repository-0]\n", NULL, "repository-0"},
        {false, false, "policies: [baseline]\n", NULL, "baseline"},
        {true, false, NULL, NULL, "organisation-0"},
        {true, true, NULL, NULL, "organisation-0"},
        {true, true, "policies: [repository-1, builtin:baseline]\n", NULL,
         "organisation-0 repository-1 baseline"},
        /* a repository cannot switch the organisation's off */
        {true, false, "policies: []\n", NULL, "organisation-0"},
        {false, true, NULL, "builtin:baseline", "baseline"},
        {true, false, "policies: [baseline]\n", "builtin:baseline", "baseline organisation-0"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct bench bench;
        bench_open(&bench);
        add_text(&bench, LAYER_BUILTIN, "builtin:policies/baseline.yml", baseline);
        if (rows[i].organisation)
            add_policy(&bench, LAYER_ORGANISATION, "rules: [ACM001]\n");
        if (rows[i].repository)
            add_policy(&bench, LAYER_REPOSITORY, "rules: [ACM001]\n");
        if (rows[i].configuration)
            configure(&bench, rows[i].configuration);
        const char *const given[] = {rows[i].given, NULL};
        bench.options.policies = rows[i].given ? given : NULL;
        assert_string_equal(resolve(&bench), "");
        assert_in_force(&bench, rows[i].names);
        bench_close(&bench);
    }
}

static bool says_no(const struct condition *condition, void *state)
{
    (void)condition;
    ++*(int *)state;
    return false;
}

static void test_applies_to_is_asked(void **state)
{
    (void)state;
    struct bench bench;
    bench_open(&bench);
    int asked = 0;
    bench.options.applies = says_no;
    bench.options.state = &asked;
    add_policy(&bench, LAYER_ORGANISATION, "rules: [ACM001]\n");
    add_policy(&bench, LAYER_ORGANISATION,
               "applies_to: {lifecycle: production}\nrules: [ACM002]\n"
               "exceptions: {approvals: 3}\n");
    assert_string_equal(resolve(&bench), "");
    assert_int_equal(asked, 1);
    assert_in_force(&bench, "organisation-0");
    assert_int_equal(bench.ruleset.count, 1);
    assert_int_equal(bench.ruleset.exceptions.approvals, 1);
    bench_close(&bench);
}

static bool says_yes(const struct condition *condition, void *state)
{
    (void)condition;
    (void)state;
    return true;
}

/* What comes with a change tightens, and brings rules in as it says. */
static void test_what_comes_with_the_change_loosens_nothing(void **state)
{
    (void)state;
#define LOOSE                                                                      \
    "rule: ACM001, severity: low, enforcement: warn, effective_from: 2099-01-01, " \
    "for_paths: [a/**], params: {share: 10%, age: 1d, word: y}"
    static const struct {
        const char *base, *above;
        enum layer layer;
    } rows[] = {
        {"rules: [ACM001]\n", "extends: [organisation-0]\n", LAYER_ORGANISATION},
        {"rules: [ACM001]\n", "", LAYER_REPOSITORY},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        for (int is_of_change = 0; is_of_change < 2; is_of_change++) {
            struct bench bench;
            bench_open(&bench);
            bench.options.is_of_change = is_of_change ? says_yes : NULL;
            add_policy(&bench, LAYER_ORGANISATION, rows[i].base);
            add_policy(&bench, rows[i].layer,
                       arena_printf(&bench.arena,
                                    "%sapplies_to: {lifecycle: production}\n"
                                    "rules:\n  - {" LOOSE "}\n"
                                    "  - {rule: ACM002, severity: low, enforcement: warn}\n",
                                    rows[i].above));
            if (rows[i].layer == LAYER_REPOSITORY)
                configure(&bench, "policies: [repository-1]\n");
            assert_string_equal(resolve(&bench), "");
            const struct setting *one = setting_of(&bench, "ACM001");
            const struct setting *two = setting_of(&bench, "ACM002");
            assert_int_equal(one->severity, is_of_change ? SEVERITY_MEDIUM : SEVERITY_LOW);
            assert_int_equal(one->enforcement, is_of_change ? ENFORCEMENT_BLOCK : ENFORCEMENT_WARN);
            assert_int_equal(one->effective_from == INT32_MIN, is_of_change);
            assert_int_equal(one->for_paths == NULL, is_of_change);
            assert_string_equal(param_of(&bench, one, "share"), is_of_change ? "90%" : "10%");
            assert_string_equal(param_of(&bench, one, "age"), "1d");
            assert_string_equal(param_of(&bench, one, "word"), is_of_change ? "x" : "y");
            assert_int_equal(two->severity, SEVERITY_LOW);
            assert_int_equal(two->enforcement, ENFORCEMENT_WARN);
            bench_close(&bench);
        }
    }
#undef LOOSE
}

/* A policy beside others says of their rules what they leave unsaid. */
static void test_beside_others_it_leaves_what_they_do_not_say(void **state)
{
    (void)state;
    for (int is_of_change = 0; is_of_change < 2; is_of_change++) {
        struct bench bench;
        bench_open(&bench);
        bench.options.is_of_change = is_of_change ? says_yes : NULL;
        add_policy(&bench, LAYER_ORGANISATION,
                   "applies_to: {lifecycle: production}\n"
                   "rules:\n"
                   "  - {rule: ACM001, severity: low, params: {share: 10%, age: 1d, word: y}}\n"
                   "  - {rule: ACM002, severity: low}\n");
        add_policy(&bench, LAYER_ORGANISATION, "rules: [ACM001]\n");
        assert_string_equal(resolve(&bench), "");
        const struct setting *one = setting_of(&bench, "ACM001");
        assert_int_equal(one->severity, is_of_change ? SEVERITY_MEDIUM : SEVERITY_LOW);
        assert_string_equal(param_of(&bench, one, "share"), is_of_change ? "90%" : "10%");
        assert_string_equal(param_of(&bench, one, "age"), "1d");
        assert_string_equal(param_of(&bench, one, "word"), is_of_change ? "x" : "y");
        assert_int_equal(setting_of(&bench, "ACM002")->severity, SEVERITY_LOW);
        bench_close(&bench);
    }
}

static void test_only_and_exclude(void **state)
{
    (void)state;
    static const struct {
        const char *only, *exclude, *told, *left;
    } rows[] = {
        {"ACM001", NULL, "", "ACM001"},
        {NULL, "ACM001", "", "ACM002"},
        {"ACM900", NULL, "", "ACM001"},
        {NULL, "ACM900", "", "ACM002"},
        {"ACM001", "ACM001", "", ""},
        {"ACM003", NULL, "--rule:0:0: rule 'ACM003' is not in force | ACM001?\n", ""},
        {NULL, "nothing", "--exclude-rule:0:0: rule 'nothing' is not in force\n", ""},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct bench bench;
        bench_open(&bench);
        add_policy(&bench, LAYER_ORGANISATION, "rules: [ACM001, ACM002]\n");
        const char *const only[] = {rows[i].only, NULL};
        const char *const exclude[] = {rows[i].exclude, NULL};
        bench.options.only = rows[i].only ? only : NULL;
        bench.options.exclude = rows[i].exclude ? exclude : NULL;
        assert_string_equal(resolve(&bench), rows[i].told);
        if (!*rows[i].told) {
            assert_int_equal(bench.ruleset.count, *rows[i].left ? 1 : 0);
            if (*rows[i].left)
                assert_string_equal(bench.ruleset.settings[0].rule->id, rows[i].left);
        }
        bench_close(&bench);
    }
}

static void test_limits_are_the_strictest(void **state)
{
    (void)state;
    struct bench bench;
    bench_open(&bench);
    add_policy(&bench, LAYER_ORGANISATION,
               "rules: []\nexceptions: {max_days: {high: 90, low: 10}, max_renewals: 3, "
               "approvals: 0, non_waivable: [ACM001]}\n");
    add_policy(&bench, LAYER_ORGANISATION,
               "rules: []\nexceptions: {max_days: {high: 30, low: 100}, max_renewals: 1, "
               "approvals: 2, non_waivable: [ACM002, ACM001]}\n");
    add_policy(&bench, LAYER_ORGANISATION, "rules: [ACM001]\n");
    assert_string_equal(resolve(&bench), "");
    const struct exception_limits *limits = &bench.ruleset.exceptions;
    const int64_t days[] = {0, 10, 0, 30, 0};
    assert_memory_equal(limits->max_days, days, sizeof(days));
    assert_int_equal(limits->max_renewals, 1);
    assert_int_equal(limits->approvals, 2);
    assert_string_equal(limits->non_waivable[0], "ACM001");
    assert_string_equal(limits->non_waivable[1], "ACM002");
    assert_null(limits->non_waivable[2]);
    bench_close(&bench);

    bench_open(&bench);
    add_policy(&bench, LAYER_ORGANISATION, "rules: []\nexceptions: {approvals: 0}\n");
    assert_string_equal(resolve(&bench), "");
    assert_int_equal(bench.ruleset.exceptions.approvals, 0);
    assert_int_equal(bench.ruleset.exceptions.caps.grace_days, 0);
    assert_int_equal(exception_notice(&bench.ruleset.exceptions.caps), 30);
    bench_close(&bench);
}

static void test_caps_are_the_strictest(void **state)
{
    (void)state;
    struct bench bench;
    bench_open(&bench);
    add_policy(&bench, LAYER_ORGANISATION,
               "rules: []\nexceptions: {max_total_days: 400, grace_days: 5, notice_days: [7, 30], "
               "budget: {per_repo: 10, per_owner: 2}}\n");
    add_policy(&bench, LAYER_ORGANISATION,
               "rules: []\nexceptions: {max_total_days: 365, grace_days: 2, notice_days: [60, 7], "
               "budget: {per_repo: 3, per_rule: 4}, inline: refuse, over_long: reject}\n");
    add_policy(&bench, LAYER_ORGANISATION,
               "rules: [ACM001]\nexceptions: {inline: allow, over_long: clamp}\n");
    assert_string_equal(resolve(&bench), "");
    const struct exception_caps *caps = &bench.ruleset.exceptions.caps;
    assert_int_equal(caps->max_total_days, 365);
    assert_int_equal(caps->grace_days, 2);
    assert_int_equal(caps->budget.per_repository, 3);
    assert_int_equal(caps->budget.per_owner, 2);
    assert_int_equal(caps->budget.per_rule, 4);
    assert_true(caps->no_inline);
    assert_true(caps->no_over_long);
    const int64_t notices[] = {60, 30, 7};
    assert_int_equal(caps->notice_count, 3);
    assert_memory_equal(caps->notices, notices, sizeof(notices));
    assert_int_equal(exception_notice(caps), 60);
    bench_close(&bench);
}

static void digest_of(const char *policy, const char *configuration, char out[65])
{
    struct bench bench;
    bench_open(&bench);
    add_policy(&bench, LAYER_ORGANISATION, policy);
    if (configuration)
        configure(&bench, configuration);
    assert_string_equal(resolve(&bench), "");
    memcpy(out, bench.ruleset.digest, 65);
    bench_close(&bench);
}

static void test_the_digest_tells_rulesets_apart(void **state)
{
    (void)state;
    static const struct {
        const char *policy, *configuration;
    } rows[] = {
        {"rules: [ACM001]\n", NULL},
        {"rules: [ACM001, ACM002]\n", NULL},
        {"rules: [ACM002]\n", NULL},
        {"rules: [{rule: ACM001, severity: low}]\n", NULL},
        {"rules: [{rule: ACM001, severity: medium}]\n", NULL}, /* now a ceiling */
        {"rules: [{rule: ACM001, enforcement: warn}]\n", NULL},
        {"rules: [{rule: ACM001, effective_from: 2026-01-01}]\n", NULL},
        {"rules: [{rule: ACM001, for_paths: [a, b]}]\n", NULL},
        {"rules: [{rule: ACM001, for_paths: [a]}]\n", NULL},
        {"rules: [{rule: ACM001, params: {owners: [a, b]}}]\n", NULL},
        {"rules: [{rule: ACM001, params: {owners: ['a, b']}}]\n", NULL},
        {"rules: [{rule: ACM001, params: {word: '90%'}}]\n", NULL},
        {"on_unreadable: warn\nrules: [ACM001]\n", NULL},
        {"on_unobservable: block\nrules: [ACM001]\n", NULL},
        {"on_review: block\nrules: [ACM001]\n", NULL},
        {"rules: [ACM001]\nexceptions: {max_days: {low: 1}}\n", NULL},
        {"rules: [ACM001]\nexceptions: {max_days: {high: 1}}\n", NULL},
        {"rules: [ACM001]\nexceptions: {max_renewals: 1}\n", NULL},
        {"rules: [ACM001]\nexceptions: {approvals: 2}\n", NULL},
        {"rules: [ACM001]\nexceptions: {max_total_days: 5}\n", NULL},
        {"rules: [ACM001]\nexceptions: {grace_days: 5}\n", NULL},
        {"rules: [ACM001]\nexceptions: {notice_days: [5]}\n", NULL},
        {"rules: [ACM001]\nexceptions: {budget: {per_repo: 5}}\n", NULL},
        {"rules: [ACM001]\nexceptions: {budget: {per_owner: 5}}\n", NULL},
        {"rules: [ACM001]\nexceptions: {budget: {per_rule: 5}}\n", NULL},
        {"rules: [ACM001]\nexceptions: {inline: refuse}\n", NULL},
        {"rules: [ACM001]\nexceptions: {non_waivable: [ACM001]}\n", NULL},
        {"rules: [ACM001]\n", "labels: {tier: 1}\n"},
        {"rules: [ACM001]\n", "labels: {tier: 2}\n"},
    };
    enum { ROWS = sizeof(rows) / sizeof(rows[0]) };
    char digests[ROWS][65];
    for (size_t i = 0; i < ROWS; i++) {
        digest_of(rows[i].policy, rows[i].configuration, digests[i]);
        for (size_t j = 0; j < i; j++)
            if (strcmp(digests[i], digests[j]) == 0)
                fail_msg("rows %zu and %zu have one digest", i, j);
    }
}

static void test_the_digest_tells_nothing_else(void **state)
{
    (void)state;
    char one[65];
    char other[65];
    digest_of("rules: [ACM001, ACM002]\n", NULL, one);
    digest_of("summary: Other words.\nversion: 3.0.0\n# a remark\n"
              "rules: [{rule: ACM002}, {rule: ACM001, lock: all}]\n",
              "policies: []\nmin_version: 1.0.0\n", other);
    assert_string_equal(one, other);
    digest_of("rules: [{rule: ACM001, params: {share: 90%}}, ACM002]\n", NULL, other);
    assert_string_equal(one, other);
}

static void test_enforcement_of_a_day(void **state)
{
    (void)state;
    int32_t day = date_from_civil(2027, 1, 1);
    struct setting setting = {.enforcement = ENFORCEMENT_BLOCK, .effective_from = day};
    assert_int_equal(setting_enforcement(&setting, day - 1), ENFORCEMENT_ADVISORY);
    assert_int_equal(setting_enforcement(&setting, day), ENFORCEMENT_BLOCK);
    assert_int_equal(setting_enforcement(&setting, day + 1), ENFORCEMENT_BLOCK);
    setting.effective_from = INT32_MIN;
    assert_int_equal(setting_enforcement(&setting, INT32_MIN), ENFORCEMENT_BLOCK);
}

static void test_for_paths(void **state)
{
    (void)state;
    struct bench bench;
    bench_open(&bench);
    add_policy(&bench, LAYER_ORGANISATION, "rules: [{rule: ACM001, for_paths: [a/**, '*.tf']}]\n");
    configure(&bench, "rules: [{rule: ACM001, for_paths: [b/**]}]\n");
    assert_string_equal(resolve(&bench), "");
    const struct setting *setting = &bench.ruleset.settings[0];
    assert_int_equal(setting->for_path_count, 1);
    assert_string_equal(setting->for_path_texts[0], "b/**");
    assert_true(glob_matches(setting->for_paths[0], "b/c/d"));
    assert_false(glob_matches(setting->for_paths[0], "a/c"));
    bench_close(&bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_what_a_rule_says_stands),
        cmocka_unit_test(test_the_nearest_layer_is_last),
        cmocka_unit_test(test_the_strictest_of_one_layer),
        cmocka_unit_test(test_lists_of_one_layer_are_joined),
        cmocka_unit_test(test_one_layer_cannot_say_two_words),
        cmocka_unit_test(test_what_becomes_of_the_unknown),
        cmocka_unit_test(test_locks),
        cmocka_unit_test(test_mistakes),
        cmocka_unit_test(test_policies_that_are_not_there),
        cmocka_unit_test(test_which_policies_are_in_force),
        cmocka_unit_test(test_applies_to_is_asked),
        cmocka_unit_test(test_what_comes_with_the_change_loosens_nothing),
        cmocka_unit_test(test_beside_others_it_leaves_what_they_do_not_say),
        cmocka_unit_test(test_only_and_exclude),
        cmocka_unit_test(test_limits_are_the_strictest),
        cmocka_unit_test(test_caps_are_the_strictest),
        cmocka_unit_test(test_the_digest_tells_rulesets_apart),
        cmocka_unit_test(test_the_digest_tells_nothing_else),
        cmocka_unit_test(test_enforcement_of_a_day),
        cmocka_unit_test(test_for_paths),
    };
    return cmocka_run_group_tests_name("ruleset", tests, NULL, NULL);
}
