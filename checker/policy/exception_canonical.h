/* exception_canonical.h - the bytes of a record that its approvers sign (docs/exceptions.md,
 * "Signed records"): what it excuses, where and until when, and why. Whoever changes one of
 * these needs another signature; what else stands in the record may change. */
#ifndef POLICY_EXCEPTION_CANONICAL_H
#define POLICY_EXCEPTION_CANONICAL_H

#include "policy/exception.h"

/* For `ssh-keygen -n`: a signature for git or a letter is none of a record. */
#define EXCEPTION_SIGNATURE_NAMESPACE "bylaw"

/* A line each: `key value`, an LF behind it. The same whatever the order of its lists, the
 * white space of the justification and the layout of the file. */
struct text exception_canonical(struct arena *arena, const struct exception *exception);
/* ".bylaw/exceptions/ID.sig", from the root of the repository that the record is read from; of
 * a register's record ID.sig beside it, as its place is written. */
const char *exception_signature_path(struct arena *arena, const struct exception *exception);

#endif
