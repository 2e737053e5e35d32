#include "policy/lint_logic.h"

#include <string.h>

/* Alternatives multiply: beyond these nothing is said. */
enum { MOST_ALTERNATIVES = 64, MOST_ATOMS = 32 };

/* One predicate on one field, or its negation. */
struct atom {
    const struct field *field;
    const struct predicate *predicate;
    bool negated;
};

struct conjunction {
    struct atom atoms[MOST_ATOMS];
    size_t count;
};

/* A disjunction of conjunctions. */
struct alternatives {
    struct arena *arena;
    struct conjunction *items;
    size_t count, capacity;
    bool is_too_many;
};

static struct alternatives nothing(struct arena *arena)
{
    return (struct alternatives){.arena = arena};
}

static struct conjunction *add(struct alternatives *out)
{
    if (out->count == MOST_ALTERNATIVES) {
        out->is_too_many = true;
        return &out->items[0];
    }
    out->items =
        arena_grow(out->arena, out->items, out->count, &out->capacity, sizeof(*out->items));
    out->items[out->count] = (struct conjunction){0};
    return &out->items[out->count++];
}

/* True whatever the row: one conjunction of nothing. */
static struct alternatives anything(struct arena *arena)
{
    struct alternatives out = nothing(arena);
    add(&out);
    return out;
}

static void either(struct alternatives *out, const struct alternatives *more)
{
    out->is_too_many |= more->is_too_many;
    for (size_t i = 0; i < more->count && !out->is_too_many; i++)
        *add(out) = more->items[i];
}

static struct alternatives both(const struct alternatives *one, const struct alternatives *other)
{
    struct alternatives out = nothing(one->arena);
    out.is_too_many = one->is_too_many || other->is_too_many;
    for (size_t i = 0; i < one->count && !out.is_too_many; i++)
        for (size_t j = 0; j < other->count && !out.is_too_many; j++) {
            const struct conjunction *left = &one->items[i];
            const struct conjunction *right = &other->items[j];
            struct conjunction *joined = add(&out);
            if (out.is_too_many || left->count + right->count > MOST_ATOMS) {
                out.is_too_many = true;
                break;
            }
            *joined = *left;
            memcpy(joined->atoms + left->count, right->atoms, right->count * sizeof(struct atom));
            joined->count += right->count;
        }
    return out;
}

static struct alternatives expand_predicates(struct arena *arena, const struct field *field,
                                             const struct predicate *predicates, size_t count,
                                             bool negated);

static struct alternatives expand_predicate(struct arena *arena, const struct field *field,
                                            const struct predicate *predicate, bool negated)
{
    if (predicate->kind == PREDICATE_NOT)
        return expand_predicates(arena, field, predicate->predicates, predicate->count, !negated);
    struct alternatives out = anything(arena);
    out.items[0].atoms[out.items[0].count++] =
        (struct atom){.field = field, .predicate = predicate, .negated = negated};
    return out;
}

static struct alternatives expand_predicates(struct arena *arena, const struct field *field,
                                             const struct predicate *predicates, size_t count,
                                             bool negated)
{
    struct alternatives out = negated ? nothing(arena) : anything(arena);
    for (size_t i = 0; i < count; i++) {
        struct alternatives one = expand_predicate(arena, field, &predicates[i], negated);
        if (negated)
            either(&out, &one);
        else
            out = both(&out, &one);
    }
    return out;
}

/* No deeper than conditions may nest. */
static struct alternatives expand(struct arena *arena, const struct condition *condition,
                                  bool negated)
{
    switch (condition->kind) {
    case CONDITION_FIELD:
        return expand_predicates(arena, &condition->field, condition->predicates,
                                 condition->predicate_count, negated);
    case CONDITION_NOT:
        return expand(arena, condition->operands[0], !negated);
    case CONDITION_ALL:
    case CONDITION_ANY:
        break;
    case CONDITION_EXISTS:
    case CONDITION_NONE:
    case CONDITION_COUNT:
    case CONDITION_SHARE:
        return anything(arena);
    }
    bool is_conjunction = (condition->kind == CONDITION_ALL) != negated;
    struct alternatives out = is_conjunction ? anything(arena) : nothing(arena);
    for (size_t i = 0; i < condition->count && !out.is_too_many; i++) {
        struct alternatives one = expand(arena, condition->operands[i], negated);
        if (is_conjunction)
            out = both(&out, &one);
        else
            either(&out, &one);
    }
    return out;
}

static bool is_same_field(const struct field *one, const struct field *other)
{
    return one->kind == other->kind && one->index == other->index &&
           strcmp(one->name ? one->name : "", other->name ? other->name : "") == 0;
}

