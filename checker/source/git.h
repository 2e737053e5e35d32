/* git.h - private to this folder: libgit2, its handles with their cleanup, and
 * how an object is read. An error of libgit2 becomes a failure or a state in the
 * statement after the call, because its last error is soon another's. */
#ifndef SOURCE_GIT_H
#define SOURCE_GIT_H

#include "source/repository.h"

#include <git2.h>

/* Declares a handle that is freed when its scope ends. */
/* NOLINTBEGIN(bugprone-macro-parentheses): a type in a declaration takes none. */
#define AUTO(type)        __attribute__((cleanup(type##_auto))) type
#define AUTO_STRUCT(type) __attribute__((cleanup(type##_auto))) struct type
#define AUTO_DEFINE(type)                         \
    static inline void type##_auto(type **handle) \
    {                                             \
        if (*handle)                              \
            type##_free(*handle);                 \
    }
/* NOLINTEND(bugprone-macro-parentheses) */

AUTO_DEFINE(git_repository)
AUTO_DEFINE(git_reference)
AUTO_DEFINE(git_object)
AUTO_DEFINE(git_commit)
AUTO_DEFINE(git_tree)
AUTO_DEFINE(git_index)
AUTO_DEFINE(git_config)
AUTO_DEFINE(git_config_iterator)
AUTO_DEFINE(git_signature)
AUTO_DEFINE(git_odb)
AUTO_DEFINE(git_diff)
AUTO_DEFINE(git_patch)
AUTO_DEFINE(git_status_list)

static inline void git_buf_auto(git_buf *buffer)
{
    git_buf_dispose(buffer);
}

/* What libgit2 said last, for the message of a failure. */
const char *git_reason(void);
#define GIT_FAILURE(...) \
    failure_while(failure_new(FAILURE_ENVIRONMENT, "%s", git_reason()), __VA_ARGS__)

struct store;

struct repository {
    git_repository *git; /* NULL when only objects are read */
    struct store *objects;
    char *path;
    char *folder;       /* what linked work trees have in common; else the same */
    char *work_tree;    /* NULL when bare */
    char *more_objects; /* a quarantine's objects; NULL when none */
    char *index_file;   /* instead of the folder's own; NULL when none */
    bool verify_objects;
    bool shallow, partial;
};

/* For a reader: no libgit2 in it. */
struct failure *repository_reopen_objects(struct repository **out,
                                          const struct repository *repository) MUST_CHECK;

static inline const git_oid *oid_of(const struct object_id *id)
{
    return (const git_oid *)(const void *)id->bytes;
}
static inline struct object_id id_of(const git_oid *oid)
{
    struct object_id id = {{0}};
    for (size_t i = 0; i < OBJECT_ID_SIZE; i++)
        id.bytes[i] = oid->id[i];
    return id;
}
int object_id_compare(const struct object_id *a, const struct object_id *b);

enum object_state { OBJECT_READ, OBJECT_MISSING, OBJECT_CORRUPT, OBJECT_TOO_LARGE };

struct object {
    char *owned; /* NULL when the bytes lie in an arena */
    git_object_t type;
    const char *bytes; /* a NUL after the end */
    size_t size;       /* known for OBJECT_READ and OBJECT_TOO_LARGE */
};

/* Trees and commits are structure, not content: a larger one is an attack. */
enum { LIMIT_STRUCTURE_BYTES = 64 << 20 };

/* How an object is wanted: `type` may be GIT_OBJECT_ANY, another than the one asked
 * for is corrupt; one larger than `limit` is not read; `arena` NULL: malloc. */
struct object_request {
    git_object_t type;
    size_t limit;
    struct arena *arena;
};

/* `type` may be GIT_OBJECT_ANY; another type than the one asked for is corrupt.
 * `out` needs object_release only when OBJECT_READ is returned. */
enum object_state object_read(struct repository *repository, const struct object_id *id,
                              git_object_t type, size_t limit, struct object *out);
/* The same into an arena; nothing is to be released. */
enum object_state object_read_into(struct repository *repository, const struct object_id *id,
                                   git_object_t type, size_t limit, struct arena *arena,
                                   struct object *out);
enum object_state object_size(struct repository *repository, const struct object_id *id,
                              git_object_t *type, size_t *out);
/* The first bytes of a blob, at most `size`, without the rest of it; none when it is no
 * blob, cannot be read, or is a delta whose object is too large to be rebuilt for
 * that. Its hash is not verified, which would take all of it. */
struct text object_head(struct repository *repository, const struct object_id *id, size_t size,
                        struct arena *arena);
/* Room for the bytes of an object and a NUL, which is set. */
char *object_init(struct object *object, git_object_t type, size_t size, struct arena *arena);
void object_release(struct object *object);
static inline void object_auto(struct object *object)
{
    object_release(object);
}
/* Why an object could not be read: `missing`, `corrupt`, `too large`. */
const char *object_state_name(enum object_state state);

#endif
