/* sarif_rules.h - the parts of a SARIF run that describe the tool: its rules and
 * the taxonomies of controls that they refer to. Private to report_sarif. */
#ifndef REPORT_SARIF_RULES_H
#define REPORT_SARIF_RULES_H

#include "report/json.h"
#include "report/report.h"

/* error, warning, note: by severity; advisory is never more than a note. */
const char *sarif_level(enum severity severity, enum enforcement enforcement);
/* A UUID of version 5's shape from a name: the same name, the same id. */
void sarif_guid(const char *name, char out[37]);
/* tool.driver, its rules, and run.taxonomies. */
void sarif_write_tool(struct json *json, const struct evaluation *evaluation,
                      const struct report_options *options, bool github);
void sarif_write_taxonomies(struct json *json, const struct evaluation *evaluation);

#endif