static bool is_same_operand(const struct operand *one, const struct operand *other)
{
    if (one->kind != other->kind || one->type.kind != other->type.kind)
        return false;
    switch (one->kind) {
    case OPERAND_LITERAL:
        return one->literal.kind == other->literal.kind &&
               value_compare(&one->literal, &other->literal) == 0;
    case OPERAND_PARAM:
        return one->param == other->param;
    case OPERAND_EACH:
    case OPERAND_REPOSITORY:
        return is_same_field(&one->field, &other->field);
    case OPERAND_BINDING:
        return one->binding == other->binding && is_same_field(&one->field, &other->field);
    case OPERAND_NOW:
        return true;
    case OPERAND_LIST:
        break;
    }
    return false;
}

enum answer { ANSWER_NO, ANSWER_YES, ANSWER_UNSAID };

static enum answer answer(bool is_true)
{
    return is_true ? ANSWER_YES : ANSWER_NO;
}

static enum answer compare(const struct predicate *predicate, const struct value *value)
{
    const struct value *literal = &predicate->operand.literal;
    if (literal->kind != value->kind || value->kind == VALUE_TEXT)
        return ANSWER_UNSAID;
    int order = value_compare(value, literal);
    enum predicate_kind kind = predicate->kind;
    if (kind == PREDICATE_LESS_THAN || kind == PREDICATE_BEFORE)
        return answer(order < 0);
    if (kind == PREDICATE_MORE_THAN || kind == PREDICATE_AFTER)
        return answer(order > 0);
    if (kind == PREDICATE_AT_MOST)
        return answer(order <= 0);
    return kind == PREDICATE_AT_LEAST ? answer(order >= 0) : ANSWER_UNSAID;
}

static enum answer matches(const struct pattern *pattern, const char *text)
{
    if (!pattern)
        return ANSWER_UNSAID;
    struct pattern_matcher *matcher = pattern_matcher_new();
    size_t start;
    size_t end;
    enum pattern_result result = pattern_search(pattern, matcher, text_of(text), 0, &start, &end);
    pattern_matcher_free(matcher);
    return result == PATTERN_LIMIT ? ANSWER_UNSAID : answer(result == PATTERN_MATCH);
}

static enum answer ask_globs(const struct operand *operand, const char *text)
{
    for (size_t i = 0; i < operand->glob_count; i++) {
        if (!operand->globs[i])
            return ANSWER_UNSAID;
        if (glob_matches(operand->globs[i], text))
            return ANSWER_YES;
    }
    return operand->glob_count > 0 ? ANSWER_NO : ANSWER_UNSAID;
}

static enum answer ask_text(const struct predicate *predicate, const char *text)
{
    const struct operand *operand = &predicate->operand;
    const char *literal = operand->literal.kind == VALUE_TEXT ? operand->literal.text : NULL;
    enum predicate_kind kind = predicate->kind;
    if (kind == PREDICATE_MATCHES)
        return matches(operand->pattern, text);
    if (kind == PREDICATE_GLOB)
        return ask_globs(operand, text);
    if (!literal)
        return ANSWER_UNSAID;
    if (kind == PREDICATE_STARTS_WITH)
        return answer(string_starts_with(text, literal));
    if (kind == PREDICATE_ENDS_WITH)
        return answer(string_ends_with(text, literal));
    return kind == PREDICATE_CONTAINS ? answer(strstr(text, literal) != NULL) : ANSWER_UNSAID;
}

/* Is the predicate true of this value? */
static enum answer ask(const struct predicate *predicate, const struct value *value)
{
    const struct operand *operand = &predicate->operand;
    if (predicate->kind == PREDICATE_EXISTS)
        return answer(operand->literal.boolean);
    if (operand->kind != OPERAND_LITERAL)
        return ANSWER_UNSAID;
    if (predicate->kind == PREDICATE_EMPTY && value->kind == VALUE_TEXT)
        return answer((*value->text == '\0') == operand->literal.boolean);
    if (predicate->kind == PREDICATE_EQUALS)
        return operand->literal.kind == value->kind
                   ? answer(value_compare(&operand->literal, value) == 0)
                   : ANSWER_UNSAID;
    if (predicate->kind == PREDICATE_IN) {
        if (operand->literal.kind != VALUE_LIST)
            return ANSWER_UNSAID;
        for (size_t i = 0; i < operand->literal.list->count; i++) {
            const struct value *item = &operand->literal.list->items[i];
            if (item->kind != value->kind)
                return ANSWER_UNSAID;
            if (value_compare(item, value) == 0)
                return ANSWER_YES;
        }
        return ANSWER_NO;
    }
    return value->kind == VALUE_TEXT ? ask_text(predicate, value->text) : compare(predicate, value);
}

static bool refuses(const struct atom *atom, const struct value *value)
{
    enum answer given = ask(atom->predicate, value);
    return given == (atom->negated ? ANSWER_YES : ANSWER_NO);
}

