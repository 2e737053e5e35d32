#include "engine/recorded.h"

#include "base/date.h"
#include "engine/verdict.h"
#include "facts/gather.h"

#include <string.h>

struct recorder {
    struct hearing *hearing;
    const struct judging *judging;
    const struct plan *plan;
    struct evaluation *evaluation;
    struct table entries; /* fingerprint -> struct recorded_entry */
    int32_t today;
};

static bool is_never_recorded(const struct rule *rule, const struct exception_limits *limits)
{
    if (strncmp(rule->id, "EXC", 3) == 0)
        return true;
    for (const char *const *id = limits->non_waivable; id && *id; id++)
        if (strcmp(*id, rule->id) == 0)
            return true;
    return false;
}

static size_t find_rule(const struct evaluation *evaluation, const char *id)
{
    size_t at = 0;
    while (at < evaluation->rule_count && strcmp(evaluation->rules[at].setting->rule->id, id) != 0)
        at++;
    return at;
}

/* Before anything was matched. */
static enum baseline_entry_state first_state(const struct recorder *recorder,
                                             const struct baseline_entry *entry)
{
    const struct evaluation *evaluation = recorder->evaluation;
    size_t at = find_rule(evaluation, entry->rule);
    if (at == evaluation->rule_count)
        return strncmp(entry->rule, "EXC", 3) == 0 ? BASELINE_ENTRY_REFUSED
                                                   : BASELINE_ENTRY_UNTRIED;
    const struct rule *rule = evaluation->rules[at].setting->rule;
    if (recorder->plan->settings[at].is_late ||
        is_never_recorded(rule, &evaluation->ruleset->exceptions))
        return BASELINE_ENTRY_REFUSED;
    bool tried = evaluation->rules[at].verdict != VERDICT_UNKNOWN && !evaluation->only_some_paths;
    return tried ? BASELINE_ENTRY_REMOVABLE : BASELINE_ENTRY_UNTRIED;
}

static void list_entries(struct recorder *recorder)
{
    struct evaluation *evaluation = recorder->evaluation;
    const struct baseline_file *file = recorder->hearing->baseline;
    const struct baseline_file *proposed = recorder->hearing->proposed;
    size_t most = (file ? file->count : 0) + (proposed ? proposed->count : 0);
    evaluation->baseline_file = file;
    evaluation->recorded = ARENA_ARRAY(recorder->hearing->arena, struct recorded_entry, most + 1);
    table_init(&recorder->entries, recorder->hearing->arena);
    for (size_t i = 0; file && i < file->count; i++) {
        struct recorded_entry *recorded = &evaluation->recorded[evaluation->recorded_count++];
        recorded->entry = &file->entries[i];
        recorded->state = first_state(recorder, recorded->entry);
        table_set(&recorder->entries, recorded->entry->fingerprint, recorded);
    }
}

static bool is_open(const struct recorded_entry *recorded)
{
    return recorded->state == BASELINE_ENTRY_REMOVABLE || recorded->state == BASELINE_ENTRY_UNTRIED;
}

static bool match(struct recorder *recorder, struct finding *finding, const char *fingerprint)
{
    struct recorded_entry *recorded = table_find(&recorder->entries, fingerprint);
    if (!recorded || !is_open(recorded) ||
        strcmp(recorded->entry->rule, finding->setting->rule->id) != 0 ||
        recorded->entry->verdict != finding->verdict)
        return false;
    bool over = baseline_entry_is_over(recorded->entry, recorder->today);
    recorded->state = over ? BASELINE_ENTRY_OVER : BASELINE_ENTRY_HOLDS;
    finding->recorded = recorded->entry;
    finding->tolerated = !over;
    finding->baseline = BASELINE_UNCHANGED;
    return true;
}

static void match_all(struct recorder *recorder)
{
    struct evaluation *evaluation = recorder->evaluation;
    for (size_t i = 0; i < evaluation->finding_count; i++) {
        struct finding *finding = &evaluation->findings[i];
        const struct rule *rule = finding->setting->rule;
        finding->recordable = !is_never_recorded(rule, &evaluation->ruleset->exceptions);
        if (finding->recordable && finding->severity > SEVERITY_INFO)
            match(recorder, finding, finding->fingerprint);
    }
}

static bool wants_entry(const struct finding *finding)
{
    return finding->recordable && !finding->recorded && finding->severity > SEVERITY_INFO;
}

/* Does the rule have both an entry and a finding that found nothing? */
static bool is_open_rule(const struct evaluation *evaluation, const struct setting *setting)
{
    bool has_finding = false;
    for (size_t i = 0; i < evaluation->finding_count && !has_finding; i++)
        has_finding =
            evaluation->findings[i].setting == setting && wants_entry(&evaluation->findings[i]);
    for (size_t i = 0; i < evaluation->recorded_count && has_finding; i++)
        if (is_open(&evaluation->recorded[i]) &&
            strcmp(evaluation->recorded[i].entry->rule, setting->rule->id) == 0)
            return true;
    return false;
}

