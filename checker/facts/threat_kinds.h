/* threat_kinds.h - the kinds of threat models: what one file says, and the same with
 * its age. They have the same cells, in this order; a part has not the last. */
#ifndef FACTS_THREAT_KINDS_H
#define FACTS_THREAT_KINDS_H

#include "facts/fact.h"

extern const struct fact_kind fact_kind_threat_model_part;
extern const struct fact_kind fact_kind_threat_model;
enum {
    THREAT_MODEL_FORMAT,
    THREAT_MODEL_TITLE,
    THREAT_MODEL_THREATS,
    THREAT_MODEL_MITIGATED,
    THREAT_MODEL_OPEN,
    THREAT_MODEL_UNSTATED,
    THREAT_MODEL_BOUNDARIES,
    THREAT_MODEL_ASSETS,
    THREAT_MODEL_TEMPLATE,
    THREAT_MODEL_TEST,
    THREAT_MODEL_FRESH_SINCE,
    THREAT_MODEL_CELLS,
};
extern const struct fact_field threat_model_part_fields[];

#endif
