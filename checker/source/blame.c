#include "source/blame.h"

#include "source/describe.h"
#include "source/git.h"
#include "source/graph.h"
#include "source/lineage.h"

AUTO_DEFINE(git_blame)

struct blaming {
    struct repository *repository;
    struct people people;
};

static const char *why_cut(const struct repository *repository)
{
    return repository->shallow ? "shallow clone: fetch with fetch-depth: 0"
                               : "what wrote them is not in this repository";
}

static void name_author(struct blaming *blaming, const git_oid *commit, struct blame_hunk *out)
{
    struct object_id id = id_of(commit);
    struct commit_object object;
    if (object_id_is_zero(&id)) {
        out->unknown = "no commit has them yet";
        return;
    }
    if (commit_read(blaming->repository, &id, &object) != OBJECT_READ) {
        out->unknown = why_cut(blaming->repository);
        return;
    }
    out->author = people_identify(&blaming->people, object.author).email;
    object_release(&object.object);
    if (!out->author || !*out->author) {
        out->author = NULL;
        out->unknown = "their commit names no address";
    }
}

static void read_hunks(struct blaming *blaming, git_blame *blame, struct arena *arena,
                       struct blame *out)
{
    out->count = git_blame_get_hunk_count(blame);
    out->hunks = ARENA_ARRAY(arena, struct blame_hunk, out->count + 1);
    for (size_t i = 0; i < out->count; i++) {
        const git_blame_hunk *hunk = git_blame_get_hunk_byindex(blame, (uint32_t)i);
        out->hunks[i] = (struct blame_hunk){.first = (uint32_t)hunk->final_start_line_number,
                                            .count = (uint32_t)hunk->lines_in_hunk};
        name_author(blaming, &hunk->final_commit_id, &out->hunks[i]);
    }
}

void blame_read(struct blame *out, struct repository *repository, const struct commit_ids *commit,
                const char *path, const struct text *now, const uint32_t lines[2],
                struct arena *arena)
{
    struct blaming blaming = {.repository = repository};
    git_blame_options options = {.version = GIT_BLAME_OPTIONS_VERSION,
                                 .newest_commit = *oid_of(&commit->commit)};
    if (!now) { /* else the lines of the commit are others */
        options.min_line = lines[0];
        options.max_line = lines[1];
    }
    AUTO(git_blame) *committed = NULL;
    AUTO(git_blame) *changed = NULL;
    *out = (struct blame){0};
    /* libgit2 1.5 gives up at the first parent or path that is not there, and loses memory. */
    if (repository->shallow || repository->partial) {
        out->unknown = why_cut(repository);
        return;
    }
    struct lineage *lineage = lineage_new(repository, &commit->commit, arena);
    if (!lineage_has_file(lineage, 0, path, arena)) {
        out->unknown = "no commit has the file";
        return;
    }
    people_init(&blaming.people, repository, &commit->tree, arena);
    int status = git_blame_file(&committed, repository->git, path, &options);
    if (status == 0 && now)
        status = git_blame_buffer(&changed, committed, now->bytes, now->size);
    if (status == 0)
        read_hunks(&blaming, now ? changed : committed, arena, out);
    else
        out->unknown = "its history cannot be followed";
}

const struct blame_hunk *blame_of_line(const struct blame *blame, uint32_t line)
{
    size_t low = 0;
    size_t high = blame->count;
    while (low < high) { /* the first that ends behind the line */
        size_t middle = low + (high - low) / 2;
        const struct blame_hunk *hunk = &blame->hunks[middle];
        if (hunk->first + hunk->count <= line)
            low = middle + 1;
        else
            high = middle;
    }
    return low < blame->count && blame->hunks[low].first <= line ? &blame->hunks[low] : NULL;
}
