/* threat_model - threat models and since when they say what they say. */
#include "facts/freshness.h"
#include "facts/threat_kinds.h"
#include "facts/threat_model.h"

#include <string.h>

/* What both kinds have. */
#define COMMON_FIELDS                                                                              \
    [THREAT_MODEL_FORMAT] = {"format",                                                             \
                             {.kind = TYPE_WORD, .words = threat_format_names},                    \
                             false,                                                                \
                             "whose format it is; 'markdown' is any document in prose"},           \
    [THREAT_MODEL_TITLE] = {"title", {.kind = TYPE_TEXT}, true, "what it calls itself"},           \
    [THREAT_MODEL_THREATS] =                                                                       \
        {"threats",                                                                                \
         {.kind = TYPE_INTEGER},                                                                   \
         false,                                                                                    \
         "how many it names; unknown where its tool finds them when it runs"},                     \
    [THREAT_MODEL_MITIGATED] =                                                                     \
        {"mitigated",                                                                              \
         {.kind = TYPE_INTEGER},                                                                   \
         false,                                                                                    \
         "threats that are met: mitigated, accepted, transferred, avoided, "                       \
         "or that do not apply"},                                                                  \
    [THREAT_MODEL_OPEN] = {"open",                                                                 \
                           {.kind = TYPE_INTEGER},                                                 \
                           false,                                                                  \
                           "threats that are said to be open, or whose answer is only planned"},   \
    [THREAT_MODEL_UNSTATED] = {"unstated",                                                         \
                               {.kind = TYPE_INTEGER},                                             \
                               false,                                                              \
                               "threats with neither a state nor an answer"},                      \
    [THREAT_MODEL_BOUNDARIES] = {"boundaries", {.kind = TYPE_INTEGER}, false, "trust boundaries"}, \
    [THREAT_MODEL_ASSETS] = {"assets",                                                             \
                             {.kind = TYPE_INTEGER},                                               \
                             false,                                                                \
                             "assets; where the format has none, what stores and processes data"}, \
    [THREAT_MODEL_TEMPLATE] =                                                                      \
        {"template",                                                                               \
         {.kind = TYPE_BOOLEAN},                                                                   \
         false,                                                                                    \
         "it is the example of its tool, or a template that nobody filled in"},                    \
    [THREAT_MODEL_TEST] = {                                                                        \
        "test", {.kind = TYPE_BOOLEAN}, false, "stands where test material and examples stand"}

const struct fact_field threat_model_part_fields[] = {COMMON_FIELDS, {0}};

static const struct fact_field fields[] = {
    COMMON_FIELDS,
    [THREAT_MODEL_FRESH_SINCE] = {"fresh_since",
                                  {.kind = TYPE_TIME},
                                  false,
                                  "since when it says what it says, layout and links apart"},
    [THREAT_MODEL_CELLS] = {0},
};

static const char *const key[] = {"path", NULL};

const struct fact_kind fact_kind_threat_model = {
    .name = "threat_model",
    .summary = "a threat model: what it names, and since when",
    .key = key,
    .fields = fields,
};

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    const struct fact_table *parts = repository->table(repository, &fact_kind_threat_model_part);
    bool wants_age = fact_wants_field(repository, &fact_kind_threat_model, "fresh_since");
    for (size_t i = 0; i < parts->count; i++) {
        const struct fact_row *part = &parts->rows[i];
        struct fact_row *row =
            fact_add(writer, &fact_kind_threat_model, part->path, part->line, part->column);
        memcpy(row->cells, part->cells, THREAT_MODEL_FRESH_SINCE * sizeof(*row->cells));
        row->gap = part->gap;
        row->cells[THREAT_MODEL_FRESH_SINCE] = part->cells[THREAT_MODEL_FORMAT];
        if (wants_age && !part->gap)
            TRY(freshness_of(&row->cells[THREAT_MODEL_FRESH_SINCE], repository, part->path,
                             fact_arena(writer)));
    }
    return NULL;
}

FACT(threat_model) = {
    .name = "threat_model",
    .area = FACT_AREA_SECURITY,
    .summary = "threat models, and since when they say what they say",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&fact_kind_threat_model, NULL},
    .needs = (const struct fact_kind *const[]){&fact_kind_threat_model_part, NULL},
    .recognise_repository = recognise,
};
