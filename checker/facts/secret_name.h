/* secret_name.h - is something that is called so a secret? By the words of its name, in
 * snake_case, kebab-case or camelCase. */
#ifndef FACTS_SECRET_NAME_H
#define FACTS_SECRET_NAME_H

#include "base/arena.h"

#include <stdbool.h>

/* DBPassword, github-token and masterUserPassword are; TokenTTL, UsePassword and SecretArn
 * only tell of one. A name that ends with `key` must say of what: PrivateKey is, SortKey
 * is not. */
bool secret_name_is_one(struct arena *arena, const char *name);

#endif
