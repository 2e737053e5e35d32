#include "document/markdown.h"

#include "base/limits.h"
#include "document/markdown_walk.h"
#include "document/yaml.h"

#include <cmark-gfm-core-extensions.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

static pthread_once_t registered = PTHREAD_ONCE_INIT;

static bool is_fence(struct text line, bool closing)
{
    line = text_trim(line);
    return text_equals(line, "---") || (closing && text_equals(line, "..."));
}

/* A thematic break at the top of a page is no front matter: that begins with a
 * key, perhaps after blank lines and comments. */
static bool begins_with_key(struct text rest)
{
    struct text line;
    while (text_next_line(&rest, &line)) {
        struct text trimmed = text_trim(line);
        if (is_fence(line, true))
            return false;
        if (trimmed.size == 0 || trimmed.bytes[0] == '#')
            continue;
        const char *colon = memchr(trimmed.bytes, ':', trimmed.size);
        if (!colon)
            return false;
        size_t after = (size_t)(colon - trimmed.bytes) + 1;
        return after == trimmed.size || trimmed.bytes[after] == ' ' || trimmed.bytes[after] == '\t';
    }
    return false;
}

/* The size of the front matter, its closing line left in, and its lines. `yaml`
 * is all but the closing line, so that its lines are the file's. */
static size_t front_matter_size(struct text text, struct text *yaml, uint32_t *lines)
{
    struct text rest = text;
    struct text line;
    if (!text_next_line(&rest, &line) || !text_starts_with(line, "---") || !is_fence(line, false) ||
        !begins_with_key(rest))
        return 0;
    for (uint32_t count = 2;; count++) {
        size_t start = (size_t)(rest.bytes - text.bytes);
        if (!text_next_line(&rest, &line))
            return 0;
        if (line.size < 3 || !is_fence(line, true) || line.bytes[0] == ' ')
            continue;
        *yaml = (struct text){text.bytes, start};
        *lines = count;
        return (size_t)(rest.bytes - text.bytes);
    }
}

static void read_front_matter(struct arena *arena, struct text yaml, struct markdown *markdown,
                              bool *limit)
{
    struct document document;
    struct document_problem problem;
    if (!yaml_parse(arena, yaml, &document, &problem)) {
        markdown->front_matter_malformed = true;
        *limit |= problem.limit;
        return;
    }
    if (document.count == 1 && document.roots[0]->kind == NODE_MAPPING)
        markdown->front_matter = document.roots[0];
    else
        markdown->front_matter_malformed = true;
}

static cmark_node *parse_tree(struct text text, uint32_t front_lines)
{
    pthread_once(&registered, cmark_gfm_core_extensions_ensure_registered);
    cmark_parser *parser = cmark_parser_new(CMARK_OPT_VALIDATE_UTF8);
    if (!parser)
        abort();
    /* Only extensions without special characters; see markdown_add_autolinks. */
    cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension("table"));
    cmark_parser_attach_syntax_extension(parser, cmark_find_syntax_extension("tasklist"));
    for (uint32_t i = 0; i < front_lines; i++)
        cmark_parser_feed(parser, "\n", 1);
    cmark_parser_feed(parser, text.bytes, text.size);
    cmark_node *root = cmark_parser_finish(parser);
    cmark_parser_free(parser);
    if (!root)
        abort();
    cmark_consolidate_text_nodes(root);
    return root;
}

static void mark_code(struct markdown_walk *walk, cmark_node *root)
{
    cmark_iter *iterator = cmark_iter_new(root);
    for (cmark_event_type event; (event = cmark_iter_next(iterator)) != CMARK_EVENT_DONE;) {
        cmark_node *node = cmark_iter_get_node(iterator);
        if (event != CMARK_EVENT_ENTER || cmark_node_get_type(node) != CMARK_NODE_CODE_BLOCK)
            continue;
        size_t last = (size_t)cmark_node_get_end_line(node);
        for (size_t line = (size_t)cmark_node_get_start_line(node);
             line <= last && line <= walk->lines.count; line++)
            walk->code[line] = true;
    }
    cmark_iter_free(iterator);
}

const struct markdown *markdown_parse(struct arena *arena, struct text text, bool *limit)
{
    struct markdown *markdown = ARENA_NEW(arena, struct markdown);
    *limit = text.size > LIMIT_BLOB_BYTES;
    if (*limit || text.size == 0)
        return markdown;
    if (text_starts_with(text, "\xef\xbb\xbf"))
        text = (struct text){text.bytes + 3, text.size - 3};
    struct text yaml;
    uint32_t front_lines = 0;
    size_t front_size = front_matter_size(text, &yaml, &front_lines);
    if (front_size > 0)
        read_front_matter(arena, yaml, markdown, limit);
    struct text rest = {text.bytes + front_size, text.size - front_size};
    if (markdown_is_hostile(rest)) {
        *limit = true;
        return markdown;
    }
    if (rest.size == 0)
        return markdown;

    struct markdown_walk walk = {.arena = arena, .markdown = markdown};
    markdown_lines_init(&walk.lines, text);
    cmark_node *root = parse_tree(rest, front_lines);
    walk.has_references = text_find(rest, "][") != SIZE_MAX;
    if (walk.has_references) {
        walk.code = ARENA_ARRAY(arena, bool, walk.lines.count + 1);
        mark_code(&walk, root);
        markdown_definitions(&walk.definitions, arena, &walk.lines, walk.code);
        markdown_tags(&walk.tags, arena, &walk.lines, walk.code);
    }
    markdown_walk_tree(&walk, root, front_lines);
    *limit |= walk.too_deep;
    cmark_node_free(root);
    buffer_release(&walk.prose);
    markdown_lines_release(&walk.lines);
    return markdown;
}

bool front_matter_parse(struct arena *arena, struct text text, struct document *out,
                        struct document_problem *problem)
{
    if (text_starts_with(text, "\xef\xbb\xbf"))
        text = (struct text){text.bytes + 3, text.size - 3};
    struct text yaml;
    uint32_t lines = 0;
    if (front_matter_size(text, &yaml, &lines) > 0)
        return yaml_parse(arena, yaml, out, problem);
    *out = (struct document){0};
    return true;
}
