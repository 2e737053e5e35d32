/* control_page.h - the control view as a table for a terminal and as Markdown. */
#ifndef REPORT_CONTROL_PAGE_H
#define REPORT_CONTROL_PAGE_H

#include "report/report.h"

void control_page_text(struct buffer *out, const struct evaluation *evaluation,
                       const struct report_options *options);
void control_page_markdown(struct buffer *out, const struct evaluation *evaluation);

#endif
