#include "policy/person.h"

#include "base/text.h"

#include <string.h>

/* What of it names the person. */
static struct text identity_of(const char *who)
{
    struct text text = text_trim(text_of(who));
    const char *open = text.size > 0 ? memchr(text.bytes, '<', text.size) : NULL;
    if (open && text.bytes[text.size - 1] == '>') {
        text.size -= (size_t)(open - text.bytes) + 2;
        text.bytes = open + 1;
        return text_trim(text);
    }
    size_t sign = text.size > 0 && text.bytes[0] == '@';
    return (struct text){.bytes = text.bytes + sign, .size = text.size - sign};
}

static char folded(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
}

bool is_same_person(const char *one, const char *other)
{
    if (!one || !other)
        return false;
    struct text a = identity_of(one);
    struct text b = identity_of(other);
    if (a.size == 0 || a.size != b.size)
        return false;
    for (size_t i = 0; i < a.size; i++)
        if (folded(a.bytes[i]) != folded(b.bytes[i]))
            return false;
    return true;
}
