/* anchor.h - documents that speak of another repository of the fleet, as if they stood
 * there, and never of their own: a runbook that was copied from the service next door.
 * The names are those of the audited repositories: of their folders, their remotes and the
 * services in their catalogues. */
#ifndef FLEET_ANCHOR_H
#define FLEET_ANCHOR_H

#include "fleet/audit.h"

/* So many mentions tell that a document is about what it names; in a heading or a command a
 * name of several words needs fewer. */
enum { ANCHOR_MENTIONS = 3, ANCHOR_MENTIONS_PROMINENT = 2 };
/* A repository whose documents are about as many others is a handbook: they are meant so. */
enum { ANCHOR_HANDBOOK = 3 };

struct anchor_index;
/* Who is called how; lives in `arena`. A name that two repositories have, that of an owner
 * and words that any repository may be called by (`docs`, `api-gateway`) tell nothing. */
struct anchor_index *anchor_index_new(const struct audit *audit, struct arena *arena);

/* Reads the documents of a repository that was judged, and sets its `anchors`. */
struct failure *anchor_find(struct audit_repository *repository, size_t number,
                            const struct anchor_index *index, const struct judge_options *judging,
                            struct arena *arena) MUST_CHECK;

#endif
