/* diagnostics.h - diagnostics for programs: editors and continuous integration.
 * The schema is docs/schemas/diagnostics.json. */
#ifndef REPORT_DIAGNOSTICS_H
#define REPORT_DIAGNOSTICS_H

#include "base/diagnostic.h"

/* All of them, also where a terminal gets 20 a file: sort first. `version` is the
 * program's. */
void diagnostics_write_json(const struct diagnostics *diagnostics, const char *version,
                            struct buffer *out);
/* SARIF 2.1.0: the codes are its rules. Columns count code points. */
void diagnostics_write_sarif(const struct diagnostics *diagnostics, const char *version,
                             struct buffer *out);

#endif
