/* identities.h - who stands behind a name and an address in a commit: a person, a
 * bot, or an agent that writes code. By names and addresses that are known from
 * real histories; a person who shares a first name with an agent is a person. */
#ifndef FACTS_IDENTITIES_H
#define FACTS_IDENTITIES_H

#include <stdbool.h>

/* A name that says it (`[bot]` of GitHub's apps, `Release Bot`, `jekyllbot`), and accounts
 * of well-known bots. */
bool identity_is_bot(const char *name, const char *email);
/* The agent that a trailer's value names ("Claude", "Copilot"), by a whole word or
 * a known address; NULL when it names none. HTML escapes do not hide it. */
const char *identity_agent(const char *value);

#endif
