#include "facts/base64.h"

#include <limits.h>

static unsigned digit_value(char c)
{
    if (c >= 'A' && c <= 'Z')
        return (unsigned)(c - 'A');
    if (c >= 'a' && c <= 'z')
        return (unsigned)(c - 'a') + 26;
    if (c >= '0' && c <= '9')
        return (unsigned)(c - '0') + 52;
    if (c == '+' || c == '-')
        return 62;
    if (c == '/' || c == '_')
        return 63;
    return UINT_MAX;
}

bool base64_is_digit(char c)
{
    return digit_value(c) != UINT_MAX;
}

bool base64_decode(struct arena *arena, struct text text, struct text *out)
{
    while (text.size > 0 && text.bytes[text.size - 1] == '=')
        text.size--;
    for (size_t i = 0; i < text.size; i++)
        if (!base64_is_digit(text.bytes[i]))
            return false;
    char *bytes = ARENA_ARRAY(arena, char, text.size + 1);
    size_t size = 0;
    unsigned long bits = 0;
    unsigned held = 0;
    for (size_t i = 0; i < text.size; i++) {
        bits = (bits << 6 | digit_value(text.bytes[i])) & 0xffffffUL;
        held += 6;
        if (held >= 8) {
            held -= 8;
            bytes[size++] = (char)(unsigned char)(bits >> held & 0xff);
        }
    }
    *out = (struct text){bytes, size};
    return true;
}
