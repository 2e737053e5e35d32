#include "engine/plan.h"

#include "engine/plan_part.h"
#include "engine/sql_rows.h"
#include "engine/walk.h"

#include <string.h>

/* What the walk of one rule writes to. */
struct planner {
    struct plan *plan;
    struct plan_setting *setting;
    struct failure *failure;
};

bool plan_wants_field(const struct plan *plan, const struct fact_kind *kind, const char *field)
{
    char name[256];
    snprintf(name, sizeof(name), "%s.", kind->name);
    if (table_has(&plan->fields, name))
        return true;
    snprintf(name, sizeof(name), "%s.%s", kind->name, field);
    return table_has(&plan->fields, name);
}

bool plan_wants_side(const struct plan *plan, enum plan_side side)
{
    for (size_t i = 0; i < plan->table_count; i++)
        if (plan->tables[i].side == side)
            return true;
    return false;
}

static void count_source(struct walk *walk, const struct source *source,
                         const struct quantifier *quantifier)
{
    (void)quantifier;
    size_t *count = walk->state;
    if (source->number + 1 > *count)
        *count = source->number + 1;
}

/* The texts of a list of globs or regexes: literals and parameters, in order. */
struct texts {
    const char **items;
    size_t count, capacity;
};

static void add_text(struct plan *plan, struct texts *texts, const struct value *value)
{
    if (value->kind == VALUE_LIST) {
        for (size_t i = 0; i < value->list->count; i++)
            add_text(plan, texts, &value->list->items[i]);
    } else if (value->kind == VALUE_TEXT) {
        texts->items = arena_grow(plan->arena, texts->items, texts->count, &texts->capacity,
                                  sizeof(*texts->items));
        texts->items[texts->count++] = value->text;
    }
}

/* False when the operand is a field of some row, known only when that is judged. */
static bool add_texts(struct planner *planner, struct texts *texts, const struct operand *operand)
{
    switch (operand->kind) {
    case OPERAND_LITERAL:
        add_text(planner->plan, texts, &operand->literal);
        return true;
    case OPERAND_PARAM:
        if (!planner->setting->setting)
            return false;
        add_text(planner->plan, texts, &planner->setting->setting->params[operand->param]);
        return true;
    case OPERAND_LIST: {
        bool fixed = true;
        for (size_t i = 0; i < operand->count; i++)
            fixed = add_texts(planner, texts, &operand->items[i]) && fixed;
        return fixed;
    }
    case OPERAND_EACH:
    case OPERAND_BINDING:
    case OPERAND_REPOSITORY:
    case OPERAND_NOW:
        break;
    }
    return false;
}

static bool same_texts(const char *const *a, const char *const *b)
{
    if (!a || !b)
        return false;
    while (*a && *b && strcmp(*a, *b) == 0) {
        a++;
        b++;
    }
    return !*a && !*b;
}

/* Rules often ask the same of the same files; `select` of two rules is never
 * compared, for a jsonpath does not give back its text. */
static size_t add_table(struct plan *plan, const struct plan_table *wanted)
{
    for (size_t i = 0; i < plan->table_count; i++) {
        const struct plan_table *table = &plan->tables[i];
        if (table->kind == wanted->kind && table->side == wanted->side &&
            table->pattern == wanted->pattern && table->select == wanted->select &&
            same_texts(table->globs, wanted->globs))
            return i;
    }
    plan->tables = arena_grow(plan->arena, plan->tables, plan->table_count, &plan->table_capacity,
                              sizeof(*plan->tables));
    plan->tables[plan->table_count] = *wanted;
    return plan->table_count++;
}

static struct failure *compile_pattern(struct plan *plan, const char *written, bool lines,
                                       const struct pattern **out)
{
    struct table *known = lines ? &plan->line_patterns : &plan->patterns;
    struct pattern *pattern = table_find(known, written);
    if (!pattern) {
        const char *problem = NULL;
        size_t at = 0;
        pattern = pattern_new(plan->arena, written, lines, &problem, &at);
        if (!pattern)
            return failure_new(FAILURE_POLICY, "regular expression '%s' at byte %zu: %s", written,
                               at, problem);
        table_set(known, written, pattern);
    }
    *out = pattern;
    return NULL;
}

static struct failure *compile_globs(struct plan *plan, struct plan_table *table,
                                     struct texts *texts)
{
    size_t count = texts->count;
    add_text(plan, texts, &(struct value){.kind = VALUE_TEXT}); /* the NULL at the end */
    table->globs = texts->items;
    table->compiled_globs = ARENA_ARRAY(plan->arena, const struct glob *, count + 1);
    for (size_t i = 0; i < count; i++) {
        table->compiled_globs[i] = plan_glob(plan, table->globs[i]);
        if (!table->compiled_globs[i])
            return failure_new(FAILURE_POLICY, "malformed glob '%s'", table->globs[i]);
    }
    return NULL;
}

