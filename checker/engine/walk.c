#include "engine/walk.h"

static const struct source *binding_source(const struct walk *walk, size_t binding)
{
    if (binding >= walk->binding_count || !walk->bindings[binding].condition)
        return NULL;
    return &walk->bindings[binding].condition->quantifier->source;
}

static void visit_field(struct walk *walk, const struct source *source, const struct field *field)
{
    if (!walk->on_field)
        return;
    if (source)
        walk->on_field(walk, source->fact, source->at_base, field);
    else
        walk->on_field(walk, walk->repository, false, field);
}

static void visit_operand(struct walk *walk, const struct operand *operand,
                          enum predicate_kind predicate)
{
    if (walk->on_operand)
        walk->on_operand(walk, operand, predicate);
    switch (operand->kind) {
    case OPERAND_EACH:
        visit_field(walk, walk->each, &operand->field);
        break;
    case OPERAND_BINDING: {
        const struct source *source = binding_source(walk, operand->binding);
        if (source)
            visit_field(walk, source, &operand->field);
        break;
    }
    case OPERAND_REPOSITORY:
        visit_field(walk, NULL, &operand->field);
        break;
    case OPERAND_LIST:
        for (size_t i = 0; i < operand->count; i++)
            visit_operand(walk, &operand->items[i], predicate);
        break;
    case OPERAND_LITERAL:
    case OPERAND_PARAM:
    case OPERAND_NOW:
        break;
    }
}

static void visit_predicates(struct walk *walk, const struct predicate *predicates, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (predicates[i].kind == PREDICATE_NOT)
            visit_predicates(walk, predicates[i].predicates, predicates[i].count);
        else
            visit_operand(walk, &predicates[i].operand, predicates[i].kind);
    }
}

static void visit_source(struct walk *walk, const struct source *source,
                         const struct quantifier *quantifier)
{
    if (source->kind == SOURCE_FILES || source->kind == SOURCE_DOCUMENT ||
        source->kind == SOURCE_TEXT)
        visit_operand(walk, &source->globs, PREDICATE_GLOB);
    if (source->kind == SOURCE_TEXT)
        visit_operand(walk, &source->match, PREDICATE_MATCHES);
    if (walk->on_source)
        walk->on_source(walk, source, quantifier);
}

/* Recursion is bounded by the depth of the YAML that the condition came from. */
void walk_condition(struct walk *walk, const struct condition *condition,
                    const struct source *nearest)
{
    if (!condition)
        return;
    switch (condition->kind) {
    case CONDITION_ALL:
    case CONDITION_ANY:
    case CONDITION_NOT:
        for (size_t i = 0; i < condition->count; i++)
            walk_condition(walk, condition->operands[i], nearest);
        break;
    case CONDITION_FIELD:
        visit_field(walk, nearest, &condition->field);
        visit_predicates(walk, condition->predicates, condition->predicate_count);
        break;
    case CONDITION_EXISTS:
    case CONDITION_NONE:
    case CONDITION_COUNT:
    case CONDITION_SHARE:
        visit_source(walk, &condition->quantifier->source, condition->quantifier);
        walk_condition(walk, condition->quantifier->where, &condition->quantifier->source);
        walk_condition(walk, condition->quantifier->that, &condition->quantifier->source);
        visit_predicates(walk, condition->predicates, condition->predicate_count);
        break;
    }
}

static void visit_message(struct walk *walk, const struct message *message)
{
    for (size_t i = 0; message && i < message->count; i++) {
        if (message->parts[i].kind == MESSAGE_FIELD)
            visit_field(walk, walk->each, &message->parts[i].field);
        else if (message->parts[i].kind == MESSAGE_REPOSITORY)
            visit_field(walk, NULL, &message->parts[i].field);
    }
}

static void visit_places(struct walk *walk, const struct place_candidate *places, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (places[i].kind == CANDIDATE_FIELD)
            visit_field(walk, walk->each, &places[i].field);
}

static void visit_check(struct walk *walk, const struct check *check)
{
    walk->each = &check->for_each;
    walk->bindings = check->bindings;
    walk->binding_count = check->binding_count;
    visit_source(walk, &check->for_each, NULL);
    walk_condition(walk, check->applies_when, NULL);
    walk_condition(walk, check->where, &check->for_each);
    walk_condition(walk, check->require, &check->for_each);
    visit_message(walk, &check->message);
    visit_places(walk, check->places, check->place_count);
    for (size_t i = 0; i < check->grade_count; i++) {
        walk_condition(walk, check->grades[i].when, &check->for_each);
        visit_message(walk, check->grades[i].message);
    }
    if (check->has_on_empty) {
        visit_message(walk, check->on_empty.message);
        visit_places(walk, check->on_empty.places, check->on_empty.place_count);
    }
}

void walk_rule(struct walk *walk, const struct rule *rule)
{
    walk->each = NULL;
    walk->bindings = rule->check_count ? rule->checks[0].bindings : NULL;
    walk->binding_count = rule->check_count ? rule->checks[0].binding_count : 0;
    walk_condition(walk, rule->applies_when, NULL);
    for (size_t i = 0; i < rule->check_count; i++)
        visit_check(walk, &rule->checks[i]);
    walk->each = NULL;
    walk->bindings = NULL;
    walk->binding_count = 0;
}
