#include "source/lineage.h"

#include "base/limits.h"
#include "source/describe.h"
#include "source/lineage_parts.h"

#include <string.h>

struct lineage *lineage_new(struct repository *repository, const struct object_id *head,
                            struct arena *arena)
{
    struct lineage *lineage = ARENA_NEW(arena, struct lineage);
    lineage->repository = repository;
    lineage->arena = arena;
    lineage->next = *head;
    cuts_load(&lineage->cuts, repository, arena);
    return lineage;
}

static void end(struct lineage *lineage, const char *because, bool is_damaged)
{
    lineage->is_ended = true;
    lineage->truncated = because;
    lineage->is_damaged = is_damaged;
}

static void read_next(struct lineage *lineage)
{
    if (lineage->count == LIMIT_HISTORY_COMMITS) {
        end(lineage, "the history is longer than the limit of commits", false);
        return;
    }
    struct commit_object commit;
    enum object_state state = commit_read(lineage->repository, &lineage->next, &commit);
    if (state == OBJECT_MISSING) {
        end(lineage, lineage->cuts.reason, false);
        return;
    }
    if (state != OBJECT_READ) {
        end(lineage, "a commit is corrupt", true);
        return;
    }
    lineage->commits = arena_grow(lineage->arena, lineage->commits, lineage->count,
                                  &lineage->capacity, sizeof(*lineage->commits));
    struct lineage_commit *read = &lineage->commits[lineage->count++];
    *read = (struct lineage_commit){.id = lineage->next,
                                    .tree = commit.tree,
                                    .time = commit.time,
                                    .parents = commit.parent_count,
                                    .has_second = commit.parent_count > 1};
    if (commit.parent_count > 0)
        lineage->next = commit_parent(&commit, 0);
    if (read->has_second)
        read->second = commit_parent(&commit, 1);
    object_release(&commit.object);
    if (read->parents == 0)
        end(lineage, NULL, false);
    else if (cuts_has(&lineage->cuts, &read->id))
        end(lineage, lineage->cuts.reason, lineage->cuts.damaged);
}

const struct lineage_commit *lineage_commit(struct lineage *lineage, size_t number)
{
    while (!lineage->is_ended && lineage->count <= number)
        read_next(lineage);
    return number < lineage->count ? &lineage->commits[number] : NULL;
}

const char *lineage_truncated(const struct lineage *lineage)
{
    return lineage->truncated;
}

bool lineage_is_damaged(const struct lineage *lineage)
{
    return lineage->is_damaged;
}

static struct people *people_of(struct lineage *lineage)
{
    const struct lineage_commit *head = lineage_commit(lineage, 0);
    if (!lineage->people && head) {
        lineage->people = ARENA_NEW(lineage->arena, struct people);
        people_init(lineage->people, lineage->repository, &head->tree, lineage->arena);
    }
    return lineage->people;
}

bool lineage_describe_other(struct lineage *lineage, const struct object_id *commit,
                            struct history_commit *out)
{
    struct people *people = people_of(lineage);
    struct commit_object object;
    if (!people || commit_read(lineage->repository, commit, &object) != OBJECT_READ)
        return false;
    *out = people_describe(people, &object, true);
    out->id = *commit;
    object_release(&object.object);
    return true;
}

bool lineage_describe(struct lineage *lineage, size_t number, struct history_commit *out)
{
    const struct lineage_commit *commit = lineage_commit(lineage, number);
    return commit && lineage_describe_other(lineage, &commit->id, out);
}

bool lineage_merged_author(struct lineage *lineage, size_t number, struct identity *out)
{
    const struct lineage_commit *commit = lineage_commit(lineage, number);
    struct commit_object object;
    if (!commit || !commit->has_second ||
        commit_read(lineage->repository, &commit->second, &object) != OBJECT_READ)
        return false;
    *out = people_identify(people_of(lineage), object.author);
    object_release(&object.object);
    return true;
}

static size_t renames_place(const struct lineage *lineage, size_t number)
{
    size_t low = 0, high = lineage->renames_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (lineage->renames[middle].number < number)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Files of one folder came with one commit more often than not, and each asks. */
static void keep_renames(struct lineage *lineage, size_t place, struct lineage_renames renames)
{
    lineage->renames = arena_grow(lineage->arena, lineage->renames, lineage->renames_count,
                                  &lineage->renames_capacity, sizeof(*lineage->renames));
    memmove(lineage->renames + place + 1, lineage->renames + place,
            (lineage->renames_count - place) * sizeof(*lineage->renames));
    lineage->renames[place] = renames;
    lineage->renames_count++;
    lineage->renamed_count += renames.count;
}

struct failure *lineage_name_before(struct lineage *lineage, size_t number, const char *path,
                                    const char **out, struct arena *arena)
{
    *out = NULL;
    const struct lineage_commit *parent = lineage_commit(lineage, number + 1);
    const struct lineage_commit *commit = lineage_commit(lineage, number);
    if (!parent || !commit)
        return NULL;
    size_t place = renames_place(lineage, number);
    struct lineage_renames renames = {.number = number};
    if (place < lineage->renames_count && lineage->renames[place].number == number) {
        renames = lineage->renames[place];
    } else {
        bool keeps = lineage->renames_count < LIMIT_LINEAGE_RENAMES &&
                     lineage->renamed_count < LIMIT_LINEAGE_RENAMES;
        struct renamed *items = NULL;
        TRY(history_renames(lineage->repository, &parent->tree, &commit->tree, &items,
                            &renames.count, NULL, keeps ? lineage->arena : arena));
        renames.items = items;
        if (keeps)
            keep_renames(lineage, place, renames);
    }
    const char *before = history_renamed_from(renames.items, renames.count, path);
    *out = before ? arena_strdup(arena, before) : NULL;
    return NULL;
}
