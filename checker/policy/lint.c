#include "policy/lint.h"

#include "facts/residue.h"
#include "policy/lint_logic.h"
#include "policy/policy_selection.h"

#include <string.h>

/* Fields whose value names somebody or something outside: to accept a part of one
 * is to accept what an attacker may choose. */
static const char *const outside_fields[] = {"owner",  "ref",   "uses",   "image",    "host", "url",
                                             "domain", "email", "remote", "registry", NULL};

struct linter {
    const struct rule *rule;
    struct diagnostics *diagnostics;
};

static struct diagnostic *tell(const struct linter *linter, int code, struct place place,
                               const char *message)
{
    return diagnostics_add(linter->diagnostics, code, place, "%s", message);
}

static struct lint_row row_of(const struct source *source)
{
    bool reads_files = source->kind == SOURCE_FILES || source->kind == SOURCE_DOCUMENT ||
                       source->kind == SOURCE_TEXT;
    return (struct lint_row){
        .fact = source->fact,
        .globs = reads_files && source->globs.kind == OPERAND_LITERAL ? &source->globs : NULL};
}

static bool is_impossible(const struct lint_row *row, const struct condition *condition,
                          bool negated)
{
    const struct lint_term term = {condition, negated};
    return lint_is_impossible(row, &term, 1);
}

/* Tells the smallest part that is constant; true when it told something. */
static bool lint_condition(const struct linter *linter, const struct lint_row *row,
                           const struct condition *condition)
{
    if (!condition)
        return false;
    bool told = false;
    for (size_t i = 0; i < condition->count; i++)
        told |= lint_condition(linter, row, condition->operands[i]);
    if (condition->quantifier) {
        struct lint_row inner = row_of(&condition->quantifier->source);
        told |= lint_condition(linter, &inner, condition->quantifier->where);
        told |= lint_condition(linter, &inner, condition->quantifier->that);
    }
    if (told)
        return true;
    const struct lint_row any_file = {.fact = row->fact};
    if (is_impossible(&any_file, condition, false))
        tell(linter, W104, condition->place, "no row can satisfy this condition");
    else if (is_impossible(row, condition, false))
        tell(linter, W106, condition->place,
             "the source reads no file whose path satisfies this condition");
    else if (is_impossible(&any_file, condition, true))
        tell(linter, W103, condition->place, "every row satisfies this condition");
    else
        return false;
    return true;
}

static void lint_grades(const struct linter *linter, const struct lint_row *row,
                        const struct check *check)
{
    struct lint_term terms[] = {{check->where, false}, {NULL, false}, {NULL, false}};
    for (size_t i = 0; i < check->grade_count; i++) {
        const struct condition *when = check->grades[i].when;
        if (lint_condition(linter, row, when))
            continue;
        terms[1] = (struct lint_term){when, false};
        terms[2] = (struct lint_term){check->require, true};
        if (lint_is_impossible(row, terms, 3)) {
            tell(linter, W105, when->place, "no subject that fails satisfies this grade");
            continue;
        }
        for (size_t j = 0; j < i; j++) {
            terms[2] = (struct lint_term){check->grades[j].when, true};
            if (!lint_is_impossible(row, terms, 3))
                continue;
            diagnostic_note(tell(linter, W105, when->place,
                                 "whatever satisfies this grade has satisfied an earlier one"),
                            check->grades[j].when->place, 0, "this one comes first");
            break;
        }
    }
}

static void lint_demand(const struct linter *linter, const struct lint_row *row,
                        const struct check *check)
{
    bool told = lint_condition(linter, row, check->where);
    told |= lint_condition(linter, row, check->require);
    struct lint_term terms[] = {{check->where, false}, {check->require, false}};
    if (!told && check->where && lint_is_impossible(row, terms, 2)) {
        tell(linter, W104, check->require->place,
             "no subject that 'where' leaves can satisfy this");
        told = true;
    }
    terms[1].negated = true;
    if (!told && check->where && lint_is_impossible(row, terms, 2)) {
        tell(linter, W103, check->require->place,
             "every subject that 'where' leaves satisfies this");
        told = true;
    }
    if (!told)
        lint_grades(linter, row, check);
}

