#include "source/graph.h"
#include "source/history.h"

#include <stdlib.h>
#include <string.h>

AUTO_DEFINE(git_reference_iterator)

static int by_name(const void *left, const void *right)
{
    const struct branch_tip *a = left;
    const struct branch_tip *b = right;
    int order = strcmp(a->name, b->name);
    return order != 0 ? order : memcmp(&a->tip, &b->tip, sizeof(a->tip));
}

/* NULL for what is no branch: tags, notes, the HEAD of a remote. */
static const char *name_of(const char *reference)
{
    static const char local[] = "refs/heads/";
    static const char remote[] = "refs/remotes/";
    if (string_starts_with(reference, local))
        return reference + strlen(local);
    if (!string_starts_with(reference, remote))
        return NULL;
    const char *slash = strchr(reference + strlen(remote), '/');
    return slash && strcmp(slash + 1, "HEAD") != 0 ? slash + 1 : NULL;
}

static size_t drop_repeated(struct branch_tip *branches, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || by_name(&branches[kept - 1], &branches[i]) != 0)
            branches[kept++] = branches[i];
    return kept;
}

struct listing {
    struct arena *arena;
    struct branch_tip *branches;
    size_t count, capacity;
};

static void add_branch(struct listing *listing, const git_reference *reference)
{
    AUTO(git_reference) *direct = NULL;
    const char *name = name_of(git_reference_name(reference));
    if (!name || git_reference_resolve(&direct, reference) != 0)
        return;
    listing->branches = arena_grow(listing->arena, listing->branches, listing->count,
                                   &listing->capacity, sizeof(*listing->branches));
    listing->branches[listing->count++] = (struct branch_tip){arena_strdup(listing->arena, name),
                                                              id_of(git_reference_target(direct))};
}

struct failure *history_branches(struct repository *repository, struct branch_tip **out,
                                 size_t *count, struct arena *arena)
{
    AUTO(git_reference_iterator) *iterator = NULL;
    struct listing listing = {.arena = arena};
    git_reference *reference = NULL;
    int code = git_reference_iterator_new(&iterator, repository->git);
    while (code == 0 && (code = git_reference_next(&reference, iterator)) == 0) {
        add_branch(&listing, reference);
        git_reference_free(reference);
        reference = NULL;
    }
    if (code != GIT_ITEROVER)
        return GIT_FAILURE("cannot list the branches of '%s'", repository->path);
    if (listing.count > 0)
        qsort(listing.branches, listing.count, sizeof(*listing.branches), by_name);
    *out = listing.branches;
    *count = drop_repeated(listing.branches, listing.count);
    return NULL;
}
