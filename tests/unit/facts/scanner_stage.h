/* scanner_stage.h - for tests of the scanner's recogniser: invocations written by hand, as
 * the readers of every system of CI write them, and the rows that follow. */
#ifndef TESTS_SCANNER_STAGE_H
#define TESTS_SCANNER_STAGE_H

#include "facts/gather.h"
#include "facts/invocation_kinds.h"
#include "facts/scanner_kinds.h"
#include "facts/script_commands.h"
#include "facts/shell_words.h"
#include "facts/supply.h"
#include "facts/workflow_kinds.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

extern const struct recogniser fact_scanner;

enum { STAGE_ROWS = 64, STAGE_CELLS = 32 };

struct stage {
    struct arena arena;
    struct memory_file files[8];
    size_t file_count;
    struct fact_row rows[3][STAGE_ROWS]; /* invocations, jobs, variables */
    struct fact_table tables[3];
    struct fact_writer writer;
};

static inline void stage_start(struct stage *stage)
{
    static const struct fact_kind *const kinds[] = {&fact_kind_invocation, &fact_kind_workflow_job,
                                                    &fact_kind_workflow_variable};
    *stage = (struct stage){0};
    arena_init(&stage->arena, 1 << 16);
    for (size_t i = 0; i < 3; i++)
        stage->tables[i] = (struct fact_table){.kind = kinds[i], .rows = stage->rows[i]};
}

static inline void stage_end(struct stage *stage)
{
    arena_release(&stage->arena);
}

static inline struct value *stage_row(struct stage *stage, size_t table, const char *path)
{
    assert_true(stage->tables[table].count < STAGE_ROWS);
    struct fact_row *row = &stage->rows[table][stage->tables[table].count++];
    *row = (struct fact_row){.path = path,
                             .line = (uint32_t)stage->tables[table].count,
                             .column = 1,
                             .cells = ARENA_ARRAY(&stage->arena, struct value, STAGE_CELLS)};
    return row->cells;
}

/* One that runs by itself in the job `check` and can fail. */
static inline struct value *stage_invocation(struct stage *stage, const char *sort,
                                             const char *name)
{
    struct value *cells = stage_row(stage, 0, ".github/workflows/check.yml");
    cells[INVOCATION_SYSTEM] = value_text("github");
    cells[INVOCATION_WORKFLOW] = value_text(".github/workflows/check.yml");
    cells[INVOCATION_JOB] = value_text("check");
    cells[INVOCATION_STEP] = value_integer((int64_t)stage->tables[0].count);
    cells[INVOCATION_SORT] = value_text(sort);
    cells[INVOCATION_NAME] = value_text(name);
    cells[INVOCATION_DIRECTORY] = value_text(".");
    cells[INVOCATION_ACTIVATION] = value_text("automatic");
    cells[INVOCATION_BLOCKING] = value_boolean(true);
    cells[INVOCATION_RELEASES] = value_boolean(false);
    cells[INVOCATION_EVENTS] =
        value_texts(&stage->arena, (const char *const[]){"push", "pull_request"}, 2);
    return cells;
}

/* The commands of a script, as a step has them; the cells of the last, or NULL. */
static inline struct value *stage_script(struct stage *stage, const char *script)
{
    struct script_command *commands = NULL;
    struct value *cells = NULL;
    const struct script_setting setting = {.stops = true, .directory = "."};
    size_t count = script_commands_read(&stage->arena, text_of(script), &setting, &commands, NULL);
    for (size_t i = 0; i < count; i++) {
        cells =
            stage_invocation(stage, commands[i].image ? "image" : "command", commands[i].words[0]);
        cells[INVOCATION_WORDS] = value_texts(&stage->arena, commands[i].words, commands[i].count);
        if (commands[i].directory)
            cells[INVOCATION_DIRECTORY] = value_text(commands[i].directory);
        if (commands[i].container_count > 0)
            cells[INVOCATION_INPUTS] =
                value_texts(&stage->arena, commands[i].container, commands[i].container_count);
    }
    return cells;
}

