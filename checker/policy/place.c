#include "policy/parse.h"

#include <stdint.h>
#include <string.h>

static bool field_candidate(struct parser *parser, const struct node *node,
                            const struct names *names, struct place_candidate *out)
{
    size_t offset = strlen("$each.");
    out->kind = CANDIDATE_FIELD;
    if (!names->each) {
        mistake(parser, E412, node, "'%s' is a field of a subject, and here there is none",
                shown(parser, node->text));
        return false;
    }
    if (!field_parse(parser, names->each, node->text + offset, node, offset, &out->field))
        return false;
    enum type_kind type = out->field.type.kind;
    if (type == TYPE_PATH || type == TYPE_ANY)
        return true;
    mistake(parser, E413, node, "'%s' is %s where a path is wanted", shown(parser, node->text),
            type_format(parser->arena, &out->field.type));
    return false;
}

static bool binding_candidate(struct parser *parser, const struct node *node,
                              const struct names *names, struct place_candidate *out)
{
    const char *name = node->text + 1;
    out->kind = CANDIDATE_BINDING;
    const char *dot = strchr(name, '.');
    if (strcmp(name, "each") == 0 || (dot && !string_starts_with(name, "each."))) {
        mistake(parser, E413, node, "'%s' is no place", shown(parser, node->text))->expected =
            "$each.FIELD, $NAME of a quantifier, or a glob";
        return false;
    }
    out->binding = binding_find(parser, names, name, strlen(name), node, 1);
    if (out->binding == SIZE_MAX)
        return false;
    const struct source *source = &names->bindings[out->binding].condition->quantifier->source;
    struct row row = row_of_source(parser, source);
    if (row_has_path(&row))
        return true;
    mistake(parser, E413, node, "the rows of '%s' have no place in the tree",
            shown(parser, node->text));
    return false;
}

/* A plain path is that path and no other: without the slash, `README.md` would be
 * any file of that name. */
static bool glob_candidate(struct parser *parser, const struct node *node,
                           struct place_candidate *out)
{
    out->kind = CANDIDATE_GLOB;
    out->plain = strpbrk(node->text, "*?[]{}\\") == NULL;
    out->glob = literal_glob(parser, node);
    if (!out->glob)
        return false;
    size_t size = strlen(node->text);
    if (out->plain && (size == 0 || node->text[size - 1] == '/')) {
        mistake(parser, E413, node, "a place is a file, not a folder")->expected =
            arena_printf(parser->arena, "%s**", shown(parser, node->text));
        return false;
    }
    if (!out->plain)
        return true;
    const char *written = node->text[0] == '/' ? node->text + 1 : node->text;
    const char *problem;
    size_t at;
    out->written = written;
    out->glob = glob_new(parser->arena, arena_printf(parser->arena, "/%s", written), &problem, &at);
    return true;
}

static bool candidate_parse(struct parser *parser, const struct node *node,
                            const struct names *names, struct place_candidate *out)
{
    if (string_starts_with(node->text, "$each."))
        return field_candidate(parser, node, names, out);
    if (string_starts_with(node->text, "$"))
        return binding_candidate(parser, node, names, out);
    return glob_candidate(parser, node, out);
}

void places_parse(struct parser *parser, const struct node *const *nodes, size_t node_count,
                  const struct names *names, struct place_candidate **out, size_t *count)
{
    *out = ARENA_ARRAY(parser->arena, struct place_candidate, node_count + 1);
    *count = node_count;
    for (size_t i = 0; i < node_count; i++) {
        const struct node *node = nodes[i];
        struct place_candidate *candidate = &(*out)[i];
        candidate->written = node->text ? node->text : "";
        if (node->kind != NODE_TEXT || !node->text || node->size == 0)
            mistake(parser, E203, node, "a place is a text, not %s",
                    node->kind == NODE_TEXT ? "an empty one" : node_kind_name(node->kind));
        else if (!candidate_parse(parser, node, names, candidate))
            candidate->kind = CANDIDATE_GLOB; /* names no field or binding that there is */
    }
}
