#include "report/control_view.h"
#include "report/finding_text.h"
#include "report/json.h"
#include "report/report.h"
#include "report/worst.h"

#include "base/date.h"
#include "base/diagnostic_page.h"
#include "engine/excuse.h"
#include "engine/recorded.h"
#include "report/trust_lines.h"

static void add_place(struct json *json, const char *key, const struct place *place)
{
    json_begin_object(json, key);
    json_string(json, "path", place->path);
    json_integer(json, "line", place->line);
    json_integer(json, "column", place->column);
    json_end_object(json);
}

static void add_ids(struct json *json, const char *key, const struct commit_ids *ids)
{
    char hex[OBJECT_ID_HEX_SIZE];
    json_begin_object(json, key);
    object_id_format(&ids->commit, hex);
    json_string(json, "commit", hex);
    object_id_format(&ids->tree, hex);
    json_string(json, "tree", hex);
    json_end_object(json);
}

static void add_subject(struct json *json, const struct evaluation *evaluation)
{
    static const char *const kinds[] = {"commit", "index", "work_tree"};
    json_begin_object(json, "subject");
    json_string(json, "repository", evaluation->repository);
    json_string(json, "remote", evaluation->remote);
    json_string(json, "branch", evaluation->branch);
    json_string(json, "snapshot", kinds[evaluation->snapshot_kind]);
    add_ids(json, "head", &evaluation->head);
    if (evaluation->has_base)
        add_ids(json, "base", &evaluation->base);
    else
        json_null(json, "base");
    json_boolean(json, "shallow", evaluation->shallow);
    json_integer(json, "files", (int64_t)evaluation->files);
    json_boolean(json, "only_some_paths", evaluation->only_some_paths);
    json_integer(json, "unseen_changes", (int64_t)evaluation->unseen_changes);
    json_end_object(json);
}

static void add_policy(struct json *json, const struct evaluation *evaluation)
{
    json_begin_object(json, "policy");
    json_string(json, "digest", evaluation->ruleset->digest);
    if (evaluation->ruleset->bundle)
        json_string(json, "bundle", evaluation->ruleset->bundle);
    json_begin_list(json, "policies");
    for (size_t i = 0; evaluation->ruleset->policies[i]; i++)
        json_string(json, NULL, evaluation->ruleset->policies[i]);
    json_end_list(json);
    json_end_object(json);
}

static void add_counts(struct json *json, const struct evaluation *evaluation)
{
    size_t blocking = 0;
    size_t excused = 0;
    for (size_t i = 0; i < evaluation->finding_count; i++) {
        blocking += evaluation->findings[i].blocks;
        excused += evaluation->findings[i].excused;
    }
    json_begin_object(json, "summary");
    json_integer(json, "exit_status", evaluation->exit_status);
    json_begin_object(json, "rules");
    for (size_t verdict = 0; verdict_words[verdict]; verdict++)
        json_integer(json, verdict_words[verdict], (int64_t)evaluation->rules_by_verdict[verdict]);
    json_end_object(json);
    json_integer(json, "findings", (int64_t)evaluation->finding_count);
    json_integer(json, "blocking", (int64_t)blocking);
    json_integer(json, "excused", (int64_t)excused);
    json_boolean(json, "only_new", evaluation->only_new);
    json_integer(json, "new", (int64_t)evaluation_new_count(evaluation));
    json_integer(json, "unchanged", (int64_t)evaluation_unchanged_count(evaluation));
    json_integer(json, "fixed", (int64_t)evaluation->fixed_count);
    json_begin_object(json, "recorded");
    for (size_t state = 0; baseline_entry_state_words[state]; state++)
        json_integer(json, baseline_entry_state_words[state],
                     (int64_t)recorded_count(evaluation, (enum baseline_entry_state)state));
    json_end_object(json);
    json_end_object(json);
}

static void add_check(struct json *json, const struct check_result *check)
{
    json_begin_object(json, NULL);
    json_string(json, "check", check->check->name);
    json_string(json, "verdict", verdict_words[check->verdict]);
    json_string(json, "reason", check->reason);
    json_integer(json, "passed", (int64_t)check->passed);
    json_integer(json, "failed", (int64_t)check->failed);
    json_integer(json, "unknown", (int64_t)check->unknown);
    json_integer(json, "review", (int64_t)check->review);
    json_integer(json, "notes", (int64_t)check->notes);
    json_integer(json, "excused", (int64_t)check->excused);
    json_begin_list(json, "evidence");
    for (size_t i = 0; i < check->evidence_count; i++) {
        json_begin_object(json, NULL);
        add_place(json, "place", &check->evidence[i].place);
        json_string(json, "text", check->evidence[i].text);
        json_end_object(json);
    }
    json_end_list(json);
    json_end_object(json);
}

