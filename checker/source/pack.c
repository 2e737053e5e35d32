#include "source/pack.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

enum {
    FANOUT_SIZE = 256 * 4,
    TRAILER_SIZE = 20,
    TRAILERS_SIZE = 2 * TRAILER_SIZE, /* an index has two */
    PACK_HEADER_SIZE = 12,
    /* zlib: the most that one byte can become */
    MOST_INFLATED = 1032,
    /* An object that is rebuilt from deltas for its first bytes. git stores what is
     * large and does not resemble another whole. */
    LIMIT_REBUILT_BYTES = 64 << 20,
    /* How much of a pack may stay in this process's memory, and what the kernel maps around
     * each place that is looked at (fault_around_bytes). */
    RESIDENT_BYTES = 32 << 20,
    AROUND_BYTES = 64 << 10,
};

struct map {
    const unsigned char *bytes;
    size_t size;
};

struct pack {
    char *index_path;
    struct map index;
    struct map packed;
    bool is_packed_opened;
    size_t resident; /* bytes of `packed` that were looked at since they were let go, at most */
    uint32_t count;
    const unsigned char *fanout, *names, *offsets, *large_offsets;
    size_t name_stride, large_count;
};

static uint32_t be32(const unsigned char *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static bool map_file(const char *path, struct map *out)
{
    int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (file < 0)
        return false;
    struct stat status;
    void *bytes = MAP_FAILED;
    if (fstat(file, &status) == 0 && S_ISREG(status.st_mode) && status.st_size > 0)
        bytes = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, file, 0);
    close(file);
    if (bytes == MAP_FAILED)
        return false;
    *out = (struct map){bytes, (size_t)status.st_size};
    return true;
}

static void unmap(const struct map *map)
{
    union {
        const unsigned char *bytes;
        void *address;
    } mapped = {map->bytes};
    if (map->bytes)
        munmap(mapped.address, map->size);
}

static bool check_fanout(struct pack *pack)
{
    uint32_t before = 0;
    for (size_t i = 0; i < 256; i++) {
        uint32_t now = be32(pack->fanout + (size_t)4 * i);
        if (now < before)
            return false;
        before = now;
    }
    pack->count = before;
    return true;
}

/* Versions 2 and 1 of the index; in the first the offset stands before the name. */
static bool parse_index(struct pack *pack)
{
    const unsigned char *bytes = pack->index.bytes;
    size_t size = pack->index.size;
    bool is_second = size >= 8 && memcmp(bytes, "\377tOc", 4) == 0;
    size_t head = is_second ? 8 : 0;
    if (size < head + FANOUT_SIZE + TRAILERS_SIZE || (is_second && be32(bytes + 4) != 2))
        return false;
    pack->fanout = bytes + head;
    if (!check_fanout(pack))
        return false;
    const unsigned char *tables = pack->fanout + FANOUT_SIZE;
    size_t room = size - head - FANOUT_SIZE - TRAILERS_SIZE;
    size_t count = pack->count;
    if (!is_second) {
        pack->offsets = tables;
        pack->names = tables + 4;
        pack->name_stride = 24;
        return room == count * 24;
    }
    if (room < count * 28 || (room - count * 28) % 8 != 0)
        return false;
    pack->names = tables;
    pack->name_stride = OBJECT_ID_SIZE;
    pack->offsets = tables + count * 24;
    pack->large_offsets = pack->offsets + count * 4;
    pack->large_count = (room - count * 28) / 8;
    return true;
}

struct pack *pack_open(const char *index_path)
{
    struct pack *pack = calloc(1, sizeof(*pack));
    if (!pack)
        abort();
    if (!map_file(index_path, &pack->index) || !parse_index(pack)) {
        unmap(&pack->index);
        free(pack);
        return NULL;
    }
    pack->index_path = strdup(index_path);
    if (!pack->index_path)
        abort();
    return pack;
}

void pack_close(struct pack *pack)
{
    if (!pack)
        return;
    unmap(&pack->index);
    unmap(&pack->packed);
    free(pack->index_path);
    free(pack);
}

const char *pack_index_path(const struct pack *pack)
{
    return pack->index_path;
}

static const unsigned char *name_at(const struct pack *pack, size_t number)
{
    return pack->names + number * pack->name_stride;
}

