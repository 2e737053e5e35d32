/* version_pep440.h - versions of Python packages and their order (PEP 440, now
 * the specification 'Version specifiers' of the Python Packaging User Guide).
 * Takes every spelling that it normalises: 'v1.0', '1.0-RC.1', '1.0.post'.
 * Slices borrow the text that was parsed; numbers have no limit. */
#ifndef BASE_VERSION_PEP440_H
#define BASE_VERSION_PEP440_H

#include "base/text.h"

enum pep440_phase { PEP440_ALPHA, PEP440_BETA, PEP440_CANDIDATE };

struct pep440 {
    struct text epoch;   /* digits without leading zeros; "0" when none is written */
    struct text release; /* '1.2.3' as it is written */
    bool has_pre, has_post, has_dev;
    enum pep440_phase phase;
    struct text pre, post, dev; /* their numbers; "0" where none is written */
    struct text local;          /* what follows '+', as it is written; empty: none */
};

/* Appendix B of PEP 440. `out` is untouched when the text is no such version. */
bool pep440_parse(struct text text, struct pep440 *out);
/* 'Summary of permitted suffixes and relative ordering': below 0 when `a` is before
 * `b`, 0 when they are the same version ('1.0' and '1.0.0' are). */
int pep440_order(const struct pep440 *a, const struct pep440 *b);
/* The order of two texts, -1, 0 or 1; false when one of them is no such version. */
bool pep440_compare(struct text a, struct text b, int *out);

#endif
