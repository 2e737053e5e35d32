#include "facts/azure_expand.h"

#include <string.h>

enum { DEPTH_MAX = 60, NESTING_MAX = 20 };

enum directive {
    DIRECTIVE_NONE,
    DIRECTIVE_IF,
    DIRECTIVE_ELSEIF,
    DIRECTIVE_ELSE,
    DIRECTIVE_EACH,
    DIRECTIVE_INSERT
};

/* An `if` and its `elseif` and `else`: what came before them. */
struct chain {
    bool taken, open, by_event, chosen;
};

static bool takes_word(struct text *body, const char *word)
{
    size_t size = strlen(word);
    bool ends = body->size == size || (body->size > size && strchr(" \t(", body->bytes[size]));
    if (!text_starts_with(*body, word) || !ends)
        return false;
    *body = text_trim((struct text){.bytes = body->bytes + size, .size = body->size - size});
    return true;
}

/* A key that is one fence as a whole; what follows its word is in `rest`. */
static enum directive directive_of(const struct node *key, struct text *rest)
{
    struct text text = text_trim((struct text){.bytes = key->text, .size = key->size});
    struct expression_fence fence;
    if (!text_starts_with(text, "${{") || !expression_fence_find(text, 0, &fence) ||
        !fence.closed || fence.end != text.size)
        return DIRECTIVE_NONE;
    *rest = text_trim(fence.body);
    if (takes_word(rest, "if"))
        return DIRECTIVE_IF;
    if (takes_word(rest, "elseif"))
        return DIRECTIVE_ELSEIF;
    if (takes_word(rest, "else"))
        return DIRECTIVE_ELSE;
    if (takes_word(rest, "each"))
        return DIRECTIVE_EACH;
    return takes_word(rest, "insert") ? DIRECTIVE_INSERT : DIRECTIVE_NONE;
}

static const char *said(struct arena *scratch, const struct node *key)
{
    return arena_printf(scratch, "'%s' decides it", key->text);
}

/* What the branch of an `if` is worth, after those before it. */
static struct pipeline_run branch(struct arena *scratch, struct chain *chain,
                                  enum directive directive, const struct node *key,
                                  struct text condition, const struct azure_scope *scope)
{
    if (directive == DIRECTIVE_IF)
        *chain = (struct chain){.by_event = true};
    struct azure_truth truth = {.truth = TRUTH_TRUE, .by_event = true};
    if (directive != DIRECTIVE_ELSE)
        truth = azure_truth_of(scratch, condition, scope);
    bool chosen = truth.chosen || (chain->taken && chain->chosen);
    if (chain->taken || truth.truth == TRUTH_FALSE) {
        chain->chosen |= truth.chosen;
        return chosen ? pipeline_stopped(PIPELINE_MANUAL,
                                         arena_printf(scratch,
                                                      "only a run that a person starts does it: "
                                                      "'%s'",
                                                      key->text))
                      : pipeline_stopped(PIPELINE_DISABLED,
                                         arena_printf(scratch, "'%s' is always false", key->text));
    }
    bool open = chain->open || truth.truth == TRUTH_OPEN;
    bool by_event = chain->by_event && (truth.truth != TRUTH_OPEN || truth.by_event);
    chain->taken = truth.truth == TRUTH_TRUE;
    chain->open |= truth.truth == TRUTH_OPEN;
    chain->by_event = by_event;
    if (open && !by_event)
        return pipeline_stopped(PIPELINE_OPEN, said(scratch, key));
    return (struct pipeline_run){0};
}

static const struct azure_scope *bind(struct arena *scratch, const struct azure_scope *outer,
                                      const char *name, struct azure_value value)
{
    struct azure_scope *scope = ARENA_NEW(scratch, struct azure_scope);
    *scope =
        (struct azure_scope){.frame = outer->frame, .outer = outer, .name = name, .value = value};
    return scope;
}

/* What `each NAME in EXPRESSION` goes through: a scope for each value. */
struct rounds {
    const struct azure_scope **scopes;
    size_t count, capacity;
    bool open; /* it is not known what it goes through */
};

