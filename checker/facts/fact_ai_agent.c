/* ai_agent - the AI agents that commits show, each once. */
#include "facts/ai_policy_kinds.h"

#include <string.h>

enum { AGENT, LAST_SEEN };

static const struct fact_kind kind = {
    .name = "ai_agent",
    .summary = "An AI agent that commits show, as author, in a trailer or in their text.",
    .nowhere = true,
    .key = (const char *const[]){"agent", NULL},
    .fields =
        (const struct fact_field[]){
            [AGENT] = {"agent", {.kind = TYPE_TEXT}, false, "Its name."},
            [LAST_SEEN] = {"last_seen", {.kind = TYPE_TIME}, false, "The newest such commit's."},
            {0},
        },
};

/* Rows that say only that it was some agent. */
static bool is_unnamed(const char *agent)
{
    return strcmp(agent, "AI agent") == 0 || strcmp(agent, "AI coder") == 0;
}

static struct value *find_agent(struct value (*seen)[2], size_t count, const char *agent)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(seen[i][AGENT].text, agent) == 0)
            return seen[i];
    return NULL;
}

static struct failure *recognise(struct fact_writer *writer,
                                 const struct fact_repository *repository)
{
    const struct fact_table *table = repository->table(repository, &fact_kind_ai_attribution);
    struct value(*seen)[2] = NULL;
    size_t count = 0, capacity = 0;
    for (size_t i = 0; i < table->count; i++) {
        const struct value *cells = table->rows[i].cells;
        if (table->rows[i].gap) {
            const struct unknown *why = cells[AI_ATTRIBUTION_AGENT].unknown;
            fact_add_gap(writer, &kind, NULL, why->class, why->reason);
            continue;
        }
        if (is_unnamed(cells[AI_ATTRIBUTION_AGENT].text))
            continue;
        struct value *known = find_agent(seen, count, cells[AI_ATTRIBUTION_AGENT].text);
        if (!known) {
            seen = arena_grow(fact_arena(writer), seen, count, &capacity, sizeof(*seen));
            known = seen[count++];
            known[AGENT] = cells[AI_ATTRIBUTION_AGENT];
            known[LAST_SEEN] = cells[AI_ATTRIBUTION_TIME];
        }
        if (cells[AI_ATTRIBUTION_TIME].integer > known[LAST_SEEN].integer)
            known[LAST_SEEN] = cells[AI_ATTRIBUTION_TIME];
    }
    for (size_t i = 0; i < count; i++)
        memcpy(fact_add(writer, &kind, NULL, 0, 0)->cells, seen[i], sizeof(*seen));
    return NULL;
}

FACT(ai_agent) = {
    .name = "ai_agent",
    .area = FACT_AREA_AI,
    .summary = "The AI agents that commits show, each once.",
    .version = 1,
    .kinds = (const struct fact_kind *const[]){&kind, NULL},
    .needs = (const struct fact_kind *const[]){&fact_kind_ai_attribution, NULL},
    .recognise_repository = recognise,
};
