#include "report/exceptions_writers.h"

#include "report/ics.h"

#include <string.h>

static const struct {
    const char *name;
    exceptions_writer *write;
} writers[] = {
    {"text", exceptions_write_text},
    {"markdown", exceptions_write_markdown},
    {"json", exceptions_write_json},
    {"html", exceptions_write_html},
    {"csv", exceptions_write_csv},
    {"sarif", exceptions_write_sarif},
    {"prometheus", exceptions_write_prometheus},
    {"oscal", exceptions_write_oscal},
    {"ics", ics_write},
};

const char *const exceptions_formats[] = {"text",  "markdown",   "json",  "html", "csv",
                                          "sarif", "prometheus", "oscal", "ics",  NULL};

void exceptions_write(struct buffer *out, const struct exceptions_report *report,
                      const char *format, const struct report_options *options)
{
    for (size_t i = 0; i < sizeof(writers) / sizeof(*writers); i++)
        if (strcmp(writers[i].name, format) == 0)
            writers[i].write(out, report, options);
}
