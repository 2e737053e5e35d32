/* policy_selection.h - the rules that a policy takes by their controls (`controls`) and
 * the rungs of its ladder (`levels`). Private to policy/. */
#ifndef POLICY_POLICY_SELECTION_H
#define POLICY_POLICY_SELECTION_H

#include "document/schema.h"
#include "policy/policy.h"

extern const struct schema level_schema; /* an entry of `levels` */

/* `ssdf-1.1/PW.4.1`, or with a `*` at its end all that begin so. */
void policy_load_controls(struct arena *arena, const char *path, const struct schema_texts *written,
                          struct policy *policy, struct diagnostics *diagnostics);
void policy_load_levels(struct arena *arena, const char *path, const struct schema_objects *written,
                        struct policy *policy, struct diagnostics *diagnostics);
/* Does the rule support a control that the policy asks for? */
bool policy_selects(const struct policy *policy, const struct rule *rule);

#endif
