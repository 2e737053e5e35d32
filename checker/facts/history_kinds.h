/* history_kinds.h - the kinds of facts about the repository and its history, for
 * recognisers that need them. */
#ifndef FACTS_HISTORY_KINDS_H
#define FACTS_HISTORY_KINDS_H

#include "facts/fact.h"

extern const struct fact_kind fact_kind_repository;
extern const struct fact_kind fact_kind_commit;
extern const struct fact_kind fact_kind_trailer;
extern const struct fact_kind fact_kind_change;

extern const struct fact_kind fact_kind_tag;
enum {
    TAG_NAME,
    TAG_TARGET,
    TAG_ANNOTATED,
    TAG_SIGNED,
    TAG_TIME,
    TAG_POINTS_TO_COMMIT,
    TAG_RELEASE,
};

extern const struct fact_kind fact_kind_release;

#endif
