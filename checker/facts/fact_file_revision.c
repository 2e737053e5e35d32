/* file_revision - when the files of the tree were last changed on the branch. */
#include "facts/history_rows.h"

enum { CHANGED };

static const struct fact_kind file_revision_kind = {
    .name = "file_revision",
    .summary = "the last change of a file on the branch, its first parents alone",
    .key = (const char *const[]){"path", NULL},
    .fields =
        (const struct fact_field[]){
            {"changed",
             {.kind = TYPE_TIME},
             false,
             "when the newest commit that touched it was committed; a merge is one commit"},
            {0},
        },
};

static struct value time_or_unknown(struct arena *arena, int64_t time, bool is_shallow)
{
    return time != INT64_MIN
               ? value_time(time)
               : value_unknown(arena, UNKNOWN_UNOBSERVABLE,
                               is_shallow ? "shallow clone: fetch with fetch-depth: 0"
                                          : "the history ends before its last change");
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    struct arena *arena = fact_arena(writer);
    const struct snapshot *snapshot = repository->snapshot;
    const struct object_id *head = &snapshot->commit.commit;
    const char **paths = ARENA_ARRAY(arena, const char *, snapshot->count + 1);
    int64_t *times = ARENA_ARRAY(arena, int64_t, snapshot->count + 1);
    size_t count = 0;
    bool truncated = false;
    for (size_t i = 0; i < snapshot->count; i++)
        if (fact_wants_path(repository, &file_revision_kind, snapshot->entries[i].path)) {
            times[count] = INT64_MIN;
            paths[count++] = snapshot->entries[i].path;
        }
    if (repository->repository && !object_id_is_zero(head))
        TRY(history_last_changed(repository->repository, head, paths, count, times, &truncated,
                                 arena));
    bool is_shallow = repository->repository && repository_is_shallow(repository->repository);
    for (size_t i = 0; i < count; i++)
        fact_add(writer, &file_revision_kind, paths[i], 1, 1)->cells[CHANGED] =
            time_or_unknown(arena, times[i], is_shallow);
    return NULL;
}

FACT(file_revision) = {
    .name = "file_revision",
    .area = FACT_AREA_HISTORY,
    .names_only = true,
    .summary = "when the files of the tree were last changed on the branch",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&file_revision_kind, NULL},
    .recognise_repository = recognise,
};
