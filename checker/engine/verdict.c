#include "engine/verdict.h"

#include "engine/row.h"

#include <string.h>

enum { EVIDENCE_MAX = 20 };

void judging_init(struct judging *judging, struct evaluator *evaluator,
                  const struct snapshot *snapshot, int32_t today, struct arena *arena)
{
    *judging = (struct judging){
        .arena = arena, .evaluator = evaluator, .snapshot = snapshot, .today = today};
    table_init(&judging->first_matches, arena);
}

/* One check being judged. */
struct trial {
    struct judging *judging;
    const struct setting *setting;
    const struct check *check;
    struct judge_context context;
    struct check_result *result;
    enum severity severity; /* of the check, under the policy's */
    size_t subjects;
    size_t outside; /* rows beyond the setting's for_paths */
    bool left_out;  /* a finding stood elsewhere than --only asks for */
};

/* A policy's severity replaces the rule's and is a ceiling for checks. */
static enum severity check_severity(const struct setting *setting, const struct check *check)
{
    if (check->severity < setting->rule->severity && check->severity < setting->severity)
        return check->severity;
    return setting->severity;
}

static struct finding_subject subject_of(const struct trial *trial, const struct fact_row *row)
{
    struct finding_subject subject = {
        .context = trial->context,
        .message = &trial->check->message,
        .places = trial->check->places,
        .place_count = trial->check->place_count,
    };
    subject.context.subject = row;
    return subject;
}

/* Rows that differ in what no reader sees (an image that two jobs share) are told once. */
static bool is_told(struct judging *judging, const struct finding *finding)
{
    const char *key = arena_printf(judging->arena, "%d %s:%u:%u\n%s\n%s", (int)finding->verdict,
                                   finding->place.path, finding->place.line, finding->place.column,
                                   finding->subject, finding->message);
    if (table_has(&judging->told, key))
        return true;
    table_set(&judging->told, key, judging);
    return false;
}

/* Completes a finding and keeps it; false when it stands where nobody asked. */
static bool keep_finding(struct trial *trial, struct finding_subject *subject,
                         struct finding *finding)
{
    struct judging *judging = trial->judging;
    const struct fact_row *row = subject->context.subject;
    finding->setting = trial->setting;
    finding->check = trial->check;
    finding->enforcement = setting_enforcement(trial->setting, judging->today);
    finding->returns_on = INT32_MIN;
    finding_set_place(judging, subject, finding);
    finding->subject = row ? subject_key(judging->arena, &trial->check->for_each, row) : "";
    const struct fingerprint_subject named = {
        .rule = trial->setting->rule->id,
        .check = trial->check->name,
        .source = &trial->check->for_each,
        .row = row,
        .whole = subject->whole,
    };
    fingerprint_make(&judging->fingerprints, &named, finding->fingerprint);
    if (!finding_is_at(judging, finding)) {
        trial->left_out = true;
        return false;
    }
    finding->message = finding_message(judging, subject);
    if (is_told(judging, finding))
        return true;
    if (finding->verdict == VERDICT_FAIL)
        finding_set_related(judging, subject, finding);
    finding_add(judging, finding);
    return true;
}

static void note_pass(struct trial *trial, const struct fact_row *row)
{
    struct check_result *result = trial->result;
    result->passed++;
    if (result->evidence_count == EVIDENCE_MAX)
        return;
    if (!result->evidence)
        result->evidence = ARENA_ARRAY(trial->judging->arena, struct evidence, EVIDENCE_MAX);
    result->evidence[result->evidence_count++] = (struct evidence){
        .place = {.path = row->path, .line = row->line, .column = row->column},
        .text = subject_key(trial->judging->arena, &trial->check->for_each, row),
    };
}

/* Items of a list stand at one place: only their names tell them apart. */
static const char *undecided_text(const struct trial *trial, const struct fact_row *row,
                                  const char *reason)
{
    struct arena *arena = trial->judging->arena;
    const struct source *source = &trial->check->for_each;
    if (source->kind == SOURCE_LIST && row)
        return arena_printf(arena, "For '%s' this cannot be decided: %s.",
                            subject_key(arena, source, row), reason);
    return arena_printf(arena, "This cannot be decided: %s.", reason);
}

