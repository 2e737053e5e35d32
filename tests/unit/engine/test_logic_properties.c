/* Random conditions over random tables: the engine says what the model says
 * (logic_model.h), of each subject, the class of what is unknown included. The same
 * numbers every time. A case that fails is made smaller and printed. */
#include "logic_model.h"

#include "base/date.h"
#include "policy/parse.h"

enum { RULES = 5600, WORLDS_A_RULE = 4, DEPTH = 4 };

struct maker {
    struct arena *arena;
    uint32_t state;
    int names; /* given so far */
    struct {
        int name, source;
    } scope[NAMES_MOST];
    size_t scope_count;
};

static uint32_t pick(struct maker *maker, uint32_t count)
{
    maker->state ^= maker->state << 13;
    maker->state ^= maker->state >> 17;
    maker->state ^= maker->state << 5;
    return (maker->state >> 3) % count;
}

static const char *const words[] = {"", "a", "b", "ab", "ba"};
static const char *const paths[] = {"a", "b/c", "b/d.md", "e.md", "b"};
static const char *const globs[] = {"b/**", "*.md", "e.md"};
static const char *const regexes[] = {"^a", "b$", "^$"};
enum { WORDS = 5, PATHS = 5, GLOBS = 3 };

static struct value make_value(struct maker *maker, enum model_type type)
{
    switch (type) {
    case M_TEXT:
        return value_text(words[pick(maker, WORDS)]);
    case M_PATH:
        return value_text(paths[pick(maker, PATHS)]);
    case M_INTEGER:
        return value_integer(pick(maker, 5));
    case M_BOOLEAN:
        return value_boolean(pick(maker, 2));
    case M_TIME:
        return value_time((int64_t)(6 + pick(maker, 6)) * SECONDS_A_DAY);
    case M_LIST:
    case M_NONE:
        break;
    }
    struct value items[3];
    size_t count = pick(maker, 4);
    for (size_t i = 0; i < count; i++)
        items[i] = value_integer(pick(maker, 5));
    return value_list_of(maker->arena, items, count);
}

static struct value make_unknown(struct maker *maker)
{
    return pick(maker, 2) ? value_unknown(maker->arena, UNKNOWN_UNREADABLE, "torn")
                          : value_unknown(maker->arena, UNKNOWN_UNOBSERVABLE, "hidden");
}

static void make_table(struct maker *maker, int kind, struct model_table *out)
{
    uint32_t doubt = pick(maker, 3); /* many tables hold nothing unknown */
    out->count = pick(maker, 3) == 0 ? 9 + pick(maker, ROWS_MOST - 8) : pick(maker, 4);
    for (size_t i = 0; i < out->count; i++) {
        struct model_row *row = &out->rows[i];
        *row = (struct model_row){.gap = doubt && pick(maker, 10) == 0};
        struct value unknown = make_unknown(maker);
        for (int f = 0; f < FIELDS && model_kinds[kind].fields[f].name; f++) {
            enum model_type type = model_kinds[kind].fields[f].type;
            uint32_t chance = pick(maker, 10);
            row->cells[f] = make_value(maker, type);
            if (type == M_PATH)
                continue;
            if (row->gap)
                row->cells[f] = unknown;
            else if (doubt && chance == 0)
                row->cells[f] = make_unknown(maker);
            else if (chance < 3)
                row->cells[f] = (struct value){.kind = VALUE_ABSENT};
        }
    }
}

/* A field of that type that a reference can reach; false when there is none. */
static bool make_reference(struct maker *maker, enum model_type type, struct term *out)
{
    *out = (struct term){.kind = T_EACH, .source = CONTAINERS};
    if (maker->scope_count > 0 && pick(maker, 2)) {
        size_t at = pick(maker, (uint32_t)maker->scope_count);
        *out = (struct term){
            .kind = T_NAMED, .name = maker->scope[at].name, .source = maker->scope[at].source};
    }
    int first = (int)pick(maker, FIELDS);
    for (int i = 0; i < FIELDS; i++) {
        out->field = (first + i) % FIELDS;
        enum model_type has = model_kinds[out->source].fields[out->field].type;
        if (has == type || (type == M_TEXT && has == M_PATH) || (type == M_PATH && has == M_TEXT))
            return true;
    }
    return false;
}

