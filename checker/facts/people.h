/* people.h - which names and addresses of commits are one person's. Only what is sure
 * joins them: the same address, the same account of a forge, the same full name. */
#ifndef FACTS_PEOPLE_H
#define FACTS_PEOPLE_H

#include "base/table.h"
#include "base/text.h"
#include "source/history.h"

/* The account behind an address that a forge hands out instead of a person's own:
 * `login@users.noreply.github.com`, `12345+login@users.noreply.github.com` and
 * GitLab's `12345-login@users.noreply.gitlab.com`. */
struct forge_account {
    struct text login;
    struct text host; /* `users.noreply.github.com` */
};
/* False when the address is no such. */
bool forge_account_of(const char *email, struct forge_account *out);

/* A trailer's value, `Jane Roe <jane@acme.test>`. */
struct identity identity_of_value(struct arena *arena, const char *value);

/* Surely one: the same address (but one that many share), the same account, the same
 * name of two words or more, a name that is exactly the other's login. */
bool identity_is_same(const struct identity *a, const struct identity *b);
/* That, or the same name of one word: so much that neither can vouch for the other. */
bool identity_may_be_same(const struct identity *a, const struct identity *b);

/* How many people stand behind the identities that were seen. */
struct people_counter {
    struct arena *arena;
    struct table keys;     /* by what identifies somebody: a pointer into `seen` */
    struct table logins;   /* by login: the same */
    struct sighted **seen; /* each pair of name and address once */
    size_t count;
    size_t capacity;
};
void people_counter_init(struct people_counter *counter, struct arena *arena);
void people_counter_see(struct people_counter *counter, const struct identity *who);
size_t people_counter_finish(struct people_counter *counter);

#endif
