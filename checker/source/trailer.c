#include "source/trailer.h"

#include <string.h>
#include <sys/types.h>

static bool is_space(char byte)
{
    return byte == ' ' || byte == '\t' || byte == '\n' || byte == '\r';
}

static bool is_alphanumeric(char byte)
{
    return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') ||
           (byte >= 'A' && byte <= 'Z');
}

static const char *next_line(const char *line)
{
    const char *end = strchr(line, '\n');
    return end ? end + 1 : line + strlen(line);
}

static bool is_blank_line(const char *line)
{
    while (*line && *line != '\n' && is_space(*line))
        line++;
    return !*line || *line == '\n';
}

/* Offset of the colon behind a key; -1 when the line has none. */
static ssize_t find_separator(const char *line)
{
    bool has_space = false;
    for (const char *at = line; *at; at++) {
        if (*at == ':')
            return at - line;
        if (!has_space && (is_alphanumeric(*at) || *at == '-'))
            continue;
        if (at == line || (*at != ' ' && *at != '\t'))
            break;
        has_space = true;
    }
    return -1;
}

/* Comments, blank lines and an old list of conflicts at the end, and all behind
 * the scissors of `git commit --verbose`. */
static size_t find_end(const char *message)
{
    static const char scissors[] = "\n# ------------------------ >8 ------------------------\n";
    size_t cutoff = strlen(message);
    const char *cut = strstr(message, scissors);
    if (string_starts_with(message, scissors + 1))
        cutoff = 0;
    else if (cut)
        cutoff = (size_t)(cut - message) + 1;
    size_t ignored = SIZE_MAX;
    bool in_conflicts = false;
    for (const char *line = message; line < message + cutoff; line = next_line(line)) {
        bool begins = *line == '#' || *line == '\n';
        if (string_starts_with(line, "Conflicts:\n")) {
            begins = true;
            in_conflicts = true;
        }
        if (begins) {
            if (ignored == SIZE_MAX)
                ignored = (size_t)(line - message);
        } else if (!in_conflicts || *line != '\t') {
            ignored = SIZE_MAX;
            in_conflicts = false;
        }
    }
    return ignored != SIZE_MAX ? ignored : cutoff;
}

static ssize_t last_line(const char *message, size_t size)
{
    if (size == 0)
        return -1;
    ssize_t at = (ssize_t)size - 2;
    while (at >= 0 && message[at] != '\n')
        at--;
    return at + 1;
}

static ssize_t end_of_title(const char *message, size_t size)
{
    const char *line = message;
    while (line < message + size && (*line == '#' || !is_blank_line(line)))
        line = next_line(line);
    return line - message;
}

struct tally {
    size_t trailers, others, maybe_folded;
    bool has_known; /* a line that git itself writes */
};

static void count_line(struct tally *tally, const char *line)
{
    bool is_known = string_starts_with(line, "Signed-off-by: ") ||
                    string_starts_with(line, "(cherry picked from commit ");
    if (is_known || (!is_space(*line) && find_separator(line) >= 1)) {
        tally->has_known |= is_known;
        tally->trailers++;
        tally->maybe_folded = 0;
    } else if (is_space(*line)) {
        tally->maybe_folded++;
    } else {
        tally->others += 1 + tally->maybe_folded;
        tally->maybe_folded = 0;
    }
}

/* The last paragraph, when all its lines are trailers, or one is git's own and
 * at least a quarter of them are. */
static size_t find_start(const char *message, size_t size)
{
    ssize_t title = end_of_title(message, size);
    struct tally tally = {0};
    bool only_spaces = true;
    for (ssize_t at = last_line(message, size); at >= title; at = last_line(message, (size_t)at)) {
        const char *line = message + at;
        if (*line == '#') {
            tally.others += tally.maybe_folded;
            tally.maybe_folded = 0;
        } else if (!is_blank_line(line)) {
            only_spaces = false;
            count_line(&tally, line);
        } else if (!only_spaces) {
            tally.others += tally.maybe_folded;
            bool are_trailers = tally.has_known ? tally.trailers * 3 >= tally.others
                                                : tally.trailers > 0 && tally.others == 0;
            return are_trailers || (tally.trailers > 0 && tally.others == 0)
                       ? (size_t)(next_line(line) - message)
                       : size;
        }
    }
    return size;
}

static struct text trim(const char *bytes, size_t size)
{
    while (size > 0 && is_space(*bytes)) {
        bytes++;
        size--;
    }
    while (size > 0 && is_space(bytes[size - 1]))
        size--;
    return (struct text){bytes, size};
}

/* Folded lines become one, with a space between. */
static const char *unfold(struct text value, struct arena *arena)
{
    char *out = arena_alloc(arena, value.size + 1, 1);
    size_t size = 0;
    for (size_t i = 0; i < value.size; i++) {
        char byte = value.bytes[i];
        out[size] = ' ';
        if (byte != '\n')
            out[size] = byte;
        if (byte == '\n')
            while (i + 1 < value.size && is_space(value.bytes[i + 1]))
                i++;
        size++;
    }
    return out;
}

void trailers_parse(const char *message, const struct trailer **out, size_t *count,
                    struct arena *arena)
{
    size_t end = find_end(message);
    const char *line = message + find_start(message, end);
    struct trailer *trailers = NULL;
    size_t found = 0;
    size_t capacity = 0;
    while (line < message + end) {
        const char *next = next_line(line);
        ssize_t colon = find_separator(line);
        while (colon >= 1 && next < message + end && is_space(*next))
            next = next_line(next);
        const char *stop = next < message + end ? next : message + end;
        if (colon >= 1 && *line != '#') {
            trailers = arena_grow(arena, trailers, found, &capacity, sizeof(*trailers));
            const char *value = line + colon + 1;
            trailers[found++] = (struct trailer){
                .key = arena_copy(arena, trim(line, (size_t)colon)),
                .value = unfold(trim(value, (size_t)(stop - value)), arena),
            };
        }
        line = next;
    }
    *out = trailers;
    *count = found;
}
