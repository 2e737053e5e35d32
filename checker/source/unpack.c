#include "source/pack.h"

#include <libdeflate.h>
#include <stdlib.h>
#include <string.h>

enum {
    /* The base of a delta, which may be larger than what is made of it. */
    LIMIT_BASE_BYTES = 512 << 20,
    CACHE_SLOTS = 1024,
    LIMIT_CACHE_BYTES = 16 << 20,
};

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

static bool inflate_entry(struct unpacker *unpacker, struct pack *pack, const struct packed *entry,
                          unsigned char *out)
{
    struct text data = pack_data(pack, entry);
    return libdeflate_zlib_decompress(unpacker->decompressor, data.bytes, data.size, out,
                                      entry->size, NULL) == LIBDEFLATE_SUCCESS;
}

static unsigned char *room_for(size_t size)
{
    unsigned char *room = malloc(size + 1);
    if (!room)
        abort();
    room[size] = '\0';
    return room;
}

static unsigned char *inflate_new(struct unpacker *unpacker, struct pack *pack,
                                  const struct packed *entry)
{
    unsigned char *bytes = room_for(entry->size);
    if (inflate_entry(unpacker, pack, entry, bytes))
        return bytes;
    free(bytes);
    return NULL;
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

/* Takes the bytes over from the stage. */
static void remember(struct unpacker *unpacker, struct pack *pack, struct stage *stage)
{
    unsigned char *bytes = stage->owned;
    stage->owned = NULL;
    if (stage->size > LIMIT_CACHE_BYTES / 4) {
        free(bytes);
        return;
    }
    struct cached *slot = slot_of(unpacker, stage->offset);
    forget(unpacker, slot);
    while (unpacker->cached_bytes + stage->size > LIMIT_CACHE_BYTES) {
        unpacker->hand = (unpacker->hand + 1) % CACHE_SLOTS;
        forget(unpacker, &unpacker->cache[unpacker->hand]);
    }
    *slot = (struct cached){pack, stage->offset, bytes, stage->size, stage->type};
    unpacker->cached_bytes += stage->size;
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
        if (!pack_entry(pack, offset, &entry))
            return false;
        push(unpacker, &entry);
        if (!packed_is_delta(&entry))
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
static bool step(struct unpacker *unpacker, struct pack *pack, const struct packed *entry,
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
        remember(unpacker, pack, stage);
    stage->bytes = stage->owned = out;
    stage->size = size;
    stage->offset = offset;
    return true;
}

/* All of the chain but its first entry, the object's own delta. */
static bool rebuild_base(struct unpacker *unpacker, struct pack *pack, struct stage *stage)
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

static bool is_wanted(const struct object_request *request, unsigned type)
{
    return request->type == GIT_OBJECT_ANY || (unsigned)request->type == type;
}

static enum object_state read_delta(struct pack *pack, struct unpacker *unpacker,
                                    const struct object_request *request, struct stage *stage,
                                    struct object *out)
{
    const struct packed own = unpacker->chain[0];
    unsigned char *delta = own.size <= LIMIT_BASE_BYTES ? inflate_new(unpacker, pack, &own) : NULL;
    size_t base_size = 0;
    size_t size = 0;
    enum object_state state = OBJECT_CORRUPT;
    if (delta && delta_sizes(delta, own.size, &base_size, &size)) {
        out->size = size;
        state = size > request->limit ? OBJECT_TOO_LARGE : OBJECT_READ;
    }
    if (state == OBJECT_READ &&
        (!rebuild_base(unpacker, pack, stage) || !is_wanted(request, stage->type)))
        state = OBJECT_CORRUPT;
    if (state == OBJECT_READ) {
        char *room = object_init(out, (git_object_t)stage->type, size, request->arena);
        if (!apply(stage, delta, own.size, (unsigned char *)room, size)) {
            object_release(out);
            state = OBJECT_CORRUPT;
        }
        if (stage->owned)
            remember(unpacker, pack, stage);
    }
    free(delta);
    return state;
}

/* Whole in the pack, or in the cache as the base of another. */
static enum object_state read_whole(struct pack *pack, struct unpacker *unpacker,
                                    const struct object_request *request, const struct stage *stage,
                                    struct object *out)
{
    const struct packed *entry = unpacker->chain_count > 0 ? &unpacker->chain[0] : NULL;
    unsigned type = entry ? entry->type : stage->type;
    size_t size = entry ? entry->size : stage->size;
    if (!is_wanted(request, type))
        return OBJECT_CORRUPT;
    out->size = size;
    if (size > request->limit)
        return OBJECT_TOO_LARGE;
    char *room = object_init(out, (git_object_t)type, size, request->arena);
    if (!entry) {
        memcpy(room, stage->bytes, size);
    } else if (!inflate_entry(unpacker, pack, entry, (unsigned char *)room)) {
        object_release(out);
        return OBJECT_CORRUPT;
    }
    return OBJECT_READ;
}

enum object_state pack_read(struct pack *pack, uint64_t offset, struct unpacker *unpacker,
                            const struct object_request *request, struct object *out)
{
    __attribute__((cleanup(stage_auto))) struct stage stage = {.bytes = NULL};
    if (!find_base(unpacker, pack, offset, &stage))
        return OBJECT_CORRUPT;
    bool is_delta = unpacker->chain_count > 0 && packed_is_delta(&unpacker->chain[0]);
    return is_delta ? read_delta(pack, unpacker, request, &stage, out)
                    : read_whole(pack, unpacker, request, &stage, out);
}
