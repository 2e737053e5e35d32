/* Reads the bytes as a workflow, as an action and as the script of a job: every row has a
 * place in the file and every cell that must be there; downloads and installs stand on a
 * line of the script. */
#include "facts/gather.h"
#include "facts/shell_download.h"
#include "facts/shell_install.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

extern const struct recogniser fact_workflow_hygiene, fact_step_hygiene;

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

static void check_file(const struct recogniser *recogniser, const char *path, struct text content)
{
    const struct memory_file file = {.path = path, .content = content};
    for (size_t i = 0; recogniser->kinds[i]; i++) {
        struct arena arena;
        arena_init(&arena, 4096);
        struct fact_table table;
        struct failure *failure =
            fact_recognise_memory(NULL, recogniser->kinds[i], &file, 1, &arena, &table);
        if (failure)
            abort();
        for (size_t k = 0; k < table.count; k++)
            check_row(table.kind, &table.rows[k]);
        arena_release(&arena);
    }
}

static void check_installs(const struct shell_command *command)
{
    struct shell_install installs[4];
    size_t count = shell_installs(command, false, installs, 4);
    if (count > 4)
        abort();
    for (size_t i = 0; i < count; i++)
        if (!installs[i].tool || installs[i].pin > SHELL_PIN_UNKNOWN)
            abort();
}

static void visit(void *state, const struct script_point *point)
{
    struct shell_taint *taint = state;
    shell_taint_read(taint, 7, true, point);
    check_installs(point->started);
    const struct shell_command *written = point->written;
    if (written->owner != SIZE_MAX && written->owner >= point->flow->script->count)
        abort();
}

static void check_script(struct text text)
{
    struct arena arena;
    arena_init(&arena, 4096);
    struct shell_taint taint;
    shell_taint_init(&taint, &arena);
    const struct script_setting setting = {.stops = true, .directory = "."};
    script_walk(&arena, text, &setting, visit, &taint);
    uint32_t lines = 1;
    for (size_t i = 0; i < text.size; i++)
        lines += text.bytes[i] == '\n';
    for (size_t i = 0; i < taint.count; i++)
        if (taint.downloads[i].script != 7 || !taint.downloads[i].runs ||
            taint.downloads[i].line == 0 || taint.downloads[i].line > lines)
            abort();
    arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct text content = {.bytes = (const char *)data, .size = size};
    check_file(&fact_workflow_hygiene, ".github/workflows/a.yml", content);
    check_file(&fact_workflow_hygiene, "action.yml", content);
    check_file(&fact_step_hygiene, ".github/workflows/a.yml", content);
    check_script(content);
    return 0;
}
