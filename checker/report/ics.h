/* ics.h - a calendar (RFC 5545) of the days on which exceptions lapse. */
#ifndef REPORT_ICS_H
#define REPORT_ICS_H

#include "report/report.h"

void ics_write(struct buffer *out, const struct evaluation *evaluation, const char *version);

#endif
