#include "engine/hearing.h"

#include "engine/publish.h"
#include "source/attributes.h"

#include <string.h>

int hearing_status_of(const struct failure *failure)
{
    switch (failure_kind(failure)) {
    case FAILURE_USAGE:
    case FAILURE_POLICY:
        return 2;
    case FAILURE_ENVIRONMENT:
    case FAILURE_LIMIT:
    case FAILURE_BUG:
        break;
    }
    return 4;
}

static struct failure *not_there(int *status, int code, const char *what, const char *name)
{
    *status = code;
    return failure_new(FAILURE_USAGE, "%s '%s'", what, name);
}

static struct failure *find_head(struct hearing *hearing, struct commit_ids *out, int *status)
{
    const struct judge_options *options = hearing->options;
    bool found = false;
    if (options->as_of != INT32_MIN) {
        TRY(repository_resolve_as_of(hearing->repository, options->as_of, out, &found));
        return found ? NULL
                     : not_there(status, 3, "there was no commit on that day in",
                                 options->repository);
    }
    TRY(repository_resolve(hearing->repository, options->revision, out, &found));
    if (found)
        return NULL;
    if (options->revision)
        return not_there(status, 2, "no such revision:", options->revision);
    return not_there(status, 3, "there is no commit yet in", options->repository);
}

static struct failure *take_head(struct hearing *hearing, int *status)
{
    const struct judge_options *options = hearing->options;
    bool is_bare = !repository_work_tree(hearing->repository);
    switch (options->head_if_bare && is_bare ? SNAPSHOT_COMMIT : options->snapshot) {
    case SNAPSHOT_INDEX:
        return snapshot_of_index(&hearing->head, hearing->repository, hearing->arena);
    case SNAPSHOT_WORK_TREE:
        return snapshot_of_work_tree(&hearing->head, hearing->repository, hearing->arena);
    case SNAPSHOT_COMMIT:
        break;
    }
    struct commit_ids commit;
    TRY(find_head(hearing, &commit, status));
    return snapshot_of_commit_part(&hearing->head, hearing->repository, &commit, policy_root_names,
                                   hearing->arena);
}

/* A name that nobody has is a slip of the pen; a commit that this clone lacks is not. */
static struct failure *base_missing(const struct hearing *hearing, int *status)
{
    const char *base = hearing->options->base;
    if (repository_is_shallow(hearing->repository))
        return failure_new(FAILURE_ENVIRONMENT,
                           "'%s' is not in this clone, which is shallow: fetch the whole history "
                           "(fetch-depth: 0)",
                           base);
    size_t length = strlen(base);
    if ((length == 40 || length == 64) && strspn(base, "0123456789abcdefABCDEF") == length)
        return failure_new(FAILURE_ENVIRONMENT,
                           "the commit '%s' is not in this clone: fetch it, or the whole history "
                           "(fetch-depth: 0)",
                           base);
    return not_there(status, 2, "no such revision:", base);
}

/* Policies come from the tip of the base, so that an old branch cannot bring old
 * ones back; what changed is seen from where the two parted. */
static struct failure *take_base(struct hearing *hearing, int *status)
{
    const struct judge_options *options = hearing->options;
    struct commit_ids tip;
    bool found = false;
    TRY(repository_resolve(hearing->repository, options->base, &tip, &found));
    if (!found)
        return base_missing(hearing, status);
    TRY(snapshot_of_commit_part(&hearing->policy, hearing->repository, &tip, policy_root_names,
                                hearing->arena));
    struct commit_ids compared = tip;
    const struct object_id *head = &hearing->head.commit.commit;
    if (!options->base_tip && !object_id_is_zero(head)) {
        TRY(repository_merge_base(hearing->repository, head, &tip.commit, &compared, &found));
        if (!found)
            return failure_new(FAILURE_ENVIRONMENT,
                               "'%s' and the head have no common ancestor here: fetch the whole "
                               "history (fetch-depth: 0), or compare with --base-tip",
                               options->base);
    }
    hearing->has_base = true;
    hearing->base = (struct snapshot){.kind = SNAPSHOT_COMMIT, .commit = compared};
    return NULL;
}

bool hearing_is_renamed(const struct hearing *hearing, const struct renamed *renamed)
{
    return snapshot_find(&hearing->head, renamed->path) &&
           !snapshot_find(&hearing->head, renamed->old_path);
}

struct failure *hearing_find_renames(struct hearing *hearing)
{
    const struct object_id *head = &hearing->head.commit.tree;
    if (hearing->has_renames || object_id_is_zero(head))
        return NULL;
    TRY(history_renames(hearing->repository, &hearing->base.commit.tree, head, &hearing->renames,
                        &hearing->rename_count, &hearing->renames_are_cut, hearing->arena));
    hearing->has_renames = true;
    return NULL;
}

