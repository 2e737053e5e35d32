#include "facts/delivery_metric.h"

#include "base/date.h"
#include "facts/deployments.h"
#include "source/history.h"

#include <stdlib.h>
#include <string.h>

enum { FREQUENCY, LEAD_TIME, FAIL_RATE, RECOVERY };
enum { FEW = 5, MANY = 20, FOUR_WEEKS = 28 };

struct reading {
    struct arena *arena;
    struct deployment_event *events; /* to production, of the last year */
    size_t count;
    int64_t first; /* the oldest to production, not before the last year */
    bool given;    /* is there a deployments file? */
    size_t others; /* to other environments */
};

static int by_time(const void *left, const void *right)
{
    const struct deployment_event *a = left;
    const struct deployment_event *b = right;
    if (a->time != b->time)
        return a->time < b->time ? -1 : 1;
    return a->line < b->line ? -1 : a->line > b->line;
}

static int by_environment(const void *left, const void *right)
{
    const struct deployment_event *a = left;
    const struct deployment_event *b = right;
    int order = strcmp(a->environment, b->environment);
    return order != 0 ? order : by_time(left, right);
}

static int by_commit(const void *left, const void *right)
{
    const struct deployment_event *a = left;
    const struct deployment_event *b = right;
    int order = strcmp(a->commit, b->commit);
    return order != 0 ? order : by_environment(left, right);
}

static void read_events(struct reading *reading, const struct fact_repository *repository)
{
    int64_t since = repository->now - (int64_t)DELIVERY_WINDOW_DAYS * SECONDS_A_DAY;
    size_t capacity = 0;
    reading->first = repository->now;
    for (size_t i = 0; i < repository->evidence_count; i++) {
        const struct deployments *deployments = repository->evidence[i].deployments;
        reading->given = reading->given || deployments;
        for (size_t k = 0; deployments && k < deployments->count; k++) {
            const struct deployment_event *event = &deployments->items[k];
            reading->others += !event->production;
            if (!event->production || event->time > repository->now)
                continue;
            if (event->time < reading->first)
                reading->first = event->time < since ? since : event->time;
            if (event->time < since)
                continue;
            reading->events = arena_grow(reading->arena, reading->events, reading->count, &capacity,
                                         sizeof(*reading->events));
            reading->events[reading->count++] = *event;
        }
    }
}

static const char *confidence_of(size_t sample)
{
    return sample >= MANY ? "high" : sample >= FEW ? "medium" : "low";
}

/* The level of a number that is the better the smaller it is. */
static const char *level_of(size_t sample, double value, const double limits[3])
{
    static const char *const levels[] = {"elite", "high", "medium", "low"};
    size_t i = 0;
    while (i < 3 && value > limits[i])
        i++;
    return sample >= FEW ? levels[i] : NULL;
}

/* One commit that goes to several places of production is one deployment; the same again
 * to the same place is another. */
static size_t count_successes(struct reading *reading)
{
    size_t total = 0;
    size_t most = 0;
    size_t run = 0;
    qsort(reading->events, reading->count, sizeof(*reading->events), by_commit);
    for (size_t i = 0; i < reading->count; i++) {
        const struct deployment_event *event = &reading->events[i];
        const struct deployment_event *before = i > 0 ? event - 1 : NULL;
        bool same_commit = before && strcmp(before->commit, event->commit) == 0;
        if (!same_commit) {
            total += most;
            most = 0;
        }
        if (!same_commit || strcmp(before->environment, event->environment) != 0)
            run = 0;
        run += event->success;
        if (run > most)
            most = run;
    }
    return total + most;
}

static void add_frequency(struct reading *reading, int64_t now, struct delivery_metric *out)
{
    static const double limits[] = {1, 7, 30};
    size_t count = count_successes(reading);
    double days = (double)(now - reading->first) / SECONDS_A_DAY;
    char since[DATE_TEXT_SIZE];
    date_format(time_to_date(reading->first), since);
    if (days < 1)
        days = 1;
    out->known = true;
    out->value = (double)count * 7 / days;
    out->sample = count;
    out->confidence = confidence_of(count);
    out->level =
        days >= FOUR_WEEKS && count > 0 ? level_of(count, days / (double)count, limits) : NULL;
    out->reason = arena_printf(reading->arena,
                               "successes since %s; one commit at several places is one", since);
}

static void add_fail_rate(const struct reading *reading, struct delivery_metric *out)
{
    static const double limits[] = {5, 10, 15};
    size_t failed = 0;
    for (size_t i = 0; i < reading->count; i++)
        failed += !reading->events[i].success;
    out->known = true;
    out->value = 100.0 * (double)failed / (double)reading->count;
    out->sample = reading->count;
    out->confidence = confidence_of(reading->count);
    out->level = level_of(reading->count, out->value, limits);
    out->reason = arena_printf(reading->arena, "%zu of %zu failed", failed, reading->count);
}

