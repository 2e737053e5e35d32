#include "engine/hearing.h"
#include "engine/line_author.h"
#include "facts/catalogue_kinds.h"

/* Where policies come from, whole: with a base its tip, so that no old branch brings old
 * members back. */
static struct failure *list_policy_tree(struct hearing *hearing, struct snapshot *out)
{
    struct commit_ids commit = hearing->policy.commit;
    if (hearing->has_base)
        return snapshot_of_commit(out, hearing->repository, &commit, hearing->arena);
    TRY(hearing_list(hearing));
    *out = hearing->head;
    return NULL;
}

static struct failure *gather_entities(struct hearing *hearing, const struct plan *plan)
{
    struct snapshot *snapshot = ARENA_NEW(hearing->arena, struct snapshot);
    struct collection *collection = ARENA_NEW(hearing->arena, struct collection);
    TRY(list_policy_tree(hearing, snapshot));
    const struct collect_options options = {
        .side = SIDE_HEAD,
        .snapshot = snapshot,
        .repository = hearing->repository,
        .labels = hearing->labels,
        .now = (int64_t)hearing->options->today * 86400,
        .jobs = hearing->options->jobs,
        .deadline = &hearing->deadline,
    };
    TRY(collect(collection, plan, &options, hearing->arena));
    hearing->entities =
        &collection->tables[plan_find_table(plan, SIDE_HEAD, &fact_kind_catalogue_entity)];
    return NULL;
}

/* The entries of catalogues, where a policy lists a team. */
static struct failure *read_entities(struct hearing *hearing)
{
    static const struct fact_kind *const kinds[] = {&fact_kind_catalogue_entity, NULL};
    const struct plan_extra extra = {.kinds = kinds};
    struct plan *plan = NULL;
    if (hearing->entities || !approvals_ask_teams(hearing->ruleset))
        return NULL;
    TRY(plan_new(&plan, NULL, &extra, hearing->arena));
    struct failure *failure = gather_entities(hearing, plan);
    plan_release(plan);
    return failure;
}

static struct failure *prove(struct hearing *hearing)
{
    struct register_histories registers = {0};
    struct register_signatures signatures;
    TRY(read_entities(hearing));
    if (hearing->history)
        register_histories_read(&registers, hearing->options->registers,
                                hearing->has_base ? hearing->repository : NULL, hearing->ruleset,
                                hearing->arena);
    register_signatures_open(&signatures, hearing->options->registers, hearing->arena);
    const struct approval_sources sources = {
        .repository = hearing->repository,
        .records = hearing_records(hearing),
        .proposed = hearing->has_base ? &hearing->head : NULL,
        .signatures = &signatures,
        .policy = &hearing->policy,
        .history = hearing->history,
        .registers = &registers,
        .entities = hearing->entities,
        .today = hearing->options->today,
    };
    struct failure *failure = approvals_prove(&hearing->exceptions, hearing->ruleset, &sources,
                                              &hearing->signers, hearing->arena);
    register_signatures_close(&signatures);
    register_histories_close(&registers);
    return failure;
}

struct failure *hearing_read_history(struct hearing *hearing)
{
    if (hearing->history)
        return NULL;
    const struct object_id *commit = &hearing_records(hearing)->commit.commit;
    hearing->history = ARENA_NEW(hearing->arena, struct exception_history);
    table_init(&hearing->history->newest, hearing->arena);
    if (object_id_is_zero(commit))
        hearing->history->truncated = "there is no commit yet";
    else
        TRY(exception_history_read(hearing->history, hearing->repository, commit, hearing->ruleset,
                                   hearing->arena));
    return prove(hearing);
}

struct failure *hearing_prove_approvals(struct hearing *hearing)
{
    if (hearing->exceptions.count == 0 ||
        !approval_limits_ask(&hearing->ruleset->exceptions.approving))
        return NULL;
    return approvals_ask_history(hearing->ruleset) ? hearing_read_history(hearing) : prove(hearing);
}

struct failure *hearing_prove_lines(struct hearing *hearing, const struct evaluation *evaluation)
{
    if (hearing->exceptions.count == 0 || !line_authors_are_asked(hearing->ruleset))
        return NULL;
    TRY(line_authors_find(hearing, evaluation));
    return prove(hearing);
}

struct failure *hearing_prove_again(struct hearing *hearing, const struct evaluation *evaluation)
{
    if (hearing->exceptions.count == 0)
        return NULL;
    if (line_authors_are_asked(hearing->ruleset))
        TRY(line_authors_find(hearing, evaluation));
    bool is_asked =
        hearing->history || approval_limits_ask(&hearing->ruleset->exceptions.approving);
    return is_asked ? prove(hearing) : NULL;
}
