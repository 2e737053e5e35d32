#include "engine/trial.h"

#include "document/yaml.h"
#include "engine/evidence.h"
#include "engine/trial_forge.h"
#include "engine/trial_judge.h"
#include "engine/trial_mutate.h"
#include "engine/trial_update.h"
#include "engine/trial_write.h"

#include <string.h>

/* One rule's trial. */
struct trial {
    const struct trial_file *file;
    const struct trial_options *options;
    struct arena *arena;
    const struct test_file *tests;
    struct forged_world *forged; /* by world; no repository: it could not be made */
    struct update *update;
    struct trial_result *result;
};

static struct text policy_text(struct arena *arena, const char *rule, const struct node *params)
{
    struct buffer out = BUFFER_EMPTY;
    buffer_printf(&out,
                  "bylaw: 1\npolicy: world\ntitle: The rule under test.\nowner: test\n"
                  "rules:\n  - {rule: %s, params: ",
                  rule);
    if (params)
        trial_write_json(&out, params);
    else
        buffer_add_string(&out, "{}");
    buffer_add_string(&out, "}\n");
    const char *copy = arena_strdup(arena, buffer_string(&out));
    buffer_release(&out);
    return text_of(copy);
}

/* A rule of a built-in area may be under test from its file: ids of those areas
 * are refused only where a company's policy uses them. */
static const char *rule_path(struct arena *arena, const char *path)
{
    static const char *const areas[] = {"SDL", "SCA", "ADR", "OPS", "REL", "OWN",
                                        "AIG", "IAC", "DOC", "EXC", NULL};
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    for (size_t i = 0; areas[i]; i++)
        if (string_starts_with(name, areas[i]) && !string_starts_with(path, "builtin:"))
            return arena_printf(arena, "builtin:%s", path);
    return path;
}

/* What the world passes with --facts: names and their contents. */
static struct failure *read_evidence(struct arena *arena, const struct node *facts,
                                     struct judge_options *options)
{
    size_t count = facts ? facts->count : 0;
    struct fact_evidence *evidence = ARENA_ARRAY(arena, struct fact_evidence, count + 1);
    for (size_t i = 0; i < count; i++)
        TRY(evidence_parse(
            facts->keys[i]->text,
            (struct text){.bytes = facts->items[i]->text, .size = facts->items[i]->size}, arena,
            &evidence[i]));
    options->evidence = evidence;
    options->evidence_count = count;
    return NULL;
}

/* A world may bring policies and rules of its own, which are judged beside the rule under
 * test: what they say is no matter here. */
static void keep_tested(struct evaluation *evaluation, const char *id)
{
    size_t rules = 0;
    size_t findings = 0;
    for (size_t i = 0; i < evaluation->rule_count; i++)
        if (strcmp(evaluation->rules[i].setting->rule->id, id) == 0)
            evaluation->rules[rules++] = evaluation->rules[i];
    for (size_t i = 0; i < evaluation->finding_count; i++)
        if (strcmp(evaluation->findings[i].setting->rule->id, id) == 0)
            evaluation->findings[findings++] = evaluation->findings[i];
    evaluation->rule_count = rules;
    evaluation->finding_count = findings;
}

/* Judges a world by a rule given as text. */
static struct failure *judge_world(const struct trial *trial, const struct forged_world *forged,
                                   const struct test_world *world, struct text rule,
                                   struct arena *arena, struct diagnostics *diagnostics,
                                   struct evaluation **out)
{
    int status;
    struct policy_file files[] = {
        {.path = rule_path(arena, trial->file->rule_path), .text = rule},
        {.path = "world.yml", .text = policy_text(arena, trial->tests->rule, world->params)},
    };
    struct judge_options options = {
        .repository = forged->repository,
        .as_of = INT32_MIN,
        .whole_history = world->whole_history,
        .base = forged->base,
        .base_tip = true,
        .today = forged->now,
        .jobs = 1,
        .extra_policy_files = files,
        .extra_policy_file_count = 2,
        .without_builtin = true,
    };
    TRY(read_evidence(arena, world->facts, &options));
    TRY(judge(out, &options, arena, diagnostics, &status));
    if (*out)
        keep_tested(*out, trial->tests->rule);
    return NULL;
}

