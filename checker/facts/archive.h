/* archive.h - does an archive hold a program, object code, or a package that was made
 * to be installed? It looks into zip (APPNOTE.TXT, 4.3), tar (POSIX pax, ustar) and
 * gzip (RFC 1952), no deeper than one of each, and unpacks only what it needs of them;
 * all of it is bounded. What is packed in other ways is not opened, and said so. */
#ifndef FACTS_ARCHIVE_H
#define FACTS_ARCHIVE_H

#include "base/text.h"
#include "facts/value.h"

struct archive_contents {
    const char *program; /* the first member that is one, or that marks a package; else NULL */
    const char *unknown; /* why more may be in it than was seen; NULL: that is all */
    enum unknown_class class;
};

/* `whole`: the bytes are all of the file, else its first ones. For what is no archive
 * both are NULL. */
struct archive_contents archive_read(struct arena *arena, const char *path, struct text bytes,
                                     bool whole);

/* For the parts of this module. A member of this name that begins with these bytes. */
bool archive_is_program(const char *name, struct text head);
enum { ARCHIVE_HEAD_BYTES = 512, ARCHIVE_MEMBERS_MAX = 10000 };
struct archive_contents archive_read_zip(struct arena *arena, struct text bytes, bool whole);

#endif
