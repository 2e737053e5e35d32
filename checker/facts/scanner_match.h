/* scanner_match.h - which patterns of the catalogue an invocation is evidence of. */
#ifndef FACTS_SCANNER_MATCH_H
#define FACTS_SCANNER_MATCH_H

#include "facts/scanner_options.h"

struct scanner_match {
    const struct tool_pattern *pattern;
    const struct fact_row *invocation;
    struct scanner_options options;
    bool unsure;       /* whether the pattern's `when` holds, only a run knows */
    bool in_container; /* whose folders are not those of the tree */
};

/* Calls for each match, more exact patterns first. `globals`: `NAME=value` of the pipeline as
 * a whole, NULL-ended, or NULL. */
void scanner_matches(const struct tool_catalogue *catalogue, struct arena *arena,
                     const struct fact_row *invocation, const char *const *globals,
                     void (*each)(void *context, const struct scanner_match *match), void *context);
/* `https://github.com/owner/name.git` and the like as `owner/name`. */
const char *scanner_repository_name(struct arena *arena, const char *url);

#endif
