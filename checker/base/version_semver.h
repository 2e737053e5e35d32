/* version_semver.h - versions of Semantic Versioning 2.0.0 and their precedence.
 * Strict: 'v1.2.3' and '1.2' are none (the specification's grammar and its
 * questions). Slices borrow the text that was parsed; numbers have no limit. */
#ifndef BASE_VERSION_SEMVER_H
#define BASE_VERSION_SEMVER_H

#include "base/text.h"

struct semver {
    struct text numbers[3];  /* major, minor, patch: digits without leading zeros */
    struct text pre_release; /* what follows '-', without it; empty: none */
    struct text build;       /* what follows '+'; has no part in precedence */
};

/* Section 2 to 10. `out` is untouched when the text is no such version. */
bool semver_parse(struct text text, struct semver *out);
/* Section 11: below 0 when `a` precedes `b`, 0 when neither precedes the other. */
int semver_order(const struct semver *a, const struct semver *b);
/* The order of two texts, -1, 0 or 1; false when one of them is no such version. */
bool semver_compare(struct text a, struct text b, int *out);

#endif
