/* markdown_walk.h - the walk over cmark's tree that fills `struct markdown`. */
#ifndef DOCUMENT_MARKDOWN_WALK_H
#define DOCUMENT_MARKDOWN_WALK_H

#include "document/markdown.h"
#include "document/markdown_parts.h"

#define CMARK_NO_SHORT_NAMES
#include <cmark-gfm.h>

struct markdown_walk {
    struct arena *arena;
    struct markdown *markdown;
    struct markdown_lines lines;
    bool *code; /* by line number: does it belong to a code block? */
    struct table definitions, tags;
    struct table anchors_used;
    size_t section_capacity, link_capacity, code_capacity, anchor_capacity;

    struct buffer prose;     /* of the section so far */
    size_t content;          /* visible things so far, to see whether an item has any */
    size_t block_start;      /* in `prose`, of the leaf block */
    size_t cursor;           /* in the raw text: links are looked for from here on */
    size_t block_end;        /* in the raw text */
    size_t definition_lines; /* at the block's start; cmark forgets to count them */
    unsigned depth, item_depth, table_depth, link_depth;
    bool has_references; /* "][" stands somewhere */
    bool in_heading;
    bool in_html_link;
    size_t html_link;      /* index of its link */
    size_t html_link_text; /* where its text begins in `prose` */
    bool too_deep;
};

/* The plain text of an inline node's children, soft breaks as spaces. */
const char *markdown_plain(struct arena *arena, cmark_node *node, bool with_images);
void markdown_walk_tree(struct markdown_walk *walk, cmark_node *root, uint32_t front_lines);

/* Links, in markdown_links.c. */
struct markdown_link *markdown_add_link(struct markdown_walk *walk, size_t offset);
void markdown_enter_link(struct markdown_walk *walk, cmark_node *node);
void markdown_add_autolinks(struct markdown_walk *walk, const char *literal);
void markdown_add_anchor(struct markdown_walk *walk, const char *anchor);
void markdown_add_html(struct markdown_walk *walk, cmark_node *node);
void markdown_close_html_link(struct markdown_walk *walk);
void markdown_add_references(struct markdown_walk *walk, size_t start);
void markdown_sort_links(struct markdown *markdown);
/* Appends visible text to the prose. */
void markdown_add_text(struct markdown_walk *walk, struct text text);
unsigned markdown_count_sentences(struct text text);

#endif
