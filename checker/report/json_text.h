/* json_text.h - texts as values of JSON that another program shows to people: what is
 * unsafe made visible, line ends too, and no longer than that program takes. Paths that a
 * program looks up are no such texts; they stay as they are (json_string). */
#ifndef REPORT_JSON_TEXT_H
#define REPORT_JSON_TEXT_H

#include "report/json.h"

/* A report of more findings has no line breaks: nobody reads it, and it is long. */
enum { COMPACT_ABOVE = 2000 };

/* Cuts to `most` units of UTF-16, which is how most readers count, and ends it with
 * `...`; never within a code point, a reference to a character or an escape by `\`. */
void buffer_shorten(struct buffer *buffer, size_t most);

/* Adds a paragraph of Markdown, after an empty line where something stands before it;
 * nothing in the text is markup. */
void markdown_add_paragraph(struct buffer *out, const char *text);

/* Plain text. */
void json_line(struct json *json, const char *key, const char *text, size_t most);
/* Text for a reader that takes it for Markdown: nothing in it is markup, a mention or a
 * reference. */
void json_markdown(struct json *json, const char *key, const char *text, size_t most);
/* The same of a text of several lines, where a run of white space is one space. */
void json_line_folded(struct json *json, const char *key, const char *text, size_t most);
void json_markdown_folded(struct json *json, const char *key, const char *text, size_t most);

#endif
