/* workspace.h - which manifest belongs to which workspace: the folders that a root
 * names (npm, pnpm, lerna, cargo, uv, pub), the modules that it builds (go.work,
 * Maven, Gradle, a solution, an umbrella, local modules of Terraform). */
#ifndef FACTS_WORKSPACE_H
#define FACTS_WORKSPACE_H

#include "facts/supply.h"

struct workspaces;

/* From the table of manifest_part. */
struct workspaces *workspaces_new(struct arena *arena, const struct fact_table *parts);
/* The folder whose workspace `directory` belongs to; `directory` itself when to
 * none. The outermost where builds nest (Maven, Gradle, Terraform). */
const char *workspaces_root(const struct workspaces *workspaces, const char *ecosystem,
                            const char *directory);

/* The nearest folder whose workspace names `directory` itself; NULL when none does. */
const char *workspaces_parent(const struct workspaces *workspaces, const char *ecosystem,
                              const char *directory);

#endif
