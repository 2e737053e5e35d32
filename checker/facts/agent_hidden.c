#include "facts/agent.h"

#include <string.h>

const char *const agent_smell_names[] = {
    "hidden_character", "unpinned_server", "inline_secret", "allows_all",
    "override",         "remote_script",   "encoded_text",  NULL};

static bool is_between(uint32_t code, uint32_t first, uint32_t last)
{
    return code >= first && code <= last;
}

/* Unicode, "Default_Ignorable_Code_Point", without those that text needs, and with the
 * controls of direction (UAX #9) that "Trojan Source" is made of. */
static bool is_hidden(uint32_t code)
{
    return code == 0x00ad || code == 0x180e || code == 0x3164 || code == 0xffa0 || code == 0xfeff ||
           is_between(code, 0x200b, 0x200f) || is_between(code, 0x202a, 0x202e) ||
           is_between(code, 0x2060, 0x206f) || is_between(code, 0xe0000, 0xe0fff);
}

static bool is_picture(uint32_t code)
{
    return code >= 0x1f000 || is_between(code, 0x2190, 0x2bff) || code == 0xfe0f || code == 0x20e3;
}

/* Joiners shape Arabic, Indic and other scripts; marks of direction stand in texts
 * that are written from right to left. */
static bool is_shaped(uint32_t code)
{
    return is_between(code, 0x0590, 0x109f) || is_between(code, 0x1780, 0x18af) ||
           is_between(code, 0xa800, 0xabff) || is_between(code, 0xfb1d, 0xfefc);
}

struct walk {
    uint32_t before; /* the last character that is seen */
    bool flag;       /* tags of a flag follow a black flag */
};

static bool counts(struct walk *walk, uint32_t code, uint32_t next)
{
    if (!is_hidden(code)) {
        walk->flag = code == 0x1f3f4;
        walk->before = code;
        return false;
    }
    if (walk->flag && is_between(code, 0xe0020, 0xe007f)) {
        walk->flag = code != 0xe007f;
        return false;
    }
    if (code == 0x200d && is_picture(walk->before) && is_picture(next))
        return false;
    bool joins = code == 0x200c || code == 0x200d || code == 0x200e || code == 0x200f;
    return !(joins && (is_shaped(walk->before) || is_shaped(next)));
}

static void add_line(struct agent_findings *out, uint32_t line, uint32_t column, uint32_t code,
                     size_t count)
{
    out->items =
        arena_grow(out->arena, out->items, out->count, &out->capacity, sizeof(*out->items));
    out->items[out->count++] = (struct agent_finding){
        .smell = AGENT_HIDDEN_CHARACTER,
        .line = line,
        .column = column,
        .count = count,
        .text = arena_printf(out->arena, "U+%04X", (unsigned)code),
    };
}

void agent_find_hidden(struct agent_findings *out, struct text text)
{
    /* A byte order mark at the start is one. */
    if (text_starts_with(text, "\xef\xbb\xbf"))
        text = (struct text){text.bytes + 3, text.size - 3};
    struct text line;
    for (uint32_t number = 1; text_next_line(&text, &line); number++) {
        struct walk walk = {0};
        size_t found = 0;
        uint32_t first = 0, column = 0, first_column = 0, code = 0, next = 0;
        size_t taken = 0;
        for (size_t at = 0; at < line.size; at += taken) {
            taken = utf8_decode(line.bytes + at, line.size - at, &code);
            column++;
            next = 0;
            if (at + taken < line.size)
                utf8_decode(line.bytes + at + taken, line.size - at - taken, &next);
            if (!counts(&walk, code, next))
                continue;
            if (!found) {
                first = code;
                first_column = column;
            }
            found++;
        }
        if (found)
            add_line(out, number, first_column, first, found);
    }
}
