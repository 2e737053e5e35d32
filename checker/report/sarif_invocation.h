/* sarif_invocation.h - how a run went (SARIF 2.1.0, 3.20): its exit status, and what a reader
 * must know of it as notifications. Private to report_sarif. */
#ifndef REPORT_SARIF_INVOCATION_H
#define REPORT_SARIF_INVOCATION_H

#include "engine/evaluation.h"
#include "report/json.h"

/* Results that the reader is to have, and those that it takes. */
struct sarif_results {
    size_t wanted, written;
};

void sarif_add_invocations(struct json *json, const struct evaluation *evaluation,
                           const struct sarif_results *results);

#endif
