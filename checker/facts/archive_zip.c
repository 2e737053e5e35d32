#include "facts/archive.h"

#include "facts/executable_format.h"

#include <string.h>
#include <zlib.h>

/* Sizes of the fixed parts, APPNOTE.TXT 4.3.7, 4.3.12 and 4.3.16. */
enum {
    LOCAL_BYTES = 30,
    CENTRAL_BYTES = 46,
    END_BYTES = 22,
    COMMENT_MAX = 65535,
    NAME_MAX_BYTES = 1024,
};

static unsigned le16(const unsigned char *bytes)
{
    return bytes[0] | (unsigned)bytes[1] << 8;
}

static size_t le32(const unsigned char *bytes)
{
    return le16(bytes) | (size_t)le16(bytes + 2) << 16;
}

struct member {
    const char *name;
    unsigned flags, method;
    size_t packed_size, offset; /* of its local header */
};

/* The first bytes of a stored or deflated member; fewer or none where it has none. */
static struct text head_of(const struct text bytes, const struct member *member,
                           unsigned char head[ARCHIVE_HEAD_BYTES])
{
    const unsigned char *start = (const unsigned char *)bytes.bytes;
    struct text none = {"", 0};
    if (member->offset + LOCAL_BYTES > bytes.size ||
        memcmp(start + member->offset, "PK\3\4", 4) != 0)
        return none;
    size_t data = member->offset + LOCAL_BYTES + le16(start + member->offset + 26) +
                  le16(start + member->offset + 28);
    if (data > bytes.size)
        return none;
    size_t left = bytes.size - data;
    if (member->method == 0)
        return (struct text){bytes.bytes + data,
                             left < member->packed_size ? left : member->packed_size};
    if (member->method != 8)
        return none;
    union {
        const unsigned char *constant;
        unsigned char *plain; /* zlib's type; it only reads */
    } input = {start + data};
    z_stream stream;
    memset(&stream, 0, sizeof(stream));
    stream.next_in = input.plain;
    const size_t most = (size_t)8 * ARCHIVE_HEAD_BYTES;
    stream.avail_in = (uInt)(left < most ? left : most);
    stream.next_out = head;
    stream.avail_out = ARCHIVE_HEAD_BYTES;
    if (inflateInit2(&stream, -15) != Z_OK)
        return none;
    inflate(&stream, Z_SYNC_FLUSH);
    size_t got = ARCHIVE_HEAD_BYTES - stream.avail_out;
    inflateEnd(&stream);
    return (struct text){(const char *)head, got};
}

static bool is_program(struct text bytes, const struct member *member)
{
    unsigned char head[ARCHIVE_HEAD_BYTES];
    bool is_hidden = (member->flags & 1) != 0 || (member->method != 0 && member->method != 8);
    struct text bytes_of = is_hidden ? (struct text){"", 0} : head_of(bytes, member, head);
    /* nobody sees its bytes: its name is left */
    if (bytes_of.size == 0 && (is_hidden || member->packed_size > 0))
        return executable_format_of_name(member->name) != NULL;
    return archive_is_program(member->name, bytes_of);
}

/* The end of the central directory, which a comment may follow. */
static const unsigned char *find_end(struct text bytes)
{
    if (bytes.size < END_BYTES)
        return NULL;
    const unsigned char *start = (const unsigned char *)bytes.bytes;
    size_t at = bytes.size - END_BYTES;
    size_t last = at > COMMENT_MAX ? at - COMMENT_MAX : 0;
    for (;; at--) {
        if (memcmp(start + at, "PK\5\6", 4) == 0)
            return start + at;
        if (at == last)
            return NULL;
    }
}

static const char *copy_name(struct arena *arena, const unsigned char *bytes, size_t size)
{
    size = size < NAME_MAX_BYTES ? size : NAME_MAX_BYTES;
    return arena_copy(arena, (struct text){(const char *)bytes, size});
}

static struct archive_contents read_directory(struct arena *arena, struct text bytes,
                                              const unsigned char *end)
{
    struct archive_contents out = {.class = UNKNOWN_UNREADABLE};
    const unsigned char *start = (const unsigned char *)bytes.bytes;
    size_t count = le16(end + 10), at = le32(end + 16);
    bool is_hidden = false;
    for (size_t i = 0; i < count && !out.program; i++) {
        if (i == ARCHIVE_MEMBERS_MAX || at + CENTRAL_BYTES > bytes.size ||
            memcmp(start + at, "PK\1\2", 4) != 0) {
            out.unknown = "an archive whose directory is damaged or very long";
            break;
        }
        size_t name_size = le16(start + at + 28);
        size_t next =
            at + CENTRAL_BYTES + name_size + le16(start + at + 30) + le16(start + at + 32);
        if (next > bytes.size) {
            out.unknown = "an archive whose directory is damaged or very long";
            break;
        }
        struct member member = {
            .name = copy_name(arena, start + at + CENTRAL_BYTES, name_size),
            .flags = le16(start + at + 8),
            .method = le16(start + at + 10),
            .packed_size = le32(start + at + 20),
            .offset = le32(start + at + 42),
        };
        if (is_program(bytes, &member))
            out.program = member.name;
        is_hidden = is_hidden || (member.flags & 1) != 0;
        at = next;
    }
    if (!out.program && !out.unknown && is_hidden) {
        out.unknown = "an archive behind a password";
        out.class = UNKNOWN_UNOBSERVABLE;
    }
    return out;
}

/* The beginning alone: the members as they follow each other, while their sizes are known. */
static struct archive_contents read_members(struct arena *arena, struct text bytes)
{
    struct archive_contents out = {
        .unknown = "an archive of which only the beginning is read",
        .class = UNKNOWN_UNREADABLE,
    };
    const unsigned char *start = (const unsigned char *)bytes.bytes;
    for (size_t at = 0; at + LOCAL_BYTES <= bytes.size && memcmp(start + at, "PK\3\4", 4) == 0;) {
        size_t name_size = le16(start + at + 26);
        size_t data = at + LOCAL_BYTES + name_size + le16(start + at + 28);
        if (data > bytes.size)
            break;
        struct member member = {
            .name = copy_name(arena, start + at + LOCAL_BYTES, name_size),
            .flags = le16(start + at + 6),
            .method = le16(start + at + 8),
            .packed_size = le32(start + at + 18),
            .offset = at,
        };
        if (is_program(bytes, &member)) {
            out.program = member.name;
            out.unknown = NULL;
            break;
        }
        if ((member.flags & 8) != 0)
            break;
        at = data + member.packed_size;
    }
    return out;
}

struct archive_contents archive_read_zip(struct arena *arena, struct text bytes, bool whole)
{
    const unsigned char *end = whole ? find_end(bytes) : NULL;
    if (end)
        return read_directory(arena, bytes, end);
    struct archive_contents out = read_members(arena, bytes);
    /* without a directory nothing unpacks it: it is no archive */
    if (whole)
        out.unknown = NULL;
    return out;
}
