/* prose.h - a document for people as lines and sections, whatever its markup:
 * Markdown, reStructuredText, AsciiDoc or plain text. What a reader does not see
 * (comments, front matter) is blanked in place, so that every byte keeps its
 * offset and line; code is marked. Headings and code of Markdown are those that
 * the Markdown parser found. */
#ifndef FACTS_PROSE_H
#define FACTS_PROSE_H

#include "facts/fact.h"
#include "facts/words.h"

enum prose_syntax { PROSE_MARKDOWN, PROSE_RST, PROSE_ASCIIDOC, PROSE_PLAIN };

struct prose_line {
    struct text text;     /* comments blanked, without its line end */
    struct text visible;  /* and code spans, code blocks and link targets */
    bool code;            /* a line of a code block */
    const char *language; /* of that block, in lower case; "" when it is not said */
    bool heading;
    size_t section;
};

struct prose_section {
    const char *heading; /* "" for the text before the first one */
    const char *folded;  /* the heading in lower case */
    unsigned level;      /* 0 for the text before the first one */
    size_t parent;       /* the section above it, SIZE_MAX when there is none */
    size_t first, end;   /* lines of its body, [first, end), counted from 0; subsections left out */
};

struct prose {
    enum prose_syntax syntax;
    struct text text;         /* the whole file, comments blanked */
    struct text visible;      /* the whole file, code and link targets blanked too */
    struct prose_line *lines; /* line N of the file is lines[N - 1] */
    size_t line_count;
    struct prose_section *sections; /* one at least */
    size_t section_count;
};

enum prose_syntax prose_syntax_of(const char *path);
/* `markdown` is NULL for other syntaxes. */
const struct prose *prose_read(struct arena *arena, const char *path, struct text text,
                               const struct markdown *markdown);
/* In `scratch`; NULL when the file is no text: the kinds of the recogniser have a gap then. */
const struct prose *prose_of_file(struct fact_writer *writer, struct fact_file *file,
                                  struct arena *scratch);
/* Does the section's heading, or one above it, hold one of the words or phrases
 * (folded, NULL-ended)? */
bool prose_section_is_about(const struct prose *prose, size_t section, const char *const *phrases);
/* Sentences of at least four words in the visible lines [first, end). */
size_t prose_count_sentences(struct arena *arena, const struct prose *prose, size_t first,
                             size_t end);
/* The visible text of the lines [first, end). */
struct text prose_body(const struct prose *prose, size_t first, size_t end);
/* Do these lines hold no more than placeholders? Code, also within a line, is more. */
bool prose_is_residue(struct arena *scratch, const struct prose *prose, size_t first, size_t end);
/* The column of a byte in its line, in code points; 1 far to the right of where
 * anybody looks. */
uint32_t prose_column(struct text line, const char *at);
/* A copy of `text` in lower case (ASCII). */
const char *prose_fold(struct arena *arena, const char *text);
/* Site generators differ in how they make an anchor: here it is in lower case, with
 * one hyphen for each run of anything but letters and digits. */
const char *prose_squeeze(struct arena *arena, const char *text);
/* Is a text in `heading` at the bounds of words? Both folded. */
bool prose_has_phrase(const char *folded, const char *phrase);

#endif
