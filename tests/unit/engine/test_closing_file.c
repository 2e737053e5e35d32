/* `close_when: file-exists:PATH` (reference: exceptions A3): what is there, and what is not. */
#include "engine/closing_file.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka.h wants these first */
#include <cmocka.h>
#include <string.h>

static void test_what_is_there(void **state)
{
    (void)state;
    static const char text[] = "Restart the service, then ask the vendor.\n";
    static const char nul[] = "a\0b";
    struct arena arena;
    arena_init(&arena, 1 << 16);
    struct buffer large = BUFFER_EMPTY;
    for (int i = 0; i < 20000; i++)
        buffer_add_string(&large, "TODO\n");
    const struct memory_file files[] = {
        {"docs/RUNBOOK.md", {text, sizeof(text) - 1}, ENTRY_FILE},
        {"run.sh", {text, sizeof(text) - 1}, ENTRY_EXECUTABLE},
        {"binary", {nul, sizeof(nul) - 1}, ENTRY_FILE},
        {"large.md", {buffer_string(&large), large.size}, ENTRY_FILE},
        {"empty.md", {"", 0}, ENTRY_FILE},
        {"blank.md", text_of(" \n\t\r\n"), ENTRY_FILE},
        {"mark.md", text_of("\xef\xbb\xbf\n"), ENTRY_FILE},
        {"todo.md", text_of("# Runbook\n\nTODO\n"), ENTRY_FILE},
        {"link.md", text_of("docs/RUNBOOK.md"), ENTRY_LINK},
        {"module", text_of("0123456789012345678901234567890123456789"), ENTRY_SUBMODULE},
    };
    static const struct {
        const char *path;
        bool is_closed;
    } rows[] = {
        {"docs/RUNBOOK.md", true},  {"run.sh", true},    {"binary", true},   {"large.md", true},
        {"empty.md", false},        {"blank.md", false}, {"mark.md", false}, {"todo.md", false},
        {"link.md", false},         {"module", false},   {"docs", false},    {"RUNBOOK.md", false},
        {"docs/runbook.md", false}, {NULL, false},
    };
    enum { ROWS = sizeof(rows) / sizeof(rows[0]) };
    struct exception records[ROWS];
    struct snapshot snapshot;
    assert_null(snapshot_of_memory(&snapshot, files, sizeof(files) / sizeof(files[0]), &arena));
    for (size_t i = 0; i < ROWS; i++)
        records[i] = (struct exception){.id = "EXC-2026-0001", .closing_file = rows[i].path};
    struct exception_set set = {.items = records, .count = ROWS};
    assert_null(closing_files_find(&set, &snapshot, &arena));
    for (size_t i = 0; i < ROWS; i++) {
        if (records[i].is_closed != rows[i].is_closed)
            print_error("%s\n", rows[i].path);
        assert_int_equal(records[i].is_closed, rows[i].is_closed);
    }
    buffer_release(&large);
    arena_release(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_what_is_there)};
    return cmocka_run_group_tests_name("closing_file", tests, NULL, NULL);
}
