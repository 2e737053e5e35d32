#include "engine/judge.h"

#include "base/date.h"
#include "engine/baseline.h"
#include "engine/change_lines.h"
#include "engine/closing_file.h"
#include "engine/enforce.h"
#include "engine/excuse.h"
#include "engine/hearing.h"
#include "engine/inline_exceptions.h"
#include "engine/loosening.h"
#include "engine/maturity.h"
#include "engine/merged_register.h"
#include "engine/owners_of.h"
#include "engine/recorded.h"
#include "engine/snippet.h"
#include "engine/verdict.h"
#include "engine/waiver_past.h"
#include "facts/controlled_kinds.h"
#include "facts/service_names.h"

#include <string.h>

static struct failure *compile_only_paths(struct judging *judging,
                                          const struct judge_options *options)
{
    size_t count = 0;
    while (options->only_paths && options->only_paths[count])
        count++;
    judging->only_paths = ARENA_ARRAY(judging->arena, const struct glob *, count + 1);
    for (size_t i = 0; i < count; i++) {
        const char *problem = NULL;
        size_t at = 0;
        judging->only_paths[i] = glob_new(judging->arena, options->only_paths[i], &problem, &at);
        if (!judging->only_paths[i])
            return failure_new(FAILURE_USAGE, "--only '%s': %s", options->only_paths[i], problem);
    }
    judging->only_path_count = count;
    return NULL;
}

/* Those that are not late, or those that are. */
static void judge_rules(struct hearing *hearing, struct judging *judging, const struct plan *plan,
                        struct evaluation *evaluation, bool late)
{
    for (size_t i = 0; i < evaluation->rule_count && !deadline_is_over(&hearing->deadline); i++)
        if (plan->settings[i].is_late == late)
            verdict_rule(judging, &plan->settings[i], &evaluation->rules[i]);
    evaluation->findings = judging->findings;
    evaluation->finding_count = judging->finding_count;
    findings_sort(evaluation->findings, evaluation->finding_count);
}

static void describe(struct hearing *hearing, struct evaluation *evaluation)
{
    const struct judge_options *options = hearing->options;
    evaluation->repository = options->repository;
    evaluation->remote = repository_remote(hearing->repository, hearing->arena);
    evaluation->branch = repository_branch(hearing->repository, hearing->arena);
    evaluation->snapshot_kind = hearing->head.kind;
    evaluation->head = hearing->head.commit;
    evaluation->has_base = hearing->has_base;
    if (hearing->has_base) {
        evaluation->base = hearing->base.commit;
        evaluation->base_tip = hearing->policy.commit;
    }
    evaluation->shallow = repository_is_shallow(hearing->repository);
    evaluation->files = hearing->head.count;
    evaluation->now = (int64_t)options->today * 86400;
    evaluation->ruleset = hearing->ruleset;
    evaluation->head_diagnostics = hearing->head_diagnostics;
    evaluation->trust = hearing->trust;
    if (options->count_changes && hearing->head.kind == SNAPSHOT_COMMIT && !options->revision &&
        options->as_of == INT32_MIN && repository_work_tree(hearing->repository)) {
        /* Of a tree that libgit2 refuses nobody counts; what is wrong with it is told. */
        struct failure *failure =
            repository_count_changes(hearing->repository, &evaluation->unseen_changes);
        failure_free(failure);
    }
}

static struct failure *check_time(struct hearing *hearing)
{
    if (!deadline_is_over(&hearing->deadline))
        return NULL;
    return failure_new(FAILURE_LIMIT, "not done within %u seconds", hearing->options->timeout);
}

/* Judges, compares with the base and excuses; then the rules that judge the exceptions,
 * which nothing excuses. */
