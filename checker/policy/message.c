#include "policy/parse.h"

#include <stdint.h>
#include <string.h>

static const struct {
    const char *word;
    enum message_name_kind kind;
    bool of_share; /* told by a share only: of the others nothing but a count is known */
} binding_words[] = {
    {"count", MESSAGE_COUNT, false}, {"total", MESSAGE_TOTAL, true},  {"rest", MESSAGE_REST, true},
    {"share", MESSAGE_SHARE, true},  {"first", MESSAGE_FIRST, false},
};

enum { WORD_COUNT = sizeof(binding_words) / sizeof(binding_words[0]) };

static const char *const binding_word_list[] = {"count", "total", "rest", "share", "first", NULL};

static const char *const *visible_names(struct parser *parser, const struct names *names)
{
    const char **words = ARENA_ARRAY(parser->arena, const char *, names->count + 1);
    size_t count = 0;
    for (size_t i = 0; i < names->count; i++)
        if (!names->bindings[i].nested && (names->bindings[i].early || !names->early_only))
            words[count++] = names->bindings[i].name;
    return words;
}

size_t binding_find(struct parser *parser, const struct names *names, const char *name, size_t size,
                    const struct node *at, size_t offset)
{
    const char *word = arena_copy(parser->arena, (struct text){name, size});
    for (size_t i = 0; i < names->count; i++) {
        const struct binding *binding = &names->bindings[i];
        if (strcmp(binding->name, word) != 0)
            continue;
        if (binding->nested)
            mistake_within(parser, E412, at, offset, size,
                           "'%s' stands within another quantifier, and is not known here",
                           shown(parser, word));
        else if (names->early_only && !binding->early)
            mistake_within(parser, E412, at, offset, size,
                           "'%s' is not known where there is nothing to judge", shown(parser, word))
                ->expected = "a quantifier of an applies_when";
        else
            return i;
        return SIZE_MAX;
    }
    struct diagnostic *diagnostic = mistake_within(
        parser, E411, at, offset, size, "no quantifier here is named '%s'", shown(parser, word));
    const char *const *words = visible_names(parser, names);
    if (words[0])
        mistake_candidates(parser, diagnostic, word, words);
    return SIZE_MAX;
}

static bool binding_name_parse(struct parser *parser, const struct node *node, size_t offset,
                               const char *name, const char *dot, const struct names *names,
                               struct message_part *out)
{
    size_t tail = offset + (size_t)(dot + 1 - name);
    out->index = binding_find(parser, names, name, (size_t)(dot - name), node, offset);
    if (out->index == SIZE_MAX)
        return false;
    for (size_t i = 0; i < WORD_COUNT; i++) {
        if (strcmp(binding_words[i].word, dot + 1) != 0)
            continue;
        if (binding_words[i].of_share &&
            names->bindings[out->index].condition->kind != CONDITION_SHARE) {
            mistake_within(parser, E411, node, tail, strlen(dot + 1),
                           "'%s' is told by a 'share' only", dot + 1)
                ->expected = "count or first";
            return false;
        }
        out->kind = binding_words[i].kind;
        return true;
    }
    struct diagnostic *diagnostic =
        mistake_within(parser, E411, node, tail, strlen(dot + 1), "a quantifier has no '%s'",
                       shown(parser, dot + 1));
    mistake_candidates(parser, diagnostic, dot + 1, binding_word_list);
    return false;
}

static bool name_parse(struct parser *parser, const struct node *node, size_t offset,
                       const char *name, const struct names *names, struct message_part *out)
{
    const char *dot = name[0] == '@' ? NULL : strchr(name, '.');
    out->text = name;
    if (dot && string_starts_with(name, "params.")) {
        out->kind = MESSAGE_PARAM;
        out->index = parameter_find(parser, dot + 1, node, offset + (size_t)(dot + 1 - name));
        return out->index != SIZE_MAX;
    }
    if (dot && string_starts_with(name, "repository.")) {
        struct row row = row_repository();
        out->kind = MESSAGE_REPOSITORY;
        return field_parse(parser, &row, dot + 1, node, offset + (size_t)(dot + 1 - name),
                           &out->field);
    }
    if (dot)
        return binding_name_parse(parser, node, offset, name, dot, names, out);
    out->kind = MESSAGE_FIELD;
    if (!names->each) {
        mistake_within(parser, E412, node, offset, strlen(name),
                       "'%s' is a field of a subject, and here there is none", shown(parser, name));
        return false;
    }
    return field_parse(parser, names->each, name, node, offset, &out->field);
}

struct parts {
    struct message_part *items;
    size_t count, capacity;
};

static struct message_part *part_add(struct parser *parser, struct parts *parts)
{
    parts->items = arena_grow(parser->arena, parts->items, parts->count, &parts->capacity,
                              sizeof(*parts->items));
    parts->items[parts->count] = (struct message_part){.kind = MESSAGE_TEXT};
    return &parts->items[parts->count++];
}

/* Literal text up to the next name, `{{` made one brace; returns its end. */
static const char *text_parse(struct parser *parser, const char *at, struct parts *parts)
{
    struct buffer text = BUFFER_EMPTY;
    for (; *at && (*at != '{' || at[1] == '{'); at++) {
        buffer_add_byte(&text, *at);
        if (*at == '{')
            at++;
    }
    if (text.size > 0)
        part_add(parser, parts)->text = arena_strdup(parser->arena, buffer_string(&text));
    buffer_release(&text);
    return at;
}

void message_parse(struct parser *parser, const struct node *node, const struct names *names,
                   struct message *out)
{
    *out = (struct message){.place = place_of(parser, node), .written = ""};
    if (node->kind != NODE_TEXT || node->size == 0) {
        mistake(parser, E203, node, "a message is a text, not %s",
                node->kind == NODE_TEXT ? "an empty one" : node_kind_name(node->kind));
        return;
    }
    out->written = node->text;
    struct parts parts = {0};
    const char *at = node->text;
    while (*(at = text_parse(parser, at, &parts)) != '\0') {
        size_t offset = (size_t)(at + 1 - node->text);
        const char *end = strchr(at, '}');
        if (!end) {
            mistake_within(parser, E410, node, offset - 1, 1, "a name is not closed")->expected =
                "{NAME}; a brace itself is written {{";
            break;
        }
        const char *name = arena_copy(parser->arena, (struct text){at + 1, (size_t)(end - at - 1)});
        if (*name == '\0')
            mistake_within(parser, E410, node, offset - 1, 2, "an empty name")->expected =
                "{NAME}; a brace itself is written {{";
        else {
            struct message_part part = {.kind = MESSAGE_TEXT};
            if (name_parse(parser, node, offset, name, names, &part))
                *part_add(parser, &parts) = part;
        }
        at = end + 1;
    }
    out->parts = parts.items;
    out->count = parts.count;
}
