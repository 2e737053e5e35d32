/* regular_file.h - private to this folder: opening a file whose name, or whose kind, somebody
 * else chose. A named pipe makes open(2) wait until somebody writes to it (fifo(7)), which is
 * for ever, and a device may answer for ever; what git keeps in a repository is a regular file.
 * libgit2 opens its files through here too, wherever a setting of the repository leads it. */
#ifndef SOURCE_REGULAR_FILE_H
#define SOURCE_REGULAR_FILE_H

#include <stdio.h>
#include <sys/types.h>

/* As open(2), which it calls with `flags`, and never waits. -1 with errno ENOTSUP for a pipe, a
 * socket or a disk. A folder is opened, and a device of characters, as somebody may include
 * /dev/null; libgit2 reads no more of these than the size that stat(2) tells, nothing. */
int waitless_open(const char *path, int flags, mode_t mode);
/* For reading, a regular file alone; NULL with errno, ENOTSUP for anything else. */
FILE *regular_file_open(const char *path);

#endif
