#include "facts/gitlab_config.h"

#include <string.h>

/* Values of `$[[ inputs.NAME ]]` while one file is read. */
struct inputs {
    struct gitlab_config *config;
    const struct node *declared; /* of the header */
    const struct node *given;    /* by the include */
};

/* NULL where only the one who starts the pipeline tells. */
static const struct node *value_of(const struct inputs *inputs, const char *name)
{
    const struct node *given = node_find(inputs->given, name);
    return given ? given : node_find(node_find(inputs->declared, name), "default");
}

/* The name in ` inputs.NAME ` or ` inputs.NAME | expand_vars `, which changes nothing that
 * can be seen here; NULL for other functions and contexts. */
static const char *name_in(const struct inputs *inputs, struct text body)
{
    static const char prefix[] = "inputs.";
    body = text_trim(body);
    if (!text_starts_with(body, prefix))
        return NULL;
    body.bytes += sizeof(prefix) - 1;
    body.size -= sizeof(prefix) - 1;
    const char *bar = memchr(body.bytes, '|', body.size);
    if (bar) {
        size_t size = (size_t)(bar - body.bytes);
        struct text function = text_trim((struct text){bar + 1, body.size - size - 1});
        if (!text_equals(function, "expand_vars"))
            return NULL;
        body.size = size;
    }
    return arena_copy(inputs->config->scratch, text_trim(body));
}

struct hole {
    size_t start, end; /* from the `$` to behind the brackets */
    const struct node *value;
};

static bool find_hole(const struct inputs *inputs, struct text text, size_t from, struct hole *out)
{
    for (size_t at = from; at + 3 <= text.size; at++) {
        if (memcmp(text.bytes + at, "$[[", 3) != 0)
            continue;
        struct text rest = {text.bytes + at + 3, text.size - at - 3};
        size_t size = text_find(rest, "]]");
        if (size == SIZE_MAX)
            return false;
        const char *name = name_in(inputs, (struct text){rest.bytes, size});
        *out = (struct hole){
            .start = at,
            .end = at + 3 + size + 2,
            .value = name ? value_of(inputs, name) : NULL,
        };
        return true;
    }
    return false;
}

static const char *fill(const struct inputs *inputs, struct text text)
{
    struct buffer filled = BUFFER_EMPTY;
    size_t from = 0;
    struct hole hole;
    while (find_hole(inputs, text, from, &hole)) {
        bool known = hole.value && node_is_scalar(hole.value);
        buffer_add(&filled, text.bytes + from, (known ? hole.start : hole.end) - from);
        if (known && gitlab_spend(inputs->config, hole.value->size / 64 + 1))
            buffer_add(&filled, hole.value->text, hole.value->size);
        from = hole.end;
    }
    buffer_add(&filled, text.bytes + from, text.size - from);
    const char *copy =
        arena_copy(inputs->config->scratch, (struct text){buffer_string(&filled), filled.size});
    buffer_release(&filled);
    return copy;
}

static struct node *copy_value(const struct inputs *inputs, const struct node *value,
                               const struct node *place, const struct node *parent)
{
    struct node *copy = ARENA_NEW(inputs->config->scratch, struct node);
    *copy = *value;
    copy->line = place->line;
    copy->column = place->column;
    copy->end_line = place->end_line;
    copy->end_column = place->end_column;
    copy->parent = parent;
    copy->items = ARENA_ARRAY(inputs->config->scratch, struct node *, value->count + 1);
    if (!gitlab_spend(inputs->config, value->count + 1))
        copy->count = 0;
    for (size_t i = 0; i < copy->count; i++)
        copy->items[i] = copy_value(inputs, value->items[i], place, copy);
    return copy;
}

static struct node *put(const struct inputs *inputs, const struct node *node,
                        const struct node *parent)
{
    struct text text = {node->text, node->size};
    struct hole hole;
    bool has_hole = node_is_scalar(node) && find_hole(inputs, text, 0, &hole);
    /* A value that stands alone keeps its type. */
    if (has_hole && hole.value && hole.start == 0 && hole.end == node->size)
        return copy_value(inputs, hole.value, node, parent);
    struct node *copy = ARENA_NEW(inputs->config->scratch, struct node);
    *copy = *node;
    copy->parent = parent;
    if (has_hole) {
        copy->text = fill(inputs, text);
        copy->size = strlen(copy->text);
    }
    if (node->count == 0)
        return copy;
    copy->items = ARENA_ARRAY(inputs->config->scratch, struct node *, node->count);
    copy->keys =
        node->keys ? ARENA_ARRAY(inputs->config->scratch, struct node *, node->count) : NULL;
    if (!gitlab_spend(inputs->config, node->count))
        copy->count = 0;
    for (size_t i = 0; i < copy->count; i++) {
        copy->items[i] = put(inputs, node->items[i], copy);
        if (copy->keys && node->keys)
            copy->keys[i] = put(inputs, node->keys[i], copy);
    }
    return copy;
}

struct node *gitlab_put_inputs(struct gitlab_config *config, const struct node *header,
                               const struct node *body, const struct node *inputs)
{
    const struct inputs all = {
        .config = config,
        .declared = node_find(node_find(header, "spec"), "inputs"),
        .given = inputs,
    };
    return put(&all, body, NULL);
}
