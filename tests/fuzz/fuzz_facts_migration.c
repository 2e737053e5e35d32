/* Reads the bytes as a migration of each language: every row has a line of the file and every
 * cell that must be there; blanking keeps the size and the lines. */
#include "facts/gather.h"
#include "facts/migration_kinds.h"
#include "facts/migration_source.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_source(struct text text, enum migration_language language)
{
    struct arena arena;
    arena_init(&arena, 4096);
    struct migration_source source = migration_source_read(&arena, text, language);
    if (source.code.size != text.size)
        abort();
    for (size_t i = 0; i < text.size; i++)
        if ((source.code.bytes[i] == '\n') != (text.bytes[i] == '\n'))
            abort();
    arena_release(&arena);
}

static void check_file(const char *path, struct text content)
{
    const struct memory_file file = {.path = path, .content = content};
    struct arena arena;
    arena_init(&arena, 4096);
    struct fact_table table;
    struct failure *failure =
        fact_recognise_memory(NULL, &migration_part_kind, &file, 1, &arena, &table);
    if (failure)
        abort();
    for (size_t i = 0; i < table.count; i++) {
        const struct fact_row *row = &table.rows[i];
        if (!row->gap && (row->line == 0 || row->line > migration_line(content, content.size) ||
                          row->cells[PART_MIGRATION_STATE].kind == VALUE_ABSENT))
            abort();
    }
    arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const paths[] = {"migrations/1.py",
                                        "migrations/1.rb",
                                        "migrations/1.ts",
                                        "Migrations/A.cs",
                                        "migrations/1.php",
                                        "migrations/01_a.sql",
                                        "migrations/a/down.sql",
                                        "db/V1__a.sql",
                                        "db/a.xml",
                                        "db/a.yaml",
                                        "db/a.json"};
    struct text content = {(const char *)data, size};
    for (int language = MIGRATION_PYTHON; language <= MIGRATION_SQL; language++)
        check_source(content, (enum migration_language)language);
    for (size_t i = 0; i < sizeof(paths) / sizeof(paths[0]); i++)
        check_file(paths[i], content);
    return 0;
}
