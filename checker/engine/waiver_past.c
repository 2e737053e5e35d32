#include "engine/waiver_past.h"

#include "base/date.h"
#include "base/limits.h"
#include "base/table.h"
#include "engine/day_span.h"
#include "engine/exception_history.h"

#include <string.h>

const char waiver_past_no_time[] = "there was no time to read it";

/* One waiver, on the way back. */
struct track {
    struct exception *exception; /* NULL: it is there no more */
    const char *rule;
    uint64_t beside;    /* of the words, as last seen */
    bool is_seen, wins; /* in the revision before this one; in this one */
    struct waiver_writing *writings;
    size_t count, capacity;
};

struct following {
    const struct waiver_search *search;
    struct arena *arena;
    struct arena scratch; /* one revision */
    struct track *tracks; /* those that are there now come first */
    size_t count, capacity;
    size_t revisions; /* that were read */
    int32_t day;      /* of the oldest of them */
    /* In the lineage: of the last commit that says a day to come, and of the one before it that
     * says another. */
    size_t number, believed;
    const char *unknown;
};

/* How close what an older revision holds comes to a waiver. */
enum closeness { SAME_LINE_AND_END, SAME_LINE, SAME_END, SAME_RULE, CLOSENESSES };

static uint64_t hash_beside(const struct inline_waiver *waiver)
{
    uint64_t hash = 1;
    for (int i = 0; i < 2; i++)
        hash = hash_bytes(waiver->beside[i].size ? waiver->beside[i].bytes : "",
                          waiver->beside[i].size, hash);
    return hash;
}

/* What says neither a rule nor an end waives nothing, and prolongs nothing. */
static bool counts(const struct exception *exception)
{
    return exception->rules[0] && exception->expires != INT32_MIN;
}

/* A rule that is called otherwise is the same one. */
static const char *rule_of(const struct following *following, const struct inline_waiver *waiver)
{
    const char *name = waiver->exception.rules[0];
    const struct table *names = following->search->names;
    const char *now = names ? table_find(names, name) : NULL;
    return now ? now : name;
}

static bool add_track(struct following *following, const struct inline_waiver *waiver,
                      struct exception *exception)
{
    if (following->count == LIMIT_WAIVERS_FOLLOWED) {
        following->unknown = "the file has or had more waivers than are followed";
        return false;
    }
    following->tracks = arena_grow(following->arena, following->tracks, following->count,
                                   &following->capacity, sizeof(*following->tracks));
    following->tracks[following->count++] = (struct track){
        .exception = exception,
        .rule = arena_strdup(following->arena, rule_of(following, waiver)),
        .beside = hash_beside(waiver),
    };
    return true;
}

static void add_writing(struct following *following, struct track *track,
                        const struct waiver_writing *writing)
{
    track->writings = arena_grow(following->arena, track->writings, track->count, &track->capacity,
                                 sizeof(*track->writings));
    track->writings[track->count++] = *writing;
}

static void start(struct following *following, struct inline_waiver *items, size_t count)
{
    for (size_t i = 0; i < count && !following->unknown; i++) {
        const struct exception *exception = &items[i].exception;
        const struct waiver_writing now = {.on = following->search->today,
                                           .until = exception->expires,
                                           .path = exception->place.path};
        if (!counts(exception) || !add_track(following, &items[i], &items[i].exception))
            continue;
        struct track *track = &following->tracks[following->count - 1];
        add_writing(following, track, &now);
        track->is_seen = true;
    }
}

/* What one revision of the file holds. */
struct held {
    const struct inline_waiver *waiver;
    const char *rule; /* NULL: it counts for nothing */
    uint64_t beside;  /* lines may be long: hashed once */
    bool is_taken;
};

static bool is_close(const struct track *track, const struct held *older, enum closeness closeness)
{
    const struct exception *exception = &older->waiver->exception;
    bool same_line = track->beside == older->beside;
    bool same_end =
        track->count > 0 && track->writings[track->count - 1].until == exception->expires;
    if (!older->rule || strcmp(track->rule, older->rule) != 0)
        return false;
    return (same_line || closeness == SAME_END || closeness == SAME_RULE) &&
           (same_end || closeness == SAME_LINE || closeness == SAME_RULE);
}

static void go_on(struct following *following, struct track *track, const struct held *older,
                  const struct revision *revision)
{
    const struct waiver_writing writing = {.on = following->day,
                                           .until = older->waiver->exception.expires,
                                           .commit = revision->commit,
                                           .path = revision->path};
    struct waiver_writing *last = track->count > 0 ? &track->writings[track->count - 1] : NULL;
    track->wins = true;
    track->beside = older->beside;
    if (last && track->is_seen && last->until == writing.until)
        *last = writing;
    else
        add_writing(following, track, &writing);
}

/* Each that was there goes on as one; beside the same words as one that is there now as
 * several, for two comments may have waived the same for a while. */
