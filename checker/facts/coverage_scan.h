/* coverage_scan.h - the coverage of manifests by scanners: which of them look at the
 * folder of a manifest and read a file through which they see it, and what only the forge
 * knows. */
#ifndef FACTS_COVERAGE_SCAN_H
#define FACTS_COVERAGE_SCAN_H

#include "facts/coverage.h"

struct coverage_scan;
/* `scanners` is the table of the kind `scanner`; `manifests` that of `manifest`. */
struct coverage_scan *coverage_scan_new(const struct coverage_run *run,
                                        const struct fact_table *scanners,
                                        const struct fact_table *manifests);
void coverage_scan_add(struct coverage_scan *scan, const struct coverage_manifest *manifest);

#endif
