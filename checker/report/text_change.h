/* text_change.h - the parts of the text report that a change has: what it brought, the worst
 * first, and what it mended; and findings grouped by owner or by file. */
#ifndef REPORT_TEXT_CHANGE_H
#define REPORT_TEXT_CHANGE_H

#include "report/text_finding.h"

/* The ten worst of the new findings, before all others; nothing where every finding is new
 * and few are: they stand below at once. */
void text_show_worst(const struct text_writer *writer);
/* What was mended, new and unchanged findings counted, and the baseline file. */
void text_show_change(const struct text_writer *writer);
/* Every finding that is shown, by owner or by path. */
void text_show_groups(const struct text_writer *writer,
                      bool (*is_shown)(const struct text_writer *, const struct finding *));

#endif
