#include "document/markdown_walk.h"

#include <stdlib.h>
#include <string.h>

enum {
    /* How far from where cmark puts a link it is looked for. */
    SEARCH_BYTES = 1 << 16,
    NEEDLE_BYTES = 24,
};

struct markdown_link *markdown_add_link(struct markdown_walk *walk, size_t offset)
{
    struct markdown *markdown = walk->markdown;
    markdown->links = arena_grow(walk->arena, markdown->links, markdown->link_count,
                                 &walk->link_capacity, sizeof(*markdown->links));
    struct markdown_link *link = &markdown->links[markdown->link_count++];
    *link = (struct markdown_link){.target = "", .text = ""};
    link->line = markdown_line_of(&walk->lines, offset, &link->column);
    return link;
}

static void count_link(struct markdown_walk *walk, bool image)
{
    if (walk->markdown->section_count == 0)
        return;
    struct markdown_section *section = &walk->markdown->sections[walk->markdown->section_count - 1];
    if (image)
        section->images++;
    else
        section->links++;
}

static size_t search(const struct markdown_walk *walk, const char *needle)
{
    struct text text = walk->lines.text;
    size_t end = walk->block_end < text.size ? walk->block_end : text.size;
    if (walk->cursor >= end || !*needle)
        return SIZE_MAX;
    size_t size = end - walk->cursor < SEARCH_BYTES ? end - walk->cursor : SEARCH_BYTES;
    size_t found = text_find((struct text){text.bytes + walk->cursor, size}, needle);
    return found == SIZE_MAX ? SIZE_MAX : walk->cursor + found;
}

/* The offset of an inline node that begins with `needle`. cmark's own places are
 * wrong after code spans of several lines, behind link definitions and for
 * autolinks, so they count only where the text agrees. */
static size_t locate(struct markdown_walk *walk, cmark_node *node, const char *needle)
{
    struct text text = walk->lines.text;
    size_t line = (size_t)cmark_node_get_start_line(node) + walk->definition_lines;
    size_t column = (size_t)cmark_node_get_start_column(node);
    size_t size = strlen(needle);
    size_t found = SIZE_MAX;
    if (line > 0 && line <= walk->lines.count && column > 0) {
        size_t offset = walk->lines.starts[line - 1] + column - 1;
        if (offset >= walk->cursor && offset + size <= text.size &&
            memcmp(text.bytes + offset, needle, size) == 0)
            found = offset;
    }
    if (found == SIZE_MAX)
        found = search(walk, needle);
    if (found == SIZE_MAX) {
        char lead[3] = {needle[0], needle[0] == '!' ? '[' : '\0', '\0'};
        found = search(walk, lead);
    }
    if (found == SIZE_MAX)
        return walk->cursor < text.size ? walk->cursor : text.size;
    walk->cursor = found + 1;
    return found;
}

void markdown_enter_link(struct markdown_walk *walk, cmark_node *node)
{
    bool image = cmark_node_get_type(node) == CMARK_NODE_IMAGE;
    const char *url = cmark_node_get_url(node);
    const char *text = markdown_plain(walk->arena, node, true);
    cmark_node *child = cmark_node_first_child(node);
    const char *literal = child && cmark_node_get_type(child) == CMARK_NODE_TEXT
                              ? cmark_node_get_literal(child)
                              : NULL;
    char needle[NEEDLE_BYTES + 3];
    snprintf(needle, sizeof(needle), "%s%.*s", image ? "![" : "[", NEEDLE_BYTES,
             literal ? literal : "");
    bool autolink = !image && literal && url &&
                    (strcmp(url, literal) == 0 ||
                     (string_starts_with(url, "mailto:") && strcmp(url + 7, literal) == 0));
    if (autolink && search(walk, needle) == SIZE_MAX)
        snprintf(needle, sizeof(needle), "<%.*s", NEEDLE_BYTES, literal);
    struct markdown_link *link = markdown_add_link(walk, locate(walk, node, needle));
    link->image = image;
    link->target = arena_strdup(walk->arena, url ? url : "");
    link->text = text;
    count_link(walk, image);
    if (image)
        walk->content++;
}

