#include "facts/service_kinds.h"

#define TEXT              \
    {                     \
        .kind = TYPE_TEXT \
    }
#define TEXTS                              \
    {                                      \
        .kind = TYPE_LIST, .of = TYPE_TEXT \
    }
#define BOOLEAN              \
    {                        \
        .kind = TYPE_BOOLEAN \
    }
#define INTEGER              \
    {                        \
        .kind = TYPE_INTEGER \
    }

static const char test_summary[] = "stands where test material and examples stand";
static const char vendored_summary[] = "others' code, by .gitattributes or convention";

static const char *const by_name[] = {"path", "name", NULL};

static const struct fact_field service_fields[] = {
    [SERVICE_NAME] = {"name", TEXT, false, "its own"},
    [SERVICE_NAMESPACE] = {"namespace", TEXT, true, "its own"},
    [SERVICE_SELECTOR] = {"selector", TEXTS, true,
                          "labels of the pods that get its requests, as name=value"},
    [SERVICE_TARGETS] = {"targets", TEXTS, false,
                         "numbers and names of the pods' ports that get its requests; without those"
                         " that are called metrics, which are asked whether a pod is ready or not"},
    [SERVICE_TEST] = {"test", BOOLEAN, false, test_summary},
    [SERVICE_VENDORED] = {"vendored", BOOLEAN, false, vendored_summary},
    [SERVICE_FIELD_COUNT] = {0},
};

const struct fact_kind fact_kind_service = {
    .name = "service",
    .summary = "a service of Kubernetes: a name at which pods are reached",
    .key = by_name,
    .fields = service_fields,
};

static const char *const autoscalers[] = {"hpa", "keda", NULL};

static const struct fact_field autoscaler_fields[] = {
    [AUTOSCALER_NAME] = {"name", TEXT, false, "its own"},
    [AUTOSCALER_NAMESPACE] = {"namespace", TEXT, true, "its own"},
    [AUTOSCALER_SORT] = {"sort",
                         {.kind = TYPE_WORD, .words = autoscalers},
                         false,
                         "a HorizontalPodAutoscaler, or a ScaledObject of KEDA"},
    [AUTOSCALER_TARGET_KIND] = {"target_kind", TEXT, true, "Deployment, StatefulSet, ..."},
    [AUTOSCALER_TARGET] = {"target", TEXT, true, "the name of the workload that it scales"},
    [AUTOSCALER_LEAST] = {"least", INTEGER, true,
                          "pods that it keeps; where nothing is said 1, and 0 of KEDA"},
    [AUTOSCALER_MOST] = {"most", INTEGER, true, "pods that it never goes above"},
    [AUTOSCALER_TEST] = {"test", BOOLEAN, false, test_summary},
    [AUTOSCALER_VENDORED] = {"vendored", BOOLEAN, false, vendored_summary},
    [AUTOSCALER_FIELD_COUNT] = {0},
};

const struct fact_kind fact_kind_autoscaler = {
    .name = "autoscaler",
    .summary = "what changes how many pods a workload of Kubernetes has",
    .key = by_name,
    .fields = autoscaler_fields,
};

static const struct fact_field budget_fields[] = {
    [BUDGET_NAME] = {"name", TEXT, false, "its own"},
    [BUDGET_NAMESPACE] = {"namespace", TEXT, true, "its own"},
    [BUDGET_SELECTOR] = {"selector", TEXTS, true,
                         "labels of its pods, as name=value; empty: all of its namespace"},
    [BUDGET_MIN_AVAILABLE] = {"min_available", TEXT, true, "pods that must stay, as written"},
    [BUDGET_MAX_UNAVAILABLE] = {"max_unavailable", TEXT, true, "pods that may go, as written"},
    [BUDGET_TEST] = {"test", BOOLEAN, false, test_summary},
    [BUDGET_VENDORED] = {"vendored", BOOLEAN, false, vendored_summary},
    [BUDGET_SELECTS] = {"selects", TEXT, true,
                        "a workload of the repository whose pods it selects"},
    [BUDGET_ALLOWS] = {"allows", BOOLEAN, true, "it lets a pod go when its node is emptied"},
    [BUDGET_FIELD_COUNT] = {0},
};

const struct fact_kind fact_kind_disruption_budget = {
    .name = "disruption_budget",
    .summary = "how many pods of Kubernetes may go at once when nodes are emptied",
    .key = by_name,
    .fields = budget_fields,
};

const struct fact_kind disruption_budget_part_kind = {
    .name = "disruption_budget_part",
    .summary = "a disruption budget as its own file says it, without the workloads it selects",
    .key = by_name,
    .fields = budget_fields,
};
