/* trust_lines.h - by whose word a change was judged, and what it would change of that:
 * for reports in text, Markdown and JSON. Nothing is written where there is no base. */
#ifndef REPORT_TRUST_LINES_H
#define REPORT_TRUST_LINES_H

#include "engine/trust.h"
#include "report/json.h"
#include "report/report.h"

/* What the head would loosen, a line each; with the places when they are asked for. */
void trust_write_text(struct buffer *out, const struct evaluation *evaluation,
                      const struct report_options *options);
/* "SUBJECT what: before -> after", as it was read. */
void trust_add_loosening(struct buffer *out, const struct loosening *loosening);
void trust_write_markdown(struct buffer *out, const struct evaluation *evaluation);
/* The key `trust` of the object that is open: an object, or null. */
void trust_write_json(struct json *json, const struct evaluation *evaluation);

#endif