/* Does one of the alternatives of the expression match in the middle of a text? */
static bool is_unanchored(const char *expression)
{
    size_t depth = 0;
    bool in_class = false;
    bool is_anchored = false;
    bool at_start = true;
    for (const char *at = expression;; at++) {
        bool ends = *at == '\0' || (*at == '|' && depth == 0 && !in_class);
        if (ends && !is_anchored)
            return true;
        if (*at == '\0')
            return false;
        if (ends) {
            is_anchored = false;
            at_start = true;
            continue;
        }
        if (*at == '\\' && at[1]) {
            at++;
            is_anchored |= (at_start && *at == 'A') || *at == 'z' || *at == 'Z' || *at == 'G';
        } else if (in_class) {
            in_class = *at != ']';
        } else if (*at == '[') {
            in_class = true;
            at += (at[1] == '^') + (at[1 + (at[1] == '^')] == ']');
        } else if (*at == '(') {
            depth++;
            continue;
        } else if (*at == ')') {
            depth -= depth > 0;
        } else {
            is_anchored |= *at == '$' || (at_start && *at == '^');
        }
        at_start = at_start && (*at == '?' || *at == ':' || *at == 'i');
    }
}

static void lint_expressions(const struct linter *linter, const struct field *field,
                             const struct predicate *predicates, size_t count)
{
    const char *dot = strrchr(field->name ? field->name : "", '.');
    const char *name = dot ? dot + 1 : field->name;
    if (!name || !string_is_one_of(name, outside_fields))
        return;
    for (size_t i = 0; i < count; i++) {
        const struct operand *operand = &predicates[i].operand;
        if (predicates[i].kind != PREDICATE_MATCHES || !operand->pattern ||
            !is_unanchored(pattern_expression(operand->pattern)))
            continue;
        const char *message = arena_printf(
            linter->diagnostics->arena,
            "the expression is not anchored: a part of '%s' is enough to match", field->name);
        tell(linter, W108, operand->place, message)->length =
            (uint32_t)strlen(pattern_expression(operand->pattern));
    }
}

/* Only where a match satisfies the demand: below a negation it forbids more. */
static void lint_anchors(const struct linter *linter, const struct condition *condition)
{
    if (condition->kind == CONDITION_NOT || condition->kind == CONDITION_NONE)
        return;
    if (condition->kind == CONDITION_FIELD)
        lint_expressions(linter, &condition->field, condition->predicates,
                         condition->predicate_count);
    for (size_t i = 0; i < condition->count; i++)
        lint_anchors(linter, condition->operands[i]);
    if (condition->kind == CONDITION_EXISTS && condition->quantifier->where)
        lint_anchors(linter, condition->quantifier->where);
    if (condition->kind == CONDITION_SHARE && condition->quantifier->that)
        lint_anchors(linter, condition->quantifier->that);
}

static void use_operand(const struct operand *operand, bool *used)
{
    if (operand->kind == OPERAND_BINDING)
        used[operand->binding] = true;
    for (size_t i = 0; operand->kind == OPERAND_LIST && i < operand->count; i++)
        use_operand(&operand->items[i], used);
}

static void use_predicates(const struct predicate *predicates, size_t count, bool *used)
{
    for (size_t i = 0; i < count; i++) {
        use_operand(&predicates[i].operand, used);
        use_predicates(predicates[i].predicates, predicates[i].count, used);
    }
}

static void use_condition(const struct condition *condition, bool *used)
{
    if (!condition)
        return;
    for (size_t i = 0; i < condition->count; i++)
        use_condition(condition->operands[i], used);
    use_predicates(condition->predicates, condition->predicate_count, used);
    if (!condition->quantifier)
        return;
    use_operand(&condition->quantifier->source.globs, used);
    use_condition(condition->quantifier->where, used);
    use_condition(condition->quantifier->that, used);
}

static void use_message(const struct message *message, bool *used)
{
    for (size_t i = 0; message && i < message->count; i++)
        if (message->parts[i].kind >= MESSAGE_COUNT)
            used[message->parts[i].index] = true;
}

static void use_places(const struct place_candidate *places, size_t count, bool *used)
{
    for (size_t i = 0; i < count; i++)
        if (places[i].kind == CANDIDATE_BINDING)
            used[places[i].binding] = true;
}

static void use_check(const struct check *check, bool *used)
{
    use_condition(check->applies_when, used);
    use_condition(check->where, used);
    use_condition(check->require, used);
    use_message(&check->message, used);
    use_message(check->on_empty.message, used);
    use_places(check->places, check->place_count, used);
    use_places(check->on_empty.places, check->on_empty.place_count, used);
    for (size_t i = 0; i < check->grade_count; i++) {
        use_condition(check->grades[i].when, used);
        use_message(check->grades[i].message, used);
    }
}

static void tell_unused(const struct linter *linter, const struct binding *binding)
{
    tell(linter, W102, binding->condition->place,
         arena_printf(linter->diagnostics->arena, "nothing uses the name '%s'", binding->name));
}

static size_t bindings_within(const struct rule *rule, const struct check *check)
{
    size_t count = 0;
    while (count < check->binding_count && rule->applies_when && check->bindings[count].early)
        count++;
    return count;
}

