#include "source/renames.h"

#include "base/limits.h"
#include "source/similarity.h"
#include "source/state.h"

#include <stdlib.h>

/* One side of a delta that may have a partner. */
struct candidate {
    size_t delta;
    struct object_id id;
};

struct candidates {
    struct candidate *items;
    size_t count;
};

/* A content while it is compared. */
struct measured {
    struct similarity *sketch; /* NULL: it cannot be read */
    size_t size;
};

struct match {
    int score;
    size_t source, target; /* deltas */
};

struct matches {
    struct match *items;
    size_t count, capacity;
    struct arena *arena;
};

static bool is_regular(const git_diff_file *file)
{
    return (file->mode & (unsigned)MODE_TYPE) == MODE_FILE;
}

static bool can_be_source(const git_diff_delta *delta)
{
    return (delta->status == GIT_DELTA_DELETED || delta->status == GIT_DELTA_TYPECHANGE) &&
           is_regular(&delta->old_file);
}

static bool can_be_target(const git_diff_delta *delta)
{
    return (delta->status == GIT_DELTA_ADDED || delta->status == GIT_DELTA_TYPECHANGE) &&
           is_regular(&delta->new_file);
}

/* Those that have no partner yet, in the order of the deltas. */
static void gather(const git_diff *diff, const struct pairing *pairing, struct candidates *sources,
                   struct candidates *targets)
{
    sources->count = targets->count = 0;
    for (size_t i = 0; i < git_diff_num_deltas(diff); i++) {
        const git_diff_delta *delta = git_diff_get_delta(diff, i);
        if (can_be_source(delta) && !pairing->is_source[i])
            sources->items[sources->count++] =
                (struct candidate){.delta = i, .id = id_of(&delta->old_file.id)};
        if (can_be_target(delta) && pairing->sources[i] == PAIRING_NONE)
            targets->items[targets->count++] =
                (struct candidate){.delta = i, .id = id_of(&delta->new_file.id)};
    }
}

static void pair(struct pairing *pairing, size_t source, size_t target)
{
    pairing->sources[target] = source;
    pairing->is_source[source] = true;
}

static int by_id(const void *a, const void *b)
{
    const struct candidate *left = a;
    const struct candidate *right = b;
    int order = object_id_compare(&left->id, &right->id);
    return order != 0 ? order : (left->delta > right->delta) - (left->delta < right->delta);
}

/* Both sorted by id and number: of each id the first goes to the first. */
static void pair_identical(struct pairing *pairing, struct candidates *sources,
                           struct candidates *targets)
{
    if (sources->count == 0 || targets->count == 0)
        return;
    qsort(sources->items, sources->count, sizeof(*sources->items), by_id);
    qsort(targets->items, targets->count, sizeof(*targets->items), by_id);
    for (size_t s = 0, t = 0; s < sources->count && t < targets->count;) {
        int order = object_id_compare(&sources->items[s].id, &targets->items[t].id);
        if (order == 0)
            pair(pairing, sources->items[s].delta, targets->items[t].delta);
        s += order <= 0 ? 1 : 0;
        t += order >= 0 ? 1 : 0;
    }
}

static struct measured measure(struct repository *repository, const struct object_id *id)
{
    __attribute__((cleanup(object_auto))) struct object content = {.size = 0};
    if (object_read(repository, id, GIT_OBJECT_BLOB, LIMIT_BLOB_BYTES, &content) != OBJECT_READ)
        return (struct measured){.sketch = NULL};
    return (struct measured){
        .sketch = similarity_new((struct text){content.bytes, content.size}),
        .size = content.size,
    };
}

/* A small file beside one of many times its size is none with another name, whatever lines
 * they share: the longer ones are in one of them alone. */
static bool are_of_one_size(size_t a, size_t b)
{
    enum { SMALL = 127, TIMES = 8 };
    return a <= SMALL || b <= SMALL || (a / TIMES <= b && b / TIMES <= a);
}

