/* delivery_metric - what git alone can tell of how this is delivered: each number with what
 * it was made of, how many cases, and how far it can be relied on. Deployments are not in
 * git: what is told of them, and every level, comes from a file of --facts alone. */
#include "facts/delivery_metric.h"
#include "facts/release_line.h"

#include "base/date.h"

#include <string.h>

enum { NAME, VALUE, UNIT, BASIS, SAMPLE_SIZE, CONFIDENCE, REASON, LEVEL };

static const char *const confidences[] = {"high", "medium", "low", "none", NULL};
static const char *const levels[] = {"elite", "high", "medium", "low", NULL};
static const char *const metric_names[] = {
    "release_frequency",  "lead_time",        "time_to_commit", "time_to_release",
    "change_fail_proxy",  "recovery_proxy",   "rework_proxy",   "deployment_frequency",
    "time_to_production", "change_fail_rate", "recovery_time",  NULL};

static const struct fact_field fields[] = {
    {"name",
     {.kind = TYPE_WORD, .words = metric_names},
     false,
     "what is measured; a proxy stands for what git does not hold"},
    {"value", {.kind = TYPE_NUMBER}, true, "absent where it cannot be measured"},
    {"unit", {.kind = TYPE_TEXT}, false, "of the value"},
    {"basis", {.kind = TYPE_TEXT}, false, "what it was made of"},
    {"sample_size", {.kind = TYPE_INTEGER}, false, "how many cases the value rests on"},
    {"confidence",
     {.kind = TYPE_WORD, .words = confidences},
     false,
     "how far it says what it is called; none: there is no value"},
    {"reason", {.kind = TYPE_TEXT}, false, "what was counted, and why it is not better"},
    {"level",
     {.kind = TYPE_WORD, .words = levels},
     true,
     "what DORA's report of 2023 calls such a value; only with a deployments file"},
    {0},
};

static const struct fact_kind kind = {
    .name = "delivery_metric",
    .summary = "a number about delivery that git or a deployments file tells, or why none does",
    .nowhere = true,
    .key = (const char *const[]){"name", NULL},
    .fields = fields,
};

enum { WINDOW = DELIVERY_WINDOW_DAYS * SECONDS_A_DAY, SOON = 7 * SECONDS_A_DAY };
/* Who mends in a hurry brings little else; a large patch speaks of its tests of regressions. */
enum { SMALL = 10 };

static void add(struct fact_writer *writer, const struct release_line *line,
                const struct delivery_metric *metric, bool needs_history)
{
    struct arena *arena = fact_arena(writer);
    struct value *cells = fact_add(writer, &kind, NULL, 0, 0)->cells;
    cells[NAME] = value_text(metric->name);
    if (needs_history && line->cut)
        cells[VALUE] = value_unknown(arena, UNKNOWN_UNOBSERVABLE, line->cut);
    else if (metric->known)
        cells[VALUE] = value_number((double)(int64_t)(metric->value * 100 + 0.5) / 100);
    cells[UNIT] = value_text(metric->unit);
    cells[BASIS] = value_text(metric->basis);
    cells[SAMPLE_SIZE] = value_integer((int64_t)metric->sample);
    cells[CONFIDENCE] = value_text(metric->known ? metric->confidence : "none");
    cells[REASON] = value_text(metric->reason);
    if (metric->level && cells[VALUE].kind == VALUE_NUMBER)
        cells[LEVEL] = value_text(metric->level);
}

static void add_frequency(struct fact_writer *writer, const struct release_line *line,
                          bool is_shallow)
{
    add(writer, line,
        &(struct delivery_metric){
            .name = "release_frequency",
            .known = line->in_window > 0,
            .value = (double)line->in_window,
            .unit = "releases in 365 days",
            .basis = "tags that name releases, without pre-releases",
            .sample = line->in_window,
            .confidence = "high",
            .reason = line->in_window > 0 ? "it stands for deployments only where a tag deploys"
                                          : "no release was tagged in the last 365 days"},
        is_shallow);
}

