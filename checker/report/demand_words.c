#include "report/demand_words.h"

#include "report/page.h"

#include <string.h>

/* Where a condition stands. */
struct telling {
    struct buffer *out;
    struct arena *arena;
    const struct rule *rule;
    const struct check *check; /* whose bindings conditions name */
};

enum { INLINE_MOST = 110 }; /* characters of a condition that stands within a sentence */

static void add(const struct telling *telling, const char *string)
{
    buffer_add_string(telling->out, string);
}

static void add_name(const struct telling *telling, const char *name)
{
    page_code(telling->out, name);
}

static void add_value(const struct telling *telling, const struct value *value)
{
    if (value->kind != VALUE_LIST) {
        add_name(telling, value_format(telling->arena, value));
        return;
    }
    for (size_t i = 0; i < value->list->count; i++) {
        add(telling, i == 0 ? "" : i + 1 < value->list->count ? ", " : " or ");
        add_name(telling, value_format(telling->arena, &value->list->items[i]));
    }
    if (value->list->count == 0)
        add(telling, "one of nothing");
}

/* As the rule writes it: $each.path. */
static void add_reference(const struct telling *telling, const char *of, const char *name)
{
    add_name(telling, arena_printf(telling->arena, "$%s.%s", of, name));
}

static void add_operand(const struct telling *telling, const struct operand *operand)
{
    if (operand->kind == OPERAND_LITERAL) {
        add_value(telling, &operand->literal);
    } else if (operand->kind == OPERAND_PARAM) {
        add_reference(telling, "params", telling->rule->params[operand->param].name);
    } else if (operand->kind == OPERAND_EACH) {
        add_reference(telling, "each", operand->field.name);
    } else if (operand->kind == OPERAND_BINDING) {
        add_reference(telling, telling->check->bindings[operand->binding].name,
                      operand->field.name);
    } else if (operand->kind == OPERAND_REPOSITORY) {
        add_reference(telling, "repository", operand->field.name);
    } else if (operand->kind == OPERAND_NOW) {
        add(telling, "the day of judging");
    } else {
        for (size_t i = 0; i < operand->count; i++) {
            add(telling, i == 0 ? "" : i + 1 < operand->count ? ", " : " or ");
            add_operand(telling, &operand->items[i]);
        }
    }
}

static bool is_several(const struct operand *operand)
{
    return operand->kind == OPERAND_PARAM && operand->type.kind == TYPE_LIST;
}

/* Words before the operand: when it holds, and when it does not. */
static const struct {
    const char *holds, *holds_not;
} predicate_says[] = {
    [PREDICATE_EQUALS] = {"is", "is not"},
    [PREDICATE_IN] = {"is", "is not"},
    [PREDICATE_MATCHES] = {"matches", "does not match"},
    [PREDICATE_GLOB] = {"is like", "is not like"},
    [PREDICATE_CONTAINS] = {"contains", "does not contain"},
    [PREDICATE_STARTS_WITH] = {"starts with", "does not start with"},
    [PREDICATE_ENDS_WITH] = {"ends with", "does not end with"},
    [PREDICATE_LESS_THAN] = {"is less than", "is not less than"},
    [PREDICATE_AT_MOST] = {"is at most", "is not at most"},
    [PREDICATE_AT_LEAST] = {"is at least", "is not at least"},
    [PREDICATE_MORE_THAN] = {"is more than", "is not more than"},
    [PREDICATE_BEFORE] = {"is before", "is not before"},
    [PREDICATE_AFTER] = {"is after", "is not after"},
    [PREDICATE_OLDER_THAN] = {"is older than", "is not older than"},
    [PREDICATE_YOUNGER_THAN] = {"is no older than", "is older than"},
};

static void add_predicates(const struct telling *telling, const struct predicate *predicates,
                           size_t count, bool negated);

static void add_predicate(const struct telling *telling, const struct predicate *predicate,
                          bool negated)
{
    if (predicate->kind == PREDICATE_NOT) {
        add_predicates(telling, predicate->predicates, predicate->count, !negated);
        return;
    }
    if (predicate->kind == PREDICATE_EXISTS || predicate->kind == PREDICATE_EMPTY) {
        bool holds = predicate->operand.literal.boolean != negated;
        add(telling, predicate->kind == PREDICATE_EMPTY ? holds ? "is empty" : "is not empty"
                     : holds                            ? "is there"
                                                        : "is not there");
        return;
    }
    size_t known = sizeof(predicate_says) / sizeof(predicate_says[0]);
    bool said = (size_t)predicate->kind < known && predicate_says[predicate->kind].holds;
    if (said)
        add(telling, negated ? predicate_says[predicate->kind].holds_not
                             : predicate_says[predicate->kind].holds);
    else
        add(telling, negated ? "does not satisfy" : "satisfies");
    add(telling, !is_several(&predicate->operand) ? " " : negated ? " any of " : " one of ");
    add_operand(telling, &predicate->operand);
}

