#include "facts/timeline.h"

#include "base/limits.h"
#include "facts/history_rows.h"

#include <string.h>

struct reading {
    struct path_walk *walk;
    timeline_reader *reader;
    struct arena *arena;
    struct arena scratch; /* of one content */
    struct arena_mark start;
    const struct object_id *blob; /* that the snapshot has, NULL: that of its commit */
};

static struct value not_known(struct arena *arena, bool is_damaged, const char *why)
{
    return value_unknown(arena, is_damaged ? UNKNOWN_UNREADABLE : UNKNOWN_UNOBSERVABLE, why);
}

/* The value lives in the reading's arena. */
static bool read_value(struct reading *reading, const struct revision *revision, const char **out)
{
    struct text content;
    arena_reset(&reading->scratch, reading->start);
    if (!path_walk_read(reading->walk, revision, LIMIT_BLOB_BYTES, &reading->scratch, &content))
        return false;
    const char *value = reading->reader(&reading->scratch, revision->path, content);
    *out = value ? arena_strdup(reading->arena, value) : NULL;
    return true;
}

static bool is_same(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

/* Back to the first revision that says something else. */
static struct failure *find_since(struct reading *reading, int64_t now, struct value *out)
{
    struct revision revision;
    const char *current = NULL;
    bool found = false;
    *out = value_time(now);
    for (size_t i = 0;; i++) {
        const char *value = NULL;
        TRY(path_walk_next(reading->walk, &revision, &found));
        if (!found)
            break;
        if (i == 0 && reading->blob &&
            memcmp(reading->blob, &revision.blob, sizeof(revision.blob)) != 0)
            return NULL;
        if (i == LIMIT_TIMELINE_REVISIONS) {
            *out = not_known(reading->arena, true, "it was changed more often than the limit");
            return NULL;
        }
        if (!read_value(reading, &revision, &value)) {
            *out = not_known(reading->arena, false, "an older content is not in this repository");
            return NULL;
        }
        if (i == 0)
            current = value;
        else if (!is_same(current, value))
            return NULL;
        *out = value_time(revision.time);
    }
    if (path_walk_truncated(reading->walk))
        *out = not_known(reading->arena, path_walk_is_damaged(reading->walk),
                         path_walk_truncated(reading->walk));
    return NULL;
}

struct failure *timeline_since(struct value *out, const struct fact_repository *repository,
                               const char *path, timeline_reader *reader, struct arena *arena)
{
    struct lineage *lineage = NULL;
    TRY(history_lineage(repository, &lineage));
    if (!lineage) {
        *out = not_known(arena, false, "there is no history");
        return NULL;
    }
    struct reading reading = {
        .walk = path_walk_new(lineage, path, arena), .reader = reader, .arena = arena};
    struct object_id blob;
    const struct entry *entry = snapshot_find(repository->snapshot, path);
    if (entry && repository->snapshot->kind != SNAPSHOT_COMMIT &&
        reader_identify(repository->reader, entry, &blob))
        reading.blob = &blob;
    arena_init(&reading.scratch, 1 << 16);
    reading.start = arena_mark(&reading.scratch);
    struct failure *failure = find_since(&reading, repository->now, out);
    arena_release(&reading.scratch);
    return failure;
}
