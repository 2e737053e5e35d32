/* secret_pattern.h - the formats of tokens and keys that services issue, each with
 * literals of which its file must hold one. The table is secret_formats.inc; its
 * expressions are compiled when they are first needed, and never changed. */
#ifndef FACTS_SECRET_PATTERN_H
#define FACTS_SECRET_PATTERN_H

#include "base/pattern.h"

enum secret_check {
    SECRET_CHECK_RANDOM,     /* not made up, see secret_value.h */
    SECRET_CHECK_MIXED,      /* and has digits and letters: no identifier of a program */
    SECRET_CHECK_MIXED_CASE, /* and has letters of both cases */
    SECRET_CHECK_GITHUB,     /* its checksum is right */
    SECRET_CHECK_GITLAB,     /* the same, when it has one */
    SECRET_CHECK_GRAFANA,    /* its checksum is right */
    SECRET_CHECK_AWS_PAIR,   /* not made up, and a secret access key stands near */
    SECRET_CHECK_BASE64_KEY, /* it decodes to a PEM block */
};

enum { SECRET_LITERALS_MAX = 10 };

struct secret_format {
    const char *name;                              /* github-token */
    const char *sort;                              /* a word of the kind's field */
    const char *literals[SECRET_LITERALS_MAX + 1]; /* one of these is in every match; NULL-ended */
    const char *expression;                        /* see secret_formats.inc */
    enum secret_check check;
    const char *source; /* where the format is written down */
};

extern const struct secret_format secret_formats[];
extern const size_t secret_format_count;

/* From whichever thread. */
const struct pattern *secret_pattern(size_t format);
/* 40 characters as a secret access key of AWS has them. */
const struct pattern *secret_pattern_of_aws_key(void);

/* What a file must hold one of to hold a secret: the marks below by their numbers,
 * those of the formats, then words of settings files. NULL-ended. */
extern const char *const secret_literals[];
enum secret_mark { SECRET_MARK_PRIVATE_KEY, SECRET_MARK_URL, SECRET_MARK_JWT, SECRET_MARKS };

/* What a text may hold, by its literals. */
struct secret_hints {
    bool marks[SECRET_MARKS];
    bool *formats; /* one a format */
};

/* From a search of the text; `formats` lives in the arena. */
struct secret_hints secret_hints_in(struct arena *arena, struct text text);
bool secret_hints_are_empty(const struct secret_hints *hints);
/* The same, from a search for secret_literals that somebody has done: bit N for
 * literal N. */
struct secret_hints secret_hints_of_hits(struct arena *arena, const uint64_t *hits);

#endif
