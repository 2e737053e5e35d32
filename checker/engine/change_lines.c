#include "engine/change_lines.h"

#include "base/limits.h"
#include "source/line_change.h"

#include <string.h>

struct comparison {
    struct hearing *hearing;
    struct reader *head, *base;
};

/* The file as it was: by its former name where it was moved. */
static const struct entry *find_former(const struct hearing *hearing, const char *path)
{
    const char *old = history_renamed_from(hearing->renames, hearing->rename_count, path);
    return snapshot_find(&hearing->base, old ? old : path);
}

static struct failure *mark_file(const struct comparison *comparison, struct finding *findings,
                                 size_t count)
{
    struct hearing *hearing = comparison->hearing;
    const struct entry *new = snapshot_find(&hearing->head, findings->place.path);
    const struct entry *old = find_former(hearing, findings->place.path);
    if (!new)
        return NULL;
    struct arena scratch;
    arena_init(&scratch, 1 << 16);
    struct content after = {.state = CONTENT_MISSING};
    struct content before = {.state = CONTENT_TEXT};
    reader_read(comparison->head, new, LIMIT_BLOB_BYTES, &scratch, &after);
    if (old)
        reader_read(comparison->base, old, LIMIT_BLOB_BYTES, &scratch, &before);
    struct line_range *ranges = NULL;
    size_t range_count = 0;
    struct failure *failure = NULL;
    if (after.state == CONTENT_TEXT && before.state == CONTENT_TEXT)
        failure = line_changes(before.text, after.text, &ranges, &range_count, &scratch);
    for (size_t i = 0; i < count; i++)
        findings[i].on_changed_line = findings[i].baseline == BASELINE_NEW &&
                                      !findings[i].stand_in &&
                                      line_is_changed(ranges, range_count, findings[i].place.line);
    arena_release(&scratch);
    return failure;
}

static struct failure *mark_files(const struct comparison *comparison,
                                  struct evaluation *evaluation)
{
    struct finding *findings = evaluation->findings;
    for (size_t i = 0; i < evaluation->finding_count;) {
        size_t end = i;
        bool has_new = false;
        while (end < evaluation->finding_count &&
               strcmp(findings[end].place.path, findings[i].place.path) == 0)
            has_new |= findings[end++].baseline == BASELINE_NEW;
        if (has_new)
            TRY(mark_file(comparison, &findings[i], end - i));
        i = end;
    }
    return NULL;
}

struct failure *change_mark_lines(struct hearing *hearing, struct evaluation *evaluation)
{
    if (!hearing->has_base || evaluation->finding_count == 0)
        return NULL;
    struct comparison comparison = {.hearing = hearing};
    TRY(reader_open_here(&comparison.head, &hearing->head));
    struct failure *failure = reader_open_here(&comparison.base, &hearing->base);
    if (!failure) {
        failure = mark_files(&comparison, evaluation);
        reader_close(comparison.base);
    }
    reader_close(comparison.head);
    return failure;
}