/* A cherry-pick was written for another line, at another time. */
static bool counts(const struct history_commit *commit, const struct line_release *release)
{
    return commit->parents < 2 && !strstr(commit->message, "(cherry picked from commit ") &&
           commit->author.time <= release->time && commit->committer.time <= release->time;
}

static void add_lead_times(struct fact_writer *writer, const struct release_line *line)
{
    struct arena *arena = fact_arena(writer);
    struct delivery_numbers all[3] = {{.arena = arena}, {.arena = arena}, {.arena = arena}};
    static const char *const names[] = {"lead_time", "time_to_commit", "time_to_release"};
    static const char *const bases[] = {"from a commit's author date to its release",
                                        "from a commit's author date to its committer date",
                                        "from a commit's committer date to its release"};
    size_t releases = 0;
    for (size_t i = 0; i < line->count; i++) {
        const struct line_release *release = &line->releases[i];
        releases += release->before != NULL;
        for (size_t k = 0; k < release->commit_count; k++) {
            const struct history_commit *commit = &release->commits[k];
            if (!counts(commit, release))
                continue;
            delivery_numbers_add(&all[0], release->time - commit->author.time);
            if (commit->committer.time >= commit->author.time)
                delivery_numbers_add(&all[1], commit->committer.time - commit->author.time);
            delivery_numbers_add(&all[2], release->time - commit->committer.time);
        }
    }
    const char *reason = arena_printf(
        arena,
        "the commits of %zu releases after the ones before them on their lines, without "
        "merges and cherry-picks; a squash keeps one author date",
        releases);
    for (size_t i = 0; i < 3; i++)
        add(writer, line,
            &(struct delivery_metric){
                .name = names[i],
                .known = all[i].count > 0,
                .value = all[i].count > 0 ? delivery_numbers_median(&all[i]) : 0,
                .unit = "days, median",
                .basis = bases[i],
                .sample = all[i].count,
                .confidence = "medium",
                .reason = all[i].count > 0 ? reason
                                           : "no release of the last 365 days has one before it "
                                             "on its line"},
            true);
}

static bool has_words(const char *message, const char *const *words)
{
    for (size_t i = 0; words[i]; i++)
        if (text_find_folded(text_of(message), words[i]) != SIZE_MAX)
            return true;
    return false;
}

/* "This reverts commit 0123...", or a subject that repeats that of what is taken back. */
static bool reverts(const struct history_commit *commit, const struct line_release *failed)
{
    static const char phrase[] = "This reverts commit ";
    const char *said = strstr(commit->message, phrase);
    const char *subject = string_starts_with(commit->summary, "Revert \"")  ? commit->summary + 8
                          : string_starts_with(commit->summary, "revert: ") ? commit->summary + 8
                                                                            : NULL;
    for (size_t i = 0; i < failed->commit_count; i++) {
        char hex[OBJECT_ID_HEX_SIZE];
        object_id_format(&failed->commits[i].id, hex);
        size_t size = said ? strspn(said + sizeof(phrase) - 1, "0123456789abcdef") : 0;
        if (size >= 7 && size < sizeof(hex) && strncmp(said + sizeof(phrase) - 1, hex, size) == 0)
            return true;
        size_t length = strlen(failed->commits[i].summary);
        if (subject && length > 0 && strncmp(subject, failed->commits[i].summary, length) == 0 &&
            (subject[length] == '"' || subject[length] == '\0'))
            return true;
    }
    return false;
}

/* Does this release mend the one before it? */
static bool mends(const struct line_release *release)
{
    static const char *const words[] = {"hotfix", "hot fix", "regression", NULL};
    for (size_t i = 0; i < release->commit_count; i++) {
        const struct history_commit *commit = &release->commits[i];
        if (reverts(commit, release->before) ||
            (release_line_is_patch(release) && release->commit_count <= SMALL &&
             has_words(commit->message, words)))
            return true;
    }
    return false;
}

