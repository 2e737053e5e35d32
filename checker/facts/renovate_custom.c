#include "facts/renovate_custom.h"

#include "base/limits.h"
#include "base/pattern.h"

static enum renovate_finds finds(struct arena *arena, const char *expression, struct text text)
{
    const char *problem = NULL;
    size_t at = 0;
    struct pattern *pattern = pattern_new(arena, expression, false, &problem, &at);
    if (!pattern)
        return RENOVATE_FINDS_PERHAPS;
    struct pattern_matcher *matcher = pattern_matcher_new();
    size_t start = 0;
    size_t end = 0;
    enum pattern_result result = pattern_search(pattern, matcher, text, 0, &start, &end);
    pattern_matcher_free(matcher);
    pattern_free(pattern);
    return result == PATTERN_MATCH   ? RENOVATE_FINDS_SOME
           : result == PATTERN_LIMIT ? RENOVATE_FINDS_PERHAPS
                                     : RENOVATE_FINDS_NOTHING;
}

enum renovate_finds renovate_custom_finds(const struct coverage_run *run,
                                          const struct cell_texts *expressions, const char *path)
{
    const struct entry *entry = snapshot_find(run->repository->snapshot, path);
    if (!entry)
        return RENOVATE_FINDS_NOTHING;
    struct content content;
    reader_read(run->repository->reader, entry, LIMIT_BLOB_BYTES, run->arena, &content);
    if (content.state != CONTENT_TEXT)
        return RENOVATE_FINDS_PERHAPS;
    enum renovate_finds best = RENOVATE_FINDS_NOTHING;
    for (size_t i = 0; i < expressions->count && best != RENOVATE_FINDS_SOME; i++) {
        enum renovate_finds one = finds(run->arena, expressions->items[i], content.text);
        best = one == RENOVATE_FINDS_NOTHING ? best : one;
    }
    return best;
}