static void add_point(const struct trial *trial, enum trial_subject subject, const char *name,
                      uint32_t line, const char *detail)
{
    struct trial_result *result = trial->result;
    result->points = arena_grow(trial->arena, result->points, result->point_count,
                                &result->point_capacity, sizeof(*result->points));
    result->points[result->point_count++] = (struct trial_point){
        .subject = subject,
        .name = name,
        .line = line,
        .right = !*detail,
        .detail = arena_strdup(trial->arena, detail),
    };
}

/* What is wrong with the files. */
static void add_mistake(const struct trial *trial, const char *what, const char *detail)
{
    trial->result->failed++;
    add_point(trial, TRIAL_FILES, what, 1, detail);
}

static void add_diagnostics(const struct trial *trial, const char *what,
                            struct diagnostics *diagnostics)
{
    struct buffer out = BUFFER_EMPTY;
    diagnostics_sort(diagnostics);
    diagnostics_print(diagnostics, &out, false, 20);
    add_mistake(trial, what, buffer_string(&out));
    buffer_release(&out);
}

static bool is_at(const struct finding *finding, const struct test_expectation *expected)
{
    int verdict = expected->verdict < 0 ? VERDICT_FAIL : expected->verdict;
    if ((int)finding->verdict != verdict)
        return false;
    if (expected->check && strcmp(expected->check, finding->check->name) != 0)
        return false;
    if (expected->severity >= 0 && (int)finding->severity != expected->severity)
        return false;
    if (expected->line > 0 && (int64_t)finding->place.line != expected->line)
        return false;
    if (expected->message && (!finding->message || !strstr(finding->message, expected->message)))
        return false;
    bool here = finding->place.path && strcmp(finding->place.path, expected->path) == 0;
    bool wanted =
        finding->stand_in && finding->wanted && strcmp(finding->wanted, expected->path) == 0;
    return here || wanted;
}

static void say_finding(struct buffer *out, const struct finding *finding)
{
    const char *path = finding->stand_in && finding->wanted ? finding->wanted : finding->place.path;
    buffer_printf(out, "{check: '%s', verdict: %s, severity: %s, path: %s, line: %u}  # %s",
                  finding->check->name, verdict_words[finding->verdict],
                  severity_words[finding->severity], path ? path : "none",
                  finding->place.line ? finding->place.line : 1, finding->message);
    if (finding->reason)
        buffer_printf(out, " (%s)", finding->reason);
    buffer_add_byte(out, '\n');
}

/* Which expectation each finding is, the first that none before it was, and which
 * expectations were met. */
struct match {
    const struct test_expectation **of_finding;
    bool *met;
};

static struct match match_findings(struct arena *arena, const struct test_world *world,
                                   const struct evaluation *evaluation)
{
    const struct schema_objects *expected = &world->expect->findings;
    struct match match = {.of_finding = ARENA_ARRAY(arena, const struct test_expectation *,
                                                    evaluation->finding_count + 1),
                          .met = ARENA_ARRAY(arena, bool, expected->count + 1)};
    for (size_t i = 0; i < evaluation->finding_count; i++) {
        size_t at = 0;
        while (at < expected->count &&
               (match.met[at] || !is_at(&evaluation->findings[i], expected->items[at])))
            at++;
        if (at == expected->count)
            continue;
        match.met[at] = true;
        match.of_finding[i] = expected->items[at];
    }
    return match;
}

