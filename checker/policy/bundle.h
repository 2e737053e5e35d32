/* bundle.h - the digest of the policies that were asked for, by their texts: what
 * `--policy-digest` pins. Unlike a ruleset's digest it says nothing of one repository:
 * its labels, its adjustments and whether a policy applies to it are left out where the
 * policies were given from outside, so that one digest serves many repositories.
 * Private to policy/. */
#ifndef POLICY_BUNDLE_H
#define POLICY_BUNDLE_H

#include "policy/policy.h"

struct bundle {
    struct library *library;
    const struct policy *const *policies; /* in any order, those that are extended included */
    size_t count;
    bool with_configuration; /* nothing was given: the repository's own file counts too */
};

/* "sha256:" and 64 digits. The SHA-256 of these lines, each ended by a newline:
 *
 *     bylaw bundle 1
 *     policy LAYER NAME DIGEST    sorted by name, then by layer (0 built-in, 1 given,
 *                                 2 the repository's own)
 *     rule ID DIGEST              of each rule that one of them names or selects; by id
 *     configuration DIGEST        of .bylaw.yml, where it counts
 *
 * in which a DIGEST is the SHA-256 of the file, of what has no file `-`. */
const char *bundle_digest(const struct bundle *bundle, struct arena *arena);

#endif
