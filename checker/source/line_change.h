/* line_change.h - which lines of a text a change wrote, and where the others stood. */
#ifndef SOURCE_LINE_CHANGE_H
#define SOURCE_LINE_CHANGE_H

#include "base/arena.h"
#include "base/failure.h"
#include "base/text.h"

/* Lines of `after`, from 1, and how many of `before` stood in their place: of `count` 0
 * the change only took lines away, before the line `first`. */
struct line_range {
    uint32_t first, count, removed;
};

/* Where `after` is not `before`, in rising order; nowhere where one of them is binary. No
 * attribute and no setting of a repository has a say. */
struct failure *line_changes(struct text before, struct text after, struct line_range **out,
                             size_t *count, struct arena *arena) MUST_CHECK;
bool line_is_changed(const struct line_range *ranges, size_t count, uint32_t line);
/* The number that the line had in `before`; 0: the change wrote it. */
uint32_t line_former(const struct line_range *ranges, size_t count, uint32_t line);

#endif
