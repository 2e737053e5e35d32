/* chart_kinds.h - what the values of a chart of Helm say of pods and containers, with the
 * order of the cells. A recogniser of files writes the parts, as each file says them;
 * `chart_value` are the same rows once the chart's templates were asked whether they read
 * them. */
#ifndef FACTS_CHART_KINDS_H
#define FACTS_CHART_KINDS_H

#include "facts/fact.h"

/* Of a key of values, its parts joined by dots. No chart has longer ones, and nothing is told
 * apart below them: who joined them all would write the square of the file. */
enum { CHART_KEY_BYTES = 256 };

enum chart_value_field {
    CHART_VALUE_CHART,
    CHART_VALUE_KEY,
    CHART_VALUE_SETTING,
    CHART_VALUE_VALUE,
    CHART_VALUE_ENABLED,
    CHART_VALUE_READ,
    CHART_VALUE_TEST,
    CHART_VALUE_VENDORED,
    CHART_VALUE_NUMBER,
    CHART_VALUE_FIELD_COUNT,
};

/* What a template of a chart reads, and what a chart hands to those that it depends on. */
enum chart_reading_field {
    CHART_READING_CHART,
    CHART_READING_KEYS,
    CHART_READING_REPLACED,
    CHART_READING_FIELD_COUNT,
};

/* What stands outside the charts and sets values where one is installed. */
enum chart_override_field {
    CHART_OVERRIDE_CHART,
    CHART_OVERRIDE_KEYS,
    CHART_OVERRIDE_FIELD_COUNT,
};

/* A file of values that a release names, whatever it is called, or a ConfigMap of them. */
enum chart_named_field {
    CHART_NAMED_CHART,
    CHART_NAMED_FILE,
    CHART_NAMED_CONFIG,
    CHART_NAMED_FIELD_COUNT,
};

/* A ConfigMap in a manifest, or a file that Kustomize makes one of. */
enum chart_config_field {
    CHART_CONFIG_NAME,
    CHART_CONFIG_FILE,
    CHART_CONFIG_FIELD_COUNT,
};

extern const struct fact_kind chart_override_kind;
extern const struct fact_kind chart_named_kind;
extern const struct fact_kind chart_config_kind;
extern const struct fact_kind fact_kind_chart_value;
extern const struct fact_kind chart_value_part_kind;
extern const struct fact_kind chart_reading_kind;

#endif
