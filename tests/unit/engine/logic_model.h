/* logic_model.h - the conditions of LANGUAGE.md once more, written from its text and
 * by brute force: no index, no memory, no early end, every world of what is unknown.
 * It shares with the engine only the shape of a value. */
#ifndef LOGIC_MODEL_H
#define LOGIC_MODEL_H

#include "engine_test.h"

enum { FIELDS = 6, ROWS_MOST = 14, TERMS_MOST = 3, NAMES_MOST = 16, NOW = 10 * 86400 };

enum model_type { M_NONE, M_TEXT, M_PATH, M_INTEGER, M_BOOLEAN, M_LIST, M_TIME };

struct model_kind {
    const char *name;
    bool nowhere;
    struct {
        const char *name;
        enum model_type type;
    } fields[FIELDS];
};

enum { CONTAINERS, FILES, TRAILERS, KINDS };

static const struct model_kind model_kinds[KINDS] = {
    {"container",
     false,
     {{"path", M_PATH},
      {"name", M_TEXT},
      {"tag", M_TEXT},
      {"ports", M_LIST},
      {"init", M_BOOLEAN},
      {"sidecar", M_BOOLEAN}}},
    {"file",
     false,
     {{"path", M_PATH},
      {"size", M_INTEGER},
      {"generated", M_BOOLEAN},
      {"vendored", M_BOOLEAN},
      {"link", M_BOOLEAN}}},
    {"trailer",
     true,
     {{"key", M_TEXT}, {"value", M_TEXT}, {"time", M_TIME}, {"in_range", M_BOOLEAN}}},
};

struct model_row {
    bool gap;
    struct value cells[FIELDS];
};

struct model_table {
    struct model_row rows[ROWS_MOST];
    size_t count;
};

struct world {
    struct model_table tables[KINDS];
};

/* What may stand on the right of a predicate. */
struct term {
    enum { T_LITERAL, T_EACH, T_NAMED, T_NOW, T_TEXTS } kind;
    struct value literal;
    int name; /* T_NAMED: number of the quantifier */
    int source, field;
};

struct question {
    enum predicate_kind kind;
    struct term terms[TERMS_MOST];
    size_t count;
    bool is_list;           /* written as a list, though it may hold one term */
    struct question *inner; /* `not` */
};

struct formula {
    enum condition_kind kind;
    struct formula *parts[TERMS_MOST];
    size_t count;
    int source, field; /* the nearest row's kind; of quantifiers: their source */
    struct question *questions[2];
    size_t question_count;
    struct formula *where, *that;
    int name; /* -1: none */
};

/* `$params.texts` of every rule of the test. */
static const char *const model_texts[] = {"a", "ab"};

struct answer {
    enum truth truth;
    bool unreadable; /* of an unknown one */
};

struct scene {
    const struct world *world;
    const struct model_row *subject;
    const struct model_row *named[NAMES_MOST];
};

static inline struct answer answer_of(bool value)
{
    return (struct answer){value ? TRUTH_TRUE : TRUTH_FALSE, false};
}

static inline struct answer answer_unknown(const struct unknown *unknown)
{
    return (struct answer){TRUTH_UNKNOWN, unknown->class == UNKNOWN_UNREADABLE};
}

static inline struct answer answer_not(struct answer a)
{
    a.truth = a.truth == TRUTH_TRUE ? TRUTH_FALSE : a.truth == TRUTH_FALSE ? TRUTH_TRUE : a.truth;
    return a;
}

/* The least or the greatest; what is unknown is unreadable if any unknown operand is. */
static inline struct answer answer_join(struct answer a, struct answer b, bool least)
{
    struct answer out = {0};
    bool takes_b = least ? b.truth < a.truth : b.truth > a.truth;
    out.truth = takes_b ? b.truth : a.truth;
    if (out.truth == TRUTH_UNKNOWN)
        out.unreadable = (a.truth == TRUTH_UNKNOWN && a.unreadable) ||
                         (b.truth == TRUTH_UNKNOWN && b.unreadable);
    return out;
}

