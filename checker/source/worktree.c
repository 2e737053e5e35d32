#include "source/snapshot.h"

#include "source/folder.h"
#include "source/walk.h"

#include <git2/sys/repository.h>

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static struct failure *open_index_file(git_index **out, const struct repository *repository)
{
    if (git_index_open(out, repository->index_file) != 0 || git_index_read(*out, 1) != 0 ||
        git_repository_set_index(repository->git, *out) != 0)
        return GIT_FAILURE("cannot read the index '%s'", repository->index_file);
    return NULL;
}

static struct failure *open_index(git_index **out, struct repository *repository)
{
    if (!repository->work_tree)
        return failure_new(FAILURE_USAGE, "'%s' is bare: it has no work tree and no index",
                           repository->path);
    struct stat found;
    struct arena arena;
    arena_init(&arena, 256);
    const char *file = repository->index_file ? repository->index_file
                                              : arena_printf(&arena, "%sindex", repository->path);
    bool is_file = stat(file, &found) != 0 || S_ISREG(found.st_mode);
    arena_release(&arena);
    if (!is_file) /* libgit2 would say that it is no longer there */
        return failure_new(FAILURE_ENVIRONMENT,
                           "cannot read the index of '%s': it is not a regular file",
                           repository->path);
    if (repository->index_file)
        return open_index_file(out, repository);
    if (git_repository_index(out, repository->git) != 0 || git_index_read(*out, 1) != 0)
        return GIT_FAILURE("cannot read the index of '%s'", repository->path);
    return NULL;
}

static struct failure *head_of(struct repository *repository, struct commit_ids *out)
{
    bool found = false;
    struct commit_ids head = {.time = 0};
    TRY(repository_resolve(repository, NULL, &head, &found));
    *out = head;
    return NULL;
}

/* An index file is as hostile as a tree. */
static struct failure *add_path(struct listing *listing, const char *path, unsigned mode,
                                const git_oid *id)
{
    static const struct object_id zero;
    struct object_id known = id ? id_of(id) : zero;
    enum entry_kind kind = ENTRY_FILE;
    const char *problem = path_problem(path);
    if (!problem && !mode_kind(mode, &kind))
        problem = "has a mode that git does not know";
    if (problem) {
        listing_add_defect(listing, path, strlen(path), problem);
        return NULL;
    }
    return listing_add(listing, path, strlen(path), kind, &known);
}

struct failure *snapshot_of_index(struct snapshot *out, struct repository *repository,
                                  struct arena *arena)
{
    AUTO(git_index) *index = NULL;
    AUTO_STRUCT(listing) listing = {.arena = arena};
    TRY(open_index(&index, repository));
    size_t count = git_index_entrycount(index);
    for (size_t i = 0; i < count; i++) {
        const git_index_entry *entry = git_index_get_byindex(index, i);
        if (git_index_entry_stage(entry) != 0)
            return failure_new(FAILURE_ENVIRONMENT, "the index has unmerged paths ('%s')",
                               entry->path);
        /* `git add -N`: a promise, not content */
        if (entry->flags_extended & GIT_INDEX_ENTRY_INTENT_TO_ADD)
            continue;
        TRY(add_path(&listing, entry->path, entry->mode, &entry->id));
    }
    struct snapshot_state *state = ARENA_NEW(arena, struct snapshot_state);
    *state = (struct snapshot_state){.storage = STORED_AS_OBJECTS, .repository = repository};
    struct snapshot snapshot = {.kind = SNAPSHOT_INDEX, .state = state};
    TRY(head_of(repository, &snapshot.commit));
    listing_finish(&listing, &snapshot);
    TRY(attributes_load(&state->attributes, &snapshot, arena));
    *out = snapshot;
    return NULL;
}

