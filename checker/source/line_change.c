#include "source/line_change.h"

#include "source/git.h"
#include "source/state.h"

struct failure *line_changes(struct text before, struct text after, struct line_range **out,
                             size_t *count, struct arena *arena)
{
    AUTO(git_patch) *patch = NULL;
    git_diff_options options = {.version = GIT_DIFF_OPTIONS_VERSION, .context_lines = 0};
    if (git_patch_from_buffers(&patch, before.bytes ? before.bytes : "", before.size, NULL,
                               after.bytes ? after.bytes : "", after.size, NULL, &options) != 0)
        return GIT_FAILURE("cannot compare two texts");
    size_t hunks = git_patch_num_hunks(patch);
    struct line_range *ranges = ARENA_ARRAY(arena, struct line_range, hunks + 1);
    size_t found = 0;
    for (size_t i = 0; i < hunks; i++) {
        const git_diff_hunk *hunk = NULL;
        if (git_patch_get_hunk(&hunk, NULL, patch, i) != 0)
            return GIT_FAILURE("cannot compare two texts");
        /* Of a hunk without a line of `after` git names the line above it. */
        ranges[found++] =
            (struct line_range){.first = (uint32_t)hunk->new_start + (hunk->new_lines == 0),
                                .count = (uint32_t)hunk->new_lines,
                                .removed = (uint32_t)hunk->old_lines};
    }
    *out = ranges;
    *count = found;
    return NULL;
}

bool line_is_changed(const struct line_range *ranges, size_t count, uint32_t line)
{
    for (size_t i = 0; i < count; i++)
        if (line >= ranges[i].first && line - ranges[i].first < ranges[i].count)
            return true;
    return false;
}

uint32_t line_former(const struct line_range *ranges, size_t count, uint32_t line)
{
    uint32_t former = line;
    for (size_t i = 0; i < count && ranges[i].first <= line; i++) {
        if (line - ranges[i].first < ranges[i].count)
            return 0;
        former += ranges[i].removed - ranges[i].count;
    }
    return former;
}
