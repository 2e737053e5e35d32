#include "facts/predicate.h"

#include "base/date.h"
#include "facts/history_kinds.h"
#include "facts/history_rows.h"
#include "facts/identities.h"
#include "facts/workflow_kinds.h"

#include <string.h>

const struct fact_kind *const predicate_releases_needs[] = {
    &fact_kind_tag, &fact_kind_workflow_trigger, &fact_kind_workflow_use, NULL};

enum { RELEASES_LEAST = 2, ACTIVE_DAYS = 365 };
/* Dates along first parents are not always in order: so many older ones in a row and
 * there is none younger behind them. */
enum { OLDER_IN_A_ROW = 64 };

/* Actions that publish a release or a package. */
static const char *const releasing_actions[] = {
    "softprops/action-gh-release",
    "ncipollo/release-action",
    "actions/create-release",
    "svenstaro/upload-release-action",
    "marvinpinto/action-automatic-releases",
    "goreleaser/goreleaser-action",
    "googleapis/release-please-action",
    "google-github-actions/release-please-action",
    "changesets/action",
    "cycjimmy/semantic-release-action",
    "pypa/gh-action-pypi-publish",
    "jreleaser/release-action",
    "rubygems/release-gem",
    "js-devtools/npm-publish",
    "release-drafter/release-drafter",
    NULL,
};

static struct predicate of_row(const struct fact_row *row, const char *reason)
{
    return (struct predicate){.value = value_boolean(true),
                              .reason = reason,
                              .path = row->path,
                              .line = row->line,
                              .column = row->column};
}

/* A workflow that begins with a tag or a release; a row that nobody could read may be
 * one, which the caller learns by `gap`. */
static bool has_release_trigger(const struct fact_table *triggers, struct predicate *out,
                                const struct fact_row **gap)
{
    for (size_t i = 0; i < triggers->count; i++) {
        const struct fact_row *row = &triggers->rows[i];
        const struct value *event = &row->cells[WORKFLOW_TRIGGER_EVENT];
        const struct value *tags = &row->cells[WORKFLOW_TRIGGER_TAGS];
        if (row->gap)
            *gap = row;
        if (row->gap || event->kind != VALUE_TEXT)
            continue;
        if (strcmp(event->text, "release") == 0) {
            *out = of_row(row, "a release starts this workflow");
            return true;
        }
        if (tags->kind == VALUE_LIST && tags->list->count > 0) {
            *out = of_row(row, "a tag starts this workflow");
            return true;
        }
    }
    return false;
}

static bool has_releasing_action(const struct fact_table *uses, struct arena *arena,
                                 struct predicate *out)
{
    for (size_t i = 0; i < uses->count; i++) {
        const struct fact_row *row = &uses->rows[i];
        const struct value *name = &row->cells[WORKFLOW_USE_NAME];
        if (row->gap || name->kind != VALUE_TEXT)
            continue;
        for (size_t a = 0; releasing_actions[a]; a++)
            if (string_equals_folded(name->text, releasing_actions[a])) {
                *out = of_row(row,
                              arena_printf(arena, "'%s' publishes releases", releasing_actions[a]));
                return true;
            }
    }
    return false;
}

static size_t count_releases(const struct fact_table *tags, const char **newest,
                             const struct fact_row **gap)
{
    size_t count = 0;
    int64_t time = INT64_MIN;
    for (size_t i = 0; i < tags->count; i++) {
        const struct value *cells = tags->rows[i].cells;
        if (tags->rows[i].gap || cells[TAG_RELEASE].kind == VALUE_UNKNOWN)
            *gap = &tags->rows[i];
        else if (cells[TAG_RELEASE].boolean) {
            count++;
            if (cells[TAG_TIME].kind == VALUE_TIME && cells[TAG_TIME].integer >= time) {
                time = cells[TAG_TIME].integer;
                *newest = cells[TAG_NAME].text;
            }
        }
    }
    return count;
}

