#include "source/loose.h"

#include <errno.h>
#include <fcntl.h>
#include <git2/odb_backend.h>
#include <git2/sys/odb_backend.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

struct loose {
    git_odb_backend parent; /* first: libgit2 knows only this part */
    git_odb_backend *inner; /* libgit2's, for what it does well */
    char *folder;
};

static struct loose *loose_of(git_odb_backend *backend)
{
    return (struct loose *)(void *)backend;
}

/* A file that is being inflated. */
struct inflation {
    int file;
    bool is_started;
    bool is_ended; /* the stream is whole */
    off_t file_size;
    z_stream stream;
    unsigned char input[16384];
};

static void inflation_auto(struct inflation *inflation)
{
    if (inflation->is_started)
        inflateEnd(&inflation->stream);
    if (inflation->file >= 0)
        close(inflation->file);
}

/* Fills `out` or comes to the end of the stream; returns the bytes got, SIZE_MAX
 * when the stream is damaged or cut. */
static size_t inflate_into(struct inflation *inflation, void *out, size_t size)
{
    z_stream *stream = &inflation->stream;
    size_t done = 0;
    while (done < size && !inflation->is_ended) {
        if (stream->avail_in == 0) {
            ssize_t got = read(inflation->file, inflation->input, sizeof(inflation->input));
            if (got < 0 && errno == EINTR)
                continue;
            if (got <= 0)
                return SIZE_MAX;
            stream->next_in = inflation->input;
            stream->avail_in = (uInt)got;
        }
        size_t room = size - done < 1U << 30 ? size - done : 1U << 30;
        stream->next_out = (unsigned char *)out + done;
        stream->avail_out = (uInt)room;
        int code = inflate(stream, Z_NO_FLUSH);
        if (code != Z_OK && code != Z_STREAM_END && code != Z_BUF_ERROR)
            return SIZE_MAX;
        done += room - stream->avail_out;
        inflation->is_ended = code == Z_STREAM_END;
    }
    return done;
}

struct loose_header {
    git_object_t type;
    size_t size;      /* of the content */
    size_t head_size; /* of the header, with its NUL */
};

/* `blob 123`, a NUL. */
static bool parse_header(const char *bytes, size_t count, struct loose_header *out)
{
    const char *nul = memchr(bytes, 0, count);
    const char *space = nul ? memchr(bytes, ' ', (size_t)(nul - bytes)) : NULL;
    if (!space || space + 1 == nul)
        return false;
    char name[16];
    size_t name_size = (size_t)(space - bytes);
    if (name_size >= sizeof(name))
        return false;
    memcpy(name, bytes, name_size);
    name[name_size] = '\0';
    out->type = git_object_string2type(name);
    if (git_object_typeisloose(out->type) != 1)
        return false;
    size_t size = 0;
    for (const char *digit = space + 1; digit < nul; digit++)
        if (*digit < '0' || *digit > '9' || __builtin_mul_overflow(size, (size_t)10, &size) ||
            __builtin_add_overflow(size, (size_t)(*digit - '0'), &size))
            return false;
    out->size = size;
    out->head_size = (size_t)(nul + 1 - bytes);
    return true;
}

static int damaged(void)
{
    git_error_set_str(GIT_ERROR_ODB, "a loose object is damaged");
    return GIT_ERROR;
}

static int open_object(struct inflation *inflation, const struct loose *loose, const git_oid *id)
{
    char name[GIT_OID_HEXSZ + 2];
    git_oid_pathfmt(name, id);
    name[GIT_OID_HEXSZ + 1] = '\0';
    size_t size = strlen(loose->folder) + 1 + sizeof(name);
    char path[4096];
    if (size > sizeof(path))
        return damaged();
    memcpy(path, loose->folder, size - sizeof(name) - 1);
    path[size - sizeof(name) - 1] = '/';
    memcpy(path + size - sizeof(name), name, sizeof(name));
    inflation->file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (inflation->file < 0) {
        if (errno == ENOENT || errno == ENOTDIR)
            return GIT_ENOTFOUND;
        git_error_set_str(GIT_ERROR_OS, strerror(errno));
        return GIT_ERROR;
    }
    struct stat status;
    if (fstat(inflation->file, &status) != 0 || !S_ISREG(status.st_mode))
        return damaged();
    inflation->file_size = status.st_size;
    inflation->is_started = inflateInit(&inflation->stream) == Z_OK;
    return inflation->is_started ? 0 : damaged();
}

