/* register.h - the register of an organisation: records of exceptions for many repositories,
 * read from where policies come from. A record is about those that its `scope.repos` names:
 * host, owner and name, of which the name may hold wildcards. */
#ifndef POLICY_REGISTER_H
#define POLICY_REGISTER_H

#include "policy/exception.h"

/* Adds the records that are about this repository, whose remote is given in its https form, or
 * NULL. Files that cannot be read are mistakes (the register is refused as a policy is); records
 * about no repository, and all of them where it has no remote, are warnings: they excuse
 * nothing. */
void register_load(struct exception_set *out, struct arena *arena, const struct policy_file *files,
                   size_t count, const char *remote, struct diagnostics *diagnostics);
/* Which of the registers that were given (NULL-ended, or NULL) such a record was read from: its
 * number; SIZE_MAX: none. Its place begins as the option says; of several the longest holds. */
size_t register_of(const char *const *registers, const struct exception *record);
/* A record of a repository's own is about that one: `repos` that name others are a mistake. */
void register_check_own(struct exception_set *set, struct arena *arena, const char *remote);

#endif
