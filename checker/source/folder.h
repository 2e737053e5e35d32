/* folder.h - private to this folder: files below the root of a work tree, read
 * without ever following a link. Each part of a path is opened in the one before
 * it, so that nothing outside the root can be reached, whatever changes meanwhile. */
#ifndef SOURCE_FOLDER_H
#define SOURCE_FOLDER_H

#include "source/git.h"

struct folder;

struct failure *folder_open(struct folder **out, const char *path) MUST_CHECK;
void folder_close(struct folder *folder);

/* The bytes of a regular file, or the target of a link. `size` is known for
 * OBJECT_READ and OBJECT_TOO_LARGE. */
struct folder_bytes {
    struct text text;
    uint64_t size;
};
enum object_state folder_read(struct folder *folder, const char *path, bool is_link, size_t limit,
                              struct arena *arena, struct folder_bytes *out);
/* The first bytes of a regular file, at most `size`; none when it cannot be read. */
struct text folder_head(struct folder *folder, const char *path, size_t size, struct arena *arena);
bool folder_size(struct folder *folder, const char *path, bool is_link, uint64_t *out);
/* The id that these bytes have as a blob. */
bool folder_identify(struct folder *folder, const char *path, bool is_link, struct object_id *out);

enum folder_kind {
    FOLDER_NOTHING,
    FOLDER_FILE,
    FOLDER_PROGRAM,
    FOLDER_LINK,
    FOLDER_FOLDER,
    FOLDER_SPECIAL
};
enum folder_kind folder_kind(struct folder *folder, const char *path);

#endif
