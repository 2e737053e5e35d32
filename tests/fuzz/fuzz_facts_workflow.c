/* Reads the bytes as a workflow and as an action: every row has a place in the
 * file, every cell that must be there is there, and gaps say why. */
#include "facts/gather.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

extern const struct recogniser fact_github_workflow;

static void check_row(const struct fact_kind *kind, const struct fact_row *row, uint32_t lines)
{
    if (!row->path || row->line == 0 || row->column == 0 || row->line > lines + 1)
        abort();
    for (size_t i = 0; kind->fields[i].name; i++) {
        const struct value *cell = &row->cells[i];
        if (cell->kind == VALUE_ABSENT && !kind->fields[i].optional)
            abort();
        if (cell->kind == VALUE_UNKNOWN && !cell->unknown->reason[0])
            abort();
        if (cell->kind == VALUE_TEXT && kind->fields[i].type.kind == TYPE_WORD &&
            !string_is_one_of(cell->text, kind->fields[i].type.words))
            abort();
    }
}

/* YAML 1.1 breaks lines at CR, NEL, LS and PS too. */
static bool is_break(const char *bytes, size_t size)
{
    return bytes[0] == '\n' || bytes[0] == '\r' ||
           (size > 1 && memcmp(bytes, "\xc2\x85", 2) == 0) ||
           (size > 2 &&
            (memcmp(bytes, "\xe2\x80\xa8", 3) == 0 || memcmp(bytes, "\xe2\x80\xa9", 3) == 0));
}

static void check_file(const char *path, struct text content)
{
    uint32_t lines = 1;
    for (size_t i = 0; i < content.size; i++)
        lines += is_break(content.bytes + i, content.size - i);
    const struct memory_file file = {.path = path, .content = content};
    for (size_t i = 0; fact_github_workflow.kinds[i]; i++) {
        struct arena arena;
        arena_init(&arena, 4096);
        struct fact_table table;
        struct failure *failure = fact_recognise_memory(
            &fact_github_workflow, fact_github_workflow.kinds[i], &file, 1, &arena, &table);
        if (failure)
            abort();
        for (size_t k = 0; k < table.count; k++)
            check_row(table.kind, &table.rows[k], lines);
        arena_release(&arena);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct text content = {.bytes = (const char *)data, .size = size};
    check_file(".github/workflows/a.yml", content);
    check_file("action.yml", content);
    return 0;
}
