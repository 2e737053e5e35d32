/* security_channel.h - what sort of channel a URL is for whoever reports a
 * vulnerability, by its host and path alone; whose it is, it does not say. */
#ifndef FACTS_SECURITY_CHANNEL_H
#define FACTS_SECURITY_CHANNEL_H

#include "base/arena.h"

#include <stdbool.h>

enum security_url {
    SECURITY_URL_OTHER,
    SECURITY_URL_PLATFORM, /* for reports: HackerOne and the like */
    SECURITY_URL_FORM,     /* a forge's form for advisories, or for confidential issues */
    SECURITY_URL_TRACKER,  /* issues and discussions, which everybody reads */
};
enum security_url security_url_of(struct arena *scratch, const char *url);
/* Was it left from a template? */
bool security_url_is_placeholder(struct arena *scratch, const char *url);

#endif
