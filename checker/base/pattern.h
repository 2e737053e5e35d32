/* pattern.h - regular expressions: PCRE2 with JIT, UTF and limits on matching.
 * A pattern is immutable and shared; the match data is a thread's own. Invalid
 * UTF-8 in a subject is matched as it is (PCRE2_MATCH_INVALID_UTF). Patterns
 * search: they are anchored only where they say so. `^` and `$` match at lines
 * in `text` sources (multi-line) and at the very ends elsewhere: there `$` does not
 * match before a last line break. CR, LF and CRLF end lines; `.` takes none of them. */
#ifndef BASE_PATTERN_H
#define BASE_PATTERN_H

#include "base/arena.h"
#include "base/text.h"

struct pattern;
struct pattern_matcher; /* a thread's match data */

enum pattern_result { PATTERN_NO_MATCH, PATTERN_MATCH, PATTERN_LIMIT };

/* NULL, with PCRE2's reason and offset, when it does not compile; `\C`, more than
 * 99 capturing groups and expressions over LIMIT_PATTERN_BYTES do not. Released by
 * pattern_free; the arena holds only the reason. */
struct pattern *pattern_new(struct arena *arena, const char *expression, bool multi_line,
                            const char **problem, size_t *at);
void pattern_free(struct pattern *pattern);
const char *pattern_expression(const struct pattern *pattern);

struct pattern_matcher *pattern_matcher_new(void);
void pattern_matcher_free(struct pattern_matcher *matcher);
/* Searches from `from`; on a match `start` and `end` are byte offsets, else they are
 * untouched. A match may be empty: who looks for the next one must go on behind it.
 * PATTERN_LIMIT: a limit of base/limits.h was reached, so nothing is known. */
enum pattern_result pattern_search(const struct pattern *pattern, struct pattern_matcher *matcher,
                                   struct text subject, size_t from, size_t *start, size_t *end);
/* Group N of the last match (empty text when it took no part). */
struct text pattern_group(const struct pattern_matcher *matcher, struct text subject,
                          unsigned group);
/* A literal of at least 3 bytes that every subject which matches must contain, or
 * NULL: what a prefilter may look for. Conservative: it looks at plain
 * concatenation and at groups of it, and never claims one that is not required. */
const char *pattern_literal(struct arena *arena, const char *expression);

#endif
