/* caveats.h - what a reader must know of a judgement before its findings: whole
 * sentences, for formats that have room for a few. Nothing is escaped here. */
#ifndef REPORT_CAVEATS_H
#define REPORT_CAVEATS_H

#include "report/report.h"

/* That files were renamed and edited, and so many that they were not looked for; NULL: not. */
const char *renames_cut_sentence(const struct evaluation *evaluation);
/* Tells each: a shallow clone, only some paths, renames that were not looked for, files that were
 * not read, a base without a policy, exceptions of the head, a change that edits what judges it,
 * and what it would loosen or that nobody can tell. */
void caveats_each(const struct evaluation *evaluation,
                  void (*tell)(void *state, const char *sentence), void *state);
/* Adds them all, `before` in front of each. */
void caveats_add(struct buffer *out, const struct evaluation *evaluation, const char *before);

#endif
