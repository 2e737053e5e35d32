/* person.h - who is who in records of exceptions: the requester, the owner, the approvers. */
#ifndef POLICY_PERSON_H
#define POLICY_PERSON_H

#include "base/text.h"

/* What names the person: of `Name <address>` the address; without the `@` before a login, and
 * without the kind and the namespace of a reference to a catalogue, `group:default/pay`. */
struct text person_identity(const char *who);

/* Are both there, and one person by that, letters folded? */
bool is_same_person(const char *one, const char *other);

#endif
