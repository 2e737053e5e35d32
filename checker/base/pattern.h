/* pattern.h - regular expressions: PCRE2 with JIT, UTF and limits on matching.
 * A pattern is immutable and shared; the match data is a thread's own. Invalid
 * UTF-8 in a subject is matched as it is (PCRE2_MATCH_INVALID_UTF). Patterns
 * search: they are anchored only where they say so. `^` and `$` match at lines
 * in `text` sources (multi-line) and at the ends elsewhere. */
#ifndef BASE_PATTERN_H
#define BASE_PATTERN_H

#include "base/arena.h"
#include "base/text.h"

struct pattern;
struct pattern_matcher; /* a thread's match data */

enum pattern_result { PATTERN_NO_MATCH, PATTERN_MATCH, PATTERN_LIMIT };

/* NULL, with PCRE2's reason and offset, when it does not compile. Released by
 * pattern_free; the arena holds only the reason. */
struct pattern *pattern_new(struct arena *arena, const char *expression, bool multi_line,
                            const char **problem, size_t *at);
void pattern_free(struct pattern *pattern);
const char *pattern_expression(const struct pattern *pattern);

struct pattern_matcher *pattern_matcher_new(void);
void pattern_matcher_free(struct pattern_matcher *matcher);
/* Searches from `from`; on a match `start` and `end` are byte offsets. */
enum pattern_result pattern_search(const struct pattern *pattern, struct pattern_matcher *matcher,
                                   struct text subject, size_t from, size_t *start, size_t *end);
/* Group N of the last match (empty text when it took no part). */
struct text pattern_group(const struct pattern_matcher *matcher, struct text subject, unsigned group);
/* A literal that every match must contain, of at least 3 bytes, or NULL: what a
 * prefilter may look for. Conservative; never claims one that is not required. */
const char *pattern_literal(struct arena *arena, const char *expression);

#endif
