#include "report/rule_facts.h"

#include <string.h>

struct finding_facts {
    struct rule_facts *out;
    struct arena *arena;
};

static void add_kind(struct finding_facts *facts, const char *name)
{
    struct rule_facts *out = facts->out;
    for (size_t i = 0; i < out->count; i++)
        if (strcmp(out->kinds[i], name) == 0)
            return;
    if (!out->kinds)
        out->kinds = arena_grow(facts->arena, NULL, 0, &out->capacity, sizeof(*out->kinds));
    out->kinds =
        arena_grow(facts->arena, out->kinds, out->count + 1, &out->capacity, sizeof(*out->kinds));
    size_t at = out->count++;
    for (; at > 0 && strcmp(out->kinds[at - 1], name) > 0; at--)
        out->kinds[at] = out->kinds[at - 1];
    out->kinds[at] = name;
    out->kinds[out->count] = NULL;
}

static void add_look(struct finding_facts *facts, const struct fact_kind *kind)
{
    const struct recogniser *recogniser = fact_recogniser_of(kind);
    if (recogniser && recogniser->area == FACT_AREA_REPOSITORY)
        return;
    if (recogniser && recogniser->needs_history)
        facts->out->looks |= RULE_LOOKS_AT_HISTORY;
    else if (recogniser && recogniser->names_only)
        facts->out->looks |= RULE_LOOKS_AT_NAMES;
    else
        facts->out->looks |= RULE_LOOKS_AT_CONTENT;
}

static void add_source(struct finding_facts *facts, const struct source *source)
{
    if (source->kind == SOURCE_SQL) {
        for (size_t i = 0; i < source->sql->read_count; i++) {
            add_kind(facts, source->sql->reads[i].kind->name);
            add_look(facts, source->sql->reads[i].kind);
        }
        return;
    }
    if (source->fact)
        add_kind(facts, source->fact->name);
    if (source->kind == SOURCE_DOCUMENT || source->kind == SOURCE_TEXT)
        facts->out->looks |= RULE_LOOKS_AT_CONTENT;
    else if (source->fact && source->kind != SOURCE_REPOSITORY)
        add_look(facts, source->fact);
}

static void add_condition(struct finding_facts *facts, const struct condition *condition)
{
    if (!condition)
        return;
    for (size_t i = 0; i < condition->count; i++)
        add_condition(facts, condition->operands[i]);
    if (!condition->quantifier)
        return;
    add_source(facts, &condition->quantifier->source);
    add_condition(facts, condition->quantifier->where);
    add_condition(facts, condition->quantifier->that);
}

void rule_facts_find(struct rule_facts *out, struct arena *arena, const struct rule *rule)
{
    *out = (struct rule_facts){0};
    struct finding_facts facts = {.out = out, .arena = arena};
    add_condition(&facts, rule->applies_when);
    for (size_t i = 0; i < rule->check_count; i++) {
        const struct check *check = &rule->checks[i];
        add_condition(&facts, check->applies_when);
        add_source(&facts, &check->for_each);
        add_condition(&facts, check->where);
        add_condition(&facts, check->require);
        for (size_t g = 0; g < check->grade_count; g++)
            add_condition(&facts, check->grades[g].when);
    }
}

const char *rule_looks_words(struct arena *arena, unsigned looks)
{
    static const char *const words[] = {"names", "content", "history"};
    const char *said = NULL;
    for (size_t i = 0; i < 3; i++) {
        /* Who looks into files has their names. */
        if (!(looks & 1U << i) || (i == 0 && looks & RULE_LOOKS_AT_CONTENT))
            continue;
        said = said ? arena_printf(arena, "%s, %s", said, words[i]) : words[i];
    }
    return said ? said : "the repository";
}