/* From what was judged when the file was written, else from the base. */
static struct failure *find_renames(const struct recorder *recorder, struct table *out)
{
    const struct hearing *hearing = recorder->hearing;
    const struct object_id *head = &hearing->head.commit.tree;
    table_init(out, hearing->arena);
    if (object_id_is_zero(head) || !hearing->repository)
        return NULL;
    struct commit_ids then;
    bool found = false;
    if (hearing->baseline->commit)
        TRY(repository_resolve(hearing->repository, hearing->baseline->commit, &then, &found));
    if (!found && !hearing->has_base)
        return NULL;
    struct renamed *renames = NULL;
    size_t count = 0;
    TRY(history_renames(hearing->repository, found ? &then.tree : &hearing->base.commit.tree, head,
                        &renames, &count, NULL, hearing->arena));
    for (size_t i = 0; i < count; i++)
        if (hearing_is_renamed(hearing, &renames[i]))
            table_set(out, renames[i].path, arena_strdup(hearing->arena, renames[i].old_path));
    return NULL;
}

/* The findings of one rule come in one order, whatever files are called, but that of the
 * evaluation is by place: they are found by their present fingerprints. */
static void match_rule_by_former_names(struct recorder *recorder,
                                       const struct plan_setting *setting,
                                       const struct table *renames)
{
    struct judging now = *recorder->judging;
    struct judging then = *recorder->judging;
    struct judging *const both[] = {&now, &then};
    for (size_t i = 0; i < 2; i++) {
        struct rule_result result = {.setting = setting->setting};
        both[i]->findings = NULL;
        both[i]->finding_count = both[i]->finding_capacity = 0;
        both[i]->renames = i == 0 ? NULL : renames;
        verdict_rule(both[i], setting, &result);
    }
    if (now.finding_count != then.finding_count)
        return;
    struct table former;
    table_init(&former, recorder->hearing->arena);
    for (size_t i = 0; i < now.finding_count; i++)
        table_set(&former, now.findings[i].fingerprint, then.findings[i].fingerprint);
    for (size_t i = 0; i < recorder->evaluation->finding_count; i++) {
        struct finding *finding = &recorder->evaluation->findings[i];
        const char *fingerprint =
            finding->setting == setting->setting ? table_find(&former, finding->fingerprint) : NULL;
        if (fingerprint && wants_entry(finding))
            match(recorder, finding, fingerprint);
    }
}

static struct failure *match_renamed(struct recorder *recorder)
{
    struct table renames;
    bool asked = false;
    for (size_t i = 0; i < recorder->evaluation->rule_count; i++) {
        const struct plan_setting *setting = &recorder->plan->settings[i];
        if (setting->is_late || !is_open_rule(recorder->evaluation, setting->setting))
            continue;
        if (!asked)
            TRY(find_renames(recorder, &renames));
        asked = true;
        if (renames.count == 0)
            return NULL;
        match_rule_by_former_names(recorder, setting, &renames);
    }
    return NULL;
}

/* An entry of the head that is one of the base, by the present name of its finding. */
static bool is_known(const struct recorder *recorder, const struct table *present,
                     const struct baseline_entry *entry)
{
    const struct recorded_entry *same = table_find(&recorder->entries, entry->fingerprint);
    const struct baseline_entry *before =
        same ? same->entry : table_find(present, entry->fingerprint);
    if (!before || strcmp(before->rule, entry->rule) != 0 || before->verdict != entry->verdict)
        return false;
    return before->until == INT32_MIN ||
           (entry->until != INT32_MIN && entry->until <= before->until);
}

static void add_proposed(struct recorder *recorder)
{
    struct evaluation *evaluation = recorder->evaluation;
    const struct baseline_file *proposed = recorder->hearing->proposed;
    struct table present;
    table_init(&present, recorder->hearing->arena);
    for (size_t i = 0; i < evaluation->finding_count; i++) {
        union {
            const struct baseline_entry *entry;
            void *value;
        } kept = {.entry = evaluation->findings[i].recorded};
        if (kept.entry)
            table_set(&present, evaluation->findings[i].fingerprint, kept.value);
    }
    for (size_t i = 0; i < proposed->count; i++)
        if (!is_known(recorder, &present, &proposed->entries[i]))
            evaluation->recorded[evaluation->recorded_count++] = (struct recorded_entry){
                .entry = &proposed->entries[i], .state = BASELINE_ENTRY_PROPOSED};
}

