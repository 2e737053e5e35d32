#include "engine/trial_mutate.h"

#include <string.h>

/* Trees are shared but for the path from the root to what changes, so a mutant is
 * built by a walk that carries the way back up. */
struct step {
    const struct step *above;
    const struct node *node; /* of the original */
    size_t index;            /* of the child that the way goes through */
};

struct list {
    struct arena *arena;
    struct mutant *items;
    size_t count, capacity;
};

static const char *const number_words[] = {"equals",  "in",       "not",       "less_than",
                                           "at_most", "at_least", "more_than", NULL};

static struct node *copy_of(struct arena *arena, const struct node *node, size_t room)
{
    struct node *copy = ARENA_NEW(arena, struct node);
    *copy = *node;
    copy->items = ARENA_ARRAY(arena, struct node *, room + 1);
    copy->keys = node->keys ? ARENA_ARRAY(arena, struct node *, room + 1) : NULL;
    for (size_t i = 0; i < node->count && i < room; i++) {
        copy->items[i] = node->items[i];
        if (copy->keys)
            copy->keys[i] = node->keys[i];
    }
    return copy;
}

/* The root, with `changed` in the place that the steps lead to. */
static const struct node *rebuild(struct arena *arena, const struct step *step,
                                  struct node *changed)
{
    for (; step; step = step->above) {
        struct node *copy = copy_of(arena, step->node, step->node->count);
        copy->items[step->index] = changed;
        changed = copy;
    }
    return changed;
}

static void add(struct list *list, const struct step *above, struct node *changed, const char *what,
                const char *name, uint32_t line)
{
    list->items =
        arena_grow(list->arena, list->items, list->count, &list->capacity, sizeof(*list->items));
    struct mutant *mutant = &list->items[list->count++];
    mutant->what = arena_printf(list->arena, "%s '%s' at line %u", what, name, line);
    mutant->line = line;
    mutant->rule = rebuild(list->arena, above, changed);
}

static struct node *without(struct arena *arena, const struct node *node, size_t index)
{
    struct node *copy = copy_of(arena, node, node->count);
    for (size_t i = index; i + 1 < node->count; i++) {
        copy->items[i] = node->items[i + 1];
        if (copy->keys)
            copy->keys[i] = node->keys[i + 1];
    }
    copy->count--;
    return copy;
}

static struct node *key_node(struct arena *arena, const char *word, const struct node *like)
{
    struct node *key = ARENA_NEW(arena, struct node);
    *key = (struct node){.kind = NODE_TEXT, .line = like->line, .column = like->column};
    key->text = word;
    key->size = strlen(word);
    return key;
}

static struct node *mapping_of(struct arena *arena, struct node *key, struct node *value)
{
    struct node *mapping = ARENA_NEW(arena, struct node);
    *mapping =
        (struct node){.kind = NODE_MAPPING, .line = key->line, .column = key->column, .count = 1};
    mapping->keys = ARENA_ARRAY(arena, struct node *, 1);
    mapping->items = ARENA_ARRAY(arena, struct node *, 1);
    mapping->keys[0] = key;
    mapping->items[0] = value;
    return mapping;
}

/* {a: 1, b: 2} with b negated is {all: [{a: 1}, {not: {b: 2}}]}. */
static struct node *negated(struct arena *arena, const struct node *node, size_t index)
{
    struct node *all = ARENA_NEW(arena, struct node);
    *all = (struct node){
        .kind = NODE_SEQUENCE, .line = node->line, .column = node->column, .count = node->count};
    all->items = ARENA_ARRAY(arena, struct node *, node->count);
    for (size_t i = 0; i < node->count; i++) {
        struct node *one = mapping_of(arena, node->keys[i], node->items[i]);
        all->items[i] = i == index ? mapping_of(arena, key_node(arena, "not", node), one) : one;
    }
    return mapping_of(arena, key_node(arena, "all", node), all);
}

static void mutate_condition(struct list *list, const struct step *above, const struct node *node,
                             unsigned depth);

/* The conditions within a quantifier: its `where` (which may go) and its `that`; and
 * what is asked of its number, where that is more than one thing. */
