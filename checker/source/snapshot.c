#include "source/snapshot.h"

#include "source/state.h"

#include <string.h>

const struct entry *snapshot_find(const struct snapshot *snapshot, const char *path)
{
    size_t low = 0;
    size_t high = snapshot->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(path, snapshot->entries[middle].path);
        if (order == 0)
            return &snapshot->entries[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

bool snapshot_has_folder(const struct snapshot *snapshot, const char *path)
{
    if (!*path)
        return true;
    size_t low = 0;
    size_t high = snapshot->folder_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(path, snapshot->folders[middle]);
        if (order == 0)
            return true;
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return false;
}

struct failure *snapshot_of_commit(struct snapshot *out, struct repository *repository,
                                   const struct commit_ids *commit, struct arena *arena)
{
    AUTO_STRUCT(listing) listing = {.arena = arena};
    TRY(listing_add_tree(&listing, repository, &commit->tree, NULL));

    struct snapshot_state *state = ARENA_NEW(arena, struct snapshot_state);
    *state = (struct snapshot_state){.storage = STORED_AS_OBJECTS, .repository = repository};
    struct snapshot snapshot = {.kind = SNAPSHOT_COMMIT, .commit = *commit, .state = state};
    listing_finish(&listing, &snapshot);
    TRY(attributes_load(&state->attributes, &snapshot, arena));
    *out = snapshot;
    return NULL;
}

struct failure *snapshot_of_commit_part(struct snapshot *out, struct repository *repository,
                                        const struct commit_ids *commit, const char *const *names,
                                        struct arena *arena)
{
    AUTO_STRUCT(listing) listing = {.arena = arena};
    TRY(listing_add_tree(&listing, repository, &commit->tree, names));

    struct snapshot_state *state = ARENA_NEW(arena, struct snapshot_state);
    *state = (struct snapshot_state){.storage = STORED_AS_OBJECTS, .repository = repository};
    struct snapshot snapshot = {.kind = SNAPSHOT_COMMIT, .commit = *commit, .state = state};
    listing_finish(&listing, &snapshot);
    *out = snapshot;
    return NULL;
}
