#include "facts/scanner_state.h"

#include "facts/invocation_kinds.h"
#include "facts/supply.h"
#include "facts/wild.h"
#include "facts/workflow_kinds.h"

#include <string.h>

static struct scanner_state state(const char *word, const char *reason)
{
    return (struct scanner_state){word, reason};
}

static const char *unknown_reason(const struct value *cell, const char *otherwise)
{
    return cell->kind == VALUE_UNKNOWN ? cell->unknown->reason : otherwise;
}

/* A hook, or its command, that nothing in CI runs: it belongs to no other workflow than
 * its own file. */
static bool is_local_hook(const struct fact_row *row)
{
    const char *system = cell_text(row, INVOCATION_SYSTEM);
    const char *workflow = cell_text(row, INVOCATION_WORKFLOW);
    return system && strcmp(system, "pre_commit") == 0 && workflow &&
           strcmp(workflow, row->path) == 0;
}

/* False when it starts by itself. */
static bool judge_activation(const struct scanner_match *match, struct scanner_state *out)
{
    const struct fact_row *row = match->invocation;
    const char *activation = cell_text(row, INVOCATION_ACTIVATION);
    const char *reason = cell_text(row, INVOCATION_ACTIVATION_REASON);
    if (!activation) {
        *out = state(NULL, unknown_reason(&row->cells[INVOCATION_ACTIVATION],
                                          "whether it runs is not known"));
        return true;
    }
    if (strcmp(activation, "automatic") == 0)
        return false;
    bool manual = strcmp(activation, "manual") == 0;
    *out = state(!manual ? "disabled" : is_local_hook(row) ? "declared" : "manual", reason);
    return true;
}

static bool is_overridden_off(const struct scanner_surroundings *surroundings, const char *system,
                              const char *job)
{
    bool found = false;
    for (size_t i = 0; surroundings->jobs && i < surroundings->jobs->count; i++) {
        const struct fact_row *row = &surroundings->jobs->rows[i];
        const char *its_system = cell_text(row, WORKFLOW_JOB_SYSTEM);
        const char *its_job = cell_text(row, WORKFLOW_JOB_JOB);
        const char *activation = cell_text(row, WORKFLOW_JOB_ACTIVATION);
        if (row->gap || !its_system || !its_job || strcmp(its_system, system) != 0 ||
            strcmp(its_job, job) != 0)
            continue;
        if (!activation || strcmp(activation, "disabled") != 0)
            return false;
        found = true;
    }
    return found;
}

static bool judge_jobs(const struct scanner_match *match,
                       const struct scanner_surroundings *surroundings, struct scanner_state *out)
{
    const struct schema_texts *jobs = &match->pattern->jobs;
    const char *system = cell_text(match->invocation, INVOCATION_SYSTEM);
    for (size_t i = 0; i < jobs->count; i++)
        if (!system || !is_overridden_off(surroundings, system, jobs->items[i]))
            return false;
    if (jobs->count == 0)
        return false;
    *out = state("disabled",
                 arena_printf(match->options.arena, "its job '%s' never runs", jobs->items[0]));
    return true;
}

static bool has_event(const struct value *events, size_t count, const struct schema_texts *wanted)
{
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; events[i].kind == VALUE_TEXT && k < wanted->count; k++)
            if (strcmp(events[i].text, wanted->items[k]) == 0)
                return true;
    return false;
}

static const char *list_in_words(struct arena *arena, const struct schema_texts *texts)
{
    const char *list = texts->items[0];
    for (size_t i = 1; i < texts->count; i++)
        list = arena_printf(arena, "%s%s%s", list, i + 1 == texts->count ? " or " : ", ",
                            texts->items[i]);
    return list;
}

/* Of what belongs to releases only a release starting it is as it should be. */
static bool belongs_to_releases(const char *purpose)
{
    static const char *const purposes[] = {"sbom",   "signing",      "release",
                                           "deploy", "provisioning", NULL};
    return string_is_one_of(purpose, purposes);
}

static bool judge_events(const struct scanner_match *match, const char *purpose,
                         struct scanner_state *out)
{
    static const char *const of_releases[] = {
        "release", "tag", "create", "workflow_dispatch", "repository_dispatch", NULL};
    const struct value *events = NULL;
    size_t count = cell_list(match->invocation, INVOCATION_EVENTS, &events);
    if (count == 0)
        return false;
    if (match->pattern->events.count > 0 && !has_event(events, count, &match->pattern->events)) {
        *out =
            state("disabled",
                  arena_printf(match->options.arena, "it works only for %s, which never start it",
                               list_in_words(match->options.arena, &match->pattern->events)));
        return true;
    }
    bool only_releases = !belongs_to_releases(purpose);
    for (size_t i = 0; i < count && only_releases; i++)
        only_releases =
            events[i].kind == VALUE_TEXT && string_is_one_of(events[i].text, of_releases);
    if (only_releases)
        *out = state("manual", "only a release starts it");
    return only_releases;
}

static bool judge_off(const struct scanner_match *match, struct scanner_state *out)
{
    const struct tool_condition *why = NULL;
    struct option given = {OPTION_ABSENT, ""};
    enum condition_result off =
        scanner_conditions_any(&match->options, &match->pattern->off, &why, &given);
    if (off == CONDITION_FALSE)
        return false;
    const char *reason = scanner_option_in_words(match->options.arena, why->option, given);
    *out =
        off == CONDITION_TRUE
            ? state("disabled", reason)
            : state(NULL, arena_printf(match->options.arena, "%s, which only a run knows", reason));
    return true;
}

