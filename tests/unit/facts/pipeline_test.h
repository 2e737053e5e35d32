/* pipeline_test.h - for tests of recognisers of pipelines: files of a repository, and the
 * rows of one kind that they give, written out. */
#ifndef TESTS_PIPELINE_TEST_H
#define TESTS_PIPELINE_TEST_H

#include "facts/gather.h"
#include "facts/workflow_kinds.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct arena arena;

static int open_arena(void **state)
{
    (void)state;
    arena_init(&arena, 1 << 16);
    return 0;
}

static int close_arena(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

struct named_file {
    const char *path;
    const char *content;
};

static void write_cells(struct buffer *out, const struct fact_kind *kind,
                        const struct fact_row *row, const char *fields)
{
    struct text rest = text_of(fields);
    for (bool first = true; rest.size > 0; first = false) {
        size_t size = 0;
        while (size < rest.size && rest.bytes[size] != ' ')
            size++;
        const char *name = arena_copy(&arena, (struct text){.bytes = rest.bytes, .size = size});
        rest.bytes += size < rest.size ? size + 1 : size;
        rest.size -= size < rest.size ? size + 1 : size;
        int index = fact_field_find(kind, name);
        assert_true(index >= 0);
        const struct value *cell = &row->cells[index];
        buffer_printf(out, "%s%s", first ? "" : "|",
                      cell->kind == VALUE_ABSENT    ? "-"
                      : cell->kind == VALUE_UNKNOWN ? "?"
                                                    : value_format(&arena, cell));
    }
}

/* One row: "file:line:column value|value", of the fields that are named; the file only
 * where it is not the first; an absent cell is "-", an unknown one "?". Rows are parted by
 * " / ". The files end at a path that is NULL. */
static void assert_files(const struct recogniser *recogniser, const struct named_file *files,
                         const struct fact_kind *kind, const char *fields, const char *expected)
{
    struct memory_file memory[16];
    size_t count = 0;
    for (; files[count].path; count++)
        memory[count] = (struct memory_file){.path = files[count].path,
                                             .content = text_of(files[count].content)};
    struct fact_table table;
    struct failure *failure =
        fact_recognise_memory(recogniser, kind, memory, count, &arena, &table);
    assert_null(failure);
    struct buffer found = BUFFER_EMPTY;
    for (size_t i = 0; i < table.count; i++) {
        const struct fact_row *row = &table.rows[i];
        bool first = strcmp(row->path, files[0].path) == 0;
        buffer_printf(&found, "%s%s%s%s%u:%u ", i ? " / " : "", row->gap ? "gap " : "",
                      first ? "" : row->path, first ? "" : ":", row->line, row->column);
        write_cells(&found, kind, row, fields);
    }
    if (strcmp(buffer_string(&found), expected) != 0)
        fail_msg("%s\nfound    %s\nexpected %s", files[0].content, buffer_string(&found), expected);
    buffer_release(&found);
}

#endif