/* The names of the rule's applies_when come first in every check. */
static void lint_names(const struct linter *linter)
{
    const struct rule *rule = linter->rule;
    struct arena *arena = linter->diagnostics->arena;
    bool *used_early = NULL;
    size_t early = 0;
    for (size_t i = 0; i < rule->check_count; i++) {
        const struct check *check = &rule->checks[i];
        bool *used = ARENA_ARRAY(arena, bool, check->binding_count + 1);
        use_condition(rule->applies_when, used);
        use_check(check, used);
        if (i == 0) {
            early = bindings_within(rule, check);
            used_early = ARENA_ARRAY(arena, bool, early + 1);
        }
        for (size_t b = 0; b < check->binding_count; b++)
            if (b < early)
                used_early[b] |= used[b];
            else if (!used[b])
                tell_unused(linter, &check->bindings[b]);
    }
    for (size_t b = 0; b < early; b++)
        if (!used_early[b])
            tell_unused(linter, &rule->checks[0].bindings[b]);
}

static void lint_message(const struct linter *linter, const struct check *check)
{
    if (check->for_each.kind == SOURCE_REPOSITORY || linter->rule->builtin)
        return;
    for (size_t i = 0; i < check->message.count; i++)
        if (check->message.parts[i].kind != MESSAGE_TEXT)
            return;
    tell(linter, I101, check->message.place, "the message names nothing of its subject");
}

static void lint_words(const struct linter *linter, const char *key, const char *written)
{
    enum { WORDS_LEAST = 3 };
    if (!written)
        return;
    size_t words = 0;
    for (const char *at = written + strspn(written, " \n"); *at; at += strspn(at, " \n")) {
        words++;
        at += strcspn(at, " \n");
    }
    if (words < WORDS_LEAST || residue_is_whole(linter->diagnostics->arena, text_of(written)))
        tell(linter, W109, linter->rule->place,
             arena_printf(linter->diagnostics->arena, "'%s' says nothing that helps", key));
}

void rule_lint(const struct rule *rule, struct diagnostics *diagnostics)
{
    const struct linter linter = {.rule = rule, .diagnostics = diagnostics};
    const struct lint_row repository = {.fact = fact_kind_find("repository")};
    lint_words(&linter, "why", rule->why);
    lint_words(&linter, "fix", rule->fix);
    lint_condition(&linter, &repository, rule->applies_when);
    for (size_t i = 0; i < rule->check_count; i++) {
        const struct check *check = &rule->checks[i];
        struct lint_row row = row_of(&check->for_each);
        lint_condition(&linter, &repository, check->applies_when);
        lint_demand(&linter, &row, check);
        lint_anchors(&linter, check->require);
        lint_message(&linter, check);
    }
    lint_names(&linter);
}

static bool names_rule(const struct policy_rule *rules, size_t count, const struct rule *rule)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(rules[i].rule, rule->id) == 0 || string_is_one_of(rules[i].rule, rule->aliases))
            return true;
    return false;
}

static bool is_used(const struct library *library, const struct rule *rule)
{
    bool has_policies = false;
    for (size_t i = 0; i < library->policy_count; i++) {
        const struct policy *policy = library->policies[i];
        bool is_for_it = rule->builtin || policy->layer != LAYER_BUILTIN;
        has_policies |= is_for_it;
        if (names_rule(policy->rules, policy->rule_count, rule) ||
            (is_for_it && policy_selects(policy, rule)))
            return true;
    }
    const struct configuration *configuration = library->configuration;
    return !has_policies ||
           (configuration && names_rule(configuration->rules, configuration->rule_count, rule));
}

static void lint_policy(const struct linter *linter, const struct lint_row *repository,
                        const struct policy *policy)
{
    lint_condition(linter, repository, policy->applies_to);
    for (size_t i = 0; i < policy->level_count; i++)
        lint_condition(linter, repository, policy->levels[i].expected_of);
}

void library_lint(const struct library *library, struct diagnostics *diagnostics)
{
    const struct linter linter = {.diagnostics = diagnostics};
    const struct lint_row repository = {.fact = fact_kind_find("repository")};
    for (size_t i = 0; i < library->policy_count; i++)
        lint_policy(&linter, &repository, library->policies[i]);
    for (size_t i = 0; i < library->rule_count; i++) {
        const struct rule *rule = library->rules[i];
        rule_lint(rule, diagnostics);
        /* A policy that was refused may have listed it. */
        if (diagnostics->errors > 0 || is_used(library, rule))
            continue;
        struct diagnostic *diagnostic =
            diagnostics_add(diagnostics, W107, rule->place,
                            "no policy lists rule '%s': it is never in force", rule->id);
        diagnostic->length = (uint32_t)strlen(rule->id);
    }
}