static void add_round(struct arena *scratch, struct rounds *rounds, const struct azure_scope *outer,
                      const char *name, struct azure_value value)
{
    rounds->scopes = arena_grow(scratch, rounds->scopes, rounds->count, &rounds->capacity,
                                sizeof(*rounds->scopes));
    rounds->scopes[rounds->count++] = bind(scratch, outer, name, value);
}

static void add_parameters(struct azure_expander *expander, struct rounds *rounds,
                           const struct azure_scope *outer, const char *name,
                           const struct azure_frame *frame)
{
    struct azure_scope *top = ARENA_NEW(expander->scratch, struct azure_scope);
    top->frame = frame;
    const struct node *declared = frame->declared;
    for (size_t i = 0; declared && i < declared->count; i++) {
        bool listed = declared->kind == NODE_SEQUENCE;
        const char *key =
            listed ? node_string(declared->items[i], "name") : declared->keys[i]->text;
        const struct node *value =
            listed ? node_find(declared->items[i], "default") : declared->items[i];
        bool passed = false;
        for (size_t k = 0; key && k < frame->argument_count; k++)
            passed |= string_equals_folded(frame->arguments[k].key, key);
        if (key && !passed)
            add_round(
                expander->scratch, rounds, outer, name,
                (struct azure_value){.kind = AZURE_PAIR, .text = key, .node = value, .scope = top});
    }
    for (size_t i = 0; i < frame->argument_count; i++)
        add_round(expander->scratch, rounds, outer, name,
                  (struct azure_value){.kind = AZURE_PAIR,
                                       .text = frame->arguments[i].key,
                                       .node = frame->arguments[i].node,
                                       .scope = frame->arguments[i].scope});
}

static struct rounds rounds_of(struct azure_expander *expander, struct text rest,
                               const struct azure_scope *scope)
{
    struct arena *scratch = expander->scratch;
    struct rounds rounds = {0};
    size_t size = 0;
    while (size < rest.size && !strchr(" \t", rest.bytes[size]))
        size++;
    const char *name = arena_copy(scratch, (struct text){.bytes = rest.bytes, .size = size});
    struct text expression =
        text_trim((struct text){.bytes = rest.bytes + size, .size = rest.size - size});
    struct azure_value through = {0};
    if (takes_word(&expression, "in")) {
        /* As if it stood alone, in a fence. */
        struct node *node = ARENA_NEW(scratch, struct node);
        node->kind = NODE_TEXT;
        node->text = arena_printf(scratch, "${{ %.*s }}", (int)expression.size, expression.bytes);
        node->size = strlen(node->text);
        through = azure_value_of(scratch, node, scope);
    }
    if (through.kind == AZURE_OPEN) {
        rounds.open = true;
        add_round(scratch, &rounds, scope, name, through);
    } else if (through.kind == AZURE_PARAMETERS) {
        add_parameters(expander, &rounds, scope, name, through.scope->frame);
    } else if (expander->nesting > NESTING_MAX) {
        expander->rest = 0;
    } else if (through.kind == AZURE_NODE && through.node->kind == NODE_SEQUENCE) {
        expander->nesting++;
        struct azure_list list = azure_expand_list(expander, &through);
        for (size_t i = 0; i < list.count; i++)
            if (list.items[i].run.activation < PIPELINE_MANUAL)
                add_round(scratch, &rounds, scope, name,
                          azure_value_of(scratch, list.items[i].node, list.items[i].scope));
        expander->nesting--;
    } else if (through.kind == AZURE_NODE) {
        expander->nesting++;
        struct azure_mapping mapping = azure_expand_mapping(expander, through.node, through.scope);
        expander->nesting--;
        for (size_t i = 0; i < mapping.count; i++)
            add_round(scratch, &rounds, scope, name,
                      (struct azure_value){.kind = AZURE_PAIR,
                                           .text = mapping.entries[i].key,
                                           .node = mapping.entries[i].node,
                                           .scope = mapping.entries[i].scope});
    }
    return rounds;
}

