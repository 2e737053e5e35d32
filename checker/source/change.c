#include "source/history.h"

#include "base/limits.h"
#include "source/renames.h"
#include "source/state.h"

#include <stdlib.h>
#include <string.h>

static int count_deltas(const git_diff *diff, const git_diff_delta *delta, const char *matched,
                        void *payload)
{
    (void)diff;
    (void)delta;
    (void)matched;
    size_t *count = payload;
    return ++*count > LIMIT_SNAPSHOT_ENTRIES ? -1 : 0;
}

static struct failure *find_tree(git_tree **out, struct repository *repository,
                                 const struct object_id *id)
{
    if (!id || object_id_is_zero(id))
        return NULL;
    if (git_tree_lookup(out, repository->git, oid_of(id)) == 0)
        return NULL;
    char hex[OBJECT_ID_HEX_SIZE];
    object_id_format(id, hex);
    return GIT_FAILURE("cannot read the tree %s", hex);
}

static struct failure *compare(git_diff **out, struct repository *repository,
                               const struct object_id *from, const struct object_id *to)
{
    AUTO(git_tree) *old_tree = NULL;
    AUTO(git_tree) *new_tree = NULL;
    TRY(find_tree(&old_tree, repository, from));
    TRY(find_tree(&new_tree, repository, to));
    size_t count = 0;
    git_diff_options options = {.version = GIT_DIFF_OPTIONS_VERSION,
                                .flags = GIT_DIFF_INCLUDE_TYPECHANGE | GIT_DIFF_SKIP_BINARY_CHECK,
                                .notify_cb = count_deltas,
                                .payload = &count};
    int code = git_diff_tree_to_tree(out, repository->git, old_tree, new_tree, &options);
    if (count > LIMIT_SNAPSHOT_ENTRIES)
        return failure_new(FAILURE_LIMIT, "more than %d files differ", LIMIT_SNAPSHOT_ENTRIES);
    if (code != 0)
        return GIT_FAILURE("cannot compare two trees");
    return NULL;
}

static bool is_blob(const git_diff_file *file)
{
    unsigned type = file->mode & (unsigned)MODE_TYPE;
    return type == MODE_FILE || type == MODE_LINK;
}

static bool read_side(struct repository *repository, const git_diff_file *file, struct object *out)
{
    *out = (struct object){.bytes = ""};
    if (file->mode == 0)
        return true; /* nothing stands on this side */
    struct object_id id = id_of(&file->id);
    return is_blob(file) &&
           object_read(repository, &id, GIT_OBJECT_BLOB, LIMIT_BLOB_BYTES, out) == OBJECT_READ;
}

/* Of two buffers, not of the delta: so no attribute and no setting of the
 * repository has a say. */
static void count_lines(struct repository *repository, const git_diff_delta *delta,
                        struct change *out)
{
    __attribute__((cleanup(object_auto))) struct object old_side = {.size = 0};
    __attribute__((cleanup(object_auto))) struct object new_side = {.size = 0};
    AUTO(git_patch) *patch = NULL;
    git_diff_options options = {.version = GIT_DIFF_OPTIONS_VERSION, .context_lines = 0};
    if (!read_side(repository, &delta->old_file, &old_side) ||
        !read_side(repository, &delta->new_file, &new_side) ||
        git_patch_from_buffers(&patch, old_side.bytes, old_side.size, NULL, new_side.bytes,
                               new_side.size, NULL, &options) != 0 ||
        (git_patch_get_delta(patch)->flags & GIT_DIFF_FLAG_BINARY))
        return;
    size_t added = 0;
    size_t removed = 0;
    if (git_patch_line_stats(NULL, &added, &removed, patch) != 0)
        return;
    out->lines_known = true;
    out->lines_added = (uint32_t)added;
    out->lines_removed = (uint32_t)removed;
}

/* One whose type changed is two: what it was may have another name now, and what it is may
 * have had another one. */
static bool describe(const git_diff *diff, const struct pairing *pairing, size_t number,
                     git_diff_delta *out)
{
    *out = *git_diff_get_delta(diff, number);
    if (pairing->sources[number] != PAIRING_NONE) {
        out->status = GIT_DELTA_RENAMED;
        out->old_file = git_diff_get_delta(diff, pairing->sources[number])->old_file;
    } else if (pairing->is_source[number]) {
        if (out->status == GIT_DELTA_DELETED)
            return false;
        out->status = GIT_DELTA_ADDED;
        out->old_file = (git_diff_file){.path = out->new_file.path};
    }
    return true;
}

