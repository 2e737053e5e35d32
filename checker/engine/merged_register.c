#include "engine/merged_register.h"

#include "engine/closing_file.h"
#include "engine/evaluator.h"
#include "engine/excuse.h"
#include "engine/verdict.h"
#include "facts/exception_kinds.h"
#include "policy/register.h"

#include <string.h>

/* The files of records of the three sides, and what a merge makes of them. */
struct registers {
    struct repository_policy_files tip, parted, head;
    struct table tip_files, parted_files, head_files; /* path -> struct policy_file */
    struct policy_file *merged;
    size_t count;
    bool is_changed;
};

/* The second judging, and what is known of the first. */
struct second {
    struct hearing *hearing;
    const struct plan *plan;
    struct arena *arena;
    struct evaluation *evaluation; /* the first */
    struct evaluation merged;
    struct judging judging;
    struct table before, after; /* fingerprints of the late rules' findings */
    bool *is_kept;              /* one a rule: its verdict stays, for it is not of records alone */
    bool *is_other;             /* one a rule: its findings are others */
};

static size_t rule_number(const struct second *second, const struct finding *finding)
{
    return (size_t)(finding->setting - second->hearing->ruleset->settings);
}

static bool is_late(const struct second *second, const struct finding *finding)
{
    return second->plan->settings[rule_number(second, finding)].is_late;
}

/* A fault of a record itself, that the base has, too. */
static bool is_mendable(const struct finding *finding)
{
    const struct source *source = &finding->check->for_each;
    return finding->verdict == VERDICT_FAIL && finding->baseline == BASELINE_UNCHANGED &&
           source->kind == SOURCE_FACT &&
           (source->fact == &fact_kind_exception || source->fact == &fact_kind_exception_defect ||
            source->fact == &fact_kind_exception_approval);
}

static bool has_mendable(const struct second *second)
{
    const struct evaluation *evaluation = second->evaluation;
    for (size_t i = 0; i < evaluation->finding_count; i++)
        if (is_late(second, &evaluation->findings[i]) && is_mendable(&evaluation->findings[i]))
            return true;
    return false;
}

static bool is_same_commit(const struct snapshot *one, const struct snapshot *other)
{
    return memcmp(&one->commit.commit, &other->commit.commit, sizeof(one->commit.commit)) == 0;
}

/* Where the two parted is the commit that is compared with, but for --base-tip. */
static struct failure *parted_at_base(const struct hearing *hearing, bool *out)
{
    const struct object_id *head = &hearing->head.commit.commit;
    struct commit_ids parted;
    bool found = false;
    *out = !hearing->options->base_tip;
    if (*out || object_id_is_zero(head))
        return NULL;
    TRY(repository_merge_base(hearing->repository, head, &hearing->policy.commit.commit, &parted,
                              &found));
    *out = found && memcmp(&parted.commit, &hearing->base.commit.commit, sizeof(*head)) == 0;
    return NULL;
}

static struct failure *read_files(const struct second *second, const struct snapshot *snapshot,
                                  struct repository_policy_files *out)
{
    struct reader *reader = NULL;
    TRY(reader_open_here(&reader, snapshot));
    struct failure *failure = policy_files_of_snapshot(second->arena, snapshot, reader, out);
    reader_close(reader);
    return failure;
}

static void index_files(struct table *out, struct arena *arena,
                        const struct repository_policy_files *files)
{
    table_init(out, arena);
    for (size_t i = 0; i < files->exception_count; i++)
        table_set(out, files->exceptions[i].path, &files->exceptions[i]);
}

static bool is_same_file(const struct policy_file *one, const struct policy_file *other)
{
    if (!one || !other)
        return one == other;
    return !one->problem && !other->problem && one->text.size == other->text.size &&
           (one->text.size == 0 || memcmp(one->text.bytes, other->text.bytes, one->text.size) == 0);
}

