#include "base/arena.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_ASAN 1
#endif
#endif
#ifdef ARENA_ASAN
#include <sanitizer/asan_interface.h>
#define POISON(p, n)   ASAN_POISON_MEMORY_REGION((p), (n))
#define UNPOISON(p, n) ASAN_UNPOISON_MEMORY_REGION((p), (n))
#else
#define POISON(p, n)   ((void)(p), (void)(n))
#define UNPOISON(p, n) ((void)(p), (void)(n))
#endif

struct arena_block {
    struct arena_block *older;
    size_t size;
    size_t used;
    alignas(max_align_t) unsigned char bytes[];
};

static _Noreturn void out_of_memory(size_t size)
{
    fprintf(stderr, "bylaw: out of memory (%zu bytes wanted)\n", size);
    exit(70);
}

static struct arena_block *block_new(struct arena_block *older, size_t size)
{
    if (size > SIZE_MAX - sizeof(struct arena_block))
        out_of_memory(size);
    struct arena_block *block = malloc(sizeof(*block) + size);
    if (!block)
        out_of_memory(size);
    block->older = older;
    block->size = size;
    block->used = 0;
    POISON(block->bytes, size);
    return block;
}

void arena_init(struct arena *arena, size_t block_size)
{
    arena->block = NULL;
    arena->block_size = block_size;
}

void arena_release(struct arena *arena)
{
    arena_reset(arena, (struct arena_mark){.block = NULL, .used = 0});
}

static unsigned char *take_room(struct arena *arena, size_t total)
{
    if (total > SIZE_MAX - alignof(max_align_t))
        out_of_memory(SIZE_MAX);
    size_t rounded = (total + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
    struct arena_block *block = arena->block;
    if (!block || block->size - block->used < rounded) {
        block = block_new(block, rounded > arena->block_size ? rounded : arena->block_size);
        arena->block = block;
    }
    unsigned char *bytes = block->bytes + block->used;
    block->used += rounded;
    UNPOISON(bytes, total);
    return bytes;
}

void *arena_alloc(struct arena *arena, size_t count, size_t size)
{
    size_t total;
    if (__builtin_mul_overflow(count, size, &total))
        out_of_memory(SIZE_MAX);
    return memset(take_room(arena, total), 0, total);
}

char *arena_bytes(struct arena *arena, size_t size)
{
    if (size == SIZE_MAX)
        out_of_memory(SIZE_MAX);
    char *bytes = (char *)take_room(arena, size + 1);
    bytes[size] = '\0';
    return bytes;
}

char *arena_strdup(struct arena *arena, const char *text)
{
    size_t size = strlen(text);
    return memcpy(arena_bytes(arena, size), text, size);
}

struct arena_mark arena_mark(const struct arena *arena)
{
    struct arena_block *block = arena->block;
    return (struct arena_mark){.block = block, .used = block ? block->used : 0};
}

void arena_reset(struct arena *arena, struct arena_mark mark)
{
    while (arena->block && arena->block != mark.block) {
        struct arena_block *older = arena->block->older;
        UNPOISON(arena->block->bytes, arena->block->size);
        free(arena->block);
        arena->block = older;
    }
    if (arena->block) {
        arena->block->used = mark.used;
        POISON(arena->block->bytes + mark.used, arena->block->size - mark.used);
    }
}

/* Below the newest block, so that a mark taken before is still one of ours. */
void arena_adopt(struct arena *arena, struct arena *other)
{
    if (!other->block)
        return;
    struct arena_block *oldest = other->block;
    while (oldest->older)
        oldest = oldest->older;
    if (arena->block) {
        oldest->older = arena->block->older;
        arena->block->older = other->block;
    } else {
        arena->block = other->block;
    }
    other->block = NULL;
}
