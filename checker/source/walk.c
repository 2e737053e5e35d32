#include "source/walk.h"

#include "base/limits.h"
#include "source/rules.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct walk {
    struct listing *listing;
    git_index *index;
    struct arena scratch;   /* rules of .gitignore */
    bool keeps_index_modes; /* core.fileMode=false: the file system has none */
    unsigned depth;
    size_t folders;
    char path[LIMIT_PATH_BYTES + 1];
};

/* A folder that is being walked. */
struct place {
    int folder;
    size_t path_size; /* with the slash */
    const struct ignore *ignore;
    bool tracked_only; /* git ignores the folder, not the tracked files in it */
};

static void walk_auto(struct walk **walk)
{
    arena_release(&(*walk)->scratch);
    free(*walk);
}

/* Adds the rules of a file, when it is one: git follows no link here either. */
static struct failure *read_rules(const struct ignore **ignore, int folder, const char *file,
                                  const char *path, struct arena *arena)
{
    int flags = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
    int descriptor = openat(folder, file, flags);
    if (descriptor < 0)
        return NULL;
    struct stat status;
    if (fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode) ||
        status.st_size > LIMIT_POLICY_BYTES) {
        bool is_too_large = S_ISREG(status.st_mode);
        close(descriptor);
        return is_too_large ? failure_new(FAILURE_LIMIT, "'%s%s' is larger than %d bytes", path,
                                          file, LIMIT_POLICY_BYTES)
                            : NULL;
    }
    size_t wanted = (size_t)status.st_size;
    char *bytes = arena_alloc(arena, wanted + 1, 1);
    size_t size = 0;
    while (size < wanted) {
        ssize_t got = read(descriptor, bytes + size, wanted - size);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            break;
        size += (size_t)got;
    }
    close(descriptor);
    *ignore = ignore_new(*ignore, path, (struct text){bytes, size}, arena);
    return NULL;
}

static struct failure *walk_folder(struct walk *walk, struct place *place);

static const git_index_entry *tracked(const struct walk *walk)
{
    size_t at = 0;
    return git_index_find(&at, walk->index, walk->path) == 0
               ? git_index_get_byindex(walk->index, at)
               : NULL;
}

static bool has_tracked_below(struct walk *walk, size_t size)
{
    size_t at = 0;
    walk->path[size] = '/';
    walk->path[size + 1] = '\0';
    bool is_there = git_index_find_prefix(&at, walk->index, walk->path) == 0;
    walk->path[size] = '\0';
    return is_there;
}

static bool is_repository(int folder)
{
    struct stat status;
    return fstatat(folder, ".git", &status, AT_SYMLINK_NOFOLLOW) == 0;
}