static void merge_file(struct registers *registers, const char *path)
{
    const struct policy_file *tip = table_find(&registers->tip_files, path);
    const struct policy_file *parted = table_find(&registers->parted_files, path);
    const struct policy_file *head = table_find(&registers->head_files, path);
    /* What both sides changed is nobody's to say before it is merged. */
    bool of_head = is_same_file(tip, parted) && !is_same_file(head, parted);
    const struct policy_file *merged = of_head ? head : tip;
    registers->is_changed = registers->is_changed || (of_head && tip);
    if (merged)
        registers->merged[registers->count++] = *merged;
}

static void merge_files(struct registers *registers, struct arena *arena)
{
    size_t most = registers->tip.exception_count + registers->head.exception_count;
    index_files(&registers->tip_files, arena, &registers->tip);
    index_files(&registers->parted_files, arena, &registers->parted);
    index_files(&registers->head_files, arena, &registers->head);
    registers->merged = ARENA_ARRAY(arena, struct policy_file, most + 1);
    for (size_t i = 0; i < registers->tip.exception_count; i++)
        merge_file(registers, registers->tip.exceptions[i].path);
    for (size_t i = 0; i < registers->head.exception_count; i++)
        if (!table_has(&registers->tip_files, registers->head.exceptions[i].path))
            merge_file(registers, registers->head.exceptions[i].path);
}

static int by_id(const void *a, const void *b)
{
    const struct exception *one = a;
    const struct exception *two = b;
    int order = strcmp(one->id, two->id);
    return order ? order : (int)one->pending - (int)two->pending;
}

/* An id that the base does not know is proposed. */
static void mark_pending(struct exception_set *set, const struct exception_set *in_force,
                         struct arena *arena)
{
    struct table known;
    table_init(&known, arena);
    for (size_t i = 0; i < in_force->count; i++)
        if (!in_force->items[i].pending && in_force->items[i].layout <= EXCEPTION_IN_LIST)
            table_set(&known, in_force->items[i].id, set);
    for (size_t i = 0; i < set->count; i++)
        set->items[i].pending = !table_has(&known, set->items[i].id);
}

/* The merged records, with those of comments and of registers elsewhere as they are. */
static void load_records(const struct second *second, const struct registers *registers,
                         struct exception_set *out)
{
    struct hearing *hearing = second->hearing;
    const struct exception_set *now = &hearing->exceptions;
    struct exception_set own;
    struct diagnostics told; /* by the first judging */
    diagnostics_init(&told, second->arena);
    exceptions_load(&own, second->arena, registers->merged, registers->count);
    mark_pending(&own, now, second->arena);
    register_check_own(&own, second->arena, second->evaluation->remote);
    exceptions_check_rules(&own, &hearing->library, &hearing->ruleset->exceptions, &told);
    exceptions_reject_over_long(&own, hearing->ruleset, second->arena);
    out->items = ARENA_ARRAY(second->arena, struct exception, own.count + now->count + 1);
    out->count = own.count;
    if (own.count > 0)
        memcpy(out->items, own.items, own.count * sizeof(*own.items));
    for (size_t i = 0; i < now->count; i++)
        if (now->items[i].layout > EXCEPTION_IN_LIST)
            out->items[out->count++] = now->items[i];
    if (out->count > 1)
        qsort(out->items, out->count, sizeof(*out->items), by_id);
}

