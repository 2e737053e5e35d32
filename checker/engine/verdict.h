/* verdict.h - the verdicts of subjects, checks and rules (LANGUAGE.md). */
#ifndef ENGINE_VERDICT_H
#define ENGINE_VERDICT_H

#include "engine/finding.h"

void judging_init(struct judging *judging, struct evaluator *evaluator,
                  const struct snapshot *snapshot, int32_t today, struct arena *arena);
/* Judges one rule; its findings are added to the judging's. */
void verdict_rule(struct judging *judging, const struct plan_setting *planned,
                  struct rule_result *out);

#endif