/* Of several that are negated together it is enough that one does not hold. */
static void add_predicates(const struct telling *telling, const struct predicate *predicates,
                           size_t count, bool negated)
{
    for (size_t i = 0; i < count; i++) {
        add(telling, i == 0 ? "" : negated ? " or " : " and ");
        add_predicate(telling, &predicates[i], negated);
    }
}

/* SQL reads the same with one blank for any white space. */
static const char *one_line(struct arena *arena, const char *text)
{
    char *line = arena_strdup(arena, text);
    size_t size = 0;
    for (const char *at = text; *at; at++) {
        bool is_space = strchr(" \t\r\n", *at) != NULL;
        if (!is_space)
            line[size++] = *at;
        else if (size > 0 && line[size - 1] != ' ')
            line[size++] = ' ';
    }
    while (size > 0 && line[size - 1] == ' ')
        size--;
    line[size] = '\0';
    return line;
}

static void add_globs(const struct telling *telling, const struct source *source)
{
    add(telling, is_several(&source->globs) ? " one of " : " ");
    add_operand(telling, &source->globs);
}

/* "row of `adr`", after "each", "a" or "no". */
static void add_source(const struct telling *telling, const struct source *source)
{
    if (source->kind == SOURCE_FACT) {
        add_name(telling, source->fact->name);
    } else if (source->kind == SOURCE_FILES) {
        add(telling, "file like");
        add_globs(telling, source);
    } else if (source->kind == SOURCE_DOCUMENT) {
        add(telling, "node ");
        add_name(telling, source->select_text);
        add(telling, " of documents like");
        add_globs(telling, source);
    } else if (source->kind == SOURCE_TEXT) {
        add(telling, "match of ");
        add_operand(telling, &source->match);
        add(telling, " in files like");
        add_globs(telling, source);
    } else if (source->kind == SOURCE_LIST) {
        add(telling, "item of ");
        add_reference(telling, "params", telling->rule->params[source->param].name);
    } else if (source->kind == SOURCE_SQL) {
        add(telling, "row of ");
        add_name(telling, one_line(telling->arena, source->sql->text));
    } else {
        add(telling, "row");
    }
    if (source->at_base)
        add(telling, " of the base");
}

static bool add_inline(const struct telling *telling, const struct condition *condition);

/* Conditions side by side, each of which must stand within a sentence. */
static bool add_inline_list(const struct telling *telling, const struct condition *condition,
                            const char *word)
{
    for (size_t i = 0; i < condition->count; i++) {
        add(telling, i == 0 ? "" : word);
        if (condition->operands[i]->kind != CONDITION_FIELD ||
            !add_inline(telling, condition->operands[i]))
            return false;
    }
    return condition->count <= 3;
}

/* "a " or "an ", as the name that follows is spelt. */
static const char *article(const struct source *source)
{
    bool vowel = source->kind == SOURCE_FACT && strchr("aeiou", source->fact->name[0]);
    return vowel || source->kind == SOURCE_LIST ? "an " : "a ";
}

static void add_tail(const struct telling *telling, const struct condition *condition)
{
    add(telling, " ");
    add_predicates(telling, condition->predicates, condition->predicate_count, false);
}

/* All of a quantifier but its conditions. */
static void add_quantifier_head(const struct telling *telling, const struct condition *condition)
{
    const struct quantifier *quantifier = condition->quantifier;
    if (condition->kind == CONDITION_EXISTS) {
        add(telling, "there is ");
        add(telling, article(&quantifier->source));
    } else if (condition->kind == CONDITION_NONE) {
        add(telling, "there is no ");
    } else if (condition->kind == CONDITION_COUNT) {
        add(telling, "the number of ");
    } else {
        add(telling, "the share of ");
    }
    add_source(telling, &quantifier->source);
    if (quantifier->as) {
        add(telling, " (called ");
        add_name(telling, quantifier->as);
        add(telling, ")");
    }
    if (condition->kind == CONDITION_SHARE)
        add(telling, " that is in order");
    if (condition->kind == CONDITION_COUNT || condition->kind == CONDITION_SHARE)
        add_tail(telling, condition);
}

