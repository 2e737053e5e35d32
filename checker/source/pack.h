/* pack.h - private to this folder: objects in packs (gitformat-pack(5)), read by
 * ourselves: libgit2 1.5 follows an offset of the index out of the file, and
 * libdeflate inflates nearly twice as fast as zlib. Every offset, size and depth
 * of the files is checked; a pack belongs to one thread. */
#ifndef SOURCE_PACK_H
#define SOURCE_PACK_H

#include "source/git.h"

struct pack;

/* Opens the index; the pack itself on first use. NULL when the index is not one. */
struct pack *pack_open(const char *index_path);
void pack_close(struct pack *pack);
const char *pack_index_path(const struct pack *pack);
bool pack_find(const struct pack *pack, const struct object_id *id, uint64_t *offset);
/* Counts the ids that begin with these hexadecimal digits, up to two that differ
 * from `out`, which gets the first. */
size_t pack_find_prefix(const struct pack *pack, const git_oid *prefix, size_t digits,
                        struct object_id *out);

/* What reading needs and keeps between two objects: a decompressor and the bases
 * of deltas that were met lately. */
struct unpacker;
struct unpacker *unpacker_new(void);
void unpacker_free(struct unpacker *unpacker);

enum object_state pack_size(struct pack *pack, uint64_t offset, git_object_t *type, size_t *out);
enum object_state pack_read(struct pack *pack, uint64_t offset, struct unpacker *unpacker,
                            const struct object_request *request, struct object *out);

/* As object_head. */
struct text pack_head(struct pack *pack, uint64_t offset, struct unpacker *unpacker, size_t size,
                      struct arena *arena);

/* One entry of a pack. */
struct packed {
    unsigned type; /* as in git_object_t, or one of the two below */
    size_t size;   /* inflated: of the object, or of the delta */
    uint64_t data; /* where the deflated bytes begin */
    uint64_t base; /* of a delta */
};
enum { OFFSET_DELTA = 6, REFERENCE_DELTA = 7 };
/* git refuses to make longer chains than 4,095. */
enum { LIMIT_DELTA_DEPTH = 4096 };

static inline bool packed_is_delta(const struct packed *entry)
{
    return entry->type == OFFSET_DELTA || entry->type == REFERENCE_DELTA;
}
/* False when no entry can stand there. */
bool pack_entry(struct pack *pack, uint64_t offset, struct packed *out);
/* The deflated bytes of the entry, and what follows them. */
struct text pack_data(struct pack *pack, const struct packed *entry);

/* Rebuilds an object from its base. False when the delta is malformed. */
bool delta_sizes(const unsigned char *delta, size_t size, size_t *base_size, size_t *out_size);
bool delta_apply(const unsigned char *base, size_t base_size, const unsigned char *delta,
                 size_t delta_size, unsigned char *out, size_t out_size);

#endif
