#include "facts/workload_kinds.h"

#include <string.h>

/* The rows of the parts, with copies of their cells, because a patch changes them. */
static void copy_rows(struct fact_writer *writer, const struct fact_kind *kind,
                      const struct fact_table *parts, size_t fields)
{
    for (size_t i = 0; i < parts->count; i++) {
        const struct fact_row *part = &parts->rows[i];
        struct fact_row *row = fact_add(writer, kind, part->path, part->line, part->column);
        row->gap = part->gap;
        memcpy(row->cells, part->cells, fields * sizeof(*part->cells));
    }
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    if (fact_is_wanted(writer, &fact_kind_workload))
        copy_rows(writer, &fact_kind_workload, repository->table(repository, &workload_part_kind),
                  WORKLOAD_FIELD_COUNT);
    if (fact_is_wanted(writer, &fact_kind_container))
        copy_rows(writer, &fact_kind_container, repository->table(repository, &container_part_kind),
                  CONTAINER_FIELD_COUNT);
    return NULL;
}

static const struct fact_kind *const kinds[] = {&fact_kind_workload, &fact_kind_container, NULL};
static const struct fact_kind *const needs[] = {&workload_part_kind, &container_part_kind, NULL};

FACT(workload) = {
    .name = "workload",
    .area = FACT_AREA_WORKLOADS,
    .summary = "what a repository deploys, and the containers of Kubernetes in it",
    .version = 5,
    .kinds = kinds,
    .needs = needs,
    .recognise_repository = recognise,
};
