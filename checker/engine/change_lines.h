/* change_lines.h - which new findings stand on a line that the change wrote. */
#ifndef ENGINE_CHANGE_LINES_H
#define ENGINE_CHANGE_LINES_H

#include "engine/hearing.h"

/* Sets `on_changed_line` of the new findings; nothing without a base. Only files at which
 * a new finding stands are compared. The findings are sorted by place. */
struct failure *change_mark_lines(struct hearing *hearing,
                                  struct evaluation *evaluation) MUST_CHECK;

#endif
