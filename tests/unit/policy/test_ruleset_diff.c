/* Every sort of difference between two rulesets, each way round. */
#include "ruleset_test.h"

#include "policy/ruleset_diff.h"

/* DIRECTION RULE-OR-POLICY WHAT: BEFORE -> AFTER, a line each; what nobody can tell
 * with a question mark. */
static const char *changes_told(struct arena *arena, const struct policy_changes *changes)
{
    struct buffer out = BUFFER_EMPTY;
    for (size_t i = 0; i < changes->count; i++) {
        const struct policy_change *change = &changes->items[i];
        buffer_printf(&out, "%s%s %s %s: %s -> %s\n", change_direction_words[change->direction],
                      change->is_unclear ? "?" : "",
                      change->rule     ? change->rule
                      : change->policy ? change->policy
                                       : "-",
                      change->what, change->before ? change->before : "()",
                      change->after ? change->after : "()");
    }
    const char *copy = arena_strdup(arena, buffer_string(&out));
    buffer_release(&out);
    return copy;
}

/* What stands on one side. */
struct half {
    const char *policy; /* the organisation's; NULL: none */
    const char *configuration;
    const char *rule; /* a third rule of the organisation's */
    const char *base; /* the body of a built-in policy `builtin-0` */
};

static void half_open(struct bench *bench, const struct half *half)
{
    bench_open(bench);
    if (half->rule)
        add_text(bench, LAYER_ORGANISATION, "three.yml", half->rule);
    if (half->base)
        add_policy(bench, LAYER_BUILTIN, half->base);
    bench->policies = 0;
    if (half->policy)
        add_policy(bench, LAYER_ORGANISATION, half->policy);
    configure(bench, half->configuration ? half->configuration : "policies: []\n");
    resolve(bench);
    assert_int_equal(bench->diagnostics.errors, 0);
}

static void compare(struct bench *one, struct bench *other, struct policy_changes *out)
{
    const struct policy_side before = {.library = &one->library, .ruleset = &one->ruleset};
    const struct policy_side after = {.library = &other->library, .ruleset = &other->ruleset};
    ruleset_diff(out, &before, &after, &other->arena);
    size_t counted = out->looser + out->unclear + out->tighter + out->neutral;
    assert_int_equal(counted, out->count);
    assert_int_equal(policy_changes_weaken(out), out->looser + out->unclear > 0);
}

static void assert_changes(const struct half *before, const struct half *after, const char *wanted)
{
    struct bench one;
    struct bench other;
    half_open(&one, before);
    half_open(&other, after);
    struct policy_changes changes;
    compare(&one, &other, &changes);
    assert_string_equal(changes_told(&other.arena, &changes), wanted);
    bench_close(&one);
    bench_close(&other);
}

#define RULES(entry) "rules:\n  - " entry "\n"

