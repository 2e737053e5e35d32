/* incident_kinds.h - the kinds of reviews of incidents and of what they promise. */
#ifndef FACTS_INCIDENT_KINDS_H
#define FACTS_INCIDENT_KINDS_H

#include "facts/fact.h"

extern const struct fact_kind fact_kind_incident_review;
enum {
    INCIDENT_REVIEW_DATE,
    INCIDENT_REVIEW_TIMELINE,
    INCIDENT_REVIEW_IMPACT,
    INCIDENT_REVIEW_CAUSE,
    INCIDENT_REVIEW_ACTIONS,
    INCIDENT_REVIEW_TEST,
    INCIDENT_REVIEW_HOTFIXES,
    INCIDENT_REVIEW_TEMPLATE,
    INCIDENT_REVIEW_UNFILLED,
};

extern const struct fact_kind fact_kind_incident_action;
enum {
    INCIDENT_ACTION_TEXT,
    INCIDENT_ACTION_OWNED,
    INCIDENT_ACTION_DUE,
    INCIDENT_ACTION_DONE,
    INCIDENT_ACTION_LINKED,
    INCIDENT_ACTION_DATE,
    INCIDENT_ACTION_TEST,
};

#endif