static struct failure *judge_gathered(struct hearing *hearing, struct judging *judging,
                                      const struct plan *plan, struct collection *head,
                                      struct evaluation *evaluation)
{
    struct baseline baseline = {0};
    struct failure *failure = NULL;
    judge_rules(hearing, judging, plan, evaluation, false);
    if (hearing->has_base)
        failure = baseline_mark(&baseline, hearing, judging, plan, evaluation, false);
    if (!failure)
        failure = recorded_apply(hearing, judging, plan, evaluation);
    if (!failure)
        failure = inline_exceptions_add(hearing, head, evaluation);
    if (!failure)
        failure = hearing_prove_lines(hearing, evaluation);
    if (!failure)
        failure = closing_files_find(&hearing->exceptions, &hearing->head, hearing->arena);
    excuse_findings(evaluation, &hearing->exceptions, hearing->options->today, hearing->arena);
    if (!failure && plan->is_published) {
        failure = hearing_publish(hearing, head, evaluation, true);
        recorded_publish(head, evaluation, hearing->arena);
        if (!failure)
            judge_rules(hearing, judging, plan, evaluation, true);
        if (!failure && hearing->has_base)
            failure = baseline_mark(&baseline, hearing, judging, plan, evaluation, true);
        if (!failure && hearing->has_base)
            failure = merged_register_judge(&baseline, judging, head, evaluation);
    }
    recorded_finish(evaluation);
    if (!failure && hearing->has_base)
        baseline_list_fixed(&baseline, evaluation);
    baseline_close(&baseline);
    return failure;
}

static struct failure *open_and_judge(struct hearing *hearing, const struct plan *plan,
                                      struct collection *head, const struct collection *base,
                                      struct evaluation *evaluation)
{
    const struct evaluator_options options = {
        .plan = plan,
        .head = head,
        .base = base,
        .now = evaluation->now,
        .deadline = &hearing->deadline,
        .arena = hearing->arena,
    };
    struct judging judging;
    struct evaluator *evaluator = evaluator_new(&options);
    judging_init(&judging, evaluator, &hearing->head, hearing->options->today, hearing->arena);
    struct failure *failure = compile_only_paths(&judging, hearing->options);
    evaluation->rule_count = hearing->ruleset->count;
    evaluation->rules = ARENA_ARRAY(hearing->arena, struct rule_result, evaluation->rule_count);
    for (size_t i = 0; i < evaluation->rule_count; i++)
        evaluation->rules[i].setting = &hearing->ruleset->settings[i];
    if (!failure)
        failure = judge_gathered(hearing, &judging, plan, head, evaluation);
    evaluator_free(evaluator);
    return failure;
}

static struct failure *gather_and_judge(struct hearing *hearing, const struct plan *plan,
                                        struct collection *head, struct evaluation *evaluation)
{
    struct collection base;
    bool at_base = hearing->has_base && plan_wants_side(plan, SIDE_BASE);
    TRY(hearing_collect(hearing, plan, SIDE_HEAD, false, head));
    if (at_base)
        TRY(hearing_collect(hearing, plan, SIDE_BASE, false, &base));
    evaluation->only_some_paths = hearing->options->only_paths != NULL;
    evaluation->skipped = head->skipped;
    evaluation->skipped_count = head->skipped_count;
    evaluation->blobs_read = head->blobs_read;
    evaluation->threads_used = head->threads_used;
    return open_and_judge(hearing, plan, head, at_base ? &base : NULL, evaluation);
}

static struct failure *note_governance(struct hearing *hearing, struct evaluation *evaluation)
{
    TRY(baseline_governance(hearing, evaluation));
    return loosening_find(hearing, evaluation);
}

/* Those of the kinds in the plan, in their order; NULL-ended. */
static const struct fact_table **tables_of(const struct collection *collection,
                                           const struct fact_kind *const *kinds,
                                           struct arena *arena)
{
    size_t count = 0;
    while (kinds[count])
        count++;
    const struct fact_table **tables = ARENA_ARRAY(arena, const struct fact_table *, count + 1);
    for (size_t i = 0; i < count; i++)
        tables[i] = &collection->tables[plan_find_table(collection->plan, SIDE_HEAD, kinds[i])];
    return tables;
}

/* What decides, what is told, and of whom. */
static struct failure *decide(struct hearing *hearing, struct evaluation *evaluation)
{
    evaluation->only_new = hearing->options->only_new;
    if (evaluation->only_new && !evaluation->is_compared)
        return failure_new(FAILURE_USAGE, "--only-new compares with --base REV, or with "
                                          "'.bylaw/baseline.yml', and neither is there");
    enforce(evaluation, hearing->options->fail_on);
    if (evaluation->only_new)
        baseline_leave_out_unchanged(evaluation);
    TRY(change_mark_lines(hearing, evaluation));
    return owners_fill(hearing, evaluation);
}