static struct term make_term(struct maker *maker, enum model_type type)
{
    struct term term;
    if (type == M_TIME && pick(maker, 3) == 0)
        return (struct term){.kind = T_NOW};
    if (pick(maker, 2) && make_reference(maker, type, &term))
        return term;
    return (struct term){.kind = T_LITERAL, .literal = make_value(maker, type)};
}

static enum predicate_kind make_predicate(struct maker *maker, enum model_type type)
{
    static const enum predicate_kind of[][8] = {
        [M_TEXT] = {PREDICATE_EQUALS, PREDICATE_IN, PREDICATE_MATCHES, PREDICATE_CONTAINS,
                    PREDICATE_STARTS_WITH, PREDICATE_ENDS_WITH, PREDICATE_EMPTY, PREDICATE_EQUALS},
        [M_PATH] = {PREDICATE_EQUALS, PREDICATE_IN, PREDICATE_GLOB, PREDICATE_ENDS_WITH,
                    PREDICATE_EQUALS, PREDICATE_IN, PREDICATE_GLOB, PREDICATE_CONTAINS},
        [M_INTEGER] = {PREDICATE_EQUALS, PREDICATE_IN, PREDICATE_LESS_THAN, PREDICATE_AT_MOST,
                       PREDICATE_AT_LEAST, PREDICATE_MORE_THAN, PREDICATE_EQUALS, PREDICATE_IN},
        [M_BOOLEAN] = {PREDICATE_EQUALS, PREDICATE_EQUALS, PREDICATE_EQUALS, PREDICATE_EQUALS,
                       PREDICATE_EQUALS, PREDICATE_EQUALS, PREDICATE_EXISTS, PREDICATE_EXISTS},
        [M_LIST] = {PREDICATE_CONTAINS, PREDICATE_CONTAINS, PREDICATE_CONTAINS, PREDICATE_EMPTY,
                    PREDICATE_EMPTY, PREDICATE_EXISTS, PREDICATE_CONTAINS, PREDICATE_CONTAINS},
        [M_TIME] = {PREDICATE_EQUALS, PREDICATE_BEFORE, PREDICATE_AFTER, PREDICATE_OLDER_THAN,
                    PREDICATE_YOUNGER_THAN, PREDICATE_BEFORE, PREDICATE_AFTER, PREDICATE_EQUALS},
    };
    return pick(maker, 9) == 0 ? PREDICATE_EXISTS : of[type][pick(maker, 8)];
}

static void make_terms(struct maker *maker, enum model_type type, struct question *out)
{
    struct term term;
    out->count = 1;
    switch ((int)out->kind) {
    case PREDICATE_EXISTS:
    case PREDICATE_EMPTY:
        out->terms[0] = (struct term){.literal = value_boolean(pick(maker, 2))};
        return;
    case PREDICATE_MATCHES:
        out->terms[0] = (struct term){.literal = value_text(regexes[pick(maker, 3)])};
        return;
    case PREDICATE_GLOB:
        out->is_list = pick(maker, 2);
        out->count = out->is_list ? 1 + pick(maker, 2) : 1;
        for (size_t i = 0; i < out->count; i++)
            out->terms[i] = (struct term){.literal = value_text(globs[pick(maker, GLOBS)])};
        return;
    case PREDICATE_OLDER_THAN:
    case PREDICATE_YOUNGER_THAN:
        out->terms[0] =
            (struct term){.literal = value_duration((int64_t)pick(maker, 5) * SECONDS_A_DAY)};
        return;
    case PREDICATE_IN:
        if (type == M_INTEGER && pick(maker, 2) && make_reference(maker, M_LIST, &term)) {
            out->terms[0] = term;
            return;
        }
        if (type == M_TEXT && pick(maker, 4) == 0) {
            out->terms[0] = (struct term){.kind = T_TEXTS};
            return;
        }
        out->is_list = true;
        out->count = 1 + pick(maker, TERMS_MOST);
        break;
    default:
        break;
    }
    enum model_type wanted = type == M_LIST ? M_INTEGER : type;
    bool is_text = out->kind == PREDICATE_CONTAINS || out->kind == PREDICATE_ENDS_WITH;
    if (type == M_PATH && is_text)
        wanted = M_TEXT;
    for (size_t i = 0; i < out->count; i++)
        out->terms[i] = make_term(maker, wanted);
}

