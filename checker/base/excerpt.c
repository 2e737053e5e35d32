#include "base/excerpt.h"

/* A window of a terminal's usual width, with the column well inside it. */
enum { WINDOW = 120, WINDOW_BEFORE = 60, TAB_CELLS = 4 };

static const char replacement[] = "\xef\xbf\xbd"; /* U+FFFD */
static const char ellipsis[] = "\xe2\x80\xa6";    /* U+2026 */

struct range {
    uint32_t first;
    uint32_t last;
};

static bool is_within(uint32_t code, const struct range *ranges, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (code >= ranges[i].first && code <= ranges[i].last)
            return true;
    return false;
}

bool visible_is_unsafe(uint32_t code)
{
    /* Controls; soft hyphen; marks of direction (Unicode 15, UAX 9); zero-width
     * and other invisible format characters; separators of lines; tags. */
    static const struct range ranges[] = {
        {0x0, 0x1f},      {0x7f, 0x9f},     {0xad, 0xad},       {0x61c, 0x61c},
        {0x180e, 0x180e}, {0x200b, 0x200f}, {0x2028, 0x202e},   {0x2060, 0x206f},
        {0xfeff, 0xfeff}, {0xfff9, 0xfffb}, {0xe0000, 0xe007f},
    };
    return is_within(code, ranges, sizeof(ranges) / sizeof(*ranges));
}

bool visible_is_command(struct text text)
{
    return text_starts_with(text, "##[") || text_starts_with(text, "##vso[");
}

bool visible_is_space(uint32_t code)
{
    return code == ' ' || code == 0xa0 || code == 0x1680 || (code >= 0x2000 && code <= 0x200a) ||
           code == 0x202f || code == 0x205f || code == 0x3000;
}

static bool is_obeyed(struct text rest, bool begins)
{
    return visible_is_command(rest) || (begins && text_starts_with(rest, "::"));
}

void visible_add(struct buffer *out, struct text text)
{
    bool begins = true; /* a line or a word */
    for (size_t at = 0; at < text.size;) {
        uint32_t code;
        struct text rest = {.bytes = text.bytes + at, .size = text.size - at};
        size_t taken = utf8_decode(text.bytes + at, text.size - at, &code);
        bool invalid = code == 0xfffd && taken == 1;
        if (code == '\n')
            buffer_add_string(out, "\\n");
        else if (code == '\r')
            buffer_add_string(out, "\\r");
        else if (code == '\t')
            buffer_add_string(out, "\\t");
        else if (invalid || (code < 0x80 && visible_is_unsafe(code)) || is_obeyed(rest, begins))
            buffer_printf(out, "\\x%02x", (unsigned)(unsigned char)text.bytes[at]);
        else if (visible_is_unsafe(code))
            buffer_printf(out, "\\u{%x}", (unsigned)code);
        else
            buffer_add(out, text.bytes + at, taken);
        begins = visible_is_space(code);
        at += taken;
    }
}

/* Cells of a terminal: the blocks that are wide (UAX 11: W and F) or combine. */
static uint32_t cells_of(uint32_t code)
{
    static const struct range combining[] = {
        {0x300, 0x36f},   {0x1ab0, 0x1aff}, {0x1dc0, 0x1dff},
        {0x20d0, 0x20ff}, {0xfe00, 0xfe0f}, {0xfe20, 0xfe2f},
    };
    static const struct range wide[] = {
        {0x1100, 0x115f},   {0x2e80, 0x303e},   {0x3041, 0xa4cf},   {0xac00, 0xd7a3},
        {0xf900, 0xfaff},   {0xfe30, 0xfe6f},   {0xff00, 0xff60},   {0xffe0, 0xffe6},
        {0x1f300, 0x1f64f}, {0x1f680, 0x1f6ff}, {0x1f900, 0x1f9ff}, {0x20000, 0x3fffd},
    };
    if (code < 0x300)
        return 1;
    if (is_within(code, combining, sizeof(combining) / sizeof(*combining)))
        return 0;
    return is_within(code, wide, sizeof(wide) / sizeof(*wide)) ? 2 : 1;
}

static void add_spaces(struct buffer *out, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        buffer_add_byte(out, ' ');
}

