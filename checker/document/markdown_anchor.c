#include "document/markdown_parts.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* Compiled once and never changed after. */
static struct {
    pthread_once_t once;
    pcre2_code *upper;
    pcre2_code *dropped;
} patterns = {.once = PTHREAD_ONCE_INIT};

static pcre2_code *compile(const char *expression)
{
    int error;
    PCRE2_SIZE at;
    pcre2_code *code = pcre2_compile((PCRE2_SPTR)expression, PCRE2_ZERO_TERMINATED,
                                     PCRE2_UTF | PCRE2_UCP, &error, &at, NULL);
    if (!code)
        abort();
    return code;
}

/* What is dropped: all but Ruby's \p{Word}, the hyphen and the space, after the
 * table of contents filter of github/html-pipeline. */
static void compile_patterns(void)
{
    patterns.upper = compile("[\\p{Lu}\\p{Lt}]+");
    patterns.dropped = compile("[^\\p{L}\\p{M}\\p{Nd}\\p{Nl}\\p{Pc}\\- ]+");
}

static struct text substitute(struct arena *arena, const pcre2_code *code, struct text text,
                              const char *replacement)
{
    uint32_t options = PCRE2_SUBSTITUTE_GLOBAL | PCRE2_SUBSTITUTE_EXTENDED;
    size_t room = text.size * 3 + 1;
    char *out = arena_alloc(arena, room, 1);
    pcre2_match_data *data = pcre2_match_data_create_from_pattern(code, NULL);
    if (!data)
        abort();
    PCRE2_SIZE size = room;
    int count =
        pcre2_substitute(code, (PCRE2_SPTR)text.bytes, text.size, 0, options, data, NULL,
                         (PCRE2_SPTR)replacement, PCRE2_ZERO_TERMINATED, (PCRE2_UCHAR *)out, &size);
    pcre2_match_data_free(data);
    return count < 0 ? text : (struct text){.bytes = out, .size = size};
}

static bool is_ascii(struct text text)
{
    for (size_t i = 0; i < text.size; i++)
        if ((unsigned char)text.bytes[i] >= 0x80)
            return false;
    return true;
}

const char *markdown_lower(struct arena *arena, struct text text)
{
    if (!is_ascii(text) && utf8_is_valid(text)) {
        pthread_once(&patterns.once, compile_patterns);
        return arena_copy(arena, substitute(arena, patterns.upper, text, "\\L$0"));
    }
    char *lower = arena_copy(arena, text);
    for (size_t i = 0; i < text.size; i++)
        if (lower[i] >= 'A' && lower[i] <= 'Z')
            lower[i] = (char)(lower[i] - 'A' + 'a');
    return lower;
}

const char *markdown_anchor(struct arena *arena, const char *heading)
{
    struct text text = text_of(markdown_lower(arena, text_of(heading)));
    bool is_plain = is_ascii(text);
    if (!is_plain && utf8_is_valid(text)) {
        pthread_once(&patterns.once, compile_patterns);
        text = substitute(arena, patterns.dropped, text, "");
    }
    char *anchor = arena_alloc(arena, text.size + 1, 1);
    size_t size = 0;
    for (size_t i = 0; i < text.size; i++) {
        char byte = text.bytes[i];
        bool is_word = (unsigned char)byte >= 0x80 || (byte >= 'a' && byte <= 'z') ||
                       (byte >= '0' && byte <= '9') || byte == '_' || byte == '-';
        if (is_word)
            anchor[size++] = byte;
        else if (byte == ' ')
            anchor[size++] = '-';
    }
    return anchor;
}
