/* ai_policy_kinds.h - the kinds of what a repository says about AI tools: what one file says, and
 * the same with its history. They have the same cells, in this order; the first has fewer. */
#ifndef FACTS_AI_POLICY_KINDS_H
#define FACTS_AI_POLICY_KINDS_H

#include "facts/ai_policy.h"

extern const struct fact_kind fact_kind_ai_policy;
extern const struct fact_kind fact_kind_ai_policy_review;
extern const struct fact_kind fact_kind_ai_attribution;
enum { AI_ATTRIBUTION_COMMIT, AI_ATTRIBUTION_TIME, AI_ATTRIBUTION_IN_RANGE, AI_ATTRIBUTION_AGENT };

enum {
    AI_POLICY_COVERED,
    AI_POLICY_FORBIDS,
    AI_POLICY_TOOLS,
    AI_POLICY_ANY_TOOL,
    AI_POLICY_REVIEWED_ON,
    AI_POLICY_ELSEWHERE,
    AI_POLICY_SECTION,
    AI_POLICY_COMMON_CELLS,
};

#define AI_POLICY_COMMON_FIELDS                                                                \
    [AI_POLICY_COVERED] = {"covered",                                                          \
                           {.kind = TYPE_INTEGER},                                             \
                           false,                                                              \
                           "How many topics. Unknown where it points out of the repository."}, \
    [AI_POLICY_FORBIDS] = {"forbids",                                                          \
                           {.kind = TYPE_BOOLEAN},                                             \
                           false,                                                              \
                           "Does it refuse what AI made?"},                                    \
    [AI_POLICY_TOOLS] = {"tools",                                                              \
                         {.kind = TYPE_LIST, .of = TYPE_TEXT},                                 \
                         false,                                                                \
                         "The AI tools that it names."},                                       \
    [AI_POLICY_ANY_TOOL] = {"any_tool",                                                        \
                            {.kind = TYPE_BOOLEAN},                                            \
                            false,                                                             \
                            "Does it say that it holds for every tool, or name some as "       \
                            "examples?"},                                                      \
    [AI_POLICY_REVIEWED_ON] = {"reviewed_on",                                                  \
                               {.kind = TYPE_DATE},                                            \
                               true,                                                           \
                               "The newest day on which it says that it was reviewed."},       \
    [AI_POLICY_ELSEWHERE] = {"elsewhere",                                                      \
                             {.kind = TYPE_BOOLEAN},                                           \
                             false,                                                            \
                             "Does it only point to a page outside of the repository?"},       \
    [AI_POLICY_SECTION] = {                                                                    \
        "section", {.kind = TYPE_TEXT}, true, "The first heading that is about it."}

#endif
