/* Reads the bytes as a changelog, as what takes a release back, as a page that says how, and
 * as one that asks for attribution: every row has a place in the file and every cell that
 * must be there, and counts are not below zero. */
#include "facts/gather.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

extern const struct recogniser fact_attribution_rule, fact_changelog_entry, fact_rollback_procedure,
    fact_rollback_script, fact_rollback_setting;

static void check_row(const struct fact_kind *kind, const struct fact_row *row, uint32_t lines)
{
    if (!row->path || row->line == 0 || row->line > lines || row->column == 0)
        abort();
    for (size_t i = 0; kind->fields[i].name; i++) {
        const struct value *cell = &row->cells[i];
        if (cell->kind == VALUE_ABSENT && !kind->fields[i].optional)
            abort();
        if (cell->kind == VALUE_UNKNOWN && !cell->unknown->reason[0])
            abort();
        if (cell->kind == VALUE_INTEGER && cell->integer < 0)
            abort();
        if (cell->kind == VALUE_TEXT && kind->fields[i].type.kind == TYPE_WORD &&
            !string_is_one_of(cell->text, kind->fields[i].type.words))
            abort();
    }
}

static void check_file(const struct recogniser *recogniser, const char *path, struct text content)
{
    const struct memory_file file = {.path = path, .content = content};
    uint32_t lines = 1;
    for (size_t i = 0; i < content.size; i++)
        lines += content.bytes[i] == '\n' || content.bytes[i] == '\r';
    struct arena arena;
    arena_init(&arena, 4096);
    struct fact_table table;
    struct failure *failure =
        fact_recognise_memory(recogniser, recogniser->kinds[0], &file, 1, &arena, &table);
    if (failure)
        abort();
    for (size_t i = 0; i < table.count; i++)
        check_row(table.kind, &table.rows[i], lines);
    arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct text content = {.bytes = (const char *)data, .size = size};
    static const char *const scripts[] = {
        "Makefile",        "justfile",        "Taskfile.yml",         "package.json",
        "ops/rollback.sh", "ops/rollback.py", "ansible/rollback.yml", NULL};
    static const char *const changelogs[] = {"CHANGELOG.md",       "CHANGES.rst",         "NEWS",
                                             "pay/CHANGELOG.adoc", "changelogs/1.2.3.md", NULL};
    static const char *const settings[] = {"a.yml", "a.json", "a.tf", NULL};
    for (size_t i = 0; scripts[i]; i++)
        check_file(&fact_rollback_script, scripts[i], content);
    for (size_t i = 0; changelogs[i]; i++)
        check_file(&fact_changelog_entry, changelogs[i], content);
    for (size_t i = 0; settings[i]; i++)
        check_file(&fact_rollback_setting, settings[i], content);
    check_file(&fact_rollback_procedure, "docs/deploy.md", content);
    check_file(&fact_rollback_procedure, "docs/deploy.rst", content);
    check_file(&fact_attribution_rule, "AGENTS.md", content);
    check_file(&fact_attribution_rule, "CONTRIBUTING.md", content);
    return 0;
}
