/* exceptions_writers.h - the formats of the report about exceptions, each in a file of its
 * own. Private to exceptions.c. */
#ifndef REPORT_EXCEPTIONS_WRITERS_H
#define REPORT_EXCEPTIONS_WRITERS_H

#include "report/exceptions.h"

typedef void exceptions_writer(struct buffer *out, const struct exceptions_report *report,
                               const struct report_options *options);

exceptions_writer exceptions_write_text, exceptions_write_markdown, exceptions_write_json,
    exceptions_write_html, exceptions_write_csv, exceptions_write_sarif,
    exceptions_write_prometheus, exceptions_write_oscal;

#endif
