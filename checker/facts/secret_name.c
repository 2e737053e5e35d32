#include "facts/secret_name.h"

#include "base/text.h"
#include "facts/words.h"

#include <string.h>

enum { NAME_MAX_SIZE = 256 };

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

/* DBPassword -> `DB Password`. */
static struct words words_of(struct arena *arena, const char *name)
{
    char spaced[2 * NAME_MAX_SIZE + 1];
    size_t size = 0;
    for (size_t i = 0; name[i] != '\0' && i < NAME_MAX_SIZE; i++) {
        bool begins = i > 0 && is_upper(name[i]) &&
                      (!is_upper(name[i - 1]) || (name[i + 1] != '\0' && is_lower(name[i + 1])));
        if (begins)
            spaced[size++] = ' ';
        spaced[size++] = name[i] == '.' ? ' ' : name[i];
    }
    return words_read(arena, text_of(arena_copy(arena, (struct text){spaced, size})));
}

bool secret_name_is_one(struct arena *arena, const char *name)
{
    static const char *const secrets[] = {
        "password|passwd|passphrase|pwd|secret|token|apikey|credential|credentials",
        "api|private|access|signing|encryption|secret|shared|auth|account key", NULL};
    static const char *const of_another[] = {
        "enable|enabled|use|create|has|is|require|requires|with|allow|min|max|minimum|maximum",
        "generate|rotate|no|number|exclude|include|disable|skip|force|reset", NULL};
    static const char about[] =
        "arn|name|names|id|ids|file|path|dir|ttl|expiry|expires|expiration|length|header|url|uri|"
        "issuer|audience|algorithm|policy|type|enabled|version|field|prefix|suffix|days|hours|"
        "minutes|seconds|limit|endpoint|ref|rotation|lifetime|timeout|duration|validity|parameter|"
        "parameters|store|manager|count|size|characters|usage|provider|param|region|namespace|"
        "time|mtime|date";
    const struct words words = words_of(arena, name);
    if (words.count == 0 || words_have_one(&words, 0, words.count, "public") ||
        words_match(&words, words.count - 1, words.count, about, NULL))
        return false;
    for (size_t i = 0; of_another[i]; i++)
        if (words_match(&words, 0, words.count, of_another[i], NULL))
            return false;
    return words_have(&words, 0, words.count, secrets);
}
