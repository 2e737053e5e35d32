#include "source/similarity.h"

#include <stdlib.h>
#include <string.h>

enum { HASHES = 256, LINES_MIN = 4 };

struct similarity {
    size_t lines; /* different ones */
    uint32_t count;
    uint32_t hashes[HASHES]; /* the smallest, ascending */
};

static bool is_white(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

/* FNV-1a, http://www.isthe.com/chongo/tech/comp/fnv, its high bits mixed into the low ones:
 * which hashes are the smallest shall depend on nothing of the line. */
static uint32_t hash_of(const char *at, const char *end)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    for (; at < end; at++)
        hash = (hash ^ (unsigned char)*at) * UINT64_C(1099511628211);
    hash ^= hash >> 29;
    hash *= UINT64_C(1099511628211);
    return (uint32_t)(hash >> 32);
}

static int by_hash(const void *a, const void *b)
{
    uint32_t left = *(const uint32_t *)a;
    uint32_t right = *(const uint32_t *)b;
    return (left > right) - (left < right);
}

static size_t hash_lines(struct text content, uint32_t *out)
{
    const char *at = content.bytes;
    const char *end = at + content.size;
    size_t count = 0;
    while (at < end) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        const char *next = stop ? stop + 1 : end;
        stop = stop ? stop : end;
        while (at < stop && is_white(*at))
            at++;
        while (at < stop && is_white(stop[-1]))
            stop--;
        if (at < stop)
            out[count++] = hash_of(at, stop);
        at = next;
    }
    return count;
}

static size_t count_lines(struct text content)
{
    const char *at = content.bytes;
    const char *end = at + content.size;
    size_t count = 1;
    while (at < end && (at = memchr(at, '\n', (size_t)(end - at))) != NULL) {
        count++;
        at++;
    }
    return count;
}

static void *room_for(size_t count, size_t size)
{
    void *room = calloc(count, size);
    if (!room)
        abort();
    return room;
}

struct similarity *similarity_new(struct text content)
{
    struct similarity *sketch = room_for(1, sizeof(*sketch));
    if (content.size == 0)
        return sketch;
    uint32_t *hashes = room_for(count_lines(content), sizeof(*hashes));
    size_t count = hash_lines(content, hashes);
    if (count > 0)
        qsort(hashes, count, sizeof(*hashes), by_hash);
    size_t lines = 0;
    for (size_t i = 0; i < count; i++)
        if (lines == 0 || hashes[i] != hashes[lines - 1])
            hashes[lines++] = hashes[i];
    sketch->lines = lines;
    sketch->count = (uint32_t)(lines < HASHES ? lines : HASHES);
    memcpy(sketch->hashes, hashes, sketch->count * sizeof(*hashes));
    free(hashes);
    return sketch;
}

/* How many of the smallest hashes of both together are in both estimates the share of their
 * lines that is in both (a bottom-k sketch; A. Broder, On the resemblance and containment of
 * documents, 1997). With that share j the score is 2j / (1 + j): half of it takes a third. */
int similarity_score(const struct similarity *a, const struct similarity *b)
{
    size_t more = a->lines > b->lines ? a->lines : b->lines;
    size_t fewer = a->lines > b->lines ? b->lines : a->lines;
    if (fewer < LINES_MIN || fewer < more / 3)
        return 0;
    uint32_t left = 0, right = 0, all = 0, common = 0, only = 0;
    while (all < HASHES && (left < a->count || right < b->count)) {
        uint64_t first = left < a->count ? a->hashes[left] : UINT64_MAX;
        uint64_t second = right < b->count ? b->hashes[right] : UINT64_MAX;
        left += first <= second ? 1 : 0;
        right += second <= first ? 1 : 0;
        common += first == second ? 1 : 0;
        only += first == second ? 0 : 1;
        all++;
        if (3 * only > 2 * HASHES)
            return 0;
    }
    if (all == 0)
        return 0;
    uint32_t score = 200 * common / (all + common);
    return score < SIMILARITY_RENAMED ? 0 : (int)score;
}