/* The atoms of a conjunction about one field. */
struct asked {
    const struct atom *atoms[MOST_ATOMS];
    size_t count;
};

static bool is_refused(const struct asked *asked, const struct value *value)
{
    for (size_t i = 0; i < asked->count; i++)
        if (refuses(asked->atoms[i], value))
            return true;
    return false;
}

/* An absent value: only `exists: false`, `empty: true` and negations hold. */
static bool may_be_absent(const struct asked *asked)
{
    for (size_t i = 0; i < asked->count; i++) {
        const struct predicate *predicate = asked->atoms[i]->predicate;
        bool holds = (predicate->kind == PREDICATE_EXISTS && !predicate->operand.literal.boolean) ||
                     (predicate->kind == PREDICATE_EMPTY && predicate->operand.literal.boolean);
        if (holds == asked->atoms[i]->negated)
            return false;
    }
    return true;
}

/* The finite set that the value must be of, if there is one. */
static bool candidates(struct arena *arena, const struct asked *asked, struct value_list *out)
{
    if (asked->count == 0)
        return false;
    for (size_t i = 0; i < asked->count; i++) {
        const struct atom *atom = asked->atoms[i];
        const struct operand *operand = &atom->predicate->operand;
        if (atom->negated || operand->kind != OPERAND_LITERAL)
            continue;
        if (atom->predicate->kind == PREDICATE_EQUALS && operand->literal.kind != VALUE_LIST) {
            *out = (struct value_list){.items = &operand->literal, .count = 1};
            return true;
        }
        if (atom->predicate->kind == PREDICATE_IN && operand->literal.kind == VALUE_LIST) {
            *out = *operand->literal.list;
            return true;
        }
    }
    const struct type *type = &asked->atoms[0]->field->type;
    size_t count = 0;
    while (type->kind == TYPE_WORD && type->words[count])
        count++;
    struct value *items = ARENA_ARRAY(arena, struct value, count + 2);
    for (size_t i = 0; i < count; i++)
        items[i] = value_text(type->words[i]);
    if (type->kind == TYPE_BOOLEAN) {
        items[count++] = value_boolean(false);
        items[count++] = value_boolean(true);
    }
    *out = (struct value_list){.items = items, .count = count};
    return count > 0;
}

/* A bound of a range: `more_than 3`, and `at_most 3` negated, are the same. */
static bool bound_of(const struct atom *atom, bool *is_lower, bool *is_strict)
{
    enum predicate_kind kind = atom->predicate->kind;
    bool lower =
        kind == PREDICATE_AT_LEAST || kind == PREDICATE_MORE_THAN || kind == PREDICATE_AFTER;
    bool upper =
        kind == PREDICATE_AT_MOST || kind == PREDICATE_LESS_THAN || kind == PREDICATE_BEFORE;
    bool strict = kind != PREDICATE_AT_LEAST && kind != PREDICATE_AT_MOST;
    *is_lower = lower != atom->negated;
    *is_strict = strict != atom->negated;
    return (lower || upper) && atom->predicate->operand.kind == OPERAND_LITERAL &&
           atom->predicate->operand.literal.kind != VALUE_TEXT;
}

static bool is_empty_range(const struct atom *one, const struct atom *other)
{
    bool lower[2] = {false};
    bool strict[2] = {false};
    if (!bound_of(one, &lower[0], &strict[0]) || !bound_of(other, &lower[1], &strict[1]) ||
        !lower[0] || lower[1])
        return false;
    const struct value *low = &one->predicate->operand.literal;
    const struct value *high = &other->predicate->operand.literal;
    if (low->kind != high->kind)
        return false;
    int order = value_compare(low, high);
    return order > 0 || (order == 0 && (strict[0] || strict[1]));
}

/* What stands behind the last wildcard or slash, where that is all there is to say. */
static const char *tail_of(const char *glob)
{
    if (strpbrk(glob, "{}[]\\") || string_ends_with(glob, "/"))
        return "";
    const char *tail = glob;
    for (const char *at = glob; *at; at++)
        if (*at == '*' || *at == '?' || *at == '/')
            tail = at + 1;
    return tail;
}

static bool are_disjoint(const struct glob *one, const struct glob *other)
{
    const char *a = glob_prefix(one);
    const char *b = glob_prefix(other);
    if (!string_starts_with(a, b) && !string_starts_with(b, a))
        return true;
    a = tail_of(glob_pattern(one));
    b = tail_of(glob_pattern(other));
    return !string_ends_with(a, b) && !string_ends_with(b, a);
}

static bool are_all_disjoint(const struct operand *one, const struct operand *other)
{
    for (size_t i = 0; i < one->glob_count; i++)
        for (size_t j = 0; j < other->glob_count; j++)
            if (!one->globs[i] || !other->globs[j] || !are_disjoint(one->globs[i], other->globs[j]))
                return false;
    return one->glob_count > 0 && other->glob_count > 0;
}

