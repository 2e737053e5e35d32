/* allowed_signers.h - which keys speak for whom: a file as `ssh-keygen -Y verify -f`
 * reads it (ssh-keygen(1), ALLOWED SIGNERS). Untrusted: any bytes can be read. A time
 * without a Z is UTC too, since the zone of the machine is no part of a repository. */
#ifndef SOURCE_ALLOWED_SIGNERS_H
#define SOURCE_ALLOWED_SIGNERS_H

#include "base/text.h"

enum { ALLOWED_SIGNERS_BYTES = 1 << 20 };

struct allowed_signer {
    const char *principals;            /* patterns, as ssh_pattern_matches wants them */
    const char *namespaces;            /* patterns; NULL: for every purpose */
    struct text key;                   /* as SSH writes keys */
    const char *key_type;              /* "ssh-ed25519" */
    int64_t valid_after, valid_before; /* seconds since 1970, both within; INT64_MIN, INT64_MAX */
    const char *options, *encoded;     /* as they are written, the key too; no options: NULL */
    unsigned line;
};

struct allowed_signers_problem {
    unsigned line;
    const char *message;
    const char *principals, *text; /* whom it would list, and the whole line, trimmed */
};

struct allowed_signers {
    struct allowed_signer *items;
    size_t count, capacity;
    struct allowed_signers_problem *problems; /* lines that list nobody */
    size_t problem_count, problem_capacity;
};

/* A line that cannot be read lists nobody, and the others hold. */
void allowed_signers_read(struct allowed_signers *out, struct arena *arena, struct text text);

/* The line that lists the key for the principal and the purpose at that time; NULL, and
 * why, when none does. A line whose principals are a pattern names nobody: whoever is
 * listed by it could sign as anybody whom it matches. */
const struct allowed_signer *allowed_signers_find(const struct allowed_signers *signers,
                                                  struct text key, const char *principal,
                                                  const char *space, int64_t time,
                                                  struct arena *arena, const char **why);
/* Who has that key, for a message: the principals of the first line that has it; NULL: nobody. */
const char *allowed_signers_name(const struct allowed_signers *signers, struct text key);

/* ssh_config(5), PATTERNS: with commas between them, `*`, `?`, and `!` before one that
 * excludes. At least one must match, and none that excludes. */
bool ssh_pattern_matches(const char *patterns, const char *name);

#endif
