#include "facts/release_line.h"

#include "facts/history_kinds.h"
#include "facts/release_name.h"
#include "facts/supply.h"

#include <stdlib.h>
#include <string.h>

const struct fact_kind *const release_line_needs[] = {&fact_kind_release, NULL};

/* Candidates for the release before: the nearest lower versions. A line that left the
 * branch long ago is found among them, or its range is not known. */
enum { CANDIDATES = 4 };

static int64_t time_of(const struct fact_row *row, size_t field)
{
    return row->cells[field].kind == VALUE_TIME ? row->cells[field].integer : INT64_MIN;
}

static int by_time(const void *left, const void *right)
{
    const struct line_release *a = left;
    const struct line_release *b = right;
    if (a->time != b->time)
        return a->time < b->time ? -1 : 1;
    int order = release_version_order(a->version, b->version);
    return order != 0 ? order : strcmp(a->tag, b->tag);
}

static bool read_row(const struct fact_row *row, struct line_release *out)
{
    size_t prerelease = (size_t)fact_field_find(&fact_kind_release, "prerelease");
    *out = (struct line_release){
        .tag = cell_text(row, (size_t)fact_field_find(&fact_kind_release, "tag")),
        .component = cell_text(row, (size_t)fact_field_find(&fact_kind_release, "component")),
        .version = cell_text(row, (size_t)fact_field_find(&fact_kind_release, "version")),
        .time = time_of(row, (size_t)fact_field_find(&fact_kind_release, "time"))};
    const char *commit = cell_text(row, (size_t)fact_field_find(&fact_kind_release, "commit"));
    return out->tag && out->component && out->version && out->time != INT64_MIN && commit &&
           object_id_parse(text_of(commit), &out->commit) && !cell_is_true(row, prerelease);
}

static struct failure *walk(struct history *out, const struct fact_repository *repository,
                            const struct object_id *head, const struct object_id *base,
                            struct arena *arena)
{
    const struct history_options options = {.base = base, .since = INT64_MAX, .messages = true};
    return history_walk(out, repository->repository, head, &options, arena);
}

/* The nearest lower version of the component that is an ancestor. */
static struct failure *find_before(struct release_line *line, struct line_release *release,
                                   const struct fact_repository *repository, struct arena *arena)
{
    const struct line_release *last = NULL;
    for (size_t tries = 0; tries < CANDIDATES; tries++) {
        const struct line_release *best = NULL;
        for (size_t i = 0; i < line->count; i++) {
            const struct line_release *other = &line->releases[i];
            if (strcmp(other->component, release->component) == 0 &&
                release_version_order(other->version, release->version) < 0 &&
                (!last || release_version_order(other->version, last->version) < 0) &&
                (!best || release_version_order(other->version, best->version) > 0))
                best = other;
        }
        if (!best)
            return NULL;
        struct history back;
        TRY(walk(&back, repository, &best->commit, &release->commit, arena));
        if (back.truncated)
            line->cut = back.truncated_because;
        if (back.range_known && back.count == 0) {
            release->before = best;
            return NULL;
        }
        last = best;
    }
    return NULL;
}

static struct failure *read_commits(struct release_line *line, struct line_release *release,
                                    const struct fact_repository *repository, struct arena *arena)
{
    TRY(find_before(line, release, repository, arena));
    if (!release->before)
        return NULL;
    struct history between;
    TRY(walk(&between, repository, &release->commit, &release->before->commit, arena));
    if (between.truncated)
        line->cut = between.truncated_because;
    if (!between.range_known) {
        release->before = NULL;
        return NULL;
    }
    release->commits = between.commits;
    release->commit_count = between.count;
    return NULL;
}

struct failure *release_line_read(struct release_line *out,
                                  const struct fact_repository *repository, int64_t since,
                                  size_t most, struct arena *arena)
{
    const struct fact_table *table = repository->table(repository, &fact_kind_release);
    *out = (struct release_line){.releases =
                                     ARENA_ARRAY(arena, struct line_release, table->count + 1)};
    for (size_t i = 0; i < table->count; i++)
        if (!table->rows[i].gap && read_row(&table->rows[i], &out->releases[out->count]))
            out->count++;
    if (out->count > 0)
        qsort(out->releases, out->count, sizeof(*out->releases), by_time);
    for (size_t i = out->count; i > 0; i--) {
        struct line_release *release = &out->releases[i - 1];
        if (release->time < since || release->time > repository->now)
            continue;
        out->in_window++;
        if (out->in_window <= most && !(repository->is_over && repository->is_over(repository)))
            TRY(read_commits(out, release, repository, arena));
    }
    return NULL;
}

/* The size of `1.2` of `1.2.3`. */
static size_t minor_size(const char *version)
{
    const char *dot = strchr(version, '.');
    const char *second = dot ? strchr(dot + 1, '.') : NULL;
    return second ? (size_t)(second - version) : strlen(version);
}

bool release_line_is_patch(const struct line_release *release)
{
    size_t size = minor_size(release->version);
    return release->before && release->version[size] == '.' &&
           minor_size(release->before->version) == size &&
           strncmp(release->version, release->before->version, size) == 0;
}
