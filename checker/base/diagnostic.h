/* diagnostic.h - mistakes in somebody's policy, rule, test, configuration or
 * exception file. They are collected, sorted and shown all at once. */
#ifndef BASE_DIAGNOSTIC_H
#define BASE_DIAGNOSTIC_H

#include "base/arena.h"
#include "base/place.h"
#include "base/text.h"

enum diagnostic_level { DIAGNOSTIC_ERROR, DIAGNOSTIC_WARNING, DIAGNOSTIC_INFO };

/* Which mistake it is: E101, ..., one constant for each entry of the table. The
 * levels above are the codes of what has none; ci/diagnostics refuses them in the
 * program. */
#define DIAGNOSTIC(code, file, title, meaning, wrong, right, mend) code,
enum diagnostic_code {
    DIAGNOSTIC_WITHOUT_CODE = DIAGNOSTIC_INFO,
#include "base/diagnostic_table.inc"
    DIAGNOSTIC_CODE_END
};
#undef DIAGNOSTIC

/* Another place that has to do with the mistake: where a name was first given. */
struct diagnostic_note {
    struct place place;
    uint32_t length;
    const char *message;
};

enum { LIMIT_NOTES = 3 };

struct diagnostic {
    enum diagnostic_level level;
    int code; /* a level, where it has none */
    struct place place;
    uint32_t length;      /* code points that the caret line underlines; 0 is 1 */
    const char *message;  /* lower case, no full stop */
    const char *expected; /* what would be right, or NULL */
    const char *meant;    /* the near word that was perhaps meant, or NULL */
    struct diagnostic_note notes[LIMIT_NOTES];
    size_t note_count;
};

struct diagnostic_source {
    const char *path;
    struct text text;
};

struct diagnostics {
    struct arena *arena;
    struct diagnostic *items;
    size_t count, capacity;
    struct diagnostic_source *sources; /* for the excerpts */
    size_t source_count, source_capacity;
    size_t errors, warnings;
};

void diagnostics_init(struct diagnostics *diagnostics, struct arena *arena);
/* Remembers a file's text, so that its lines can be shown; borrowed. */
void diagnostics_add_source(struct diagnostics *diagnostics, const char *path, struct text text);
/* Returns the new diagnostic, so that `expected`, `meant`, `length` or notes can be
 * set before the next one is added. Its level is that of the code. */
struct diagnostic *diagnostics_add(struct diagnostics *diagnostics, int code, struct place place,
                                   const char *format, ...) __attribute__((format(printf, 4, 5)));
/* The message is borrowed. A place without a path is no place: nothing is added,
 * and neither is what is over LIMIT_NOTES. */
void diagnostic_note(struct diagnostic *diagnostic, struct place place, uint32_t length,
                     const char *message);
/* By path, line, column; the same message at the same place only once. The path
 * of a place may be NULL: such a diagnostic comes first. */
void diagnostics_sort(struct diagnostics *diagnostics);
/* path:line:column: error[E101]: message, the line, a caret, the notes' lines, "did
 * you mean". At most `most` a file (0: all), then "and N more": sort first. Control
 * characters are made visible (base/excerpt.h). */
void diagnostics_print(const struct diagnostics *diagnostics, struct buffer *out, bool colour,
                       size_t most);

/* The candidate (NULL-ended) nearest to `word` by optimal string alignment
 * distance, ASCII case apart, if it is near enough to have been meant - at most a
 * third of the word's length, at least one edit -, else NULL. Of equally near ones
 * the first. */
const char *suggest(const char *word, const char *const *candidates);

#endif
