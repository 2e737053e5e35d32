/* agent.h - what makes a file of instructions or settings for AI agents unsafe:
 * characters that a reviewer does not see, servers that run whatever was
 * published last, secrets, permission for everything, and words that no instruction
 * needs: orders to pass over others, scripts run as they are fetched, encoded text. */
#ifndef FACTS_AGENT_H
#define FACTS_AGENT_H

#include "document/node.h"
#include "facts/fact.h"

enum agent_smell {
    AGENT_HIDDEN_CHARACTER,
    AGENT_UNPINNED_SERVER,
    AGENT_INLINE_SECRET,
    AGENT_ALLOWS_ALL,
    AGENT_OVERRIDE,
    AGENT_REMOTE_SCRIPT,
    AGENT_ENCODED_TEXT,
    AGENT_SMELLS,
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
/* Orders to pass over what others said, scripts that are run as they are fetched, and text in
 * base64. A sentence that warns of such things is none. */
void agent_find_words(struct agent_findings *out, struct text text);
/* The files that an instruction takes in with `@path`, outside of code and as written; NULL-ended.
 */
const char *const *agent_imports(struct arena *arena, struct text text);
/* MCP servers of JSON (`mcpServers`, `servers`), run by npx, uvx, docker and the like
 * without an exact version; and values of their `env`, `headers`, `args` and `url` that are
 * secrets. */
void agent_find_servers(struct agent_findings *out, const struct node *root);
/* Settings of Claude Code, VS Code and Gemini that let an agent do all it likes. */
void agent_find_permissions(struct agent_findings *out, const struct node *root);
/* The same of the configuration of Codex. */
void agent_find_codex(struct agent_findings *out, const struct node *root);
/* The package that the words run without an exact version; NULL when there is none. */
const char *agent_unpinned_package(struct arena *arena, const char *const *words, size_t count);

extern const struct fact_kind fact_kind_agent_file;
extern const struct fact_kind fact_kind_agent_smell;
enum {
    AGENT_FILE_TOOL,
    AGENT_FILE_SORT,
    AGENT_FILE_HIDDEN,
    AGENT_FILE_UNPINNED,
    AGENT_FILE_SECRETS,
    AGENT_FILE_ALLOWS_ALL,
    AGENT_FILE_INDIRECTION,
    AGENT_FILE_TEST,
    AGENT_FILE_IMPORTS,
};
/* Rows of agent_smell. */
void agent_add_smells(struct fact_writer *writer, const char *path,
                      const struct agent_findings *findings);

#endif