static inline bool model_equal(const struct value *a, const struct value *b)
{
    if (a->kind != b->kind)
        return false;
    switch ((int)a->kind) {
    case VALUE_TEXT:
        return strcmp(a->text, b->text) == 0;
    case VALUE_BOOLEAN:
        return a->boolean == b->boolean;
    default:
        return a->integer == b->integer;
    }
}

/* Written by hand: which of the patterns and globs of the test say yes. */
static inline bool model_matches(const char *regex, const char *text)
{
    size_t size = strlen(text);
    if (strcmp(regex, "^a") == 0)
        return size > 0 && text[0] == 'a';
    if (strcmp(regex, "b$") == 0)
        return size > 0 && text[size - 1] == 'b';
    return size == 0; /* ^$ */
}

static inline bool model_globs(const char *glob, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *name = slash ? slash + 1 : path;
    if (strcmp(glob, "b/**") == 0)
        return strncmp(path, "b/", 2) == 0;
    if (strcmp(glob, "*.md") == 0)
        return strlen(name) >= 3 && strcmp(name + strlen(name) - 3, ".md") == 0;
    return strcmp(path, glob) == 0;
}

static inline bool text_asks(enum predicate_kind kind, const char *text, const char *operand)
{
    size_t size = strlen(text);
    size_t other = strlen(operand);
    switch ((int)kind) {
    case PREDICATE_MATCHES:
        return model_matches(operand, text);
    case PREDICATE_GLOB:
        return model_globs(operand, text);
    case PREDICATE_CONTAINS:
        return strstr(text, operand) != NULL;
    case PREDICATE_STARTS_WITH:
        return other <= size && memcmp(text, operand, other) == 0;
    default: /* ends_with */
        return other <= size && memcmp(text + size - other, operand, other) == 0;
    }
}

static inline bool number_asks(enum predicate_kind kind, int64_t value, int64_t operand)
{
    switch ((int)kind) {
    case PREDICATE_LESS_THAN:
    case PREDICATE_BEFORE:
        return value < operand;
    case PREDICATE_AT_MOST:
        return value <= operand;
    case PREDICATE_AT_LEAST:
        return value >= operand;
    case PREDICATE_OLDER_THAN:
        return NOW - value > operand;
    case PREDICATE_YOUNGER_THAN:
        return NOW - value <= operand;
    default: /* more_than, after */
        return value > operand;
    }
}

static inline struct answer ask_one(enum predicate_kind kind, const struct value *value,
                                    const struct value *operand)
{
    if (operand->kind == VALUE_UNKNOWN)
        return answer_unknown(operand->unknown);
    if (operand->kind == VALUE_ABSENT)
        return answer_of(false);
    if (kind == PREDICATE_EQUALS || kind == PREDICATE_IN)
        return answer_of(model_equal(value, operand));
    if (kind == PREDICATE_CONTAINS && value->kind == VALUE_LIST) {
        struct answer any = answer_of(false);
        for (size_t i = 0; i < value->list->count; i++) {
            const struct value *item = &value->list->items[i];
            any = answer_join(any,
                              item->kind == VALUE_UNKNOWN ? answer_unknown(item->unknown)
                                                          : answer_of(model_equal(item, operand)),
                              false);
        }
        return any;
    }
    if (value->kind == VALUE_TEXT)
        return answer_of(text_asks(kind, value->text, operand->text));
    return answer_of(number_asks(kind, value->integer, operand->integer));
}

static inline struct value value_of_term(const struct scene *scene, const struct term *term)
{
    const struct model_row *row = term->kind == T_EACH ? scene->subject : NULL;
    if (term->kind == T_NAMED)
        row = scene->named[term->name];
    if (row)
        return row->cells[term->field];
    return term->kind == T_NOW ? value_time(NOW) : term->literal;
}

