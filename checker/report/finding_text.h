/* finding_text.h - what the writers for other programs say alike about a finding:
 * which of them they tell, in which order, and in which words. Nothing is escaped
 * here; that is for each format. */
#ifndef REPORT_FINDING_TEXT_H
#define REPORT_FINDING_TEXT_H

#include "base/date.h"
#include "report/report.h"

/* One of several evaluations, and a finding of it. */
struct told {
    const struct evaluation *evaluation;
    const struct finding *finding;
};

struct told_list {
    struct told *items; /* the caller frees it */
    size_t count;
};

/* error, warning, note: as SARIF levels a failing finding; what is to be reviewed is a
 * note, and what is unknown a warning unless it blocks. What the baseline file records is
 * a note. */
enum finding_level { FINDING_ERROR, FINDING_WARNING, FINDING_NOTE };
enum finding_level finding_level(const struct finding *finding);

/* The findings of every evaluation; the gravest level first, what a change brought before
 * what was there, else as they stand.
 * Excused ones are left out unless asked for. */
struct told_list told_list_new(const struct evaluation *const *evaluations, size_t count,
                               bool with_excused);

/* Adds the message as whole sentences: with why it is not decided, and which file
 * is not there. */
void finding_add_sentence(struct buffer *out, const struct finding *finding);
/* Adds who is to mend it, where that is known: " Owner: @acme/pay." */
void finding_add_owner_sentence(struct buffer *out, const struct finding *finding);
/* The path it points to, never NULL, and the line, never 0. */
const char *finding_path(const struct finding *finding);
uint32_t finding_line(const struct finding *finding);
/* fail, unknown, review; excused when an exception covers it. */
const char *finding_state(const struct finding *finding);
/* "new", "unchanged", or NULL where it was compared with nothing. */
const char *finding_baseline(const struct finding *finding);
/* The last day on which an exception excuses it; false, and no text, where none does. */
bool finding_excused_until(const struct finding *finding, char day[DATE_TEXT_SIZE]);
/* "Info" to "Critical"; what a person must look at is no defect yet, and "Info". */
const char *finding_severity_name(const struct finding *finding);

/* What to call the repository where many are told apart: host and path of the remote,
 * else what the command line named. */
void repository_add_name(struct buffer *out, const struct evaluation *evaluation);
/* A fingerprint that is one in all repositories of a report: that of the finding and
 * the repository's name. `out` holds 65 bytes. */
void finding_identity(const struct told *told, char out[65]);

/* Adds a text as one line: a run of white space becomes one space. */
void buffer_add_folded(struct buffer *out, const char *string);

#endif
