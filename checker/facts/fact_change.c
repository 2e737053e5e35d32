#include "facts/governs.h"
#include "facts/history_kinds.h"

#include <string.h>

enum { STATUS, OLD_PATH, LINES_ADDED, LINES_REMOVED, GOVERNS };

static const char *const statuses[] = {"added", "modified", "deleted", "renamed", NULL};

static const struct fact_field fields[] = {
    {"status", {.kind = TYPE_WORD, .words = statuses}, false, "what became of the file"},
    {"old_path", {.kind = TYPE_PATH}, true, "of a renamed file"},
    {"lines_added", {.kind = TYPE_INTEGER}, false, "unknown for what has no lines"},
    {"lines_removed", {.kind = TYPE_INTEGER}, false, "unknown for what has no lines"},
    {"governs",
     {.kind = TYPE_BOOLEAN},
     false,
     "the file, or the one it was, decides how the repository is judged"},
    {0},
};

static const char *const key[] = {"path", NULL};

const struct fact_kind fact_kind_change = {
    .name = "change",
    .summary = "a file that the head adds, changes, deletes or renames against the base",
    .key = key,
    .fields = fields,
};

static void add_change(struct fact_writer *writer, const struct change *change)
{
    struct arena *arena = fact_arena(writer);
    struct value *cells = fact_add(writer, &fact_kind_change, change->path, 1, 1)->cells;
    cells[STATUS] = value_text(statuses[change->status]);
    cells[OLD_PATH] = value_text(change->old_path);
    if (change->lines_known) {
        cells[LINES_ADDED] = value_integer(change->lines_added);
        cells[LINES_REMOVED] = value_integer(change->lines_removed);
    } else {
        cells[LINES_ADDED] = cells[LINES_REMOVED] =
            value_unknown(arena, UNKNOWN_UNOBSERVABLE, "the lines of this file cannot be counted");
    }
    cells[GOVERNS] = value_boolean(path_governs(change->path) ||
                                   (change->old_path && path_governs(change->old_path)));
}

static bool is_changed(const struct fact_repository *repository, const struct entry *new,
                       const struct entry *old)
{
    struct object_id id = new->id;
    if (repository->snapshot->kind == SNAPSHOT_WORK_TREE)
        reader_identify(repository->reader, new, &id);
    return new->kind != old->kind || memcmp(&id, &old->id, sizeof(id)) != 0;
}

/* The index and the work tree have no tree of their own: their listing is compared
 * with the base's. Renames are a deletion and an addition then. */
static void compare_listings(struct fact_writer *writer, const struct fact_repository *repository)
{
    const struct snapshot *head = repository->snapshot;
    const struct snapshot *base = repository->base;
    size_t n = 0;
    size_t o = 0;
    while (n < head->count || o < base->count) {
        int order = n == head->count   ? 1
                    : o == base->count ? -1
                                       : strcmp(head->entries[n].path, base->entries[o].path);
        struct change change = {.status = order < 0   ? CHANGE_ADDED
                                          : order > 0 ? CHANGE_DELETED
                                                      : CHANGE_MODIFIED,
                                .path = order <= 0 ? head->entries[n].path : base->entries[o].path};
        if (order != 0 || is_changed(repository, &head->entries[n], &base->entries[o]))
            add_change(writer, &change);
        n += order <= 0 ? 1 : 0;
        o += order >= 0 ? 1 : 0;
    }
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    if (!repository->base) {
        fact_add_gaps(writer, NULL, UNKNOWN_UNOBSERVABLE, "there is no base to compare with");
        return NULL;
    }
    if (repository->snapshot->kind != SNAPSHOT_COMMIT || !repository->repository) {
        compare_listings(writer, repository);
        return NULL;
    }
    struct change *changes = NULL;
    size_t count = 0;
    TRY(history_changes(repository->repository, &repository->base->commit.tree,
                        &repository->snapshot->commit.tree, &changes, &count, NULL,
                        fact_arena(writer)));
    for (size_t i = 0; i < count; i++)
        add_change(writer, &changes[i]);
    return NULL;
}

static const struct fact_kind *const kinds[] = {&fact_kind_change, NULL};

FACT(change) = {
    .name = "change",
    .area = FACT_AREA_HISTORY,
    .names_only = true,
    .summary = "what changed from the base to the snapshot",
    .version = 1,
    .kinds = kinds,
    .recognise_repository = recognise,
};
