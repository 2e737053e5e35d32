/* recovery_kinds.h - the kind of documents about recovery from a disaster. */
#ifndef FACTS_RECOVERY_KINDS_H
#define FACTS_RECOVERY_KINDS_H

#include "facts/fact.h"

extern const struct fact_kind fact_kind_recovery_plan;
enum { RECOVERY_PLAN_RTO, RECOVERY_PLAN_RPO, RECOVERY_PLAN_PROCEDURE, RECOVERY_PLAN_TEST };

#endif
