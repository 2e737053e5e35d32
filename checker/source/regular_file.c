#include "source/regular_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <sys/stat.h>
#include <unistd.h>

static int refuse(int file, int reason)
{
    close(file);
    errno = reason;
    return -1;
}

static int open_kind(const char *path, int flags, mode_t mode, bool is_regular_alone)
{
    struct stat status;
    int file = open(path, flags | O_CLOEXEC | O_NONBLOCK | O_NOCTTY, mode);
    if (file < 0)
        return file;
    if (fstat(file, &status) != 0)
        return refuse(file, errno);
    bool is_fit = S_ISREG(status.st_mode) ||
                  (!is_regular_alone && (S_ISDIR(status.st_mode) || S_ISCHR(status.st_mode)));
    return is_fit ? file : refuse(file, ENOTSUP);
}

int waitless_open(const char *path, int flags, mode_t mode)
{
    return open_kind(path, flags, mode, false);
}

FILE *regular_file_open(const char *path)
{
    int file = open_kind(path, O_RDONLY, 0, true);
    FILE *stream = file < 0 ? NULL : fdopen(file, "r");
    if (file >= 0 && !stream)
        refuse(file, errno);
    return stream;
}