static struct question *make_question(struct maker *maker, enum model_type type)
{
    struct question *out = ARENA_NEW(maker->arena, struct question);
    if (pick(maker, 5) == 0) {
        out->kind = PREDICATE_NOT;
        out->inner = make_question(maker, type);
        return out;
    }
    out->kind = make_predicate(maker, type);
    make_terms(maker, type, out);
    return out;
}

static struct formula *make_formula(struct maker *maker, int kind, int depth);

static void make_field(struct maker *maker, int kind, struct formula *out)
{
    out->kind = CONDITION_FIELD;
    out->source = kind;
    do
        out->field = (int)pick(maker, FIELDS);
    while (!model_kinds[kind].fields[out->field].name);
    enum model_type type = model_kinds[kind].fields[out->field].type;
    out->questions[out->question_count++] = make_question(maker, type);
    struct question *second = pick(maker, 4) == 0 ? make_question(maker, type) : NULL;
    if (second && second->kind != out->questions[0]->kind)
        out->questions[out->question_count++] = second;
}

static void make_numbers(struct maker *maker, struct formula *out)
{
    static const int limits[] = {0, 1, 25, 33, 50, 67, 99, 100};
    out->question_count = 1 + (pick(maker, 4) == 0);
    uint32_t first = pick(maker, 4);
    for (size_t i = 0; i < out->question_count; i++) {
        struct question *question = ARENA_NEW(maker->arena, struct question);
        question->kind = (enum predicate_kind)(PREDICATE_LESS_THAN + (first + i) % 4);
        question->count = 1;
        question->terms[0].literal = value_integer(limits[pick(maker, 8)]);
        if (out->kind == CONDITION_COUNT) {
            if (pick(maker, 3) == 0)
                question->kind = i == 0 ? PREDICATE_EQUALS : PREDICATE_IN;
            make_terms(maker, M_INTEGER, question);
        }
        out->questions[i] = question;
    }
}

static void make_quantifier(struct maker *maker, int depth, struct formula *out)
{
    static const enum condition_kind kinds[] = {CONDITION_EXISTS, CONDITION_NONE, CONDITION_COUNT,
                                                CONDITION_SHARE};
    out->kind = kinds[pick(maker, 4)];
    out->source = (int)pick(maker, KINDS);
    out->name = -1;
    if (out->kind == CONDITION_COUNT || out->kind == CONDITION_SHARE)
        make_numbers(maker, out); /* these do not see the quantifier's own row */
    size_t scope = maker->scope_count;
    if (maker->names < NAMES_MOST && pick(maker, 2)) {
        out->name = maker->names++;
        maker->scope[maker->scope_count].name = out->name;
        maker->scope[maker->scope_count++].source = out->source;
    }
    if (pick(maker, 5))
        out->where = make_formula(maker, out->source, depth - 1);
    if (out->kind == CONDITION_SHARE)
        out->that = make_formula(maker, out->source, depth - 1);
    maker->scope_count = scope;
}