/* As it was before the late rules were judged, and nothing excused. */
static void begin_again(struct second *second)
{
    const struct evaluation *evaluation = second->evaluation;
    struct evaluation *merged = &second->merged;
    *merged = *evaluation;
    merged->rules = ARENA_ARRAY(second->arena, struct rule_result, evaluation->rule_count + 1);
    for (size_t i = 0; i < evaluation->rule_count; i++) {
        struct rule_result *rule = &merged->rules[i];
        *rule = (struct rule_result){.setting = evaluation->rules[i].setting};
        if (second->plan->settings[i].is_late)
            continue;
        *rule = evaluation->rules[i];
        rule->checks = ARENA_ARRAY(second->arena, struct check_result, rule->check_count + 1);
        for (size_t c = 0; c < rule->check_count; c++)
            rule->checks[c] = evaluation->rules[i].checks[c];
    }
    merged->findings = ARENA_ARRAY(second->arena, struct finding, evaluation->finding_count + 1);
    merged->finding_count = 0;
    for (size_t i = 0; i < evaluation->finding_count; i++)
        if (!is_late(second, &evaluation->findings[i]))
            merged->findings[merged->finding_count++] = evaluation->findings[i];
    for (size_t i = 0; i < merged->finding_count; i++) {
        merged->findings[i].exception = NULL;
        merged->findings[i].exception_state = (enum exception_state)0;
        merged->findings[i].excused = false;
        merged->findings[i].returns_on = 0;
    }
}

/* No record of the change makes a finding an excused one before it is merged. */
static void excuse_no_more(struct second *second)
{
    size_t at = 0;
    for (size_t i = 0; i < second->evaluation->finding_count; i++) {
        const struct finding *finding = &second->evaluation->findings[i];
        if (is_late(second, finding))
            continue;
        struct finding *again = &second->merged.findings[at++];
        again->excused = again->excused && finding->excused;
    }
}

/* What signs a record of the change lies beside it, in the head. */
static struct failure *prove(struct second *second)
{
    struct hearing *hearing = second->hearing;
    const struct judge_options *asked = hearing->options;
    struct judge_options options = *asked;
    options.exceptions_from_head = is_same_commit(&hearing->policy, &hearing->base);
    hearing->options = &options;
    struct failure *failure = hearing_prove_again(hearing, &second->merged);
    hearing->options = asked;
    return failure;
}

static struct failure *excuse_and_publish(struct second *second, struct collection *collection)
{
    struct hearing *hearing = second->hearing;
    TRY(prove(second));
    TRY(closing_files_find(&hearing->exceptions, &hearing->head, second->arena));
    excuse_findings(&second->merged, &hearing->exceptions, hearing->options->today, second->arena);
    excuse_no_more(second);
    return hearing_publish(hearing, collection, &second->merged, true);
}

static void judge_late(struct second *second, const struct judging *first,
                       const struct collection *collection)
{
    struct hearing *hearing = second->hearing;
    struct evaluator_options options = first->evaluator->options;
    options.head = collection;
    struct evaluator *evaluator = evaluator_new(&options);
    judging_init(&second->judging, evaluator, &hearing->head, hearing->options->today,
                 second->arena);
    second->judging.only_paths = first->only_paths;
    second->judging.only_path_count = first->only_path_count;
    for (size_t i = 0; i < second->merged.rule_count && !deadline_is_over(&hearing->deadline); i++)
        if (second->plan->settings[i].is_late)
            verdict_rule(&second->judging, &second->plan->settings[i], &second->merged.rules[i]);
    evaluator_free(evaluator);
}

static struct failure *judge_again(struct second *second, const struct judging *first,
                                   const struct collection *head, struct exception_set *records)
{
    struct hearing *hearing = second->hearing;
    const struct exception_set in_force = hearing->exceptions;
    size_t size = second->plan->table_count * sizeof(*head->tables);
    struct collection collection = *head;
    collection.tables =
        ARENA_ARRAY(second->arena, struct fact_table, second->plan->table_count + 1);
    memcpy(collection.tables, head->tables, size);
    begin_again(second);
    hearing->exceptions = *records;
    struct failure *failure = excuse_and_publish(second, &collection);
    hearing->exceptions = in_force;
    TRY(failure);
    judge_late(second, first, &collection);
    return NULL;
}

