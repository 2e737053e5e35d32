#include "facts/chart_kinds.h"

#define TEXT              \
    {                     \
        .kind = TYPE_TEXT \
    }
#define BOOLEAN              \
    {                        \
        .kind = TYPE_BOOLEAN \
    }

static const char *const settings[] = {"tag",
                                       "privileged",
                                       "escalation",
                                       "non_root",
                                       "user",
                                       "host_network",
                                       "host_pid",
                                       "host_ipc",
                                       "capability",
                                       "replicas",
                                       "resources",
                                       "cpu_request",
                                       "cpu_limit",
                                       "memory_request",
                                       "memory_limit",
                                       "readiness_probe",
                                       "liveness_probe",
                                       NULL};

static const struct fact_field value_fields[] = {
    [CHART_VALUE_CHART] = {"chart", {.kind = TYPE_PATH}, false, "its Chart.yaml"},
    [CHART_VALUE_KEY] = {"key", TEXT, false, "where it stands: web.securityContext.privileged"},
    [CHART_VALUE_SETTING] = {"setting",
                             {.kind = TYPE_WORD, .words = settings},
                             false,
                             "what it is of a container or a pod"},
    [CHART_VALUE_VALUE] =
        {"value", TEXT, true,
         "as written; a capability in capitals and without CAP_; of a request what"
         " its limit says, where it says none; of a probe whether it asks"
         " anything: true or false; absent: resources that say it not"},
    [CHART_VALUE_ENABLED] = {"enabled", BOOLEAN, false,
                             "nothing above it or beside it is switched off by `enabled: false`"},
    [CHART_VALUE_READ] = {"read", BOOLEAN, false,
                          "a template of the chart reads it, or a chart that it depends on gets it;"
                          " unknown where none does, or where another file of values may set it"},
    [CHART_VALUE_TEST] =
        {"test", BOOLEAN, false,
         "of the chart's own tests, or stands where test material and examples stand"},
    [CHART_VALUE_VENDORED] = {"vendored", BOOLEAN, false,
                              "others' code, by .gitattributes or convention"},
    [CHART_VALUE_NUMBER] = {"number", {.kind = TYPE_INTEGER}, true, "how many replicas"},
    [CHART_VALUE_FIELD_COUNT] = {0},
};

static const char *const value_key[] = {"path", "key", "value", NULL};

const struct fact_kind fact_kind_chart_value = {
    .name = "chart_value",
    .summary = "a setting of a container or a pod that the values of a chart of Helm give",
    .key = value_key,
    .fields = value_fields,
};

const struct fact_kind chart_value_part_kind = {
    .name = "chart_value_part",
    .summary = "such a setting as its file says it, whether a template reads it or not",
    .key = value_key,
    .fields = value_fields,
};

static const struct fact_field reading_fields[] = {
    [CHART_READING_CHART] = {"chart", {.kind = TYPE_PATH}, false, "its Chart.yaml"},
    [CHART_READING_KEYS] = {"keys",
                            {.kind = TYPE_LIST, .of = TYPE_TEXT},
                            false,
                            "of values, as it names them; in Chart.yaml: those of charts that it"
                            " depends on"},
    [CHART_READING_REPLACED] = {"replaced",
                                {.kind = TYPE_LIST, .of = TYPE_TEXT},
                                false,
                                "those of them for which it takes something else where they are"
                                " empty"},
    [CHART_READING_FIELD_COUNT] = {0},
};

const struct fact_kind chart_reading_kind = {
    .name = "chart_reading",
    .summary = "which values a template of a chart of Helm reads",
    .key = (const char *const[]){"path", NULL},
    .fields = reading_fields,
};

static const struct fact_field override_fields[] = {
    [CHART_OVERRIDE_CHART] = {"chart", TEXT, true,
                              "the name of the chart that is installed; of a file: none"},
    [CHART_OVERRIDE_KEYS] = {"keys",
                             {.kind = TYPE_LIST, .of = TYPE_TEXT},
                             false,
                             "of values, down to what is no mapping"},
    [CHART_OVERRIDE_FIELD_COUNT] = {0},
};

const struct fact_kind chart_override_kind = {
    .name = "chart_override",
    .summary = "values outside a chart of Helm, in a file or in what installs it",
    .key = (const char *const[]){"path", "chart", NULL},
    .fields = override_fields,
};

static const struct fact_field named_fields[] = {
    [CHART_NAMED_CHART] = {"chart", TEXT, true, "the name of the chart that is installed"},
    [CHART_NAMED_FILE] = {"file", {.kind = TYPE_PATH}, true, "of values, from the root"},
    [CHART_NAMED_CONFIG] = {"config", TEXT, true, "or the name and the key of a ConfigMap: a/b"},
    [CHART_NAMED_FIELD_COUNT] = {0},
};

const struct fact_kind chart_named_kind = {
    .name = "chart_named_values",
    .summary = "values that a release of Flux or Argo CD names for its chart",
    .key = (const char *const[]){"file", "config", "chart", NULL},
    .fields = named_fields,
};

static const struct fact_field config_fields[] = {
    [CHART_CONFIG_NAME] = {"config", TEXT, false, "its name and the key: a/b"},
    [CHART_CONFIG_FILE] = {"file",
                           {.kind = TYPE_PATH},
                           true,
                           "that a kustomization takes the value from; none: it stands there"},
    [CHART_CONFIG_FIELD_COUNT] = {0},
};

const struct fact_kind chart_config_kind = {
    .name = "chart_config",
    .summary = "an entry of a ConfigMap that may be values of a chart of Helm",
    .key = (const char *const[]){"path", "config", NULL},
    .fields = config_fields,
};