static void note_unknown(struct trial *trial, const struct fact_row *row, const char *whole,
                         const struct outcome *outcome)
{
    struct arena *arena = trial->judging->arena;
    struct finding finding = {
        .verdict = VERDICT_UNKNOWN,
        .severity = trial->severity,
        .unknown_class = outcome->class,
        .reason = outcome_reason(arena, outcome),
    };
    struct finding_subject subject = subject_of(trial, row);
    subject.message = NULL;
    subject.text = undecided_text(trial, row, finding.reason);
    subject.whole = whole;
    if (!keep_finding(trial, &subject, &finding))
        return;
    struct check_result *result = trial->result;
    if (result->unknown == 0 || outcome->class > result->unknown_class)
        result->reason = finding.reason;
    if (result->unknown == 0 || outcome->class > result->unknown_class)
        result->unknown_class = outcome->class;
    result->unknown++;
}

static const struct grade *find_grade(struct trial *trial, const struct fact_row *row)
{
    for (size_t i = 0; i < trial->check->grade_count; i++) {
        const struct grade *grade = &trial->check->grades[i];
        if (!grade->when || judge_condition(&trial->context, grade->when, row).truth == TRUTH_TRUE)
            return grade;
    }
    return NULL;
}

static void note_failure(struct trial *trial, const struct fact_row *row)
{
    struct finding finding = {.verdict = VERDICT_FAIL, .severity = trial->severity};
    struct finding_subject subject = subject_of(trial, row);
    const struct grade *grade = find_grade(trial, row);
    if (grade && grade->has_severity && grade->severity < finding.severity)
        finding.severity = grade->severity;
    if (grade && grade->is_review)
        finding.verdict = VERDICT_REVIEW;
    if (grade && grade->message)
        subject.message = grade->message;
    if (!keep_finding(trial, &subject, &finding))
        return;
    if (finding.severity == SEVERITY_INFO)
        trial->result->notes++;
    else if (finding.verdict == VERDICT_REVIEW)
        trial->result->review++;
    else
        trial->result->failed++;
}

/* What stands nowhere - the repository, a commit, an item of a list - cannot lie
 * outside. */
static bool is_in_scope(const struct setting *setting, const struct fact_row *row)
{
    if (setting->for_path_count == 0 || !row->path)
        return true;
    for (size_t i = 0; i < setting->for_path_count; i++)
        if (glob_matches(setting->for_paths[i], row->path))
            return true;
    return false;
}

static void judge_subject(struct trial *trial, const struct judge_rows *rows,
                          const struct fact_row *row)
{
    const struct check *check = trial->check;
    trial->context.subject = row;
    struct outcome where = outcome_of(true);
    if (check->where)
        where = judge_condition(&trial->context, check->where, row);
    if (where.truth == TRUTH_TRUE && row->gap)
        where = row_gap(row, rows->kind);
    if (where.truth == TRUTH_FALSE)
        return;
    trial->subjects++;
    struct outcome require = outcome_of(true);
    if (check->require)
        require = judge_condition(&trial->context, check->require, row);
    if (require.truth == TRUTH_TRUE) {
        note_pass(trial, row);
    } else if (where.truth == TRUTH_TRUE && require.truth == TRUTH_FALSE) {
        note_failure(trial, row);
    } else {
        /* It may not be a subject at all, but it did not satisfy. */
        struct outcome doubt = where.truth == TRUTH_UNKNOWN ? where : require;
        if (where.truth == TRUTH_UNKNOWN && require.truth == TRUTH_UNKNOWN)
            outcome_add_reasons(&doubt, &require);
        note_unknown(trial, row, NULL, &doubt);
    }
}

static void judge_nothing(struct trial *trial)
{
    const struct check *check = trial->check;
    struct check_result *result = trial->result;
    result->reason = "there is nothing to judge";
    result->verdict = check->has_on_empty ? check->on_empty.verdict : VERDICT_PASS;
    if (trial->outside > 0) { /* there is something, and nobody looked at it */
        result->reason = "no subject lies within 'for_paths'";
        if (result->verdict == VERDICT_PASS)
            result->verdict = VERDICT_NOT_APPLICABLE;
    }
    if (result->verdict == VERDICT_PASS || result->verdict == VERDICT_NOT_APPLICABLE)
        return;
    struct finding finding = {.verdict = result->verdict, .severity = trial->severity};
    struct finding_subject subject = subject_of(trial, NULL);
    subject.whole = "empty";
    if (check->on_empty.message)
        subject.message = check->on_empty.message;
    if (check->on_empty.place_count > 0) {
        subject.places = check->on_empty.places;
        subject.place_count = check->on_empty.place_count;
    }
    if (!keep_finding(trial, &subject, &finding)) {
        result->verdict = VERDICT_PASS;
        return;
    }
    result->failed = result->verdict == VERDICT_FAIL && finding.severity > SEVERITY_INFO;
    result->review = result->verdict == VERDICT_REVIEW && finding.severity > SEVERITY_INFO;
    if (finding.severity == SEVERITY_INFO) {
        result->notes = 1;
        result->verdict = VERDICT_PASS;
    }
}

