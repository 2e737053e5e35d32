#include "source/store.h"

#include <git2/odb_backend.h>
#include <git2/sys/odb_backend.h>
#include <git2/sys/repository.h>
#include <stdlib.h>
#include <string.h>

/* libgit2 asks this backend and no other for objects. */
struct server {
    git_odb_backend parent; /* first: libgit2 knows only this part */
    struct store *store;
};

static struct store *store_of(git_odb_backend *backend)
{
    return ((struct server *)(void *)backend)->store;
}

static int code_of(enum object_state state)
{
    if (state == OBJECT_READ)
        return 0;
    if (state == OBJECT_MISSING)
        return GIT_ENOTFOUND;
    git_error_set_str(GIT_ERROR_ODB, state == OBJECT_TOO_LARGE ? "an object is too large"
                                                               : "an object is corrupt");
    return GIT_ERROR;
}

static int serve_read(void **data, size_t *size, git_object_t *type, git_odb_backend *backend,
                      const git_oid *oid)
{
    struct object object;
    struct object_id id = id_of(oid);
    struct object_request request = {.type = GIT_OBJECT_ANY, .limit = LIMIT_STRUCTURE_BYTES};
    enum object_state state = store_read(store_of(backend), &id, &request, &object);
    if (state != OBJECT_READ)
        return code_of(state);
    char *copy = git_odb_backend_data_alloc(backend, object.size + 1);
    if (!copy) {
        object_release(&object);
        return GIT_ERROR;
    }
    memcpy(copy, object.bytes, object.size + 1);
    *data = copy;
    *size = object.size;
    *type = object.type;
    object_release(&object);
    return 0;
}

static int serve_header(size_t *size, git_object_t *type, git_odb_backend *backend,
                        const git_oid *oid)
{
    struct object_id id = id_of(oid);
    return code_of(store_size(store_of(backend), &id, type, size));
}

static int serve_exists(git_odb_backend *backend, const git_oid *oid)
{
    struct object_id id = id_of(oid);
    return store_has(store_of(backend), &id);
}

static int serve_exists_prefix(git_oid *out, git_odb_backend *backend, const git_oid *prefix,
                               size_t digits)
{
    struct object_id id;
    size_t found = store_find_prefix(store_of(backend), prefix, digits, &id);
    if (found == 1)
        *out = *oid_of(&id);
    return found == 0 ? GIT_ENOTFOUND : found == 1 ? 0 : GIT_EAMBIGUOUS;
}

/* NOLINTNEXTLINE(readability-function-size): libgit2 says which parameters */
static int serve_read_prefix(git_oid *out, void **data, size_t *size, git_object_t *type,
                             git_odb_backend *backend, const git_oid *prefix, size_t digits)
{
    git_oid id = {{0}};
    int code = serve_exists_prefix(&id, backend, prefix, digits);
    if (code == 0)
        code = serve_read(data, size, type, backend, &id);
    if (code == 0)
        *out = id;
    return code;
}

static void serve_free(git_odb_backend *backend)
{
    free(backend);
}

struct failure *store_serve(struct store *store, git_repository *repository)
{
    AUTO(git_odb) *objects = NULL;
    struct server *server = calloc(1, sizeof(*server));
    if (!server || git_odb_init_backend(&server->parent, GIT_ODB_BACKEND_VERSION) != 0 ||
        git_odb_new(&objects) != 0)
        abort();
    server->store = store;
    server->parent.read = serve_read;
    server->parent.read_header = serve_header;
    server->parent.read_prefix = serve_read_prefix;
    server->parent.exists = serve_exists;
    server->parent.exists_prefix = serve_exists_prefix;
    server->parent.free = serve_free;
    if (git_odb_add_backend(objects, &server->parent, 1) != 0) {
        serve_free(&server->parent);
        return GIT_FAILURE("cannot add our objects");
    }
    if (git_repository_set_odb(repository, objects) != 0)
        return GIT_FAILURE("cannot set our objects");
    return NULL;
}
