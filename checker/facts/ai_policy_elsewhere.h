/* ai_policy_elsewhere.h - does a document send its reader out of the repository for
 * what holds for AI tools? By the link and the sentence around it alone: what the
 * other page says cannot be seen from here. */
#ifndef FACTS_AI_POLICY_ELSEWHERE_H
#define FACTS_AI_POLICY_ELSEWHERE_H

#include "facts/prose.h"

/* How a document can do so: any link in a short AI policy; a link to a guide in a short
 * page for contributors, or in the README where there is no such page; a link that is
 * itself about AI in every document. */
enum ai_document {
    AI_DOCUMENT_POLICY,
    AI_DOCUMENT_CONTRIBUTING,
    AI_DOCUMENT_ONLY_README,
    AI_DOCUMENT_OTHER,
};

/* What people write about when they mean AI: patterns of words.h. */
extern const char *const ai_subjects[]; /* NULL-ended */
/* Do the words of a name or a URL name a policy for AI tools? */
bool ai_policy_is_name(struct arena *scratch, const char *name);
/* The first such link's line, counted from 1; 0 when there is none. */
uint32_t ai_policy_elsewhere(struct arena *scratch, enum ai_document sort,
                             const struct prose *prose);

#endif
