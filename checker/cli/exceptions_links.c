#include "base/limits.h"
#include "cli/exceptions_actions.h"

#include <string.h>
#include <sys/stat.h>

static bool is_same(const struct stat *one, const struct stat *other)
{
    return one->st_dev == other->st_dev && one->st_ino == other->st_ino;
}

/* Does that folder lie in the work tree, where its links lead? */
static bool is_below(const char *root, const char *folder, struct arena *arena)
{
    struct stat top;
    struct stat here;
    struct stat above;
    if (stat(root, &top) != 0)
        return true;
    for (int depth = 0; depth < LIMIT_TREE_DEPTH && stat(folder, &here) == 0; depth++) {
        folder = arena_printf(arena, "%s/..", folder);
        if (is_same(&here, &top))
            return true;
        if (stat(folder, &above) != 0 || is_same(&here, &above))
            return false;
    }
    return true;
}

struct failure *exceptions_check_links(const char *root, const char *path, struct arena *arena)
{
    struct stat status;
    const char *parent = path[0] == '/' ? "/" : ".";
    for (const char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
        const char *part = arena_copy(arena, (struct text){path, (size_t)(slash - path)});
        if (lstat(part, &status) == 0 && S_ISLNK(status.st_mode) && is_below(root, parent, arena))
            return failure_new(FAILURE_USAGE,
                               "'%s' is a link of the repository; links are not followed", part);
        parent = part;
    }
    return NULL;
}