static inline struct answer ask_term(const struct scene *scene, const struct question *question,
                                     const struct value *value, const struct term *term)
{
    struct answer any = answer_of(false);
    if (term->kind == T_TEXTS) {
        for (size_t i = 0; i < sizeof(model_texts) / sizeof(*model_texts); i++) {
            struct value text = value_text(model_texts[i]);
            any = answer_join(any, ask_one(question->kind, value, &text), false);
        }
        return any;
    }
    struct value operand = value_of_term(scene, term);
    if (operand.kind != VALUE_LIST)
        return ask_one(question->kind, value, &operand);
    for (size_t i = 0; i < operand.list->count; i++)
        any = answer_join(any, ask_one(question->kind, value, &operand.list->items[i]), false);
    return any;
}

static inline struct answer ask(const struct scene *scene, const struct question *question,
                                const struct value *value)
{
    if (value->kind == VALUE_UNKNOWN)
        return answer_unknown(value->unknown);
    if (question->kind == PREDICATE_NOT)
        return answer_not(ask(scene, question->inner, value));
    const struct value *literal = &question->terms[0].literal;
    if (question->kind == PREDICATE_EXISTS)
        return answer_of((value->kind != VALUE_ABSENT) == literal->boolean);
    if (question->kind == PREDICATE_EMPTY) {
        bool empty = value->kind == VALUE_ABSENT ||
                     (value->kind == VALUE_TEXT && strlen(value->text) == 0) ||
                     (value->kind == VALUE_LIST && value->list->count == 0);
        return answer_of(empty == literal->boolean);
    }
    struct answer any = answer_of(false);
    for (size_t i = 0; value->kind != VALUE_ABSENT && i < question->count; i++)
        any = answer_join(any, ask_term(scene, question, value, &question->terms[i]), false);
    return any;
}

/* What the rows that may or may not be selected allow: how many are selected, and how
 * many of them satisfy `that`. A gap stands for rows nobody could read: any number. */
struct worlds {
    bool pairs[ROWS_MOST + 1][ROWS_MOST + 1]; /* [selected][satisfying] */
    bool gap_satisfies, gap_does_not;
    bool unreadable;
};

static inline void worlds_add(struct worlds *worlds, const struct answer *where,
                              const struct answer *that)
{
    struct worlds next = *worlds;
    memset(next.pairs, 0, sizeof(next.pairs));
    for (size_t s = 0; s < ROWS_MOST; s++)
        for (size_t p = 0; p <= s; p++) {
            if (!worlds->pairs[s][p])
                continue;
            next.pairs[s][p] = next.pairs[s][p] || where->truth != TRUTH_TRUE;
            if (where->truth == TRUTH_FALSE)
                continue;
            next.pairs[s + 1][p] = next.pairs[s + 1][p] || that->truth != TRUTH_TRUE;
            next.pairs[s + 1][p + 1] = next.pairs[s + 1][p + 1] || that->truth != TRUTH_FALSE;
        }
    *worlds = next;
}

static inline struct answer judge(struct scene *scene, const struct formula *formula,
                                  const struct model_row *nearest);

static inline struct answer share_asks(const struct question *question, int64_t selected,
                                       int64_t satisfying)
{
    /* `limit` percent, so that no fraction is rounded */
    int64_t limit = question->terms[0].literal.integer;
    return answer_of(selected > 0 &&
                     number_asks(question->kind, satisfying * 100, selected * limit));
}

static inline void note(bool seen[3], struct answer answer, bool *unreadable)
{
    seen[answer.truth] = true;
    *unreadable = *unreadable || (answer.truth == TRUTH_UNKNOWN && answer.unreadable);
}

