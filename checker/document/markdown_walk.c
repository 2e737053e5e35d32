#include "document/markdown_walk.h"

#include "base/limits.h"

#include <string.h>

const char *markdown_plain(struct arena *arena, cmark_node *node, bool with_images)
{
    struct buffer plain = BUFFER_EMPTY;
    cmark_iter *iterator = cmark_iter_new(node);
    unsigned images = 0;
    for (cmark_event_type event; (event = cmark_iter_next(iterator)) != CMARK_EVENT_DONE;) {
        cmark_node *at = cmark_iter_get_node(iterator);
        cmark_node_type type = cmark_node_get_type(at);
        if (type == CMARK_NODE_IMAGE && at != node)
            images = event == CMARK_EVENT_ENTER ? images + 1 : images - 1;
        if (event != CMARK_EVENT_ENTER || (images > 0 && !with_images))
            continue;
        if (type == CMARK_NODE_TEXT || type == CMARK_NODE_CODE)
            buffer_add_string(&plain, cmark_node_get_literal(at));
        else if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK)
            buffer_add_byte(&plain, ' ');
    }
    cmark_iter_free(iterator);
    const char *copy = arena_copy(arena, (struct text){buffer_string(&plain), plain.size});
    buffer_release(&plain);
    return copy;
}

static bool is_visible(struct text text)
{
    for (size_t i = 0; i < text.size; i++) {
        unsigned char byte = (unsigned char)text.bytes[i];
        if ((byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
            (byte >= 'A' && byte <= 'Z') || byte >= 0x80)
            return true;
    }
    return false;
}

void markdown_add_text(struct markdown_walk *walk, struct text text)
{
    buffer_add(&walk->prose, text.bytes, text.size);
    if (is_visible(text))
        walk->content++;
}

static struct markdown_section *current_section(struct markdown_walk *walk)
{
    return &walk->markdown->sections[walk->markdown->section_count - 1];
}

static void finish_section(struct markdown_walk *walk)
{
    if (walk->markdown->section_count > 0)
        current_section(walk)->prose = arena_copy(
            walk->arena, text_trim((struct text){buffer_string(&walk->prose), walk->prose.size}));
    buffer_clear(&walk->prose);
    walk->block_start = 0;
}

/* `last_line` is kept in end_line until the sections are closed. */
static struct markdown_section *start_section(struct markdown_walk *walk, uint32_t line,
                                              uint32_t last_line, unsigned level)
{
    finish_section(walk);
    struct markdown *markdown = walk->markdown;
    markdown->sections = arena_grow(walk->arena, markdown->sections, markdown->section_count,
                                    &walk->section_capacity, sizeof(*markdown->sections));
    struct markdown_section *section = &markdown->sections[markdown->section_count++];
    *section = (struct markdown_section){.line = line,
                                         .end_line = last_line,
                                         .level = level,
                                         .heading = "",
                                         .anchor = "",
                                         .prose = ""};
    return section;
}

/* GitHub adds -1, -2 until the anchor is new. */
static const char *unique_anchor(struct markdown_walk *walk, const char *anchor)
{
    struct counter {
        size_t uses;
    } *counter = table_find(&walk->anchors_used, anchor);
    const char *unique = anchor;
    if (counter)
        do
            unique = arena_printf(walk->arena, "%s-%zu", anchor, ++counter->uses);
        while (table_has(&walk->anchors_used, unique));
    table_set(&walk->anchors_used, unique, ARENA_NEW(walk->arena, struct counter));
    return unique;
}

static bool is_underline(struct text line)
{
    line = text_trim(line);
    if (line.size == 0 || (line.bytes[0] != '=' && line.bytes[0] != '-'))
        return false;
    for (size_t i = 1; i < line.size; i++)
        if (line.bytes[i] != line.bytes[0])
            return false;
    return true;
}

/* The last line of a heading. cmark gives the one after an underline. */
static uint32_t heading_end(const struct markdown_walk *walk, uint32_t line)
{
    struct text first = text_trim(markdown_line(&walk->lines, line));
    if (text_starts_with(first, "#")) {
        size_t marks = 0;
        while (marks < first.size && first.bytes[marks] == '#')
            marks++;
        if (marks <= 6 &&
            (marks == first.size || first.bytes[marks] == ' ' || first.bytes[marks] == '\t'))
            return line;
    }
    for (size_t next = line + 1; next <= walk->lines.count; next++)
        if (is_underline(markdown_line(&walk->lines, next)))
            return (uint32_t)next;
    return line;
}

static size_t line_start(const struct markdown_walk *walk, size_t line)
{
    if (line == 0 || walk->lines.count == 0)
        return 0;
    return walk->lines.starts[line - 1 < walk->lines.count ? line - 1 : walk->lines.count];
}

static uint32_t end_line_of(cmark_node *node)
{
    int line = cmark_node_get_end_line(node) - (cmark_node_get_end_column(node) == 0);
    int start = cmark_node_get_start_line(node);
    return (uint32_t)(line < start ? start : line);
}

static void set_block(struct markdown_walk *walk, uint32_t first, uint32_t last)
{
    size_t start = line_start(walk, first);
    if (walk->cursor < start)
        walk->cursor = start;
    walk->block_end = line_start(walk, (size_t)last + 1);
    walk->definition_lines = 0;
}

/* Definitions that stand above a paragraph's text, which cmark takes away. */
static void skip_definitions(struct markdown_walk *walk, uint32_t first, uint32_t last)
{
    uint32_t line = first;
    while (line < last && markdown_is_definition(markdown_line(&walk->lines, line)))
        line++;
    walk->definition_lines = line - first;
    if (walk->cursor < line_start(walk, line))
        walk->cursor = line_start(walk, line);
}

static void enter_heading(struct markdown_walk *walk, cmark_node *node)
{
    uint32_t line = (uint32_t)cmark_node_get_start_line(node);
    uint32_t last = heading_end(walk, line);
    if (walk->depth == 1) {
        struct markdown_section *section =
            start_section(walk, line, last, (unsigned)cmark_node_get_heading_level(node));
        struct text heading = text_of(markdown_plain(walk->arena, node, true));
        section->heading = arena_copy(walk->arena, text_trim(heading));
        section->anchor = unique_anchor(
            walk, markdown_anchor(walk->arena, markdown_plain(walk->arena, node, false)));
        walk->in_heading = true;
    } else {
        /* No section of its own, but a link can end with it. */
        markdown_add_anchor(
            walk, unique_anchor(walk, markdown_anchor(walk->arena,
                                                      markdown_plain(walk->arena, node, false))));
    }
    set_block(walk, line, last);
    markdown_add_references(walk, line_start(walk, line));
    walk->block_start = walk->prose.size;
}

static void leave_block(struct markdown_walk *walk)
{
    markdown_close_html_link(walk);
    if (walk->prose.size > walk->block_start && walk->prose.bytes[walk->prose.size - 1] != '\n')
        buffer_add_byte(&walk->prose, '\n');
    walk->block_start = walk->prose.size;
}

static void leave_heading(struct markdown_walk *walk)
{
    markdown_close_html_link(walk);
    if (walk->in_heading) {
        walk->prose.size = walk->block_start;
        walk->in_heading = false;
        return;
    }
    leave_block(walk);
}

static void leave_paragraph(struct markdown_walk *walk)
{
    struct text text = {buffer_string(&walk->prose) + walk->block_start,
                        walk->prose.size - walk->block_start};
    if (walk->item_depth == 0 && walk->table_depth == 0 && walk->markdown->section_count > 0)
        current_section(walk)->sentences += markdown_count_sentences(text);
    leave_block(walk);
}

static void add_code(struct markdown_walk *walk, cmark_node *node)
{
    struct markdown *markdown = walk->markdown;
    const char *literal = cmark_node_get_literal(node);
    const char *info = cmark_node_get_fence_info(node);
    int length;
    int offset;
    char character;
    bool fenced = cmark_node_get_fenced(node, &length, &offset, &character) != 0;
    size_t size = strlen(literal);
    size_t language = info ? strcspn(info, " \t") : 0;
    markdown->codes = arena_grow(walk->arena, markdown->codes, markdown->code_count,
                                 &walk->code_capacity, sizeof(*markdown->codes));
    markdown->codes[markdown->code_count++] = (struct markdown_code){
        .line = (uint32_t)cmark_node_get_start_line(node) + fenced,
        .language = info ? arena_copy(walk->arena, (struct text){info, language}) : "",
        .text = {.bytes = arena_strdup(walk->arena, literal), .size = size},
        .section = markdown->section_count - 1,
    };
    struct text rest = {literal, size};
    struct text line;
    while (text_next_line(&rest, &line)) {
        if (text_trim(line).size == 0)
            continue;
        current_section(walk)->commands++;
        walk->content++;
    }
}

/* Items and rows count only with something to see in them. */
static void enter_counted(struct markdown_walk *walk, cmark_node *node)
{
    cmark_node_set_user_data(node, (void *)(uintptr_t)walk->content);
}

static bool leave_counted(struct markdown_walk *walk, cmark_node *node)
{
    return (uintptr_t)cmark_node_get_user_data(node) != walk->content;
}

static void visit_table_part(struct markdown_walk *walk, cmark_node *node, bool entering)
{
    const char *type = cmark_node_get_type_string(node);
    if (strcmp(type, "table") == 0) {
        walk->table_depth = entering ? walk->table_depth + 1 : walk->table_depth - 1;
        uint32_t line = (uint32_t)cmark_node_get_start_line(node);
        set_block(walk, line, end_line_of(node));
        if (entering)
            markdown_add_references(walk, line_start(walk, line));
    } else if (strcmp(type, "table_row") == 0) {
        if (entering)
            enter_counted(walk, node);
        else if (leave_counted(walk, node))
            current_section(walk)->rows++;
        if (!entering)
            leave_block(walk);
    } else if (strcmp(type, "table_header") == 0 && !entering) {
        leave_block(walk);
    } else if (strcmp(type, "table_cell") == 0 && !entering) {
        markdown_close_html_link(walk);
        buffer_add_byte(&walk->prose, ' ');
    }
}

static void visit_inline(struct markdown_walk *walk, cmark_node *node, cmark_node_type type,
                         bool entering)
{
    if (type == CMARK_NODE_LINK || type == CMARK_NODE_IMAGE) {
        if (entering)
            markdown_enter_link(walk, node);
        walk->link_depth = entering ? walk->link_depth + 1 : walk->link_depth - 1;
        return;
    }
    if (!entering)
        return;
    if (type == CMARK_NODE_TEXT) {
        const char *literal = cmark_node_get_literal(node);
        cmark_node *parent = cmark_node_parent(node);
        markdown_add_autolinks(walk, literal);
        /* What an image stands for is not to be seen. */
        if (!parent || cmark_node_get_type(parent) != CMARK_NODE_IMAGE)
            markdown_add_text(walk, text_of(literal));
    } else if (type == CMARK_NODE_CODE) {
        markdown_add_text(walk, text_of(cmark_node_get_literal(node)));
        walk->content++;
    } else if (type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK) {
        buffer_add_byte(&walk->prose, ' ');
    } else if (type == CMARK_NODE_HTML_INLINE) {
        markdown_add_html(walk, node);
    }
}

static void visit_block(struct markdown_walk *walk, cmark_node *node, cmark_node_type type,
                        bool entering)
{
    uint32_t line = (uint32_t)cmark_node_get_start_line(node);
    if (type == CMARK_NODE_HEADING) {
        if (entering)
            enter_heading(walk, node);
        else
            leave_heading(walk);
    } else if (type == CMARK_NODE_PARAGRAPH) {
        if (entering) {
            set_block(walk, line, end_line_of(node));
            skip_definitions(walk, line, end_line_of(node));
            markdown_add_references(walk, line_start(walk, line));
        } else {
            leave_paragraph(walk);
        }
    } else if (type == CMARK_NODE_ITEM) {
        walk->item_depth = entering ? walk->item_depth + 1 : walk->item_depth - 1;
        if (entering)
            enter_counted(walk, node);
        else if (leave_counted(walk, node))
            current_section(walk)->items++;
    } else if (type == CMARK_NODE_CODE_BLOCK && entering) {
        add_code(walk, node);
    } else if (type == CMARK_NODE_HTML_BLOCK && entering) {
        set_block(walk, line, end_line_of(node));
        markdown_add_html(walk, node);
        leave_paragraph(walk);
    }
}

static void visit(struct markdown_walk *walk, cmark_node *node, bool entering)
{
    cmark_node_type type = cmark_node_get_type(node);
    if (type > CMARK_NODE_FOOTNOTE_DEFINITION &&
        (type & CMARK_NODE_TYPE_MASK) == CMARK_NODE_TYPE_BLOCK)
        visit_table_part(walk, node, entering);
    else if ((type & CMARK_NODE_TYPE_MASK) == CMARK_NODE_TYPE_BLOCK)
        visit_block(walk, node, type, entering);
    else
        visit_inline(walk, node, type, entering);
}

static bool is_leaf(cmark_node_type type)
{
    return type == CMARK_NODE_CODE_BLOCK || type == CMARK_NODE_HTML_BLOCK ||
           type == CMARK_NODE_THEMATIC_BREAK || type == CMARK_NODE_TEXT ||
           type == CMARK_NODE_SOFTBREAK || type == CMARK_NODE_LINEBREAK ||
           type == CMARK_NODE_CODE || type == CMARK_NODE_HTML_INLINE;
}

static void close_sections(struct markdown_walk *walk)
{
    struct markdown *markdown = walk->markdown;
    for (size_t i = 0; i < markdown->section_count; i++) {
        struct markdown_section *section = &markdown->sections[i];
        uint32_t last = i + 1 < markdown->section_count ? markdown->sections[i + 1].line - 1
                                                        : (uint32_t)walk->lines.count;
        uint32_t heading_end = section->end_line;
        section->body = markdown_line_range(&walk->lines, (size_t)heading_end + 1, last);
        while (last > heading_end && text_trim(markdown_line(&walk->lines, last)).size == 0)
            last--;
        section->end_line = last;
    }
}

void markdown_walk_tree(struct markdown_walk *walk, cmark_node *root, uint32_t front_lines)
{
    table_init(&walk->anchors_used, walk->arena);
    cmark_node *first = cmark_node_first_child(root);
    if (first && cmark_node_get_type(first) != CMARK_NODE_HEADING)
        start_section(walk, 1, front_lines, 0);
    cmark_iter *iterator = cmark_iter_new(root);
    for (cmark_event_type event; (event = cmark_iter_next(iterator)) != CMARK_EVENT_DONE;) {
        cmark_node *node = cmark_iter_get_node(iterator);
        bool entering = event == CMARK_EVENT_ENTER;
        bool leaf = is_leaf(cmark_node_get_type(node));
        if (!entering)
            walk->depth--;
        if (node != root)
            visit(walk, node, entering);
        if (entering && !leaf && ++walk->depth > LIMIT_DOCUMENT_DEPTH)
            walk->too_deep = true;
    }
    cmark_iter_free(iterator);
    finish_section(walk);
    close_sections(walk);
    markdown_sort_links(walk->markdown);
}