static struct formula *make_formula(struct maker *maker, int kind, int depth)
{
    struct formula *out = ARENA_NEW(maker->arena, struct formula);
    uint32_t choice = depth > 0 ? pick(maker, 10) : 9;
    if (choice < 4) {
        make_quantifier(maker, depth, out);
    } else if (choice < 7) {
        out->kind = choice == 4 ? CONDITION_ANY : choice == 5 ? CONDITION_ALL : CONDITION_NOT;
        out->count = out->kind == CONDITION_NOT ? 1 : 1 + pick(maker, TERMS_MOST);
        for (size_t i = 0; i < out->count; i++)
            out->parts[i] = make_formula(maker, kind, depth - 1);
    } else {
        make_field(maker, kind, out);
    }
    return out;
}

/* As YAML. */

static void write_value(struct buffer *out, const struct value *value, bool is_time)
{
    if (value->kind == VALUE_TEXT)
        buffer_printf(out, "'%s'", value->text);
    else if (value->kind == VALUE_BOOLEAN)
        buffer_add_string(out, value->boolean ? "true" : "false");
    else if (value->kind == VALUE_DURATION)
        buffer_printf(out, "%lldd", (long long)(value->integer / SECONDS_A_DAY));
    else if (is_time)
        buffer_printf(out, "1970-01-%02lld", (long long)(value->integer / SECONDS_A_DAY + 1));
    else
        buffer_printf(out, "%lld", (long long)value->integer);
}

static void write_term(struct buffer *out, const struct term *term)
{
    if (term->kind == T_NOW)
        buffer_add_string(out, "$now");
    else if (term->kind == T_TEXTS)
        buffer_add_string(out, "$params.texts");
    else if (term->kind == T_EACH)
        buffer_printf(out, "$each.%s", model_kinds[term->source].fields[term->field].name);
    else if (term->kind == T_NAMED)
        buffer_printf(out, "$n%d.%s", term->name,
                      model_kinds[term->source].fields[term->field].name);
    else
        write_value(out, &term->literal, term->literal.kind == VALUE_TIME);
}

static void write_question(struct buffer *out, const struct question *question, const char *unit)
{
    buffer_printf(out, "%s: ", predicate_words[question->kind]);
    if (question->kind == PREDICATE_NOT) {
        buffer_add_byte(out, '{');
        write_question(out, question->inner, "");
        buffer_add_byte(out, '}');
        return;
    }
    buffer_add_string(out, question->is_list ? "[" : "");
    for (size_t i = 0; i < question->count; i++) {
        buffer_add_string(out, i ? ", " : "");
        write_term(out, &question->terms[i]);
    }
    buffer_printf(out, "%s%s", unit, question->is_list ? "]" : "");
}

static void write_formula(struct buffer *out, const struct formula *formula);

static void write_quantifier(struct buffer *out, const struct formula *formula)
{
    static const char *const quantifiers[] = {[CONDITION_EXISTS] = "exists",
                                              [CONDITION_NONE] = "none",
                                              [CONDITION_COUNT] = "count",
                                              [CONDITION_SHARE] = "share"};
    buffer_printf(out, "{%s: {fact: %s", quantifiers[formula->kind],
                  model_kinds[formula->source].name);
    if (formula->name >= 0)
        buffer_printf(out, ", as: n%d", formula->name);
    if (formula->where) {
        buffer_add_string(out, ", where: ");
        write_formula(out, formula->where);
    }
    if (formula->that) {
        buffer_add_string(out, ", that: ");
        write_formula(out, formula->that);
    }
    for (size_t i = 0; i < formula->question_count; i++) {
        buffer_add_string(out, ", ");
        write_question(out, formula->questions[i], formula->that ? "%" : "");
    }
    buffer_add_string(out, "}}");
}

