/* contact.h - addresses and URLs in prose: found as people write them, also when
 * they hide them from robots. It knows no document and no purpose. */
#ifndef FACTS_CONTACT_H
#define FACTS_CONTACT_H

#include "base/arena.h"
#include "base/text.h"

enum contact_kind { CONTACT_ADDRESS, CONTACT_URL };

struct contact {
    enum contact_kind kind;
    size_t offset, size; /* in the text that was searched */
    const char *value;   /* an address as `a@b.c`, in lower case; a URL as written */
};

/* The next address or URL at or after `*from`, which is moved past it. Addresses
 * may be written `security [at] example [dot] org` or with `mailto:`. */
bool contact_next(struct arena *arena, struct text text, size_t *from, struct contact *out);

/* The owner and the name in a URL of a forge (github.com/OWNER/NAME/...); false
 * when the URL has none. GitLab's subgroups belong to the owner. `rest` is what
 * follows, with its slash. */
bool contact_forge_names(struct arena *arena, const char *url, const char **owner,
                         const char **name, const char **rest);
/* The same of a remote, whose host need not be one that is known and whose path is all of the
 * project: the last name is its own, those before are of its groups. */
bool contact_remote_names(struct arena *arena, const char *url, const char **owner,
                          const char **name);
/* The host of a URL, without user and port. */
struct text contact_host(const char *url);

#endif
