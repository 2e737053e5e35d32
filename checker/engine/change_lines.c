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

/* Where the file is not what it was; nowhere where one of the two is no text. */
struct file_lines {
    struct line_range *ranges;
    size_t count;
    bool is_compared; /* both are texts, or there was none */
};

static struct failure *compare_file(const struct comparison *comparison, const char *path,
                                    struct arena *arena, struct file_lines *out)
{
    const struct entry *new = snapshot_find(&comparison->hearing->head, path);
    const struct entry *old = find_former(comparison->hearing, path);
    *out = (struct file_lines){0};
    if (!new)
        return NULL;
    struct arena scratch;
    arena_init(&scratch, 1 << 16);
    struct content after = {.state = CONTENT_MISSING};
    struct content before = {.state = CONTENT_TEXT};
    reader_read(comparison->head, new, LIMIT_BLOB_BYTES, &scratch, &after);
    if (old)
        reader_read(comparison->base, old, LIMIT_BLOB_BYTES, &scratch, &before);
    struct failure *failure = NULL;
    out->is_compared = after.state == CONTENT_TEXT && before.state == CONTENT_TEXT;
    if (out->is_compared)
        failure = line_changes(before.text, after.text, &out->ranges, &out->count, arena);
    arena_release(&scratch);
    return failure;
}