/* One code point for the excerpt; returns the cells it takes from `cell` on. */
static uint32_t add_glyph(struct buffer *out, struct text glyph, uint32_t code, uint32_t cell)
{
    if (code == '\t') {
        uint32_t cells = TAB_CELLS - cell % TAB_CELLS;
        add_spaces(out, cells);
        return cells;
    }
    if (code < 0x20 || code == 0x7f) {
        /* U+2400 and on are pictures of the controls. */
        unsigned picture = code == 0x7f ? 0xa1U : 0x80U + (unsigned)code;
        char bytes[] = {'\xe2', '\x90', (char)picture};
        buffer_add(out, bytes, sizeof(bytes));
        return 1;
    }
    if (visible_is_unsafe(code) || (code == 0xfffd && glyph.size == 1)) {
        buffer_add_string(out, replacement);
        return 1;
    }
    buffer_add(out, glyph.bytes, glyph.size);
    return cells_of(code);
}

static bool find_line(struct text source, uint32_t number, struct text *line)
{
    for (uint32_t i = 0; i < number; i++)
        if (!text_next_line(&source, line))
            return false;
    return number > 0;
}

struct window {
    uint32_t first; /* code points, from 1 */
    uint32_t column;
    uint64_t behind; /* the first column without a caret */
};

/* Writes the window of the line to `shown` and its carets to `carets`. */
static void draw(struct buffer *shown, struct buffer *carets, struct text line,
                 const struct window *window)
{
    uint32_t cell = 0;
    uint32_t column = 1;
    size_t at = 0;
    if (window->first > 1) {
        buffer_add_string(shown, ellipsis);
        add_spaces(carets, ++cell);
    }
    for (; at < line.size && column < window->first + WINDOW; column++) {
        uint32_t code;
        size_t taken = utf8_decode(line.bytes + at, line.size - at, &code);
        struct text glyph = {.bytes = line.bytes + at, .size = taken};
        struct text rest = {.bytes = line.bytes + at, .size = line.size - at};
        at += taken;
        if (column < window->first)
            continue;
        if (visible_is_command(rest))
            code = 0xad; /* hidden: the mark for it stands instead */
        uint32_t cells = add_glyph(shown, glyph, code, cell);
        cell += cells;
        bool marked = window->column > 0 && column >= window->column && column < window->behind;
        if (marked && cells == 0 && carets->size > 0)
            carets->bytes[carets->size - 1] = '^';
        for (uint32_t i = 0; i < cells; i++)
            buffer_add_byte(carets, marked ? '^' : ' ');
    }
    if (at < line.size)
        buffer_add_string(shown, ellipsis);
    else if (window->column >= column)
        buffer_add_byte(carets, '^'); /* behind the line's end */
}

static uint32_t count_code_points(struct text line)
{
    uint32_t count = 0;
    uint32_t code;
    for (size_t at = 0; at < line.size; count++)
        at += utf8_decode(line.bytes + at, line.size - at, &code);
    return count;
}

void excerpt_add(struct buffer *out, struct text source, uint32_t line, uint32_t column,
                 uint32_t length, bool colour)
{
    struct text text;
    if (!find_line(source, line, &text))
        return;
    uint32_t total = count_code_points(text);
    uint32_t shown_column = column > total ? total + 1 : column;
    struct window window = {
        .first = total > WINDOW && shown_column > WINDOW_BEFORE ? shown_column - WINDOW_BEFORE : 1,
        .column = shown_column,
        .behind = (uint64_t)shown_column + (length > 0 ? length : 1),
    };
    struct buffer shown = BUFFER_EMPTY;
    struct buffer carets = BUFFER_EMPTY;
    draw(&shown, &carets, text, &window);
    while (carets.size > 0 && carets.bytes[carets.size - 1] == ' ')
        carets.bytes[--carets.size] = '\0';

    const char *dim = colour ? "\033[2m" : "";
    const char *green = colour ? "\033[1;32m" : "";
    const char *plain = colour ? "\033[0m" : "";
    const char *gap = shown.size > 0 ? " " : "";
    buffer_printf(out, "%s%5u |%s%s%s\n", dim, (unsigned)line, plain, gap, buffer_string(&shown));
    if (carets.size > 0)
        buffer_printf(out, "%s      |%s %s%s%s\n", dim, plain, green, buffer_string(&carets),
                      plain);
    buffer_release(&shown);
    buffer_release(&carets);
}
