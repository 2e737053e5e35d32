/* deployment_event - the deployments of the file that the user passes with --facts
 * (deployments.h). */
#include "facts/deployments.h"
#include "facts/fact.h"

enum {
    EVENT_TIME,
    EVENT_COMMIT,
    EVENT_ENVIRONMENT,
    EVENT_PRODUCTION,
    EVENT_STATUS,
    EVENT_SOURCE,
    EVENT_FIELD_COUNT
};

static const char *const statuses[] = {"success", "failure", NULL};

static const struct fact_field fields[] = {
    [EVENT_TIME] = {"time", {.kind = TYPE_TIME}, false, "when it was there"},
    [EVENT_COMMIT] = {"commit", {.kind = TYPE_TEXT}, false, "what was deployed"},
    [EVENT_ENVIRONMENT] = {"environment", {.kind = TYPE_TEXT}, false, "where to, as written"},
    [EVENT_PRODUCTION] = {"production",
                          {.kind = TYPE_BOOLEAN},
                          false,
                          "does the environment's name say that it is production?"},
    [EVENT_STATUS] = {"status",
                      {.kind = TYPE_WORD, .words = statuses},
                      false,
                      "failure: it was taken back or mended at once"},
    [EVENT_SOURCE] = {"source",
                      {.kind = TYPE_TEXT},
                      false,
                      "the file of --facts and the line in it"},
    [EVENT_FIELD_COUNT] = {0},
};

static const struct fact_kind kind = {
    .name = "deployment_event",
    .summary = "a deployment, from the file that the user passes with --facts",
    .nowhere = true,
    .key = (const char *const[]){"source", NULL},
    .fields = fields,
};

static void add(struct fact_writer *writer, const char *file, const struct deployment_event *event)
{
    struct value *cells = fact_add(writer, &kind, NULL, 0, 0)->cells;
    cells[EVENT_TIME] = value_time(event->time);
    cells[EVENT_COMMIT] = fact_text(writer, event->commit);
    cells[EVENT_ENVIRONMENT] = fact_text(writer, event->environment);
    cells[EVENT_PRODUCTION] = value_boolean(event->production);
    cells[EVENT_STATUS] = value_text(event->success ? "success" : "failure");
    cells[EVENT_SOURCE] = value_text(arena_printf(fact_arena(writer), "%s:%u", file, event->line));
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    bool any = false;
    for (size_t i = 0; i < repository->evidence_count; i++) {
        const struct fact_evidence *evidence = &repository->evidence[i];
        any = any || evidence->deployments;
        for (size_t k = 0; evidence->deployments && k < evidence->deployments->count; k++)
            add(writer, evidence->name, &evidence->deployments->items[k]);
    }
    if (!any)
        fact_add_gap(writer, &kind, NULL, UNKNOWN_UNOBSERVABLE,
                     "git does not hold the deployments: pass a deployments file with --facts");
    return NULL;
}

FACT(deployment_event) = {
    .name = "deployment_event",
    .area = FACT_AREA_HISTORY,
    .names_only = true,
    .summary = "deployments that the user passes with --facts",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&kind, NULL},
    .recognise_repository = recognise,
};