static void add_rules(struct json *json, const struct evaluation *evaluation)
{
    json_begin_list(json, "rules");
    for (size_t i = 0; i < evaluation->rule_count; i++) {
        const struct rule_result *result = &evaluation->rules[i];
        json_begin_object(json, NULL);
        json_string(json, "id", result->setting->rule->id);
        json_string(json, "name", result->setting->rule->name);
        json_string(json, "title", result->setting->rule->title);
        json_string(json, "severity", severity_words[result->setting->severity]);
        json_string(json, "enforcement", enforcement_words[result->enforcement]);
        json_string(json, "verdict", verdict_words[result->verdict]);
        json_boolean(json, "excused", result->excused);
        json_string(json, "reason", result->reason);
        json_begin_list(json, "controls");
        for (size_t j = 0; result->setting->rule->controls && result->setting->rule->controls[j];
             j++)
            json_string(json, NULL, result->setting->rule->controls[j]);
        json_end_list(json);
        json_begin_list(json, "checks");
        for (size_t j = 0; j < result->check_count; j++)
            add_check(json, &result->checks[j]);
        json_end_list(json);
        json_end_object(json);
    }
    json_end_list(json);
}

static void add_excuse(struct json *json, const struct finding *finding)
{
    if (!finding->exception) {
        json_null(json, "exception");
        return;
    }
    json_begin_object(json, "exception");
    json_string(json, "id", finding->exception->id);
    json_string(json, "state", exception_state_words[finding->exception_state]);
    json_boolean(json, "excuses", finding->excused);
    if (finding->excused)
        json_day(json, "returns_on", finding->returns_on);
    else
        json_null(json, "returns_on");
    json_end_object(json);
}

static void add_recorded(struct json *json, const struct finding *finding)
{
    if (!finding->recorded) {
        json_null(json, "recorded");
        return;
    }
    json_begin_object(json, "recorded");
    json_day(json, "first_seen", finding->recorded->first_seen);
    json_day(json, "until", finding->recorded->until);
    json_boolean(json, "tolerated", finding->tolerated);
    json_end_object(json);
}

static void add_finding(struct json *json, const struct finding *finding)
{
    json_begin_object(json, NULL);
    json_string(json, "rule", finding->setting->rule->id);
    json_string(json, "check", finding->check->name);
    json_string(json, "verdict", verdict_words[finding->verdict]);
    json_string(json, "severity", severity_words[finding->severity]);
    json_string(json, "enforcement", enforcement_words[finding->enforcement]);
    json_boolean(json, "blocks", finding->blocks);
    json_string(json, "fingerprint", finding->fingerprint);
    json_string(json, "subject", finding->subject);
    add_place(json, "place", &finding->place);
    json_boolean(json, "stand_in", finding->stand_in);
    json_string(json, "wanted", finding->wanted);
    json_string(json, "message", finding->message);
    json_string(json, "reason", finding->reason);
    if (finding->verdict == VERDICT_UNKNOWN)
        json_string(json, "unknown",
                    finding->unknown_class == UNKNOWN_UNREADABLE ? "unreadable" : "unobservable");
    else
        json_null(json, "unknown");
    json_begin_list(json, "related");
    for (size_t i = 0; i < finding->related_count; i++)
        add_place(json, NULL, &finding->related[i].place);
    json_end_list(json);
    json_integer(json, "related_rest", (int64_t)finding->related_rest);
    json_string(json, "baseline", finding_baseline(finding));
    json_boolean(json, "on_changed_line", finding->on_changed_line);
    add_recorded(json, finding);
    json_begin_list(json, "owners");
    for (size_t i = 0; finding->owners && finding->owners[i]; i++)
        json_string(json, NULL, finding->owners[i]);
    json_end_list(json);
    json_integer(json, "owners_rest", (int64_t)finding->owners_rest);
    add_excuse(json, finding);
    json_end_object(json);
}

static void add_fixed(struct json *json, const struct evaluation *evaluation)
{
    json_begin_list(json, "fixed");
    for (size_t i = 0; i < evaluation->fixed_count; i++)
        add_finding(json, &evaluation->fixed[i]);
    json_end_list(json);
}

static void add_code(struct json *json, const struct diagnostic *diagnostic)
{
    const struct diagnostic_page *page = diagnostic_page(diagnostic->code);
    json_optional(json, "code", page ? page->code : NULL);
}

static void add_exceptions(struct json *json, const struct evaluation *evaluation)
{
    json_begin_list(json, "exceptions");
    for (size_t i = 0; i < evaluation->exception_count; i++) {
        const struct exception_use *use = &evaluation->exceptions[i];
        json_begin_object(json, NULL);
        json_string(json, "id", use->exception->id);
        json_string(json, "state", exception_state_words[use->state]);
        json_string(json, "owner", use->exception->owner);
        json_begin_list(json, "rules");
        for (size_t j = 0; use->exception->rules[j]; j++)
            json_string(json, NULL, use->exception->rules[j]);
        json_end_list(json);
        add_place(json, "place", &use->exception->place);
        json_day(json, "last_valid_day", exception_lapses_on(use));
        json_integer(json, "days_left", use->days_left);
        json_integer(json, "approvals", (int64_t)use->approvals);
        json_integer(json, "matches", (int64_t)use->matches);
        json_boolean(json, "over_long", use->over_long);
        json_begin_list(json, "mistakes");
        for (size_t j = 0; j < use->exception->mistake_count; j++) {
            json_begin_object(json, NULL);
            add_code(json, &use->exception->mistakes[j]);
            add_place(json, "place", &use->exception->mistakes[j].place);
            json_string(json, "message", use->exception->mistakes[j].message);
            json_end_object(json);
        }
        json_end_list(json);
        json_end_object(json);
    }
    json_end_list(json);
}

