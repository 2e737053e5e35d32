/* markdown_parts.h - the parts that markdown.c is made of: lines and places in
 * the raw text, the guard before the parser, anchors, raw HTML, references. */
#ifndef DOCUMENT_MARKDOWN_PARTS_H
#define DOCUMENT_MARKDOWN_PARTS_H

#include "base/arena.h"
#include "base/table.h"
#include "base/text.h"

/* Where the lines of a text begin; LF, CRLF and CR end one, as in CommonMark. */
struct markdown_lines {
    struct text text;
    size_t *starts; /* count + 1 of them; the last is the text's end */
    size_t count;
    /* The last column that was counted, so that a long line is counted once. */
    size_t seen_offset;
    uint32_t seen_column;
};

void markdown_lines_init(struct markdown_lines *lines, struct text text);
void markdown_lines_release(struct markdown_lines *lines);
/* Line `line`, counted from 1, without its end; empty when there is none. */
struct text markdown_line(const struct markdown_lines *lines, size_t line);
/* From the first byte of line `first` to the end of line `last`, its end left in. */
struct text markdown_line_range(const struct markdown_lines *lines, size_t first, size_t last);
/* The line, counted from 1, of an offset into the text, and its column in code points. */
uint32_t markdown_line_of(struct markdown_lines *lines, size_t offset, uint32_t *column);

/* cmark-gfm 0.29 takes quadratic time on some texts (very wide tables, very
 * many nested images). True when the text has a shape that no one writes. */
bool markdown_is_hostile(struct text text);

/* The anchor that GitHub gives a heading, before it is made unique. */
const char *markdown_anchor(struct arena *arena, const char *heading);
/* In lower case, by Unicode where the text is not ASCII. */
const char *markdown_lower(struct arena *arena, struct text text);

/* Raw HTML, read loosely: tags and the text between them. Comments, scripts and
 * styles are left out. */
enum html_kind { HTML_END, HTML_TEXT, HTML_TAG };

struct html_part {
    enum html_kind kind;
    struct text text; /* the text, or the whole tag */
    struct text name; /* of the tag */
    bool closing;
};

enum html_kind html_next(struct text *rest, struct html_part *out);
/* An attribute's value, entities decoded; NULL when the tag does not have it. */
const char *html_attribute(struct arena *arena, struct text tag, const char *name);
const char *html_decode(struct arena *arena, struct text text);

/* Labels that have a definition, in lower case with single spaces. `code` says,
 * for each line, whether it belongs to a code block. */
void markdown_definitions(struct table *out, struct arena *arena,
                          const struct markdown_lines *lines, const bool *code);

/* Texts that stand in brackets and are no links, as marks do (`[FIX] text`), and those
 * behind one (`[FIX][ui] text`); folded like labels. */
void markdown_tags(struct table *out, struct arena *arena, const struct markdown_lines *lines,
                   const bool *code);

/* Does the line begin with a [label]: after marks of lists and quotations? */
bool markdown_is_definition(struct text line);

struct markdown_reference {
    size_t offset; /* of its bracket, or of the exclamation mark of an image */
    const char *label;
    const char *text;
    bool image;
};

enum { MARKDOWN_OPEN_BRACKETS = 64 };

/* Goes through the raw text of one block; set the first five. */
struct markdown_scan {
    struct arena *arena;
    const struct table *definitions, *tags;
    struct text text;
    size_t at, end;
    size_t open[MARKDOWN_OPEN_BRACKETS];
    size_t open_count;
    /* What is known not to come any more, so that no text is searched twice. */
    uint64_t missing_ticks;
    bool missing_bracket, missing_parenthesis;
};

/* The next [text][label] whose label has no definition and that is no pair of marks. */
bool markdown_next_reference(struct markdown_scan *scan, struct markdown_reference *out);

#endif
