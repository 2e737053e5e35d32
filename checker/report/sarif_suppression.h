/* sarif_suppression.h - exceptions as suppressions of a result (SARIF 2.1.0, 3.35), with the
 * record behind each. Private to report_sarif. */
#ifndef REPORT_SARIF_SUPPRESSION_H
#define REPORT_SARIF_SUPPRESSION_H

#include "engine/evaluation.h"
#include "report/json.h"

/* A list on every result, or no reader could tell "looked at, not suppressed". */
void sarif_add_suppressions(struct json *json, const struct evaluation *evaluation,
                            const struct finding *finding);

#endif