/* `walk->path` is the folder's, `name` its last part. */
static struct failure *enter(struct walk *walk, const struct place *above, const char *name,
                             size_t size)
{
    const git_index_entry *entry = tracked(walk);
    if (entry && (entry->mode & MODE_TYPE) == MODE_COMMIT)
        return NULL; /* a submodule: comes from the index */
    bool is_ignored = above->tracked_only || ignore_has(above->ignore, walk->path, true);
    if (is_ignored && !has_tracked_below(walk, size))
        return NULL;
    if (walk->depth == LIMIT_TREE_DEPTH) {
        listing_add_defect(walk->listing, walk->path, size, "lies too deep in the tree");
        return NULL;
    }
    int folder = openat(above->folder, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (folder < 0) {
        if (errno != ENOENT && errno != ENOTDIR && errno != ELOOP)
            listing_add_defect(walk->listing, walk->path, size, "is a folder that we cannot read");
        return NULL;
    }
    if (is_repository(folder)) {
        close(folder);
        return NULL;
    }
    walk->path[size] = '/';
    walk->path[size + 1] = '\0';
    struct place place = {.folder = folder,
                          .path_size = size + 1,
                          .ignore = above->ignore,
                          .tracked_only = is_ignored};
    return walk_folder(walk, &place);
}

static struct failure *add(struct walk *walk, const struct place *place, mode_t mode, size_t size)
{
    if (!S_ISREG(mode) && !S_ISLNK(mode))
        return NULL;
    bool is_ignored = place->tracked_only || ignore_has(place->ignore, walk->path, false);
    bool asks_index = is_ignored || walk->keeps_index_modes;
    const git_index_entry *entry = asks_index ? tracked(walk) : NULL;
    if (is_ignored && !entry)
        return NULL;
    bool is_program = mode & S_IXUSR;
    if (walk->keeps_index_modes)
        is_program = entry && (entry->mode & S_IXUSR);
    enum entry_kind kind = S_ISLNK(mode) ? ENTRY_LINK : is_program ? ENTRY_EXECUTABLE : ENTRY_FILE;
    static const struct object_id zero;
    return listing_add(walk->listing, walk->path, size, kind, &zero);
}

static struct failure *visit(struct walk *walk, const struct place *place, const char *name)
{
    size_t name_size = strlen(name);
    size_t size = place->path_size + name_size;
    if (strcmp(name, ".") == 0 || strcmp(name, "..") == 0 || strcmp(name, ".git") == 0)
        return NULL;
    /* room for the slash that a folder gets */
    if (size + 1 > LIMIT_PATH_BYTES) {
        listing_add_defect(walk->listing, walk->path, place->path_size,
                           "holds a path that is too long");
        return NULL;
    }
    memcpy(walk->path + place->path_size, name, name_size + 1);
    struct stat status;
    if (fstatat(place->folder, name, &status, AT_SYMLINK_NOFOLLOW) != 0)
        return NULL; /* gone since we read its name */
    const char *problem = name_problem(name, name_size);
    if (problem) {
        listing_add_defect(walk->listing, walk->path, size, problem);
        return NULL;
    }
    return S_ISDIR(status.st_mode) ? enter(walk, place, name, size)
                                   : add(walk, place, status.st_mode, size);
}

static void close_folder(DIR **folder)
{
    closedir(*folder);
}

/* Closes the place's folder. */
static struct failure *walk_folder(struct walk *walk, struct place *place)
{
    __attribute__((cleanup(close_folder))) DIR *names = fdopendir(place->folder);
    if (!names)
        return failure_new(FAILURE_ENVIRONMENT, "cannot list '%s': %s", walk->path,
                           strerror(errno));
    if (++walk->folders > LIMIT_SNAPSHOT_ENTRIES)
        return failure_new(FAILURE_LIMIT, "the work tree holds more than %d folders",
                           LIMIT_SNAPSHOT_ENTRIES);
    if (!place->tracked_only)
        TRY(read_rules(&place->ignore, place->folder, ".gitignore", walk->path, &walk->scratch));
    walk->depth++;
    for (;;) {
        walk->path[place->path_size] = '\0';
        errno = 0;
        const struct dirent *entry = readdir(names);
        if (!entry)
            break;
        TRY(visit(walk, place, entry->d_name));
    }
    if (errno != 0)
        return failure_new(FAILURE_ENVIRONMENT, "cannot list '%s': %s", walk->path,
                           strerror(errno));
    walk->depth--;
    return NULL;
}

static bool keeps_index_modes(git_repository *git)
{
    AUTO(git_config) *config = NULL;
    int has_modes = 1;
    return git_repository_config_snapshot(&config, git) == 0 &&
           git_config_get_bool(&has_modes, config, "core.filemode") == 0 && !has_modes;
}

struct failure *listing_add_work_tree(struct listing *listing, struct repository *repository,
                                      git_index *index)
{
    AUTO_STRUCT(walk) *walk = calloc(1, sizeof(*walk));
    if (!walk)
        abort();
    walk->listing = listing;
    walk->index = index;
    walk->keeps_index_modes = keeps_index_modes(repository->git);
    arena_init(&walk->scratch, 4096);
    struct place root = {.folder = -1};
    char *exclude =
        arena_printf(&walk->scratch, "%sinfo/exclude", git_repository_commondir(repository->git));
    TRY(read_rules(&root.ignore, AT_FDCWD, exclude, "", &walk->scratch));
    root.folder = open(repository->work_tree, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (root.folder < 0)
        return failure_new(FAILURE_ENVIRONMENT, "cannot open the folder '%s': %s",
                           repository->work_tree, strerror(errno));
    return walk_folder(walk, &root);
}