struct failure *recorded_apply(struct hearing *hearing, const struct judging *judging,
                               const struct plan *plan, struct evaluation *evaluation)
{
    struct recorder recorder = {
        .hearing = hearing,
        .judging = judging,
        .plan = plan,
        .evaluation = evaluation,
        .today = hearing->options->today,
    };
    evaluation->is_compared = hearing->has_base || hearing->baseline;
    list_entries(&recorder);
    match_all(&recorder);
    if (hearing->baseline)
        TRY(match_renamed(&recorder));
    if (hearing->proposed)
        add_proposed(&recorder);
    recorded_finish(evaluation);
    return NULL;
}

void recorded_finish(struct evaluation *evaluation)
{
    if (!evaluation->is_compared)
        return;
    for (size_t i = 0; i < evaluation->finding_count; i++)
        if (evaluation->findings[i].baseline == BASELINE_NONE)
            evaluation->findings[i].baseline = BASELINE_NEW;
}

void recorded_publish(struct collection *collection, const struct evaluation *evaluation,
                      struct arena *arena)
{
    size_t number = plan_find_table(collection->plan, SIDE_HEAD, &fact_kind_baseline_entry);
    if (number == SIZE_MAX)
        return;
    struct fact_writer writer;
    fact_writer_init(&writer, fact_recogniser_of(&fact_kind_baseline_entry), arena, NULL, NULL);
    for (size_t i = 0; i < evaluation->recorded_count; i++) {
        const struct baseline_entry *entry = evaluation->recorded[i].entry;
        struct value *cells = fact_add(&writer, &fact_kind_baseline_entry, entry->place.path,
                                       entry->place.line, entry->place.column)
                                  ->cells;
        cells[BASELINE_ROW_FINGERPRINT] = value_text(entry->fingerprint);
        cells[BASELINE_ROW_RULE] = value_text(entry->rule);
        cells[BASELINE_ROW_FILE] = value_text(entry->path);
        cells[BASELINE_ROW_FIRST_SEEN] = value_date(entry->first_seen);
        if (entry->until != INT32_MIN)
            cells[BASELINE_ROW_UNTIL] = value_date(entry->until);
        cells[BASELINE_ROW_STATE] =
            value_text(baseline_entry_state_words[evaluation->recorded[i].state]);
    }
    struct fact_table *table = &collection->tables[number];
    table->rows = writer.rows[0].rows;
    table->count = writer.rows[0].count;
    fact_table_sort(table);
}

int32_t recorded_since(const struct evaluation *evaluation)
{
    int32_t since = INT32_MIN;
    for (size_t i = 0; i < evaluation->recorded_count; i++) {
        const struct recorded_entry *recorded = &evaluation->recorded[i];
        if (recorded->state == BASELINE_ENTRY_HOLDS &&
            (since == INT32_MIN || recorded->entry->first_seen < since))
            since = recorded->entry->first_seen;
    }
    return since;
}

size_t recorded_count(const struct evaluation *evaluation, enum baseline_entry_state state)
{
    size_t count = 0;
    for (size_t i = 0; i < evaluation->recorded_count; i++)
        count += evaluation->recorded[i].state == state;
    return count;
}

static int by_rule_and_path(const void *a, const void *b)
{
    const struct baseline_entry *one = a;
    const struct baseline_entry *two = b;
    int order = strcmp(one->rule, two->rule);
    if (order == 0)
        order = strcmp(one->path ? one->path : "", two->path ? two->path : "");
    return order ? order : strcmp(one->fingerprint, two->fingerprint);
}

void recorded_renew(struct baseline_file *out, const struct evaluation *evaluation, bool all,
                    struct arena *arena)
{
    char commit[OBJECT_ID_HEX_SIZE];
    size_t most = evaluation->finding_count + evaluation->recorded_count;
    out->entries = ARENA_ARRAY(arena, struct baseline_entry, most + 1);
    out->count = 0;
    out->commit = NULL;
    if (!object_id_is_zero(&evaluation->head.commit)) {
        object_id_format(&evaluation->head.commit, commit);
        out->commit = arena_strdup(arena, commit);
    }
    for (size_t i = 0; i < evaluation->finding_count; i++) {
        const struct finding *finding = &evaluation->findings[i];
        struct baseline_entry entry = {.first_seen = time_to_date(evaluation->now),
                                       .until = INT32_MIN};
        if (finding->recorded)
            entry = *finding->recorded;
        else if (!all || !wants_entry(finding) || finding->excused)
            continue;
        entry.rule = finding->setting->rule->id;
        entry.fingerprint = finding->fingerprint;
        entry.verdict = finding->verdict;
        entry.path = finding->stand_in ? finding->wanted : finding->place.path;
        out->entries[out->count++] = entry;
    }
    for (size_t i = 0; i < evaluation->recorded_count; i++)
        if (evaluation->recorded[i].state == BASELINE_ENTRY_UNTRIED)
            out->entries[out->count++] = *evaluation->recorded[i].entry;
    if (out->count > 1)
        qsort(out->entries, out->count, sizeof(*out->entries), by_rule_and_path);
}
