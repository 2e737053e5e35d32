/* loose.h - private to this folder: objects in files of their own. libgit2's
 * reader (1.5) never returns when such a file is cut short. `folder` is the
 * folder of objects. */
#ifndef SOURCE_LOOSE_H
#define SOURCE_LOOSE_H

#include "source/git.h"

bool loose_exists(const char *folder, const struct object_id *id);
enum object_state loose_size(const char *folder, const struct object_id *id, git_object_t *type,
                             size_t *out);
enum object_state loose_read(const char *folder, const struct object_id *id,
                             const struct object_request *request, struct object *out);
/* As object_head. */
struct text loose_head(const char *folder, const struct object_id *id, size_t size,
                       struct arena *arena);
/* As pack_find_prefix. */
size_t loose_find_prefix(const char *folder, const git_oid *prefix, size_t digits,
                         struct object_id *out);

#endif