static void write_formula(struct buffer *out, const struct formula *formula)
{
    bool is_not = formula->kind == CONDITION_NOT;
    switch (formula->kind) {
    case CONDITION_ALL:
    case CONDITION_ANY:
    case CONDITION_NOT:
        buffer_printf(out, "{%s: ",
                      is_not                           ? "not"
                      : formula->kind == CONDITION_ALL ? "all"
                                                       : "any");
        buffer_add_string(out, is_not ? "" : "[");
        for (size_t i = 0; i < formula->count; i++) {
            buffer_add_string(out, i ? ", " : "");
            write_formula(out, formula->parts[i]);
        }
        buffer_add_string(out, is_not ? "}" : "]}");
        return;
    case CONDITION_FIELD:
        buffer_printf(out, "{%s: {", model_kinds[formula->source].fields[formula->field].name);
        for (size_t i = 0; i < formula->question_count; i++) {
            buffer_add_string(out, i ? ", " : "");
            write_question(out, formula->questions[i], "");
        }
        buffer_add_string(out, "}}");
        return;
    case CONDITION_EXISTS:
    case CONDITION_NONE:
    case CONDITION_COUNT:
    case CONDITION_SHARE:
        break;
    }
    write_quantifier(out, formula);
}

/* The engine over the same tables. */

static void set_table(struct bench *bench, int kind, const struct model_table *table)
{
    const char *name = model_kinds[kind].name;
    if (plan_find_table(bench->plan, SIDE_HEAD, fact_kind_find(name)) == SIZE_MAX)
        return;
    struct fact_row *rows = ARENA_ARRAY(&bench->arena, struct fact_row, table->count + 1);
    for (size_t i = 0; i < table->count; i++) {
        const struct model_row *row = &table->rows[i];
        const char *path = model_kinds[kind].nowhere ? NULL : row->cells[0].text;
        rows[i] = row->gap ? bench_gap(bench, name, path, row->cells[1].unknown->class,
                                       row->cells[1].unknown->reason)
                           : bench_row(bench, name, path);
        for (int f = 0; f < FIELDS && model_kinds[kind].fields[f].name && !row->gap; f++)
            if (model_kinds[kind].fields[f].type != M_PATH)
                bench_set(&rows[i], name, model_kinds[kind].fields[f].name, row->cells[f]);
    }
    bench_set_rows(bench, name, rows, table->count);
}

/* Of every subject, in its order. */
static void engine_answers(struct bench *bench, const struct world *world, struct outcome *out)
{
    for (int kind = 0; kind < KINDS; kind++)
        set_table(bench, kind, &world->tables[kind]);
    const struct evaluator_options options = {
        .plan = bench->plan, .head = &bench->collection, .now = NOW, .arena = &bench->arena};
    struct evaluator *evaluator = evaluator_new(&options);
    const struct check *check = &bench->rule->checks[0];
    struct judge_context context = {
        .evaluator = evaluator, .setting = &bench->plan->settings[0], .check = check};
    context.bound = ARENA_ARRAY(&bench->arena, const struct fact_row *, check->binding_count + 1);
    struct judge_rows rows = judge_source_rows(&context, &check->for_each);
    for (size_t i = 0; i < rows.count; i++) {
        context.subject = &rows.rows[i];
        out[i] = judge_condition(&context, check->require, context.subject);
    }
    evaluator_free(evaluator);
}

static bool is_same(const struct answer *model, const struct outcome *engine)
{
    return model->truth == engine->truth &&
           (model->truth != TRUTH_UNKNOWN ||
            model->unreadable == (engine->class == UNKNOWN_UNREADABLE));
}

/* The first subject of whom they say different things; SIZE_MAX: none. */
static size_t difference(struct bench *bench, const struct formula *formula,
                         const struct world *world, size_t seen[3])
{
    struct outcome outcomes[ROWS_MOST];
    engine_answers(bench, world, outcomes);
    for (size_t i = 0; i < world->tables[CONTAINERS].count; i++) {
        struct scene scene = {.world = world, .subject = &world->tables[CONTAINERS].rows[i]};
        struct answer answer = judge(&scene, formula, scene.subject);
        seen[answer.truth]++;
        if (!is_same(&answer, &outcomes[i]))
            return i;
    }
    return SIZE_MAX;
}

