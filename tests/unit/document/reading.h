/* reading.h - what a reader makes of a text, to compare in tests: as one line, and why
 * it is refused. Include cmocka.h and stdio.h first. */
#ifndef TESTS_DOCUMENT_READING_H
#define TESTS_DOCUMENT_READING_H

#include "document/format.h"

#include "show.h"

static inline void assert_reads(const char *format, const char *text, bool places,
                                const char *wanted)
{
    struct arena arena;
    arena_init(&arena, 1 << 12);
    struct document document = {0};
    struct document_problem problem = {0};
    if (!document_format_find(format)->parse(&arena, text_of(text), &document, &problem))
        fail_msg("%u:%u: %s", problem.line, problem.column, problem.message);
    struct buffer shown = BUFFER_EMPTY;
    show_node(&shown, document.roots[0], places);
    assert_string_equal(buffer_string(&shown), wanted);
    buffer_release(&shown);
    arena_release(&arena);
}

static inline void assert_refuses(const char *format, const char *text, const char *wanted)
{
    struct arena arena;
    arena_init(&arena, 1 << 12);
    struct document document = {.count = 77};
    struct document_problem problem = {0};
    if (document_format_find(format)->parse(&arena, text_of(text), &document, &problem))
        fail_msg("accepted: %s", text);
    char got[256];
    snprintf(got, sizeof(got), "%u:%u: %s", problem.line, problem.column, problem.message);
    assert_string_equal(got, wanted);
    assert_int_equal(document.count, 77);
    arena_release(&arena);
}

#endif
