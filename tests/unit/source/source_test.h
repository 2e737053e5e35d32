/* source_test.h - what the tests of this layer share: a folder of their own, the
 * git program, and failures that end a test. */
#ifndef SOURCE_TEST_H
#define SOURCE_TEST_H

#include "source/forge.h"
#include "source/snapshot.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static char test_folder[] = "/tmp/bylaw-source-XXXXXX";

#define DONE(call) assert_done((call), __FILE__, __LINE__)

static inline void assert_done(struct failure *failure, const char *file, int line)
{
    if (!failure)
        return;
    print_error("%s (from %s)\n", failure_message(failure), failure_origin(failure));
    failure_free(failure);
    _fail(file, line);
}

static inline void assert_fails(struct failure *failure, const char *part)
{
    assert_non_null(failure);
    if (!strstr(failure_message(failure), part))
        print_error("'%s' is not in: %s\n", part, failure_message(failure));
    assert_non_null(strstr(failure_message(failure), part));
    failure_free(failure);
}

/* Runs shell in the test's folder; the machine's git configuration is not read. */
static inline void run(const char *format, ...) __attribute__((format(printf, 1, 2)));
static inline void run(const char *format, ...)
{
    struct buffer command = BUFFER_EMPTY;
    buffer_printf(
        &command,
        "set -e; cd '%s'; export HOME=/nowhere GIT_CONFIG_GLOBAL=/dev/null "
        "GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@x.org "
        "GIT_COMMITTER_NAME=C GIT_COMMITTER_EMAIL=c@x.org "
        "GIT_AUTHOR_DATE='1700000000 +0000' GIT_COMMITTER_DATE='1700000000 +0000'; "
        "export GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=init.defaultBranch GIT_CONFIG_VALUE_0=master; "
        "unset GIT_DIR GIT_INDEX_FILE GIT_WORK_TREE; "
        "exec >>log 2>&1; ",
        test_folder);
    va_list arguments;
    va_start(arguments, format);
    char text[4096];
    int size = vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    assert_in_range(size, 1, sizeof(text) - 1);
    buffer_add_string(&command, text);
    int status = system(buffer_string(&command));
    if (status != 0) {
        print_error("this shell failed (is git there?): %s\n", text);
        struct buffer show = BUFFER_EMPTY;
        buffer_printf(&show, "tail -n 20 '%s/log' >&2", test_folder);
        if (system(buffer_string(&show)) != 0)
            print_error("no log\n");
        buffer_release(&show);
    }
    buffer_release(&command);
    assert_int_equal(status, 0);
}

/* What a command wrote to `answer` in the test's folder. */
static inline struct text answer(struct arena *arena)
{
    FILE *file = fopen(arena_printf(arena, "%s/answer", test_folder), "re");
    assert_non_null(file);
    struct buffer bytes = BUFFER_EMPTY;
    for (int byte; (byte = fgetc(file)) != EOF;)
        buffer_add_byte(&bytes, (char)byte);
    fclose(file);
    struct text text = {arena_copy(arena, (struct text){bytes.bytes, bytes.size}), bytes.size};
    buffer_release(&bytes);
    return text;
}

static inline const char *in_folder(struct arena *arena, const char *name)
{
    return arena_printf(arena, "%s/%s", test_folder, name);
}

static inline int make_test_folder(void **state)
{
    (void)state;
    return mkdtemp(test_folder) ? 0 : -1;
}

static inline int remove_test_folder(void **state)
{
    (void)state;
    struct buffer command = BUFFER_EMPTY;
    buffer_printf(&command, "chmod -R u+rwX '%s' && rm -rf '%s'", test_folder, test_folder);
    int status = system(buffer_string(&command));
    buffer_release(&command);
    return status;
}

static inline struct repository *open_repository(const char *path)
{
    struct repository *repository = NULL;
    enum repository_status status = REPOSITORY_MISSING;
    DONE(repository_open(&repository, path, false, &status));
    assert_int_equal(status, REPOSITORY_OPEN);
    return repository;
}

static inline struct commit_ids resolve(struct repository *repository, const char *revision)
{
    struct commit_ids ids;
    bool found = false;
    DONE(repository_resolve(repository, revision, &ids, &found));
    assert_true(found);
    return ids;
}

static inline struct content read_path(struct reader *reader, const struct snapshot *snapshot,
                                       const char *path, struct arena *arena)
{
    const struct entry *entry = snapshot_find(snapshot, path);
    assert_non_null(entry);
    struct content content;
    reader_read(reader, entry, 1 << 20, arena, &content);
    return content;
}

/* For initialisers. */
#define TEXT(literal)                  \
    {                                  \
        (literal), sizeof(literal) - 1 \
    }

#endif
