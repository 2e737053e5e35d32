#include "engine/collect_repository.h"

#include "facts/gather.h"

#include <string.h>

/* What the callbacks of a recogniser reach. */
struct gathering {
    struct collection *collection;
    const struct collect_options *options;
    const struct recogniser *recogniser;
    struct arena *arena;
    bool walked;
    struct history history;
    struct lineage *lineage; /* NULL until somebody asks */
    uint64_t *hits;          /* of the globs that choose rows */
    const char *undeclared;  /* a kind that was read and is not in the plan */
};

static const struct fact_table *table_of(const struct fact_repository *repository,
                                         const struct fact_kind *kind)
{
    struct gathering *gathering = repository->state;
    size_t number = plan_find_table(gathering->collection->plan, gathering->options->side, kind);
    if (number != SIZE_MAX)
        return &gathering->collection->tables[number];
    gathering->undeclared = kind->name;
    struct fact_table *empty = ARENA_NEW(gathering->arena, struct fact_table);
    empty->kind = kind;
    return empty;
}

static struct failure *history_of(const struct fact_repository *repository,
                                  const struct history **out)
{
    struct gathering *gathering = repository->state;
    const struct object_id *head = &repository->snapshot->commit.commit;
    if (!gathering->walked && repository->repository && !object_id_is_zero(head)) {
        struct history_options options = {
            .base = repository->base ? &repository->base->commit.commit : NULL,
            .since = INT64_MIN,
            .messages = true,
        };
        TRY(history_walk(&gathering->history, repository->repository, head, &options,
                         gathering->arena));
    }
    gathering->walked = true;
    *out = &gathering->history;
    return NULL;
}

static struct failure *lineage_of(const struct fact_repository *repository, struct lineage **out)
{
    struct gathering *gathering = repository->state;
    const struct object_id *head = &repository->snapshot->commit.commit;
    if (!gathering->lineage && repository->repository && !object_id_is_zero(head))
        gathering->lineage = lineage_new(repository->repository, head, gathering->arena);
    *out = gathering->lineage;
    return NULL;
}

static bool wants_field(const struct fact_repository *repository, const struct fact_kind *kind,
                        const char *field)
{
    const struct gathering *gathering = repository->state;
    return plan_wants_field(gathering->collection->plan, kind, field);
}

static bool wants_path(const struct fact_repository *repository, const struct fact_kind *kind,
                       const char *path)
{
    struct gathering *gathering = repository->state;
    const struct plan *plan = gathering->collection->plan;
    const struct plan_globs *globs = &plan->parts[gathering->options->side].table_globs;
    size_t number = plan_find_table(plan, gathering->options->side, kind);
    if (number == SIZE_MAX || plan->tables[number].whole || !globs->set)
        return true;
    if (!gathering->hits)
        gathering->hits = ARENA_ARRAY(gathering->arena, uint64_t, plan_globs_words(globs));
    return glob_set_match(globs->set, path, gathering->hits);
}

static bool is_over(const struct fact_repository *repository)
{
    const struct gathering *gathering = repository->state;
    return deadline_is_over(gathering->options->deadline);
}

/* A kind may have several recognisers, of files and of the repository. */
static void add_rows(struct fact_table *table, const struct fact_rows *more, struct arena *arena)
{
    struct fact_row *rows = ARENA_ARRAY(arena, struct fact_row, table->count + more->count + 1);
    for (size_t i = 0; i < table->count; i++)
        rows[i] = table->rows[i];
    for (size_t i = 0; i < more->count; i++)
        rows[table->count + i] = more->rows[i];
    table->rows = rows;
    table->count += more->count;
}

static struct failure *recognise(struct gathering *gathering, const struct plan_recogniser *planned,
                                 const struct fact_repository *repository)
{
    struct fact_writer writer;
    fact_writer_init(&writer, planned->recogniser, gathering->arena, NULL, planned->wanted);
    TRY(failure_while(planned->recogniser->recognise_repository(&writer, repository),
                      "recognising '%s'", planned->recogniser->name));
    if (gathering->undeclared)
        return failure_new(FAILURE_BUG, "the recogniser '%s' reads '%s' without needing it",
                           planned->recogniser->name, gathering->undeclared);
    for (size_t i = 0; planned->recogniser->kinds[i]; i++) {
        if (!planned->wanted[i])
            continue;
        struct fact_table *table = &gathering->collection->tables[planned->tables[i]];
        if (table->count > 0) {
            add_rows(table, &writer.rows[i], gathering->arena);
        } else {
            table->rows = writer.rows[i].rows;
            table->count = writer.rows[i].count;
        }
        fact_table_sort(table);
    }
    return NULL;
}

struct failure *collect_repository(struct collection *collection,
                                   const struct collect_options *options, struct reader *reader,
                                   struct arena *arena)
{
    struct gathering gathering = {.collection = collection, .options = options, .arena = arena};
    struct fact_repository repository = {
        .snapshot = options->snapshot,
        .base = options->base,
        .repository = options->repository,
        .reader = reader,
        .labels = options->labels,
        .evidence = options->evidence,
        .evidence_count = options->evidence_count,
        .now = options->now,
        .jobs = options->jobs,
        .whole_history = options->whole_history,
        .is_over = is_over,
        .table = table_of,
        .history = history_of,
        .lineage = lineage_of,
        .wants = wants_field,
        .wants_path = wants_path,
        .state = &gathering,
    };
    const struct plan_part *part = &collection->plan->parts[options->side];
    for (size_t i = 0; i < part->recogniser_count; i++) {
        const struct plan_recogniser *planned = &part->recognisers[i];
        if (deadline_is_over(options->deadline))
            return NULL;
        gathering.recogniser = planned->recogniser;
        if (planned->recogniser->recognise_repository)
            TRY(recognise(&gathering, planned, &repository));
    }
    return NULL;
}
