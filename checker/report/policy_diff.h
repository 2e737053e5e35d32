/* policy_diff.h - what a change of policies means, for people and for programs: text,
 * Markdown (for a pull request) and JSON (docs/schemas/policy-diff.json). */
#ifndef REPORT_POLICY_DIFF_H
#define REPORT_POLICY_DIFF_H

#include "policy/ruleset_diff.h"
#include "report/report.h"

extern const char *const policy_diff_formats[]; /* text, markdown, json; NULL-ended */

/* The two sides as they were named. */
struct policy_diff_names {
    const char *before, *after;
};

/* `format` is one of the words above. */
void policy_diff_write(struct buffer *out, const struct policy_changes *changes,
                       const struct policy_diff_names *names, const char *format,
                       const struct report_options *options);

#endif
