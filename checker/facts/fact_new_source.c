/* new_source - source files that were added of late, and whether they and the files beside them
 * say which licence they are under. */
#include "base/glob.h"
#include "facts/history_kinds.h"
#include "facts/history_rows.h"
#include "facts/licence_header.h"
#include "facts/paths.h"
#include "facts/supply.h"

#include <string.h>

enum { HEADER, SIBLINGS, SIBLINGS_SHARE, SINCE };

/* Without a release, what was added in so many seconds is new. */
static const int64_t recent = INT64_C(90) * 86400;
/* Who released last before that releases no more by tags. */
static const int64_t releasing = INT64_C(365) * 86400;
/* Where a folder has fewer files of the kind, the whole tree is asked. */
enum { SIBLINGS_MIN = 5, RELEASE_TIME = 3, TREES_MAX = 64 };

static const struct fact_kind kind = {
    .name = "new_source",
    .summary = "A source file that is new: in the change, or since the newest release, or of the "
               "last 90 days where there is none.",
    .key = (const char *const[]){"path", NULL},
    .fields =
        (const struct fact_field[]){
            [HEADER] = {"header",
                        {.kind = TYPE_BOOLEAN},
                        false,
                        "Does it say which licence it is under, or does a file of REUSE?"},
            [SIBLINGS] =
                {"siblings",
                 {.kind = TYPE_INTEGER},
                 false,
                 "Older files of the same ending in its folder; in the whole tree where it has "
                 "fewer than five."},
            [SIBLINGS_SHARE] =
                {"siblings_share", {.kind = TYPE_SHARE}, true, "How many of those say it."},
            [SINCE] = {"since", {.kind = TYPE_TEXT}, false, "What makes it new."},
            {0},
        },
};

struct sources {
    struct fact_writer *writer;
    const struct fact_repository *repository;
    const struct fact_table *headers;
    const struct glob **globs;
    size_t glob_count;
    bool *is_new; /* by row of headers */
    /* The counts of the whole tree, by ending. */
    struct {
        const char *ending;
        size_t count, with;
    } trees[TREES_MAX];
    size_t tree_count;
    const char *since;
};