static int read_content(git_odb_backend *backend, struct inflation *inflation,
                        const struct loose_header *header, const char *head, size_t head_count,
                        void **out)
{
    enum { MOST_COMPRESSED = 1032 }; /* zlib, technical details */
    size_t most = ((size_t)inflation->file_size + 64) * MOST_COMPRESSED;
    size_t have = head_count - header->head_size;
    if (header->size > most || have > header->size)
        return damaged();
    char *data = git_odb_backend_data_alloc(backend, header->size + 1);
    if (!data)
        return GIT_ERROR;
    memcpy(data, head + header->head_size, have);
    size_t got = inflate_into(inflation, data + have, header->size - have);
    char more;
    if (got != header->size - have || inflate_into(inflation, &more, 1) != 0 ||
        !inflation->is_ended) {
        git_odb_backend_data_free(backend, data);
        return damaged();
    }
    data[header->size] = '\0';
    *out = data;
    return 0;
}

static int read_object(git_odb_backend *backend, const git_oid *id, struct loose_header *header,
                       void **data)
{
    __attribute__((cleanup(inflation_auto))) struct inflation inflation;
    inflation.file = -1;
    inflation.is_started = inflation.is_ended = false;
    memset(&inflation.stream, 0, sizeof(inflation.stream));
    int code = open_object(&inflation, loose_of(backend), id);
    if (code != 0)
        return code;
    char head[64];
    size_t count = inflate_into(&inflation, head, sizeof(head));
    if (count == SIZE_MAX || !parse_header(head, count, header))
        return damaged();
    return data ? read_content(backend, &inflation, header, head, count, data) : 0;
}

static int loose_read(void **data, size_t *size, git_object_t *type, git_odb_backend *backend,
                      const git_oid *id)
{
    struct loose_header header;
    int code = read_object(backend, id, &header, data);
    if (code == 0) {
        *size = header.size;
        *type = header.type;
    }
    return code;
}

static int loose_read_header(size_t *size, git_object_t *type, git_odb_backend *backend,
                             const git_oid *id)
{
    struct loose_header header;
    int code = read_object(backend, id, &header, NULL);
    if (code == 0) {
        *size = header.size;
        *type = header.type;
    }
    return code;
}

static int loose_exists(git_odb_backend *backend, const git_oid *id)
{
    git_odb_backend *inner = loose_of(backend)->inner;
    return inner->exists(inner, id);
}

static int loose_exists_prefix(git_oid *out, git_odb_backend *backend, const git_oid *prefix,
                               size_t size)
{
    git_odb_backend *inner = loose_of(backend)->inner;
    return inner->exists_prefix(out, inner, prefix, size);
}

static int loose_read_prefix(git_oid *out, void **data, size_t *size, git_object_t *type,
                             git_odb_backend *backend, const git_oid *prefix, size_t prefix_size)
{
    git_oid id;
    int code = loose_exists_prefix(&id, backend, prefix, prefix_size);
    if (code == 0)
        code = loose_read(data, size, type, backend, &id);
    if (code == 0)
        git_oid_cpy(out, &id);
    return code;
}

static void loose_free(git_odb_backend *backend)
{
    struct loose *loose = loose_of(backend);
    if (loose->inner)
        loose->inner->free(loose->inner);
    free(loose->folder);
    free(loose);
}

struct failure *loose_backend_new(git_odb_backend **out, const char *folder)
{
    struct loose *loose = calloc(1, sizeof(*loose));
    if (!loose || git_odb_init_backend(&loose->parent, GIT_ODB_BACKEND_VERSION) != 0)
        abort();
    loose->folder = strdup(folder);
    if (!loose->folder)
        abort();
    loose->parent.read = loose_read;
    loose->parent.read_header = loose_read_header;
    loose->parent.read_prefix = loose_read_prefix;
    loose->parent.exists = loose_exists;
    loose->parent.exists_prefix = loose_exists_prefix;
    loose->parent.free = loose_free;
    if (git_odb_backend_loose(&loose->inner, folder, -1, 0, 0, 0) != 0) {
        loose_free(&loose->parent);
        return GIT_FAILURE("cannot read the objects in '%s'", folder);
    }
    *out = &loose->parent;
    return NULL;
}