static bool is_blank(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

/* The size of the autolink at the start of `text`; GFM 0.29, section 6.9. */
static size_t autolink_size(struct text text, size_t scheme)
{
    size_t size = 0;
    bool dotted = false;
    while (size < text.size && !is_blank(text.bytes[size]) && text.bytes[size] != '<') {
        dotted |= text.bytes[size] == '.' && size > scheme;
        size++;
    }
    size_t opened = 0;
    size_t closed = 0;
    for (size_t i = 0; i < size; i++) {
        opened += text.bytes[i] == '(';
        closed += text.bytes[i] == ')';
    }
    while (size > scheme) {
        char last = text.bytes[size - 1];
        if (last == ')' ? closed-- <= opened : !strchr("?!.,:*_~'\"", last))
            break;
        size--;
    }
    if (size <= scheme)
        return 0;
    unsigned char first = (unsigned char)text.bytes[scheme];
    bool is_host = (first >= '0' && first <= '9') || (first >= 'a' && first <= 'z') ||
                   (first >= 'A' && first <= 'Z') || first == '[' || first >= 0x80;
    return is_host && (dotted || text.bytes[0] != 'w') ? size : 0;
}

static size_t scheme_size(struct text text)
{
    static const char *const schemes[] = {"https://", "http://", "www."};
    for (size_t i = 0; i < sizeof(schemes) / sizeof(schemes[0]); i++)
        if (text_starts_with(text, schemes[i]))
            return strlen(schemes[i]);
    return 0;
}

/* Not by cmark's own extension: while it parses it changes a table that all
 * threads share. */
void markdown_add_autolinks(struct markdown_walk *walk, const char *literal)
{
    struct text text = text_of(literal);
    if (walk->link_depth > 0 || (!strstr(literal, "://") && !strstr(literal, "www.")))
        return;
    for (size_t at = 0; at < text.size; at++) {
        bool starts = at == 0 || is_blank(text.bytes[at - 1]) || strchr("*_~(", text.bytes[at - 1]);
        if (!starts || (text.bytes[at] != 'h' && text.bytes[at] != 'w'))
            continue;
        struct text rest = {text.bytes + at, text.size - at};
        size_t scheme = scheme_size(rest);
        size_t size = scheme > 0 ? autolink_size(rest, scheme) : 0;
        if (size == 0)
            continue;
        const char *url = arena_copy(walk->arena, (struct text){rest.bytes, size});
        size_t offset = search(walk, url);
        if (offset == SIZE_MAX)
            offset = search(walk, *url == 'w' ? "www." : "http");
        if (offset == SIZE_MAX)
            offset = walk->cursor;
        else
            walk->cursor = offset + 1;
        struct markdown_link *link = markdown_add_link(walk, offset);
        link->text = url;
        link->target = *url == 'w' ? arena_printf(walk->arena, "http://%s", url) : url;
        count_link(walk, false);
        at += size - 1;
    }
}

void markdown_close_html_link(struct markdown_walk *walk)
{
    if (!walk->in_html_link)
        return;
    walk->in_html_link = false;
    size_t start =
        walk->html_link_text < walk->prose.size ? walk->html_link_text : walk->prose.size;
    struct text text = {buffer_string(&walk->prose) + start, walk->prose.size - start};
    walk->markdown->links[walk->html_link].text = arena_copy(walk->arena, text_trim(text));
}

void markdown_add_anchor(struct markdown_walk *walk, const char *anchor)
{
    struct markdown *markdown = walk->markdown;
    if (!anchor || !*anchor)
        return;
    markdown->anchors = arena_grow(walk->arena, markdown->anchors, markdown->anchor_count,
                                   &walk->anchor_capacity, sizeof(*markdown->anchors));
    markdown->anchors[markdown->anchor_count++] = anchor;
}

static bool is_named(const struct html_part *tag, const char *name)
{
    return tag->name.size == strlen(name) && text_find_folded(tag->name, name) == 0;
}

static void add_tag(struct markdown_walk *walk, cmark_node *node, const struct html_part *tag)
{
    bool is_link = is_named(tag, "a");
    if (tag->closing) {
        if (is_link)
            markdown_close_html_link(walk);
        else if (is_named(tag, "p") || is_named(tag, "div") || is_named(tag, "li"))
            markdown_add_text(walk, text_of("\n"));
        return;
    }
    markdown_add_anchor(walk, html_attribute(walk->arena, tag->text, "id"));
    markdown_add_anchor(walk, html_attribute(walk->arena, tag->text, "name"));
    if (is_named(tag, "br"))
        markdown_add_text(walk, text_of(" "));
    bool is_image = is_named(tag, "img");
    const char *target = is_link    ? html_attribute(walk->arena, tag->text, "href")
                         : is_image ? html_attribute(walk->arena, tag->text, "src")
                                    : NULL;
    if (!target)
        return;
    char needle[NEEDLE_BYTES + 1];
    size_t size = 0;
    while (size < tag->text.size && size < NEEDLE_BYTES && tag->text.bytes[size] != '\n' &&
           tag->text.bytes[size] != '\r' && tag->text.bytes[size] != '\0') {
        needle[size] = tag->text.bytes[size];
        size++;
    }
    needle[size] = '\0';
    struct markdown_link *link = markdown_add_link(walk, locate(walk, node, needle));
    link->target = target;
    link->image = is_image;
    count_link(walk, is_image);
    if (is_image) {
        const char *alternative = html_attribute(walk->arena, tag->text, "alt");
        link->text = alternative ? alternative : "";
        walk->content++;
        return;
    }
    markdown_close_html_link(walk);
    walk->in_html_link = true;
    walk->html_link = walk->markdown->link_count - 1;
    walk->html_link_text = walk->prose.size;
}

void markdown_add_html(struct markdown_walk *walk, cmark_node *node)
{
    struct text rest = text_of(cmark_node_get_literal(node));
    struct html_part part;
    while (html_next(&rest, &part) != HTML_END) {
        if (part.kind == HTML_TAG)
            add_tag(walk, node, &part);
        else
            markdown_add_text(walk, text_of(html_decode(walk->arena, part.text)));
    }
}

void markdown_add_references(struct markdown_walk *walk, size_t start)
{
    if (!walk->has_references)
        return;
    struct markdown_scan scan = {.arena = walk->arena,
                                 .definitions = &walk->definitions,
                                 .tags = &walk->tags,
                                 .text = walk->lines.text,
                                 .at = start,
                                 .end = walk->block_end};
    struct markdown_reference reference;
    while (markdown_next_reference(&scan, &reference)) {
        struct markdown_link *link = markdown_add_link(walk, reference.offset);
        link->target = reference.label;
        link->text = reference.text;
        link->image = reference.image;
        link->reference = true;
    }
}

static int compare_links(const void *a, const void *b)
{
    const struct markdown_link *left = a;
    const struct markdown_link *right = b;
    if (left->line != right->line)
        return left->line < right->line ? -1 : 1;
    return (left->column > right->column) - (left->column < right->column);
}

void markdown_sort_links(struct markdown *markdown)
{
    if (markdown->link_count > 1)
        qsort(markdown->links, markdown->link_count, sizeof(*markdown->links), compare_links);
}
