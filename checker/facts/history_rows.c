#include "facts/history_rows.h"

struct failure *history_rows(struct fact_writer *writer, const struct fact_repository *repository,
                             const struct fact_kind *kind, size_t range_cell,
                             void (*add)(struct fact_writer *writer,
                                         const struct history_commit *commit,
                                         const struct value *in_range))
{
    const struct history *history = NULL;
    TRY(repository->history(repository, &history));
    enum unknown_class class = history->damaged ? UNKNOWN_UNREADABLE : UNKNOWN_UNOBSERVABLE;
    struct value unknown = value_unknown(fact_arena(writer), class,
                                         history->truncated ? history->truncated_because
                                                            : "the base is not in this history");
    for (size_t i = 0; i < history->count; i++)
        add(writer, &history->commits[i], history->range_known ? NULL : &unknown);
    if (!history->truncated)
        return NULL;
    struct fact_row *gap = fact_add_gap(writer, kind, NULL, class, history->truncated_because);
    /* What lies behind the cut is surely not in a range that is known. */
    if (history->range_known)
        gap->cells[range_cell] = value_boolean(false);
    return NULL;
}

struct failure *history_lineage(const struct fact_repository *repository, struct lineage **out)
{
    *out = NULL;
    return repository->lineage ? repository->lineage(repository, out) : NULL;
}

const char *history_tags_missing(const struct fact_repository *repository)
{
    return repository->repository && repository_is_shallow(repository->repository)
               ? "shallow clone: it may lack tags, fetch with fetch-depth: 0"
               : NULL;
}