/* Gathers, judges and decides; in that order. */
static struct failure *judge_plan(struct hearing *hearing, const struct plan *plan,
                                  struct evaluation *evaluation)
{
    struct collection *head = ARENA_NEW(hearing->arena, struct collection);
    TRY(gather_and_judge(hearing, plan, head, evaluation));
    evaluation->renames_are_cut = hearing->renames_are_cut;
    if (hearing->options->kinds)
        evaluation->tables = tables_of(head, hearing->options->kinds, hearing->arena);
    if (hearing->has_base)
        TRY(note_governance(hearing, evaluation));
    TRY(check_time(hearing));
    TRY(decide(hearing, evaluation));
    maturity_fill(evaluation, hearing->arena);
    snippets_mask(evaluation, hearing->arena);
    const struct snippet_options snippets = {.excerpts = hearing->options->excerpts,
                                             .line_hashes = hearing->options->line_hashes};
    if (snippets.excerpts || snippets.line_hashes)
        return snippets_fill(evaluation, &hearing->head, &snippets, hearing->arena);
    return NULL;
}

static struct failure *collect_kinds(struct hearing *hearing, const struct plan_extra *extra,
                                     const struct fact_kind *const *kinds,
                                     const struct fact_table ***out)
{
    struct plan *plan = NULL;
    TRY(plan_new(&plan, NULL, extra, hearing->arena));
    struct collection *collection = ARENA_NEW(hearing->arena, struct collection);
    struct failure *failure = hearing_collect(hearing, plan, SIDE_HEAD, false, collection);
    if (!failure)
        *out = tables_of(collection, kinds, hearing->arena);
    plan_release(plan);
    return failure;
}

/* The tables that were collected for `names_of`. */
struct named_tables {
    const struct fact_kind *const *kinds;
    const struct fact_table **tables;
};

static const struct fact_table *table_of_names(const struct fact_repository *repository,
                                               const struct fact_kind *kind)
{
    static const struct fact_table none = {0};
    const struct named_tables *named = repository->state;
    for (size_t i = 0; named->kinds[i]; i++)
        if (named->kinds[i] == kind)
            return named->tables[i];
    return &none;
}

/* By these kinds of those that tell a service's name, and by the remote. */
static struct failure *names_of(struct hearing *hearing, const struct fact_kind *const *kinds,
                                struct service_names **out)
{
    struct named_tables named = {.kinds = kinds};
    const struct plan_extra extra = {.kinds = kinds};
    TRY(collect_kinds(hearing, &extra, kinds, &named.tables));
    const struct fact_repository repository = {
        .repository = hearing->repository, .table = table_of_names, .state = &named};
    *out = service_names_new(hearing->arena, &repository);
    return NULL;
}

static void list_controlled(struct hearing *hearing, struct evaluation *evaluation)
{
    const struct snapshot *head = &hearing->head;
    struct arena scratch;
    arena_init(&scratch, 1 << 12);
    const struct arena_mark mark = arena_mark(&scratch);
    size_t capacity = 0;
    for (size_t i = 0; i < head->count; i++) {
        const struct entry *entry = &head->entries[i];
        const char *sort =
            entry->kind == ENTRY_FILE ? controlled_sort(&scratch, entry->path) : NULL;
        arena_reset(&scratch, mark);
        if (!sort)
            continue;
        evaluation->controlled =
            arena_grow(hearing->arena, evaluation->controlled, evaluation->controlled_count,
                       &capacity, sizeof(*evaluation->controlled));
        evaluation->controlled[evaluation->controlled_count++] =
            (struct controlled_copy){.path = entry->path, .sort = sort, .blob = entry->id};
    }
    arena_release(&scratch);
}

struct failure *judge_hearing(struct hearing *hearing, struct evaluation **out)
{
    struct evaluation *evaluation = ARENA_NEW(hearing->arena, struct evaluation);
    describe(hearing, evaluation);
    if (hearing->options->controlled) {
        /* What is deployed is dearer to read, and rarely asked for: judge_names. */
        static const struct fact_kind *const kinds[] = {&fact_kind_component,
                                                        &fact_kind_repository_name, NULL};
        list_controlled(hearing, evaluation);
        TRY(names_of(hearing, kinds, &evaluation->names));
    }
    struct plan *plan = NULL;
    const struct plan_extra extra = {.kinds = hearing->options->kinds};
    TRY(plan_new(&plan, hearing->ruleset, extra.kinds ? &extra : NULL, hearing->arena));
    struct failure *failure = judge_plan(hearing, plan, evaluation);
    plan_release(plan);
    TRY(failure);
    *out = evaluation;
    return NULL;
}

