#include "engine/trial.h"

#include "document/yaml.h"
#include "engine/trial_mutate.h"
#include "engine/trial_world.h"

#include <string.h>

/* One rule's trial. */
struct trial {
    const struct trial_file *file;
    const struct trial_options *options;
    struct arena *arena;
    struct world_file worlds;
    struct buffer *out;
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
        node_write_json(&out, params);
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

/* Judges a world by a rule given as text. */
static struct failure *judge_world(const struct trial *trial, const struct world *world,
                                   struct text rule, struct arena *arena,
                                   struct diagnostics *diagnostics, struct evaluation **out,
                                   int *status)
{
    struct policy_file files[] = {
        {.path = rule_path(arena, trial->file->rule_path), .text = rule},
        {.path = "world.yml", .text = policy_text(arena, trial->worlds.rule, world->params)},
    };
    struct judge_options options = {
        .repository = world->repository,
        .as_of = INT32_MIN,
        .base = world->base_revision,
        .base_tip = true,
        .today = world->now,
        .jobs = 1,
        .extra_policy_files = files,
        .extra_policy_file_count = 2,
        .without_builtin = true,
    };
    return judge(out, &options, arena, diagnostics, status);
}

static bool is_at(const struct finding *finding, const struct world_expectation *expected)
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

/* The expectation that the finding is, the first that none before it was; the count of
 * them when it is none. */
static size_t expectation_of(const struct world *world, const struct finding *finding,
                             const bool *taken)
{
    size_t i = 0;
    while (i < world->finding_count && (taken[i] || !is_at(finding, &world->findings[i])))
        i++;
    return i;
}

/* What differs is appended to `out` when it is not NULL. */
static bool findings_match(const struct trial *trial, const struct world *world,
                           const struct evaluation *evaluation, struct buffer *out)
{
    bool right = true;
    bool *taken = ARENA_ARRAY(trial->arena, bool, world->finding_count + 1);
    for (size_t i = 0; i < evaluation->finding_count; i++) {
        const struct finding *finding = &evaluation->findings[i];
        size_t expected = expectation_of(world, finding, taken);
        taken[expected] = true;
        bool said = !world->has_findings && finding->verdict == VERDICT_UNKNOWN &&
                    world->verdict == VERDICT_UNKNOWN;
        if (expected < world->finding_count || said)
            continue;
        right = false;
        if (out) {
            buffer_printf(out, "%s:%u: world '%s': unexpected finding ", trial->file->test_path,
                          world->node->line, world->name);
            say_finding(out, finding);
        }
    }
    for (size_t i = 0; i < world->finding_count; i++) {
        right = right && taken[i];
        if (!taken[i] && out)
            buffer_printf(out, "%s:%u: world '%s': no such finding at %s:%lld\n",
                          trial->file->test_path, world->findings[i].node->line, world->name,
                          world->findings[i].path, (long long)world->findings[i].line);
    }
    return right;
}

/* Compares; what differs is appended to `out` when it is not NULL. */
static bool matches(const struct trial *trial, const struct world *world,
                    const struct evaluation *evaluation, struct buffer *out)
{
    const struct rule_result *rule = evaluation->rule_count == 1 ? &evaluation->rules[0] : NULL;
    if (!rule) {
        if (out)
            buffer_printf(out, "%s:%u: world '%s': the rule is not in force\n",
                          trial->file->test_path, world->node->line, world->name);
        return false;
    }
    bool right = (int)rule->verdict == world->verdict;
    if (!right && out)
        buffer_printf(out, "%s:%u: world '%s': the verdict is %s, expected is %s%s%s\n",
                      trial->file->test_path, world->node->line, world->name,
                      verdict_words[rule->verdict], verdict_words[world->verdict],
                      rule->reason ? ": " : "", rule->reason ? rule->reason : "");
    return findings_match(trial, world, evaluation, out) && right;
}

static struct failure *run_world(const struct trial *trial, const struct world *world)
{
    struct arena arena;
    arena_init(&arena, 1 << 16);
    struct diagnostics diagnostics;
    diagnostics_init(&diagnostics, &arena);
    struct evaluation *evaluation = NULL;
    int status = 0;
    struct failure *failure =
        judge_world(trial, world, trial->file->rule, &arena, &diagnostics, &evaluation, &status);
    trial->result->worlds++;
    if (failure || !evaluation) {
        trial->result->failed++;
        buffer_printf(trial->out, "%s:%u: world '%s' could not be judged: %s\n",
                      trial->file->test_path, world->node->line, world->name,
                      failure ? failure_message(failure) : "the policy was refused");
        diagnostics_sort(&diagnostics);
        diagnostics_print(&diagnostics, trial->out, false, 5);
        failure_free(failure);
    } else if (!matches(trial, world, evaluation, trial->out)) {
        trial->result->failed++;
        for (size_t i = 0; trial->options->update && i < evaluation->finding_count; i++) {
            buffer_add_string(trial->out, "        - ");
            say_finding(trial->out, &evaluation->findings[i]);
        }
    }
    arena_release(&arena);
    return NULL;
}

/* Does any world go wrong under this mutant? A mutant that is no rule any more
 * says nothing. */
static bool is_noticed(const struct trial *trial, const struct mutant *mutant, bool *is_rule)
{
    struct buffer text = BUFFER_EMPTY;
    node_write_json(&text, mutant->rule);
    bool noticed = false;
    *is_rule = true;
    for (size_t i = 0; i < trial->worlds.count && !noticed && *is_rule; i++) {
        struct arena arena;
        arena_init(&arena, 1 << 16);
        struct diagnostics diagnostics;
        diagnostics_init(&diagnostics, &arena);
        struct evaluation *evaluation = NULL;
        int status = 0;
        struct text rule = {.bytes = buffer_string(&text), .size = text.size};
        struct failure *failure = judge_world(trial, &trial->worlds.worlds[i], rule, &arena,
                                              &diagnostics, &evaluation, &status);
        if (diagnostics.errors > 0)
            *is_rule = false;
        else
            noticed = failure || !evaluation ||
                      !matches(trial, &trial->worlds.worlds[i], evaluation, NULL);
        failure_free(failure);
        arena_release(&arena);
    }
    buffer_release(&text);
    return noticed;
}

static bool is_equivalent(const struct trial *trial, const struct mutant *mutant)
{
    for (size_t i = 0; i < trial->worlds.equivalent_count; i++)
        if (trial->worlds.equivalents[i].change &&
            string_starts_with(mutant->what, trial->worlds.equivalents[i].change))
            return true;
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
        if (noticed)
            continue;
        trial->result->survivors++;
        buffer_printf(trial->out, "%s: no world notices that the rule was changed: %s\n",
                      trial->file->rule_path, mutants[i].what);
    }
}

