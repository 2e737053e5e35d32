#include "engine/exception_history.h"

#include "base/limits.h"
#include "engine/day_span.h"
#include "engine/excuse.h"
#include "policy/exception_compare.h"
#include "policy/policy_file.h"
#include "source/entry.h"

#include <string.h>

/* The records as one commit left them. */
struct version {
    size_t number; /* of the commit that brought them, in the lineage */
    struct commit_ids commit;
    const struct exception **records; /* by id */
    size_t count, capacity;
};

struct teller {
    struct repository *repository;
    struct lineage *lineage;
    struct arena *arena;
    struct exception_history *history;
    const char *const *places;
    const char *folder;       /* of the root, in which they are; "" the root itself */
    struct table parsed;      /* "path id" -> struct exception_set */
    struct table gone;        /* ids that were removed before */
    struct version *versions; /* newest first */
    size_t version_count, version_capacity;
};

static const char *const own_places[] = {".bylaw/exceptions", ".bylaw/exceptions.yml",
                                         ".bylaw/exceptions.yaml", NULL};
enum { PLACES = sizeof(own_places) / sizeof(own_places[0]) - 1 };

/* What stands where the records are kept. */
struct state {
    struct object_id folder, places[PLACES];
};

static bool is_same_id(const struct object_id *one, const struct object_id *other)
{
    return memcmp(one->bytes, other->bytes, OBJECT_ID_SIZE) == 0;
}

/* The root has no entry of its own. */
static bool read_place(const struct teller *teller, size_t number, const char *path,
                       struct object_id *out)
{
    if (*path)
        return lineage_entry(teller->lineage, number, path, out);
    *out = lineage_commit(teller->lineage, number)->tree;
    return true;
}

static bool read_state(const struct teller *teller, size_t number, const struct state *newer,
                       struct state *out)
{
    *out = (struct state){{{0}}, {{{0}}}};
    if (!read_place(teller, number, teller->folder, &out->folder))
        return false;
    if (newer && is_same_id(&newer->folder, &out->folder)) {
        *out = *newer;
        return true;
    }
    for (size_t i = 0; teller->places[i]; i++)
        if (!read_place(teller, number, teller->places[i], &out->places[i]))
            return false;
    return true;
}

static bool is_same_state(const struct state *one, const struct state *other)
{
    for (size_t i = 0; i < PLACES; i++)
        if (!is_same_id(&one->places[i], &other->places[i]))
            return false;
    return true;
}

static void add_version(struct teller *teller, size_t number)
{
    const struct lineage_commit *commit = lineage_commit(teller->lineage, number);
    teller->versions = arena_grow(teller->arena, teller->versions, teller->version_count,
                                  &teller->version_capacity, sizeof(*teller->versions));
    teller->versions[teller->version_count++] = (struct version){
        .number = number,
        .commit = {.commit = commit->id, .tree = commit->tree, .time = commit->time},
    };
}

/* The commits that changed the records, newest first. */
static void find_versions(struct teller *teller)
{
    struct state newer;
    if (!lineage_commit(teller->lineage, 0) || !read_state(teller, 0, NULL, &newer)) {
        teller->history->truncated = "the commit cannot be read";
        return;
    }
    for (size_t number = 0;; number++) {
        struct state older = {{{0}}, {{{0}}}};
        bool is_first = !lineage_commit(teller->lineage, number + 1);
        const char *truncated = is_first ? lineage_truncated(teller->lineage) : NULL;
        if (!is_first && !read_state(teller, number + 1, &newer, &older))
            truncated = repository_is_partial(teller->repository)
                            ? "a folder is not in this partial clone"
                            : "a folder of the history cannot be read";
        if (truncated) { /* what was there before it is not known */
            teller->history->truncated = truncated;
            add_version(teller, number);
            return;
        }
        if (!is_same_state(&older, &newer))
            add_version(teller, number);
        if (is_first)
            return;
        newer = older;
    }
}