static void list_node(struct azure_expander *expander, struct azure_list *out,
                      const struct node *node, const struct azure_scope *scope,
                      struct pipeline_run run, struct chain *chain, unsigned depth);

static void add_item(struct azure_expander *expander, struct azure_list *out,
                     const struct node *node, const struct azure_scope *scope,
                     struct pipeline_run run)
{
    out->items =
        arena_grow(expander->scratch, out->items, out->count, &out->capacity, sizeof(*out->items));
    out->items[out->count++] = (struct azure_item){.node = node, .scope = scope, .run = run};
}

/* The items of a list, or one thing as if it were a list of one. */
static void list_value(struct azure_expander *expander, struct azure_list *out,
                       const struct node *node, const struct azure_scope *scope,
                       struct pipeline_run run, unsigned depth)
{
    struct chain chain = {0};
    if (!node || depth > DEPTH_MAX)
        return;
    if (node->kind != NODE_SEQUENCE) {
        list_node(expander, out, node, scope, run, &chain, depth + 1);
        return;
    }
    for (size_t i = 0; i < node->count; i++)
        list_node(expander, out, node->items[i], scope, run, &chain, depth + 1);
}

/* A key of an item that is a directive, with what stands behind its word. */
struct directed {
    enum directive directive;
    struct text rest;
    const struct node *key, *body;
};

static void list_directive(struct azure_expander *expander, struct azure_list *out,
                           const struct directed *directed, const struct azure_scope *scope,
                           struct pipeline_run run, struct chain *chain, unsigned depth)
{
    const struct node *key = directed->key;
    const struct node *body = directed->body;
    if (directed->directive == DIRECTIVE_EACH) {
        struct rounds rounds = rounds_of(expander, directed->rest, scope);
        if (rounds.open)
            run =
                pipeline_within(run, pipeline_stopped(PIPELINE_OPEN, said(expander->scratch, key)));
        for (size_t i = 0; i < rounds.count; i++)
            list_value(expander, out, body, rounds.scopes[i], run, depth + 1);
    } else if (directed->directive == DIRECTIVE_INSERT) {
        list_value(expander, out, body, scope, run, depth + 1);
    } else {
        struct pipeline_run own =
            branch(expander->scratch, chain, directed->directive, key, directed->rest, scope);
        list_value(expander, out, body, scope, pipeline_within(run, own), depth + 1);
    }
}

static void list_node(struct azure_expander *expander, struct azure_list *out,
                      const struct node *node, const struct azure_scope *scope,
                      struct pipeline_run run, struct chain *chain, unsigned depth)
{
    struct text rest;
    if (expander->rest == 0 || depth > DEPTH_MAX) {
        expander->rest = 0;
        return;
    }
    expander->rest--;
    if (node->kind == NODE_MAPPING && node->count > 0 &&
        directive_of(node->keys[0], &rest) != DIRECTIVE_NONE) {
        for (size_t i = 0; i < node->count; i++) {
            struct directed directed = {.key = node->keys[i], .body = node->items[i]};
            directed.directive = directive_of(node->keys[i], &directed.rest);
            if (directed.directive != DIRECTIVE_NONE)
                list_directive(expander, out, &directed, scope, run, chain, depth);
        }
        return;
    }
    struct azure_value value = node_is_scalar(node) ? azure_value_of(expander->scratch, node, scope)
                                                    : (struct azure_value){.kind = AZURE_TEXT};
    if (value.kind == AZURE_NODE && value.node != node)
        list_value(expander, out, value.node, value.scope, run, depth + 1);
    else if (value.kind != AZURE_NOTHING)
        add_item(expander, out, node, scope, run);
}

struct azure_list azure_expand_list(struct azure_expander *expander, const struct azure_value *list)
{
    struct azure_list out = {0};
    if (list->kind == AZURE_NODE)
        list_value(expander, &out, list->node, list->scope, (struct pipeline_run){0}, 0);
    return out;
}

