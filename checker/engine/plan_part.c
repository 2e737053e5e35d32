#include "engine/plan_part.h"

#include <string.h>

size_t plan_find_table(const struct plan *plan, enum plan_side side, const struct fact_kind *kind)
{
    for (size_t i = 0; i < plan->table_count; i++)
        if (plan->tables[i].kind == PLAN_FACT && plan->tables[i].side == side &&
            plan->tables[i].fact == kind)
            return i;
    return SIZE_MAX;
}

size_t plan_add_partial_table(struct plan *plan, enum plan_side side, const struct fact_kind *kind)
{
    size_t number = plan_find_table(plan, side, kind);
    if (number != SIZE_MAX)
        return number;
    plan->tables = arena_grow(plan->arena, plan->tables, plan->table_count, &plan->table_capacity,
                              sizeof(*plan->tables));
    plan->tables[plan->table_count] =
        (struct plan_table){.kind = PLAN_FACT, .side = side, .fact = kind, .part_of = SIZE_MAX};
    return plan->table_count++;
}

size_t plan_add_fact_table(struct plan *plan, enum plan_side side, const struct fact_kind *kind)
{
    size_t number = plan_add_partial_table(plan, side, kind);
    plan->tables[number].whole = true;
    return number;
}

const struct glob *plan_glob(struct plan *plan, const char *written)
{
    struct glob *glob = table_find(&plan->globs, written);
    if (!glob) {
        const char *problem = NULL;
        size_t at = 0;
        glob = glob_new(plan->arena, written, &problem, &at);
        if (glob)
            table_set(&plan->globs, written, glob);
    }
    return glob;
}

/* Tables are looked at in the order they were added, and what they need is added
 * behind them, so one pass reaches the end of the closure. */
static void add_needs(struct plan *plan, enum plan_side side, const struct fact_kind *const *needs)
{
    for (size_t i = 0; needs && needs[i]; i++) {
        plan_add_fact_table(plan, side, needs[i]);
        /* A recogniser reads its needs' rows whole. */
        table_set(&plan->fields, arena_printf(plan->arena, "%s.", needs[i]->name), plan);
    }
}

static void add_needs_of_fields(struct plan *plan, enum plan_side side,
                                const struct fact_kind *kind, const struct recogniser *recogniser)
{
    for (size_t i = 0; recogniser->field_needs && recogniser->field_needs[i].field; i++)
        if (plan_wants_field(plan, kind, recogniser->field_needs[i].field))
            add_needs(plan, side, recogniser->field_needs[i].needs);
}

static struct failure *close_tables(struct plan *plan, enum plan_side side)
{
    /* A kind that becomes wanted whole may need more: go round until nothing is new. */
    for (size_t before = SIZE_MAX; before != plan->table_count + plan->fields.count;) {
        before = plan->table_count + plan->fields.count;
        for (size_t i = 0; i < plan->table_count; i++) {
            const struct plan_table *table = &plan->tables[i];
            if (table->side != side || table->kind != PLAN_FACT)
                continue;
            const struct fact_kind *kind = table->fact;
            const struct recogniser *recogniser = fact_recogniser_of(kind);
            if (!recogniser)
                return failure_new(FAILURE_BUG, "nothing recognises the kind '%s'", kind->name);
            for (; recogniser; recogniser = fact_recogniser_after(kind, recogniser)) {
                add_needs(plan, side, recogniser->needs);
                add_needs_of_fields(plan, side, kind, recogniser);
            }
        }
    }
    return NULL;
}

static void add_recogniser(struct plan *plan, enum plan_side side,
                           const struct recogniser *recogniser)
{
    struct plan_part *part = &plan->parts[side];
    size_t kinds = 0;
    while (recogniser->kinds[kinds])
        kinds++;
    struct plan_recogniser *added = &part->recognisers[part->recogniser_count++];
    added->recogniser = recogniser;
    added->wanted = ARENA_ARRAY(plan->arena, bool, kinds);
    added->tables = ARENA_ARRAY(plan->arena, size_t, kinds);
    for (size_t i = 0; i < kinds; i++) {
        added->tables[i] = plan_find_table(plan, side, recogniser->kinds[i]);
        added->wanted[i] = added->tables[i] != SIZE_MAX;
    }
}

static bool is_wanted(const struct plan *plan, enum plan_side side,
                      const struct recogniser *recogniser)
{
    for (size_t i = 0; recogniser->kinds[i]; i++)
        if (plan_find_table(plan, side, recogniser->kinds[i]) != SIZE_MAX)
            return true;
    return false;
}

static bool is_added(const struct plan_part *part, const struct recogniser *recogniser)
{
    for (size_t i = 0; i < part->recogniser_count; i++)
        if (part->recognisers[i].recogniser == recogniser)
            return true;
    return false;
}

static bool are_added(const struct plan_part *part, const struct fact_kind *const *needs,
                      const struct recogniser *recogniser)
{
    for (size_t i = 0; needs && needs[i]; i++)
        for (const struct recogniser *needed = fact_recogniser_of(needs[i]); needed;
             needed = fact_recogniser_after(needs[i], needed))
            if (needed != recogniser && !is_added(part, needed))
                return false;
    return true;
}

