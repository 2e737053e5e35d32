/* trust_lines.h - by whose word a change was judged, and what it would change of that: sentences
 * for every format, and for reports in text, Markdown and JSON the whole of it. Nothing is written
 * where there is no base. */
#ifndef REPORT_TRUST_LINES_H
#define REPORT_TRUST_LINES_H

#include "engine/trust.h"
#include "report/json.h"
#include "report/report.h"

/* By whose word it was judged where that is not the base's, which every format tells: a sentence
 * each, ended by NULL. */
enum { TRUST_SENTENCES = 3 };
void trust_sentences(const char *out[TRUST_SENTENCES + 1], const struct trust *trust);
/* A sentence where the policies of both sides cannot be compared; nothing where they can. */
void trust_add_problem(struct buffer *out, const struct trust *trust);
/* What the head would loosen, a line each; with the places when they are asked for. */
void trust_write_text(struct buffer *out, const struct evaluation *evaluation,
                      const struct report_options *options);
/* "SUBJECT what: before -> after", as it was read. */
void trust_add_loosening(struct buffer *out, const struct loosening *loosening);
void trust_write_markdown(struct buffer *out, const struct evaluation *evaluation);
/* The key `trust` of the object that is open: an object, or null. */
void trust_write_json(struct json *json, const struct evaluation *evaluation);

#endif
