#include "policy/person.h"

#include <string.h>

/* What stands behind `kind:` and a namespace, of the kinds that own something. */
static struct text behind_reference(struct text text)
{
    static const char *const kinds[] = {"group:", "user:", NULL};
    for (size_t i = 0; kinds[i]; i++) {
        size_t size = strlen(kinds[i]);
        if (text_find_folded(text, kinds[i]) != 0)
            continue;
        struct text name = {.bytes = text.bytes + size, .size = text.size - size};
        const char *slash = name.size > 0 ? memchr(name.bytes, '/', name.size) : NULL;
        size_t namespace_size = slash ? (size_t)(slash - name.bytes) + 1 : 0;
        return (struct text){name.bytes + namespace_size, name.size - namespace_size};
    }
    return text;
}

struct text person_identity(const char *who)
{
    struct text text = text_trim(text_of(who));
    const char *open = text.size > 0 ? memchr(text.bytes, '<', text.size) : NULL;
    if (open && text.bytes[text.size - 1] == '>') {
        text.size -= (size_t)(open - text.bytes) + 2;
        text.bytes = open + 1;
        return text_trim(text);
    }
    size_t sign = text.size > 0 && text.bytes[0] == '@';
    return sign ? (struct text){.bytes = text.bytes + 1, .size = text.size - 1}
                : behind_reference(text);
}

static char folded(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
}

bool is_same_person(const char *one, const char *other)
{
    if (!one || !other)
        return false;
    struct text a = person_identity(one);
    struct text b = person_identity(other);
    if (a.size == 0 || a.size != b.size)
        return false;
    for (size_t i = 0; i < a.size; i++)
        if (folded(a.bytes[i]) != folded(b.bytes[i]))
            return false;
    return true;
}
