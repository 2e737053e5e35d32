/* governs.h - which files of a repository decide how it is judged: a change that
 * touches one must not be judged by what it brings along. */
#ifndef FACTS_GOVERNS_H
#define FACTS_GOVERNS_H

#include <stdbool.h>

/* .bylaw.yml, all below .bylaw/, CODEOWNERS in its places, the allowed signers. */
bool path_governs(const char *path);
/* What it is: configuration, policy, exceptions, owners or signers; NULL where its path
 * does not make it decide anything. */
const char *path_governs_as(const char *path);
/* Is it none of these, and taken for one: by a file system that does not tell `.Bylaw.yml`
 * from `.bylaw.yml`, or drops characters that nobody sees and dots and spaces at an end; or
 * by whoever reads the name? */
bool path_looks_governing(const char *path);

#endif