/* A rule is tested when it is seen to pass, to fail, nearly to do either, and
 * not to fall for theatre. */
static void check_kinds(const struct trial *trial)
{
    static const struct {
        const char *kind;
        size_t least;
    } wanted[] = {{"passes", 1}, {"fails", 1}, {"near_miss", 2}, {"theatre", 1}};
    for (size_t k = 0; k < sizeof(wanted) / sizeof(wanted[0]); k++) {
        size_t count = 0;
        for (size_t i = 0; i < trial->worlds.count; i++)
            count += strcmp(trial->worlds.worlds[i].kind, wanted[k].kind) == 0;
        if (count >= wanted[k].least)
            continue;
        trial->result->failed++;
        buffer_printf(trial->out,
                      "%s: a rule needs at least %zu world%s of kind '%s'; this one has %zu\n",
                      trial->file->test_path, wanted[k].least, wanted[k].least == 1 ? "" : "s",
                      wanted[k].kind, count);
    }
}

struct failure *trial_run(const struct trial_file *file, const struct trial_options *options,
                          struct arena *arena, struct diagnostics *diagnostics, struct buffer *out,
                          struct trial_result *result)
{
    struct trial trial = {
        .file = file, .options = options, .arena = arena, .out = out, .result = result};
    if (!file->test_path) {
        result->failed++;
        buffer_printf(out, "%s: the rule has no worlds: a .test.yml beside it\n", file->rule_path);
        return NULL;
    }
    if (!world_file_load(&trial.worlds, arena, file->test_path, file->test, diagnostics)) {
        result->failed++;
        return NULL;
    }
    check_kinds(&trial);
    for (size_t i = 0; i < trial.worlds.count; i++) {
        const char *folder =
            arena_printf(arena, "%s/%s-%zu", options->folder, trial.worlds.rule, i + 1);
        TRY(world_forge(&trial.worlds.worlds[i], arena, folder));
    }
    for (size_t i = 0; i < trial.worlds.count; i++)
        TRY(run_world(&trial, &trial.worlds.worlds[i]));
    if (options->mutate && result->failed == 0)
        run_mutants(&trial);
    return NULL;
}