/* False when it is too much for a sentence: then what was added must be taken back. */
static bool add_inline(const struct telling *telling, const struct condition *condition)
{
    size_t from = telling->out->size;
    bool fits = true;
    const struct quantifier *quantifier = condition->quantifier;
    if (condition->kind == CONDITION_FIELD) {
        add_name(telling, condition->field.name);
        add(telling, " ");
        add_predicates(telling, condition->predicates, condition->predicate_count, false);
        return true;
    }
    if (condition->kind == CONDITION_ALL || condition->kind == CONDITION_ANY) {
        fits = add_inline_list(telling, condition,
                               condition->kind == CONDITION_ALL ? " and " : " or ");
    } else if (condition->kind == CONDITION_NOT) {
        const struct condition *operand = condition->operands[0];
        fits = operand->kind == CONDITION_FIELD;
        if (fits) {
            add_name(telling, operand->field.name);
            add(telling, " ");
            add_predicates(telling, operand->predicates, operand->predicate_count, true);
        }
    } else {
        fits = condition->kind != CONDITION_SHARE;
        add_quantifier_head(telling, condition);
        if (fits && quantifier->where) {
            add(telling, condition->kind == CONDITION_COUNT ? ", counted where " : " such that ");
            fits = add_inline(telling, quantifier->where);
        }
    }
    return fits && telling->out->size - from <= INLINE_MOST;
}

static void begin_item(const struct telling *telling, unsigned depth)
{
    buffer_printf(telling->out, "%*s- ", (int)(depth * 2), "");
}

static void add_items(const struct telling *telling, const struct condition *condition,
                      unsigned depth);

static void add_group(const struct telling *telling, const struct condition *condition,
                      unsigned depth, const char *head);

/* One of several: a list of what must all hold is one. */
static void add_alternative(const struct telling *telling, const struct condition *condition,
                            unsigned depth)
{
    if (condition->kind != CONDITION_ALL || condition->count < 2) {
        add_items(telling, condition, depth);
        return;
    }
    size_t from = telling->out->size;
    begin_item(telling, depth);
    if (add_inline(telling, condition)) {
        add(telling, "\n");
        return;
    }
    buffer_cut(telling->out, from);
    add_group(telling, condition, depth, "all of:");
}

static void add_group(const struct telling *telling, const struct condition *condition,
                      unsigned depth, const char *head)
{
    begin_item(telling, depth);
    add(telling, head);
    add(telling, "\n");
    for (size_t i = 0; i < condition->count; i++) {
        if (condition->kind == CONDITION_ALL)
            add_items(telling, condition->operands[i], depth + 1);
        else
            add_alternative(telling, condition->operands[i], depth + 1);
    }
}

static void add_quantifier(const struct telling *telling, const struct condition *condition,
                           unsigned depth)
{
    const struct quantifier *quantifier = condition->quantifier;
    begin_item(telling, depth);
    add_quantifier_head(telling, condition);
    if (condition->kind == CONDITION_SHARE) {
        add(telling, "\n");
        if (quantifier->where) {
            begin_item(telling, depth + 1);
            add(telling, "counted are those where\n");
            add_items(telling, quantifier->where, depth + 2);
        }
        begin_item(telling, depth + 1);
        add(telling, "in order are those where\n");
        add_items(telling, quantifier->that, depth + 2);
        return;
    }
    add(telling, !quantifier->where                   ? "\n"
                 : condition->kind == CONDITION_COUNT ? ", counted where\n"
                                                      : ", where\n");
    if (quantifier->where)
        add_items(telling, quantifier->where, depth + 1);
}

/* A condition as items of a list, a line each where it can be. */
static void add_items(const struct telling *telling, const struct condition *condition,
                      unsigned depth)
{
    if (condition->kind == CONDITION_ALL) {
        for (size_t i = 0; i < condition->count; i++)
            add_items(telling, condition->operands[i], depth);
        return;
    }
    size_t from = telling->out->size;
    begin_item(telling, depth);
    if (add_inline(telling, condition)) {
        add(telling, "\n");
        return;
    }
    buffer_cut(telling->out, from);
    if (condition->kind == CONDITION_ANY)
        add_group(telling, condition, depth, "any of:");
    else if (condition->kind == CONDITION_NOT)
        add_group(telling, condition, depth, "not:");
    else
        add_quantifier(telling, condition, depth);
}

