/* sarif_rules.h - the parts of a SARIF run that describe the tool: its rules and
 * the taxonomies of controls that they refer to. Private to report_sarif. */
#ifndef REPORT_SARIF_RULES_H
#define REPORT_SARIF_RULES_H

#include "report/json.h"
#include "report/report.h"

/* Who reads it. full: viewers and archives; github: code scanning; gitlab: the SARIF
 * report of a job, which skips what is suppressed; azure: Advanced Security for Azure
 * DevOps, which takes what code scanning takes. */
enum sarif_profile { SARIF_FULL, SARIF_GITHUB, SARIF_GITLAB, SARIF_AZURE };

/* error, warning, note: by severity; advisory is never more than a note. */
const char *sarif_level(enum severity severity, enum enforcement enforcement);
/* What a reader of security findings should be told of: the rule has the tag `security`. */
bool sarif_is_security_rule(const struct rule *rule);
/* A UUID of version 5's shape from a name: the same name, the same id. */
void sarif_guid(const char *name, char out[37]);
/* tool.driver, its rules, and run.taxonomies. */
void sarif_write_tool(struct json *json, const struct evaluation *evaluation,
                      const struct report_options *options, enum sarif_profile profile);
void sarif_write_taxonomies(struct json *json, const struct evaluation *evaluation);

#endif
