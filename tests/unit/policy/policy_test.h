/* policy_test.h - what the tests of policies, layers and exceptions share. */
#ifndef POLICY_TEST_H
#define POLICY_TEST_H

#include "policy/ruleset.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define DONE(call) assert_done((call), __FILE__, __LINE__)

static inline void assert_done(struct failure *failure, const char *file, int line)
{
    if (!failure)
        return;
    print_error("%s (from %s)\n", failure_message(failure), failure_origin(failure));
    failure_free(failure);
    _fail(file, line);
}

/* The failure's message holds these words; it is freed. */
#define REFUSED(call, kind, words) assert_refused((call), (kind), (words), __FILE__, __LINE__)

static inline void assert_refused(struct failure *failure, enum failure_kind kind,
                                  const char *words, const char *file, int line)
{
    bool is_right =
        failure && failure_kind(failure) == kind && strstr(failure_message(failure), words);
    if (!is_right)
        print_error("wanted '%s', got '%s'\n", words,
                    failure ? failure_message(failure) : "no failure");
    failure_free(failure);
    if (!is_right)
        _fail(file, line);
}

/* PATH:LINE:COLUMN: MESSAGE | EXPECTED | MEANT, a line each. */
static inline const char *told(struct arena *arena, struct diagnostics *diagnostics)
{
    struct buffer out = BUFFER_EMPTY;
    diagnostics_sort(diagnostics);
    for (size_t i = 0; i < diagnostics->count; i++) {
        const struct diagnostic *item = &diagnostics->items[i];
        buffer_printf(&out, "%s:%u:%u: %s%s", item->place.path, item->place.line,
                      item->place.column, item->level == DIAGNOSTIC_WARNING ? "warning: " : "",
                      item->message);
        if (item->expected)
            buffer_printf(&out, " | %s", item->expected);
        if (item->meant)
            buffer_printf(&out, " | %s?", item->meant);
        for (size_t n = 0; n < item->note_count; n++)
            buffer_printf(&out, " @ %s:%u:%u", item->notes[n].place.path, item->notes[n].place.line,
                          item->notes[n].place.column);
        buffer_add_byte(&out, '\n');
    }
    const char *copy = arena_strdup(arena, buffer_string(&out));
    buffer_release(&out);
    return copy;
}

static inline char *read_whole_file(struct arena *arena, const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return NULL;
    char *bytes = arena_alloc(arena, 1 << 20, 1);
    *size = fread(bytes, 1, (1 << 20) - 1, file);
    fclose(file);
    return bytes;
}

static inline int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Every .yml file of a folder beside the tests has exactly the mistakes of the
 * .expected file beside it. With UPDATE_EXPECTED in the environment these are
 * written instead: read them before you keep them. */
static inline void assert_mistakes_of_folder(const char *name, size_t least,
                                             void (*parse)(struct arena *arena, const char *path,
                                                           struct text text,
                                                           struct diagnostics *diagnostics))
{
    struct arena arena;
    arena_init(&arena, 1 << 16);
    const char *folder = arena_printf(&arena, "%s/unit/policy/%s", TESTS_FOLDER, name);
    char *names[500];
    size_t count = 0;
    DIR *stream = opendir(folder);
    assert_non_null(stream);
    for (struct dirent *entry; (entry = readdir(stream)) != NULL;)
        if (string_ends_with(entry->d_name, ".yml") && count < 500)
            names[count++] = arena_strdup(&arena, entry->d_name);
    closedir(stream);
    assert_true(count >= least);
    qsort(names, count, sizeof(*names), compare_names);
    size_t wrong = 0;
    for (size_t i = 0; i < count; i++) {
        size_t size = 0;
        char *bytes =
            read_whole_file(&arena, arena_printf(&arena, "%s/%s", folder, names[i]), &size);
        assert_non_null(bytes);
        struct diagnostics diagnostics;
        diagnostics_init(&diagnostics, &arena);
        parse(&arena, names[i], (struct text){.bytes = bytes, .size = size}, &diagnostics);
        const char *got = told(&arena, &diagnostics);
        const char *path =
            arena_printf(&arena, "%s/%.*s.expected", folder, (int)(strlen(names[i]) - 4), names[i]);
        if (getenv("UPDATE_EXPECTED")) {
            FILE *file = fopen(path, "wb");
            assert_non_null(file);
            fputs(got, file);
            fclose(file);
            continue;
        }
        const char *expected = read_whole_file(&arena, path, &size);
        if (expected && strcmp(expected, got) == 0)
            continue;
        print_error("%s\n--- expected\n%s--- got\n%s", names[i],
                    expected ? expected : "(no file)\n", got);
        wrong++;
    }
    arena_release(&arena);
    assert_int_equal(wrong, 0);
}

#endif