/* What differs is appended to `out` when it is not NULL. */
static bool findings_match(const struct trial *trial, const struct test_world *world,
                           const struct evaluation *evaluation, const struct match *match,
                           struct buffer *out)
{
    bool right = true;
    const char *path = trial->file->test_path;
    const struct test_expect *expect = world->expect;
    bool says_none = !node_find(expect->node, "findings") && expect->verdict == VERDICT_UNKNOWN;
    for (size_t i = 0; i < evaluation->finding_count; i++) {
        const struct finding *finding = &evaluation->findings[i];
        if (match->of_finding[i] || (says_none && finding->verdict == VERDICT_UNKNOWN))
            continue;
        right = false;
        if (out) {
            buffer_printf(out, "%s:%u: world '%s': unexpected finding ", path, world->node->line,
                          world->name);
            say_finding(out, finding);
        }
    }
    for (size_t i = 0; i < expect->findings.count; i++) {
        const struct test_expectation *expected = expect->findings.items[i];
        right = right && match->met[i];
        if (!match->met[i] && out)
            buffer_printf(out, "%s:%u: world '%s': no such finding at %s:%lld\n", path,
                          expected->node->line, world->name, expected->path,
                          (long long)(expected->line ? expected->line : 1));
    }
    return right;
}

/* Compares; what differs is appended to `out` when it is not NULL. */
static bool matches(const struct trial *trial, const struct test_world *world,
                    const struct evaluation *evaluation, const struct match *match,
                    struct buffer *out)
{
    const struct rule_result *rule = evaluation->rule_count == 1 ? &evaluation->rules[0] : NULL;
    const char *path = trial->file->test_path;
    if (!rule) {
        if (out)
            buffer_printf(out, "%s:%u: world '%s': the rule is not in force\n", path,
                          world->node->line, world->name);
        return false;
    }
    bool right = (int)rule->verdict == world->expect->verdict;
    if (!right && out)
        buffer_printf(out, "%s:%u: world '%s': the verdict is %s, expected is %s%s%s\n", path,
                      world->node->line, world->name, verdict_words[rule->verdict],
                      verdict_words[world->expect->verdict], rule->reason ? ": " : "",
                      rule->reason ? rule->reason : "");
    return findings_match(trial, world, evaluation, match, out) && right;
}

static void say_unjudged(const struct trial *trial, const struct test_world *world,
                         const struct failure *failure, struct diagnostics *diagnostics,
                         struct buffer *out)
{
    buffer_printf(out, "%s:%u: world '%s' could not be judged: %s\n", trial->file->test_path,
                  world->node->line, world->name,
                  failure ? failure_message(failure) : "the policy was refused");
    diagnostics_sort(diagnostics);
    diagnostics_print(diagnostics, out, false, 5);
}

/* Another expectation for the world is planned; what stands in the way is said. */
static bool update_world(const struct trial *trial, const struct test_world *world,
                         const struct evaluation *evaluation, const struct match *match,
                         struct buffer *out)
{
    if (!trial->update || evaluation->rule_count != 1)
        return false;
    const char *problem = update_add(trial->update, world, evaluation, match->of_finding);
    if (problem)
        buffer_printf(out, "%s:%u: world '%s' is not updated: %s\n", trial->file->test_path,
                      world->node->line, world->name, problem);
    return !problem;
}

static void run_world(const struct trial *trial, size_t number)
{
    const struct test_world *world = trial->tests->worlds.items[number];
    struct arena arena;
    arena_init(&arena, 1 << 16);
    struct diagnostics diagnostics;
    diagnostics_init(&diagnostics, &arena);
    struct evaluation *evaluation = NULL;
    struct buffer out = BUFFER_EMPTY;
    struct failure *failure = judge_world(trial, &trial->forged[number], world, trial->file->rule,
                                          &arena, &diagnostics, &evaluation);
    if (failure || !evaluation) {
        say_unjudged(trial, world, failure, &diagnostics, &out);
        failure_free(failure);
    } else {
        struct match match = match_findings(&arena, world, evaluation);
        if (!matches(trial, world, evaluation, &match, &out) &&
            update_world(trial, world, evaluation, &match, &out)) {
            trial->result->updated++;
            buffer_clear(&out);
        }
    }
    trial->result->worlds++;
    trial->result->failed += out.size > 0 ? 1 : 0;
    add_point(trial, TRIAL_WORLD, world->name, world->node->line, buffer_string(&out));
    buffer_release(&out);
    arena_release(&arena);
}

