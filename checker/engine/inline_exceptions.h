/* inline_exceptions.h - waivers in comments (policy/inline_waiver.h) of the files that are
 * judged. Looked for in every file that some rule read anyhow, and in those in which a finding
 * stands: nothing else is read for them, but where they alone are asked for. */
#ifndef ENGINE_INLINE_EXCEPTIONS_H
#define ENGINE_INLINE_EXCEPTIONS_H

#include "engine/hearing.h"

/* Adds them to the exceptions of the hearing. With a base, one that the base's version of the
 * file does not have is pending; one that stands beside something else there excuses what was
 * there before, and nothing new. The owner is the file's code owner. */
struct failure *inline_exceptions_add(struct hearing *hearing, const struct collection *head,
                                      const struct evaluation *evaluation) MUST_CHECK;
/* Adds those of every file of the head, or of one, without judging it. None is pending. */
struct failure *inline_exceptions_add_unjudged(struct hearing *hearing,
                                               const char *path) MUST_CHECK;

#endif