struct predicate predicate_releases(struct arena *arena, const struct fact_repository *repository)
{
    const char *newest = "";
    const struct fact_row *lost_tag = NULL;
    const struct fact_row *lost_workflow = NULL;
    struct predicate found;
    size_t count =
        count_releases(repository->table(repository, &fact_kind_tag), &newest, &lost_tag);
    if (count >= RELEASES_LEAST)
        return (struct predicate){
            .value = value_boolean(true),
            .reason = arena_printf(arena, "%zu tags of releases, the newest '%s'", count, newest)};
    if (has_release_trigger(repository->table(repository, &fact_kind_workflow_trigger), &found,
                            &lost_workflow) ||
        has_releasing_action(repository->table(repository, &fact_kind_workflow_use), arena, &found))
        return found;
    if (lost_workflow) {
        found = of_row(lost_workflow, "");
        found.value = lost_workflow->cells[WORKFLOW_TRIGGER_EVENT];
        return found;
    }
    if (lost_tag)
        return (struct predicate){.value = lost_tag->cells[TAG_RELEASE]};
    return (struct predicate){.value = value_boolean(false),
                              .reason = arena_printf(arena,
                                                     "%zu tag%s of releases, and no workflow that "
                                                     "makes one",
                                                     count, count == 1 ? "" : "s")};
}

static bool is_person(const struct identity *who, struct arena *arena)
{
    return !identity_is_bot(who->name, who->email) &&
           !identity_agent(arena_printf(arena, "%s <%s>", who->name, who->email));
}

static struct predicate alive(const struct history_commit *commit, struct arena *arena)
{
    char day[DATE_TEXT_SIZE];
    date_format(time_to_date(commit->committer.time), day);
    return (struct predicate){
        .value = value_boolean(true),
        .reason = arena_printf(arena, "%s committed on %s", commit->author.name, day)};
}

/* Most often the newest commits tell it, and nobody has to walk a year. */
static bool has_recent_person(struct lineage *lineage, int64_t since, struct arena *arena,
                              struct predicate *out)
{
    const struct lineage_commit *commit;
    struct history_commit described;
    for (size_t i = 0, older = 0; older < OLDER_IN_A_ROW && (commit = lineage_commit(lineage, i));
         i++) {
        older = commit->time < since ? older + 1 : 0;
        if (older > 0 || !lineage_describe(lineage, i, &described) ||
            !is_person(&described.author, arena))
            continue;
        *out = alive(&described, arena);
        return true;
    }
    return false;
}

/* Commits that were merged: where the merges themselves are a bot's. */
static struct failure *look_at_all(struct arena *arena, const struct fact_repository *repository,
                                   int64_t since, struct predicate *out)
{
    const struct history_options options = {.since = since};
    struct history history;
    TRY(history_walk(&history, repository->repository, &repository->snapshot->commit.commit,
                     &options, arena));
    for (size_t i = 0; i < history.count; i++)
        if (history.commits[i].committer.time >= since &&
            is_person(&history.commits[i].author, arena)) {
            *out = alive(&history.commits[i], arena);
            return NULL;
        }
    *out = (struct predicate){.value = value_boolean(false),
                              .reason = "no person committed within 365 days"};
    if (history.truncated)
        out->value =
            value_unknown(arena, history.damaged ? UNKNOWN_UNREADABLE : UNKNOWN_UNOBSERVABLE,
                          history.truncated_because);
    return NULL;
}

struct failure *predicate_active(struct arena *arena, const struct fact_repository *repository,
                                 struct predicate *out)
{
    struct predicate lifecycle = predicate_lifecycle(arena, repository);
    int64_t since = repository->now - (int64_t)ACTIVE_DAYS * SECONDS_A_DAY;
    struct lineage *lineage = NULL;
    if (lifecycle.value.kind == VALUE_TEXT && strcmp(lifecycle.value.text, "archived") == 0) {
        lifecycle.value = value_boolean(false);
        lifecycle.reason = arena_printf(arena, "its lifecycle is 'archived': %s", lifecycle.reason);
        *out = lifecycle;
        return NULL;
    }
    TRY(history_lineage(repository, &lineage));
    if (!lineage)
        *out = (struct predicate){
            .value = value_unknown(arena, UNKNOWN_UNOBSERVABLE, "there is no history")};
    else if (!has_recent_person(lineage, since, arena, out))
        TRY(look_at_all(arena, repository, since, out));
    return NULL;
}
