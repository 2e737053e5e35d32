/* store.h - private to this folder: the objects of a repository, of its alternates
 * and of a quarantine. Objects are read by ourselves, and libgit2 gets them from
 * here too; it keeps references, configuration, the index and diffs. A store
 * belongs to one thread. */
#ifndef SOURCE_STORE_H
#define SOURCE_STORE_H

#include "source/git.h"

struct store;

/* The objects of a git folder (its common one). Alternates are objects/info/alternates,
 * five deep as git follows them. */
struct failure *store_open(struct store **out, const char *git_folder) MUST_CHECK;
/* After the repository was freed, which reads from here. */
void store_close(struct store *store);
/* Objects of one more folder and of its alternates. */
void store_add(struct store *store, const char *folder);

enum object_state store_size(struct store *store, const struct object_id *id, git_object_t *type,
                             size_t *out);
enum object_state store_read(struct store *store, const struct object_id *id,
                             const struct object_request *request, struct object *out);
/* As object_head. */
struct text store_head(struct store *store, const struct object_id *id, size_t size,
                       struct arena *arena);
bool store_has(struct store *store, const struct object_id *id);
/* The object whose id begins so: 1, or 0 for none, 2 for several. */
size_t store_find_prefix(struct store *store, const git_oid *prefix, size_t digits,
                         struct object_id *out);

/* Makes libgit2 read from the store. */
struct failure *store_serve(struct store *store, git_repository *repository) MUST_CHECK;

#endif
