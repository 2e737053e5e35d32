#include "engine/baseline.h"

#include "base/limits.h"
#include "engine/change_lines.h"
#include "engine/verdict.h"
#include "facts/governs.h"

#include <string.h>

/* Old path -> new path, as far as HEAD tells for the index and the work tree. */
static struct failure *find_renames(struct hearing *hearing, struct table *out)
{
    table_init(out, hearing->arena);
    TRY(hearing_find_renames(hearing));
    for (size_t i = 0; i < hearing->rename_count; i++)
        if (hearing_is_renamed(hearing, &hearing->renames[i]))
            table_set(out, hearing->renames[i].old_path,
                      arena_strdup(hearing->arena, hearing->renames[i].path));
    return NULL;
}

static struct failure *baseline_open(struct baseline *baseline)
{
    struct hearing *hearing = baseline->hearing;
    if (baseline->is_open)
        return NULL;
    TRY(find_renames(hearing, &baseline->renames));
    TRY(hearing_collect(hearing, baseline->plan, SIDE_HEAD, true, &baseline->collection));
    const struct evaluator_options options = {
        .plan = baseline->plan,
        .head = &baseline->collection,
        .now = (int64_t)hearing->options->today * 86400,
        .deadline = &hearing->deadline,
        .arena = hearing->arena,
    };
    baseline->evaluator = evaluator_new(&options);
    judging_init(&baseline->judging, baseline->evaluator, &hearing->base, hearing->options->today,
                 hearing->arena);
    baseline->judging.renames = &baseline->renames;
    baseline->is_open = true;
    return NULL;
}

void baseline_close(struct baseline *baseline)
{
    if (baseline->is_open)
        evaluator_free(baseline->evaluator);
    baseline->is_open = false;
}

static void judge_base(struct baseline *baseline, bool late)
{
    struct hearing *hearing = baseline->hearing;
    struct rule_result result;
    for (size_t i = 0; i < hearing->ruleset->count; i++)
        if (baseline->plan->settings[i].is_late == late && !deadline_is_over(&hearing->deadline))
            verdict_rule(&baseline->judging, &baseline->plan->settings[i], &result);
}

void baseline_compare(struct baseline *baseline, struct evaluation *evaluation)
{
    struct table fingerprints;
    table_init(&fingerprints, baseline->hearing->arena);
    for (size_t i = 0; i < baseline->judging.finding_count; i++)
        table_set(&fingerprints, baseline->judging.findings[i].fingerprint, baseline);
    for (size_t i = 0; i < evaluation->finding_count; i++) {
        struct finding *finding = &evaluation->findings[i];
        if (finding->recorded)
            continue;
        finding->baseline =
            table_has(&fingerprints, finding->fingerprint) ? BASELINE_UNCHANGED : BASELINE_NEW;
    }
}

struct failure *baseline_mark(struct baseline *baseline, struct hearing *hearing,
                              const struct judging *head, const struct plan *plan,
                              struct evaluation *evaluation, bool late)
{
    baseline->hearing = hearing;
    baseline->plan = plan;
    TRY(baseline_open(baseline));
    baseline->judging.only_paths = head->only_paths;
    baseline->judging.only_path_count = head->only_path_count;
    if (late)
        TRY(hearing_publish(hearing, &baseline->collection, evaluation, false));
    judge_base(baseline, late);
    TRY(change_follow_lines(hearing, &baseline->renames, evaluation, baseline->judging.findings,
                            baseline->judging.finding_count));
    baseline_compare(baseline, evaluation);
    return NULL;
}

/* What the head cannot decide is not mended. */
static bool is_decided(const struct evaluation *evaluation, const struct setting *setting)
{
    for (size_t i = 0; i < evaluation->rule_count; i++)
        if (evaluation->rules[i].setting == setting)
            return evaluation->rules[i].verdict != VERDICT_UNKNOWN;
    return false;
}

