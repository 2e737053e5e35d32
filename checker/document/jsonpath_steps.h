/* jsonpath_steps.h - a JSONPath as it is after parsing: jsonpath_parse.c makes
 * it, jsonpath.c follows it. */
#ifndef DOCUMENT_JSONPATH_STEPS_H
#define DOCUMENT_JSONPATH_STEPS_H

#include "document/jsonpath.h"

enum jsonpath_selector_kind { SELECTOR_NAME, SELECTOR_INDEX, SELECTOR_WILDCARD };

struct jsonpath_selector {
    enum jsonpath_selector_kind kind;
    struct text name;
    int64_t index; /* counted from the end when below zero */
};

struct jsonpath_segment {
    bool descends; /* .. */
    struct jsonpath_selector *selectors;
    size_t count, capacity;
};

struct jsonpath {
    struct jsonpath_segment *segments;
    size_t count, capacity;
};

#endif
