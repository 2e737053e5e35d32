#include "base/diagnostic.h"

#include "base/diagnostic_page.h"
#include "base/excerpt.h"

#include <stdlib.h>
#include <string.h>

void diagnostics_init(struct diagnostics *diagnostics, struct arena *arena)
{
    *diagnostics = (struct diagnostics){.arena = arena};
}

void diagnostics_add_source(struct diagnostics *diagnostics, const char *path, struct text text)
{
    diagnostics->sources =
        arena_grow(diagnostics->arena, diagnostics->sources, diagnostics->source_count,
                   &diagnostics->source_capacity, sizeof(*diagnostics->sources));
    diagnostics->sources[diagnostics->source_count++] =
        (struct diagnostic_source){.path = path, .text = text};
}

struct diagnostic *diagnostics_add(struct diagnostics *diagnostics, int code, struct place place,
                                   const char *format, ...)
{
    diagnostics->items = arena_grow(diagnostics->arena, diagnostics->items, diagnostics->count,
                                    &diagnostics->capacity, sizeof(*diagnostics->items));
    va_list arguments;
    va_start(arguments, format);
    const char *message = arena_vprintf(diagnostics->arena, format, arguments);
    va_end(arguments);
    struct diagnostic *diagnostic = &diagnostics->items[diagnostics->count++];
    *diagnostic = (struct diagnostic){
        .level = diagnostic_level_of(code), .code = code, .place = place, .message = message};
    diagnostics->errors += diagnostic->level == DIAGNOSTIC_ERROR;
    diagnostics->warnings += diagnostic->level == DIAGNOSTIC_WARNING;
    return diagnostic;
}

void diagnostic_note(struct diagnostic *diagnostic, struct place place, uint32_t length,
                     const char *message)
{
    if (place.path && diagnostic->note_count < LIMIT_NOTES)
        diagnostic->notes[diagnostic->note_count++] =
            (struct diagnostic_note){.place = place, .length = length, .message = message};
}

static int compare_strings(const char *a, const char *b)
{
    if (!a || !b)
        return (a != NULL) - (b != NULL);
    return strcmp(a, b);
}

static int compare_numbers(uint32_t a, uint32_t b)
{
    return (a > b) - (a < b);
}

/* Everything that is printed takes part, because qsort is not stable. */
static int compare(const void *left, const void *right)
{
    const struct diagnostic *a = left;
    const struct diagnostic *b = right;
    int order = compare_strings(a->place.path, b->place.path);
    if (order == 0)
        order = compare_numbers(a->place.line, b->place.line);
    if (order == 0)
        order = compare_numbers(a->place.column, b->place.column);
    if (order == 0)
        order = compare_numbers(a->level, b->level);
    if (order == 0)
        order = compare_numbers((uint32_t)a->code, (uint32_t)b->code);
    if (order == 0)
        order = strcmp(a->message, b->message);
    /* What says more comes first, so that it is the one which is kept. */
    if (order == 0)
        order = compare_strings(b->meant, a->meant);
    if (order == 0)
        order = compare_strings(b->expected, a->expected);
    return order != 0 ? order : compare_numbers(b->length, a->length);
}

static bool is_repeated(const struct diagnostic *a, const struct diagnostic *b)
{
    return compare_strings(a->place.path, b->place.path) == 0 && a->place.line == b->place.line &&
           a->place.column == b->place.column && a->code == b->code &&
           strcmp(a->message, b->message) == 0;
}

void diagnostics_sort(struct diagnostics *diagnostics)
{
    if (diagnostics->count == 0)
        return;
    struct diagnostic *items = diagnostics->items;
    qsort(items, diagnostics->count, sizeof(*items), compare);
    size_t kept = 1;
    for (size_t i = 1; i < diagnostics->count; i++)
        if (!is_repeated(&items[kept - 1], &items[i]))
            items[kept++] = items[i];
    diagnostics->count = kept;
    diagnostics->errors = diagnostics->warnings = 0;
    for (size_t i = 0; i < kept; i++) {
        diagnostics->errors += items[i].level == DIAGNOSTIC_ERROR;
        diagnostics->warnings += items[i].level == DIAGNOSTIC_WARNING;
    }
}

static void print_place(struct buffer *out, struct place place)
{
    if (place.path)
        visible_add(out, text_of(place.path));
    if (place.path && place.line > 0)
        buffer_printf(out, ":%u", (unsigned)place.line);
    if (place.path && place.line > 0 && place.column > 0)
        buffer_printf(out, ":%u", (unsigned)place.column);
    if (place.path)
        buffer_add_string(out, ": ");
}

static void print_note(struct buffer *out, const char *before, const char *note, const char *after)
{
    buffer_printf(out, "      = %s", before);
    visible_add(out, text_of(note));
    buffer_printf(out, "%s\n", after);
}

