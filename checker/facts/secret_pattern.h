/* secret_pattern.h - the formats of tokens and keys that services issue, each with
 * a literal that its file must hold. Compiled once a process and never changed. */
#ifndef FACTS_SECRET_PATTERN_H
#define FACTS_SECRET_PATTERN_H

#include "base/pattern.h"

enum secret_check {
    SECRET_CHECK_VALUE,      /* not made up, see secret_value.h */
    SECRET_CHECK_GITHUB,     /* and its checksum is right */
    SECRET_CHECK_AWS_PAIR,   /* and a secret access key stands near */
    SECRET_CHECK_BASE64_KEY, /* it decodes to a PEM block */
};

struct secret_format {
    const char *name;        /* github-token */
    const char *sort;        /* a word of the kind's field */
    const char *shown;       /* what a report may show of it */
    const char *literals[6]; /* one of these is in every match; NULL-ended */
    const char *expression;  /* group 1, when it took part, is the secret */
    enum secret_check check;
};

extern const struct secret_format secret_formats[];
extern const size_t secret_format_count;

/* Compiles all formats on the first call, from whichever thread. */
void secret_patterns_start(void);
const struct pattern *secret_pattern(size_t format);
/* Which formats can be in this text, by their literals? Sets `out[i]`. */
void secret_formats_in(struct text text, bool *out);
/* The same, from a search for secret_literals that somebody has done: bit N for
 * literal N. */
void secret_formats_of_hits(const uint64_t *hits, bool *out);
/* What a file must hold one of to hold a secret; the first is the mark of private
 * keys, then those of the formats, then words of settings files. NULL-ended. */
extern const char *const secret_literals[];
/* 40 characters as a secret access key of AWS has them. */
const struct pattern *secret_pattern_of_aws_key(void);

#endif
