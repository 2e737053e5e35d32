/* slo - service level objectives, and whether they are about something that this
 * repository holds. */
#include "facts/gather.h"
#include "facts/service_names.h"
#include "facts/slo_kinds.h"

#include <string.h>

static const char *const key[] = {"path", "name", NULL};

static const struct fact_field fields[] = {
    SLO_COMMON_FIELDS,
    [SLO_OWN] = {"own",
                 {.kind = TYPE_BOOLEAN},
                 false,
                 "Does it name the repository, or a component or workload of it? Unknown where "
                 "nothing tells how these are called."},
    [SLO_OWN + 1] = {0},
};

const struct fact_kind fact_kind_slo = {
    .name = "slo",
    .summary = "A service level objective, and whether it is about this repository.",
    .key = key,
    .fields = fields,
};

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    const struct fact_table *table = repository->table(repository, &fact_kind_slo_definition);
    struct arena scratch;
    arena_init(&scratch, 1 << 16);
    const struct service_names *names = service_names_new(&scratch, repository);
    for (size_t i = 0; i < table->count; i++) {
        const struct fact_row *definition = &table->rows[i];
        struct arena_mark mark = arena_mark(&scratch);
        struct fact_row *row = fact_add(writer, &fact_kind_slo, definition->path, definition->line,
                                        definition->column);
        memcpy(row->cells, definition->cells, SLO_DEFINITION_CELLS * sizeof(*row->cells));
        row->gap = definition->gap;
        row->cells[SLO_OWN] =
            definition->gap ? definition->cells[SLO_NAME]
                            : service_names_in(names, fact_arena(writer), &scratch,
                                               definition->cells[SLO_TEXT].text, definition->path);
        arena_reset(&scratch, mark);
    }
    arena_release(&scratch);
    return NULL;
}

FACT(slo) = {
    .name = "slo",
    .area = FACT_AREA_OPERATIONS,
    .summary = "Service level objectives, and what they are about.",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&fact_kind_slo, NULL},
    .needs = (const struct fact_kind *const[]){&fact_kind_slo_definition, SERVICE_NAMES_NEEDS,
                                               NULL},
    .recognise_repository = recognise,
};
