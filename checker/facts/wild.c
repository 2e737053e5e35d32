#include "facts/wild.h"

char wild_fold(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (char)(byte - 'A' + 'a') : byte;
}

static bool is_same(char a, char b, bool folded)
{
    return a == b || (folded && wild_fold(a) == wild_fold(b));
}

/* Only the last `*` needs to be tried again: an earlier one that takes more gains nothing. */
bool wild_matches(struct text pattern, struct text name, bool folded)
{
    size_t at = 0;
    size_t star = SIZE_MAX;
    size_t taken = 0;
    for (size_t i = 0; i < name.size;) {
        if (at < pattern.size && pattern.bytes[at] == '*') {
            star = at++;
            taken = i;
        } else if (at < pattern.size && is_same(pattern.bytes[at], name.bytes[i], folded)) {
            at++;
            i++;
        } else if (star != SIZE_MAX) {
            at = star + 1;
            i = ++taken;
        } else {
            return false;
        }
    }
    while (at < pattern.size && pattern.bytes[at] == '*')
        at++;
    return at == pattern.size;
}
