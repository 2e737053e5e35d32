/* agent_exclusion.h - which paths each AI tool is kept from, as the tools' own documents say it:
 * ignore files in the syntax of gitignore(5) (Cursor, Windsurf, Cline, Roo Code, Aider, Gemini,
 * JetBrains, Continue), and `permissions.deny` of Claude Code. Files that a tool does not read
 * (.claudeignore, .copilotignore), and those that keep it from an index alone
 * (.cursorindexingignore), exclude nothing. */
#ifndef FACTS_AGENT_EXCLUSION_H
#define FACTS_AGENT_EXCLUSION_H

#include "facts/fact.h"

extern const struct fact_kind fact_kind_agent_exclusion;
enum {
    AGENT_EXCLUSION_TOOL,
    AGENT_EXCLUSION_DIRECTORY,
    AGENT_EXCLUSION_PATTERN,
    AGENT_EXCLUSION_GLOBS,
    AGENT_EXCLUSION_EVERYTHING,
};
extern const char *const agent_exclusion_tools[]; /* NULL-ended */

/* The pattern of gitignore(5), seen from the folder that holds `.claude`, of a rule such as
 * `Read(./secrets)`; NULL for rules about other things or about places outside of it
 * (Claude Code, "Read and Edit" permission rules). */
const char *agent_exclusion_of_permission(struct arena *arena, const char *rule);
/* The globs of base/glob.h that say the same as a pattern in a file of the root, in each way in
 * which people write them; NULL-ended, empty for a negation. */
const char *const *agent_exclusion_globs(struct arena *arena, const char *pattern);

#endif
