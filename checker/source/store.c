#include "source/store.h"

#include "base/limits.h"
#include "source/loose.h"

#include <errno.h>
#include <git2/odb_backend.h>
#include <git2/sys/odb_backend.h>
#include <git2/sys/repository.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { LIMIT_ALTERNATE_DEPTH = 5 };
/* Packs first, as libgit2 does: most objects are there. */
enum { LOOSE_PRIORITY = 1, PACKED_PRIORITY = 2 };

static struct failure *add_folder(git_odb *store, const char *folder, unsigned depth,
                                  struct arena *arena);

static struct failure *add_backend(git_odb *store, git_odb_backend *backend, int priority,
                                   bool is_alternate, const char *folder)
{
    int code = is_alternate ? git_odb_add_alternate(store, backend, priority)
                            : git_odb_add_backend(store, backend, priority);
    if (code == 0)
        return NULL;
    backend->free(backend);
    return GIT_FAILURE("cannot read the objects in '%s'", folder);
}

static struct failure *add_alternates(git_odb *store, const char *folder, unsigned depth,
                                      struct arena *arena)
{
    const char *path = arena_printf(arena, "%s/info/alternates", folder);
    FILE *file = fopen(path, "re");
    if (!file)
        return NULL;
    struct failure *failure = NULL;
    char line[LIMIT_PATH_BYTES + 2];
    while (!failure && fgets(line, sizeof(line), file)) {
        line[strcspn(line, "\r\n")] = '\0';
        if (line[0] == '\0' || line[0] == '#')
            continue;
        const char *other =
            line[0] == '/' ? arena_strdup(arena, line) : arena_printf(arena, "%s/%s", folder, line);
        struct stat status;
        /* git goes on without one that is not there; its objects are missing then */
        if (stat(other, &status) == 0 && S_ISDIR(status.st_mode))
            failure = add_folder(store, other, depth + 1, arena);
    }
    fclose(file);
    return failure;
}

static struct failure *add_folder(git_odb *store, const char *folder, unsigned depth,
                                  struct arena *arena)
{
    git_odb_backend *loose = NULL;
    git_odb_backend *packed = NULL;
    TRY(loose_backend_new(&loose, folder));
    TRY(add_backend(store, loose, LOOSE_PRIORITY, depth > 0, folder));
    if (git_odb_backend_pack(&packed, folder) != 0)
        return GIT_FAILURE("cannot read the packs in '%s'", folder);
    TRY(add_backend(store, packed, PACKED_PRIORITY, depth > 0, folder));
    return depth < LIMIT_ALTERNATE_DEPTH ? add_alternates(store, folder, depth, arena) : NULL;
}

struct failure *store_open(git_odb **out, git_repository *repository)
{
    AUTO(git_odb) *store = NULL;
    if (git_odb_new(&store) != 0)
        return GIT_FAILURE("cannot make an object database");
    struct arena arena;
    arena_init(&arena, 1024);
    const char *folder = arena_printf(&arena, "%sobjects", git_repository_commondir(repository));
    struct failure *failure = add_folder(store, folder, 0, &arena);
    arena_release(&arena);
    TRY(failure);
    if (git_repository_set_odb(repository, store) != 0)
        return GIT_FAILURE("cannot set an object database");
    *out = store;
    store = NULL;
    return NULL;
}

struct failure *store_add(git_odb *store, const char *folder)
{
    struct arena arena;
    arena_init(&arena, 1024);
    struct failure *failure = add_folder(store, folder, 1, &arena);
    arena_release(&arena);
    return failure;
}
