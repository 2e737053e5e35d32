#include "source/ssh_wire.h"

#include <sodium.h>
#include <string.h>

void ssh_wire_add_number(struct buffer *out, uint32_t number)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        buffer_add_byte(out, (char)(number >> shift & 0xff));
}

void ssh_wire_add(struct buffer *out, const void *bytes, size_t size)
{
    ssh_wire_add_number(out, (uint32_t)size);
    buffer_add(out, bytes, size);
}

bool ssh_wire_number(struct text *rest, uint32_t *out)
{
    if (rest->size < 4)
        return false;
    uint32_t number = 0;
    for (size_t i = 0; i < 4; i++)
        number = number << 8 | (unsigned char)rest->bytes[i];
    *rest = (struct text){rest->bytes + 4, rest->size - 4};
    *out = number;
    return true;
}

bool ssh_wire_string(struct text *rest, struct text *out)
{
    struct text after = *rest;
    uint32_t size = 0;
    if (!ssh_wire_number(&after, &size) || size > after.size)
        return false;
    *out = (struct text){after.bytes, size};
    *rest = (struct text){after.bytes + size, after.size - size};
    return true;
}

bool ssh_wire_name(struct text *rest, struct arena *arena, const char **out)
{
    struct text after = *rest;
    struct text name;
    if (!ssh_wire_string(&after, &name))
        return false;
    for (size_t i = 0; i < name.size; i++)
        if (name.bytes[i] < ' ' || name.bytes[i] > '~')
            return false;
    *out = arena_copy(arena, name);
    *rest = after;
    return true;
}

bool ssh_base64_decode(struct arena *arena, struct text encoded, struct text *out)
{
    size_t most = encoded.size / 4 * 3 + 3;
    char *bytes = arena_bytes(arena, most);
    size_t size = 0;
    if (sodium_base642bin((unsigned char *)bytes, most, encoded.bytes, encoded.size, "\r\n", &size,
                          NULL, sodium_base64_VARIANT_ORIGINAL) != 0)
        return false;
    *out = (struct text){bytes, size};
    return true;
}

const char *ssh_base64(struct arena *arena, struct text bytes)
{
    size_t size = sodium_base64_encoded_len(bytes.size, sodium_base64_VARIANT_ORIGINAL);
    char *encoded = arena_alloc(arena, size, 1);
    return sodium_bin2base64(encoded, size, (const unsigned char *)bytes.bytes, bytes.size,
                             sodium_base64_VARIANT_ORIGINAL);
}

static bool is_fence(struct text line, const char *which, const char *name)
{
    struct text rest = text_trim(line);
    static const char dashes[] = "-----";
    const char *const parts[] = {dashes, which, " ", name, dashes};
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        size_t size = strlen(parts[i]);
        if (!text_starts_with(rest, parts[i]))
            return false;
        rest = (struct text){rest.bytes + size, rest.size - size};
    }
    return rest.size == 0;
}

bool ssh_armour_next(struct arena *arena, struct text *rest, const char *name, struct text *out,
                     const char **problem)
{
    struct text line;
    *problem = NULL;
    do {
        if (!text_next_line(rest, &line))
            return false;
    } while (!is_fence(line, "BEGIN", name));
    struct text body = *rest;
    while (text_next_line(rest, &line)) {
        if (!is_fence(line, "END", name))
            continue;
        body.size = (size_t)(line.bytes - body.bytes);
        if (!ssh_base64_decode(arena, body, out))
            *problem = "what stands between its first and its last line is no base64";
        return true;
    }
    *problem = "it has no last line";
    return true;
}
