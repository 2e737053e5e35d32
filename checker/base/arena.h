/* arena.h - memory that is freed all at once.
 *
 * Everything learned about one repository lives in that repository's arena and
 * goes when the arena goes; nothing in it is freed on its own. Allocation never
 * returns NULL: inputs are limited where they enter (base/limits.h), so running
 * out of memory here is the machine's problem and ends the program. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

struct arena_block;

struct arena {
    struct arena_block *block; /* newest first */
    size_t block_size;
};

struct arena_mark {
    struct arena_block *block;
    size_t used;
};

void arena_init(struct arena *arena, size_t block_size);
void arena_release(struct arena *arena);

/* Zeroed memory, aligned for any type. */
void *arena_alloc(struct arena *arena, size_t count, size_t size) __attribute__((returns_nonnull));
/* Room for bytes that the caller fills at once, not zeroed; a NUL stands behind. */
char *arena_bytes(struct arena *arena, size_t size) __attribute__((returns_nonnull));
char *arena_strdup(struct arena *arena, const char *text) __attribute__((returns_nonnull));

/* Forget what was allocated since the mark. */
struct arena_mark arena_mark(const struct arena *arena);
void arena_reset(struct arena *arena, struct arena_mark mark);

/* Takes over the other's memory, which lives as long as this arena then; the other
 * is empty afterwards. */
void arena_adopt(struct arena *arena, struct arena *other);

#define ARENA_NEW(arena, type)          ((type *)arena_alloc((arena), 1, sizeof(type)))
#define ARENA_ARRAY(arena, type, count) ((type *)arena_alloc((arena), (count), sizeof(type)))

#endif