static enum verdict worst_of(const struct check_result *result)
{
    if (result->failed > 0)
        return VERDICT_FAIL;
    if (result->unknown > 0)
        return VERDICT_UNKNOWN;
    return result->review > 0 ? VERDICT_REVIEW : VERDICT_PASS;
}

static void judge_subjects(struct trial *trial)
{
    struct judge_rows rows = judge_source_rows(&trial->context, &trial->check->for_each);
    for (size_t i = 0; i < rows.count; i++)
        if (is_in_scope(trial->setting, &rows.rows[i]))
            judge_subject(trial, &rows, &rows.rows[i]);
        else
            trial->outside++;
    if (trial->subjects == 0) {
        judge_nothing(trial);
        return;
    }
    trial->result->verdict = worst_of(trial->result);
    if (trial->left_out && !trial->result->reason)
        trial->result->reason = "findings elsewhere were left out";
}

/* True when the check goes on; else its result is filled. */
static bool judge_applies(struct trial *trial, const struct condition *applies_when)
{
    if (!applies_when)
        return true;
    struct outcome applies = judge_condition(&trial->context, applies_when,
                                             evaluator_repository(trial->judging->evaluator));
    if (applies.truth == TRUTH_TRUE)
        return true;
    struct check_result *result = trial->result;
    if (applies.truth == TRUTH_FALSE) {
        result->verdict = VERDICT_NOT_APPLICABLE;
        result->reason = "what it is about is not there: 'applies_when' is false";
        return false;
    }
    note_unknown(trial, NULL, "applies", &applies);
    result->verdict = worst_of(result);
    return false;
}

static void trial_init(struct trial *trial, struct judging *judging,
                       const struct plan_setting *planned, const struct check *check,
                       struct check_result *result)
{
    *trial = (struct trial){
        .judging = judging,
        .setting = planned->setting,
        .check = check,
        .context = {.evaluator = judging->evaluator, .setting = planned, .check = check},
        .result = result,
        .severity = check_severity(planned->setting, check),
    };
    trial->context.bound =
        ARENA_ARRAY(judging->arena, const struct fact_row *, check->binding_count + 1);
    *result = (struct check_result){.check = check};
    fingerprint_maker_init(&judging->fingerprints, judging->arena, judging->renames);
    table_init(&judging->told, judging->arena);
}

static void judge_checks(struct judging *judging, const struct plan_setting *planned,
                         struct rule_result *out)
{
    const struct rule *rule = planned->setting->rule;
    for (size_t i = 0; i < rule->check_count; i++) {
        struct trial trial;
        trial_init(&trial, judging, planned, &rule->checks[i], &out->checks[i]);
        if (judge_applies(&trial, rule->checks[i].applies_when))
            judge_subjects(&trial);
        if (out->checks[i].verdict > out->verdict)
            out->verdict = out->checks[i].verdict;
    }
}

/* A rule of which it is not known whether it applies is one unknown, whatever
 * the number of its checks. */
static void copy_undecided(struct rule_result *out, const struct rule *rule)
{
    for (size_t i = 1; i < rule->check_count; i++) {
        out->checks[i] = (struct check_result){
            .check = &rule->checks[i],
            .verdict = out->checks[0].verdict,
            .reason = out->checks[0].reason,
            .unknown_class = out->checks[0].unknown_class,
        };
    }
}

void verdict_rule(struct judging *judging, const struct plan_setting *planned,
                  struct rule_result *out)
{
    const struct setting *setting = planned->setting;
    const struct rule *rule = setting->rule;
    *out = (struct rule_result){
        .setting = setting,
        .enforcement = setting_enforcement(setting, judging->today),
        .checks = ARENA_ARRAY(judging->arena, struct check_result, rule->check_count + 1),
        .check_count = rule->check_count,
    };
    if (rule->check_count == 0)
        return;
    struct trial outer;
    trial_init(&outer, judging, planned, &rule->checks[0], &out->checks[0]);
    if (!judge_applies(&outer, rule->applies_when)) {
        out->verdict = out->checks[0].verdict;
        out->reason = out->checks[0].reason;
        copy_undecided(out, rule);
        return;
    }
    judge_checks(judging, planned, out);
    for (size_t i = 0; i < rule->check_count && !out->reason; i++)
        if (out->checks[i].verdict == out->verdict)
            out->reason = out->checks[i].reason;
}