/* The same thing seen from both sides: what loosens one way tightens the other. */
static void test_each_way_round(void **state)
{
    (void)state;
    static const struct {
        const char *strict, *lax, *what, *was, *is;
    } rows[] = {
        {"rules: [ACM001, ACM002]\n", "rules: [ACM001]\n", "ACM002 rule", "high, block", "()"},
        {RULES("{rule: ACM001, severity: high}"), RULES("{rule: ACM001, severity: low}"),
         "ACM001 severity", "high", "low"},
        {RULES("ACM001"), RULES("{rule: ACM001, enforcement: advisory}"), "ACM001 enforcement",
         "block", "advisory"},
        {RULES("ACM001"), RULES("{rule: ACM001, effective_from: 2027-01-01}"),
         "ACM001 effective_from", "at once", "2027-01-01"},
        {RULES("{rule: ACM001, effective_from: 2026-01-01}"),
         RULES("{rule: ACM001, effective_from: 2027-01-01}"), "ACM001 effective_from", "2026-01-01",
         "2027-01-01"},
        {RULES("ACM001"), RULES("{rule: ACM001, for_paths: [a/**]}"), "ACM001 for_paths",
         "everywhere", "a/**"},
        {RULES("{rule: ACM001, for_paths: [a/**, b/**]}"), RULES("{rule: ACM001, for_paths: a/**}"),
         "ACM001 for_paths", "a/**, b/**", "a/**"},
        {RULES("ACM001"), "on_unreadable: ignore\n" RULES("ACM001"), "ACM001 on_unreadable",
         "block", "ignore"},
        {"on_unobservable: block\n" RULES("ACM001"), RULES("ACM001"), "ACM001 on_unobservable",
         "block", "warn"},
        {"on_review: block\n" RULES("ACM001"), RULES("ACM001"), "ACM001 on_review", "block",
         "warn"},
        {RULES("{rule: ACM001, params: {share: 95%}}"), RULES("ACM001"), "ACM001 params.share",
         "95%", "90%"},
        {RULES("{rule: ACM001, params: {age: 30d}}"), RULES("ACM001"), "ACM001 params.age", "30d",
         "90d"},
        {RULES("ACM001"), RULES("{rule: ACM001, params: {owners: [me]}}"), "ACM001 params.owners",
         "", "me"},
        {RULES("{rule: ACM001, params: {needed: [a, b]}}"), RULES("ACM001"), "ACM001 params.needed",
         "a, b", "a"},
        {RULES("{rule: ACM001, lock: [severity]}"), RULES("ACM001"), "ACM001 lock",
         "severity, for_paths", "()"},
        {RULES("{rule: ACM001, lock: [params.age, params.word]}"),
         RULES("{rule: ACM001, lock: [params.age]}"), "ACM001 lock", "params.age, params.word",
         "params.age"},
        {RULES("ACM001"), "applies_to: {lifecycle: production}\n" RULES("ACM001"),
         "organisation-0 applies_to", "every repository", "{lifecycle: production}"},
        {"min_version: 1.1.0\n" RULES("ACM001"), "min_version: 1.0.9\n" RULES("ACM001"),
         "organisation-0 min_version", "1.1.0", "1.0.9"},
        {"min_version: 1.1.0\n" RULES("ACM001"), RULES("ACM001"), "organisation-0 min_version",
         "1.1.0", "()"},
        {"rules: []\nexceptions: {max_days: {high: 30}}\n", "rules: []\n",
         "- exceptions.max_days.high", "30", "90"},
        {"rules: []\nexceptions: {max_renewals: 1}\n", "rules: []\nexceptions: {max_renewals: 2}\n",
         "- exceptions.max_renewals", "1", "2"},
        {"rules: []\nexceptions: {max_renewals: 100}\n", "rules: []\n", "- exceptions.max_renewals",
         "100", "any number"},
        {"rules: []\nexceptions: {approvals: 2}\n", "rules: []\n", "- exceptions.approvals", "2",
         "1"},
        {"rules: []\nexceptions: {non_waivable: [ACM001, ACM002]}\n",
         "rules: []\nexceptions: {non_waivable: [ACM002]}\n", "- exceptions.non_waivable",
         "ACM001, ACM002", "ACM002"},
        {"rules: []\nexceptions: {max_total_days: 365}\n",
         "rules: []\nexceptions: {max_total_days: 366}\n", "- exceptions.max_total_days", "365",
         "366"},
        {"rules: []\nexceptions: {max_total_days: 365}\n", "rules: []\n",
         "- exceptions.max_total_days", "365", "any number"},
        {"rules: []\nexceptions: {budget: {per_repo: 1}}\n",
         "rules: []\nexceptions: {budget: {per_repo: 2}}\n", "- exceptions.budget.per_repo", "1",
         "2"},
        {"rules: []\nexceptions: {budget: {per_owner: 9}}\n", "rules: []\n",
         "- exceptions.budget.per_owner", "9", "any number"},
        {"rules: []\nexceptions: {budget: {per_rule: 9}}\n", "rules: []\n",
         "- exceptions.budget.per_rule", "9", "any number"},
        {"rules: []\n", "rules: []\nexceptions: {grace_days: 3}\n", "- exceptions.grace_days", "0",
         "3"},
        {"rules: []\n", "rules: []\nexceptions: {notice_days: [7, 14, 1]}\n",
         "- exceptions.notice_days", "30", "14, 7, 1"},
        {"rules: []\nexceptions: {inline: refuse}\n", "rules: []\n", "- exceptions.inline",
         "refuse", "allow"},
        {"rules: []\nexceptions: {over_long: reject}\n", "rules: []\n", "- exceptions.over_long",
         "reject", "clamp"},
        {"rules: []\nexceptions: {over_long: reject}\n",
         "rules: []\nexceptions: {over_long: clamp}\n", "- exceptions.over_long", "reject",
         "clamp"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const struct half strict = {.policy = rows[i].strict};
        const struct half lax = {.policy = rows[i].lax};
        struct arena arena;
        arena_init(&arena, 1 << 12);
        assert_changes(
            &strict, &lax,
            arena_printf(&arena, "looser %s: %s -> %s\n", rows[i].what, rows[i].was, rows[i].is));
        assert_changes(
            &lax, &strict,
            arena_printf(&arena, "tighter %s: %s -> %s\n", rows[i].what, rows[i].is, rows[i].was));
        assert_changes(&strict, &strict, "");
        arena_release(&arena);
    }
}

#define THREE(title, params, check)                    \
    "bylaw: 1\nid: ACM003\nname: three\ntitle: " title \
    "\nseverity: high\nwhy: w\nfix: f\n" params check
#define CHECK(require, message)                                                       \
    "for_each: {fact: file}\nwhere: {path: {exists: true}}\nrequire: {" require "}\n" \
    "on_empty: pass\nmessage: " message "\n"
#define CHECKS(first, second)                                                                      \
    "checks:\n"                                                                                    \
    "  - {name: a, severity: " first ", for_each: {fact: file}, require: {path: {exists: true}}, " \
    "on_empty: {verdict: pass, message: " second "}, "                                             \
    "grades: [{when: {path: x}, severity: low, message: " second "}], message: " second "}\n"
#define PARAM(value, why) \
    "params:\n  size: {type: integer, default: " value ", stricter: lower, why: " why "}\n"
#define SIZED CHECK("path: {exists: true}, size: {at_most: $params.size}", "m")

/* The rule itself: what only says something to people is neutral, what changes the
 * demand has to be looked at, and a default counts where nobody sets the value. */
static void test_rules_that_changed(void **state)
{
    (void)state;
    static const char plain[] = THREE("Three", "", CHECK("path: {exists: true}", "m"));
    static const struct {
        const char *before, *after, *entry, *told;
    } rows[] = {
        {plain, THREE("Drei", "", CHECK("path: {exists: true}", "n")), "ACM003",
         "neutral ACM003 words: () -> title, message\n"},
        {plain, THREE("Three", "# a remark\n", CHECK("path: {'exists': true}", "m")), "ACM003", ""},
        {plain, THREE("Drei", "", CHECK("path: {exists: false}", "m")), "ACM003",
         "looser? ACM003 demand: () -> require\nneutral ACM003 words: () -> title\n"},
        /* a field of that name is no title */
        {THREE("Three", "",
               "for_each: {fact: adr}\nrequire: {title: a}\non_empty: pass\nmessage: m\n"),
         THREE("Three", "",
               "for_each: {fact: adr}\nrequire: {title: b}\non_empty: pass\nmessage: m\n"),
         "ACM003", "looser? ACM003 demand: () -> require\n"},
        {THREE("Three", "", CHECKS("high", "m")), THREE("Three", "", CHECKS("high", "n")), "ACM003",
         "neutral ACM003 words: () -> checks\n"},
        {THREE("Three", "", CHECKS("high", "m")), THREE("Three", "", CHECKS("medium", "m")),
         "ACM003", "looser? ACM003 demand: () -> checks\n"},
        {THREE("Three", PARAM("5", "w"), SIZED), THREE("Three", PARAM("5", "v"), SIZED), "ACM003",
         "neutral ACM003 words: () -> params\n"},
        {THREE("Three", PARAM("5", "w"), SIZED), THREE("Three", PARAM("6", "w"), SIZED), "ACM003",
         "looser ACM003 params.size: 5 -> 6\n"},
        {THREE("Three", PARAM("5", "w"), SIZED), THREE("Three", PARAM("6", "w"), SIZED),
         "{rule: ACM003, params: {size: 5}}", ""},
        {THREE("Three", PARAM("5", "w"), SIZED),
         THREE("Three", "params:\n  size: {type: integer, default: 5, stricter: higher, why: w}\n",
               SIZED),
         "ACM003", "looser? ACM003 demand: () -> params\n"},
        {plain,
         "bylaw: 1\nid: ACM004\nname: four\ntitle: Three\nseverity: high\nwhy: w\nfix: f\n"
         "aliases: [ACM003]\n" CHECK("path: {exists: true}", "m"),
         "ACM003",
         "neutral ACM004 id: ACM003 -> ACM004\nneutral ACM004 words: () -> name, "
         "aliases\n"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct arena arena;
        arena_init(&arena, 1 << 12);
        const char *policy = arena_printf(&arena, "rules:\n  - %s\n", rows[i].entry);
        assert_changes(&(struct half){.policy = policy, .rule = rows[i].before},
                       &(struct half){.policy = policy, .rule = rows[i].after}, rows[i].told);
        arena_release(&arena);
    }
}

#define NAMED(id, rest)                                                                     \
    "bylaw: 1\nid: " id "\nname: r\ntitle: R\nseverity: high\nwhy: w\nfix: f\n" rest CHECK( \
        "path: {exists: true}", "m")

/* What no exception excuses is the rule, whatever it is called; another rule is another. */
static void test_a_rule_renamed_stays_non_waivable(void **state)
{
    (void)state;
    static const char policy[] = "rules: []\nexceptions: {non_waivable: [%s]}\n";
    static const struct {
        const char *before, *after, *told;
    } rows[] = {
        {NAMED("ACM003", ""), NAMED("ACM004", "aliases: [ACM003]\n"), ""},
        {NAMED("ACM004", "aliases: [ACM003]\n"), NAMED("ACM003", ""), ""},
        {NAMED("ACM003", ""), NAMED("ACM004", ""),
         "looser - exceptions.non_waivable: ACM003 -> ACM004\n"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct arena arena;
        arena_init(&arena, 1 << 12);
        const bool is_back = i == 1;
        const struct half before = {.policy =
                                        arena_printf(&arena, policy, is_back ? "ACM004" : "ACM003"),
                                    .rule = rows[i].before};
        const struct half after = {.policy =
                                       arena_printf(&arena, policy, is_back ? "ACM003" : "ACM004"),
                                   .rule = rows[i].after};
        assert_changes(&before, &after, rows[i].told);
        arena_release(&arena);
    }
}

/* What nobody can tell counts as looser, and says so. */
static void test_what_cannot_be_compared(void **state)
{
    (void)state;
    static const struct {
        const char *before, *after, *told;
    } rows[] = {
        {RULES("{rule: ACM001, params: {word: y}}"), RULES("{rule: ACM001, params: {word: z}}"),
         "looser? ACM001 params.word: y -> z\n"},
        {RULES("{rule: ACM001, for_paths: [a, b]}"), RULES("{rule: ACM001, for_paths: [b, c]}"),
         "looser? ACM001 for_paths: a, b -> b, c\n"},
        {RULES("{rule: ACM001, for_paths: [b, a]}"), RULES("{rule: ACM001, for_paths: [a, b]}"),
         ""},
        {"applies_to: {lifecycle: beta}\n" RULES("ACM001"),
         "applies_to: {lifecycle: production}\n" RULES("ACM001"),
         "looser? organisation-0 applies_to: {lifecycle: beta} -> {lifecycle: production}\n"},
        {"applies_to: {lifecycle: beta}\n" RULES("ACM001"),
         "applies_to:\n  lifecycle: beta # laid out otherwise\n" RULES("ACM001"), ""},
        /* one owner less and another one more */
        {RULES("{rule: ACM001, params: {owners: [a, b]}}"),
         RULES("{rule: ACM001, params: {owners: [b, c]}}"),
         "looser ACM001 params.owners: a, b -> b, c\n"},
        {RULES("{rule: ACM001, params: {owners: [a, b]}}"),
         RULES("{rule: ACM001, params: {owners: [b, a]}}"), ""},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        assert_changes(&(struct half){.policy = rows[i].before},
                       &(struct half){.policy = rows[i].after}, rows[i].told);
}

static void test_words_of_a_policy(void **state)
{
    (void)state;
    assert_changes(&(struct half){.policy = "version: 1.0.0\nrules: []\n"},
                   &(struct half){.policy = "version: 2.0.0\nsummary: s\nrules: []\n"},
                   "neutral organisation-0 version: 1.0.0 -> 2.0.0\n");
    assert_changes(&(struct half){.policy = "rules: []\n"}, &(struct half){.policy = NULL},
                   "neutral organisation-0 policy: in force -> ()\n");
}

static void test_the_configuration(void **state)
{
    (void)state;
    static const struct {
        const char *before, *after, *told;
    } rows[] = {
        {"labels: {lifecycle: production, owner: a}\n", "labels: {lifecycle: beta, owner: b}\n",
         "looser? - labels.lifecycle: production -> beta\nneutral - labels.owner: a -> b\n"},
        {"labels: {tier: 1}\n", "policies: []\n", "looser? - labels.tier: 1 -> ()\n"},
        {"min_version: 1.0.0\n", "policies: []\n", "looser - min_version: 1.0.0 -> ()\n"},
        {"rules: [{rule: ACM001, severity: low}]\n", "rules: [ACM001]\n",
         "tighter ACM001 severity: low -> medium\n"},
        /* a lock that went down a layer holds less */
        {"rules: [{rule: ACM001, lock: [params.age]}]\n", "policies: []\n",
         "looser ACM001 lock: "
         "params.age -> ()\n"},
    };
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        assert_changes(&(struct half){.policy = RULES("ACM001"), .configuration = rows[i].before},
                       &(struct half){.policy = RULES("ACM001"), .configuration = rows[i].after},
                       rows[i].told);
    assert_changes(&(struct half){.policy = RULES("{rule: ACM001, lock: [params.age]}")},
                   &(struct half){.policy = RULES("ACM001"),
                                  .configuration = "rules: [{rule: ACM001, lock: [params.age]}]\n"},
                   "looser ACM001 lock: params.age -> params.age\n");
}

/* A rule that another policy brings in now may hold for fewer repositories. */
static void test_a_rule_that_moves(void **state)
{
    (void)state;
    static const char base[] = "rules: [ACM002]\n";
    assert_changes(&(struct half){.policy = "extends: builtin-0\nrules: []\n", .base = base},
                   &(struct half){.configuration = "policies: [builtin-0]\n", .base = base},
                   "neutral organisation-0 policy: in force -> ()\n");
    assert_changes(&(struct half){.configuration = "policies: [builtin-0]\n", .base = base},
                   &(struct half){.policy = "applies_to: {lifecycle: beta}\nextends: "
                                            "builtin-0\nrules: []\n",
                                  .base = base},
                   "looser ACM002 applies_to: every repository -> {lifecycle: beta}\n"
                   "neutral organisation-0 policy: () -> in force\n");
    /* a rule that was in force nowhere is new, wherever it holds */
    assert_changes(&(struct half){.configuration = "policies: [builtin-0]\n", .base = base},
                   &(struct half){.policy = "applies_to: {lifecycle: beta}\nrules: [ACM001]\n",
                                  .configuration = "policies: [builtin-0]\n",
                                  .base = base},
                   "tighter ACM001 rule: () -> medium, block\n"
                   "neutral organisation-0 policy: () -> in force\n");
}

/* Nor need a policy come or go for that; where the policy alone changed, it tells. */
static void test_a_rule_that_moves_between_policies(void **state)
{
    (void)state;
    static const char named[] = "policies: [builtin-0]\n";
    static const char both[] = "applies_to: {lifecycle: beta}\nrules: [ACM001, ACM002]\n";
    static const char one[] = "applies_to: {lifecycle: beta}\nrules: [ACM001]\n";
    const struct half apart = {.policy = one, .configuration = named, .base = "rules: [ACM002]\n"};
    const struct half moved = {.policy = both, .configuration = named, .base = "rules: []\n"};
    assert_changes(&apart, &moved,
                   "looser ACM002 applies_to: every repository -> {lifecycle: beta}\n");
    assert_changes(&moved, &apart,
                   "tighter ACM002 applies_to: {lifecycle: beta} -> every repository\n");
    assert_changes(&moved,
                   &(struct half){.policy = "rules: [ACM001, ACM002]\n",
                                  .configuration = named,
                                  .base = "rules: []\n"},
                   "tighter organisation-0 applies_to: {lifecycle: beta} -> every repository\n");
}

/* Nor does another name of the rule hide that it does. */
static void test_a_rule_that_moves_under_another_name(void **state)
{
    (void)state;
    assert_changes(&(struct half){.configuration = "policies: [builtin-0]\n",
                                  .base = "rules: [ACM003]\n",
                                  .rule = NAMED("ACM003", "")},
                   &(struct half){.policy = "applies_to: {lifecycle: beta}\nrules: [ACM004]\n",
                                  .rule = NAMED("ACM004", "aliases: [ACM003]\n")},
                   "looser ACM004 applies_to: every repository -> {lifecycle: beta}\n"
                   "neutral ACM004 id: ACM003 -> ACM004\n"
                   "neutral ACM004 words: () -> aliases\n"
                   "neutral builtin-0 policy: in force -> ()\n"
                   "neutral organisation-0 policy: () -> in force\n");
}

/* A change stands where the new value is written, or where the old one was. */
static void test_places_and_counts(void **state)
{
    (void)state;
    struct bench one;
    struct bench other;
    half_open(&one, &(struct half){.policy = "rules: [ACM001, {rule: ACM002, severity: low}]\n"});
    half_open(&other, &(struct half){.policy = "rules:\n  - {rule: ACM002, severity: high}\n"});
    struct policy_changes changes;
    compare(&one, &other, &changes);
    assert_int_equal(changes.count, 2);
    assert_int_equal(changes.looser, 1);
    assert_int_equal(changes.tighter, 1);
    assert_string_equal(changes.items[0].rule, "ACM001");
    assert_int_equal(changes.items[0].place.line, 2); /* of what is gone: where it stood */
    assert_string_equal(changes.items[1].place.path, "organisation-0.yml");
    assert_int_equal(changes.items[1].place.line, 6);
    assert_int_equal(changes.items[1].place.column, 20);
    bench_close(&one);
    bench_close(&other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_way_round),
        cmocka_unit_test(test_rules_that_changed),
        cmocka_unit_test(test_a_rule_renamed_stays_non_waivable),
        cmocka_unit_test(test_what_cannot_be_compared),
        cmocka_unit_test(test_words_of_a_policy),
        cmocka_unit_test(test_the_configuration),
        cmocka_unit_test(test_a_rule_that_moves),
        cmocka_unit_test(test_a_rule_that_moves_between_policies),
        cmocka_unit_test(test_a_rule_that_moves_under_another_name),
        cmocka_unit_test(test_places_and_counts),
    };
    return cmocka_run_group_tests_name("ruleset_diff", tests, NULL, NULL);
}