static struct failure *plan_files_of(struct planner *planner, const struct source *source,
                                     struct plan_source *planned)
{
    struct plan *plan = planner->plan;
    struct plan_table table = {
        .side = source->at_base ? SIDE_BASE : SIDE_HEAD,
        .part_of = SIZE_MAX,
        .kind = source->kind == SOURCE_FILES      ? PLAN_FILES
                : source->kind == SOURCE_DOCUMENT ? PLAN_DOCUMENT
                                                  : PLAN_TEXT,
    };
    struct texts globs = {0};
    if (!add_texts(planner, &globs, &source->globs))
        return failure_new(FAILURE_POLICY,
                           "%s:%u:%u: which files are read cannot depend on another row",
                           source->place.path, source->place.line, source->place.column);
    if (source->kind == SOURCE_FILES) {
        table.fact = source->fact;
        table.part_of = plan_add_partial_table(plan, table.side, source->fact);
    }
    TRY(compile_globs(plan, &table, &globs));
    if (source->kind == SOURCE_DOCUMENT) {
        table.select = source->select;
        table.format = source->format;
    }
    if (source->kind == SOURCE_TEXT) {
        struct texts match = {0};
        if (!add_texts(planner, &match, &source->match) || match.count != 1)
            return failure_new(FAILURE_POLICY,
                               "%s:%u:%u: a text source wants one regular expression",
                               source->place.path, source->place.line, source->place.column);
        if (source->match.pattern)
            table.pattern = source->match.pattern;
        else
            TRY(compile_pattern(plan, match.items[0], true, &table.pattern));
    }
    planned->table = add_table(plan, &table);
    return NULL;
}

static bool is_published(const struct fact_kind *kind)
{
    const struct recogniser *recogniser = fact_recogniser_of(kind);
    return recogniser && recogniser->is_published;
}

static void note_published(struct planner *planner, const struct fact_kind *kind)
{
    bool published = is_published(kind);
    planner->setting->is_late = planner->setting->is_late || published;
    planner->plan->is_published = planner->plan->is_published || published;
}

static void plan_source_of(struct walk *walk, const struct source *source,
                           const struct quantifier *quantifier)
{
    struct planner *planner = walk->state;
    struct plan *plan = planner->plan;
    struct plan_source *planned = &planner->setting->sources[source->number];
    *planned = (struct plan_source){.source = source, .quantifier = quantifier, .table = SIZE_MAX};
    struct failure *failure = NULL;
    switch (source->kind) {
    case SOURCE_FACT:
        if (source->at_base && is_published(source->fact))
            failure = failure_new(FAILURE_POLICY, "%s:%u:%u: '%s' has no rows of a base",
                                  source->place.path, source->place.line, source->place.column,
                                  source->fact->name);
        note_published(planner, source->fact);
        planned->table =
            plan_add_fact_table(plan, source->at_base ? SIDE_BASE : SIDE_HEAD, source->fact);
        break;
    case SOURCE_FILES:
    case SOURCE_DOCUMENT:
    case SOURCE_TEXT:
        failure = plan_files_of(planner, source, planned);
        break;
    case SOURCE_SQL: {
        const struct plan_table rows = {
            .kind = PLAN_SQL, .side = SIDE_HEAD, .fact = source->fact, .part_of = SIZE_MAX};
        sql_plan_reads(plan, source->sql);
        for (size_t i = 0; i < source->sql->read_count; i++)
            note_published(planner, source->sql->reads[i].kind);
        planned->table = add_table(plan, &rows);
        break;
    }
    case SOURCE_REPOSITORY:
    case SOURCE_LIST:
        break;
    }
    if (quantifier)
        plan_find_joins(plan, planned);
    if (failure && planner->failure)
        failure_free(failure);
    else if (failure)
        planner->failure = failure;
}

static void plan_field(struct walk *walk, const struct fact_kind *kind, bool at_base,
                       const struct field *field)
{
    struct planner *planner = walk->state;
    (void)at_base;
    if (!kind || field->kind != FIELD_CELL)
        return;
    struct plan *plan = planner->plan;
    table_set(&plan->fields,
              arena_printf(plan->arena, "%s.%s", kind->name, kind->fields[field->index].name),
              plan);
    if (kind == plan->repository)
        plan_add_fact_table(plan, SIDE_HEAD, kind);
}

