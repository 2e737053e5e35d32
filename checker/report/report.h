/* report.h - one writer a file, report/report_<name>.c, that defines one
 * constant REPORT(<name>). Writers are pure: evaluations in, bytes out, the same
 * for the same input. Text from a repository is escaped for the format here. */
#ifndef REPORT_REPORT_H
#define REPORT_REPORT_H

#include "base/failure.h"
#include "engine/evaluation.h"

/* How text and markdown put findings together. */
enum group_by { GROUP_BY_RULE, GROUP_BY_OWNER, GROUP_BY_PATH };

struct report_options {
    const char *profile; /* "github" of `sarif:github`; NULL: the format's first */
    bool colour;
    unsigned width; /* of the terminal; 80 when unknown */
    bool verbose;   /* passes with evidence too */
    bool quiet;
    enum group_by group_by;
    const char *version; /* the program's */
};

struct report_format {
    const char *name;
    const char *summary;
    const char *const *profiles; /* NULL-ended, the first is the default; NULL: none */
    bool excerpts, line_hashes;  /* writes those of findings */
    const char *extension;       /* of a file of it; NULL: txt */
    /* One evaluation, or several of an audit. */
    struct failure *(*write)(struct buffer *out, const struct evaluation *const *evaluations,
                             size_t count, const struct report_options *options);
};

#define REPORT(name)                                 \
    extern const struct report_format report_##name; \
    const struct report_format report_##name

extern const struct report_format *const report_table[];
const struct report_format *report_find(const char *name);
const char *report_extension(const struct report_format *format); /* of a file of it */

/* Shared by the writers. */
/* Appends a JSON string with quotes; control characters and invalid UTF-8 escaped. */
void escape_json_string(struct buffer *out, const char *string);
void escape_json_text(struct buffer *out, struct text text); /* which may hold NULs */
/* Makes control characters, escape sequences, bidi controls and invalid UTF-8
 * visible, for a terminal, and breaks what the log of a runner would obey. */
void escape_visible(struct buffer *out, const char *string);
/* Percent-encodes a path as a relative URI. */
void escape_uri(struct buffer *out, const char *path);
/* Escapes for Markdown within a table cell or a line: no mention, reference,
 * link, HTML or emphasis survives; what may be the id of a commit is code. */
void escape_markdown(struct buffer *out, const char *string);

#endif
