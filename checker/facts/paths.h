/* paths.h - what recognisers ask of paths: folders, resolving, and whether a path
 * looks like test material. Paths are as git has them: relative, '/' between
 * names. The root of the tree is the folder ".". */
#ifndef FACTS_PATHS_H
#define FACTS_PATHS_H

#include "base/arena.h"
#include "base/text.h"

#include <stdbool.h>

/* The last name of a path. */
const char *path_base(const char *path);
/* The folder that holds a path; "." for one at the root. */
const char *path_directory(struct arena *arena, const char *path);
/* `directory` and a name below it. */
const char *path_join(struct arena *arena, const char *directory, const char *name);
/* `relative` seen from `directory`, without `.`, `..` and double slashes; "." for
 * the root. A leading slash means the root of the tree. NULL when it leads out of
 * the tree. */
const char *path_resolve(struct arena *arena, const char *directory, const char *relative);
/* Is `path` the folder `directory`, or below it? */
bool path_is_within(const char *path, const char *directory);
/* By the conventions of the languages: a folder named tests, testdata, fixtures,
 * examples and the like, or a file named as a test of its language is. */
bool path_is_test(const char *path);
/* A path of a URL without its percent signs (RFC 3986, section 2.1); those that are none, and
 * %00, stay. */
char *percent_decode(struct arena *arena, struct text text);

#endif