static void pair(struct following *following, const struct inline_waivers *found,
                 const struct revision *revision)
{
    size_t count = found->count;
    struct held *older = ARENA_ARRAY(&following->scratch, struct held, count + 1);
    for (size_t i = 0; i < count; i++)
        older[i] = (struct held){
            .waiver = &found->items[i],
            .rule =
                counts(&found->items[i].exception) ? rule_of(following, &found->items[i]) : NULL,
            .beside = hash_beside(&found->items[i]),
        };
    for (int closeness = 0; closeness < CLOSENESSES; closeness++)
        for (size_t t = 0; t < following->count; t++) {
            struct track *track = &following->tracks[t];
            bool shares = track->exception && closeness <= SAME_LINE;
            for (size_t i = 0; i < count && !track->wins; i++) {
                if ((older[i].is_taken && !shares) ||
                    !is_close(track, &older[i], (enum closeness)closeness))
                    continue;
                older[i].is_taken = true;
                go_on(following, track, &older[i], revision);
            }
        }
    for (size_t i = 0; i < count && !following->unknown; i++)
        if (!older[i].is_taken && older[i].rule && add_track(following, older[i].waiver, NULL))
            go_on(following, &following->tracks[following->count - 1], &older[i], revision);
    for (size_t t = 0; t < following->count; t++) {
        following->tracks[t].is_seen = following->tracks[t].wins;
        following->tracks[t].wins = false;
    }
}

/* A committer writes any day. One to come is no day on which anything was written, and must not
 * be of today for ever: it is that of the commit before. One day more is the difference of two
 * clocks. */
static int32_t day_of(struct following *following, const struct revision *revision)
{
    struct lineage *lineage = following->search->lineage;
    const struct lineage_commit *commit;
    int64_t latest = (int64_t)following->search->today + 1;
    if (time_to_date(revision->time) <= latest)
        return time_to_date(revision->time);
    while ((commit = lineage_commit(lineage, following->number)) != NULL &&
           memcmp(commit->id.bytes, revision->commit.bytes, OBJECT_ID_SIZE) != 0)
        following->number++;
    if (following->believed < following->number)
        following->believed = following->number;
    for (; (commit = lineage_commit(lineage, following->believed)) != NULL; following->believed++)
        if (time_to_date(commit->time) <= latest)
            return time_to_date(commit->time);
    following->unknown =
        lineage_truncated(lineage) ? lineage_truncated(lineage) : "all commits say days to come";
    return following->search->today;
}

static void read_revision(struct following *following, struct path_walk *walk,
                          const struct revision *revision)
{
    struct inline_waivers older = {0};
    struct text text;
    int32_t day = day_of(following, revision);
    following->day = day < following->day ? day : following->day;
    if (following->revisions++ == LIMIT_TIMELINE_REVISIONS) {
        following->unknown = "the file has more revisions than are read";
        return;
    }
    if (!path_walk_read(walk, revision, LIMIT_BLOB_BYTES, &following->scratch, &text)) {
        following->unknown = "an older content of the file cannot be read";
        return;
    }
    if (inline_waivers_may_stand_in(revision->path) &&
        text_find(text, inline_waiver_word) != SIZE_MAX)
        inline_waivers_parse(&older, &following->scratch, revision->path, text);
    if (older.count > LIMIT_WAIVERS_FOLLOWED)
        following->unknown = "the file has or had more waivers than are followed";
    else
        pair(following, &older, revision);
}

/* Is it sure when its present end was written? */
static bool is_last_known(const struct following *following, const struct track *track)
{
    return track->count > 1 || (following->revisions > 0 && !track->is_seen);
}

static bool is_done(const struct following *following)
{
    bool done = !following->search->is_whole;
    for (size_t t = 0; t < following->count && done; t++)
        done = !following->tracks[t].exception || is_last_known(following, &following->tracks[t]);
    return done || following->unknown;
}

static struct failure *walk(struct following *following, const char *path)
{
    struct revision revision;
    struct path_walk *walk = path_walk_new(following->search->lineage, path, following->arena);
    while (!is_done(following)) {
        bool found = false;
        if (deadline_is_over(following->search->deadline)) {
            following->unknown = waiver_past_no_time;
            break;
        }
        struct arena_mark mark = arena_mark(&following->scratch);
        TRY(path_walk_next(walk, &revision, &found));
        if (!found && path_walk_resume(walk)) {
            for (size_t t = 0; t < following->count; t++)
                following->tracks[t].is_seen = false;
            continue;
        }
        if (!found) {
            following->unknown = path_walk_truncated(walk);
            break;
        }
        read_revision(following, walk, &revision);
        arena_reset(&following->scratch, mark);
    }
    return NULL;
}

