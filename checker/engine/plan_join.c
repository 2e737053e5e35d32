#include "engine/plan_part.h"
#include "engine/walk.h"

/* Operands of a quantifier that point to rows outside it. */
struct finder {
    struct arena *arena;
    struct plan_source *source;
    size_t reference_capacity, probe_capacity;
    size_t *own; /* bindings made inside it */
    size_t own_count, own_capacity;
};

static void add_own(struct finder *finder, size_t binding)
{
    finder->own = arena_grow(finder->arena, finder->own, finder->own_count, &finder->own_capacity,
                             sizeof(*finder->own));
    finder->own[finder->own_count++] = binding;
}

static void note_own(struct walk *walk, const struct source *source,
                     const struct quantifier *quantifier)
{
    (void)source;
    if (quantifier && quantifier->as)
        add_own(walk->state, quantifier->binding);
}

static bool is_own(const struct finder *finder, size_t binding)
{
    for (size_t i = 0; i < finder->own_count; i++)
        if (finder->own[i] == binding)
            return true;
    return false;
}

static void note_reference(struct walk *walk, const struct operand *operand,
                           enum predicate_kind predicate)
{
    (void)predicate;
    struct finder *finder = walk->state;
    if (operand->kind != OPERAND_EACH &&
        (operand->kind != OPERAND_BINDING || is_own(finder, operand->binding)))
        return;
    struct plan_source *source = finder->source;
    source->references = arena_grow(finder->arena, source->references, source->reference_count,
                                    &finder->reference_capacity, sizeof(struct operand *));
    source->references[source->reference_count++] = operand;
}

static bool has_outer_reference(const struct finder *finder, const struct operand *operand,
                                bool *own)
{
    if (operand->kind == OPERAND_BINDING && is_own(finder, operand->binding))
        *own = true;
    else if (operand->kind == OPERAND_EACH || operand->kind == OPERAND_BINDING)
        return true;
    bool outer = false;
    for (size_t i = 0; operand->kind == OPERAND_LIST && i < operand->count; i++)
        outer = has_outer_reference(finder, &operand->items[i], own) || outer;
    return outer;
}

/* Versions that are equal may be written in two ways: no hash finds them. */
static bool is_of_version(const struct operand *operand)
{
    const struct type item = {.kind = operand->type.kind == TYPE_LIST ? operand->type.of
                                                                      : operand->type.kind};
    bool is = type_is_version(&item);
    for (size_t i = 0; operand->kind == OPERAND_LIST && i < operand->count; i++)
        is = is || is_of_version(&operand->items[i]);
    return is;
}

/* Equalities under construction: the branches of an `any`, or one by itself. */
struct branches {
    struct plan_equality *items;
    size_t count, capacity;
    bool has_reference;
};

static bool field_equality(const struct finder *finder, const struct condition *condition,
                           bool wants_reference, struct branches *out)
{
    if (type_is_version(&condition->field.type) ||
        (condition->field.kind != FIELD_CELL && condition->field.kind != FIELD_PATH &&
         condition->field.kind != FIELD_VALUE && condition->field.kind != FIELD_MATCH))
        return false;
    for (size_t i = 0; i < condition->predicate_count; i++) {
        const struct predicate *predicate = &condition->predicates[i];
        bool own = false;
        bool outer = has_outer_reference(finder, &predicate->operand, &own);
        if ((predicate->kind != PREDICATE_EQUALS && predicate->kind != PREDICATE_IN) || own ||
            (wants_reference && !outer) || is_of_version(&predicate->operand))
            continue;
        out->items =
            arena_grow(finder->arena, out->items, out->count, &out->capacity, sizeof(*out->items));
        out->items[out->count++] =
            (struct plan_equality){.field = &condition->field, .operand = &predicate->operand};
        out->has_reference = out->has_reference || outer;
        return true;
    }
    return false;
}

/* Equalities of which one holds wherever the condition is true or unknown; false when
 * there are none. No deeper than a rule's conditions nest. */
static bool find_branches(const struct finder *finder, const struct condition *condition,
                          struct branches *out)
{
    if (condition->kind == CONDITION_FIELD)
        return field_equality(finder, condition, true, out) ||
               field_equality(finder, condition, false, out);
    if (condition->kind == CONDITION_ANY) {
        for (size_t i = 0; i < condition->count; i++)
            if (!find_branches(finder, condition->operands[i], out))
                return false;
        return condition->count > 0;
    }
    if (condition->kind != CONDITION_ALL)
        return false;
    /* One of all is enough: the first that points to another row, else any. */
    const struct branches before = *out;
    struct branches other = {0};
    for (size_t i = 0; i < condition->count; i++) {
        struct branches tried = before;
        tried.items = NULL;
        tried.count = tried.capacity = 0;
        tried.has_reference = false;
        if (!find_branches(finder, condition->operands[i], &tried))
            continue;
        if (tried.has_reference || other.count == 0)
            other = tried;
        if (tried.has_reference)
            break;
    }
    for (size_t i = 0; i < other.count; i++) {
        out->items =
            arena_grow(finder->arena, out->items, out->count, &out->capacity, sizeof(*out->items));
        out->items[out->count++] = other.items[i];
    }
    out->has_reference = out->has_reference || other.has_reference;
    return other.count > 0;
}

static void add_probe(struct finder *finder, const struct branches *branches)
{
    struct plan_source *source = finder->source;
    source->probes = arena_grow(finder->arena, source->probes, source->probe_count,
                                &finder->probe_capacity, sizeof(*source->probes));
    source->probes[source->probe_count++] =
        (struct plan_probe){.equalities = branches->items, .count = branches->count};
}

static void find_probes(struct finder *finder, const struct condition *condition)
{
    if (condition->kind == CONDITION_ALL) {
        for (size_t i = 0; i < condition->count; i++)
            find_probes(finder, condition->operands[i]);
        return;
    }
    struct branches branches = {0};
    if (find_branches(finder, condition, &branches) && branches.has_reference)
        add_probe(finder, &branches);
}

void plan_find_joins(struct plan *plan, struct plan_source *planned)
{
    const struct quantifier *quantifier = planned->quantifier;
    struct finder finder = {.arena = plan->arena, .source = planned};
    if (quantifier->as)
        add_own(&finder, quantifier->binding);
    struct walk walk = {.on_source = note_own, .state = &finder};
    walk_condition(&walk, quantifier->where, &quantifier->source);
    walk_condition(&walk, quantifier->that, &quantifier->source);
    walk = (struct walk){.on_operand = note_reference, .state = &finder};
    walk_condition(&walk, quantifier->where, &quantifier->source);
    walk_condition(&walk, quantifier->that, &quantifier->source);
    if (quantifier->where)
        find_probes(&finder, quantifier->where);
}
