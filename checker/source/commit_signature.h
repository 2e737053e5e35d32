/* commit_signature.h - the signature that a commit carries, and what it signs. */
#ifndef SOURCE_COMMIT_SIGNATURE_H
#define SOURCE_COMMIT_SIGNATURE_H

#include "source/repository.h"

enum commit_signature_kind {
    COMMIT_NOT_SIGNED,
    COMMIT_SIGNED_BY_SSH,
    COMMIT_SIGNED_BY_PGP,
    COMMIT_SIGNED_OTHERWISE, /* X.509, or what is none of these */
};

struct commit_signature {
    enum commit_signature_kind kind;
    struct text armour;  /* as it stands in the commit */
    struct text signed_; /* the commit without it, which is what the key signed */
};

/* Fails when the commit cannot be read. */
struct failure *commit_signature_read(struct commit_signature *out, struct repository *repository,
                                      const struct object_id *commit,
                                      struct arena *arena) MUST_CHECK;

#endif
