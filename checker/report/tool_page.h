/* tool_page.h - the catalogue of tools in Markdown: what each is for, how it is known, when
 * what it finds fails nothing, and where its vendor says so. */
#ifndef REPORT_TOOL_PAGE_H
#define REPORT_TOOL_PAGE_H

#include "base/arena.h"
#include "base/text.h"

void tool_page_write(struct buffer *out, struct arena *arena);

#endif