/* One predicate of a share, or all of a count, in every world. */
static inline struct answer worlds_ask(const struct scene *scene, const struct formula *formula,
                                       const struct worlds *worlds, size_t first, size_t last)
{
    static const int64_t hidden[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 1000000};
    bool seen[3] = {false};
    bool unreadable = worlds->unreadable;
    bool is_open = worlds->gap_satisfies || worlds->gap_does_not;
    size_t most = is_open ? sizeof(hidden) / sizeof(*hidden) : 1;
    for (size_t s = 0; s <= ROWS_MOST; s++)
        for (size_t p = 0; p <= s; p++)
            for (size_t i = 0; worlds->pairs[s][p] && i < most; i++)
                for (int satisfied = 0; satisfied < (is_open ? 2 : 1); satisfied++) {
                    bool possible = satisfied ? worlds->gap_satisfies : worlds->gap_does_not;
                    if (hidden[i] > 0 && !possible)
                        continue;
                    int64_t selected = (int64_t)s + hidden[i];
                    int64_t satisfying = (int64_t)p + (satisfied ? hidden[i] : 0);
                    struct answer all = answer_of(true);
                    for (size_t q = first; q < last; q++) {
                        struct value number = value_integer(selected);
                        all = answer_join(
                            all,
                            formula->kind == CONDITION_SHARE
                                ? share_asks(formula->questions[q], selected, satisfying)
                                : ask(scene, formula->questions[q], &number),
                            true);
                    }
                    note(seen, all, &unreadable);
                }
    if (seen[TRUTH_UNKNOWN] || (seen[TRUTH_TRUE] && seen[TRUTH_FALSE]))
        return (struct answer){TRUTH_UNKNOWN, unreadable};
    return answer_of(seen[TRUTH_TRUE]);
}

static inline struct answer judge_number(const struct scene *scene, const struct formula *formula,
                                         const struct worlds *worlds)
{
    if (formula->kind == CONDITION_COUNT)
        return worlds_ask(scene, formula, worlds, 0, formula->question_count);
    struct answer all = answer_of(true);
    for (size_t i = 0; i < formula->question_count; i++)
        all = answer_join(all, worlds_ask(scene, formula, worlds, i, i + 1), true);
    return all;
}

static inline struct answer judge_rows_of(struct scene *scene, const struct formula *formula)
{
    const struct model_table *table = &scene->world->tables[formula->source];
    struct answer any = answer_of(false);
    struct worlds worlds = {.pairs = {{true}}};
    const struct model_row *outer = formula->name >= 0 ? scene->named[formula->name] : NULL;
    for (size_t i = 0; i < table->count; i++) {
        const struct model_row *row = &table->rows[i];
        if (formula->name >= 0)
            scene->named[formula->name] = row;
        struct answer where = formula->where ? judge(scene, formula->where, row) : answer_of(true);
        if (row->gap && where.truth == TRUTH_TRUE)
            where = answer_unknown(row->cells[1].unknown);
        any = answer_join(any, where, false);
        if (where.truth == TRUTH_FALSE)
            continue;
        struct answer that = formula->that ? judge(scene, formula->that, row) : answer_of(true);
        note((bool[3]){false}, where, &worlds.unreadable);
        note((bool[3]){false}, that, &worlds.unreadable);
        if (!row->gap)
            worlds_add(&worlds, &where, &that);
        worlds.gap_satisfies = worlds.gap_satisfies || (row->gap && that.truth != TRUTH_FALSE);
        worlds.gap_does_not = worlds.gap_does_not || (row->gap && that.truth != TRUTH_TRUE);
    }
    if (formula->name >= 0)
        scene->named[formula->name] = outer;
    if (formula->kind == CONDITION_EXISTS)
        return any;
    if (formula->kind == CONDITION_NONE)
        return answer_not(any);
    return judge_number(scene, formula, &worlds);
}

static inline struct answer judge(struct scene *scene, const struct formula *formula,
                                  const struct model_row *nearest)
{
    struct answer out = answer_of(formula->kind != CONDITION_ANY);
    switch (formula->kind) {
    case CONDITION_ALL:
    case CONDITION_ANY:
        for (size_t i = 0; i < formula->count; i++)
            out = answer_join(out, judge(scene, formula->parts[i], nearest),
                              formula->kind == CONDITION_ALL);
        return out;
    case CONDITION_NOT:
        return answer_not(judge(scene, formula->parts[0], nearest));
    case CONDITION_FIELD:
        for (size_t i = 0; i < formula->question_count; i++)
            out = answer_join(
                out, ask(scene, formula->questions[i], &nearest->cells[formula->field]), true);
        return out;
    case CONDITION_EXISTS:
    case CONDITION_NONE:
    case CONDITION_COUNT:
    case CONDITION_SHARE:
        break;
    }
    return judge_rows_of(scene, formula);
}

#endif