static void add_recovery(struct reading *reading, struct delivery_metric *out)
{
    static const double limits[] = {1.0 / 24, 1, 7};
    struct delivery_numbers times = {.arena = reading->arena};
    const struct deployment_event *failed = NULL;
    size_t open = 0;
    qsort(reading->events, reading->count, sizeof(*reading->events), by_environment);
    for (size_t i = 0; i < reading->count; i++) {
        const struct deployment_event *event = &reading->events[i];
        if (failed && strcmp(failed->environment, event->environment) != 0) {
            open++;
            failed = NULL;
        }
        if (!event->success && !failed)
            failed = event;
        if (event->success && failed) {
            delivery_numbers_add(&times, event->time - failed->time);
            failed = NULL;
        }
    }
    open += failed != NULL;
    out->sample = times.count;
    out->known = times.count > 0;
    if (out->known) {
        out->value = delivery_numbers_median(&times);
        out->confidence = confidence_of(times.count);
        out->level = level_of(times.count, out->value, limits);
    }
    out->reason = times.count + open == 0
                      ? "no deployment failed"
                      : arena_printf(reading->arena, "%zu failures were mended, %zu were not yet",
                                     times.count, open);
}

/* The commits that came with a deployment after the one before. */
static struct failure *add_commits(struct delivery_numbers *times, const char **cut,
                                   const struct fact_repository *repository,
                                   const struct deployment_event *before,
                                   const struct deployment_event *event, struct arena *arena)
{
    struct history between;
    const struct history_options options = {.base = &before->id, .since = INT64_MAX};
    TRY(history_walk(&between, repository->repository, &event->id, &options, arena));
    if (between.truncated)
        *cut = between.truncated_because;
    for (size_t i = 0; between.range_known && i < between.count; i++) {
        const struct history_commit *commit = &between.commits[i];
        if (commit->in_range && commit->parents < 2 && commit->author.time <= event->time)
            delivery_numbers_add(times, event->time - commit->author.time);
    }
    return NULL;
}

static struct failure *is_here(const struct fact_repository *repository,
                               const struct deployment_event *event, bool *out)
{
    struct commit_ids ids;
    return repository_resolve(repository->repository, event->commit, &ids, out);
}

static struct failure *add_lead_time(struct reading *reading,
                                     const struct fact_repository *repository, const char **cut,
                                     struct delivery_metric *out)
{
    static const double limits[] = {1, 7, 30};
    struct delivery_numbers times = {.arena = reading->arena};
    const struct deployment_event *after = NULL;
    size_t ranges = 0;
    size_t unseen = 0;
    qsort(reading->events, reading->count, sizeof(*reading->events), by_time);
    for (size_t i = reading->count; i > 0 && ranges + unseen < DELIVERY_RANGES_MAX; i--) {
        const struct deployment_event *event = &reading->events[i - 1];
        bool here;
        if (repository->is_over && repository->is_over(repository))
            break;
        if (!event->success)
            continue;
        TRY(is_here(repository, event, &here));
        if (!here) {
            unseen++;
            continue;
        }
        if (after && strcmp(after->commit, event->commit) != 0) {
            TRY(add_commits(&times, cut, repository, event, after, reading->arena));
            ranges++;
        }
        after = event;
    }
    out->sample = times.count;
    out->known = times.count > 0;
    if (out->known) {
        out->value = delivery_numbers_median(&times);
        out->confidence = confidence_of(ranges);
        out->level = level_of(ranges, out->value, limits);
    }
    out->reason = arena_printf(reading->arena,
                               "the commits of the newest %zu deployments, without merges; %zu "
                               "deployments name a commit that is not here",
                               ranges, unseen);
    return NULL;
}

struct failure *delivery_deployments(const struct fact_repository *repository, struct arena *arena,
                                     struct delivery_metric out[DELIVERY_DEPLOYMENT_METRICS],
                                     const char **cut)
{
    static const struct delivery_metric empty[DELIVERY_DEPLOYMENT_METRICS] = {
        [FREQUENCY] = {.name = "deployment_frequency", .unit = "deployments a week"},
        [LEAD_TIME] = {.name = "time_to_production", .unit = "days, median"},
        [FAIL_RATE] = {.name = "change_fail_rate", .unit = "percent of deployments"},
        [RECOVERY] = {.name = "recovery_time", .unit = "days, median"}};
    static const char *const bases[DELIVERY_DEPLOYMENT_METRICS] = {
        "deployments file: successes in production",
        "deployments file and git: from a commit's author date to production",
        "deployments file: those to production that failed",
        "deployments file: from a failure in production to the next success there"};
    struct reading reading = {.arena = arena};
    read_events(&reading, repository);
    memcpy(out, empty, sizeof(empty));
    for (size_t i = 0; i < DELIVERY_DEPLOYMENT_METRICS; i++) {
        out[i].basis = reading.given ? bases[i] : "deployments";
        out[i].reason = !reading.given ? i == RECOVERY ? "git holds no incidents"
                                                       : "git holds no deployments: pass a "
                                                         "deployments file with --facts"
                        : reading.others > 0
                            ? "of its deployments none of the last 365 days is to production"
                            : "the deployments file holds none of the last 365 days";
    }
    if (reading.count == 0)
        return NULL;
    TRY(add_lead_time(&reading, repository, cut, &out[LEAD_TIME]));
    add_frequency(&reading, repository->now, &out[FREQUENCY]);
    add_fail_rate(&reading, &out[FAIL_RATE]);
    add_recovery(&reading, &out[RECOVERY]);
    return NULL;
}
