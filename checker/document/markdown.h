/* markdown.h - Markdown (cmark-gfm with tables, task lists, autolinks) as the
 * flat parts that governance asks about: sections, links, code, comments. YAML
 * front matter is found and parsed apart. */
#ifndef DOCUMENT_MARKDOWN_H
#define DOCUMENT_MARKDOWN_H

#include "document/node.h"

struct markdown_section {
    uint32_t line;       /* of the heading; 1 for the text before the first one */
    uint32_t end_line;   /* last line that belongs to it, subsections left out */
    unsigned level;      /* 1 to 6, 0 for the text before the first heading */
    const char *heading; /* plain text, "" for level 0 */
    const char *anchor;  /* as GitHub makes it, made unique with -1, -2 */
    struct text body;    /* the raw lines below the heading, subsections left out */
    const char *prose;   /* the body's visible text: no comments, code blocks or markup */
    unsigned sentences, items, rows, commands; /* substance: prose sentences, list items,
                                                  table body rows, lines of code blocks */
    unsigned images, links;
};

struct markdown_link {
    uint32_t line, column;
    const char *target; /* as written, unescaped */
    const char *text;
    bool image;
    bool reference; /* a [text][label] whose label has no definition: target is the label */
};

struct markdown_code {
    uint32_t line;        /* of its first content line */
    const char *language; /* the info string's first word, "" when none */
    struct text text;
    size_t section; /* index of its section */
};

struct markdown {
    struct markdown_section *sections;
    size_t section_count;
    struct markdown_link *links;
    size_t link_count;
    struct markdown_code *codes;
    size_t code_count;
    const char **anchors; /* further anchors: any id= and name= of raw HTML, and headings
                            within quotes and lists */
    size_t anchor_count;
    const struct node *front_matter; /* NULL when there is none */
    bool front_matter_malformed;
};

/* Never fails: any text is Markdown. `limit` is set when nesting or size passed
 * base/limits.h and the result is not whole. */
const struct markdown *markdown_parse(struct arena *arena, struct text text, bool *limit);

/* The front matter alone, without parsing the rest; no document when there is none.
 * As yaml_parse. */
bool front_matter_parse(struct arena *arena, struct text text, struct document *out,
                        struct document_problem *problem);

#endif
