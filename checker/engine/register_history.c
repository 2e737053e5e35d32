#include "engine/register_history.h"

#include "engine/work_tree_path.h"
#include "policy/policy.h"
#include "policy/register.h"

#include <string.h>
#include <sys/stat.h>

/* The folder itself, or the one that the file lies in. */
static const char *folder_of(struct arena *arena, const char *path, const struct stat *status)
{
    const char *slash = strrchr(path, '/');
    if (S_ISDIR(status->st_mode))
        return path;
    return slash ? arena_copy(arena, (struct text){path, (size_t)(slash - path) + 1}) : ".";
}

static struct failure *open_folder(struct arena *arena, const char *path, const struct stat *status,
                                   struct repository **out, struct commit_ids *commit,
                                   const char **inside)
{
    enum repository_status open_status;
    bool found = false;
    TRY(repository_open(out, folder_of(arena, path, status), false, &open_status));
    const char *work_tree = repository_work_tree(*out);
    *inside = work_tree ? work_tree_path(arena, work_tree, path) : NULL;
    TRY(repository_resolve(*out, NULL, commit, &found));
    if (!found)
        *inside = NULL; /* no commit yet */
    return NULL;
}

static bool is_same(const struct repository *one, const struct repository *other)
{
    return other && strcmp(repository_path(one), repository_path(other)) == 0;
}

static struct failure *read_one(struct register_history *one, const char *path,
                                const struct repository *change, const struct ruleset *ruleset,
                                struct arena *arena)
{
    struct stat status;
    struct commit_ids commit;
    const char *inside = NULL;
    if (stat(path, &status) == 0) {
        TRY(open_folder(arena, path, &status, &one->repository, &commit, &inside));
        if (is_same(one->repository, change))
            inside = NULL;
    } else {
        TRY(exception_commit_of_path(arena, path, &one->repository, &commit, &inside));
    }
    if (!inside) {
        repository_close(one->repository);
        one->repository = NULL;
        return NULL;
    }
    const char *const places[] = {inside, NULL};
    return exception_history_read_at(&one->history, one->repository, &commit.commit, places,
                                     ruleset, arena);
}

void register_histories_read(struct register_histories *out, const char *const *registers,
                             const struct repository *change, const struct ruleset *ruleset,
                             struct arena *arena)
{
    size_t count = 0;
    while (registers && registers[count])
        count++;
    out->registers = registers;
    out->items = ARENA_ARRAY(arena, struct register_history, count + 1);
    out->count = count;
    for (size_t i = 0; i < count; i++) {
        struct register_history *one = &out->items[i];
        *one = (struct register_history){0};
        struct failure *failure = read_one(one, registers[i], change, ruleset, arena);
        if (failure) { /* its files were read; what nobody can read proves nothing */
            repository_close(one->repository);
            one->repository = NULL;
            failure_free(failure);
        }
    }
}

void register_histories_close(struct register_histories *histories)
{
    for (size_t i = 0; i < histories->count; i++)
        repository_close(histories->items[i].repository);
    histories->count = 0;
}

const struct register_history *register_history_of(const struct register_histories *histories,
                                                   const struct exception *record)
{
    size_t number = register_of(histories->registers, record);
    return number < histories->count && histories->items[number].repository
               ? &histories->items[number]
               : NULL;
}
