/* secret_address.h - passwords in addresses: SCHEME://USER:PASSWORD@HOST (RFC 3986,
 * 3.2.1), of databases, queues, mail and the web. None are those of hosts that only
 * the machine itself or an example has, and stand-ins for a password. An `@` that should be
 * escaped is taken for a part of the user or the password, as the readers of addresses do. */
#ifndef FACTS_SECRET_ADDRESS_H
#define FACTS_SECRET_ADDRESS_H

#include "base/text.h"

struct secret_address {
    size_t start, end;                   /* from the scheme to the host's end */
    size_t scheme_size;                  /* bytes of the scheme's name */
    size_t password_start, password_end; /* in the text */
    bool is_database;                    /* or a queue: the scheme of a connection string */
    bool is_password; /* no stand-in, and the host no example and not the machine itself */
    bool is_secret;   /* and the host has a name outside of a cluster, of containers, of a house */
};

/* The next address with a user and a password from `from`; false when there is none. */
bool secret_address_find(struct text text, size_t from, struct secret_address *out);

#endif