static void add_proxies(struct fact_writer *writer, const struct release_line *line)
{
    struct arena *arena = fact_arena(writer);
    struct delivery_numbers recoveries = {.arena = arena};
    size_t pairs = 0;
    size_t failed = 0;
    size_t rework = 0;
    for (size_t i = 0; i < line->count; i++) {
        const struct line_release *release = &line->releases[i];
        if (!release->before)
            continue;
        pairs++;
        int64_t after = release->time - release->before->time;
        bool soon = after >= 0 && after <= SOON;
        rework += soon && release_line_is_patch(release);
        if (!soon || !mends(release))
            continue;
        failed++;
        delivery_numbers_add(&recoveries, after);
    }
    const char *none = "fewer than two releases on one line in the last 365 days";
    add(writer, line,
        &(struct delivery_metric){
            .name = "change_fail_proxy",
            .known = pairs > 0,
            .value = pairs > 0 ? 100.0 * (double)failed / (double)pairs : 0,
            .unit = "percent of releases",
            .basis = "releases that the next one on their line took back or mended "
                     "within 7 days",
            .sample = pairs,
            .confidence = "low",
            .reason = pairs > 0 ? arena_printf(arena,
                                               "%zu of %zu; by reverts, and by small patches whose "
                                               "messages speak of a hotfix or a regression",
                                               failed, pairs)
                                : none},
        true);
    add(writer, line,
        &(struct delivery_metric){.name = "recovery_proxy",
                                  .known = failed > 0,
                                  .value = failed > 0 ? delivery_numbers_median(&recoveries) : 0,
                                  .unit = "days, median",
                                  .basis = "from such a release to the one that mends it",
                                  .sample = failed,
                                  .confidence = "low",
                                  .reason = failed > 0  ? "incidents are not in git"
                                            : pairs > 0 ? "no such release was seen"
                                                        : none},
        true);
    add(writer, line,
        &(struct delivery_metric){
            .name = "rework_proxy",
            .known = pairs > 0,
            .value = pairs > 0 ? 100.0 * (double)rework / (double)pairs : 0,
            .unit = "percent of releases",
            .basis = "patches within 7 days of the release before",
            .sample = pairs,
            .confidence = "low",
            .reason = pairs > 0 ? arena_printf(arena, "%zu of %zu; a planned patch looks the same",
                                               rework, pairs)
                                : none},
        true);
}

static struct failure *add_deployments(struct fact_writer *writer,
                                       const struct fact_repository *repository,
                                       struct release_line *line)
{
    struct delivery_metric metrics[DELIVERY_DEPLOYMENT_METRICS];
    const char *cut = NULL;
    TRY(delivery_deployments(repository, fact_arena(writer), metrics, &cut));
    line->cut = cut;
    for (size_t i = 0; i < DELIVERY_DEPLOYMENT_METRICS; i++)
        add(writer, line, &metrics[i], strcmp(metrics[i].name, "time_to_production") == 0);
    return NULL;
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    struct release_line line;
    if (!repository->repository)
        return NULL;
    TRY(release_line_read(&line, repository, repository->now - WINDOW, DELIVERY_RANGES_MAX,
                          fact_arena(writer)));
    bool is_shallow = repository_is_shallow(repository->repository);
    if (is_shallow)
        line.cut = "shallow clone: fetch with fetch-depth: 0";
    add_frequency(writer, &line, is_shallow);
    add_lead_times(writer, &line);
    add_proxies(writer, &line);
    return add_deployments(writer, repository, &line);
}

FACT(delivery_metric) = {
    .name = "delivery_metric",
    .area = FACT_AREA_HISTORY,
    .names_only = true,
    .summary = "what git and a deployments file tell of how this is delivered",
    .version = 2,
    .kinds = (const struct fact_kind *const[]){&kind, NULL},
    .needs = release_line_needs,
    .recognise_repository = recognise,
};
