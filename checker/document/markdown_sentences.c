#include "document/markdown_walk.h"

#include <string.h>

enum {
    LEAST_WORDS = 2,
    /* Scripts without spaces: letters that stand for words. */
    LEAST_LETTERS = 4,
};

static bool is_blank(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

static bool is_word_byte(char byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
           (byte >= 'A' && byte <= 'Z') || ((unsigned char)byte & 0x80) != 0;
}

/* "TBD", "None." and the like are no sentences. */
static bool is_sentence(struct text text)
{
    unsigned words = 0;
    unsigned letters = 0;
    bool in_word = false;
    for (size_t i = 0; i < text.size; i++) {
        unsigned char byte = (unsigned char)text.bytes[i];
        if (is_word_byte(text.bytes[i]) && !in_word) {
            in_word = true;
            words++;
        } else if (is_blank(text.bytes[i])) {
            in_word = false;
        }
        letters += byte >= 0xe3; /* the first byte of CJK, Hangul and beyond */
    }
    return words >= LEAST_WORDS || letters >= LEAST_LETTERS;
}

/* The size of a mark that ends a sentence at `at`, or 0. */
static size_t mark_size(struct text text, size_t at)
{
    static const char *const wide[] = {"\u3002", "\uff01", "\uff1f"};
    unsigned char first = (unsigned char)text.bytes[at];
    if (first != '.' && first != '!' && first != '?' && first < 0xe3)
        return 0;
    struct text rest = {text.bytes + at, text.size - at};
    for (size_t i = 0; i < sizeof(wide) / sizeof(wide[0]); i++)
        if (text_starts_with(rest, wide[i]))
            return strlen(wide[i]);
    if (first >= 0xe3)
        return 0;
    size_t size = 1;
    while (size < rest.size && strchr(".!?)\"'", rest.bytes[size]) && rest.bytes[size] != '\0')
        size++;
    if (size < rest.size && !is_blank(rest.bytes[size]))
        return 0;
    size_t next = size;
    while (next < rest.size && is_blank(rest.bytes[next]))
        next++;
    /* "e.g. this" goes on. */
    bool goes_on = next < rest.size && rest.bytes[next] >= 'a' && rest.bytes[next] <= 'z';
    return goes_on ? 0 : size;
}

unsigned markdown_count_sentences(struct text text)
{
    unsigned count = 0;
    size_t start = 0;
    for (size_t at = 0; at < text.size;) {
        size_t size = mark_size(text, at);
        if (size == 0) {
            at++;
            continue;
        }
        count += is_sentence((struct text){text.bytes + start, at - start});
        at += size;
        start = at;
    }
    return count + is_sentence((struct text){text.bytes + start, text.size - start});
}
