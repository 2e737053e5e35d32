#include "source/pack.h"

#include <fcntl.h>
#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

enum {
    FANOUT_SIZE = 256 * 4,
    TRAILER_SIZE = 20,
    PACK_HEADER_SIZE = 12,
    /* git refuses to make longer chains than 4,095 */
    LIMIT_DELTA_DEPTH = 4096,
    /* The base of a delta, which may be larger than what is made of it. */
    LIMIT_BASE_BYTES = 512 << 20,
    /* zlib: the most that one byte can become */
    MOST_INFLATED = 1032,
    CACHE_SLOTS = 1024,
    LIMIT_CACHE_BYTES = 16 << 20,
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
        uint32_t now = be32(pack->fanout + 4 * i);
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
    if (size < head + FANOUT_SIZE + 2 * TRAILER_SIZE || (is_second && be32(bytes + 4) != 2))
        return false;
    pack->fanout = bytes + head;
    if (!check_fanout(pack))
        return false;
    const unsigned char *tables = pack->fanout + FANOUT_SIZE;
    size_t room = size - head - FANOUT_SIZE - 2 * TRAILER_SIZE;
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
    size_t low = id[0] > 0 ? be32(pack->fanout + 4 * (id[0] - 1)) : 0;
    size_t high = be32(pack->fanout + (size_t)4 * id[0]);
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (memcmp(name_at(pack, middle), id, OBJECT_ID_SIZE) < 0)
            low = middle + 1;
        else
            high = middle;
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
        git_oid id;
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

enum { OFFSET_DELTA = 6, REFERENCE_DELTA = 7 };

/* One entry of the pack. */
struct packed {
    unsigned type;
    size_t size;   /* inflated: of the object, or of the delta */
    uint64_t data; /* where the deflated bytes begin */
    uint64_t base; /* of a delta */
};

static bool is_delta(const struct packed *entry)
{
    return entry->type == OFFSET_DELTA || entry->type == REFERENCE_DELTA;
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

static bool entry_at(const struct pack *pack, uint64_t offset, struct packed *out)
{
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
        (is_delta(&entry) && !parse_base(pack, offset, end, &at, &entry)))
        return false;
    entry.data = at;
    /* so that what is claimed is never much more than what is there */
    if (entry.size > (end - at + 64) * MOST_INFLATED)
        return false;
    *out = entry;
    return true;
}

struct cached {
    const struct pack *pack;
    uint64_t offset;
    unsigned char *bytes;
    size_t size;
    unsigned type;
};

struct unpacker {
    struct libdeflate_decompressor *decompressor;
    struct cached cache[CACHE_SLOTS];
    size_t cached_bytes;
    size_t hand;
    struct packed *chain; /* from the object to its base */
    size_t chain_count, chain_capacity;
};

struct unpacker *unpacker_new(void)
{
    struct unpacker *unpacker = calloc(1, sizeof(*unpacker));
    if (!unpacker)
        abort();
    unpacker->decompressor = libdeflate_alloc_decompressor();
    if (!unpacker->decompressor)
        abort();
    return unpacker;
}

static void forget(struct unpacker *unpacker, struct cached *slot)
{
    unpacker->cached_bytes -= slot->size;
    free(slot->bytes);
    *slot = (struct cached){.pack = NULL};
}

void unpacker_free(struct unpacker *unpacker)
{
    if (!unpacker)
        return;
    for (size_t i = 0; i < CACHE_SLOTS; i++)
        forget(unpacker, &unpacker->cache[i]);
    libdeflate_free_decompressor(unpacker->decompressor);
    free(unpacker->chain);
    free(unpacker);
}

static struct cached *slot_of(struct unpacker *unpacker, uint64_t offset)
{
    return &unpacker->cache[(offset * 0x9e3779b97f4a7c15ULL) >> 54];
}

/* Takes the bytes over. */
static void remember(struct unpacker *unpacker, struct cached base)
{
    if (base.size > LIMIT_CACHE_BYTES / 4) {
        free(base.bytes);
        return;
    }
    struct cached *slot = slot_of(unpacker, base.offset);
    forget(unpacker, slot);
    while (unpacker->cached_bytes + base.size > LIMIT_CACHE_BYTES) {
        unpacker->hand = (unpacker->hand + 1) % CACHE_SLOTS;
        forget(unpacker, &unpacker->cache[unpacker->hand]);
    }
    *slot = base;
    unpacker->cached_bytes += base.size;
}

static bool inflate_entry(struct unpacker *unpacker, const struct pack *pack,
                          const struct packed *entry, unsigned char *out)
{
    size_t available = pack->packed.size - TRAILER_SIZE - (size_t)entry->data;
    return libdeflate_zlib_decompress(unpacker->decompressor, pack->packed.bytes + entry->data,
                                      available, out, entry->size, NULL) == LIBDEFLATE_SUCCESS;
}

static unsigned char *room_for(size_t size)
{
    unsigned char *room = malloc(size + 1);
    if (!room)
        abort();
    room[size] = '\0';
    return room;
}

static unsigned char *inflate_new(struct unpacker *unpacker, const struct pack *pack,
                                  const struct packed *entry)
{
    unsigned char *bytes = room_for(entry->size);
    if (inflate_entry(unpacker, pack, entry, bytes))
        return bytes;
    free(bytes);
    return NULL;
}

/* The sizes that stand at the start of a delta, without inflating all of it. */
static bool peek_delta(const struct pack *pack, const struct packed *entry, size_t *out_size)
{
    unsigned char head[32];
    size_t base_size;
    z_stream stream;
    memset(&stream, 0, sizeof(stream));
    union {
        const unsigned char *constant;
        unsigned char *plain; /* zlib's type; it only reads */
    } input = {pack->packed.bytes + entry->data};
    size_t available = pack->packed.size - TRAILER_SIZE - (size_t)entry->data;
    stream.next_in = input.plain;
    stream.avail_in = available < 4096 ? (uInt)available : 4096;
    stream.next_out = head;
    stream.avail_out = sizeof(head);
    if (inflateInit(&stream) != Z_OK)
        abort();
    inflate(&stream, Z_SYNC_FLUSH);
    size_t got = sizeof(head) - stream.avail_out;
    inflateEnd(&stream);
    return delta_sizes(head, got, &base_size, out_size);
}

enum object_state pack_size(struct pack *pack, uint64_t offset, git_object_t *type, size_t *out)
{
    struct packed entry;
    if (!open_packed(pack) || !entry_at(pack, offset, &entry))
        return OBJECT_CORRUPT;
    size_t size = entry.size;
    if (is_delta(&entry) && !peek_delta(pack, &entry, &size))
        return OBJECT_CORRUPT;
    for (size_t depth = 0; is_delta(&entry); depth++)
        if (depth == LIMIT_DELTA_DEPTH || !entry_at(pack, entry.base, &entry))
            return OBJECT_CORRUPT;
    *type = (git_object_t)entry.type;
    *out = size;
    return OBJECT_READ;
}

static void push(struct unpacker *unpacker, const struct packed *entry)
{
    if (unpacker->chain_count == unpacker->chain_capacity) {
        unpacker->chain_capacity = unpacker->chain_capacity ? unpacker->chain_capacity * 2 : 64;
        struct packed *moved =
            realloc(unpacker->chain, unpacker->chain_capacity * sizeof(*unpacker->chain));
        if (!moved)
            abort();
        unpacker->chain = moved;
    }
    unpacker->chain[unpacker->chain_count++] = *entry;
}

/* The object that is being rebuilt, one delta after the other. */
struct stage {
    uint64_t offset;
    const unsigned char *bytes;
    unsigned char *owned; /* NULL when the bytes are the cache's */
    size_t size;
    unsigned type;
};

static void stage_auto(struct stage *stage)
{
    free(stage->owned);
}

/* Goes down the chain to the first base that is whole or in the cache. */
static bool find_base(struct unpacker *unpacker, struct pack *pack, uint64_t offset,
                      struct stage *base)
{
    unpacker->chain_count = 0;
    for (;;) {
        const struct cached *cached = slot_of(unpacker, offset);
        struct packed entry;
        base->offset = offset;
        if (cached->bytes && cached->pack == pack && cached->offset == offset) {
            base->bytes = cached->bytes;
            base->size = cached->size;
            base->type = cached->type;
            return true;
        }
        if (!entry_at(pack, offset, &entry))
            return false;
        push(unpacker, &entry);
        if (!is_delta(&entry))
            return true;
        if (unpacker->chain_count > LIMIT_DELTA_DEPTH)
            return false;
        offset = entry.base;
    }
}

static bool apply(const struct stage *base, const unsigned char *delta, size_t delta_size,
                  unsigned char *out, size_t out_size)
{
    return delta_apply(base->bytes, base->size, delta, delta_size, out, out_size);
}

/* One delta that is not the last: its result is the next base. */
static bool step(struct unpacker *unpacker, const struct pack *pack, const struct packed *entry,
                 uint64_t offset, struct stage *stage)
{
    size_t base_size = 0;
    size_t size = 0;
    unsigned char *delta =
        entry->size <= LIMIT_BASE_BYTES ? inflate_new(unpacker, pack, entry) : NULL;
    unsigned char *out = NULL;
    bool is_done = delta && delta_sizes(delta, entry->size, &base_size, &size) &&
                   size <= LIMIT_BASE_BYTES && (out = room_for(size)) &&
                   apply(stage, delta, entry->size, out, size);
    free(delta);
    if (!is_done) {
        free(out);
        return false;
    }
    if (stage->owned)
        remember(unpacker,
                 (struct cached){pack, stage->offset, stage->owned, stage->size, stage->type});
    stage->bytes = stage->owned = out;
    stage->size = size;
    stage->offset = offset;
    return true;
}

/* All of the chain but its first entry, the object's own delta. */
static bool rebuild_base(struct unpacker *unpacker, const struct pack *pack, struct stage *stage)
{
    size_t left = unpacker->chain_count;
    if (!stage->bytes) {
        const struct packed *entry = &unpacker->chain[--left];
        if (entry->size > LIMIT_BASE_BYTES || !(stage->owned = inflate_new(unpacker, pack, entry)))
            return false;
        stage->bytes = stage->owned;
        stage->size = entry->size;
        stage->type = entry->type;
    }
    while (left > 1) {
        left--;
        /* an entry stands where the delta above it says that its base is */
        if (!step(unpacker, pack, &unpacker->chain[left], unpacker->chain[left - 1].base, stage))
            return false;
    }
    return true;
}

static enum object_state finish(struct object *out, struct arena *arena, git_object_t type,
                                size_t size, unsigned char **room)
{
    *out = (struct object){.type = type, .size = size};
    if (arena) {
        *room = arena_alloc(arena, size + 1, 1);
    } else {
        *room = room_for(size);
        out->owned = (char *)*room;
    }
    out->bytes = (const char *)*room;
    return OBJECT_READ;
}

static enum object_state read_delta(struct pack *pack, struct unpacker *unpacker, git_object_t type,
                                    size_t limit, struct arena *arena, struct stage *stage,
                                    struct object *out)
{
    const struct packed own = unpacker->chain[0];
    if (own.size > LIMIT_BASE_BYTES)
        return OBJECT_CORRUPT;
    unsigned char *delta = inflate_new(unpacker, pack, &own);
    size_t base_size = 0;
    size_t size = 0;
    enum object_state state = OBJECT_CORRUPT;
    if (delta && delta_sizes(delta, own.size, &base_size, &size)) {
        out->size = size;
        state = size > limit ? OBJECT_TOO_LARGE : OBJECT_READ;
    }
    if (state == OBJECT_READ && (!rebuild_base(unpacker, pack, stage) ||
                                 (type != GIT_OBJECT_ANY && stage->type != (unsigned)type)))
        state = OBJECT_CORRUPT;
    if (state == OBJECT_READ) {
        unsigned char *room;
        finish(out, arena, (git_object_t)stage->type, size, &room);
        if (!apply(stage, delta, own.size, room, size)) {
            object_release(out);
            state = OBJECT_CORRUPT;
        }
        if (stage->owned)
            remember(unpacker,
                     (struct cached){pack, stage->offset, stage->owned, stage->size, stage->type});
        stage->owned = NULL;
    }
    free(delta);
    return state;
}

enum object_state pack_read(struct pack *pack, uint64_t offset, struct unpacker *unpacker,
                            git_object_t type, size_t limit, struct arena *arena,
                            struct object *out)
{
    __attribute__((cleanup(stage_auto))) struct stage stage = {.bytes = NULL};
    if (!open_packed(pack) || !find_base(unpacker, pack, offset, &stage))
        return OBJECT_CORRUPT;
    if (unpacker->chain_count > 0 && is_delta(&unpacker->chain[0]))
        return read_delta(pack, unpacker, type, limit, arena, &stage, out);

    /* whole in the pack, or in the cache as the base of another */
    bool is_cached = unpacker->chain_count == 0;
    const struct packed *entry = is_cached ? NULL : &unpacker->chain[0];
    unsigned found = entry ? entry->type : stage.type;
    size_t size = entry ? entry->size : stage.size;
    if (type != GIT_OBJECT_ANY && found != (unsigned)type)
        return OBJECT_CORRUPT;
    out->size = size;
    if (size > limit)
        return OBJECT_TOO_LARGE;
    unsigned char *room;
    finish(out, arena, (git_object_t)found, size, &room);
    if (is_cached) {
        memcpy(room, stage.bytes, size);
    } else if (!inflate_entry(unpacker, pack, entry, room)) {
        object_release(out);
        return OBJECT_CORRUPT;
    }
    return OBJECT_READ;
}
