/* site.h - which folders of a repository a site generator turns into pages.
 * Links there are routes of the site, so a route that is no file is not known to
 * be broken. */
#ifndef FACTS_SITE_H
#define FACTS_SITE_H

#include "source/snapshot.h"

struct sites {
    const char **folders; /* "" is the root; sorted by nothing */
    size_t count;
};

struct sites sites_find(struct arena *arena, const struct snapshot *snapshot);
bool sites_hold(const struct sites *sites, const char *path);

#endif
