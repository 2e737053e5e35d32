#include "facts/archive.h"

#include "facts/executable_format.h"
#include "facts/paths.h"

#include <string.h>
#include <zlib.h>

enum {
    TAR_BLOCK = 512,
    INFLATED_AT_ONCE = 1 << 16,
    /* A package of a language rarely has more; a bomb does. */
    LIMIT_INFLATED_BYTES = 64 << 20,
    NAME_BYTES = 100,
};

static const char too_large[] = "an archive of which only the beginning is read";
static const char cut_short[] = "an archive that is cut short";

/* What `npm pack`, `python -m build`, `cargo package`, `gem build` and jar(1) put into
 * what they make. */
static bool marks_package(const char *name)
{
    const char *slash = strchr(name, '/');
    bool is_second = slash && !strchr(slash + 1, '/');
    return strcmp(name, "package/package.json") == 0 || strcmp(name, "metadata.gz") == 0 ||
           strcmp(name, "META-INF/MANIFEST.MF") == 0 ||
           (is_second &&
            (strcmp(slash, "/PKG-INFO") == 0 || strcmp(slash, "/.cargo_vcs_info.json") == 0 ||
             string_ends_with(name, ".dist-info/WHEEL")));
}

bool archive_is_program(const char *name, struct text head)
{
    return marks_package(name) || executable_format_of(name, head) != NULL;
}

/* Fed with bytes as they come. */
struct tar {
    struct arena *arena;
    unsigned char block[TAR_BLOCK];
    size_t filled;
    uint64_t left; /* of the member's data */
    size_t members;
    bool is_first_block, is_file;
    bool is_tar, is_done, is_broken;
    char name[NAME_BYTES + 1];
    const char *program;
};

static bool parse_octal(const unsigned char *field, size_t size, uint64_t *out)
{
    uint64_t value = 0;
    size_t at = 0;
    while (at < size && field[at] == ' ')
        at++;
    for (; at < size && field[at] >= '0' && field[at] <= '7'; at++)
        value = value << 3 | (uint64_t)(field[at] - '0');
    *out = value;
    return at == size || field[at] == ' ' || field[at] == 0;
}

static bool has_checksum(const unsigned char *block)
{
    uint64_t stated = 0, sum = 0;
    for (size_t i = 0; i < TAR_BLOCK; i++)
        sum += i >= 148 && i < 156 ? ' ' : block[i];
    return parse_octal(block + 148, 8, &stated) && sum == stated && sum != (uint64_t)8 * ' ';
}

static void read_header(struct tar *tar)
{
    static const unsigned char zeros[TAR_BLOCK];
    const unsigned char *block = tar->block;
    if (tar->is_tar && memcmp(block, zeros, TAR_BLOCK) == 0) {
        tar->is_done = true;
        return;
    }
    if (!has_checksum(block) || !parse_octal(block + 124, 12, &tar->left) ||
        tar->members++ == ARCHIVE_MEMBERS_MAX) {
        tar->is_done = tar->is_broken = true;
        return;
    }
    tar->is_tar = true;
    size_t size = strnlen((const char *)block, NAME_BYTES);
    memcpy(tar->name, block, size);
    tar->name[size] = '\0';
    tar->is_file = block[156] == '0' || block[156] == 0 || block[156] == '7';
    tar->is_first_block = true;
    if (tar->is_file && marks_package(tar->name)) {
        tar->program = arena_strdup(tar->arena, tar->name);
        tar->is_done = true;
    }
}

static void read_block(struct tar *tar)
{
    if (tar->left == 0) {
        read_header(tar);
        return;
    }
    size_t size = tar->left < TAR_BLOCK ? (size_t)tar->left : TAR_BLOCK;
    struct text head = {(const char *)tar->block, size};
    if (tar->is_first_block && tar->is_file && archive_is_program(tar->name, head)) {
        tar->program = arena_strdup(tar->arena, tar->name);
        tar->is_done = true;
    }
    tar->is_first_block = false;
    tar->left -= size;
}

static void tar_feed(struct tar *tar, const unsigned char *bytes, size_t size)
{
    while (size > 0 && !tar->is_done) {
        size_t part = TAR_BLOCK - tar->filled < size ? TAR_BLOCK - tar->filled : size;
        memcpy(tar->block + tar->filled, bytes, part);
        tar->filled += part;
        bytes += part;
        size -= part;
        if (tar->filled == TAR_BLOCK) {
            tar->filled = 0;
            read_block(tar);
        }
    }
}

