/* ecosystem.h - the ecosystems that manifests and lock files belong to: the word that
 * facts say, what reads them, and the files that they stand in. A word is Dependabot's
 * where Dependabot has one, else that of Renovate's manager, else the ecosystem's name.
 *
 * The files are what people call them: for lists and for those who decide what a
 * reader covers. Whether a file is a manifest is decided by manifest_read.h. */
#ifndef FACTS_ECOSYSTEM_H
#define FACTS_ECOSYSTEM_H

#include <stdbool.h>
#include <stddef.h>

enum { ECOSYSTEM_FILES_MAX = 16, ECOSYSTEM_DEPENDABOT_MAX = 4 };

struct ecosystem {
    const char *name;  /* "npm": the word of facts */
    const char *title; /* "JavaScript (npm, Yarn, pnpm, Bun)" */
    const char *osv;   /* its name in the OSV schema, or NULL: OSV has none */
    /* The values of `package-ecosystem` that read it; NULL-ended, or none. */
    const char *dependabot[ECOSYSTEM_DEPENDABOT_MAX];
    bool renovate; /* a manager of Renovate reads it without being told where */
    const char *manifests[ECOSYSTEM_FILES_MAX]; /* globs of names, NULL-ended */
    const char *locks[ECOSYSTEM_FILES_MAX];     /* the same */
};

/* Sorted by name; ended by a NULL name. */
extern const struct ecosystem ecosystems[];

/* By the word of facts; NULL when there is none of it. */
const struct ecosystem *ecosystem_find(const char *name);
/* Does this value of `package-ecosystem` read that ecosystem? */
bool ecosystem_is_read_by(const struct ecosystem *ecosystem, const char *dependabot);

#endif