static size_t first_at(const struct fact_table *table, const char *path)
{
    size_t low = 0, high = table->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(table->rows[middle].path, path) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void mark_new(struct sources *sources, const char *path)
{
    size_t at = first_at(sources->headers, path);
    if (at < sources->headers->count && strcmp(sources->headers->rows[at].path, path) == 0)
        sources->is_new[at] = true;
}

static bool says_licence(const struct sources *sources, const struct fact_row *row)
{
    if (row->cells[LICENCE_HEADER_PRESENT].boolean)
        return true;
    const char *beside = arena_printf(fact_arena(sources->writer), "%s.license", row->path);
    if (snapshot_find(sources->repository->snapshot, beside))
        return true;
    for (size_t i = 0; i < sources->glob_count; i++)
        if (glob_matches(sources->globs[i], row->path))
            return true;
    return false;
}

static bool is_of_kind(const char *path, const char *ending)
{
    const char *dot = strrchr(path_base(path), '.');
    return dot && strcmp(dot, ending) == 0;
}

/* Of the folder itself, or of the whole tree where `folder` is NULL: what lies below a folder is
 * often a copy of somebody else's work. */
static void count_in(const struct sources *sources, const char *folder, const char *ending,
                     size_t *count, size_t *with)
{
    struct arena *arena = fact_arena(sources->writer);
    const char *prefix = "";
    if (folder && strcmp(folder, ".") != 0)
        prefix = arena_printf(arena, "%s/", folder);
    size_t size = strlen(prefix);
    *count = *with = 0;
    for (size_t i = first_at(sources->headers, prefix);
         i < sources->headers->count && strncmp(sources->headers->rows[i].path, prefix, size) == 0;
         i++) {
        const struct fact_row *row = &sources->headers->rows[i];
        if (row->gap || sources->is_new[i] || !is_of_kind(row->path, ending) ||
            (folder && strchr(row->path + size, '/')) ||
            snapshot_is_vendored(sources->repository->snapshot, row->path))
            continue;
        ++*count;
        *with += says_licence(sources, row);
    }
}

static void count_siblings(struct sources *sources, const char *path, size_t *count, size_t *with)
{
    const char *ending = strrchr(path_base(path), '.');
    count_in(sources, path_directory(fact_arena(sources->writer), path), ending, count, with);
    if (*count >= SIBLINGS_MIN)
        return;
    size_t i = 0;
    while (i < sources->tree_count && strcmp(sources->trees[i].ending, ending) != 0)
        i++;
    if (i < sources->tree_count) {
        *count = sources->trees[i].count;
        *with = sources->trees[i].with;
        return;
    }
    count_in(sources, NULL, ending, count, with);
    if (i < TREES_MAX) {
        sources->trees[i].ending = ending;
        sources->trees[i].count = *count;
        sources->trees[i].with = *with;
        sources->tree_count++;
    }
}

static void add_new(struct sources *sources)
{
    const struct snapshot *snapshot = sources->repository->snapshot;
    for (size_t i = 0; i < sources->headers->count; i++) {
        const struct fact_row *row = &sources->headers->rows[i];
        if (!sources->is_new[i] || row->gap || snapshot_is_generated(snapshot, row->path) ||
            snapshot_is_vendored(snapshot, row->path))
            continue;
        size_t count = 0, with = 0;
        count_siblings(sources, row->path, &count, &with);
        struct value *cells = fact_add(sources->writer, &kind, row->path, 1, 1)->cells;
        cells[HEADER] = value_boolean(says_licence(sources, row));
        cells[SIBLINGS] = value_integer((int64_t)count);
        if (count)
            cells[SIBLINGS_SHARE] = value_share((double)with / (double)count);
        cells[SINCE] = value_text(sources->since);
    }
}

static void mark_change(struct sources *sources)
{
    const struct fact_table *changes =
        sources->repository->table(sources->repository, &fact_kind_change);
    sources->since = "the base";
    for (size_t i = 0; i < changes->count; i++)
        if (!changes->rows[i].gap && cell_is(&changes->rows[i], 0, "added"))
            mark_new(sources, changes->rows[i].path);
}

/* The tree that new files are not in; NULL where all are new or the history is cut. */
static struct failure *find_start(struct sources *sources, struct lineage *lineage,
                                  const struct object_id **tree, const char **cut)
{
    const struct fact_table *releases =
        sources->repository->table(sources->repository, &fact_kind_release);
    int64_t start = sources->repository->now - recent;
    sources->since = "90 days ago";
    int64_t newest = INT64_MIN;
    for (size_t i = 0; i < releases->count; i++) {
        const struct value *time = &releases->rows[i].cells[RELEASE_TIME];
        if (!releases->rows[i].gap && time->kind == VALUE_TIME && time->integer > newest &&
            time->integer <= sources->repository->now) {
            newest = time->integer;
            sources->since = releases->rows[i].cells[0].text;
        }
    }
    if (newest >= sources->repository->now - releasing)
        start = newest;
    else
        sources->since = "90 days ago";
    for (size_t i = 0;; i++) {
        const struct lineage_commit *commit = lineage_commit(lineage, i);
        if (!commit)
            break;
        if (commit->time > start)
            continue;
        struct object_id *copy = ARENA_NEW(fact_arena(sources->writer), struct object_id);
        *copy = commit->tree;
        *tree = copy;
        return NULL;
    }
    *cut = lineage_truncated(lineage);
    return NULL;
}

static struct failure *mark_recent(struct sources *sources, const char **cut)
{
    const struct fact_repository *repository = sources->repository;
    struct lineage *lineage = NULL;
    const struct object_id *tree = NULL;
    struct change *changes = NULL;
    size_t count = 0;
    bool is_cut = false;
    TRY(history_lineage(repository, &lineage));
    if (!lineage)
        return NULL;
    TRY(find_start(sources, lineage, &tree, cut));
    if (*cut)
        return NULL;
    TRY(history_changes(repository->repository, tree, &repository->snapshot->commit.tree, &changes,
                        &count, &is_cut, fact_arena(sources->writer)));
    if (is_cut) {
        *cut = "too many files are new to tell which of them were moved";
        return NULL;
    }
    for (size_t i = 0; i < count; i++)
        if (changes[i].status == CHANGE_ADDED)
            mark_new(sources, changes[i].path);
    return NULL;
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    struct arena *arena = fact_arena(writer);
    const struct fact_table *globs = repository->table(repository, &fact_kind_reuse_annotation);
    struct sources sources = {
        .writer = writer,
        .repository = repository,
        .headers = repository->table(repository, &fact_kind_licence_header),
    };
    sources.is_new = ARENA_ARRAY(arena, bool, sources.headers->count + 1);
    sources.globs = ARENA_ARRAY(arena, const struct glob *, globs->count + 1);
    for (size_t i = 0; i < globs->count; i++) {
        const char *problem = NULL;
        size_t at = 0;
        const struct glob *glob =
            globs->rows[i].gap
                ? NULL
                : glob_new(arena, globs->rows[i].cells[REUSE_ANNOTATION_GLOB].text, &problem, &at);
        if (glob)
            sources.globs[sources.glob_count++] = glob;
    }
    const char *cut = NULL;
    if (repository->base)
        mark_change(&sources);
    else
        TRY(mark_recent(&sources, &cut));
    if (cut)
        fact_add_gap(writer, &kind, NULL, UNKNOWN_UNOBSERVABLE, cut);
    else
        add_new(&sources);
    return NULL;
}

FACT(new_source) = {
    .name = "new_source",
    .area = FACT_AREA_FILES,
    .summary = "Source files that were added of late, and whether they name their licence.",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&kind, NULL},
    .needs = (const struct fact_kind *const[]){&fact_kind_licence_header,
                                               &fact_kind_reuse_annotation, &fact_kind_change,
                                               &fact_kind_release, NULL},
    .recognise_repository = recognise,
};
