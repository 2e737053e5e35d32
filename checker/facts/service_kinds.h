/* service_kinds.h - the kinds of what stands beside the workloads of Kubernetes and
 * chooses their pods: services, autoscalers, disruption budgets. */
#ifndef FACTS_SERVICE_KINDS_H
#define FACTS_SERVICE_KINDS_H

#include "facts/fact.h"

enum service_field {
    SERVICE_NAME,
    SERVICE_NAMESPACE,
    SERVICE_SELECTOR,
    SERVICE_TARGETS,
    SERVICE_TEST,
    SERVICE_VENDORED,
    SERVICE_FIELD_COUNT,
};

enum autoscaler_field {
    AUTOSCALER_NAME,
    AUTOSCALER_NAMESPACE,
    AUTOSCALER_SORT,
    AUTOSCALER_TARGET_KIND,
    AUTOSCALER_TARGET,
    AUTOSCALER_LEAST,
    AUTOSCALER_MOST,
    AUTOSCALER_TEST,
    AUTOSCALER_VENDORED,
    AUTOSCALER_FIELD_COUNT,
};

/* Of a part the last two are absent. */
enum budget_field {
    BUDGET_NAME,
    BUDGET_NAMESPACE,
    BUDGET_SELECTOR,
    BUDGET_MIN_AVAILABLE,
    BUDGET_MAX_UNAVAILABLE,
    BUDGET_TEST,
    BUDGET_VENDORED,
    BUDGET_SELECTS,
    BUDGET_ALLOWS,
    BUDGET_FIELD_COUNT,
};

extern const struct fact_kind fact_kind_service;
extern const struct fact_kind fact_kind_autoscaler;
extern const struct fact_kind fact_kind_disruption_budget;
extern const struct fact_kind disruption_budget_part_kind;

#endif