void baseline_list_fixed(struct baseline *baseline, struct evaluation *evaluation)
{
    struct judging *judging = &baseline->judging;
    struct table present;
    table_init(&present, baseline->hearing->arena);
    for (size_t i = 0; i < evaluation->finding_count; i++)
        table_set(&present, evaluation->findings[i].fingerprint, baseline);
    for (size_t i = 0; i < judging->finding_count; i++) {
        const struct finding *finding = &judging->findings[i];
        if (finding->verdict != VERDICT_FAIL || finding->severity == SEVERITY_INFO ||
            table_has(&present, finding->fingerprint) || !is_decided(evaluation, finding->setting))
            continue;
        judging->findings[evaluation->fixed_count++] = *finding;
    }
    evaluation->fixed = judging->findings;
    findings_sort(evaluation->fixed, evaluation->fixed_count);
}

void baseline_leave_out_unchanged(struct evaluation *evaluation)
{
    size_t kept = 0;
    for (size_t i = 0; i < evaluation->finding_count; i++)
        if (evaluation->findings[i].baseline != BASELINE_UNCHANGED)
            evaluation->findings[kept++] = evaluation->findings[i];
    evaluation->unchanged = evaluation->finding_count - kept;
    evaluation->finding_count = kept;
}

static bool same_content(const struct content *a, const struct content *b)
{
    return a->state == b->state && a->size == b->size && a->text.size == b->text.size &&
           (a->text.size == 0 || memcmp(a->text.bytes, b->text.bytes, a->text.size) == 0);
}

/* Of what has no bytes here only its object says whether it is the same. */
static bool has_bytes(const struct content *content)
{
    switch (content->state) {
    case CONTENT_TEXT:
    case CONTENT_BINARY:
    case CONTENT_LFS_POINTER:
    case CONTENT_LINK:
        return true;
    case CONTENT_SUBMODULE:
    case CONTENT_TOO_LARGE:
    case CONTENT_MISSING:
    case CONTENT_CORRUPT:
        break;
    }
    return false;
}

static bool same_object(const struct entry *a, const struct entry *b)
{
    return !object_id_is_zero(&a->id) && memcmp(&a->id, &b->id, sizeof(a->id)) == 0;
}

/* By content, for an entry of the work tree has no object id of its own. */
static bool differs(struct reader *head, const struct entry *new, struct reader *base,
                    const struct entry *old)
{
    struct arena scratch;
    arena_init(&scratch, 1 << 16);
    struct content after;
    struct content before;
    reader_read(head, new, LIMIT_BLOB_BYTES, &scratch, &after);
    reader_read(base, old, LIMIT_BLOB_BYTES, &scratch, &before);
    bool is_same = has_bytes(&after) ? same_content(&after, &before) : same_object(new, old);
    bool different = new->kind != old->kind || !is_same;
    arena_release(&scratch);
    return different;
}

static void note_change(struct evaluation *evaluation, struct arena *arena, size_t *capacity,
                        const char *path)
{
    evaluation->governance_changes =
        arena_grow(arena, evaluation->governance_changes, evaluation->governance_change_count,
                   capacity, sizeof(*evaluation->governance_changes));
    evaluation->governance_changes[evaluation->governance_change_count++] = path;
}

static int by_path(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void compare_snapshots(struct hearing *hearing, struct evaluation *evaluation,
                              struct reader *head, struct reader *base)
{
    size_t capacity = 0;
    for (size_t i = 0; i < hearing->head.count; i++) {
        const struct entry *new = &hearing->head.entries[i];
        if (!path_governs(new->path))
            continue;
        const struct entry *old = snapshot_find(&hearing->base, new->path);
        if (!old || differs(head, new, base, old))
            note_change(evaluation, hearing->arena, &capacity, new->path);
    }
    for (size_t i = 0; i < hearing->base.count; i++) {
        const struct entry *old = &hearing->base.entries[i];
        if (path_governs(old->path) && !snapshot_find(&hearing->head, old->path))
            note_change(evaluation, hearing->arena, &capacity, old->path);
    }
    if (evaluation->governance_change_count > 1)
        qsort(evaluation->governance_changes, evaluation->governance_change_count,
              sizeof(*evaluation->governance_changes), by_path);
}

struct failure *baseline_governance(struct hearing *hearing, struct evaluation *evaluation)
{
    struct reader *head = NULL;
    struct reader *base = NULL;
    TRY(reader_open_here(&head, &hearing->head));
    struct failure *failure = reader_open_here(&base, &hearing->base);
    if (!failure) {
        compare_snapshots(hearing, evaluation, head, base);
        reader_close(base);
    }
    reader_close(head);
    return failure;
}
