/* text_finding.h - one finding for people at a terminal: its place, what it says, the line
 * with a caret, what excuses it. Shared by the parts of the text report. */
#ifndef REPORT_TEXT_FINDING_H
#define REPORT_TEXT_FINDING_H

#include "report/report.h"

struct text_writer {
    struct buffer *out;
    const struct evaluation *evaluation;
    const struct report_options *options;
};

enum tone { TONE_PLAIN, TONE_BAD, TONE_WARN, TONE_GOOD, TONE_FAINT, TONE_STRONG };

/* Adds a text in its colour, where colours are asked for; escaped. */
void text_toned(const struct text_writer *writer, enum tone tone, const char *string);
/* How many columns it takes. */
size_t text_columns(const char *string);
/* Words of a sentence, broken before the right edge, each line indented. */
void text_paragraph(const struct text_writer *writer, size_t indent, const char *string);
/* The same on a line of which that many columns are used; what does not fit is indented. */
void text_words(const struct text_writer *writer, size_t indent, size_t column, const char *string);
/* `before`: the one that was shown just above it, or NULL. */
void text_finding(const struct text_writer *writer, const struct finding *finding,
                  const struct finding *before);
/* Where it stands, or what is not there: with line and column. */
void text_add_place(struct buffer *out, const struct finding *finding);

/* The owners on the line at hand, while they fit behind the columns that are used. */
void text_add_owners(const struct text_writer *writer, const struct finding *finding, size_t used);

#endif