/* The first name that is not before these bytes. */
static size_t lower_bound(const struct pack *pack, const unsigned char *id)
{
    size_t low = id[0] > 0 ? be32(pack->fanout + (size_t)4 * (id[0] - 1U)) : 0;
    size_t high = be32(pack->fanout + (size_t)4 * id[0]);
    /* Names are spread evenly: the first steps go to where this one must be, and
     * so touch fewer pages than halving would. */
    uint64_t least = 0;
    uint64_t most = 1ULL << 32;
    uint64_t wanted = be32(id + 1);
    for (unsigned step = 0; low < high; step++) {
        size_t middle = low + (high - low) / 2;
        if (step < 4 && wanted >= least && wanted < most)
            middle = low + (size_t)((wanted - least) * (high - low) / (most - least));
        const unsigned char *name = name_at(pack, middle);
        if (memcmp(name, id, OBJECT_ID_SIZE) < 0) {
            low = middle + 1;
            least = be32(name + 1);
        } else {
            high = middle;
            most = be32(name + 1) + 1ULL;
        }
    }
    return low;
}

bool pack_find(const struct pack *pack, const struct object_id *id, uint64_t *offset)
{
    size_t number = lower_bound(pack, id->bytes);
    if (number >= pack->count || memcmp(name_at(pack, number), id->bytes, OBJECT_ID_SIZE) != 0)
        return false;
    if (!pack->large_offsets) {
        *offset = be32(pack->offsets + number * 24);
        return true;
    }
    uint32_t small = be32(pack->offsets + number * 4);
    *offset = small;
    if (!(small & 0x80000000U))
        return true;
    size_t large = small & 0x7fffffffU;
    *offset = 0; /* no object stands there: for a number that is not in the table */
    if (large < pack->large_count) {
        const unsigned char *bytes = pack->large_offsets + 8 * large;
        *offset = (uint64_t)be32(bytes) << 32 | be32(bytes + 4);
    }
    return true;
}

size_t pack_find_prefix(const struct pack *pack, const git_oid *prefix, size_t digits,
                        struct object_id *out)
{
    size_t found = 0;
    struct object_id first = id_of(prefix);
    for (size_t number = lower_bound(pack, first.bytes); number < pack->count && found < 2;
         number++) {
        git_oid id = {{0}};
        memcpy(id.id, name_at(pack, number), OBJECT_ID_SIZE);
        if (git_oid_ncmp(&id, prefix, digits) != 0)
            break;
        if (found++ == 0)
            *out = id_of(&id);
    }
    return found;
}

/* The pack that belongs to the index; checked once. */
static bool open_packed(struct pack *pack)
{
    if (pack->is_packed_opened)
        return pack->packed.bytes != NULL;
    pack->is_packed_opened = true;
    size_t size = strlen(pack->index_path);
    char *path = malloc(size + 2);
    if (!path)
        abort();
    memcpy(path, pack->index_path, size - 3);
    memcpy(path + size - 3, "pack", 5);
    struct map map = {NULL, 0};
    bool is_open = map_file(path, &map);
    free(path);
    if (is_open && map.size >= PACK_HEADER_SIZE + TRAILER_SIZE &&
        memcmp(map.bytes, "PACK", 4) == 0 && be32(map.bytes + 4) >= 2 && be32(map.bytes + 4) <= 3 &&
        be32(map.bytes + 8) == pack->count) {
        pack->packed = map;
        return true;
    }
    unmap(&map);
    return false;
}

static bool parse_base(const struct pack *pack, uint64_t offset, uint64_t end, uint64_t *at,
                       struct packed *entry)
{
    const unsigned char *bytes = pack->packed.bytes;
    if (entry->type == REFERENCE_DELTA) {
        struct object_id id;
        if (end - *at < OBJECT_ID_SIZE)
            return false;
        memcpy(id.bytes, bytes + *at, OBJECT_ID_SIZE);
        *at += OBJECT_ID_SIZE;
        return pack_find(pack, &id, &entry->base);
    }
    uint64_t back = 0;
    for (unsigned count = 0;; count++) {
        if (*at >= end || count > 8)
            return false;
        unsigned char byte = bytes[(*at)++];
        back = (count > 0 ? (back + 1) << 7 : 0) | (byte & 0x7f);
        if (!(byte & 0x80))
            break;
    }
    entry->base = offset - back;
    return back > 0 && back < offset;
}

bool pack_entry(struct pack *pack, uint64_t offset, struct packed *out)
{
    if (!open_packed(pack))
        return false;
    const unsigned char *bytes = pack->packed.bytes;
    uint64_t end = pack->packed.size - TRAILER_SIZE;
    if (offset < PACK_HEADER_SIZE || offset >= end)
        return false;
    uint64_t at = offset;
    unsigned char byte = bytes[at++];
    struct packed entry = {.type = (byte >> 4) & 7, .size = byte & 15};
    for (unsigned shift = 4; byte & 0x80; shift += 7) {
        if (at >= end || shift > 56)
            return false;
        byte = bytes[at++];
        entry.size |= (size_t)(byte & 0x7f) << shift;
    }
    if (entry.type == 0 || entry.type == 5 ||
        (packed_is_delta(&entry) && !parse_base(pack, offset, end, &at, &entry)))
        return false;
    entry.data = at;
    /* so that what is claimed is never much more than what is there */
    if (entry.size > (end - at + 64) * MOST_INFLATED)
        return false;
    *out = entry;
    return true;
}