static void print_table(struct bench *bench, int kind, const struct model_table *table)
{
    for (size_t i = 0; i < table->count; i++) {
        print_error("  %s %zu%s:", model_kinds[kind].name, i, table->rows[i].gap ? " (gap)" : "");
        for (int f = 0; f < FIELDS && model_kinds[kind].fields[f].name; f++) {
            const struct value *cell = &table->rows[i].cells[f];
            print_error(" %s=%s", model_kinds[kind].fields[f].name,
                        cell->kind == VALUE_UNKNOWN ? cell->unknown->reason
                                                    : value_format(&bench->arena, cell));
        }
        print_error("\n");
    }
}

/* Rows go as long as the difference stays; what is left is printed. */
static void report(struct bench *bench, const struct formula *formula, struct world world,
                   const char *body)
{
    static const char *const names[] = {"false", "unknown", "true"};
    size_t seen[3];
    for (int kind = 0; kind < KINDS; kind++)
        for (size_t i = world.tables[kind].count; i-- > 0;) {
            struct world smaller = world;
            struct model_table *table = &smaller.tables[kind];
            table->count--;
            memmove(&table->rows[i], &table->rows[i + 1],
                    (table->count - i) * sizeof(*table->rows));
            if (difference(bench, formula, &smaller, seen) != SIZE_MAX)
                world = smaller;
        }
    struct outcome outcomes[ROWS_MOST];
    size_t at = difference(bench, formula, &world, seen);
    engine_answers(bench, &world, outcomes);
    struct scene scene = {.world = &world, .subject = &world.tables[CONTAINERS].rows[at]};
    struct answer answer = judge(&scene, formula, scene.subject);
    print_error("%s", body);
    for (int kind = 0; kind < KINDS; kind++)
        print_table(bench, kind, &world.tables[kind]);
    fail_msg("of container %zu the engine says %s (%s), the model says %s (%s)", at,
             names[outcomes[at].truth],
             outcomes[at].class == UNKNOWN_UNREADABLE ? "unreadable" : "unobservable",
             names[answer.truth], answer.unreadable ? "unreadable" : "unobservable");
}

static void the_engine_says_what_the_model_says(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 16);
    const struct arena_mark start = arena_mark(&arena);
    struct maker maker = {.arena = &arena, .state = 20260601u};
    size_t seen[3] = {0};
    for (size_t rule = 0; rule < RULES; rule++) {
        arena_reset(&arena, start);
        maker.names = 0;
        struct formula *formula = make_formula(&maker, CONTAINERS, DEPTH);
        struct buffer body = BUFFER_EMPTY;
        buffer_add_string(&body,
                          "params: {texts: {type: list of text, default: [a, ab], why: W.}}\n"
                          "for_each: {fact: container}\non_empty: pass\nmessage: No.\n"
                          "require: ");
        write_formula(&body, formula);
        buffer_add_byte(&body, '\n');
        struct bench bench = {0};
        bench_plan(&bench, buffer_string(&body));
        const struct memory_file file = {.path = "a", .content = text_of("")};
        bench_tables(&bench, &file, 1);
        for (size_t i = 0; i < WORLDS_A_RULE; i++) {
            struct world world;
            for (int kind = 0; kind < KINDS; kind++)
                make_table(&maker, kind, &world.tables[kind]);
            if (difference(&bench, formula, &world, seen) != SIZE_MAX)
                report(&bench, formula, world, buffer_string(&body));
        }
        bench_release(&bench);
        buffer_release(&body);
    }
    arena_release(&arena);
    print_message("%zu true, %zu unknown, %zu false\n", seen[TRUTH_TRUE], seen[TRUTH_UNKNOWN],
                  seen[TRUTH_FALSE]);
    assert_true(seen[TRUTH_TRUE] + seen[TRUTH_UNKNOWN] + seen[TRUTH_FALSE] >= 100000);
    for (size_t i = 0; i < 3; i++)
        assert_true(seen[i] > 10000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_engine_says_what_the_model_says),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