static struct archive_contents contents_of(const struct tar *tar, const char *end)
{
    struct archive_contents out = {.program = tar->program, .class = UNKNOWN_UNREADABLE};
    if (!out.program && tar->is_tar && (!tar->is_done || tar->is_broken))
        out.unknown = end;
    return out;
}

/* Without the ending that the packing gave it. */
static const char *unpacked_name(struct arena *arena, const char *path)
{
    const char *base = path_base(path);
    size_t size = strlen(base);
    if (string_ends_with(base, ".gz"))
        size -= 3;
    return arena_copy(arena, (struct text){base, size});
}

static struct archive_contents read_gzip(struct arena *arena, const char *path, struct text bytes,
                                         bool whole)
{
    struct tar tar = {.arena = arena};
    unsigned char *room = arena_alloc(arena, INFLATED_AT_ONCE, 1);
    union {
        const char *constant;
        unsigned char *plain; /* zlib's type; it only reads */
    } input = {bytes.bytes};
    z_stream stream;
    memset(&stream, 0, sizeof(stream));
    stream.next_in = input.plain;
    stream.avail_in = (uInt)bytes.size;
    if (inflateInit2(&stream, 15 + 16) != Z_OK)
        return (struct archive_contents){.program = NULL};
    int code = Z_OK;
    bool is_start = true;
    while (code == Z_OK && !tar.is_done && stream.total_out < LIMIT_INFLATED_BYTES) {
        stream.next_out = room;
        stream.avail_out = INFLATED_AT_ONCE;
        code = inflate(&stream, Z_NO_FLUSH);
        size_t got = INFLATED_AT_ONCE - stream.avail_out;
        /* no tar: one file */
        if (is_start && got > 0 &&
            executable_format_of(unpacked_name(arena, path),
                                 (struct text){(const char *)room, got})) {
            tar.program = unpacked_name(arena, path);
            break;
        }
        is_start = false;
        tar_feed(&tar, room, got);
        if (got == 0 && stream.avail_in == 0)
            break;
    }
    inflateEnd(&stream);
    return contents_of(&tar, !whole || code == Z_OK ? too_large : cut_short);
}

static bool begins_with(struct text bytes, const char *mark, size_t size)
{
    return bytes.size >= size && memcmp(bytes.bytes, mark, size) == 0;
}

/* A single file that is packed so is data; an archive may hold anything. */
static bool is_unopened(const char *path, struct text bytes)
{
    static const struct {
        const char *mark;
        size_t size;
        const char *endings[4];
    } formats[] = {
        {"\xFD"
         "7zXZ",
         5,
         {".tar.xz", ".txz"}},
        {"BZh", 3, {".tar.bz2", ".tbz2", ".tbz"}},
        {"\x28\xB5\x2F\xFD", 4, {".tar.zst", ".tzst"}},
        {"7z\xBC\xAF\x27\x1C", 6, {""}},
        {"Rar!\x1A\x07", 6, {""}},
    };
    for (size_t i = 0; i < sizeof(formats) / sizeof(*formats); i++)
        for (size_t k = 0; formats[i].endings[k]; k++)
            if (begins_with(bytes, formats[i].mark, formats[i].size) &&
                string_ends_with(path, formats[i].endings[k]))
                return true;
    return false;
}

struct archive_contents archive_read(struct arena *arena, const char *path, struct text bytes,
                                     bool whole)
{
    if (begins_with(bytes, "PK\3\4", 4))
        return archive_read_zip(arena, bytes, whole);
    if (begins_with(bytes, "\x1f\x8b\x08", 3))
        return read_gzip(arena, path, bytes, whole);
    if (is_unopened(path, bytes))
        return (struct archive_contents){.unknown = "an archive that is not opened",
                                         .class = UNKNOWN_UNOBSERVABLE};
    struct tar tar = {.arena = arena};
    if (bytes.size >= TAR_BLOCK && begins_with((struct text){bytes.bytes + 257, 5}, "ustar", 5))
        tar_feed(&tar, (const unsigned char *)bytes.bytes, bytes.size);
    return contents_of(&tar, whole ? cut_short : too_large);
}
