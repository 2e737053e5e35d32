/* Every rule of bad/ has exactly the mistakes of the .expected file beside it:
 * LINE:COLUMN+LENGTH: MESSAGE | EXPECTED | MEANT, a line each. With UPDATE_EXPECTED
 * in the environment the files are written instead: read them before you keep them. */
#include "policy/rule.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static char *read_file(struct arena *arena, const char *path, size_t *size)
{
    FILE *file = fopen(path, "rb");
    if (!file)
        return NULL;
    char *bytes = arena_alloc(arena, 1 << 20, 1);
    *size = fread(bytes, 1, (1 << 20) - 1, file);
    fclose(file);
    return bytes;
}

static void diagnostics_write(const struct diagnostics *diagnostics, struct buffer *out)
{
    for (size_t i = 0; i < diagnostics->count; i++) {
        const struct diagnostic *item = &diagnostics->items[i];
        buffer_printf(out, "%u:%u+%u: %s%s", item->place.line, item->place.column, item->length,
                      item->level == DIAGNOSTIC_WARNING ? "warning: " : "", item->message);
        buffer_printf(out, " | %s | %s\n", item->expected ? item->expected : "-",
                      item->meant ? item->meant : "-");
    }
}

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static size_t names_read(struct arena *arena, const char *folder, char **names, size_t most)
{
    DIR *stream = opendir(folder);
    assert_non_null(stream);
    size_t count = 0;
    for (struct dirent *entry; (entry = readdir(stream)) != NULL;)
        if (string_ends_with(entry->d_name, ".yml") && count < most)
            names[count++] = arena_strdup(arena, entry->d_name);
    closedir(stream);
    qsort(names, count, sizeof(*names), compare_names);
    return count;
}

static bool is_as_expected(const char *name)
{
    struct arena arena;
    arena_init(&arena, 1 << 16);
    const char *folder = TESTS_FOLDER "/unit/policy/bad";
    size_t size;
    char *bytes = read_file(&arena, arena_printf(&arena, "%s/%s", folder, name), &size);
    assert_non_null(bytes);
    struct diagnostics diagnostics;
    diagnostics_init(&diagnostics, &arena);
    struct rule *rule = rule_parse(&arena, name, (struct text){bytes, size}, false, &diagnostics);
    assert_null(rule);
    diagnostics_sort(&diagnostics);
    struct buffer got = BUFFER_EMPTY;
    diagnostics_write(&diagnostics, &got);
    const char *path =
        arena_printf(&arena, "%s/%.*s.expected", folder, (int)(strlen(name) - 4), name);
    bool is_same = true;
    if (getenv("UPDATE_EXPECTED")) {
        FILE *file = fopen(path, "wb");
        assert_non_null(file);
        fputs(buffer_string(&got), file);
        fclose(file);
    } else {
        size_t expected_size = 0;
        char *expected = read_file(&arena, path, &expected_size);
        is_same = expected && strcmp(expected, buffer_string(&got)) == 0;
        if (!is_same)
            print_error("%s:\n--- expected\n%s--- got\n%s", name,
                        expected ? expected : "(no file)\n", buffer_string(&got));
    }
    buffer_release(&got);
    arena_release(&arena);
    return is_same;
}

static void every_bad_rule_has_the_mistakes_that_are_expected(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena, 1 << 12);
    char *names[500];
    size_t count = names_read(&arena, TESTS_FOLDER "/unit/policy/bad", names, 500);
    assert_true(count > 40);
    bool all = true;
    for (size_t i = 0; i < count; i++)
        if (!is_as_expected(names[i]))
            all = false;
    arena_release(&arena);
    assert_true(all);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_bad_rule_has_the_mistakes_that_are_expected),
    };
    return cmocka_run_group_tests_name("rule_bad", tests, NULL, NULL);
}
