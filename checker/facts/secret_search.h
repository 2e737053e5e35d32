/* secret_search.h - where in a text the secrets stand: tokens of known formats,
 * private keys, passwords in addresses, JSON web tokens and, where the file's name
 * says so, passwords of settings. Stand-ins and examples are none. */
#ifndef FACTS_SECRET_SEARCH_H
#define FACTS_SECRET_SEARCH_H

#include "base/pattern.h"

struct secret_span {
    size_t start, end;  /* what was matched, in the text */
    size_t from, to;    /* the secret itself; lies within the match */
    size_t shown;       /* how many bytes of the secret may be shown: at most 4 */
    struct text secret; /* what its fingerprint is made of */
    const char *sort;   /* a word of the kind's field */
    const char *detector;
    const char *redacted; /* what may be shown of it */
    bool encrypted;
    bool checked;    /* it has a checksum, and that is right */
    int64_t expires; /* UTC seconds; INT64_MIN: does not say */
};

struct secret_search {
    struct arena *arena;
    struct pattern_matcher *matcher;
    const char *path; /* NULL: the text stands in no file */
    struct text text;
    const uint64_t *hits; /* of secret_literals; NULL: nobody looked */
    size_t maximum;       /* of spans; 0: as many as a file may hold */
    /* Found: no two overlap; in the order of the detectors. */
    struct secret_span *spans;
    size_t count, capacity;
    bool limit; /* there are more, or the search would take longer than it may */
};

enum { SECRET_FINGERPRINT_SIZE = 17 };

/* Fills the rest of `search`. */
void secret_search(struct secret_search *search);
/* SHA-256 of the secret, its first 16 hexadecimal digits. */
void secret_fingerprint(const struct secret_span *span, char out[SECRET_FINGERPRINT_SIZE]);

#endif
