/* fact_page.h - the reference of all kinds of facts in Markdown, by area, from the
 * registry; with the rules that look at each. */
#ifndef REPORT_FACT_PAGE_H
#define REPORT_FACT_PAGE_H

#include "policy/policy.h"

/* Links lead to rules/ID.md beside the page. */
void fact_page_write(struct buffer *out, struct arena *arena, const struct library *library,
                     bool builtin);

#endif