/* The pages of a pack count as memory of the process, though they are the kernel's to take
 * back: what was read is let go, and read again from its cache when it is wanted again. */
static void keep_small(struct pack *pack, const struct packed *entry)
{
    pack->resident += AROUND_BYTES + entry->size;
    if (pack->resident < RESIDENT_BYTES)
        return;
    union {
        const unsigned char *bytes;
        void *address;
    } mapped = {pack->packed.bytes};
    (void)madvise(mapped.address, pack->packed.size, MADV_DONTNEED);
    pack->resident = 0;
}

struct text pack_data(struct pack *pack, const struct packed *entry)
{
    keep_small(pack, entry);
    return (struct text){(const char *)pack->packed.bytes + entry->data,
                         pack->packed.size - TRAILER_SIZE - (size_t)entry->data};
}

/* Inflates the start of an entry, at most `size` bytes (a few KiB); returns how many. */
static size_t inflate_start(const struct pack *pack, const struct packed *entry, void *out,
                            size_t size)
{
    /* what zlib cannot make smaller grows by far less than this */
    size_t most = 4096 + 2 * size;
    z_stream stream;
    memset(&stream, 0, sizeof(stream));
    union {
        const unsigned char *constant;
        unsigned char *plain; /* zlib's type; it only reads */
    } input = {pack->packed.bytes + entry->data};
    size_t available = pack->packed.size - TRAILER_SIZE - (size_t)entry->data;
    stream.next_in = input.plain;
    stream.avail_in = (uInt)(available < most ? available : most);
    stream.next_out = out;
    stream.avail_out = (uInt)size;
    if (inflateInit(&stream) != Z_OK)
        abort();
    inflate(&stream, Z_SYNC_FLUSH);
    size_t got = size - stream.avail_out;
    inflateEnd(&stream);
    return got;
}

/* The sizes that stand at the start of a delta, without inflating all of it. */
static bool peek_delta(const struct pack *pack, const struct packed *entry, size_t *out_size)
{
    unsigned char head[32];
    size_t base_size;
    size_t got = inflate_start(pack, entry, head, sizeof(head));
    return delta_sizes(head, got, &base_size, out_size);
}

/* A delta's first bytes can come from anywhere in its base: the object is rebuilt. */
static struct text delta_head(struct pack *pack, uint64_t offset, struct unpacker *unpacker,
                              size_t size, struct arena *arena)
{
    struct object object = {.size = 0};
    struct object_request request = {.type = GIT_OBJECT_BLOB, .limit = LIMIT_REBUILT_BYTES};
    if (pack_read(pack, offset, unpacker, &request, &object) != OBJECT_READ)
        return (struct text){"", 0};
    size = size < object.size ? size : object.size;
    const char *bytes = arena_copy(arena, (struct text){object.bytes, size});
    object_release(&object);
    return (struct text){bytes, size};
}

struct text pack_head(struct pack *pack, uint64_t offset, struct unpacker *unpacker, size_t size,
                      struct arena *arena)
{
    static const struct text none = {"", 0};
    struct packed entry;
    if (!pack_entry(pack, offset, &entry))
        return none;
    if (packed_is_delta(&entry))
        return delta_head(pack, offset, unpacker, size, arena);
    if (entry.type != GIT_OBJECT_BLOB)
        return none;
    size = size < entry.size ? size : entry.size;
    char *bytes = arena_alloc(arena, size + 1, 1);
    size_t got = inflate_start(pack, &entry, bytes, size);
    bytes[got] = '\0';
    return (struct text){bytes, got};
}

enum object_state pack_size(struct pack *pack, uint64_t offset, git_object_t *type, size_t *out)
{
    struct packed entry;
    if (!pack_entry(pack, offset, &entry))
        return OBJECT_CORRUPT;
    size_t size = entry.size;
    if (packed_is_delta(&entry) && !peek_delta(pack, &entry, &size))
        return OBJECT_CORRUPT;
    for (size_t depth = 0; packed_is_delta(&entry); depth++)
        if (depth == LIMIT_DELTA_DEPTH || !pack_entry(pack, entry.base, &entry))
            return OBJECT_CORRUPT;
    *type = (git_object_t)entry.type;
    *out = size;
    return OBJECT_READ;
}
