/* json_text.h - texts as values of JSON that another program shows to people: what is
 * unsafe made visible, line ends too, and no longer than that program takes. Paths that a
 * program looks up are no such texts; they stay as they are (json_string). */
#ifndef REPORT_JSON_TEXT_H
#define REPORT_JSON_TEXT_H

#include "report/json.h"

/* Cuts to `most` units of UTF-16, which is how most readers count, and ends it with
 * `...`; never within a code point, a reference to a character or an escape by `\`. */
void buffer_shorten(struct buffer *buffer, size_t most);

/* Plain text. */
void json_line(struct json *json, const char *key, const char *text, size_t most);
/* Text for a reader that takes it for Markdown: nothing in it is markup, a mention or a
 * reference. */
void json_markdown(struct json *json, const char *key, const char *text, size_t most);

#endif
