#include "source/folder.h"

#include "base/limits.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A file that is hashed is read into memory whole. */
enum { LIMIT_IDENTIFIED_BYTES = 512 << 20 };

struct folder {
    int root;
};

struct failure *folder_open(struct folder **out, const char *path)
{
    int root = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (root < 0)
        return failure_new(FAILURE_ENVIRONMENT, "cannot open the folder '%s': %s", path,
                           strerror(errno));
    struct folder *folder = malloc(sizeof(*folder));
    if (!folder)
        abort();
    folder->root = root;
    *out = folder;
    return NULL;
}

void folder_close(struct folder *folder)
{
    if (!folder)
        return;
    close(folder->root);
    free(folder);
}

static void close_auto(const int *descriptor)
{
    if (*descriptor >= 0)
        close(*descriptor);
}
#define AUTO_CLOSE __attribute__((cleanup(close_auto))) int

/* Opens the folder that holds `path`; `name` is what remains of it. */
static int open_parent(const struct folder *folder, const char *path, const char **name)
{
    int at = fcntl(folder->root, F_DUPFD_CLOEXEC, 0);
    for (;;) {
        size_t size = strcspn(path, "/");
        char part[NAME_MAX + 1];
        if (at < 0 || !path[size] || size > NAME_MAX)
            break;
        memcpy(part, path, size);
        part[size] = '\0';
        int next = openat(at, part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
        int problem = errno;
        close(at);
        errno = problem;
        at = next;
        path += size + 1;
    }
    *name = path;
    return at;
}

static enum object_state state_of_errno(void)
{
    /* ENOTDIR, ELOOP: a folder has become a file or a link since it was listed */
    return errno == ENOENT || errno == ENOTDIR || errno == ELOOP ? OBJECT_MISSING : OBJECT_CORRUPT;
}

static enum object_state read_link(int parent, const char *name, size_t limit, struct arena *arena,
                                   struct folder_bytes *out)
{
    char target[LIMIT_PATH_BYTES + 1];
    ssize_t length = readlinkat(parent, name, target, sizeof(target));
    if (length < 0)
        return errno == EINVAL ? OBJECT_MISSING : state_of_errno();
    out->size = (uint64_t)length;
    if ((size_t)length > limit || (size_t)length == sizeof(target))
        return OBJECT_TOO_LARGE;
    out->text =
        (struct text){arena_copy(arena, (struct text){target, (size_t)length}), (size_t)length};
    return OBJECT_READ;
}

static int open_file(int parent, const char *name, struct stat *status)
{
    /* O_NONBLOCK: a pipe that took the file's place must not hold us */
    int file = openat(parent, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
    if (file >= 0 && (fstat(file, status) != 0 || !S_ISREG(status->st_mode))) {
        close(file);
        errno = ENOENT;
        return -1;
    }
    return file;
}

/* Fewer than are wanted when the file is shorter; SIZE_MAX when it cannot be read. */
static size_t read_bytes(int file, char *bytes, size_t wanted)
{
    size_t done = 0;
    while (done < wanted) {
        ssize_t got = read(file, bytes + done, wanted - done);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return SIZE_MAX;
        if (got == 0)
            break;
        done += (size_t)got;
    }
    return done;
}

static enum object_state read_file(int parent, const char *name, size_t limit, struct arena *arena,
                                   struct folder_bytes *out)
{
    struct stat status;
    AUTO_CLOSE file = open_file(parent, name, &status);
    if (file < 0)
        return state_of_errno();
    out->size = (uint64_t)status.st_size;
    if (out->size > limit)
        return OBJECT_TOO_LARGE;
    size_t wanted = (size_t)out->size;
    char *bytes = arena_alloc(arena, wanted + 1, 1);
    size_t done = read_bytes(file, bytes, wanted);
    if (done == SIZE_MAX)
        return OBJECT_CORRUPT;
    bytes[done] = '\0'; /* it may have become shorter meanwhile */
    out->size = done;
    out->text = (struct text){bytes, done};
    return OBJECT_READ;
}

enum object_state folder_read(struct folder *folder, const char *path, bool is_link, size_t limit,
                              struct arena *arena, struct folder_bytes *out)
{
    const char *name;
    AUTO_CLOSE parent = open_parent(folder, path, &name);
    if (parent < 0)
        return state_of_errno();
    return is_link ? read_link(parent, name, limit, arena, out)
                   : read_file(parent, name, limit, arena, out);
}

struct text folder_head(struct folder *folder, const char *path, size_t size, struct arena *arena)
{
    static const struct text none = {"", 0};
    const char *name;
    struct stat status;
    AUTO_CLOSE parent = open_parent(folder, path, &name);
    if (parent < 0)
        return none;
    AUTO_CLOSE file = open_file(parent, name, &status);
    char *bytes = arena_alloc(arena, size + 1, 1);
    size_t done = file < 0 ? SIZE_MAX : read_bytes(file, bytes, size);
    if (done == SIZE_MAX)
        return none;
    bytes[done] = '\0';
    return (struct text){bytes, done};
}

static bool find_status(struct folder *folder, const char *path, struct stat *out)
{
    const char *name;
    AUTO_CLOSE parent = open_parent(folder, path, &name);
    return parent >= 0 && fstatat(parent, name, out, AT_SYMLINK_NOFOLLOW) == 0;
}

bool folder_size(struct folder *folder, const char *path, bool is_link, uint64_t *out)
{
    struct stat status;
    if (!find_status(folder, path, &status) ||
        !(is_link ? S_ISLNK(status.st_mode) : S_ISREG(status.st_mode)))
        return false;
    *out = (uint64_t)status.st_size;
    return true;
}

bool folder_identify(struct folder *folder, const char *path, bool is_link, struct object_id *out)
{
    struct arena scratch;
    arena_init(&scratch, 0);
    struct folder_bytes read = {.size = 0};
    git_oid hash = {{0}};
    bool is_read = folder_read(folder, path, is_link, LIMIT_IDENTIFIED_BYTES, &scratch, &read) ==
                       OBJECT_READ &&
                   git_odb_hash(&hash, read.text.bytes, read.text.size, GIT_OBJECT_BLOB) == 0;
    arena_release(&scratch);
    if (is_read)
        *out = id_of(&hash);
    return is_read;
}

enum folder_kind folder_kind(struct folder *folder, const char *path)
{
    struct stat status;
    if (!find_status(folder, path, &status))
        return FOLDER_NOTHING;
    if (S_ISREG(status.st_mode))
        return status.st_mode & S_IXUSR ? FOLDER_PROGRAM : FOLDER_FILE;
    if (S_ISLNK(status.st_mode))
        return FOLDER_LINK;
    return S_ISDIR(status.st_mode) ? FOLDER_FOLDER : FOLDER_SPECIAL;
}
