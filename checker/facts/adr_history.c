#include "facts/adr_history.h"

#include "base/limits.h"
#include "document/yaml.h"
#include "facts/history_rows.h"
#include "facts/paths.h"
#include "source/folder_walk.h"

#include <stdlib.h>
#include <string.h>

struct past_reading {
    struct adr_history *out;
    const struct folder_events *events;
    struct arena *arena;
    struct arena scratch; /* of one content */
    struct arena_mark start;
    size_t capacity;
    size_t number; /* of the lineage, where the last step was found */
    bool is_kep, with_bodies;
};

static void read_kep(struct past_reading *reading, struct text content, struct adr_record *record)
{
    struct document document;
    struct document_problem problem;
    bool whole = yaml_parse(&reading->scratch, content, &document, &problem) && document.count == 1;
    adr_record_read_kep(record, &reading->scratch, &reading->scratch,
                        whole ? document.roots[0] : NULL);
}

static void read_document(struct past_reading *reading, const char *path, struct text content,
                          struct adr_past *past, struct adr_record *record)
{
    struct arena *scratch = &reading->scratch;
    bool limit = false;
    const struct markdown *markdown =
        prose_syntax_of(path) == PROSE_MARKDOWN ? markdown_parse(scratch, content, &limit) : NULL;
    const struct prose *prose = prose_read(scratch, path, content, markdown);
    adr_record_read(record, scratch, scratch, prose, markdown, NULL);
    if (reading->with_bodies)
        adr_body_read(&past->body, reading->arena, scratch, prose, record->format);
}

static bool read_past(struct past_reading *reading, const struct revision *revision)
{
    struct adr_history *out = reading->out;
    struct text content;
    arena_reset(&reading->scratch, reading->start);
    if (!lineage_read_blob(out->lineage, &revision->blob, LIMIT_BLOB_BYTES, &reading->scratch,
                           &content)) {
        out->truncated = "an older content is not in this repository";
        return false;
    }
    if (out->count == LIMIT_TIMELINE_REVISIONS) {
        out->truncated = "it was changed more often than the limit";
        out->is_damaged = true;
        return false;
    }
    struct adr_record record = {.path = revision->path};
    out->items =
        arena_grow(reading->arena, out->items, out->count, &reading->capacity, sizeof(*out->items));
    struct adr_past *past = &out->items[out->count++];
    *past = (struct adr_past){.commit = revision->commit, .time = revision->time};
    if (reading->is_kep)
        read_kep(reading, content, &record);
    else
        read_document(reading, revision->path, content, past, &record);
    past->state = record.status_state;
    past->status = record.status;
    past->status_text =
        record.status_text ? arena_strdup(reading->arena, record.status_text) : NULL;
    const struct lineage_commit *commit;
    while ((commit = lineage_commit(out->lineage, reading->number)) != NULL &&
           memcmp(&commit->id, &past->commit, sizeof(past->commit)) != 0)
        reading->number++;
    past->number = reading->number;
    return true;
}

/* Step by step, where it is in none of the folders that were looked at together. */
static struct failure *walk_alone(struct past_reading *reading, const char *path, size_t number)
{
    struct lineage *lineage = reading->out->lineage;
    struct path_walk *walk = path_walk_new_at(lineage, path, number, reading->arena);
    struct revision revision;
    bool found = false;
    for (;;) {
        TRY(path_walk_next(walk, &revision, &found));
        if (!found)
            break;
        if (!read_past(reading, &revision))
            return NULL;
    }
    reading->out->truncated = path_walk_truncated(walk);
    reading->out->is_damaged = path_walk_is_damaged(walk);
    return NULL;
}

/* The events of one name, newest first, from the commit `number` on. `before` is the name
 * that it had before the oldest of them; NULL when that made it. */
static struct failure *walk_name(struct past_reading *reading, const char *path, size_t *number,
                                 const char **before, bool *whole)
{
    struct lineage *lineage = reading->out->lineage;
    size_t at, end;
    folder_events_find(reading->events, path, &at, &end);
    *before = NULL;
    *whole = false;
    for (; at < end; at++) {
        const struct folder_event *event = &reading->events->items[at];
        if (event->number < *number)
            continue;
        /* At that commit it is not there: what is older is another file of this name. */
        if (object_id_is_zero(&event->after))
            break;
        const struct lineage_commit *commit = lineage_commit(lineage, event->number);
        struct revision revision = {
            .commit = commit->id, .time = commit->time, .blob = event->after, .path = path};
        if (!read_past(reading, &revision)) {
            *whole = true;
            return NULL;
        }
        if (object_id_is_zero(&event->before)) {
            *number = event->number + 1;
            *whole = true;
            return lineage_name_before(lineage, event->number, path, before, reading->arena);
        }
    }
    return NULL;
}

static struct failure *read_all(struct past_reading *reading, const char *path)
{
    size_t number = 0;
    for (;;) {
        const char *before;
        bool whole;
        size_t first, end;
        folder_events_find(reading->events, path, &first, &end);
        if (first == end)
            return walk_alone(reading, path, number);
        TRY(walk_name(reading, path, &number, &before, &whole));
        if (!whole) {
            reading->out->truncated = reading->events->truncated;
            reading->out->is_damaged = reading->events->is_damaged;
        }
        if (!before)
            return NULL;
        path = before;
    }
}

