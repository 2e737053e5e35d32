/* Reads the bytes as an invocation: a line with its sort and its name, then its words or
 * inputs, one a line; and as a script, whose commands are invocations. Every row is of the
 * kind, and what is not known says why. */
#include "facts/gather.h"
#include "facts/invocation_kinds.h"
#include "facts/scanner_kinds.h"
#include "facts/shell_words.h"
#include "facts/workflow_kinds.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

extern const struct recogniser fact_scanner;

enum { WORDS_MAX = 200, ROWS_MAX = 50 };

struct input {
    struct arena arena;
    struct fact_row rows[ROWS_MAX];
    struct fact_table invocations, others;
};

static const struct fact_table *table_of(const struct fact_repository *repository,
                                         const struct fact_kind *kind)
{
    struct input *input = repository->state;
    return kind == &fact_kind_invocation ? &input->invocations : &input->others;
}

static struct value *add(struct input *input, const char *sort, const char *name)
{
    if (input->invocations.count == ROWS_MAX)
        return NULL;
    struct fact_row *row = &input->rows[input->invocations.count++];
    struct value *cells = ARENA_ARRAY(&input->arena, struct value, INVOCATION_FIELD_COUNT);
    *row = (struct fact_row){.path = "ci.yml", .line = 1, .column = 1, .cells = cells};
    cells[INVOCATION_SYSTEM] = value_text("gitlab");
    cells[INVOCATION_WORKFLOW] = value_text("ci.yml");
    cells[INVOCATION_SORT] = value_text(sort);
    cells[INVOCATION_NAME] = value_text(name);
    cells[INVOCATION_DIRECTORY] = value_text("a/b");
    cells[INVOCATION_ACTIVATION] = value_text("automatic");
    cells[INVOCATION_BLOCKING] = value_boolean(true);
    cells[INVOCATION_RELEASES] = value_boolean(false);
    return cells;
}

static void read_invocation(struct input *input, struct text text)
{
    const char *words[WORDS_MAX];
    size_t count = 0;
    struct text line = {0};
    if (!text_next_line(&text, &line))
        return;
    const char *head = arena_copy(&input->arena, line);
    for (const char *const *sort = scanner_sorts; *sort && strcmp(*sort, "config") != 0; sort++) {
        size_t length = strlen(*sort);
        if (strncmp(head, *sort, length) != 0 || head[length] != ' ')
            continue;
        const char *name = head + length + 1;
        struct value *cells = add(input, *sort, name);
        if (strcmp(*sort, "command") == 0)
            words[count++] = name;
        while (count < WORDS_MAX && text_next_line(&text, &line))
            words[count++] = arena_copy(&input->arena, line);
        struct value list = value_texts(&input->arena, words, count);
        cells[strcmp(*sort, "command") == 0 ? INVOCATION_WORDS : INVOCATION_INPUTS] = list;
        cells[INVOCATION_VARIABLES] = list;
        return;
    }
}

static void read_script(struct input *input, struct text text)
{
    struct shell_script script;
    shell_parse(&input->arena, text, &script);
    for (size_t i = 0; i < script.count; i++) {
        const struct shell_command *command = &script.commands[i];
        size_t program = shell_program(command);
        struct value *cells =
            program < command->count ? add(input, "command", command->words[program]) : NULL;
        if (cells)
            cells[INVOCATION_WORDS] =
                value_texts(&input->arena, command->words + program, command->count - program);
    }
}

static void check_row(const struct fact_row *row)
{
    for (size_t i = 0; i < SCANNER_FIELD_COUNT; i++) {
        const struct fact_field *field = &fact_kind_scanner.fields[i];
        const struct value *cell = &row->cells[i];
        if (cell->kind == VALUE_ABSENT && !field->optional)
            abort();
        if (cell->kind == VALUE_UNKNOWN && !cell->unknown->reason[0])
            abort();
        if (cell->kind == VALUE_TEXT && field->type.kind == TYPE_WORD &&
            !string_is_one_of(cell->text, field->type.words))
            abort();
    }
    const struct value *directory = &row->cells[SCANNER_DIRECTORY];
    if (directory->kind == VALUE_TEXT &&
        (directory->text[0] == '/' || strncmp(directory->text, "..", 3) == 0 ||
         strncmp(directory->text, "../", 3) == 0))
        abort();
}

static void check(void (*read)(struct input *input, struct text text), struct text text)
{
    struct input input = {.invocations = {.kind = &fact_kind_invocation}};
    struct snapshot snapshot;
    struct fact_writer writer;
    arena_init(&input.arena, 4096);
    input.invocations.rows = input.rows;
    const struct memory_file file = {.path = "a/b/go.mod"};
    if (snapshot_of_memory(&snapshot, &file, 1, &input.arena))
        abort();
    read(&input, text);
    const struct fact_repository repository = {
        .snapshot = &snapshot, .table = table_of, .state = &input};
    fact_writer_init(&writer, &fact_scanner, &input.arena, NULL, NULL);
    if (fact_scanner.recognise_repository(&writer, &repository))
        abort();
    for (size_t i = 0; i < writer.rows[0].count; i++)
        check_row(&writer.rows[0].rows[i]);
    arena_release(&input.arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 16384)
        return 0;
    struct text text = {.bytes = (const char *)data, .size = size};
    check(read_invocation, text);
    check(read_script, text);
    return 0;
}
