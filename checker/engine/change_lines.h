/* change_lines.h - which new findings stand on a line that the change wrote, and which stand
 * on a line that it left alone. */
#ifndef ENGINE_CHANGE_LINES_H
#define ENGINE_CHANGE_LINES_H

#include "engine/hearing.h"

/* Sets `on_changed_line` of the new findings; nothing without a base. Only files at which
 * a new finding stands are compared. The findings are sorted by place. */
struct failure *change_mark_lines(struct hearing *hearing,
                                  struct evaluation *evaluation) MUST_CHECK;
/* A key may count, as that of a step does: what the change puts before it gives a finding
 * another fingerprint, and hands those of equal keys on. So a finding of the base that
 * stands, with the same words, on a line that the change left alone gets the fingerprint
 * that the head's has there; which finding of the base had it takes the other in exchange.
 * `renames`: old path -> new path. Only files with a finding that the other side lacks are
 * compared. */
struct failure *change_follow_lines(struct hearing *hearing, const struct table *renames,
                                    const struct evaluation *evaluation, struct finding *base,
                                    size_t base_count) MUST_CHECK;

#endif
