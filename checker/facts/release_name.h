/* release_name.h - what the name of a tag says of a release: which component, which
 * version. Names are many (v1.2.3, 1.2, curl-8_21_0, r4.13-rc-2, @scope/name@1.2.3,
 * name/v1.2.3, 2024.01.02, 2024-01-02); the version is what ends the name. A single
 * number (`v4`) is a tag that moves, not a release. */
#ifndef FACTS_RELEASE_NAME_H
#define FACTS_RELEASE_NAME_H

#include "base/arena.h"
#include "base/text.h"

enum release_scheme { RELEASE_SEMVER, RELEASE_CALENDAR, RELEASE_OTHER };
extern const char *const release_scheme_names[]; /* by scheme, NULL-ended */

struct release_name {
    const char *component; /* "." when the name says none */
    const char *version;   /* its numbers parted by dots, without a `v` */
    enum release_scheme scheme;
    bool prerelease; /* alpha, beta, rc and the like; of SemVer also what follows a hyphen */
};

/* False when the name is not that of a release. */
bool release_name_parse(struct arena *arena, const char *tag, struct release_name *out);
/* Which version is the later one, by their numbers and then their words; below 0 when
 * `a` is before `b`. A pre-release is before what it leads to. */
int release_version_order(const char *a, const char *b);

#endif