static void add_levels(struct json *json, const struct evaluation *evaluation)
{
    if (evaluation->level_count == 0)
        return;
    json_begin_list(json, "levels");
    for (size_t i = 0; i < evaluation->level_count; i++) {
        const struct level_result *level = &evaluation->levels[i];
        json_begin_object(json, NULL);
        json_string(json, "policy", level->setting->policy->name);
        json_string(json, "level", level->setting->level->name);
        json_boolean(json, "reached", level->reached);
        json_boolean(json, "expected", level->setting->expected);
        json_integer(json, "excused", (int64_t)level->excused);
        json_begin_list(json, "needs");
        for (size_t n = 0; n < level->need_count; n++) {
            json_begin_object(json, NULL);
            json_string(json, "rule", level->needs[n].rule->id);
            json_string(json, "verdict", verdict_words[level->needs[n].verdict]);
            json_boolean(json, "judged", level->needs[n].judged);
            json_end_object(json);
        }
        json_end_list(json);
        json_end_object(json);
    }
    json_end_list(json);
}

/* Those that a policy in force selects; the rules' own stand with the rules. */
static void add_controls(struct json *json, const struct evaluation *evaluation)
{
    struct arena arena;
    arena_init(&arena, 1 << 14);
    struct control_view view;
    control_view_fill(&view, evaluation, false, &arena);
    if (view.count > 0)
        json_begin_list(json, "controls");
    for (size_t i = 0; i < view.count; i++) {
        json_begin_object(json, NULL);
        json_string(json, "control", view.rows[i].control);
        json_string(json, "state", control_state_words[view.rows[i].state]);
        json_optional(json, "reason", view.rows[i].reason);
        json_begin_list(json, "rules");
        for (size_t r = 0; view.rows[i].rules[r]; r++)
            json_string(json, NULL, view.rows[i].rules[r]->setting->rule->id);
        json_end_list(json);
        json_end_object(json);
    }
    if (view.count > 0)
        json_end_list(json);
    arena_release(&arena);
}

static void add_evaluation(struct json *json, const struct evaluation *evaluation,
                           const struct report_options *options)
{
    char now[TIME_TEXT_SIZE];
    time_format(evaluation->now, now);
    json_begin_object(json, NULL);
    json_string(json, "schema_version", "1.0");
    json_begin_object(json, "tool");
    json_string(json, "name", "bylaw");
    json_string(json, "version", options->version);
    json_end_object(json);
    json_string(json, "now", now);
    add_subject(json, evaluation);
    add_policy(json, evaluation);
    add_counts(json, evaluation);
    add_rules(json, evaluation);
    add_levels(json, evaluation);
    add_controls(json, evaluation);
    json_begin_list(json, "findings");
    for (size_t i = 0; i < evaluation->finding_count; i++)
        add_finding(json, &evaluation->findings[i]);
    json_end_list(json);
    add_fixed(json, evaluation);
    add_exceptions(json, evaluation);
    json_begin_list(json, "governance_changes");
    for (size_t i = 0; i < evaluation->governance_change_count; i++)
        json_string(json, NULL, evaluation->governance_changes[i]);
    json_end_list(json);
    trust_write_json(json, evaluation);
    json_begin_list(json, "head_mistakes");
    const struct diagnostics *head = evaluation->head_diagnostics;
    for (size_t i = 0; head && i < head->count; i++) {
        json_begin_object(json, NULL);
        add_code(json, &head->items[i]);
        add_place(json, "place", &head->items[i].place);
        json_string(json, "message", head->items[i].message);
        json_end_object(json);
    }
    json_end_list(json);
    json_begin_list(json, "skipped");
    for (size_t i = 0; i < evaluation->skipped_count; i++) {
        json_begin_object(json, NULL);
        json_string(json, "path", evaluation->skipped[i].path);
        json_string(json, "why", evaluation->skipped[i].why);
        json_end_object(json);
    }
    json_end_list(json);
    json_end_object(json);
}

static struct failure *write_json(struct buffer *out, const struct evaluation *const *evaluations,
                                  size_t count, const struct report_options *options)
{
    struct json json = {.out = out};
    if (count != 1)
        json_begin_list(&json, NULL);
    for (size_t i = 0; i < count; i++)
        add_evaluation(&json, evaluations[i], options);
    if (count != 1)
        json_end_list(&json);
    buffer_add_byte(out, '\n');
    return NULL;
}

REPORT(json) = {
    .name = "json",
    .summary = "every verdict with its evidence, in a versioned schema",
    .extension = "json",
    .write = write_json,
};
