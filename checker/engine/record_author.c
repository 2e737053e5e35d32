#include "engine/record_author.h"

#include "source/lineage.h"

#include <string.h>

/* Branches that were merged into branches that were merged, ...: nobody goes further. */
enum { MERGES_MOST = 16 };

/* The commit on the merged branch that brought the record as the merge has it; the merge
 * itself where no one there did. */
static struct failure *step(struct history_commit *commit, struct repository *repository,
                            struct lineage *people, const char *path, struct arena *arena,
                            bool *moved, const char **unknown)
{
    struct lineage *lineage = lineage_new(repository, &commit->id, arena);
    struct object_id here;
    struct revision revision;
    bool found = false;
    const struct lineage_commit *merge = lineage_commit(lineage, 0);
    *moved = false;
    if (!merge || !merge->has_second || !lineage_entry(lineage, 0, path, &here)) {
        *unknown = "what was merged cannot be read";
        return NULL;
    }
    struct lineage *branch = lineage_new(repository, &merge->second, arena);
    struct path_walk *walk = path_walk_new(branch, path, arena);
    TRY(path_walk_next(walk, &revision, &found));
    if (!found) {
        *unknown = path_walk_truncated(walk);
        return NULL;
    }
    if (memcmp(revision.blob.bytes, here.bytes, OBJECT_ID_SIZE) != 0)
        return NULL;
    *moved = lineage_describe_other(people, &revision.commit, commit);
    if (!*moved)
        *unknown = "the commit that brought it cannot be read";
    return NULL;
}

struct failure *record_author_find(const char **out, struct repository *repository,
                                   const struct object_id *head,
                                   const struct history_commit *commit, const char *path,
                                   struct arena *arena, const char **unknown)
{
    struct history_commit current = *commit;
    struct lineage *people = lineage_new(repository, head, arena);
    bool moved = true;
    *out = NULL;
    *unknown = NULL;
    for (int merges = 0; moved && !*unknown && current.parents > 1; merges++) {
        if (current.parents > 2 || merges == MERGES_MOST)
            *unknown = "too much was merged at once to tell who wrote it";
        else
            TRY(step(&current, repository, people, path, arena, &moved, unknown));
    }
    if (!*unknown)
        *out = current.author.email;
    return NULL;
}
