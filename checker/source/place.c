#include "source/place.h"

#include "base/limits.h"
#include "source/regular_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Extensions that do not change what objects and references look like. */
static const char *const known_extensions[] = {
    "extensions.noop",
    "extensions.partialclone",
    "extensions.worktreeconfig",
    "extensions.preciousobjects",
    "extensions.relativeworktrees",
    NULL,
};

static struct failure *check_extension(const git_config_entry *entry, const char *path)
{
    bool is_format = strcmp(entry->name, "extensions.objectformat") == 0;
    if (string_is_one_of(entry->name, known_extensions) ||
        (is_format && strcmp(entry->value, "sha1") == 0))
        return NULL;
    if (is_format && strcmp(entry->value, "sha256") == 0)
        return failure_new(
            FAILURE_ENVIRONMENT,
            "the repository '%s' has SHA-256 object ids, which libgit2 %s cannot read", path,
            LIBGIT2_VERSION);
    return failure_new(FAILURE_ENVIRONMENT,
                       "the repository '%s' needs '%s', which is not supported", path, entry->name);
}

/* gitrepository-layout(5), repositoryformatversion: in version 1 an extension that
 * is not known forbids to go on; before, extensions have no meaning. */
static struct failure *check_format(git_config *config, const char *path)
{
    int32_t version = 0;
    AUTO(git_config_iterator) *iterator = NULL;
    git_config_entry *entry;
    if (git_config_get_int32(&version, config, "core.repositoryformatversion") != 0 || version == 0)
        return NULL;
    if (version != 1)
        return failure_new(FAILURE_ENVIRONMENT, "the repository '%s' has the format version %d",
                           path, (int)version);
    if (git_config_iterator_new(&iterator, config) != 0)
        return GIT_FAILURE("cannot read the configuration of '%s'", path);
    while (git_config_next(&entry, iterator) == 0)
        if (string_starts_with(entry->name, "extensions."))
            TRY(check_extension(entry, path));
    return NULL;
}

/* A copy, when there is such a folder; libgit2 makes it absolute. */
static char *folder_at(const char *path)
{
    struct stat status;
    char *copy = NULL;
    if (stat(path, &status) == 0 && S_ISDIR(status.st_mode)) {
        copy = strdup(path);
        if (!copy)
            abort();
    }
    return copy;
}

/* A linked work tree: the file `gitdir` names its .git file. */
static char *linked_work_tree(const char *git_folder, struct arena *arena)
{
    FILE *file = regular_file_open(arena_printf(arena, "%sgitdir", git_folder));
    char line[LIMIT_PATH_BYTES];
    bool is_read = file && fgets(line, sizeof(line), file);
    if (file)
        fclose(file);
    if (!is_read)
        return NULL;
    line[strcspn(line, "\r\n")] = '\0';
    char *slash = strrchr(line, '/');
    if (!slash)
        return NULL;
    *slash = '\0';
    return folder_at(line[0] == '/' ? line : arena_printf(arena, "%s%s", git_folder, line));
}

/* The nearest folder, from the path upwards, that has a `.git`: a folder, or the
 * file that a submodule has. */
static char *folder_with_git(const char *path, struct arena *arena)
{
    struct stat here;
    struct stat above;
    struct stat status;
    for (size_t depth = 0; depth < LIMIT_TREE_DEPTH && stat(path, &here) == 0; depth++) {
        if (stat(arena_printf(arena, "%s/.git", path), &status) == 0)
            return folder_at(path);
        path = arena_printf(arena, "%s/..", path);
        if (stat(path, &above) != 0 || (here.st_dev == above.st_dev && here.st_ino == above.st_ino))
            break;
    }
    return NULL;
}

/* Does the `.git` of that folder lead to this repository? What the repository says of
 * itself is no reason to read a folder that knows nothing of it, /etc for one. */
static bool leads_back(const char *folder, const char *git_folder, struct arena *arena)
{
    struct stat own;
    struct stat found;
    const char *entry = arena_printf(arena, "%s/.git", folder);
    __attribute__((cleanup(git_buf_auto))) git_buf place = {0};
    return stat(entry, &own) == 0 && git_repository_discover(&place, entry, 1, NULL) == 0 &&
           stat(place.ptr, &found) == 0 && stat(git_folder, &own) == 0 &&
           own.st_dev == found.st_dev && own.st_ino == found.st_ino;
}

/* The folder that the repository names as its work tree, when that names it, too. */
static char *named_work_tree(git_repository *git, git_config *config, struct arena *arena)
{
    const char *git_folder = git_repository_path(git);
    const char *named = NULL;
    char *folder = NULL;
    if (strcmp(git_folder, git_repository_commondir(git)) != 0)
        folder = linked_work_tree(git_folder, arena);
    else if (git_config_get_string(&named, config, "core.worktree") == 0)
        folder =
            folder_at(named[0] == '/' ? named : arena_printf(arena, "%s%s", git_folder, named));
    if (folder && leads_back(folder, git_folder, arena))
        return folder;
    free(folder);
    return NULL;
}

static char *find_work_tree(git_repository *git, git_config *config, const char *path,
                            struct arena *arena)
{
    const char *git_folder = git_repository_path(git);
    char *named = named_work_tree(git, config, arena);
    int is_bare = 0;
    if (named || strcmp(git_folder, git_repository_commondir(git)) != 0)
        return named;
    if (git_config_get_bool(&is_bare, config, "core.bare") == 0 && is_bare)
        return NULL;
    if (string_ends_with(git_folder, "/.git/"))
        return folder_at(arena_printf(arena, "%s..", git_folder));
    return folder_with_git(path, arena);
}

static struct failure *describe(git_repository *git, char **work_tree, const char *path,
                                enum repository_status *status)
{
    AUTO(git_config) *config = NULL;
    *status = REPOSITORY_UNSUPPORTED;
    if (git_repository_config_snapshot(&config, git) != 0)
        return GIT_FAILURE("cannot read the configuration of '%s'", path);
    TRY(check_format(config, path));
    struct arena arena;
    arena_init(&arena, 1024);
    char *found = find_work_tree(git, config, path, &arena);
    arena_release(&arena);
    if (found && git_repository_set_workdir(git, found, 0) != 0) {
        free(found);
        return GIT_FAILURE("cannot open the work tree of '%s'", path);
    }
    free(found);
    const char *set = git_repository_workdir(git);
    *work_tree = set ? strdup(set) : NULL;
    return NULL;
}

struct failure *place_open(git_repository **out, char **work_tree, const char *path,
                           enum repository_status *status)
{
    AUTO(git_repository) *git = NULL;
    __attribute__((cleanup(git_buf_auto))) git_buf folder = {0};
    struct stat found;
    *status = REPOSITORY_MISSING;
    if (stat(path, &found) != 0)
        return failure_new(FAILURE_ENVIRONMENT, "cannot open '%s': %s", path, strerror(errno));
    if (git_repository_discover(&folder, path, 1, NULL) != 0)
        return failure_new(FAILURE_ENVIRONMENT, "there is no git repository at or above '%s'",
                           path);
    *status = REPOSITORY_UNSUPPORTED;
    if (git_repository_open_bare(&git, folder.ptr) != 0)
        return GIT_FAILURE("cannot open the repository '%s'", path);
    TRY(describe(git, work_tree, path, status));
    *status = REPOSITORY_OPEN;
    *out = git;
    git = NULL;
    return NULL;
}