static void mutate_quantifier(struct list *list, const struct step *above, const struct node *node,
                              unsigned depth)
{
    size_t numbers = 0;
    for (size_t i = 0; i < node->count; i++)
        numbers += string_is_one_of(node->keys[i]->text, number_words) ? 1 : 0;
    for (size_t i = 0; i < node->count; i++) {
        const char *key = node->keys[i]->text;
        if (numbers > 1 && string_is_one_of(key, number_words))
            add(list, above, without(list->arena, node, i), "dropped", key, node->keys[i]->line);
        if (strcmp(key, "where") != 0 && strcmp(key, "that") != 0)
            continue;
        if (strcmp(key, "where") == 0)
            add(list, above, without(list->arena, node, i), "dropped", "where of a quantifier",
                node->keys[i]->line);
        struct step step = {.above = above, .node = node, .index = i};
        mutate_condition(list, &step, node->items[i], depth + 1);
    }
}

/* What is asked of one field: where it is more than one thing, each may go or turn. */
static void mutate_predicates(struct list *list, const struct step *above, const struct node *node,
                              unsigned depth)
{
    if (node->kind != NODE_MAPPING || depth > 20)
        return;
    for (size_t i = 0; i < node->count; i++) {
        const char *key = node->keys[i]->text;
        const struct node *item = node->items[i];
        bool is_not = strcmp(key, "not") == 0;
        if (node->count > 1)
            add(list, above, without(list->arena, node, i), "dropped", key, node->keys[i]->line);
        /* Two negations beside each other would be one key given twice. */
        if (node->count > 1 && !node_find(node, "not")) {
            struct node *negation = copy_of(list->arena, node, node->count);
            negation->keys[i] = key_node(list->arena, "not", node->keys[i]);
            negation->items[i] = mapping_of(list->arena, node->keys[i], node->items[i]);
            add(list, above, negation, "negated", key, node->keys[i]->line);
        }
        if (!is_not)
            continue;
        struct step step = {.above = above, .node = node, .index = i};
        mutate_predicates(list, &step, item, depth + 1);
    }
}

static void mutate_list(struct list *list, const struct step *above, const struct node *node,
                        unsigned depth)
{
    for (size_t i = 0; i < node->count; i++) {
        if (node->count > 1)
            add(list, above, without(list->arena, node, i), "dropped", "an alternative",
                node->items[i]->line);
        struct step step = {.above = above, .node = node, .index = i};
        mutate_condition(list, &step, node->items[i], depth + 1);
    }
}

static void mutate_condition(struct list *list, const struct step *above, const struct node *node,
                             unsigned depth)
{
    static const char *const lists[] = {"all", "any", NULL};
    static const char *const quantifiers[] = {"exists", "none", "count", "share", NULL};
    if (node->kind != NODE_MAPPING || depth > 20)
        return;
    for (size_t i = 0; i < node->count; i++) {
        const char *key = node->keys[i]->text;
        if (node->count > 1)
            add(list, above, without(list->arena, node, i), "dropped", key, node->keys[i]->line);
        add(list, above, negated(list->arena, node, i), "negated", key, node->keys[i]->line);
        struct step step = {.above = above, .node = node, .index = i};
        if (string_is_one_of(key, lists) && node->items[i]->kind == NODE_SEQUENCE)
            mutate_list(list, &step, node->items[i], depth + 1);
        else if (strcmp(key, "not") == 0)
            mutate_condition(list, &step, node->items[i], depth + 1);
        else if (string_is_one_of(key, quantifiers) && node->items[i]->kind == NODE_MAPPING)
            mutate_quantifier(list, &step, node->items[i], depth + 1);
        else
            mutate_predicates(list, &step, node->items[i], depth + 1);
    }
}

static void replaced(struct list *list, const struct step *above, const struct node *node,
                     size_t index, const char *verdict)
{
    struct node *copy = copy_of(list->arena, node, node->count);
    copy->items[index] = key_node(list->arena, verdict, node->items[index]);
    add(list, above, copy, "changed", node->keys[index]->text, node->keys[index]->line);
}

/* One that a rule with other checks cannot hide. */
static const char *other_verdict(const char *verdict)
{
    static const char *const mild[] = {"pass", "not_applicable", NULL};
    return string_is_one_of(verdict, mild) ? "review" : "pass";
}

