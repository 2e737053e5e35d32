/* echo.h - the same document in several repositories: a runbook or a security policy that
 * was copied says nothing about the repository that it stands in. */
#ifndef FLEET_ECHO_H
#define FLEET_ECHO_H

#include "fleet/audit.h"

/* As many repositories with the same bytes make an echo. */
enum { ECHO_REPOSITORIES = 3 };

struct echo_copy {
    const char *repository; /* its path, as in the audit */
    const char *path;       /* of the document */
};

struct echo {
    const char *sort; /* of the document: runbook, security_policy, ... */
    const char *blob;
    struct echo_copy *copies; /* in the order of the audit; several of one repository are listed */
    size_t count;
    size_t repositories;
};

/* Most repositories first. */
struct echo *echo_find(const struct audit *audit, size_t *count, struct arena *arena);

#endif