static bool is_record_file(const struct teller *teller, const struct entry *entry)
{
    if (!entry_is_file(entry))
        return false;
    for (size_t i = 0; teller->places[i]; i++) {
        const char *place = teller->places[i];
        size_t size = strlen(place);
        if (strncmp(entry->path, place, size) == 0 &&
            (size == 0 || entry->path[size] == '\0' || entry->path[size] == '/'))
            return string_ends_with(entry->path, ".yml") || string_ends_with(entry->path, ".yaml");
    }
    return false;
}

static const struct exception_set *parse(struct teller *teller, const struct entry *entry)
{
    char hex[OBJECT_ID_HEX_SIZE];
    object_id_format(&entry->id, hex);
    const char *key = arena_printf(teller->arena, "%s %s", hex, entry->path);
    struct exception_set *set = table_find(&teller->parsed, key);
    if (set)
        return set;
    struct policy_file file = {.path = arena_strdup(teller->arena, entry->path)};
    set = ARENA_NEW(teller->arena, struct exception_set);
    table_set(&teller->parsed, key, set);
    if (!lineage_read_blob(teller->lineage, &entry->id, LIMIT_BLOB_BYTES, teller->arena,
                           &file.text))
        file.problem = "it cannot be read";
    exceptions_load(set, teller->arena, &file, 1);
    return set;
}

static int by_id(const void *a, const void *b)
{
    const struct exception *const *one = a;
    const struct exception *const *two = b;
    int order = strcmp((*one)->id, (*two)->id);
    return order ? order : strcmp((*one)->place.path, (*two)->place.path);
}

