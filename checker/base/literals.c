#include "base/literals.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* The dense table: a row a state, a column a class of bytes. Bytes that stand in
 * no literal are one class, so rows are short. An entry is the place of the next
 * row in the table; its highest bit says that a literal ends there. */
enum { NO_LITERAL = 0 };
#define ENDS_LITERAL 0x80000000U
#define PLACE        0x7fffffffU

struct literal {
    const char *bytes;
    size_t size;
    uint32_t same_end; /* index + 1 of another literal that ends in the same state */
};

struct literals {
    struct arena arena;
    struct literal *items;
    size_t count, capacity;
    size_t total; /* bytes of all */
    bool built;
    uint8_t classes[256];
    uint32_t width; /* classes */
    uint32_t *table;
    uint32_t *ends;    /* by state: index + 1 of the first literal that ends there */
    uint32_t *shorter; /* by state: the longest proper suffix where literals end, or 0 */
};

struct literals *literals_new(void)
{
    struct literals *literals = malloc(sizeof(*literals));
    if (!literals)
        abort();
    *literals = (struct literals){0};
    arena_init(&literals->arena, 1 << 14);
    return literals;
}

void literals_free(struct literals *literals)
{
    if (!literals)
        return;
    arena_release(&literals->arena);
    free(literals);
}

size_t literals_add(struct literals *literals, const char *literal)
{
    assert(!literals->built);
    literals->items = arena_grow(&literals->arena, literals->items, literals->count,
                                 &literals->capacity, sizeof(*literals->items));
    size_t size = strlen(literal);
    literals->items[literals->count] =
        (struct literal){.bytes = arena_strdup(&literals->arena, literal), .size = size};
    literals->total += size;
    return literals->count++;
}

size_t literals_count(const struct literals *literals)
{
    return literals->count;
}

static unsigned char folded(unsigned char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (unsigned char)(byte - 'A' + 'a') : byte;
}

/* Class 0 is every byte that stands in no literal; NUL is one of them. There are
 * 255 other bytes at most, so a class fits into a byte. */
static void find_classes(struct literals *literals, bool fold_case)
{
    literals->width = 1;
    for (size_t i = 0; i < literals->count; i++)
        for (size_t k = 0; k < literals->items[i].size; k++) {
            unsigned char byte = (unsigned char)literals->items[i].bytes[k];
            if (fold_case)
                byte = folded(byte);
            if (literals->classes[byte] == 0)
                literals->classes[byte] = (uint8_t)literals->width++;
        }
    if (fold_case)
        for (unsigned byte = 'A'; byte <= 'Z'; byte++)
            literals->classes[byte] = literals->classes[folded((unsigned char)byte)];
}

/* The trie of all literals; an entry is a state's number, 0 is none. */
static uint32_t build_trie(struct literals *literals)
{
    uint32_t states = 1;
    for (size_t i = 0; i < literals->count; i++) {
        struct literal *literal = &literals->items[i];
        uint32_t state = 0;
        for (size_t k = 0; k < literal->size; k++) {
            uint8_t class = literals->classes[(unsigned char)literal->bytes[k]];
            uint32_t *entry = &literals->table[(size_t)state * literals->width + class];
            if (*entry == 0)
                *entry = states++;
            state = *entry;
        }
        literal->same_end = literals->ends[state];
        literals->ends[state] = (uint32_t)(i + 1);
    }
    return states;
}

/* Breadth first: a state's failure is shorter than it and so is complete. Missing
 * entries become those of the failure; at the root they stay at the root. */
static void follow_failures(struct literals *literals, uint32_t states)
{
    struct arena scratch;
    arena_init(&scratch, 1 << 16);
    uint32_t *queue = ARENA_ARRAY(&scratch, uint32_t, states);
    uint32_t *failures = ARENA_ARRAY(&scratch, uint32_t, states);
    uint32_t width = literals->width;
    size_t last = 1; /* the root is first */
    for (size_t next = 0; next < last; next++) {
        uint32_t state = queue[next];
        uint32_t failure = failures[state];
        literals->shorter[state] =
            literals->ends[failure] != NO_LITERAL ? failure : literals->shorter[failure];
        for (uint32_t class = 0; class < width; class ++) {
            uint32_t *entry = &literals->table[(size_t)state * width + class];
            uint32_t fallback = literals->table[(size_t)failure * width + class];
            if (*entry == 0) {
                *entry = state == 0 ? 0 : fallback;
                continue;
            }
            failures[*entry] = state == 0 ? 0 : fallback;
            queue[last++] = *entry;
        }
    }
    arena_release(&scratch);
}

void literals_build(struct literals *literals, bool fold_case)
{
    assert(!literals->built);
    find_classes(literals, fold_case);
    size_t most = literals->total + 1;
    if (most > PLACE / literals->width)
        abort(); /* 8 MiB of literals: policies are bounded far below */
    literals->table = ARENA_ARRAY(&literals->arena, uint32_t, most * literals->width);
    literals->ends = ARENA_ARRAY(&literals->arena, uint32_t, most);
    literals->shorter = ARENA_ARRAY(&literals->arena, uint32_t, most);
    uint32_t states = build_trie(literals);
    follow_failures(literals, states);
    for (size_t i = 0; i < (size_t)states * literals->width; i++) {
        uint32_t state = literals->table[i];
        bool ends = literals->ends[state] != NO_LITERAL || literals->shorter[state] != 0;
        literals->table[i] = state * literals->width | (ends ? ENDS_LITERAL : 0);
    }
    literals->built = true;
}

/* Marks what ends in the state; returns how many are new. */
static size_t mark(const struct literals *literals, uint32_t state, uint64_t *hits)
{
    size_t found = 0;
    for (;; state = literals->shorter[state]) {
        for (uint32_t i = literals->ends[state]; i != 0; i = literals->items[i - 1].same_end) {
            uint64_t bit = 1ULL << ((i - 1) % 64);
            found += (hits[(i - 1) / 64] & bit) == 0;
            hits[(i - 1) / 64] |= bit;
        }
        if (literals->shorter[state] == 0)
            return found;
    }
}

bool literals_search(const struct literals *literals, struct text subject, uint64_t *hits)
{
    assert(literals->built);
    memset(hits, 0, (literals->count + 63) / 64 * sizeof(*hits));
    const uint32_t *table = literals->table;
    const uint8_t *classes = literals->classes;
    /* What ends at the root is the empty literal. */
    size_t found = literals->ends[0] != NO_LITERAL ? mark(literals, 0, hits) : 0;
    uint32_t place = 0;
    for (size_t at = 0; at < subject.size && found < literals->count; at++) {
        uint32_t entry = table[place + classes[(unsigned char)subject.bytes[at]]];
        place = entry & PLACE;
        if (entry & ENDS_LITERAL)
            found += mark(literals, place / literals->width, hits);
    }
    return found > 0;
}
