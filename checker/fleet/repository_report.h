/* repository_report.h - what `audit` writes of each repository by itself: a report as
 * `check` writes it, a file a repository in a folder. */
#ifndef FLEET_REPOSITORY_REPORT_H
#define FLEET_REPOSITORY_REPORT_H

#include "report/report.h"

struct repository_report {
    const struct report_format *format;
    const char *profile; /* as written; NULL: the format's first */
    const char *folder;
};

/* Writes `folder`/0001-NAME[.PROFILE][.FORMAT].EXTENSION, where 0001 is one more than
 * `number`; the name is made of the repository's path. Fails when that cannot be written. */
struct failure *repository_report_write(
    const struct repository_report *report, const struct evaluation *evaluation, size_t number,
    const char *version,
    struct failure *(*write_file)(const char *path, const char *bytes, size_t size),
    struct arena *arena) MUST_CHECK;

#endif
