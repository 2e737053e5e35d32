/* publication.h - is what is built here published, so that others run it? Who publishes a
 * program may run it as well, so this never tells that nothing is deployed; it tells that
 * a chart, a manifest or an image alone does not show that something is. */
#ifndef FACTS_PUBLICATION_H
#define FACTS_PUBLICATION_H

#include "facts/fact.h"

struct publication {
    /* Settings at the root that only a package, a program or an action for others has. */
    const char *settings; /* their path; NULL where there are none */
    /* Charts side by side, as repositories of charts have them: the second one, or NULL. */
    const char *charts;
    /* Several versions (https://semver.org) under a licence for everybody. Boolean, or
     * unknown where the tags are not known. */
    struct value versions;
};

/* Reads `licence_text` and `tag`. */
struct publication publication_of(struct arena *arena, const struct fact_repository *repository);

#endif
