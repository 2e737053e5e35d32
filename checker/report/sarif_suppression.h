/* sarif_suppression.h - exceptions as suppressions of a result (SARIF 2.1.0, 3.35), with the
 * record behind each. Private to report_sarif. */
#ifndef REPORT_SARIF_SUPPRESSION_H
#define REPORT_SARIF_SUPPRESSION_H

#include "engine/evaluation.h"
#include "report/json.h"

/* What identifies a record: its id, and of several with one id, or with none, its place. */
void sarif_add_exception_name(struct buffer *out, const struct exception *exception);
/* A list on every result, or no reader could tell "looked at, not suppressed". */
void sarif_add_suppressions(struct json *json, const struct evaluation *evaluation,
                            const struct finding *finding);

#endif
