/* sarif_place.h - where something stands, in SARIF: files below SRCROOT, columns in UTF-16
 * code units (SARIF 2.1.0, 3.30). Private to the writers of SARIF. */
#ifndef REPORT_SARIF_PLACE_H
#define REPORT_SARIF_PLACE_H

#include "engine/evaluation.h"
#include "report/json.h"

/* An address that somebody else wrote; what no URI may hold is percent-encoded. */
void sarif_add_uri(struct json *json, const char *key, const char *address);
/* artifactLocation; a path that is NULL stands for the repository. */
void sarif_add_artifact_location(struct json *json, const char *path);
/* locations of a result: one, with the line as it is read where it is short. */
void sarif_add_finding_location(struct json *json, const struct finding *finding);
/* relatedLocations; nothing where there is none. */
void sarif_add_related(struct json *json, const struct finding *finding);

#endif
