#include "facts/manifest_nodes.h"

#include <string.h>

static void note(struct manifest_reading *out, const struct fact_file *file, const char *problem)
{
    bool is_template = fact_file_is_template(file);
    out->problem = is_template ? "it is a template" : problem;
    out->problem_class = is_template ? UNKNOWN_UNOBSERVABLE : UNKNOWN_UNREADABLE;
}

const struct node *manifest_json(struct manifest_reading *out, struct fact_file *file,
                                 bool comments)
{
    const struct document *document = fact_file_json(file, comments, NULL);
    if (!document || document->count == 0 || document->roots[0]->kind != NODE_MAPPING) {
        note(out, file, "it is no JSON object");
        return NULL;
    }
    return document->roots[0];
}

const struct node *manifest_yaml(struct manifest_reading *out, struct fact_file *file)
{
    const struct document *document = fact_file_yaml(file, NULL);
    if (!document) {
        note(out, file, "it is no YAML");
        return NULL;
    }
    return document->count > 0 ? document->roots[0] : NULL;
}

const struct node *manifest_toml(struct manifest_reading *out, struct fact_file *file)
{
    const struct document *document = fact_file_toml(file, NULL);
    if (!document) {
        note(out, file, "it is no TOML");
        return NULL;
    }
    return document->roots[0];
}

const struct node *manifest_xml(struct manifest_reading *out, struct fact_file *file)
{
    const struct document *document = fact_file_document(file, document_format_find("xml"), NULL);
    if (!document) {
        note(out, file, "it is no XML");
        return NULL;
    }
    return document->roots[0];
}

size_t node_items(const struct node *node)
{
    return node && (node->kind == NODE_SEQUENCE || node->kind == NODE_MAPPING) ? node->count : 0;
}

size_t node_count_of(const struct node *node, enum node_kind kind)
{
    return node && node->kind == kind ? node->count : 0;
}

bool node_is_false(const struct node *node)
{
    bool value = true;
    return node_boolean(node, &value) && !value;
}

void manifest_count_at(struct manifest_reading *out, const struct node *place)
{
    uint32_t first = out->dependencies > 0 ? out->line : UINT32_MAX;
    manifest_count(out, place->line);
    out->line = first < place->line ? first : place->line;
}

void manifest_count_keys(struct manifest_reading *out, const struct node *mapping)
{
    for (size_t i = 0; i < node_count_of(mapping, NODE_MAPPING); i++)
        manifest_count_at(out, mapping->keys[i]);
}

void manifest_count_items(struct manifest_reading *out, const struct node *sequence)
{
    for (size_t i = 0; i < node_count_of(sequence, NODE_SEQUENCE); i++)
        manifest_count_at(out, sequence->items[i]);
}

void manifest_add_members(struct manifest_reading *out, const struct node *sequence,
                          const char *mark)
{
    for (size_t i = 0; i < node_count_of(sequence, NODE_SEQUENCE); i++)
        if (node_is_scalar(sequence->items[i]))
            manifest_add_member(out,
                                arena_printf(out->arena, "%s%s", mark, sequence->items[i]->text));
}

bool manifest_next_line(struct manifest_lines *lines)
{
    if (!text_next_line(&lines->rest, &lines->line))
        return false;
    lines->number++;
    lines->line = text_trim(lines->line);
    return true;
}

bool text_has(struct text text, const char *part)
{
    return text_find(text, part) != SIZE_MAX;
}

struct text text_before(struct text line, const char *comment)
{
    size_t at = text_find(line, comment);
    if (at != SIZE_MAX)
        line.size = at;
    return text_trim(line);
}

struct text text_quoted(struct text line, size_t at)
{
    while (at < line.size && line.bytes[at] != '"' && line.bytes[at] != '\'')
        at++;
    if (at >= line.size)
        return (struct text){"", 0};
    const char *end = memchr(line.bytes + at + 1, line.bytes[at], line.size - at - 1);
    if (!end)
        return (struct text){"", 0};
    return (struct text){line.bytes + at + 1, (size_t)(end - line.bytes) - at - 1};
}

uint32_t text_line_at(struct text text, size_t at)
{
    uint32_t line = 1;
    for (size_t i = 0; i < at && i < text.size; i++)
        line += text.bytes[i] == '\n';
    return line;
}