/* Does any world go wrong under this mutant? A mutant that is no rule any more
 * says nothing. */
static bool is_noticed(const struct trial *trial, const struct mutant *mutant, bool *is_rule)
{
    struct buffer text = BUFFER_EMPTY;
    trial_write_json(&text, mutant->rule);
    bool noticed = false;
    *is_rule = true;
    for (size_t i = 0; i < trial->tests->worlds.count && !noticed && *is_rule; i++) {
        const struct test_world *world = trial->tests->worlds.items[i];
        struct arena arena;
        arena_init(&arena, 1 << 16);
        struct diagnostics diagnostics;
        diagnostics_init(&diagnostics, &arena);
        struct evaluation *evaluation = NULL;
        struct text rule = {.bytes = buffer_string(&text), .size = text.size};
        struct failure *failure =
            judge_world(trial, &trial->forged[i], world, rule, &arena, &diagnostics, &evaluation);
        if (diagnostics.errors > 0) {
            *is_rule = false;
        } else if (failure || !evaluation) {
            noticed = true;
        } else {
            struct match match = match_findings(&arena, world, evaluation);
            noticed = !matches(trial, world, evaluation, &match, NULL);
        }
        failure_free(failure);
        arena_release(&arena);
    }
    buffer_release(&text);
    return noticed;
}

static bool is_equivalent(const struct trial *trial, const struct mutant *mutant)
{
    for (size_t i = 0; i < trial->tests->equivalents.count; i++) {
        const struct test_equivalent *equivalent = trial->tests->equivalents.items[i];
        if (string_starts_with(mutant->what, equivalent->change))
            return true;
    }
    return false;
}

static void run_mutants(const struct trial *trial)
{
    struct document document;
    struct document_problem problem;
    if (!yaml_parse(trial->arena, trial->file->rule, &document, &problem) || document.count == 0)
        return;
    struct mutant *mutants;
    size_t count;
    mutants_of(trial->arena, document.roots[0], &mutants, &count);
    for (size_t i = 0; i < count; i++) {
        bool is_rule;
        bool noticed = is_noticed(trial, &mutants[i], &is_rule);
        if (!is_rule || (!noticed && is_equivalent(trial, &mutants[i])))
            continue;
        trial->result->mutants++;
        trial->result->survivors += noticed ? 0 : 1;
        add_point(trial, TRIAL_MUTANT, mutants[i].what, mutants[i].line,
                  noticed ? ""
                          : arena_printf(trial->arena,
                                         "%s: no world notices that the rule was changed: %s\n",
                                         trial->file->rule_path, mutants[i].what));
    }
}

/* A rule is tested when it is seen to pass, to fail, nearly to do either, and
 * not to fall for theatre; and when it fails indeed, and applies at all. */
static void check_kinds(const struct trial *trial)
{
    static const struct {
        enum test_kind kind;
        size_t least;
    } wanted[] = {{TEST_PASSES, 1}, {TEST_FAILS, 1}, {TEST_NEAR_MISS, 2}, {TEST_THEATRE, 1}};
    for (size_t k = 0; k < sizeof(wanted) / sizeof(wanted[0]); k++) {
        const char *word = test_kind_words[wanted[k].kind];
        size_t count = 0;
        for (size_t i = 0; i < trial->tests->worlds.count; i++) {
            const struct test_world *world = trial->tests->worlds.items[i];
            count += world->kind == (int)wanted[k].kind ? 1 : 0;
        }
        if (count >= wanted[k].least)
            continue;
        add_mistake(
            trial, arena_printf(trial->arena, "worlds of the kind '%s'", word),
            arena_printf(trial->arena,
                         "%s: a rule needs at least %zu world%s of kind '%s'; this one has %zu\n",
                         trial->file->test_path, wanted[k].least, wanted[k].least == 1 ? "" : "s",
                         word, count));
    }
}

