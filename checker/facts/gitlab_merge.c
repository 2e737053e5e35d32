#include "facts/gitlab_config.h"

#include <string.h>

/* As GitLab: `!reference` within `!reference`, and `extends` of `extends`. */
enum { LEVELS_MAX = 10 };

static bool is_reference(const struct node *node)
{
    return node->kind == NODE_SEQUENCE && node->tag && strcmp(node->tag, "!reference") == 0;
}

static struct node *find(const struct node *mapping, const char *key)
{
    for (size_t i = 0; mapping->kind == NODE_MAPPING && i < mapping->count; i++)
        if (strcmp(mapping->keys[i]->text, key) == 0)
            return mapping->items[i];
    return NULL;
}

struct node *gitlab_merge(struct gitlab_config *config, struct node *base, struct node *over)
{
    if (!base || !over)
        return over ? over : base;
    if (base->kind != NODE_MAPPING || over->kind != NODE_MAPPING)
        return over;
    if (!gitlab_spend(config, base->count + over->count))
        return over;
    struct node *merged = ARENA_NEW(config->scratch, struct node);
    *merged = *over;
    merged->count = base->count;
    merged->keys = ARENA_ARRAY(config->scratch, struct node *, base->count + over->count);
    merged->items = ARENA_ARRAY(config->scratch, struct node *, base->count + over->count);
    struct table places;
    table_init(&places, config->scratch);
    for (size_t i = 0; i < base->count; i++) {
        merged->keys[i] = base->keys[i];
        merged->items[i] = base->items[i];
        table_set(&places, base->keys[i]->text, &merged->items[i]);
    }
    for (size_t i = 0; i < over->count; i++) {
        struct node **place = table_find(&places, over->keys[i]->text);
        size_t index = place ? (size_t)(place - merged->items) : merged->count++;
        merged->keys[index] = over->keys[i];
        merged->items[index] = gitlab_merge(config, place ? *place : NULL, over->items[i]);
    }
    return merged;
}

static const char *reference_name(struct gitlab_config *config, const struct node *reference)
{
    const char *name = "";
    for (size_t i = 0; i < reference->count; i++)
        name = arena_printf(config->scratch, "%s%s%s", name, i ? ", " : "",
                            node_is_scalar(reference->items[i]) ? reference->items[i]->text : "?");
    return arena_printf(config->scratch, "!reference [%.200s]", name);
}

static struct node *target_of(const struct gitlab_config *config, const struct node *reference)
{
    struct node *at = config->root;
    for (size_t i = 0; at && i < reference->count; i++)
        at = node_is_scalar(reference->items[i]) ? find(at, reference->items[i]->text) : NULL;
    return reference->count > 0 ? at : NULL;
}

/* The references that are being followed, one within another. */
struct chain {
    const struct node *target;
    const struct chain *outer;
    unsigned level;
};

static bool is_circle(const struct chain *chain, const struct node *target)
{
    for (; chain; chain = chain->outer)
        if (chain->target == target)
            return true;
    return false;
}

/* The node with all references in it followed; the same one where there are none. */
static struct node *resolve(struct gitlab_config *config, struct gitlab_entry *entry,
                            struct node *node, const struct chain *chain)
{
    if (node_is_scalar(node) || !gitlab_spend(config, 1))
        return node;
    if (is_reference(node)) {
        unsigned level = chain ? chain->level + 1 : 1;
        struct node *target = level <= LEVELS_MAX ? target_of(config, node) : NULL;
        if (target && !is_circle(chain, target))
            return resolve(config, entry, target,
                           &(struct chain){.target = target, .outer = chain, .level = level});
        entry->missing = reference_name(config, node);
        struct node *nothing = ARENA_NEW(config->scratch, struct node);
        *nothing = (struct node){.kind = NODE_NULL,
                                 .text = "",
                                 .line = node->line,
                                 .column = node->column,
                                 .parent = node->parent};
        return nothing;
    }
    struct node *copy = NULL;
    for (size_t i = 0; i < node->count; i++) {
        struct node *item = resolve(config, entry, node->items[i], chain);
        if (item == node->items[i])
            continue;
        if (!copy) {
            copy = ARENA_NEW(config->scratch, struct node);
            *copy = *node;
            copy->items = ARENA_ARRAY(config->scratch, struct node *, node->count);
            memcpy(copy->items, node->items, node->count * sizeof(struct node *));
        }
        copy->items[i] = item;
    }
    return copy ? copy : node;
}

static struct gitlab_entry *entry_of(struct gitlab_config *config, const char *name,
                                     unsigned level);

static void add_base(struct gitlab_config *config, struct gitlab_entry *entry,
                     const struct node *name, unsigned level, struct node **bases)
{
    if (!node_is_scalar(name))
        return;
    const struct gitlab_entry *base =
        level < LEVELS_MAX ? entry_of(config, name->text, level + 1) : NULL;
    if (!base || !base->done) {
        entry->missing = arena_printf(config->scratch, "'%.200s'", name->text);
        return;
    }
    if (base->missing)
        entry->missing = base->missing;
    *bases = gitlab_merge(config, *bases, base->node);
}

static struct gitlab_entry *entry_of(struct gitlab_config *config, const char *name, unsigned level)
{
    struct gitlab_entry *entry = table_find(&config->entries, name);
    if (entry)
        return entry;
    struct node *node = config->root ? find(config->root, name) : NULL;
    if (!node || node->kind != NODE_MAPPING)
        return NULL;
    entry = ARENA_NEW(config->scratch, struct gitlab_entry);
    entry->name = name;
    table_set(&config->entries, name, entry);
    node = resolve(config, entry, node, NULL);
    const struct node *extends = node_find(node, "extends");
    struct node *bases = NULL;
    if (extends && extends->kind == NODE_SEQUENCE)
        for (size_t i = 0; i < extends->count; i++)
            add_base(config, entry, extends->items[i], level, &bases);
    else if (extends && extends->kind != NODE_NULL)
        add_base(config, entry, extends, level, &bases);
    entry->node = gitlab_merge(config, bases, node);
    entry->unseen = entry->missing && config->unseen;
    entry->done = true;
    return entry;
}

const struct gitlab_entry *gitlab_entry_find(struct gitlab_config *config, const char *name)
{
    return entry_of(config, name, 0);
}
