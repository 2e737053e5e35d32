#include "base/literals.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

/* A few bits tell, for every three bytes of the subject, whether a literal may be
 * there. Of each literal as many threes, one byte apart, are entered as there are
 * positions in a stride, so that only every stride's position is looked at. What
 * the bits let through, one in some hundreds, is compared. No step waits for the
 * one before it, so this is several times faster than an automaton, which waits
 * for its table at each byte. */
enum {
    GRAM = 3,
    STRIDE_MAX = 4,
    HASH_BITS = 16,
    HEADS = 4096,
    RARE = 1,
    USUAL = 2,
    FREQUENT = 3,
    CROWDED = 2, /* how bad it is to share three bytes with another literal */
};

struct literal {
    const char *bytes; /* folded when case is */
    size_t size;
};

/* Three bytes of a literal. */
struct gram {
    uint32_t bytes;
    uint32_t literal;
    uint32_t offset;
    uint32_t next; /* index + 1 */
};

struct literals {
    struct arena arena;
    struct literal *items;
    size_t count, capacity;
    bool built, fold_case;
    size_t *shorter; /* numbers of those that have no three bytes */
    size_t shorter_count;
    size_t stride; /* 0: there are only such */
    struct gram *grams;
    size_t gram_count;
    uint32_t filter[(1 << HASH_BITS) / 32];
    uint32_t heads[HEADS]; /* index + 1 of the first gram */
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
    literals->items[literals->count] =
        (struct literal){.bytes = arena_strdup(&literals->arena, literal), .size = strlen(literal)};
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

/* With the bit of lower case set in each byte, letters are folded, and some other
 * bytes seem alike that are not: they are compared after. */
static uint32_t gram_at(const char *bytes, uint32_t fold)
{
    const unsigned char *at = (const unsigned char *)bytes;
    return ((uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16) | fold;
}

/* The same where a fourth byte is there: compilers make one load of four bytes. */
static uint32_t gram_before(const char *bytes, uint32_t fold)
{
    const unsigned char *at = (const unsigned char *)bytes;
    uint32_t four =
        (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
    return (four & 0xffffffU) | fold;
}

static uint32_t fold_bits(const struct literals *literals)
{
    return literals->fold_case ? 0x202020U : 0;
}

static uint32_t hash_gram(uint32_t gram)
{
    return (gram * 0x9e3779b1U) >> (32 - HASH_BITS);
}

/* How often texts have this byte, roughly. */
static unsigned frequency(char byte)
{
    if (byte == '\0')
        return RARE;
    if (strchr(" \netaoinsrl", byte))
        return FREQUENT;
    if ((byte >= 'a' && byte <= 'z') || strchr("-_./\":=", byte))
        return USUAL;
    return RARE;
}

/* Threes that more literals than one have are slow where they are met. */
static unsigned crowd(const struct literals *literals, uint32_t gram)
{
    unsigned count = 0;
    uint32_t next = literals->heads[hash_gram(gram) % HEADS];
    for (; next && count < 16; next = literals->grams[next - 1].next)
        count += literals->grams[next - 1].bytes == gram;
    return count;
}

static size_t choose_offset(const struct literals *literals, const struct literal *literal)
{
    size_t window = literals->stride + GRAM - 1;
    size_t best = 0;
    unsigned least = UINT32_MAX;
    for (size_t offset = 0; offset + window <= literal->size; offset++) {
        unsigned cost = 0;
        for (size_t i = 0; i < literals->stride; i++) {
            const char *bytes = literal->bytes + offset + i;
            cost += frequency(bytes[0]) * frequency(bytes[1]) * frequency(bytes[2]);
            cost += CROWDED * crowd(literals, gram_at(bytes, fold_bits(literals)));
        }
        if (cost < least) {
            least = cost;
            best = offset;
        }
    }
    return best;
}

static void enter(struct literals *literals, size_t number)
{
    const struct literal *literal = &literals->items[number];
    size_t offset = choose_offset(literals, literal);
    for (size_t i = 0; i < literals->stride; i++, offset++) {
        uint32_t bytes = gram_at(literal->bytes + offset, fold_bits(literals));
        uint32_t hash = hash_gram(bytes);
        literals->filter[hash / 32] |= 1U << (hash % 32);
        literals->grams[literals->gram_count] =
            (struct gram){.bytes = bytes,
                          .literal = (uint32_t)number,
                          .offset = (uint32_t)offset,
                          .next = literals->heads[hash % HEADS]};
        literals->heads[hash % HEADS] = (uint32_t)++literals->gram_count;
    }
}

void literals_build(struct literals *literals, bool fold_case)
{
    assert(!literals->built);
    literals->built = true;
    literals->fold_case = fold_case;
    literals->shorter = ARENA_ARRAY(&literals->arena, size_t, literals->count);
    size_t shortest = SIZE_MAX;
    for (size_t i = 0; i < literals->count; i++) {
        struct literal *literal = &literals->items[i];
        if (literal->size < GRAM)
            literals->shorter[literals->shorter_count++] = i;
        else if (literal->size < shortest)
            shortest = literal->size;
        if (!fold_case)
            continue;
        char *bytes = arena_copy(&literals->arena, (struct text){literal->bytes, literal->size});
        for (size_t k = 0; k < literal->size; k++)
            bytes[k] = (char)folded((unsigned char)bytes[k]);
        literal->bytes = bytes;
    }
    if (shortest == SIZE_MAX)
        return;
    literals->stride = shortest - GRAM + 1 < STRIDE_MAX ? shortest - GRAM + 1 : STRIDE_MAX;
    literals->grams =
        ARENA_ARRAY(&literals->arena, struct gram, literals->count * literals->stride);
    for (size_t i = 0; i < literals->count; i++)
        if (literals->items[i].size >= GRAM)
            enter(literals, i);
}

/* One subject. */
struct search {
    const struct literals *literals;
    struct text subject;
    uint64_t *hits;
    size_t found;
};

static bool is_at(const struct search *search, const struct literal *literal, size_t at)
{
    const char *bytes = search->subject.bytes + at;
    if (!search->literals->fold_case)
        return memcmp(bytes, literal->bytes, literal->size) == 0;
    for (size_t i = 0; i < literal->size; i++)
        if (folded((unsigned char)bytes[i]) != (unsigned char)literal->bytes[i])
            return false;
    return true;
}

static void compare(struct search *search, size_t at, uint32_t bytes, uint32_t hash)
{
    const struct literals *literals = search->literals;
    uint32_t next = literals->heads[hash % HEADS];
    while (next) {
        const struct gram *gram = &literals->grams[next - 1];
        next = gram->next;
        uint64_t bit = 1ULL << (gram->literal % 64);
        uint64_t *word = &search->hits[gram->literal / 64];
        const struct literal *literal = &literals->items[gram->literal];
        if (gram->bytes != bytes || (*word & bit) || at < gram->offset ||
            literal->size > search->subject.size - (at - gram->offset) ||
            !is_at(search, literal, at - gram->offset))
            continue;
        *word |= bit;
        search->found++;
    }
}

static void search_shorter(struct search *search)
{
    const struct literals *literals = search->literals;
    for (size_t i = 0; i < literals->shorter_count; i++) {
        size_t number = literals->shorter[i];
        const char *bytes = literals->items[number].bytes;
        size_t at = literals->fold_case ? text_find_folded(search->subject, bytes)
                                        : text_find(search->subject, bytes);
        if (at == SIZE_MAX)
            continue;
        search->hits[number / 64] |= 1ULL << (number % 64);
        search->found++;
    }
}

bool literals_search(const struct literals *literals, struct text subject, uint64_t *hits)
{
    assert(literals->built);
    memset(hits, 0, (literals->count + 63) / 64 * sizeof(*hits));
    struct search search = {.literals = literals, .subject = subject, .hits = hits};
    search_shorter(&search);
    size_t stride = literals->stride;
    if (stride == 0)
        return search.found > 0;
    const uint32_t *filter = literals->filter;
    uint32_t fold = fold_bits(literals);
    for (size_t at = 0; at + GRAM <= subject.size; at += stride) {
        uint32_t bytes = at + GRAM < subject.size ? gram_before(subject.bytes + at, fold)
                                                  : gram_at(subject.bytes + at, fold);
        uint32_t hash = hash_gram(bytes);
        if (!(filter[hash / 32] >> (hash % 32) & 1))
            continue;
        compare(&search, at, bytes, hash);
        if (search.found == literals->count)
            break;
    }
    return search.found > 0;
}
