#include "base/limits.h"
#include "document/markdown_parts.h"

#include <string.h>

/* Measured with cmark-gfm 0.29.0.gfm.6: below these a text of LIMIT_BLOB_BYTES
 * takes seconds at worst, above them minutes. Real tables have tens of columns
 * and real paragraphs a few images. */
enum { MOST_BARS = 256, MOST_IMAGES = 1000, MOST_LINES_BEFORE_TABLE = 3000 };

struct chunk { /* lines without a blank one between them */
    size_t lines;
    size_t images;
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

bool markdown_is_hostile(struct text text)
{
    struct chunk chunk = {0};
    struct text line;
    while (text_next_line(&text, &line)) {
        if (text_trim(line).size == 0) {
            chunk = (struct chunk){0};
            continue;
        }
        size_t bars = 0;
        for (size_t i = 0; i < line.size; i++) {
            bars += line.bytes[i] == '|';
            chunk.images += line.bytes[i] == '!' && i + 1 < line.size && line.bytes[i + 1] == '[';
        }
        if (bars > MOST_BARS || chunk.images > MOST_IMAGES || is_too_deep(line))
            return true;
        if (++chunk.lines > MOST_LINES_BEFORE_TABLE && is_delimiter_row(line))
            return true;
    }
    return false;
}