struct failure *hearing_list(struct hearing *hearing)
{
    if (hearing->is_listed)
        return NULL;
    struct commit_ids commit = hearing->head.commit;
    if (hearing->head.kind == SNAPSHOT_COMMIT)
        TRY(snapshot_of_commit(&hearing->head, hearing->repository, &commit, hearing->arena));
    commit = hearing->base.commit;
    if (hearing->has_base) {
        TRY(snapshot_of_commit(&hearing->base, hearing->repository, &commit, hearing->arena));
        if (attributes_mark_added(&hearing->head, &hearing->base))
            TRY(hearing_find_renames(hearing));
        attributes_agree_with(&hearing->head, &hearing->base, hearing->renames,
                              hearing->rename_count, hearing->arena);
    }
    hearing->is_listed = true;
    return NULL;
}

static struct failure *open_all(struct hearing *hearing, int *status)
{
    const struct judge_options *options = hearing->options;
    enum repository_status state = REPOSITORY_OPEN;
    source_start();
    struct failure *failure =
        repository_open(&hearing->repository, options->repository, options->verify_objects, &state);
    if (failure) {
        *status = state == REPOSITORY_MISSING ? 3 : 4;
        return failure;
    }
    if (options->more_objects)
        TRY(repository_add_objects(hearing->repository, options->more_objects));
    if (options->index_file)
        repository_use_index(hearing->repository, options->index_file);
    TRY(take_head(hearing, status));
    hearing->policy = hearing->head;
    if (options->base)
        TRY(take_base(hearing, status));
    return hearing_read_evidence(hearing);
}

struct failure *hearing_open(struct hearing *hearing, const struct judge_options *options,
                             struct arena *arena, int *status)
{
    *hearing = (struct hearing){.options = options, .arena = arena};
    deadline_init(&hearing->deadline, options->timeout);
    hearing->labels = ARENA_NEW(arena, struct fact_label);
    *status = 0;
    struct failure *failure = open_all(hearing, status);
    if (!failure)
        return NULL;
    if (*status == 0)
        *status = hearing_status_of(failure);
    hearing_close(hearing);
    return failure;
}

void hearing_close(struct hearing *hearing)
{
    if (hearing->library_made)
        library_release(&hearing->library);
    if (hearing->repository)
        repository_close(hearing->repository);
    hearing->library_made = false;
    hearing->repository = NULL;
}

static struct failure *collect_of(struct hearing *hearing, const struct plan *plan,
                                  enum plan_side side, const struct snapshot *snapshot,
                                  const struct snapshot *base, struct collection *out)
{
    bool is_given = hearing->options->evidence_count > 0;
    const struct collect_options options = {
        .side = side,
        .snapshot = snapshot,
        .base = base,
        .repository = hearing->repository,
        .labels = hearing->labels,
        .evidence = is_given ? hearing->options->evidence : hearing->evidence.items,
        .evidence_count = is_given ? hearing->options->evidence_count : hearing->evidence.count,
        .now = (int64_t)hearing->options->today * 86400,
        .whole_history = hearing->options->whole_history && snapshot == &hearing->head,
        .jobs = hearing->options->jobs,
        .deadline = &hearing->deadline,
    };
    return collect(out, plan, &options, hearing->arena);
}

struct failure *hearing_collect(struct hearing *hearing, const struct plan *plan,
                                enum plan_side side, bool base_as_head, struct collection *out)
{
    TRY(hearing_list(hearing));
    if (base_as_head || side == SIDE_BASE)
        return collect_of(hearing, plan, side, &hearing->base, NULL, out);
    return collect_of(hearing, plan, side, &hearing->head,
                      hearing->has_base ? &hearing->base : NULL, out);
}

struct failure *hearing_collect_unchanged(struct hearing *hearing, const struct plan *plan,
                                          bool of_tip, struct collection *out)
{
    const struct snapshot *base = &hearing->base;
    TRY(hearing_list(hearing));
    if (of_tip) {
        struct snapshot *tip = ARENA_NEW(hearing->arena, struct snapshot);
        TRY(snapshot_of_commit(tip, hearing->repository, &hearing->policy.commit, hearing->arena));
        base = tip;
    }
    return collect_of(hearing, plan, SIDE_HEAD, base, base, out);
}

const struct snapshot *hearing_records(const struct hearing *hearing)
{
    bool of_head = !hearing->has_base || hearing->options->exceptions_from_head;
    return of_head ? &hearing->head : &hearing->policy;
}

struct failure *hearing_publish(struct hearing *hearing, struct collection *collection,
                                const struct evaluation *evaluation, bool proposed)
{
    if (publish_asks_history(collection->plan, evaluation))
        TRY(hearing_read_history(hearing));
    const struct publish_options options = {
        .evaluation = evaluation,
        .history = hearing->history,
        .proposed = proposed,
    };
    return publish_exceptions(collection, &options, hearing->arena);
}