static struct failure *mark_file(const struct comparison *comparison, struct finding *findings,
                                 size_t count)
{
    struct arena scratch;
    arena_init(&scratch, 1 << 12);
    struct file_lines lines;
    struct failure *failure = compare_file(comparison, findings->place.path, &scratch, &lines);
    for (size_t i = 0; i < count; i++)
        findings[i].on_changed_line =
            findings[i].baseline == BASELINE_NEW && !findings[i].stand_in &&
            line_is_changed(lines.ranges, lines.count, findings[i].place.line);
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

static struct failure *open_comparison(struct hearing *hearing, struct comparison *out)
{
    *out = (struct comparison){.hearing = hearing};
    TRY(reader_open_here(&out->head, &hearing->head));
    struct failure *failure = reader_open_here(&out->base, &hearing->base);
    if (failure)
        reader_close(out->head);
    return failure;
}

static void close_comparison(struct comparison *comparison)
{
    reader_close(comparison->base);
    reader_close(comparison->head);
}

struct failure *change_mark_lines(struct hearing *hearing, struct evaluation *evaluation)
{
    if (!hearing->has_base || evaluation->finding_count == 0)
        return NULL;
    struct comparison comparison;
    TRY(open_comparison(hearing, &comparison));
    struct failure *failure = mark_files(&comparison, evaluation);
    close_comparison(&comparison);
    return failure;
}

/* A finding of the base, and the next one that says the same at the same place. */
struct base_finding {
    struct finding *finding;
    struct base_finding *next;
    bool is_taken;
};

struct following {
    struct arena *arena;
    const struct table *renames;
    struct table files;  /* path of the head -> struct file_lines */
    struct table places; /* -> struct base_finding */
    struct table prints; /* fingerprint -> struct finding of the base */
};

static const char *path_of_head(const struct following *following, const struct finding *finding)
{
    const char *renamed = table_find(following->renames, finding->place.path);
    return renamed ? renamed : finding->place.path;
}

static const char *place_key(const struct following *following, const struct finding *finding,
                             const char *path, uint32_t line)
{
    return arena_printf(following->arena, "%s\n%s\n%s\n%u\n%u\n%s", finding->setting->rule->id,
                        finding->check->name, path, line, finding->place.column, finding->message);
}

/* The files with a finding that the other side lacks. */
static void list_files(struct following *following, const struct evaluation *evaluation,
                       const struct finding *base, size_t base_count)
{
    struct table head_prints;
    table_init(&head_prints, following->arena);
    for (size_t i = 0; i < evaluation->finding_count; i++) {
        const struct finding *finding = &evaluation->findings[i];
        table_set(&head_prints, finding->fingerprint, following);
        if (!finding->stand_in && !table_has(&following->prints, finding->fingerprint) &&
            !table_has(&following->files, finding->place.path))
            table_set(&following->files, finding->place.path,
                      ARENA_NEW(following->arena, struct file_lines));
    }
    for (size_t i = 0; i < base_count; i++) {
        const char *path = path_of_head(following, &base[i]);
        if (!base[i].stand_in && !table_has(&head_prints, base[i].fingerprint) &&
            !table_has(&following->files, path))
            table_set(&following->files, path, ARENA_NEW(following->arena, struct file_lines));
    }
}

static void list_places(struct following *following, struct finding *base, size_t base_count)
{
    for (size_t i = base_count; i-- > 0;) {
        const char *path = path_of_head(following, &base[i]);
        if (base[i].stand_in || !table_has(&following->files, path))
            continue;
        const char *key = place_key(following, &base[i], path, base[i].place.line);
        struct base_finding *entry = ARENA_NEW(following->arena, struct base_finding);
        *entry = (struct base_finding){&base[i], table_find(&following->places, key), false};
        table_set(&following->places, key, entry);
    }
}

/* What stood there: the one of the same fingerprint, else the first that is left. */
static struct base_finding *find_base(const struct following *following,
                                      const struct finding *finding, uint32_t former)
{
    const char *key = place_key(following, finding, finding->place.path, former);
    struct base_finding *first = NULL;
    struct base_finding *entry = table_find(&following->places, key);
    for (; entry; entry = entry->next) {
        if (entry->is_taken)
            continue;
        if (strcmp(entry->finding->fingerprint, finding->fingerprint) == 0)
            return entry;
        if (!first)
            first = entry;
    }
    return first;
}

static void exchange(struct following *following, struct finding *base, const char *print)
{
    struct finding *other = table_find(&following->prints, print);
    const char *old = arena_strdup(following->arena, base->fingerprint);
    if (other)
        memcpy(other->fingerprint, old, FINGERPRINT_SIZE);
    table_set(&following->prints, old, other);
    memcpy(base->fingerprint, print, FINGERPRINT_SIZE);
    table_set(&following->prints, print, base);
}

static void follow(struct following *following, const struct finding *finding)
{
    const struct file_lines *lines = table_find(&following->files, finding->place.path);
    if (!lines || !lines->is_compared || finding->stand_in)
        return;
    uint32_t former = line_former(lines->ranges, lines->count, finding->place.line);
    struct base_finding *base = former ? find_base(following, finding, former) : NULL;
    if (!base)
        return;
    base->is_taken = true;
    if (strcmp(base->finding->fingerprint, finding->fingerprint) != 0)
        exchange(following, base->finding, finding->fingerprint);
}

static struct failure *compare_files(struct hearing *hearing, struct following *following)
{
    struct comparison comparison;
    TRY(open_comparison(hearing, &comparison));
    struct failure *failure = NULL;
    for (size_t i = 0; i < following->files.count && !failure; i++)
        failure = compare_file(&comparison, following->files.entries[i].key, following->arena,
                               following->files.entries[i].value);
    close_comparison(&comparison);
    return failure;
}

struct failure *change_follow_lines(struct hearing *hearing, const struct table *renames,
                                    const struct evaluation *evaluation, struct finding *base,
                                    size_t base_count)
{
    struct following following = {.arena = hearing->arena, .renames = renames};
    table_init(&following.files, hearing->arena);
    table_init(&following.places, hearing->arena);
    table_init(&following.prints, hearing->arena);
    for (size_t i = 0; i < base_count; i++)
        table_set(&following.prints, arena_strdup(hearing->arena, base[i].fingerprint), &base[i]);
    list_files(&following, evaluation, base, base_count);
    if (following.files.count == 0)
        return NULL;
    list_places(&following, base, base_count);
    TRY(compare_files(hearing, &following));
    for (size_t i = 0; i < evaluation->finding_count; i++)
        follow(&following, &evaluation->findings[i]);
    return NULL;
}
