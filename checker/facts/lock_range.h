/* lock_range.h - does a version lie in a range, as npm (node-semver), Cargo, Helm
 * (Masterminds/semver) and Terraform write ranges? Only where all readers of a dialect
 * agree: pre-releases, tags, addresses and whatever else is no range of plain versions
 * give no answer. */
#ifndef FACTS_LOCK_RANGE_H
#define FACTS_LOCK_RANGE_H

#include <stdbool.h>

enum range_dialect {
    RANGE_NPM,       /* blanks mean and, || or; 1.2 is 1.2.x */
    RANGE_CARGO,     /* commas mean and; 1.2 is ^1.2 */
    RANGE_HELM,      /* commas or blanks mean and, || or; 1.2 is 1.2.x */
    RANGE_TERRAFORM, /* commas mean and; 1.2 is 1.2.0; ~> 1.2 is below 2 */
};

enum range_answer { RANGE_NO, RANGE_YES, RANGE_UNKNOWN };

enum range_answer range_holds(enum range_dialect dialect, const char *range, const char *version);

#endif
