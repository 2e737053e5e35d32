/* ai_policy.h - what a document says about the use of AI tools in contributions: the topics
 * that it speaks of, the tools that it names, and a digest of those of its sections that are
 * about it. It reads words, and no history. */
#ifndef FACTS_AI_POLICY_H
#define FACTS_AI_POLICY_H

#include "base/digest.h"
#include "facts/prose.h"

enum { AI_POLICY_TOPICS = 5, AI_POLICY_AGENTS_MAX = 32 };
extern const char *const ai_policy_topic_names[]; /* by topic, NULL-ended */

struct ai_policy {
    bool topics[AI_POLICY_TOPICS];
    size_t covered;               /* how many of them; 0: it says nothing of AI */
    bool forbids;                 /* it refuses what AI made */
    bool any_tool;                /* it holds for every tool, or names some as examples */
    uint32_t tools;               /* bits of the agents that it names: ai_policy_tools */
    uint32_t line;                /* of the first section that is about it, from 1 */
    const char *section;          /* its heading, "" for none */
    char digest[SHA256_HEX_SIZE]; /* of these sections, days of review left out */
};

/* What the sections of a document say of it; all of them where the name says so. */
void ai_policy_read(struct arena *scratch, const char *path, const struct prose *prose,
                    struct ai_policy *out);
/* The names of the agents as identity_agent() gives them; returns how many. */
size_t ai_policy_tools(const struct ai_policy *policy, const char *out[AI_POLICY_AGENTS_MAX]);
/* A timeline_reader: what one content says of AI; NULL for nothing. */
const char *ai_policy_digest(struct arena *scratch, const char *path, struct text content);

#endif
