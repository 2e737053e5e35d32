/* markdown_change.h - the parts of the job summary that a change has: what it brought, the
 * worst first, and what it mended; findings grouped by owner or by file; and the cells that
 * tables of findings share. */
#ifndef REPORT_MARKDOWN_CHANGE_H
#define REPORT_MARKDOWN_CHANGE_H

#include "report/report.h"

/* A job summary may have 1 MiB; what is cut is said. */
enum { MARKDOWN_BYTES_MOST = 900000, MARKDOWN_ROWS_MOST = 50 };

/* Directly below the title, so that who reads fifteen lines knows fault, owner and fix. */
void summary_add_worst(struct buffer *out, const struct evaluation *evaluation);
void summary_add_change(struct buffer *out, const struct evaluation *evaluation);
void summary_add_groups(struct buffer *out, const struct evaluation *evaluation, enum group_by by);

/* A text of a repository, escaped and shortened; a sentence of a rule, on one line. */
void summary_add_text(struct buffer *out, const char *text);
void summary_add_prose(struct buffer *out, const char *text);
void summary_add_place(struct buffer *out, const struct finding *finding);
void summary_add_state(struct buffer *out, const struct finding *finding);
void summary_add_owners(struct buffer *out, const struct finding *finding);
void summary_add_message(struct buffer *out, const struct finding *finding);

#endif
