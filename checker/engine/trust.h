/* trust.h - with a base: by whose word the head was judged, and what the head would
 * loosen of it. The verdicts are the base's all the same: what
 * stands here is told beside them. */
#ifndef ENGINE_TRUST_H
#define ENGINE_TRUST_H

#include "base/place.h"

#include <stdbool.h>
#include <stddef.h>

/* Something that would let more through once the head is merged. */
struct loosening {
    enum { LOOSENS_POLICY, LOOSENS_EXCEPTION, LOOSENS_OWNER, LOOSENS_SIGNER } of;
    const char
        *subject;       /* a rule or policy, a record, a pattern of CODEOWNERS, a signer; or NULL */
    const char *what;   /* rule, severity, params.NAME (as `policy diff` says), expires, scope,
                           owners, key ... */
    const char *before; /* for people; NULL: there was nothing */
    const char *after;  /* NULL: there is nothing any more */
    bool is_unclear;    /* nobody can tell: look at it */
    struct place place; /* in the head; of what is gone, in the base */
};
extern const char *const loosening_words[]; /* policy, exception, owner, signer */

struct trust {
    bool base_has_no_policy;  /* nor was one given: the built-in baseline judged */
    bool head_has_policy;     /* files of its own that would be in force once it is merged */
    bool has_head_exceptions; /* --exceptions-from head: the head's records excuse */
    const char *const *evidence_in_tree; /* of --facts, NULL-ended; or NULL */
    struct loosening *loosenings;        /* policies, exceptions, owners, signers */
    size_t loosening_count, loosening_capacity;
    const char *policy_problem; /* why the policies of both sides cannot be compared; or NULL */
};

/* One sentence where the base brings no policy; NULL where it does. */
const char *trust_bootstrap_sentence(const struct trust *trust);
/* One where the head's own records excuse its findings; else NULL. */
const char *trust_exceptions_sentence(const struct trust *trust);
/* One where --facts lie in the work tree of what is judged; else NULL. */
const char *trust_evidence_sentence(const struct trust *trust);

#endif
