#include "cli/fact_file.h"

#include "facts/sql.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct failure *fact_file_check(const char *path)
{
    struct stat status;
    if (stat(path, &status) != 0 || (S_ISREG(status.st_mode) && sql_is_our_file(path)))
        return NULL;
    return failure_new(FAILURE_USAGE,
                       "'%s' is there and is no SQLite file of facts; it is not overwritten", path);
}

static struct failure *cannot_write(const char *path)
{
    return failure_new(FAILURE_ENVIRONMENT, "cannot write '%s': %s", path, strerror(errno));
}

struct failure *fact_file_write(const char *path, const struct fact_table *const *tables)
{
    TRY(fact_file_check(path));
    char temporary[4200];
    if (snprintf(temporary, sizeof(temporary), "%s.XXXXXX", path) >= (int)sizeof(temporary))
        return failure_new(FAILURE_USAGE, "the path '%.100s...' is too long", path);
    int descriptor = mkstemp(temporary);
    if (descriptor < 0)
        return cannot_write(path);
    struct failure *failure = NULL;
    if (fchmod(descriptor, 0644) != 0)
        failure = cannot_write(path);
    if (close(descriptor) != 0 && !failure)
        failure = cannot_write(path);
    if (!failure)
        failure = failure_while(sql_write_file(temporary, tables), "'%s'", path);
    if (!failure && rename(temporary, path) != 0)
        failure = cannot_write(path);
    if (failure)
        unlink(temporary);
    return failure;
}
