#include "source/loose.h"

#include "base/limits.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

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

static enum object_state open_object(struct inflation *inflation, const char *folder,
                                     const struct object_id *id)
{
    char hex[OBJECT_ID_HEX_SIZE];
    char path[LIMIT_PATH_BYTES];
    object_id_format(id, hex);
    int length = snprintf(path, sizeof(path), "%s/%.2s/%s", folder, hex, hex + 2);
    if (length < 0 || (size_t)length >= sizeof(path))
        return OBJECT_CORRUPT;
    inflation->file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (inflation->file < 0)
        return errno == ENOENT || errno == ENOTDIR ? OBJECT_MISSING : OBJECT_CORRUPT;
    struct stat status;
    if (fstat(inflation->file, &status) != 0 || !S_ISREG(status.st_mode))
        return OBJECT_CORRUPT;
    inflation->file_size = status.st_size;
    inflation->is_started = inflateInit(&inflation->stream) == Z_OK;
    return inflation->is_started ? OBJECT_READ : OBJECT_CORRUPT;
}

/* What was inflated to read the header: its first bytes of content too. */
struct head {
    char bytes[64];
    size_t count;
    struct loose_header header;
};

static enum object_state read_head(struct inflation *inflation, const char *folder,
                                   const struct object_id *id, struct head *out)
{
    enum { MOST_INFLATED = 1032 }; /* zlib: the most that one byte can become */
    enum object_state state = open_object(inflation, folder, id);
    if (state != OBJECT_READ)
        return state;
    out->count = inflate_into(inflation, out->bytes, sizeof(out->bytes));
    if (out->count == SIZE_MAX || !parse_header(out->bytes, out->count, &out->header) ||
        out->header.size / MOST_INFLATED > (size_t)inflation->file_size + 64)
        return OBJECT_CORRUPT;
    return OBJECT_READ;
}

static void inflation_init(struct inflation *inflation)
{
    inflation->file = -1;
    inflation->is_started = inflation->is_ended = false;
    memset(&inflation->stream, 0, sizeof(inflation->stream));
}

enum object_state loose_size(const char *folder, const struct object_id *id, git_object_t *type,
                             size_t *out)
{
    __attribute__((cleanup(inflation_auto))) struct inflation inflation;
    struct head head = {.count = 0};
    inflation_init(&inflation);
    enum object_state state = read_head(&inflation, folder, id, &head);
    if (state == OBJECT_READ) {
        *type = head.header.type;
        *out = head.header.size;
    }
    return state;
}

enum object_state loose_read(const char *folder, const struct object_id *id,
                             const struct object_request *request, struct object *out)
{
    __attribute__((cleanup(inflation_auto))) struct inflation inflation;
    struct head head = {.count = 0};
    inflation_init(&inflation);
    enum object_state state = read_head(&inflation, folder, id, &head);
    if (state != OBJECT_READ)
        return state;
    size_t size = head.header.size;
    size_t have = head.count - head.header.head_size;
    if ((request->type != GIT_OBJECT_ANY && head.header.type != request->type) || have > size)
        return OBJECT_CORRUPT;
    out->size = size;
    if (size > request->limit)
        return OBJECT_TOO_LARGE;
    struct object object;
    char *room = object_init(&object, head.header.type, size, request->arena);
    memcpy(room, head.bytes + head.header.head_size, have);
    char more;
    if (inflate_into(&inflation, room + have, size - have) != size - have ||
        inflate_into(&inflation, &more, 1) != 0 || !inflation.is_ended) {
        object_release(&object);
        return OBJECT_CORRUPT;
    }
    *out = object;
    return OBJECT_READ;
}

struct text loose_head(const char *folder, const struct object_id *id, size_t size,
                       struct arena *arena)
{
    static const struct text none = {"", 0};
    __attribute__((cleanup(inflation_auto))) struct inflation inflation;
    struct head head = {.count = 0};
    inflation_init(&inflation);
    if (read_head(&inflation, folder, id, &head) != OBJECT_READ ||
        head.header.type != GIT_OBJECT_BLOB)
        return none;
    size_t have = head.count - head.header.head_size;
    size = size < head.header.size ? size : head.header.size;
    have = have < size ? have : size;
    char *bytes = arena_alloc(arena, size + 1, 1);
    memcpy(bytes, head.bytes + head.header.head_size, have);
    size_t more = inflate_into(&inflation, bytes + have, size - have);
    if (more == SIZE_MAX)
        return none;
    bytes[have + more] = '\0';
    return (struct text){bytes, have + more};
}

bool loose_exists(const char *folder, const struct object_id *id)
{
    char hex[OBJECT_ID_HEX_SIZE];
    char path[LIMIT_PATH_BYTES];
    object_id_format(id, hex);
    int length = snprintf(path, sizeof(path), "%s/%.2s/%s", folder, hex, hex + 2);
    return length > 0 && (size_t)length < sizeof(path) && access(path, F_OK) == 0;
}

size_t loose_find_prefix(const char *folder, const git_oid *prefix, size_t digits,
                         struct object_id *out)
{
    char hex[OBJECT_ID_HEX_SIZE];
    char path[LIMIT_PATH_BYTES];
    struct object_id first = id_of(prefix);
    object_id_format(&first, hex);
    int length = snprintf(path, sizeof(path), "%s/%.2s", folder, hex);
    DIR *names = length > 0 && (size_t)length < sizeof(path) && digits >= 2 ? opendir(path) : NULL;
    if (!names)
        return 0;
    size_t found = 0;
    const struct dirent *entry;
    while (found < 2 && (entry = readdir(names))) {
        struct object_id id;
        char name[OBJECT_ID_HEX_SIZE];
        if (strlen(entry->d_name) != OBJECT_ID_HEX_SIZE - 3)
            continue;
        memcpy(name, hex, 2);
        memcpy(name + 2, entry->d_name, sizeof(name) - 2);
        if (object_id_parse(text_of(name), &id) && git_oid_ncmp(oid_of(&id), prefix, digits) == 0 &&
            found++ == 0)
            *out = id;
    }
    closedir(names);
    return found;
}