/* `name@version input=value ...`; arguments of a hook as they are. */
static inline struct value *stage_use(struct stage *stage, const char *sort, const char *written)
{
    struct shell_script parsed;
    shell_parse(&stage->arena, text_of(written), &parsed);
    assert_int_equal(parsed.count, 1);
    const struct shell_command *command = &parsed.commands[0];
    const char *name = command->words[0];
    const char *at = strrchr(name, '@');
    struct value *cells = stage_invocation(
        stage, sort,
        arena_copy(&stage->arena, (struct text){name, at ? (size_t)(at - name) : strlen(name)}));
    if (strcmp(sort, "hook") == 0)
        stage->rows[0][stage->tables[0].count - 1].path = ".pre-commit-config.yaml";
    cells[INVOCATION_VERSION] = value_text(at ? at + 1 : NULL);
    cells[INVOCATION_INPUTS] = value_texts(&stage->arena, command->words + 1, command->count - 1);
    return cells;
}

static inline const struct fact_table *stage_table(const struct fact_repository *repository,
                                                   const struct fact_kind *kind)
{
    struct stage *stage = repository->state;
    for (size_t i = 0; i < 3; i++)
        if (stage->tables[i].kind == kind)
            return &stage->tables[i];
    fail_msg("nobody asks for %s", kind->name);
    return NULL;
}

static inline struct fact_table stage_run(struct stage *stage)
{
    struct snapshot snapshot;
    struct reader *reader = NULL;
    struct failure *failure =
        snapshot_of_memory(&snapshot, stage->files, stage->file_count, &stage->arena);
    if (!failure)
        failure = reader_open(&reader, &snapshot);
    const struct fact_repository repository = {
        .snapshot = &snapshot, .reader = reader, .table = stage_table, .state = stage};
    fact_writer_init(&stage->writer, &fact_scanner, &stage->arena, NULL, NULL);
    if (!failure)
        failure = fact_scanner.recognise_repository(&stage->writer, &repository);
    if (failure)
        fail_msg("%s", failure_message(failure));
    reader_close(reader);
    struct fact_table table = {.kind = &fact_kind_scanner,
                               .rows = stage->writer.rows[0].rows,
                               .count = stage->writer.rows[0].count};
    fact_table_sort(&table);
    return table;
}

/* The first row of the tool with that purpose (NULL: any), or NULL. */
static inline const struct fact_row *stage_find(const struct fact_table *table, const char *tool,
                                                const char *purpose)
{
    for (size_t i = 0; i < table->count; i++)
        if (!table->rows[i].gap && strcmp(cell_text(&table->rows[i], SCANNER_TOOL), tool) == 0 &&
            (!purpose || strcmp(cell_text(&table->rows[i], SCANNER_PURPOSE), purpose) == 0))
            return &table->rows[i];
    return NULL;
}

/* "tool purpose state" and the fields that are asked, one row a line. */
static inline const char *stage_rows(struct stage *stage, const char *fields)
{
    struct fact_table table = stage_run(stage);
    struct buffer out = BUFFER_EMPTY;
    for (size_t i = 0; i < table.count; i++) {
        const struct fact_row *row = &table.rows[i];
        if (row->gap)
            buffer_add_string(&out, "gap");
        else
            buffer_printf(&out, "%s %s %s", value_format(&stage->arena, &row->cells[SCANNER_TOOL]),
                          value_format(&stage->arena, &row->cells[SCANNER_PURPOSE]),
                          value_format(&stage->arena, &row->cells[SCANNER_STATE]));
        for (const char *at = fields; *at != '\0';) {
            size_t length = strcspn(at, " ");
            int index =
                fact_field_find(table.kind, arena_copy(&stage->arena, (struct text){at, length}));
            assert_true(index >= 0);
            buffer_printf(&out, " %s", value_format(&stage->arena, &row->cells[index]));
            at += length + (at[length] == ' ');
        }
        buffer_add_byte(&out, '\n');
    }
    const char *text = arena_strdup(&stage->arena, buffer_string(&out));
    buffer_release(&out);
    return text;
}

#endif