struct failure *judge(struct evaluation **out, const struct judge_options *options,
                      struct arena *arena, struct diagnostics *diagnostics, int *status)
{
    *out = NULL;
    struct hearing hearing;
    TRY(hearing_open(&hearing, options, arena, status));
    struct failure *failure = hearing_load(&hearing, diagnostics, status);
    if (!failure && *status == 0) {
        failure = judge_hearing(&hearing, out);
        *status = failure ? hearing_status_of(failure) : (*out)->exit_status;
    }
    hearing_close(&hearing);
    return failure;
}

struct failure *judge_ruleset(const struct ruleset **out, const struct judge_options *options,
                              struct arena *arena, struct diagnostics *diagnostics, int *status)
{
    *out = NULL;
    struct hearing hearing;
    TRY(hearing_open(&hearing, options, arena, status));
    struct failure *failure = hearing_load(&hearing, diagnostics, status);
    *out = hearing.ruleset;
    hearing_close(&hearing);
    return failure;
}

/* The id of a waiver in a comment is its path and its line. */
static const char *path_of_comment(const struct hearing *hearing)
{
    const char *id = hearing->options->comment;
    const char *line = id ? strrchr(id, ':') : NULL;
    return line ? arena_copy(hearing->arena, (struct text){id, (size_t)(line - id)}) : NULL;
}

static struct failure *add_comments(struct hearing *hearing)
{
    const char *path = path_of_comment(hearing);
    return path || hearing->options->comments ? inline_exceptions_add_unjudged(hearing, path)
                                              : NULL;
}

static const struct exception *find_comment(const struct exception_records *records, const char *id)
{
    for (size_t i = 0; id && i < records->set.count; i++)
        if (records->set.items[i].layout == EXCEPTION_INLINE &&
            strcmp(records->set.items[i].id, id) == 0)
            return &records->set.items[i];
    return NULL;
}

/* The past of the records, from where they are read. */
static struct failure *tell_history(struct hearing *hearing, struct exception_records *out)
{
    out->commit = hearing_records(hearing)->commit.commit;
    if (!hearing->options->exception_history)
        return NULL;
    const struct exception *comment = find_comment(out, hearing->options->comment);
    if (comment) {
        out->history = waiver_history(comment, hearing->repository, &out->commit, hearing->arena);
        return NULL;
    }
    TRY(hearing_read_history(hearing));
    out->history = hearing->history;
    return NULL;
}

struct failure *judge_exceptions(struct exception_records *out, const struct policy_file *proposed,
                                 const struct judge_options *options, struct arena *arena,
                                 struct diagnostics *diagnostics, int *status)
{
    *out = (struct exception_records){0};
    struct hearing hearing;
    TRY(hearing_open(&hearing, options, arena, status));
    struct failure *failure = hearing_load(&hearing, diagnostics, status);
    if (!failure && *status == 0)
        failure = add_comments(&hearing);
    if (!failure && *status == 0) {
        out->ruleset = hearing.ruleset;
        out->set = hearing.exceptions;
        if (proposed) {
            exceptions_load(&out->proposed, arena, proposed, 1);
            exceptions_check_rules(&out->proposed, &hearing.library, &hearing.ruleset->exceptions,
                                   diagnostics);
            exceptions_reject_over_long(&out->proposed, hearing.ruleset, arena);
        }
        failure = tell_history(&hearing, out);
    }
    if (*status == 0 && failure)
        *status = hearing_status_of(failure);
    hearing_close(&hearing);
    return failure;
}

