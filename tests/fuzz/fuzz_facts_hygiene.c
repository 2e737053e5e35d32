/* Reads the bytes as a workflow, as an action and as the script of a job: every row has a
 * place in the file and every cell that must be there; downloads and installs stand on a
 * line of the script. */
#include "facts/gather.h"
#include "facts/shell_download.h"
#include "facts/shell_install.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

extern const struct recogniser fact_workflow_hygiene;

static void check_row(const struct fact_kind *kind, const struct fact_row *row)
{
    if (!row->path || row->line == 0 || row->column == 0)
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

static void check_file(const char *path, struct text content)
{
    const struct memory_file file = {.path = path, .content = content};
    for (size_t i = 0; fact_workflow_hygiene.kinds[i]; i++) {
        struct arena arena;
        arena_init(&arena, 4096);
        struct fact_table table;
        struct failure *failure = fact_recognise_memory(
            &fact_workflow_hygiene, fact_workflow_hygiene.kinds[i], &file, 1, &arena, &table);
        if (failure)
            abort();
        for (size_t k = 0; k < table.count; k++)
            check_row(table.kind, &table.rows[k]);
        arena_release(&arena);
    }
}

static void check_installs(const struct shell_variables *variables,
                           const struct shell_command *command)
{
    struct shell_install installs[4];
    size_t count = shell_installs(variables, command, false, installs, 4);
    if (count > 4)
        abort();
    for (size_t i = 0; i < count; i++)
        if (!installs[i].tool || installs[i].pin > SHELL_PIN_UNKNOWN)
            abort();
}

static void check_script(struct text text)
{
    struct arena arena;
    arena_init(&arena, 4096);
    struct shell_script script;
    struct shell_variables variables;
    struct shell_taint taint;
    shell_parse(&arena, text, &script);
    shell_variables_init(&variables, &arena, NULL, NULL);
    shell_taint_init(&taint, &arena);
    shell_taint_read(&taint, 7, &script, &variables, true);
    uint32_t lines = 1;
    for (size_t i = 0; i < text.size; i++)
        lines += text.bytes[i] == '\n';
    for (size_t i = 0; i < taint.count; i++)
        if (taint.downloads[i].script != 7 || !taint.downloads[i].runs ||
            taint.downloads[i].line == 0 || taint.downloads[i].line > lines)
            abort();
    for (size_t i = 0; i < script.count; i++) {
        const struct shell_command *command = &script.commands[i];
        if (command->owner != SIZE_MAX && command->owner >= script.count)
            abort();
        check_installs(&variables, command);
    }
    arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct text content = {.bytes = (const char *)data, .size = size};
    check_file(".github/workflows/a.yml", content);
    check_file("action.yml", content);
    check_script(content);
    return 0;
}