/* "The rule applies where ..., or a list of what must hold there. */
static void add_condition(const struct telling *telling, const char *head,
                          const struct condition *condition)
{
    bool is_choice = condition->kind == CONDITION_ANY;
    size_t from = telling->out->size;
    add(telling, head);
    add(telling, " ");
    if (add_inline(telling, condition)) {
        add(telling, ".\n\n");
        return;
    }
    buffer_cut(telling->out, from);
    add(telling, head);
    add(telling, is_choice                          ? " at least one of these holds:\n\n"
                 : condition->kind == CONDITION_ALL ? " all of this holds:\n\n"
                                                    : "\n\n");
    for (size_t i = 0; is_choice && i < condition->count; i++)
        add_alternative(telling, condition->operands[i], 0);
    if (!is_choice)
        add_items(telling, condition, 0);
    add(telling, "\n");
}

static void add_message(const struct telling *telling, const struct message *message)
{
    page_text(telling->out, message->written);
    add(telling, "\n");
}

static void add_subjects(const struct telling *telling)
{
    const struct check *check = telling->check;
    if (check->for_each.kind == SOURCE_REPOSITORY) {
        add_condition(telling, "The repository must be one in which", check->require);
        return;
    }
    add(telling, "Its subjects: each ");
    if (check->for_each.kind == SOURCE_SQL) {
        add(telling, "row of\n\n");
        page_block(telling->out, "sql", text_of(check->for_each.sql->text), SIZE_MAX);
        add(telling, check->where ? "\nof those" : "\n");
    } else {
        add_source(telling, &check->for_each);
    }
    if (check->where) {
        size_t from = telling->out->size;
        add(telling, " where ");
        if (!add_inline(telling, check->where)) {
            buffer_cut(telling->out, from);
            add(telling, " where\n\n");
            add_items(telling, check->where, 0);
            add(telling, "\n");
        } else {
            add(telling, ".\n\n");
        }
    } else if (check->for_each.kind != SOURCE_SQL) {
        add(telling, ".\n\n");
    }
    add_condition(telling, "For each it must be so that", check->require);
}

static void add_grades(const struct telling *telling)
{
    const struct check *check = telling->check;
    for (size_t i = 0; i < check->grade_count; i++) {
        const struct grade *grade = &check->grades[i];
        if (!grade->has_severity && !grade->is_review)
            continue;
        const char *becomes =
            grade->is_review ? "`review`: a person must look"
            : grade->severity == SEVERITY_INFO
                ? "`info`, a note that blocks nothing"
                : arena_printf(telling->arena, "`%s`", severity_words[grade->severity]);
        add_condition(telling, arena_printf(telling->arena, "A finding is only %s, where", becomes),
                      grade->when);
    }
}

static void add_on_empty(const struct telling *telling)
{
    const struct on_empty *on_empty = &telling->check->on_empty;
    if (!telling->check->has_on_empty)
        return;
    buffer_printf(telling->out, "Where there is no such subject, the verdict is `%s`%s\n",
                  verdict_words[on_empty->verdict], on_empty->message ? ":\n" : ".");
    if (on_empty->message) {
        add(telling, "> ");
        add_message(telling, on_empty->message);
    }
    add(telling, "\n");
}

static void add_check(const struct telling *telling)
{
    const struct check *check = telling->check;
    if (*check->name) {
        buffer_printf(telling->out, "### Check `%s` (%s)\n\n", check->name,
                      severity_words[check->severity]);
    }
    if (check->applies_when)
        add_condition(telling, "It applies where", check->applies_when);
    add_subjects(telling);
    add_on_empty(telling);
    add(telling, "A finding says:\n\n> ");
    add_message(telling, &check->message);
    for (size_t i = 0; i < check->grade_count; i++)
        if (check->grades[i].message) {
            add(telling, ">\n> ");
            add_message(telling, check->grades[i].message);
        }
    add(telling, "\n");
    add_grades(telling);
}

void demand_write(struct buffer *out, struct arena *arena, const struct rule *rule)
{
    struct telling telling = {.out = out, .arena = arena, .rule = rule, .check = rule->checks};
    if (rule->applies_when)
        add_condition(&telling, "The rule applies where", rule->applies_when);
    for (size_t i = 0; i < rule->check_count; i++) {
        telling.check = &rule->checks[i];
        add_check(&telling);
    }
}
