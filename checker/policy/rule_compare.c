#include "policy/ruleset_diff.h"

#include <string.h>

/* Keys of a rule that say something to people and change no verdict, and those that
 * are compared as settings. */
static const char *const word_keys[] = {
    "name",    "title",     "tags",        "why",           "fix",        "controls", "references",
    "aliases", "stability", "replaced_by", "deprecated_on", "removed_on", "message",  NULL};
static const char *const setting_keys[] = {"id", "severity", NULL};
static const char *const messages[] = {"message", NULL};
static const char *const param_values[] = {"default", NULL};
static const char *const param_settings[] = {"default", "why", NULL};

static bool is_equal(const struct node *one, const struct node *other);

/* Every pair of `one` but those of `without` has its like in `other`. */
static bool holds(const struct node *one, const struct node *other, const char *const *without)
{
    for (size_t i = 0; i < one->count; i++) {
        const char *key = one->keys[i]->text;
        if (without && string_is_one_of(key, without))
            continue;
        const struct node *item = node_find(other, key);
        if (!item || !is_equal(one->items[i], item))
            return false;
    }
    return true;
}

static bool is_equal_without(const struct node *one, const struct node *other,
                             const char *const *without)
{
    if (!one || !other || one->kind != NODE_MAPPING || other->kind != NODE_MAPPING)
        return one == other || (one && other && is_equal(one, other));
    return holds(one, other, without) && holds(other, one, without);
}

static bool is_equal(const struct node *one, const struct node *other)
{
    if (one->kind == NODE_MAPPING && other->kind == NODE_MAPPING)
        return is_equal_without(one, other, NULL);
    if (one->kind != other->kind)
        return false;
    if (node_is_scalar(one))
        return one->size == other->size &&
               (one->size == 0 || memcmp(one->text, other->text, one->size) == 0);
    if (one->count != other->count)
        return false;
    for (size_t i = 0; i < one->count; i++)
        if (!is_equal(one->items[i], other->items[i]))
            return false;
    return true;
}

static bool is_same(const struct node *one, const struct node *other)
{
    return one == other || (one && other && is_equal(one, other));
}

typedef bool same_function(const struct node *one, const struct node *other);

/* Both lists, item by item. */
static bool is_same_list(const struct node *one, const struct node *other, same_function *is_alike)
{
    if (!one || !other || one->kind != NODE_SEQUENCE || other->kind != NODE_SEQUENCE)
        return is_same(one, other);
    if (one->count != other->count)
        return false;
    for (size_t i = 0; i < one->count; i++)
        if (!is_alike(one->items[i], other->items[i]))
            return false;
    return true;
}

static bool is_same_but_message(const struct node *one, const struct node *other)
{
    return is_equal_without(one, other, messages);
}

static bool is_same_grades(const struct node *one, const struct node *other)
{
    return is_same_list(one, other, is_same_but_message);
}

static bool is_same_check(const struct node *one, const struct node *other)
{
    static const char *const apart[] = {"message", "grades", "on_empty", NULL};
    return is_equal_without(one, other, apart) &&
           is_same_grades(node_find(one, "grades"), node_find(other, "grades")) &&
           is_same_but_message(node_find(one, "on_empty"), node_find(other, "on_empty"));
}

static bool is_same_checks(const struct node *one, const struct node *other)
{
    return is_same_list(one, other, is_same_check);
}

static bool has_params(const struct node *one, const struct node *other, const char *const *without)
{
    for (size_t i = 0; one && one->kind == NODE_MAPPING && i < one->count; i++)
        if (!is_equal_without(one->items[i], node_find(other, one->keys[i]->text), without))
            return false;
    return true;
}

/* Their values are compared as settings. */
static bool is_same_params(const struct node *one, const struct node *other)
{
    return has_params(one, other, param_settings) && has_params(other, one, param_settings);
}

static same_function *comparison_of(const char *key)
{
    static const struct {
        const char *key;
        same_function *is_same;
    } rows[] = {{"params", is_same_params},
                {"checks", is_same_checks},
                {"grades", is_same_grades},
                {"on_empty", is_same_but_message}};
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        if (strcmp(rows[i].key, key) == 0)
            return rows[i].is_same;
    return is_same;
}

/* Keys that differ, while they are told apart. */
struct lists {
    const char **demands, **words;
    size_t demand_count, word_count;
};

static void compare_key(struct lists *lists, const struct node *one, const struct node *other,
                        const char *key)
{
    const struct node *mine = node_find(one, key);
    const struct node *theirs = node_find(other, key);
    if (string_is_one_of(key, setting_keys) || is_same(mine, theirs))
        return;
    if (strcmp(key, "params") == 0 && has_params(mine, theirs, param_values) &&
        has_params(theirs, mine, param_values))
        return;
    bool is_word = string_is_one_of(key, word_keys) || comparison_of(key)(mine, theirs);
    const char **list = is_word ? lists->words : lists->demands;
    size_t *count = is_word ? &lists->word_count : &lists->demand_count;
    if (!string_is_one_of(key, list))
        list[(*count)++] = key;
}

void rule_compare(struct rule_difference *out, const struct rule *before, const struct rule *after,
                  struct arena *arena)
{
    const struct node *one = before->node;
    const struct node *other = after->node;
    size_t most = one->count + other->count + 1;
    struct lists lists = {.demands = ARENA_ARRAY(arena, const char *, most),
                          .words = ARENA_ARRAY(arena, const char *, most)};
    for (size_t i = 0; i < one->count; i++)
        compare_key(&lists, one, other, one->keys[i]->text);
    for (size_t i = 0; i < other->count; i++)
        compare_key(&lists, one, other, other->keys[i]->text);
    *out = (struct rule_difference){.demands = lists.demands, .words = lists.words};
}
