/* ics.h - a calendar (RFC 5545) of the days on which exceptions lapse or are reviewed. What
 * was removed is cancelled, so that who subscribed to it drops it. No justification and no
 * attendee: a calendar is read by many, and mails nobody. */
#ifndef REPORT_ICS_H
#define REPORT_ICS_H

#include "report/exceptions_writers.h"

exceptions_writer ics_write;

#endif
