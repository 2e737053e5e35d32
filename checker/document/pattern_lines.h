/* pattern_lines.h - files whose lines are patterns of paths. CODEOWNERS of all forges
 * as written: {"rules": [{"pattern": "/docs/", "owners": ["@a"], "section": "Docs"}]},
 * GitLab's sections being absent before the first; and .gitignore and its like (git's
 * manual, gitignore): {"rules": [{"pattern": "*.o", "negated": false}]}. What a forge
 * or git makes of them is the business of facts. */
#ifndef DOCUMENT_PATTERN_LINES_H
#define DOCUMENT_PATTERN_LINES_H

#include "document/node.h"

/* As json_parse. */
bool codeowners_parse(struct arena *arena, struct text text, struct document *out,
                      struct document_problem *problem);
bool gitignore_parse(struct arena *arena, struct text text, struct document *out,
                     struct document_problem *problem);

#endif