static const struct exception *find(const struct version *version, const char *id)
{
    size_t low = 0;
    size_t high = version ? version->count : 0;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(version->records[middle]->id, id);
        if (order == 0)
            return version->records[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return NULL;
}

static void add_record(struct teller *teller, struct version *version,
                       const struct exception *record)
{
    version->records = arena_grow(teller->arena, version->records, version->count,
                                  &version->capacity, sizeof(const struct exception *));
    version->records[version->count++] = record;
}

static void sort_records(struct version *version)
{
    if (version->count > 1)
        qsort(version->records, version->count, sizeof(*version->records), by_id);
}

/* A record was not taken away while nobody could read its file: it goes on as it was. */
static void keep_unread(struct teller *teller, const struct version *older,
                        const struct table *unread, struct version *version)
{
    size_t read = version->count;
    for (size_t i = 0; older && i < older->count; i++) {
        const struct exception *record = older->records[i];
        struct version only_read = {.records = version->records, .count = read};
        if (table_has(unread, record->place.path) && !find(&only_read, record->id))
            add_record(teller, version, record);
    }
    if (version->count > read)
        sort_records(version);
}

/* One that says no days, or that stands beside another of its id, excuses nothing. */
static bool is_clear(const struct version *version, size_t number)
{
    const struct exception *record = version->records[number];
    bool is_twice =
        (number > 0 && strcmp(version->records[number - 1]->id, record->id) == 0) ||
        (number + 1 < version->count && strcmp(version->records[number + 1]->id, record->id) == 0);
    return !is_twice && record->expires != INT32_MIN && record->valid_from != INT32_MIN;
}

/* Neither was one changed while nobody could tell what it says: what comes behind that is a
 * change of the one before. */
static void keep_unclear(struct teller *teller, const struct version *older,
                         struct version *version)
{
    struct version kept = {0};
    for (size_t i = 0; i < version->count; i++) {
        const struct exception *record = version->records[i];
        const struct exception *before = is_clear(version, i) ? NULL : find(older, record->id);
        if (!before)
            add_record(teller, &kept, record);
        else if (i == 0 || strcmp(version->records[i - 1]->id, record->id) != 0)
            add_record(teller, &kept, before);
    }
    version->records = kept.records;
    version->count = kept.count;
    version->capacity = kept.capacity;
}

/* `older` is the version before it, which is loaded; NULL when there is none. */
static struct failure *load_version(struct teller *teller, const struct version *older,
                                    struct version *version)
{
    const char *const names[] = {teller->folder, NULL};
    struct snapshot snapshot;
    struct table unread;
    table_init(&unread, teller->arena);
    if (*teller->folder)
        TRY(snapshot_of_commit_part(&snapshot, teller->repository, &version->commit, names,
                                    teller->arena));
    else
        TRY(snapshot_of_commit(&snapshot, teller->repository, &version->commit, teller->arena));
    for (size_t i = 0; i < snapshot.count; i++) {
        if (!is_record_file(teller, &snapshot.entries[i]))
            continue;
        const struct exception_set *set = parse(teller, &snapshot.entries[i]);
        if (exceptions_find(set, "(unreadable)"))
            table_set(&unread, snapshot.entries[i].path, teller);
        for (size_t k = 0; k < set->count; k++)
            if (exception_has_id(&set->items[k])) /* others have no history */
                add_record(teller, version, &set->items[k]);
    }
    sort_records(version);
    keep_unclear(teller, older, version);
    keep_unread(teller, older, &unread, version);
    return NULL;
}

/* Of `before` and `after` one may be NULL. */
static struct exception_event *add_event(struct teller *teller, enum exception_event_kind kind,
                                         const struct history_commit *commit,
                                         const struct exception *before,
                                         const struct exception *after)
{
    static const struct exception nothing = {.id = ""};
    struct exception_history *history = teller->history;
    history->events = arena_grow(teller->arena, history->events, history->count, &history->capacity,
                                 sizeof(*history->events));
    struct exception_event *event = &history->events[history->count++];
    const struct exception *record = after ? after : before ? before : &nothing;
    *event = (struct exception_event){
        .kind = kind,
        .id = record->id,
        .path = record->place.path,
        .before = before,
        .after = after,
        .commit = commit,
    };
    size_t *newest = table_find(&history->newest, event->id);
    if (!newest) {
        newest = ARENA_NEW(teller->arena, size_t);
        table_set(&history->newest, event->id, newest);
    }
    event->older = *newest;
    *newest = history->count;
    return event;
}

/* The number of an id's newest event, from 1; 0 when it has none. */
static size_t newest_of(const struct exception_history *history, const char *id)
{
    const size_t *newest = table_find(&history->newest, id);
    return newest ? *newest : 0;
}

/* The record as the newest event of its id has it; NULL when the history has none. */
static const struct exception *newest_record(const struct exception_history *history,
                                             const char *id)
{
    size_t newest = newest_of(history, id);
    if (newest == 0)
        return NULL;
    const struct exception_event *event = &history->events[newest - 1];
    return event->after ? event->after : event->before;
}

/* The record about the same that a new one prolongs, whether or not it says so; `version` is
 * the one that the new one is in, NULL for one that is only proposed. One that names another
 * in `supersedes` may hide whose renewal it is: what it is about counts first. */
static const char *followed_by(const struct exception_history *history,
                               const struct version *version, const struct exception *record,
                               struct arena *arena)
{
    const struct exception *last = table_find(&history->last, exception_lineage_key(arena, record));
    if (!last || strcmp(last->id, record->id) == 0)
        return record->supersedes;
    size_t newest = newest_of(history, last->id);
    bool is_gone =
        version ? !find(version, last->id) : newest > 0 && !history->events[newest - 1].after;
    return is_gone || exception_ends_later(last, record, history->ruleset) ? last->id
                                                                           : record->supersedes;
}

static bool says_the_same_as(const struct exception_history *history, const char *id,
                             const struct exception *record, struct arena *arena)
{
    const struct exception *followed = id ? newest_record(history, id) : NULL;
    return followed && exception_says_the_same(arena, followed, record);
}

static void tell_new(struct teller *teller, const struct version *version,
                     const struct history_commit *commit, const struct exception *record)
{
    bool returned = table_has(&teller->gone, record->id);
    struct exception_event *event =
        add_event(teller, returned ? EXCEPTION_RETURNED : EXCEPTION_GRANTED, commit, NULL, record);
    event->follows = followed_by(teller->history, version, record, teller->arena);
    event->is_bare = says_the_same_as(teller->history, event->follows, record, teller->arena);
}

static void tell_change(struct teller *teller, const struct history_commit *commit,
                        const struct exception *before, const struct exception *after)
{
    enum exception_reach reach = exception_reach(before, after);
    bool same = exception_says_the_same(teller->arena, before, after);
    bool approved = exception_is_approved_anew(before, after);
    bool is_sooner = after->valid_from < before->valid_from && after->valid_from != INT32_MIN;
    if (exception_ends_later(before, after, teller->history->ruleset)) {
        struct exception_event *event = add_event(teller, EXCEPTION_RENEWED, commit, before, after);
        event->is_bare = same;
        event->is_approved = approved;
    } else if (after->expires < before->expires) {
        add_event(teller, EXCEPTION_SHORTENED, commit, before, after);
    }
    if (reach == EXCEPTION_REACH_WIDER || is_sooner)
        add_event(teller, EXCEPTION_WIDENED, commit, before, after)->is_approved = approved;
    else if (reach == EXCEPTION_REACH_NARROWER)
        add_event(teller, EXCEPTION_NARROWED, commit, before, after);
    if (!same)
        add_event(teller, EXCEPTION_REWORDED, commit, before, after);
    if (before->owner && after->owner && strcmp(before->owner, after->owner) != 0)
        add_event(teller, EXCEPTION_REASSIGNED, commit, before, after);
}

static void tell_version(struct teller *teller, const struct version *older,
                         const struct version *version)
{
    struct history_commit *commit = ARENA_NEW(teller->arena, struct history_commit);
    if (!lineage_describe(teller->lineage, version->number, commit))
        commit->id = version->commit.commit;
    for (size_t i = 0; i < version->count; i++) {
        const struct exception *record = version->records[i];
        const struct exception *before = find(older, record->id);
        if (!before)
            tell_new(teller, version, commit, record);
        else if (before != record)
            tell_change(teller, commit, before, record);
    }
    for (size_t i = 0; older && i < older->count; i++) {
        if (find(version, older->records[i]->id))
            continue;
        add_event(teller, EXCEPTION_REMOVED, commit, older->records[i], NULL);
        table_set(&teller->gone, older->records[i]->id, teller);
    }
}

static void keep_last(struct teller *teller, const struct version *version)
{
    for (size_t i = 0; i < version->count; i++) {
        struct exception *copy = ARENA_NEW(teller->arena, struct exception);
        *copy = *version->records[i];
        table_set(&teller->history->last, exception_lineage_key(teller->arena, copy), copy);
    }
}

struct failure *exception_history_read(struct exception_history *out, struct repository *repository,
                                       const struct object_id *head, const struct ruleset *ruleset,
                                       struct arena *arena)
{
    return exception_history_read_at(out, repository, head, own_places, ruleset, arena);
}

struct failure *exception_history_read_at(struct exception_history *out,
                                          struct repository *repository,
                                          const struct object_id *head, const char *const *places,
                                          const struct ruleset *ruleset, struct arena *arena)
{
    struct teller teller = {
        .repository = repository,
        .arena = arena,
        .history = out,
        .places = places,
        .folder = arena_copy(arena, (struct text){places[0], strcspn(places[0], "/")}),
    };
    *out = (struct exception_history){.head = *head, .ruleset = ruleset};
    table_init(&out->newest, arena);
    table_init(&out->last, arena);
    teller.lineage = lineage_new(repository, head, arena);
    table_init(&teller.parsed, arena);
    table_init(&teller.gone, arena);
    find_versions(&teller);
    for (size_t i = teller.version_count; i-- > 0;) {
        bool is_oldest = i + 1 == teller.version_count;
        const struct version *older = is_oldest ? NULL : &teller.versions[i + 1];
        TRY(load_version(&teller, older, &teller.versions[i]));
        /* What the oldest one of a cut history brought is not known. */
        if (!is_oldest || !out->truncated)
            tell_version(&teller, older, &teller.versions[i]);
        keep_last(&teller, &teller.versions[i]);
    }
    return NULL;
}

/* The ids of one lineage, while it is put together. */
struct lineage_ids {
    struct arena *arena;
    struct table known;
    const char **ids;
    size_t count, capacity;
};

static void add_id(struct lineage_ids *ids, const char *id)
{
    if (!id || table_has(&ids->known, id))
        return;
    table_set(&ids->known, id, ids);
    ids->ids = arena_grow(ids->arena, ids->ids, ids->count, &ids->capacity, sizeof(*ids->ids));
    ids->ids[ids->count++] = id;
}

/* A record follows one that may itself follow another; `proposed` is what one follows that no
 * commit has granted yet. */
static void find_lineage(struct lineage_ids *ids, const struct exception_history *history,
                         const struct exception *record, const char *proposed)
{
    add_id(ids, record->id);
    add_id(ids, record->supersedes);
    add_id(ids, proposed);
    for (size_t i = 0; i < ids->count; i++)
        for (size_t at = newest_of(history, ids->ids[i]); at > 0;
             at = history->events[at - 1].older) {
            const struct exception_event *event = &history->events[at - 1];
            add_id(ids, event->follows);
            add_id(ids, event->after ? event->after->supersedes : NULL);
        }
}

static void add_span(struct day_span *spans, size_t *count, const struct exception *record)
{
    if (record && record->valid_from != INT32_MIN && record->expires >= record->valid_from)
        spans[(*count)++] = (struct day_span){record->valid_from, record->expires};
}

/* Of one id the newest event comes first. */
static void note_event(struct exception_past *past, const struct exception_event *event,
                       const struct exception *record)
{
    bool is_own = strcmp(event->id, record->id) == 0;
    bool is_new = event->kind == EXCEPTION_GRANTED || event->kind == EXCEPTION_RETURNED;
    bool is_longer = event->kind == EXCEPTION_RENEWED || event->kind == EXCEPTION_WIDENED;
    bool is_renewal = event->kind == EXCEPTION_RENEWED || (is_new && event->follows);
    past->renewals += is_renewal;
    past->bare_renewals += is_renewal && event->is_bare;
    if (!is_own)
        return;
    past->is_reused = past->is_reused || event->kind == EXCEPTION_RETURNED;
    if (is_new)
        past->granted = event; /* the oldest is the last that is told */
    if ((is_new || is_longer) && !past->changed) {
        past->changed = event;
        /* Whoever reviewed the change read the comment. */
        past->is_stale = is_longer && record->layout != EXCEPTION_INLINE &&
                         !exception_is_approved_anew(event->before, record);
    }
}

void exception_past_of(struct exception_past *out, const struct exception_history *history,
                       const struct exception *record, struct arena *arena)
{
    struct lineage_ids ids = {.arena = arena};
    table_init(&ids.known, arena);
    *out = (struct exception_past){0};
    const char *proposed =
        newest_of(history, record->id) == 0 ? followed_by(history, NULL, record, arena) : NULL;
    find_lineage(&ids, history, record, proposed);
    out->renewals = proposed != NULL;
    out->bare_renewals = says_the_same_as(history, proposed, record, arena);
    size_t most = 1;
    size_t count = 0;
    for (size_t i = 0; i < ids.count; i++)
        for (size_t at = newest_of(history, ids.ids[i]); at > 0; at = history->events[at - 1].older)
            most += 2;
    struct day_span *spans = ARENA_ARRAY(arena, struct day_span, most);
    add_span(spans, &count, record);
    for (size_t i = 0; i < ids.count; i++)
        for (size_t at = newest_of(history, ids.ids[i]); at > 0;
             at = history->events[at - 1].older) {
            const struct exception_event *event = &history->events[at - 1];
            note_event(out, event, record);
            add_span(spans, &count, event->before);
            add_span(spans, &count, event->after);
        }
    out->days = day_spans_count(spans, count);
    out->former = ARENA_ARRAY(arena, const char *, ids.count);
    for (size_t i = ids.count; i-- > 1;)
        if (newest_of(history, ids.ids[i]) > 0) /* else it names a record that never was here */
            out->former[out->former_count++] = ids.ids[i];
}