/* A failure is the machine's; what the world itself says wrong is a point. */
static struct failure *forge_worlds(struct trial *trial)
{
    size_t count = trial->tests->worlds.count;
    trial->forged = ARENA_ARRAY(trial->arena, struct forged_world, count + 1);
    for (size_t i = 0; i < count; i++) {
        const struct test_world *world = trial->tests->worlds.items[i];
        const char *folder = arena_printf(trial->arena, "%s/%s-%zu", trial->options->folder,
                                          trial->tests->rule, i + 1);
        struct failure *failure = trial_forge(&trial->forged[i], world, trial->arena, folder);
        if (failure && failure_kind(failure) != FAILURE_USAGE)
            return failure_while(failure, "%s:%u: world '%s'", trial->file->test_path,
                                 world->node->line, world->name);
        if (!failure)
            continue;
        trial->forged[i].repository = NULL;
        trial->result->worlds++;
        trial->result->failed++;
        add_point(trial, TRIAL_WORLD, world->name, world->node->line,
                  arena_printf(trial->arena, "%s:%u: world '%s' could not be made: %s\n",
                               trial->file->test_path, world->node->line, world->name,
                               failure_message(failure)));
        failure_free(failure);
    }
    return NULL;
}

static void finish_update(const struct trial *trial)
{
    struct trial_result *result = trial->result;
    if (result->updated == 0)
        return;
    if (update_finish(trial->update, &result->text))
        return;
    result->text = (struct text){0};
    result->updated = 0;
    add_mistake(trial, "update",
                arena_printf(trial->arena,
                             "%s: it cannot be updated without changing more than expectations\n",
                             trial->file->test_path));
}

/* The rule and its worlds, or what is wrong with them. */
static bool load(struct trial *trial, struct rule **rule)
{
    const struct trial_file *file = trial->file;
    struct diagnostics diagnostics;
    diagnostics_init(&diagnostics, trial->arena);
    diagnostics_add_source(&diagnostics, file->rule_path, file->rule);
    *rule = rule_parse(trial->arena, file->rule_path, file->rule,
                       string_starts_with(rule_path(trial->arena, file->rule_path), "builtin:"),
                       &diagnostics);
    trial->result->rule = *rule ? (*rule)->id : file->rule_path;
    if (!file->test_path) {
        add_mistake(trial, "worlds",
                    arena_printf(trial->arena,
                                 "%s: the rule has no worlds: a .test.yml beside it\n",
                                 file->rule_path));
        return false;
    }
    diagnostics_add_source(&diagnostics, file->test_path, file->test);
    trial->tests = test_file_load(trial->arena, file->test_path, file->test, *rule, &diagnostics);
    if (*rule && trial->tests)
        return true;
    add_diagnostics(trial, "files", &diagnostics);
    return false;
}

static struct failure *run(struct trial *trial)
{
    check_kinds(trial);
    if (trial->options->update)
        trial->update = update_new(trial->arena, trial->file->test);
    TRY(forge_worlds(trial));
    for (size_t i = 0; i < trial->tests->worlds.count; i++)
        if (trial->forged[i].repository)
            run_world(trial, i);
    finish_update(trial);
    if (trial->options->mutate && trial->result->failed == 0 && trial->result->updated == 0)
        run_mutants(trial);
    return NULL;
}

struct failure *trial_run(const struct trial_file *file, const struct trial_options *options,
                          struct arena *arena, struct trial_result *result)
{
    struct trial trial = {.file = file, .options = options, .arena = arena, .result = result};
    struct rule *rule = NULL;
    struct failure *failure = load(&trial, &rule) ? run(&trial) : NULL;
    rule_release(rule);
    return failure;
}

struct failure *trial_judge(const struct trial_file *file, const struct test_file *tests,
                            const struct test_world *world, const struct forged_world *forged,
                            struct arena *arena, struct diagnostics *diagnostics,
                            struct evaluation **out)
{
    struct trial trial = {.file = file, .tests = tests};
    *out = NULL;
    return judge_world(&trial, forged, world, file->rule, arena, diagnostics, out);
}