/* What is no fault of a record, or is not decided, is as it was; its rule, too. */
static bool compare_judgements(struct second *second)
{
    struct evaluation *evaluation = second->evaluation;
    bool any = false;
    table_init(&second->before, second->arena);
    table_init(&second->after, second->arena);
    second->is_kept = ARENA_ARRAY(second->arena, bool, evaluation->rule_count + 1);
    second->is_other = ARENA_ARRAY(second->arena, bool, evaluation->rule_count + 1);
    for (size_t i = 0; i < evaluation->rule_count; i++)
        second->is_kept[i] = second->merged.rules[i].verdict == VERDICT_UNKNOWN;
    for (size_t i = 0; i < second->judging.finding_count; i++)
        table_set(&second->after, second->judging.findings[i].fingerprint, second);
    for (size_t i = 0; i < evaluation->finding_count; i++) {
        const struct finding *finding = &evaluation->findings[i];
        if (!is_late(second, finding))
            continue;
        table_set(&second->before, finding->fingerprint, second);
        if (!table_has(&second->after, finding->fingerprint) && !is_mendable(finding))
            second->is_kept[rule_number(second, finding)] = true;
    }
    for (size_t i = 0; i < evaluation->finding_count; i++) {
        const struct finding *finding = &evaluation->findings[i];
        any = any || (is_late(second, finding) && !second->is_kept[rule_number(second, finding)] &&
                      !table_has(&second->after, finding->fingerprint));
    }
    return any;
}

static void note_other(struct second *second, const struct finding *finding)
{
    second->is_other[rule_number(second, finding)] = true;
}

/* The findings that stay, and those that the change's own records bring. */
static void take_over(struct second *second)
{
    struct evaluation *evaluation = second->evaluation;
    struct judging *judging = &second->judging;
    size_t most = evaluation->finding_count + judging->finding_count;
    struct finding *findings = ARENA_ARRAY(second->arena, struct finding, most + 1);
    size_t count = 0;
    for (size_t i = 0; i < evaluation->finding_count; i++) {
        const struct finding *finding = &evaluation->findings[i];
        if (!is_late(second, finding) || second->is_kept[rule_number(second, finding)] ||
            table_has(&second->after, finding->fingerprint))
            findings[count++] = *finding;
        else
            note_other(second, finding);
    }
    for (size_t i = 0; i < judging->finding_count; i++) {
        if (table_has(&second->before, judging->findings[i].fingerprint))
            continue;
        findings[count++] = judging->findings[i];
        note_other(second, &judging->findings[i]);
    }
    for (size_t i = 0; i < evaluation->rule_count; i++)
        if (second->is_other[i] && !second->is_kept[i])
            evaluation->rules[i] = second->merged.rules[i];
    evaluation->findings = findings;
    evaluation->finding_count = count;
    findings_sort(findings, count);
}

static struct failure *find_registers(const struct second *second, struct registers *out)
{
    const struct hearing *hearing = second->hearing;
    TRY(read_files(second, &hearing->policy, &out->tip));
    TRY(read_files(second, &hearing->base, &out->parted));
    TRY(read_files(second, &hearing->head, &out->head));
    merge_files(out, second->arena);
    return NULL;
}

struct failure *merged_register_judge(struct baseline *baseline, const struct judging *judging,
                                      const struct collection *head, struct evaluation *evaluation)
{
    struct hearing *hearing = baseline->hearing;
    struct second second = {.hearing = hearing,
                            .plan = baseline->plan,
                            .arena = hearing->arena,
                            .evaluation = evaluation};
    struct registers registers = {0};
    bool is_known = false;
    if (hearing->options->exceptions_from_head || hearing->options->only_new ||
        !has_mendable(&second))
        return NULL;
    TRY(parted_at_base(hearing, &is_known));
    if (!is_known)
        return NULL;
    /* Files of the head that cannot be read mend nothing; why is told as a mistake of theirs. */
    struct failure *unread = find_registers(&second, &registers);
    is_known = !unread;
    failure_free(unread);
    if (!is_known || !registers.is_changed)
        return NULL;
    struct exception_set records;
    load_records(&second, &registers, &records);
    TRY(judge_again(&second, judging, head, &records));
    if (!compare_judgements(&second))
        return NULL;
    take_over(&second);
    baseline_compare(baseline, evaluation);
    return NULL;
}
