#include "document/markdown_parts.h"

#include <string.h>

static bool is_letter(char byte)
{
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

static bool is_blank(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

static struct text skip(struct text text, size_t count)
{
    return (struct text){text.bytes + count, text.size - count};
}

static bool name_is(struct text name, const char *word)
{
    return name.size == strlen(word) && text_find_folded(name, word) == 0;
}

/* The size of a tag at `<`, quotes minded; 0 when there is none, SIZE_MAX when it
 * does not end. */
static size_t tag_size(struct text text)
{
    size_t at = 1;
    if (at < text.size && text.bytes[at] == '/')
        at++;
    if (at >= text.size || !is_letter(text.bytes[at]))
        return 0;
    char quote = 0;
    for (; at < text.size; at++) {
        char byte = text.bytes[at];
        if (quote)
            quote = byte == quote ? 0 : quote;
        else if (byte == '>')
            return at + 1;
        else if ((byte == '"' || byte == '\'') && text.bytes[at - 1] == '=')
            quote = byte;
    }
    return SIZE_MAX;
}

/* The size of what is no text and no tag at `<`, or 0. */
static size_t hidden_size(struct text text)
{
    static const struct {
        const char *start, *end;
    } hidden[] = {{"<!--", "-->"}, {"<![CDATA[", "]]>"}, {"<!", ">"}, {"<?", "?>"}};
    for (size_t i = 0; i < sizeof(hidden) / sizeof(hidden[0]); i++) {
        if (!text_starts_with(text, hidden[i].start))
            continue;
        size_t from = strlen(hidden[i].start);
        size_t end = text_find(skip(text, from), hidden[i].end);
        return end == SIZE_MAX ? text.size : from + end + strlen(hidden[i].end);
    }
    return 0;
}

static void skip_element(struct text *rest, const char *closing)
{
    size_t end = text_find_folded(*rest, closing);
    *rest = skip(*rest, end == SIZE_MAX ? rest->size : end);
}

static void read_tag(struct text *rest, size_t size, struct html_part *out)
{
    out->kind = HTML_TAG;
    out->text = (struct text){rest->bytes, size};
    out->closing = rest->bytes[1] == '/';
    size_t start = out->closing ? 2 : 1;
    size_t end = start;
    while (end < size && rest->bytes[end] != '>' && rest->bytes[end] != '/' &&
           !is_blank(rest->bytes[end]))
        end++;
    out->name = (struct text){rest->bytes + start, end - start};
    *rest = skip(*rest, size);
    if (!out->closing && name_is(out->name, "script"))
        skip_element(rest, "</script");
    else if (!out->closing && name_is(out->name, "style"))
        skip_element(rest, "</style");
}

enum html_kind html_next(struct text *rest, struct html_part *out)
{
    *out = (struct html_part){.kind = HTML_END};
    while (rest->size > 0 && rest->bytes[0] == '<') {
        size_t size = tag_size(*rest);
        if (size == SIZE_MAX) {
            *out = (struct html_part){.kind = HTML_TEXT, .text = *rest};
            *rest = skip(*rest, rest->size);
            return out->kind;
        }
        if (size > 0) {
            read_tag(rest, size, out);
            return out->kind;
        }
        size = hidden_size(*rest);
        if (size == 0)
            break;
        *rest = skip(*rest, size);
    }
    if (rest->size == 0)
        return HTML_END;
    const char *next = memchr(rest->bytes + 1, '<', rest->size - 1);
    size_t size = next ? (size_t)(next - rest->bytes) : rest->size;
    out->kind = HTML_TEXT;
    out->text = (struct text){rest->bytes, size};
    *rest = skip(*rest, size);
    return out->kind;
}

static size_t decode_entity(struct text text, char *out)
{
    static const struct {
        const char *name;
        char byte;
    } entities[] = {{"&amp;", '&'},   {"&lt;", '<'},   {"&gt;", '>'},  {"&quot;", '"'},
                    {"&apos;", '\''}, {"&#39;", '\''}, {"&nbsp;", ' '}};
    for (size_t i = 0; i < sizeof(entities) / sizeof(entities[0]); i++) {
        if (text_starts_with(text, entities[i].name)) {
            *out = entities[i].byte;
            return strlen(entities[i].name);
        }
    }
    *out = text.bytes[0];
    return 1;
}

const char *html_decode(struct arena *arena, struct text text)
{
    char *decoded = arena_alloc(arena, text.size + 1, 1);
    size_t size = 0;
    while (text.size > 0)
        text = skip(text, decode_entity(text, &decoded[size++]));
    return decoded;
}

/* Takes one name and value off the inside of a tag; false at its end. */
static bool next_attribute(struct text *rest, struct text *name, struct text *value)
{
    size_t at = 0;
    while (at < rest->size && (is_blank(rest->bytes[at]) || rest->bytes[at] == '/'))
        at++;
    size_t start = at;
    while (at < rest->size && !is_blank(rest->bytes[at]) && !strchr("=/>", rest->bytes[at]))
        at++;
    *name = (struct text){rest->bytes + start, at - start};
    *value = (struct text){"", 0};
    if (name->size == 0 && (at >= rest->size || rest->bytes[at] == '>'))
        return false;
    while (at < rest->size && is_blank(rest->bytes[at]))
        at++;
    if (at < rest->size && rest->bytes[at] == '=') {
        at++;
        while (at < rest->size && is_blank(rest->bytes[at]))
            at++;
        char quote = at < rest->size ? rest->bytes[at] : 0;
        bool is_quoted = quote == '"' || quote == '\'';
        at += is_quoted;
        start = at;
        while (at < rest->size &&
               (is_quoted ? rest->bytes[at] != quote
                          : !is_blank(rest->bytes[at]) && rest->bytes[at] != '>'))
            at++;
        *value = (struct text){rest->bytes + start, at - start};
        at += is_quoted && at < rest->size;
    }
    *rest = skip(*rest, at);
    return true;
}

const char *html_attribute(struct arena *arena, struct text tag, const char *name)
{
    size_t at = 1;
    while (at < tag.size && !is_blank(tag.bytes[at]) && tag.bytes[at] != '>')
        at++;
    struct text rest = skip(tag, at);
    struct text found;
    struct text value;
    while (next_attribute(&rest, &found, &value))
        if (name_is(found, name))
            return html_decode(arena, text_trim(value));
    return NULL;
}
