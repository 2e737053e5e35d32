/* page.h - the parts that pages of documentation are made of: Markdown (GFM) that
 * reads well as it is written, too. Texts of rules and of worlds go through here:
 * no markup of theirs but spans of code survives, and nothing ends a cell, a span
 * or a block before its time. For hostile text in reports see escape_markdown(). */
#ifndef REPORT_PAGE_H
#define REPORT_PAGE_H

#include "base/text.h"

/* Prose of one line: `code` stays code, white space becomes one blank. */
void page_text(struct buffer *out, const char *string);
/* The same as a sentence's beginning: the first word gets its capital when it is an
 * ordinary word. */
void page_sentence(struct buffer *out, const char *string);
/* A span of code, whatever stands in it; `''` for nothing. */
void page_code(struct buffer *out, const char *string);
/* What was added since `from` becomes the content of a cell: no bar ends it. */
void page_end_cell(struct buffer *out, size_t from);
/* A fenced block; `language` may be "". Of what looks like a key or a token only the
 * beginning is shown. At most `lines` lines of it are shown, then
 * how many more there are. */
void page_block(struct buffer *out, const char *language, struct text text, size_t lines);
/* The language of a file, for a fenced block: "yaml"; "text" when it has none. */
const char *page_language(const char *path);
/* `a`, `b` and `c`: spans of code; `last` is "and", "or"
 * or ",". */
void page_code_list(struct buffer *out, const char *const *words, const char *last);
/* A type as type_format() writes it; of a closed set of words the words. */
void page_type(struct buffer *out, const char *type, const char *const *words);

#endif
