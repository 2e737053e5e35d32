#include "facts/automation.h"

#include "facts/foreign_glob.h"
#include "facts/paths.h"
#include "facts/supply.h"
#include "facts/workflow_kinds.h"

#include <string.h>

/* GitHub allows ten levels of calls. */
enum { CALLS_MAX = 10 };

const char *const activation_words[] = {"automatic", "manual", "disabled"};

static const struct automation_start unknown_start = {.activation = ACTIVATION_DISABLED,
                                                      .reason = "nothing here starts it"};

enum activation automation_of_cell(const struct value *cell)
{
    if (cell->kind == VALUE_TEXT && strcmp(cell->text, "manual") == 0)
        return ACTIVATION_MANUAL;
    if (cell->kind == VALUE_TEXT && strcmp(cell->text, "disabled") == 0)
        return ACTIVATION_DISABLED;
    return ACTIVATION_AUTOMATIC;
}

const char *automation_workflow_of(const struct fact_row *row, size_t field)
{
    const char *workflow = cell_text(row, field);
    return workflow ? workflow : row->path;
}

/* Filters of branches as GitHub reads them; a leading `!` takes out. */
static bool names_branch(struct path_patterns *patterns, const struct value *list,
                         const char *branch)
{
    bool named = false;
    for (size_t i = 0; i < list->list->count; i++) {
        const char *pattern = list->list->items[i].text;
        bool out = pattern[0] == '!';
        if (path_pattern_matches(path_pattern_github(patterns, pattern + (out ? 1 : 0)), branch))
            named = !out;
    }
    return named;
}

/* A branch that is not known may be any of the usual ones. */
static bool names_default_branch(struct path_patterns *patterns, const struct value *list,
                                 const char *branch)
{
    static const char *const usual[] = {"main", "master", "trunk", "develop", "default", NULL};
    if (branch)
        return names_branch(patterns, list, branch);
    for (size_t i = 0; usual[i]; i++)
        if (names_branch(patterns, list, usual[i]))
            return true;
    return false;
}

enum trigger_effect { EFFECT_NONE, EFFECT_RELEASE, EFFECT_REGULAR, EFFECT_MANUAL, EFFECT_OTHER };

static bool is_list(const struct fact_row *row, size_t field)
{
    return row->cells[field].kind == VALUE_LIST;
}

/* What one event does for the default branch and for requests to it. */
static enum trigger_effect effect_of(struct path_patterns *patterns, const struct fact_row *trigger,
                                     const char *branch, const char **event)
{
    static const char *const releases[] = {
        "release", "create", "tag", "registry_package", "deployment", "deployment_status", NULL};
    static const char *const manual[] = {"workflow_dispatch", "repository_dispatch", "api", NULL};
    *event = cell_text(trigger, WORKFLOW_TRIGGER_EVENT);
    if (!*event || strcmp(*event, "workflow_call") == 0)
        return EFFECT_NONE;
    if (string_is_one_of(*event, manual))
        return EFFECT_MANUAL;
    if (string_is_one_of(*event, releases))
        return EFFECT_RELEASE;
    bool by_branch = is_list(trigger, WORKFLOW_TRIGGER_BRANCHES);
    bool by_ignored = is_list(trigger, WORKFLOW_TRIGGER_BRANCHES_IGNORE);
    bool by_tag =
        is_list(trigger, WORKFLOW_TRIGGER_TAGS) || is_list(trigger, WORKFLOW_TRIGGER_TAGS_IGNORE);
    bool is_push = strcmp(*event, "push") == 0;
    if (is_push && by_tag && !by_branch && !by_ignored) {
        *event = "tag";
        return EFFECT_RELEASE;
    }
    if (by_branch &&
        !names_default_branch(patterns, &trigger->cells[WORKFLOW_TRIGGER_BRANCHES], branch))
        return EFFECT_OTHER;
    if (by_ignored && branch &&
        names_branch(patterns, &trigger->cells[WORKFLOW_TRIGGER_BRANCHES_IGNORE], branch))
        return EFFECT_OTHER;
    return EFFECT_REGULAR;
}

