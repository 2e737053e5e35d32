/* exceptions.h - the report about exceptions: which are alive, which lapse within
 * 30, 60 and 90 days, which have expired while the rule still fails, which excuse
 * nothing any more. */
#ifndef REPORT_EXCEPTIONS_H
#define REPORT_EXCEPTIONS_H

#include "report/report.h"

extern const char *const exceptions_formats[]; /* text markdown json ics NULL */
void exceptions_write(struct buffer *out, const struct evaluation *evaluation, const char *format,
                      const struct report_options *options);

#endif
