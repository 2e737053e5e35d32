/* person.h - who is who in records of exceptions: the requester, the owner, the approvers. */
#ifndef POLICY_PERSON_H
#define POLICY_PERSON_H

#include <stdbool.h>

/* Are both there, and one person, as they are written? Letters are folded; of `Name <address>`
 * the address counts, and an `@` before a login does not. */
bool is_same_person(const char *one, const char *other);

#endif