static bool is_text_conflict(const struct predicate *one, const struct predicate *other)
{
    const struct value *a = &one->operand.literal;
    const struct value *b = &other->operand.literal;
    if (one->kind != other->kind || one->operand.kind != OPERAND_LITERAL ||
        other->operand.kind != OPERAND_LITERAL)
        return false;
    if (one->kind == PREDICATE_GLOB)
        return are_all_disjoint(&one->operand, &other->operand);
    if (a->kind != VALUE_TEXT || b->kind != VALUE_TEXT)
        return false;
    if (one->kind == PREDICATE_STARTS_WITH)
        return !string_starts_with(a->text, b->text) && !string_starts_with(b->text, a->text);
    if (one->kind == PREDICATE_ENDS_WITH)
        return !string_ends_with(a->text, b->text) && !string_ends_with(b->text, a->text);
    return false;
}

/* Can no present value satisfy both? */
static bool exclude(const struct atom *one, const struct atom *other)
{
    const struct predicate *a = one->predicate;
    const struct predicate *b = other->predicate;
    if (one->negated != other->negated && a->kind == b->kind &&
        is_same_operand(&a->operand, &b->operand))
        return true;
    bool is_flag = a->kind == PREDICATE_EMPTY && b->kind == PREDICATE_EMPTY;
    if (is_flag && (a->operand.literal.boolean != one->negated) !=
                       (b->operand.literal.boolean != other->negated))
        return true;
    if (is_empty_range(one, other) || is_empty_range(other, one))
        return true;
    return !one->negated && !other->negated && is_text_conflict(a, b);
}

static bool may_be_present(struct arena *arena, const struct asked *asked)
{
    for (size_t i = 0; i < asked->count; i++) {
        const struct atom *atom = asked->atoms[i];
        bool wants_absent = atom->predicate->kind == PREDICATE_EXISTS &&
                            atom->predicate->operand.literal.boolean == atom->negated;
        if (wants_absent)
            return false;
        for (size_t j = 0; j < i; j++)
            if (exclude(atom, asked->atoms[j]))
                return false;
    }
    struct value_list values;
    if (!candidates(arena, asked, &values))
        return true;
    for (size_t i = 0; i < values.count; i++)
        if (!is_refused(asked, &values.items[i]))
            return true;
    return false;
}

/* Nodes of documents may be several values, or of any type. */
static bool is_plain(const struct field *field)
{
    return field->kind != FIELD_NODE && field->type.kind != TYPE_ANY &&
           field->type.kind != TYPE_LIST;
}

static bool is_optional(const struct lint_row *row, const struct field *field)
{
    if (field->kind != FIELD_CELL)
        return false;
    return !row->fact || row->fact->fields[field->index].optional;
}

static bool is_first_of_field(const struct conjunction *all, size_t number)
{
    for (size_t i = 0; i < number; i++)
        if (is_same_field(all->atoms[i].field, all->atoms[number].field))
            return false;
    return true;
}

static bool is_possible(struct arena *arena, const struct lint_row *row,
                        const struct conjunction *all)
{
    struct predicate of_source = {.kind = PREDICATE_GLOB};
    if (row->globs)
        of_source.operand = *row->globs;
    for (size_t i = 0; i < all->count; i++) {
        const struct field *field = all->atoms[i].field;
        if (!is_first_of_field(all, i))
            continue;
        struct asked asked = {0};
        for (size_t j = 0; j < all->count; j++)
            if (is_same_field(all->atoms[j].field, field))
                asked.atoms[asked.count++] = &all->atoms[j];
        const struct atom read = {.field = field, .predicate = &of_source};
        if (row->globs && field->kind == FIELD_PATH && asked.count < MOST_ATOMS)
            asked.atoms[asked.count++] = &read;
        if (is_plain(field) && !may_be_present(arena, &asked) &&
            !(is_optional(row, field) && may_be_absent(&asked)))
            return false;
    }
    return true;
}

bool lint_is_impossible(const struct lint_row *row, const struct lint_term *terms, size_t count)
{
    struct arena arena;
    arena_init(&arena, 1 << 16);
    struct alternatives all = anything(&arena);
    for (size_t i = 0; i < count && !all.is_too_many; i++) {
        if (!terms[i].condition)
            continue;
        struct alternatives one = expand(&arena, terms[i].condition, terms[i].negated);
        all = both(&all, &one);
    }
    bool is_impossible = !all.is_too_many;
    for (size_t i = 0; i < all.count && is_impossible; i++)
        is_impossible = !is_possible(&arena, row, &all.items[i]);
    arena_release(&arena);
    return is_impossible;
}