static void map_node(struct azure_expander *expander, struct azure_mapping *out,
                     const struct node *node, const struct azure_scope *scope,
                     struct pipeline_run run, unsigned depth);

static void add_entry(struct azure_expander *expander, struct azure_mapping *out,
                      const struct node *key, const struct node *value,
                      const struct azure_scope *scope, struct pipeline_run run)
{
    out->entries = arena_grow(expander->scratch, out->entries, out->count, &out->capacity,
                              sizeof(*out->entries));
    out->entries[out->count++] = (struct azure_entry){
        .key = azure_text(expander->scratch, key->text, scope),
        .place = key,
        .node = value,
        .scope = scope,
        .run = run,
    };
}

/* What is inserted as a mapping may be one that a parameter holds. */
static void map_value(struct azure_expander *expander, struct azure_mapping *out,
                      const struct node *node, const struct azure_scope *scope,
                      struct pipeline_run run, unsigned depth)
{
    struct azure_value value = azure_value_of(expander->scratch, node, scope);
    if (value.kind == AZURE_NODE)
        map_node(expander, out, value.node, value.scope, run, depth + 1);
}

static void map_node(struct azure_expander *expander, struct azure_mapping *out,
                     const struct node *node, const struct azure_scope *scope,
                     struct pipeline_run run, unsigned depth)
{
    struct chain chain = {0};
    if (!node || node->kind != NODE_MAPPING || depth > DEPTH_MAX)
        return;
    for (size_t i = 0; i < node->count && expander->rest > 0; i++) {
        struct text rest;
        enum directive directive = directive_of(node->keys[i], &rest);
        expander->rest--;
        if (directive == DIRECTIVE_NONE) {
            add_entry(expander, out, node->keys[i], node->items[i], scope, run);
        } else if (directive == DIRECTIVE_INSERT) {
            map_value(expander, out, node->items[i], scope, run, depth + 1);
        } else if (directive == DIRECTIVE_EACH) {
            struct rounds rounds = rounds_of(expander, rest, scope);
            struct pipeline_run own =
                rounds.open
                    ? pipeline_stopped(PIPELINE_OPEN, said(expander->scratch, node->keys[i]))
                    : (struct pipeline_run){0};
            for (size_t k = 0; k < rounds.count; k++)
                map_value(expander, out, node->items[i], rounds.scopes[k],
                          pipeline_within(run, own), depth + 1);
        } else {
            struct pipeline_run own =
                branch(expander->scratch, &chain, directive, node->keys[i], rest, scope);
            if (own.activation < PIPELINE_MANUAL)
                map_value(expander, out, node->items[i], scope, pipeline_within(run, own),
                          depth + 1);
        }
    }
}

struct azure_mapping azure_expand_mapping(struct azure_expander *expander, const struct node *node,
                                          const struct azure_scope *scope)
{
    struct azure_mapping out = {0};
    map_node(expander, &out, node, scope, (struct pipeline_run){0}, 0);
    return out;
}

const struct azure_entry *azure_find(const struct azure_mapping *mapping, const char *key)
{
    for (size_t i = 0; i < mapping->count; i++)
        if (strcmp(mapping->entries[i].key, key) == 0)
            return &mapping->entries[i];
    return NULL;
}

struct azure_value azure_get(struct arena *scratch, const struct azure_mapping *mapping,
                             const char *key)
{
    const struct azure_entry *entry = azure_find(mapping, key);
    return entry ? azure_value_of(scratch, entry->node, entry->scope)
                 : (struct azure_value){.kind = AZURE_NOTHING};
}

const char *azure_get_text(struct arena *scratch, const struct azure_mapping *mapping,
                           const char *key)
{
    const struct azure_entry *entry = azure_find(mapping, key);
    const char *written = entry ? pipeline_string(entry->node) : NULL;
    if (!written)
        return NULL;
    struct azure_value value = azure_value_of(scratch, entry->node, entry->scope);
    if (value.kind == AZURE_NODE)
        return NULL;
    const char *text = azure_value_text(&value);
    return text ? text : azure_text(scratch, written, entry->scope);
}
