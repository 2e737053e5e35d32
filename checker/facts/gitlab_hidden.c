#include "facts/gitlab_hidden.h"

#include <string.h>

static void add_name(struct gitlab_hidden *hidden, const struct node *name)
{
    if (node_is_scalar(name))
        table_set(&hidden->named, name->text, (void *)1);
}

static void add_names(struct gitlab_hidden *hidden, const struct node *node)
{
    if (!gitlab_spend(hidden->config, 1))
        return;
    if (node->kind == NODE_SEQUENCE && node->tag && node->count > 0)
        add_name(hidden, node->items[0]);
    for (size_t i = 0; i < node->count; i++)
        add_names(hidden, node->items[i]);
}

/* The entry of the root of its file that a node was written in. */
static const struct node *entry_around(const struct node *node)
{
    while (node->parent && node->parent->parent)
        node = node->parent;
    return node;
}

static bool is_same(const struct node *a, const struct node *b)
{
    return a->line == b->line && a->column == b->column;
}

static void add_part(struct gitlab_hidden *hidden, const struct node *entry,
                     const struct node *part)
{
    const struct node *around = entry_around(part);
    if (is_same(around, entry))
        return;
    for (size_t i = 0; i < hidden->count; i++)
        if (hidden->parts[i] == around)
            return;
    if (hidden->count == 1000)
        return;
    hidden->parts = arena_grow(hidden->config->scratch, hidden->parts, hidden->count,
                               &hidden->capacity, sizeof(*hidden->parts));
    hidden->parts[hidden->count++] = around;
}

/* Aliases of whole values, and of the items of lists: `script: [*setup, make]`. */
static void add_parts(struct gitlab_hidden *hidden, const struct node *entry)
{
    for (size_t i = 0; i < entry->count; i++) {
        const struct node *value = entry->items[i];
        add_part(hidden, entry, value);
        for (size_t k = 0; k < value->count; k++)
            add_part(hidden, entry, value->items[k]);
    }
}

void gitlab_hidden_find(struct gitlab_hidden *hidden, struct gitlab_config *config)
{
    *hidden = (struct gitlab_hidden){.config = config};
    table_init(&hidden->named, config->scratch);
    const struct node *root = config->root;
    for (size_t i = 0; i < root->count; i++) {
        const struct node *entry = root->items[i];
        const struct node *extends = node_find(entry, "extends");
        add_names(hidden, entry);
        add_name(hidden, extends);
        for (size_t k = 0; extends && k < extends->count; k++)
            add_name(hidden, extends->items[k]);
        if (entry->kind == NODE_MAPPING)
            add_parts(hidden, entry);
    }
}

bool gitlab_hidden_is_used(const struct gitlab_hidden *hidden, const char *name,
                           const struct node *node)
{
    if (table_has(&hidden->named, name))
        return true;
    for (size_t i = 0; i < hidden->count; i++)
        if (is_same(hidden->parts[i], node) &&
            strcmp(gitlab_path_of(hidden->config, hidden->parts[i]),
                   gitlab_path_of(hidden->config, node)) == 0)
            return true;
    return false;
}
