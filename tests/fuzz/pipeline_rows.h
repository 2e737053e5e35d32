/* pipeline_rows.h - what every row of a reader of pipelines must keep, whatever the
 * bytes: a place in a file, the cells that must be there, words of the closed sets, and
 * reasons of what is not known. */
#ifndef TESTS_PIPELINE_ROWS_H
#define TESTS_PIPELINE_ROWS_H

#include "facts/gather.h"

#include <stdlib.h>
#include <string.h>

static inline void check_pipeline_row(const struct fact_kind *kind, const struct fact_row *row)
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

/* Every kind of the recogniser, over these files. */
static inline void check_pipeline(const struct recogniser *recogniser,
                                  const struct memory_file *files, size_t count)
{
    for (size_t i = 0; recogniser->kinds[i]; i++) {
        struct arena arena;
        arena_init(&arena, 4096);
        struct fact_table table;
        struct failure *failure =
            fact_recognise_memory(recogniser, recogniser->kinds[i], files, count, &arena, &table);
        if (failure)
            abort();
        for (size_t k = 0; k < table.count; k++)
            check_pipeline_row(table.kind, &table.rows[k]);
        arena_release(&arena);
    }
}

#endif