/* Patterns and globs of parameters, compiled once a run instead of once a row. */
static void compile_operand(struct walk *walk, const struct operand *operand,
                            enum predicate_kind predicate)
{
    struct planner *planner = walk->state;
    if (operand->kind != OPERAND_PARAM || !planner->setting->setting)
        return;
    struct texts texts = {0};
    add_text(planner->plan, &texts, &planner->setting->setting->params[operand->param]);
    for (size_t i = 0; i < texts.count && !planner->failure; i++) {
        const struct pattern *pattern = NULL;
        if (predicate == PREDICATE_MATCHES)
            planner->failure = compile_pattern(planner->plan, texts.items[i], false, &pattern);
        else if (predicate == PREDICATE_GLOB && !plan_glob(planner->plan, texts.items[i]))
            planner->failure = failure_new(FAILURE_POLICY, "malformed glob '%s'", texts.items[i]);
    }
}

static struct failure *plan_rule(struct plan *plan, struct plan_setting *planned,
                                 const struct setting *setting)
{
    planned->setting = setting;
    struct walk counter = {.on_source = count_source, .state = &planned->source_count};
    walk_rule(&counter, setting->rule);
    planned->sources = ARENA_ARRAY(plan->arena, struct plan_source, planned->source_count);
    struct planner planner = {.plan = plan, .setting = planned};
    struct walk walk = {.on_source = plan_source_of,
                        .on_field = plan_field,
                        .on_operand = compile_operand,
                        .state = &planner,
                        .repository = plan->repository};
    walk_rule(&walk, setting->rule);
    return failure_while(planner.failure, "rule %s", setting->rule->id);
}

static struct failure *plan_condition(struct plan *plan, struct plan_setting *planned,
                                      const struct condition *condition)
{
    struct walk counter = {.on_source = count_source, .state = &planned->source_count};
    walk_condition(&counter, condition, NULL);
    planned->sources = ARENA_ARRAY(plan->arena, struct plan_source, planned->source_count);
    struct planner planner = {.plan = plan, .setting = planned};
    struct walk walk = {.on_source = plan_source_of,
                        .on_field = plan_field,
                        .state = &planner,
                        .repository = plan->repository};
    walk_condition(&walk, condition, NULL);
    return planner.failure;
}

static struct failure *plan_everything(struct plan *plan, const struct ruleset *ruleset,
                                       const struct plan_extra *extra)
{
    static const struct plan_extra nothing;
    if (!extra)
        extra = &nothing;
    size_t rules = ruleset ? ruleset->count : 0;
    plan->setting_count = rules + extra->condition_count;
    plan->settings = ARENA_ARRAY(plan->arena, struct plan_setting, plan->setting_count);
    for (size_t i = 0; extra->kinds && extra->kinds[i]; i++) {
        plan_add_fact_table(plan, SIDE_HEAD, extra->kinds[i]);
        plan->is_published = plan->is_published || is_published(extra->kinds[i]);
        table_set(&plan->fields, arena_printf(plan->arena, "%s.", extra->kinds[i]->name), plan);
    }
    if (extra->sql)
        sql_plan_reads(plan, extra->sql);
    for (size_t i = 0; i < rules; i++)
        TRY(plan_rule(plan, &plan->settings[i], &ruleset->settings[i]));
    for (size_t i = rules; i < plan->setting_count; i++)
        TRY(plan_condition(plan, &plan->settings[i], extra->conditions[i - rules]));
    TRY(plan_close_part(plan, SIDE_HEAD));
    return plan_close_part(plan, SIDE_BASE);
}

struct failure *plan_new(struct plan **out, const struct ruleset *ruleset,
                         const struct plan_extra *extra, struct arena *arena)
{
    struct plan *plan = ARENA_NEW(arena, struct plan);
    plan->arena = arena;
    plan->repository = fact_kind_find("repository");
    table_init(&plan->fields, arena);
    table_init(&plan->globs, arena);
    table_init(&plan->patterns, arena);
    table_init(&plan->line_patterns, arena);
    struct failure *failure = plan_everything(plan, ruleset, extra);
    if (failure) {
        plan_release(plan);
        return failure;
    }
    *out = plan;
    return NULL;
}

void plan_release(struct plan *plan)
{
    for (size_t i = 0; i < plan->patterns.count; i++)
        pattern_free(plan->patterns.entries[i].value);
    for (size_t i = 0; i < plan->line_patterns.count; i++)
        pattern_free(plan->line_patterns.entries[i].value);
    for (size_t side = 0; side < SIDE_COUNT; side++)
        literals_free(plan->parts[side].literals);
    plan->patterns.count = plan->line_patterns.count = 0;
    plan->parts[SIDE_HEAD].literals = plan->parts[SIDE_BASE].literals = NULL;
}
