/* predicate - what many rules ask of a repository as a whole, and why it is so. */
#include "facts/component_kinds.h"
#include "facts/deployment_kinds.h"
#include "facts/dockerfile_kinds.h"
#include "facts/history_kinds.h"
#include "facts/predicate.h"
#include "facts/prose_kinds.h"
#include "facts/workflow_kinds.h"
#include "facts/workload_kinds.h"

enum { NAME, VALUE, REASON };

static const char *const names[] = {"service", "production", "tier", "releases", "active", NULL};

static const struct fact_field fields[] = {
    {"name", {.kind = TYPE_WORD, .words = names}, false, "what is asked"},
    {"value", {.kind = TYPE_TEXT}, false, "true, false or a number"},
    {"reason", {.kind = TYPE_TEXT}, false, "what decided it"},
    {0},
};

static const char *const key[] = {"name", NULL};

static const struct fact_kind predicate_kind = {
    .name = "predicate",
    .summary = "a question to the repository as a whole, and why the answer is what it is",
    .key = key,
    .fields = fields,
};

static void add_predicate(struct fact_writer *writer, const char *name,
                          const struct predicate *predicate)
{
    struct arena *arena = fact_arena(writer);
    struct fact_row *row =
        fact_add(writer, &predicate_kind, predicate->path, predicate->line, predicate->column);
    row->cells[NAME] = value_text(name);
    if (predicate->value.kind == VALUE_UNKNOWN) {
        row->cells[VALUE] = predicate->value;
        row->cells[REASON] = value_text(predicate->value.unknown->reason);
        return;
    }
    row->cells[VALUE] = value_text(value_format(arena, &predicate->value));
    row->cells[REASON] = value_text(predicate->reason);
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    struct arena *arena = fact_arena(writer);
    struct predicate predicate = predicate_service(arena, repository);
    add_predicate(writer, "service", &predicate);
    predicate = predicate_production(arena, repository);
    add_predicate(writer, "production", &predicate);
    predicate = predicate_tier(arena, repository);
    add_predicate(writer, "tier", &predicate);
    predicate = predicate_releases(arena, repository);
    add_predicate(writer, "releases", &predicate);
    TRY(predicate_active(arena, repository, &predicate));
    add_predicate(writer, "active", &predicate);
    return NULL;
}

static const struct fact_kind *const needs[] = {&fact_kind_component,
                                                &fact_kind_dockerfile_stage,
                                                &fact_kind_workload,
                                                &fact_kind_licence_text,
                                                &fact_kind_tag,
                                                &fact_kind_workflow_trigger,
                                                &fact_kind_workflow_use,
                                                &fact_kind_deployment,
                                                NULL};

FACT(predicate) = {
    .name = "predicate",
    .area = FACT_AREA_REPOSITORY,
    .summary = "what many rules ask of the repository as a whole, with what decided it",
    .version = 2,
    .kinds = (const struct fact_kind *const[]){&predicate_kind, NULL},
    .needs = needs,
    .recognise_repository = recognise,
};
