#include "facts/document_history.h"

#include "base/digest.h"
#include "base/limits.h"
#include "facts/history_rows.h"
#include "facts/review_date.h"

#include <string.h>

struct reading {
    struct path_walk *walk;
    const struct fact_repository *repository;
    const char *path;
    struct arena *arena;
    struct arena scratch; /* of one content */
    struct arena_mark start;
    struct document_history *out;
};

struct saying {
    char digest[SHA256_HEX_SIZE];
    bool has_day;
    int32_t day;
};

static bool read_saying(struct reading *reading, const struct revision *revision,
                        struct saying *out)
{
    struct arena *scratch = &reading->scratch;
    struct text content;
    arena_reset(scratch, reading->start);
    if (!path_walk_read(reading->walk, revision, LIMIT_BLOB_BYTES, scratch, &content))
        return false;
    bool limit = false;
    const struct markdown *markdown = prose_syntax_of(revision->path) == PROSE_MARKDOWN
                                          ? markdown_parse(scratch, content, &limit)
                                          : NULL;
    const struct prose *prose = prose_read(scratch, revision->path, content, markdown);
    uint32_t line;
    out->has_day = review_date_find(scratch, prose, markdown, &out->day, &line);
    memcpy(out->digest, review_date_digest(scratch, prose), SHA256_HEX_SIZE);
    return true;
}

/* Has the snapshot another content than its commit? */
static bool is_uncommitted(const struct reading *reading, const struct revision *revision)
{
    const struct snapshot *snapshot = reading->repository->snapshot;
    const struct entry *entry = snapshot_find(snapshot, reading->path);
    struct object_id blob;
    return entry && snapshot->kind != SNAPSHOT_COMMIT &&
           reader_identify(reading->repository->reader, entry, &blob) &&
           memcmp(&blob, &revision->blob, sizeof(blob)) != 0;
}

static bool moved_the_day(const struct saying *newer, const struct saying *older)
{
    return newer->has_day && (!older->has_day || newer->day != older->day);
}

static struct failure *walk_back(struct reading *reading)
{
    struct document_history *out = reading->out;
    struct saying newest, newer;
    for (size_t i = 0;; i++) {
        struct revision revision;
        struct saying saying;
        bool found = false;
        TRY(path_walk_next(reading->walk, &revision, &found));
        if (!found)
            break;
        if (i == 0 && is_uncommitted(reading, &revision))
            return NULL;
        if (i == LIMIT_TIMELINE_REVISIONS) {
            *out = (struct document_history){.unknown = "it was changed more often than the limit",
                                             .is_damaged = true};
            return NULL;
        }
        if (!read_saying(reading, &revision, &saying)) {
            out->unknown = "an older content is not in this repository";
            return NULL;
        }
        if (i == 0)
            newest = saying;
        else if (strcmp(newest.digest, saying.digest) != 0)
            return NULL;
        else if (moved_the_day(&newer, &saying))
            out->review_bumps++;
        newer = saying;
        out->is_committed = true;
        out->since = revision.time;
        out->commit = revision.commit;
        out->tree = revision.tree;
    }
    out->unknown = path_walk_truncated(reading->walk);
    out->is_damaged = path_walk_is_damaged(reading->walk);
    out->is_first = !out->unknown && out->is_committed;
    return NULL;
}

struct failure *document_history_read(struct document_history *out,
                                      const struct fact_repository *repository, const char *path,
                                      struct arena *arena)
{
    struct lineage *lineage = NULL;
    *out = (struct document_history){.since = repository->now};
    TRY(history_lineage(repository, &lineage));
    if (!lineage) {
        out->unknown = "there is no history";
        return NULL;
    }
    struct reading reading = {.walk = path_walk_new(lineage, path, arena),
                              .repository = repository,
                              .path = path,
                              .arena = arena,
                              .out = out};
    arena_init(&reading.scratch, 1 << 16);
    reading.start = arena_mark(&reading.scratch);
    struct failure *failure = walk_back(&reading);
    arena_release(&reading.scratch);
    return failure;
}
