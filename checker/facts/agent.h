/* agent.h - what makes a file of instructions or settings for AI agents unsafe:
 * characters that a reviewer does not see, servers that run whatever was
 * published last, secrets, and permission for everything. */
#ifndef FACTS_AGENT_H
#define FACTS_AGENT_H

#include "document/node.h"

enum agent_smell {
    AGENT_HIDDEN_CHARACTER,
    AGENT_UNPINNED_SERVER,
    AGENT_INLINE_SECRET,
    AGENT_ALLOWS_ALL,
};
extern const char *const agent_smell_names[]; /* NULL-ended */

struct agent_finding {
    enum agent_smell smell;
    uint32_t line, column;
    size_t count;     /* hidden characters of the line; else 1 */
    const char *text; /* the code point, the package, the key, the setting */
};
struct agent_findings {
    struct arena *arena;
    struct agent_finding *items;
    size_t count, capacity;
};

/* One a line: controls of direction, characters without width and tags, but those
 * of emoji, of flags and of scripts that need them. */
void agent_find_hidden(struct agent_findings *out, struct text text);
/* MCP servers of JSON (`mcpServers`, `servers`), run by npx, uvx, docker and the like
 * without an exact version; and values of their `env` and `headers` that are secrets. */
void agent_find_servers(struct agent_findings *out, const struct node *root);
/* Settings of Claude Code, VS Code and Gemini that let an agent do all it likes. */
void agent_find_permissions(struct agent_findings *out, const struct node *root);
/* The same of the configuration of Codex. */
void agent_find_codex(struct agent_findings *out, const struct node *root);
/* The package that the words run without an exact version; NULL when there is none. */
const char *agent_unpinned_package(struct arena *arena, const char *const *words, size_t count);

#endif
