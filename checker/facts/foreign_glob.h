/* foreign_glob.h - the globs of other tools, each in its own dialect, as regular
 * expressions: minimatch (Renovate) and Ruby's File.fnmatch (Dependabot). Our own
 * dialect, base/glob.h, differs from both. What is no glob matches nothing. */
#ifndef FACTS_FOREIGN_GLOB_H
#define FACTS_FOREIGN_GLOB_H

#include "base/arena.h"

#include <stdbool.h>

struct path_pattern;

/* They live outside the arena; patterns_free releases all that were made. A pattern
 * that was made before is given again. */
struct path_patterns *path_patterns_new(struct arena *arena);
void path_patterns_free(struct path_patterns *patterns);

/* minimatch with dot: true: `**` as a segment, braces, classes, extended globs, a `!`
 * in front; `nocase` as Renovate asks for it in all but paths. */
const struct path_pattern *path_pattern_minimatch(struct path_patterns *patterns,
                                                  const char *written, bool nocase);
/* Renovate's string patterns: `/expression/` or `/expression/i`, with a `!` in front
 * for the opposite; anything else is a minimatch without case. */
const struct path_pattern *path_pattern_renovate(struct path_patterns *patterns,
                                                 const char *written);
/* Any of the ways in which dependabot-core asks File.fnmatch?: with braces, with and
 * without PATHNAME and DOTMATCH, so a `*` may also cross a slash. */
const struct path_pattern *path_pattern_fnmatch(struct path_patterns *patterns,
                                                const char *written);

/* A filter of paths of GitHub Actions, without its `!`: `**` crosses slashes wherever it
 * stands. */
const struct path_pattern *path_pattern_github(struct path_patterns *patterns, const char *written);

bool path_pattern_matches(const struct path_pattern *pattern, const char *path);

/* How Renovate reads a list of them: one of those without `!` must match when there
 * are any, and each with `!` must hold. An empty list matches nothing. */
bool path_pattern_list_matches(struct path_patterns *patterns, const char *const *written,
                               size_t count, const char *text);

#endif
