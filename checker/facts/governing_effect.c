#include "facts/governing_effect.h"

#include "base/digest.h"

#include <string.h>

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\r' || byte == '\f' || byte == '\v';
}

static bool take_word(struct text *rest, struct text *word)
{
    *rest = text_trim(*rest);
    size_t size = 0;
    while (size < rest->size && !is_blank(rest->bytes[size]))
        size++;
    *word = (struct text){rest->bytes, size};
    *rest = (struct text){rest->bytes + size, rest->size - size};
    return size > 0;
}

/* The byte parts words, and is in none. */
static void add_word(struct sha256 *digest, struct text word, char end)
{
    sha256_add(digest, word.bytes, word.size);
    sha256_add(digest, &end, 1);
}

static bool next_effective(struct text *rest, struct text *line)
{
    while (text_next_line(rest, line)) {
        *line = text_trim(*line);
        if (line->size > 0 && line->bytes[0] != '#')
            return true;
    }
    return false;
}

static const char *finish(struct sha256 *digest, struct arena *arena)
{
    char *hex = arena_alloc(arena, SHA256_HEX_SIZE, 1);
    sha256_finish_hex(digest, hex);
    return hex;
}

const char *owners_effect(struct arena *arena, struct text text)
{
    struct sha256 digest;
    sha256_init(&digest);
    struct text line;
    struct text word;
    while (next_effective(&text, &line)) {
        /* behind a backslash a blank is part of the pattern: its line counts as it is written */
        if (text_find(line, "\\") != SIZE_MAX)
            add_word(&digest, line, ' ');
        else
            while (take_word(&line, &word))
                add_word(&digest, word, ' ');
        add_word(&digest, (struct text){"", 0}, '\n');
    }
    return finish(&digest, arena);
}

static bool is_mark(struct text word)
{
    static const char *const marks[] = {"linguist-generated", "linguist-vendored",
                                        "linguist-documentation", "linguist-language"};
    if (word.size > 0 && (word.bytes[0] == '-' || word.bytes[0] == '!'))
        word = (struct text){word.bytes + 1, word.size - 1};
    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
        size_t size = strlen(marks[i]);
        if (text_starts_with(word, marks[i]) && (word.size == size || word.bytes[size] == '='))
            return true;
    }
    return false;
}

static bool has_mark(struct text line)
{
    struct text word;
    while (take_word(&line, &word))
        if (is_mark(word))
            return true;
    return false;
}

const char *attributes_effect(struct arena *arena, struct text text)
{
    struct sha256 digest;
    sha256_init(&digest);
    struct text line;
    struct text word;
    bool is_any = false;
    while (next_effective(&text, &line)) {
        if (!has_mark(line))
            continue;
        is_any = true;
        /* a quoted pattern may hold blanks: its line counts as it is written */
        bool is_quoted = line.bytes[0] == '"';
        for (bool is_pattern = true; take_word(&line, &word); is_pattern = false)
            if (is_quoted || is_pattern || is_mark(word))
                add_word(&digest, word, ' ');
        add_word(&digest, (struct text){"", 0}, '\n');
    }
    return is_any ? finish(&digest, arena) : NULL;
}