/* What nothing to judge means: another verdict; and without words or a place of its own. */
static void mutate_on_empty(struct list *list, const struct step *above, const struct node *node,
                            size_t index)
{
    const struct node *item = node->items[index];
    if (node_is_scalar(item)) {
        replaced(list, above, node, index, other_verdict(item->text));
        return;
    }
    struct step step = {.above = above, .node = node, .index = index};
    for (size_t i = 0; item->kind == NODE_MAPPING && i < item->count; i++)
        if (strcmp(item->keys[i]->text, "verdict") == 0)
            replaced(list, above, node, index, other_verdict(item->items[i]->text));
        else
            add(list, &step, without(list->arena, item, i), "dropped",
                arena_printf(list->arena, "%s of on_empty", item->keys[i]->text),
                item->keys[i]->line);
}

static void mutate_places(struct list *list, const struct step *above, const struct node *node)
{
    for (size_t i = 0; node->kind == NODE_SEQUENCE && node->count > 1 && i < node->count; i++)
        add(list, above, without(list->arena, node, i), "dropped",
            arena_printf(list->arena, "the place %s",
                         node->items[i]->text ? node->items[i]->text : "?"),
            node->items[i]->line);
}

/* What a grade adjusts, where that is more than one thing. */
static void mutate_grade(struct list *list, const struct step *above, const struct node *grade)
{
    for (size_t i = 0; grade->count > 2 && i < grade->count; i++)
        if (strcmp(grade->keys[i]->text, "when") != 0)
            add(list, above, without(list->arena, grade, i), "dropped",
                arena_printf(list->arena, "%s of a grade", grade->keys[i]->text),
                grade->keys[i]->line);
}

static void mutate_grades(struct list *list, const struct step *above, const struct node *node)
{
    for (size_t i = 0; node->kind == NODE_SEQUENCE && i < node->count; i++) {
        add(list, above, without(list->arena, node, i), "dropped", "a grade", node->items[i]->line);
        const struct node *grade = node->items[i];
        struct step at = {.above = above, .node = node, .index = i};
        if (grade->kind == NODE_MAPPING)
            mutate_grade(list, &at, grade);
        for (size_t j = 0; grade->kind == NODE_MAPPING && j < grade->count; j++) {
            if (strcmp(grade->keys[j]->text, "when") != 0)
                continue;
            struct step inner = {.above = &at, .node = grade, .index = j};
            mutate_condition(list, &inner, grade->items[j], 1);
        }
    }
}

/* A rule or a check: its conditions, which may go altogether where they are optional. A
 * check's severity may go, since the rule has one. */
static void mutate_part(struct list *list, const struct step *above, const struct node *node)
{
    for (size_t i = 0; node->kind == NODE_MAPPING && i < node->count; i++) {
        const char *key = node->keys[i]->text;
        struct step step = {.above = above, .node = node, .index = i};
        if (strcmp(key, "where") == 0 || strcmp(key, "applies_when") == 0) {
            add(list, above, without(list->arena, node, i), "dropped", key, node->keys[i]->line);
            mutate_condition(list, &step, node->items[i], 1);
        } else if (strcmp(key, "require") == 0) {
            mutate_condition(list, &step, node->items[i], 1);
        } else if (strcmp(key, "on_empty") == 0) {
            mutate_on_empty(list, above, node, i);
        } else if (strcmp(key, "place") == 0) {
            mutate_places(list, &step, node->items[i]);
        } else if (strcmp(key, "severity") == 0 && above) {
            add(list, above, without(list->arena, node, i), "dropped", key, node->keys[i]->line);
        } else if (strcmp(key, "grades") == 0) {
            mutate_grades(list, &step, node->items[i]);
        } else if (strcmp(key, "checks") == 0) {
            const struct node *checks = node->items[i];
            for (size_t j = 0; checks->kind == NODE_SEQUENCE && j < checks->count; j++) {
                struct step check = {.above = &step, .node = checks, .index = j};
                mutate_part(list, &check, checks->items[j]);
            }
        }
    }
}

void mutants_of(struct arena *arena, const struct node *rule, struct mutant **out, size_t *count)
{
    struct list list = {.arena = arena};
    mutate_part(&list, NULL, rule);
    *out = list.items;
    *count = list.count;
}