static void sum_up(const struct following *following, const struct track *track)
{
    struct waiver_past *past = ARENA_NEW(following->arena, struct waiver_past);
    struct day_span *spans = ARENA_ARRAY(following->arena, struct day_span, track->count);
    *past = (struct waiver_past){
        .writings = track->writings,
        .count = track->count,
        .unknown = following->unknown,
        .is_whole = following->search->is_whole,
    };
    if (following->unknown && !is_last_known(following, track))
        past->last_unknown = following->unknown;
    for (size_t i = 0; i < track->count; i++) {
        spans[i] = (struct day_span){track->writings[i].on, track->writings[i].until};
        past->renewals +=
            i + 1 < track->count && track->writings[i].until > track->writings[i + 1].until;
    }
    past->days = day_spans_count(spans, track->count);
    track->exception->past = past;
}

/* Of those that are more than are followed. */
static void leave_unknown(const struct following *following, struct exception *exception)
{
    struct waiver_past *past = ARENA_NEW(following->arena, struct waiver_past);
    *past = (struct waiver_past){
        .unknown = following->unknown,
        .last_unknown = following->unknown,
        .is_whole = following->search->is_whole,
    };
    exception->past = past;
}

struct failure *waiver_past_read(const struct waiver_search *search, struct inline_waiver *items,
                                 size_t count, struct arena *arena)
{
    struct following following = {.search = search, .arena = arena, .day = search->today};
    struct failure *failure = NULL;
    if (count == 0)
        return NULL;
    arena_init(&following.scratch, 1 << 16);
    start(&following, items, count);
    if (search->lineage && following.count > 0)
        failure = walk(&following, items->exception.place.path);
    for (size_t t = 0; t < following.count && !failure; t++)
        if (following.tracks[t].exception)
            sum_up(&following, &following.tracks[t]);
    for (size_t i = 0; i < count && following.unknown && !failure; i++)
        if (counts(&items[i].exception) && !items[i].exception.past)
            leave_unknown(&following, &items[i].exception);
    arena_release(&following.scratch);
    return failure;
}

static const struct exception *record_of(const struct exception *exception,
                                         const struct waiver_writing *writing, struct arena *arena)
{
    struct exception *record = ARENA_NEW(arena, struct exception);
    *record = *exception;
    record->valid_from = writing->on;
    record->expires = writing->until;
    record->place.path = writing->path;
    return record;
}

/* Writings go back, and so do the commits: `number` is where the last one was found. */
static bool describe(struct lineage *lineage, const struct waiver_writing *writing, size_t *number,
                     struct history_commit *out)
{
    const struct lineage_commit *commit;
    for (; (commit = lineage_commit(lineage, *number)) != NULL; ++*number)
        if (memcmp(commit->id.bytes, writing->commit.bytes, OBJECT_ID_SIZE) == 0)
            return lineage_describe(lineage, *number, out);
    return false;
}

static enum exception_event_kind kind_of(const struct waiver_writing *writing,
                                         const struct waiver_writing *older)
{
    return !older                          ? EXCEPTION_GRANTED
           : writing->until > older->until ? EXCEPTION_RENEWED
           : writing->until < older->until ? EXCEPTION_SHORTENED
                                           : EXCEPTION_RETURNED;
}

const struct exception_history *waiver_history(const struct exception *exception,
                                               struct repository *repository,
                                               const struct object_id *head, struct arena *arena)
{
    const struct waiver_past *past = exception->past;
    struct exception_history *history = ARENA_NEW(arena, struct exception_history);
    struct lineage *lineage = NULL;
    size_t number = 0;
    table_init(&history->newest, arena);
    if (past)
        history->truncated = past->unknown;
    if (!past || !past->writings)
        return history;
    history->events = ARENA_ARRAY(arena, struct exception_event, past->count);
    if (!object_id_is_zero(head))
        lineage = lineage_new(repository, head, arena);
    for (size_t i = 0; i < past->count && lineage; i++) {
        const struct waiver_writing *writing = &past->writings[i];
        const struct waiver_writing *older = i + 1 < past->count ? writing + 1 : NULL;
        struct history_commit *commit = ARENA_NEW(arena, struct history_commit);
        /* What the oldest one of a cut history brought is not known. */
        if ((!older && past->unknown) || object_id_is_zero(&writing->commit) ||
            !describe(lineage, writing, &number, commit))
            continue;
        history->events[history->count++] = (struct exception_event){
            .kind = kind_of(writing, older),
            .id = exception->id,
            .path = writing->path,
            .before = older ? record_of(exception, older, arena) : NULL,
            .after = record_of(exception, writing, arena),
            .commit = commit,
            .is_approved = true, /* by who reviewed the change */
        };
    }
    for (size_t i = 0; i < history->count / 2; i++) { /* oldest first */
        struct exception_event event = history->events[i];
        history->events[i] = history->events[history->count - 1 - i];
        history->events[history->count - 1 - i] = event;
    }
    if (history->count > 0) {
        size_t *newest = ARENA_NEW(arena, size_t);
        table_set(&history->newest, exception->id, newest);
        *newest = history->count;
        for (size_t i = 0; i < history->count; i++)
            history->events[i].older = i;
    }
    return history;
}