static bool read_status(const git_diff_delta *delta, struct change *out, struct arena *arena)
{
    const char *path = delta->new_file.path;
    switch ((int)delta->status) {
    case GIT_DELTA_ADDED:
        out->status = CHANGE_ADDED;
        break;
    case GIT_DELTA_DELETED:
        out->status = CHANGE_DELETED;
        path = delta->old_file.path;
        break;
    case GIT_DELTA_RENAMED:
        out->status = CHANGE_RENAMED;
        out->old_path = arena_strdup(arena, delta->old_file.path);
        break;
    case GIT_DELTA_MODIFIED:
    case GIT_DELTA_TYPECHANGE:
        out->status = CHANGE_MODIFIED;
        break;
    default:
        return false;
    }
    out->path = arena_strdup(arena, path);
    return true;
}

static int by_path(const void *a, const void *b)
{
    const struct change *left = a;
    const struct change *right = b;
    int order = strcmp(left->path, right->path);
    return order != 0 ? order : (int)left->status - (int)right->status;
}

struct failure *history_changes(struct repository *repository, const struct object_id *from_tree,
                                const struct object_id *to_tree, struct change **out, size_t *count,
                                bool *is_cut, struct arena *arena)
{
    AUTO(git_diff) *diff = NULL;
    struct pairing pairing;
    TRY(compare(&diff, repository, from_tree, to_tree));
    renames_pair(repository, diff, PAIR_SIMILAR, &pairing, arena);
    size_t deltas = git_diff_num_deltas(diff);
    struct change *changes = ARENA_ARRAY(arena, struct change, deltas);
    size_t found = 0;
    for (size_t i = 0; i < deltas; i++) {
        git_diff_delta delta;
        if (!describe(diff, &pairing, i, &delta) || !read_status(&delta, &changes[found], arena))
            continue;
        count_lines(repository, &delta, &changes[found]);
        found++;
    }
    if (found > 0)
        qsort(changes, found, sizeof(*changes), by_path);
    *out = changes;
    *count = found;
    if (is_cut)
        *is_cut = pairing.is_cut;
    return NULL;
}

struct failure *history_churn(struct repository *repository, const struct object_id *from_tree,
                              const struct object_id *to_tree, bool (*counts)(const char *path),
                              uint64_t enough, uint64_t *out)
{
    AUTO(git_diff) *diff = NULL;
    struct pairing pairing;
    struct arena scratch;
    *out = 0;
    TRY(compare(&diff, repository, from_tree, to_tree));
    arena_init(&scratch, 1 << 16);
    renames_pair(repository, diff, PAIR_IDENTICAL, &pairing, &scratch);
    for (size_t i = 0; i < git_diff_num_deltas(diff) && *out < enough; i++) {
        git_diff_delta delta;
        struct change change = {.lines_known = false};
        if (!describe(diff, &pairing, i, &delta) || !counts(delta.new_file.path))
            continue;
        count_lines(repository, &delta, &change);
        *out += (uint64_t)change.lines_added + change.lines_removed;
    }
    arena_release(&scratch);
    return NULL;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct renamed *)a)->path, ((const struct renamed *)b)->path);
}

struct failure *history_renames(struct repository *repository, const struct object_id *from_tree,
                                const struct object_id *to_tree, struct renamed **out,
                                size_t *count, bool *is_cut, struct arena *arena)
{
    AUTO(git_diff) *diff = NULL;
    struct pairing pairing;
    TRY(compare(&diff, repository, from_tree, to_tree));
    renames_pair(repository, diff, PAIR_SIMILAR, &pairing, arena);
    size_t deltas = git_diff_num_deltas(diff);
    size_t found = 0;
    for (size_t i = 0; i < deltas; i++)
        found += pairing.sources[i] != PAIRING_NONE ? 1 : 0;
    struct renamed *renames = ARENA_ARRAY(arena, struct renamed, found);
    *out = renames;
    *count = found;
    if (is_cut)
        *is_cut = pairing.is_cut;
    for (size_t i = 0; i < deltas; i++) {
        git_diff_delta delta;
        if (!describe(diff, &pairing, i, &delta) || delta.status != GIT_DELTA_RENAMED)
            continue;
        *renames++ = (struct renamed){.path = arena_strdup(arena, delta.new_file.path),
                                      .old_path = arena_strdup(arena, delta.old_file.path)};
    }
    if (found > 0)
        qsort(*out, found, sizeof(**out), by_name);
    return NULL;
}

const char *history_renamed_from(const struct renamed *renames, size_t count, const char *path)
{
    const struct renamed key = {.path = path};
    const struct renamed *found =
        count > 0 ? bsearch(&key, renames, count, sizeof(*renames), by_name) : NULL;
    return found ? found->old_path : NULL;
}
