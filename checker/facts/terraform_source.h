/* terraform_source.h - where the modules of Terraform come from, and whether constraints
 * on versions have an upper end. */
#ifndef FACTS_TERRAFORM_SOURCE_H
#define FACTS_TERRAFORM_SOURCE_H

#include "base/arena.h"

#include <stdbool.h>

/* `~> 1.2`, `1.2.3`, `>= 1, < 2` have one; `>= 1` and `!= 2` have none; nor has NULL. */
bool terraform_is_bounded(const char *constraint);

struct terraform_source {
    const char *sort; /* local, registry, git, archive, other */
    const char *ref;  /* of a repository: what `?ref=` says; NULL when nothing */
    bool pinned;
};
/* `version` is the argument beside it, or NULL. */
struct terraform_source terraform_source_read(struct arena *arena, const char *source,
                                              const char *version);

#endif
