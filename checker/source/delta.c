#include "source/pack.h"

#include <string.h>

static bool take_size(const unsigned char **at, const unsigned char *end, size_t *out)
{
    size_t size = 0;
    for (unsigned shift = 0; *at < end && shift < 63; shift += 7) {
        unsigned char byte = *(*at)++;
        size |= (size_t)(byte & 0x7f) << shift;
        if (!(byte & 0x80)) {
            *out = size;
            return true;
        }
    }
    return false;
}

bool delta_sizes(const unsigned char *delta, size_t size, size_t *base_size, size_t *out_size)
{
    const unsigned char *at = delta;
    return take_size(&at, delta + size, base_size) && take_size(&at, delta + size, out_size);
}

/* The offset and the length of a copy: each bit of the instruction says that one
 * more byte of them follows. */
static bool take_copy(const unsigned char **at, const unsigned char *end, unsigned bits,
                      size_t *offset, size_t *length)
{
    size_t numbers[2] = {0, 0};
    for (unsigned bit = 0; bit < 7; bit++) {
        if (!(bits & 1U << bit))
            continue;
        if (*at == end)
            return false;
        unsigned place = bit < 4 ? bit : bit - 4;
        numbers[bit < 4 ? 0 : 1] |= (size_t) * (*at)++ << (8 * place);
    }
    *offset = numbers[0];
    *length = numbers[1] ? numbers[1] : 0x10000;
    return true;
}

bool delta_apply(const unsigned char *base, size_t base_size, const unsigned char *delta,
                 size_t delta_size, unsigned char *out, size_t out_size)
{
    const unsigned char *at = delta;
    const unsigned char *end = delta + delta_size;
    size_t of_base;
    size_t of_out;
    if (!take_size(&at, end, &of_base) || !take_size(&at, end, &of_out) || of_base != base_size ||
        of_out != out_size)
        return false;
    size_t done = 0;
    while (at < end) {
        unsigned instruction = *at++;
        size_t offset = 0;
        size_t length = instruction;
        const unsigned char *from = at;
        if (instruction & 0x80) {
            if (!take_copy(&at, end, instruction & 0x7f, &offset, &length) || offset > base_size ||
                length > base_size - offset)
                return false;
            from = base + offset;
        } else if (instruction == 0 || length > (size_t)(end - at)) {
            return false;
        } else {
            at += length;
        }
        if (length > out_size - done)
            return false;
        memcpy(out + done, from, length);
        done += length;
    }
    return done == out_size;
}