static void compare(struct matches *matches, const struct measured *old, const struct measured *new,
                    size_t source, size_t target)
{
    if (!old->sketch || !new->sketch || !are_of_one_size(old->size, new->size))
        return;
    int score = similarity_score(old->sketch, new->sketch);
    if (score < SIMILARITY_RENAMED)
        return;
    matches->items = arena_grow(matches->arena, matches->items, matches->count, &matches->capacity,
                                sizeof(*matches->items));
    matches->items[matches->count++] =
        (struct match){.score = score, .source = source, .target = target};
}

/* The sketches of the fewer are kept, those of the others are made one after another. */
static void compare_all(struct repository *repository, const struct candidates *sources,
                        const struct candidates *targets, struct matches *matches)
{
    bool few_sources = sources->count <= targets->count;
    const struct candidates *fewer = few_sources ? sources : targets;
    const struct candidates *others = few_sources ? targets : sources;
    struct measured *kept = ARENA_ARRAY(matches->arena, struct measured, fewer->count);
    for (size_t i = 0; i < fewer->count; i++)
        kept[i] = measure(repository, &fewer->items[i].id);
    for (size_t i = 0; i < others->count; i++) {
        struct measured other = measure(repository, &others->items[i].id);
        for (size_t k = 0; k < fewer->count; k++)
            compare(matches, few_sources ? &kept[k] : &other, few_sources ? &other : &kept[k],
                    few_sources ? fewer->items[k].delta : others->items[i].delta,
                    few_sources ? others->items[i].delta : fewer->items[k].delta);
        free(other.sketch);
    }
    for (size_t i = 0; i < fewer->count; i++)
        free(kept[i].sketch);
}

static int by_score(const void *a, const void *b)
{
    const struct match *left = a;
    const struct match *right = b;
    if (left->score != right->score)
        return right->score - left->score;
    if (left->target != right->target)
        return left->target < right->target ? -1 : 1;
    return (left->source > right->source) - (left->source < right->source);
}

static void pair_similar(struct repository *repository, struct pairing *pairing,
                         const struct candidates *sources, const struct candidates *targets,
                         struct arena *arena)
{
    struct matches matches = {.arena = arena};
    if (sources->count == 0 || targets->count == 0)
        return;
    pairing->is_cut = targets->count > LIMIT_RENAME_PAIRS / sources->count;
    if (pairing->is_cut)
        return;
    compare_all(repository, sources, targets, &matches);
    if (matches.count > 0)
        qsort(matches.items, matches.count, sizeof(*matches.items), by_score);
    for (size_t i = 0; i < matches.count; i++) {
        const struct match *match = &matches.items[i];
        if (!pairing->is_source[match->source] && pairing->sources[match->target] == PAIRING_NONE)
            pair(pairing, match->source, match->target);
    }
}

void renames_pair(struct repository *repository, const git_diff *diff, enum pairing_by by,
                  struct pairing *out, struct arena *arena)
{
    size_t count = git_diff_num_deltas(diff);
    struct arena scratch;
    arena_init(&scratch, 1 << 16);
    struct candidates sources = {.items = ARENA_ARRAY(&scratch, struct candidate, count)};
    struct candidates targets = {.items = ARENA_ARRAY(&scratch, struct candidate, count)};
    *out = (struct pairing){
        .sources = ARENA_ARRAY(arena, size_t, count),
        .is_source = ARENA_ARRAY(arena, bool, count),
    };
    for (size_t i = 0; i < count; i++)
        out->sources[i] = PAIRING_NONE;
    gather(diff, out, &sources, &targets);
    pair_identical(out, &sources, &targets);
    if (by == PAIR_SIMILAR) {
        gather(diff, out, &sources, &targets);
        pair_similar(repository, out, &sources, &targets, &scratch);
    }
    arena_release(&scratch);
}