static void print_head(struct buffer *out, struct place place, int code, bool colour)
{
    static const char *const colours[] = {"\033[31m", "\033[33m", "\033[36m"};
    enum diagnostic_level level = diagnostic_level_of(code);
    if (colour)
        buffer_add_string(out, "\033[1m");
    print_place(out, place);
    if (colour)
        buffer_add_string(out, colours[level]);
    buffer_add_string(out, diagnostic_level_words[level]);
    const struct diagnostic_page *page = diagnostic_page(code);
    if (page)
        buffer_printf(out, "[%s]", page->code);
    buffer_add_byte(out, ':');
    if (colour)
        buffer_add_string(out, "\033[0m");
    buffer_add_byte(out, ' ');
}

static void print_line(const struct diagnostics *diagnostics, struct place place, uint32_t length,
                       struct buffer *out, bool colour)
{
    for (size_t i = 0; place.path && i < diagnostics->source_count; i++) {
        const struct diagnostic_source *source = &diagnostics->sources[i];
        if (strcmp(source->path, place.path) != 0)
            continue;
        excerpt_add(out, source->text, place.line, place.column, length, colour);
        break;
    }
}

static void print_one(const struct diagnostics *diagnostics, const struct diagnostic *diagnostic,
                      struct buffer *out, bool colour)
{
    print_head(out, diagnostic->place, diagnostic->code, colour);
    visible_add(out, text_of(diagnostic->message));
    buffer_add_byte(out, '\n');
    print_line(diagnostics, diagnostic->place, diagnostic->length, out, colour);
    if (diagnostic->expected)
        print_note(out, "expected: ", diagnostic->expected, "");
    if (diagnostic->meant)
        print_note(out, "did you mean '", diagnostic->meant, "'?");
    for (size_t i = 0; i < diagnostic->note_count; i++) {
        const struct diagnostic_note *note = &diagnostic->notes[i];
        buffer_add_string(out, "  ");
        print_place(out, note->place);
        buffer_add_string(out, "note: ");
        visible_add(out, text_of(note->message));
        buffer_add_byte(out, '\n');
        print_line(diagnostics, note->place, note->length, out, colour);
    }
}

void diagnostics_print(const struct diagnostics *diagnostics, struct buffer *out, bool colour,
                       size_t most)
{
    const struct diagnostic *items = diagnostics->items;
    for (size_t first = 0, end; first < diagnostics->count; first = end) {
        const char *path = items[first].place.path;
        for (end = first; end < diagnostics->count; end++) {
            if (compare_strings(items[end].place.path, path) != 0)
                break;
            if (most == 0 || end - first < most)
                print_one(diagnostics, &items[end], out, colour);
        }
        if (most == 0 || end - first <= most)
            continue;
        print_place(out, (struct place){.path = path});
        buffer_printf(out, "and %zu more\n", end - first - most);
    }
}

enum { LONGEST_WORD = 64 };

static unsigned char folded(char byte)
{
    return byte >= 'A' && byte <= 'Z' ? (unsigned char)(byte - 'A' + 'a') : (unsigned char)byte;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Insertions, deletions, substitutions and swaps of neighbours; no part is edited
 * twice (optimal string alignment). */
static size_t distance(const char *a, size_t a_size, const char *b, size_t b_size)
{
    size_t rows[3][LONGEST_WORD + 1];
    for (size_t j = 0; j <= b_size; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= a_size; i++) {
        size_t *row = rows[i % 3];
        const size_t *above = rows[(i - 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= b_size; j++) {
            bool same = folded(a[i - 1]) == folded(b[j - 1]);
            size_t cost = least(least(above[j], row[j - 1]) + 1, above[j - 1] + !same);
            if (i > 1 && j > 1 && folded(a[i - 1]) == folded(b[j - 2]) &&
                folded(a[i - 2]) == folded(b[j - 1]))
                cost = least(cost, rows[(i - 2) % 3][j - 2] + 1);
            row[j] = cost;
        }
    }
    return rows[a_size % 3][b_size];
}

const char *suggest(const char *word, const char *const *candidates)
{
    size_t size = strlen(word);
    if (size == 0 || size > LONGEST_WORD)
        return NULL;
    size_t nearest = size / 3 > 1 ? size / 3 : 1;
    const char *found = NULL;
    for (; *candidates; candidates++) {
        size_t candidate_size = strlen(*candidates);
        if (candidate_size > LONGEST_WORD)
            continue;
        size_t edits = distance(word, size, *candidates, candidate_size);
        /* With every letter replaced nothing of the word is left. */
        size_t longer = size > candidate_size ? size : candidate_size;
        if (edits >= longer || edits > nearest || (found && edits == nearest))
            continue;
        nearest = edits;
        found = *candidates;
    }
    return found;
}
