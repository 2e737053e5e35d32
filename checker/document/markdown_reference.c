#include "document/markdown_parts.h"

#include <string.h>

enum {
    LONGEST_LABEL = 999, /* CommonMark 0.30, section 4.7 */
    LONGEST_TICKS = 64,
};

static bool is_blank(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

/* As labels are compared: in lower case, one space where there is white space.
 * A quotation's mark at the start of a line counts as white space. */
static const char *fold_label(struct arena *arena, struct text label)
{
    label = text_trim(label);
    char *folded = arena_alloc(arena, label.size + 1, 1);
    size_t size = 0;
    for (size_t i = 0; i < label.size; i++) {
        bool space = is_blank(label.bytes[i]) ||
                     (label.bytes[i] == '>' && size > 0 && folded[size - 1] == ' ');
        if (!space)
            folded[size++] = label.bytes[i];
        else if (size > 0 && folded[size - 1] != ' ')
            folded[size++] = ' ';
    }
    return markdown_lower(arena, (struct text){folded, size});
}

/* The offset of the bracket that closes a label begun at `at`, or SIZE_MAX. */
static size_t label_end(struct text text, size_t at, size_t end)
{
    for (size_t size = 0; at < end && size <= LONGEST_LABEL; at++, size++) {
        if (text.bytes[at] == '\\')
            at++;
        else if (text.bytes[at] == '[')
            return SIZE_MAX;
        else if (text.bytes[at] == ']')
            return at;
    }
    return SIZE_MAX;
}

static size_t skip_containers(struct text line)
{
    size_t at = 0;
    while (at < line.size) {
        char byte = line.bytes[at];
        bool spaced = at + 1 < line.size && is_blank(line.bytes[at + 1]);
        bool marker = byte == '>' || (spaced && strchr("-*+.)", byte) != NULL);
        if (!marker && !is_blank(byte) && !(byte >= '0' && byte <= '9'))
            break;
        at++;
    }
    return at;
}

/* The label of a definition on this line; an empty text when there is none. */
static struct text defined_label(struct text line)
{
    struct text none = {.bytes = "", .size = 0};
    size_t at = skip_containers(line);
    if (at >= line.size || line.bytes[at] != '[')
        return none;
    size_t end = label_end(line, at + 1, line.size);
    if (end == SIZE_MAX || end + 1 >= line.size || line.bytes[end + 1] != ':')
        return none;
    return text_trim((struct text){line.bytes + at + 1, end - at - 1});
}

bool markdown_is_definition(struct text line)
{
    return defined_label(line).size > 0;
}

void markdown_definitions(struct table *out, struct arena *arena,
                          const struct markdown_lines *lines, const bool *code)
{
    table_init(out, arena);
    for (size_t number = 1; number <= lines->count; number++) {
        if (code[number])
            continue;
        struct text label = defined_label(markdown_line(lines, number));
        if (label.size > 0)
            table_set(out, fold_label(arena, label), out);
    }
}

/* The text in brackets at `at`, and where it ends; SIZE_MAX when nothing closes it. */
static size_t bracketed(struct text line, size_t at, struct text *out)
{
    size_t end = label_end(line, at + 1, line.size);
    if (end != SIZE_MAX)
        *out = (struct text){line.bytes + at + 1, end - at - 1};
    return end;
}

/* One line's marks. In the first round those that stand alone, `[FIX] text`; in the
 * second the ones behind them, `[FIX][ui] text`, which may stand behind others too. */
static void add_tags(struct table *out, struct arena *arena, struct text line, bool second)
{
    for (size_t at = 0; at < line.size; at++) {
        if (line.bytes[at] == '\\')
            at++;
        else if (line.bytes[at] == '[') {
            struct text tag, next;
            size_t end = bracketed(line, at, &tag);
            if (end == SIZE_MAX)
                continue;
            char after = end + 1 < line.size ? line.bytes[end + 1] : ' ';
            bool behind = at > 0 && strchr("]!", line.bytes[at - 1]) != NULL;
            bool alone = !behind && strchr("[(:", after) == NULL && text_trim(tag).size > 0;
            if (!second && alone)
                table_set(out, fold_label(arena, tag), out);
            if (second && after == '[' && table_has(out, fold_label(arena, tag)) &&
                bracketed(line, end + 1, &next) != SIZE_MAX && text_trim(next).size > 0)
                table_set(out, fold_label(arena, next), out);
            at = end;
        }
    }
}

void markdown_tags(struct table *out, struct arena *arena, const struct markdown_lines *lines,
                   const bool *code)
{
    table_init(out, arena);
    for (int round = 0; round < 2; round++) {
        for (size_t number = 1; number <= lines->count; number++) {
            if (!code[number])
                add_tags(out, arena, markdown_line(lines, number), round == 1);
        }
    }
}

/* `[FIX][ui]` in a list of changes, `[RFC1][RFC2]` in a table: marks side by side that
 * this page also has alone. `[][x]` shows nothing that anybody could follow. */
static bool is_pair_of_tags(const struct markdown_scan *scan, struct text shown, struct text label)
{
    if (text_trim(label).size == 0)
        return false;
    return text_trim(shown).size == 0 || table_has(scan->tags, fold_label(scan->arena, shown)) ||
           table_has(scan->tags, fold_label(scan->arena, label));
}

static size_t skip_code(struct markdown_scan *scan, size_t at)
{
    size_t length = 0;
    while (at + length < scan->end && scan->text.bytes[at + length] == '`')
        length++;
    size_t after = at + length;
    if (length >= LONGEST_TICKS || (scan->missing_ticks >> length & 1) != 0)
        return after;
    for (size_t i = after; i < scan->end; i++) {
        if (scan->text.bytes[i] != '`')
            continue;
        size_t run = 0;
        while (i < scan->end && scan->text.bytes[i] == '`') {
            run++;
            i++;
        }
        if (run == length)
            return i;
    }
    scan->missing_ticks |= (uint64_t)1 << length;
    return after;
}

static size_t skip_html(struct markdown_scan *scan, size_t at)
{
    char next = at + 1 < scan->end ? scan->text.bytes[at + 1] : ' ';
    bool is_tag = (next >= 'a' && next <= 'z') || (next >= 'A' && next <= 'Z') || next == '/' ||
                  next == '!' || next == '?';
    if (!is_tag || scan->missing_bracket)
        return at + 1;
    const char *close = memchr(scan->text.bytes + at, '>', scan->end - at);
    scan->missing_bracket = !close;
    return close ? (size_t)(close - scan->text.bytes) + 1 : at + 1;
}

static size_t skip_target(struct markdown_scan *scan, size_t at)
{
    if (scan->missing_parenthesis)
        return at + 1;
    size_t depth = 0;
    for (size_t i = at; i < scan->end; i++) {
        if (scan->text.bytes[i] == '\\')
            i++;
        else if (scan->text.bytes[i] == '(')
            depth++;
        else if (scan->text.bytes[i] == ')' && --depth == 0)
            return i + 1;
    }
    scan->missing_parenthesis = true;
    return at + 1;
}

/* `a[i][j]` is an expression; a reference stands at the start of a word. */
static bool stands_alone(const struct markdown_scan *scan, size_t at)
{
    if (at == 0)
        return true;
    unsigned char before = (unsigned char)scan->text.bytes[at - 1];
    bool is_word = (before >= '0' && before <= '9') || (before >= 'a' && before <= 'z') ||
                   (before >= 'A' && before <= 'Z') || before == '_' || before == ']' ||
                   before == ')' || before >= 0x80;
    return !is_word;
}

/* Looks at the bracket at `at` that closes the one at `open`. */
static bool is_reference(struct markdown_scan *scan, size_t open, size_t at,
                         struct markdown_reference *out)
{
    if (at + 1 < scan->end && scan->text.bytes[at + 1] == '(') {
        scan->at = skip_target(scan, at + 1);
        return false;
    }
    if (at + 1 >= scan->end || scan->text.bytes[at + 1] != '[')
        return false;
    size_t end = label_end(scan->text, at + 2, scan->end);
    if (end == SIZE_MAX)
        return false;
    scan->at = end + 1;
    bool image = open > 0 && scan->text.bytes[open - 1] == '!';
    struct text shown = {scan->text.bytes + open + 1, at - open - 1};
    struct text label = {scan->text.bytes + at + 2, end - at - 2};
    if (is_pair_of_tags(scan, shown, label))
        return false;
    if (label.size == 0)
        label = shown;
    const char *folded = fold_label(scan->arena, label);
    if (!*folded || *folded == '^' || label.size > LONGEST_LABEL ||
        !stands_alone(scan, image ? open - 1 : open) || table_has(scan->definitions, folded))
        return false;
    *out = (struct markdown_reference){.offset = image ? open - 1 : open,
                                       .label = arena_copy(scan->arena, text_trim(label)),
                                       .text = arena_copy(scan->arena, text_trim(shown)),
                                       .image = image};
    return true;
}

bool markdown_next_reference(struct markdown_scan *scan, struct markdown_reference *out)
{
    while (scan->at < scan->end) {
        size_t at = scan->at;
        switch (scan->text.bytes[at]) {
        case '\\':
            scan->at += 2;
            break;
        case '`':
            scan->at = skip_code(scan, at);
            break;
        case '<':
            scan->at = skip_html(scan, at);
            break;
        case '[':
            if (scan->open_count < MARKDOWN_OPEN_BRACKETS)
                scan->open[scan->open_count++] = at;
            scan->at++;
            break;
        case ']':
            scan->at++;
            if (scan->open_count > 0 && is_reference(scan, scan->open[--scan->open_count], at, out))
                return true;
            break;
        default:
            scan->at++;
        }
    }
    return false;
}
