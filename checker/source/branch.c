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

struct failure *history_branches(struct repository *repository, struct branch_tip **out,
                                 size_t *count, struct arena *arena)
{
    AUTO(git_reference_iterator) *iterator = NULL;
    struct branch_tip *branches = NULL;
    size_t branch_count = 0;
    size_t capacity = 0;
    if (git_reference_iterator_new(&iterator, repository->git) != 0)
        return GIT_FAILURE("cannot list the branches of '%s'", repository->path);
    for (;;) {
        AUTO(git_reference) *reference = NULL;
        AUTO(git_reference) *direct = NULL;
        int code = git_reference_next(&reference, iterator);
        if (code == GIT_ITEROVER)
            break;
        if (code != 0)
            return GIT_FAILURE("cannot list the branches of '%s'", repository->path);
        const char *name = name_of(git_reference_name(reference));
        if (!name || git_reference_resolve(&direct, reference) != 0)
            continue;
        branches = arena_grow(arena, branches, branch_count, &capacity, sizeof(*branches));
        branches[branch_count++] =
            (struct branch_tip){arena_strdup(arena, name), id_of(git_reference_target(direct))};
    }
    if (branch_count > 0)
        qsort(branches, branch_count, sizeof(*branches), by_name);
    *out = branches;
    *count = drop_repeated(branches, branch_count);
    return NULL;
}
