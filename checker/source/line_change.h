/* line_change.h - which lines of a text a change wrote. */
#ifndef SOURCE_LINE_CHANGE_H
#define SOURCE_LINE_CHANGE_H

#include "base/arena.h"
#include "base/failure.h"
#include "base/text.h"

struct line_range {
    uint32_t first, count; /* from 1 */
};

/* The lines of `after` that are not those of `before`, in rising order; none where one of
 * them is binary. No attribute and no setting of a repository has a say. */
struct failure *line_changes(struct text before, struct text after, struct line_range **out,
                             size_t *count, struct arena *arena) MUST_CHECK;
bool line_is_changed(const struct line_range *ranges, size_t count, uint32_t line);

#endif