static int by_text(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The folders of the records, none of which lies within another. */
static const char **folders_of(struct arena *arena, const struct adr_candidate *const *candidates,
                               size_t count, size_t *out)
{
    const char **folders = ARENA_ARRAY(arena, const char *, count + 1);
    for (size_t i = 0; i < count; i++)
        folders[i] = candidates[i]->directory;
    if (count > 1)
        qsort(folders, count, sizeof(*folders), by_text);
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        bool within = false;
        for (size_t k = kept; k-- > 0 && !within;)
            within = path_is_within(folders[i], folders[k]);
        if (!within)
            folders[kept++] = folders[i];
    }
    *out = kept;
    return folders;
}

struct failure *adr_folder_events(struct folder_events *out, struct lineage **lineage,
                                  const struct fact_repository *repository,
                                  const struct adr_candidate *const *candidates, size_t count,
                                  struct arena *arena)
{
    *out = (struct folder_events){0};
    TRY(history_lineage(repository, lineage));
    if (!*lineage) {
        out->truncated = "there is no history";
        return NULL;
    }
    size_t folder_count = 0;
    const char **folders = folders_of(arena, candidates, count, &folder_count);
    folder_events_read(out, *lineage, folders, folder_count, arena);
    return NULL;
}

struct failure *adr_histories_read(struct adr_history *out,
                                   const struct fact_repository *repository,
                                   const struct adr_candidate *const *candidates, size_t count,
                                   bool with_bodies, struct arena *arena)
{
    struct lineage *lineage = NULL;
    struct folder_events events;
    TRY(adr_folder_events(&events, &lineage, repository, candidates, count, arena));
    for (size_t i = 0; i < count; i++) {
        out[i] = (struct adr_history){.lineage = lineage};
        if (!lineage) {
            out[i].truncated = "there is no history";
            continue;
        }
        const struct adr_candidate *candidate = candidates[i];
        const struct entry *entry = candidate->kep ? candidate->kep : candidate->entry;
        struct past_reading reading = {
            .out = &out[i],
            .events = &events,
            .arena = arena,
            .is_kep = candidate->kep != NULL,
            .with_bodies = with_bodies,
        };
        arena_init(&reading.scratch, 1 << 16);
        reading.start = arena_mark(&reading.scratch);
        struct failure *failure = read_all(&reading, entry->path);
        arena_release(&reading.scratch);
        TRY(failure);
    }
    return NULL;
}

bool adr_past_is_in_force(const struct adr_past *past)
{
    return past->state == ADR_STATUS_KNOWN && adr_status_is_in_force(past->status);
}

struct value adr_history_unknown(struct arena *arena, const struct adr_history *history)
{
    return value_unknown(arena, history->is_damaged ? UNKNOWN_UNREADABLE : UNKNOWN_UNOBSERVABLE,
                         history->truncated);
}

static bool says_the_same(const struct adr_past *past, const struct adr_record *record)
{
    if (past->state != record->status_state)
        return false;
    if (past->state == ADR_STATUS_KNOWN)
        return past->status == record->status;
    return past->state != ADR_STATUS_OTHER || strcmp(past->status_text, record->status_text) == 0;
}

struct value adr_history_status_since(struct arena *arena, const struct adr_history *history,
                                      const struct adr_record *record, int64_t now)
{
    struct value since = value_time(now);
    for (size_t i = 0; i < history->count; i++) {
        if (!says_the_same(&history->items[i], record))
            return since;
        since = value_time(history->items[i].time);
    }
    return history->truncated ? adr_history_unknown(arena, history) : since;
}

struct value adr_history_first_seen(struct arena *arena, const struct adr_history *history,
                                    int64_t now)
{
    if (history->truncated)
        return adr_history_unknown(arena, history);
    return value_time(history->count ? history->items[history->count - 1].time : now);
}

struct value adr_history_predates(struct arena *arena, const struct adr_history *history,
                                  int32_t date)
{
    enum { SECONDS_A_DAY = 86400 };
    const struct lineage_commit *first = NULL, *next;
    for (size_t i = 0; history->lineage && (next = lineage_commit(history->lineage, i)) != NULL;
         i++)
        first = next;
    if (!first)
        return (struct value){.kind = VALUE_ABSENT};
    int64_t born = first->time / SECONDS_A_DAY;
    if (date >= born)
        return (struct value){.kind = VALUE_ABSENT};
    const char *truncated = lineage_truncated(history->lineage);
    if (truncated)
        return value_unknown(
            arena, lineage_is_damaged(history->lineage) ? UNKNOWN_UNREADABLE : UNKNOWN_UNOBSERVABLE,
            truncated);
    return value_integer(born - date);
}

size_t adr_history_acceptance(const struct adr_history *history, size_t index, bool *known)
{
    while (index + 1 < history->count && adr_past_is_in_force(&history->items[index + 1]))
        index++;
    *known = index + 1 < history->count || !history->truncated;
    return index;
}
