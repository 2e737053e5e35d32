#include "source/snapshot.h"

#include "source/state.h"

#include <string.h>

static int by_path(const void *a, const void *b)
{
    return strcmp(((const struct memory_file *)a)->path, ((const struct memory_file *)b)->path);
}

static struct failure *identify(const struct memory_file *file, struct object_id *out)
{
    if (file->kind == ENTRY_SUBMODULE) {
        *out = (struct object_id){{0}};
        if (file->content.size > 0 && !object_id_parse(file->content, out))
            return failure_new(FAILURE_USAGE, "the content of the submodule '%s' is no commit id",
                               file->path);
        return NULL;
    }
    git_oid hash = {{0}};
    const char *bytes = file->content.bytes ? file->content.bytes : "";
    if (git_odb_hash(&hash, bytes, file->content.size, GIT_OBJECT_BLOB) != 0)
        return GIT_FAILURE("cannot identify '%s'", file->path);
    *out = id_of(&hash);
    return NULL;
}

struct failure *snapshot_of_memory(struct snapshot *out, const struct memory_file *files,
                                   size_t count, struct arena *arena)
{
    source_start();
    struct memory_file *sorted = ARENA_ARRAY(arena, struct memory_file, count);
    if (count > 0) {
        memcpy(sorted, files, count * sizeof(*sorted));
        qsort(sorted, count, sizeof(*sorted), by_path);
    }
    AUTO_STRUCT(listing) listing = {.arena = arena};
    struct text *contents = ARENA_ARRAY(arena, struct text, count);
    for (size_t i = 0; i < count; i++) {
        const struct memory_file *file = &sorted[i];
        const char *problem = path_problem(file->path);
        if (problem)
            return failure_new(FAILURE_USAGE, "the path '%s' %s", file->path, problem);
        struct object_id id;
        TRY(identify(file, &id));
        TRY(listing_add(&listing, file->path, strlen(file->path), file->kind, &id));
        contents[i] = (struct text){arena_copy(arena, file->content), file->content.size};
    }
    struct snapshot_state *state = ARENA_NEW(arena, struct snapshot_state);
    *state = (struct snapshot_state){.storage = STORED_IN_MEMORY, .contents = contents};
    struct snapshot snapshot = {.kind = SNAPSHOT_COMMIT, .state = state};
    listing_finish(&listing, &snapshot);
    if (snapshot.defect_count > 0)
        return failure_new(FAILURE_USAGE, "the path '%s' %s", snapshot.defects[0].path,
                           snapshot.defects[0].problem);
    TRY(attributes_load(&state->attributes, &snapshot, arena));
    *out = snapshot;
    return NULL;
}
