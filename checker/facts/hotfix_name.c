#include "facts/hotfix_name.h"

#include <string.h>

static bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

/* Is the word in the text, with no letter before it or, where it must end there, behind it? */
static bool has_word(struct text text, const char *word, bool ends)
{
    size_t size = strlen(word);
    for (struct text rest = text; rest.size > 0;) {
        size_t at = text_find_folded(rest, word);
        if (at == SIZE_MAX)
            return false;
        const char *found = rest.bytes + at;
        bool is_last = found + size == text.bytes + text.size;
        if ((found == text.bytes || !is_letter(found[-1])) &&
            (!ends || is_last || !is_letter(found[size])))
            return true;
        rest = (struct text){found + 1, rest.size - at - 1};
    }
    return false;
}

static bool is_called(struct text name)
{
    return has_word(name, "hotfix", false) || has_word(name, "hot-fix", false) ||
           has_word(name, "hot_fix", false) || has_word(name, "emergency", true);
}

bool hotfix_name_is(const char *name)
{
    return is_called(text_of(name));
}

static bool is_blank(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

/* The next word as blanks part it; empty at the end. */
static struct text next_word(struct text *rest)
{
    while (rest->size > 0 && is_blank(rest->bytes[0]))
        *rest = (struct text){rest->bytes + 1, rest->size - 1};
    struct text word = {.bytes = rest->bytes};
    while (word.size < rest->size && !is_blank(rest->bytes[word.size]))
        word.size++;
    *rest = (struct text){rest->bytes + word.size, rest->size - word.size};
    return word;
}

struct value hotfix_names_in(struct arena *arena, struct text text)
{
    struct value *items = NULL;
    size_t count = 0;
    size_t capacity = 0;
    for (struct text word = next_word(&text); word.size > 0; word = next_word(&text)) {
        if (!is_called(word))
            continue;
        items = arena_grow(arena, items, count, &capacity, sizeof(*items));
        items[count++] = value_text(arena_copy(arena, word));
    }
    return value_list_of(arena, items, count);
}

static bool belongs_to_name(char byte)
{
    return is_letter(byte) || (byte >= '0' && byte <= '9') || byte == '-' || byte == '_';
}

bool hotfix_name_is_in(const struct value *words, const char *name)
{
    size_t size = strlen(name);
    if (words->kind != VALUE_LIST)
        return false;
    for (size_t i = 0; i < words->list->count; i++) {
        const char *word = words->list->items[i].text;
        for (const char *at = word; (at = strstr(at, name)); at++) {
            /* `1.2.3` is not in `1.2.3.4` */
            bool goes_on =
                belongs_to_name(at[size]) || (at[size] == '.' && belongs_to_name(at[size + 1]));
            if ((at == word || !belongs_to_name(at[-1])) && !goes_on)
                return true;
        }
    }
    return false;
}

static bool names_review(struct text text)
{
    static const char *const words[] = {
        "postmortem", "postmortems",   "post-mortem", "post-mortems", "post_mortem", "incident",
        "incidents",  "retrospective", "pir",         "rca",          NULL};
    for (size_t i = 0; words[i]; i++)
        if (has_word(text, words[i], true))
            return true;
    return false;
}

bool hotfix_message_links_review(const char *message)
{
    struct text rest = text_of(message);
    while (rest.size > 0) {
        const char *end = memchr(rest.bytes, '\n', rest.size);
        struct text line = {rest.bytes, end ? (size_t)(end - rest.bytes) : rest.size};
        rest = (struct text){rest.bytes + line.size, rest.size - line.size};
        if (rest.size > 0)
            rest = (struct text){rest.bytes + 1, rest.size - 1};
        bool first = true;
        for (struct text word = next_word(&line); word.size > 0; word = next_word(&line)) {
            bool is_label = first && word.bytes[word.size - 1] == ':' && text_trim(line).size > 0;
            first = false;
            if ((is_label || memchr(word.bytes, '/', word.size)) && names_review(word))
                return true;
        }
    }
    return false;
}
