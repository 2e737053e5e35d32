/* glob.h - the one dialect of globs, after gitignore: `*` and `?` do not cross
 * a slash, `**` as a whole segment matches any number of segments, `[a-z]`,
 * `[!a-z]` and `[[:digit:]]` are classes, `{a,b}` alternatives (they nest), `\`
 * quotes. A glob without a slash (other than at its end) matches in any folder;
 * a leading slash or one in the middle anchors at the root of the tree. A slash
 * at the end matches everything below that folder. Matching is by bytes, case
 * matters, and a leading dot is nothing special.
 *
 * So `*.tf` is any .tf file, and a folder's name with a slash all that it holds.
 * Braces are expanded first: each alternative is anchored on its own. Malformed
 * are an empty glob or segment, an open class or brace, a `!` at the start (there
 * is no negation), `.` and `..` as segments, and a class with a slash or with
 * bytes beyond ASCII. */
#ifndef BASE_GLOB_H
#define BASE_GLOB_H

#include "base/arena.h"
#include "base/text.h"

struct glob;
struct glob_set;

/* NULL, with a reason in `problem` (and the byte offset in `at`), when malformed. */
struct glob *glob_new(struct arena *arena, const char *pattern, const char **problem, size_t *at);
/* Time grows with a small power of the lengths, whatever the pattern. */
bool glob_matches(const struct glob *glob, const char *path);
const char *glob_pattern(const struct glob *glob); /* as it was written */
/* The literal folder prefix every match begins with, with its slash at the end
 * ("" when there is none). */
const char *glob_prefix(const struct glob *glob);

/* Many globs as one matcher: hashed by literal path, base name, extension and
 * folder, the rest one by one. Immutable once built, shared by threads. */
struct glob_set *glob_set_new(struct arena *arena);
/* Returns the glob's number, counted from 0. The same pattern may be added twice.
 * The glob is borrowed. */
size_t glob_set_add(struct glob_set *set, const struct glob *glob);
/* Must be called once, after the last glob was added and before a match. */
void glob_set_build(struct glob_set *set);
size_t glob_set_count(const struct glob_set *set);
/* Sets bit N of `hits` (zeroed here; (count + 63) / 64 words) for every glob N
 * that matches; returns whether any does. */
bool glob_set_match(const struct glob_set *set, const char *path, uint64_t *hits);

#endif