static void add_event(struct arena *arena, struct automation_start *start, const char *event)
{
    size_t at = start->event_count;
    for (size_t i = 0; i < start->event_count; i++)
        if (strcmp(start->events[i], event) == 0)
            return;
    start->events = arena_grow(arena, start->events, start->event_count, &start->event_capacity,
                               sizeof(*start->events));
    for (; at > 0 && strcmp(start->events[at - 1], event) > 0; at--)
        start->events[at] = start->events[at - 1];
    start->events[at] = event;
    start->event_count++;
}

/* One event without a filter is enough for every file. */
static void join_paths(struct value *into, const struct value *more, bool first)
{
    if (first)
        *into = *more;
    else if (into->kind != VALUE_LIST || more->kind != VALUE_LIST || value_compare(into, more) != 0)
        *into = (struct value){0};
}

struct reading {
    struct automation *out;
    const char *branch;
    struct path_patterns *patterns;
};

/* The table is sorted by path. */
static size_t first_row_of(const struct fact_table *table, const char *path)
{
    size_t low = 0;
    size_t high = table->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(table->rows[middle].path, path) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void read_triggers(struct reading *reading, const char *path, struct automation_start *start,
                          bool *other, bool *manual)
{
    struct arena *arena = reading->out->arena;
    bool regular = false;
    bool release = false;
    const struct fact_table *triggers = reading->out->triggers;
    for (size_t i = first_row_of(triggers, path); i < triggers->count; i++) {
        const struct fact_row *row = &triggers->rows[i];
        if (strcmp(row->path, path) != 0)
            break;
        if (row->gap)
            continue;
        const char *event = NULL;
        enum trigger_effect effect = effect_of(reading->patterns, row, reading->branch, &event);
        *other |= effect == EFFECT_OTHER;
        *manual |= effect == EFFECT_MANUAL;
        if (effect == EFFECT_NONE || effect == EFFECT_OTHER)
            continue;
        add_event(arena, start, event);
        if (effect == EFFECT_REGULAR) {
            join_paths(&start->paths, &row->cells[WORKFLOW_TRIGGER_PATHS], !regular);
            join_paths(&start->paths_ignore, &row->cells[WORKFLOW_TRIGGER_PATHS_IGNORE], !regular);
        }
        regular |= effect == EFFECT_REGULAR;
        release |= effect == EFFECT_RELEASE;
    }
    start->releases = release && !regular;
    start->activation = regular || release ? ACTIVATION_AUTOMATIC
                        : *manual          ? ACTIVATION_MANUAL
                                           : ACTIVATION_DISABLED;
}

static void read_workflow(struct reading *reading, const struct fact_row *row)
{
    struct automation *out = reading->out;
    struct automation_start *start = ARENA_NEW(out->arena, struct automation_start);
    bool other = false;
    bool manual = false;
    read_triggers(reading, row->path, start, &other, &manual);
    enum activation own = automation_of_cell(&row->cells[WORKFLOW_ACTIVATION]);
    bool is_github = cell_is(row, WORKFLOW_SYSTEM, "github");
    /* Other systems say it themselves: their files start without a word. */
    if (!is_github && (start->event_count == 0 || own > start->activation))
        start->activation = own;
    const char *said = cell_text(row, WORKFLOW_ACTIVATION_REASON);
    start->reason = start->activation == ACTIVATION_AUTOMATIC ? NULL
                    : said                                    ? said
                    : other ? "its events name other branches than the default one"
                            : "nothing here starts it";
    table_set(&out->starts, row->path, start);
}

/* The file of this repository that a job or a step calls, or NULL. */
static const char *called_path(const struct automation *automation, const char *uses, bool step)
{
    if (!uses || (!string_starts_with(uses, "./") && !string_starts_with(uses, "$/")))
        return NULL;
    const char *path = path_resolve(automation->arena, ".", uses + 2);
    if (!path || !step)
        return path;
    static const char *const names[] = {"action.yml", "action.yaml", NULL};
    for (size_t i = 0; names[i]; i++) {
        const char *file = path_join(automation->arena, path, names[i]);
        if (table_has(&automation->starts, file))
            return file;
    }
    return NULL;
}

/* What calls a workflow or an action gives it what starts itself. */
static bool pass_on(struct automation *automation, const struct automation_start *from,
                    enum activation own, const char *called)
{
    struct automation_start *to = called ? table_find(&automation->starts, called) : NULL;
    if (!to || to == from)
        return false;
    enum activation activation = from->activation > own ? from->activation : own;
    if (activation == ACTIVATION_DISABLED)
        return false;
    bool first = to->activation == ACTIVATION_DISABLED;
    bool better = activation < to->activation;
    size_t events = to->event_count;
    for (size_t i = 0; i < from->event_count; i++)
        add_event(automation->arena, to, from->events[i]);
    if (!better && events == to->event_count)
        return false;
    join_paths(&to->paths, &from->paths, first);
    join_paths(&to->paths_ignore, &from->paths_ignore, first);
    to->releases = first ? from->releases : to->releases && from->releases;
    if (better) {
        to->activation = activation;
        to->reason = activation == ACTIVATION_AUTOMATIC ? NULL
                     : from->reason                     ? from->reason
                                                        : "only a person starts what calls it";
    }
    return true;
}

static bool pass_on_all(struct automation *automation)
{
    bool changed = false;
    for (size_t i = 0; i < automation->jobs->count; i++) {
        const struct fact_row *row = &automation->jobs->rows[i];
        const char *uses = row->gap ? NULL : cell_text(row, WORKFLOW_JOB_USES);
        if (uses)
            changed |= pass_on(
                automation,
                automation_start_of(automation, automation_workflow_of(row, WORKFLOW_JOB_WORKFLOW)),
                automation_of_cell(&row->cells[WORKFLOW_JOB_ACTIVATION]),
                called_path(automation, uses, false));
    }
    for (size_t i = 0; i < automation->steps->count; i++) {
        const struct fact_row *row = &automation->steps->rows[i];
        const char *uses = row->gap ? NULL : cell_text(row, WORKFLOW_STEP_USES);
        if (uses)
            changed |= pass_on(automation, automation_start_of(automation, row->path),
                               automation_of_cell(&row->cells[WORKFLOW_STEP_ACTIVATION]),
                               called_path(automation, uses, true));
    }
    return changed;
}

/* Actions have no workflow row: those of which there are steps. */
static void add_actions(struct automation *automation)
{
    for (size_t i = 0; i < automation->steps->count; i++) {
        const struct fact_row *row = &automation->steps->rows[i];
        const char *path = automation_workflow_of(row, WORKFLOW_STEP_WORKFLOW);
        if (row->gap || table_has(&automation->starts, path))
            continue;
        struct automation_start *start = ARENA_NEW(automation->arena, struct automation_start);
        start->activation = ACTIVATION_DISABLED;
        start->reason = "no workflow here uses this action";
        table_set(&automation->starts, path, start);
    }
}

static const char *job_name(struct arena *arena, const char *path, const char *job)
{
    return arena_printf(arena, "%s\n%s", path, job);
}

void automation_read(struct automation *out, const struct fact_repository *repository,
                     const char *branch, struct arena *arena)
{
    *out = (struct automation){
        .arena = arena,
        .workflows = repository->table(repository, &fact_kind_workflow),
        .triggers = repository->table(repository, &fact_kind_workflow_trigger),
        .jobs = repository->table(repository, &fact_kind_workflow_job),
        .steps = repository->table(repository, &fact_kind_workflow_step),
    };
    table_init(&out->starts, arena);
    table_init(&out->jobs_by_name, arena);
    struct reading reading = {.out = out, .branch = branch, .patterns = path_patterns_new(arena)};
    for (size_t i = 0; i < out->workflows->count; i++)
        if (!out->workflows->rows[i].gap)
            read_workflow(&reading, &out->workflows->rows[i]);
    path_patterns_free(reading.patterns);
    add_actions(out);
    for (unsigned round = 0; round < CALLS_MAX && pass_on_all(out); round++) {
    }
    for (size_t i = 0; i < out->jobs->count; i++) {
        struct fact_row *row = &out->jobs->rows[i];
        const char *job = row->gap ? NULL : cell_text(row, WORKFLOW_JOB_JOB);
        if (job)
            table_set(&out->jobs_by_name,
                      job_name(arena, automation_workflow_of(row, WORKFLOW_JOB_WORKFLOW), job),
                      row);
    }
}

const struct automation_start *automation_start_of(const struct automation *automation,
                                                   const char *path)
{
    const struct automation_start *start = table_find(&automation->starts, path);
    return start ? start : &unknown_start;
}

const struct fact_row *automation_job(const struct automation *automation, const char *path,
                                      const char *job)
{
    return job ? table_find(&automation->jobs_by_name, job_name(automation->arena, path, job))
               : NULL;
}
