#include "base/limits.h"
#include "document/markdown_parts.h"

#include <string.h>

/* Measured with cmark-gfm 0.29.0.gfm.6: below these a text of LIMIT_BLOB_BYTES
 * takes some seconds at worst, above them minutes. Real tables have tens of
 * columns, real paragraphs a few images and tens of links. */
enum {
    MOST_BARS = 256,
    MOST_IMAGES = 1000,
    MOST_BRACKETS = 5000,
    MOST_LINES_BEFORE_TABLE = 3000,
};

/* Lines that may be one paragraph. */
struct chunk {
    size_t lines;
    size_t images, brackets;
    size_t bars_of_first; /* bars of the first line, if it may be a table's head */
    bool in_table;
};

static size_t count_containers(struct text line)
{
    size_t count = 0;
    for (size_t i = 0; i < line.size; i++) {
        char byte = line.bytes[i];
        bool is_space = byte == ' ' || byte == '\t';
        bool is_digit = byte >= '0' && byte <= '9';
        if (byte == '>' || byte == '-' || byte == '*' || byte == '+' || byte == ')' || byte == '.')
            count++;
        else if (!is_space && !is_digit)
            break;
    }
    return count;
}

/* Rows of dashes are no containers: they stand without spaces between them. */
static bool is_too_deep(struct text line)
{
    size_t marks = count_containers(line);
    if (marks <= LIMIT_DOCUMENT_DEPTH)
        return false;
    size_t separate = 0;
    for (size_t i = 0; i < line.size; i++) {
        bool alone = i + 1 < line.size && (line.bytes[i + 1] == ' ' || line.bytes[i + 1] == '\t');
        separate += line.bytes[i] == '>' || (alone && strchr("-*+).", line.bytes[i]) != NULL);
    }
    return separate > LIMIT_DOCUMENT_DEPTH;
}

static bool is_delimiter_row(struct text line)
{
    bool has_dash = false;
    bool has_bar = false;
    for (size_t i = 0; i < line.size; i++) {
        char byte = line.bytes[i];
        has_dash |= byte == '-';
        has_bar |= byte == '|' || byte == ':';
        if (byte != '-' && byte != '|' && byte != ':' && byte != ' ' && byte != '\t' && byte != '>')
            return false;
    }
    return has_dash && has_bar;
}

/* An item of a list always begins a paragraph of its own. */
static bool begins_item(struct text line)
{
    size_t at = 0;
    while (at < line.size && at < 4 && line.bytes[at] == ' ')
        at++;
    return at < 4 && at + 2 < line.size && strchr("-*+", line.bytes[at]) != NULL &&
           line.bytes[at] != '\0' && line.bytes[at + 1] == ' ' && line.bytes[at + 2] != ' ';
}

/* The bars of a row in the plain form `| a | b |`, else 0. */
static size_t count_plain_bars(struct text line)
{
    size_t bars = 0;
    if (line.size < 2 || line.bytes[0] != '|' || line.bytes[line.size - 1] != '|')
        return 0;
    for (size_t i = 0; i < line.size; i++) {
        if (line.bytes[i] == '\\' || line.bytes[i] == '`')
            return 0;
        bars += line.bytes[i] == '|';
    }
    return bars;
}

/* In a table every cell is a paragraph of its own. */
static void follow_table(struct chunk *chunk, struct text line)
{
    if (chunk->lines == 0)
        chunk->bars_of_first = count_plain_bars(line);
    else if (chunk->lines == 1)
        chunk->in_table = chunk->bars_of_first > 0 && is_delimiter_row(line) &&
                          count_plain_bars(line) == chunk->bars_of_first;
    if (chunk->in_table) {
        chunk->images = 0;
        chunk->brackets = 0;
    }
}

static size_t count_marks(struct chunk *chunk, struct text line)
{
    size_t bars = 0;
    for (size_t i = 0; i < line.size; i++) {
        bars += line.bytes[i] == '|';
        if (line.bytes[i] != '[')
            continue;
        chunk->brackets++;
        chunk->images += i > 0 && line.bytes[i - 1] == '!';
    }
    return bars;
}

bool markdown_is_hostile(struct text text)
{
    struct chunk chunk = {0};
    struct text line;
    while (text_next_line(&text, &line)) {
        bool blank = text_trim(line).size == 0;
        if (blank || begins_item(line))
            chunk = (struct chunk){0};
        if (blank)
            continue;
        follow_table(&chunk, line);
        size_t bars = count_marks(&chunk, line);
        if (bars > MOST_BARS || chunk.images > MOST_IMAGES || chunk.brackets > MOST_BRACKETS ||
            is_too_deep(line))
            return true;
        if (++chunk.lines > MOST_LINES_BEFORE_TABLE && !chunk.in_table && is_delimiter_row(line))
            return true;
    }
    return false;
}