static bool is_ready(const struct plan *plan, const struct plan_part *part,
                     const struct recogniser *recogniser)
{
    if (!are_added(part, recogniser->needs, recogniser))
        return false;
    for (size_t i = 0; recogniser->field_needs && recogniser->field_needs[i].field; i++)
        for (size_t k = 0; recogniser->kinds[k]; k++)
            if (plan_wants_field(plan, recogniser->kinds[k], recogniser->field_needs[i].field) &&
                !are_added(part, recogniser->field_needs[i].needs, recogniser))
                return false;
    return true;
}

/* File-level recognisers first; then each that has all it needs, until none is left. */
static struct failure *order_recognisers(struct plan *plan, enum plan_side side)
{
    struct plan_part *part = &plan->parts[side];
    size_t all = 0;
    size_t wanted = 0;
    for (; fact_table[all]; all++)
        wanted += is_wanted(plan, side, fact_table[all]) ? 1 : 0;
    part->recognisers = ARENA_ARRAY(plan->arena, struct plan_recogniser, wanted);
    for (size_t i = 0; i < all; i++)
        if (!fact_table[i]->recognise_repository && is_wanted(plan, side, fact_table[i]))
            add_recogniser(plan, side, fact_table[i]);
    while (part->recogniser_count < wanted) {
        size_t before = part->recogniser_count;
        for (size_t i = 0; i < all; i++)
            if (is_wanted(plan, side, fact_table[i]) && !is_added(part, fact_table[i]) &&
                is_ready(plan, part, fact_table[i]))
                add_recogniser(plan, side, fact_table[i]);
        if (part->recogniser_count == before)
            return failure_new(FAILURE_BUG, "recognisers need each other");
    }
    return NULL;
}

static void set_literals(struct plan *plan, struct plan_part *part, struct plan_reader *reader,
                         const char *const *literals, struct table *numbers)
{
    size_t count = 0;
    while (literals && literals[count])
        count++;
    if (count == 0)
        return;
    size_t *filter = ARENA_ARRAY(plan->arena, size_t, count);
    for (size_t i = 0; i < count; i++) {
        size_t *known = table_find(numbers, literals[i]);
        if (!known) {
            if (!part->literals)
                part->literals = literals_new();
            known = ARENA_NEW(plan->arena, size_t);
            *known = literals_add(part->literals, literals[i]);
            table_set(numbers, literals[i], known);
        }
        filter[i] = *known;
    }
    reader->literals = filter;
    reader->literal_count = count;
}

static const char *const *literal_of_pattern(struct plan *plan, const struct pattern *pattern)
{
    const char *literal = pattern_literal(plan->arena, pattern_expression(pattern));
    if (!literal)
        return NULL;
    const char **list = ARENA_ARRAY(plan->arena, const char *, 2);
    list[0] = literal;
    return list;
}

static size_t list_readers(struct plan *plan, enum plan_side side, struct plan_glob_user *users)
{
    struct plan_part *part = &plan->parts[side];
    struct table numbers;
    table_init(&numbers, plan->arena);
    for (size_t i = 0; i < part->recogniser_count; i++) {
        const struct recogniser *recogniser = part->recognisers[i].recogniser;
        if (!recogniser->recognise_file)
            continue;
        struct plan_reader *reader = &part->readers[part->reader_count];
        *reader = (struct plan_reader){.kind = READER_RECOGNISER, .index = i};
        set_literals(plan, part, reader, recogniser->literals, &numbers);
        users[part->reader_count] = (struct plan_glob_user){part->reader_count, recogniser->paths};
        part->reader_count++;
    }
    for (size_t i = 0; i < plan->table_count; i++) {
        const struct plan_table *table = &plan->tables[i];
        if (table->side != side || (table->kind != PLAN_DOCUMENT && table->kind != PLAN_TEXT))
            continue;
        bool text = table->kind == PLAN_TEXT;
        struct plan_reader *reader = &part->readers[part->reader_count];
        *reader = (struct plan_reader){.kind = text ? READER_TEXT : READER_DOCUMENT, .index = i};
        if (text)
            set_literals(plan, part, reader, literal_of_pattern(plan, table->pattern), &numbers);
        users[part->reader_count] = (struct plan_glob_user){part->reader_count, table->globs};
        part->reader_count++;
    }
    return part->reader_count;
}

/* Tables that take rows of the kind `file` by their paths. */
static struct failure *choose_rows(struct plan *plan, enum plan_side side)
{
    struct plan_glob_user *users =
        ARENA_ARRAY(plan->arena, struct plan_glob_user, plan->table_count);
    size_t count = 0;
    for (size_t i = 0; i < plan->table_count; i++)
        if (plan->tables[i].side == side && plan->tables[i].kind == PLAN_FILES)
            users[count++] = (struct plan_glob_user){.number = i, .globs = plan->tables[i].globs};
    return count > 0 ? plan_globs_make(&plan->parts[side].table_globs, plan, users, count) : NULL;
}

struct failure *plan_close_part(struct plan *plan, enum plan_side side)
{
    TRY(close_tables(plan, side));
    TRY(order_recognisers(plan, side));
    struct plan_part *part = &plan->parts[side];
    size_t most = part->recogniser_count + plan->table_count;
    part->readers = ARENA_ARRAY(plan->arena, struct plan_reader, most);
    struct plan_glob_user *users = ARENA_ARRAY(plan->arena, struct plan_glob_user, most);
    TRY(choose_rows(plan, side));
    if (list_readers(plan, side, users) == 0)
        return NULL;
    if (part->literals)
        literals_build(part->literals, false);
    return plan_globs_make(&part->reader_globs, plan, users, part->reader_count);
}