/* `fossa test`: a command of that name, with these words, or globs of them, in this order. */
static bool is_called(const struct fact_row *row, const char *name, const char *wanted)
{
    size_t length = strcspn(wanted, " ");
    if (!wild_matches((struct text){wanted, length}, text_of(name), true))
        return false;
    const struct value *words = NULL;
    size_t count = cell_list(row, INVOCATION_WORDS, &words);
    size_t at = 1;
    for (wanted += length; *wanted == ' '; wanted += length) {
        wanted++;
        length = strcspn(wanted, " ");
        while (at < count &&
               !(words[at].kind == VALUE_TEXT &&
                 wild_matches((struct text){wanted, length}, text_of(words[at].text), false)))
            at++;
        if (at++ >= count)
            return false;
    }
    return true;
}

static bool is_enforced(const struct scanner_match *match, const struct fact_table *invocations)
{
    const struct schema_texts *names = &match->pattern->enforced_by;
    const char *workflow = cell_text(match->invocation, INVOCATION_WORKFLOW);
    for (size_t i = 0; i < invocations->count; i++) {
        const struct fact_row *row = &invocations->rows[i];
        const char *name = row->gap ? NULL : cell_text(row, INVOCATION_NAME);
        const char *its_workflow = row->gap ? NULL : cell_text(row, INVOCATION_WORKFLOW);
        if (!name || !workflow || !its_workflow || strcmp(workflow, its_workflow) != 0 ||
            !cell_is_true(row, INVOCATION_BLOCKING))
            continue;
        for (size_t k = 0; k < names->count; k++)
            if (is_called(row, name, names->items[k]))
                return true;
    }
    return false;
}

static bool is_one_called(const struct fact_row *row, const struct schema_texts *wanted)
{
    const char *name = cell_text(row, INVOCATION_NAME);
    for (size_t i = 0; name && i < wanted->count; i++)
        if (is_called(row, name, wanted->items[i]))
            return true;
    return false;
}

static bool is_same_text(const struct fact_row *a, const struct fact_row *b, size_t field)
{
    const char *its = cell_text(a, field);
    const char *other = cell_text(b, field);
    return its && other && strcmp(its, other) == 0;
}

/* It looks at what its job installs, and that is not what a manifest asks for. */
static bool looks_elsewhere(const struct scanner_match *match, const struct fact_table *invocations)
{
    const struct tool_pattern *pattern = match->pattern;
    if (pattern->installer.count == 0 ||
        scanner_first_option(&match->options, &pattern->files).state != OPTION_ABSENT ||
        scanner_first_option(&match->options, &pattern->directory).state != OPTION_ABSENT)
        return false;
    bool installs = false;
    for (size_t i = 0; i < invocations->count; i++) {
        const struct fact_row *row = &invocations->rows[i];
        if (row->gap || !is_same_text(row, match->invocation, INVOCATION_WORKFLOW) ||
            !is_same_text(row, match->invocation, INVOCATION_JOB))
            continue;
        if (is_one_called(row, &pattern->installed_by))
            return false;
        installs |= is_one_called(row, &pattern->installer);
    }
    return installs;
}

/* Failing: what it finds, and the step, the job and the pipeline around it. */
static struct scanner_state judge_failing(const struct scanner_match *match,
                                          const struct scanner_surroundings *surroundings)
{
    const struct tool_pattern *pattern = match->pattern;
    struct arena *arena = match->options.arena;
    bool enforced = pattern->enforced_by.count > 0 && is_enforced(match, surroundings->invocations);
    if (pattern->never_fails && !enforced)
        return state("advisory", pattern->never_fails);
    const struct tool_condition *why = NULL;
    struct option given = {OPTION_ABSENT, ""};
    enum condition_result advisory =
        scanner_conditions_any(&match->options, &pattern->advisory, &why, &given);
    if (advisory != CONDITION_FALSE && !enforced) {
        const char *words = scanner_option_in_words(arena, why->option, given);
        return advisory == CONDITION_TRUE
                   ? state("advisory",
                           arena_printf(arena, "what it finds fails nothing: %s", words))
                   : state(NULL,
                           arena_printf(arena, "whether it can fail only a run knows: %s", words));
    }
    if (pattern->enforced_by.count > 0 && pattern->advisory.count == 0 && !enforced)
        return state("advisory", arena_printf(arena, "what it finds fails nothing without %s",
                                              list_in_words(arena, &pattern->enforced_by)));
    const struct value *blocking = &match->invocation->cells[INVOCATION_BLOCKING];
    if (blocking->kind == VALUE_UNKNOWN)
        return state(NULL, blocking->unknown->reason);
    if (blocking->kind == VALUE_BOOLEAN && !blocking->boolean) {
        const char *reason = cell_text(match->invocation, INVOCATION_ADVISORY_REASON);
        return state("advisory", reason ? reason : "its failure fails nothing");
    }
    return state("active", NULL);
}

struct scanner_state scanner_state_of(const struct scanner_match *match, const char *purpose,
                                      const struct scanner_surroundings *surroundings)
{
    struct scanner_state found = {0};
    if (judge_activation(match, &found) || judge_off(match, &found) ||
        judge_jobs(match, surroundings, &found) || judge_events(match, purpose, &found))
        return found;
    if (match->pattern->unverified)
        return state(NULL,
                     arena_printf(match->options.arena, "how it is called was not verified: %s",
                                  match->pattern->unverified));
    if (match->unsure)
        return state(NULL, "what it is told to do only a run knows");
    if (looks_elsewhere(match, surroundings->invocations))
        return state(NULL, arena_printf(match->options.arena,
                                        "%s looks at what is installed, and its job installs "
                                        "nothing that a manifest asks for",
                                        match->pattern->tool->title));
    return judge_failing(match, surroundings);
}