/* Submodules, and what a sparse checkout leaves out, stand in the index only. */
static struct failure *add_from_index(struct listing *listing, git_index *index,
                                      struct folder *folder, const struct entry ***absent,
                                      size_t *absent_count)
{
    size_t count = git_index_entrycount(index);
    size_t capacity = 0;
    for (size_t i = 0; i < count; i++) {
        const git_index_entry *entry = git_index_get_byindex(index, i);
        bool is_submodule = (entry->mode & MODE_TYPE) == MODE_COMMIT;
        bool is_skipped = (entry->flags_extended & GIT_INDEX_ENTRY_SKIP_WORKTREE) != 0;
        if ((!is_submodule && !is_skipped) || path_problem(entry->path))
            continue;
        enum folder_kind kind = folder_kind(folder, entry->path);
        if (is_submodule ? kind != FOLDER_FOLDER && !is_skipped : kind != FOLDER_NOTHING)
            continue;
        TRY(add_path(listing, entry->path, entry->mode, &entry->id));
        if (is_submodule)
            continue;
        struct entry *copy = ARENA_NEW(listing->arena, struct entry);
        *copy = listing->entries[listing->count - 1];
        /* NOLINTNEXTLINE(bugprone-sizeof-expression): an array of pointers */
        *absent = arena_grow(listing->arena, *absent, *absent_count, &capacity, sizeof(**absent));
        (*absent)[(*absent_count)++] = copy;
    }
    return NULL;
}

static void folder_auto(struct folder **folder)
{
    folder_close(*folder);
}

static int by_path(const void *a, const void *b)
{
    return strcmp((*(const struct entry *const *)a)->path, (*(const struct entry *const *)b)->path);
}

struct failure *snapshot_of_work_tree(struct snapshot *out, struct repository *repository,
                                      struct arena *arena)
{
    AUTO(git_index) *index = NULL;
    AUTO_STRUCT(folder) *folder = NULL;
    AUTO_STRUCT(listing) listing = {.arena = arena};
    TRY(open_index(&index, repository));
    TRY(folder_open(&folder, repository->work_tree));
    TRY(listing_add_work_tree(&listing, repository, index));

    const struct entry **absent = NULL;
    size_t absent_count = 0;
    TRY(add_from_index(&listing, index, folder, &absent, &absent_count));
    if (absent_count > 0)
        qsort(absent, absent_count, sizeof(struct entry *), by_path);

    struct snapshot_state *state = ARENA_NEW(arena, struct snapshot_state);
    *state = (struct snapshot_state){.storage = STORED_IN_FOLDER,
                                     .repository = repository,
                                     .absent = absent,
                                     .absent_count = absent_count};
    struct snapshot snapshot = {.kind = SNAPSHOT_WORK_TREE, .state = state};
    TRY(head_of(repository, &snapshot.commit));
    listing_finish(&listing, &snapshot);
    TRY(attributes_load(&state->attributes, &snapshot, arena));
    *out = snapshot;
    return NULL;
}

static size_t count_untracked(const struct listing *listing, git_index *index)
{
    size_t count = 0;
    for (size_t i = 0; i < listing->count; i++)
        if (git_index_find(NULL, index, listing->entries[i].path) != 0)
            count++;
    return count;
}

struct failure *repository_count_changes(struct repository *repository, size_t *out)
{
    *out = 0;
    if (!repository->work_tree)
        return NULL;
    AUTO(git_index) *index = NULL;
    AUTO(git_status_list) *status = NULL;
    git_status_options options = {
        .version = GIT_STATUS_OPTIONS_VERSION,
        .show = GIT_STATUS_SHOW_INDEX_AND_WORKDIR,
        .flags = GIT_STATUS_OPT_EXCLUDE_SUBMODULES | GIT_STATUS_OPT_DISABLE_PATHSPEC_MATCH,
    };
    TRY(open_index(&index, repository));
    if (git_status_list_new(&status, repository->git, &options) != 0)
        return GIT_FAILURE("cannot compare the work tree '%s'", repository->work_tree);
    struct arena arena;
    arena_init(&arena, 1 << 16);
    AUTO_STRUCT(listing) listing = {.arena = &arena};
    struct failure *failure = listing_add_work_tree(&listing, repository, index);
    if (!failure)
        *out = git_status_list_entrycount(status) + count_untracked(&listing, index);
    arena_release(&arena);
    return failure;
}