/* What is published is known when the rules in force have been judged. */
static struct failure *judge_kinds(struct hearing *hearing, const struct plan_extra *extra,
                                   const struct fact_kind *const *kinds,
                                   struct diagnostics *diagnostics, int *status,
                                   const struct fact_table ***out)
{
    TRY(hearing_load(hearing, diagnostics, status));
    if (*status != 0)
        return NULL;
    struct evaluation *evaluation = ARENA_NEW(hearing->arena, struct evaluation);
    describe(hearing, evaluation);
    struct plan *plan = NULL;
    TRY(plan_new(&plan, hearing->ruleset, extra, hearing->arena));
    struct collection *collection = ARENA_NEW(hearing->arena, struct collection);
    struct failure *failure = gather_and_judge(hearing, plan, collection, evaluation);
    if (!failure)
        *out = tables_of(collection, kinds, hearing->arena);
    plan_release(plan);
    return failure;
}

static bool are_published(const struct fact_kind *const *kinds)
{
    for (; *kinds; kinds++)
        if (fact_recogniser_of(*kinds)->is_published)
            return true;
    return false;
}

/* The tables of these kinds, in their order; NULL-ended. NULL where a policy is refused. */
static struct failure *gather_kinds(struct hearing *hearing, const struct plan_extra *extra,
                                    const struct fact_kind *const *kinds,
                                    struct diagnostics *diagnostics, int *status,
                                    const struct fact_table ***out)
{
    *status = 0;
    struct failure *failure = NULL;
    if (are_published(kinds)) {
        failure = judge_kinds(hearing, extra, kinds, diagnostics, status, out);
    } else {
        failure = hearing_load_labels(hearing);
        if (!failure)
            failure = collect_kinds(hearing, extra, kinds, out);
    }
    if (failure && *status == 0)
        *status = hearing_status_of(failure);
    return failure;
}

struct failure *judge_facts(const struct fact_table ***out, const struct fact_kind *const *kinds,
                            const struct judge_options *options, struct arena *arena,
                            struct diagnostics *diagnostics, int *status)
{
    *out = NULL;
    struct hearing hearing;
    TRY(hearing_open(&hearing, options, arena, status));
    const struct plan_extra extra = {.kinds = kinds};
    struct failure *failure = gather_kinds(&hearing, &extra, kinds, diagnostics, status, out);
    hearing_close(&hearing);
    return failure;
}

struct failure *judge_names(struct service_names **out, const struct judge_options *options,
                            struct arena *arena, int *status)
{
    static const struct fact_kind *const kinds[] = {SERVICE_NAMES_NEEDS, NULL};
    struct hearing hearing;
    TRY(hearing_open(&hearing, options, arena, status));
    struct failure *failure = hearing_load_labels(&hearing);
    if (!failure)
        failure = names_of(&hearing, kinds, out);
    *status = failure ? hearing_status_of(failure) : 0;
    hearing_close(&hearing);
    return failure;
}

static struct failure *ask_sql(struct fact_table *out, const char **problem,
                               const struct sql_statement *sql,
                               const struct fact_table *const *tables, int64_t now,
                               struct arena *arena)
{
    static const char *const no_key[] = {NULL};
    struct sql_connection *connection = NULL;
    TRY(sql_open(&connection, &(struct sql_options){.now = now}));
    const struct sql_input input = {.tables = tables};
    sql_run(connection, sql, &input, sql_kind_of(arena, sql, no_key), arena, out, problem);
    sql_close(connection);
    return NULL;
}

struct failure *judge_sql(struct fact_table *out, const char **problem,
                          const struct sql_statement *sql, const struct judge_options *options,
                          struct arena *arena, int *status)
{
    struct hearing hearing;
    TRY(hearing_open(&hearing, options, arena, status));
    const struct fact_kind **kinds =
        ARENA_ARRAY(arena, const struct fact_kind *, sql->read_count + 1);
    for (size_t i = 0; i < sql->read_count; i++)
        kinds[i] = sql->reads[i].kind;
    const struct plan_extra extra = {.sql = sql};
    const struct fact_table **tables = NULL;
    struct diagnostics diagnostics;
    diagnostics_init(&diagnostics, arena);
    struct failure *failure = gather_kinds(&hearing, &extra, kinds, &diagnostics, status, &tables);
    if (!failure && !tables)
        failure = failure_new(FAILURE_POLICY, "the policies in force are refused: run "
                                              "'bylaw policy validate'");
    if (!failure)
        failure =
            ask_sql(out, problem, sql, tables, (int64_t)options->today * SECONDS_A_DAY, arena);
    if (failure && *status == 0)
        *status = hearing_status_of(failure);
    hearing_close(&hearing);
    return failure;
}
