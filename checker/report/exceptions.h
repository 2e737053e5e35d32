/* exceptions.h - the report about exceptions: which are alive, which lapse within
 * 30, 60 and 90 days, which have expired while the rule still fails, which excuse
 * nothing any more. */
#ifndef REPORT_EXCEPTIONS_H
#define REPORT_EXCEPTIONS_H

#include "report/report.h"

/* Alive, and of its rules, which were all judged on the whole tree, no finding is
 * in its scope. What was not looked for is never called unused. */
bool exception_is_unused(const struct evaluation *evaluation, const struct exception_use *use);
/* The last day on which it excuses what it matches: sooner than it says, where the
 * policy allows less. INT32_MIN when it has no day. */
int32_t exception_lapses_on(const struct exception_use *use);

extern const char *const exceptions_formats[]; /* text markdown json ics NULL */
void exceptions_write(struct buffer *out, const struct evaluation *evaluation, const char *format,
                      const struct report_options *options);

#endif
