/* site.h - which folders of a repository a site generator turns into pages.
 * Links there are routes of the site, so a route that is no file is not known to
 * be broken. */
#ifndef FACTS_SITE_H
#define FACTS_SITE_H

#include "base/table.h"
#include "source/snapshot.h"

struct sites {
    struct table folders; /* "" is the root */
};

void sites_init(struct sites *sites, struct arena *arena);
/* Adds the folders in which a generator's configuration stands. */
void sites_find(struct sites *sites, struct arena *arena, const struct snapshot *snapshot);
/* Another folder whose files are pages; borrowed. */
void sites_add(struct sites *sites, const char *folder);
bool sites_hold(const struct sites *sites, const char *path);

#endif
